"""Conversations + whoever judges -> verdicts; what a model is asked goes on a record of its own, with what it cost."""

import asyncio
import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from harness.budget import BudgetReached, Spending
from harness.conversation.nouns import Case, Transcript
from harness.ledger import LedgerEntry
from harness.metering import Metered
from harness.model import Answer, Model, ModelError, Prompt, close_model
from harness.money import PriceBook
from harness.noun import Noun
from harness.record import RECORD, RUN_ENDED, Writer, new_run
from harness.verdict import Judges, Reader, Verdict, judge_with
from harness.verdict.judge import JUDGE
from harness.version import __version__

from .nouns import JudgeId

AT_ONCE = 8
"""Conversations that are read at the same time."""

Held = tuple[Case, Transcript]


def identity(judges: Judges | None) -> JudgeId:
    """Who judges, as far as a calibration holds for it: the rules, and whoever reads what they leave open."""
    if judges is None:
        return JudgeId(name=JUDGE)
    asked = judges.judging
    return JudgeId(name=JUDGE, model=asked.name, prompt=asked.prompt, rubric=asked.rubric)


class CalibrationStarted(Noun):
    """The first event of a calibration's record: what a run's `run_started` is for a run."""

    run: str
    harness: str
    judge: JudgeId
    prices: PriceBook


class CalibrationEnded(Noun):
    """The last event: how many conversations were judged."""

    judged: int


@dataclass
class Bench:
    """Who judges, and what it cost so far."""

    judges: Judges | None
    prices: PriceBook
    writer: Writer | None = None
    spending: Spending | None = None
    entries: list[LedgerEntry] = field(default_factory=list)
    unpaid: dict[str, str] = field(default_factory=dict)
    """Cases of which something stayed open because there was no money to ask -> why."""

    @property
    def identity(self) -> JudgeId:
        """Who judges."""
        return identity(self.judges)

    async def verdicts(self, held: Mapping[str, Held]) -> dict[str, Verdict]:
        """Each conversation's verdict, under its key. What breaks in a model is `cannot_tell`, never an error."""
        free = asyncio.Semaphore(AT_ONCE)

        async def one(case: Case, transcript: Transcript) -> Verdict:
            async with free:
                return await self._verdict(case, transcript)

        try:
            found = await asyncio.gather(*(one(*each) for each in held.values()))
        finally:
            for model in self.judges.models if self.judges else ():
                await close_model(model)
        return dict(zip(held, found, strict=True))

    async def _verdict(self, case: Case, transcript: Transcript) -> Verdict:
        now = self.writer.now if self.writer else None

        def metered(model: Model) -> Model:
            asked = Metered(model, self.prices, self._settle(case), case=case.id, spending=self.spending, now=now)
            return _AsFarAsPaid(asked, case.id, self.unpaid)

        asked = self.judges and self.judges.each(metered)
        verdict = await judge_with(case, transcript, Reader(asked) if asked else None)
        if self.writer:
            self.writer.append("verdict", verdict, case=case.id)
        return verdict

    def _settle(self, case: Case) -> Callable[[LedgerEntry], None]:
        def settle(entry: LedgerEntry) -> None:
            self.entries.append(entry)
            if self.writer:
                self.writer.append("charge", entry, case=case.id)

        return settle


class _AsFarAsPaid:
    """A model that gives no answer once nothing more may be spent: what it is asked then stays open."""

    def __init__(self, model: Model, case: str, unpaid: dict[str, str]) -> None:
        self.name = model.name
        self._model, self._case, self._unpaid = model, case, unpaid

    async def complete(self, prompt: Prompt) -> Answer:
        """Answer one prompt. Raises ModelError when there is no answer, or no money for one."""
        try:
            return await self._model.complete(prompt)
        except BudgetReached as reached:
            self._unpaid.setdefault(self._case, str(reached))
            raise ModelError(f"it was not asked: {reached}") from reached


@contextmanager
def seated(
    judges: Judges | None, prices: PriceBook, reports: Path, clock: Callable[[], datetime], spending: Spending
) -> Iterator[Bench]:
    """A bench to judge by. With models, its calls and verdicts go to a record below `reports` as they happen.

    Raises record.RecordError when that cannot be written: then nothing is asked.
    """
    bench = Bench(judges, prices, spending=spending)
    if judges is None:
        yield bench
        return
    place = new_run(reports, clock(), os.getpid())
    with Writer(place / RECORD, clock) as bench.writer:
        started = CalibrationStarted(run=place.name, harness=__version__, judge=bench.identity, prices=prices)
        bench.writer.append("calibration_started", started)
        yield bench
        bench.writer.append(RUN_ENDED, CalibrationEnded(judged=len({one.case for one in bench.entries})))
