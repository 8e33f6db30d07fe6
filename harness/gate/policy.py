"""How strict the gate is: `[gate]` of harness.toml."""

from datetime import date
from typing import Literal, Self

from pydantic import Field, model_validator

from harness.criteria import Criterion, Severity
from harness.noun import Noun
from harness.stats import Sprt

Inconclusive = Literal["block", "warn", "buy"]
"""block: exit 5. warn: exit 0, and say INCONCLUSIVE (allowed by policy). buy: hold further trials first, once."""


class RiskPolicy(Noun):
    """What is asked of the journeys of one risk. What is left out is as the gate's own."""

    prove: float | None = Field(default=None, gt=0, lt=1, allow_inf_nan=False)
    margin: float | None = Field(default=None, gt=0, lt=1, allow_inf_nan=False)
    cannot_tell: float | None = Field(default=None, ge=0, le=1, allow_inf_nan=False)
    inconclusive: Inconclusive | None = None


class Known(Noun):
    """A failure that is known: until the day it does not stop the gate, unless something critical breaks."""

    journey: str
    variation: str | None = None
    """None: all of its rows."""
    criterion: Criterion | None = None
    """None: whatever fails."""
    owner: str = Field(min_length=1)
    ticket: str = Field(min_length=1)
    until: date
    """The last day on which it holds."""

    @property
    def says(self) -> str:
        """Who has it, and until when."""
        return f"known until {self.until}: {self.owner}, {self.ticket}"


WEIGHTS: dict[Severity, float] = {"low": 1.0, "medium": 2.0, "high": 5.0, "critical": 10.0}


class GatePolicy(Noun):
    """How strict the gate is. The defaults are design 7's, and the split of the error measurement 7.4(e)'s."""

    prove: float | None = Field(default=None, gt=0, lt=1, allow_inf_nan=False)
    """Ask for proof of at least this pass rate of every journey, at `confidence`. None: only that nothing broke."""
    margin: float | None = Field(default=None, gt=0, lt=1, allow_inf_nan=False)
    """With a baseline: ask for proof that resolution is not worse by more than this, at `confidence`."""
    confidence: float = Field(default=0.95, gt=0, lt=1, allow_inf_nan=False)
    cannot_tell: float = Field(default=0.10, ge=0, le=1, allow_inf_nan=False)
    """More than this share of required sentences undecided is inconclusive."""
    infra: float = Field(default=0.02, ge=0, le=1, allow_inf_nan=False)
    """More than this share of conversations lost to the target's infrastructure is exit 4."""
    invalid: float = Field(default=0.10, ge=0, le=1, allow_inf_nan=False)
    """More than this share of conversations spoiled by the simulated customer is inconclusive."""
    inconclusive: Inconclusive = "block"
    judge: Literal["any", "calibrated"] = "any"
    """calibrated: decide only on what a judge says whose calibration holds and passes the release rule."""
    risk: dict[Severity, RiskPolicy] = {}
    """What is asked otherwise of the journeys of a risk."""
    resolution_error: float = Field(default=0.02, gt=0, lt=0.5, allow_inf_nan=False)
    """With a baseline: how often an unchanged agent may be stopped by the test of resolution over all journeys."""
    criterion_error: float = Field(default=0.01, gt=0, lt=0.5, allow_inf_nan=False)
    """The same by the test of each other criterion."""
    collapse_flag: float = Field(default=0.20, gt=0, lt=1, allow_inf_nan=False)
    """The share of false alarms among the journeys that are held again because they look as if they had collapsed."""
    collapse_trials: int = Field(default=8, ge=1, le=1000)
    """Fresh trials that such a journey gets, on which alone it is decided."""
    collapse_error: float = Field(default=0.005, gt=0, lt=0.5, allow_inf_nan=False)
    """How often those stop an unchanged journey."""
    buy: int = Field(default=60, ge=1, le=10_000)
    """inconclusive = "buy": the most trials that are bought for one journey."""
    qualify: Sprt = Sprt()
    """`--qualify`: what each journey is tested for, one trial after another."""
    weights: dict[Severity, float] = WEIGHTS
    """`--conversations`: how much a failure weighs where trials are spread over journeys."""
    known: tuple[Known, ...] = ()

    @model_validator(mode="after")
    def _weigh(self) -> Self:
        for risk, weight in self.weights.items():
            if not 0 < weight < float("inf"):
                raise ValueError(f"the weight of the risk '{risk}' is a number over 0")
        return self

    def of(self, risk: Severity) -> "GatePolicy":
        """The policy as it is for journeys of this risk."""
        own = self.risk.get(risk)
        if own is None:
            return self
        return self.model_copy(update=own.model_dump(exclude_none=True))

    def weight(self, risk: Severity) -> float:
        """How much a failure of this risk weighs where trials are spread."""
        return self.weights.get(risk, WEIGHTS[risk])

    @property
    def look(self) -> float:
        """The confidence of one look, where trials may be bought for a second one: each has half of the error."""
        return self.confidence if self.inconclusive != "buy" else 1 - (1 - self.confidence) / 2
