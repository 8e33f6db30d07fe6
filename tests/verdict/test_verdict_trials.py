"""What a sentence and a journey come to over their trials."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.criteria import Mark
from harness.money import Tokens
from harness.verdict.nouns import Outcome
from harness.verdict.trials import journey_over_trials, mark_of, over_all_trials, over_trials, sentences_over_trials

MARKS = ("pass", "fail", "cannot_tell", "not_exercised", "not_applicable")


@pytest.mark.parametrize(
    ("marks", "standing"),
    [
        ("pass pass pass", "held"),
        ("fail fail", "broke"),
        ("pass fail pass", "varied"),
        ("pass fail cannot_tell", "varied"),
        ("fail cannot_tell", "broke"),
        ("fail not_exercised", "broke"),
        ("pass cannot_tell", "unknown"),
        ("pass not_exercised", "held"),
        ("cannot_tell cannot_tell", "unknown"),
        ("not_exercised not_exercised", "unknown"),
        ("not_applicable", "unknown"),
        ("", "unknown"),
    ],
)
def test_marks_over_trials(marks: Any, standing: str) -> None:
    """Held, broke, varied or unknown, from the marks alone."""
    assert standing == over_trials(marks.split()).standing


@given(st.lists(st.sampled_from(MARKS), max_size=12))
def test_held_needs_a_pass_and_no_doubt(marks: list[Mark]) -> None:
    """Held means: at least one pass, no fail, nothing undecided; and every trial is counted once, in any order."""
    found = over_trials(marks)
    assert (found.standing == "held") == ("pass" in marks and not {"fail", "cannot_tell"} & set(marks))
    assert len(marks) == found.trials
    assert found == over_trials(reversed(marks))


def outcome(trial: int, mark: Mark, **changes: Any) -> Outcome:
    """One conversation with one required sentence."""
    facts: dict[str, Any] = {
        "case": f"refund/-#{trial}",
        "journey": "refund",
        "variation": "",
        "trial": trial,
        "why": "fixed",
        "risk": "medium",
        "validity": "valid",
        "ending": "satisfied",
        "results": {"looping": "pass"},
        "required": {"s1": mark},
        "turns": 4,
        "tokens": Tokens(),
    }
    return Outcome(**(facts | changes))


def test_a_spoilt_conversation_is_no_trial() -> None:
    """What was not valid counts neither for nor against a sentence or a journey."""
    spoilt = outcome(2, "fail", validity="invalid_simulation")
    assert mark_of(spoilt) is None
    assert "held" == journey_over_trials([outcome(1, "pass"), spoilt]).standing
    assert 1 == sentences_over_trials([outcome(1, "pass"), spoilt])["s1"].trials


def test_a_journey_breaks_by_a_criterion_too() -> None:
    """Every sentence held, and the agent went in circles: that trial broke."""
    looped = outcome(2, "pass", results={"looping": "fail"})
    assert "varied" == journey_over_trials([outcome(1, "pass"), looped]).standing
    assert "held" == sentences_over_trials([outcome(1, "pass"), looped])["s1"].standing


def test_a_machine_gets_every_variation_with_its_sentences() -> None:
    """One row for each journey and variation."""
    rows = over_all_trials([outcome(1, "pass"), outcome(2, "fail"), outcome(1, "pass", variation="b")])
    assert [("", "varied", 1, 1), ("b", "held", 1, 0)] == [
        (row["variation"], row["standing"], row["held"], row["broke"]) for row in rows
    ]
    assert "varied" == rows[0]["sentences"]["s1"]["standing"]
