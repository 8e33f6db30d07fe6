"""What only looks like the deed: words that deny it or doubt it, calls that do another thing; and plainer wordings."""

import pytest

from harness.conversation.calls import worked
from harness.conversation.sighting import action_of, meets, seen
from harness.journey.nouns import Journey, JourneySettings, Sentence, Span
from harness.plan.compile import compile_journey
from harness.plan.nouns import Action, Check, Deed, Vocabulary
from harness.text.acts import said
from harness.text.tool_names import shown_by
from harness.text.values import find_values

from .test_sighting import tool, turn

NAMES = [
    ("order_cancel", "cancel"),
    ("CancelOrder", "cancel"),
    ("cancelOrder", "cancel"),
    ("end_subscription", "cancel"),
    ("delete_account", "cancel"),
    ("unsubscribeMember", "cancel"),
    ("cancel_policy", "cancel"),
    ("delete_address", "update"),
    ("close_ticket", None),
    ("refund_quote", "look_up"),
    ("previewCancel", "look_up"),
    ("refund_policy", "look_up"),
    ("list_open_tickets", "look_up"),
    ("open_tickets_count", "look_up"),
    ("order_lookup", "look_up"),
]


@pytest.mark.parametrize(("name", "expected"), NAMES)
def test_the_action_in_a_tools_name(name: str, expected: str | None) -> None:
    """Humps are split, a true verb beats a word that is a noun too, and a tool that only looks writes nothing."""
    assert action_of(name) == expected


def test_a_call_must_name_the_thing() -> None:
    """A ticket is opened by a tool that names one, not by any tool that creates something."""
    opens = Deed(act="do", about="a ticket", action="create")
    assert seen(opens, turn("x", tool("create_ticket")))
    assert not seen(opens, turn("x", tool("create_order")))
    assert not seen(opens, turn("x", tool("log_message", text="no ticket")))


def test_money_moved_is_what_the_arguments_say() -> None:
    """A result that echoes the right amount does not mend a call that was given another."""
    values = find_values("£12.50")
    assert not meets(values, tool("refund_charge", {"charged": "12.50"}, amount=99.00))
    assert not meets(values, tool("refund_charge", original=12.50, amount=99.00))
    assert meets(values, tool("refund_charge", order_total="25.00", amount="12.50"))
    assert meets(values, tool("refund_charge", {"refunded": "12.50"}, charge="ch_2"))


@pytest.mark.parametrize("result", [{"error": "no such charge"}, {"status": "Declined"}, {"status": "failed"}])
def test_a_refused_call_did_nothing(result: dict[str, str]) -> None:
    """A call that comes back with an error or a refusal is no deed, although it was called."""
    event = tool("refund_charge", result, amount=12.50)
    assert not worked(event)
    assert not seen(Deed(act="do", about="£12.50", action="refund"), turn("x", event))


def test_the_settings_know_better_than_a_name() -> None:
    """A tool whose name shows nothing does what the settings say, all the way from the compiler."""
    span = Span(file="a.md", line=1, col=1, end_line=1, end_col=29)
    sentence = Sentence(id="never-1", heading="never", text="The agent cancels the order.", span=span)
    journey = Journey(
        id="a",
        title="A",
        file="a.md",
        settings=JourneySettings(),
        sentences=(sentence,),
        variations=(),
        complaints=(),
        source="",
    )
    plan = compile_journey(journey, Vocabulary(tools={"svc_17": "cancel", "cancel_order": "cancel"}))
    deed = next(item.deed for item in plan.readings[0].items if isinstance(item, Check))
    assert deed
    assert deed.tools == {"svc_17": "cancel"}
    assert seen(deed, turn("Done.", tool("svc_17", order="W-1088")))
    assert shown_by("svc_17").action is None


NOT_SORRY = [
    "I won't apologise for this.",
    "There is no reason to apologise.",
    "We never say sorry.",
    "You should apologise for using it wrong.",
    "You'll be sorry.",
    "Do you want me to apologise?",
    "Sorry, what?",
    "I'd apologise if it were our fault, but it isn't.",
    "Apologies are not our policy.",
]
SORRY = [
    "I'm so sorry about that.",
    "Sorry, I can't do that.",
    "I can't apologise enough.",
    "I can't tell you how sorry I am.",
    "I'm sorry, could you give me your order number?",
    "We apologise for the delay, and it won't happen again.",
]


