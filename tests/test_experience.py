"""Customer effort and predicted satisfaction: counted from one conversation, marked as nobody's testimony."""

from decimal import Decimal
from typing import Any

import pytest

from harness.kpi import Session, effort_score, headlines, predicted_satisfaction
from harness.money import Tokens
from harness.verdict.nouns import Experience, Outcome


def lived(
    turns: int, re_asks: int, repeats: int, transfers: int, loop: int, unresolved: bool, **more: Any
) -> Experience:
    return Experience(
        extra_turns=turns,
        re_asks=re_asks,
        customer_repeats=repeats,
        transfers=transfers,
        loop=bool(loop),
        unresolved=unresolved,
        misrouted=more.get("misrouted", False),
        critical_hallucination=more.get("critical", False),
    )


@pytest.mark.parametrize(
    ("counts", "unresolved", "score"),
    [
        ((0, 0, 0, 0, 0), False, "7.0"),
        ((2, 1, 0, 0, 0), False, "5.5"),
        ((4, 2, 2, 1, 0), False, "1.6"),
        ((6, 2, 3, 1, 1), True, "1.0"),
    ],
)
def test_effort_as_published(counts: Any, unresolved: bool, score: str) -> None:
    """The vectors of measurement 6, to the digit."""
    assert Decimal(score) == effort_score(lived(*(*counts, unresolved)))


def test_satisfaction_by_its_formula() -> None:
    """Resolved at full ease: 1 / (1 + e^-2.7); unresolved, untrue, misrouted, in a loop: next to nothing."""
    easy = predicted_satisfaction(lived(0, 0, 0, 0, 0, False))
    assert easy is not None
    assert Decimal("0.937027") == round(easy, 6)
    hard = predicted_satisfaction(lived(6, 2, 3, 1, 1, True, misrouted=True, critical=True))
    assert hard is not None
    # -0.5 - 1.2 - 1.0 - 0.8 - 0.5 x 2 + 0.4 x (1 - 4) = -5.7
    assert Decimal("0.003335") == round(hard, 6)


def test_where_nobody_could_tell_nothing_is_measured() -> None:
    """No resolution, no score: not the middle of the scale."""
    unknown = lived(0, 0, 0, 0, 0, False).model_copy(update={"unresolved": None})
    assert (None, None) == (effort_score(unknown), predicted_satisfaction(unknown))


def outcome(journey: str, experience: Experience | None, **changes: Any) -> Outcome:
    facts: dict[str, Any] = {
        "case": f"{journey}/-#1",
        "journey": journey,
        "variation": "",
        "trial": 1,
        "why": "fixed",
        "risk": "medium",
        "validity": "valid",
        "ending": "satisfied",
        "results": {},
        "required": {},
        "experience": experience,
        "turns": 4,
        "tokens": Tokens(),
    }
    return Outcome(**(facts | changes))


def test_the_average_is_over_journeys_with_its_interval() -> None:
    """Each journey counts once; it says that it is simulated, and how it is worked out."""
    good, fair = lived(0, 0, 0, 0, 0, False), lived(2, 1, 0, 0, 0, False)
    outcomes = [outcome("a", good), outcome("a", good), outcome("b", fair), outcome("c", None)]
    found = {one.name: one for one in headlines([Session(one) for one in outcomes], ())}
    effort = found["customer effort score"]
    assert (Decimal("6.25"), 3) == (effort.value, effort.n)
    assert effort.interval
    # Two journeys, one degree of freedom: 6.25 +/- 12.706 x 0.75, clipped to the scale.
    assert (1.0, 7.0) == (effort.interval.low, effort.interval.high)
    assert "simulated" in (effort.note or "")
    assert "0.35 x turns" in effort.formula
    assert "predicted, uncalibrated" == found["predicted satisfaction"].note


def test_spoilt_conversations_are_counted_over_all_that_started() -> None:
    """One of four, and whom it favoured; in no other rate."""
    spoilt = outcome("d", None, validity="invalid_simulation", favoured="agent_helped")
    held = [Session(one) for one in (*(outcome(name, None) for name in "abc"), spoilt)]
    found = {one.name: one for one in headlines(held, ())}
    invalid = found["invalid simulations"]
    assert (Decimal("0.25"), 4, "agent helped in 1, hindered in 0") == (invalid.value, invalid.n, invalid.note)
    assert 3 == found["containment"].n
