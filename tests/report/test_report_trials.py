"""What people read of several trials, of undecided journeys, and of a customer who fell out of their part."""

from collections.abc import Callable
from typing import Any

import pytest

from harness.assurance import as_json
from harness.criteria import Mark
from harness.report import terminal
from harness.report.scores import lived
from harness.report.trials import in_words, over_trials
from harness.run import RunRecord
from harness.verdict.nouns import Quote, Slip
from harness.verdict.trials import over_trials as added_up

Runner = Callable[..., RunRecord]


@pytest.fixture
def twice(run: Runner) -> RunRecord:
    """One journey, held twice."""
    return run("locked-out", trials=2)


def marked(record: RunRecord, *marks: Mark) -> RunRecord:
    """The record with its first required sentence marked like this, trial by trial."""
    first = next(iter(record.outcomes[0].required))
    outcomes = tuple(
        outcome.model_copy(update={"required": {**outcome.required, first: mark}})
        for outcome, mark in zip(record.outcomes, marks, strict=True)
    )
    return record.model_copy(update={"outcomes": outcomes})


def test_a_sentence_that_varied_is_named_with_its_counts(twice: RunRecord) -> None:
    """It held once and broke once: the line says so, with the author's words; one that held needs no line."""
    varied = marked(twice, "pass", "fail")
    plan = varied.plan("locked-out")
    lines = over_trials(varied, plan, varied.outcomes)
    assert "± varied over 2 trials (held in 1, broke in 1)" in lines[0]
    assert "locked-out.md" in " ".join(lines)
    assert [] == over_trials(twice, plan, twice.outcomes)


def test_a_journey_that_nobody_could_decide_did_not_pass(twice: RunRecord) -> None:
    """One trial held and the other could not be told: undecided, one of two passed."""
    headline = terminal.journeys(marked(twice, "pass", "cannot_tell"))[0]
    assert headline.startswith("? UNDECIDED")
    assert headline.endswith("1 of 2 passed")
    assert terminal.journeys(twice)[0].endswith("2 of 2 passed")


@pytest.mark.parametrize(
    ("marks", "words"),
    [
        (["pass"], "held over 1 trial (held in 1)"),
        (
            ["fail", "cannot_tell", "not_exercised"],
            "broke over 3 trials (broke in 1, could not be told in 1, never came up in 1)",
        ),
    ],
)
def test_trials_in_words(marks: Any, words: str) -> None:
    """Only what happened is counted out."""
    assert words == in_words(added_up(marks))


def test_a_machine_gets_trials_and_measures(twice: RunRecord) -> None:
    """Standing by journey and sentence, and every measure with its formula and note."""
    data = as_json(twice)
    assert ("locked-out", "held", 2) == tuple(data["trials"][0][key] for key in ("journey", "standing", "held"))
    effort = next(one for one in data["measures"] if one["name"] == "customer effort score")
    assert "simulated" in effort["note"]
    assert effort["formula"].startswith("7 - (0.35")


def test_a_customers_slip_stands_with_the_conversation(twice: RunRecord) -> None:
    """Letter, weight and words, before what the conversation put them through."""
    shown = (Quote(turn=2, speaker="customer", words="As an AI, I have none."),)
    slip = Slip(
        rule="V2",
        severity="critical_helped",
        favoured="agent_helped",
        turn=2,
        why="the customer gave the simulation away at turn 2",
        evidence=shown,
        detector="validity/2",
    )
    lines = lived(twice.verdicts[0].model_copy(update={"notes": (slip,)}))
    assert "    ! customer, critical helped: V2: the customer gave the simulation away at" == lines[0]
    assert "customer effort score" in " ".join(lines)