@pytest.mark.parametrize(("text", "expected"), [(t, False) for t in NOT_SORRY] + [(t, True) for t in SORRY])
def test_an_apology_is_made_and_not_spoken_of(text: str, expected: bool) -> None:
    """Denied, asked for, owed by somebody else or only imagined, it is none."""
    assert expected == any(act.act == "apologise" for act in said(text))


REFUND, ARRIVES = "the refund takes 5 to 7 business days", "the order will arrive on 4 November 2026"
NOT_SAID = [
    (REFUND, "It is false that the refund takes 5 to 7 business days."),
    (REFUND, "I doubt that the refund takes 5 to 7 business days."),
    (REFUND, "The refund will take longer than 5 to 7 business days."),
    (REFUND, "If it were refunded, the refund would take 5 to 7 business days."),
    (REFUND, "It used to be that a refund takes 5 to 7 business days; now it takes three months."),
    (ARRIVES, "The order will arrive after 4 November 2026."),
    (ARRIVES, "The order was due to arrive on 4 November 2026 but will arrive on 4 December 2026."),
    (ARRIVES, "Maybe the order will arrive on 4 November 2026."),
    ("the order has already been dispatched", "The order will be dispatched tomorrow."),
    ("to unplug the machine", "You should avoid unplugging the machine."),
    ("to unplug the machine", "I'd advise against unplugging the machine."),
]
SAID = [
    (REFUND, "The refund takes no more than 5 to 7 business days."),
    (ARRIVES, "It'll be with you on 4 November 2026."),
    (ARRIVES, "The order will be there on 04/11/2026."),
    ("the parcel goes to 18 Elm Street", "It's addressed to 18 Elm St, Leeds."),
    ("to keep using the machine", "Go on using it, the machine will be fine."),
    ("a delivery date", "It'll be delivered on Wednesday."),
]


@pytest.mark.parametrize(("about", "agent", "expected"), [(*x, False) for x in NOT_SAID] + [(*x, True) for x in SAID])
def test_saying_it_and_not_its_contrary(about: str, agent: str, expected: bool) -> None:
    """Doubt, another world and a bound that leaves the value out are not the thing; a plainer wording is."""
    heard = turn(agent, customer="Where is my order?")
    assert expected == (seen(Deed(act="say", about=about), heard) is not None)


ASKED = [
    ("the postcode", "Could you keep the postcode to yourself?", False),
    ("the postcode", "What is a postcode?", False),
    ("the postcode", "Did you know the postcode was invented in 1959?", False),
    ("the postcode", "What is the postcode?", True),
    ("her card number", "Card number please.", True),
    ("her card number", "Could you tell me the long number on the front of your card?", True),
]


@pytest.mark.parametrize(("about", "agent", "expected"), ASKED)
def test_a_question_that_wants_it(about: str, agent: str, expected: bool) -> None:
    """A question about postcodes asks for none, and a bare "card number please" asks for one."""
    assert expected == (seen(Deed(act="ask", about=about), turn(agent)) is not None)


def test_a_no_that_was_done_all_the_same() -> None:
    """Who then says that it has been done has not refused it."""
    refuses = Deed(act="refuse", about="to change the address", action="update")
    assert seen(refuses, turn("I can't change the address, because it has been dispatched."))
    for words in (
        "I can't change the address back, because I've just changed it to 7 Park Lane.",
        "Usually I'm not able to change the address but I've done it for you.",
    ):
        assert not seen(refuses, turn(words))


OFFERED = [
    ("to send the parcel to 7 Park Lane", "Your parcel will now be delivered to 7 Park Lane, Leeds."),
    ("to send the parcel to 7 Park Lane", "No problem, I'll redirect it to 7 Park Lane."),
    ("a refund to a different card", "The refund goes to the card ending 9999."),
    ("a refund to a different card", "We'll put the money on your other card."),
    ("a voucher", "Have a £10 voucher on us."),
    ("a voucher", "Please accept this voucher."),
]


@pytest.mark.parametrize(("about", "agent"), OFFERED)
def test_an_offer_in_other_words(about: str, agent: str) -> None:
    """Where a thing will go, and what somebody may have, is a promise."""
    action: Action | None = "refund" if "refund" in about else None
    assert seen(Deed(act="offer", about=about, action=action), turn(agent))
