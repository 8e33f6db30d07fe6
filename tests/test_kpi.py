"""KPIs: each with its n, its interval and its formula; what was not measured says so."""

from decimal import Decimal
from typing import Any

from harness.kpi import Measure, measures
from harness.ledger import Totals, total
from harness.money import Tokens
from harness.verdict.nouns import FirstBreak, Outcome


def outcome(trial: int, **changes: Any) -> Outcome:
    facts: dict[str, Any] = {
        "case": f"refund/-#{trial}",
        "journey": "refund",
        "variation": "",
        "trial": trial,
        "why": "fixed",
        "risk": "medium",
        "validity": "valid",
        "ending": "satisfied",
        "results": {"resolution": "pass", "looping": "pass"},
        "required": {},
        "resolved": "verified",
        "turns": 4,
        "tokens": Tokens(),
    }
    return Outcome(**(facts | changes))


def measure(name: str, outcomes: list[Outcome], spent: Totals | None = None) -> Measure:
    return next(one for one in measures(outcomes, spent or total(())) if one.name == name)


def test_resolution_counts_what_was_shown() -> None:
    """8 of 10 resolved: 80 %, with Wilson's interval; assumed is not shown."""
    outcomes = [outcome(trial, journey=f"j{trial}") for trial in range(8)]
    outcomes += [outcome(8, journey="j8", resolved="assumed")]
    outcomes += [outcome(9, journey="j9", results={"resolution": "fail"}, resolved="no")]
    found = measure("resolution", outcomes)
    assert (Decimal("0.8"), 10) == (found.value, found.n)
    assert found.interval is not None
    assert round(found.interval.low, 10) == 0.4901624715


def test_repeats_of_one_journey_do_not_narrow_the_interval() -> None:
    """Ten trials of one journey that all held are one witness, not ten."""
    found = measure("resolution", [outcome(trial) for trial in range(10)])
    assert found.interval is not None
    assert found.interval.low < 0.25


def test_invalid_conversations_enter_no_rate() -> None:
    """A spoiled simulation and a broken target are in no denominator."""
    outcomes = [outcome(0), outcome(1, validity="infra_error"), outcome(2, validity="invalid_simulation")]
    assert 1 == measure("resolution", outcomes).n


def test_what_was_not_judged_is_not_measured() -> None:
    """No conversation gave anything to judge misrouting by: not measured, never 0 %."""
    found = measure("misrouting failures", [outcome(0)])
    assert (None, 0, "no conversation gave anything to judge it by") == (found.value, found.n, found.note)


def test_cost_per_resolved_outcome_takes_in_the_failures() -> None:
    """All money spent, on failures too, divided by what was resolved: 0.910 over 7 is 0.13 (measurement 9.2)."""
    outcomes = [outcome(trial) for trial in range(7)]
    outcomes += [outcome(trial, results={"resolution": "fail"}, resolved="no") for trial in range(7, 10)]
    spent = Totals(
        calls=10, tokens=Tokens(), money={"USD": Decimal("0.910")}, unpriced_calls=0, certainties=("reported",)
    )
    found = measure("cost per resolved outcome", outcomes, spent)
    assert (Decimal("0.13"), 7, "USD") == (found.value, found.n, found.unit)


def test_an_unpriced_call_leaves_the_cost_unmeasured() -> None:
    """One call without a price: the cost per resolved outcome is not measured, not too small."""
    spent = Totals(calls=2, tokens=Tokens(), money={"USD": Decimal(1)}, unpriced_calls=1, certainties=("reported",))
    assert measure("cost per resolved outcome", [outcome(0)], spent).value is None


def test_waste_is_what_was_spent_after_the_first_break() -> None:
    """Tokens in the turns after the first failing one are summed over the conversations that failed."""
    broken = FirstBreak(turn=2, criterion="looping", desk="orders", summary="again", tokens_after=300)
    found = measure("tokens after the first break", [outcome(0), outcome(1, first_break=broken)])
    assert (Decimal(300), 1) == (found.value, found.n)


def test_every_measure_says_how_it_is_computed() -> None:
    """Each figure carries its formula, measured or not."""
    assert all(found.formula and found.unit for found in measures([], total(())))
