"""Plan -> the preview: what was understood, sentence by sentence, and what was not."""

from collections import Counter
from collections.abc import Sequence

from harness.journey.nouns import Complaint
from harness.plan.nouns import AnyItem, Plan, Status
from harness.plan.restate import restate

from .words import WIDTH, count, place, safe, wrapped

_MARKS = {"error": "✘", "warning": "⚠", "info": "·"}


def preview(plan: Plan, folder: str) -> list[str]:
    """One journey as understood: the customer, what will be checked, and the complaints with their suggestions.

    `folder` is where the journeys lie, as it was named.
    """
    risk = f"{count(len(plan.variations), 'variation')} · risk {plan.settings.risk}"
    title = safe(plan.title)
    lines = [
        f"{title}{' ' * max(2, WIDTH - len(title) - len(risk))}{risk}",
        _file(plan.file, folder),
        "Here is what I understood:",
    ]
    for heading, restated in _groups(plan):
        lines.append(f"  {heading}")
        lines += [part for line, words in restated for part in wrapped(words, "        ", f"  {line:>4}  ")]
    if len(plan.variations) > 1 or plan.variations[0].values:
        lines.append("  Tried with")
        for row in plan.variations:
            values = ", ".join(f"{key}: {value}" for key, value in row.values.items())
            lines += wrapped(f"{safe(row.name)} ({safe(values)})", "        ", "        ")
    lines += ["", _tally(plan)]
    for complaint in plan.complaints:
        lines += complain(complaint, folder)
    return lines


def complain(complaint: Complaint, folder: str) -> list[str]:
    """One complaint: place, code, what is wrong, and what would work."""
    head = f"{place(complaint.span, folder)} {complaint.code} {safe(complaint.message)}"
    return [
        *wrapped(head, "    ", f"  {_MARKS[complaint.severity]} "),
        *wrapped(safe(complaint.suggestion), "      ", "    → "),
    ]


def _file(name: str, folder: str) -> str:
    return safe(f"{folder}/{name}" if folder not in ("", ".") else name)


def _groups(plan: Plan) -> list[tuple[str, list[tuple[int, str]]]]:
    groups: dict[str, list[tuple[int, str]]] = {name: [] for name in _HEADINGS}
    for one in plan.readings:
        for item in one.items:
            groups[_group(item)].append((one.sentence.span.line, safe(restate(item))))
    return [(name, list(dict.fromkeys(lines))) for name, lines in groups.items() if lines]


_HEADINGS = (
    "The customer",
    "Knows",
    "Gives only if asked",
    "Does not know",
    "Reacts",
    "Says",
    "I will check that",
    "I will check that it never happens",
    "I will report, without failing",
    "Facts I hold the agent to",
)


def _group(item: AnyItem) -> str:
    if item.kind == "fact":
        return "Does not know" if not item.known else "Gives only if asked" if item.reveal == "if_asked" else "Knows"
    if item.kind in ("persona", "want", "behaviour", "ending"):
        return "The customer"
    if item.kind in ("reaction", "line", "policy"):
        return {"reaction": "Reacts", "line": "Says", "policy": "Facts I hold the agent to"}[item.kind]
    if getattr(item, "level", "required") != "required":
        return "I will report, without failing"
    return "I will check that it never happens" if getattr(item, "polarity", "must") == "never" else "I will check that"


def _tally(plan: Plan) -> str:
    statuses = Counter(one.status for one in plan.readings)
    order: tuple[Status, ...] = ("understood", "pinned", "needs_model", "vague", "unsupported", "error", "note")
    words = {"needs_model": "not sure", "note": "notes", "error": "in error"}
    parts = [f"{statuses[status]} {words.get(status, status)}" for status in order if statuses[status]]
    return f"{count(len(plan.readings), 'sentence')}: {' · '.join(parts)} · 0 dropped"


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
        file = _file(span.file, folder).replace("%", "%25").replace(",", "%2C").replace(":", "%3A")
        lines.append(f"::{words[complaint.severity]} file={file},line={span.line},col={span.col}::{escaped}")
    return lines
