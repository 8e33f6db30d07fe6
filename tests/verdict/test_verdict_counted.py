"""Counts that an author bounds: offers, and the times of being sent to one desk."""

from typing import Any

from harness.plan.nouns import Limit
from harness.verdict.limits import limit


def at_most(metric: Any, value: int) -> Limit:
    """At most this many."""
    return Limit(sentence="s1", text="", metric=metric, value=str(value))


def test_offers_are_counted_and_looking_up_is_none(talk: Any) -> None:
    """Two offers are two, also in one message; to look something up is no offer."""
    said = talk.transcript(
        ("Hi", "Let me look that up for you."),
        ("x", "I can offer you a free month. Or would you like a voucher instead?"),
    )
    assert "pass" == limit(at_most("offers", 2), said).mark
    broke = limit(at_most("offers", 1), said)
    assert ("fail", 2) == (broke.mark, broke.turn)


def test_two_moves_to_one_desk_are_one_too_many(talk: Any) -> None:
    """Sent to billing, back to orders and to billing again: the second time breaks it, whatever lay between."""
    said = talk.transcript(
        ("Hi", "a", talk.handoff("billing"), {"desk": "billing"}),
        ("x", "b", talk.handoff("orders", desk="billing"), {"desk": "orders"}),
        ("y", "c", talk.handoff("billing", desk="orders"), {"desk": "billing"}),
    )
    broke = limit(at_most("same_desk", 1), said)
    assert ("fail", 3) == (broke.mark, broke.turn)
    assert "pass" == limit(at_most("same_desk", 2), said).mark


def test_without_desks_nobody_can_tell(talk: Any) -> None:
    """A target that shows neither desks nor hand-offs settles nothing."""
    said = talk.transcript(("Hi", "a"), events=False)
    assert "cannot_tell" == limit(at_most("same_desk", 1), said).mark
