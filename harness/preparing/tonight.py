"""A nightly run -> which conversations it holds: spread by risk within the budget, what was long not tried first."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from pathlib import Path

from harness.assurance import Background
from harness.budget import Amount
from harness.gate import Row, spread
from harness.gate.counts import Cell
from harness.gate.reference import Kept, Reference
from harness.gate.spreading import FEWEST, needed
from harness.plan.nouns import Plan
from harness.settings import Settings
from harness.trouble import Trouble

from .wanted import Wanted

SHARE = Decimal("0.9")
"""Of a budget, what conversations are planned for: some take longer than they used to [a judgement]."""

NAME = "the nights before"

Tonight = tuple[tuple[Plan, ...], Background, Wanted, tuple[str, ...]]
"""The plans that are held, the background and the wish that say so, and the lines that tell people."""


@dataclass(frozen=True)
class Before:
    """What the nights before tell."""

    counts: Mapping[Cell, tuple[int, int]] = field(default_factory=dict)
    """Variation -> passes and trials."""
    since: Mapping[Cell, int] = field(default_factory=dict)
    """Variation -> nights since it was last held."""
    nights: int = 0
    costs: Mapping[tuple[str, str], Decimal] = field(default_factory=dict)
    """`ours` or `target`, and currency -> what a conversation came to."""


def over_the_night(
    plans: Sequence[Plan], wanted: Wanted, settings: Settings, reports: Path, background: Background, target: str
) -> Tonight:
    """Spread a nightly run's trials by risk and by what the nights before left open; other runs stay as they are.

    A run that goes on keeps the spread that it was begun with. Raises Trouble where the history cannot be read.
    """
    if wanted.spread:
        cells = {_cell(name): trials for name, trials in wanted.spread.items()}
        return (*_only(plans, cells, background), wanted, ())
    asked_otherwise = wanted.conversations or wanted.trials or wanted.changed_since or wanted.variation
    rows = _rows(plans)
    if wanted.profile != settings.nights.profile or not settings.nights.by_risk or asked_otherwise or not rows:
        return tuple(plans), background, wanted, ()
    before = nights_before(settings, reports, target)
    evenly = sum(plan.settings_of(row).trials or settings.run.trials for plan in plans for row in plan.variations)
    held = min(evenly, affordable(settings, before) or evenly)
    kept, left = chosen(rows, held, before)
    told = [f"{held} conversations, spread by risk and by {count_of(before)}"]
    if held < evenly:
        told.append(f"the budget leaves room for {held} of {evenly}")
    if left:
        told.append(f"left for another night: {', '.join(_name(one) for one in left[:5])}{' ...' if left[5:] else ''}")
    if not kept:
        raise Trouble(f"the budget leaves room for {held} conversations: not for the fewest of any variation")
    found = spread(kept, held, _reference(before), settings.gate).trials
    names = {_text(cell): trials for cell, trials in found.items()}
    return (*_only(plans, found, background), wanted.model_copy(update={"spread": names}), tuple(told))


def chosen(rows: Sequence[Row], held: int, before: Before) -> tuple[list[Row], list[Row]]:
    """The variations that so many conversations are enough for, in their order, and those left for another night.

    Where they are not enough for all: those first that were longest not held, of these the riskier ones.
    """
    if held >= needed(rows):
        return list(rows), []
    ranks = ("critical", "high", "medium", "low")

    def turn(row: Row) -> tuple[int, int]:
        return -before.since.get((row.journey, row.variation), before.nights + 1), ranks.index(row.risk)

    room, kept = held, set()
    for place in sorted(range(len(rows)), key=lambda place: (*turn(rows[place]), place)):
        if FEWEST[rows[place].risk] <= room:
            room -= FEWEST[rows[place].risk]
            kept.add(place)
    return [row for place, row in enumerate(rows) if place in kept], [
        row for place, row in enumerate(rows) if place not in kept
    ]


def affordable(settings: Settings, before: Before) -> int | None:
    """How many conversations the budget of a run leaves room for, by what they cost before; None when nobody knows."""
    budgets = settings.budget
    if budgets.per != "run":
        return None
    limits: list[tuple[str, Amount | None]] = [("ours", budgets.ours), ("target", budgets.target)]
    room = [
        int(limit.value * SHARE / cost)
        for who, limit in limits
        if limit is not None and (cost := before.costs.get((who, limit.currency)))
    ]
    return min(room, default=None)


def nights_before(settings: Settings, reports: Path, target: str) -> Before:
    """What the history has of the nights of this target."""
    from harness.history import looking
    from harness.history.store import open_history
    from harness.history.syncing import sync

    nights = settings.nights
    with open_history(settings.history, reports) as history:
        sync(history, reports)
        with history.reading() as connection:
            line = looking.Line("simulated", nights.profile, target)
            runs = looking.runs_of(connection, line, looking.AFTER_ALL, nights.look_back)
            names = [one.run for one in runs]
            cells = looking.cells_of(connection, names)
            spent = looking.spending_of(connection, names[-WEEK:])
    counts: defaultdict[Cell, tuple[int, int]] = defaultdict(lambda: (0, 0))
    since: dict[Cell, int] = {}
    for one in cells:
        key = (one.journey, one.variation)
        counts[key] = (counts[key][0] + one.passed, counts[key][1] + one.held)
        since[key] = len(names) - 1 - names.index(one.run)
    held = sum(one.conversations for one in runs[-WEEK:])
    costs: defaultdict[tuple[str, str], Decimal] = defaultdict(Decimal)
    for row in spent:
        costs["target" if row.role == "target" else "ours", row.currency] += Decimal(row.amount)
    priced = {key: amount / held for key, amount in costs.items() if held and amount}
    return Before(dict(counts), since, len(names), priced)


WEEK = 7
"""Nights that the cost of a conversation is taken from."""


def count_of(before: Before) -> str:
    """Of what the spread was made."""
    return f"the {before.nights} nights before" if before.nights > 1 else "what is known so far"


def _rows(plans: Sequence[Plan]) -> list[Row]:
    return [
        Row(journey=plan.journey, variation=row.name, risk=plan.settings_of(row).risk)
        for plan in plans
        if plan.runnable
        for row in plan.variations
    ]


def _reference(before: Before) -> Reference:
    kept = [
        Kept(journey=journey, variation=variation, trials=trials, passes=passes)
        for (journey, variation), (passes, trials) in sorted(before.counts.items())
    ]
    return Reference(name=NAME, kept=tuple(kept))


def _only(
    plans: Sequence[Plan], cells: Mapping[Cell, int], background: Background
) -> tuple[tuple[Plan, ...], Background]:
    """The plans with the variations that get a trial. A journey that cannot be held stays: the gate names it."""
    kept = []
    for plan in plans:
        rows = tuple(row for row in plan.variations if (plan.journey, row.name) in cells)
        if rows or not plan.runnable:
            kept.append(plan.model_copy(update={"variations": rows}) if plan.runnable else plan)
    return tuple(kept), replace(background, spread=dict(cells))


def _name(row: Row) -> str:
    return f"{row.journey}/{row.variation}" if row.variation else row.journey


def _text(cell: Cell) -> str:
    return f"{cell[0]}/{cell[1]}"


def _cell(text: str) -> Cell:
    journey, _, variation = text.partition("/")
    return journey, variation
