"""Nights -> journeys that fail more often than they used to: a CUSUM for each, conversation by conversation.

A journey has a handful of trials a night, too few for a score of the night. Its failures are counted one by one
(measurement 7.10), against the rate that it had before.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from harness.stats import cusum_bernoulli

from .nights import Night

LEAST = 0.05
"""A failure rate under which none is reckoned with: one failure in twenty is no news [a judgement]."""
TIMES = 3
"""How many times the usual rate is looked for."""
LIMIT = 5.0
"""Where it alarms (measurement 7.10: a false alarm in 2,712 conversations that fail at the usual rate)."""
ENOUGH = 10
"""Conversations that a usual rate is made of, at least [a judgement]."""


@dataclass(frozen=True)
class Creep:
    """A journey that fails more often since some night."""

    journey: str
    run: str
    """The night that it was noticed in."""
    first_after: str
    """The night that it began in, by estimate."""
    before: tuple[int, int]
    """Failures and conversations before."""
    after: tuple[int, int]
    """And since."""


def creeping(nights: Sequence[Night]) -> tuple[Creep, ...]:
    """Every time a journey began to fail more often, by night and name."""
    names = sorted({name for night in nights for name, _ in night.strata})
    found = [creep for name in names for creep in _of(name, nights)]
    return tuple(sorted(found, key=lambda one: (one.run, one.journey)))


def _of(journey: str, nights: Sequence[Night]) -> list[Creep]:
    usual, lately, first, sum_ = (0, 0), (0, 0), "", 0.0
    found = []
    for night in nights:
        failed, held = _counts(night, journey)
        if usual[1] < ENOUGH:
            usual = (usual[0] + failed, usual[1] + held)
            continue
        good = max(LEAST, (usual[0] + 0.5) / (usual[1] + 1))
        bad = min(TIMES * good, (1 + good) / 2)
        tonight = [False] * (held - failed) + [True] * failed
        sum_ = [sum_, *cusum_bernoulli(tonight, good, bad, sum_)][-1]
        lately, first = (lately[0] + failed, lately[1] + held), first or night.run.run
        if sum_ > LIMIT:
            found.append(Creep(journey, night.run.run, first, usual, lately))
        if sum_ > LIMIT or not sum_:
            usual = lately if sum_ else (usual[0] + lately[0], usual[1] + lately[1])
            lately, first, sum_ = (0, 0), "", 0.0
    return found


def _counts(night: Night, journey: str) -> tuple[int, int]:
    mine = [counts for (name, _), counts in night.strata.items() if name == journey]
    return sum(one.failed for one in mine), sum(one.passed + one.failed for one in mine)
