"""Findings and what became of them -> feedback-loop effectiveness (measurement 10.3; there is no standard for it)."""

from decimal import Decimal

from harness.noun import Noun

from .nouns import Measure, missing

NAME = "feedback-loop effectiveness"
FORMULA = (
    "(fixed and shown by a journey / found) x (1 - come back / fixed) x min(1, target days / median days to the fix)"
)


class Feedback(Noun):
    """How a team closes the loop from a finding to a fix that lasts."""

    found: int
    guarded: int
    """Turned into a journey that holds them."""
    fixed: int
    """Mended, and shown to be by that journey."""
    recurred: int
    """Of these, those that came back after they had been mended before."""
    median_days: float | None
    """From first seen to mended; None when nothing was."""
    target_days: float
    effectiveness: Measure

    @property
    def capture(self) -> float:
        """The share of findings that some journey holds."""
        return self.guarded / self.found if self.found else 0.0


def feedback(
    found: int, guarded: int, fixed: int, recurred: int, median_days: float | None, target_days: float
) -> Feedback:
    """20 found, 12 fixed, 2 come back, in 4 days of 7: .6 x .8333 x 1 = .5; in 10 days: .35."""
    return Feedback(
        found=found,
        guarded=guarded,
        fixed=fixed,
        recurred=recurred,
        median_days=median_days,
        target_days=target_days,
        effectiveness=_effectiveness(found, fixed, recurred, median_days, target_days),
    )


def _effectiveness(found: int, fixed: int, recurred: int, median_days: float | None, target_days: float) -> Measure:
    if not found:
        return missing(NAME, "share", FORMULA, "nothing was found")
    if not fixed or median_days is None:
        return Measure(
            name=NAME, value=Decimal(0), n=found, unit="share", formula=FORMULA, note="nothing is mended yet"
        )
    closure, lasting = Decimal(fixed) / found, 1 - Decimal(recurred) / fixed
    speed = min(Decimal(1), Decimal(str(target_days)) / Decimal(str(median_days))) if median_days else Decimal(1)
    return Measure(name=NAME, value=closure * lasting * speed, n=found, unit="share", formula=FORMULA)
