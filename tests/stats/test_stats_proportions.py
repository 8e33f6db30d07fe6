"""What a number of passes allows us to say."""

from math import comb

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.stats import clopper_pearson_lower, prove_at_least, wilson
from harness.stats.beta import beta_cdf, beta_quantile

HALF = 0.5e-10
"""Half a unit of the last printed digit."""

COUNTS = st.integers(1, 400).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))
LEVELS = st.sampled_from([0.5, 0.8, 0.9, 0.95, 0.99, 0.999])


@pytest.mark.parametrize(
    ("x", "n", "low", "high"),
    [
        (0, 10, 0.0, 0.2775327999),
        (8, 10, 0.4901624715, 0.9433178485),
        (10, 10, 0.7224672001, 1.0),
        (45, 50, 0.7863976856, 0.9565242351),
        (95, 100, 0.8882495308, 0.9784563208),
        (190, 200, 0.9104218519, 0.9726173544),
        (0, 300, 0.0, 0.0126429712),
    ],
)
def test_wilson_vectors(x: int, n: int, low: float, high: float) -> None:
    """The interval shown beside a rate is the published one."""
    found = wilson(x, n)
    assert pytest.approx(low, abs=HALF) == found.low
    assert pytest.approx(high, abs=HALF) == found.high


@pytest.mark.parametrize(
    ("x", "n", "low", "high"),
    [
        (0, 10, 0.0, 0.3084971078),
        (8, 10, 0.4439045377, 0.9747892737),
        (10, 10, 0.6915028922, 1.0),
        (45, 50, 0.7818646336, 0.9667249064),
        (95, 100, 0.8871650889, 0.9835681208),
        (190, 200, 0.9099724623, 0.9757658345),
        (0, 300, 0.0, 0.0122209747),
    ],
)
def test_clopper_pearson_two_sided_vectors(x: int, n: int, low: float, high: float) -> None:
    """Two one-sided bounds at 97.5 % are the ends of the exact 95 % interval."""
    assert pytest.approx(low, abs=HALF) == clopper_pearson_lower(x, n, 0.975)
    assert pytest.approx(high, abs=HALF) == 1 - clopper_pearson_lower(n - x, n, 0.975)


@pytest.mark.parametrize(
    ("x", "n", "low"),
    [(8, 10, 0.4930986989), (45, 50, 0.8011669975), (50, 50, 0.9418449209), (95, 100, 0.8977466224)],
)
def test_clopper_pearson_lower_vectors(x: int, n: int, low: float) -> None:
    """What the gate says was proved is the exact bound."""
    assert pytest.approx(low, abs=HALF) == clopper_pearson_lower(x, n)


def test_five_of_five_proves_55_percent() -> None:
    """Five clean trials out of five show a rate of at least .549, no more."""
    assert pytest.approx(0.549, abs=0.0005) == clopper_pearson_lower(5, 5)


@pytest.mark.parametrize(("rate", "runs"), [(0.80, 14), (0.90, 29), (0.95, 59), (0.99, 299)])
def test_prove_at_least_vectors(rate: float, runs: int) -> None:
    """How many clean trials a promise costs is known before they are bought."""
    assert runs == prove_at_least(rate)


def test_proving_on_the_edge_needs_no_run_too_many() -> None:
    """Four clean runs prove one half at 93.75 % exactly; a fifth is not asked for."""
    assert 4 == prove_at_least(0.5, 0.9375)


@given(rate=st.floats(0.01, 0.9999), level=LEVELS)
def test_proving_takes_the_fewest_runs_that_prove_it(rate: float, level: float) -> None:
    """One run fewer would not have been enough, and the number given is."""
    runs = prove_at_least(rate, level)
    assert rate**runs <= 1 - level
    assert runs == 1 or rate ** (runs - 1) > 1 - level


@given(rate=st.floats(0.05, 0.99), level=LEVELS)
def test_the_runs_and_the_bound_agree(rate: float, level: float) -> None:
    """When that many runs pass, the bound printed by the gate reaches what was to be proved."""
    runs = prove_at_least(rate, level)
    assert clopper_pearson_lower(runs, runs, level) >= rate - 1e-12


@given(counts=COUNTS, level=LEVELS)
def test_an_interval_is_in_order_and_holds_the_rate(counts: tuple[int, int], level: float) -> None:
    """The rate that was seen always lies inside the interval shown beside it."""
    x, n = counts
    found = wilson(x, n, level)
    assert 0 <= found.low <= x / n <= found.high <= 1
    assert 0 <= clopper_pearson_lower(x, n, level) <= x / n


