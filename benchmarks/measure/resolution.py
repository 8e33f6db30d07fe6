"""Resolution of recorded tasks: expected actions as journey sentences, compiled and judged as any journey is."""

from collections.abc import Sequence
from pathlib import Path

from harness.target.nouns import Event
from harness.verdict import judge

from .data import Recorded, read, transcript
from .table import Row, Sample, balanced_accuracy
from .tasks import SHOPS, TRANSFER, case, conversation


def measure(folder: Path) -> list[Row]:
    """Balanced accuracy of the resolution ruling, beside comparing the write calls with the expected ones."""
    return [row for source in SHOPS for row in _of(read(folder, source))]


def _of(records: Sequence[Recorded]) -> list[Row]:
    source, keys = records[0].source, [record.split for record in records]
    truth = [bool(record.labels["resolved"]) for record in records]
    methods = {
        "verdict room on the generated journey": [ruled(record, "resolution") == "pass" for record in records],
        "baseline: write calls, as made": [same_calls(record, failed=True) for record in records],
        "baseline: write calls that worked": [same_calls(record, failed=False) for record in records],
    }
    rows = []
    for method, said in methods.items():
        sample = Sample(keys, list(zip(said, truth, strict=True)))
        aim = "> .92" if source == "tau_airline" else ""
        rows.append(sample.row("resolution: balanced accuracy", source, method, balanced_accuracy, aim))
    return [*rows, _handed_over(records)]


def ruled(record: Recorded, criterion: str) -> str:
    """What a criterion came to: pass, fail, cannot_tell, not_applicable."""
    verdict = judge(case(record), conversation(record))
    return next(ruling.result for ruling in verdict.rulings if ruling.criterion == criterion)


def same_calls(record: Recorded, failed: bool) -> bool:
    """Whether the write calls are the expected ones, in any order; with or without those that failed."""
    writes = SHOPS[record.source].writes
    expected = [(one["name"], one["kwargs"]) for one in record.task["expected_actions"] if one["name"] in writes]
    made = [event for turn in transcript(record).turns for event in turn.reply.events or () if event.name in writes]
    return sorted(map(repr, map(_plain, expected))) == sorted(repr(_call(one)) for one in made if failed or one.ok)


def _call(event: Event) -> object:
    return _plain((event.name, event.arguments))


def _plain(held: object) -> object:
    """Without the order of keys."""
    if isinstance(held, dict):
        return sorted((key, _plain(value)) for key, value in held.items())
    return [_plain(one) for one in held] if isinstance(held, list | tuple) else held


def _handed_over(records: Sequence[Recorded]) -> Row:
    """Hand-overs where one was due and none elsewhere; resolution and misrouting are told apart."""
    due = [any(one["name"] == TRANSFER for one in record.task["expected_actions"]) for record in records]
    right = [bool(record.derived["transferred"]) == wanted for record, wanted in zip(records, due, strict=True)]
    said = [ruled(record, "misrouting") == "pass" for record in records]
    sample = Sample([record.split for record in records], list(zip(said, right, strict=True)))
    return sample.row("misrouting: balanced accuracy", records[0].source, "verdict room", balanced_accuracy)
