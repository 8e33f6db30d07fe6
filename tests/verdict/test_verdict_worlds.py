"""The world afterwards, and what counts as the same value."""

from typing import Any

import pytest

from harness.plan.nouns import State
from harness.verdict.values import leaves, same_value
from harness.verdict.worlds import state


@pytest.mark.parametrize(
    ("wanted", "actual", "same"),
    [
        ("39 pounds", "39.00", True),
        ("£39.00", "39", True),
        ("£39.00", "39.50", False),
        ("yes", "12.50", True),
        ("yes", "0.00", False),
        ("yes", "true", True),
        ("no", "no", True),
        ("cancelled", "canceled", True),
        ("cancelled", "active", False),
        ("7 Park Lane, Leeds", "7 Park Lane, Leeds", True),
        ("7 Park Lane, Leeds", "7 Park Lane, Leeds, LS1 2AB", True),
        ("7 Park Lane, Leeds", "17 Park Lane, Leeds", False),
        ("30 November 2026", "2026-11-30", True),
        ("5 November 2026", "2026-11-30", False),
    ],
)
def test_values_are_compared_by_what_they_mean(wanted: Any, actual: Any, same: Any) -> None:
    """An author's £39 is a record's 39.00, and an address is itself with or without its postcode."""
    assert same_value(wanted, actual) is same


def test_a_field_that_holds_passes_with_the_reading(talk: Any) -> None:
    """What the records say is the proof."""
    item = State(sentence="s1", text="", subject="charge C-5512", field="refunded", value="yes")
    held = state(item, talk.transcript(("a", "b"), probed=True, state={"charge C-5512/refunded": "12.50"}))
    assert (held.mark, talk.proofs(held)[0].event) == ("pass", "state:charge C-5512/refunded")
    assert "12.50" in talk.proofs(held)[0].shows


def test_a_forbidden_reading_fails(talk: Any) -> None:
    """A world that must never be, is, and the reading shows it."""
    item = State(
        sentence="s1", text="", polarity="never", subject="order W-1061", field="address", value="7 Park Lane, Leeds"
    )
    held = state(item, talk.transcript(("a", "b"), probed=True, state={"Order W-1061/address": "7 Park Lane, Leeds"}))
    assert (held.mark, held.turn) == ("fail", 1)


@pytest.mark.parametrize("known", [{}, {"order W-1/status": None}])
@pytest.mark.parametrize("probed", [True, False])
@pytest.mark.parametrize("polarity", ["must", "never"])
def test_a_world_that_was_not_read_is_not_judged(talk: Any, known: Any, probed: Any, polarity: Any) -> None:
    """Without a probe, or when it does not know, neither hope nor fear is confirmed."""
    item = State(sentence="s1", text="", polarity=polarity, subject="order W-1", field="status", value="cancelled")
    assert state(item, talk.transcript(("a", "b"), probed=probed, state=known)).mark == "cannot_tell"


def test_a_change_is_seen_between_two_readings(talk: Any) -> None:
    """ "Is changed" compares the reading before the conversation with the one after it."""
    item = State(sentence="s1", text="", polarity="never", subject="order W-1", field="address", op="changed")
    same = {"before:order W-1/address": "18 Elm Street", "order W-1/address": "18 Elm Street"}
    held = state(item, talk.transcript(("a", "b"), probed=True, state=same))
    assert (held.mark, len(talk.proofs(held))) == ("pass", 2)
    moved = same | {"order W-1/address": "7 Park Lane"}
    assert state(item, talk.transcript(("a", "b"), probed=True, state=moved)).mark == "fail"


def test_a_tools_result_is_read_to_a_bound() -> None:
    """A tool that returns a flood, or a nest without end, is read as far as is useful."""
    deep: dict[str, object] = {}
    for _ in range(50):
        deep = {"in": deep}
    assert leaves(deep) == ()
    assert len(leaves({str(number): "x" for number in range(1000)})) == 400
    assert leaves({"card_ending": "4417", "b": [1, None]}) == ("b 1", "card ending 4417")
