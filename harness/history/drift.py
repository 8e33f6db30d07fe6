"""Nights -> what has moved, since when, and what changed near it (measurement 7.10).

Each night is held to the nights before it (`series`). Two charts watch the z-scores that come of it, a CUSUM for small
lasting shifts and an EWMA for quicker ones. After an alarm both begin anew at the estimated change.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from harness.stats import cusum_z, ewma, ewma_limit, since

from .nights import Counts, Night, Stratum
from .nouns import RunRow
from .series import SERIES, Direction, Series, Unit
from .settings import DriftSettings
from .things import changed

SHIPPED = DriftSettings()
"""The limits of measurement 7.10."""

LOOK_BACK = 7
"""Nights that the value before a change is taken over [a judgement]."""


Chart = Literal["CUSUM", "EWMA"]
Alarm = tuple[Direction, Chart]


@dataclass(frozen=True)
class Point:
    """One night of a chart."""

    run: str
    value: float | None
    score: float | None
    """In standard deviations, positive for up; None while there is too little to hold it to."""
    up: float = 0.0
    """The CUSUM's upper sum."""
    down: float = 0.0
    mean: float = 0.0
    """The EWMA."""
    limit: float = 0.0
    """The EWMA's limit in this night."""


@dataclass(frozen=True)
class Breach:
    """A series that left its limits."""

    series: str
    unit: Unit
    direction: Direction
    worse: bool
    chart: Chart
    run: str
    """The night that it was noticed in."""
    last_before: str
    """The last night before the estimated change; empty when it was there from the first."""
    first_after: str
    """The first night after it."""
    before: float | None
    """The value over the nights before the change that it was held to."""
    after: float | None
    """The value over the nights since."""
    nights: int
    """How many these are."""
    changes: tuple[tuple[str, str, str], ...]
    """What changed near it: name, what it was, what it is."""
    changed_in: str
    """The night in which that changed; empty when nothing is on record."""


@dataclass(frozen=True)
class Watched:
    """A series over all its nights."""

    series: str
    unit: Unit
    good: Direction
    points: tuple[Point, ...]
    breaches: tuple[Breach, ...]


def watch_all(nights: Sequence[Night], limits: DriftSettings = SHIPPED) -> tuple[Watched, ...]:
    """Every series over these nights."""
    return tuple(watch(one, nights, limits) for one in SERIES)


def watch(series: Series, nights: Sequence[Night], limits: DriftSettings = SHIPPED) -> Watched:
    """One series over these nights, oldest first."""
    chart, points, breaches = _Chart(series, limits), [], []
    for place, night in enumerate(nights):
        points.append(chart.take(night))
        if alarm := chart.alarm(points[-1]):
            after = chart.nights_since(alarm[0])
            breaches.append(_breach(series, chart.known, alarm, after, [one.run for one in nights[: place + 1]]))
            chart.begin_anew(chart.known[-after:])
    return Watched(series.name, series.unit, series.good, tuple(points), tuple(breaches))


# ---- the charts -----------------------------------------------------------------------------------------------


class _Chart:
    """Both charts of one series since the last change."""

    def __init__(self, series: Series, limits: DriftSettings) -> None:
        self._series, self._limits, self._scorer = series, limits, series.scorer()
        self.begin_anew(())

    def begin_anew(self, known: Sequence[Night]) -> None:
        """Hold what comes to these nights, those since the change."""
        self.known = list(known)
        self._scorer = self._scorer.anew(known)
        self._scores: list[float] = []
        self._places: list[int] = []
        """Where among the known nights those with a score are."""

    def take(self, night: Night) -> Point:
        """See one more night."""
        score = self._scorer.take(night)
        if score is not None:
            self._scores.append(score)
            self._places.append(len(self.known))
        self.known.append(night)
        return Point(
            run=night.run.run,
            value=self._series.value(night),
            score=score,
            up=self._last(self._sums("up")),
            down=self._last(self._sums("down")),
            mean=self._last(ewma(self._scores, self._limits.weight)),
            limit=ewma_limit(max(len(self._scores), 1), self._limits.weight, self._limits.width),
        )

    def _sums(self, way: Direction) -> list[float]:
        sign = 1 if way == "up" else -1
        return cusum_z((sign * one for one in self._scores), self._limits.slack)

    def _last(self, values: Sequence[float]) -> float:
        return values[-1] if values else 0.0

    def alarm(self, point: Point) -> Alarm | None:
        """Which way, and by which chart."""
        if point.up > self._limits.limit or point.down > self._limits.limit:
            return ("up" if point.up > point.down else "down"), "CUSUM"
        if abs(point.mean) > point.limit:
            return ("up" if point.mean > 0 else "down"), "EWMA"
        return None

    def nights_since(self, way: Direction) -> int:
        """How many of the known nights came after the change: after the last one in which the sum was 0."""
        last = since(self._sums(way), len(self._scores) - 1)
        after = self._places[last] + 1 if last >= 0 else self._places[0]
        return max(1, len(self.known) - after)


def _breach(series: Series, known: Sequence[Night], alarm: Alarm, count: int, runs: Sequence[RunRow]) -> Breach:
    """`known`: the nights of the stretch that ends with the alarm. `runs`: those of all nights up to it."""
    way, chart = alarm
    before, after = known[:-count], known[-count:]
    began = next(place for place, run in enumerate(runs) if run == after[0].run)
    changed_in, changes = _near(runs, began, len(runs) - 1, series.unit)
    return Breach(
        series=series.name,
        unit=series.unit,
        direction=way,
        worse=way != series.good,
        chart=chart,
        run=known[-1].run.run,
        last_before=before[-1].run.run if before else "",
        first_after=after[0].run.run,
        before=_pooled(series, before),
        after=_pooled(series, after),
        nights=count,
        changes=changes,
        changed_in=changed_in,
    )


def _pooled(series: Series, nights: Sequence[Night]) -> float | None:
    """The value over several nights: their counts put together."""
    every: dict[Stratum, Counts] = {}
    for number, night in enumerate(nights[-LOOK_BACK:]):
        every |= {(f"{number} {name}", row): counts for (name, row), counts in night.strata.items()}
    return series.value(Night(nights[-1].run, every)) if nights else None


def _near(
    runs: Sequence[RunRow], first_after: int, alarm: int, unit: Unit
) -> tuple[str, tuple[tuple[str, str, str], ...]]:
    """The night nearest to the estimated change in which anything changed, from the one before it to the alarm. A price
    moves nothing but money."""
    places = sorted(range(max(1, first_after - 1), alarm + 1), key=lambda place: (abs(place - first_after), place))
    for place in places:
        found = changes_between(runs[place - 1], runs[place])
        if found := [one for one in found if unit == "money" or one[0] != "price book"]:
            return runs[place].run, tuple(found)
    return "", ()


def changes_between(before: RunRow, after: RunRow) -> list[tuple[str, str, str]]:
    """What was in force in one run and not in the other: name, what it was, what it is.

    A journey that one of them did not hold, and the facts in it, did not change: it was left for another night.
    """
    both = changed(json.loads(before.things), json.loads(after.things))
    return [
        (name, was, now) for name, (was, now) in both.items() if (was and now) or not name.startswith(_NOT_ALWAYS_HELD)
    ]


_NOT_ALWAYS_HELD = ("journey ", "facts in ")
