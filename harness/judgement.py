"""A stored run -> what was said of it later: judged again by a program, or corrected by a person.

Each is a record of its own in the run's folder, `judgements/<n>.jsonl`. The run's own record is never touched. Each
carries the last digest of what was there before it, the first that of the run's record: one that is taken out of the
row, or put into it, shows.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from pydantic import Field, ValidationError

from harness.criteria import Criterion, Severity
from harness.gate import Decision
from harness.ledger import LedgerEntry, Totals, total
from harness.money import PriceBook
from harness.noun import Noun
from harness.record import RUN_ENDED, Problem, Verification, read, verify
from harness.run import RecordIncomplete, RunRecord
from harness.verdict.nouns import RULES, Evidence, Judging, Outcome, Verdict

FOLDER = "judgements"


class JudgementStarted(Noun):
    """The first event of a later judgement by a program."""

    run: str
    number: int
    """From 1, in the order in which judgements and corrections of this run were made."""
    before: str
    """Last digest of the record before it: of the judgement or correction before, or of the run's own record."""
    harness: str
    judge: str
    """As in a run's manifest."""
    judging: Judging | None = Field(default=None, exclude_if=lambda judging: judging is None)
    prices: PriceBook = PriceBook()


class JudgementEnded(Noun):
    """Its last event."""

    judged: int
    decision: Decision | None
    """What the gate would say of these verdicts; the run's own decision stands. None for recorded conversations, and
    where the money did not suffice."""
    unpaid: dict[str, str] = Field(default_factory=dict, exclude_if=lambda unpaid: not unpaid)
    """Cases of which something stayed open because there was no money to ask -> why."""


class Correction(Noun):
    """What a person says of one sentence, or one criterion, of one conversation. It stands beside the verdict."""

    run: str
    number: int
    before: str
    """As in JudgementStarted."""
    case: str
    criterion: Criterion | None
    """Exactly one of these two is set."""
    sentence: str | None
    says: Literal["pass", "fail"]
    was: str
    """What the run's own verdict said."""
    author: str
    reason: str
    at: str
    """UTC, ISO 8601."""

    @property
    def about(self) -> tuple[str, str]:
        """The conversation, and the sentence's id or the criterion."""
        return self.case, self.sentence or self.criterion or ""


@dataclass(frozen=True)
class Judgement:
    """A later judgement of a whole run, as its record tells it."""

    file: Path
    at: str
    started: JudgementStarted
    verdicts: dict[str, Verdict]
    outcomes: tuple[Outcome, ...]
    entries: tuple[LedgerEntry, ...]
    ended: JudgementEnded | None
    """None when it did not finish: then it is compared with nothing."""

    @property
    def spent(self) -> Totals:
        """What its calls cost."""
        return total(self.entries)


def files(folder: Path) -> tuple[Path, ...]:
    """The records of what was said later of the run in this folder, oldest first."""
    found = [file for file in (folder / FOLDER).glob("*.jsonl") if file.stem.isascii() and file.stem.isdecimal()]
    return tuple(sorted(found, key=lambda file: int(file.stem)))


def later(folder: Path) -> tuple[Judgement | Correction, ...]:
    """All that was said later of the run in this folder, oldest first. One that had hardly begun is left out.

    Raises RecordIncomplete for one that this version cannot read, and record.RecordError for one that was changed.
    """
    return tuple(found for file in files(folder) if (found := read_one(file)) is not None)


def read_one(file: Path) -> Judgement | Correction | None:
    """One of them; None when nothing whole stands in it."""
    events = list(read(file))
    try:
        if events and events[0].kind == "corrected":
            return Correction.model_validate(events[0].data)
        if not events or events[0].kind != "judgement_started":
            return None
        by_kind = {kind: [one.data for one in events if one.kind == kind] for kind in {one.kind for one in events}}
        verdicts = [Verdict.model_validate(one) for one in by_kind.get("verdict", ())]
        ended = by_kind.get(RUN_ENDED)
        return Judgement(
            file=file,
            at=events[0].at,
            started=JudgementStarted.model_validate(events[0].data),
            verdicts={one.case: one for one in verdicts},
            outcomes=tuple(Outcome.model_validate(one) for one in by_kind.get("outcome", ())),
            entries=tuple(LedgerEntry.model_validate(one) for one in by_kind.get("charge", ())),
            ended=JudgementEnded.model_validate(ended[0]) if ended else None,
        )
    except ValidationError as problem:
        raise RecordIncomplete(f"{file} holds an event that this version cannot read") from problem


