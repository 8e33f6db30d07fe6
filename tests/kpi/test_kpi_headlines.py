"""KPIs: each with its n, its interval and its formula; what was not measured says so."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from harness.kpi import Measure, Session, headlines
from harness.ledger import LedgerEntry
from harness.money import Charge, Tokens
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


def measure(name: str, outcomes: list[Outcome], entries: Sequence[LedgerEntry] = ()) -> Measure:
    held = [Session(one, entries=tuple(row for row in entries if row.case == one.case)) for one in outcomes]
    return next(one for one in headlines(held, entries) if one.name == name)


def charge(case: str | None, amount: str | None, **fields: Any) -> LedgerEntry:
    cost = None if amount is None else Decimal(amount)
    paid = Charge(tokens=Tokens(fresh=10), certainty=fields.pop("certainty", "reported"), amount=cost)
    return LedgerEntry(**({"case": case, "turn": 1, "role": "target", "payer": "agent_owner", "charge": paid} | fields))


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
    costs = ".031 .045 .028 .052 .040 .036 .048 .120 .300 .210".split()
    entries = [charge(one.case, cost) for one, cost in zip(outcomes, costs, strict=True)]
    found = measure("cost per resolved outcome", outcomes, entries)
    assert (Decimal("0.13"), 7, "USD") == (found.value, found.n, found.unit)
    assert (None, "n too small for an interval") == (found.interval, found.note)


def test_an_unpriced_call_leaves_the_cost_unmeasured() -> None:
    """One call without a price: the cost per resolved outcome is not measured, not too small."""
    entries = [charge("refund/-#0", "1"), charge("refund/-#0", None)]
    assert "1 of 2 calls have no price" == measure("cost per resolved outcome", [outcome(0)], entries).note


def test_waste_is_what_was_spent_after_the_first_break() -> None:
    """Tokens in the turns after the first failing one are summed over the conversations that failed."""
    broken = FirstBreak(turn=2, criterion="looping", desk="orders", summary="again", tokens_after=300)
    found = measure("tokens after the first break", [outcome(0), outcome(1, first_break=broken)])
    assert (Decimal(300), 1) == (found.value, found.n)


def test_every_measure_says_how_it_is_computed() -> None:
    """Each figure carries its formula, measured or not."""
    assert all(found.formula and found.unit for found in headlines([], ()))
