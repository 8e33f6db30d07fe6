"""What conversations put customers through -> customer effort and predicted satisfaction."""

from collections.abc import Sequence
from decimal import Decimal
from math import exp
from typing import Any

from harness.verdict.nouns import Experience

from .nouns import Measure, missing
from .rates import average
from .sessions import Session, counted

EFFORT = "customer effort score"
EFFORT_FORMULA = (
    "7 - (0.35 x turns beyond the journey minimum + 0.8 x questions asked again + 0.6 x customer repeats"
    " + 1.2 x transfers + 1.5 if a loop + 2 if unresolved), from 1 (hard) to 7 (easy); mean of the journeys' means"
)
SATISFACTION = "predicted satisfaction"
SATISFACTION_FORMULA = (
    "logistic(-0.5 + 2.0 if resolved - 1.2 if a loop - 1.0 if a critical hallucination - 0.8 if misrouted"
    " - 0.5 x questions asked again + 0.4 x (customer effort score - 4)); mean of the journeys' means"
)
NOBODY = "no conversation of which anybody could tell whether it was resolved"


def effort_score(lived: Experience) -> Decimal | None:
    """The customer effort score of one conversation, 1 to 7, higher is easier (measurement 6; weights a judgement).

    None where nobody could tell whether the matter was resolved.
    """
    if lived.unresolved is None:
        return None
    burden = (
        Decimal("0.35") * lived.extra_turns
        + Decimal("0.8") * lived.re_asks
        + Decimal("0.6") * lived.customer_repeats
        + Decimal("1.2") * lived.transfers
        + Decimal("1.5") * lived.loop
        + Decimal(2) * lived.unresolved
    )
    return min(max(7 - burden, Decimal(1)), Decimal(7))


def predicted_satisfaction(lived: Experience) -> Decimal | None:
    """The chance that this customer would be satisfied, predicted without any survey (measurement 6, a judgement)."""
    score = effort_score(lived)
    if score is None:
        return None
    logit = (
        -0.5
        + 2.0 * (not lived.unresolved)
        - 1.2 * lived.loop
        - 1.0 * lived.critical_hallucination
        - 0.8 * lived.misrouted
        - 0.5 * lived.re_asks
        + 0.4 * float(score - 4)
    )
    return Decimal(str(round(1 / (1 + exp(-logit)), 12)))


def scores(lived: Experience | None) -> dict[str, Any]:
    """Both figures of one conversation for a machine, marked as what they are; None where they were not measured."""
    effort, satisfied = (effort_score(lived), predicted_satisfaction(lived)) if lived else (None, None)
    return {
        "customer_effort_score": None if effort is None else str(effort),
        "predicted_satisfaction": None if satisfied is None else str(satisfied),
        "notes": {"customer_effort_score": "simulated", "predicted_satisfaction": "predicted, uncalibrated"},
    }


def effort(held: Sequence[Session]) -> Measure:
    """Customer effort over a run."""
    return average(
        EFFORT,
        "of 7",
        EFFORT_FORMULA,
        counted(held),
        lambda one: effort_score(one.outcome.experience) if one.outcome.experience else None,
        (1, 7),
        NOBODY,
        "simulated; the weights are a judgement",
    )


def satisfaction(held: Sequence[Session]) -> Measure:
    """Predicted satisfaction over a run."""
    return average(
        SATISFACTION,
        "chance",
        SATISFACTION_FORMULA,
        counted(held),
        lambda one: predicted_satisfaction(one.outcome.experience) if one.outcome.experience else None,
        (0, 1),
        NOBODY,
        "predicted, uncalibrated",
    )


def turns(held: Sequence[Session]) -> Measure:
    """How long a conversation takes."""
    mine, formula = counted(held), "customer turns / valid conversations"
    if not mine:
        return missing("turns", "turns", formula, "no valid conversation")
    mean = Decimal(sum(one.outcome.turns for one in mine)) / len(mine)
    return Measure(name="turns", value=mean, n=len(mine), unit="turns", formula=formula)


def transfers(held: Sequence[Session]) -> Measure:
    """How often a customer is passed on."""
    return average(
        "transfers",
        "a conversation",
        "times the customer was passed on in a conversation; mean of the journeys' means",
        counted(held),
        lambda one: Decimal(one.outcome.experience.transfers) if one.outcome.experience else None,
        (0, float("inf")),
        "no valid conversation",
    )
