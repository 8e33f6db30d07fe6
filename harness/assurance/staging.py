"""The planned conversations -> the decision: all at once or in rounds, then what the decision asks for, then retries.

Rounds go by the number of the trial, so that what is held does not depend on how many conversations are in flight.
"""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Self

from harness.conversation.nouns import Case
from harness.gate import Decision, GatePolicy, Left, Stopped, open_journeys, settled
from harness.plan.nouns import Judged, Plan
from harness.settings import Settings
from harness.verdict.nouns import Outcome

from .cases import bought_cases, retry_cases

Holding = Callable[[Sequence[Case]], Awaitable[Sequence[Outcome]]]
"""Holds conversations; fewer outcomes than cases when the run was interrupted."""

Deciding = Callable[[Sequence[Outcome]], Decision]


@dataclass(frozen=True)
class Stages:
    """How a run goes about its planned conversations."""

    plans: Sequence[Plan]
    policy: GatePolicy
    seed: int
    stop_early: bool = False
    """Leave out what can no longer change the decision."""
    qualify: bool = False
    """Leave out further trials of a journey once the sequential test has settled on it."""
    retry: int = 0
    """How often a variation that failed is tried again, to name the failure."""

    @classmethod
    def of(cls, plans: Sequence[Plan], settings: Settings) -> Self:
        """As the settings say."""
        run = settings.run
        runnable = [plan for plan in plans if plan.runnable]
        return cls(runnable, settings.gate, run.seed, run.stop_early, run.qualify, run.retry)


async def staged(cases: Sequence[Case], hold: Holding, deciding: Deciding, how: Stages) -> Decision | None:
    """Hold what is needed and decide; None when the run was interrupted, and stays without a decision."""
    outcomes = await _planned(cases, hold, deciding, how)
    if outcomes is None:
        return None
    left = len(cases) - len(outcomes)
    decision = deciding(outcomes)
    came = await _more(bought_cases(how.plans, decision.wanted, how.seed), hold)
    again = await _more(retry_cases(how.plans, outcomes, how.retry, how.seed), hold) if came is not None else None
    if came is None or again is None:
        return None
    if came or again:
        decision = deciding([*outcomes, *came, *again])
    if not left:
        return decision
    stopped: Stopped = "qualified" if how.qualify else "settled"
    return decision.model_copy(update={"stopped": stopped, "left": left})


async def _more(cases: Sequence[Case], hold: Holding) -> Sequence[Outcome] | None:
    """Further conversations; None when they were interrupted."""
    found = await hold(cases) if cases else []
    return found if len(found) == len(cases) else None


async def _planned(cases: Sequence[Case], hold: Holding, deciding: Deciding, how: Stages) -> Sequence[Outcome] | None:
    if not how.stop_early and not how.qualify:
        outcomes = await hold(cases)
        return outcomes if len(outcomes) == len(cases) else None
    found: list[Outcome] = []
    rounds = [list(some) for _, some in groupby(sorted(cases, key=_trial), key=_trial)]
    for number, some in enumerate(rounds):
        if how.qualify and number:
            open_ = open_journeys(found, how.policy)
            some = [case for case in some if case.plan.journey in open_]
        came = await hold(some) if some else []
        if len(came) < len(some):
            return None
        found += came
        rest = [case for later in rounds[number + 1 :] for case in later]
        if how.stop_early and rest and settled(found, [_left(case) for case in rest], deciding):
            break
    return found


def _trial(case: Case) -> int:
    return case.trial


def _left(case: Case) -> Left:
    """What of a conversation that was not held a decision could depend on."""
    critical = any(isinstance(item, Judged) and item.severity == "critical" for item in case.items)
    return Left(case.plan.journey, case.variation.name, case.plan.settings.risk, critical)
