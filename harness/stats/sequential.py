"""One trial after another -> whether more are needed: Wald's sequential test of a pass rate."""

from math import log
from typing import Literal

from pydantic import Field, model_validator

from harness.noun import Noun


class Sprt(Noun):
    """Wald's sequential probability ratio test (1945) of a good pass rate against a bad one (measurement 7.8)."""

    good: float = Field(default=0.90, gt=0, lt=1, allow_inf_nan=False)
    """A pass rate that is to be accepted."""
    bad: float = Field(default=0.70, gt=0, lt=1, allow_inf_nan=False)
    """A pass rate that is to be refused."""
    alpha: float = Field(default=0.05, gt=0, lt=0.5, allow_inf_nan=False)
    """How often a good one may be refused."""
    beta: float = Field(default=0.20, gt=0, lt=0.5, allow_inf_nan=False)
    """How often a bad one may be accepted."""

    @model_validator(mode="after")
    def _the_right_way_round(self) -> "Sprt":
        if self.bad >= self.good:
            raise ValueError("the rate `bad` lies under the rate `good`")
        return self

    def ratio(self, passes: int, failures: int) -> float:
        """The logarithm of how much likelier these are at the bad rate than at the good one."""
        return passes * log(self.bad / self.good) + failures * log((1 - self.bad) / (1 - self.good))

    def says(self, passes: int, failures: int) -> Literal["good", "bad"] | None:
        """What these trials settle; None when more are needed."""
        ratio = self.ratio(passes, failures)
        if ratio >= log((1 - self.beta) / self.alpha):
            return "bad"
        return "good" if ratio <= log(self.beta / (1 - self.alpha)) else None
