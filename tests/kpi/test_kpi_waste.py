"""Calls that bought nothing: counted by reason, each once in the sum, and reckoned up to a week of traffic."""

from decimal import Decimal
from typing import Any

from harness.kpi import KpiSettings, Session
from harness.kpi.waste import waste_in_traffic, waste_share, wasted, weekly_waste
from harness.ledger import LedgerEntry
from harness.money import Charge, Tokens
from harness.verdict.nouns import FirstBreak, Loop
from tests.kpi.test_kpi_views import OFF, ruling, session


def rows(case: str, turns: int, amount: str = "0.01", **fields: Any) -> list[LedgerEntry]:
    charge = Charge(tokens=Tokens(fresh=100), certainty="reported", amount=Decimal(amount))
    facts = {"case": case, "role": "target", "payer": "agent_owner", "charge": charge} | fields
    return [LedgerEntry(turn=turn, **facts) for turn in range(1, turns + 1)]


def looping(trial: int) -> Session:
    """Broken at turn 2, in a loop since turn 3, ten turns long."""
    broken = FirstBreak(turn=2, criterion="looping", desk=None, summary="again", tokens_after=800)
    loops = ruling("looping", result="fail", loop=Loop(start=3, waste_tokens=700))
    return session(
        trial, verdict=loops, first_break=broken, entries=rows(f"j/-#{trial}", 10), results={"looping": "fail"}
    )


def test_each_reason_and_the_sum_counts_a_call_once() -> None:
    """Eight calls after the break, seven of them in the loop: eight, beside the off-topic and the spoilt ones."""
    spoilt = session(2, validity="invalid_simulation", entries=rows("j/-#2", 2))
    off = session(3, of=OFF, entries=rows("j/-#3", 1))
    good = session(4, entries=[*rows("j/-#4", 3), *rows("j/-#4", 1, waste=True)])
    found = {one.why: (one.conversations, one.spent.calls) for one in wasted([looping(1), spoilt, off, good])}
    assert {
        "after the first break": (1, 8),
        "in loops": (1, 7),
        "off-topic": (1, 1),
        "invalid simulations": (1, 2),
        "without an answer": (1, 1),
        "in all": (4, 12),
    } == found
    assert Decimal(12) / 17 == waste_share([looping(1), spoilt, off, good]).value


def test_a_loop_in_a_week_of_traffic() -> None:
    """Every fourth of 40 conversations wastes $.08: $.02 each, $5,600 a week at 40,000 a day, with its interval."""
    held = [looping(n) if n % 4 == 0 else session(n, entries=rows(f"j/-#{n}", 4)) for n in range(40)]
    found = weekly_waste(held, 40_000)
    assert (Decimal("5600.00"), 40, "USD") == (found.value, found.n, found.unit)
    assert found.interval
    assert 0 < found.interval.low < 5600 < found.interval.high
    assert found == weekly_waste(held, 40_000)
    assert found.value == waste_in_traffic(held, KpiSettings(agent_contacts=1_200_000)).value
    assert waste_in_traffic(held, KpiSettings()).value is None


def test_nothing_priced_is_no_waste_of_nought() -> None:
    """Calls without a price: not measured, never $0."""
    free = [row.model_copy(update={"charge": Charge(tokens=Tokens(), certainty="unknown")}) for row in rows("j/-#1", 2)]
    held = [session(1, entries=free)]
    assert [None, None] == [waste_share(held).value, weekly_waste(held, 100).value]
