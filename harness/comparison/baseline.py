"""Runs that were accepted -> Baseline: what every later run is held against, committed beside the journeys."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from harness.criteria import Criterion
from harness.gate import Kept, Reference, Score, named, tallies
from harness.gate.counts import Cell
from harness.noun import Noun
from harness.run import RunRecord
from harness.trouble import Trouble

from .identity import Identity, identity_of


class NoBaselineError(Trouble):
    """A run cannot be a baseline, or cannot be compared: says which and why."""


class Stored(Kept):
    """What is stored of one variation of a journey, and what it holds for."""

    meaning: str
    """The journey's digest of meaning."""
    held_with: str
    """Whose identity: a key of the baseline's `identities`."""
    runs: tuple[str, ...]
    """The runs that were accepted into it, oldest first."""


class Baseline(Noun):
    """What was accepted, journey by journey."""

    schema_version: int = 1
    identities: dict[str, Identity] = {}
    stored: tuple[Stored, ...] = ()
    """In order of journey and variation."""


@dataclass(frozen=True)
class Accepted:
    """A baseline with a run in it, and what became of each of the run's variations."""

    baseline: Baseline
    grown: tuple[str, ...]
    """Added to what was stored: the same journey, judge, customer and agent."""
    new: tuple[str, ...]
    begun_anew: dict[str, str]
    """In the place of what was stored, with the reason."""
    already_in: tuple[str, ...]


def must_be_whole(record: RunRecord, as_what: str) -> None:
    """Raises NoBaselineError for a run whose counts are no rates: production's, unfinished, or stopped early."""
    run = record.manifest.run
    if record.manifest.recorded:
        raise NoBaselineError(f"{run} is made of recorded conversations: it cannot be {as_what}.")
    if record.stopped:
        missing = f"{len(record.stopped.missing)} of its {record.stopped.planned} conversations"
        raise NoBaselineError(
            f"{run} stopped early (budget): {missing} are not judged, so its counts are no rates and it cannot be"
            f" {as_what}. harness run --resume {run}"
        )
    if record.decision is None:
        raise NoBaselineError(f"{run} did not finish: it cannot be {as_what}. harness run --resume {run}")
    if record.decision.stopped:
        raise NoBaselineError(
            f"{run} stopped early ({record.decision.stopped}): {record.decision.left} of its planned conversations were"
            f" not held, so its counts are no rates and it cannot be {as_what}. Hold it whole: --no-stop-early"
        )


def counted(record: RunRecord) -> dict[Cell, Stored]:
    """What a run's fixed trials came to, as it would be stored. A variation without a valid one is left out."""
    who = identity_of(record.manifest).key
    fixed = tallies(one for one in record.outcomes if one.why == "fixed")
    meanings = record.manifest.journeys
    return {
        cell: Stored(
            journey=cell[0],
            variation=cell[1],
            trials=one.trials,
            passes=one.passes,
            criteria=dict(sorted(one.criteria.items())),
            meaning=meanings.get(cell[0], ""),
            held_with=who,
            runs=(record.manifest.run,),
        )
        for cell, one in fixed.items()
    }


def accept(record: RunRecord, baseline: Baseline | None) -> Accepted:
    """Put a run into a baseline. What is stored of the same journey, judge, customer and agent grows; what is stored of
    another begins anew. Journeys that the run did not hold stay as they are.

    Raises NoBaselineError for a run that is none.
    """
    must_be_whole(record, "a baseline")
    now = identity_of(record.manifest)
    found = counted(record)
    if not found:
        raise NoBaselineError(f"{record.manifest.run} has no valid conversation: it cannot be a baseline.")
    baseline = baseline or Baseline()
    before = {one.cell: one for one in baseline.stored}
    identities = {**baseline.identities, now.key: now}
    grown, new, already, anew = [], [], [], {}
    for cell, one in found.items():
        old, name = before.get(cell), named(cell)
        if old is None:
            new.append(name)
        elif record.manifest.run in old.runs:
            already.append(name)
            continue
        elif why := _why_anew(old, one, identities, now):
            anew[name] = why
        else:
            grown.append(name)
            one = _sum(old, one)
        before[cell] = one
    stored = tuple(before[cell] for cell in sorted(before))
    used = {one.held_with for one in stored}
    kept = {key: who for key, who in sorted(identities.items()) if key in used}
    return Accepted(Baseline(identities=kept, stored=stored), tuple(grown), tuple(new), anew, tuple(already))


def _why_anew(old: Stored, new: Stored, identities: Mapping[str, Identity], now: Identity) -> str | None:
    if why := _why_not(old, new.meaning, identities, now):
        return why
    return None if identities[old.held_with].same_agent(now) else "the agent is another"


def _why_not(old: Stored, meaning: str, identities: Mapping[str, Identity], now: Identity) -> str | None:
    if old.meaning != meaning:
        return "the journey says something else now"
    then = identities.get(old.held_with)
    return then.why_not(now) if then else "nobody knows who judged it"


def _sum(old: Stored, new: Stored) -> Stored:
    scores: dict[Criterion, Score] = dict(old.criteria)
    for name, (passes, runs) in new.criteria.items():
        before = scores.get(name, (0, 0))
        scores[name] = (before[0] + passes, before[1] + runs)
    changes = {
        "trials": old.trials + new.trials,
        "passes": old.passes + new.passes,
        "criteria": dict(sorted(scores.items())),
        "runs": (*old.runs, *new.runs),
    }
    return old.model_copy(update=changes)


FEWEST = 5
"""Stored trials of a variation below which it is not compared: so few would not tell a collapse from bad luck, even
after fresh trials, and a break would be waved through."""


def reference_of(
    baseline: Baseline,
    name: str,
    now: Identity,
    meanings: Mapping[str, str],
    cells: Iterable[Cell],
    fewest: int = FEWEST,
) -> Reference:
    """What of a baseline a run of these cells can be held against, and why the rest cannot be compared."""
    before = {one.cell: one for one in baseline.stored}
    kept: list[Kept] = []
    refused: dict[str, str] = {}
    for cell in cells:
        old = before.get(cell)
        if old is None:
            refused[named(cell)] = f"{name} does not have it"
        elif why := _why_not(old, meanings.get(cell[0], ""), baseline.identities, now):
            refused[named(cell)] = why
        elif old.trials < fewest:
            refused[named(cell)] = f"{old.trials} of its trials are stored, and {fewest} are needed"
        else:
            kept.append(Kept.model_validate(old.model_dump(include=set(Kept.model_fields))))
    return Reference(name=name, kept=tuple(kept), refused=refused)
