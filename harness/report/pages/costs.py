"""The ledger as a page: what is seen of a bill and what lies below it, row by row, with the price that was used."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from math import log
from typing import Any

from harness.economics.benchmarks import Beside, beside
from harness.kpi import Measure, sessions
from harness.kpi.waste import wasted
from harness.ledger import LedgerEntry, Totals, by
from harness.run import RunRecord

from ..words import money
from .conversation import in_money

ROLES = {"target": "the agent under test", "customer": "simulated customers", "judge": "judges", "compile": "compiling"}
"""Role -> who that is, in print."""


@dataclass(frozen=True)
class Band:
    """One layer of the iceberg."""

    name: str
    totals: Totals
    share: float
    """Of the widest band, by money where all of it has one currency, else by tokens."""
    above: bool
    """Whether an agent's own bill shows it."""
    says: str


@dataclass(frozen=True)
class Charged:
    """Calls of one role, model and price together."""

    role: str
    model: str
    price: str
    totals: Totals
    says: str


def view(record: RunRecord, cost: Measure | None) -> dict[str, Any]:
    """Everything that the ledger's page shows."""
    titles = {plan.journey: plan.title for plan in reversed(record.plans)}
    journey_of = {outcome.case: outcome.journey for outcome in record.outcomes}
    by_journey = by(record.entries, lambda one: journey_of.get(one.case or ""))
    rows = sorted(by_journey.items(), key=lambda one: (-sum(one[1].money.values()), -one[1].tokens.total, one[0]))
    return {
        "bands": bands(record),
        "charged": charged(record.entries),
        "by_journey": [(titles.get(name, "conversations without an outcome"), of, in_money(of)) for name, of in rows],
        "most": max((float(sum(of.money.values())) for _, of in rows), default=0.0),
        "spent": record.spent,
        "spent_says": in_money(record.spent),
        "wasted": record.wasted,
        "wasted_says": in_money(record.wasted),
        "avoided": record.spent.avoided_calls,
        "cost": cost,
        "waste": [(one, _says(one.spent)) for one in wasted(sessions(record))],
        "rail": rail(cost) if cost else None,
    }


# ---- beside what others have published ----------------------------------------------------------------------


@dataclass(frozen=True)
class Stop:
    """One published figure on the rail."""

    beside: Beside
    amount: str
    at: float | None
    """Where it stands on the rail, 0 to 1; None for what is no cost of one contact."""


@dataclass(frozen=True)
class Rail:
    """Published costs of a contact, from the cheapest to the dearest, on a scale of tens."""

    stops: tuple[Stop, ...]
    ours: float | None
    """None where ours may not be placed: `why` says so."""
    why: str
    ticks: tuple[tuple[float, str], ...]


LOW, HIGH = Decimal("0.05"), Decimal(20)
"""The ends of the rail, in the benchmarks' currency."""


def rail(cost: Measure) -> Rail:
    """Ours among theirs, where it may be compared with any."""
    found = beside(cost)
    compared = next((one for one in found if one.ratio is not None), None)
    why = next((one.why for one in found if one.benchmark.comparable and one.why), "")
    return Rail(
        stops=tuple(Stop(one, _amount(one), _at(one.benchmark.value)) for one in found),
        ours=_at(cost.value) if compared else None,
        why="" if compared else why,
        ticks=tuple((at, money(Decimal(tick), "USD")) for tick in ("0.1", "1", "10") if (at := _at(Decimal(tick)))),
    )


def _amount(one: Beside) -> str:
    value = one.benchmark.value
    if value is None:
        return "not published"
    return f"{value:,}" if value >= 1000 else money(value, one.benchmark.currency)


def _at(value: Decimal | None) -> float | None:
    if value is None or not LOW <= value <= HIGH:
        return None
    return log(value / LOW) / log(HIGH / LOW)


def bands(record: RunRecord) -> list[Band]:
    """Above the line what the agent's own bill shows; below it what assurance took, and what was paid for in vain."""
    used = by((one for one in record.entries if not one.waste), "role")
    found = [(ROLES[role], used.get(role, Totals()), role == "target") for role in ROLES]
    found.append(("in vain: cut off, or without an answer", record.wasted, False))
    money = all(len(of.money) <= 1 and not of.unpriced_calls for _, of, _ in found)
    sizes = [float(sum(of.money.values())) if money else float(of.tokens.total) for _, of, _ in found]
    widest = max(sizes) or 1.0
    return [
        Band(name, of, size / widest, above, _says(of)) for (name, of, above), size in zip(found, sizes, strict=True)
    ]


def _says(of: Totals) -> str:
    if not of.calls:
        return "no calls"
    if not of.tokens.total and of.unpriced_calls:
        return "not reported, not priced"
    return in_money(of) or "not priced"


def charged(entries: Sequence[LedgerEntry]) -> list[Charged]:
    """The ledger by role, model and price."""
    groups = by(entries, lambda one: "\0".join((one.role, one.model or "-", _price(one))))
    parts = ((name.split("\0"), of) for name, of in groups.items())
    return [Charged(ROLES[role], model, price, of, _says(of)) for (role, model, price), of in parts]


def _price(entry: LedgerEntry) -> str:
    charge = entry.charge
    if charge.amount is None:
        return "no price"
    return (
        f"{charge.price_source or 'price'}, as of {charge.price_on}" if charge.price_on else charge.price_source or ""
    )
