"""A judge's pass rate + what people said of some of it -> the pass rate that people would have given.

Which of the three is right depends on how the labels were drawn (measurement 1.6): a random sample is worth most and
goes to `ppi`; labels of a set of their own tell how the judge errs, and go to `rogan_gladen` and `lang_reiczigel`.
"""

from math import sqrt
from statistics import NormalDist

from .agreement import Confusion
from .nouns import Estimate, Interval

LEAST_INFORMED = 0.3
"""Se + Sp - 1 below this: the judge tells pass from fail so badly that no correction is honest [measurement 1.6]."""


def rogan_gladen(rate: float, n: float, table: Confusion, level: float = 0.95) -> Estimate | None:
    """The corrected rate of Rogan and Gladen (1978); None where the judge is too little informed, or a class is empty.

    `rate`: the judge's pass rate over n runs. `table`: the labels, of another set than these runs.
    """
    known = _errs(table.both_pass, table.passes, table.both_fail, table.fails)
    if known is None:
        return None
    se, sp = known
    informed = se + sp - 1
    value = (rate + sp - 1) / informed
    variance = rate * (1 - rate) / n
    variance += value**2 * se * (1 - se) / table.passes + (1 - value) ** 2 * sp * (1 - sp) / table.fails
    return _estimate(value, sqrt(variance) / informed, level)


def lang_reiczigel(rate: float, n: float, table: Confusion, level: float = 0.95) -> Interval | None:
    """The interval of Lang and Reiczigel (2014) about the same rate, better for few labels; None as `rogan_gladen`."""
    if _errs(table.both_pass, table.passes, table.both_fail, table.fails) is None:
        return None
    z = _z(level)
    many, passes, fails = n + z * z, table.passes + 2, table.fails + 2
    p, se, sp = (n * rate + z * z / 2) / many, (table.both_pass + 1) / passes, (table.both_fail + 1) / fails
    informed = se + sp - 1
    value = (p + sp - 1) / informed
    misses, alarms = se * (1 - se) / passes, sp * (1 - sp) / fails
    shift = 2 * z * z * (value * misses - (1 - value) * alarms)
    half = z * sqrt(p * (1 - p) / many + value**2 * misses + (1 - value) ** 2 * alarms) / informed
    return _clipped(value + shift - half, value + shift + half, level)


def _errs(passed: float, passes: float, failed: float, fails: float) -> tuple[float, float] | None:
    """Sensitivity and specificity, when both are known and tell enough."""
    if not passes or not fails or passed / passes + failed / fails - 1 < LEAST_INFORMED:
        return None
    return passed / passes, failed / fails


def ppi(rate: float, n: float, table: Confusion, trust: float | None = None, level: float = 0.95) -> Estimate | None:
    """Prediction-powered inference: labels of a random sample, and n runs that only the judge has seen.

    `trust` is lambda: 1 is the plain form (Angelopoulos and others, 2023), 0 asks people alone; None finds the best,
    which is PPI++ (2023). None is returned for fewer than two labels or runs: they have no spread.
    """
    m = table.n
    if m < 2 or n < 2:
        return None
    human, judge = table.passes / m, (table.both_pass + table.judge_pass) / m
    trust = _trust(rate, n, table) if trust is None else trust
    off = human - trust * judge
    squares = table.both_pass * (1 - trust) ** 2 + table.judge_pass * trust**2 + table.judge_fail
    variance = trust**2 * rate * (1 - rate) / (n - 1) + (squares - m * off**2) / (m - 1) / m
    return _estimate(trust * rate + off, sqrt(max(variance, 0.0)), level)


def _trust(rate: float, n: float, table: Confusion) -> float:
    """PPI++'s lambda: how far the judge's answers move with people's, between 0 and 1."""
    m = table.n
    human, judge = table.passes / m, (table.both_pass + table.judge_pass) / m
    together = (table.both_pass / m - human * judge) * m / (m - 1)
    overall = (rate * n + judge * m) / (n + m)
    spread = overall * (1 - overall) * (n + m) / (n + m - 1)
    return min(1.0, max(0.0, together / ((1 + m / n) * spread))) if spread else 0.0


def _estimate(value: float, se: float, level: float) -> Estimate:
    half = _z(level) * se
    return Estimate(value=min(1.0, max(0.0, value)), se=se, interval=_clipped(value - half, value + half, level))


def _clipped(low: float, high: float, level: float) -> Interval:
    """No rate lies outside 0 to 1."""
    return Interval(low=min(1.0, max(0.0, low)), high=min(1.0, max(0.0, high)), level=level)


def _z(level: float) -> float:
    return NormalDist().inv_cdf((1 + level) / 2)
