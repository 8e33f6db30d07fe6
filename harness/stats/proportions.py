"""x of n -> how large the true rate may be, and how many runs would prove it."""

from math import ceil, log, sqrt
from statistics import NormalDist

from .beta import beta_quantile
from .nouns import Interval


def wilson(x: int, n: int, level: float = 0.95) -> Interval:
    """The Wilson score interval of x passes in n runs: the one to show beside a rate.

    Wilson, 1927. Raises ValueError when there were no runs, or when x does not lie between 0 and n.
    """
    _check(x, n, level)
    return score_interval(x / n, n, level)


def score_interval(rate: float, n: float, level: float = 0.95) -> Interval:
    """Wilson's interval for a rate seen in n runs, where n may be an effective number and so no whole one."""
    _check_level(level)
    z = NormalDist().inv_cdf((1 + level) / 2)
    spread = z * z / n
    centre = (rate + spread / 2) / (1 + spread)
    half = z / (1 + spread) * sqrt(rate * (1 - rate) / n + spread / (4 * n))
    # In exact arithmetic the interval always holds the rate, and ends at 0 or 1 when the rate does.
    low = 0.0 if rate == 0 else min(centre - half, rate)
    high = 1.0 if rate == 1 else max(centre + half, rate)
    return Interval(low=low, high=high, level=level)


def score_difference(rate: float, n: float, before: float, n_before: float, level: float = 0.95) -> Interval:
    """Newcombe's hybrid score interval of `rate - before` (1998, method 10), where either n may be an effective number.

    178 of 200 after 184 of 200 gives -.0892 to .0285 (measurement 7.5).
    """
    new, old = score_interval(rate, n, level), score_interval(before, n_before, level)
    change = rate - before
    return Interval(
        low=change - sqrt((rate - new.low) ** 2 + (old.high - before) ** 2),
        high=change + sqrt((new.high - rate) ** 2 + (before - old.low) ** 2),
        level=level,
    )


def clopper_pearson_lower(x: int, n: int, level: float = 0.95) -> float:
    """The one-sided lower bound: x passes in n runs show at least this rate. It never claims more than it proves.

    Clopper and Pearson, 1934: the quantile 1 - level of Beta(x, n - x + 1). Raises ValueError as `wilson` does.
    """
    _check(x, n, level)
    return 0.0 if x == 0 else beta_quantile(1 - level, x, n - x + 1)


def prove_at_least(rate: float, level: float = 0.95) -> int:
    """How many runs, all passing, prove that the true rate is at least this.

    The smallest n with rate ** n <= 1 - level. Raises ValueError unless the rate lies between 0 and 1, both left out:
    no number of runs proves perfection, and none is needed to prove nothing.
    """
    _check_level(level)
    if not 0 < rate < 1:
        raise ValueError(f"A rate to prove lies between 0 and 1, both left out; this one is {rate}.")
    runs = max(1, ceil(log(1 - level) / log(rate)))
    # The quotient of two rounded logarithms can fall on the wrong side of a whole number.
    if rate**runs > 1 - level:
        return runs + 1
    return runs - 1 if runs > 1 and rate ** (runs - 1) <= 1 - level else runs


def _check(x: int, n: int, level: float) -> None:
    _check_level(level)
    if n < 1:
        raise ValueError("Without a run there is no rate, and nothing to say about it.")
    if not 0 <= x <= n:
        raise ValueError(f"{x} passes in {n} runs cannot be.")


def _check_level(level: float) -> None:
    if not 0 < level < 1:
        raise ValueError(f"A confidence level lies between 0 and 1, both left out; this one is {level}.")
