"""Outcomes -> what is in the way of a decision: infrastructure, nobody judged, much undecided, no proof."""

from collections import Counter
from collections.abc import Sequence

from harness.stats import clopper_pearson_lower, difference, prove_at_least
from harness.verdict.nouns import Outcome

from .counts import Cell, by_journey, tallies
from .nouns import Reason, Wanted
from .policy import GatePolicy
from .reference import Reference, strata


def infrastructure(fixed: Sequence[Outcome], policy: GatePolicy) -> list[Reason]:
    """More conversations lost to the target than are allowed."""
    lost = sum(1 for outcome in fixed if outcome.validity == "infra_error")
    if not lost or lost <= policy.infra * len(fixed):
        return []
    says = f"the target failed in {lost} of {len(fixed)} conversations"
    return [Reason(code=4, says=f"{says} (allowed: {policy.infra:.0%})")]


def unjudged(fixed: Sequence[Outcome]) -> list[Reason]:
    """Journeys that nobody judged: no valid conversation in which a required sentence held or broke."""
    journeys: dict[str, list[Outcome]] = {}
    for outcome in fixed:
        journeys.setdefault(outcome.journey, []).append(outcome)
    found = []
    for journey, mine in sorted(journeys.items()):
        if not any(outcome.validity == "valid" and _decided(outcome) for outcome in mine):
            lost = any(outcome.validity == "infra_error" for outcome in mine)
            why = "no conversation was valid, the target failed" if lost else "no required sentence was judged"
            found.append(Reason(code=4 if lost else 5, says=f"{journey}: {why}", journey=journey))
    return found


def _decided(outcome: Outcome) -> bool:
    return any(mark in ("pass", "fail") for mark in outcome.required.values())


def doubts(fixed: Sequence[Outcome], valid: Sequence[Outcome], policy: GatePolicy) -> list[Reason]:
    """What the gate's own policy finds wanting in the run as a whole."""
    found = [*_contested(valid)]
    spoiled, started = sum(one.spoilt for one in fixed), sum(one.started for one in fixed)
    if spoiled > policy.invalid * started:
        says = f"the simulated customer spoiled {spoiled} of {started} conversations (allowed: {policy.invalid:.0%})"
        found.append(Reason(code=5, says=says))
    return found


def _contested(valid: Sequence[Outcome]) -> list[Reason]:
    return [
        Reason(
            code=5,
            says=f"{outcome.case}: one judgement saw something critical broken, and no second one did",
            case=outcome.case,
            journey=outcome.journey,
            sentence=name if name in outcome.required else None,
            critical=True,
        )
        for outcome in valid
        for name in outcome.contested
    ]


def undecided(valid: Sequence[Outcome], policy: GatePolicy) -> list[Reason]:
    """Too many required sentences that nobody could judge."""
    marks = Counter(mark for outcome in valid for mark in outcome.required.values())
    judged = marks["pass"] + marks["fail"] + marks["cannot_tell"]
    if marks["cannot_tell"] <= policy.cannot_tell * judged:
        return []
    says = f"{marks['cannot_tell']} of {judged} required sentences could not be judged"
    return [Reason(code=5, says=f"{says} (allowed: {policy.cannot_tell:.0%})", allowed=_may(policy))]


def unproved(
    valid: Sequence[Outcome], bought: Sequence[Outcome], policy: GatePolicy
) -> tuple[list[Reason], list[Wanted]]:
    """Journeys that did not reach the pass rate that is to be proved, and the trials that would tell.

    Where trials were bought for a journey, they alone are the second look.
    """
    if policy.prove is None:
        return [], []
    again = by_journey(bought)
    reasons, wanted = [], []
    for journey, (passed, held) in by_journey(valid).items():
        low = clopper_pearson_lower(passed, held, policy.look)
        if low >= policy.prove:
            continue
        need = prove_at_least(policy.prove, policy.look)
        says = f"{journey}: {passed} of {held} shows at least {low:.1%}, and {policy.prove:.0%} was to be proved"
        if journey in again:
            fresh, runs = again[journey]
            second = clopper_pearson_lower(fresh, runs, policy.look) if runs else 0.0
            if second >= policy.prove:
                continue
            says = f"{says}; {fresh} of {runs} further ones show {second:.1%}"
        elif policy.inconclusive == "buy" and need <= policy.buy:
            wanted.append(Wanted(journey=journey, trials=need, why=f"{says}; {need} without a failure would"))
        reasons.append(
            Reason(
                code=5, says=f"{says} ({need} trials without a failure would)", journey=journey, allowed=_may(policy)
            )
        )
    return reasons, wanted


def outside_margin(
    valid: Sequence[Outcome],
    bought: Sequence[Outcome],
    reference: Reference,
    cells: Sequence[Cell],
    policy: GatePolicy,
    whose: str,
) -> tuple[list[Reason], list[Wanted]]:
    """Resolution may be worse by more than the margin; and the trials that would tell: as many again."""
    now, again = tallies(valid), tallies(bought)
    mine = [cell for cell in cells if cell in now]
    level = 2 * policy.look - 1  # both ends of a two-sided interval, of which one is looked at
    bound = difference(strata(now, reference, "resolution", mine), level) if policy.margin is not None else None
    if policy.margin is None or bound is None or bound.low >= -policy.margin:
        return [], []
    says = f"{whose} may be {-bound.low:.1%} worse, and no more than {policy.margin:.0%} was to be shown"
    second = difference(strata(again, reference, "resolution", mine), level)
    if second:
        if second.low >= -policy.margin:
            return [], []
        says = f"{says}; by the further trials alone, {-second.low:.1%}"
    wanted = []
    if policy.inconclusive == "buy" and not second:
        for journey in dict.fromkeys(cell[0] for cell in mine):
            trials = sum(now[cell].trials for cell in mine if cell[0] == journey)
            wanted.append(Wanted(journey=journey, trials=min(trials, policy.buy), why=says))
    return [Reason(code=5, says=says, criterion="resolution", allowed=_may(policy))], wanted


def _may(policy: GatePolicy) -> bool:
    return policy.inconclusive == "warn"
