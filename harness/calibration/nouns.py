"""A label, a judge by name, and what a calibration came to."""

from datetime import date
from typing import Any, Literal, Self

from pydantic import Field, model_validator

from harness.criteria import CRITERIA, Criterion, Mark
from harness.noun import Noun
from harness.stats import Confusion

Human = Literal["pass", "fail", "skip"]
"""What a person can say. skip: it does not apply, or the person cannot tell; it enters no figure."""

Drawn = Literal["random", "doubtful", "passed", "chosen"]
"""How a conversation came to be labelled.

random: drawn by lot from its run. doubtful, passed: drawn by lot among those where the judge failed or could not tell
something, or among the others. chosen: picked by somebody, or from elsewhere; also when nothing is said.
"""


class JudgeId(Noun):
    """A judge, as far as a calibration holds for it: another one of these, and it holds no more."""

    name: str
    """With its version: `rules/6`."""
    model: str | None = None
    """Who reads what the rules leave open; None for nobody."""
    prompt: str | None = None
    """Digest of what the model is asked."""
    rubric: str | None = None
    """Digest of the rubrics."""

    @property
    def says(self) -> str:
        """Who judges, in the words of a run's manifest."""
        return f"{self.name} + {self.model}" if self.model else self.name


class Label(Noun):
    """What one person said of one criterion, or one sentence, in one conversation."""

    criterion: Criterion
    human: Human
    sentence: str | None = None
    """Id of the author's sentence, where the label is on that alone."""
    labeller: str = ""
    run: str | None = None
    case: str | None = None
    """The conversation: a case of a stored run ..."""
    name: str | None = None
    transcript: dict[str, Any] | None = None
    """... or one that the label carries, as `spoken.Spoken` has it, with its journey in Markdown if any."""
    journey: str | None = None
    drawn: Drawn = "chosen"
    of: int | None = Field(default=None, ge=1)
    """doubtful, passed: how many conversations of that kind the run has."""
    why: str = ""

    @model_validator(mode="after")
    def _points_at_one(self) -> Self:
        stored = self.run is not None and self.case is not None
        if stored == (self.transcript is not None) or (self.run is None) != (self.case is None):
            raise ValueError("a label points at a stored conversation (run and case) or carries one (transcript)")
        if self.drawn in ("doubtful", "passed") and self.of is None:
            raise ValueError(f"'of' is missing: how many {self.drawn} conversations the run has")
        if self.drawn != "chosen" and not stored:
            raise ValueError("a conversation that was drawn from a run names it: run and case")
        return self


class Corrected(Noun):
    """A run's pass rate as the judge gives it, and as people would."""

    uncorrected: float
    conversations: int
    """The judge's results that the uncorrected rate is over."""
    method: str | None = None
    """None: it cannot be corrected; `why` says so."""
    value: float | None = None
    low: float | None = None
    high: float | None = None
    why: str


class Measured(Noun):
    """One judge against people, on one criterion."""

    criterion: Criterion
    by_sentence: bool = False
    """Whether single sentences were labelled, rather than whole conversations."""
    counts: Confusion
    """As labelled."""
    weighted: Confusion
    """As if labels had been drawn evenly: what every figure is computed from. Its sum is the effective number."""
    undecided: int = 0
    """People decided, the judge did not: cannot_tell."""
    elsewhere: int = 0
    """People decided, for the judge it does not apply, or the conversation was not valid to it."""
    unsettled: int = 0
    """As many people said pass as said fail."""
    skipped: int = 0
    between: Confusion | None = None
    """Person against person, where two labelled the same."""
    corrected: Corrected | None = None


class Calibrated(Noun):
    """How a judge did on people's labels."""

    judge: JudgeId
    on: date
    labels: int
    labels_sha256: str
    criteria: tuple[Measured, ...]


class CanaryAnswers(Noun):
    """What a judge said of the canaries when it was last approved."""

    judge: JudgeId
    on: date
    set_sha256: str
    correct: int
    of: int
    answers: dict[str, dict[Criterion, Mark | Literal["not_judged"]]]
    alarm: str | None = None
    """Why a later look raised the alarm; None while there is none."""


class Calibration(Noun):
    """The file: kept beside harness.toml, committed and reviewed."""

    schema_version: Literal[1] = 1
    people: Calibrated | None = None
    canaries: CanaryAnswers | None = None


def in_order(one: Measured) -> tuple[int, bool]:
    """Criteria as they are always listed; whole conversations before sentences."""
    return CRITERIA.index(one.criterion), one.by_sentence
