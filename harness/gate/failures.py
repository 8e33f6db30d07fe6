"""A variation that failed, and its retries -> regression, flaky, one-off, infrastructure or invalid simulation.

It names, and decides nothing: a retry can neither stop the gate nor let anything through (measurement 7.9).
"""

from collections.abc import Sequence

from harness.stats import Stratum, worse
from harness.verdict.nouns import Outcome
from harness.verdict.trials import mark_of

from .counts import Cell, named
from .nouns import Failure, Kind
from .reference import Kept, Reference

SURE = 0.05
"""Worse than what is stored, at this chance of being wrong: a regression."""

STEADY = 0.98
"""A pass rate before from which one failure is called a one-off."""

BROKEN = 0.20
"""A pass rate after a uniform prior, up to which it fails every time, as far as can be seen."""


def failures(outcomes: Sequence[Outcome], reference: Reference | None) -> tuple[Failure, ...]:
    """One for each variation that was held again because it failed, or that lost a conversation."""
    cells: dict[Cell, list[Outcome]] = {}
    for outcome in outcomes:
        if outcome.why != "adaptive":
            cells.setdefault((outcome.journey, outcome.variation), []).append(outcome)
    if not any(outcome.why == "retry" for outcome in outcomes):
        return ()
    return tuple(found for cell, held in cells.items() if (found := _failure(cell, held, reference)))


def _failure(cell: Cell, held: Sequence[Outcome], reference: Reference | None) -> Failure | None:
    marks = [mark for one in held if (mark := mark_of(one)) in ("pass", "fail")]
    retried = [one for one in held if one.why == "retry"]
    failed = marks.count("fail")
    lost = [one for one in held if one.validity != "valid"]
    if not failed and not lost:
        return None
    kept = reference.cells.get(cell) if reference else None
    if not failed or (retried and all(one.validity != "valid" for one in retried)):
        return _lost(cell, held, lost)
    if not retried:
        return None
    kind, why = _kind(len(marks) - failed, len(marks), kept)
    again = f"fails in {failed} of {len(marks)}, {len(retried)} of them tried again"
    return Failure(journey=cell[0], variation=cell[1], kind=kind, says=f"{named(cell)} {again}: {why}")


def _lost(cell: Cell, held: Sequence[Outcome], lost: Sequence[Outcome]) -> Failure:
    infra = sum(1 for one in lost if one.validity == "infra_error")
    kind: Kind = "infrastructure" if 2 * infra >= len(lost) else "invalid simulation"
    what = "the target failed" if kind == "infrastructure" else "the simulated customer fell out of their part"
    says = f"{named(cell)}: in {len(lost)} of {len(held)} conversations {what}"
    return Failure(journey=cell[0], variation=cell[1], kind=kind, says=says)


def _kind(passes: int, runs: int, kept: Kept | None) -> tuple[Kind, str]:
    if kept is None or not kept.trials:
        if (passes + 1) / (runs + 2) <= BROKEN:
            return "regression", "it fails every time, and there is no baseline to say since when"
        return "flaky", "it passes and fails, and there is no baseline to say whether it did before"
    before = f"{kept.passes} of {kept.trials} passed before"
    chance = worse([Stratum(kept.passes, kept.trials, passes, runs)]).exact
    if chance <= SURE:
        return "regression", f"{before} (p {chance:.3f})"
    if runs - passes == 1 and kept.passes >= STEADY * kept.trials:
        return "one-off", f"{before}, and it failed once"
    return "flaky", f"{before}: it is no worse than it was"
