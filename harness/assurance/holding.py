"""Journeys + target -> RunRecord: the only place that knows the whole way."""

import asyncio
import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from harness.conversation.hold import hold
from harness.conversation.nouns import Case, Ending, Transcript, Turn, Watch
from harness.conversation.scripted import ScriptedCustomer
from harness.gate import Decision, Standing, decide
from harness.plan.nouns import Plan
from harness.record import RECORD, RecordError, Writer, new_run
from harness.replay import confirmed
from harness.run import Held, Manifest, Resumed, RunRecord, Started, load
from harness.settings import Settings
from harness.target.nouns import Probe, Target
from harness.trouble import Trouble
from harness.unfinished import Begun, Unfinished, unfinished
from harness.verdict import Judges, Reader, judge_with
from harness.verdict.judge import JUDGE, outcome
from harness.verdict.looping import watch
from harness.verdict.nouns import Outcome, Verdict
from harness.version import __version__

from .cases import cases_of
from .recording import RecordLog, RecordMeter

CUSTOMER = "scripted/2"

Tell = Callable[[int, int, Verdict], None]
"""Called after each conversation: how many are done, of how many, and what the last one came to."""


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


@dataclass(frozen=True)
class Ears:
    """Who is told how far a run is, and who may end it."""

    tell: Tell | None = None
    stopping: Stopping = lambda: False
    """Once it says so, every conversation ends with the turn it is in, and the run stays without a decision."""


async def converse(
    case: Case,
    target: Target,
    log: "RecordLog",
    meter: "RecordMeter",
    reply_seconds: float = 60.0,
    judges: Judges | None = None,
) -> tuple[Transcript, Verdict]:
    """Hold one conversation, and judge it: by the rules, and what they leave open by the judges, if there are any.

    Never raises for what a target or a model does. The conversation is on the record before it is judged.
    """
    transcript = await _talk(case, target, log, meter, reply_seconds, watch)
    return transcript, await judge_with(case, transcript, Reader(judges) if judges else None)


async def _talk(
    case: Case, target: Target, log: "RecordLog", meter: "RecordMeter", reply_seconds: float, watch: Watch
) -> Transcript:
    """Hold one conversation. Its end is on record before it is judged, unless it was broken off."""
    probe = target if isinstance(target, Probe) else None
    transcript = await hold(case, target, ScriptedCustomer(case), watch, log, meter, probe, reply_seconds)
    if transcript.ending != "interrupted":
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
    with Writer(file, clock, resumed=before is not None) as writer:
        if before:
            _go_on(before, writer, RecordMeter(writer, settings.price_book))
        else:
            writer.append("run_started", manifest)
        for plan in plans[len(before.plans) if before else 0 :]:
            writer.append("plan", plan)
        cases = cases_of(plans, settings.run.trials, settings.run.seed)
        outcomes = await _hold_all(cases, cast, settings, writer, ears, before.cases if before else {})
        if len(outcomes) == len(cases):
            writer.append("run_ended", _decide(outcomes, plans, settings, background.standing))
    return load(file)


def manifest_of(plans: Sequence[Plan], cast: Cast, settings: Settings, background: Background, run: str) -> Manifest:
    """Who, what and with which versions: what a record begins with."""
    return Manifest(
        run=run,
        harness=__version__,
        target=cast.target.name,
        target_version=cast.target.version,
        judge=judged_by(cast.judges),
        judging=cast.judges.judging if cast.judges else None,
        customer=CUSTOMER,
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


def _decide(
    outcomes: Sequence[Outcome], plans: Sequence[Plan], settings: Settings, standing: Standing | None
) -> Decision:
    return decide(outcomes, settings.gate, [plan.journey for plan in plans if not plan.runnable], standing)


async def _hold_all(
    cases: Sequence[Case],
    cast: Cast,
    settings: Settings,
    writer: Writer,
    ears: Ears,
    before: Mapping[str, Begun],
) -> list[Outcome]:
    log, meter = RecordLog(writer), RecordMeter(writer, settings.price_book)
    again = RecordMeter(writer, settings.price_book, replays=True)
    free = asyncio.Semaphore(settings.run.in_flight)
    found: dict[str, Outcome] = {}

    def watching(case: Case, turns: tuple[Turn, ...]) -> Ending | None:
        return "interrupted" if ears.stopping() else watch(case, turns)

    async def held(case: Case) -> Transcript:
        log.append("case_started", case.id, Started.of(case))
        return await _talk(case, cast.target, log, meter, settings.run.reply_seconds, watching)

    async def judged(case: Case, transcript: Transcript) -> Verdict:
        bench = cast.judges.each(meter.judge(case)) if cast.judges else None
        verdict = await judge_with(case, transcript, Reader(bench) if bench else None)
        if cast.good is not None:
            verdict = await confirmed(case, transcript, verdict, cast.good, again, settings.run.reply_seconds)
        log.append("verdict", case.id, verdict)
        return verdict

    async def one(case: Case, begun: Begun) -> None:
        async with free:
            if ears.stopping():
                return
            transcript = begun.transcript or await held(case)
            if transcript.ending == "interrupted":
                return
            verdict = begun.verdict or await judged(case, transcript)
            result = outcome(case, transcript, verdict)
            log.append("outcome", case.id, result)
            found[case.id] = result
            if ears.tell:
                ears.tell(len(found), len(cases), verdict)

    try:
        async with asyncio.TaskGroup() as group:
            for case in cases:
                begun = before.get(case.id, Begun())
                if begun.outcome:
                    found[case.id] = begun.outcome
                else:
                    group.create_task(one(case.model_copy(update={"attempt": begun.next_attempt}), begun))
    except BaseExceptionGroup as several:
        first = _first(several)
        if isinstance(first, RecordError):
            kept = f"What was written is kept. When that is mended: harness run --resume {writer.path.parent.name}"
            raise RecordError(f"{first} {kept}") from first
        raise first from None
    return [found[case.id] for case in cases if case.id in found]


def _first(several: BaseExceptionGroup[BaseException]) -> BaseException:
    """The error that conversations held side by side ended with: the first that is meant for people, else the first."""
    first, found = several.exceptions[0], several.subgroup(Trouble)
    first = found.exceptions[0] if found else first
    return _first(first) if isinstance(first, BaseExceptionGroup) else first
