"""What the pass rate would be if people had judged everything."""

import random
from bisect import bisect_left
from collections.abc import Callable
from functools import cache
from itertools import accumulate
from math import comb, sqrt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from harness.stats import Confusion, Interval, binomial_at_most, lang_reiczigel, ppi, rogan_gladen, sign_test

HALF = 0.5e-10
PUBLISHED = Confusion(both_pass=70, judge_pass=10, judge_fail=4, both_fail=16)
BY_CLASS = Confusion(both_pass=57, judge_fail=3, judge_pass=8, both_fail=32)
"""Sensitivity .95 of 60, specificity .80 of 40."""


def test_rogan_gladen_vector() -> None:
    """The corrected rate, its standard error and interval are the published ones."""
    found = rogan_gladen(0.82, 400, BY_CLASS)
    assert found is not None
    assert pytest.approx(0.8266666667, abs=HALF) == found.value
    assert pytest.approx(0.0427953307, abs=HALF) == found.se
    assert pytest.approx(0.7427893598, abs=HALF) == found.interval.low
    assert pytest.approx(0.9105439735, abs=HALF) == found.interval.high


def test_rogan_gladen_on_a_labelled_sample() -> None:
    """On the published table, too, it is the published rate, and wider than prediction-powered inference."""
    found = rogan_gladen(0.82, 400, PUBLISHED)
    assert found is not None
    assert pytest.approx(0.7756296296, abs=HALF) == found.value
    assert pytest.approx(0.0628075700, abs=HALF) == found.se


def test_lang_reiczigel_vector() -> None:
    """The interval for labels of another set is the published one, centre included."""
    found = lang_reiczigel(0.82, 400, BY_CLASS)
    assert found is not None
    assert pytest.approx(0.7443459654, abs=HALF) == found.low
    assert pytest.approx(0.9293331731, abs=HALF) == found.high
    assert pytest.approx(0.8368395692, abs=HALF) == (found.low + found.high) / 2


@pytest.mark.parametrize(
    ("trust", "value", "se", "low", "high"),
    [
        (1.0, 0.7600000000, 0.0418055330, 0.6780626610, 0.8419373390),
        (None, 0.7516019530, 0.0366893882, 0.6796920735, 0.8235118326),
    ],
    ids=["PPI", "PPI++"],
)
def test_ppi_vectors(trust: float | None, value: float, se: float, low: float, high: float) -> None:
    """Both forms of prediction-powered inference give the published rate, error and interval."""
    found = ppi(0.82, 400, PUBLISHED, trust)
    assert found is not None
    assert pytest.approx(value, abs=HALF) == found.value
    assert pytest.approx(se, abs=HALF) == found.se
    assert pytest.approx(low, abs=HALF) == found.interval.low
    assert pytest.approx(high, abs=HALF) == found.interval.high


def test_people_alone() -> None:
    """With no trust in the judge, prediction-powered inference is what the people said, with their own error."""
    found = ppi(0.82, 400, PUBLISHED, trust=0.0)
    assert found is not None
    assert pytest.approx(0.74, abs=0.5e-12) == found.value
    assert pytest.approx(0.0440844002, abs=HALF) == found.se


def test_a_judge_that_tells_little_is_not_corrected() -> None:
    """Where the judge hardly tells pass from fail, or a class has no label, no corrected rate is given."""
    poor = Confusion(both_pass=80, judge_fail=20, judge_pass=60, both_fail=40)
    for table in (poor, Confusion(both_pass=10), Confusion(both_fail=10), Confusion()):
        assert rogan_gladen(0.8, 100, table) is None
        assert lang_reiczigel(0.8, 100, table) is None


def test_too_few_to_have_a_spread() -> None:
    """One label, or one run, has no spread to reckon with."""
    assert ppi(0.8, 100, Confusion(both_pass=1)) is None
    assert ppi(1.0, 1, PUBLISHED) is None


def test_the_drift_alarm_vectors() -> None:
    """The exact chances behind the drift alarm are the published ones."""
    assert pytest.approx(0.01387695, abs=0.5e-8) == binomial_at_most(34, 40, 0.95)
    assert pytest.approx(0.04802826, abs=0.5e-8) == binomial_at_most(35, 40, 0.95)
    assert sign_test(5, 0) == 0.03125
    assert sign_test(0, 0) == 1.0
    assert pytest.approx(1.0) == binomial_at_most(40, 40, 0.95)


