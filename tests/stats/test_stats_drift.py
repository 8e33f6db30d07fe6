"""Drift from night to night: the vectors of measurement 7.10, and what the limits promise."""

import random

import pytest

from harness.stats import cusum_bernoulli, cusum_z, ewma, ewma_limit, normal_score, since
from harness.stats.drift import LIMIT

SCORES = (0.2, -0.4, 0.1, -0.9, -1.4, -1.1, -2.0, -1.6, -1.2)


def test_failures_add_up_and_passes_take_away() -> None:
    """The published path of ten conversations at .05 against .15."""
    path = cusum_bernoulli(map(bool, (0, 0, 1, 0, 1, 1, 0, 1, 0, 1)), 0.05, 0.15)
    expected = [0, 0, 1.098612, 0.987387, 2.085999, 3.184611, 3.073386, 4.171998, 4.060772, 5.159385]
    assert expected == [pytest.approx(one, abs=5e-7) for one in path]
    assert pytest.approx(-0.1112256351, abs=5e-11) == path[3] - path[2]


def test_the_lower_sum_alarms_in_the_ninth_night() -> None:
    """Nights that get worse by about one and a half deviations are noticed, and dated to where they began."""
    path = cusum_z(-one for one in SCORES)
    assert [0, 0, 0, 0.4, 1.3, 1.9, 3.4, 4.5, 5.2] == [pytest.approx(one) for one in path]
    assert [8] == [night for night, sum_ in enumerate(path) if sum_ > LIMIT]
    assert 2 == since(path, 8)


def test_the_moving_average_alarms_in_the_eighth() -> None:
    """The average and its limit, as published."""
    path = ewma(SCORES)
    expected = [0.04, -0.048, -0.0184, -0.19472, -0.435776, -0.568621, -0.854897, -1.003917]
    assert expected == [pytest.approx(one, abs=5e-7) for one in path[:8]]
    assert 0.985826 == pytest.approx(ewma_limit(8), abs=5e-7)
    assert [8, 9] == [night for night, mean in enumerate(path, 1) if abs(mean) > ewma_limit(night)]


@pytest.mark.parametrize(
    ("limit", "fine", "broken"), [(2.5, 290, 28), (3.0, 526, 36), (4.0, 1518, 50)], ids=["2.5", "3", "4"]
)
def test_how_long_until_an_alarm(limit: float, fine: int, broken: int) -> None:
    """Conversations until the first alarm, in control and out of it: the published means, within three errors."""

    def length(rate: float, chance: random.Random) -> int:
        sum_, count = 0.0, 0
        while sum_ <= limit:
            sum_ = max(0.0, sum_ + (1.0986122887 if chance.random() < rate else -0.1112256351))
            count += 1
        return count

    for rate, expected in ((0.05, fine), (0.15, broken)):
        chance, repeats = random.Random(11), 400
        lengths = [length(rate, chance) for _ in range(repeats)]
        mean = sum(lengths) / repeats
        # Run lengths are nearly exponential: one deviation is the mean. The published means have errors too (3,000).
        assert abs(mean - expected) <= 3 * expected * (1 / repeats + 1 / 3000) ** 0.5


def test_few_nights_make_a_large_step_worth_less() -> None:
    """Three deviations seen with three degrees of freedom are worth 1.9; with a thousand, three."""
    assert pytest.approx(1.8982, abs=1e-3) == normal_score(3.0, 3)
    assert pytest.approx(-1.8982, abs=1e-3) == normal_score(-3.0, 3)
    assert pytest.approx(3.0, abs=0.01) == normal_score(3.0, 1000)
    assert 0 == normal_score(0.0, 5)
    assert 11 < normal_score(1e9, 50) < 13


@pytest.mark.needs("scipy")
def test_t_scores_agree_with_scipy() -> None:
    """The same normal scores as from scipy's own distributions."""
    stats = pytest.importorskip("scipy.stats")

    for t in (-4.0, -1.0, 0.3, 2.5):
        for freedom in (3, 8, 40):
            assert stats.norm.ppf(stats.t.cdf(t, freedom)) == pytest.approx(normal_score(t, freedom), abs=1e-8)
