"""The index -> what a page shows of many nights: charts with what changed beside them, flakiness, re-priced money."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from itertools import pairwise
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from harness.stats import Interval, wilson

from . import looking
from .drift import Breach, changes_between, watch_all
from .looking import Line
from .nights import Night, nights_of
from .nouns import RunRow, Spending
from .repricing import prices_of, repriced
from .series import RESOLVED, SERIES, Series, Unit
from .settings import NightSettings


@dataclass(frozen=True)
class Value:
    """One night of a chart."""

    value: float | None
    n: int
    interval: Interval | None
    """Wilson's at 95 %, of a share; None for an amount."""


@dataclass(frozen=True)
class Charted:
    """One series over the nights."""

    name: str
    unit: Unit
    values: tuple[Value, ...]
    breaches: tuple[Breach, ...]


@dataclass(frozen=True)
class Money:
    """What a night cost, and what it would have cost at the last night's prices; None where nobody can say."""

    charged: Decimal | None
    repriced: Decimal | None


@dataclass(frozen=True)
class Steadiness:
    """How often the trials of one variation in one night came out both ways."""

    journey: str
    variation: str
    nights: int
    """In which it had more than one trial that was decided."""
    both: int
    """Of these, those in which some passed and some failed."""
    failed: int
    held: int


@dataclass(frozen=True)
class Trend:
    """A line of nights, oldest first."""

    line: Line
    zone: str
    runs: tuple[RunRow, ...]
    charts: tuple[Charted, ...]
    changes: tuple[tuple[tuple[str, str, str], ...], ...]
    """Night by night, what was in force and had not been the night before."""
    money: tuple[Money, ...]
    currency: str
    flaky: tuple[Steadiness, ...]
    """The least steady first; those that always came out one way are left out."""

    def date(self, place: int) -> datetime:
        """When a night began, where the nights are."""
        return datetime.fromisoformat(self.runs[place].began).astimezone(ZoneInfo(self.zone))


def trend(connection: Connection, run: RunRow, settings: NightSettings) -> Trend:
    """The nights of a run's line, up to it."""
    line = Line.of(run)
    runs = looking.runs_of(connection, line, run.run, settings.look_back)
    names = [one.run for one in runs]
    nights = nights_of(runs, looking.cells_of(connection, names))
    watched = {one.series: one.breaches for one in watch_all(nights, settings.drift)}
    spent = looking.spending_of(connection, names)
    currencies = {row.currency for row in spent if Decimal(row.amount)}
    return Trend(
        line=line,
        zone=settings.zone,
        runs=runs,
        charts=tuple(_charted(one, nights, watched.get(one.name, ())) for one in (RESOLVED, *SERIES)),
        changes=((), *(tuple(changes_between(*pair)) for pair in pairwise(runs))),
        money=tuple(_money(one, [row for row in spent if row.run == one.run], run) for one in runs),
        currency=currencies.pop() if len(currencies) == 1 else "",
        flaky=_flaky(nights),
    )


def _charted(series: Series, nights: Sequence[Night], breaches: Sequence[Breach]) -> Charted:
    return Charted(series.name, series.unit, tuple(_value(series, night) for night in nights), tuple(breaches))


def _value(series: Series, night: Night) -> Value:
    value, n = series.value(night), int(night.total(series.below))
    share = series.unit == "share" and value is not None
    return Value(value, n, wilson(int(night.total(series.above)), n) if share else None)


def _money(run: RunRow, rows: Sequence[Spending], last: RunRow) -> Money:
    currencies = {row.currency for row in rows if Decimal(row.amount)}
    priced = len(currencies) == 1 and not any(row.unpriced for row in rows)
    charged = sum((Decimal(row.amount) for row in rows), Decimal(0)) if priced else None
    return Money(charged, repriced(rows, prices_of(last), run) if rows else None)


def _flaky(nights: Sequence[Night]) -> tuple[Steadiness, ...]:
    found = []
    for journey, variation in sorted({stratum for night in nights for stratum in night.strata}):
        counts = [night.strata[journey, variation] for night in nights if (journey, variation) in night.strata]
        tried = [one for one in counts if one.passed + one.failed > 1]
        both = sum(1 for one in tried if one.passed and one.failed)
        failed, held = sum(one.failed for one in counts), sum(one.passed + one.failed for one in counts)
        if both:
            found.append(Steadiness(journey, variation, len(tried), both, failed, held))
    return tuple(sorted(found, key=lambda one: (-one.both / one.nights, one.journey, one.variation)))
