"""Two arms: whether one got worse, by how much, and what so few trials would have seen."""

import importlib
from itertools import product
from math import comb

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.stats import (
    Stratum,
    benjamini_hochberg,
    difference,
    minimal_change,
    newcombe,
    not_worse_by,
    pass_hat_k,
    power_of_drop,
    seen_once,
    sign_test,
    worse,
)

STRATA = st.lists(
    st.tuples(st.integers(1, 12), st.integers(1, 6)).flatmap(
        lambda runs: st.builds(
            Stratum, st.integers(0, runs[0]), st.just(runs[0]), st.integers(0, runs[1]), st.just(runs[1])
        )
    ),
    min_size=1,
    max_size=4,
)


def test_the_stratified_test_is_the_published_one() -> None:
    """Eight journeys of five trials each, before and after: the exact chance, and the mid-p."""
    pairs = zip((5, 5, 4, 5, 3, 5, 4, 5), (4, 5, 3, 5, 1, 4, 4, 3), strict=True)
    found = worse([Stratum(before, 5, now, 5) for before, now in pairs])
    assert pytest.approx(0.029970115618, abs=5e-13) == found.exact
    assert pytest.approx(0.017707108564, abs=5e-13) == found.mid


@given(STRATA)
def test_the_stratified_test_counts_every_way(strata: list[Stratum]) -> None:
    """The chance is that of all ways in which the failures could have fallen, counted one by one."""
    ways = [_ways(one) for one in strata]
    total = at_least = here = 0
    seen = sum(one.runs - one.passes for one in strata)
    for outcome in product(*ways):
        number = 1
        for _, count in outcome:
            number *= count
        failures = sum(failed for failed, _ in outcome)
        total += number
        at_least += number * (failures >= seen)
        here += number * (failures == seen)
    found = worse(strata)
    assert pytest.approx(at_least / total, abs=1e-12) == found.exact
    assert pytest.approx((at_least - here / 2) / total, abs=1e-12) == found.mid


def _ways(one: Stratum) -> list[tuple[int, int]]:
    failures = one.before_runs + one.runs - one.before_passes - one.passes
    return [
        (failed, comb(failures, failed) * comb(one.before_runs + one.runs - failures, one.runs - failed))
        for failed in range(min(failures, one.runs) + 1)
        if failures - failed <= one.before_runs
    ]


@given(STRATA, st.data())
def test_one_more_failure_never_looks_better(strata: list[Stratum], data: st.DataObject) -> None:
    """A failure more makes worse of any comparison, and a pass more makes none worse: so runs can stop early."""
    place = data.draw(st.integers(0, len(strata) - 1))
    one = strata[place]
    fails = [*strata[:place], one._replace(runs=one.runs + 1), *strata[place + 1 :]]
    passes = [*strata[:place], one._replace(runs=one.runs + 1, passes=one.passes + 1), *strata[place + 1 :]]
    assert worse(fails).mid <= worse(strata).mid + 1e-12
    assert worse(passes).mid >= worse(strata).mid - 1e-12
    assert worse(fails).exact <= worse(strata).exact + 1e-12
    assert worse(passes).exact >= worse(strata).exact - 1e-12


def test_what_only_one_arm_tried_says_nothing() -> None:
    """A journey without a past, or without a trial, moves no comparison."""
    both = [Stratum(45, 50, 2, 5)]
    assert worse(both) == worse([*both, Stratum(0, 0, 0, 5), Stratum(50, 50, 0, 0)])
    assert 1.0 == worse([Stratum(0, 0, 0, 5)]).exact
    assert difference([Stratum(0, 0, 0, 5)]) is None


def test_large_comparisons_lose_no_digit() -> None:
    """Two hundred journeys: the chance is the one that exact fractions give."""
    strata = [Stratum(45, 50, 40 + number % 10, 50) for number in range(200)]
    found = worse(strata)
    assert 0 < found.mid < found.exact < 1
    same = worse([Stratum(45, 50, 45, 50)] * 200)
    assert pytest.approx(0.5, abs=1e-12) == same.mid


@pytest.mark.needs("scipy")
@pytest.mark.parametrize(("before", "now"), [((47, 50), (2, 5)), ((50, 50), (4, 5)), ((9, 20), (3, 10))])
def test_one_journey_is_fishers_test(before: tuple[int, int], now: tuple[int, int]) -> None:
    """With one journey, the chance is scipy's one-sided Fisher test."""
    fisher_exact = importlib.import_module("scipy.stats").fisher_exact
    table = [[now[0], now[1] - now[0]], [before[0], before[1] - before[0]]]
    assert (
        pytest.approx(fisher_exact(table, alternative="less").pvalue, rel=1e-9) == worse([Stratum(*before, *now)]).exact
    )


@pytest.mark.needs("scipy")
def test_the_adjusted_chances_are_scipys() -> None:
    """Benjamini and Hochberg's adjustment is scipy's."""
    false_discovery_control = importlib.import_module("scipy.stats").false_discovery_control
    chances = [0.2, 0.001, 0.039, 0.5, 0.008, 0.04]
    assert pytest.approx(list(false_discovery_control(chances)), rel=1e-12) == list(benjamini_hochberg(chances))


def test_many_chances_are_adjusted_as_published() -> None:
    """Ten p-values, of which two stay under .05."""
    chances = [0.001, 0.008, 0.039, 0.041, 0.042, 0.06, 0.074, 0.205, 0.212, 0.216]
    expected = [0.010, 0.040, 0.084, 0.084, 0.084, 0.100, 0.105714, 0.216, 0.216, 0.216]
    found = benjamini_hochberg(chances)
    assert pytest.approx(expected, abs=5e-7) == list(found)
    assert () == benjamini_hochberg([])


