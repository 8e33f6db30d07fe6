"""Two groups, or several, that ought to fare alike -> how far apart they are, and whether chance explains it."""

from collections.abc import Sequence
from math import comb, exp, isinf, lgamma, log, sqrt
from statistics import NormalDist

from .exact import sign_test
from .nouns import Interval
from .proportions import score_difference


def mcnemar(only_first: int, only_second: int) -> float:
    """The two-sided exact p of pairs that came out differently: 9 and 2 give .0654296875."""
    one_sided = sign_test(max(only_first, only_second), min(only_first, only_second))
    return min(1.0, 2 * one_sided)


def fisher(x1: int, n1: int, x2: int, n2: int) -> float:
    """Fisher's two-sided exact p for two rates: 68 of 100 and 90 of 100 give .0002089534."""
    hits, n = x1 + x2, n1 + n2

    def chance(x: int) -> float:
        return comb(n1, x) * comb(n2, hits - x) / comb(n, hits)

    found = chance(x1)
    every = (chance(x) for x in range(max(0, hits - n2), min(n1, hits) + 1))
    return min(1.0, sum(one for one in every if one <= found * (1 + 1e-9)))


def newcombe(x1: int, n1: int, x2: int, n2: int, level: float = 0.95) -> Interval:
    """The interval of the difference of two rates, from their Wilson intervals (Newcombe 1998, method 10)."""
    return score_difference(x1 / n1, n1, x2 / n2, n2, level)


def katz(x1: int, n1: int, x2: int, n2: int, level: float = 0.95) -> Interval | None:
    """The interval of the ratio of two rates (Katz and others, 1978); None where one of them is nought."""
    if not x1 or not x2:
        return None
    half = NormalDist().inv_cdf((1 + level) / 2) * sqrt(1 / x1 - 1 / n1 + 1 / x2 - 1 / n2)
    value = log((x1 / n1) / (x2 / n2))
    return Interval(low=exp(value - half), high=exp(value + half), level=level)


def chi_square(groups: Sequence[tuple[int, int]]) -> tuple[float, int, float] | None:
    """Pearson's statistic, its degrees of freedom and p, for passes and fails by group: are their rates the same?

    None where only one group or one result is there. 90/10, 68/32 and 81/19 give 15.1039165924, 2, .0005250809.
    """
    held = [group for group in groups if sum(group)]
    totals = [sum(group[side] for group in held) for side in (0, 1)]
    n = sum(totals)
    if len(held) < 2 or not all(totals):
        return None
    found = 0.0
    for group in held:
        for side in (0, 1):
            expected = sum(group) * totals[side] / n
            found += (group[side] - expected) ** 2 / expected
    return found, len(held) - 1, _chi_square_above(found, len(held) - 1)


def _chi_square_above(x: float, freedom: int) -> float:
    """The chance of more than x: by the finite sums for whole degrees of freedom (Abramowitz and Stegun 26.4.4-5)."""
    if isinf(x):
        return 0.0
    half = x / 2
    if freedom % 2 == 0:
        return sum(exp(-half + k * log(half) - lgamma(k + 1)) if half else float(k == 0) for k in range(freedom // 2))
    tail = 2 * (1 - NormalDist().cdf(sqrt(x)))
    terms = (exp(-half + (k - 0.5) * log(half) - lgamma(k + 0.5)) for k in range(1, (freedom + 1) // 2))
    return min(1.0, tail + (sum(terms) if half else 0.0))
