"""A record that was broken off -> what is left to do, what was paid for in vain, and whether it is the same run."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from harness.conversation.nouns import Transcript, Turn
from harness.gate import Reference
from harness.ledger import LedgerEntry
from harness.plan.nouns import Plan
from harness.record import Envelope, read
from harness.run import CutOff, Held, Manifest, RecordIncomplete, Started
from harness.trouble import Trouble
from harness.verdict.nouns import Outcome, Replaced, Verdict


class NotTheSameRunError(Trouble):
    """What would be held now is not what was begun: says what is different, by name."""


@dataclass
class Begun:
    """How far a conversation had come."""

    attempt: int = 0
    """0: it was not begun."""
    turns: list[Turn] = field(default_factory=list)
    charged: set[int] = field(default_factory=set)
    """Turns that are on the ledger."""
    held: Held | None = None
    verdict: Verdict | None = None
    outcome: Outcome | None = None
    replaced: list[Replaced] = field(default_factory=list)
    """The invalid simulations that were to be held again."""
    loose: list[int] = field(default_factory=list)
    """Numbers of the events since the last thing that is whole: the conversation, then its verdict."""

    @property
    def transcript(self) -> Transcript | None:
        """The conversation, if it came to its end."""
        return self.held.transcript(self.turns) if self.held else None

    @property
    def next_attempt(self) -> int:
        """The attempt that is to be made of it, or that was made."""
        return self.attempt if self.held else self.attempt + 1

    @property
    def unpaid(self) -> tuple[Turn, ...]:
        """Turns that are on record and not on the ledger: the one between the two when it all ended."""
        return () if self.held else tuple(turn for turn in self.turns if turn.number not in self.charged)

    def cut_off(self, case: str) -> CutOff | None:
        """What to say of the events that stand for nothing; None when there are none."""
        return CutOff(case=case, attempt=self.attempt, wasted=tuple(self.loose)) if self.loose else None

    def take(self, event: Envelope) -> None:
        """See the next event of this conversation."""
        self.loose.append(event.seq)
        match event.kind:
            case "case_started":
                self.attempt = Started.model_validate(event.data).attempt
                self.turns, self.charged = [], set()
            case "turn":
                self.turns.append(Turn.model_validate(event.data))
            case "charge":
                self.charged |= {LedgerEntry.model_validate(event.data).turn or 0}
            case "held":
                self.held = Held.model_validate(event.data)
            case "verdict":
                self.verdict = Verdict.model_validate(event.data)
            case "replaced":
                self.replaced.append(Replaced.model_validate(event.data))
                self.turns, self.held, self.verdict = [], None, None
            case "outcome":
                self.outcome = Outcome.model_validate(event.data)
                self.turns, self.verdict = [], None  # nobody asks for them any more, and they may be many
        if event.kind in _WHOLE:
            self.loose = []


_WHOLE = frozenset({"held", "verdict", "replaced", "outcome", "cut_off"})
"""Kinds of event after which nothing before is in the air."""


@dataclass(frozen=True)
class Unfinished:
    """What a run that was broken off holds already."""

    manifest: Manifest
    plans: tuple[Plan, ...]
    cases: dict[str, Begun]
    events: int
    """How many the record holds."""
    entries: tuple[LedgerEntry, ...] = ()
    """The rows of its ledger, waste included."""
    reference: Reference | None = None
    """What it is held against."""

    @property
    def held(self) -> int:
        """Conversations that need not be held again."""
        return sum(1 for begun in self.cases.values() if begun.held)

    @property
    def cut(self) -> int:
        """Conversations that were cut off in mid-air."""
        return sum(1 for begun in self.cases.values() if not begun.held)

    def must_be(self, manifest: Manifest) -> None:
        """Raises NotTheSameRunError when what would be held now is another run."""
        if found := list(_differences(self.manifest, manifest)):
            raise NotTheSameRunError(
                f"run {self.manifest.run} cannot be continued, because it would not be the same run any more:\n"
                + "".join(f"  {one}\n" for one in found)
                + "Put that back as it was, or begin a new run."
            )


def unfinished(file: Path) -> Unfinished:
    """Read how far a run had come. Raises RecordIncomplete when it has begun nothing, and when it is finished."""
    manifest: Manifest | None = None
    plans: list[Plan] = []
    cases: dict[str, Begun] = {}
    events = 0
    entries: list[LedgerEntry] = []
    reference: Reference | None = None
    try:
        for event in read(file):
            events = event.seq + 1
            if event.kind == "charge":
                entries.append(LedgerEntry.model_validate(event.data))
            if event.case is not None:
                cases.setdefault(event.case, Begun()).take(event)
            elif event.kind == "run_started":
                manifest = Manifest.model_validate(event.data)
            elif event.kind == "reference":
                reference = Reference.model_validate(event.data)
            elif event.kind == "plan":
                plans.append(Plan.model_validate(event.data))
            elif event.kind == "run_ended":
                raise RecordIncomplete(f"run {file.parent.name} is finished: there is nothing left to hold.")
    except ValidationError as problem:
        raise RecordIncomplete(
            f"{file} holds an event that this version cannot read: a run is continued by the version that began it."
        ) from problem
    if manifest is None:
        raise RecordIncomplete(f"{file} holds no conversations that could go on: begin a new run.")
    return Unfinished(manifest, tuple(plans), cases, events, tuple(entries), reference)


APART = frozenset({"run", "folder", "command", "asked", "budgets", "expected", "lock", "journeys", "settings"})
"""Fields of a manifest that may differ, or are compared one by one. Whether the lock changed a reading, its journey's
meaning says."""


def _differences(then: Manifest, now: Manifest) -> Iterator[str]:
    before, after = then.model_dump(mode="json"), now.model_dump(mode="json")
    yield from _told(before, after, [name for name in before | after if name not in APART])
    yield from _told(then.settings, now.settings, [*then.settings | now.settings])
    for journey in then.journeys | now.journeys:
        if journey not in now.journeys:
            yield f"the journey {journey} is gone"
        elif journey not in then.journeys:
            yield f"the journey {journey} is new"
        elif then.journeys[journey] != now.journeys[journey]:
            yield f"the journey {journey} says something else now"


def _told(then: dict[str, Any], now: dict[str, Any], names: list[str]) -> Iterator[str]:
    for name in names:
        before, after = then.get(name), now.get(name)
        if before != after:
            short = isinstance(before, dict | list) or isinstance(after, dict | list)
            yield f"{name} changed" if short else f"{name} was {_value(before)}, and is {_value(after)}"


def _value(value: Any) -> str:
    return "not set" if value is None else str(value)
