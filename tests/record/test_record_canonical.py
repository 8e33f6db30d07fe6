"""The part of a record that only the inputs decide."""

import json
import random
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from harness.record import Envelope, Writer, canonical, canonical_digest

Row = tuple[str, str | None, dict[str, Any]]


def event(kind: str, case: str | None, data: dict[str, Any], seq: int = 0) -> Envelope:
    at = f"2026-11-21T08:25:59.{seq:06}Z"
    return Envelope(seq=seq, at=at, kind=kind, case=case, data=data, prev="0" * 64, seal="0" * 64)


def written(rows: list[Row]) -> bytes:
    return canonical(event(kind, case, data, seq) for seq, (kind, case, data) in enumerate(rows))


def names(rows: list[Row]) -> list[str]:
    """The `name` of each row, in canonical order."""
    return [json.loads(line)["data"]["name"] for line in written(rows).splitlines()]


def conversation(case: str, turns: int) -> list[Row]:
    rows: list[Row] = [("case_started", case, {"name": f"{case} start"})]
    for number in range(1, turns + 1):
        rows.append(("turn", case, {"number": number, "name": f"{case} {number}"}))
        rows.append(("charge", case, {"turn": number, "role": "target", "name": f"{case} {number} charge"}))
    return [*rows, ("verdict", case, {"name": f"{case} verdict"})]


def interleaved(conversations: list[list[Row]], random_: random.Random) -> list[Row]:
    queues = [list(rows) for rows in conversations]
    rows: list[Row] = []
    while queues := [queue for queue in queues if queue]:
        rows.append(random_.choice(queues).pop(0))
    return rows


@given(random_=st.randoms(use_true_random=False), sizes=st.lists(st.integers(0, 4), min_size=1, max_size=4))
def test_concurrency_does_not_change_the_canonical_record(random_: random.Random, sizes: list[int]) -> None:
    """However many conversations are held at once, the same inputs give the same record."""
    talks = [conversation(f"journey/-#{trial}", turns) for trial, turns in enumerate(sizes, 1)]
    one_by_one = [row for talk in talks for row in talk]
    assert written(one_by_one) == written(interleaved(talks, random_))


def test_clock_machine_and_run_are_left_out() -> None:
    """The same run on another day and another machine has the same canonical record."""
    rows: list[Row] = [
        ("run_started", None, {"run": "a", "host": {"name": "x"}, "started": "now", "agent": "demo"}),
        ("turn", "a/-#1", {"number": 1, "reply": {"text": "Hello", "seconds": 0.25}}),
    ]
    expected = (
        b'{"case":null,"data":{"agent":"demo"},"kind":"run_started","schema":1}\n'
        b'{"case":"a/-#1","data":{"number":1,"reply":{"text":"Hello"}},"kind":"turn","schema":1}\n'
    )
    assert expected == written(rows)


def test_what_the_agent_did_is_kept_whole() -> None:
    """A slot or a tool that happens to speak of seconds or hosts loses nothing."""
    data = {
        "name": "x",
        "values": {"seconds": "ten", "host": "Anna", "run": "1"},
        "events": [{"arguments": {"seconds": 5, "host": "h"}, "result": {"seconds": 1.5}}],
    }
    assert canonical([event("turn", "a/-#1", data)]).count(b"seconds") == 3
    assert b'"host":"h"' in canonical([event("turn", "a/-#1", data)])


def test_waste_is_left_out() -> None:
    """What a conversation cut in mid-air had cost does not make two runs differ."""
    rows: list[Row] = [
        ("charge", "a/-#1", {"name": "paid in vain", "waste": True}),
        ("charge", "a/-#1", {"name": "paid", "waste": False}),
    ]
    assert ["paid"] == names(rows)


def test_what_was_done_again_counts_once() -> None:
    """A conversation that was cut off and begun anew leaves the record that it would have left at once."""
    again: list[Row] = [
        ("case_started", "a/-#1", {"attempt": 1, "name": "start"}),
        ("turn", "a/-#1", {"number": 1, "name": "one"}),
        ("run_resumed", None, {"waste": True}),
        ("cut_off", "a/-#1", {"attempt": 1, "waste": True, "wasted": [0, 1, "x", [2]]}),
        ("case_started", "a/-#1", {"attempt": 2, "name": "start"}),
        ("turn", "a/-#1", {"number": 1, "name": "one"}),
        ("charge", "a/-#1", {"turn": 1, "attempt": 2, "name": "charge"}),
    ]
    at_once: list[Row] = [
        ("case_started", "a/-#1", {"attempt": 1, "name": "start"}),
        ("turn", "a/-#1", {"number": 1, "name": "one"}),
        ("charge", "a/-#1", {"turn": 1, "attempt": 1, "name": "charge"}),
    ]
    assert written(at_once) == written(again)


def test_the_run_comes_first_then_cases_attempts_turns() -> None:
    """A reader of the canonical record meets the run, then each conversation from its first turn to its verdict."""
    rows: list[Row] = [
        ("note", None, {"name": "run 1"}),
        ("turn", "b/-#1", {"name": "b", "number": 1}),
        ("turn", "a/-#1", {"name": "a again", "number": 1, "attempt": 2}),
        ("verdict", "a/-#1", {"name": "a verdict"}),
        ("turn", "a/-#1", {"name": "a 2", "number": 2, "attempt": 1}),
        ("charge", "a/-#1", {"name": "a 1 late", "turn": 1, "attempt": 1}),
        ("note", None, {"name": "run 2"}),
    ]
    assert ["run 1", "run 2", "a 1 late", "a 2", "a again", "a verdict", "b"] == names(rows)


def test_the_digest_of_a_file_forgets_when_it_was_written(tmp_path: Path) -> None:
    """The printed digest is the same for two runs of the same inputs, and another for other inputs."""
    digests = []
    for day, words in ((1, "Hello"), (2, "Hello"), (3, "Goodbye")):
        path = tmp_path / f"{day}.jsonl"
        start = datetime(2026, 11, 21, tzinfo=UTC) + timedelta(days=day)
        with Writer(path, lambda start=start: start) as writer:  # type: ignore[misc]
            writer.append("turn", {"number": 1, "text": words, "seconds": day / 7}, case="a/-#1")
        digests.append(canonical_digest(path))
    assert digests[0] == digests[1]
    assert digests[1] != digests[2]
