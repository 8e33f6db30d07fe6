"""What counts as having been seen: the words, the figures, the tool call; and what does not."""

from typing import Any

import pytest

from harness.conversation.nouns import Said, Turn
from harness.conversation.sighting import action_of, nearest, seen, shows, sightings
from harness.conversation.slots import asked_slots
from harness.plan.nouns import Deed
from harness.target.nouns import Event, Reply


def turn(
    agent: str, *events: Event, customer: str = "Hello.", number: int = 1, act: str = "open", silent: bool = False
) -> Turn:
    reply = Reply(text=agent, events=None if silent else events)
    return Turn(number=number, customer=Said(text=customer, act=act), reply=reply)


def tool(name: str, result: dict[str, Any] | None = None, ok: bool = True, **arguments: Any) -> Event:
    return Event(id=f"t1e-{name}", kind="tool", name=name, arguments=arguments, result=result, ok=ok)


ASKS = [
    ("her order number", "Could you give me your order number, please?", True),
    ("the order number", "What's the number on your order confirmation?", True),
    ("her postcode", "And what is the post code on the order?", True),
    ("his email address", "Which e-mail is the account under? Please tell me your email.", True),
    ("her phone number", "Could you give me your order number, please?", False),
    ("her card number", "Which card did you use?", False),
    ("her password", "Have you forgotten your password?", False),
    ("her password", "Please tell me your password.", True),
    ("her password", "I'll never ask for your password.", False),
    ("whether it is damaged", "Is the item damaged?", True),
]


@pytest.mark.parametrize(("about", "agent", "expected"), ASKS)
def test_asking(about: str, agent: str, expected: bool) -> None:
    """Asking for a thing is a question that wants it, not any sentence that names it."""
    assert expected == (seen(Deed(act="ask", about=about), turn(agent)) is not None)


SAYS = [
    ("the refund takes 5 to 7 business days", "It takes 5-7 working days for the refund to reach you.", True),
    ("the refund takes 5 to 7 business days", "The refund takes 10 to 14 business days.", False),
    ("the order will arrive on 4 November 2026", "Your order will arrive on 4 November.", True),
    ("the order will arrive on 4 November 2026", "Your order will arrive on 9 November 2026.", False),
    ("the order has already been dispatched", "I can't, because your order has already been dispatched.", True),
    ("the order has already been dispatched", "Your order has not been dispatched.", False),
    ("to unplug the machine", "Please unplug the coffee machine at once.", True),
    ("to keep using the machine", "Please unplug the coffee machine at once.", False),
    ("a cancellation fee", "I've cancelled it, free of charge.", False),
    ("a cancellation fee", "There is a cancellation fee of £5.", True),
    ("the order has been cancelled", "That's done: order W-1101 has been cancelled and you won't be charged.", True),
    ("the order cannot be cancelled", "Order W-1101 has been cancelled and you won't be charged.", False),
    ("the order can't be cancelled", "I can cancel order W-1101, and it can't be undone. Shall I?", False),
    ("the order has been cancelled", "Orders can only be cancelled before dispatch.", False),
    ("it has already been refunded", "A refund takes 5 to 7 business days.", False),
    ("to keep using the machine", "Please unplug the machine and don't use it again. We're here to help.", False),
    ("to keep using the machine", "You can carry on using the machine.", True),
    ("there was just one charge", "October was charged twice, as C-1 and C-2.", False),
    ("he was charged twice", "There are two charges of £12.50.", True),
    ("he was charged twice", "You were charged once.", False),
    ("when the order arrives", "Your order arrives on 4 November.", True),
    ("when the order arrives", "Your order will arrive.", False),
    ("how long the refund takes", "The refund takes 5 to 7 business days.", True),
    ("the delivery address", "The address can't be changed any more.", False),
    ("the delivery address", "It goes to 18 Elm Street, Leeds.", True),
    ("the link expires after an hour", "The link works for 60 minutes.", True),
    ("the money will be back in 5-7 working days", "The refund takes 5 to 7 business days.", True),
    ("the shop is open on Sunday", "The shop is closed on Sundays, I'm afraid.", False),
    ("the salad spinner arrives on 12 November 2026", "Your kitchen scale will arrive on 12 November 2026.", False),
    ("she keeps access until 15 November 2026", "You can enjoy the club until 15 November 2026.", True),
    ("faults are covered by a 2-year warranty", "Everything we sell comes with a 2-year warranty.", True),
]


@pytest.mark.parametrize(("about", "agent", "expected"), SAYS)
def test_saying(about: str, agent: str, expected: bool) -> None:
    """Saying a thing needs its words and exactly its figures, and the same yes or no."""
    assert expected == (seen(Deed(act="say", about=about), turn(agent)) is not None)


