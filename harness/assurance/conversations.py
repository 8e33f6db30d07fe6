"""Cases -> Outcomes: the conversations of a run, held and judged side by side."""

import asyncio
from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from itertools import repeat
from math import inf

from harness.budget import BudgetReached, Spending
from harness.cassette import Missing
from harness.conversation.hold import hold
from harness.conversation.line import Line
from harness.conversation.nouns import BROKEN_OFF, Case, Customer, Ending, Log, Meter, Transcript, Turn, Watch
from harness.conversation.scripted import ScriptedCustomer
from harness.endpoint import Endpoint
from harness.record import RecordError, Writer
from harness.replay import confirmed
from harness.run import (
    MOST_OUTCOMES,
    Held,
    Started,
    outcomes_in,
)
from harness.settings import Settings
from harness.target.nouns import Probe, Target
from harness.trouble import Trouble
from harness.unfinished import Begun
from harness.verdict import Judges, Reader, judge_with
from harness.verdict.judge import MOST_REPLACED, outcome, replacing
from harness.verdict.looping import watch
from harness.verdict.nouns import Outcome, Verdict
from harness.verdict.reviewing import Reviewer
from harness.verdict.speaking import objecting

from .cast import Cast, Ears
from .recording import RecordLog, RecordMeter

TOO_LATE = "the time for the run is over"


class Conversations:
    """The conversations of a run, held and judged side by side."""

    def __init__(
        self,
        planned: int,
        cast: Cast,
        settings: Settings,
        writer: Writer,
        ears: Ears,
        spending: Spending,
        before: Mapping[str, Begun],
    ) -> None:
        self.planned = planned
        """How many are to be held, those that were bought since included."""
        self.missing: dict[str, str] = {}
        """Cases that came to no outcome because there was no money or no time left -> why."""
        self._cast, self._settings, self._writer, self._ears, self._before = cast, settings, writer, ears, before
        prices = settings.price_book
        self._log = RecordLog(writer)
        self._meter = RecordMeter(writer, prices, spending=spending, tape=cast.tape)
        self._again = RecordMeter(writer, prices, replays=True, spending=spending, tape=cast.tape)
        self._again.paid = self._meter.paid
        run = settings.run
        self._line = Line(run.reply_seconds, run.conversation_seconds, Endpoint(settings.target_named(None)[1]))
        self._good_line = Line(run.reply_seconds, run.conversation_seconds)
        self._until = asyncio.get_running_loop().time() + run.run_seconds if run.run_seconds else inf
        # What was held before it was resumed lies somewhere in the record: that is kept.
        self._outcomes = outcomes_in(writer.path, inf if before else MOST_OUTCOMES)
        self._found = array("q")
        """For each conversation, in the order in which they were asked for: which of the outcomes it came to, or -1."""
        self._done = 0

    @property
    def outcomes(self) -> Sequence[Outcome]:
        """What was held and judged so far, in the order in which it was asked for."""
        return self._of(self._found)

    def _of(self, found: Iterable[int]) -> Sequence[Outcome]:
        return self._outcomes.in_order(array("q", (which for which in found if which >= 0)))

    def _keep(self, number: int, result: Outcome) -> None:
        self._done += 1
        self._found[number] = len(self._outcomes)
        self._outcomes.put(self._writer.begins, len(self._outcomes), result)

    async def hold(self, cases: Sequence[Case]) -> Sequence[Outcome]:
        """Hold and judge those of these that are not yet; the outcomes, in order of case."""
        first = len(self._found)
        self._found.extend(repeat(-1, len(cases)))
        self.planned = max(self.planned, len(self._found))
        waiting = enumerate(cases, first)
        try:
            async with asyncio.TaskGroup() as group:
                for _ in range(min(self._settings.run.in_flight, len(cases))):
                    group.create_task(self._each(waiting))
        except BaseExceptionGroup as several:
            problem = _first(several)
            if isinstance(problem, RecordError):
                run = self._writer.path.parent.name
                kept = f"What was written is kept. When that is mended: harness run --resume {run}"
                raise RecordError(f"{problem} {kept}") from problem
            raise problem from None
        return self._of(self._found[first:])

    async def _each(self, waiting: Iterator[tuple[int, Case]]) -> None:
        """One after the other, as many as there are left: those that wait take no memory of a task."""
        for number, case in waiting:
            begun = self._before.get(case.id, Begun())
            if begun.outcome:
                self._keep(number, begun.outcome)
            else:
                if case.attempt != begun.next_attempt:
                    case = case.model_copy(update={"attempt": begun.next_attempt})
                await self._one(number, case, begun)

    async def _one(self, number: int, case: Case, begun: Begun) -> None:
        if self._ears.stopping():
            return
        if self._is_late():
            self.missing[case.id] = TOO_LATE
            return
        with suppress(Missing):  # it is noted on the tape, and the run stays without a decision
            await self._settled(number, case, begun)

    async def _settled(self, number: int, case: Case, begun: Begun) -> None:
        try:
            result = await self._outcome(number, case, begun)
        except BudgetReached as reached:
            self.missing[case.id] = str(reached)
            return
        if result is not None and self._ears.tell:
            self._ears.tell(self._done, self.planned, result[1], self._meter.paid)

    async def _outcome(self, number: int, case: Case, begun: Begun) -> tuple[Outcome, Verdict] | None:
        """Hold and judge one; None when it was broken off. Raises BudgetReached when there is no money to judge it."""
        replaced = [*begun.replaced]
        if replaced:
            case = case.model_copy(update={"seed": case.seed + len(replaced)})
        transcript, verdict = begun.transcript, begun.verdict
        while True:
            transcript = transcript or await self._held(case)
            if transcript.ending in BROKEN_OFF:
                self._say_why(case, transcript.ending)
                return None
            verdict = verdict or await self._judged(case, transcript)
            if verdict.validity != "invalid_simulation" or len(replaced) == MOST_REPLACED:
                break
            replaced.append(replacing(case, verdict))
            self._log.append("replaced", case.id, replaced[-1])
            case = case.model_copy(update={"seed": case.seed + 1, "attempt": case.attempt + 1})
            transcript = verdict = None
        result = outcome(case, transcript, verdict, replaced)
        self._log.append("outcome", case.id, result)
        self._keep(number, result)
        if self._ears.keep:
            self._ears.keep(case, transcript, verdict, result)
        return result, verdict

    def _say_why(self, case: Case, ending: Ending) -> None:
        """Note why a conversation was broken off, where nobody asked for that."""
        run, why = self._settings.run, self._meter.stopped.get(case.id)
        if ending == "time_limit":
            why = TOO_LATE if self._is_late() else f"a conversation took over {run.conversation_seconds:g} seconds"
        if why:
            self.missing[case.id] = why

    async def _held(self, case: Case) -> Transcript:
        self._log.append("case_started", case.id, Started.of(case))
        customer = self._cast.player.customer(case, objecting, self._meter.model(case))
        return await _talk(case, self._cast.target, customer, self._log, self._meter, self._line, self._watching)

    async def _judged(self, case: Case, transcript: Transcript) -> Verdict:
        cast = self._cast
        bench = cast.judges.each(self._meter.model(case)) if cast.judges else None
        reviewer = Reviewer(bench.model, bench.prompts) if bench and cast.player.kind == "free" else None
        verdict = await judge_with(case, transcript, Reader(bench) if bench else None, reviewer)
        if cast.good is not None:
            verdict = await confirmed(case, transcript, verdict, cast.good, self._again, self._good_line)
        self._log.append("verdict", case.id, verdict)
        return verdict

    def _watching(self, case: Case, turns: tuple[Turn, ...]) -> Ending | None:
        if self._ears.stopping():
            return "interrupted"
        return "time_limit" if self._is_late() else watch(case, turns)

    def _is_late(self) -> bool:
        return asyncio.get_running_loop().time() > self._until


