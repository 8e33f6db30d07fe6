"""The index -> what a page or a digest asks of it. Each question is one query, quick over a thousand runs."""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Any, TypeVar

from sqlalchemy import Connection, Select, Table, and_, func, select
from sqlalchemy.sql import ColumnElement

from .nouns import Cell, Chapter, Failure, Figure, Guard, JourneyRow, Mark, RunRow, Spending
from .tables import CELLS, FAILURES, FIGURES, GUARDS, JOURNEYS, MARKS, RUNS, SPENDING

_Row = TypeVar("_Row")

AFTER_ALL = "99999999"
"""Behind every id of a run."""

MOST_RUNS = 90
"""Runs that a page looks back over, unless it is asked for more."""


@dataclass(frozen=True)
class Line:
    """The runs that may be laid side by side: of one kind, one profile and one target."""

    kind: str
    profile: str
    target: str

    @classmethod
    def of(cls, run: RunRow) -> "Line":
        """The line that a run stands in."""
        return cls(run.kind, run.profile, run.target)


def newest(connection: Connection, profile: str | None = None) -> RunRow | None:
    """The last simulated run, or the last of a profile; None when there is none."""
    asked = _all(RunRow, RUNS).where(RUNS.c.kind == "simulated").order_by(RUNS.c.run.desc()).limit(1)
    if profile is not None:
        asked = asked.where(RUNS.c.profile == profile)
    found = _read(connection, RunRow, asked)
    return found[0] if found else None


def run_named(connection: Connection, run: str) -> RunRow | None:
    """The run of this id."""
    found = _read(connection, RunRow, _all(RunRow, RUNS).where(RUNS.c.run == run))
    return found[0] if found else None


def runs_of(connection: Connection, line: Line, until: str, most: int = MOST_RUNS) -> tuple[RunRow, ...]:
    """The last runs of a line up to this one, oldest first."""
    asked = _all(RunRow, RUNS).where(_in(line), RUNS.c.run <= until).order_by(RUNS.c.run.desc()).limit(most)
    return _read(connection, RunRow, asked)[::-1]


def run_before(connection: Connection, run: RunRow) -> RunRow | None:
    """The last run of its line before it that held most of its journeys: more than half, each with a valid
    conversation. Runs of something else in between are passed over."""
    mine = held_in(connection, run.run)
    asked = (
        select(JOURNEYS.c.run)
        .join(RUNS, RUNS.c.run == JOURNEYS.c.run)
        .where(_in(Line.of(run)), RUNS.c.run < run.run, JOURNEYS.c.journey.in_(mine), JOURNEYS.c.valid > 0)
        .group_by(JOURNEYS.c.run)
        .having(func.count() * 2 > len(mine))
        .order_by(JOURNEYS.c.run.desc())
        .limit(1)
    )
    found = connection.execute(asked).scalar()
    return run_named(connection, found) if found else None


def held_in(connection: Connection, run: str) -> frozenset[str]:
    """The journeys that a run held a valid conversation of."""
    asked = select(JOURNEYS.c.journey).where(JOURNEYS.c.run == run, JOURNEYS.c.valid > 0)
    return frozenset(connection.execute(asked).scalars())


def figures_of(connection: Connection, runs: Sequence[str]) -> tuple[Figure, ...]:
    """The KPIs of these runs, by run and name."""
    asked = _all(Figure, FIGURES).where(FIGURES.c.run.in_(runs)).order_by(FIGURES.c.run, FIGURES.c.name)
    return _read(connection, Figure, asked)


def cells_of(connection: Connection, runs: Sequence[str]) -> tuple[Cell, ...]:
    """The cells of these runs, by run, journey, variation and traits."""
    asked = _all(Cell, CELLS).where(CELLS.c.run.in_(runs)).order_by(*CELLS.primary_key)
    return _read(connection, Cell, asked)


def spending_of(connection: Connection, runs: Sequence[str]) -> tuple[Spending, ...]:
    """What the roles of these runs spent."""
    asked = _all(Spending, SPENDING).where(SPENDING.c.run.in_(runs)).order_by(*SPENDING.primary_key)
    return _read(connection, Spending, asked)


def journeys_of(connection: Connection, runs: Sequence[str]) -> tuple[JourneyRow, ...]:
    """Each journey of these runs as the last of them that had it had it, in order of name."""
    asked = _all(JourneyRow, JOURNEYS).where(JOURNEYS.c.run.in_(runs)).order_by(JOURNEYS.c.run)
    last = {row.journey: row for row in _read(connection, JourneyRow, asked)}
    return tuple(last[name] for name in sorted(last))


