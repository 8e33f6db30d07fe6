"""How a run goes about its conversations: rounds, fresh trials for a collapse, retries, and a record of all of it."""

import asyncio
from collections.abc import Callable, Sequence
from decimal import Decimal
from pathlib import Path

import pytest

from harness.assurance import Background, Cast, assure, cases_of
from harness.assurance.cases import bought_cases, retry_cases
from harness.assurance.staging import Stages, staged
from harness.budget import Amount, Balance, BudgetReached, Memory, Spending
from harness.comparison import Baseline, Identity, Stored, accept, decided_again, is_the_same
from harness.conversation.nouns import Case
from harness.gate import Decision, GatePolicy, Kept, Reference, decide
from harness.kpi import measures
from harness.plan.nouns import Plan
from harness.record import RECORD
from harness.run import RunRecord, load
from harness.settings import Settings
from harness.target.embedded import DemoTarget
from harness.testing import ToldClock
from harness.verdict.nouns import Outcome
from harness.verdict.trials import journey_over_trials, sentences_over_trials
from tests.conftest import Runner
from tests.gate.gated import outcome, trials

POLICY = GatePolicy()


def held_by(passes: Callable[[Case], bool]) -> tuple[list[str], Callable[[Sequence[Case]], object]]:
    """Conversations that nobody holds: what was asked for, and what holds it."""
    asked: list[str] = []

    async def hold(cases: Sequence[Case]) -> list[Outcome]:
        asked.extend(case.id for case in cases)
        return [
            outcome(
                case.plan.journey,
                case.trial,
                None if passes(case) else "resolution",
                case=case.id,
                variation=case.variation.name,
                why=case.why,
            )
            for case in cases
        ]

    return asked, hold


def against(plans: Sequence[Plan]) -> Reference:
    """Every variation passed 45 of 50 times."""
    rows = [(plan.journey, row.name) for plan in plans for row in plan.variations]
    criteria = {"resolution": (45, 50)}
    return Reference(
        name="baseline.json",
        kept=tuple(Kept(journey=one, variation=row, trials=50, passes=45, criteria=criteria) for one, row in rows),
    )


def go(plans: Sequence[Plan], passes: Callable[[Case], bool], trials: int, **how: object) -> tuple[Decision, list[str]]:
    asked, hold = held_by(passes)
    cases = cases_of(plans, trials, 7)
    base = against(plans)
    stages = Stages(plans, POLICY, 7, **how)  # type: ignore[arg-type]
    decision = asyncio.run(staged(cases, hold, lambda some: decide(some, POLICY, reference=base), stages))  # type: ignore[arg-type]
    assert decision
    return decision, asked


def test_a_collapse_is_held_eight_times_more(plans: tuple[Plan, ...]) -> None:
    """One journey falls: eight fresh trials of it, and of it alone, are held, and they decide."""
    decision, asked = go(plans, lambda case: case.plan.journey != "charged-twice", 5)
    fresh = [name for name in asked if name.endswith("adaptive")]
    assert [f"charged-twice/-#{number}adaptive" for number in range(1, 9)] == fresh
    assert ("stop", ()) == (decision.decision, decision.wanted)
    lucky, asked = go(plans, lambda case: case.plan.journey != "charged-twice" or case.why == "adaptive", 5)
    assert "go" == lucky.decision


def test_fresh_trials_are_spread_over_the_rows(plans: tuple[Plan, ...]) -> None:
    """A journey with two rows gets four of each; each fresh trial has a seed that no planned one has."""
    _, asked = go(plans, lambda case: case.plan.journey != "refund-cracked-item", 5)
    fresh = [name for name in asked if name.endswith("adaptive")]
    assert (4, 4) == (sum("kettle" in name for name in fresh), sum("toaster" in name for name in fresh))
    planned = {case.seed for case in cases_of(plans, 100, 7)}
    wanted = decide([outcome()], GatePolicy(prove=0.9, inconclusive="buy")).wanted
    bought = bought_cases(plans, [one.model_copy(update={"journey": "charged-twice"}) for one in wanted], 7)
    assert len({case.seed for case in bought} | planned) == len(planned) + len(bought)


def test_a_failure_is_tried_again_first_with_its_own_seed(plans: tuple[Plan, ...]) -> None:
    """The first retry repeats the conversation that failed; the others are new ones."""
    held = [outcome("charged-twice", trial, "resolution" if trial > 1 else None) for trial in (1, 2, 3)]
    again = retry_cases(plans, held, 4, 7)
    failed = next(case for case in cases_of(plans, 3, 7) if case.id == "charged-twice/-#2")
    assert ["retry"] * 4 == [case.why for case in again]
    assert failed.seed == again[0].seed
    assert failed.seed not in {case.seed for case in again[1:]}


def test_rounds_stop_when_nothing_can_change(plans: tuple[Plan, ...]) -> None:
    """Everything fails in the first rounds: the later ones are not held, and the decision says how many."""
    decision, asked = go(plans, lambda _: False, 5, stop_early=True)
    rows = sum(len(plan.variations) for plan in plans)
    assert "stop" == decision.decision
    assert rows == len(asked)
    assert ("settled", 4 * rows) == (decision.stopped, decision.left)
    whole, asked = go(plans, lambda _: True, 2, stop_early=True)
    assert (None, 0) == (whole.stopped, whole.left)


