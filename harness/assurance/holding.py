"""Journeys + target -> RunRecord: the only place that knows the whole way."""

import asyncio
import os
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from functools import partial
from math import inf
from pathlib import Path
from typing import Any

from harness.budget import BudgetReached, Budgets, Spending
from harness.cassette import Cassette, Missing
from harness.comparison import NAME as BASELINE
from harness.comparison import Baseline, identity_of, reference_of
from harness.conversation.hold import hold
from harness.conversation.line import Line
from harness.conversation.nouns import BROKEN_OFF, Case, Customer, Ending, Transcript, Turn, Watch
from harness.conversation.playing import Player
from harness.conversation.scripted import ScriptedCustomer
from harness.endpoint import Endpoint
from harness.estimate import Expected
from harness.gate import Cell, Decision, Reference, Standing, cases_shown, decide, explained
from harness.ledger import Payer
from harness.plan.nouns import Plan
from harness.record import RECORD, Gathered, RecordError, Writer, new_run
from harness.replay import confirmed
from harness.run import (
    MOST_OUTCOMES,
    Held,
    Manifest,
    Resumed,
    RunRecord,
    Started,
    Stopped,
    load,
    outcome_in,
    verdicts,
)
from harness.settings import Settings
from harness.target.nouns import Probe, Target
from harness.trouble import Trouble
from harness.unfinished import Begun, Unfinished, unfinished
from harness.verdict import Judges, Reader, judge_with
from harness.verdict.judge import JUDGE, MOST_REPLACED, outcome, replacing
from harness.verdict.looping import watch
from harness.verdict.nouns import Outcome, Verdict
from harness.verdict.reviewing import Reviewer
from harness.verdict.speaking import objecting
from harness.version import __version__

from .accounts import spending
from .cases import cases_of
from .recording import RecordLog, RecordMeter
from .staging import Stages, staged

Paid = Mapping[Payer, Mapping[str, Decimal]]
"""Whose bill -> currency -> what its calls came to."""

Tell = Callable[[int, int, Verdict, Paid], None]
"""Called after each conversation: how many are done, of how many, and what the last one came to."""


Keep = Callable[[Case, Transcript, Verdict, Outcome], None]
"""Called after each conversation with all that there is of it, for whoever shows it while the run goes on."""

Stopping = Callable[[], bool]
"""Whether the run is to end with the turns that are in flight."""


@dataclass(frozen=True)
class Cast:
    """Who takes part in a run."""

    target: Target
    good: Target | None = None
    """An agent known to be good: conversations that fail are held again with it, to confirm where they broke."""
    judges: Judges | None = None
    """Who reads what the rules leave open."""
    player: Player = field(default_factory=Player)
    """Who plays the customers."""
    tape: Cassette | None = None
    """What keeps every exchange, or answers in everybody's place."""


@dataclass(frozen=True)
class Background:
    """What is said of a run beside what happens in it."""

    profile: str | None = None
    folder: str = ""
    """Where its journeys lie."""
    command: str = ""
    """What to type to hold it again."""
    lock: str | None = None
    """Digest of the journeys' lock."""
    asked: Mapping[str, Any] = field(default_factory=dict)
    """What the command line said, for whoever resumes it."""
    standing: Standing | None = None
    """How far the judge was calibrated."""
    expected: Expected | None = None
    """What it is expected to use."""
    baseline: Baseline | None = None
    """What was accepted before, which the run is held against."""
    spread: Mapping[Cell, int] | None = None
    """How many trials each variation gets, where trials are spread over them."""
    unchanged: tuple[str, ...] = ()
    """Journeys that are not held, because nothing that they depend on has changed."""
    agent: str | None = None
    """Digest of the files that the agent is made of; None where nobody named them."""


@dataclass(frozen=True)
class Ears:
    """Who is told how far a run is, and who may end it."""

    tell: Tell | None = None
    keep: Keep | None = None
    stopping: Stopping = lambda: False
    """Once it says so, every conversation ends with the turn it is in, and the run stays without a decision."""


async def converse(
    case: Case,
    target: Target,
    log: "RecordLog",
    meter: "RecordMeter",
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
    log: "RecordLog",
    meter: "RecordMeter",
    line: Line | None,
    watch: Watch,
) -> Transcript:
    """Hold one conversation. Its end is on record before it is judged, unless it was broken off."""
    probe = target if isinstance(target, Probe) else None
    transcript = await hold(case, target, customer, watch, log, meter, probe, line)
    if transcript.ending not in BROKEN_OFF:
        log.append("held", case.id, Held.of(transcript))
    return transcript


