"""How far a judge and people agree."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from harness.stats import (
    Confusion,
    agreement,
    balanced_accuracy,
    gwet_ac1,
    kappa,
    mcc,
    pabak,
    rate_interval,
    tnr,
    tpr,
    usable_as_gate,
)

PUBLISHED = Confusion(both_pass=70, judge_pass=10, judge_fail=4, both_fail=16)
TABLES = st.builds(
    Confusion,
    both_pass=st.integers(0, 200),
    judge_pass=st.integers(0, 200),
    judge_fail=st.integers(0, 200),
    both_fail=st.integers(0, 200),
)


def test_the_published_table() -> None:
    """Every measure of the published table is the published one, to half of its last digit."""
    assert pytest.approx(0.86, abs=0.5e-12) == agreement(PUBLISHED)
    assert pytest.approx(0.72, abs=0.5e-12) == pabak(PUBLISHED)
    assert pytest.approx(0.7832146175, abs=0.5e-10) == gwet_ac1(PUBLISHED)
    assert pytest.approx(0.6155470160, abs=0.5e-10) == mcc(PUBLISHED)
    assert pytest.approx(0.9459459459, abs=0.5e-10) == tpr(PUBLISHED)
    assert pytest.approx(0.6153846154, abs=0.5e-10) == tnr(PUBLISHED)
    assert pytest.approx(0.7806652807, abs=0.5e-10) == balanced_accuracy(PUBLISHED)


def test_kappa_with_its_interval() -> None:
    """Kappa, its standard error and its interval are the published ones."""
    found = kappa(PUBLISHED)
    assert found is not None
    assert pytest.approx(0.606741573034, abs=0.5e-12) == found.value
    assert pytest.approx(0.093960447798, abs=0.5e-12) == found.se
    assert pytest.approx(0.4225824794, abs=0.5e-10) == found.interval.low
    assert pytest.approx(0.7909006667, abs=0.5e-10) == found.interval.high


def test_a_rare_answer_deceives_plain_agreement() -> None:
    """A judge that passes nearly everything agrees with people on 96 %, and kappa is not taken in."""
    table = Confusion(both_pass=95, judge_pass=1, judge_fail=3, both_fail=1)
    found = kappa(table)
    assert found is not None
    assert pytest.approx(0.96, abs=0.5e-12) == agreement(table)
    assert pytest.approx(0.3150684932, abs=0.5e-10) == found.value


def test_the_release_rule_asks_for_both() -> None:
    """A judge is usable as a gate when kappa is surely at least .4, and it finds four of five true fails."""
    assert usable_as_gate(Confusion(both_pass=45, judge_pass=5, judge_fail=4, both_fail=46))
    assert not usable_as_gate(PUBLISHED), "it finds 62 % of the fails"
    assert not usable_as_gate(Confusion(both_pass=5, judge_pass=1, judge_fail=2, both_fail=4)), "too few to be sure"
    assert not usable_as_gate(Confusion(both_pass=60)), "nothing failed, so nothing is known"


def test_what_is_not_known_is_not_a_number() -> None:
    """With nothing labelled, or one class only, a measure says that it is not known."""
    empty, passes = Confusion(), Confusion(both_pass=10)
    assert (None,) * 7 == tuple(measure(empty) for measure in (agreement, tpr, tnr, kappa, mcc, pabak, gwet_ac1))
    assert (None, None, None) == (tnr(passes), kappa(passes), balanced_accuracy(passes))
    assert rate_interval(tnr(passes), passes.fails) is None


@settings(max_examples=60)
@given(TABLES)
def test_measures_stay_in_bounds(table: Confusion) -> None:
    """Whatever the table, a rate lies between 0 and 1, a coefficient between -1 and 1, and an interval its value."""
    for rate in (agreement(table), tpr(table), tnr(table), balanced_accuracy(table)):
        assert rate is None or 0 <= rate <= 1
    for value in (pabak(table), gwet_ac1(table), mcc(table)):
        assert value is None or -1 - 1e-12 <= value <= 1 + 1e-12
    found = kappa(table)
    assert found is None or found.interval.low <= found.value <= found.interval.high + 1e-12