@settings(max_examples=60)
@given(
    st.floats(0, 1),
    st.integers(2, 500),
    st.builds(Confusion, **{name: st.integers(0, 90) for name in Confusion.model_fields}),
)
def test_a_corrected_rate_is_a_rate(rate: float, n: int, table: Confusion) -> None:
    """Whatever was counted, a corrected rate and both ends of its interval lie between 0 and 1."""
    intervals: list[Interval | None] = [lang_reiczigel(rate, n, table)]
    for found in (rogan_gladen(rate, n, table), ppi(rate, n, table)):
        assert found is None or 0 <= found.value <= 1
        intervals.append(found.interval if found else None)
    assert all(0 <= one.low <= one.high <= 1 for one in intervals if one)


# ---- how often the intervals hold the truth -----------------------------------------------------------------

REPEATS = 4_000
ROWS = [
    # true rate, Se, Sp, n, m1, m0, then coverage of: Rogan-Gladen, Lang-Reiczigel, PPI++
    (0.90, 0.95, 0.80, 200, 30, 30, 0.918, 0.983, 0.911),
    (0.90, 0.95, 0.80, 400, 60, 40, 0.938, 0.966, 0.917),
    (0.90, 0.96, 0.25, 400, 60, 40, None, None, 0.922),
    (0.75, 0.92, 0.85, 300, 50, 50, 0.959, 0.960, 0.947),
]
"""The published table; in its third row the judge tells too little, and our correction is refused."""


@cache
def _cumulative(n: int, rate: float) -> tuple[float, ...]:
    return tuple(accumulate(comb(n, k) * rate**k * (1 - rate) ** (n - k) for k in range(n + 1)))


def _draw(chance: random.Random, n: int, rate: float) -> int:
    return min(n, bisect_left(_cumulative(n, rate), chance.random()))


def _covered(rate: float, repeats: int, one: Callable[[random.Random], Interval | None]) -> tuple[float, int]:
    """The share of intervals that hold the true rate, and how many there were."""
    chance = random.Random(7)
    found = [interval for _ in range(repeats) if (interval := one(chance))]
    return sum(each.low <= rate <= each.high for each in found) / max(len(found), 1), len(found)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row[0]}-{row[1]}-{row[2]}-{row[3]}")
def test_coverage_is_as_published(row: tuple[float, ...]) -> None:
    """In 4,000 simulated studies each interval holds the truth as often as published, within 3 standard errors."""
    rate, se, sp, n, m1, m0, gladen, reiczigel, powered = row
    seen = rate * se + (1 - rate) * (1 - sp)

    def labels(chance: random.Random) -> Confusion:
        found, spotted = _draw(chance, int(m1), se), _draw(chance, int(m0), sp)
        return Confusion(both_pass=found, judge_fail=m1 - found, judge_pass=m0 - spotted, both_fail=spotted)

    def by_gladen(chance: random.Random) -> Interval | None:
        found = rogan_gladen(_draw(chance, int(n), seen) / n, n, labels(chance))
        return found.interval if found else None

    def by_reiczigel(chance: random.Random) -> Interval | None:
        return lang_reiczigel(_draw(chance, int(n), seen) / n, n, labels(chance))

    def by_ppi(chance: random.Random) -> Interval | None:
        m = int(m1 + m0)
        passes = sum(chance.random() < rate for _ in range(m))
        a, d = sum(chance.random() < se for _ in range(passes)), sum(chance.random() < sp for _ in range(m - passes))
        table = Confusion(both_pass=a, judge_fail=passes - a, judge_pass=m - passes - d, both_fail=d)
        found = ppi(_draw(chance, int(n), seen) / n, n, table)
        return found.interval if found else None

    for published, method in ((gladen, by_gladen), (reiczigel, by_reiczigel), (powered, by_ppi)):
        if published is not None:
            covered, many = _covered(rate, REPEATS, method)
            # Both sides are simulated: ours and the published one.
            assert abs(covered - published) <= 3 * sqrt(published * (1 - published) * (1 / many + 1 / REPEATS))
