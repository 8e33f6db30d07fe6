"""Calls that bought nothing -> tokens and money by why, and what the agent's part of it would come to in its traffic.

One call may be waste for two reasons (a loop is mostly after the first break): each reason counts it, the sum counts it
once.
"""

from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Literal, get_args

from harness.ledger import LedgerEntry, Totals, total
from harness.noun import Noun
from harness.stats import ratio, ratio_bootstrap

from .money import FEW, ILLUSTRATIVE, NORMAL, spent
from .nouns import Measure, missing
from .sessions import Session
from .settings import KpiSettings

Why = Literal["after the first break", "in loops", "off-topic", "invalid simulations", "without an answer"]
WHYS: tuple[Why, ...] = get_args(Why)
OF_THE_AGENT: tuple[Why, ...] = ("after the first break", "in loops", "off-topic")
"""Those that live traffic has as well: the others are the price of testing."""


class Wasted(Noun):
    """What one kind of waste took."""

    why: str
    conversations: int
    spent: Totals


def wasted(held: Sequence[Session]) -> tuple[Wasted, ...]:
    """Each kind in order, nothing where there was none, and last the sum, each call counted once."""
    return (*(_wasted(why, held, (why,)) for why in WHYS), _wasted("in all", held, WHYS))


def _wasted(name: str, held: Sequence[Session], whys: Sequence[Why]) -> Wasted:
    found = [_rows(one, whys) for one in held]
    return Wasted(why=name, conversations=sum(map(bool, found)), spent=total(row for rows in found for row in rows))


def _rows(one: Session, whys: Sequence[Why]) -> list[LedgerEntry]:
    tests = [_TESTS[why] for why in whys]
    return [row for row in one.entries if not row.avoided and any(test(one, row) for test in tests)]


def _after_break(one: Session, row: LedgerEntry) -> bool:
    first = one.outcome.first_break
    return first is not None and row.role == "target" and row.turn is not None and row.turn > first.turn


def _in_loop(one: Session, row: LedgerEntry) -> bool:
    ruling = one.ruling("looping")
    loop = ruling.loop if ruling and ruling.result == "fail" else None
    return loop is not None and row.role == "target" and row.turn is not None and row.turn > loop.start


def _off_topic(one: Session, row: LedgerEntry) -> bool:
    return row.role == "target" and one.counted and (one.other or "served" in one.outcome.off_topic.values())


_TESTS: dict[Why, Callable[[Session, LedgerEntry], bool]] = {
    "after the first break": _after_break,
    "in loops": _in_loop,
    "off-topic": _off_topic,
    "invalid simulations": lambda one, _: one.outcome.validity == "invalid_simulation",
    "without an answer": lambda _, row: row.waste,
}


def waste_share(held: Sequence[Session]) -> Measure:
    """What part of all that the conversations cost bought nothing."""
    name, formula = "wasted", "money on calls that bought nothing, each counted once / money on all calls"
    part, whole = wasted(held)[-1].spent, total(row for one in held for row in one.entries)
    found = spent(whole)
    if not found.amount:
        return missing(name, "share", formula, found.why or "no money was charged")
    value = part.money.get(found.currency, Decimal(0)) / found.amount
    note = ILLUSTRATIVE if found.illustrative else None
    return Measure(name=name, value=value, n=len(held), unit="share", formula=formula, note=note)


def weekly_waste(held: Sequence[Session], contacts_a_day: int) -> Measure:
    """What the agent's own waste would come to in a week of that traffic, if its traffic were like what was held."""
    name = "waste a week"
    formula = "the agent's money after breaks, in loops and off-topic / valid conversations x contacts a day x 7"
    mine = [one for one in held if one.counted]
    found = spent(total(row for one in mine for row in one.entries if row.role == "target"))
    if found.amount is None or not mine:
        return missing(name, "money", formula, found.why or "no valid conversation")
    groups: dict[str, tuple[float, float]] = {}
    amounts = [sum((row.charge.amount or Decimal(0) for row in _rows(one, OF_THE_AGENT)), Decimal(0)) for one in mine]
    for one, amount in zip(mine, amounts, strict=True):
        before = groups.get(one.outcome.journey, (0.0, 0.0))
        groups[one.outcome.journey] = (before[0] + float(amount), before[1] + 1)
    pairs, times = list(groups.values()), contacts_a_day * 7
    interval = None
    few = len(mine) < FEW or len(pairs) < 2
    if not few and len(mine) >= NORMAL and (sure := ratio(pairs)):
        interval = sure.interval
    elif not few:
        interval = ratio_bootstrap(pairs)
    if interval:
        low, high = max(interval.low, 0.0) * times, interval.high * times
        interval = interval.model_copy(update={"low": low, "high": high})
    note = f"at {contacts_a_day:,} contacts a day like those held here"
    note = f"{note}; n too small for an interval" if few else note
    return Measure(
        name=name,
        value=sum(amounts, Decimal(0)) / len(mine) * times,
        n=len(mine),
        interval=interval,
        unit=found.currency,
        formula=formula,
        note=f"{note}; {ILLUSTRATIVE}" if found.illustrative else note,
    )


def waste_in_traffic(held: Sequence[Session], known: KpiSettings) -> Measure:
    """The same at the traffic that harness.toml tells of, a thirtieth of a month a day."""
    if known.agent_contacts is None:
        formula = "the agent's money after breaks, in loops and off-topic / valid conversations x contacts a day x 7"
        return missing("waste a week", "money", formula, "harness.toml names no `agent_contacts` in [kpi]")
    return weekly_waste(held, max(round(known.agent_contacts / 30), 1))
