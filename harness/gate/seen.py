"""Outcomes -> what so many trials can show, and what they would have seen."""

from collections.abc import Sequence

from harness.stats import clopper_pearson_lower, difference, power_of_drop, seen_once
from harness.verdict.nouns import Outcome

from .counts import Cell, by_journey, tallies
from .policy import GatePolicy
from .reference import Reference, strata

DROP = 0.10
"""The fall of the pass rate that is spoken of."""


def shows(valid: Sequence[Outcome], policy: GatePolicy) -> str:
    """What so few trials of a journey show, where nothing is compared."""
    counts = by_journey(valid)
    if not counts:
        return "No valid conversation: nothing is shown."
    fewest = min(held for _, held in counts.values())
    low = clopper_pearson_lower(fewest, fewest, policy.confidence)
    return (
        f"What {fewest} of {fewest} without a failure shows: a pass rate of at least {low:.1%} for that journey,"
        f" at {policy.confidence:.0%} confidence."
    )


def shows_against(
    valid: Sequence[Outcome], reference: Reference, cells: Sequence[Cell], policy: GatePolicy
) -> str | None:
    """How much worse resolution may be than it was; None when nothing of it was compared."""
    bound = difference(strata(tallies(valid), reference, "resolution", cells), 2 * policy.confidence - 1)
    if bound is None:
        return None
    at = f"at {policy.confidence:.0%} confidence"
    if bound.low >= 0:
        return f"Against {reference.name}: resolution is not worse, {at}."
    return f"Against {reference.name}: resolution is not more than {-bound.low * 100:.0f} points worse, {at}."


def sees(valid: Sequence[Outcome], reference: Reference | None, cells: Sequence[Cell], policy: GatePolicy) -> str:
    """What this run would have seen: a fall over all journeys, or a break that comes now and then."""
    counts = by_journey(valid)
    if not counts:
        return ""
    held = strata(tallies(valid), reference, "resolution", cells) if reference else []
    if held:
        journeys = len({cell[0] for cell in cells})
        caught = power_of_drop(held, DROP, policy.resolution_error)
        return (
            f"With {_each(held)} of {journeys} {'journey' if journeys == 1 else 'journeys'} a drop of"
            f" {DROP * 100:.0f} points is caught {round(caught * 100)} times in 100."
        )
    fewest = min(held for _, held in counts.values())
    once = round(seen_once(DROP, fewest) * 100)
    trials = "1 trial" if fewest == 1 else f"{fewest} trials"
    return f"With {trials} of a journey, a break that comes once in 10 conversations is seen {once} times in 100."


def _each(held: Sequence[tuple[int, int, int, int]]) -> str:
    runs = sorted({one[3] for one in held})
    if runs == [1]:
        return "1 trial"
    return f"{runs[0]} trials" if len(runs) == 1 else f"{runs[0]} to {runs[-1]} trials"