def test_how_much_worse_it_may_be() -> None:
    """178 of 200 after 184 of 200: the published bounds; with one journey, the weighted ones are the same."""
    assert pytest.approx(-0.0891873333, abs=5e-11) == newcombe(178, 200, 184, 200).low
    assert pytest.approx(0.0285445881, abs=5e-11) == newcombe(178, 200, 184, 200).high
    ninety = difference([Stratum(184, 200, 178, 200)], 0.90)
    assert ninety
    assert pytest.approx(-0.0792880973, abs=5e-11) == ninety.low
    assert pytest.approx(0.0188143865, abs=5e-11) == ninety.high


def test_a_past_of_other_proportions_is_weighed_as_the_run_is() -> None:
    """A journey with many stored trials does not pull the comparison: each counts as it was tried now."""
    found = difference([Stratum(100, 100, 10, 10), Stratum(5, 10, 5, 10)])
    assert found
    assert pytest.approx(0.0, abs=0.35) == (found.low + found.high) / 2
    assert found.low < 0 < found.high


@pytest.mark.parametrize(
    ("turned_worse", "better", "one_sided"),
    [
        (9, 2, 0.032714843750),
        (10, 1, 0.005859375000),
        (5, 0, 0.03125),
        (6, 0, 0.015625),
        (3, 3, 0.65625),
        (12, 4, 0.038406372070),
    ],
)
def test_pairs_that_turned(turned_worse: int, better: int, one_sided: float) -> None:
    """McNemar's exact test: five new failures and no recovery are the fewest that mean anything."""
    assert pytest.approx(one_sided, abs=5e-13) == sign_test(turned_worse, better)


def test_pairs_within_a_margin() -> None:
    """Of 100 pairs 6 turned worse and 2 better: within ten points, with this much left to chance."""
    assert pytest.approx(0.0387107226, abs=5e-11) == not_worse_by(0.10, 100, 6, 2)
    # At a margin of nothing it is McNemar's own z, -1.4142.
    assert pytest.approx(0.921350, abs=5e-7) == not_worse_by(1e-12, 100, 6, 2)
    assert 0.0 < not_worse_by(0.05, 20, 0, 0) < 0.5
    with pytest.raises(ValueError, match="Without a pair"):
        not_worse_by(0.1, 0, 0, 0)


@pytest.mark.parametrize(
    ("runs", "passes", "k", "expected"),
    [(5, 3, 1, 0.6), (5, 3, 2, 0.3), (5, 3, 3, 0.1), (8, 6, 4, 0.214285714286), (10, 9, 3, 0.7), (4, 1, 2, 0.0)],
)
def test_several_in_a_row(runs: int, passes: int, k: int, expected: float) -> None:
    """The chance that several customers in a row are served."""
    assert pytest.approx(expected, abs=5e-13) == pass_hat_k(runs, passes, k)


def test_several_in_a_row_of_a_suite() -> None:
    """Six journeys: one that always fails costs more, the more have to pass in a row."""
    suite = [(5, 5), (5, 4), (5, 3), (5, 5), (5, 0), (5, 5)]
    expected = {1: 0.733333333333, 2: 0.65, 3: 0.583333333333, 5: 0.5}
    for k, value in expected.items():
        found = [pass_hat_k(runs, passes, k) or 0.0 for runs, passes in suite]
        assert pytest.approx(value, abs=5e-13) == sum(found) / len(found)
    assert pass_hat_k(3, 3, 5) is None


@pytest.mark.parametrize(
    ("journeys", "trials", "expected"),
    [(20, 5, 0.1361898370), (20, 1, 0.2608), (20, 2, 0.1926), (20, 3, 0.1637), (20, 10, 0.1112), (50, 5, 0.0861)],
)
def test_the_smallest_change_that_is_seen(journeys: int, trials: int, expected: float) -> None:
    """More journeys help more than more trials of the same ones."""
    digits = 5e-11 if trials == 5 and journeys == 20 else 5e-5
    assert pytest.approx(expected, abs=digits) == minimal_change(journeys, 0.02, 0.1 / trials, 0.1 / trials)


@pytest.mark.parametrize(
    ("rate", "runs", "sure"),
    [(0.01, 299, 0.95), (0.02, 149, 0.95), (0.05, 59, 0.95), (0.10, 29, 0.95), (0.20, 14, 0.95), (0.50, 3, 0.80)],
)
def test_how_many_runs_show_a_defect_once(rate: float, runs: int, sure: float) -> None:
    """So many runs show a defect that strikes at this rate at least once; one fewer is not enough."""
    assert seen_once(rate, runs) >= sure > seen_once(rate, runs - 1)


@pytest.mark.parametrize(("journeys", "trials", "simulated"), [(10, 5, 0.60), (20, 3, 0.68), (20, 5, 0.87)])
def test_the_power_that_is_printed_is_near_the_simulated_one(journeys: int, trials: int, simulated: float) -> None:
    """A drop of ten points against 50 stored trials is seen about as often as in simulated worlds."""
    strata = [Stratum(45, 50, 0, trials)] * journeys
    assert pytest.approx(simulated, abs=0.08) == power_of_drop(strata, 0.10, 0.05)


def test_no_trial_sees_anything() -> None:
    """Nothing stored, or nothing held: nothing would have been seen."""
    assert 0.0 == power_of_drop([Stratum(0, 0, 0, 5)], 0.1, 0.05)
