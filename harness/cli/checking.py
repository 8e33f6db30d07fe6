"""`harness check`: compile only, and show what was understood."""

from collections.abc import Sequence
from pathlib import Path

from harness.assurance import compile_all
from harness.journey.nouns import Complaint
from harness.plan.nouns import Plan
from harness.plan.remarks.alike import side_by_side
from harness.preparing.places import here, journeys_at
from harness.report import preview
from harness.report.sarif import sarif
from harness.report.understood import in_short, understood
from harness.report.words import count, safe

from .locking import lock_to_check, write_readings
from .options import PlaceFormat
from .printing import say, say_json

UNDERSTOOD, NOT_UNDERSTOOD = 0, 3
_RANK = {"error": 0, "warning": 1, "info": 2}


def check_journeys(
    paths: Sequence[Path],
    format: PlaceFormat | None,  # noqa: A002
    strict: bool,
    locked: bool = False,
    write_lock: bool = False,
) -> int:
    """Print previews and complaints of all files at once; 3 when a journey has an error (or a warning, if strict).

    Nothing is printed without a format.
    """
    settings = here()
    journeys, root = journeys_at(paths, settings)
    lock, binds = lock_to_check(root, write_lock, locked)
    plans = compile_all(journeys, settings.vocabulary, lock, binds)
    wrote = write_readings(root, plans, anew=True) if write_lock else None
    together = side_by_side(journeys, plans)
    if strict:
        plans = tuple(plan.model_copy(update={"complaints": _stricter(plan.complaints)}) for plan in plans)
        together = _stricter(together)
    complaints = worst_first([*(one for plan in plans for one in plan.complaints), *together])
    bad = [one for one in complaints if one.severity == "error"]
    code = NOT_UNDERSTOOD if bad else UNDERSTOOD
    if format is PlaceFormat.json:
        read = [preview.as_json(plan) for plan in plans]
        beside = [one.model_dump(mode="json") for one in together]
        say_json({"schema": 1, "exit": code, "journeys": read, "together": beside})
    elif format is PlaceFormat.github:
        say(preview.github(complaints, root.as_posix()))
    elif format is PlaceFormat.sarif:
        say_json(sarif(complaints, root.as_posix()))
    elif format is not None:
        _say_text(plans, root.as_posix(), complaints, bad, code, wrote)
    return code


def worst_first(complaints: Sequence[Complaint]) -> list[Complaint]:
    """Errors, warnings, infos; each in order of place. What two journeys say of one page that both include: once."""
    distinct = dict.fromkeys(complaints)
    return sorted(distinct, key=lambda one: (_RANK[one.severity], one.span.file, one.span.line, one.span.col, one.code))


def _stricter(complaints: Sequence[Complaint]) -> tuple[Complaint, ...]:
    """The same, with every warning an error."""
    return tuple(
        one.model_copy(update={"severity": "error"}) if one.severity == "warning" else one for one in complaints
    )


def _say_text(
    plans: Sequence[Plan],
    folder: str,
    complaints: Sequence[Complaint],
    bad: Sequence[Complaint],
    code: int,
    wrote: str | None,
) -> None:
    for plan in plans:
        say([*understood(plan, folder), ""])
    for complaint in complaints:
        say(preview.complain(complaint, folder))
    say([""] if complaints else [])
    if wrote:
        say([wrote])
    warnings = sum(1 for one in complaints if one.severity == "warning")
    if not code:
        # On a line of its own, however long, so that it can be copied.
        say([f"Next: {safe(_next(plans, folder))}"])
    say([f"{count(len(plans), 'journey')}: {_left(len(bad), warnings, in_short(plans))}.   (exit {code})"])


def _left(errors: int, warnings: int, unsure: str | None) -> str:
    """What there is to do about the journeys before they are run; nobody is told that all is well who is not sure."""
    mend = [f"{count(errors, 'complaint')} to mend"] if errors else [] if unsure else ["nothing that must be mended"]
    look = [f"{count(warnings, 'warning')} to look at"] if warnings else []
    return "; ".join(part for part in (unsure, ", ".join([*mend, *look])) if part)


def _next(plans: Sequence[Plan], folder: str) -> str:
    """What to do now, and how much of it there is."""
    what = f" {folder}/{plans[0].file}" if len(plans) == 1 else ""
    return f"harness run{what} ({count(sum(len(plan.variations) for plan in plans), 'conversation')})"
