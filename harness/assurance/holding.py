"""Journeys + target -> RunRecord: the only place that knows the whole way."""

import asyncio
import hashlib
import os
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from types import MappingProxyType
from typing import Any

from harness.conversation.hold import hold
from harness.conversation.nouns import Case, Ending, Transcript, Turn, Watch
from harness.conversation.scripted import ScriptedCustomer
from harness.gate import Decision, Standing, decide
from harness.journey.nouns import Journey, Risk, Variation
from harness.kpi import Measure, judge_health, measures, recorded_measures
from harness.ledger import LedgerEntry
from harness.metering import Metered
from harness.model import Model
from harness.money import PriceBook, Tokens
from harness.noun import Noun
from harness.plan.compile import compile_journey
from harness.plan.fill import fill
from harness.plan.locking.lock import EMPTY, Lock
from harness.plan.locking.pin import strictly
from harness.plan.nouns import AnyItem, Check, Judged, Plan, Reading, Vocabulary
from harness.record import RECORD, RecordError, Writer, new_run
from harness.replay import confirmed
from harness.run import Held, Manifest, Resumed, RunRecord, Started, load
from harness.settings import Settings
from harness.target.nouns import Probe, Reply, Target
from harness.trouble import Trouble
from harness.unfinished import Begun, Unfinished, unfinished
from harness.verdict import Judges, Reader, judge_with
from harness.verdict.judge import JUDGE, outcome
from harness.verdict.looping import watch
from harness.verdict.nouns import Outcome, Verdict
from harness.verdict.trials import over_all_trials
from harness.version import __version__

CUSTOMER = "scripted/2"

Tell = Callable[[int, int, Verdict], None]
"""Called after each conversation: how many are done, of how many, and what the last one came to."""


Stopping = Callable[[], bool]
"""Whether the run is to end with the turns that are in flight."""


def compile_all(
    journeys: Sequence[Journey], vocabulary: Vocabulary, lock: Lock = EMPTY, locked: bool = False
) -> tuple[Plan, ...]:
    """Compile every journey. No model is called.

    `locked`: what is neither understood nor pinned, or reads otherwise than the lock says, is an error.
    """
    plans = (compile_journey(journey, vocabulary, lock) for journey in journeys)
    return tuple(strictly(plan) if locked else plan for plan in plans)


def cases_of(plans: Sequence[Plan], trials: int, seed: int) -> tuple[Case, ...]:
    """The conversations to hold, by risk, journey, variation, trial. Each has its own seed, drawn from the run's."""
    ranks = ("critical", "high", "medium", "low")
    rows = [(plan, row) for plan in plans if plan.runnable for row in plan.variations]
    rows.sort(key=lambda held: ranks.index(held[0].settings_of(held[1]).risk))
    return tuple(
        case_of(plan, row, trial, seed)
        for plan, row in rows
        for trial in range(1, (plan.settings_of(row).trials or trials) + 1)
    )


def case_of(plan: Plan, variation: Variation, trial: int, seed: int) -> Case:
    """One case: the plan's items that hold for this variation, with its slots filled and its row's settings."""
    plan = _for_row(plan, variation)
    only = {reading.sentence.id: reading.sentence.only for reading in plan.readings}
    items = [
        item for reading in plan.readings for item in _played(reading) if only[item.sentence] in (None, variation.name)
    ]
    digest = hashlib.sha256(f"{seed}|{plan.journey}|{variation.name}|{trial}".encode()).digest()
    return Case(
        plan=plan,
        variation=variation,
        trial=trial,
        seed=int.from_bytes(digest[:4]),
        items=fill(items, variation.values),
    )


def recorded_case(record: RunRecord, name: str) -> Case:
    """A case of a stored run, as it was held."""
    held = next(one for one in record.outcomes if one.case == name)
    plan = record.plan(held.journey)
    return case_of(plan, plan.variation(held.variation), held.trial, record.manifest.seed)


def _played(reading: Reading) -> tuple[AnyItem, ...]:
    """The items of a sentence; of one that nobody is sure of, no more than that something was to be checked."""
    if reading.status != "needs_model":
        return reading.items
    return tuple(_undecided(item) for item in reading.items if isinstance(item, Judged))


def _undecided(item: Judged) -> Check:
    shared = {name: getattr(item, name) for name in Judged.model_fields}
    return Check(**shared, deed=None)


def _for_row(plan: Plan, row: Variation) -> Plan:
    """The plan with a row's own settings; what has no mark of its own weighs as much as the row's risk."""
    settings = plan.settings_of(row)
    if settings == plan.settings:
        return plan
    readings = tuple(_weighing(reading, settings.risk) for reading in plan.readings)
    return plan.model_copy(update={"settings": settings, "readings": readings})


