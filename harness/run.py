"""A record's events -> RunRecord: what a run's file says, as nouns. Everything that is shown is computed from it."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import zip_longest
from math import inf
from pathlib import Path
from typing import Any, Literal

from pydantic import Field, SkipValidation, ValidationError

from harness.budget import Budgets
from harness.conversation.nouns import Case, Ending, Transcript, Turn, Validity
from harness.conversation.playing import Playing
from harness.estimate import Expected
from harness.gate import Decision, Reference
from harness.ledger import LedgerEntry, Totals, total
from harness.money import PriceBook
from harness.noun import Alike, Noun
from harness.plan.nouns import Plan, Reading
from harness.record import Cases, Envelope, Gathered, Torn, placed, read
from harness.trouble import Trouble
from harness.verdict.nouns import Judging, Outcome, Verdict


class Recorded(Noun):
    """Where conversations come from that were not simulated: a file of recorded ones, redacted before."""

    source: str
    """The file, as it was named."""
    conversations: int
    skipped: int
    """Lines of it that were no conversation."""
    events: bool
    """Whether the file shows what the agent's system did."""
    redacted: dict[str, int]
    """EMAIL, IBAN, CARD, PHONE, NAME -> how often one was replaced."""


class Manifest(Noun):
    """Who, what and with which versions: the first event of a record."""

    run: str
    harness: str
    """The harness's version."""
    target: str
    target_version: str
    agent: str | None = Field(default=None, exclude_if=lambda agent: agent is None)
    """Digest of the files that the agent is made of, where the settings name them."""
    judge: str
    """The version of the rules, and after it the models that read what they leave open."""
    judging: Judging | None = Field(default=None, exclude_if=lambda judging: judging is None)
    """Those models, with the digests of what they were asked by; None when the rules judged alone."""
    customer: str
    """The version of the script, and after it the model that plays or words the customers."""
    playing: Playing | None = Field(default=None, exclude_if=lambda playing: playing is None)
    """That model, and the digest of what it is told; None when the script is alone."""
    seed: int
    trials: int
    profile: str | None = None
    prices: PriceBook = PriceBook()
    journeys: dict[str, str] = {}
    """Journey id -> its digest of meaning."""
    lock: str | None = None
    """Digest of the lock that the journeys were compiled with; None when there was none: nothing was pinned."""
    folder: str = ""
    """Where the journeys lie, as it was named: places in the report begin with it. Left out of the canonical record."""
    command: str = ""
    """What to type to hold this run again."""
    asked: dict[str, Any] = Field(default={}, exclude_if=lambda asked: not asked)
    """The same, field by field, for whoever resumes it."""
    settings: dict[str, Any] = Field(default={}, exclude_if=lambda settings: not settings)
    """The settings that the result depends on, by name: of the target, the gate, and how long a reply may take."""
    recorded: Recorded | None = Field(default=None, exclude_if=lambda recorded: recorded is None)
    """Set where these are conversations from production, which no gate decides on and no rate pools with others."""
    budgets: Budgets | None = Field(default=None, exclude_if=lambda budgets: budgets is None)
    """What might be spent. Left out of the canonical record: a run may go on with more."""
    expected: Expected | None = Field(default=None, exclude_if=lambda expected: expected is None)
    """What it was expected to use. Left out of the canonical record: it rests on the runs before."""
    confirmed_with: str | None = Field(default=None, exclude_if=lambda name: name is None)
    """The target with which conversations that failed were held again, to confirm where they broke."""


class Started(Noun):
    """A conversation begins."""

    case: str
    journey: str
    variation: str
    trial: int
    why: str
    seed: int
    attempt: int = 1

    @classmethod
    def of(cls, case: Case) -> "Started":
        """The facts of a case that a reader of the record needs."""
        return cls(
            case=case.id,
            journey=case.plan.journey,
            variation=case.variation.name,
            trial=case.trial,
            why=case.why,
            seed=case.seed,
            attempt=case.attempt,
        )


