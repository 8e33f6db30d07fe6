"""A number of conversations -> how many of them each variation gets, by risk and by how much there is left to learn."""

from collections.abc import Mapping, Sequence
from math import sqrt
from typing import NamedTuple

from harness.criteria import Severity
from harness.noun import Noun
from harness.stats import neyman, whole

from .counts import Cell
from .policy import GatePolicy
from .reference import Reference

FEWEST: Mapping[Severity, int] = {"low": 3, "medium": 3, "high": 3, "critical": 5}
"""Trials that a variation gets, whatever else: a critical one more [measurement 7.11]."""


class Spread(NamedTuple):
    """Trials by variation, and what they are worth."""

    trials: dict[Cell, int]
    evenly: int
    """Conversations that would take as much off the doubt about what failures cost, spread evenly."""


class Row(Noun):
    """A variation that is to be held."""

    journey: str
    variation: str
    risk: Severity


def needed(rows: Sequence[Row]) -> int:
    """The fewest conversations that can be spread over these."""
    return sum(FEWEST[row.risk] for row in rows)


def spread(rows: Sequence[Row], conversations: int, reference: Reference | None, policy: GatePolicy) -> Spread:
    """Share conversations by Neyman's rule, a failure weighed by its risk; pass rates are those that are stored.

    What nothing is stored of counts as one that may as well pass as fail. Raises ValueError for fewer than are needed.
    """
    if conversations < needed(rows):
        few = f"{conversations} conversations are too few"
        raise ValueError(f"{few}: {len(rows)} variations take {needed(rows)} at least")
    weights = [policy.weight(row.risk) for row in rows]
    rates = [_rate((row.journey, row.variation), reference) for row in rows]
    trials = whole(neyman(weights, rates, conversations), [FEWEST[row.risk] for row in rows])
    parts = [(weight * sqrt(rate * (1 - rate))) ** 2 for weight, rate in zip(weights, rates, strict=True)]
    doubt = sum(part / number for part, number in zip(parts, trials, strict=True))
    evenly = round(len(rows) * sum(parts) / doubt) if doubt else conversations
    cells = [(row.journey, row.variation) for row in rows]
    return Spread(dict(zip(cells, trials, strict=True)), evenly)


def _rate(cell: Cell, reference: Reference | None) -> float:
    kept = reference.cells.get(cell) if reference else None
    return (kept.passes + 0.5) / (kept.trials + 1) if kept else 0.5