async def converse(
    case: Case,
    target: Target,
    log: Log,
    meter: Meter,
    line: Line | None = None,
    judges: Judges | None = None,
) -> tuple[Transcript, Verdict]:
    """Hold one conversation, and judge it: by the rules, and what they leave open by the judges, if there are any.

    Never raises for what a target or a model does. The conversation is on the record before it is judged.
    """
    transcript = await _talk(case, target, ScriptedCustomer(case), log, meter, line, watch)
    return transcript, await judge_with(case, transcript, Reader(judges) if judges else None)


async def _talk(
    case: Case,
    target: Target,
    customer: Customer,
    log: Log,
    meter: Meter,
    line: Line | None,
    watch: Watch,
) -> Transcript:
    """Hold one conversation. Its end is on record before it is judged, unless it was broken off."""
    probe = target if isinstance(target, Probe) else None
    transcript = await hold(case, target, customer, watch, log, meter, probe, line)
    if transcript.ending not in BROKEN_OFF:
        log.append("held", case.id, Held.of(transcript))
    return transcript


def _first(several: BaseExceptionGroup[BaseException]) -> BaseException:
    """The error that conversations held side by side ended with: the first that is meant for people, else the first."""
    first, found = several.exceptions[0], several.subgroup(Trouble)
    first = found.exceptions[0] if found else first
    return _first(first) if isinstance(first, BaseExceptionGroup) else first
