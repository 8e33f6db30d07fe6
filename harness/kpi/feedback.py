"""Findings and what became of them -> feedback-loop effectiveness (measurement 10.3; there is no standard for it)."""

from decimal import Decimal

from harness.noun import Noun
from harness.stats import wilson

from .nouns import Measure, missing

NAME = "feedback-loop effectiveness"
UPHELD, ESCAPED = "verdicts upheld", "escaped defects"
FORMULA = (
    "(fixed and shown by a journey / found) x (1 - come back / fixed) x min(1, target days / median days to the fix)"
)

_FORMULAS = {
    UPHELD: "1 - verdicts that people overturned / verdicts that people reviewed (harness correct)",
    ESCAPED: "findings that production showed / all findings",
}


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
    upheld: Measure
    """Whether the findings can be believed: of the verdicts that people looked at, those that they left standing."""
    escaped: Measure
    """Of all that was found, what production showed before any journey did."""

    @property
    def capture(self) -> float:
        """The share of findings that some journey holds."""
        return self.guarded / self.found if self.found else 0.0


def feedback(
    found: int,
    guarded: int,
    fixed: int,
    recurred: int,
    median_days: float | None,
    target_days: float,
    *,
    in_production: int = 0,
    reviewed: int = 0,
    overturned: int = 0,
) -> Feedback:
    """20 found, 12 fixed, 2 come back, in 4 days of 7: .6 x .8333 x 1 = .5; in 10 days: .35.

    `in_production`: of those found, the ones that production showed. `overturned`: of the verdicts that people
    reviewed, those of which they said otherwise; 3 of 25: .88 upheld.
    """
    return Feedback(
        found=found,
        guarded=guarded,
        fixed=fixed,
        recurred=recurred,
        median_days=median_days,
        target_days=target_days,
        effectiveness=_effectiveness(found, fixed, recurred, median_days, target_days),
        upheld=_share(UPHELD, reviewed - overturned, reviewed, "nobody has said of a verdict whether it is right"),
        escaped=_share(ESCAPED, in_production, found, "nothing was found"),
    )


def _share(name: str, count: int, n: int, why: str) -> Measure:
    if not n:
        return missing(name, "share", _FORMULAS[name], why)
    share = Decimal(count) / n
    return Measure(name=name, value=share, n=n, interval=wilson(count, n), unit="share", formula=_FORMULAS[name])


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
