"""Budgets + what was spent before -> the accounts that a run's calls must have room on."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

from harness.budget import Account, Amount, Balance, Budgets, Memory, Payer, Shared, Spending
from harness.conversation.nouns import Case
from harness.ledger import LedgerEntry
from harness.money import ZERO, PriceBook
from harness.plan.nouns import Plan

NAMES: Mapping[Payer, str] = {"ours": "the budget for our calls", "target": "the budget for the agent's bill"}
PAYERS: Mapping[Payer, str] = {"ours": "ours", "target": "agent_owner"}


def spending(
    budgets: Budgets,
    cases: Sequence[Case],
    plans: Sequence[Plan],
    prices: PriceBook,
    before: Sequence[LedgerEntry],
    shared: tuple[Path, Callable[[], datetime]],
    leave: ExitStack,
) -> Spending:
    """What a run may spend. `before` are the rows of the run so far, when it is resumed.

    `shared` is the folder of accounts that runs share, and the clock that says for which day; `leave` closes them.
    """
    accounts: dict[Payer, Account] = {}
    limits: Mapping[Payer, Amount | None] = {"ours": budgets.ours, "target": budgets.target}
    for payer, limit in limits.items():
        if limit is None:
            continue
        if budgets.per == "run":
            rows = [row for row in before if row.payer == PAYERS[payer]]
            accounts[payer] = Memory(NAMES[payer], limit, _balance(rows, limit, budgets.ceiling))
        else:
            accounts[payer] = account = _shared(payer, limit, budgets, *shared)
            leave.callback(account.close)
    return Spending(accounts, _of_journeys(budgets, cases, plans, before), prices, budgets.ceiling, shared[1])


@contextmanager
def of_ours(budgets: Budgets, prices: PriceBook, reports: Path, clock: Callable[[], datetime]) -> Iterator[Spending]:
    """What may be spent on our calls where no agent is called and no journey held: by who judges again, or pins."""
    with ExitStack() as leave:
        ours = budgets.model_copy(update={"target": None})
        yield spending(ours, (), (), prices, (), (reports, clock), leave)


def _shared(payer: Payer, limit: Amount, budgets: Budgets, folder: Path, clock: Callable[[], datetime]) -> Shared:
    period = clock().astimezone(UTC).strftime("%Y-%m-%d" if budgets.per == "day" else "%Y-%m")
    return Shared(folder, f"{payer} {period}", f"{NAMES[payer]}, {period},", limit)


def _of_journeys(
    budgets: Budgets, cases: Sequence[Case], plans: Sequence[Plan], before: Sequence[LedgerEntry]
) -> dict[str, Account]:
    """journey/variation -> the account of its journey; a row that says its own budget has one of its own."""
    whole = {plan.journey: plan.settings.budget for plan in plans}
    groups: dict[tuple[str, Amount], set[str]] = {}
    for case in cases:
        settings = case.plan.settings
        if settings.budget is not None:
            own = f"/{case.variation.name}" if settings.budget != whole[case.plan.journey] else ""
            limit = Amount(value=settings.budget, currency=settings.currency or _currency(budgets))
            groups.setdefault((case.plan.journey + own, limit), set()).add(_row(case.id))
    found: dict[str, Account] = {}
    for (name, limit), mine in groups.items():
        balance = _balance((row for row in before if row.case and _row(row.case) in mine), limit, budgets.ceiling)
        found |= dict.fromkeys(mine, Memory(f"the budget of {name}", limit, balance))
    return found


def _row(case: str) -> str:
    return case.rsplit("#", 1)[0]


def _currency(budgets: Budgets) -> str:
    """What a journey's amount without a currency is in."""
    named = budgets.ours or budgets.target
    return named.currency if named else "USD"


def _balance(rows: Iterable[LedgerEntry], limit: Amount, ceiling: Amount | None) -> Balance:
    """What these rows come to; one without a price counts as the ceiling says."""
    balance = Balance()
    for row in rows:
        cost = _cost(row, limit, ceiling)
        most = None if row.role == "target" else cost
        balance = balance.reserved(most).settled(most, cost)
    return balance


def _cost(row: LedgerEntry, limit: Amount, ceiling: Amount | None) -> Decimal:
    if row.charge.amount is not None and row.charge.currency == limit.currency:
        return row.charge.amount
    return ceiling.value if ceiling is not None and ceiling.currency == limit.currency else ZERO
