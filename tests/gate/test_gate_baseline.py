"""The gate with a baseline: what got worse stops, what was always so does not, and what cannot be compared is said."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from harness.gate import GatePolicy, Known, RiskPolicy, decide
from tests.gate.gated import BASE, TWENTY, kept, outcome, reference, suite, trials

POLICY = GatePolicy()


def test_what_fails_now_and_then_as_before_is_go() -> None:
    """A journey that failed before fails again as often: with a baseline that is no reason to stop."""
    decision = decide(suite(5, **dict.fromkeys(TWENTY[:10], 4)), POLICY, reference=BASE)
    assert ("go", 0) == (decision.decision, decision.exit_code)
    assert decision.against
    assert 20 == decision.against.compared
    assert "resolution is not more than" in decision.shows


def test_a_small_drop_everywhere_stops() -> None:
    """No journey looks bad by itself, and all together are worse: the reason has both counts and the limit."""
    decision = decide(suite(4, j00=3, j01=3, j02=3), POLICY, reference=BASE)
    assert ("stop", 1) == (decision.decision, decision.exit_code)
    first = decision.reasons[0]
    assert ("resolution", None) == (first.criterion, first.journey)
    assert "resolution got worse: 77 of 100 held, where 900 of 1000 did before (p under .001, limit 0.02)" == first.says
    assert {"j00", "j01", "j02"} == {shown.case.split("/")[0] for shown in first.shown}


def test_a_criterion_that_no_sentence_names_stops() -> None:
    """Loops that never were stop the gate, though every journey still ends well now and then."""
    base = reference(*(kept(journey, 50) for journey in TWENTY))
    looping = [one for journey in TWENTY for one in trials(journey, 4, 5, fails="looping")]
    decision = decide(looping, POLICY, reference=base)
    assert {"looping"} == {reason.criterion for reason in decision.reasons if reason.code == 1}


def test_one_journey_that_collapses_is_held_again() -> None:
    """One of twenty falls to one in five: fresh trials are asked for, and they alone decide."""
    held = suite(5, j00=1)
    first = decide(held, POLICY, reference=BASE)
    assert ("inconclusive", 5) == (first.decision, first.exit_code)
    assert [("j00", 8)] == [(one.journey, one.trials) for one in first.wanted]
    assert "j00: resolution 1 of 5 held, where 45 of 50 did before" in first.reasons[0].says
    bad = decide([*held, *trials("j00", 2, 8, why="adaptive")], POLICY, reference=BASE)
    assert ("stop", ()) == (bad.decision, bad.wanted)
    assert "2 of 8 fresh trials held" in bad.reasons[0].says
    good = decide([*held, *trials("j00", 7, 8, why="adaptive")], POLICY, reference=BASE)
    assert ("go", ()) == (good.decision, good.wanted)


def test_a_journey_of_which_nothing_holds_is_held_again_however_few_trials_it_had() -> None:
    """One trial of each, and one fails that mostly held: too few for a test, so fresh trials are asked for."""
    base = reference(*(kept(journey, 45) for journey in TWENTY[:19]), kept("shaky", 20))
    held = [*(one for journey in TWENTY[1:19] for one in trials(journey, 1, 1)), *trials("j00", 0, 1)]
    assert ["j00"] == [one.journey for one in decide(held, POLICY, reference=base).wanted]
    shaky = [*(one for journey in TWENTY[:19] for one in trials(journey, 1, 1)), *trials("shaky", 0, 1)]
    assert "go" == decide(shaky, POLICY, reference=base).decision, "that one fails more often than not"


def test_fresh_trials_that_nobody_could_hold_leave_it_open() -> None:
    """All fresh trials were lost: the suspicion stands, and it is no go."""
    lost = [outcome("j00", trial, why="adaptive", validity="infra_error", results={}, required={}) for trial in (1, 2)]
    assert "inconclusive" == decide([*suite(5, j00=1), *lost], POLICY, reference=BASE).decision


def test_something_critical_stops_whatever_was_before() -> None:
    """A critical sentence that breaks once is a stop, though the journey broke as often before."""
    broke = outcome("j00", 6, "resolution", critical=("s1",))
    decision = decide([*suite(5), broke], POLICY, reference=BASE)
    assert 1 == decision.exit_code
    assert decision.reasons[0].critical


def test_what_cannot_be_compared_is_decided_as_without_a_baseline() -> None:
    """A journey that says something else now is named, and one break of it is a stop."""
    base = reference(*(kept(journey, 45) for journey in TWENTY), rewritten="the journey says something else now")
    fine = decide([*suite(5), *trials("rewritten", 5, 5)], POLICY, reference=base)
    assert "go" == fine.decision
    assert fine.against
    assert ("rewritten: the journey says something else now",) == fine.against.refused
    broke = decide([*suite(5), *trials("rewritten", 4, 5)], POLICY, reference=base)
    assert "stop" == broke.decision
    assert "(not compared: the journey says something else now)" in broke.reasons[0].says


def test_a_broken_sentence_of_no_criterion_still_counts() -> None:
    """What was wanted and did not happen counts against resolution, whatever the rulings say."""
    fine = dict.fromkeys(outcome().results, "pass")
    broke = [outcome(journey, trial, results=fine, required={"s1": "fail"}) for journey in TWENTY for trial in (1, 2)]
    assert "stop" == decide(broke, POLICY, reference=BASE).decision


def test_a_margin_that_was_not_shown_is_inconclusive() -> None:
    """`margin` asks for proof that it is not worse by so much; a few trials cannot give it."""
    decision = decide(
        suite(4, j00=5, j01=5, j02=5, j03=5, j04=5, j05=5, j06=5, j07=5), GatePolicy(margin=0.05), reference=BASE
    )
    assert ("inconclusive", 5) == (decision.decision, decision.exit_code)
    assert "worse, and no more than 5% was to be shown" in decision.reasons[0].says
    assert "go" == decide(suite(5), GatePolicy(margin=0.05), reference=BASE).decision


def test_a_risk_has_its_own_policy() -> None:
    """What is inconclusive for low risk may pass, while the same of high risk blocks."""
    policy = GatePolicy(risk={"low": RiskPolicy(inconclusive="warn", prove=0.9), "high": RiskPolicy(prove=0.9)})
    low = decide(list(trials("a", 5, 5, risk="low")), policy)
    assert (0, True) == (low.exit_code, low.allowed)
    both = decide([*trials("a", 5, 5, risk="low"), *trials("b", 5, 5, risk="high")], policy)
    assert (5, False) == (both.exit_code, both.allowed)
    assert "go" == decide(list(trials("a", 5, 5)), policy).decision


def test_further_trials_can_be_bought_for_a_proof() -> None:
    """`inconclusive = "buy"`: as many as would prove it, and they alone are the second look."""
    policy = GatePolicy(prove=0.9, inconclusive="buy")
    held = list(trials("a", 5, 5))
    first = decide(held, policy)
    assert [("a", 36)] == [(one.journey, one.trials) for one in first.wanted]
    assert "go" == decide([*held, *trials("a", 36, 36, why="adaptive")], policy).decision
    short = decide([*held, *trials("a", 35, 35, why="adaptive")], policy)
    assert (5, ()) == (short.exit_code, short.wanted)
    assert () == decide(held, policy.model_copy(update={"buy": 30})).wanted


def test_a_known_failure_does_not_stop_until_its_day() -> None:
    """Somebody owns it, there is a ticket and a last day: then it counts again, and says so."""
    known = Known(journey="a", owner="Priya", ticket="CX-12", until=date(2026, 12, 1))
    policy = GatePolicy(known=(known,))
    held = [*trials("a", 4, 5), *trials("b", 5, 5)]
    before = decide(held, policy, on=date(2026, 12, 1))
    assert "go" == before.decision
    assert "known until 2026-12-01: Priya, CX-12" in before.excused[0].says
    after = decide(held, policy, on=date(2026, 12, 2))
    assert "stop" == after.decision
    assert "(was known until 2026-12-01: Priya, CX-12; that has run out)" in after.reasons[0].says
    assert "stop" == decide(held, policy).decision, "without a day nothing is known"


def test_nothing_critical_is_ever_excused() -> None:
    """A known failure that breaks a critical sentence stops all the same."""
    policy = GatePolicy(known=(Known(journey="a", owner="Priya", ticket="CX-12", until=date(2027, 1, 1)),))
    assert 1 == decide([outcome("a", 1, "conduct", critical=("s1",))], policy, on=date(2026, 11, 1)).exit_code


def test_a_known_failure_of_one_criterion_excuses_that_one() -> None:
    """What is known about loops says nothing about what the agent made up."""
    policy = GatePolicy(known=(Known(journey="a", criterion="looping", owner="P", ticket="1", until=date(2027, 1, 1)),))
    on = date(2026, 11, 1)
    assert "go" == decide(list(trials("a", 4, 5, fails="looping")), policy, on=on).decision
    assert "stop" == decide(list(trials("a", 4, 5, fails="hallucination")), policy, on=on).decision


def test_a_known_failure_is_compared_with_no_past() -> None:
    """A journey that is known to have collapsed does not stop the comparison of the others."""
    policy = GatePolicy(known=(Known(journey="j00", owner="P", ticket="1", until=date(2027, 1, 1)),))
    decision = decide(suite(5, j00=0), policy, reference=BASE, on=date(2026, 11, 1))
    assert ("go", ()) == (decision.decision, decision.wanted)


@hypothesis_settings(max_examples=40, deadline=None)
@given(st.lists(st.integers(0, 4), min_size=4, max_size=4), st.lists(st.integers(0, 4), min_size=2, max_size=2))
def test_retries_decide_nothing(passes: list[int], retried: list[int]) -> None:
    """However the retries of a failure turn out, word, code and reasons are the same without them."""
    journeys = TWENTY[:4]
    held = [one for name, number in zip(journeys, passes, strict=True) for one in trials(name, number, 4)]
    again = [
        one for name, number in zip(journeys, retried, strict=False) for one in trials(name, number, 4, why="retry")
    ]
    base = reference(*(kept(name, 45) for name in journeys[1:]))
    for stored in (None, base):
        with_, without = decide([*held, *again], POLICY, reference=stored), decide(held, POLICY, reference=stored)
        assert without == with_.model_copy(update={"failures": ()})


@pytest.mark.parametrize(
    ("passes", "retried", "before", "kind"),
    [
        (0, 0, 50, "regression"),
        (0, 4, 50, "one-off"),
        (0, 3, 30, "flaky"),
        (0, 0, None, "regression"),
        (0, 3, None, "flaky"),
    ],
)
def test_what_a_failure_is_called(passes: int, retried: int, before: int | None, kind: str) -> None:
    """One failure and four retries, beside what is stored: regression, flaky or one-off."""
    base = reference(kept("a", before)) if before is not None else None
    held = [outcome("a", 1, "resolution"), *trials("a", retried, 4, why="retry")]
    failures = decide(held, POLICY, reference=base).failures
    assert [kind] == [one.kind for one in failures]


def test_a_failure_that_could_not_be_tried_again_is_infrastructure() -> None:
    """When every retry is lost, what is known is that the target failed."""
    lost = [outcome("a", trial, why="retry", validity="infra_error", results={}, required={}) for trial in range(1, 5)]
    held = [outcome("a", 1, "resolution"), *lost]
    assert ["infrastructure"] == [one.kind for one in decide(held, POLICY).failures]
    spoilt = [one.model_copy(update={"validity": "invalid_simulation"}) for one in lost]
    assert ["invalid simulation"] == [one.kind for one in decide([held[0], *spoilt], POLICY).failures]


def test_the_run_says_what_it_would_have_seen() -> None:
    """With a baseline: how often a drop of ten points would have been caught; without: how often a rare break shows."""
    sees = decide(suite(5), POLICY, reference=BASE).sees
    assert "With 5 trials of 20 journeys a drop of 10 points is caught 77 times in 100." == sees
    alone = decide(list(trials("a", 5, 5)), POLICY).sees
    assert "With 5 trials of a journey, a break that comes once in 10 conversations is seen 41 times in 100." == alone
