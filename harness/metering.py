"""A model + a price book -> the same model, each of its requests a row on the ledger.

It is a `Model` itself, so that whoever asks needs to know nothing of money. A request that brought no answer is a row
as well: it may have been paid for. Such a row is *waste*: counted, and left out of the canonical record, since the
next run has other bad luck.
"""

from collections.abc import Callable, Iterator

from harness.ledger import LedgerEntry
from harness.model import Answer, Attempt, Model, ModelError, Prompt
from harness.money import Charge, PriceBook

Settle = Callable[[LedgerEntry], None]
"""Takes a row as soon as its request is over."""


class Metered:
    """A model whose every request lands on the ledger, in the role of its prompt and on our bill."""

    def __init__(
        self, model: Model, prices: PriceBook, settle: Settle, case: str | None = None, turn: int | None = None
    ) -> None:
        self.name = model.name
        self._model = model
        self._prices = prices
        self._settle = settle
        self._case = case
        self._turn = turn

    async def complete(self, prompt: Prompt) -> Answer:
        """Answer one prompt. Raises ModelError when there is no answer; its requests are on the ledger too."""
        try:
            answer = await self._model.complete(prompt)
        except ModelError as problem:
            self._waste(prompt, problem.failed or (Attempt(why=str(problem)),))
            raise
        except BaseException:  # an interrupt too: what was under way may have been paid for
            self._waste(prompt, (Attempt(why="broken off"),))
            raise
        self._waste(prompt, answer.failed)
        self._settle(self._row(prompt, answer))
        return answer

    def _waste(self, prompt: Prompt, failed: tuple[Attempt, ...]) -> None:
        for attempt in failed:
            self._settle(self._row(prompt, attempt, waste=True))

    def _row(self, prompt: Prompt, said: Answer | Attempt, waste: bool = False) -> LedgerEntry:
        provider, _, model = self.name.partition("/")
        return LedgerEntry(
            case=self._case,
            turn=self._turn,
            role=prompt.role,
            payer="ours",
            provider=provider,
            model=said.model or model or self.name,
            charge=self._charge(said),
            seconds=said.seconds,
            waste=waste,
        )

    def _charge(self, said: Answer | Attempt) -> Charge:
        """Priced by the id that answered, else by the one that was asked for: a provider may add a date to it."""
        charges = (self._prices.charge(name, said.tokens, said.certainty) for name in self._names(said))
        first = next(charges)
        return first if first.amount is not None else next((one for one in charges if one.amount is not None), first)

    def _names(self, said: Answer | Attempt) -> Iterator[str | None]:
        yield said.model
        yield self.name.partition("/")[2]
        yield self.name
