"""Drift: what moved, since when, and what changed near it."""

import json
import random
from collections.abc import Callable

import pytest

from harness.history import RunRow
from harness.history.creeping import creeping
from harness.history.drift import Watched, watch_all
from harness.history.nights import Night
from tests.history.made_up import cell, night, run_row


def watched(nights: list[Night], series: str) -> Watched:
    return next(one for one in watch_all(nights) if one.series == series)


def runs(count: int, things: Callable[[int], dict[str, str]] = lambda _: {}) -> list[RunRow]:
    return [run_row(number, things=json.dumps(things(number))) for number in range(1, count + 1)]


def test_an_agent_that_always_does_the_same_never_drifts() -> None:
    """Sixty nights alike: no score, no alarm, on any series."""
    same = [night(run, cell(run, failed=1), cell(run, "late", failed=5)) for run in runs(60)]
    assert () == tuple(breach for one in watch_all(same) for breach in one.breaches)


def test_more_failures_are_noticed_dated_and_traced() -> None:
    """From night 20 on 8 of 40 fail instead of 2: noticed within three nights, with what changed."""
    chance = random.Random(3)

    def one(run: RunRow, number: int) -> Night:
        failed = sum(chance.random() < (0.2 if number >= 20 else 0.05) for _ in range(40))
        return night(run, cell(run, failed=failed, held=40))

    held = runs(30, lambda number: {"agent": "support 2", "facts in delivery.md": "new" if number >= 20 else "old"})
    found = watched([one(run, number) for number, run in enumerate(held, 1)], "resolution failures")
    (breach,) = found.breaches
    assert (True, "up", held[19].run) == (breach.worse, breach.direction, breach.first_after)
    assert held[18].run == breach.last_before
    assert breach.run <= held[22].run
    assert (("facts in delivery.md", "old", "new"),) == breach.changes
    assert breach.before is not None
    assert breach.after is not None
    assert 0.02 < breach.before < 0.1 < breach.after < 0.3


def test_dearer_answers_are_noticed_though_nothing_fails() -> None:
    """A price that doubles moves the cost alone, the night it came; back again is an alarm for the better."""

    def billionths(number: int) -> int:
        return 20_000_000 if 15 <= number < 25 else 10_000_000

    held = runs(35, lambda number: {"price book": "b" if 15 <= number < 25 else "a"})
    nights = [night(run, cell(run, billionths=20 * billionths(number))) for number, run in enumerate(held, 1)]
    dearer, cheaper = watched(nights, "cost per resolved outcome").breaches
    assert (True, held[14].run, (("price book", "a", "b"),)) == (dearer.worse, dearer.run, dearer.changes)
    assert (False, held[24].run) == (cheaper.worse, cheaper.run)
    assert [dearer.before, dearer.after] == pytest.approx([0.01, 0.02])
    others = [one for one in watch_all(nights) if one.series != "cost per resolved outcome"]
    assert () == tuple(breach for one in others for breach in one.breaches)


def test_a_price_explains_nothing_but_money() -> None:
    """Longer conversations since the night of a new price: the price is not what changed near it."""
    held = runs(20, lambda number: {"price book": "b" if number >= 15 else "a"})
    nights = [night(run, cell(run, turns=150 if number >= 15 else 100)) for number, run in enumerate(held, 1)]
    (longer,) = watched(nights, "turns").breaches
    assert (held[14].run, ()) == (longer.first_after, longer.changes)


def test_a_night_of_harder_journeys_is_no_drift() -> None:
    """The hard journey is tried four times as often from night 15 on: the pooled rate rises, and nothing has moved."""
    chance = random.Random(5)

    def one(run: RunRow, number: int) -> Night:
        hard = 80 if number >= 15 else 20
        easy = cell(run, "easy", failed=sum(chance.random() < 0.02 for _ in range(40)), held=40)
        failed = sum(chance.random() < 0.4 for _ in range(hard))
        return night(run, easy, cell(run, "hard", failed=failed, held=hard, turns=hard * 12, seconds=hard * 30.0))

    nights = [one(run, number) for number, run in enumerate(runs(30), 1)]
    found = watched(nights, "resolution failures")
    first, last = found.points[5].value, found.points[-1].value
    assert first is not None
    assert last is not None
    assert last > first + 0.08
    assert () == found.breaches
    assert () == watched(nights, "turns").breaches


def test_what_was_not_measured_is_no_point_and_no_alarm() -> None:
    """Nights without a conversation, without money or without anything resolved leave gaps, not zeros."""
    held = runs(12)
    nights = [
        night(run) if number % 3 == 0 else night(run, cell(run, billionths=None)) for number, run in enumerate(held)
    ]
    assert {None} == {point.value for point in watched(nights, "cost per resolved outcome").points}
    turns = [point.value for point in watched(nights, "turns").points]
    assert [None, 5, 5] == turns[:3]
    none = [night(run, cell(run, failed=20)) for run in held]
    assert {None} == {point.value for point in watched(none, "tokens per resolved outcome").points}
    assert () == tuple(breach for one in (*watch_all(nights), *watch_all(none)) for breach in one.breaches)


def test_a_journey_that_creeps_is_named_with_its_night() -> None:
    """One journey of two begins to fail: it is named, with its rates before and since; the other is not."""
    nights = [
        night(run, cell(run, "late", failed=2 if number >= 12 else 0, held=5), cell(run, "refund", held=5))
        for number, run in enumerate(runs(20), 1)
    ]
    (found,) = creeping(nights)
    assert ("late", nights[11].run.run) == (found.journey, found.first_after)
    assert found.run <= nights[14].run.run
    assert (0, 55) == found.before
    assert found.after[0] / found.after[1] == pytest.approx(0.4)


def test_a_journey_that_always_failed_now_and_then_does_not_creep() -> None:
    """One failure in five trials each night is what this journey is like."""
    assert () == creeping([night(run, cell(run, "late", failed=1, held=5)) for run in runs(60)])
