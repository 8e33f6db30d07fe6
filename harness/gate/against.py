"""A run beside what is stored -> what got worse: over all journeys, or in one of them (measurement 7.4)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from harness.criteria import CRITERIA, Criterion
from harness.stats import Stratum, benjamini_hochberg, worse
from harness.verdict.nouns import Outcome

from .counts import Cell, Tally, tallies
from .nouns import Reason, Shown, Wanted
from .policy import GatePolicy
from .reference import Reference, strata

MOST_SHOWN = 3
"""Conversations that a reason about many of them points at."""

USUALLY = 0.80
"""A stored pass rate from which a journey that does not hold once is held again, whatever the chance of it."""


@dataclass(frozen=True)
class Compared:
    """What the comparison came to."""

    reasons: tuple[Reason, ...]
    wanted: tuple[Wanted, ...]


@dataclass(frozen=True)
class Arms:
    """Both sides of a comparison."""

    reference: Reference
    now: Mapping[Cell, Tally]
    fresh: Mapping[Cell, Tally]
    """Trials that were bought, kept apart."""
    cells: Sequence[Cell]
    """Those that are compared."""
    failed: Sequence[Outcome]
    """Valid fixed conversations of these cells in which something failed."""

    def strata(self, criterion: Criterion, journey: str | None = None) -> list[Stratum]:
        """What is stored of a criterion beside the fixed trials; of one journey, or of all."""
        return strata(self.now, self.reference, criterion, self._cells(journey))

    def fresh_strata(self, criterion: Criterion, journey: str) -> list[Stratum]:
        """The same beside the trials that were bought for a journey."""
        return strata(self.fresh, self.reference, criterion, self._cells(journey))

    def _cells(self, journey: str | None) -> list[Cell]:
        return [cell for cell in self.cells if journey in (None, cell[0])]


def compared(
    fixed: Sequence[Outcome], bought: Sequence[Outcome], reference: Reference, cells: Sequence[Cell], policy: GatePolicy
) -> Compared:
    """Every test of measurement 7.4(e) on these cells.

    `fixed`: valid conversations that were planned. `bought`: valid ones that were held again for a journey that looked
    as if it had collapsed; they feed that question alone.
    """
    among = set(cells)
    mine = [one for one in fixed if (one.journey, one.variation) in among]
    failed = [one for one in mine if "fail" in one.results.values()]
    arms = Arms(reference, tallies(mine), tallies(bought), cells, failed)
    over_all = [reason for criterion in CRITERIA if (reason := _over_all(arms, criterion, policy))]
    settled, wanted = _collapses(arms, policy, enough=bool(over_all))
    return Compared((*over_all, *settled), wanted)


def _over_all(arms: Arms, criterion: Criterion, policy: GatePolicy) -> Reason | None:
    """The stratified test over all journeys, with its own part of the error."""
    held = arms.strata(criterion)
    limit = policy.resolution_error if criterion == "resolution" else policy.criterion_error
    chance = worse(held).mid
    if chance > limit:
        return None
    says = f"{criterion} got worse: {_counts(held)} (p {_p(chance)}, limit {limit:g})"
    shown = _shown(arms, criterion, worst_first=True)
    return Reason(code=1, says=says, criterion=criterion, shown=shown)


def _collapses(arms: Arms, policy: GatePolicy, enough: bool) -> tuple[list[Reason], tuple[Wanted, ...]]:
    """Stage one flags journeys that look as if they had collapsed; stage two decides on fresh trials alone.

    `enough`: the decision is a stop already, so that nothing is bought.
    """
    reasons: list[Reason] = []
    wanted: dict[str, Wanted] = {}
    for criterion in CRITERIA:
        for journey in _flagged(arms, criterion, policy):
            fresh = arms.fresh_strata(criterion, journey)
            before = f"{journey}: {criterion} {_counts(arms.strata(criterion, journey))}"
            if not fresh:
                if not enough:
                    says = f"{before}; that may be a collapse, and fresh trials would tell"
                    reasons.append(Reason(code=5, says=says, journey=journey, criterion=criterion))
                    wanted[journey] = Wanted(journey=journey, trials=policy.collapse_trials, why=says)
                continue
            chance = worse(fresh).exact
            if chance <= policy.collapse_error:
                again = f"{sum(one.passes for one in fresh)} of {sum(one.runs for one in fresh)} fresh trials"
                says = f"{before}, and {again} held (p {_p(chance)}, limit {policy.collapse_error:g})"
                shown = _shown(arms, criterion, journey)
                reasons.append(Reason(code=1, says=says, journey=journey, criterion=criterion, shown=shown))
    return reasons, tuple(wanted.values())


def _flagged(arms: Arms, criterion: Criterion, policy: GatePolicy) -> list[str]:
    """Journeys that look as if they had collapsed, and those of which nothing held: however few trials that were."""
    journeys = [journey for journey in dict.fromkeys(cell[0] for cell in arms.cells) if arms.strata(criterion, journey)]
    chances = [worse(arms.strata(criterion, journey)).mid for journey in journeys]
    adjusted = benjamini_hochberg(chances)
    return [
        one
        for one, chance in zip(journeys, adjusted, strict=True)
        if chance <= policy.collapse_flag or _broke_whole(arms.strata(criterion, one))
    ]


def _broke_whole(held: Sequence[Stratum]) -> bool:
    before, stored = sum(one.before_passes for one in held), sum(one.before_runs for one in held)
    return not any(one.passes for one in held) and before >= USUALLY * stored


def _counts(held: Sequence[Stratum]) -> str:
    """The counts of both arms in words."""
    now, runs = sum(one.passes for one in held), sum(one.runs for one in held)
    before, stored = sum(one.before_passes for one in held), sum(one.before_runs for one in held)
    return f"{now} of {runs} held, where {before} of {stored} did before"


def _p(chance: float) -> str:
    return f"{chance:.3f}".lstrip("0") if chance >= 0.001 else "under .001"


def _shown(
    arms: Arms, criterion: Criterion, journey: str | None = None, worst_first: bool = False
) -> tuple[Shown, ...]:
    """A few conversations in which it failed: of the journey, or one each of those that fell most."""
    failed = [one for one in arms.failed if one.results.get(criterion) == "fail" and journey in (None, one.journey)]
    if worst_first:
        first: dict[str, Outcome] = {}
        for one in failed:
            first.setdefault(one.journey, one)
        drop = {name: _drop(arms.strata(criterion, name)) for name in first}
        failed = sorted(first.values(), key=lambda one: -drop[one.journey])
    return tuple(Shown(case=one.case) for one in failed[:MOST_SHOWN])


def _drop(held: Sequence[Stratum]) -> float:
    return sum(one.runs * one.before_passes / one.before_runs - one.passes for one in held)