def corrections(said: Iterable[Judgement | Correction]) -> tuple[Correction, ...]:
    """What people said, the last word on each sentence or criterion of a conversation alone, oldest first."""
    last = {one.about: one for one in said if isinstance(one, Correction)}
    return tuple(sorted(last.values(), key=lambda one: one.number))


def verify_later(record: Path) -> tuple[tuple[Path, Verification], ...]:
    """Check each record of what was said later of the run with this record, and that they follow each other."""
    known = {event.prev for event in read(record)} | {verify(record).head}
    found = []
    for number, file in enumerate(files(record.parent), start=1):
        checked = verify(file)
        because = _out_of_row(file, number, known) if checked.ok else None
        if because:
            problem = Problem(line=1, sentence=because)
            checked = checked.model_copy(update={"ok": False, "problems": (*checked.problems, problem)})
        found.append((file, checked))
        known = {checked.head}
    return tuple(found)


def _out_of_row(file: Path, number: int, known: set[str]) -> str | None:
    said = read_one(file)
    start = said.started if isinstance(said, Judgement) else said
    if int(file.stem) != number or (start and start.number != number):
        return f"It is not number {number}: one before it was taken away, or it was moved."
    if start and start.before not in known:
        return "It does not follow what stands before it: one of them was replaced after it was written."
    return None


# ---- what changed -------------------------------------------------------------------------------------------


class Change(Noun):
    """One thing that two judgements of the same conversation say differently."""

    case: str
    journey: str
    what: Literal["validity", "sentence", "criterion"]
    name: str
    """The sentence's id, the criterion, or `validity`."""
    severity: Severity = "medium"
    was: str
    now: str
    why: str
    """Why it is what it is now, in a plain clause."""
    was_because: str
    by: str = RULES
    evidence: tuple[Evidence, ...] = ()


def compare(record: RunRecord, before: dict[str, Verdict], after: dict[str, Verdict]) -> tuple[Change, ...]:
    """What changed from one judgement of a run's conversations to another, the worst first.

    Worst: what fails now, by weight; then what is not judged or undecided now; then what passes now.
    """
    changes = [
        change
        for one in record.outcomes
        if one.case in before and one.case in after
        for change in _changes(one.journey, before[one.case], after[one.case])
    ]
    return tuple(sorted(changes, key=_rank))


def _rank(change: Change) -> tuple[int, int, int]:
    """Stable: within a rank as the conversations stand."""
    weights = ("critical", "high", "medium", "low")
    order = {"fail": 0, "invalid_simulation": 1, "infra_error": 1, "cannot_tell": 2, "pass": 4}
    kinds = ("validity", "sentence", "criterion")
    return order.get(change.now, 3), weights.index(change.severity), kinds.index(change.what)


def _changes(journey: str, before: Verdict, after: Verdict) -> Iterable[Change]:
    if before.validity != after.validity:
        yield Change(
            case=after.case,
            journey=journey,
            what="validity",
            name="validity",
            was=before.validity,
            now=after.validity,
            why=after.invalid_because or "it is judged now",
            was_because=before.invalid_because or "it was judged",
        )
        return
    shared = {"case": after.case, "journey": journey}
    results = {one.sentence: one for one in before.sentences}
    for one in after.sentences:
        old = results.get(one.sentence)
        if old is None or old.result != one.result:
            yield Change(
                **shared,
                what="sentence",
                name=one.sentence,
                severity=one.severity,
                was=old.result if old else "not judged",
                now=one.result,
                why=one.why,
                was_because=old.why if old else "that judge knew no such sentence",
                by=one.by,
                evidence=one.evidence,
            )
    gone = {one.sentence for one in after.sentences}
    for old in before.sentences:
        if old.sentence not in gone:
            yield Change(
                **shared,
                what="sentence",
                name=old.sentence,
                severity=old.severity,
                was=old.result,
                now="not judged",
                why="this judge knows no such sentence",
                was_because=old.why,
            )
    yield from _rulings(shared, before, after)


def _rulings(shared: dict[str, str], before: Verdict, after: Verdict) -> Iterable[Change]:
    ruled = {one.criterion: one for one in before.rulings}
    for now in after.rulings:
        was = ruled.get(now.criterion)
        if was is None or was.result != now.result:
            worst: Sequence[Severity] = [finding.severity for finding in now.findings]
            yield Change(
                **shared,
                what="criterion",
                name=now.criterion,
                severity=min(worst, key=("critical", "high", "medium", "low").index, default="medium"),
                was=was.result if was else "not judged",
                now=now.result,
                why=now.why,
                was_because=was.why if was else "that judge knew no such criterion",
                by=now.by,
                evidence=now.evidence or tuple(shown for one in now.findings[:1] for shown in one.evidence),
            )
