"""What a number of trials can see, before or after they are held."""

from collections.abc import Sequence
from math import sqrt
from statistics import NormalDist

from .strata import Stratum

_NORMAL = NormalDist()


def power_of_drop(strata: Sequence[Stratum], drop: float, alpha: float) -> float:
    """How likely `worse` at this error sees every stratum's rate fall by `drop`, by the normal approximation.

    The rate before is the first arm's, smoothed as (x + 1/2) / (n + 1); no rate falls under 0. Passes of the second arm
    do not count, only its runs. Held beside simulated worlds in docs/gate.md.
    """
    shift = spread = spread_if_same = 0.0
    for one in strata:
        if not one.before_runs or not one.runs:
            continue
        before = (one.before_passes + 0.5) / (one.before_runs + 1)
        after = max(0.0, before - drop)
        both = one.before_runs + one.runs
        shift += one.before_runs * one.runs / both * (before - after)
        of_second, of_first = (one.before_runs / both) ** 2 * one.runs, (one.runs / both) ** 2 * one.before_runs
        spread += of_second * after * (1 - after) + of_first * before * (1 - before)
        mean = (one.before_runs * before + one.runs * after) / both
        spread_if_same += (of_second + of_first) * mean * (1 - mean)
    if not spread:
        return 0.0
    return _NORMAL.cdf((shift - _NORMAL.inv_cdf(1 - alpha) * sqrt(spread_if_same)) / sqrt(spread))


def minimal_change(
    journeys: int, between: float, first: float, second: float, alpha: float = 0.05, power: float = 0.80
) -> float:
    """The smallest mean change between two runs of the same journeys that is seen with this power, one-sided.

    `between`: variance of the journeys' true changes; `first`, `second`: variance within a journey divided by its
    trials, of either run. Miller, 2024 (measurement 7.6): 20 journeys, .02, .1/5 and .1/5 give .1362.
    """
    return (_NORMAL.inv_cdf(1 - alpha) + _NORMAL.inv_cdf(power)) * sqrt((between + first + second) / journeys)


def seen_once(rate: float, runs: int) -> float:
    """How likely a defect that strikes at this rate shows at least once in so many runs: .10 in 29 runs, 95 %."""
    return 1 - (1 - rate) ** runs
