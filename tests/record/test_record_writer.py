"""What reaches the disk, and what is refused."""

import errno
import io
import json
import os
import unicodedata
from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.money import Charge, Tokens
from harness.record import RecordError, Writer, read
from harness.record.line import MAX_LINE, dumps, plain, tidy

NOON = datetime(2026, 11, 21, 12, 0, 0, 120, tzinfo=UTC)


def clock() -> datetime:
    return NOON


def test_a_line_is_canonical_json_with_the_fields_in_order(tmp_path: Path) -> None:
    """An auditor finds one event on one line, always spelled the same way."""
    path = tmp_path / "run.jsonl"
    with Writer(path, clock) as writer:
        writer.append("greeting", {"words": "Grüß Gott", "n": 1, "x": 1.0}, case="refund/kettle#1")
    unsealed = (
        '{"at":"2026-11-21T12:00:00.000120Z","case":"refund/kettle#1","data":{"n":1,"words":"Grüß Gott","x":1.0},'
        f'"kind":"greeting","prev":"{"0" * 64}","schema":1,"seq":0}}'
    )
    seal = sha256(unsealed.encode()).hexdigest()
    expected = unsealed.replace('"seq"', f'"seal":"{seal}","seq"') + "\n"
    assert expected.encode() == path.read_bytes()


def test_each_line_carries_the_digest_of_the_line_before(tmp_path: Path) -> None:
    """Anybody with a checksum tool can follow the chain."""
    path = tmp_path / "run.jsonl"
    with Writer(path, clock) as writer:
        events = [writer.append("tick", {"n": n}) for n in range(3)]
        head = writer.head
    digests = [sha256(line).hexdigest() for line in path.read_bytes().splitlines()]
    assert ["0" * 64, *digests] == [*(event.prev for event in events), head]
    assert [0, 1, 2] == [event.seq for event in events]


def test_the_folder_is_made_and_a_line_is_there_before_the_run_ends(tmp_path: Path) -> None:
    """A crash right after a turn loses nothing of that turn."""
    path = tmp_path / "reports" / "a run" / "run.jsonl"
    with Writer(path, clock) as writer:
        event = writer.append("turn", {"number": 1}, sync=True)
        assert [event] == list(read(path))


def test_a_record_is_never_written_over_another(tmp_path: Path) -> None:
    """Last night's evidence cannot be overwritten by tonight's run."""
    path = tmp_path / "run.jsonl"
    with Writer(path, clock) as writer:
        writer.append("tick", {})
    before = path.read_bytes()
    with pytest.raises(RecordError) as caught, Writer(path, clock):
        pass
    assert f"{path} already holds a record; a run is never written over another." == str(caught.value)
    assert before == path.read_bytes()


def test_an_empty_file_may_be_written_to(tmp_path: Path) -> None:
    """A file that was only touched holds no evidence, so it is used."""
    path = tmp_path / "run.jsonl"
    path.touch()
    with Writer(path, clock) as writer:
        event = writer.append("tick", {})
    assert [event] == list(read(path))


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    """When the reports folder cannot be used, the message says which file and why."""
    (tmp_path / "reports").write_text("not a folder")
    path = tmp_path / "reports" / "run.jsonl"
    with pytest.raises(RecordError) as caught, Writer(path, clock):
        pass
    assert f"{path} cannot be written: File exists." == str(caught.value)


class FullDisk(io.FileIO):
    """A disk with room for so many more bytes."""

    room = 0

    def write(self, data: Any) -> int:
        if FullDisk.room == 0:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        written = super().write(bytes(data[: FullDisk.room]))
        FullDisk.room -= written
        return written


def test_a_full_disk_ends_the_record_and_keeps_what_was_written(tmp_path: Path, monkeypatch: Any) -> None:
    """When the disk fills up in mid-line the run is told so, and every earlier line can still be read."""
    path = tmp_path / "run.jsonl"
    monkeypatch.setattr("harness.record.writer.FileIO", FullDisk)
    monkeypatch.setattr(FullDisk, "room", 400)
    with Writer(path, clock) as writer:
        first = writer.append("tick", {})
        with pytest.raises(RecordError) as caught:
            writer.append("tick", {})
        FullDisk.room = 10_000
        with pytest.raises(RecordError) as again:
            writer.append("tick", {})
    assert f"{path} cannot be written: No space left on device." == str(caught.value)
    assert caught.value is again.value
    assert 400 == path.stat().st_size
    assert [first] == list(read(path))


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ({"x": float("nan")}, "The number nan cannot be recorded: it is not finite."),
        ({"x": [float("-inf")]}, "The number -inf cannot be recorded: it is not finite."),
        ({"x": object()}, "A value of type object cannot be recorded."),
        ({"e\u0301": 1, "\u00e9": 2}, "Two keys of one object would both be recorded as 'é'."),
    ],
)
def test_what_json_cannot_say_is_refused_and_the_record_goes_on(
    tmp_path: Path, data: dict[str, Any], sentence: str
) -> None:
    """One event that cannot be written down neither spoils the record nor slips in half."""
    path = tmp_path / "run.jsonl"
    with Writer(path, clock) as writer:
        with pytest.raises(RecordError) as caught:
            writer.append("bad", data)
        good = writer.append("good", {})
    assert sentence == str(caught.value)
    assert [good] == list(read(path))


