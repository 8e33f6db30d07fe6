"""Bounds on the conversation as a whole."""

from typing import Any

import pytest

from harness.plan.nouns import Limit
from harness.verdict.limits import limit

ASK = ("Hi", "What is your order number?")


def at_most(metric: Any, value: object, **more: Any) -> Limit:
    """At most this many."""
    return Limit(sentence="s1", text="", metric=metric, value=str(value), **more)


def test_turns_within_and_over_the_bound(talk: Any) -> None:
    """Two turns of at most two pass; of at most one, the second breaks it."""
    said = talk.transcript(ASK, ASK)
    held = limit(at_most("turns", 2), said)
    assert (held.mark, talk.proofs(held)[0].shows) == ("pass", "2 turns")
    broke = limit(at_most("turns", 1), said)
    assert (broke.mark, broke.turn) == ("fail", 2)


def test_questions_and_repeats_are_counted_apart(talk: Any) -> None:
    """Three questions, one of them twice."""
    said = talk.transcript(ASK, ("x", "What is your postcode?"), ("y", "Could you tell me your order number?"))
    assert limit(at_most("questions", 2), said).mark == "fail"
    assert limit(at_most("repeats", 1), said).mark == "pass"
    assert limit(at_most("repeats", 0), said).turn == 3


def test_handoffs_are_counted_as_moves(talk: Any) -> None:
    """Passed on twice is more than once."""
    said = talk.transcript(
        ("Hi", "a", talk.handoff("billing"), {"desk": "billing"}),
        ("x", "b", talk.handoff("orders", desk="billing"), {"desk": "orders"}),
    )
    assert limit(at_most("handoffs", 1), said).mark == "fail"
    assert limit(at_most("handoffs", 2), said).mark == "pass"


def test_waiting_is_measured_but_never_written_down(talk: Any) -> None:
    """A slow reply breaks the bound; the clock's figures stay out of the proof, which must be the same every time."""
    said = talk.transcript(("Hi", "a", {"seconds": 0.123}), ("x", "b", {"seconds": 7.456}))
    held = limit(at_most("seconds", 5), said)
    assert (held.mark, held.turn) == ("fail", 2)
    assert "7.4" not in talk.proofs(held)[0].shows
    assert limit(at_most("seconds", 10), said).mark == "pass"


@pytest.mark.parametrize(("count", "mark"), [(1, "pass"), (3, "fail")])
def test_at_least(talk: Any, count: Any, mark: Any) -> None:
    """A lower bound."""
    assert limit(at_most("turns", count, op="at_least"), talk.transcript(ASK, ASK)).mark == mark


def test_a_bound_that_is_no_number_is_not_judged(talk: Any) -> None:
    """A slot that was never filled."""
    assert limit(at_most("turns", "{many}"), talk.transcript(ASK)).mark == "cannot_tell"


@pytest.mark.parametrize("ending", ["loop_stop", "abandoned", "turn_limit"])
def test_a_conversation_cut_short_keeps_no_upper_bound(talk: Any, ending: Any) -> None:
    """What was still within bounds when the talk was cut is in doubt; a bound already broken or reached is not."""
    said = talk.transcript(ASK, ASK, ending=ending)
    never = at_most("turns", 3, op="at_least", polarity="never")
    bounds = (at_most("turns", 2), never, at_most("turns", 1), at_most("turns", 2, op="at_least"))
    assert ["cannot_tell", "cannot_tell", "fail", "pass"] == [limit(one, said).mark for one in bounds]
