"""Passes of two arms, stratum by stratum -> whether the second got worse, and by how much it may have."""

from collections.abc import Sequence
from functools import lru_cache
from math import comb
from typing import NamedTuple

from .nouns import Interval, Tail
from .proportions import score_difference

NEGLIGIBLE = 1e-17
"""Chances under this are cut off the ends of a distribution: all of them together move no digit that is looked at."""


class Stratum(NamedTuple):
    """One thing that both arms tried, such as a variation of a journey."""

    before_passes: int
    before_runs: int
    passes: int
    runs: int


def worse(strata: Sequence[Stratum]) -> Tail:
    """The chance of so few passes in the second arm, or fewer, if each stratum's rate were the same in both arms.

    The stratified exact conditional test (exact Cochran-Mantel-Haenszel, one-sided; measurement 7.4a): given a
    stratum's failures in both arms, those in the second are hypergeometric, and their sum is convolved. Strata that one
    arm did not try say nothing.
    """
    both = [one for one in strata if one.before_runs and one.runs]
    low, chances = 0, [1.0]
    for one in both:
        failures = one.before_runs - one.before_passes + one.runs - one.passes
        first, shares = _failures(one.before_runs, one.runs, failures)
        cut, chances = _trimmed(_convolved(chances, shares))
        low += first + cut
    seen = sum(one.runs - one.passes for one in both) - low
    if seen < 0:
        return Tail(exact=1.0, mid=1.0)
    more = sum(chances[seen + 1 :])
    here = chances[seen] if seen < len(chances) else 0.0
    return Tail(exact=min(1.0, more + here), mid=min(1.0, more + here / 2))


@lru_cache(maxsize=65_536)
def _failures(before: int, runs: int, failures: int) -> tuple[int, tuple[float, ...]]:
    """How many of all failures fall into the second arm: the fewest, and the chance of that many, of one more, ..."""
    fewest, most = max(0, failures - before), min(failures, runs)
    ways = comb(before + runs, runs)
    found = (comb(failures, x) * comb(before + runs - failures, runs - x) / ways for x in range(fewest, most + 1))
    return fewest, tuple(found)


def _convolved(one: list[float], other: tuple[float, ...]) -> list[float]:
    if len(other) == 1:
        return one
    found = [0.0] * (len(one) + len(other) - 1)
    for shift, weight in enumerate(other):
        for place, chance in enumerate(one, shift):
            found[place] += weight * chance
    return found


def _trimmed(chances: list[float]) -> tuple[int, list[float]]:
    """Without the negligible ends, and how many were cut off at the low one."""
    low, high = 0, len(chances)
    while high - low > 1 and chances[low] < NEGLIGIBLE:
        low += 1
    while high - low > 1 and chances[high - 1] < NEGLIGIBLE:
        high -= 1
    return low, chances[low:high]


def difference(strata: Sequence[Stratum], level: float = 0.95) -> Interval | None:
    """Where the change of the pass rate may lie, second arm less first; None when no stratum was tried by both.

    Newcombe's hybrid score interval, the first arm weighted as the second was tried: at the number of runs that such a
    weighted mean is worth, (sum of w)^2 / sum of w^2 / n. With one stratum it is Newcombe's own (measurement 7.5).
    """
    both = [one for one in strata if one.before_runs and one.runs]
    if not both:
        return None
    runs = sum(one.runs for one in both)
    before = sum(one.runs * one.before_passes / one.before_runs for one in both) / runs
    worth = runs**2 / sum(one.runs**2 / one.before_runs for one in both)
    return score_difference(sum(one.passes for one in both) / runs, runs, before, worth, level)
