"""`harness check`: compile only, and show what was understood."""

from collections.abc import Sequence
from pathlib import Path

from harness.assurance import compile_all
from harness.journey.nouns import Complaint
from harness.plan.nouns import Plan
from harness.report import preview
from harness.report.words import count

from .options import CheckFormat
from .places import here, journeys_at
from .printing import say, say_json

UNDERSTOOD, NOT_UNDERSTOOD = 0, 3
_RANK = {"error": 0, "warning": 1, "info": 2}


def check_journeys(paths: Sequence[Path], format: CheckFormat, strict: bool) -> int:  # noqa: A002
    """Print previews and complaints of all files at once; 3 when a journey has an error (or a warning, if strict)."""
    settings = here()
    journeys, root = journeys_at(paths, settings)
    plans = compile_all(journeys, settings.vocabulary)
    complaints = sorted(
        (complaint for plan in plans for complaint in plan.complaints),
        key=lambda one: (_RANK[one.severity], one.span.file, one.span.line, one.span.col),
    )
    bad = [one for one in complaints if one.severity == "error" or (strict and one.severity == "warning")]
    code = NOT_UNDERSTOOD if bad else UNDERSTOOD
    if format is CheckFormat.json:
        say_json({"schema": 1, "exit": code, "journeys": [preview.as_json(plan) for plan in plans]})
    elif format is CheckFormat.github:
        say(preview.github(complaints, root.as_posix()))
    else:
        _say_text(plans, root.as_posix(), complaints, bad, code)
    return code


def _say_text(
    plans: Sequence[Plan], folder: str, complaints: Sequence[Complaint], bad: Sequence[Complaint], code: int
) -> None:
    for plan in plans:
        say([*preview.preview(plan, folder), ""])
    warnings = sum(1 for one in complaints if one.severity == "warning")
    found = f"{count(len(plans), 'journey')}: {count(len(bad), 'complaint')} to mend, {count(warnings, 'warning')}"
    if code:
        say([f"{found}.   (exit {code})"])
    else:
        say([f"{found}. Next: harness run   (exit 0)"])
