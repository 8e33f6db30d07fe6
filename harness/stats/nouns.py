"""What a count allows us to say."""

from harness.noun import Noun


class Interval(Noun):
    """Where the true rate may lie, as far as the counts tell."""

    low: float
    high: float
    level: float
    """The confidence it was made for, such as .95."""


class Estimate(Noun):
    """A value with how sure it is."""

    value: float
    se: float
    """Its standard error."""
    interval: Interval


class Tail(Noun):
    """The chance of what was seen, or of something further out, if nothing had changed."""

    exact: float
    mid: float
    """With what was seen itself counted by half: as often wrong as it says, where `exact` is wrong less often."""
