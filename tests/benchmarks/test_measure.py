"""The measuring of real conversations, on conversations of our own."""

import json
from pathlib import Path

import pytest

from benchmarks.measure.__main__ import main
from benchmarks.measure.data import read, transcript, turn_of
from benchmarks.measure.fit import out_of_fold
from benchmarks.measure.table import Row, Sample, auroc, balanced_accuracy, printed

RECORD = {
    "source": "made",
    "id": "made-1",
    "split_key": "task-1",
    "turns": [
        {"role": "customer", "text": "Cancel W-1042, please."},
        {"role": "agent", "text": "", "tool_calls": [{"name": "cancel_order", "arguments": {"order": "W-1042"}}]},
        {"role": "tool", "text": '{"status": "cancelled"}'},
        {"role": "agent", "text": "It is cancelled."},
        {"role": "customer", "text": "And W-1043."},
        {"role": "agent", "text": "", "tool_calls": [{"name": "cancel_order", "arguments": [{"order": "W-1043"}]}]},
        {"role": "tool", "text": "Error: already sent"},
        {"role": "agent", "text": "That one has left."},
    ],
    "labels": {"resolved": True},
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    tmp_path.joinpath("made.dev.jsonl").write_text(json.dumps(RECORD) + "\n", encoding="utf-8")
    return tmp_path


def test_a_record_becomes_the_turns_of_a_conversation(folder: Path) -> None:
    """What the customer said, then all that the agent said and did upon it; an error is a call that failed."""
    (record,) = read(folder, "made")
    one, two = transcript(record).turns
    assert ("Cancel W-1042, please.", "It is cancelled.") == (one.customer.text, one.reply.text)
    events = [event for turn in (one, two) for event in turn.reply.events or ()]
    assert [("W-1042", True), ("W-1043", False)] == [(event.arguments["order"], event.ok) for event in events]
    assert {"status": "cancelled"} == events[0].result
    assert {0: 1, 1: 1, 2: 1, 3: 1, 4: 2, 5: 2, 6: 2, 7: 2} == turn_of(record)


def test_a_folder_without_the_file_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Whoever gives the wrong folder is told which file was looked for."""
    assert 2 == main([str(tmp_path), "looping"])
    assert "whowhen.dev.jsonl: not found" in capsys.readouterr().err


def test_an_unknown_figure_shows_how_it_is_used(capsys: pytest.CaptureFixture[str]) -> None:
    """The figures there are stand in the usage line."""
    assert 2 == main(["data", "beauty"])
    assert "resolution" in capsys.readouterr().err


def test_statistics_by_hand() -> None:
    """Small cases whose answers can be counted on fingers."""
    assert 0.875 == auroc([(0.1, False), (0.4, False), (0.4, True), (0.9, True)])
    assert auroc([(0.1, True)]) is None
    assert 0.75 == balanced_accuracy([(True, True), (False, True), (False, False)])


def test_intervals_draw_whole_groups_by_a_seed() -> None:
    """Two trials of one task are drawn together, and the interval is the same each time."""
    sample = Sample(["a", "a", "b", "b", "c"], [1, 1, 0, 0, 1])
    mean = lambda items: sum(items) / len(items)  # noqa: E731
    assert sample.interval(mean) == sample.interval(mean)
    assert (0.0, 1.0) == sample.interval(mean)


def test_what_is_all_right_is_not_called_certain() -> None:
    """Five groups, all right, do not show 100 %."""
    sample = Sample(list("abcde"), [True] * 5)
    assert 0.57 == round(sample.row("x", "y", "z", lambda items: sum(items) / len(items)).low, 2)


def test_the_logistic_scores_rows_that_it_has_not_seen() -> None:
    """A column that tells the classes apart in the other rows tells them apart here."""
    truth = [number % 3 == 0 for number in range(60)]
    scores = out_of_fold(
        [[float(label) * 2 + number % 2] for number, label in enumerate(truth)], truth, list(map(str, range(60)))
    )
    assert 1.0 == auroc(list(zip(scores, truth, strict=True)))


def test_the_table_is_one_line_a_figure() -> None:
    """What is printed can stand on a page as it is."""
    assert "| a | b | c | 5 | 0.500 | 0.250-0.750 | .9 |" in printed([Row("a", "b", "c", 5, 0.5, 0.25, 0.75, ".9")])
