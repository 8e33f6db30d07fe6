"""The shop's journeys: a healthy agent passes them, and each of their sentences can be broken."""

import asyncio
from collections import Counter
from functools import cache
from pathlib import Path

import pytest

from harness.assurance import cases_of, compile_all, converse
from harness.conversation.nouns import Case, Transcript
from harness.journey.read import read_journeys
from harness.plan.nouns import Judged, Plan
from harness.settings import Settings
from harness.target.demo.rules import Rules
from harness.target.embedded import DemoTarget
from harness.testing import Nowhere
from harness.verdict.nouns import Absence, SentenceResult, Verdict
from tests.broken import BROKEN
from tests.conftest import Runner
from tests.mutants import MUTANTS, Mutant

JOURNEYS = Path(__file__).parent.parent / "journeys"
SEEDS = (7, 8, 9)

Held = tuple[Case, Transcript, Verdict]


@cache
def plans() -> tuple[Plan, ...]:
    return compile_all(read_journeys([JOURNEYS], JOURNEYS), Settings().vocabulary)


def held(rules: Rules | None, seed: int) -> list[Held]:
    """Every journey and variation, once, with an agent of these rules."""

    async def all_of_them() -> list[Held]:
        found = []
        for case in cases_of(plans(), 1, seed):
            transcript, verdict = await converse(case, DemoTarget(rules=rules), Nowhere(), Nowhere())
            found.append((case, transcript, verdict))
        return found

    return asyncio.run(all_of_them())


@cache
def healthy(seed: int) -> list[Held]:
    return held(None, seed)


def sentence(case: Case, result: SentenceResult) -> str:
    return next(one.sentence.text for one in case.plan.readings if one.sentence.id == result.sentence)


def breaks(mutant: Mutant) -> dict[str, tuple[str, ...]]:
    """Journey, or journey/variation -> how the sentences begin that this mutant breaks."""
    found = dict(mutant.breaks)
    for plan in plans():
        if mutant.does in BROKEN.get(plan.journey, {}):
            for row in plan.variations:
                found[f"{plan.journey}/{row.name}" if row.name else plan.journey] = BROKEN[plan.journey][mutant.does]
    return found


def required(verdict: Verdict) -> list[SentenceResult]:
    return [result for result in verdict.sentences if result.level == "required"]


def place(case: Case) -> str:
    return f"{case.plan.journey}/{case.variation.name}" if case.variation.name else case.plan.journey


@pytest.mark.parametrize("seed", SEEDS)
def test_a_healthy_agent_breaks_nothing(seed: int) -> None:
    """No sentence and no criterion fails when the agent does everything right, and every conversation is valid."""
    failures = [
        (case.id, sentence(case, result))
        for case, _, verdict in healthy(seed)
        for result in verdict.sentences
        if result.result == "fail"
    ]
    rulings = [
        (case.id, ruling.why)
        for case, _, verdict in healthy(seed)
        for ruling in verdict.rulings
        if ruling.result == "fail"
    ]
    assert ([], []) == (failures, rulings)
    assert {"valid"} == {verdict.validity for _, _, verdict in healthy(seed)}


def test_almost_every_required_sentence_passes_with_proof() -> None:
    """Over three seeds at least 95 % of the required sentences pass with evidence; the few others are listed."""
    marks: Counter[str] = Counter()
    others = []
    for seed in SEEDS:
        for case, _, verdict in healthy(seed):
            for result in required(verdict):
                if result.result == "not_applicable":
                    continue
                marks[result.result] += 1
                assert result.evidence or result.result != "pass", sentence(case, result)
                if result.result != "pass":
                    others.append((case.id, result.result, sentence(case, result)))
    assert marks["pass"] >= 0.95 * sum(marks.values()), others
    assert marks["cannot_tell"] + marks["not_exercised"] <= 0.05 * sum(marks.values()), others


@pytest.mark.parametrize("seed", SEEDS)
def test_what_should_happen_is_never_proved_by_an_absence(seed: int) -> None:
    """A required positive sentence passes on words that were said or an event that was recorded."""
    for case, _, verdict in healthy(seed):
        shoulds = {
            one.sentence.id
            for one in case.plan.readings
            if one.sentence.heading == "should"
            and any(isinstance(item, Judged) and item.polarity == "must" for item in one.items)
        }
        for result in required(verdict):
            if result.sentence in shoulds and result.result == "pass":
                assert not all(isinstance(proof, Absence) for proof in result.evidence), sentence(case, result)


