"""What people said of conversations, read and written."""

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from harness.calibration.labels import LabelsError, append_label, read_labels
from harness.calibration.nouns import Label
from harness.calibration.spoken import Spoken, conversation
from harness.plan.nouns import Vocabulary
from harness.verdict.judge import judge

STORED = {"criterion": "looping", "human": "pass", "run": "r", "case": "refund/-#1"}
CARRIED = {
    "criterion": "looping",
    "human": "fail",
    "transcript": {"turns": [{"customer": "Hello.", "agent": "Hello. How can I help?"}]},
}


def written(folder: Path, *rows: object) -> Path:
    file = folder / "labels.jsonl"
    file.write_text("\n".join(row if isinstance(row, str) else json.dumps(row) for row in rows), encoding="utf-8")
    return file


def test_both_forms_of_a_label(tmp_path: Path) -> None:
    """A label points at a stored conversation, or carries one of its own; blank lines do not matter."""
    one, other = read_labels(written(tmp_path, STORED, "", CARRIED))
    assert ("r", "refund/-#1", "chosen") == (one.run, one.case, one.drawn)
    assert other.transcript is not None


@pytest.mark.parametrize(
    ("row", "says"),
    [
        ("nonsense", "labels.jsonl:1: this line is no JSON record"),
        ("[" * 100_000, "this line is no JSON record"),
        ("[]", "a record is wanted"),
        ({**STORED, "human": "maybe"}, "'human': input should be 'pass', 'fail' or 'skip'"),
        ({**STORED, "verdict": "pass"}, "there is no key 'verdict'; there are: criterion, human"),
        ({"criterion": "looping", "human": "pass"}, "points at a stored conversation (run and case) or carries one"),
        ({**STORED, "transcript": CARRIED["transcript"]}, "points at a stored conversation"),
        ({"criterion": "looping", "human": "pass", "run": "r"}, "points at a stored conversation"),
        ({**STORED, "drawn": "doubtful"}, "'of' is missing"),
        ({**CARRIED, "drawn": "random"}, "drawn from a run names it"),
        ({**CARRIED, "transcript": {"turns": [{"customer": "Hi."}]}}, "'turns.0.agent': field required"),
    ],
)
def test_what_is_no_label(tmp_path: Path, row: object, says: str) -> None:
    """A line that is no label is named with its number and what is wrong with it."""
    with pytest.raises(LabelsError) as refused:
        read_labels(written(tmp_path, row))
    assert says in str(refused.value)


def test_files_that_hold_no_labels(tmp_path: Path) -> None:
    """A file that is missing, empty or no text says so, and how to make one."""
    with pytest.raises(LabelsError, match="harness calibrate --label last"):
        read_labels(tmp_path / "none.jsonl")
    with pytest.raises(LabelsError, match="holds no label"):
        read_labels(written(tmp_path, ""))
    (tmp_path / "bytes.jsonl").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(LabelsError, match="not UTF-8"):
        read_labels(tmp_path / "bytes.jsonl")
    with pytest.raises(LabelsError, match="there is no file"):
        read_labels(tmp_path)


@settings(max_examples=30)
@given(st.text(max_size=60))
def test_any_line_is_a_label_or_a_sentence(tmp_path_factory: pytest.TempPathFactory, words: str) -> None:
    """Whatever a file holds, it is read, or refused in words."""
    file = tmp_path_factory.mktemp("labels") / "labels.jsonl"
    file.write_text(words, encoding="utf-8", errors="replace")
    with pytest.raises(LabelsError):
        read_labels(file)


def test_a_label_is_kept_whole(tmp_path: Path) -> None:
    """Each answer goes on a line of its own, after a file whose last line was cut off too."""
    file = tmp_path / "new" / "labels.jsonl"
    first, second = Label.model_validate(STORED), Label.model_validate({**STORED, "human": "skip", "labeller": "Zoë"})
    append_label(file, first)
    file.write_bytes(file.read_bytes().rstrip(b"\n"))
    append_label(file, second)
    assert (first, second) == read_labels(file)


def test_a_conversation_without_a_journey_can_be_judged() -> None:
    """A recorded conversation that carries no journey is still judged on what needs no wish, such as looping."""
    again = [{"customer": "It is W-1042.", "agent": "What is your order number?"} for _ in range(4)]
    case, transcript = conversation("x", Spoken.model_validate({"turns": again}), None, Vocabulary(), Path())
    results = {one.criterion: one.result for one in judge(case, transcript).rulings}
    assert "fail" == results["looping"]
    assert not transcript.exposes_events


def test_events_are_seen_where_they_are_told() -> None:
    """Where one turn tells what the system did, a turn without events is one in which nothing was done."""
    turns = [
        {"customer": "Refund me.", "agent": "Done.", "events": [{"name": "issue_refund"}]},
        {"customer": "Thanks.", "agent": "Bye."},
    ]
    _, transcript = conversation("x", Spoken.model_validate({"turns": turns}), None, Vocabulary(), Path())
    assert transcript.exposes_events
    assert [1, 0] == [len(turn.reply.events or ()) for turn in transcript.turns]
