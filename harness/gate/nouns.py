"""What a gate says: a word, a code, and the reasons for both."""

from datetime import date
from typing import Literal

from pydantic import Field

from harness.criteria import Criterion
from harness.noun import Noun
from harness.verdict.nouns import Evidence

from .standing import Standing

Word = Literal["go", "stop", "inconclusive"]

EXIT_MEANS = {
    0: "go",
    1: "stop: the agent failed a gate",
    2: "wrong usage or configuration",
    3: "journeys not understood",
    4: "target unreachable or erroring beyond the allowance",
    5: "inconclusive",
    6: "budget or time limit reached before a verdict",
    130: "interrupted; the partial record is kept",
}
"""What each exit code means (design 7). 2 and 130 are not decisions: they end a run before or during it."""

PRECEDENCE = (1, 3, 4, 6, 5)
"""When several apply, the first of these is the code; the others are listed as `also`."""


class Shown(Noun):
    """What a reason points at: a conversation, the author's sentence in it, and the proof."""

    case: str
    sentence: str | None = None
    """Id of the author's sentence that broke; None when a detector found it without one."""
    words: str = ""
    """The author's words, slots filled."""
    place: str = ""
    """file:line of them."""
    evidence: tuple[Evidence, ...] = ()


class Reason(Noun):
    """One thing that the decision rests on."""

    code: int
    """The exit code it argues for; 0 where it was taken out of the decision, and why is said."""
    says: str
    """One plain sentence."""
    case: str | None = None
    journey: str | None = None
    sentence: str | None = None
    """Id of the author's sentence that broke."""
    criterion: Criterion | None = None
    critical: bool = False
    doubted: bool = False
    """A break that rests on a judge that the policy does not let stop."""
    allowed: bool = Field(default=False, exclude_if=lambda allowed: not allowed)
    """Inconclusive, and the policy for that risk lets it pass."""
    shown: tuple[Shown, ...] = Field(default=(), exclude_if=lambda shown: not shown)
    """The conversations it rests on, the worst first; a few of them."""


class Wanted(Noun):
    """Trials that would settle what this run leaves open: bought once, and used for this decision alone."""

    journey: str
    trials: int
    """Over all of its variations."""
    why: str
    """One plain sentence."""


Kind = Literal["regression", "flaky", "one-off", "infrastructure", "invalid simulation"]


class Failure(Noun):
    """What a variation's failure looks like, after it was tried again. It decides nothing (measurement 7.9)."""

    journey: str
    variation: str
    kind: Kind
    says: str
    """One plain sentence, with the counts."""


class Held(Noun):
    """What this run was held against."""

    name: str
    """The baseline's file, or a run."""
    compared: int
    """Variations of journeys that were compared."""
    refused: tuple[str, ...] = ()
    """What could not be compared, each by name with the reason."""


Stopped = Literal["settled", "qualified"]
"""Why a decision was made on fewer conversations than were planned. settled: none that was left could change it.
qualified: a sequential test had seen enough."""


class Decision(Noun):
    """What the gate says. The word, the code and the reasons come from one value and cannot disagree."""

    decision: Word
    exit_code: int
    also: tuple[int, ...] = ()
    """The other exit codes that applied."""
    reasons: tuple[Reason, ...] = ()
    """Worst first."""
    allowed: bool = False
    """True when it was inconclusive and the policy lets that pass."""
    conversations: int
    """Valid, fixed conversations decided on."""
    shows: str
    """What this many trials can show, in one sentence."""
    sees: str = Field(default="", exclude_if=lambda sees: not sees)
    """What this run would have seen, in one sentence."""
    standing: Standing | None = None
    """How far the judge was calibrated; None when nobody looked."""
    against: Held | None = Field(default=None, exclude_if=lambda against: against is None)
    """None when there was no baseline."""
    wanted: tuple[Wanted, ...] = Field(default=(), exclude_if=lambda wanted: not wanted)
    failures: tuple[Failure, ...] = Field(default=(), exclude_if=lambda failures: not failures)
    excused: tuple[Reason, ...] = Field(default=(), exclude_if=lambda excused: not excused)
    """What failed and is known: somebody owns it, there is a ticket, and it runs out."""
    stopped: Stopped | None = Field(default=None, exclude_if=lambda stopped: stopped is None)
    """Set where the run stopped early: then it has counts and no rates, and is no baseline."""
    left: int = Field(default=0, exclude_if=lambda left: not left)
    """Planned conversations that were not held."""
    on: date | None = Field(default=None, exclude_if=lambda on: on is None)
    """The day on which known failures were looked at; None where none is known."""
    unchanged: tuple[str, ...] = Field(default=(), exclude_if=lambda unchanged: not unchanged)
    """Journeys that were not held, because nothing that they depend on has changed."""

    @property
    def line(self) -> str:
        """The verdict line, always the last one printed."""
        if self.allowed:
            return "VERDICT: INCONCLUSIVE (allowed by policy)"
        return f"VERDICT: {self.decision.upper()}"
