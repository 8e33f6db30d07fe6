"""Two judgements of the same things, side by side -> how far they agree, and where they part.

The positive class is *pass*. Everything here is a measure of one table of four cells (measurement 1.5).
"""

from math import sqrt
from statistics import NormalDist
from typing import Annotated

from pydantic import Field

from harness.noun import Noun

from .nouns import Estimate, Interval
from .proportions import score_interval

KAPPA_AT_LEAST = 0.4
"""The release rule: the lower end of kappa's 95 % interval [measurement 1.5, a guess that is stated as one]."""
TNR_AT_LEAST = 0.80
"""The release rule: the share of true fails that the judge finds."""


Cell = Annotated[float, Field(ge=0, allow_inf_nan=False)]


class Confusion(Noun):
    """People's results against a judge's. Cells may be weighted, and so need not be whole numbers."""

    both_pass: Cell = 0
    judge_pass: Cell = 0
    """The judge passed what people failed: a break waved through."""
    judge_fail: Cell = 0
    """The judge failed what people passed: a false alarm."""
    both_fail: Cell = 0

    @property
    def n(self) -> float:
        """Everything compared."""
        return self.both_pass + self.judge_pass + self.judge_fail + self.both_fail

    @property
    def passes(self) -> float:
        """What people passed."""
        return self.both_pass + self.judge_fail

    @property
    def fails(self) -> float:
        """What people failed."""
        return self.judge_pass + self.both_fail


def agreement(table: Confusion) -> float | None:
    """The share on which both say the same; None for an empty table. Says little where one answer is rare."""
    return (table.both_pass + table.both_fail) / table.n if table.n else None


def tpr(table: Confusion) -> float | None:
    """Of what people passed, the share that the judge passed too; None when people passed nothing."""
    return table.both_pass / table.passes if table.passes else None


def tnr(table: Confusion) -> float | None:
    """Of what people failed, the share that the judge failed too: the figure that a lenient judge is poor at."""
    return table.both_fail / table.fails if table.fails else None


def rate_interval(rate: float | None, n: float) -> Interval | None:
    """Wilson's interval of one of these rates, over the n that it is a share of."""
    return None if rate is None else score_interval(rate, n)


def balanced_accuracy(table: Confusion) -> float | None:
    """The mean of TPR and TNR; None unless both are known."""
    one, other = tpr(table), tnr(table)
    return None if one is None or other is None else (one + other) / 2


def pabak(table: Confusion) -> float | None:
    """Agreement as if pass and fail were equally common (Byrt, Bishop and Carlin, 1993): 2 x agreement - 1."""
    share = agreement(table)
    return None if share is None else 2 * share - 1


def gwet_ac1(table: Confusion) -> float | None:
    """Agreement beyond Gwet's chance (2008), which a rare answer does not distort as it does kappa."""
    share = agreement(table)
    if share is None:
        return None
    middle = (table.passes + table.both_pass + table.judge_pass) / (2 * table.n)
    chance = 2 * middle * (1 - middle)
    return (share - chance) / (1 - chance)


def mcc(table: Confusion) -> float | None:
    """Matthews' correlation of the two answers (1975); None when either side gave one answer only."""
    judged_pass, judged_fail = table.both_pass + table.judge_pass, table.judge_fail + table.both_fail
    sizes = table.passes * table.fails * judged_pass * judged_fail
    if not sizes:
        return None
    return (table.both_pass * table.both_fail - table.judge_pass * table.judge_fail) / sqrt(sizes)


def kappa(table: Confusion, level: float = 0.95) -> Estimate | None:
    """Cohen's kappa with the standard error of Fleiss, Cohen and Everitt (1969); None where chance explains all.

    Vector: 70, 10, 4, 16 gives .606741573034, standard error .093960447798.
    """
    if not table.n:
        return None
    cells = [[x / table.n for x in row] for row in _rows(table)]
    people = [sum(row) for row in cells]
    judge = [sum(column) for column in zip(*cells, strict=True)]
    chance = sum(one * other for one, other in zip(people, judge, strict=True))
    if chance == 1:
        return None
    value = (cells[0][0] + cells[1][1] - chance) / (1 - chance)
    on = sum(cells[i][i] * (1 - (people[i] + judge[i]) * (1 - value)) ** 2 for i in (0, 1))
    off = (1 - value) ** 2 * sum(cells[i][1 - i] * (judge[i] + people[1 - i]) ** 2 for i in (0, 1))
    variance = (on + off - (value - chance * (1 - value)) ** 2) / (table.n * (1 - chance) ** 2)
    # Rounding can leave a perfect table a hair below zero.
    se = sqrt(max(variance, 0.0))
    half = NormalDist().inv_cdf((1 + level) / 2) * se
    return Estimate(value=value, se=se, interval=Interval(low=value - half, high=min(value + half, 1.0), level=level))


def _rows(table: Confusion) -> tuple[tuple[float, float], tuple[float, float]]:
    return (table.both_pass, table.judge_fail), (table.judge_pass, table.both_fail)


def cautious_kappa(table: Confusion) -> Estimate | None:
    """Kappa for deciding on: where a cell is empty, half a label is put into each, as Haldane did (1956).

    Two labels that agree have no spread, and would otherwise be as sure of a judge as two thousand.
    """
    cells = table.model_dump()
    empty = table.n and not all(cells.values())
    return kappa(Confusion(**{name: number + 0.5 for name, number in cells.items()}) if empty else table)


def usable_as_gate(table: Confusion) -> bool:
    """The release rule: kappa at least .4 with 95 % confidence, and a TNR of at least .80 [measurement 1.5].

    Without a single label of each kind nothing is usable.
    """
    found, finds = cautious_kappa(table), tnr(table)
    if found is None or finds is None or tpr(table) is None:
        return False
    return found.interval.low >= KAPPA_AT_LEAST and finds >= TNR_AT_LEAST
