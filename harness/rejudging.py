"""A stored run, or recorded conversations + whoever judges -> a judgement. No target is called.

`judge_again` puts a new judgement beside a run's own, `correct` what a person says of it; `judge_recorded` makes a run
of conversations that others held, marked as production's.
"""

import os
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Literal

from harness.assurance import case_of, compile_all, judged_by, of_ours, recorded_case
from harness.calibration.judging import Bench, Held
from harness.calibration.spoken import NO_JOURNEY, transcript_of
from harness.criteria import CRITERIA
from harness.gate import Reference, Standing, decide, named
from harness.journey.read import read_source
from harness.judgement import FOLDER, Correction, Judgement, JudgementEnded, JudgementStarted, files, later, read_one
from harness.noun import Noun
from harness.plan.nouns import Persona, Plan
from harness.production import Recordings, Skipped, read_recordings
from harness.record import RECORD, RUN_ENDED, RecordError, Writer, new_run, verify
from harness.run import Held as Ended
from harness.run import Manifest, Recorded, RunRecord, Started, load, transcripts
from harness.settings import Settings
from harness.trouble import Trouble
from harness.verdict import Judges, Verdict
from harness.verdict.judge import outcome
from harness.version import __version__

Clock = Callable[[], datetime]


async def judge_again(
    file: Path, judges: Judges | None, settings: Settings, clock: Clock, standing: Standing | None = None
) -> tuple[RunRecord, Judgement]:
    """Judge every conversation of a stored run once more, and keep it as a judgement of its own beside the run's.

    The conversations are taken from the record as they were held and compiled. `standing`: how far this judge was
    calibrated, for what the gate would say. Raises Trouble when the record cannot
    be read, and record.RecordError when the judgement cannot be written: then nothing is asked.
    """
    record = load(file)
    held = _conversations(record, file)
    taken = _paid_for(file, judges)
    kept, number, before = _next(file)
    ours = of_ours(settings.budget, settings.price_book, file.parents[1], clock)
    with Writer(kept, clock) as writer, ours as spending:
        started = JudgementStarted(
            run=record.manifest.run,
            number=number,
            before=before,
            harness=__version__,
            judge=judged_by(judges),
            judging=judges.judging if judges else None,
            prices=settings.price_book,
        )
        writer.append("judgement_started", started)
        bench = Bench(judges, settings.price_book, writer, spending)
        left = await bench.verdicts({case: one for case, one in held.items() if case not in taken})
        for case, verdict in taken.items():
            writer.append("verdict", verdict, case=case)
        verdicts = {case: (left | taken)[case] for case in held}
        replaced = {one.case: one.replaced for one in record.outcomes}
        outcomes = [outcome(*held[case], verdict, replaced[case]) for case, verdict in verdicts.items()]
        for one in outcomes:
            writer.append("outcome", one, case=one.case)
        not_run = [plan.journey for plan in record.plans if not plan.runnable]
        against = _reference(record, judges)
        day = clock().date() if settings.gate.known else None
        recorded = record.manifest.recorded
        judged = partial(decide, outcomes, settings.gate, not_run, standing, reference=against, on=day)
        decision = None if recorded or bench.unpaid else judged()
        writer.append(RUN_ENDED, JudgementEnded(judged=len(outcomes), decision=decision, unpaid=bench.unpaid))
    judgement = read_one(kept)
    if not isinstance(judgement, Judgement):
        raise RecordError(f"{kept} cannot be read back.")
    return record, judgement


def _paid_for(file: Path, judges: Judges | None) -> dict[str, Verdict]:
    """The verdicts of the judgement before, where the same judge ran out of money: they are not paid for twice."""
    earlier = [one for one in later(file.parent) if isinstance(one, Judgement)]
    unpaid = earlier[-1].ended.unpaid if earlier and earlier[-1].ended else {}
    by_whom = judged_by(judges), judges.judging if judges else None
    if not unpaid or by_whom != (earlier[-1].started.judge, earlier[-1].started.judging):
        return {}
    return {case: verdict for case, verdict in earlier[-1].verdicts.items() if case not in unpaid}


