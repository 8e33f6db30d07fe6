"""Journeys + target -> RunRecord: the only place that knows the whole way."""

import gc
import os
from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from datetime import datetime
from functools import partial
from pathlib import Path

from harness.budget import Budgets
from harness.comparison import NAME as BASELINE
from harness.comparison import identity_of, reference_of
from harness.gate import Decision, Reference, cases_shown, decide, explained
from harness.plan.nouns import Plan
from harness.record import RECORD, RecordError, Writer, new_run, read
from harness.run import Manifest, Resumed, RunRecord, Stopped, load
from harness.settings import Settings
from harness.unfinished import Unfinished, unfinished
from harness.verdict import Judges, Verdict
from harness.verdict.judge import JUDGE
from harness.version import __version__

from .accounts import spending
from .cases import cases_of
from .cast import NOBODY_LISTENS, NOTHING_SAID, Background, Cast, Ears
from .conversations import Conversations
from .recording import RecordMeter
from .staging import Stages, staged


async def assure(
    plans: Sequence[Plan],
    cast: Cast,
    settings: Settings,
    reports: Path,
    clock: Callable[[], datetime],
    background: Background = NOTHING_SAID,
    ears: Ears = NOBODY_LISTENS,
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
    with Writer(file, clock, resumed=before is not None) as writer, ExitStack() as leave, _left_in_peace():
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
        run = Conversations(len(cases), cast, settings, writer, ears, may_spend, before.cases if before else {})
        deciding = _deciding(plans, settings, background, reference, clock)
        decision = await staged(cases, run.hold, deciding, Stages.of(plans, settings))
        if decision is not None:
            writer.append("run_ended", _explained(decision, file, plans, background))
        elif run.missing and not ears.stopping():
            decision = deciding(run.outcomes, stopped=_why(run.missing, run.planned))
            told = _explained(decision, file, plans, background)
            writer.append("run_stopped", Stopped(decision=told, planned=run.planned, missing=run.missing))
        del run  # its outcomes are read again
    return load(file)


@contextmanager
def _left_in_peace() -> Iterator[None]:
    """What is there when a run begins stays to its end: to look through it for rubbish again and again would take a
    fifteenth of the processor time."""
    ours = not gc.get_freeze_count()
    if ours:
        gc.freeze()
    try:
        yield
    finally:
        if ours:
            gc.unfreeze()


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


def _explained(decision: Decision, file: Path, plans: Sequence[Plan], background: Background) -> Decision:
    return explained(decision, _verdicts(file, cases_shown(decision)), plans, background.folder)


def _verdicts(file: Path, cases: Collection[str]) -> dict[str, Verdict]:
    if not cases:
        return {}
    found = (event for event in read(file) if event.kind == "verdict" and event.case in cases)
    return {event.case: Verdict.model_validate(event.data) for event in found if event.case}


def _why(missing: Mapping[str, str], planned: int) -> list[str]:
    """What stopped conversations, each reason once, with how many it stopped."""
    counts = Counter(missing.values())
    return [f"{why}; {number} of {planned} conversations are not judged" for why, number in counts.items()]
