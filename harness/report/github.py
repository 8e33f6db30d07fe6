"""What broke in a run -> annotations for GitHub's job log and page, on the journeys' own lines."""

from harness.gate import Decision
from harness.journey.nouns import Complaint
from harness.run import RunRecord

from . import terminal
from .broken import Broken, broken
from .words import count, inside, safe

MOST = 10
"""Annotations of one kind that GitHub shows for a step."""


def annotations(record: RunRecord) -> list[str]:
    """At most `MOST` workflow commands, worst first: what broke, then journeys that were not run, then the verdict.

    The verdict line is a notice on a go, else an error, and always among them.
    """
    found = [_annotation(one) for one in broken(record)]
    for plan in record.plans:
        errors = [one for one in plan.complaints if one.severity == "error"]
        found += [_not_understood(errors[0], record.manifest.folder)] if errors else []
    return [*found[: MOST - 1], _verdict(record.decision, record, len(found) - MOST + 1)]


def _annotation(one: Broken) -> str:
    times = f" ({count(len(one.cases), 'conversation')})" if len(one.cases) > 1 else ""
    place = f"file={_property(one.file)},line={one.span.line},col={one.span.col}"
    return f"::error {place},title={_property(one.criterion)}::{_data(one.says + times)}"


def _not_understood(error: Complaint, folder: str) -> str:
    place = f"file={_property(inside(folder, error.span.file))},line={error.span.line},col={error.span.col}"
    return f"::error {place},title=not understood::{_data(error.message)}"


def _verdict(decision: Decision | None, record: RunRecord, more: int) -> str:
    said = terminal.verdict_line(decision) if decision else terminal.closing(record)[-1]
    kind = "notice" if decision and decision.exit_code == 0 else "error"
    rest = f" (and {more} more, in the summary)" if more > 0 else ""
    return f"::{kind} title=cx-harness::{_data(said + rest)}"


def _data(text: str) -> str:
    """The message of a command, as GitHub's runner reads it back; `safe` leaves no line end, and these are for more."""
    return safe(text).replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
