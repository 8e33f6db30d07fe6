"""Where customers were sent -> how often that was right, and which desk is taken for which."""

from collections import Counter
from collections.abc import Sequence

from harness.noun import Noun

from .nouns import Measure
from .rates import rate
from .sessions import Session, counted

STAYED = "none"
"""Sent nowhere: the customer stayed with who answered first."""


class Confused(Noun):
    """How many customers whom the author wants in one place ended up in another, or in the same."""

    expected: str
    """A desk; several that would all do are joined by "or"."""
    actual: str
    """Where they were sent last; "none" when nowhere."""
    n: int


def routing_accuracy(held: Sequence[Session]) -> Measure:
    """How often customers ended where the author wants them, extra hops forgiven (measurement 4.2)."""
    formula = "conversations that ended at a desk the author wants / conversations for which the author wants one"
    return rate(
        "routing accuracy",
        formula,
        _compared(held),
        lambda one: one.routed is not None and one.routed.way in ("correct", "detour"),
        "no journey says where the customer belongs",
    )


def confusion(held: Sequence[Session]) -> tuple[Confused, ...]:
    """The routing confusion matrix: expected desk x the desk the customer was sent to last, in order of name."""
    pairs = Counter(
        (" or ".join(dict.fromkeys(way.expected)), way.actual[-1] if way.actual else STAYED)
        for way in (one.routed for one in _compared(held))
        if way
    )
    return tuple(Confused(expected=a, actual=b, n=n) for (a, b), n in sorted(pairs.items()))


def _compared(held: Sequence[Session]) -> list[Session]:
    return [one for one in counted(held) if one.routed is not None]
