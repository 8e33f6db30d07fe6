"""What a run leaves beside its record: its place in the history, files for other programs, pages for people."""

from pathlib import Path
from typing import TYPE_CHECKING

from harness.history.since import FILE as SINCE
from harness.record import RECORD
from harness.report.files import write_files
from harness.run import RunRecord
from harness.secrets import scrub
from harness.settings import Settings
from harness.trouble import Trouble

if TYPE_CHECKING:
    from harness.history.store import History
    from harness.history.trending import Trend


def keep(record: RunRecord, settings: Settings) -> list[str]:
    """Write all of it; what could not be written, as sentences. The run loses nothing by that, and keeps its code."""
    remembered, nights = _history(record, settings) if record.decision is not None else (None, None)
    said = [write_files(record), _pages(record, settings, nights), remembered]
    return [one for one in said if one]


def _pages(record: RunRecord, settings: Settings, nights: "Trend | None") -> str | None:
    from harness.report.pages import write_pages

    try:
        write_pages(Path(record.folder) / RECORD, settings.kpi, nights=nights)
    except (OSError, Trouble) as problem:
        return f"the run is recorded, but its pages could not be written: {problem}. Try: harness report"
    return None


def _history(record: RunRecord, settings: Settings) -> tuple[str | None, "Trend | None"]:
    from harness.history.indexing import index
    from harness.history.store import open_history

    file = Path(record.folder) / RECORD
    try:
        with open_history(settings.history, file.parents[1]) as history:
            history.put(index(file))
            return None, _looked_back(history, file.parent, settings)
    except Trouble as problem:
        return f"this run is not in the history yet: {problem}", None


def nights_of(file: Path, settings: Settings) -> "Trend | None":
    """The nights of a stored run's line, up to it; None where it is the first, or nobody can say.

    What is kept beside its record of the run before is brought up to date.
    """
    from harness.history.store import open_history
    from harness.history.syncing import sync

    try:
        with open_history(settings.history, file.parents[1]) as history:
            sync(history, file.parents[1])
            return _looked_back(history, file.parent, settings)
    except Trouble:
        return None


def _looked_back(history: "History", folder: Path, settings: Settings) -> "Trend | None":
    """Keep what the run is beside the one before it, and give the nights of its line."""
    from harness.history.beside import beside
    from harness.history.looking import run_named
    from harness.history.trending import trend

    with history.reading() as connection:
        found = run_named(connection, folder.name)
        since = beside(connection, found) if found else None
        nights = trend(connection, found, settings.nights) if found else None
    if since:
        (folder / SINCE).write_text(scrub(since.model_dump_json(indent=1)) + "\n", encoding="utf-8", newline="\n")
    return nights if nights and len(nights.runs) > 1 else None
