"""Counts by journey -> an interval that does not take repeats of one journey for independent witnesses."""

from collections.abc import Sequence
from math import sqrt
from statistics import fmean, stdev

from .beta import beta_quantile
from .nouns import Interval
from .proportions import score_interval

Group = tuple[float, int]
"""Passes and runs of one journey; a run may pass in part."""


def clustered(groups: Sequence[Group], level: float = 0.95) -> Interval:
    """The Wilson interval of the pooled rate at the effective number of runs.

    With one run a journey it is Wilson's own. Raises ValueError when there were no runs.
    """
    passes, runs = sum(x for x, _ in groups), sum(n for _, n in groups)
    if not runs:
        raise ValueError("Without a run there is no rate, and nothing to say about it.")
    return score_interval(passes / runs, effective_runs(groups), level)


def effective_runs(groups: Sequence[Group]) -> float:
    """How many independent runs these are worth: n / (1 + (m - 1) ICC), with m the mean group size weighted by size.

    Kish, 1965, for the design effect; the intra-class correlation is the one-way analysis of variance's, between 0 and
    1. Where every run came out the same, nothing tells repeats apart: then each journey counts once.
    """
    held = [(x, n) for x, n in groups if n]
    runs = sum(n for _, n in held)
    size = sum(n * n for _, n in held) / runs
    return runs / (1 + (size - 1) * _correlation(held))


def of_means(groups: Sequence[Sequence[float]], low: float, high: float, level: float = 0.95) -> Interval | None:
    """The t interval of the mean of the journeys' means, clipped to the scale; None for fewer than two journeys.

    Trials of one journey are no independent witnesses, so each journey counts once (measurement 7.3).
    """
    means = [fmean(group) for group in groups if group]
    if len(means) < 2:
        return None
    half = t_quantile((1 + level) / 2, len(means) - 1) * stdev(means) / sqrt(len(means))
    centre = fmean(means)
    return Interval(low=max(low, centre - half), high=min(high, centre + half), level=level)


def t_quantile(p: float, freedom: int) -> float:
    """Student's quantile above one half, from the beta distribution: P(T > t) = I(f / (f + t²); f / 2, 1 / 2) / 2."""
    x = beta_quantile(2 * (1 - p), freedom / 2, 0.5)
    return sqrt(freedom * (1 - x) / x)


def _correlation(groups: Sequence[Group]) -> float:
    """The share of the variance that lies between journeys."""
    count, runs = len(groups), sum(n for _, n in groups)
    rate = sum(x for x, _ in groups) / runs
    if rate in (0.0, 1.0) or count == 1 or runs == count:
        return 1.0
    between = sum(n * (x / n - rate) ** 2 for x, n in groups) / (count - 1)
    within = sum(x * (1 - x / n) for x, n in groups) / (runs - count)
    size = (runs - sum(n * n for _, n in groups) / runs) / (count - 1)
    return min(1.0, max(0.0, (between - within) / (between + (size - 1) * within)))
