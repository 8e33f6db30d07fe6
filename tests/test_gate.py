"""The gate without a baseline: one broken sentence stops, doubt is said, infrastructure is not the agent's fault."""

import itertools
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from harness.gate import PRECEDENCE, Decision, GatePolicy, decide
from harness.money import Tokens
from harness.verdict.nouns import Outcome


def outcome(journey: str = "refund", trial: int = 1, **changes: Any) -> Outcome:
    facts: dict[str, Any] = {
        "case": f"{journey}/-#{trial}",
        "journey": journey,
        "variation": "",
        "trial": trial,
        "why": "fixed",
        "risk": "medium",
        "validity": "valid",
        "ending": "satisfied",
        "results": {"resolution": "pass"},
        "required": {"s1": "pass", "s2": "pass"},
        "turns": 4,
        "tokens": Tokens(),
    }
    return Outcome(**(facts | changes))


def test_all_held_is_go() -> None:
    """When every required sentence held, the gate says go and what so few trials can show."""
    decision = decide([outcome(trial=trial) for trial in range(1, 6)], GatePolicy())
    assert (decision.decision, decision.exit_code, decision.reasons) == ("go", 0, ())
    assert "5 of 5 without a failure shows: a pass rate of at least 54.9%" in decision.shows


def test_one_broken_sentence_stops() -> None:
    """One required sentence broken in one of many conversations is a stop: there is no averaging."""
    outcomes = [outcome(trial=trial) for trial in range(1, 20)]
    decision = decide([*outcomes, outcome(trial=20, required={"s1": "pass", "s2": "fail"})], GatePolicy())
    assert ("stop", 1) == (decision.decision, decision.exit_code)
    assert "s2" == decision.reasons[0].sentence


def test_a_failed_criterion_stops() -> None:
    """A loop that no sentence mentions still stops the gate."""
    decision = decide([outcome(results={"resolution": "pass", "looping": "fail"})], GatePolicy())
    assert ("stop", "looping") == (decision.decision, decision.reasons[0].criterion)


def test_critical_comes_first() -> None:
    """The reasons begin with the critical one, wherever it stood."""
    plain = outcome(journey="a", required={"s1": "fail"})
    critical = outcome(journey="b", required={"s9": "fail"}, critical=("s9",))
    assert "s9" == decide([plain, critical], GatePolicy()).reasons[0].sentence


@pytest.mark.parametrize("trial", ["adaptive", "retry"])
def test_only_planned_trials_decide(trial: str) -> None:
    """A trial that was bought after the fact does not enter the decision."""
    decision = decide([outcome(), outcome(trial=2, why=trial, required={"s1": "fail"})], GatePolicy())
    assert "go" == decision.decision


def test_an_invalid_simulation_is_never_a_pass_or_a_fail() -> None:
    """A conversation that the simulated customer spoiled is counted apart, and too many of them are inconclusive."""
    spoiled = outcome(trial=2, validity="invalid_simulation", required={}, results={})
    decision = decide([outcome(), spoiled], GatePolicy())
    assert ("inconclusive", 5) == (decision.decision, decision.exit_code)
    assert 1 == decision.conversations


def test_a_broken_target_is_infrastructure() -> None:
    """A target that is down is exit 4, never the agent's failure."""
    broken = outcome(validity="infra_error", required={}, results={})
    decision = decide([broken], GatePolicy())
    assert 4 == decision.exit_code
    assert "refund: no conversation was valid, the target failed" in [reason.says for reason in decision.reasons]


def test_a_few_infrastructure_errors_are_allowed() -> None:
    """Up to the allowance, lost conversations do not block."""
    outcomes = [outcome(trial=trial) for trial in range(1, 50)]
    broken = outcome(trial=50, validity="infra_error", required={}, results={})
    assert 0 == decide([*outcomes, broken], GatePolicy()).exit_code


def test_a_journey_that_was_not_understood_is_named() -> None:
    """An error in a journey stops that journey; the gate counts it and says which."""
    decision = decide([outcome()], GatePolicy(), ["typo"])
    assert 3 == decision.exit_code
    assert "typo was not run: it has an error" == decision.reasons[0].says


def test_failure_outranks_what_is_missing() -> None:
    """When the agent failed, a journey that was not understood cannot undo it: exit 1, the rest under `also`."""
    decision = decide([outcome(required={"s1": "fail"})], GatePolicy(), ["typo"])
    assert (1, (3,)) == (decision.exit_code, decision.also)


def test_too_much_undecided_is_inconclusive() -> None:
    """More than a tenth of the required sentences undecided blocks; a policy may let it pass, and says so."""
    undecided = outcome(required={"s1": "pass", "s2": "cannot_tell"})
    assert 5 == decide([undecided], GatePolicy()).exit_code
    allowed = decide([undecided], GatePolicy(inconclusive="warn"))
    assert (0, "VERDICT: INCONCLUSIVE (allowed by policy)") == (allowed.exit_code, allowed.line)


