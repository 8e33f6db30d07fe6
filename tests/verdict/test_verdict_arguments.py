"""What an author names of a call's arguments."""

from typing import Any

import pytest

from harness.target.nouns import Event
from harness.verdict.arguments import named

CALL = Event(
    id="t1e1",
    kind="tool",
    name="change_booking",
    arguments={
        "booking_id": "HXQWVU",
        "cabin": "premium_economy",
        "insurance": "no",
        "total_bags": 3,
        "flights": [{"number": "QX101", "date": "2026-05-25"}, {"number": "QX202", "date": "2026-05-28"}],
        "address1": "7 Park Lane",
    },
)


@pytest.mark.parametrize(
    "about",
    [
        "booking HXQWVU",
        "cabin premium economy, insurance no and total_bags 3",
        "flight QX101 on 25 May 2026 and flight QX202",
        "the flights QX202 and QX101",
        "address1 7 Park Lane",
        "the address1 of booking HXQWVU",
        "the customer's booking",
        "",
    ],
)
def test_what_is_named_and_given_holds(about: str) -> None:
    """An argument is met under its name, in the author's spelling of it."""
    assert named(about, CALL)


@pytest.mark.parametrize(
    "about",
    [
        "booking HXQWVX",
        "the address1 of booking HXQWVX",
        "cabin economy",
        "insurance yes",
        "total_bags 2",
        "flight QX101 on 28 May 2026",
        "flights QX101 and QX303",
    ],
)
def test_another_value_does_not(about: str) -> None:
    """A reference without a figure, one of a few words, a yes or no: another one is another one."""
    assert not named(about, CALL)


def test_a_call_without_such_an_argument_is_left_alone() -> None:
    """Words that name no argument ask for nothing here."""
    assert named("a refund to her card", CALL.model_copy(update={"arguments": {}}))


def test_amount_and_what_follows_it_are_two_things(talk: Any) -> None:
    """ "Amount £39.00 to card ending 4417" asks the amount to be £39.00, not to hold the card."""
    call = talk.tool("refund_order", amount="39.00", card="4417")
    assert named(
        "amount £39.00 to the card ending 4417", Event(id="t1e1", kind="tool", name="x", arguments=call.arguments)
    )
