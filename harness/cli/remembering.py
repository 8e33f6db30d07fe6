"""`harness history`: the index of runs."""

import sys
from collections.abc import Sequence
from pathlib import Path

from harness.history.nouns import Synced, Tell
from harness.preparing.places import here, reports_at
from harness.report.words import count

from .options import Format
from .printing import say, say_json, say_over


def show_history(reports: Path | None, format: Format) -> int:  # noqa: A002
    """Bring the index up to date, and say what it holds."""
    return _done(reports, format)


def rebuild_history(reports: Path | None, forget: bool, format: Format) -> int:  # noqa: A002
    """Throw the index away and build it anew. Raises HistoryError when runs would be lost by it."""
    return _done(reports, format, again=True, forget=forget)


def _done(reports: Path | None, format: Format, again: bool = False, forget: bool = False) -> int:  # noqa: A002
    from harness.history.store import open_history
    from harness.history.syncing import rebuild, sync

    settings = here()
    folder = reports_at(reports, settings)
    with open_history(settings.history, folder) as history:
        tell = progress()
        synced = rebuild(history, folder, forget, tell) if again else sync(history, folder, tell)
        held = sorted(history.states())
        if format is Format.json:
            say_json({"schema": 1, "runs": held, "put": synced.put, "left_out": synced.left, "no_files": synced.kept})
        else:
            say(_told(held, synced, history.shown))
    return 0


def _told(held: Sequence[str], synced: Synced, where: str) -> list[str]:
    lines = [f"{where} holds {count(len(held), 'run')}" + (f", from {held[0]} to {held[-1]}" if held else "")]
    if synced.put:
        lines.append(f"  {count(len(synced.put), 'run')} put into it just now")
    if synced.kept:
        lines.append(f"  {count(len(synced.kept), 'run')} whose files are not here")
    if synced.left:
        lines.append(f"  {count(len(synced.left), 'run')} left out, broken off or not whole: {_some(synced.left)}")
    return lines


def _some(runs: Sequence[str]) -> str:
    return ", ".join(runs[:3]) + (" and more" if len(runs) > 3 else "")


def progress() -> Tell | None:
    """A counter on one line of a terminal; nothing in a pipe."""
    if not sys.stderr.isatty():
        return None
    return lambda done, of: say_over(f"[{done}/{of}] runs read", last=done == of)
