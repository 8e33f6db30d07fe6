"""A figure, and figures put together for one kind of reader."""

from decimal import Decimal

from harness.noun import Noun
from harness.stats import Interval


class Measure(Noun):
    """One figure. `value` is None when it was not measured; `formula` says what was divided by what.

    Intervals of shares are Wilson's at 95 %, with repeats of one journey counted as such.
    """

    name: str
    value: Decimal | None
    n: int
    interval: Interval | None = None
    unit: str
    formula: str
    note: str | None = None
    """Why it was not measured, or what it must not be read as."""


class View(Noun):
    """What one kind of reader asks for: operations, customers' advocates, finance, whoever answers for the model."""

    name: str
    measures: tuple[Measure, ...]


def missing(name: str, unit: str, formula: str, why: str, n: int = 0) -> Measure:
    """A figure that was not measured, and why."""
    return Measure(name=name, value=None, n=n, unit=unit, formula=formula, note=why)