REFUSES = [
    ("to change the address", "I'm afraid I can't change the address any more.", True),
    ("to change the address", "I've changed the address for you.", False),
    (
        "the refund because it is only possible within 30 days",
        "I'm afraid a refund isn't possible after 30 days.",
        True,
    ),
    (
        "the refund because it is only possible within 30 days",
        "I'm afraid a refund isn't possible after 60 days.",
        False,
    ),
]


@pytest.mark.parametrize(("about", "agent", "expected"), REFUSES)
def test_refusing(about: str, agent: str, expected: bool) -> None:
    """Refusing a thing is a no about it, with its figures."""
    assert expected == (seen(Deed(act="refuse", about=about), turn(agent)) is not None)


def test_doing_is_proved_by_the_tool_call() -> None:
    """A refund of £39.00 is seen in the call that made it, its amount compared as money."""
    deed = Deed(act="do", action="refund", about="£39.00")
    done = turn("Done.", tool("refund_order", order="W-1042", amount="39.00"))
    sighting = seen(deed, done)
    assert sighting is not None
    assert ("event", "refund_order(amount=39.00, order=W-1042) ok") == (sighting.evidence_kind, sighting.words)
    assert seen(deed, turn("Done.", tool("refund_order", order="W-1042", amount="19.50"))) is None


def test_it_stands_for_what_was_named() -> None:
    """Once the customer has named the order, "it" is the order; it is not whatever else could be meant."""
    deed = Deed(act="say", about="his order can't be cancelled")
    said = turn("I'm afraid it can't be cancelled at the moment.", customer="I want to cancel my order.")
    assert seen(deed, said) is not None
    assert seen(deed, turn("I'm afraid it can't be cancelled at the moment.", customer="Good morning.")) is None


def test_a_no_in_direct_answer_refuses_what_was_asked_for() -> None:
    """A refusal that names nothing refuses what the customer has just asked for."""
    deed = Deed(act="refuse", about="to write a poem")
    assert seen(deed, turn("That's outside what I can do here.", customer="Please write a poem.")) is not None
    assert seen(deed, turn("That's outside what I can do here.", customer="Where is my order?")) is None


def test_a_refund_is_known_by_its_amount_and_card() -> None:
    """A refund of the money, of a full price or to a card is the refund; to another card is told by the digits."""
    done = turn("Done.", tool("refund_order", order="W-1042", amount="39.00", card="9921"))
    for about in ("a refund of £39", "the full price of £39.00", "the money", "her money to a different card"):
        assert seen(Deed(act="do", action="refund", about=about), done) is not None, about
    assert seen(Deed(act="do", action="refund", about="the money to a card ending 4417"), done) is None


def test_checking_a_postcode_is_seen_in_what_is_checked() -> None:
    """A tool that is given the postcode verifies the postcode."""
    done = turn("Thank you.", tool("verify_customer", order="W-1042", postcode="SW1A 1AA"))
    assert seen(Deed(act="do", action="verify", about="her postcode"), done) is not None


def test_asking_leave() -> None:
    """Asking for permission is a question whether to go ahead, not any question."""
    deed = Deed(act="ask", about="permission")
    assert seen(deed, turn("Shall I go ahead and cancel it?")) is not None
    assert seen(deed, turn("What is your postcode?")) is None


def test_an_answer_is_no_consent() -> None:
    """ "Of course, it's NE1 7RU" answers a question; it agrees to nothing."""
    deed = Deed(by="customer", act="say", about="agree")
    assert seen(deed, turn("Thank you.", customer="Of course, it's NE1 7RU.", act="answer")) is None
    assert seen(deed, turn("Thank you.", customer="Of course.", act="line")) is not None


def test_a_claim_is_no_deed() -> None:
    """An agent that reports its tool calls and only says that it refunded has not refunded."""
    deed = Deed(act="do", action="refund")
    assert seen(deed, turn("I've refunded £39.00.")) is None
    assert seen(deed, turn("I've refunded £39.00.", tool("refund_order", ok=False))) is None
    assert seen(deed, turn("I've refunded £39.00.", silent=True)) is not None


def test_cancelling_the_order_is_not_cancelling_the_subscription() -> None:
    """The tool must work on what the author named."""
    cancelled = turn("Done.", tool("cancel_subscription", subscription="S-2202"))
    assert seen(Deed(act="do", action="cancel", about="his subscription"), cancelled) is not None
    assert seen(Deed(act="do", action="cancel", about="the order"), cancelled) is None


