"""Going on with a record that was broken off."""

from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

import pytest

from harness.record import RUN_ENDED, RecordError, Torn, Writer, read, verify

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)


def clock() -> datetime:
    return NOON


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A record of three lines."""
    file = tmp_path / "run.jsonl"
    with Writer(file, clock) as writer:
        for number in range(3):
            writer.append("tick", {"n": number})
    return file


def test_a_record_goes_on_in_its_chain(path: Path) -> None:
    """What is added later follows from what was there: one unbroken chain."""
    with Writer(path, clock, resumed=True) as writer:
        assert (3, None) == (writer.found, writer.torn)
        writer.append(RUN_ENDED, {})
    checked = verify(path)
    assert (True, True, 4) == (checked.ok, checked.finished, checked.lines)


def test_a_torn_line_is_set_aside_at_every_byte(path: Path) -> None:
    """Cut anywhere in a line: its beginning is kept in a file of its own, and the chain goes on before it."""
    whole = path.read_bytes()
    end = len(whole) - len(whole.splitlines(keepends=True)[2])
    for size in range(1, len(whole) - end, 7):
        path.write_bytes(whole[: end + size])
        with Writer(path, clock, resumed=True) as writer:
            torn = writer.torn
            writer.append(RUN_ENDED, {})
        rest = whole[end : end + size]
        name = sha256(rest).hexdigest()
        assert Torn(size=size, sha256=name, kept=f"run.jsonl.torn-{name[:8]}") == torn
        assert rest == (path.parent / f"run.jsonl.torn-{name[:8]}").read_bytes()
        assert [0, 1, 2] == [event.seq for event in read(path)]
        assert verify(path).ok


@pytest.mark.parametrize(
    ("harm", "says"),
    [
        (lambda whole: b"", "holds nothing|broke off|is empty"),
        (lambda whole: whole[:50], "broke off in its first line: there is nothing to go on from"),
        (lambda whole: whole.replace(b'"n":1', b'"n":7'), "Line 2 was changed after it was written"),
        (lambda whole: whole.replace(b'"n":1', b'"n":7')[:-9], "Line 2 was changed after it was written"),
        (lambda whole: b"\x00\xff" * 400, "broke off in its first line"),
        (lambda whole: whole.replace(b'"schema":1', b'"schema":0'), "has schema version 0"),
        (lambda whole: whole.replace(b'"schema":1', b'"schema":2'), "has schema version 2"),
    ],
)
def test_what_cannot_be_vouched_for_is_not_continued(path: Path, harm: object, says: str) -> None:
    """An empty, a changed and a foreign file, and one of another version, are left as they are, with a sentence."""
    path.write_bytes(harm(path.read_bytes()))  # type: ignore[operator]
    before = path.read_bytes()
    with pytest.raises(RecordError, match=says), Writer(path, clock, resumed=True):
        pass
    assert before == path.read_bytes()
    assert [path] == list(path.parent.iterdir())


def test_a_finished_record_takes_no_more(path: Path) -> None:
    """After the end of a run nothing is added to its evidence."""
    with Writer(path, clock, resumed=True) as writer:
        writer.append(RUN_ENDED, {})
    with pytest.raises(RecordError, match="is finished: nothing can be added to it"), Writer(path, clock, resumed=True):
        pass


def test_a_record_has_one_writer(path: Path) -> None:
    """Whoever comes second is told so, and may write once the first is gone."""
    with Writer(path, clock, resumed=True) as first:
        second = Writer(path, clock, resumed=True)
        with pytest.raises(RecordError, match="is being written by another process: wait for it, or stop it"):
            second.__enter__()
        first.append("tick", {})
    with Writer(path, clock, resumed=True) as writer:
        assert 4 == writer.found