class Held(Noun):
    """A conversation ended: the transcript without its turns, which stand before it in the record."""

    case: str
    ending: Ending
    validity: Validity
    invalid_because: str | None = None
    exposes_events: bool
    state: dict[str, str | None] = {}
    probed: bool
    error: str | None = None
    origin: Literal["simulated", "production"] = Field(
        default="simulated", exclude_if=lambda origin: origin == "simulated"
    )

    @classmethod
    def of(cls, transcript: Transcript) -> "Held":
        """Everything about a transcript but its turns."""
        return cls.model_validate(transcript.model_dump(exclude={"turns"}))

    def transcript(self, turns: Iterable[Turn]) -> Transcript:
        """The transcript, with its turns put back."""
        return Transcript(**self.model_dump(), turns=tuple(turns))


class CutOff(Noun):
    """A conversation, or its judging, that was cut off in mid-air. What had been paid for it is waste."""

    case: str
    attempt: int
    wasted: tuple[int, ...]
    """Numbers of the events that something else comes in the place of."""
    waste: Literal[True] = True
    """It is none of the canonical record."""


class Resumed(Noun):
    """A run that was broken off goes on from here."""

    run: str
    harness: str
    torn: Torn | None
    """The beginning of a line that was cut off, and where it is kept; None when the last line was whole."""
    held: int
    """Conversations that need not be held again."""
    waste: Literal[True] = True
    """It is none of the canonical record."""


class Stopped(Noun):
    """A run ended before all of it was held and judged, because there was no money or no time left. It may go on."""

    decision: Decision
    """What the gate says of what was judged."""
    planned: int
    """Conversations that were to be held and judged."""
    missing: dict[str, str]
    """Conversations that were broken off, or are not judged -> why."""
    waste: Literal[True] = True
    """It is none of the canonical record."""


class RunRecord(Noun):
    """A run as its record tells it."""

    folder: str
    manifest: Manifest
    plans: tuple[Plan, ...] = ()
    verdicts: SkipValidation[Sequence[Verdict]] = ()
    outcomes: SkipValidation[Sequence[Outcome]] = ()
    """In order of case, whatever the order in which the conversations ended."""
    entries: SkipValidation[Sequence[LedgerEntry]] = ()
    decision: Decision | None = None
    """None when the run did not finish."""
    stopped: Stopped | None = None
    """Set where the run ended before all of it was held: what it holds is counts, and no rates."""
    reference: Reference | None = None
    """What it was held against; None when there was no baseline."""

    @property
    def whole(self) -> bool:
        """Whether all of it was held that was planned. What a run that stopped early holds is counts, and no rates."""
        return self.stopped is None and (self.decision is None or self.decision.stopped is None)

    def __repr__(self) -> str:
        # asyncio builds it as a run ends, for a message that nobody sees; whole, it would take seconds.
        return f"RunRecord({self.folder!r})"

    @cached_property
    def spent(self) -> Totals:
        """The sum of the ledger's rows."""
        return total(self.entries)

    @cached_property
    def wasted(self) -> Totals:
        """What of it was paid for in vain: conversations cut off in mid-air, requests that brought no answer."""
        return total(entry for entry in self.entries if entry.waste)

    def charged(self, entries: tuple[LedgerEntry, ...]) -> "RunRecord":
        """The same run with these charges, such as at other prices."""
        other = self.model_copy(update={"entries": entries})
        for name in ("spent", "wasted"):  # a copy takes along what was worked out of the charges before
            other.__dict__.pop(name, None)
        return other

    @cached_property
    def readings(self) -> dict[str, Reading]:
        """Sentence id -> what became of it, over all journeys; of two of one name the first: the other is not run."""
        return {f"{plan.journey}:{one.sentence.id}": one for plan in reversed(self.plans) for one in plan.readings}

    def reading(self, journey: str, sentence: str) -> Reading:
        """One of the author's sentences, with its place."""
        return self.readings[f"{journey}:{sentence}"]

    def plan(self, journey: str) -> Plan:
        """The plan of a journey."""
        return next(plan for plan in self.plans if plan.journey == journey)

    @cached_property
    def _which(self) -> dict[str, int]:
        """Case -> its place among the verdicts, which may have to be read from disk."""
        return {verdict.case: place for place, verdict in enumerate(self.verdicts)}

    def verdict(self, case: str) -> Verdict:
        """The verdict on a case."""
        return self.verdicts[self._which[case]]

    def spent_after(self, case: str, turn: int) -> Totals:
        """What the agent cost in the turns of a conversation after this one."""
        return total(
            entry
            for entry in self.entries
            if entry.case == case and entry.role == "target" and entry.turn is not None and entry.turn > turn
        )


class RecordIncomplete(Trouble):
    """The file is a record, but holds no run to show."""


