"""What can be read after a crash, and what checking finds."""

from collections.abc import Callable
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.record import Envelope, Problem, RecordError, Verification, Writer, placed, read, verify
from harness.record.chain import MOST
from harness.record.line import MAX_LINE, digest, sealed

COUNT = 6


def write(path: Path) -> None:
    with Writer(path, lambda: datetime(2026, 11, 21, 8, 25, 59, tzinfo=UTC)) as writer:
        writer.append("run_started", {"journeys": 1})
        for number in range(1, COUNT - 1):
            writer.append("turn", {"number": number, "text": f"“Où est £{number}?”"}, case="refund/kettle#1")
        writer.append("run_ended", {"exit": 0}, sync=True)


@cache
def whole() -> bytes:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "run.jsonl"
        write(path)
        return path.read_bytes()


def lines() -> list[bytes]:
    return whole().splitlines(keepends=True)


def check(content: bytes) -> Verification:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "run.jsonl"
        path.write_bytes(content)
        return verify(path)


def load(content: bytes) -> tuple[list[Envelope], list[Problem]]:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "run.jsonl"
        path.write_bytes(content)
        reported: list[Problem] = []
        return list(read(path, reported.append)), reported


def sentences(found: Verification) -> list[str]:
    return [problem.sentence for problem in found.problems]


def test_an_untouched_record_is_sound() -> None:
    """A finished run that nobody touched passes its check."""
    expected = Verification(
        ok=True, lines=COUNT, problems=(), torn=False, finished=True, head=digest(lines()[-1].rstrip(b"\n"))
    )
    assert expected == check(whole())
    assert "6 lines, unbroken; the run finished" == expected.summary


def test_reading_gives_back_what_was_written() -> None:
    """Every report is drawn from the very events that were written."""
    events, reported = load(whole())
    assert ["run_started", "turn", "turn", "turn", "turn", "run_ended"] == [event.kind for event in events]
    assert "“Où est £3?”" == events[3].data["text"]
    assert [] == reported


@given(data=st.data())
def test_a_changed_byte_is_always_found(data: st.DataObject) -> None:
    """Whoever changes one byte of a record, anywhere, is found out."""
    place = data.draw(st.integers(0, len(whole()) - 1))
    mask = data.draw(st.integers(1, 255))
    content = bytearray(whole())
    content[place] ^= mask
    assert not check(bytes(content)).ok


@given(first=st.integers(0, COUNT - 1), second=st.integers(0, COUNT - 1))
def test_swapped_lines_are_always_found(first: int, second: int) -> None:
    """Two turns cannot change places unseen."""
    shuffled = lines()
    shuffled[first], shuffled[second] = shuffled[second], shuffled[first]
    assert (first == second) == check(b"".join(shuffled)).ok


@given(place=st.integers(0, COUNT - 1))
def test_a_deleted_line_is_always_found(place: int) -> None:
    """An embarrassing turn cannot be taken out unseen; without its last line a run did not finish."""
    found = check(b"".join(lines()[:place] + lines()[place + 1 :]))
    assert (place < COUNT - 1, place == COUNT - 1) == (not found.ok, not found.finished)


@given(place=st.integers(0, COUNT - 1), where=st.integers(0, COUNT))
def test_a_duplicated_line_is_always_found(place: int, where: int) -> None:
    """A flattering turn cannot be counted twice."""
    content = lines()
    content.insert(where, lines()[place])
    assert not check(b"".join(content)).ok


@given(where=st.integers(0, COUNT), junk=st.binary(max_size=40))
def test_an_inserted_line_is_always_found_and_never_a_traceback(where: int, junk: bytes) -> None:
    """Whatever bytes are put into a record, the check says so in plain words."""
    content = lines()
    content.insert(where, junk + b"\n")
    assert not check(b"".join(content)).ok


