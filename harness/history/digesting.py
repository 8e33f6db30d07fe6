"""The index -> what is to be told of a night. What people read is a rendering of this value."""

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from statistics import median
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from harness.kpi.feedback import Feedback
from harness.noun import Noun

from . import looking
from .creeping import Creep, creeping
from .drift import Breach, changes_between, watch_all
from .life import Finding, LastNight, Reviews, lives, loop_of
from .looking import Line
from .nights import Night, nights_of
from .nouns import Figure, JourneyRow, RunRow, Spending
from .repricing import prices_of, repriced
from .series import RESOLVED, SERIES
from .settings import NightSettings
from .slices import Slice, hidden, worst
from .trouble import HistoryError

WEEK = 7
"""Nights that tonight's money is laid beside."""
VARIED = 2
"""Nights in a week in which the trials of a variation came out both ways before it is called flaky [a judgement]."""


@dataclass(frozen=True)
class Stale:
    """A reading that somebody pinned long ago."""

    sentence: str
    """Its words."""
    days: int


class Flaky(Noun):
    """A variation whose trials of one night came out both ways, more than once this week."""

    journey: str
    variation: str
    nights: int
    failed: int
    held: int


class Idle(Noun):
    """A journey that no valid conversation was held of for long."""

    journey: str
    nights: int
    """Nights since; all that are known when there was none."""
    ever: bool
    runnable: bool


class Paid(Noun):
    """What a night cost in one currency."""

    currency: str
    amount: Decimal
    ours: Decimal
    """Of this, our own calls: customers, judges, compiling. The rest is the bill of whoever runs the agent."""


class Share(Noun):
    """A share of conversations, tonight and the night before."""

    name: str
    value: float
    n: int
    before: float | None


@dataclass(frozen=True)
class Digest:
    """A night, as it is to be told."""

    run: RunRow
    zone: str
    nights: int
    """How many of its line are known, this one counted."""
    yesterday: RunRow | None
    shares: tuple[Share, ...]
    changes: tuple[tuple[str, str, str], ...]
    """What is in force tonight and was not in the night before: name, what it was, what it is."""
    breaches: tuple[Breach, ...]
    """The alarms of tonight, the worse ones first."""
    lately: tuple[Breach, ...]
    """Alarms for the worse of the nights before, within a week, that nothing has taken back."""
    carried_by: Mapping[str, tuple[str, ...]]
    """Series of tonight's alarms -> the journeys in which it failed tonight."""
    creeps: tuple[Creep, ...]
    new: tuple[Finding, ...]
    back: tuple[Finding, ...]
    mended: tuple[Finding, ...]
    open: tuple[Finding, ...]
    """All that is not mended, tonight's new ones too."""
    loop: Feedback
    hidden: tuple[Slice, ...]
    worst: Slice | None
    paid: tuple[Paid, ...]
    unpriced: int
    budget: Mapping[str, str]
    cost_per_resolved: Decimal | None
    cost_unit: str
    week_cost: Decimal | None
    """Its median over the week before."""
    old_prices: Decimal | None
    """The same as this night's, at the prices of the night before, where these were others."""
    off_topic: tuple[Decimal, Decimal] | None
    """Their share of sessions and of tokens."""
    flaky: tuple[Flaky, ...]
    idle: tuple[Idle, ...]
    stale: tuple[Stale, ...]

    @property
    def date(self) -> datetime:
        """When it began, where the nights are."""
        return datetime.fromisoformat(self.run.began).astimezone(ZoneInfo(self.zone))


def the_night(connection: Connection, named: str | None, settings: NightSettings) -> RunRow:
    """The run that is meant: the named one, else the last night, else the last run.

    Raises HistoryError when there is none.
    """
    if named is not None:
        found = looking.run_named(connection, named)
        if found is None:
            raise HistoryError(f"run {named} is not in the history: it did not finish, or is not whole")
        return found
    found = looking.newest(connection, settings.profile) or looking.newest(connection)
    if found is None:
        raise HistoryError("there is no run to tell of yet: harness run --profile nightly")
    return found


