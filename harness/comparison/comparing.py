"""A run beside a baseline, or beside another run -> what got worse, the worst first."""

from collections.abc import Mapping
from datetime import date
from statistics import fmean, variance

from harness.gate import Decision, GatePolicy, Kept, Reference, Score, cases_shown, decide, explained
from harness.gate.counts import Cell
from harness.noun import Noun
from harness.run import RunRecord
from harness.stats import minimal_change, not_worse_by, pass_hat_k, sign_test
from harness.verdict.trials import mark_of

from .baseline import FEWEST, Baseline, Stored, counted, must_be_whole, reference_of
from .identity import identity_of

IN_A_ROW = 3
"""How many customers in a row are to be served, where that is spoken of."""


class Moved(Noun):
    """One variation of a journey, before and now."""

    journey: str
    variation: str
    before: Score
    """Conversations that passed as a whole, and valid ones."""
    now: Score

    @property
    def change(self) -> float:
        """Of the pass rate: under 0 when it got worse."""
        return self.now[0] / self.now[1] - self.before[0] / self.before[1]


class Pairs(Noun):
    """The same conversations, held in both runs with the same seed."""

    pairs: int
    worse: int
    better: int
    chance: float
    """McNemar's, exact and one-sided: of so many turning worse if nothing had changed."""
    within: float | None = None
    """Tango's: the chance of pairs as good as these if they were worse by the policy's margin; None without one."""


class Comparison(Noun):
    """What a comparison came to."""

    run: str
    against: str
    target: str
    target_before: str | None = None
    """None where several agents are in the baseline."""
    moved: tuple[Moved, ...]
    """Worst first; a variation that did not move stands with the others."""
    in_a_row: tuple[float, float] | None = None
    """pass^3 before and now, the mean over the variations that were tried so often in both."""
    pairs: Pairs | None = None
    smallest: float | None = None
    """Between two runs: the smallest mean change that would have been seen, with a power of .80."""
    decision: Decision


def compare(
    record: RunRecord, against: Baseline | RunRecord, name: str, policy: GatePolicy, on: date | None = None
) -> Comparison:
    """Hold a run against a baseline or an earlier run; what cannot be compared is refused by name.

    Raises NoBaselineError for a run whose counts are no rates.
    """
    must_be_whole(record, "compared")
    if isinstance(against, RunRecord):
        must_be_whole(against, "compared")
    baseline = against if isinstance(against, Baseline) else _baseline_of(against)
    now = counted(record)
    two_runs = isinstance(against, RunRecord)
    who, fewest = identity_of(record.manifest), 1 if two_runs else FEWEST
    reference = reference_of(baseline, name, who, record.manifest.journeys, now, fewest)
    not_run = [plan.journey for plan in record.plans if not plan.runnable]
    targets = {(one.target, one.version) for one in baseline.identities.values()}
    decision = decide(record.outcomes, policy, not_run, reference=reference, on=on)
    shown = {case: record.verdict(case) for case in cases_shown(decision)}
    return Comparison(
        run=record.manifest.run,
        against=name,
        target=f"{record.manifest.target} ({record.manifest.target_version})",
        target_before="{} ({})".format(*next(iter(targets))) if len(targets) == 1 else None,
        moved=_moved(now, reference),
        in_a_row=_in_a_row(now, reference),
        pairs=_pairs(record, against, reference, policy) if isinstance(against, RunRecord) else None,
        smallest=_smallest(now, reference) if two_runs else None,
        decision=explained(decision, shown, record.plans, record.manifest.folder),
    )


def _baseline_of(record: RunRecord) -> Baseline:
    who = identity_of(record.manifest)
    return Baseline(identities={who.key: who}, stored=tuple(counted(record).values()))


def _moved(now: Mapping[Cell, Stored], reference: Reference) -> tuple[Moved, ...]:
    found = [
        Moved(
            journey=cell[0],
            variation=cell[1],
            before=(before.passes, before.trials),
            now=(one.passes, one.trials),
        )
        for cell, one in now.items()
        if (before := reference.cells.get(cell))
    ]
    return tuple(sorted(found, key=lambda one: (one.change, one.journey, one.variation)))


def _in_a_row(now: Mapping[Cell, Stored], reference: Reference) -> tuple[float, float] | None:
    both = [
        (was, is_)
        for cell, one in now.items()
        if (before := reference.cells.get(cell))
        and (was := pass_hat_k(before.trials, before.passes, IN_A_ROW)) is not None
        and (is_ := pass_hat_k(one.trials, one.passes, IN_A_ROW)) is not None
    ]
    return (fmean(was for was, _ in both), fmean(is_ for _, is_ in both)) if both else None


def _pairs(record: RunRecord, earlier: RunRecord, reference: Reference, policy: GatePolicy) -> Pairs | None:
    """The conversations that both runs held with the same seed; None when the runs were begun with another."""
    if record.manifest.seed != earlier.manifest.seed:
        return None
    before = {one.case: mark_of(one) for one in earlier.outcomes if one.why == "fixed"}
    both = [
        (before[one.case], mark_of(one))
        for one in record.outcomes
        if one.why == "fixed" and one.case in before and (one.journey, one.variation) in reference.cells
    ]
    decided = [pair for pair in both if set(pair) <= {"pass", "fail"}]
    if not decided:
        return None
    worse, better = decided.count(("pass", "fail")), decided.count(("fail", "pass"))
    within = not_worse_by(policy.margin, len(decided), worse, better) if policy.margin else None
    chance = sign_test(worse, better)
    return Pairs(pairs=len(decided), worse=worse, better=better, chance=chance, within=within)


def _smallest(now: Mapping[Cell, Stored], reference: Reference) -> float | None:
    """By what the journeys' own rates and trials vary; None for fewer than two journeys."""
    both = [(one, before) for cell, one in now.items() if (before := reference.cells.get(cell))]
    if len(both) < 2:
        return None
    first, second = fmean(_within(was) for _, was in both), fmean(_within(is_) for is_, _ in both)
    changes = [is_.passes / is_.trials - was.passes / was.trials for is_, was in both]
    between = max(0.0, variance(changes) - first - second)
    return minimal_change(len(both), between, first, second)


def _within(one: Kept) -> float:
    """The variance of a pass rate, smoothed: where every trial passed it is small, and not nothing."""
    rate = (one.passes + 0.5) / (one.trials + 1)
    return rate * (1 - rate) / one.trials
