"""Measuring the rules on labelled sentences: what is counted, and what is said of a bad file."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from harness.plan import Vocabulary
from harness.plan.scoring.kinds import SIDES
from harness.plan.scoring.labels import LabelsError, read_labels
from harness.plan.scoring.score import Score, score
from harness.stats import wilson


def rows(path: Path, *records: dict[str, Any]) -> Path:
    """A file of labels."""
    path.write_text("\n".join(json.dumps(record) for record in records), encoding="utf-8")
    return path


def scored(path: Path, *, prose: bool = False) -> Score:
    labels, left_out = read_labels(path)
    return score(labels, Vocabulary(), path.parent, prose=prose, left_out=left_out)


GOAL = {"text": "She wants a refund.", "section": "customer", "kind": "goal"}
ASKS = {"text": "The agent asks for her postcode.", "section": "should", "kind": "expect", "polarity": "must"}
WRONG = {"text": "The agent asks for her postcode.", "section": "should", "kind": "route", "polarity": "never"}


def test_counts_come_with_their_intervals(tmp_path: Path) -> None:
    """Two of three right: the counts say so, with the interval that three sentences allow."""
    result = scored(rows(tmp_path / "labels.jsonl", GOAL, ASKS, WRONG))
    assert (2, 3, wilson(2, 3)) == (result.strict.x, result.strict.n, result.strict.interval)
    assert (1, 3) == (result.confidently_wrong.x, result.confidently_wrong.n)
    assert (1, 2) == (result.polarity.x, result.polarity.n)
    assert (3, 3) == (result.side.x, result.side.n)


def test_a_second_kind_counts_for_lenient_alone(tmp_path: Path) -> None:
    """What the sentence says too is lenient, never strict."""
    also = {**GOAL, "kind": "fact", "also": ["constraint"]}
    result = scored(rows(tmp_path / "labels.jsonl", also))
    assert (0, 1, 0) == (result.strict.x, result.lenient.x, result.confidently_wrong.x)


def test_wishes_and_moods_are_one_kind_each(tmp_path: Path) -> None:
    """A goal read as a constraint is right, and so is a mood read as who somebody is."""
    mood = {"text": "She is a patient nurse.", "section": "customer", "kind": "mood"}
    assert 2 == scored(rows(tmp_path / "labels.jsonl", {**GOAL, "kind": "constraint"}, mood)).strict.x


def test_fragments_are_left_out(tmp_path: Path) -> None:
    """A row that is no sentence is counted as left out, and nowhere else."""
    result = scored(rows(tmp_path / "labels.jsonl", GOAL, {"text": "To do this:", "kind": "fragment"}))
    assert (1, 1) == (len(result.rows), result.left_out)


def test_a_title_is_for_people(tmp_path: Path) -> None:
    """A title is a note, with the headings and without."""
    title = {"text": "Refund for a kettle", "section": "title", "kind": "note"}
    path = rows(tmp_path / "labels.jsonl", title)
    assert [1, 1] == [scored(path, prose=prose).strict.x for prose in (False, True)]


JOURNEY = """# Lost card

Maria is tired. She wants her card blocked.

## What should happen