@given(counts=COUNTS, level=LEVELS)
def test_another_pass_never_lowers_a_bound(counts: tuple[int, int], level: float) -> None:
    """An agent that passes once more never looks worse for it."""
    x, n = counts
    worse, better = wilson(x, n, level), wilson(x + 1, n + 1, level)
    assert worse.low <= better.low + 1e-12
    assert worse.high <= better.high + 1e-12
    assert clopper_pearson_lower(x, n, level) <= clopper_pearson_lower(x + 1, n + 1, level) + 1e-12


@given(counts=COUNTS)
def test_asking_for_more_confidence_claims_less(counts: tuple[int, int]) -> None:
    """At a higher level the interval is wider and the bound lower."""
    x, n = counts
    sure, surer = wilson(x, n, 0.9), wilson(x, n, 0.99)
    assert surer.low <= sure.low
    assert sure.high <= surer.high
    assert clopper_pearson_lower(x, n, 0.99) <= clopper_pearson_lower(x, n, 0.9)


@given(counts=COUNTS)
def test_passes_and_fails_mirror_each_other(counts: tuple[int, int]) -> None:
    """Counting fails instead of passes turns the interval round and changes nothing else."""
    x, n = counts
    passes, fails = wilson(x, n), wilson(n - x, n)
    assert pytest.approx(1 - fails.high, abs=1e-12) == passes.low
    assert pytest.approx(1 - fails.low, abs=1e-12) == passes.high


@given(counts=st.integers(1, 60).flatmap(lambda n: st.tuples(st.integers(1, n), st.just(n))), p=st.floats(0.01, 0.99))
def test_the_beta_function_is_a_binomial_tail(counts: tuple[int, int], p: float) -> None:
    """The exact bound rests on the chance of so many passes, which can be added up by hand."""
    x, n = counts
    tail = sum(comb(n, k) * p**k * (1 - p) ** (n - k) for k in range(x, n + 1))
    assert pytest.approx(tail, abs=1e-12) == beta_cdf(p, x, n - x + 1)


@pytest.mark.parametrize(("x", "n"), [(1, 1_000_000), (500_000, 1_000_000), (999_999, 1_000_000)])
def test_a_million_runs_are_still_exact(x: int, n: int) -> None:
    """Large counts give an answer, and the answer solves the equation it stands for."""
    low = clopper_pearson_lower(x, n)
    assert pytest.approx(0.05, abs=1e-7) == beta_cdf(low, x, n - x + 1)


def test_the_beta_function_has_ends() -> None:
    """Nothing lies below 0 or above 1."""
    assert [0.0, 0.0, 1.0, 1.0] == [beta_cdf(x, 2, 3) for x in (-1.0, 0.0, 1.0, 2.0)]


@given(p=st.floats(0.001, 0.999), a=st.integers(1, 300), b=st.integers(1, 300))
def test_the_quantile_undoes_the_distribution(p: float, a: int, b: int) -> None:
    """A bound is found to twelve digits."""
    x = beta_quantile(p, a, b)
    assert beta_cdf(x - 1e-12, a, b) <= p + 1e-11
    assert p <= beta_cdf(x + 1e-12, a, b) + 1e-11


def test_an_interval_keeps_its_level() -> None:
    """A page can print at which confidence an interval was made."""
    assert 0.5 == wilson(0, 1, 0.5).level


@pytest.mark.parametrize(("x", "n"), [(0, 0), (-1, 5), (6, 5)])
def test_impossible_counts_are_refused(x: int, n: int) -> None:
    """No runs give no interval, instead of one that looks like a measurement."""
    for bound in (wilson, clopper_pearson_lower):
        with pytest.raises(ValueError, match=r"cannot be|no rate"):
            bound(x, n)


@pytest.mark.parametrize("level", [0.0, 1.0, 95.0])
def test_impossible_levels_are_refused(level: float) -> None:
    """A level of 95 instead of .95 is a slip that is pointed out."""
    for act in (
        lambda: wilson(1, 2, level),
        lambda: clopper_pearson_lower(1, 2, level),
        lambda: prove_at_least(0.9, level),
    ):
        with pytest.raises(ValueError, match="A confidence level lies between 0 and 1"):
            act()


@pytest.mark.parametrize("rate", [0.0, 1.0, 90.0])
def test_perfection_cannot_be_proved(rate: float) -> None:
    """No number of trials shows that an agent never fails."""
    with pytest.raises(ValueError, match="A rate to prove lies between 0 and 1"):
        prove_at_least(rate)