@dataclass(frozen=True)
class Conversation:
    """One conversation of a run, whole."""

    manifest: Manifest
    plan: Plan
    started: Started
    transcript: Transcript
    verdict: Verdict
    outcome: Outcome
    entries: tuple[LedgerEntry, ...]
    """Its rows on the ledger, those of attempts that were cut off among them."""


Each = Callable[[Conversation], tuple[Verdict, Outcome, Iterable[LedgerEntry]]]
"""What is done with every conversation once it has come to an outcome; gives what the RunRecord keeps of it."""


MOST_VERDICTS, MOST_OUTCOMES, MOST_ENTRIES = 500, 20_000, 3_000
"""Of a run that has more, they are read from disk each time that they are looked at: about 10 MB of memory a kind."""
SAID = frozenset({"turn", "held", "unusable"})
"""Kinds of event of which only transcripts are made."""
LARGE = 16_000_000
"""Bytes of a record that has too many verdicts and rows in any case: not even the first of them are kept."""


def load(file: Path, each: Each | None = None) -> RunRecord:
    """Read a run back from its record, as far as its conversations came to an outcome.

    `each` sees every conversation whole, one after the other, and says how much of it is kept: a run of any length can
    be gone through once, in little memory. Raises RecordIncomplete when it holds no run; tolerates a torn tail.
    """
    parts = _Parts(file, each)
    try:
        for at, event in placed(file, without=() if each else SAID):
            parts.take(at, event)
        cases = parts.cases.in_order()
    except (ValidationError, ValueError, KeyError) as problem:
        raise RecordIncomplete(f"{file} holds an event that this version cannot read") from problem
    if parts.manifest is None or cases is None:
        raise RecordIncomplete(f"{file} holds no whole run: see harness verify {file}")
    return RunRecord(
        folder=str(file.parent),
        manifest=parts.manifest,
        plans=tuple(parts.plans),
        verdicts=parts.verdicts.in_order(parts.cases.verdicts(cases)),
        outcomes=parts.outcomes.in_order(parts.cases.outcomes(cases)),
        entries=parts.entries.in_order(),
        decision=parts.decision,
        stopped=parts.stopped,
        reference=parts.reference,
    )


