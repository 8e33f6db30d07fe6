"""Plan -> the preview: what was understood, sentence by sentence, and what was not."""

from collections.abc import Sequence

from harness.journey.nouns import Complaint
from harness.plan.nouns import Plan
from harness.plan.saying.restate import restate

from .understood import understood
from .words import inside, place, safe, shortened, wrapped

LONGEST_QUOTE = 300
"""Characters of the author's words that stand beside a complaint."""
_MARKS = {"error": "✘", "warning": "⚠", "info": "·"}


def preview(plan: Plan, folder: str) -> list[str]:
    """One journey as understood, and the complaints with their suggestions.

    `folder` is where the journeys lie, as it was named.
    """
    return [*understood(plan, folder), *(line for one in plan.complaints for line in complain(one, folder))]


def complain(complaint: Complaint, folder: str) -> list[str]:
    """One complaint: place, code, what is wrong, the author's words, and what would work."""
    head = f"{place(complaint.span, folder)} {complaint.code} {safe(complaint.message)}"
    words = safe(complaint.words)
    quoted = wrapped(f"“{shortened(words, LONGEST_QUOTE)}”", "      ", "      ") if words else []
    return [
        *wrapped(head, "    ", f"  {_MARKS[complaint.severity]} "),
        *(quoted if words not in safe(complaint.message) else []),
        *wrapped(safe(complaint.suggestion), "      ", "    → "),
    ]


def as_json(plan: Plan) -> dict[str, object]:
    """One journey for a machine: every sentence with text, span, heading, status, restatements and item kinds."""
    return {
        "journey": plan.journey,
        "title": plan.title,
        "file": plan.file,
        "runnable": plan.runnable,
        "meaning": plan.meaning,
        "compiler": plan.compiler,
        "sentences": [
            {
                "id": one.sentence.id,
                "text": one.sentence.text,
                "span": one.sentence.span.model_dump(),
                "heading": one.sentence.heading,
                "status": one.status,
                "rule": one.rule,
                "kinds": [item.kind for item in one.items],
                "restatements": [restate(item) for item in one.items],
            }
            for one in plan.readings
        ],
        "complaints": [complaint.model_dump(mode="json") for complaint in plan.complaints],
    }


def github(complaints: Sequence[Complaint], folder: str) -> list[str]:
    """Annotations for GitHub's job log, on the journeys' own lines; `%`, `,` and `:` escaped as its runner asks."""
    words = {"error": "error", "warning": "warning", "info": "notice"}
    lines = []
    for complaint in complaints:
        span = complaint.span
        # `safe` leaves no line end, and no other character that a terminal or the runner would obey.
        escaped = safe(f"{complaint.code} {complaint.message} {complaint.suggestion}").replace("%", "%25")
        file = safe(inside(folder, span.file)).replace("%", "%25").replace(",", "%2C").replace(":", "%3A")
        lines.append(f"::{words[complaint.severity]} file={file},line={span.line},col={span.col}::{escaped}")
    return lines
