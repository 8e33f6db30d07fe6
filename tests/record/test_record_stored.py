"""Nouns of a long record: kept while they are few, found again on disk when they are many, and the same either way."""

import hashlib
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import pytest

from harness import run as run_room
from harness.assurance import as_json
from harness.record import RECORD, Envelope, Gathered, Writer, placed
from harness.record.line import parse
from harness.report import terminal
from harness.run import RunRecord, load
from harness.target.embedded import DemoTarget
from tests.conftest import Runner


def number_of(event: Envelope) -> int:
    return int(event.data["number"])


def gathered(folder: Path, many: int, most: float) -> Gathered[int]:
    """So many numbers on a record, gathered."""
    file = folder / RECORD
    with Writer(file, lambda: datetime(2026, 11, 2, tzinfo=UTC)) as writer:
        for number in range(many):
            writer.append("number", {"number": number, "text": "é" * number})
    found = Gathered(file, number_of, most)
    for place, event in placed(file):
        found.add(place, event)
    return found


@pytest.mark.parametrize("most", [0, 4, 9, 100])
def test_what_is_not_kept_is_read_again(tmp_path: Path, most: int) -> None:
    """By its place, by a slice, in any order, as often as it is looked at."""
    found = gathered(tmp_path, 10, most)
    whole = found.in_order()
    assert whole == tuple(range(10))
    assert [*whole] == [*whole] == list(range(10))
    assert (3, 9, 10) == (whole[3], whole[-1], len(whole))
    assert whole[2:5] == (2, 3, 4)
    assert found.in_order([7, 2]) == (7, 2)
    assert (4, 5) == (found[4], found.of(5))
    assert found.of(10) is None


def test_the_place_of_a_line_is_known_when_it_is_written(tmp_path: Path) -> None:
    """Also where a record goes on that was broken off."""
    file = tmp_path / RECORD
    places = []
    for resumed in (False, True):
        with Writer(file, lambda: datetime(2026, 11, 2, tzinfo=UTC), resumed=resumed) as writer:
            for text in ("a", "éé", ""):
                writer.append("text", {"text": text})
                places.append(writer.begins)
    assert [place for place, _ in placed(file)] == places


def told(record: RunRecord) -> tuple[int, list[str]]:
    assert record.decision is not None
    return record.decision.exit_code, sorted(reason.says for reason in record.decision.reasons)


def test_a_run_too_long_to_keep_shows_the_same(run: Runner, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is printed and what machines read do not depend on where verdicts and rows lie."""
    kept = run("locked-out", "charged-twice", target=DemoTarget(faults=["verbatim-loop"]))
    for name in ("MOST_VERDICTS", "MOST_OUTCOMES", "MOST_ENTRIES"):
        monkeypatch.setattr(run_room, name, 0)
    stored = load(Path(kept.folder) / RECORD)
    assert not isinstance(stored.verdicts, tuple)
    assert (kept.verdicts, kept.outcomes, kept.entries) == (
        tuple(stored.verdicts),
        tuple(stored.outcomes),
        tuple(stored.entries),
    )
    assert terminal.summary(kept) == terminal.summary(stored)
    assert as_json(kept) == as_json(stored)
    monkeypatch.setattr("harness.assurance.conversations.MOST_OUTCOMES", 0)
    again = run("locked-out", "charged-twice", target=DemoTarget(faults=["verbatim-loop"]))
    # What is read again has its sentences in order of id.
    assert told(kept) == told(again)


def test_printing_a_long_run_reads_each_verdict_a_few_times(run: Runner, monkeypatch: pytest.MonkeyPatch) -> None:
    """Reading them all again for each one took the larger part of a run of 620 conversations."""
    kept = run("locked-out", "charged-twice", trials=30)
    monkeypatch.setattr(run_room, "MOST_VERDICTS", 0)
    stored = load(Path(kept.folder) / RECORD)
    parsed: Counter[str] = Counter()
    monkeypatch.setattr(
        "harness.record.stored.parse", lambda line: parsed.update([hashlib.sha256(line).hexdigest()]) or parse(line)
    )
    terminal.summary(stored)
    assert 60 == len(parsed)
    assert max(parsed.values()) <= 12
