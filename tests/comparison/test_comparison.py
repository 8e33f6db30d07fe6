"""Runs that were accepted, and what later runs are held against: only what is comparable, the rest by name."""

import json
from pathlib import Path
from typing import Any

import pytest

from harness.comparison import (
    Baseline,
    NoBaselineError,
    accept,
    compare,
    identity_of,
    read_baseline,
    reference_of,
    write_baseline,
)
from harness.comparison.file import written
from harness.gate import GatePolicy
from harness.run import Recorded, RunRecord
from harness.target.embedded import DemoTarget
from harness.verdict.nouns import Judging
from tests.conftest import Runner

JOURNEYS = ("charged-twice", "refund-cracked-item")
JUDGING = Judging(model="anthropic/one", rubric="r1", prompt="p1")


def changed(record: RunRecord, **changes: Any) -> RunRecord:
    """The same run, with another manifest."""
    return record.model_copy(update={"manifest": record.manifest.model_copy(update=changes)})


@pytest.fixture
def held(run: Runner) -> RunRecord:
    """Two journeys with three variations, five trials each."""
    return run(*JOURNEYS, trials=5)


def test_an_accepted_run_is_held_against_itself(held: RunRecord, tmp_path: Path) -> None:
    """What was accepted reads back from the file, and the run it came from is no worse than that."""
    found = accept(held, None)
    assert 3 == len(found.new)
    file = tmp_path / "baseline.json"
    write_baseline(file, found.baseline)
    stored = read_baseline(file)
    assert found.baseline == stored
    comparison = compare(held, stored, "baseline.json", GatePolicy())
    assert "go" == comparison.decision.decision
    assert (1.0, 1.0) == comparison.in_a_row
    assert all(one.before == one.now == (5, 5) for one in comparison.moved)


def test_the_file_has_a_line_a_variation(held: RunRecord) -> None:
    """A review sees what changed: each variation of a journey stands on a line of its own, in order."""
    lines = [line for line in written(accept(held, None).baseline).splitlines() if '"journey"' in line]
    names = [(row["journey"], row["variation"]) for row in (json.loads(line.rstrip(",")) for line in lines)]
    assert [("charged-twice", ""), ("refund-cracked-item", "kettle"), ("refund-cracked-item", "toaster")] == names


def test_stored_trials_accumulate(held: RunRecord, run: Runner, tmp_path: Path) -> None:
    """The same agent, judge, customer and journey: a second run adds its trials, and no run is added twice."""
    first = accept(held, None).baseline
    other = changed(held, run="20270101-000000-aaaa")
    second = accept(other, first)
    assert 3 == len(second.grown)
    assert {10} == {one.trials for one in second.baseline.stored}
    assert {held.manifest.run, "20270101-000000-aaaa"} == set(second.baseline.stored[0].runs)
    again = accept(held, second.baseline)
    assert (second.baseline, 3) == (again.baseline, len(again.already_in))


def test_another_price_is_no_other_judge(held: RunRecord) -> None:
    """What a call costs changes no verdict: trials go on accumulating, and stay comparable."""
    from harness.money import PriceBook

    dearer = changed(held, run="20270101-000000-aaaa", prices=PriceBook(prices=()))
    assert 3 == len(accept(dearer, accept(held, None).baseline).grown)


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"judge": "rules/99"}, "the judge was rules/6, and is rules/99"),
        ({"judging": JUDGING}, "other models judge"),
        ({"customer": "bounded/1"}, "the customer was scripted/3, and is bounded/1"),
        (
            {"journeys": {"charged-twice": "other", "refund-cracked-item": "other"}},
            "the journey says something else now",
        ),
    ],
)
def test_what_is_not_comparable_is_named(held: RunRecord, changes: dict[str, Any], says: str) -> None:
    """Another judge, customer or journey: nothing is compared, each variation says why, and what is stored ends."""
    baseline = accept(held, None).baseline
    other = changed(held, run="20270101-000000-aaaa", **changes)
    decision = compare(other, baseline, "baseline.json", GatePolicy()).decision
    assert decision.against
    assert 0 == decision.against.compared
    assert {says} == {one.split(": ", 1)[1] for one in decision.against.refused}
    assert {says} == set(accept(other, baseline).begun_anew.values())


@pytest.mark.parametrize(
    ("now", "says"),
    [({"rubric": "r2"}, "the judge's rubric is another"), ({"prompt": "p2"}, "the judge's prompt is another")],
)
def test_another_rubric_or_prompt_is_another_judge(held: RunRecord, now: dict[str, str], says: str) -> None:
    """The same model by other words is not the same judge."""
    with_model = changed(held, judging=JUDGING)
    other = changed(held, judging=JUDGING.model_copy(update=now))
    assert says == identity_of(with_model.manifest).why_not(identity_of(other.manifest))