class _Parts:
    """What is gathered while a record is read."""

    def __init__(self, file: Path, each: Each | None = None) -> None:
        self._each = each
        self._open: dict[str, _Open] = {}
        """Conversations without an outcome as yet; only where each is shown as it ends."""
        self.manifest: Manifest | None = None
        self.plans: list[Plan] = []
        self.cases = Cases()
        large = file.exists() and file.stat().st_size > LARGE
        verdicts, outcomes, entries = (
            (inf, inf, inf) if each else (0 if large else MOST_VERDICTS, MOST_OUTCOMES, 0 if large else MOST_ENTRIES)
        )
        self.verdicts = Gathered(file, lambda event: Verdict.model_validate(event.data), verdicts)
        self.outcomes = outcomes_in(file, outcomes)
        self.entries = Gathered(file, self._entry, entries)
        self._wasted: set[int] = set()
        """Numbers of events that something came in the place of."""
        self._rows: dict[str, tuple[int, dict[str, int]]] = {}
        """Journey -> its place among the plans, and its variations' places in it."""
        self.decision: Decision | None = None
        self.stopped: Stopped | None = None
        self.reference: Reference | None = None

    def take(self, place: int, event: Envelope) -> None:
        match event.kind:
            case "pin_started":
                raise RecordIncomplete("this is the record of a harness pin, which held no conversation")
            case "run_started":
                self.manifest = Manifest.model_validate(event.data)
            case "reference":
                self.reference = Reference.model_validate(event.data)
            case "plan":
                self._planned(Plan.model_validate(event.data))
            case "case_started":
                self._begun(Started.model_validate(event.data))
            case "verdict":
                self.cases.judged(self.verdicts.add(place, event).case, len(self.verdicts) - 1)
            case "outcome":
                event.data["case"] = self.cases.named(str(event.data["case"]))
                self.cases.ended(self.outcomes.add(place, event).case, len(self.outcomes) - 1)
            case "charge":
                self.entries.add(place, event)
            case "cut_off":
                self._cut_off(CutOff.model_validate(event.data))
            case "run_stopped":
                self.stopped = Stopped.model_validate(event.data)
                self.decision = self.stopped.decision
            case "run_resumed":
                self.stopped = self.decision = None
            case "run_ended" if event.data.get("decision") is not None:
                self.decision = Decision.model_validate(event.data)
        if self._each and event.case is not None:
            self._follow(event, self._each)

    def _follow(self, event: Envelope, each: Each) -> None:
        """Gather a conversation's events until it has come to an outcome, then show it and keep what is wanted."""
        mine = self._open.setdefault(event.case or "", _Open())
        match event.kind:
            case "case_started":  # again, when what it had come to was cut off or replaced
                mine.started, mine.turns, mine.held = Started.model_validate(event.data), [], None
            case "turn":
                mine.turns.append(Turn.model_validate(event.data))
            case "held":
                mine.held = Held.model_validate(event.data)
            case "charge":
                mine.charges.append(event.seq)
            case "outcome":
                self._ended(self._open.pop(event.case or ""), each)

    def _ended(self, mine: "_Open", each: Each) -> None:
        last = len(self.outcomes) - 1
        outcome = self.outcomes[last]
        judged = self.cases.verdict(outcome.case)
        verdict = None if judged is None else self.verdicts[judged]
        plan = next((one for one in self.plans if one.journey == outcome.journey), None)
        if not (self.manifest and plan and verdict and judged is not None and mine.started and mine.held):
            raise ValueError(f"{outcome.case} came to an outcome before it was held")
        rows = [row for seq in mine.charges if (row := self.entries.of(seq)) is not None]
        entries = tuple(self.entries[row] for row in rows)
        transcript = mine.held.transcript(mine.turns)
        whole = Conversation(self.manifest, plan, mine.started, transcript, verdict, outcome, entries)
        verdict, outcome, kept = each(whole)
        self.verdicts.replace(judged, verdict)
        self.outcomes.replace(last, outcome)
        for row, entry in zip_longest(rows, kept):
            self.entries.replace(row, entry)

    def _planned(self, plan: Plan) -> None:
        rows = {row.name: place for place, row in enumerate(plan.variations)}
        self._rows.setdefault(plan.journey, (len(self.plans), rows))
        self.plans.append(plan)

    def _begun(self, one: Started) -> None:
        if one.journey in self._rows:
            journey, rows = self._rows[one.journey]
            bought = ("fixed", "adaptive", "retry").index(one.why)
            self.cases.begun(one.case, (journey, rows[one.variation], bought, one.trial))

    def _cut_off(self, loss: CutOff) -> None:
        self._wasted |= set(loss.wasted)
        for number in loss.wasted:
            if (row := self.entries.of(number)) is not None:
                self.entries.replace(row, self.entries[row].model_copy(update={"waste": True}))

    def _entry(self, event: Envelope) -> LedgerEntry:
        entry = LedgerEntry.model_validate(event.data).asked_at(event.at)
        return entry.model_copy(update={"waste": True}) if event.seq in self._wasted else entry


def outcomes_in(file: Path, most: float = inf) -> Gathered[Outcome]:
    """Where the outcomes of a record are gathered. They are alike, and hold once what they have in common."""
    alike = Alike[Outcome]()
    return Gathered(file, lambda event: Outcome.model_validate(event.data), most, alike.light)


@dataclass
class _Open:
    """What is known so far of a conversation that has no outcome yet."""

    started: Started | None = None
    turns: list[Turn] = field(default_factory=list)
    held: Held | None = None
    charges: list[int] = field(default_factory=list)
    """Numbers of the events that put something on the ledger."""


def transcripts(file: Path, cases: Iterable[str] | None = None) -> dict[str, Transcript]:
    """The transcripts of these cases (all when None), read from disk; an unfinished conversation is left out."""
    wanted = None if cases is None else set(cases)
    turns: dict[str, list[Turn]] = {}
    done: dict[str, Transcript] = {}
    for event in read(file):
        if event.case is None or (wanted is not None and event.case not in wanted):
            continue
        if event.kind == "case_started":  # again, when what it had come to was cut off or replaced
            turns.pop(event.case, None)
            done.pop(event.case, None)
        elif event.kind == "turn":
            turns.setdefault(event.case, []).append(Turn.model_validate(event.data))
        elif event.kind == "held":
            done[event.case] = Held.model_validate(event.data).transcript(turns.pop(event.case, ()))
    return done
