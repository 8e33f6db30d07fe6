"""What is watched from night to night, and how far apart a night is from those before it.

Stratum by stratum: a variation of a journey is held to itself. So a night that tried more of the hard journeys, or a
new one, is no drift.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from math import log, sqrt
from statistics import NormalDist, median
from typing import Literal, Protocol

from harness.criteria import CRITERIA
from harness.stats import normal_score, rates_apart

from .nights import Counts, Night, Stratum

FEW_NIGHTS = 3
"""Nights that a rate must have been seen in before the next is held to them [a judgement]."""
FEW_STEPS = 4
"""Steps from night to night that a spread is made of before the next is held to it [a judgement]."""
FLOOR = 0.01
"""The least spread from night to night that is reckoned with, as a share of the value: an agent that always does the
same has none, and a change of a tenth of a percent is no news [a judgement]."""
OWN_SPREAD = 5.0
"""How many nights the spread that chance alone makes weighs against the spread that was seen [a judgement]."""

MEDIAN_AWAY = NormalDist().inv_cdf(0.75)
"""How far from 0 half of all standard normal scores are at most."""

Direction = Literal["up", "down"]
Unit = Literal["share", "turns", "tokens", "seconds", "money"]
Count = Callable[[Counts], float | None]


class Scorer(Protocol):
    """Holds each night to those it has seen before."""

    def take(self, night: Night) -> float | None:
        """How many standard deviations it lies above them; None where that cannot be told yet."""
        ...

    def anew(self, nights: Iterable[Night]) -> "Scorer":
        """One that holds what comes to these nights only."""
        ...


@dataclass(frozen=True)
class Series:
    """One thing that is watched."""

    name: str
    unit: Unit
    good: Direction
    """Which way is for the better."""
    above: Count
    """Of the value, what is divided; None where it was not measured."""
    below: Count
    """And by what."""

    def value(self, night: Night) -> float | None:
        """What a night shows; None when it was not measured."""
        above, below = ([of(one) for one in night.strata.values()] for of in (self.above, self.below))
        units = sum(one or 0 for one in below)
        return None if not units or None in above else sum(one or 0 for one in above) / units

    def scorer(self) -> Scorer:
        """One that has seen no night yet."""
        return RateScorer(self) if self.unit == "share" else AmountScorer(self)


class RateScorer:
    """A share of conversations: the stratified score of two rates, tonight's against all nights before.

    Where the nights differ by more than chance makes them, as those of an agent with good and bad days do, a score is
    worth less: it is divided by the spread that the scores have had.
    """

    def __init__(self, series: Series, scores: Sequence[float] = ()) -> None:
        self._series = series
        self._past: defaultdict[Stratum, tuple[int, int]] = defaultdict(lambda: (0, 0))
        self._nights = 0
        self._scores = list(scores)

    def anew(self, nights: Iterable[Night]) -> "RateScorer":
        """As `Scorer` says; how far nights are apart it knows already."""
        fresh = RateScorer(self._series, self._scores)
        for night in nights:
            fresh._remember(night)
        return fresh

    def take(self, night: Night) -> float | None:
        """As `Scorer` says."""
        tonight = {name: self._counts(counts) for name, counts in night.strata.items()}
        score = rates_apart((*self._past[name], *counts) for name, counts in tonight.items())
        known = self._nights >= FEW_NIGHTS and any(runs for _, runs in tonight.values())
        tempered = score / self._spread() if known else None
        if known:
            self._scores.append(score)
        self._remember(night)
        return tempered

    def _remember(self, night: Night) -> None:
        self._nights += bool(night.total(self._series.below))
        for name, counts in night.strata.items():
            (hits, runs), (past_hits, past_runs) = self._counts(counts), self._past[name]
            self._past[name] = (past_hits + hits, past_runs + runs)

    def _counts(self, counts: Counts) -> tuple[int, int]:
        return int(self._series.above(counts) or 0), int(self._series.below(counts) or 0)

    def _spread(self) -> float:
        """By the median of what the scores were away from 0: a night that something happened in does not make it."""
        seen = median(map(abs, self._scores)) / MEDIAN_AWAY if self._scores else 1.0
        nights = len(self._scores)
        return sqrt(max(1.0, (OWN_SPREAD + nights * seen * seen) / (OWN_SPREAD + nights)))


@dataclass
class _Sums:
    """What a stratum came to over the nights before."""

    held: int = 0
    above: float | None = 0.0
    below: float = 0.0


class AmountScorer:
    """An amount for each of something: the logarithm of what was seen over what the nights before lead to expect.

    These steps are independent and alike while nothing moves; how large one is, is told by the spread of those before
    (Hawkins, 1987).
    """

    def __init__(self, series: Series) -> None:
        self._series = series
        self._past: defaultdict[Stratum, _Sums] = defaultdict(_Sums)
        self._nights = 0
        self._steps: list[float] = []

    def anew(self, nights: Iterable[Night]) -> "AmountScorer":
        """As `Scorer` says."""
        fresh = AmountScorer(self._series)
        for night in nights:
            fresh.take(night)
        return fresh

    def take(self, night: Night) -> float | None:
        """As `Scorer` says."""
        ratio = self._ratio(night)
        # A night that is held to few others differs from them by more than one that is held to many.
        step = log(ratio) * sqrt(self._nights / (self._nights + 1)) if ratio else None
        score = None
        if step is not None:
            if len(self._steps) >= FEW_STEPS:
                spread = sqrt(sum(one * one for one in self._steps) / len(self._steps))
                score = normal_score(step / max(spread, FLOOR), len(self._steps))
            self._steps.append(step)
        self._remember(night)
        return score

    def _ratio(self, night: Night) -> float | None:
        """Seen over expected, for the amount over what it is divided by; None where one of them is missing."""
        seen, expected = [0.0, 0.0], [0.0, 0.0]
        for name, counts in night.strata.items():
            past, above = self._past[name], self._series.above(counts)
            if not past.held or above is None or past.above is None:
                continue
            share = counts.held / past.held
            seen = [seen[0] + above, seen[1] + (self._series.below(counts) or 0)]
            expected = [expected[0] + share * past.above, expected[1] + share * past.below]
        if not all(seen) or not all(expected):
            return None
        return (seen[0] / expected[0]) / (seen[1] / expected[1])

    def _remember(self, night: Night) -> None:
        self._nights += bool(night.strata)
        for name, counts in night.strata.items():
            past, above = self._past[name], self._series.above(counts)
            past.held += counts.held
            past.above = None if above is None or past.above is None else past.above + above
            past.below += self._series.below(counts) or 0


def _failures(criterion: str) -> Series:
    return Series(
        f"{criterion} failures",
        "share",
        "down",
        above=lambda one: one.rulings[criterion][1],
        below=lambda one: one.rulings[criterion][0],
    )


def _money(counts: Counts) -> float | None:
    return None if counts.billionths is None else counts.billionths / 1e9


RESOLVED = Series("resolved", "share", "up", lambda one: one.resolved, lambda one: one.due)
"""Shown, and not watched: it moves with the failures of resolution."""

SERIES: tuple[Series, ...] = (
    *map(_failures, CRITERIA),
    Series("cost per resolved outcome", "money", "down", _money, lambda one: one.resolved),
    Series("tokens per resolved outcome", "tokens", "down", lambda one: one.tokens, lambda one: one.resolved),
    Series("turns", "turns", "down", lambda one: one.turns, lambda one: one.held),
    Series("seconds to a reply", "seconds", "down", lambda one: one.seconds, lambda one: one.replies),
)
"""Everything that is watched."""
