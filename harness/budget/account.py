"""Spent, under way, limit -> whether a call may be made: now, never, or once something else is settled."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, replace
from decimal import Decimal, localcontext
from typing import Protocol

from harness.model import NotAsked
from harness.money import EXACT, ZERO

from .nouns import Amount


class BudgetReached(NotAsked):
    """The call was not made: there is no money left for it. The text is a sentence for people."""


@dataclass(frozen=True)
class Balance:
    """What an account holds, all of one currency."""

    spent: Decimal = ZERO
    held: Decimal = ZERO
    """Reserved for our calls that are under way."""
    flying: int = 0
    """Turns of the agent that are under way."""
    highest: Decimal = ZERO
    """The dearest of its turns so far."""

    @property
    def committed(self) -> Decimal:
        """What was spent, and what is under way."""
        with localcontext(EXACT):
            return self.spent + self.held + self.flying * self.highest

    def admits(self, most: Decimal | None, limit: Decimal) -> bool | None:
        """Whether a call that costs `most` at most may be made; None when what is under way decides.

        `most` is None for a turn of the agent, which nobody can tell beforehand.
        """
        with localcontext(EXACT):
            if most is None:
                return True if self.committed < limit else False if self.spent >= limit else None
            if self.spent + most > limit:
                return False
            return True if self.committed + most <= limit else None

    def reserved(self, most: Decimal | None) -> "Balance":
        """With one more call under way."""
        if most is None:
            return replace(self, flying=self.flying + 1)
        with localcontext(EXACT):
            return replace(self, held=self.held + most)

    def settled(self, most: Decimal | None, cost: Decimal | None) -> "Balance":
        """With one of them over, at what it cost; None: nobody knows, so that the most is taken that it may have."""
        cost = (self.highest if most is None else most) if cost is None else cost
        with localcontext(EXACT):
            spent = self.spent + cost
            if most is None:
                return replace(self, spent=spent, flying=self.flying - 1, highest=max(self.highest, cost))
            return replace(self, spent=spent, held=self.held - most)


class Account(Protocol):
    """Where a balance is kept: in this process, or in a file that several share."""

    name: str
    limit: Amount

    async def reserve(self, most: Decimal | None) -> "Settle":
        """Wait until the call may be made, and take what settles it. Raises BudgetReached when it never may."""
        ...


Settle = Callable[[Decimal | None], None]
"""Told once what a call cost; None when nobody knows."""


def reached(account: Account) -> BudgetReached:
    """What is said when an account has no room left: the same to everybody, so that it is told once."""
    return BudgetReached(f"{account.name} of {account.limit} is reached")


class Memory:
    """An account of one process."""

    def __init__(self, name: str, limit: Amount, balance: Balance = Balance()) -> None:
        """`balance` is what was spent before, by a run that is resumed."""
        self.name = name
        self.limit = limit
        self.balance = balance
        self._waiting: list[asyncio.Future[None]] = []

    async def reserve(self, most: Decimal | None) -> Settle:
        """Wait until the call may be made, and take what settles it. Raises BudgetReached when it never may."""
        while (admitted := self.balance.admits(most, self.limit.value)) is None:
            waiting = asyncio.get_running_loop().create_future()
            self._waiting.append(waiting)
            await waiting
        if not admitted:
            raise reached(self)
        self.balance = self.balance.reserved(most)
        return lambda cost: self._settle(most, cost)

    def _settle(self, most: Decimal | None, cost: Decimal | None) -> None:
        self.balance = self.balance.settled(most, cost)
        waiting, self._waiting = self._waiting, []
        for one in waiting:
            if not one.done():
                one.set_result(None)
