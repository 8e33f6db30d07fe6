"""Figures with n and interval, beside baselines recomputed on the same rows, as a table that a person reads."""

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from harness.stats import wilson

T = TypeVar("T")

SEED = 20_26
REPEATS = 1_000
"""Draws of the bootstrap."""


@dataclass(frozen=True)
class Row:
    """One figure of one method on one set of rows."""

    figure: str
    """What is measured, such as `balanced accuracy`."""
    rows: str
    """On which rows, such as `tau_airline`."""
    method: str
    """Ours, or `baseline: ...`."""
    n: int
    value: float
    low: float
    high: float
    aim: str = ""


@dataclass(frozen=True)
class Sample(Generic[T]):
    """Rows with the key of what belongs together, to be drawn as a whole."""

    keys: Sequence[str]
    items: Sequence[T]

    def interval(self, statistic: Callable[[Sequence[T]], float | None], repeats: int = REPEATS) -> tuple[float, float]:
        """The 95 % interval of a statistic by drawing whole groups anew (percentile bootstrap, seeded).

        A draw on which the statistic has no value (one class only) is left out.
        """
        groups: dict[str, list[T]] = {}
        for key, item in zip(self.keys, self.items, strict=True):
            groups.setdefault(key, []).append(item)
        members, chance = list(groups.values()), random.Random(SEED)
        found = []
        for _ in range(repeats):
            drawn = [item for group in chance.choices(members, k=len(members)) for item in group]
            value = statistic(drawn)
            if value is not None:
                found.append(value)
        found.sort()
        return (found[int(0.025 * len(found))], found[int(0.975 * len(found))]) if found else (0.0, 1.0)

    def row(
        self, figure: str, rows: str, method: str, statistic: Callable[[Sequence[T]], float | None], aim: str = ""
    ) -> Row:
        """The figure on all rows, with its interval."""
        value = statistic(self.items)
        low, high = self.interval(statistic)
        if value == low == high == 1:
            # Where nothing is wrong, no draw is: as many groups as were seen, all right, show no more than this.
            low = wilson(len(set(self.keys)), len(set(self.keys))).low
        return Row(figure, rows, method, len(self.items), float("nan") if value is None else value, low, high, aim)


def auroc(pairs: Sequence[tuple[float, bool]]) -> float | None:
    """The chance that a positive scores above a negative, ties half. Mann and Whitney. None with one class only."""
    ranked = sorted(pairs, key=lambda pair: pair[0])
    positives = sum(label for _, label in ranked)
    negatives = len(ranked) - positives
    if not positives or not negatives:
        return None
    total, start = 0.0, 0
    while start < len(ranked):
        end = start
        while end < len(ranked) and ranked[end][0] == ranked[start][0]:
            end += 1
        total += (start + 1 + end) / 2 * sum(label for _, label in ranked[start:end])
        start = end
    return (total - positives * (positives + 1) / 2) / (positives * negatives)


def balanced_accuracy(pairs: Sequence[tuple[bool, bool]]) -> float | None:
    """Mean of the shares found among the true and among the false: (said, true). None with one class only."""
    shares = []
    for truth in (True, False):
        said = [one for one, label in pairs if label == truth]
        if not said:
            return None
        shares.append(sum(one == truth for one in said) / len(said))
    return sum(shares) / 2


def accuracy(pairs: Sequence[tuple[object, object]]) -> float | None:
    """Share of (said, true) that agree."""
    return sum(said == true for said, true in pairs) / len(pairs) if pairs else None


def printed(rows: Sequence[Row]) -> str:
    """The table, in Markdown, so that what is printed is what a page can show."""
    lines = ["| figure | rows | method | n | value | 95 % interval | aim |", "|---|---|---|---|---|---|---|"]
    for row in rows:
        interval = f"{row.low:.3f}-{row.high:.3f}"
        cells = (row.figure, row.rows, row.method, str(row.n), f"{row.value:.3f}", interval, row.aim)
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines)
