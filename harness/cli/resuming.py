"""`harness run --resume`: go on with a run that was broken off."""

from collections.abc import Sequence
from pathlib import Path

from pydantic import ValidationError

from harness.preparing.places import here, reports_at
from harness.preparing.wanted import Wanted
from harness.record import resolve
from harness.report.words import count
from harness.settings import Settings
from harness.trouble import Trouble
from harness.unfinished import Unfinished, unfinished

from .options import Format
from .printing import say
from .running import run_journeys

MAY_CHANGE = ("budget", "budget_target")
"""What a run may go on with more of."""

OPTIONS = {"faults": "fault", "confirm_with": "confirm-with", "no_exec": "no-exec"}
"""What is typed otherwise than it is called."""


def resume_run(named: Sequence[Path], typed: Wanted, reports: Path | None, format: Format) -> int:  # noqa: A002
    """Hold what is missing in this run, the last when none is named, just as it was begun."""
    if len(named) > 1:
        raise Trouble("name one run to go on with, such as: harness run --resume last")
    if extra := typed.model_dump(exclude_defaults=True, exclude=set(MAY_CHANGE)):
        options = ", ".join(f"--{OPTIONS.get(name, name)}" for name in extra)
        raise Trouble(f"--resume goes on with a run as it was begun: leave out {options}, or begin a new run")
    folder = reports_at(reports, Settings() if reports else here())
    file = resolve(folder, str(named[0]) if named else "last", begins="run_started")
    before = unfinished(file)
    if format is Format.text:
        say(_where(before))
    changed = typed.model_dump(include=set(MAY_CHANGE), exclude_none=True)
    asked = _asked(before).model_copy(update=changed)
    return run_journeys([Path(path) for path in asked.paths], asked, format, reports, resume=file)


def _where(before: Unfinished) -> list[str]:
    lines = [
        f"run {before.manifest.run} goes on after {count(before.held, 'conversation')} that need not be held again"
    ]
    if before.cut:
        cut = count(before.cut, "conversation")
        lines.append(f"{cut} cut off in mid-air begin anew; what was paid for that stays on the ledger, as waste")
    return lines


def _asked(before: Unfinished) -> Wanted:
    asked = before.manifest.asked
    if not asked:
        raise Trouble(f"run {before.manifest.run} does not say what was asked for, and cannot go on: begin a new run")
    try:
        return Wanted.model_validate(asked)
    except ValidationError as problem:
        raise Trouble(
            f"run {before.manifest.run} was begun by harness {before.manifest.harness}, and asks for what this version"
            " does not know: a run goes on with the version that began it"
        ) from problem
