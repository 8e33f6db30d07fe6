"""Chapters -> the life of each finding: first seen, seen again, mended, come back, guarded (measurement 10.3).

A finding is one sentence of a journey that broke, or one criterion of it that failed. It counts as mended only once it
has been put to the test so often, without breaking, that a break as frequent as it used to be would have shown, with
95 % confidence (measurement 7.6): one that always broke, after one trial; one in ten, after 29.

What production showed is tried again by journeys that were captured from it: it is mended when they all hold.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from math import ceil, log
from statistics import median
from typing import Any, Literal, NamedTuple

from harness.kpi.feedback import Feedback, feedback

from .nouns import Chapter, Failure, Guard, JourneyRow

SURE = 0.95
"""How surely a break would have shown before its absence counts as mended."""

Standing = Literal["open", "looks mended", "mended"]


@dataclass(frozen=True)
class Finding:
    """One thing that went wrong, over all nights."""

    journey: str
    about: str
    """Id of the sentence, or the criterion."""
    criterion: str
    severity: str
    says: str
    place: str
    owner: str
    first_seen: str
    """The run in which it first failed."""
    last_seen: str
    runs: int
    """In how many runs it failed."""
    rate: float
    """How often it failed in the runs in which it did."""
    standing: Standing
    fixed_in: str
    """The first run without it, once it is mended, or looks it; empty while it is open."""
    trials_left: int
    """How many more trials without it show that it is mended."""
    recurred: int
    """How often it came back after it was mended."""
    first_fixed_in: str
    """The run in which it was mended for the first time; empty when it never was."""
    guards: tuple[str, ...]
    """The journeys that hold it: its own, and those captured from its conversations."""
    example: str
    turn: int | None
    words: str
    in_production: bool = False
    """Whether recorded conversations showed it, and no journey."""


class Reviews(NamedTuple):
    """What people said of verdicts."""

    reviewed: int = 0
    overturned: int = 0


@dataclass(frozen=True)
class LastNight:
    """How things stood in the last run, and what is known beside it."""

    run: str = ""
    journeys: Mapping[str, JourneyRow] = field(default_factory=dict)
    broken: frozenset[str] = frozenset()
    """Journeys of which something broke."""
    guards: tuple[Guard, ...] = ()

    def capturing(self, journey: str, runs: Iterable[str]) -> set[str]:
        """The journeys of last night that were captured from conversations of this journey, in these runs."""
        wanted = set(runs)
        return {one.journey for one in self.guards if one.of_run in wanted and one.of_case.startswith(f"{journey}/")}

    def holds(self, journeys: Iterable[str]) -> bool:
        """Whether all of these were held last night, and nothing broke."""
        rows = [self.journeys.get(name) for name in journeys]
        return bool(rows) and all(row and row.valid and row.journey not in self.broken for row in rows)


def lives(
    chapters: Sequence[Chapter], told: Iterable[Failure], last: LastNight, production: bool = False
) -> tuple[Finding, ...]:
    """Every finding: open ones first, the longest open first among them."""
    mine: defaultdict[tuple[str, str], list[Chapter]] = defaultdict(list)
    for chapter in chapters:
        mine[chapter.journey, chapter.about].append(chapter)
    tell = _in_production if production else _life
    found = [tell(mine[key], one, last) for one in told if (key := (one.journey, one.about)) in mine]
    order = ("open", "looks mended", "mended")
    return tuple(sorted(found, key=lambda one: (order.index(one.standing), one.first_seen, one.journey, one.about)))


def _life(chapters: Sequence[Chapter], failure: Failure, last: LastNight) -> Finding:
    rate = sum(one.failed for one in chapters) / sum(one.failed + one.held_there for one in chapters)
    final, needed = chapters[-1], trials_to_be_sure(rate)
    mended = [one for one in chapters if one.then_held >= needed]
    row = last.journeys.get(failure.journey)
    captured = last.capturing(failure.journey, (one.run for one in chapters))
    return Finding(
        **_told(chapters, failure),
        owner=row.owner if row else "",
        rate=rate,
        standing="mended" if final in mended else "looks mended" if final.then_held else "open",
        fixed_in=final.clean,
        trials_left=max(0, needed - final.then_held),
        recurred=sum(1 for one in mended if one is not final),
        first_fixed_in=mended[0].clean if mended else "",
        guards=tuple(sorted(captured | ({failure.journey} if row else set()))),
    )


def _in_production(chapters: Sequence[Chapter], failure: Failure, last: LastNight) -> Finding:
    guards = sorted(last.capturing(failure.journey, (one.run for one in chapters)))
    mended = last.holds(guards)
    return Finding(
        **_told(chapters, failure),
        owner=", ".join(sorted({last.journeys[name].owner for name in guards if last.journeys[name].owner})),
        rate=sum(one.failed for one in chapters) / sum(one.failed + one.held_there for one in chapters),
        standing="mended" if mended else "open",
        fixed_in=last.run if mended else "",
        trials_left=0 if mended else 1,
        recurred=0,
        first_fixed_in=last.run if mended else "",
        guards=tuple(guards),
        in_production=True,
    )


def _told(chapters: Sequence[Chapter], failure: Failure) -> dict[str, Any]:
    same = ("journey", "about", "criterion", "severity", "says", "place", "example", "turn", "words")
    runs = {"first_seen": chapters[0].run, "last_seen": chapters[-1].run, "runs": len(chapters)}
    return {name: getattr(failure, name) for name in same} | runs


def trials_to_be_sure(rate: float) -> int:
    """How many trials without a failure show that one of this rate is gone: ln(.05) / ln(1 - rate)."""
    return 1 if rate >= SURE else ceil(log(1 - SURE) / log(1 - rate))


def loop_of(found: Sequence[Finding], target_days: float, reviews: Reviews = Reviews()) -> Feedback:  # noqa: B008 - frozen
    """How well findings are turned into guards and mended, and stay so; and how far they can be believed."""
    mended = [one for one in found if one.first_fixed_in and one.guards]
    days = [_days(one.first_seen, one.first_fixed_in) for one in mended]
    return feedback(
        found=len(found),
        guarded=sum(1 for one in found if one.guards),
        fixed=len(mended),
        recurred=sum(1 for one in mended if one.recurred),
        median_days=median(days) if days else None,
        target_days=target_days,
        in_production=sum(1 for one in found if one.in_production),
        reviewed=reviews.reviewed,
        overturned=reviews.overturned,
    )


def _days(first: str, last: str) -> float:
    """Days between two runs, by their ids."""
    begun, ended = (datetime.strptime(run[:15], "%Y%m%d-%H%M%S") for run in (first, last))  # noqa: DTZ007 - both UTC
    return (ended - begun).total_seconds() / 86400
