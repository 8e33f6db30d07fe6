"""A model + a price book -> the same model, each of its requests a row on the ledger.

It is a `Model` itself, so that whoever asks needs to know nothing of money. A request that brought no answer is a row
as well: it may have been paid for. Such a row is *waste*: counted, and left out of the canonical record, since the
next run has other bad luck.
"""

from collections.abc import Callable
from datetime import datetime

from harness.budget import Reservation, Spending
from harness.ledger import LedgerEntry
from harness.model import FURTHER, Answer, Attempt, Model, ModelError, NotAsked, Prompt
from harness.money import Charge, PriceBook, Use

Settle = Callable[[LedgerEntry], None]
"""Takes a row as soon as its request is over."""


class Metered:
    """A model whose every request lands on the ledger, in the role of its prompt and on our bill."""

    def __init__(
        self,
        model: Model,
        prices: PriceBook,
        settle: Settle,
        case: str | None = None,
        turn: int | None = None,
        spending: Spending | None = None,
        now: Callable[[], datetime] | None = None,
    ) -> None:
        """`spending` is asked for room before every request. `now` tells when a call is made; without it prices that
        have days, as list prices do, are not looked up."""
        self.name = model.name
        self._model = model
        self._prices = prices
        self._settle = settle
        self._case = case
        self._turn = turn
        self._spending = spending or Spending()
        self._now = now

    async def complete(self, prompt: Prompt) -> Answer:
        """Answer one prompt. Raises ModelError when there is no answer; its requests are on the ledger too.

        Raises budget.BudgetReached when a request is not to be paid; those before it are on the ledger.
        """
        room = [await self._spending.call(self._case, self.name, prompt)]
        told = 0

        async def further(failed: Attempt) -> None:
            nonlocal told
            self._pay(self._row(prompt, failed, waste=True), room, failed.refused)
            told += 1
            room.append(await self._spending.call(self._case, self.name, prompt))

        asked_before_each = FURTHER.set(further)
        try:
            answer = await self._model.complete(prompt)
        except NotAsked:
            raise
        except ModelError as problem:
            self._waste(prompt, problem.failed[told:] if problem.failed else (Attempt(why=str(problem)),), room)
            raise
        except BaseException:  # an interrupt too: what was under way may have been paid for
            self._waste(prompt, (Attempt(why="broken off"),) if room else (), room)
            raise
        finally:
            FURTHER.reset(asked_before_each)
        self._waste(prompt, answer.failed[told:], room)
        self._pay(self._row(prompt, answer), room)
        return answer

    def _waste(self, prompt: Prompt, failed: tuple[Attempt, ...], room: list[Reservation]) -> None:
        for attempt in failed:
            self._pay(self._row(prompt, attempt, waste=True), room, attempt.refused)

    def _pay(self, row: LedgerEntry, room: list[Reservation], refused: bool = False) -> None:
        """Put a request on the ledger, and let go of what was reserved for it."""
        if room:
            room.pop().settle(row.charge, refused)
        self._settle(row)

    def _row(self, prompt: Prompt, said: Answer | Attempt, waste: bool = False) -> LedgerEntry:
        provider, _, model = self.name.partition("/")
        asked = model or self.name
        return LedgerEntry(
            case=self._case,
            turn=self._turn,
            role=prompt.role,
            payer="ours",
            provider=provider,
            model=said.model or asked,
            asked=asked if said.model not in (None, asked) else None,
            charge=self._charge(said),
            tier=_tier(said),
            avoided=isinstance(said, Answer) and said.avoided,
            dropped=said.dropped if isinstance(said, Answer) else (),
            seconds=said.seconds,
            waste=waste,
        )

    def _charge(self, said: Answer | Attempt) -> Charge:
        """Priced by the id that answered, else by the one that was asked for: a provider may add a date to it."""
        at = self._now() if self._now else None
        use = Use(self.name.partition("/")[0], at, _tier(said), said.seconds)
        return self._prices.first(self._names(said), said.tokens, said.certainty, use)

    def _names(self, said: Answer | Attempt) -> tuple[str | None, ...]:
        return said.model, self.name.partition("/")[2], self.name


def _tier(said: Answer | Attempt) -> str:
    return said.tier if isinstance(said, Answer) else "standard"