def _weighing(reading: Reading, risk: Risk) -> Reading:
    if reading.sentence.severity is not None:
        return reading
    items = tuple(
        item.model_copy(update={"severity": risk}) if isinstance(item, Judged) else item for item in reading.items
    )
    return reading.model_copy(update={"items": items})


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
    target: Target,
    settings: Settings,
    reports: Path,
    now: datetime,
    clock: Callable[[], datetime],
    tell: Tell | None = None,
    profile: str | None = None,
    folder: str = "",
    command: str = "",
    lock: str | None = None,
    good: Target | None = None,
    standing: Standing | None = None,
    judges: Judges | None = None,
    resume: Path | None = None,
    stopping: Stopping = lambda: False,
    asked: Mapping[str, Any] = MappingProxyType({}),
) -> RunRecord:
    """Hold and judge every conversation of these plans, and write the record as it happens.

    `good` is an agent known to be good: conversations that fail are held again with it, to confirm where they broke.
    `standing`: how far the judge was calibrated. `resume` is the record of a run that was broken off: only what is
    missing in it is held. Once `stopping` says so, every conversation ends with the turn it is in, and the run stays
    without a decision. `asked`: what the command line said, for whoever resumes it.

    A plan with an error is not run; the decision names it. Raises record.RecordError when the record cannot be written,
    and unfinished.NotTheSameRunError when what is to be resumed would be another run.
    """
    before = unfinished(resume) if resume else None
    file = resume or new_run(reports, now, os.getpid()) / RECORD
    manifest = Manifest(
        run=before.manifest.run if before else file.parent.name,
        harness=__version__,
        target=target.name,
        target_version=target.version,
        judge=judged_by(judges),
        judging=judges.judging if judges else None,
        customer=CUSTOMER,
        seed=settings.run.seed,
        trials=settings.run.trials,
        profile=profile,
        prices=settings.price_book,
        journeys={plan.journey: plan.meaning for plan in plans},
        lock=lock,
        folder=folder,
        command=command,
        asked=dict(asked),
        settings=settings.deciding,
        confirmed_with=good.name if good else None,
    )
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
        begun = before.cases if before else {}
        outcomes = await _hold_all(cases, target, settings, writer, tell, good, judges, begun, stopping)
        if len(outcomes) == len(cases):
            writer.append("run_ended", _decide(outcomes, plans, settings, standing))
    return load(file)


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
    target: Target,
    settings: Settings,
    writer: Writer,
    tell: Tell | None,
    good: Target | None,
    judges: Judges | None,
    before: Mapping[str, Begun],
    stopping: Stopping,
) -> list[Outcome]:
    log, meter = RecordLog(writer), RecordMeter(writer, settings.price_book)
    again = RecordMeter(writer, settings.price_book, replays=True)
    free = asyncio.Semaphore(settings.run.in_flight)
    found: dict[str, Outcome] = {}

    def watching(case: Case, turns: tuple[Turn, ...]) -> Ending | None:
        return "interrupted" if stopping() else watch(case, turns)

    async def held(case: Case) -> Transcript:
        log.append("case_started", case.id, Started.of(case))
        return await _talk(case, target, log, meter, settings.run.reply_seconds, watching)

    async def judged(case: Case, transcript: Transcript) -> Verdict:
        bench = judges.each(meter.judge(case)) if judges else None
        verdict = await judge_with(case, transcript, Reader(bench) if bench else None)
        if good is not None:
            verdict = await confirmed(case, transcript, verdict, good, again, settings.run.reply_seconds)
        log.append("verdict", case.id, verdict)
        return verdict

    async def one(case: Case, begun: Begun) -> None:
        async with free:
            if stopping():
                return
            transcript = begun.transcript or await held(case)
            if transcript.ending == "interrupted":
                return
            verdict = begun.verdict or await judged(case, transcript)
            result = outcome(case, transcript, verdict)
            log.append("outcome", case.id, result)
            found[case.id] = result
            if tell:
                tell(len(found), len(cases), verdict)

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


class RecordLog:
    """The log door of a conversation, onto the record."""

    def __init__(self, writer: Writer) -> None:
        self._writer = writer

    def append(self, kind: str, case: str, data: Noun) -> None:
        """Write one event of a case."""
        self._writer.append(kind, data, case=case)


class RecordMeter:
    """The meter door of a conversation: one ledger row a target call."""

    def __init__(self, writer: Writer, prices: PriceBook, replays: bool = False) -> None:
        self._writer = writer
        self._prices = prices
        self._replays = replays

    def settle(self, case: Case, turn: int, reply: Reply | None) -> None:
        """Put a target call on the ledger, priced by the run's book or left unpriced."""
        # A turn that is held again to confirm a break is no turn of the conversation.
        self.charge(case.id, None if self._replays else turn, case.attempt, reply or Reply(text=""))

    def charge(self, case: str, turn: int | None, attempt: int, reply: Reply, waste: bool = False) -> None:
        """Put what a reply cost on the ledger; as waste, when nothing came of it."""
        charge = self._prices.charge(reply.model, reply.tokens or Tokens(), reply.certainty)
        entry = LedgerEntry(
            case=case,
            turn=turn,
            attempt=attempt,
            role="target",
            payer="agent_owner",
            model=reply.model,
            charge=charge,
            seconds=reply.seconds,
            waste=waste,
        )
        self._writer.append("charge", entry, case=case)

    def judge(self, case: Case) -> Callable[[Model], Model]:
        """What puts every call of a judge about this case on the ledger."""

        def settle(entry: LedgerEntry) -> None:
            self._writer.append("charge", entry.model_copy(update={"attempt": case.attempt}), case=case.id)

        return lambda model: Metered(model, self._prices, settle, case=case.id)


def as_json(record: RunRecord) -> dict[str, Any]:
    """The run for a machine: manifest, decision, outcomes, totals."""
    return {
        "schema": 1,
        "run": record.manifest.run,
        "folder": record.folder,
        "manifest": record.manifest.model_dump(mode="json"),
        "decision": record.decision.model_dump(mode="json") if record.decision else None,
        "outcomes": [outcome.model_dump(mode="json") for outcome in record.outcomes],
        "trials": over_all_trials(record.outcomes),
        "measures": [measure.model_dump(mode="json") for measure in _measures(record)],
        "spent": record.spent.model_dump(mode="json"),
        "wasted": record.wasted.model_dump(mode="json"),
        "judge": _health(record),
    }


def _measures(record: RunRecord) -> tuple[Measure, ...]:
    return recorded_measures(record.outcomes) if record.manifest.recorded else measures(record.outcomes, record.spent)


def _health(record: RunRecord) -> dict[str, Any] | None:
    health = judge_health(record.verdicts)
    return health.model_dump(mode="json") if health else None
