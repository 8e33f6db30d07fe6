"""Plans -> Cases: which conversations a run holds, each with its own seed."""

import hashlib
from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from itertools import accumulate
from typing import Literal, overload

from harness.conversation.nouns import Case
from harness.gate import Cell, Wanted
from harness.journey.nouns import Journey, Risk, Variation
from harness.plan.compile import compile_journey
from harness.plan.fill import fill
from harness.plan.locking.lock import EMPTY, Lock
from harness.plan.locking.pin import strictly
from harness.plan.nouns import AnyItem, Check, Judged, Plan, Reading, Vocabulary
from harness.run import RunRecord
from harness.verdict.nouns import Outcome
from harness.verdict.trials import mark_of

LANGUAGE = "J015"
"""The complaint that the scripted customer does not speak a journey's language."""


Why = Literal["fixed", "adaptive", "retry"]


def compile_all(
    journeys: Sequence[Journey], vocabulary: Vocabulary, lock: Lock = EMPTY, locked: bool = False
) -> tuple[Plan, ...]:
    """Compile every journey. No model is called.

    `locked`: what is neither understood nor pinned, or reads otherwise than the lock says, is an error.
    """
    plans = (compile_journey(journey, vocabulary, lock) for journey in journeys)
    return tuple(strictly(plan) if locked else plan for plan in plans)


def in_any_language(plans: Sequence[Plan]) -> tuple[Plan, ...]:
    """The plans for customers that a model plays: any language is one they may speak."""
    return tuple(
        plan.model_copy(update={"complaints": tuple(one for one in plan.complaints if one.code != LANGUAGE)})
        for plan in plans
    )


def rows_of(plans: Sequence[Plan]) -> list[tuple[Plan, Variation]]:
    """The variations that can be run, those of the highest risk first."""
    ranks = ("critical", "high", "medium", "low")
    rows = [(plan, row) for plan in plans if plan.runnable for row in plan.variations]
    return sorted(rows, key=lambda held: ranks.index(held[0].settings_of(held[1]).risk))


class Planned(Sequence[Case]):
    """The conversations of a run, by risk, journey, variation, trial. Each is made when it is asked for.

    Twenty thousand of them would otherwise wait in 20 MB of memory.
    """

    def __init__(self, rows: Iterable[tuple[Plan, Variation, int]], seed: int) -> None:
        """`rows`: how many trials each variation gets."""
        self._rows = list(rows)
        self._seed = seed
        self._ends = list(accumulate(trials for _, _, trials in self._rows))
        self._last: tuple[int, Case] | None = None
        """The row that was asked for last, and a case of it: another differs by its trial and its seed."""

    def __len__(self) -> int:
        return self._ends[-1] if self._ends else 0

    @overload
    def __getitem__(self, index: int) -> Case: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[Case, ...]: ...
    def __getitem__(self, index: int | slice) -> Case | tuple[Case, ...]:
        if isinstance(index, slice):
            return tuple(self[one] for one in range(*index.indices(len(self))))
        place = range(len(self))[index]
        row = bisect_right(self._ends, place)
        plan, variation, trials = self._rows[row]
        trial = place - self._ends[row] + trials + 1
        if self._last is None or self._last[0] != row:
            self._last = (row, case_of(plan, variation, trial, self._seed))
        return self._last[1].model_copy(update={"trial": trial, "seed": _seed(plan, variation, trial, self._seed)})


def cases_of(plans: Sequence[Plan], trials: int, seed: int, spread: Mapping[Cell, int] | None = None) -> Sequence[Case]:
    """The conversations to hold, by risk, journey, variation, trial. Each has its own seed, drawn from the run's.

    `spread`: how many trials a variation gets, where they are not all to get the same.
    """
    of_row = spread or {}
    return Planned(
        (
            (plan, row, of_row.get((plan.journey, row.name)) or plan.settings_of(row).trials or trials)
            for plan, row in rows_of(plans)
        ),
        seed,
    )