def last_exercised(connection: Connection, line: Line) -> dict[str, str]:
    """Journey -> the last run of the line that held a valid conversation of it."""
    asked = (
        select(JOURNEYS.c.journey, func.max(JOURNEYS.c.run))
        .join(RUNS, RUNS.c.run == JOURNEYS.c.run)
        .where(_in(line), JOURNEYS.c.valid > 0)
        .group_by(JOURNEYS.c.journey)
    )
    return {journey: run for journey, run in connection.execute(asked)}  # noqa: C416 - rows are no pairs to the types


def failures_of(connection: Connection, run: str) -> tuple[Failure, ...]:
    """What failed in a run, by journey."""
    asked = _all(Failure, FAILURES).where(FAILURES.c.run == run).order_by(FAILURES.c.journey, FAILURES.c.about)
    return _read(connection, Failure, asked)


def marks_of(connection: Connection, run: str) -> tuple[Mark, ...]:
    """What was decided of each sentence and criterion of a run."""
    return _read(connection, Mark, _all(Mark, MARKS).where(MARKS.c.run == run).order_by(*MARKS.primary_key))


def chapters(connection: Connection, line: Line, until: str) -> tuple[Chapter, ...]:
    """Every failure of the line in order of time, each with what came after it until the next of the same finding."""
    ours = select(RUNS.c.run).where(_in(line), RUNS.c.run <= until)
    key = (FAILURES.c.journey, FAILURES.c.about)
    following = func.lead(FAILURES.c.run, 1, AFTER_ALL).over(partition_by=key, order_by=FAILURES.c.run)
    broke = select(*key, FAILURES.c.run, following.label("next")).where(FAILURES.c.run.in_(ours)).subquery()
    there, since = MARKS.alias(), MARKS.alias()
    same = (since.c.journey == broke.c.journey, since.c.about == broke.c.about)
    after = (*same, since.c.run > broke.c.run, since.c.run < broke.c.next, since.c.run.in_(ours))
    asked = (
        select(
            broke.c.journey,
            broke.c.about,
            broke.c.run,
            there.c.failed,
            there.c.passed,
            select(func.coalesce(func.sum(since.c.passed), 0)).where(*after).scalar_subquery(),
            select(func.coalesce(func.min(since.c.run), "")).where(*after, since.c.passed > 0).scalar_subquery(),
        )
        .join_from(broke, there, and_(*(there.c[name] == broke.c[name] for name in ("journey", "about", "run"))))
        .order_by(broke.c.journey, broke.c.about, broke.c.run)
    )
    return tuple(
        Chapter(journey, about, run, failed, held, int(then), clean)
        for journey, about, run, failed, held, then, clean in connection.execute(asked)
    )


def told(connection: Connection, line: Line, until: str) -> tuple[Failure, ...]:
    """Each finding as it was last seen failing in this line."""
    key = (FAILURES.c.journey, FAILURES.c.about)
    last = (
        select(*key, func.max(FAILURES.c.run).label("run"))
        .where(FAILURES.c.run.in_(select(RUNS.c.run).where(_in(line), RUNS.c.run <= until)))
        .group_by(*key)
        .subquery()
    )
    same = and_(*(FAILURES.c[name] == last.c[name] for name in ("journey", "about", "run")))
    return _read(connection, Failure, _all(Failure, FAILURES).join(last, same).order_by(*key))


def guards_in(connection: Connection, run: str) -> tuple[Guard, ...]:
    """The journeys of a run that were captured from conversations of other runs."""
    asked = _all(Guard, GUARDS).where(GUARDS.c.run == run).order_by(*GUARDS.primary_key)
    return _read(connection, Guard, asked)


def _in(line: Line) -> ColumnElement[bool]:
    return and_(RUNS.c.kind == line.kind, RUNS.c.profile == line.profile, RUNS.c.target == line.target)


def _all(kind: type[_Row], table: Table) -> Select[Any]:
    """Every column of a table, in the order of the noun's fields."""
    return select(*(table.c[field.name] for field in fields(kind)))  # type: ignore[arg-type]


def _read(connection: Connection, kind: type[_Row], asked: Select[Any]) -> tuple[_Row, ...]:
    return tuple(kind(*row) for row in connection.execute(asked))
