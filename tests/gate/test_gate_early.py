"""Stopping early: only when nothing that is left can change the decision."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from harness.gate import GatePolicy, Kept, Left, decide, open_journeys, settled
from harness.verdict.nouns import Outcome
from tests.gate.gated import BASE, TWENTY, kept, outcome, reference, suite, trials

LEFT = Left("refund", "", "medium", critical=False)


def expected_trials(policy: GatePolicy, base: Any, n: int, rate: float) -> float:
    """How many of n trials are held on average, where each passes at this rate: by the counts, whatever the order."""
    open_ = {0: 1.0}
    """Passes so far -> how likely, among the ways on which nothing is settled."""
    total = 0.0
    for number in range(1, n + 1):
        total += sum(open_.values())
        after: dict[int, float] = {}
        for passes, chance in open_.items():
            for more, share in ((1, rate), (0, 1 - rate)):
                if share and not is_settled(policy, base, passes + more, number, n):
                    after[passes + more] = after.get(passes + more, 0.0) + chance * share
        open_ = after
    return total


def is_settled(policy: GatePolicy, base: Any, passes: int, held: int, n: int) -> bool:
    """Whether so many passes of so many held settle it."""
    left = [LEFT] * (n - held)
    return settled(list(trials("refund", passes, held)), left, lambda some: decide(some, policy, reference=base))


NEVER_WORSE = reference(Kept(journey="refund", variation="", trials=50, passes=1, criteria={"resolution": (1, 50)}))
"""A past so bad that no comparison stops: what is left is the proof that is asked for."""


def proof(rate: float) -> GatePolicy:
    """Asks for a proof, and allows everything else."""
    return GatePolicy(prove=rate, cannot_tell=1, infra=1, invalid=1)


@pytest.mark.parametrize(
    ("n", "prove", "by_rate"),
    [
        (5, 0.30, {1.0: 4.0, 0.9: 4.2536, 0.5: 3.5, 0.0: 2.0}),
        (3, 0.10, {1.0: 2.0, 0.9: 2.18, 0.5: 2.5, 0.0: 2.0}),
    ],
    ids=["4 of 5", "2 of 3"],
)
def test_curtailment_costs_what_was_published(n: int, prove: float, by_rate: dict[float, float]) -> None:
    """Where so many of so many have to pass, trials stop as soon as that is certain either way."""
    for rate, expected in by_rate.items():
        found = expected_trials(proof(prove), NEVER_WORSE, n, rate)
        assert pytest.approx(expected, abs=5e-5) == found


def test_curtailment_of_ten_costs_what_was_published() -> None:
    """Nine of ten have to pass."""
    for rate, expected in {1.0: 9.0, 0.9: 8.764805819, 0.5: 3.974609375, 0.0: 2.0}.items():
        found = expected_trials(proof(0.55), NEVER_WORSE, 10, rate)
        assert pytest.approx(expected, abs=5e-10) == found


def test_without_a_baseline_the_first_break_settles_it() -> None:
    """Every one of five has to pass: the published cost, 5 when all do and 1 when none does."""
    for rate, expected in {0.9: 4.0951, 0.5: 1.9375, 0.0: 1.0}.items():
        assert pytest.approx(expected, abs=5e-5) == expected_trials(GatePolicy(), None, 5, rate)
    assert 5.0 == expected_trials(GatePolicy(), None, 5, 1.0)


CONVERSATION = st.tuples(
    st.sampled_from(TWENTY[:3]),
    st.sampled_from(["pass", "fail", "loops", "critical", "unknown", "spoilt", "lost"]),
)


def held_as(journey: str, way: str, trial: int) -> Outcome:
    """One conversation that turned out this way."""
    match way:
        case "fail":
            return outcome(journey, trial, "resolution")
        case "loops":
            return outcome(journey, trial, "looping")
        case "critical":
            return outcome(journey, trial, "conduct", critical=("s1",))
        case "unknown":
            return outcome(journey, trial, results={}, required={"s1": "cannot_tell"})
        case "spoilt":
            return outcome(journey, trial, validity="invalid_simulation", results={}, required={})
        case "lost":
            return outcome(journey, trial, validity="infra_error", results={}, required={})
    return outcome(journey, trial)


@hypothesis_settings(max_examples=150, deadline=None)
@given(
    st.lists(CONVERSATION, min_size=1, max_size=14),
    st.lists(CONVERSATION, max_size=3),
    st.booleans(),
    st.sampled_from(["block", "warn"]),
    st.sampled_from([0.02, 0.6]),
)
def test_what_is_settled_stays_settled(
    before: list[tuple[str, str]], after: list[tuple[str, str]], compared: bool, inconclusive: Any, infra: float
) -> None:
    """Once nothing that is left can change it, no way in which the rest turns out changes word or code."""
    policy = GatePolicy(inconclusive=inconclusive, infra=infra, cannot_tell=0.5, invalid=0.5)
    base = reference(*(kept(name, 40) for name in TWENTY[:2])) if compared else None
    held = [held_as(name, way, trial) for trial, (name, way) in enumerate(before)]
    rest = [held_as(name, way, trial) for trial, (name, way) in enumerate(after, len(held))]
    left = [Left(one.journey, "", "medium", critical=True) for one in rest]

    def deciding(some: Any) -> Any:
        return decide(some, policy, reference=base)

    if settled(held, left, deciding):
        early, late = deciding(held), deciding([*held, *rest])
        assert (early.decision, early.exit_code) == (late.decision, late.exit_code)


def test_a_stop_over_all_journeys_is_settled_before_the_end() -> None:
    """Half of the trials fail everywhere: what is left could all pass, and it would still be worse."""
    held = [one for one in suite(2) if one.trial <= 4]
    left = [Left(journey, "", "medium", critical=True) for journey in TWENTY]
    assert settled(held, left, lambda some: decide(some, GatePolicy(), reference=BASE))
    assert not settled(suite(5), left, lambda some: decide(some, GatePolicy(), reference=BASE)), "one may be critical"


def test_a_sequential_test_says_which_journeys_go_on() -> None:
    """Seven passes accept, three failures refuse, and what lies between goes on."""
    held = [*trials("good", 7, 7), *trials("bad", 0, 3), *trials("open", 3, 4)]
    assert frozenset({"open"}) == open_journeys(held, GatePolicy())
    decision = decide(held, GatePolicy(), qualifying=True)
    assert ("stop", (5,)) == (decision.decision, decision.also)
    assert ["bad", "open"] == [reason.journey for reason in decision.reasons]
    assert "go" == decide(list(trials("good", 7, 7)), GatePolicy(), qualifying=True).decision
    almost = decide(list(trials("good", 9, 10)), GatePolicy(), qualifying=True)
    assert "inconclusive" == almost.decision
