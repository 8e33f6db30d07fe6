"""A run beside the one before it: what is new, what is mended, what fails still, and what cannot be said."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.history import Indexed, JourneyRow, Mark
from harness.history.beside import beside
from harness.history.looking import newest
from harness.history.since import FILE, Since, read_since, standing
from harness.history.store import History
from tests.history.test_history_digest import indexed


@pytest.fixture
def laid(history: History) -> Callable[..., Since | None]:
    """The last of these runs beside the one before it."""

    def lay(*runs: Indexed) -> Since | None:
        for one in runs:
            history.put(one)
        with history.reading() as connection:
            last = newest(connection)
            assert last is not None
            return beside(connection, last)

    return lay


def night(number: int, failed: int = 0, **run: Any) -> Indexed:
    """A night in which one thing was decided 20 times, and failed so often."""
    made = indexed(number, failed=failed, **run)
    return replace(made, marks=(replace(made.marks[0], failed=failed, passed=20 - failed),))


def test_the_first_run_is_beside_none(laid: Callable[..., Since | None]) -> None:
    """Nothing is called new where nothing was before."""
    assert laid(night(1, failed=3)) is None


@pytest.mark.parametrize(
    ("then", "now", "comes_to"),
    [(0, 3, "new"), (2, 3, "still"), (2, 0, "mended")],
)
def test_what_failed_then_and_now(laid: Callable[..., Since | None], then: int, now: int, comes_to: str) -> None:
    """By the counts of both runs, which are told: new, still failing, or mended."""
    since = laid(night(1, failed=then), night(2, failed=now))
    assert since is not None
    (found,) = since.found
    assert (comes_to, (now, 20), (then, 20)) == (found.standing, found.now, found.then)
    assert (night(1).run.run, 2, 2) == (since.before, since.shared, since.journeys)


def test_what_was_not_tried_is_neither_new_nor_mended(laid: Callable[..., Since | None]) -> None:
    """A failure that the other run could not have shown is told as that."""
    unseen = laid(night(1, failed=2), replace(night(2), marks=()))
    assert unseen is not None
    assert ["unseen"] == [one.standing for one in unseen.found]
    untried = laid(replace(night(3), marks=()), night(4, failed=2))
    assert untried is not None
    assert ["untried"] == [one.standing for one in untried.found]


@given(st.integers(0, 9), st.integers(0, 9), st.integers(0, 9), st.integers(0, 9))
def test_nothing_is_new_that_did_not_hold_nor_mended_that_does_not(
    failed: int, held: int, failed_then: int, held_then: int
) -> None:
    """Whatever the counts: new needs a trial then without a failure, mended one now."""
    found = standing((failed, failed + held), (failed_then, failed_then + held_then))
    assert (found != "new") or (failed and held_then and not failed_then)
    assert (found != "mended") or (held and not failed)


def test_a_run_of_something_else_in_between_is_passed_over(laid: Callable[..., Since | None]) -> None:
    """The run before is the last one that held more than half of these journeys, of this target and profile."""
    row = JourneyRow(night(2).run.run, "refund", "refund", "refund.md", "Orders", "high", True, 40)
    few = replace(night(2), journeys=(row,), marks=(), cells=())
    other = night(3, target="another")
    since = laid(night(1), few, other, night(4))
    assert since is not None
    assert night(1).run.run == since.before


def test_figures_stand_side_by_side_with_what_chance_allows(laid: Callable[..., Since | None]) -> None:
    """Shares over what both held, with the interval of the change; amounts without one; the price in its currency."""
    since = laid(night(1), night(2, failed=19, things='{"agent":"support 2"}'))
    assert since is not None
    steps = {one.name: one for one in since.steps}
    resolved = steps["resolved"]
    assert (1.0, 0.81, 100, 100) == (resolved.then, round(resolved.now, 9), resolved.n_then, resolved.n)
    assert resolved.apart
    assert resolved.worse
    quiet = steps["hallucination failures"]
    assert (0.0, 0.0, False, False) == (quiet.then, quiet.now, quiet.apart, quiet.worse)
    assert steps["turns"].change is None
    assert "USD" == since.currency
    assert (("agent", "", "support 2"),) == since.changes


def test_a_variation_that_one_of_them_did_not_hold_moves_nothing(laid: Callable[..., Since | None]) -> None:
    """A night of harder journeys is no change: figures are those of the variations in both."""
    harder = replace(night(2), cells=(*night(2).cells, replace(night(2).cells[0], variation="hard", resolved=0)))
    since = laid(night(1), harder)
    assert since is not None
    assert 1.0 == next(one.now for one in since.steps if one.name == "resolved")


def test_a_sentence_is_told_by_its_mark(laid: Callable[..., Since | None]) -> None:
    """Marks of other runs and other journeys do not count."""
    other = Mark(night(2).run.run, "refund", "looping", 0, 99)
    late = night(2, failed=1)
    since = laid(night(1), replace(late, marks=(*late.marks, other)))
    assert since is not None
    assert [(1, 20)] == [one.now for one in since.found]


def test_what_is_kept_is_read_back(laid: Callable[..., Since | None], tmp_path: Path) -> None:
    """And what is none of it, or not there, is as if there were none."""
    assert read_since(tmp_path) is None
    since = laid(night(1), night(2, failed=3))
    assert since is not None
    (tmp_path / FILE).write_text(since.model_dump_json(), encoding="utf-8")
    assert since == read_since(tmp_path)
    (tmp_path / FILE).write_text('{"run": 1', encoding="utf-8")
    assert read_since(tmp_path) is None
