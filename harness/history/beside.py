"""The index -> a run beside the one before it. What is counted was counted when each was indexed."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple, cast

from sqlalchemy import Connection

from harness.criteria import Severity
from harness.stats import Stratum, difference

from . import looking
from .drift import changes_between
from .nights import Counts, Night, nights_of
from .nouns import Failure, Mark, RunRow
from .series import RESOLVED, SERIES, Series
from .since import Found, Since, Step, Tally, in_order, standing

COST = "cost per resolved outcome"
SHOWN = (RESOLVED, *(one for one in SERIES if one.name != "resolution failures"))
"""The figures that are laid side by side; the failures of resolution move with what was resolved."""


def beside(connection: Connection, run: RunRow) -> Since | None:
    """A run beside the one before it in its line; None where there is none to lay it beside."""
    before = looking.run_before(connection, run)
    if before is None:
        return None
    mine, theirs = (looking.held_in(connection, one.run) for one in (run, before))
    told = _found(*(_told(connection, one.run) for one in (run, before)))
    figures = looking.figures_of(connection, [run.run])
    nights = nights_of((before, run), looking.cells_of(connection, [before.run, run.run]))
    return Since(
        run=run.run,
        before=before.run,
        began=before.began,
        head=before.head,
        decision=before.decision,
        shared=len(mine & theirs),
        journeys=len(mine),
        found=in_order([one for one in told if one.journey in mine]),
        steps=tuple(_steps(*nights)),
        currency=next((one.unit for one in figures if one.name == COST), ""),
        changes=tuple(changes_between(before, run)),
    )


# ---- what broke -----------------------------------------------------------------------------------------------

_Key = tuple[str, str]
"""A journey, and the sentence or criterion."""


class _Told(NamedTuple):
    """What the index knows of a run's sentences."""

    failures: dict[_Key, Failure]
    marks: dict[_Key, Mark]
    titles: dict[str, str]

    def tally(self, key: _Key) -> Tally:
        mark = self.marks.get(key)
        return (mark.failed, mark.failed + mark.passed) if mark else (0, 0)


def _told(connection: Connection, run: str) -> _Told:
    return _Told(
        {(one.journey, one.about): one for one in looking.failures_of(connection, run)},
        {(one.journey, one.about): one for one in looking.marks_of(connection, run)},
        {row.journey: row.title for row in looking.journeys_of(connection, [run])},
    )


def _found(now: _Told, then: _Told) -> Iterable[Found]:
    titles = then.titles | now.titles
    for key, failure in (then.failures | now.failures).items():
        yield Found(
            journey=failure.journey,
            title=titles.get(failure.journey, failure.journey),
            about=failure.about,
            criterion=failure.criterion,
            severity=cast("Severity", failure.severity),
            says=failure.says,
            place=failure.place,
            standing=standing(now.tally(key), then.tally(key)),
            now=now.tally(key),
            then=then.tally(key),
            example=failure.example,
        )


# ---- figures --------------------------------------------------------------------------------------------------


def _steps(then: Night, now: Night) -> Iterable[Step]:
    """Every figure that both runs have, of the variations that both held."""
    both = sorted(then.strata.keys() & now.strata.keys())
    pairs = [(then.strata[one], now.strata[one]) for one in both]
    for series in SHOWN:
        step = _share(series, pairs) if series.unit == "share" else _amount(series, pairs)
        if step:
            yield step


def _share(series: Series, pairs: Sequence[tuple[Counts, Counts]]) -> Step | None:
    counted = [Stratum(*_hits(series, then), *_hits(series, now)) for then, now in pairs]
    tried = [one for one in counted if one.before_runs and one.runs]
    change = difference(tried)
    if change is None:
        return None
    n = sum(one.runs for one in tried)
    return Step(
        name=series.name,
        unit=series.unit,
        good=series.good,
        then=sum(one.runs * one.before_passes / one.before_runs for one in tried) / n,
        now=sum(one.passes for one in tried) / n,
        n_then=sum(one.before_runs for one in tried),
        n=n,
        change=change,
    )


def _hits(series: Series, counts: Counts) -> tuple[int, int]:
    return int(series.above(counts) or 0), int(series.below(counts) or 0)


def _amount(series: Series, pairs: Sequence[tuple[Counts, Counts]]) -> Step | None:
    then, now = ([pair[place] for pair in pairs] for place in (0, 1))
    before, after = _each(series, then), _each(series, now)
    if before is None or after is None:
        return None
    return Step(
        name=series.name,
        unit=series.unit,
        good=series.good,
        then=before,
        now=after,
        n_then=sum(_hits(series, one)[1] for one in then),
        n=sum(_hits(series, one)[1] for one in now),
    )


def _each(series: Series, counts: Sequence[Counts]) -> float | None:
    amounts = [series.above(one) for one in counts]
    units = sum(series.below(one) or 0 for one in counts)
    return None if not units or None in amounts else sum(one or 0 for one in amounts) / units