def test_what_was_interrupted_has_no_decision(plans: tuple[Plan, ...]) -> None:
    """A run that was interrupted, in a round or among the retries, stays without a decision."""

    async def hold(cases: Sequence[Case]) -> list[Outcome]:
        return []

    cases = cases_of(plans, 1, 7)
    for how in (Stages(plans, POLICY, 7), Stages(plans, POLICY, 7, stop_early=True)):
        assert asyncio.run(staged(cases, hold, lambda some: decide(some, POLICY), how)) is None


def accepted(record: RunRecord) -> Baseline:
    return accept(record, None).baseline


def held(plans: tuple[Plan, ...], reports: Path, baseline: Baseline, target: DemoTarget, **settings: int) -> RunRecord:
    wanted = Settings()
    wanted = wanted.model_copy(update={"run": wanted.run.model_copy(update=settings)})
    background = Background(folder="journeys", baseline=baseline)
    return asyncio.run(assure(plans, Cast(target), wanted, reports, ToldClock(), background))


def test_the_record_holds_what_a_decision_rests_on(run: Runner, plans: tuple[Plan, ...], tmp_path: Path) -> None:
    """What the run was held against is on the record, so that the decision can be made again from it alone."""
    chosen = tuple(plan for plan in plans if plan.journey in ("charged-twice", "locked-out"))
    baseline = accepted(run("charged-twice", "locked-out", trials=5))
    faulty = DemoTarget(faults=["wrong-amount"])
    record = held(chosen, tmp_path / "later", baseline, faulty, trials=5, retry=2)
    again = load(Path(record.folder) / RECORD)
    assert again.decision == record.decision
    assert again.reference
    made_anew = decide(again.outcomes, POLICY, reference=again.reference)
    assert record.decision
    assert (record.decision.exit_code, record.decision.failures) == (made_anew.exit_code, made_anew.failures)
    assert {"fixed", "retry"} <= {one.why for one in again.outcomes}
    figures = {one.name: one.n for one in measures(again)}
    assert 10 == next(n for name, n in figures.items() if name.startswith("resolution"))


def test_a_baseline_of_another_judge_compares_nothing(run: Runner, plans: tuple[Plan, ...], tmp_path: Path) -> None:
    """Every variation is named with the reason, and the gate decides as without a baseline."""
    baseline = accepted(run("charged-twice"))
    who: dict[str, Identity] = {
        key: one.model_copy(update={"judge": "rules/0"}) for key, one in baseline.identities.items()
    }
    other = baseline.model_copy(update={"identities": who})
    chosen = tuple(plan for plan in plans if plan.journey == "charged-twice")
    record = held(chosen, tmp_path / "later", other, DemoTarget())
    assert record.decision
    assert record.decision.against
    assert 0 == record.decision.against.compared
    assert "the judge was rules/0" in record.decision.against.refused[0]
    assert all(isinstance(one, Stored) for one in baseline.stored)


def test_a_decision_can_be_made_again_from_its_record(run: Runner, plans: tuple[Plan, ...], tmp_path: Path) -> None:
    """Whoever has the record can check the decision; one that was put in its place does not follow from it."""
    chosen = tuple(plan for plan in plans if plan.journey in ("charged-twice", "locked-out"))
    baseline = accepted(run("charged-twice", "locked-out", trials=5))
    record = held(chosen, tmp_path / "later", baseline, DemoTarget(faults=["wrong-amount"]), trials=5, retry=1)
    again = decided_again(record)
    assert record.decision
    assert again
    assert "stop" == again.decision
    assert is_the_same(again, record.decision)
    waved = record.decision.model_copy(update={"decision": "go", "exit_code": 0, "reasons": ()})
    assert not is_the_same(again, waved)
    assert decided_again(record.model_copy(update={"decision": None})) is None
    older = record.manifest.model_copy(update={"harness": "0.0.1"})
    assert decided_again(record.model_copy(update={"manifest": older})) is None


def test_bought_trials_count_on_the_journeys_budget() -> None:
    """A journey's own budget is spent: a trial that would be bought for it, or tried again, finds no room."""
    limit = Amount(value=Decimal("1"), currency="USD")
    spent = Memory("the budget of charged-twice", limit, Balance(spent=Decimal("1")))
    account = Spending(journeys={"charged-twice/-": spent})
    for case in ("charged-twice/-#1", "charged-twice/-#3adaptive", "charged-twice/-#2retry"):
        with pytest.raises(BudgetReached, match="charged-twice"):
            asyncio.run(account.turn(case))
    asyncio.run(account.turn("locked-out/-#3adaptive"))


def test_only_planned_trials_are_in_what_a_journey_came_to() -> None:
    """Trials that were bought after a failure stand apart: the journey held in the five that were planned."""
    outcomes = [*trials("a", 5, 5), *trials("a", 0, 8, why="adaptive"), *trials("a", 0, 4, why="retry")]
    assert (5, 5) == (journey_over_trials(outcomes).held, journey_over_trials(outcomes).trials)
    assert {"s1": 5} == {name: one.trials for name, one in sentences_over_trials(outcomes).items()}