def test_data_nested_without_end_is_refused(tmp_path: Path) -> None:
    """A tool call nested a thousand deep does not bring the run down with a traceback."""
    deep: list[Any] = []
    for _ in range(1000):
        deep = [deep]
    with Writer(tmp_path / "run.jsonl", clock) as writer, pytest.raises(RecordError) as caught:
        writer.append("tool", {"arguments": deep})
    assert "Data more than 100 levels deep cannot be recorded." == str(caught.value)


def test_an_event_larger_than_a_line_may_be_is_refused(tmp_path: Path) -> None:
    """Nothing is written that could not be read back."""
    path = tmp_path / "run.jsonl"
    with Writer(path, clock) as writer, pytest.raises(RecordError, match="is too large"):
        writer.append("reply", {"text": "x" * MAX_LINE})
    assert b"" == path.read_bytes()


def test_nothing_is_written_once_the_record_is_closed(tmp_path: Path) -> None:
    """A straggler cannot add to a run that has ended."""
    path = tmp_path / "run.jsonl"
    with Writer(path, clock) as writer:
        writer.append("run_ended", {})
    with pytest.raises(RecordError) as caught:
        writer.append("turn", {})
    assert f"{path} is not open for writing." == str(caught.value)


def test_a_clock_without_a_zone_is_refused(tmp_path: Path) -> None:
    """A time that could mean any hour of the day is not evidence."""
    path = tmp_path / "run.jsonl"
    with Writer(path, lambda: NOON.replace(tzinfo=None)) as writer, pytest.raises(RecordError) as caught:
        writer.append("tick", {})
    assert f"The clock of {path} does not know its time zone." == str(caught.value)


def test_times_are_written_in_utc(tmp_path: Path) -> None:
    """Runs from two offices can be put in order."""
    east = timezone(timedelta(hours=9))
    with Writer(tmp_path / "run.jsonl", lambda: NOON.astimezone(east)) as writer:
        assert "2026-11-21T12:00:00.000120Z" == writer.append("tick", {}).at


def test_secrets_are_scrubbed_from_every_string(tmp_path: Path) -> None:
    """A key that a target echoes back, even as the name of a field, never reaches the disk."""
    path = tmp_path / "run.jsonl"

    def scrub(text: str) -> str:
        return text.replace("s3cret", "[key]")

    with Writer(path, clock, scrub) as writer:
        writer.append("said", {"a": ["my s3cret"], "s3cret": {"b": "s3crets3cret"}}, case="s3cret/-#1")
    assert b"s3cret" not in path.read_bytes()
    (event,) = read(path)
    assert {"a": ["my [key]"], "[key]": {"b": "[key][key]"}} == event.data
    assert "[key]/-#1" == event.case


def test_money_is_written_as_text(tmp_path: Path) -> None:
    """No amount of money passes through a floating number on its way to the disk."""
    charge = Charge(tokens=Tokens(fresh=1), certainty="reported", amount=Decimal("0.10"))
    with Writer(tmp_path / "run.jsonl", clock) as writer:
        event = writer.append("charge", charge)
    assert "0.10" == event.data["amount"]
    assert charge == Charge.model_validate(event.data)


def test_a_noun_inside_a_dictionary_is_written_as_its_fields() -> None:
    """Writers may hand over what they have."""
    expected = {"tokens": {"fresh": 1, "cache_read": 0, "cache_write": 0, "output": 0, "reasoning": 0}}
    assert expected == plain({"tokens": Tokens(fresh=1)})


def test_a_set_is_written_in_one_order() -> None:
    """What has no order of its own is written in the same one every time."""
    assert ["a", "b", "c"] == plain({"c", "a", "b"})


def test_half_a_character_is_replaced() -> None:
    """A broken emoji from a target is recorded as a replacement mark, and a whole one survives."""
    assert "a\ufffdb \U0001f600" == tidy("a\ud800b \ud83d\ude00")


def test_endless_accents_are_broken_up() -> None:
    """A target that answers with sixty thousand accents on one letter cannot hold the run up."""
    text = tidy("a" + "\u0315\u0316" * 30_000)
    runs = text.split("\N{COMBINING GRAPHEME JOINER}")
    assert 31 == max(len(run) for run in runs)
    assert 60_001 == sum(len(run) for run in runs)


def names(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    return st.dictionaries(st.text().map(tidy), inner, max_size=4)


PLAIN = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text()
ANYTHING = st.recursive(PLAIN, lambda inner: st.lists(inner, max_size=4) | names(inner), max_leaves=10)


@given(text=st.text(st.characters(exclude_categories=())))
def test_any_text_has_one_written_form(text: str) -> None:
    """Any text a target can send, even half characters, is tidied once and for all."""
    once = tidy(text)
    assert once == tidy(once)
    assert unicodedata.normalize("NFC", once) == once
    assert once == once.encode("utf-8").decode("utf-8")


@given(value=ANYTHING)
def test_canonical_json_reads_back_as_the_same_value(value: Any) -> None:
    """What is written down is what comes back, on one line, and is written the same way again."""
    line = dumps(plain(value))
    assert b"\n" not in line
    assert line == dumps(plain(json.loads(line)))