async def assure(
    plans: Sequence[Plan],
    cast: Cast,
    settings: Settings,
    reports: Path,
    clock: Callable[[], datetime],
    background: Background = Background(),
    ears: Ears = Ears(),
    resume: Path | None = None,
) -> RunRecord:
    """Hold and judge every conversation of these plans, and write the record as it happens.

    `resume` is the record of a run that was broken off: only what is missing in it is held.

    A plan with an error is not run; the decision names it. Raises record.RecordError when the record cannot be written,
    and unfinished.NotTheSameRunError when what is to be resumed would be another run.
    """
    before = unfinished(resume) if resume else None
    file = resume or new_run(reports, clock(), os.getpid()) / RECORD
    manifest = manifest_of(plans, cast, settings, background, before.manifest.run if before else file.parent.name)
    if before:
        before.must_be(manifest)
        plans = [*before.plans, *plans[len(before.plans) :]]
    cases = cases_of(plans, settings.run.trials, settings.run.seed, background.spread)
    with Writer(file, clock, resumed=before is not None) as writer, ExitStack() as leave:
        rows = before.entries if before else ()
        may_spend = spending(settings.budget, cases, plans, settings.price_book, rows, (file.parents[1], clock), leave)
        if before:
            _go_on(before, writer, RecordMeter(writer, settings.price_book))
        else:
            writer.append("run_started", manifest)
        for plan in plans[len(before.plans) if before else 0 :]:
            writer.append("plan", plan)
        reference = before.reference if before and before.reference else _reference(background, manifest, plans)
        if reference and not (before and before.reference):
            writer.append("reference", reference)
        run = _Run(len(cases), cast, settings, writer, ears, may_spend, before.cases if before else {})
        deciding = _deciding(plans, settings, background, reference, clock)
        decision = await staged(cases, run.hold, deciding, _stages(plans, settings))
        if decision is not None:
            writer.append("run_ended", _explained(decision, file, plans, background))
        elif run.missing and not ears.stopping():
            decision = deciding(run.outcomes, stopped=_why(run.missing, run.planned))
            told = _explained(decision, file, plans, background)
            writer.append("run_stopped", Stopped(decision=told, planned=run.planned, missing=run.missing))
        del run  # its outcomes are read again
    return load(file)


def manifest_of(plans: Sequence[Plan], cast: Cast, settings: Settings, background: Background, run: str) -> Manifest:
    """Who, what and with which versions: what a record begins with."""
    return Manifest(
        run=run,
        harness=__version__,
        target=cast.target.name,
        target_version=cast.target.version,
        agent=background.agent,
        judge=judged_by(cast.judges),
        judging=cast.judges.judging if cast.judges else None,
        customer=cast.player.name,
        playing=cast.player.playing,
        seed=settings.run.seed,
        trials=settings.run.trials,
        profile=background.profile,
        prices=settings.price_book,
        journeys={plan.journey: plan.meaning for plan in plans},
        lock=background.lock,
        folder=background.folder,
        command=background.command,
        asked=dict(background.asked),
        settings=settings.deciding,
        budgets=settings.budget if settings.budget != Budgets() else None,
        expected=background.expected,
        confirmed_with=cast.good.name if cast.good else None,
    )


def judged_by(judges: Judges | None) -> str:
    """The rules' version, and who reads what they leave open."""
    return f"{JUDGE} + {judges.judging.name}" if judges else JUDGE


def _go_on(before: Unfinished, writer: Writer, meter: "RecordMeter") -> None:
    """Say in a record that the run goes on, and what was paid for in vain."""
    if writer.found != before.events:
        raise RecordError(f"{writer.path} was continued by another process meanwhile.")
    resumed = Resumed(run=before.manifest.run, harness=__version__, torn=writer.torn, held=before.held)
    writer.append("run_resumed", resumed)
    for name, begun in before.cases.items():
        for turn in begun.unpaid:
            meter.charge(name, turn.number, begun.attempt, turn.reply, waste=True)
        if loss := begun.cut_off(name):
            writer.append("cut_off", loss, case=name)


def _reference(background: Background, manifest: Manifest, plans: Sequence[Plan]) -> Reference | None:
    """What of the baseline this run can be held against."""
    if background.baseline is None:
        return None
    cells = [(plan.journey, row.name) for plan in plans if plan.runnable for row in plan.variations]
    return reference_of(background.baseline, BASELINE, identity_of(manifest), manifest.journeys, cells)


