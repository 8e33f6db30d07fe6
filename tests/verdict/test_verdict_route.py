"""Where the customer was sent."""

from typing import Any

import pytest

from harness.plan.nouns import Route
from harness.verdict.route import hops, route, same_desk


def to(desk: str, **more: Any) -> Route:
    """The customer gets to this desk."""
    return Route(sentence="s1", text="", desk=desk, **more)


def test_the_way_is_read_from_hand_offs_then_from_who_answers(talk: Any) -> None:
    """Hand-off events come first; where there is none, a change of speaker is a move."""
    walked = talk.turns(
        ("Hi", "I'll put you through.", talk.handoff("returns"), {"desk": "returns"}),
        ("Hm", "Billing here.", {"desk": "billing"}),
    )
    assert [(hop.turn, hop.desk, hop.how) for hop in hops(walked)] == [(1, "returns", "event"), (2, "billing", "desk")]


def test_who_hands_over_may_sign_the_reply(talk: Any) -> None:
    """The desk that says goodbye signs its own message: that is no way back to it. Answering afterwards is one."""
    goodbye = ("Hi", "I'll put you through.", talk.handoff("fraud"), {"desk": "front"})
    through = talk.turns(("Hi", "Good morning.", {"desk": "front"}), goodbye, ("Hm", "Fraud here.", {"desk": "fraud"}))
    assert [(hop.turn, hop.desk) for hop in hops(through)] == [(2, "fraud")]
    back = talk.turns(("Hi", "Good morning.", {"desk": "front"}), goodbye, ("Hm", "Me again.", {"desk": "front"}))
    assert [(hop.turn, hop.desk) for hop in hops(back)] == [(2, "fraud"), (3, "front")]


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("returns", "Returns team", True),
        ("live_agent", "human", True),
        ("a person", "human", True),
        ("billing_agent", "billing", True),
        ("billing_agent", "human", False),
        ("returns", "billing", False),
        (None, "billing", False),
    ],
)
def test_names_of_desks_are_compared_by_what_they_mean(one: Any, other: Any, same: Any) -> None:
    """The returns team is the returns desk; a live agent is a person."""
    assert same_desk(one, other) is same


def test_ending_up_with_the_right_desk_passes_with_the_hand_off(talk: Any) -> None:
    """The hand-off on record is the proof."""
    said = talk.transcript(("Hi", "Returns here.", talk.handoff("returns"), {"desk": "returns"}))
    held = route(to("returns", final=True), said)
    assert (held.mark, talk.proofs(held)[0].event) == ("pass", "t1e1")


def test_passing_through_is_not_ending_up(talk: Any) -> None:
    """Who only passed through a desk did not end up there, but was sent there."""
    said = talk.transcript(
        ("Hi", "Returns here.", talk.handoff("returns"), {"desk": "returns"}),
        ("Hm", "Billing here.", talk.handoff("billing", desk="returns"), {"desk": "billing"}),
    )
    assert route(to("returns", final=True), said).mark == "fail"
    assert route(to("returns"), said).mark == "pass"
    assert route(to("returns", polarity="never"), said).mark == "fail"
    assert route(to("orders", polarity="never"), said).mark == "pass"


def test_a_person_is_reached_by_hand_off_or_by_how_it_ended(talk: Any) -> None:
    """Handed over to a person: by a hand-off, or because a person took over."""
    by_event = talk.transcript(("Hi", "One moment.", talk.handoff("human"), {"desk": "human"}))
    by_ending = talk.transcript(("Hi", "One moment.", {"desk": "triage"}), ending="handed_over")
    nobody = talk.transcript(("Hi", "One moment.", {"desk": "triage"}))
    assert [route(to("human"), one).mark for one in (by_event, by_ending, nobody)] == ["pass", "pass", "fail"]


def test_staying_where_one_is(talk: Any) -> None:
    """A customer who must not be passed on at all."""
    stayed = talk.transcript(("Hi", "Orders here.", {"desk": "orders"}))
    moved = talk.transcript(("Hi", "Bye.", talk.handoff("billing", desk="orders"), {"desk": "billing"}))
    assert route(to("none"), stayed).mark == "pass"
    assert route(to("none"), moved).mark == "fail"


def test_words_are_the_last_resort(talk: Any) -> None:
    """A target that shows neither desks nor hand-offs is judged by what it says, and never failed on silence."""
    said = talk.transcript(("Hi", "I'll put you through to our returns team."), events=False)
    silent = talk.transcript(("Hi", "Let me see."), events=False)
    assert route(to("returns"), said).mark == "pass"
    assert route(to("returns"), silent).mark == "cannot_tell"
    assert route(to("returns", polarity="never"), said).mark == "fail"
    assert route(to("returns", polarity="never"), silent).mark == "pass"


def test_with_the_forbidden_desk_from_the_start(talk: Any) -> None:
    """Whoever is at the wrong desk from the first reply on was sent there; not so where a condition came later."""
    said = talk.transcript(("Hi", "Orders here.", {"desk": "orders"}), ("Hm", "Yes?", {"desk": "orders"}))
    held = route(to("orders", polarity="never"), said)
    assert ("fail", 1) == (held.mark, held.turn)
    assert "desk:orders" == talk.proofs(held)[0].event
    later = said.model_copy(update={"turns": said.turns[1:]})
    assert "pass" == route(to("orders", polarity="never"), later).mark


def test_reached_in_time_by_starting_there(talk: Any) -> None:
    """The desk that answers first was reached before anything that came later."""
    said = talk.transcript(
        ("Hi", "Orders here.", {"desk": "orders"}), ("Hm", "What is your postcode?", {"desk": "orders"})
    )
    assert "pass" == route(to("orders", before=talk.deed("ask", "the postcode")), said).mark


def test_a_hand_off_told_and_not_shown_is_in_doubt(talk: Any) -> None:
    """To say "I'm passing you on to the orders desk" is no proof of a move, but no proof of none either."""
    said = talk.transcript(("Hi", "I'm passing you on to the orders desk.", {"desk": "triage"}))
    held = route(to("orders", polarity="never"), said)
    assert "cannot_tell" == held.mark
    assert "I'm passing you on to the orders desk." == talk.proofs(held)[0].words
    assert "pass" == route(to("billing", polarity="never"), said).mark


@pytest.mark.parametrize("name", ["BillingDesk", "billing_v2", "billing-agent-2", "Billing Team"])
def test_a_desk_by_the_name_its_software_has(name: Any) -> None:
    """Joined words, versions and numbers do not make another desk."""
    assert same_desk(name, "billing")
    assert not same_desk(name, "orders")


def test_a_move_that_is_shown_explains_its_words(talk: Any) -> None:
    """Passed on to the technical desk and asked for the order number: nobody was sent to the orders desk."""
    words = "I'll put you through to our technical team. What is your order number?"
    said = talk.transcript(("It smokes", words, talk.handoff("technical"), {"desk": "technical"}))
    assert "pass" == route(to("orders", polarity="never"), said).mark
