"""Resolution of airline tasks: expected actions as journey sentences, compiled and judged as any journey is."""

from collections.abc import Iterable
from pathlib import Path

from harness.target.nouns import Event
from harness.verdict import judge

from .airline import TRANSFER, WRITES, case, conversation
from .data import Recorded, read, transcript
from .table import Row, Sample, balanced_accuracy


def measure(folder: Path) -> list[Row]:
    """Balanced accuracy of the resolution ruling, beside comparing the write calls with the expected ones."""
    records = read(folder, "tau_airline")
    keys = [record.split for record in records]
    truth = [bool(record.labels["resolved"]) for record in records]
    methods = {
        "verdict room on the generated journey": [ruled(record, "resolution") == "pass" for record in records],
        "baseline: write calls, as made": [same_calls(record, failed=True) for record in records],
        "baseline: write calls that worked": [same_calls(record, failed=False) for record in records],
    }
    rows = []
    for method, said in methods.items():
        sample = Sample(keys, list(zip(said, truth, strict=True)))
        rows.append(sample.row("resolution: balanced accuracy", "tau_airline", method, balanced_accuracy, "> .92"))
    return [*rows, _handed_over(records)]


def ruled(record: Recorded, criterion: str) -> str:
    """What a criterion came to: pass, fail, cannot_tell, not_applicable."""
    verdict = judge(case(record), conversation(record))
    return next(ruling.result for ruling in verdict.rulings if ruling.criterion == criterion)


def same_calls(record: Recorded, failed: bool) -> bool:
    """Whether the write calls are the expected ones, in any order; with or without those that failed."""
    expected = [(one["name"], one["kwargs"]) for one in record.task["expected_actions"] if one["name"] in WRITES]
    made = [event for turn in transcript(record).turns for event in turn.reply.events or () if event.name in WRITES]
    return sorted(map(repr, map(_plain, expected))) == sorted(repr(_call(one)) for one in made if failed or one.ok)


def _call(event: Event) -> object:
    return _plain((event.name, event.arguments))


def _plain(held: object) -> object:
    """Without the order of keys."""
    if isinstance(held, dict):
        return sorted((key, _plain(value)) for key, value in held.items())
    return [_plain(one) for one in held] if isinstance(held, list | tuple) else held


def _handed_over(records: Iterable[Recorded]) -> Row:
    """Hand-overs where one was due and none elsewhere; resolution and misrouting are told apart."""
    held = list(records)
    due = [any(one["name"] == TRANSFER for one in record.task["expected_actions"]) for record in held]
    right = [bool(record.derived["transferred"]) == wanted for record, wanted in zip(held, due, strict=True)]
    said = [ruled(record, "misrouting") == "pass" for record in held]
    sample = Sample([record.split for record in held], list(zip(said, right, strict=True)))
    return sample.row("misrouting: balanced accuracy", "tau_airline", "verdict room", balanced_accuracy)