def _deciding(
    plans: Sequence[Plan],
    settings: Settings,
    background: Background,
    reference: Reference | None,
    clock: Callable[[], datetime],
) -> "partial[Decision]":
    return partial(
        decide,
        policy=settings.gate,
        not_understood=[plan.journey for plan in plans if not plan.runnable],
        standing=background.standing,
        reference=reference,
        on=clock().date() if settings.gate.known else None,
        unchanged=background.unchanged,
        qualifying=settings.run.qualify,
    )


def _stages(plans: Sequence[Plan], settings: Settings) -> Stages:
    run = settings.run
    runnable = [plan for plan in plans if plan.runnable]
    return Stages(runnable, settings.gate, run.seed, run.stop_early, run.qualify, run.retry)


def _explained(decision: Decision, file: Path, plans: Sequence[Plan], background: Background) -> Decision:
    return explained(decision, verdicts(file, cases_shown(decision)), plans, background.folder)


def _why(missing: Mapping[str, str], planned: int) -> list[str]:
    """What stopped conversations, each reason once, with how many it stopped."""
    counts = Counter(missing.values())
    return [f"{why}; {number} of {planned} conversations are not judged" for why, number in counts.items()]


TOO_LATE = "the time for the run is over"


class _Run:
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
        self._asked: list[str] = []
        # What was held before it was resumed lies somewhere in the record: that is kept.
        self._outcomes = Gathered(writer.path, outcome_in, inf if before else MOST_OUTCOMES)
        self._found: dict[str, int] = {}
        """Case -> which of the outcomes."""

    @property
    def outcomes(self) -> Sequence[Outcome]:
        """What was held and judged so far, in the order in which it was asked for."""
        return self._of(self._asked)

    def _of(self, names: Iterable[str]) -> Sequence[Outcome]:
        return self._outcomes.in_order([self._found[name] for name in names if name in self._found])

    def _keep(self, result: Outcome) -> None:
        self._found[result.case] = len(self._outcomes)
        self._outcomes.put(self._writer.begins, len(self._outcomes), result)

    async def hold(self, cases: Sequence[Case]) -> Sequence[Outcome]:
        """Hold and judge those of these that are not yet; the outcomes, in order of case."""
        self._asked += [case.id for case in cases]
        self.planned = max(self.planned, len(self._asked))
        waiting = iter(cases)
        try:
            async with asyncio.TaskGroup() as group:
                for _ in range(min(self._settings.run.in_flight, len(cases))):
                    group.create_task(self._each(waiting))
        except BaseExceptionGroup as several:
            first = _first(several)
            if isinstance(first, RecordError):
                run = self._writer.path.parent.name
                kept = f"What was written is kept. When that is mended: harness run --resume {run}"
                raise RecordError(f"{first} {kept}") from first
            raise first from None
        return self._of(case.id for case in cases)

    async def _each(self, waiting: Iterator[Case]) -> None:
        """One after the other, as many as there are left: those that wait take no memory of a task."""
        for case in waiting:
            begun = self._before.get(case.id, Begun())
            if begun.outcome:
                self._keep(begun.outcome)
            else:
                await self._one(case.model_copy(update={"attempt": begun.next_attempt}), begun)

    async def _one(self, case: Case, begun: Begun) -> None:
        if self._ears.stopping():
            return
        if self._is_late():
            self.missing[case.id] = TOO_LATE
            return
        with suppress(Missing):  # it is noted on the tape, and the run stays without a decision
            await self._settled(case, begun)

    async def _settled(self, case: Case, begun: Begun) -> None:
        try:
            result = await self._outcome(case, begun)
        except BudgetReached as reached:
            self.missing[case.id] = str(reached)
            return
        if result is not None and self._ears.tell:
            self._ears.tell(len(self._found), self.planned, result[1], self._meter.paid)

    async def _outcome(self, case: Case, begun: Begun) -> tuple[Outcome, Verdict] | None:
        """Hold and judge one; None when it was broken off. Raises BudgetReached when there is no money to judge it."""
        replaced = [*begun.replaced]
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
        self._keep(result)
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


def _first(several: BaseExceptionGroup[BaseException]) -> BaseException:
    """The error that conversations held side by side ended with: the first that is meant for people, else the first."""
    first, found = several.exceptions[0], several.subgroup(Trouble)
    first = found.exceptions[0] if found else first
    return _first(first) if isinstance(first, BaseExceptionGroup) else first
