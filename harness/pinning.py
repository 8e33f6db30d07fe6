"""Unsure sentences -> pins: what is to be asked, and asking a model with every call on a record of its own."""

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Self

from harness.budget import Spending
from harness.journey.nouns import Journey, Sentence
from harness.ledger import LedgerEntry, total
from harness.metering import Metered
from harness.model import Model
from harness.model.prompting import Prompts
from harness.money import PriceBook
from harness.noun import Noun
from harness.plan.compile import COMPILER, compile_journey, customer_of
from harness.plan.locking.asking import Asked, Call, ask
from harness.plan.locking.lock import EMPTY, Key, Lock, Pin
from harness.plan.locking.nearest import Choice, nearest
from harness.plan.locking.pin import context_digest, key_of_pin, pin_of, pruned
from harness.plan.nouns import AnyItem, Vocabulary
from harness.plan.rules.reading import Context, Read
from harness.record import RECORD, RUN_ENDED, Writer, new_run
from harness.version import __version__

ANSWER_KEPT = 4_000
"""Characters of a model's answer that stand in the record."""


@dataclass(frozen=True)
class Question:
    """A sentence that the rules could not read, and that nobody has pinned."""

    context: Context
    unsure: Read
    names: str
    """Digest of the names that it is read against."""

    @property
    def sentence(self) -> Sentence:
        """The author's words and their place."""
        return self.context.sentence

    def choices(self, lock: Lock) -> tuple[Choice, ...]:
        """The readings that come nearest."""
        return nearest(self.context, self.unsure, lock)

    def pin(self, items: Sequence[AnyItem], by: str, accepted_by: str, now: datetime, **how: Any) -> Pin:
        """An accepted reading as an entry of the lock. `now` is a time in UTC."""
        on = now.date()
        return pin_of(self.sentence, self.names, items, by=by, compiler=COMPILER, accepted_by=accepted_by, on=on, **how)


def questions(journeys: Sequence[Journey], vocabulary: Vocabulary, lock: Lock) -> tuple[Question, ...]:
    """What there is to ask, in the authors' order; the same words, under one heading and among the same names, once."""
    found: dict[Key, Question] = {}
    for journey in journeys:
        who = customer_of(journey)
        names = context_digest(who, vocabulary, journey)
        for one in compile_journey(journey, vocabulary, lock).readings:
            if one.status == "needs_model":
                context = Context(one.sentence, who, vocabulary, journey.settings.risk)
                question = Question(context, Read(one.status, one.items), names)
                found.setdefault(key_of_pin(one.sentence, names), question)
    return tuple(found.values())


def without_orphans(journeys: Sequence[Journey], vocabulary: Vocabulary, lock: Lock) -> Lock:
    """The lock without entries that nothing in these journeys needs; they have to be all there are."""
    plans = [compile_journey(journey, vocabulary, lock) for journey in journeys]
    alone = [compile_journey(journey, vocabulary, EMPTY) for journey in journeys]
    return pruned(lock, plans, alone, [context_digest(customer_of(one), vocabulary, one) for one in journeys])


# ---- asking a model -----------------------------------------------------------------------------------------


class PinStarted(Noun):
    """The first event of a record of asking."""

    run: str
    harness: str
    compiler: str
    model: str
    prices: PriceBook
    lock: str
    """Digest of the lock before."""


class SentenceAsked(Noun):
    """One call about one sentence: what was asked, what came back, and why it was refused."""

    sentence: str
    file: str
    line: int
    heading: str
    prompt: str
    """Digest of what was sent."""
    model: str | None
    answer: str | None
    """The beginning of it, as it came."""
    refused: str | None
    dropped: tuple[str, ...] = ()
    """Parameters that the model does not take, and was asked without."""


class PinEnded(Noun):
    """The last event: how many sentences were pinned, and how many are left."""

    pinned: int
    left: int


class Asking:
    """A context manager: a model that is asked about sentences, each call on the ledger as soon as it is over."""

    def __init__(
        self,
        model: Model,
        prices: PriceBook,
        reports: Path,
        now: datetime,
        clock: Callable[[], datetime],
        lock: Lock,
        prompts: Prompts | None = None,
        spending: Spending | None = None,
    ) -> None:
        self._prompts = prompts
        self._model = Metered(model, prices, self._settle, spending=spending, now=clock)
        self._prices = prices
        folder = new_run(reports, now, os.getpid())
        self.run = folder.name
        self._writer = Writer(folder / RECORD, clock)
        self._lock = lock.digest
        self.entries: list[LedgerEntry] = []
        self._before = 0
        self.pinned = self.left = 0

    def __enter__(self) -> Self:
        """Begin the record. Raises RecordError when it cannot be written: then nothing is asked."""
        self._writer.__enter__()
        started = PinStarted(
            run=self.run,
            harness=__version__,
            compiler=COMPILER,
            model=self._model.name,
            prices=self._prices,
            lock=self._lock,
        )
        self._writer.append("pin_started", started)
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: Any) -> None:
        """End the record; one that was broken off stays without its last line."""
        try:
            if error is None:
                self._writer.append(RUN_ENDED, PinEnded(pinned=self.pinned, left=self.left))
        finally:
            self._writer.__exit__(kind, error, trace)

    async def ask(self, question: Question) -> Asked:
        """Ask about one sentence. Raises budget.BudgetReached when there is no money for it."""
        self._before = len(self.entries)
        return await ask(
            self._model,
            question.context,
            question.unsure,
            lambda call: self._log(question.sentence, call),
            self._prompts,
        )

    def _settle(self, entry: LedgerEntry) -> None:
        self.entries.append(entry)
        self._writer.append("charge", entry)

    def _log(self, sentence: Sentence, call: Call) -> None:
        self._writer.append("asked", _asked(sentence, call))

    def cost_of(self, asked: Asked) -> dict[str, Any]:
        """What a pin says of the last sentence that was asked about: prompt, tokens, money or unpriced."""
        spent = total(self.entries[self._before :])
        # One model is priced in one currency.
        currency, cost = next(iter(spent.money.items()), (None, None))
        how = {"prompt": f"sha256:{asked.calls[-1].prompt.digest}", "tokens": spent.tokens}
        if spent.unpriced_calls or cost is None:
            return {**how, "cost": "unpriced"}
        return {**how, "cost": cost, "currency": currency}


def _asked(sentence: Sentence, call: Call) -> SentenceAsked:
    return SentenceAsked(
        sentence=sentence.text,
        file=sentence.span.file,
        line=sentence.span.line,
        heading=sentence.heading,
        prompt=call.prompt.digest,
        model=call.answer.model if call.answer else None,
        answer=call.answer.words[:ANSWER_KEPT] if call.answer else None,
        refused=call.refused,
        dropped=call.answer.dropped if call.answer else (),
    )