def test_a_torn_tail_is_recognised_at_every_byte() -> None:
    """Wherever a crash cuts the file, everything before the cut line is read, and the check says what happened."""
    for cut in range(len(whole())):
        content = whole()[:cut]
        complete = content.count(b"\n")
        torn = not content.endswith(b"\n") and cut > 0
        events, reported = load(content)
        assert list(range(complete)) == [event.seq for event in events]
        assert torn == bool(reported)
        found = check(content)
        assert (complete, torn, False) == (found.lines, found.torn, found.finished)
        assert reported == [problem for problem in found.problems if "cut off" in problem.sentence]


def test_a_torn_tail_says_where() -> None:
    """The message names the line that was being written when the run stopped."""
    found = check(whole()[:-10])
    size = len(lines()[-1]) - 10
    assert [f"Line 6, the last, was cut off after {size} bytes; what stands before it is whole."] == sentences(found)
    assert "5 lines, 1 problem; the run did not finish" == found.summary


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (lambda x: [*x[:2], x[2].replace(b"turn", b"burn"), *x[3:]], ["Line 3 was changed after it was written."]),
        (lambda x: [*x[:5], x[5].replace(b'exit":0', b'exit":1')], ["Line 6 was changed after it was written."]),
        (lambda x: [*x[:2], *x[3:]], ["Before line 3, event 2 is missing."]),
        (lambda x: [*x[:1], *x[4:]], ["Before line 2, events 1 to 3 are missing."]),
        (lambda x: x[1:], ["Before line 1, event 0 is missing."]),
        (
            lambda x: [*x[:2], x[3], x[2], *x[4:]],
            ["Line 4 is out of order: it is event 2 and stands after event 3."],
        ),
        (
            lambda x: [*x[:3], x[2], *x[3:]],
            ["Line 4 is event 2, which the record already has: it was repeated or put in."],
        ),
        (lambda x: [*x[:2], b"\n", *x[2:]], ["Line 3 is blank."]),
        (lambda x: [*x[:2], b"\xff\n", *x[2:]], ["Line 3 is not UTF-8."]),
        (lambda x: [*x[:2], b"{'a': 1}\n", *x[2:]], ["Line 3 is not JSON."]),
        (lambda x: [*x[:2], b'{"a": NaN}\n', *x[2:]], ["Line 3 is not JSON."]),
        (lambda x: [*x[:2], b"[" * 100_000 + b"\n", *x[2:]], ["Line 3 is not JSON."]),
        (lambda x: [*x[:2], b"[1]\n", *x[2:]], ["Line 3 is JSON, but not a line of a record."]),
        (lambda x: [*x[:2], b'{"schema":1}\n', *x[2:]], ["Line 3 is JSON, but not a line of a record."]),
        (
            lambda x: [*x[:2], x[2].replace(b'"schema":1', b'"schema":2'), *x[3:]],
            ["Line 3 has schema version 2, and this harness reads version 1: use the newer one that wrote it."],
        ),
        (
            lambda x: [*x[:2], x[2].replace(b'"case":', b'"case":"\\ud800","case":'), *x[3:]],
            ["Line 3 was changed after it was written."],
        ),
        (lambda _: [], ["The record is empty."]),
    ],
)
def test_each_fault_is_named_once_with_its_line(
    change: Callable[[list[bytes]], list[bytes]], expected: list[str]
) -> None:
    """One fault gives one plain sentence that says which line and what."""
    found = check(b"".join(change(lines())))
    assert expected == sentences(found)
    assert not found.ok


def forged(line: bytes, **fields: object) -> bytes:
    """A line with other fields and a seal that fits them, as somebody who knows the format would make it."""
    value = load(line)[0][0].model_dump() | fields
    return sealed({name: field for name, field in value.items() if name != "seal"})[0] + b"\n"


def test_a_line_replaced_by_a_well_made_one_is_found() -> None:
    """Even a forger who seals his own line is given away by the line after it."""
    first = forged(lines()[0], data={"journeys": 2})
    found = check(b"".join([first, *lines()[1:]]))
    assert ["Line 2 does not follow line 1: one of them was replaced after it was written."] == sentences(found)


