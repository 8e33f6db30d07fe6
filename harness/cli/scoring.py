"""`harness check --score`: how well the rules read sentences that people labelled."""

from collections.abc import Sequence
from pathlib import Path

from harness.plan.scoring.labels import read_labels
from harness.plan.scoring.score import Row, Score, Share, score
from harness.preparing.places import here
from harness.report.words import count, safe, shortened
from harness.trouble import Trouble

from .options import PlaceFormat
from .printing import say, say_json

_WIDTH = 44


def score_labels(labels: Path | None, paths: Sequence[Path], format: PlaceFormat, *, prose: bool) -> int:  # noqa: A002
    """Compile every labelled sentence and print how many were read as they are labelled. Always 0: it judges nothing.

    Raises Trouble when the labels cannot be read.
    """
    if labels is None:
        raise Trouble("--prose goes with --score: harness check --score labels.jsonl --prose")
    if paths:
        raise Trouble("--score takes labels, no journeys: harness check --score labels.jsonl")
    if format not in (PlaceFormat.text, PlaceFormat.json):
        raise Trouble("a score is written as text or json.")
    rows, left_out = read_labels(labels)
    result = score(rows, here().vocabulary, labels.parent, prose=prose, left_out=left_out)
    if format is PlaceFormat.json:
        say_json({"schema": 1, **_as_json(result)})
    else:
        say(_as_text(result))
    return 0


def _as_text(result: Score) -> list[str]:
    where = "with the headings withheld" if result.prose else "each under its heading"
    out = f", {count(result.left_out, 'fragment')} left out" if result.left_out else ""
    lines = [f"{len(result.rows):,} labelled sentences, {where}{out}", ""]
    lines += [_measure(name, share) for name, share in _measures(result)]
    lines += ["", f"  {'kind, by its first item':24} {'precision':>20} {'recall':>20}"]
    for one in result.kinds:
        lines.append(f"  {one.kind:24} {_of(one.precision):>20} {_of(one.recall):>20}")
    missed = [row for row in result.rows if not row.strict]
    if missed:
        lines += ["", "  read otherwise (labelled → read, status)"]
        lines += [_missed(row) for row in missed]
    return lines


def _measures(result: Score) -> Sequence[tuple[str, Share]]:
    return (
        ("strict: its first kind is the labelled one", result.strict),
        ("lenient: any of its kinds is labelled", result.lenient),
        ("side: customer, agent, policy or note", result.side),
        ("confidently wrong: understood, not lenient", result.confidently_wrong),
        ("dropped: nothing was said of it", result.dropped),
        ("polarity: must or never, where both say", result.polarity),
    )


def _measure(name: str, share: Share) -> str:
    return f"  {name:{_WIDTH}} {_of(share):>20}{_interval(share)}"


def _of(share: Share) -> str:
    return f"{share.x:,}/{share.n:,} {100 * share.x / share.n:5.1f} %" if share.n else "none"


def _interval(share: Share) -> str:
    return f"  [{100 * share.interval.low:.1f}-{100 * share.interval.high:.1f}]" if share.interval else ""


def _missed(row: Row) -> str:
    kinds = ", ".join(row.kinds) or "nothing"
    return f"  {row.label.line:>5}  {row.label.kind} → {kinds} ({row.status}): {shortened(safe(row.label.text), 90)}"


def _as_json(result: Score) -> dict[str, object]:
    return {
        "prose": result.prose,
        "sentences": len(result.rows),
        "left_out": result.left_out,
        **{name.partition(":")[0].replace(" ", "_"): _numbers(share) for name, share in _measures(result)},
        "kinds": {
            one.kind: {"precision": _numbers(one.precision), "recall": _numbers(one.recall)} for one in result.kinds
        },
        "rows": [_row(row) for row in result.rows],
    }


def _numbers(share: Share) -> dict[str, object]:
    numbers = {"x": share.x, "n": share.n, "rate": share.x / share.n if share.n else None}
    interval = share.interval
    return {**numbers, "low": interval.low if interval else None, "high": interval.high if interval else None}


def _row(row: Row) -> dict[str, object]:
    return {
        "line": row.label.line,
        "text": row.label.text,
        "section": row.label.section,
        "labelled": [row.label.kind, *row.label.also],
        "read": row.kinds,
        "status": row.status,
        "strict": row.strict,
        "lenient": row.lenient,
        "right_side": row.right_side,
        "confidently_wrong": row.confidently_wrong,
    }