def test_another_agent_is_compared_and_not_added(held: RunRecord, run: Runner, tmp_path: Path) -> None:
    """The agent is what is compared: a faulty one is held against the healthy one, and its trials begin anew."""
    faulty = run(*JOURNEYS, trials=3, target=DemoTarget(faults=["wrong-amount"]), reports=tmp_path / "faulty")
    set_so = held.manifest.settings | {"targets.demo.faults": ["wrong-amount"]}
    faulty = changed(faulty, run="20270101-000000-aaaa", settings=set_so)
    baseline = accept(held, None).baseline
    comparison = compare(faulty, baseline, "baseline.json", GatePolicy())
    assert "stop" == comparison.decision.decision
    assert (5, 5) == comparison.moved[0].before
    assert (0, 3) == comparison.moved[0].now
    first = comparison.decision.reasons[0].shown[0]
    assert "journeys/" in first.place
    assert first.words
    assert first.evidence
    assert {"the agent is another"} == set(accept(faulty, baseline).begun_anew.values())


def test_two_runs_with_one_seed_are_paired(held: RunRecord, run: Runner, tmp_path: Path) -> None:
    """The same conversations in both: how many turned worse, and whether so many would by chance."""
    faulty = run(*JOURNEYS, trials=3, target=DemoTarget(faults=["wrong-amount"]), reports=tmp_path / "faulty")
    comparison = compare(faulty, held, held.manifest.run, GatePolicy(margin=0.1))
    assert comparison.pairs
    assert (9, 0) == (comparison.pairs.pairs, comparison.pairs.better)
    assert comparison.pairs.worse >= 5
    assert comparison.pairs.chance <= 0.03125
    assert comparison.pairs.within is not None
    assert comparison.smallest is not None
    other_seed = changed(held, seed=8)
    assert compare(faulty, other_seed, "x", GatePolicy()).pairs is None


def test_what_is_no_baseline_is_refused_by_name(held: RunRecord) -> None:
    """A run that stopped early, one that did not finish and one from production are named and refused."""
    assert held.decision
    early = held.model_copy(update={"decision": held.decision.model_copy(update={"stopped": "settled", "left": 4})})
    production = changed(
        held, recorded=Recorded(source="x.jsonl", conversations=1, skipped=0, events=False, redacted={})
    )
    for record, says in (
        (early, r"stopped early \(settled\): 4 of its planned conversations were not held"),
        (held.model_copy(update={"decision": None}), "did not finish"),
        (production, "recorded conversations"),
        (held.model_copy(update={"outcomes": ()}), "no valid conversation"),
    ):
        with pytest.raises(NoBaselineError, match=says):
            accept(record, None)
        assert says == "no valid conversation" or not _compares(record, held)
        assert says == "no valid conversation" or not _compares(held, record)


def _compares(record: RunRecord, other: RunRecord) -> bool:
    try:
        compare(record, other, "x", GatePolicy())
    except NoBaselineError:
        return False
    return True


def test_bought_and_retried_trials_enter_no_baseline(held: RunRecord) -> None:
    """Only what was planned is stored: a trial that was bought after a failure would bias the rate."""
    more = [one.model_copy(update={"why": why}) for one in held.outcomes for why in ("adaptive", "retry")]
    with_more = held.model_copy(update={"outcomes": (*held.outcomes, *more)})
    assert accept(held, None).baseline == accept(with_more, None).baseline


def test_too_little_that_is_stored_is_compared_with_nothing(run: Runner) -> None:
    """One stored trial cannot tell a collapse from bad luck: the gate then decides as without a baseline."""
    once = run(*JOURNEYS)
    decision = compare(once, accept(once, None).baseline, "baseline.json", GatePolicy()).decision
    assert decision.against
    assert 0 == decision.against.compared
    assert "charged-twice: 1 of its trials are stored, and 5 are needed" in decision.against.refused


def test_a_new_journey_is_named_as_new(held: RunRecord) -> None:
    """What the baseline does not have cannot be compared, and says so."""
    baseline = accept(held, None).baseline
    cells = [("charged-twice", ""), ("brand-new", "")]
    found = reference_of(baseline, "baseline.json", identity_of(held.manifest), held.manifest.journeys, cells)
    assert {"brand-new": "baseline.json does not have it"} == found.refused


@pytest.mark.parametrize("text", ["", "[]", "{", '{"stored": 5}', '{"unknown": 1}', "\udc00"])
def test_a_file_that_is_no_baseline_is_said_so(tmp_path: Path, text: str) -> None:
    """A baseline that somebody broke is no empty one: it is named, and nothing is compared in its stead."""
    file = tmp_path / "baseline.json"
    file.write_bytes(text.encode("utf-8", "surrogatepass"))
    with pytest.raises(NoBaselineError, match=r"baseline\.json"):
        read_baseline(file)
    assert read_baseline(tmp_path / "nowhere.json") is None
    folder = tmp_path / "folder.json"
    folder.mkdir()
    with pytest.raises(NoBaselineError, match="no baseline"):
        read_baseline(folder)


def test_a_baseline_that_cannot_be_written_is_left_as_it_was(tmp_path: Path) -> None:
    """A folder that is not there: it is said, and nothing is left behind."""
    with pytest.raises(NoBaselineError, match="cannot be written"):
        write_baseline(tmp_path / "nowhere" / "baseline.json", Baseline())