def test_nothing_judged_is_no_go() -> None:
    """No conversation, or none with a required sentence, is never a pass."""
    assert 5 == decide([], GatePolicy()).exit_code
    assert 5 == decide([outcome(required={})], GatePolicy()).exit_code


UNJUDGED: dict[str, list[dict[str, Any]]] = {
    "spoiled": [{"validity": "invalid_simulation", "required": {}, "results": {}}],
    "spoiled and lost": [
        {"validity": "invalid_simulation", "required": {}, "results": {}},
        {"validity": "infra_error", "required": {}, "results": {}, "trial": 2},
    ],
    "never exercised": [{"required": {"s1": "not_exercised"}}],
    "nothing required": [{"required": {}}],
    "undecided": [{"required": {"s1": "cannot_tell"}}],
}


@pytest.mark.parametrize("kind", UNJUDGED)
def test_a_journey_that_nobody_judged_is_never_waved_through(kind: str) -> None:
    """Among a hundred healthy conversations, one journey without a judged sentence is named, and it is no go."""
    healthy = [outcome(journey=f"fine{number}") for number in range(100)]
    decision = decide([*healthy, *(outcome(journey="dark", **facts) for facts in UNJUDGED[kind])], GatePolicy())
    assert "inconclusive" == decision.decision
    assert "dark" in {reason.journey for reason in decision.reasons}


@pytest.mark.parametrize("wrong", [{"prove": float("nan")}, {"prove": 1.0}, {"confidence": 0}, {"cannot_tell": 5}])
def test_a_policy_that_could_never_block_is_refused(wrong: dict[str, float]) -> None:
    """Shares lie between 0 and 1; a proof of everything, or of nothing, is not to be had."""
    with pytest.raises(ValidationError):
        GatePolicy.model_validate(wrong)


def test_proof_can_be_asked_for() -> None:
    """`prove = 0.90` needs 29 trials without a failure; five are not enough, and the reason says how many would be."""
    policy = GatePolicy(prove=0.90)
    five = decide([outcome(trial=trial) for trial in range(1, 6)], policy)
    assert 5 == five.exit_code
    assert "29 trials without a failure would" in five.reasons[0].says
    assert 0 == decide([outcome(trial=trial) for trial in range(1, 30)], policy).exit_code


@pytest.mark.parametrize(
    ("failed", "typo", "down", "undecided"), list(itertools.product([False, True], repeat=4)), ids=str
)
def test_the_matrix_of_exit_codes(failed: bool, typo: bool, down: bool, undecided: bool) -> None:
    """Whatever applies together, the code is the first of the precedence and the rest are listed."""
    outcomes = [outcome(journey="fine", trial=trial) for trial in range(1, 4)]
    outcomes += [outcome(journey="bad", required={"s1": "fail"})] * failed
    outcomes += [outcome(journey="down", validity="infra_error", required={}, results={})] * down
    outcomes += [outcome(journey="dim", required={f"s{i}": "cannot_tell" for i in range(9)})] * undecided
    decision = decide(outcomes, GatePolicy(), ["typo"] if typo else [])
    applied = [code for code, holds in ((1, failed), (3, typo), (4, down), (5, undecided)) if holds]
    expected = [code for code in PRECEDENCE if code in applied]
    assert expected == ([decision.exit_code, *decision.also] if applied else [])
    assert agrees(decision)


MARKS = st.sampled_from(["pass", "fail", "cannot_tell", "not_exercised", "not_applicable"])


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["valid", "invalid_simulation", "infra_error"]),
            st.dictionaries(st.sampled_from("abc"), MARKS),
        ),
        max_size=12,
    ),
    st.sampled_from(["block", "warn"]),
)
def test_word_line_and_code_always_agree(conversations: list[tuple[str, dict[str, str]]], inconclusive: Any) -> None:
    """Whatever happened, the printed word, the exit code and the reasons say the same."""
    outcomes = [
        outcome(trial=trial, validity=validity, required=marks if validity == "valid" else {})
        for trial, (validity, marks) in enumerate(conversations, 1)
    ]
    assert agrees(decide(outcomes, GatePolicy(inconclusive=inconclusive)))


def agrees(decision: Decision) -> bool:
    word = {0: "GO", 1: "STOP"}.get(decision.exit_code, "INCONCLUSIVE")
    if decision.allowed:
        return decision.exit_code == 0 and decision.decision == "inconclusive"
    return decision.line == f"VERDICT: {word}" and decision.decision.upper() == word
