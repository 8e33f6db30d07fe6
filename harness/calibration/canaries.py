"""The canaries: conversations of our own with the right answers, and whether a judge still gets them right.

A canary says nothing about anybody's agent. It says whether the judge is the one that was approved: models change under
the same name. The set is frozen; a judge is compared with itself, and warned about where it was fooled on purpose.
"""

import tomllib
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any, Literal

from pydantic import model_validator

from harness.conversation.nouns import Case, Ending, Transcript
from harness.criteria import Criterion, Mark
from harness.noun import Noun
from harness.plan.nouns import Action, Vocabulary
from harness.stats import binomial_at_most, sign_test
from harness.verdict.nouns import Verdict

from .nouns import CanaryAnswers
from .spoken import Spoken, SpokenTurn, conversation

SET = Path(__file__).parent / "set"

Trick = Literal[
    "polite_non_resolution",
    "short_correct",
    "claimed_not_done",
    "injected",
    "paraphrased_loop",
    "correct_refusal",
    "wrong_queue",
    "other_language",
]
"""How a canary tries to fool a judge (measurement 1.7)."""

EXPECTED = 0.95
"""What a good judge gets right; a stored share above it is not held against a judge [measurement 1.7]."""
FEWER = 0.02
"""The alarm: so few right would happen by chance less often than this."""
TURNED = 0.05
"""The alarm: so many newly wrong, against so few newly right, would happen by chance less often than this."""

Said = Mark | Literal["not_judged"]


class Expected(Noun):
    """What a careful person says, and why."""

    result: Literal["pass", "fail"]
    why: str


class Canary(Noun):
    """One conversation with its journey and its right answers."""

    id: str
    domain: str
    trick: Trick | None = None
    desks: dict[str, tuple[str, ...]] = {}
    tools: dict[str, Action | None] = {}
    journey: str
    ending: Ending = "satisfied"
    events: bool = False
    turns: tuple[SpokenTurn, ...]
    expect: dict[Criterion, Expected]

    @model_validator(mode="after")
    def _says_something(self) -> "Canary":
        if not self.expect or not self.turns:
            raise ValueError(f"canary {self.id} expects nothing, or holds no turn")
        return self

    @property
    def fails(self) -> bool:
        """Whether something in it is wrong."""
        return any(one.result == "fail" for one in self.expect.values())

    def held(self) -> tuple[Case, Transcript]:
        """What a judge is given."""
        spoken = Spoken(turns=self.turns, ending=self.ending, events=self.events)
        return conversation(self.id, spoken, self.journey, Vocabulary(desks=self.desks, tools=self.tools), SET)


def canaries(folder: Path = SET) -> tuple[Canary, ...]:
    """The set, in order of name."""
    return tuple(_read(path) for path in sorted(folder.glob("*.toml")))


def _read(path: Path) -> Canary:
    table: dict[str, Any] = tomllib.loads(path.read_text(encoding="utf-8"))
    return Canary.model_validate({"id": path.stem, **table})


def set_digest(held: Sequence[Canary]) -> str:
    """What the set says, in one word: answers to another set cannot be compared."""
    return sha256("\n".join(one.model_dump_json() for one in held).encode()).hexdigest()


class Answered(Noun):
    """What a judge said of one canary."""

    canary: Canary
    said: dict[Criterion, Said]

    @property
    def misses(self) -> tuple[Criterion, ...]:
        """The criteria on which it did not say what is right; cannot_tell is a miss too, if an honest one."""
        return tuple(one for one, right in self.canary.expect.items() if self.said[one] != right.result)


def answered(canary: Canary, verdict: Verdict) -> Answered:
    """A verdict on a canary, as far as something was expected of it."""
    results = {one.criterion: one.result for one in verdict.rulings}
    return Answered(canary=canary, said={one: results.get(one, "not_judged") for one in canary.expect})


class Drift(Noun):
    """Whether the judge does worse than the answers that were approved."""

    before: int
    now: int
    of: int
    fewer: float
    """The chance of so few right by luck."""
    newly_wrong: tuple[str, ...]
    newly_right: tuple[str, ...]
    turned: float
    """The chance of so many turning wrong by luck."""

    @property
    def alarm(self) -> str | None:
        """Why verdicts of this judge cannot be relied on until somebody has looked; None when they can."""
        if self.fewer <= FEWER:
            return f"{self.now} of {self.of} canaries right, {self.before} when it was approved (p = {self.fewer:.4f})"
        if self.turned <= TURNED:
            turned = f"{len(self.newly_wrong)} canaries newly wrong, {len(self.newly_right)} newly right"
            return f"{turned} (p = {self.turned:.4f})"
        return None


def drift(found: Sequence[Answered], earlier: CanaryAnswers) -> Drift:
    """The judge's answers beside those that were approved, to the same set (measurement 1.7)."""
    right = {one.canary.id for one in found if not one.misses}
    was = {one.canary.id for one in found if _was_right(one.canary, earlier)}
    base = min(EXPECTED, len(was) / len(found))
    worse, better = tuple(sorted(was - right)), tuple(sorted(right - was))
    return Drift(
        before=len(was),
        now=len(right),
        of=len(found),
        fewer=binomial_at_most(len(right), len(found), base),
        newly_wrong=worse,
        newly_right=better,
        turned=sign_test(len(worse), len(better)),
    )


def _was_right(canary: Canary, earlier: CanaryAnswers) -> bool:
    said = earlier.answers.get(canary.id, {})
    return all(said.get(one) == right.result for one, right in canary.expect.items())