def digest(
    connection: Connection,
    run: RunRow,
    settings: NightSettings,
    stale: Sequence[Stale] = (),
    reviews: Reviews = Reviews(),  # noqa: B008 - frozen
) -> Digest:
    """Everything that is to be told of a run, held to the runs of its line before it."""
    line = Line.of(run)
    runs = looking.runs_of(connection, line, run.run, settings.look_back)
    cells = looking.cells_of(connection, [one.run for one in runs])
    nights = nights_of(runs, cells)
    yesterday = runs[-2] if len(runs) > 1 else None
    watched = watch_all(nights, settings.drift)
    breaches = [breach for one in watched for breach in one.breaches]
    tonight = sorted((one for one in breaches if one.run == run.run), key=lambda one: not one.worse)
    recent = {one.run for one in runs[-settings.scan :]}
    sliced = [cell for cell in cells if cell.run in recent]
    journeys = looking.journeys_of(connection, [one.run for one in runs[-settings.unexercised :]])
    findings = _findings(connection, run, journeys)
    before = {_key(one): one.standing for one in _findings(connection, yesterday, journeys)} if yesterday else {}
    figures = {one.name: one for one in looking.figures_of(connection, [run.run])}
    resolved = figures.get(COST)
    return Digest(
        run=run,
        zone=settings.zone,
        nights=len(runs),
        yesterday=yesterday,
        shares=_shares(nights),
        changes=tuple(changes_between(yesterday, run)) if yesterday else (),
        breaches=tuple(tonight),
        lately=_standing(breaches, [one.run for one in runs]),
        carried_by={one.series: _carrying(one, nights[-1]) for one in tonight if one.worse},
        creeps=tuple(one for one in creeping(nights) if one.run == run.run),
        new=tuple(one for one in findings if one.first_seen == run.run),
        back=tuple(one for one in findings if one.last_seen == run.run and one.recurred and one.standing == "open"),
        mended=tuple(one for one in findings if one.standing == "mended" and before.get(_key(one)) != "mended"),
        open=tuple(one for one in findings if one.standing != "mended"),
        loop=loop_of(findings, settings.target_days, reviews),
        hidden=hidden(sliced),
        worst=worst(sliced),
        paid=_paid(looking.spending_of(connection, [run.run])),
        unpriced=sum(row.unpriced for row in looking.spending_of(connection, [run.run])),
        budget=json.loads(run.budget) if run.budget else {},
        cost_per_resolved=Decimal(resolved.value) if resolved and resolved.value else None,
        cost_unit=resolved.unit if resolved else "",
        week_cost=_week(connection, [one.run for one in runs[-WEEK - 1 : -1]]),
        old_prices=_at_old_prices(connection, run, yesterday, nights[-1]),
        off_topic=_off_topic(figures.get("off-topic sessions"), figures.get("off-topic tokens")),
        flaky=_flaky(nights[-WEEK:]),
        idle=_idle(connection, line, runs, journeys, settings),
        stale=tuple(stale),
    )


COST = "cost per resolved outcome"
PRODUCTION = Line("production", "", "recorded")
"""Where recorded conversations stand."""


# ---- its parts ------------------------------------------------------------------------------------------------


def _findings(connection: Connection, run: RunRow, journeys: Sequence[JourneyRow]) -> tuple[Finding, ...]:
    """The findings of a run's line as they stood after it, and those of production."""
    line = Line.of(run)
    last = LastNight(
        run=run.run,
        journeys={row.journey: row for row in journeys},
        broken=frozenset(one.journey for one in looking.failures_of(connection, run.run)),
        guards=looking.guards_in(connection, run.run),
    )
    lines = (line, PRODUCTION) if line.kind == "simulated" else (line,)
    return tuple(
        finding
        for one in lines
        for finding in lives(
            looking.chapters(connection, one, run.run),
            looking.told(connection, one, run.run),
            last,
            production=one.kind == "production",
        )
    )


