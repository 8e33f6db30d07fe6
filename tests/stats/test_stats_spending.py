"""Trial after trial, and where trials tell most."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from harness.stats import Sprt, neyman, whole

FIRST = Sprt(good=0.90, bad=0.70, alpha=0.05, beta=0.20)


def test_the_path_of_a_sequential_test() -> None:
    """Eight trials of which four fail: refused at the eighth, and every step is the published one."""
    expected = (-0.251314, -0.502629, 0.595983, 0.344669, 1.443281, 2.541894, 2.290579, 3.389191)
    passes = failures = 0
    for number, (result, ratio) in enumerate(zip((1, 1, 0, 1, 0, 0, 1, 0), expected, strict=True), 1):
        passes, failures = passes + result, failures + 1 - result
        assert pytest.approx(ratio, abs=5e-7) == FIRST.ratio(passes, failures)
        assert ("bad" if number == 8 else None) == FIRST.says(passes, failures)


def test_straight_runs() -> None:
    """Seven passes in a row accept, three failures in a row refuse, and one fewer settles nothing."""
    assert ("good", None) == (FIRST.says(7, 0), FIRST.says(6, 0))
    assert ("bad", None) == (FIRST.says(0, 3), FIRST.says(0, 2))


@pytest.mark.parametrize(
    ("test", "good", "bad", "alpha", "power"),
    [
        (FIRST, 13.20, 15.13, 0.0356, 0.8247),
        (Sprt(good=0.95, bad=0.80, alpha=0.05, beta=0.10), 23.60, 20.97, 0.0308, 0.9115),
        (Sprt(good=0.90, bad=0.80, alpha=0.05, beta=0.20), 39.04, 48.34, 0.0390, 0.8051),
    ],
)
def test_what_a_sequential_test_costs(test: Sprt, good: float, bad: float, alpha: float, power: float) -> None:
    """The trials that it takes on average, cut off at 200, and how often it errs, are the exact ones."""
    trials, refused = _exactly(test, test.good)
    assert pytest.approx(good, abs=5e-3) == trials
    assert pytest.approx(alpha, abs=5e-5) == refused
    trials, refused = _exactly(test, test.bad)
    assert pytest.approx(bad, abs=5e-3) == trials
    assert pytest.approx(power, abs=5e-5) == refused


def _exactly(test: Sprt, rate: float, most: int = 200) -> tuple[float, float]:
    open_ = {0: 1.0}
    """Passes so far -> how likely, among the paths on which nothing is settled."""
    trials = refused = 0.0
    for number in range(1, most + 1):
        trials += sum(open_.values())
        after: dict[int, float] = {}
        for passes, chance in open_.items():
            for more, share in ((1, rate), (0, 1 - rate)):
                says = test.says(passes + more, number - passes - more)
                if says is None:
                    after[passes + more] = after.get(passes + more, 0.0) + chance * share
                refused += chance * share * (says == "bad")
        open_ = after
    return trials, refused


def test_a_bad_rate_above_the_good_one_is_refused() -> None:
    """A test that would accept what it is to refuse cannot be set."""
    with pytest.raises(ValueError, match="lies under"):
        Sprt(good=0.7, bad=0.9)


def test_trials_go_where_they_tell_most() -> None:
    """The published shares: by weight and spread; then with what a failure costs."""
    rates = (0.95, 0.80, 0.60)
    assert pytest.approx((33.3298, 36.7026, 29.9676), abs=5e-5) == neyman((0.5, 0.3, 0.2), rates, 100)
    risky = neyman((0.5 * 1, 0.3 * 5, 0.2 * 10), rates, 100)
    assert pytest.approx((6.45278, 35.52885, 58.01837), abs=5e-6) == risky
    assert (6, 36, 58) == whole(risky, (0, 0, 0))
    assert (5.0, 5.0) == neyman((1, 1), (1.0, 1.0), 10)


@given(
    st.lists(st.tuples(st.floats(0.01, 10), st.floats(0, 1), st.integers(0, 5)), min_size=1, max_size=8),
    st.integers(0, 200),
)
@example([(1.0, 0.0, 0), (1.0, 0.0, 0), (1.0, 0.0, 1)], 0)
def test_whole_trials_keep_their_floors_and_their_sum(strata: list[tuple[float, float, int]], total: int) -> None:
    """Nothing falls under its floor, and nothing is spent twice: the sum is what was given, or what the floors need."""
    floors = [floor for _, _, floor in strata]
    found = whole(neyman([one[0] for one in strata], [one[1] for one in strata], total), floors)
    assert all(number >= floor for number, floor in zip(found, floors, strict=True))
    assert max(total, sum(floors)) == sum(found)