@pytest.mark.parametrize("seed", SEEDS)
def test_customers_hold_a_believable_conversation(seed: int) -> None:
    """A customer is served in a few turns, tells no secret unasked, and leaves by themselves."""
    for case, transcript, _ in healthy(seed):
        assert transcript.ending in ("satisfied", "refused", "handed_over"), case.id
        at_once = transcript.ending == "handed_over"  # to a person, who takes it from there
        assert (1 if at_once else 2) <= len(transcript.turns) <= 8, case.id
        assert len({turn.customer.text for turn in transcript.turns}) == len(transcript.turns), case.id


@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda mutant: mutant.does)
def test_a_mutant_breaks_what_follows_from_its_act_and_nothing_else(mutant: Mutant) -> None:
    """Each mutant fails exactly the sentences written beside it, whichever way the customer puts things."""
    expected = breaks(mutant)
    for seed in SEEDS:
        broken: dict[str, set[str]] = {}
        for case, _, verdict in held(mutant.rules, seed):
            for result in verdict.sentences:
                if result.result == "fail":
                    broken.setdefault(place(case), set()).add(sentence(case, result))
        for where, sentences in broken.items():
            unexpected = [text for text in sentences if not text.startswith(expected.get(where, ()))]
            assert [] == unexpected, f"{where}, seed {seed}"
        for where, beginnings in expected.items():
            missed = [
                begin for begin in beginnings if not any(text.startswith(begin) for text in broken.get(where, ()))
            ]
            assert [] == missed, f"{where}, seed {seed}"


def test_every_sentence_has_a_mutant_that_breaks_it() -> None:
    """A sentence that no agent can fail is no check: each required and each must-never one is broken by some mutant."""
    unbroken = []
    for plan in plans():
        for one in plan.readings:
            if one.sentence.heading in ("should", "never"):
                where = f"{plan.journey}/{one.sentence.only}" if one.sentence.only else plan.journey
                beginnings = [
                    begin
                    for mutant in MUTANTS
                    for place, begins in breaks(mutant).items()
                    if place.startswith(where)
                    for begin in begins
                ]
                if not any(one.sentence.text.startswith(begin) for begin in beginnings):
                    unbroken.append((plan.journey, one.sentence.text))
    assert [] == unbroken


def test_every_mutant_that_is_named_is_there() -> None:
    """What is said to break a journey is a journey of ours and an agent of ours."""
    assert {plan.journey for plan in plans()} >= set(BROKEN)
    assert {mutant.does for mutant in MUTANTS} >= {does for broken in BROKEN.values() for does in broken}


def test_the_journeys_are_grouped_by_kind_of_contact() -> None:
    """Each of the four kinds of contact has a folder, and none of them is a handful less than the others."""
    kinds = Counter(plan.file.split("/")[0] for plan in plans())
    assert {"account", "questions", "billing", "complaints"} == set(kinds)
    assert min(kinds.values()) >= 5


def test_there_are_journeys_of_every_kind() -> None:
    """The journeys hold a shared policy by link, variations, hidden facts, reactions, and three right outcomes."""
    kinds = {item.kind for plan in plans() for one in plan.readings for item in one.items}
    assert 24 == len(plans())
    assert {"reaction", "line", "policy", "check", "route", "tool", "state", "limit"} <= kinds
    assert {"satisfied", "refused", "handed_over"} == {transcript.ending for _, transcript, _ in healthy(7)}
    assert any(one.sentence.span.file.endswith("policies/refunds.md") for plan in plans() for one in plan.readings)
    assert any(len(plan.variations) > 1 for plan in plans())


def test_every_sentence_of_the_journeys_is_understood() -> None:
    """What the journeys use of the language is read: nothing is left to a model, nothing is dropped."""
    assert {"understood", "note"} == {one.status for plan in plans() for one in plan.readings}
    assert [] == [complaint for plan in plans() for complaint in plan.complaints if complaint.severity != "info"]


@pytest.mark.slow
def test_twenty_trials_of_a_healthy_agent_raise_no_alarm(run: Runner) -> None:
    """However the healthy demo puts it, nothing that it says is called broken."""
    record = run(trials=20)
    assert record.decision is not None
    assert [] == [reason.says for reason in record.decision.reasons if reason.code]
    assert set() == {outcome.case for outcome in record.outcomes if "fail" in outcome.results.values()}