def _key(one: Finding) -> tuple[str, str, str]:
    return one.journey, one.about, one.first_seen


def _shares(nights: Sequence[Night]) -> tuple[Share, ...]:
    rates = [RESOLVED, *(one for one in SERIES if one.unit == "share")]
    found = []
    for one in rates:
        value = one.value(nights[-1])
        if value is not None:
            before = one.value(nights[-2]) if len(nights) > 1 else None
            found.append(Share(name=one.name, value=value, n=int(nights[-1].total(one.below)), before=before))
    return tuple(found)


def _standing(breaches: Iterable[Breach], runs: Sequence[str]) -> tuple[Breach, ...]:
    """The last alarm of each series, where it was for the worse, not of tonight, and of the last week."""
    last: dict[str, Breach] = {}
    for one in sorted(breaches, key=lambda one: one.run):
        last[one.series] = one
    week = set(runs[-WEEK - 1 : -1])
    return tuple(one for one in last.values() if one.worse and one.run in week)


def _carrying(breach: Breach, night: Night) -> tuple[str, ...]:
    """The journeys in which what is watched went wrong tonight; none where it is an amount."""
    name = breach.series.removesuffix(" failures")
    found: Counter[str] = Counter()
    for (journey, _), counts in night.strata.items():
        if breach.unit == "share":
            found[journey] += counts.rulings.get(name, (0, 0))[1]
    return tuple(journey for journey, failed in found.most_common() if failed)


def _paid(rows: Iterable[Spending]) -> tuple[Paid, ...]:
    every: defaultdict[str, Decimal] = defaultdict(Decimal)
    ours: defaultdict[str, Decimal] = defaultdict(Decimal)
    for row in rows:
        every[row.currency] += Decimal(row.amount)
        ours[row.currency] += Decimal(row.amount) if row.role != "target" else 0
    return tuple(Paid(currency=name, amount=every[name], ours=ours[name]) for name in sorted(every) if every[name])


def _week(connection: Connection, runs: Sequence[str]) -> Decimal | None:
    values = [Decimal(one.value) for one in looking.figures_of(connection, runs) if one.name == COST and one.value]
    return median(values) if values else None


def _at_old_prices(connection: Connection, run: RunRow, yesterday: RunRow | None, night: Night) -> Decimal | None:
    if yesterday is None or yesterday.prices == run.prices:
        return None
    money = repriced(looking.spending_of(connection, [run.run]), prices_of(yesterday), run)
    served = night.total(lambda one: one.resolved)
    return None if money is None or not served else money / Decimal(served)


def _off_topic(sessions: Figure | None, tokens: Figure | None) -> tuple[Decimal, Decimal] | None:
    if not (sessions and tokens and sessions.value and tokens.value) or not Decimal(sessions.value):
        return None
    return Decimal(sessions.value), Decimal(tokens.value)


def _flaky(nights: Sequence[Night]) -> tuple[Flaky, ...]:
    counts: defaultdict[tuple[str, str], list[tuple[int, int]]] = defaultdict(list)
    for night in nights:
        for stratum, one in night.strata.items():
            counts[stratum].append((one.failed, one.passed))
    found = []
    for (journey, variation), results in sorted(counts.items()):
        both = sum(1 for failed, passed in results if failed and passed)
        if both >= VARIED:
            failed = sum(one for one, _ in results)
            held = failed + sum(passed for _, passed in results)
            found.append(Flaky(journey=journey, variation=variation, nights=both, failed=failed, held=held))
    return tuple(found)


def _idle(
    connection: Connection,
    line: Line,
    runs: Sequence[RunRow],
    journeys: Sequence[JourneyRow],
    settings: NightSettings,
) -> tuple[Idle, ...]:
    last = looking.last_exercised(connection, line)
    found = []
    for row in journeys:
        since = sum(1 for one in runs if one.run > last.get(row.journey, ""))
        if since >= settings.unexercised or not row.runnable:
            found.append(Idle(journey=row.journey, nights=since, ever=row.journey in last, runnable=row.runnable))
    return tuple(found)
