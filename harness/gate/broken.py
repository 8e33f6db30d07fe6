"""Conversations in which something broke -> the reasons that follow without any comparison."""

from collections.abc import Collection, Mapping, Sequence

from harness.criteria import CRITERIA, Criterion
from harness.verdict.nouns import Outcome

from .counts import Cell
from .nouns import Reason, Shown
from .reference import Reference


def broken(valid: Sequence[Outcome], compared: Collection[Cell], reference: Reference | None) -> list[Reason]:
    """Everything that stops by itself: what is critical always, anything required where there is nothing to compare.

    A break of a variation that is compared with its own past is one count among many; the tests judge it.
    """
    found = []
    for outcome in valid:
        alone = (outcome.journey, outcome.variation) not in compared
        aside = _aside(outcome, reference)
        # By id, as a record keeps them: the same reasons come of a run that was resumed.
        for sentence, mark in sorted(outcome.required.items()):
            critical = sentence in outcome.critical
            if mark == "fail" and (alone or critical):
                says = f"{outcome.case}: a {'critical' if critical else 'required'} sentence broke{aside}"
                found.append(_reason(outcome, says, sentence=sentence, critical=critical))
        for criterion in CRITERIA:
            if alone and outcome.results.get(criterion) == "fail":
                found.append(_reason(outcome, f"{outcome.case}: {criterion} failed{aside}", criterion=criterion))
    return found


def _aside(outcome: Outcome, reference: Reference | None) -> str:
    cell = (outcome.journey, outcome.variation)
    return f" (not compared: {reference.why_not(cell)})" if reference and cell not in reference.cells else ""


def _reason(
    outcome: Outcome,
    says: str,
    sentence: str | None = None,
    criterion: Criterion | None = None,
    critical: bool = False,
) -> Reason:
    return Reason(
        code=1,
        says=says,
        case=outcome.case,
        journey=outcome.journey,
        sentence=sentence,
        criterion=criterion,
        critical=critical,
        shown=(Shown(case=outcome.case, sentence=sentence),),
    )


def as_far_as_proven(
    found: Sequence[Reason], valid: Sequence[Outcome], doubted: Mapping[Criterion, str]
) -> list[Reason]:
    """A break that rests on a doubted judge is no stop; one that a detector proved of a critical sentence is."""
    if not doubted:
        return list(found)
    failed = {one.case: {name for name, result in one.results.items() if result == "fail"} for one in valid}
    return [_doubted(one, failed, doubted) for one in found]


def _doubted(reason: Reason, failed: Mapping[str, set[Criterion]], doubted: Mapping[Criterion, str]) -> Reason:
    rests_on = {reason.criterion} if reason.criterion else failed.get(reason.case or "", set())
    if reason.code != 1 or reason.critical or not rests_on <= doubted.keys():
        return reason
    says = f"{reason.says}, says a judge that may not stop"
    return reason.model_copy(update={"code": 5, "says": says, "doubted": True})
