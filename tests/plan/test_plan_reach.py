"""Sentences from many trades, labelled by hand: what kind of thing each one says."""

from collections.abc import Callable
from pathlib import Path

import pytest

from harness.plan import Vocabulary
from harness.plan.scoring.labels import Label, read_labels
from harness.plan.scoring.score import Row, Score, score

LABELS = Path(__file__).parent / "labels"
SEEN = read_labels(LABELS / "seen.jsonl")[0]
HELD_OUT = read_labels(LABELS / "held_out.jsonl")[0]

Scored = Callable[..., Score]


@pytest.fixture(scope="module")
def scored(shop: Vocabulary) -> Scored:
    """Score labels that stand alone."""

    def scored(labels: tuple[Label, ...], *, prose: bool = False) -> Score:
        return score(labels, shop, LABELS, prose=prose)

    return scored


@pytest.mark.parametrize("label", SEEN, ids=lambda label: label.text[:60])
def test_a_sentence_says_what_its_author_meant(label: Label, scored: Scored) -> None:
    """Each sentence of the table, under its heading, is read as the kind of thing that it says."""
    row: Row = scored((label,)).rows[0]
    assert row.strict, f"{label.kind} was read as {row.kinds or 'nothing'} ({row.status})"


def test_nothing_is_dropped(scored: Scored) -> None:
    """Of every sentence something is said, under headings and without: an item, a note or a complaint."""
    for prose in (False, True):
        assert 0 == scored((*SEEN, *HELD_OUT), prose=prose).dropped.x


def test_sentences_that_nobody_tuned_on_are_read_under_headings(scored: Scored) -> None:
    """On sentences written before any rule was made for them, the promised shares are reached under headings."""
    result = scored(HELD_OUT)
    assert result.strict.x / result.strict.n >= 0.88
    assert result.lenient.x / result.lenient.n >= 0.94
    assert result.side.x / result.side.n >= 0.99
    assert result.confidently_wrong.x / result.confidently_wrong.n <= 0.03


def test_sentences_that_nobody_tuned_on_are_read_without_headings(scored: Scored) -> None:
    """Without headings less is understood of them, and what is not understood is asked about."""
    result = scored(HELD_OUT, prose=True)
    assert result.strict.x / result.strict.n >= 0.80
    assert result.lenient.x / result.lenient.n >= 0.85
    assert result.side.x / result.side.n >= 0.90


HEADED = "# T\n\nShe wants a refund.\n\n## What should happen\n\n- The agent apologises.\n"


def test_without_headings_only_the_agents_sentences_are_checked(scored: Scored) -> None:
    """In free prose a sentence about the agent is a check, a general one a fact; a nameless one is questioned."""
    rows = {
        text: scored((Label(line=1, text=text, section="customer", kind="expect"),), prose=True).rows[0]
        for text in (
            "The agent refunds £39.",
            "The agent blocks the card.",
            "He is transferred to a human.",
            "Refunds are paid within 5 working days.",
            "Her flight was cancelled on Monday.",
        )
    }
    assert [("understood", "expect"), ("understood", "expect"), ("needs_model", "route")] == [
        (row.status, row.primary) for row in list(rows.values())[:3]
    ]
    assert ["policy", "fact"] == [row.primary for row in list(rows.values())[3:]]


def test_under_headings_the_agents_part_is_sent_where_it_belongs(compiled: Callable[[str], object]) -> None:
    """At the top of a journey with headings, what the agent does is questioned and not checked."""
    plan = compiled(HEADED.replace("She wants a refund.", "She wants a refund. The agent refunds £39."))
    assert [("J002", "Put this under 'What should happen'.")] == [
        (one.code, one.suggestion)
        for one in plan.complaints  # type: ignore[attr-defined]
        if one.span.line == 3
    ]