def bought_cases(plans: Sequence[Plan], wanted: Sequence[Wanted], seed: int) -> tuple[Case, ...]:
    """The further trials that a decision asks for, spread evenly over the variations of each journey."""
    by_name = {plan.journey: plan for plan in plans}
    return tuple(
        case_of(
            plan, plan.variations[number % len(plan.variations)], number // len(plan.variations) + 1, seed, "adaptive"
        )
        for order in wanted
        if (plan := by_name[order.journey])
        for number in range(order.trials)
    )


def retry_cases(plans: Sequence[Plan], outcomes: Sequence[Outcome], retry: int, seed: int) -> tuple[Case, ...]:
    """Each variation that failed once more: with the seed of its first failure, then with others (measurement 7.9)."""
    by_name = {plan.journey: plan for plan in plans}
    return tuple(
        case_of(
            by_name[journey], by_name[journey].variation(row), number, seed, "retry", first if number == 1 else None
        )
        for (journey, row), first in first_failures(outcomes).items()
        for number in range(1, retry + 1)
    )


def first_failures(outcomes: Sequence[Outcome]) -> dict[Cell, int]:
    """Variation that failed -> the planned trial in which it did so first."""
    found: dict[Cell, int] = {}
    for one in outcomes:
        if one.why == "fixed" and mark_of(one) == "fail":
            cell = (one.journey, one.variation)
            found[cell] = min(one.trial, found.get(cell, one.trial))
    return found


def case_of(
    plan: Plan, variation: Variation, trial: int, seed: int, why: Why = "fixed", again: int | None = None
) -> Case:
    """One case: the plan's items that hold for this variation, with its slots filled and its row's settings.

    `again`: the planned trial whose seed it has.
    """
    plan = _for_row(plan, variation)
    only = {reading.sentence.id: reading.sentence.only for reading in plan.readings}
    items = [
        item for reading in plan.readings for item in _played(reading) if only[item.sentence] in (None, variation.name)
    ]
    return Case(
        plan=plan,
        variation=variation,
        trial=trial,
        why=why,
        seed=_seed(plan, variation, again or trial, seed, "fixed" if again else why),
        items=fill(items, variation.values),
    )


def _seed(plan: Plan, variation: Variation, trial: int, seed: int, why: Why = "fixed") -> int:
    # Rows that differ in nothing but whom they stand for are held with the same luck: so they can be compared.
    drawn = f"{seed}|{plan.journey}|{variation.pair or variation.name}|{trial}"
    return int.from_bytes(hashlib.sha256((drawn if why == "fixed" else f"{drawn}|{why}").encode()).digest()[:4])


def recorded_case(record: RunRecord, name: str) -> Case:
    """A case of a stored run, as it was held."""
    held = next(one for one in record.outcomes if one.case == name)
    plan = record.plan(held.journey)
    first = first_failures(record.outcomes).get((held.journey, held.variation))
    again = first if held.why == "retry" and held.trial == 1 else None
    return case_of(plan, plan.variation(held.variation), held.trial, record.manifest.seed, held.why, again)


def _played(reading: Reading) -> tuple[AnyItem, ...]:
    """The items of a sentence; of one that nobody is sure of, no more than that something was to be checked."""
    if reading.status != "needs_model":
        return reading.items
    return tuple(_undecided(item) for item in reading.items if isinstance(item, Judged))


def _undecided(item: Judged) -> Check:
    shared = {name: getattr(item, name) for name in Judged.model_fields}
    return Check(**shared, deed=None)


def _for_row(plan: Plan, row: Variation) -> Plan:
    """The plan with a row's own settings; what has no mark of its own weighs as much as the row's risk."""
    settings = plan.settings_of(row)
    if settings == plan.settings:
        return plan
    readings = tuple(_weighing(reading, settings.risk) for reading in plan.readings)
    return plan.model_copy(update={"settings": settings, "readings": readings})


def _weighing(reading: Reading, risk: Risk) -> Reading:
    if reading.sentence.severity is not None:
        return reading
    items = tuple(
        item.model_copy(update={"severity": risk}) if isinstance(item, Judged) else item for item in reading.items
    )
    return reading.model_copy(update={"items": items})
