"""Totals over totals, such as money over what it bought: the ratio and how sure it is (measurement 9.2)."""

from collections.abc import Sequence
from math import fsum, sqrt
from random import Random

from .beta import beta_cdf
from .clusters import t_quantile
from .nouns import Estimate, Interval

DRAWS = 2_000
"""Of the bootstrap."""

Pair = tuple[float, float]
"""Of one group that is drawn whole: what was spent, and what came of it."""


def ratio(groups: Sequence[Pair], level: float = 0.95) -> Estimate | None:
    """All that was spent over all that came of it, with the t interval of the linearised residuals over the groups.

    A group is a conversation, or a journey with all its trials. None where nothing came of it, or for a single group.
    Costs .031 .045 .120 .028 .300 .052 .040 .036 .210 .048, all but the third, fifth and ninth resolved: .13, standard
    error .0682920898.
    """
    spent, got = fsum(one for one, _ in groups), fsum(other for _, other in groups)
    n = len(groups)
    if not got or n < 2:
        return None
    value = spent / got
    residuals = fsum((one - value * other) ** 2 for one, other in groups)
    se = sqrt(n / (n - 1) * residuals) / got
    half = t_quantile((1 + level) / 2, n - 1) * se
    return Estimate(value=value, se=se, interval=Interval(low=value - half, high=value + half, level=level))


def ratio_bootstrap(groups: Sequence[Pair], level: float = 0.95, seed: int = 0) -> Interval | None:
    """The percentile interval over groups drawn with replacement; None where too many draws bring nothing.

    For few results, where the t interval would reach below zero. Seeded: the same groups give the same interval.
    """
    lot, drawn = Random(seed), []
    for _ in range(DRAWS):
        some = lot.choices(groups, k=len(groups))
        got = fsum(other for _, other in some)
        drawn.append(fsum(one for one, _ in some) / got if got else float("inf"))
    drawn.sort()
    low, high = drawn[int((1 - level) / 2 * DRAWS)], drawn[int((1 + level) / 2 * DRAWS) - 1]
    return None if high == float("inf") else Interval(low=low, high=high, level=level)


def quantile_ranks(n: int, share: float, level: float = 0.95) -> tuple[int, int] | None:
    """Ranks, from 1, of the sorted values that hold the true quantile with at least this confidence.

    None where the sample is too small to bound it on both sides. By the binomial distribution: no shape is assumed.
    """
    tail = (1 - level) / 2
    low = _rank(n, share, tail)
    high = n + 1 - _rank(n, 1 - share, tail)
    return (low, high) if low >= 1 and high <= n else None


def _rank(n: int, share: float, tail: float) -> int:
    """The largest rank r with a chance of at most `tail` that fewer than r values lie below the quantile; 0 if none."""
    low, high = 0, n
    while low < high:
        middle = (low + high + 1) // 2
        # The chance of at most middle - 1 values below it.
        if beta_cdf(1 - share, n - middle + 1, middle) <= tail:
            low = middle
        else:
            high = middle - 1
    return low
