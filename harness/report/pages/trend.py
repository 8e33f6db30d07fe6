"""Trend -> what its page shows: a control chart a series, what changed beside it, steadiness, money at one price."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from ..since import change
from ..words import money
from ..words import value as in_words

if TYPE_CHECKING:
    from harness.history.drift import Breach
    from harness.history.trending import Charted, Trend, Value

LEFT, RIGHT, TOP, BOTTOM = 8.0, 650.0, 10.0, 100.0


@dataclass(frozen=True)
class Dot:
    """One night on a chart."""

    x: float
    y: float
    low: float | None
    high: float | None
    """The ends of its interval, as places on the chart."""
    says: str


@dataclass(frozen=True)
class Marker:
    """A night on which something is told."""

    x: float
    says: str


@dataclass(frozen=True)
class Chart:
    """One series, drawn."""

    name: str
    lines: tuple[str, ...]
    """Stretches of nights without a gap, as points of polylines."""
    dots: tuple[Dot, ...]
    alarms: tuple[Marker, ...]
    moved: tuple[tuple[str, bool], ...]
    """What it did, each time that it was noticed, and whether that was for the worse: the chart's title says it."""
    quiet: str
    """What the title says where nothing was noticed."""
    top: str
    bottom: str
    last: str
    says: str
    """All of it in a sentence, for whoever does not see it."""


def view(trend: "Trend") -> dict[str, Any]:
    """Everything that the page shows."""
    dates = [f"{trend.date(place):%-d %b}" for place in range(len(trend.runs))]
    changes = [(place, [change(*one) for one in found]) for place, found in enumerate(trend.changes) if found]
    places = {run.run: place for place, run in enumerate(trend.runs)}
    xs = [_x(place, len(dates)) for place in range(len(dates))]
    charts = [_chart(one, dates, xs, places, trend.currency) for one in trend.charts if _known(one)]
    return {
        "trend": trend,
        "charts": sorted(charts, key=lambda one: not one.moved),
        "resolved": next((one.last for one in charts if one.name == "resolved"), "not measured"),
        "changes": [(dates[place], said) for place, said in changes],
        "markers": [Marker(xs[place], f"{dates[place]}: {', '.join(said)}") for place, said in changes],
        "first": dates[0],
        "last": dates[-1],
        "alarms": _alarms(trend, dates, places),
        "money": _money(trend, dates, xs),
        "flaky": trend.flaky,
    }


def _x(place: int, nights: int) -> float:
    return round(LEFT + (RIGHT - LEFT) * (place / (nights - 1) if nights > 1 else 0.5), 1)


def _chart(
    charted: "Charted", dates: Sequence[str], xs: Sequence[float], places: dict[str, int], currency: str
) -> Chart:
    def words(number: float | None) -> str:
        return in_words(number, charted.unit, currency)

    known = _known(charted)
    lows = [one.interval.low if one.interval else one.value or 0 for one in known]
    highs = [one.interval.high if one.interval else one.value or 0 for one in known]
    low, high = _scale(min(lows), max(highs), charted.unit == "share")
    first, last = (words(one.value) for one in (known[0], known[-1]))
    dots = tuple(
        Dot(
            xs[place],
            _y(one.value, low, high),
            _y(one.interval.low, low, high) if one.interval else None,
            _y(one.interval.high, low, high) if one.interval else None,
            f"{dates[place]}: {words(one.value)}, n={one.n}",
        )
        for place, one in enumerate(charted.values)
        if one.value is not None
    )
    alarms = tuple(Marker(xs[places[one.run]], _alarm(one, dates, places, currency)) for one in charted.breaches)
    return Chart(
        name=charted.name,
        lines=_lines([one.value is not None for one in charted.values], xs, {dot.x: dot.y for dot in dots}),
        dots=dots,
        alarms=alarms,
        moved=tuple(
            (f"{_step(one, currency)} since {dates[places[one.first_after]]}", one.worse) for one in charted.breaches
        ),
        quiet="not watched: it moves with the failures of resolution" if charted.name == "resolved" else "no alarm",
        top=words(high),
        bottom=words(low),
        last=last,
        says=f"{charted.name}: {first} at first, {last} at last; {len(alarms)} alarms",
    )


def _known(charted: "Charted") -> "list[Value]":
    return [one for one in charted.values if one.value is not None]


def _scale(low: float, high: float, share: bool) -> tuple[float, float]:
    """Room around the values; a share never leaves 0 to 1, an amount that never moves lies in the middle."""
    room = max((high - low) * 0.08, abs(high) * 0.02, 1e-9)
    return (max(0.0, low - room), min(1.0, high + room)) if share else (max(0.0, low - room), high + room)


def _y(value: float, low: float, high: float) -> float:
    return round(BOTTOM - (BOTTOM - TOP) * (value - low) / (high - low), 1)


def _lines(known: Sequence[bool], xs: Sequence[float], ys: dict[float, float]) -> tuple[str, ...]:
    found: list[list[str]] = [[]]
    for place, there in enumerate(known):
        if there:
            found[-1].append(f"{xs[place]},{ys[xs[place]]}")
        elif found[-1]:
            found.append([])
    return tuple(" ".join(points) for points in found if points)


def _alarm(one: "Breach", dates: Sequence[str], places: dict[str, int], currency: str) -> str:
    return f"{_moved(one, currency)}, since {dates[places[one.first_after]]}, noticed {dates[places[one.run]]}"


def _alarms(trend: "Trend", dates: Sequence[str], places: dict[str, int]) -> list[tuple[str, str, str, bool]]:
    """Noticed, what, what changed near it, whether it is for the worse; the last first."""
    every = sorted((one for chart in trend.charts for one in chart.breaches), key=lambda one: one.run, reverse=True)
    return [
        (
            dates[places[one.run]],
            f"{_moved(one, trend.currency)} since {dates[places[one.first_after]]}",
            ", ".join(change(*each) for each in one.changes) or "nothing that is on record",
            one.worse,
        )
        for one in every
    ]


def _moved(one: "Breach", currency: str) -> str:
    return f"{one.series} {_step(one, currency)}"


def _step(one: "Breach", currency: str) -> str:
    return f"{in_words(one.before, one.unit, currency)} → {in_words(one.after, one.unit, currency)}"


def _money(trend: "Trend", dates: Sequence[str], xs: Sequence[float]) -> dict[str, Any] | None:
    """Two lines: as charged, and at the prices of the last night; None where neither can be drawn."""
    series = {
        "charged": [one.charged for one in trend.money],
        "repriced": [one.repriced for one in trend.money],
    }
    known = [float(one) for values in series.values() for one in values if one is not None]
    if not known or not trend.currency:
        return None
    low, high = _scale(min(known), max(known), share=False)
    lines = {}
    for name, values in series.items():
        ys = {xs[place]: _y(float(one), low, high) for place, one in enumerate(values) if one is not None}
        lines[name] = _lines([one is not None for one in values], xs, ys)
    rows = [
        (dates[place], *(_paid(one, trend.currency) for one in (night.charged, night.repriced)))
        for place, night in enumerate(trend.money)
    ]
    return {"lines": lines, "rows": rows[::-1], **_ends(low, high, trend.currency)}


def _paid(amount: Decimal | None, currency: str) -> str:
    return "not priced" if amount is None else money(amount, currency)


def _ends(low: float, high: float, currency: str) -> dict[str, str]:
    return {name: _paid(Decimal(str(round(end, 6))), currency) for name, end in (("bottom", low), ("top", high))}
