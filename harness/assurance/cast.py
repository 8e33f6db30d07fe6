"""Who takes part in a run, what is said of it beside what happens in it, and who is told."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from harness.cassette import Cassette
from harness.comparison import Baseline
from harness.conversation.nouns import Case, Transcript
from harness.conversation.playing import Player
from harness.estimate import Expected
from harness.gate import Cell, Standing
from harness.ledger import Payer
from harness.target.nouns import Target
from harness.verdict import Judges
from harness.verdict.nouns import Outcome, Verdict

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


NOTHING_SAID = Background()
NOBODY_LISTENS = Ears()
