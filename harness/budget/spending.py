"""A call that is about to be made -> room for it on every account that it counts on."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Literal

from harness.model import Prompt
from harness.money import ZERO, Charge, PriceBook

from .account import Account, BudgetReached, Settle
from .nouns import Amount

Payer = Literal["ours", "target"]

ADDED = 1_000
"""Tokens that a provider may add to a request of its own accord, such as what explains an answer's shape."""


@dataclass(frozen=True)
class _Room:
    """What is reserved on one account."""

    settle: Settle
    cost: Callable[[Charge | None], Decimal | None]


class Reservation:
    """Room for one call, to be settled once."""

    def __init__(self) -> None:
        self._rooms: list[_Room] = []

    def settle(self, charge: Charge | None, refused: bool = False) -> None:
        """Say what the call used, as far as anybody knows; `refused`: it was turned away, and costs nothing."""
        rooms, self._rooms = self._rooms, []
        for room in rooms:
            room.settle(ZERO if refused else room.cost(charge))

    def add(self, settle: Settle, cost: Callable[[Charge | None], Decimal | None]) -> None:
        """Take room on one more account."""
        self._rooms.append(_Room(settle, cost))


class Spending:
    """The accounts of a run. Without one, everything may be spent."""

    def __init__(
        self,
        accounts: Mapping[Payer, Account] | None = None,
        journeys: Mapping[str, Account] | None = None,
        prices: PriceBook | None = None,
        ceiling: Amount | None = None,
        now: Callable[[], datetime] | None = None,
    ) -> None:
        """`journeys` are the accounts of journeys' own budgets, by journey/variation as a case begins. Both payers'
        calls count on those, in every trial, also in one that was bought later.

        `ceiling` is what a call without a price counts as; without one, such a call closes its accounts. `now` tells
        of which day list prices are to be.
        """
        self._accounts = accounts or {}
        self._journeys = journeys or {}
        self._prices = prices or PriceBook()
        self._ceiling = ceiling
        self._now = now
        self._closed: dict[Account, str] = {}

    async def call(self, case: str | None, model: str, prompt: Prompt) -> Reservation:
        """Reserve the most that one request to a model can cost. Raises BudgetReached when there is no room for it."""
        return await self._reserved("ours", case, lambda account: self._most(account, model, prompt))

    async def turn(self, case: str) -> Reservation:
        """Wait until a turn of the agent may begin. Raises BudgetReached when none may any more."""
        return await self._reserved("target", case, lambda _: None)

    async def _reserved(
        self, payer: Payer, case: str | None, most_of: Callable[[Account], Decimal | None]
    ) -> Reservation:
        reservation = Reservation()
        try:
            for account in self._of(payer, case):
                most = most_of(account)
                settle = await self._room(account, most)
                reservation.add(settle, self._cost(account, most))
        except BaseException:
            reservation.settle(None, refused=True)
            raise
        return reservation

    def _of(self, payer: Payer, case: str | None) -> list[Account]:
        # The journey's first, always: whoever waits for the second has the first, and nobody waits in a circle.
        own = self._journeys.get(case.rsplit("#", 1)[0]) if case else None
        return [one for one in (own, self._accounts.get(payer)) if one is not None]

    async def _room(self, account: Account, most: Decimal | None) -> Settle:
        settle = await account.reserve(most)
        if account in self._closed:  # maybe only while this waited
            settle(ZERO)
            raise BudgetReached(self._closed[account])
        return settle

    def _most(self, account: Account, model: str, prompt: Prompt) -> Decimal:
        currency = account.limit.currency
        # A token is a byte at the least, and the prompt as JSON is longer than the request's own words.
        inputs = len(prompt.model_dump_json().encode("utf-8", "replace")) + ADDED
        most = self._prices.most(model, currency, inputs, prompt.most_tokens, self._now() if self._now else None)
        most = self._counted_as(currency) if most is None else most
        if most is None:
            raise BudgetReached(f"{account.name} cannot be kept: {model} has {_no_price(currency)}")
        return most

    def _cost(self, account: Account, most: Decimal | None) -> Callable[[Charge | None], Decimal | None]:
        def cost(charge: Charge | None) -> Decimal | None:
            """What was charged; None when nobody knows. A turn that came and has no price closes the account."""
            currency = account.limit.currency
            if charge is not None and charge.amount is not None and charge.currency == currency:
                return charge.amount
            counted = self._counted_as(currency)
            if most is None and charge is not None and counted is None:
                self._closed[account] = f"{account.name} cannot be kept: a turn of the agent has {_no_price(currency)}"
            return counted if most is None else None

        return cost

    def _counted_as(self, currency: str) -> Decimal | None:
        return self._ceiling.value if self._ceiling is not None and self._ceiling.currency == currency else None


def _no_price(currency: str) -> str:
    return (
        f"no price in {currency}: name one under [[prices]], or say under [budget] what such a call counts as:"
        f' unpriced = "0.05 {currency}"'
    )