def _reference(record: RunRecord, judges: Judges | None) -> Reference | None:
    """What the run was held against, where the same judge judges again; by another one nothing of it is comparable."""
    now, stored = (judged_by(judges), judges.judging if judges else None), record.reference
    if stored is None or now == (record.manifest.judge, record.manifest.judging):
        return stored
    why = f"the judge was {record.manifest.judge}, and is {now[0]}"
    return Reference(name=stored.name, refused={named(one.cell): why for one in stored.kept} | stored.refused)


def _conversations(record: RunRecord, file: Path) -> dict[str, Held]:
    """Every conversation of a run that came to an end, with its case."""
    found = transcripts(file)
    return {
        one.case: (recorded_case(record, one.case), found[one.case]) for one in record.outcomes if one.case in found
    }


def _next(file: Path) -> tuple[Path, int, str]:
    """An empty file for what is said next of a run, its number, and the last digest of what stands before it.

    Raises RecordError when what stands before is not whole, or the file cannot be made.
    """
    earlier = files(file.parent)
    last = earlier[-1] if earlier else file
    checked = verify(last)
    if not checked.ok:
        raise RecordError(f"{last} is not whole ({checked.problems[0].sentence}); nothing is put behind it.")
    number = int(last.stem) + 1 if earlier else 1
    kept = file.parent / FOLDER / f"{number}.jsonl"
    try:
        kept.parent.mkdir(exist_ok=True)
        kept.touch(exist_ok=False)  # two at once do not share a number
    except OSError as problem:
        raise RecordError(f"{kept} cannot be made: {problem.strerror or problem}.") from problem
    return kept, number, checked.head


# ---- what a person says -------------------------------------------------------------------------------------


def correct(
    file: Path, case: str, about: str, says: Literal["pass", "fail"], author: str, reason: str, clock: Clock
) -> Correction:
    """Put what a person says beside a run's verdict. `about`: a criterion, or a sentence by its id or its line.

    Nothing that was decided changes. Raises Trouble when the run has no such conversation or sentence, or when author
    or reason is empty.
    """
    record = load(file)
    author, reason = author.strip(), reason.strip()
    if not author or not reason:
        raise Trouble("a correction has an author and a reason: who says so, and why.")
    if case not in {one.case for one in record.verdicts}:
        some = ", ".join(one.case for one in record.verdicts[:3])
        raise Trouble(f"this run has no conversation '{case}'. It has: {some}{' …' * (len(record.verdicts) > 3)}")
    sentence, was = _said_of(record, record.verdict(case), about)
    kept, number, before = _next(file)
    now = clock()
    with Writer(kept, lambda: now) as writer:
        correction = Correction(
            run=record.manifest.run,
            number=number,
            before=before,
            case=case,
            criterion=None if sentence else next(one for one in CRITERIA if one == about),
            sentence=sentence,
            says=says,
            was=was,
            author=author,
            reason=reason,
            at=now.astimezone(UTC).isoformat(timespec="seconds"),
        )
        writer.append("corrected", correction, case=case)
        writer.append(RUN_ENDED, Kept())
    return correction


class Kept(Noun):
    """The last event of a correction: it is there whole."""

    corrections: int = 1


