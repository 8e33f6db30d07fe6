"""The ledger as a page: what is seen of a bill and what lies below it, row by row, with the price that was used."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from harness.kpi import Measure
from harness.ledger import LedgerEntry, Totals, by
from harness.run import RunRecord

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
        "cost": cost,
    }


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
