"""`harness check --score`, as a person types it."""

import json
from pathlib import Path

import pytest

from tests.typed import typed as harness

ROWS = [
    {"text": "She wants a refund.", "section": "customer", "kind": "goal", "source": "ignored"},
    {"text": "The agent asks for her postcode.", "section": "should", "kind": "expect", "polarity": "must"},
    {"text": "Her flight was late.", "section": "customer", "kind": "persona"},
    {"text": "To do this:", "section": "facts", "kind": "fragment"},
]


@pytest.fixture
def labels(tmp_path: Path) -> Path:
    """A folder with labelled sentences in it, and nothing else."""
    path = tmp_path / "labels.jsonl"
    path.write_text("\n".join(json.dumps(row) for row in ROWS), encoding="utf-8")
    return path


def test_a_score_is_printed_with_counts_and_intervals(labels: Path) -> None:
    """The measures, each with so many of so many and its interval; then the kinds, and what was read otherwise."""
    result = harness("check", "--score", "labels.jsonl", cwd=labels.parent)
    assert 0 == result.returncode, result.stderr
    assert "3 labelled sentences, each under its heading, 1 fragment left out" in result.stdout
    assert "2/3  66.7 %  [20.8-93.9]" in result.stdout
    assert "persona → fact (understood): Her flight was late." in result.stdout


def test_a_score_is_given_to_machines(labels: Path) -> None:
    """The same numbers as JSON, with every row."""
    found = json.loads(harness("check", "--score", "labels.jsonl", "--format", "json", cwd=labels.parent).stdout)
    assert {"x": 2, "n": 3} == {key: found["strict"][key] for key in ("x", "n")}
    assert ["goal", "expect", "fact"] == [row["read"][0] for row in found["rows"]]
    assert (1, False) == (found["left_out"], found["prose"])


def test_headings_are_withheld(labels: Path) -> None:
    """With --prose the same rows stand without their headings."""
    result = harness("check", "--score", "labels.jsonl", "--prose", cwd=labels.parent)
    assert (0, True) == (result.returncode, "with the headings withheld" in result.stdout)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--score", "none.jsonl"), "there is no file of labels none.jsonl"),
        (("--prose",), "--prose goes with --score"),
        (("--score", "labels.jsonl", "journeys"), "--score takes labels, no journeys"),
        (("--score", "labels.jsonl", "--format", "github"), "a score is written as text or json"),
    ],
)
def test_wrong_usage_is_a_sentence(words: tuple[str, ...], said: str, labels: Path) -> None:
    """What cannot be scored is said in a sentence, with exit 2 and no traceback."""
    result = harness("check", *words, cwd=labels.parent)
    assert 2 == result.returncode
    assert said in result.stderr
    assert "Traceback" not in result.stderr
