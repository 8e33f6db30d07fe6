"""One night after another -> whether something has moved, and since when: CUSUM and EWMA (measurement 7.10)."""

from collections.abc import Iterable, Sequence
from itertools import accumulate
from math import copysign, log, sqrt
from statistics import NormalDist

from .beta import beta_cdf

SLACK, LIMIT = 0.5, 5.0
"""Of the CUSUM of z-scores: half of the shift to be found, and where it alarms, both in standard deviations."""
WEIGHT, WIDTH = 0.2, 3.0
"""Of the EWMA: how much the last night counts, and how many standard deviations away it alarms."""


def cusum_bernoulli(failed: Iterable[bool], good: float, bad: float, begin: float = 0.0) -> list[float]:
    """How far the evidence has gone for a failure rate of `bad` against `good`, conversation by conversation.

    Page, 1954. At .05 against .15 a failure adds 1.0986 and a pass takes .1112 away; it never falls under 0.
    """
    worse, better = log(bad / good), log((1 - bad) / (1 - good))
    return list(accumulate(failed, lambda sum_, one: max(0.0, sum_ + (worse if one else better)), initial=begin))[1:]


def cusum_z(scores: Iterable[float], slack: float = SLACK) -> list[float]:
    """The upper sum of nightly z-scores, less the slack each night; of the negated scores it is the lower sum.

    Page, 1954: with slack .5 and limit 5, in control the first alarm comes after 465 nights in the mean.
    """
    return list(accumulate(scores, lambda sum_, z: max(0.0, sum_ + z - slack), initial=0.0))[1:]


def ewma(scores: Iterable[float], weight: float = WEIGHT) -> list[float]:
    """The exponentially weighted moving average of nightly z-scores. Roberts, 1959."""
    return list(accumulate(scores, lambda mean, z: weight * z + (1 - weight) * mean, initial=0.0))[1:]


def ewma_limit(night: int, weight: float = WEIGHT, width: float = WIDTH) -> float:
    """How far the average may be from 0 in this night, counted from 1: .985826 in the eighth."""
    return width * sqrt(weight / (2 - weight) * (1 - (1 - weight) ** (2 * night)))


def since(sums: Sequence[float], night: int) -> int:
    """The last night, from 0, up to this one in which the sum was 0: the change came after it. -1: before the first."""
    return max((place for place in range(night + 1) if sums[place] == 0), default=-1)


def normal_score(t: float, freedom: int) -> float:
    """The z-score that is as likely as this t-score: what a mean and a spread from few nights are worth.

    Hawkins, 1987, self-starting CUSUM. Beyond 12 standard deviations it stays there.
    """
    above = beta_cdf(freedom / (freedom + t * t), freedom / 2, 0.5) / 2
    return copysign(-NormalDist().inv_cdf(max(above, FARTHEST)), t) if above < 0.5 else 0.0


FARTHEST = 1e-32
"""A chance under which nothing is told apart any more."""