def test_a_different_card_is_one_that_nobody_named() -> None:
    """A refund to a card that neither the customer nor the order named is a different card, however it is put."""
    deed = Deed(act="offer", action="refund", about="a refund to a different card")
    found = turn("And your postcode?", tool("find_order", {"card": "4417"}, order="W-1042"), number=1)
    right = turn("I've refunded £39.00 to your card ending 4417.", tool("refund_order", card="4417"), number=2)
    wrong = turn("I've refunded £39.00 to your card ending 9921.", tool("refund_order", card="9921"), number=2)
    assert () == sightings(deed, (found, right))
    assert (2,) == tuple(sighting.turn for sighting in sightings(deed, (found, wrong)))


@pytest.mark.parametrize(
    "said",
    [
        "I can't send the link to another address, I'm afraid.",
        "I'm afraid I can't send it anywhere else: a reset link only goes to the address on file.",
        "I'm sorry, I can't send the link to an address elsewhere.",
    ],
)
def test_another_address_may_be_called_anywhere_else(said: str) -> None:
    """Who will not send it elsewhere will not send it to another address."""
    deed = Deed(act="refuse", action="send", about="to send the link to another address")
    assert seen(deed, turn(said, customer="Could you send it to dan@example.com instead?")) is not None


def test_handing_over_is_an_event() -> None:
    """A hand-off is seen in the event; where a target reports none, in the words."""
    passed = turn("One moment.", Event(id="t1e1", kind="handoff", desk="triage", name="returns"))
    assert seen(Deed(act="hand_off", desk="returns"), passed) is not None
    assert seen(Deed(act="hand_off", desk="billing"), passed) is None


def test_the_customer_agrees() -> None:
    """Consent is the customer's yes."""
    deed = Deed(by="customer", act="say", about="agree")
    assert seen(deed, turn("Fine.", customer="Yes, please do.", act="agree")) is not None
    assert seen(deed, turn("Fine.", customer="No, thank you.", act="decline")) is None


def test_what_came_nearest_is_told() -> None:
    """When a thing was not said, the closest sentence is there to be shown."""
    deed = Deed(act="say", about="the parcel can be sent back free of charge within the season")
    close = nearest(deed, (turn("Hello."), turn("You can send the parcel back.", number=2)))
    assert close is not None
    assert 2 == close.turn


def test_exact_words_are_exact() -> None:
    """Words in quotation marks must be said as they are, give or take punctuation and case."""
    deed = Deed(act="say", exact="This call is recorded")
    assert seen(deed, turn("Hello. This call is recorded.")) is not None
    assert seen(deed, turn("Hello. This call may be recorded.")) is None


@pytest.mark.parametrize(
    ("name", "action"),
    [("refund_order", "refund"), ("find_order", "look_up"), ("open_ticket", "create"), ("zig", None)],
)
def test_a_tools_name_shows_its_action(name: str, action: str | None) -> None:
    """The words of a tool's name say what class of action it is; nothing is guessed when they do not."""
    assert action == action_of(name)


def test_an_event_in_a_few_words() -> None:
    """An event is shown with its arguments, in order."""
    assert "hand-off triage to billing" == shows(Event(id="e", kind="handoff", desk="triage", name="billing"))


def test_two_things_can_be_asked_for_at_once() -> None:
    """A question for two things asks for both."""
    assert ("order number", "postcode") == asked_slots("Could you give me your order number and your postcode?")


CHARGED = [
    (tool("charge_card", amount="25.00"), "$25.00", True),
    (tool("charge_card", amount="30.00"), "$25.00", False),
    (tool("find_booking"), "", False),
    (tool("charge_card", ok=False), "", False),
]


@pytest.mark.parametrize(("event", "about", "expected"), CHARGED)
def test_money_is_taken_by_a_tool_whose_name_says_so(event: Event, about: str, expected: bool) -> None:
    """No class of action holds charging: the tool's own name shows it, and the sum must be met."""
    deed = Deed(act="do", word="charge", about=about)
    assert expected == (seen(deed, turn("One moment.", event)) is not None)


SILENT = [("I've charged $25.00 to your card.", True), ("You have not been charged $25.00.", False)]


@pytest.mark.parametrize(("agent", "expected"), SILENT)
def test_where_no_calls_are_reported_money_is_taken_when_it_is_said(agent: str, expected: bool) -> None:
    """A target that reports no calls is held to what it says that it has charged."""
    deed = Deed(act="do", word="charge", about="$25.00")
    assert expected == (seen(deed, turn(agent, silent=True)) is not None)


@pytest.mark.parametrize(("name", "expected"), [("close_card", True), ("cancel_card", True), ("freeze_card", False)])
def test_a_card_is_closed_by_its_tool(name: str, expected: bool) -> None:
    """Closing a card is not freezing it."""
    deed = Deed(act="do", action="cancel", word="close", about="the card")
    assert expected == (seen(deed, turn("Done.", tool(name))) is not None)