def _said_of(record: RunRecord, verdict: Verdict, about: str) -> tuple[str | None, str]:
    """The sentence that is meant, None for a criterion; and what the verdict says of it."""
    if about in CRITERIA:
        return None, next((one.result for one in verdict.rulings if one.criterion == about), "not judged")
    journey = next(one.journey for one in record.outcomes if one.case == verdict.case)
    lines = {one.sentence: record.reading(journey, one.sentence).sentence.span for one in verdict.sentences}
    meant = [one for one in verdict.sentences if about in (one.sentence, str(lines[one.sentence].line))]
    if len(meant) == 1:
        return meant[0].sentence, meant[0].result
    if meant:
        places = "; ".join(f"{lines[one.sentence]} ({one.sentence})" for one in meant)
        raise Trouble(f"line {about} holds {len(meant)} sentences; name one by its id: {places}")
    known = ", ".join(str(line) for line in sorted({span.line for span in lines.values()}))
    raise Trouble(
        f"'{about}' is no sentence that was judged in this conversation, nor a criterion ({', '.join(CRITERIA)})."
        f" Sentences stand on lines: {known or 'none'}."
    )


# ---- recorded conversations ---------------------------------------------------------------------------------


@dataclass(frozen=True)
class FromProduction:
    """A run made of recorded conversations."""

    record: RunRecord
    skipped: tuple[Skipped, ...]
    unpaid: dict[str, str]
    """Cases of which something stayed open because there was no money to ask -> why."""


async def judge_recorded(
    file: Path,
    plan: Plan | None,
    judges: Judges | None,
    settings: Settings,
    reports: Path,
    clock: Clock,
    variation: str = "",
    folder: str = "",
    command: str = "",
) -> FromProduction:
    """Judge the conversations of a file, redacted before anything is written or sent, in a run folder of their own.

    `plan`: a journey whose sentences they are held to; None for what needs no journey. Raises Trouble when the file
    holds no conversation or cannot be read.
    """
    plan = plan or unasked(settings)
    names = [item.name for one in plan.readings for item in one.items if isinstance(item, Persona) and item.name]
    found = read_recordings(file, names)
    held = _cases(plan, variation, found)
    place = new_run(reports, clock(), os.getpid())
    manifest = Manifest(
        run=place.name,
        harness=__version__,
        target="recorded",
        target_version="",
        judge=judged_by(judges),
        judging=judges.judging if judges else None,
        customer="recorded",
        seed=0,
        trials=len(held),
        prices=settings.price_book,
        journeys={plan.journey: plan.meaning},
        folder=folder,
        command=command,
        recorded=Recorded(
            source=file.name,
            conversations=len(held),
            skipped=len(found.skipped),
            redacted=found.redacted,
            events=any(transcript.exposes_events for _, transcript in held.values()),
        ),
    )
    ours = of_ours(settings.budget, settings.price_book, reports, clock)
    with Writer(place / RECORD, clock) as writer, ours as spending:
        writer.append("run_started", manifest)
        writer.append("plan", plan)
        for one in found.skipped:
            writer.append("line_skipped", one)
        for case, transcript in held.values():
            writer.append("case_started", Started.of(case), case=case.id)
            for turn in transcript.turns:
                writer.append("turn", turn, case=case.id)
            writer.append("held", Ended.of(transcript), case=case.id)
        bench = Bench(judges, settings.price_book, writer, spending)
        verdicts = await bench.verdicts(held)
        for name, verdict in verdicts.items():
            writer.append("outcome", outcome(*held[name], verdict), case=name)
        writer.append(RUN_ENDED, JudgementEnded(judged=len(verdicts), decision=None, unpaid=bench.unpaid))
    return FromProduction(load(place / RECORD), found.skipped, bench.unpaid)


def unasked(settings: Settings) -> Plan:
    """A journey that asks for nothing: what is judged by it is what no wish is needed for."""
    here = Path.cwd()
    return compile_all([read_source(NO_JOURNEY, here / "recorded.md", here)], settings.vocabulary)[0]


def _cases(plan: Plan, variation: str, found: Recordings) -> dict[str, Held]:
    """The conversations with their cases; the number of each is its line in the file."""
    row = plan.variation(variation)
    held = {}
    for line, spoken in found.conversations.items():
        case = case_of(plan, row, trial=line, seed=0)
        held[case.id] = (case, transcript_of(case.id, spoken))
    return held