def test_a_record_begins_with_its_own_first_line() -> None:
    """The tail of a longer record does not pass for a record of its own."""
    found = check(forged(lines()[1], seq=0))
    assert ["Line 1 does not begin a record: it carries the digest of a line before it."] == sentences(found)


def test_a_line_too_long_to_hold_is_a_problem_and_the_rest_is_still_checked() -> None:
    """A gigantic line cannot exhaust the memory of whoever checks the record."""
    found = check(b"".join([*lines()[:2], b"x" * (2 * MAX_LINE + 5) + b"\n", *lines()[2:]]))
    expected = "Line 3 is 33,554,437 bytes long, and no line of a record is longer than 16,777,216."
    assert [expected] == sentences(found)
    assert (7, True) == (found.lines, found.finished)


def test_a_line_too_long_to_hold_still_has_a_digest() -> None:
    """Even a line that nobody can hold can be told from another."""
    line = b"x" * (2 * MAX_LINE + 5)
    assert digest(line) == check(line + b"\n").head


def test_a_long_line_without_an_end_is_torn() -> None:
    """A file that is one endless line is reported, not swallowed."""
    found = check(b"x" * (MAX_LINE + 5))
    assert (0, True, False) == (found.lines, found.torn, found.ok)


def test_a_file_that_is_no_record_does_not_fill_the_memory_with_complaints() -> None:
    """Pointed at the wrong file, the check stops complaining after a hundred lines."""
    found = check(b"hello\n" * 5_000)
    assert (5_000, MOST) == (found.lines, len(found.problems))


@pytest.mark.parametrize(
    ("line", "why"), [(b"\n", "is blank"), (b"hello\n", "is not JSON"), (b"x" * MAX_LINE * 2 + b"\n", "is 33,554,432")]
)
def test_reading_stops_at_a_line_that_is_not_as_it_was_written(tmp_path: Path, line: bytes, why: str) -> None:
    """A report is never drawn from a record that was tampered with."""
    path = tmp_path / "run.jsonl"
    path.write_bytes(b"".join([*lines()[:2], line, *lines()[2:]]))
    events = read(path)
    assert [0, 1] == [next(events).seq, next(events).seq]
    with pytest.raises(RecordError) as caught:
        next(events)
    assert str(caught.value).startswith(f"{path}, line 3 {why}")


@pytest.mark.parametrize("without", [(), ("turn",)])
def test_reading_refuses_a_changed_line(tmp_path: Path, without: tuple[str, ...]) -> None:
    """Words that the agent never said do not reach a report; nor may they stand in a line that is not asked for."""
    path = tmp_path / "run.jsonl"
    path.write_bytes(whole().replace("£2".encode(), "£9".encode()))
    with pytest.raises(RecordError) as caught:
        list(placed(path, without=without))
    assert f"{path}, line 3 was changed after it was written." == str(caught.value)


def test_what_is_not_asked_for_is_left_out(tmp_path: Path) -> None:
    """The events of the other kinds come, from the places where they lie; a word in the data is no kind."""
    path = tmp_path / "run.jsonl"
    tail = whole().splitlines()[1].partition(b',"kind":')[2].decode()
    with Writer(path, lambda: datetime(2026, 11, 21, tzinfo=UTC)) as writer:
        for kind in ("turn", "charge", "held", "charge"):
            writer.append(kind, {"says": f',"kind":{tail}', "kind": "turn"})
    found = [(place, event) for place, event in placed(path) if event.kind == "charge"]
    assert found == list(placed(path, without=("turn", "held")))
    assert 2 == len(found)


def test_a_missing_record_is_named(tmp_path: Path) -> None:
    """Asking for a record that is not there gives its path, not a traceback."""
    path = tmp_path / "run.jsonl"
    for act in (verify, lambda path: list(read(path))):
        with pytest.raises(RecordError) as caught:
            act(path)
        assert f"{path} cannot be read: No such file or directory." == str(caught.value)
