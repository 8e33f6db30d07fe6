"""What the index holds of a run: rows, each of them computed from the run's files alone.

Names of fields are names of columns. They live only in memory and in the index, so they are plain frozen values.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

Kind = Literal["simulated", "production"]
"""production: recorded conversations, which no rate pools with simulated ones."""


@dataclass(frozen=True)
class RunRow:
    """One finished run."""

    run: str
    """Its id: ids sort by time."""
    began: str
    """UTC, ISO 8601."""
    seconds: int
    """From its first event to its last."""
    kind: Kind
    profile: str
    """Empty when none was asked for."""
    target: str
    decision: str
    """go, stop or inconclusive; empty for recorded conversations."""
    exit_code: int
    conversations: int
    """All that were started."""
    valid: int
    """Of these, the valid ones that were planned before the run."""
    things: str
    """JSON: what was in force, by name, each with a short text or digest. What differs from one run to the next has
    changed between them."""
    prices: str
    """JSON: the price book that it was charged at."""
    budget: str
    """JSON: what it was allowed to spend; empty when nobody said."""
    head: str
    """Last digest of its record."""
    state: str
    """How its record stood when it was indexed: what tells, without reading it, that it is another one now."""


@dataclass(frozen=True)
class JourneyRow:
    """A journey of a run, whether it could be held or not."""

    run: str
    journey: str
    title: str
    file: str
    owner: str
    """Empty when its author did not say."""
    risk: str
    runnable: bool
    valid: int
    """Its valid conversations, whatever they were held for."""


@dataclass(frozen=True)
class Figure:
    """A KPI of a run, as the room of KPIs measured it."""

    run: str
    name: str
    value: str
    """A decimal number; empty when it was not measured."""
    n: int
    low: float | None
    high: float | None
    unit: str
    note: str


@dataclass(frozen=True)
class Cell:
    """The valid fixed conversations of one variation that share every trait."""

    run: str
    journey: str
    variation: str
    traits: str
    """JSON list of `kind:value`, in order: channel, desk, intent, language, persona, segment, tag."""
    held: int
    passed: int
    """Of these, those in which everything required held."""
    failed: int
    """Of these, those in which something required broke."""
    due: int
    """Of these, those that were the agent's business."""
    resolved: int
    """Of those, the ones whose right outcome was shown."""
    rulings: str
    """JSON: criterion -> how often it was judged, and how often it failed."""
    turns: int
    """Customer turns of all of them together."""
    tokens: int
    """The agent's tokens."""
    replies: int
    """The agent's answers that were timed."""
    seconds: float
    """How long these took together."""
    billionths: int | None
    """What they cost in billionths of the currency's unit, so that sums are whole numbers; None when not priced."""


@dataclass(frozen=True)
class Mark:
    """What was decided of one of the author's sentences, or one criterion, in a run's valid conversations."""

    run: str
    journey: str
    about: str
    """The sentence's id, or the criterion for what a detector found without one."""
    failed: int
    passed: int


@dataclass(frozen=True)
class Failure:
    """Of a mark that failed: what it was, and one conversation in which it did."""

    run: str
    journey: str
    about: str
    criterion: str
    severity: str
    says: str
    """The author's sentence, or what was found."""
    place: str
    """file:line:col of the sentence; empty for a criterion."""
    example: str
    """The conversation."""
    turn: int | None
    words: str
    """Its proof there: the words, event or absence."""


@dataclass(frozen=True)
class Guard:
    """A journey of this run that was captured from a conversation of another: it guards what failed there."""

    run: str
    journey: str
    of_run: str
    of_case: str


@dataclass(frozen=True)
class Spending:
    """What a role's calls to one model used and cost in a run."""

    run: str
    role: str
    model: str
    """Empty when it was not said."""
    certainty: str
    currency: str
    wasted: bool
    calls: int
    unpriced: int
    """Calls of these that have no price."""
    tokens: str
    """JSON: tokens by kind, as on the ledger."""
    amount: str
    """A decimal number: what the priced ones cost."""


@dataclass(frozen=True)
class Indexed:
    """All that the index holds of one run."""

    run: RunRow
    journeys: tuple[JourneyRow, ...]
    figures: tuple[Figure, ...]
    cells: tuple[Cell, ...]
    marks: tuple[Mark, ...]
    failures: tuple[Failure, ...]
    guards: tuple[Guard, ...]
    spending: tuple[Spending, ...]


@dataclass(frozen=True)
class Chapter:
    """A stretch in the life of a finding: one run in which it failed, and the runs until it failed again."""

    journey: str
    about: str
    run: str
    """The run in which it failed."""
    failed: int
    held_there: int
    """In that run, how often it held all the same."""
    then_held: int
    """How often it was put to the test and held in the runs after, until it failed again or to this day."""
    clean: str
    """The first run after it in which it was put to the test and held throughout; empty when there is none."""


@dataclass(frozen=True)
class Synced:
    """What was done to bring an index up to date."""

    put: tuple[str, ...]
    """Runs that were put into it."""
    left: tuple[str, ...]
    """Runs that were left out: broken off, changed, or of a version that cannot be read."""
    kept: tuple[str, ...]
    """Runs that the index holds and whose files are not in this folder."""


Tell = Callable[[int, int], None]
"""Called after each run that was read: how many, of how many."""