- The agent blocks the card. The agent asks for her postcode. (critical)
- The agent apologises.
"""


@pytest.mark.parametrize("doc", ["card", "card.md"])
@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("the agent asks for her postcode", ["expect"]),
        ("She wants her card blocked.", ["goal"]),
        ("Maria is tired. She wants her card blocked.", ["mood", "goal"]),
        ("wants her card blocked", ["goal"]),
    ],
)
def test_a_sentence_is_found_in_its_journey(doc: str, text: str, kinds: list[str], tmp_path: Path) -> None:
    """A label whose document lies beside it is looked for there, also when it is cut otherwise than we cut."""
    (tmp_path / "card.md").write_text(JOURNEY, encoding="utf-8")
    section = "should" if "agent" in text else "customer"
    label = {"text": text, "section": section, "kind": "goal", "doc": doc}
    row = scored(rows(tmp_path / "labels.jsonl", label)).rows[0]
    assert kinds == list(row.kinds) or kinds == [kind.replace("persona", "mood") for kind in row.kinds]


def test_a_sentence_that_stands_nowhere_stands_alone(tmp_path: Path) -> None:
    """A document that is not there, lies outside, or does not hold the sentence changes nothing."""
    (tmp_path / "card.md").write_text(JOURNEY, encoding="utf-8")
    docs = ("card", "no-such", "../card", "a/b\0c", "card.txt")
    path = rows(tmp_path / "labels.jsonl", *({**GOAL, "doc": doc} for doc in docs))
    assert len(docs) == scored(path).strict.x


def test_withheld_headings_make_prose(tmp_path: Path) -> None:
    """Without its heading a bare line can no longer be known for the agent's."""
    bare = {"text": "Photos of the room.", "section": "should", "kind": "expect"}
    path = rows(tmp_path / "labels.jsonl", bare)
    assert ["expect", None] == [scored(path, prose=prose).rows[0].primary for prose in (False, True)]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("{", ":2: this line is no JSON record"),
        ("[1]", ":2: a record is wanted"),
        ('{"section": "should", "kind": "expect"}', ":2: 'text' is missing"),
        ('{"text": "x", "section": "shoud", "kind": "expect"}', ":2: section 'shoud' is not known; it is one of"),
        ('{"text": "x", "section": "should", "kind": "expects"}', ":2: kind 'expects' is not known"),
        ('{"text": 3, "section": "should", "kind": "expect"}', ":2: 'text' has to be text, not 3"),
        ('{"text": " ", "section": "should", "kind": "expect"}', ":2: 'text' is empty"),
        ('{"text": "x", "section": "should", "kind": "expect", "also": "route"}', ":2: 'also' has to be a list"),
        ('{"text": "x", "section": "should", "kind": "expect", "polarity": 1}', ":2: polarity 1 is not known"),
        ('{"text": "x", "section": "should", "kind": "expect", "doc": 7}', ":2: 'doc' has to be text"),
    ],
)
def test_a_bad_row_is_named(line: str, said: str, tmp_path: Path) -> None:
    """A row that cannot be used is named by file and line, and by what is wrong with it."""
    path = tmp_path / "labels.jsonl"
    path.write_text(f"{json.dumps(GOAL)}\n{line}\n", encoding="utf-8")
    with pytest.raises(LabelsError) as error:
        read_labels(path)
    assert f"{path}{said}" in str(error.value)


def test_a_bad_file_is_named(tmp_path: Path) -> None:
    """No file, no text, no row: each is said in a sentence."""
    (tmp_path / "bytes.jsonl").write_bytes(b"\xff\xfe")
    (tmp_path / "empty.jsonl").write_text("\n", encoding="utf-8")
    for name, said in (("none.jsonl", "there is no file"), ("bytes.jsonl", "not UTF-8"), ("empty.jsonl", "holds no")):
        with pytest.raises(LabelsError, match=said):
            read_labels(tmp_path / name)


@settings(max_examples=40, deadline=None)
@given(
    text=st.text(min_size=1, max_size=120).filter(str.strip),
    section=st.sampled_from(["customer", "should", "never", "facts", "says", "steps", "nice"]),
    prose=st.booleans(),
)
def test_any_text_is_scored(tmp_path_factory: pytest.TempPathFactory, text: str, section: str, prose: bool) -> None:
    """Whatever stands in a row, it is read as something or something is said of it; nothing is dropped."""
    path = rows(tmp_path_factory.mktemp("any") / "labels.jsonl", {"text": text, "section": section, "kind": "fact"})
    result = scored(path, prose=prose)
    assert 0 == result.dropped.x
    assert all(kind in SIDES for kind in result.rows[0].kinds)
