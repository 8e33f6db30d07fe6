"""A model of what an agent costs a month -> its page: inputs, the four costs, what is visible, what a defect costs."""

from collections.abc import Sequence
from decimal import Decimal

from harness.economics.model import Bill, CostModel, Kind, variable_cost
from harness.economics.unit import (
    Human,
    contacts_a_year,
    cost_at,
    cost_per_contact,
    cost_per_resolution,
    saving,
    with_escalations,
)
from harness.economics.untested import Untested, cost_of_not_testing

from .words import money, wrapped

KINDS: tuple[Kind, ...] = ("compute", "tokens", "assurance", "organisational")


def page(models: Sequence[tuple[str, CostModel, Bill]], untested: Untested, human: Human) -> list[str]:
    """Each scale in a column; below them the inputs that are not nought, and the cost of not testing."""
    names = "".join(f"{name:>24}" for name, _, _ in models)
    lines = [f"{'a month':<26}{names}", _row("tickets", [f"{bill.tickets:,.0f}" for _, _, bill in models])]
    for index, part in enumerate(models[0][2].parts):
        amounts = [bill.parts[index] for _, _, bill in models]
        if any(one.amount for one in amounts):
            pairs = zip(amounts, models, strict=True)
            cells = [_share(one.amount, one.share, bill.currency) for one, (_, _, bill) in pairs]
            lines.append(_row(f"  {part.name}", cells))
    lines.append(_row("total", [money(bill.total, bill.currency) for _, _, bill in models]))
    lines.append(_row("a ticket", [_each(bill.per_ticket, bill.currency) for _, _, bill in models]))
    lines += ["", "the four costs"]
    for kind in KINDS:
        lines.append(_row(f"  {kind}", [_of(bill, bill.kind(kind)) for _, _, bill in models]))
    lines.append(_row("visible on an invoice", [_percent(bill.visible) for _, _, bill in models]))
    lines.append(_row("below the water line", [_percent(_rest(bill.visible)) for _, _, bill in models]))
    for name, _, bill in models:
        lines += [part for doubt in bill.warnings for part in wrapped(f"{name}: {doubt}", "  ", "! ")]
    return [*lines, "", *_people(models, human), "", *_inputs(models), "", *_untested(untested, models[0][1].currency)]


def _row(name: str, cells: Sequence[str]) -> str:
    return f"{name:<26}" + "".join(f"{cell:>24}" for cell in cells)


def _share(amount: Decimal, share: Decimal | None, currency: str) -> str:
    return f"{money(amount, currency)} {_percent(share):>8}"


def _of(bill: Bill, amount: Decimal) -> str:
    return _share(amount, amount / bill.total if bill.total else None, bill.currency)


def _percent(share: Decimal | None) -> str:
    return "-" if share is None else f"{share * 100:.2f} %"


def _rest(share: Decimal | None) -> Decimal | None:
    return None if share is None else 1 - share


def _each(amount: Decimal | None, currency: str) -> str:
    return "-" if amount is None else f"{money(amount, currency) if amount >= 1 else f'{currency} {amount:.3f}'}"


def _people(models: Sequence[tuple[str, CostModel, Bill]], of: Human) -> list[str]:
    """The agent's ticket beside a person's contact: with those that people take over, and at ten times the tickets."""
    currency = models[0][1].currency
    contact = cost_per_contact(of.loaded, of.hours, of.minutes, of.occupancy)
    says = (
        f"a contact {money(contact, currency)} = {money(of.loaded, currency)} a year /"
        f" {contacts_a_year(of.hours, of.minutes, of.occupancy):,.0f} contacts at {_plain(of.occupancy)} occupancy;"
        f" a resolution {money(cost_per_resolution(contact, of.first_contact), currency)}"
        f" at {_plain(of.first_contact)} in the first contact"
    )
    lines = ["beside people", *wrapped(says, "    ", "  ")]
    for name, model, bill in models:
        if bill.per_ticket is None:
            continue
        whole = with_escalations(bill.per_ticket, of.escalated, contact)
        share = float(saving(whole, contact)) * 100
        more = cost_at(bill.tickets * 10, variable_cost(model), bill.total - bill.tickets * variable_cost(model))
        told = (
            f"{name}: {money(whole, currency)} a ticket with the {_plain(of.escalated)} that people take over,"
            f" {abs(share):.0f} % {'less' if share >= 0 else 'more'} than a person's;"
            f" {_each(more, currency)} at ten times the tickets, if what is fixed stays"
        )
        lines += wrapped(told, "    ", "  ")
    return lines


def _inputs(models: Sequence[tuple[str, CostModel, Bill]]) -> list[str]:
    lines = []
    for name, model, _ in models:
        said = ", ".join(f"{key} {value}" for key, value in model.model_dump().items() if value)
        lines += wrapped(f"{name}: {said}", "  ", "inputs of ")
    return lines


def _untested(of: Untested, currency: str) -> list[str]:
    each = cost_of_not_testing(of)
    says = (
        f"{_plain(of.defect)} of changes break something x {of.days:g} days until it shows"
        f" x {of.sessions_a_day:,} sessions a day x {_plain(of.failing)} of them failing"
        f" x ({money(of.session_cost, currency)} a session + {_plain(of.callback)} who come back"
        f" x {money(of.human_cost, currency)})"
    )
    return [
        "not testing",
        *wrapped(f"{money(each, currency)} a change = {says}", "    ", "  "),
        f"  {money(each * of.changes, currency)} a month at {of.changes:g} changes",
    ]


def _plain(share: Decimal) -> str:
    """10 %."""
    return f"{float(share) * 100:g} %"
