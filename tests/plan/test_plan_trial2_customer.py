"""What a second trial found misread of the customer, each class with sentences of its own."""

from collections.abc import Callable

import pytest

from harness.plan import Plan
from harness.plan.nouns import Check
from harness.plan.saying.restate import restate
from harness.report.understood import understood

Compiled = Callable[[str], Plan]

CHECKED = "\n\n## What should happen\n\n- The agent apologises.\n"


def said_of(top: str, compiled: Compiled) -> list[str]:
    """What is understood of the customer, told back; nothing for what is questioned."""
    plan = compiled(f"# A journey\n\nAlex Reed is calm.\n\n{top}{CHECKED}")
    held = [one for one in plan.readings[1:] if one.sentence.heading == "customer" and one.status == "understood"]
    return [restate(item) for one in held for item in one.items]


GIVEN = [
    (
        "When asked, she gives her phone number, 0113 496 0102, her email, kit@example.com, and her postcode, LS6 2AB.",
        [
            "The customer gives the phone number, 0113 496 0102, only if asked.",
            "The customer gives the email, kit@example.com, only if asked.",
            "The customer gives the postcode, LS6 2AB, only if asked.",
        ],
    ),
    (
        "She only gives her email (kit@example.com) and her address (4 Elm Row, Leeds) if asked.",
        [
            "The customer gives the email, kit@example.com, only if asked.",
            "The customer gives the address, 4 Elm Row, Leeds, only if asked.",
        ],
    ),
    (
        "Her address is 4 Elm Row, Leeds, LS6 2AB, and her phone number 0113 496 0102.",
        ["The customer's address is 4 Elm Row, Leeds, LS6 2AB.", "The customer's phone number is 0113 496 0102."],
    ),
    ("Her order number is W-1042, which is on the box.", ["The customer's order number is W-1042."]),
    ("Her door code is 7310, but she never tells anyone.", ["The customer never gives the door code, 7310."]),
    ("Her door code is 7310, which she will not tell anybody.", ["The customer never gives the door code, 7310."]),
    (
        "She wants the lamp sent to 4 Elm Row, Leeds, LS6 2AB.",
        [
            "The customer wants the lamp sent to 4 Elm Row, Leeds, LS6 2AB.",
            "The customer's address is 4 Elm Row, Leeds, LS6 2AB.",
        ],
    ),
]


@pytest.mark.parametrize(("sentence", "expected"), GIVEN, ids=[sentence for sentence, _ in GIVEN])
def test_each_thing_that_is_given_is_a_fact_of_its_own(sentence: str, expected: list[str], compiled: Compiled) -> None:
    """Several things in one sentence are told apart, and a value ends where something else is said of it."""
    assert said_of(sentence, compiled) == expected


WISHES = [
    ("She has a form that she needs to print.", ["She has a form that she needs to print."]),
    (
        "She received a lamp that she wants to send back.",
        ["She received a lamp that she wants to send back.", "The customer wants to send back a lamp."],
    ),
    ("She explains that she wants a refund.", ["The customer wants a refund."]),
    ("The main thing is that she wants a refund.", ["The customer wants a refund."]),
]


@pytest.mark.parametrize(("sentence", "expected"), WISHES, ids=[sentence for sentence, _ in WISHES])
def test_a_clause_that_says_which_thing_is_no_wish(sentence: str, expected: list[str], compiled: Compiled) -> None:
    """ "A form that she needs to print" is what she has; a thing to send back is why she writes."""
    assert said_of(sentence, compiled) == expected


NOT_KNOWN = [
    ("She does not know exactly where she left the card.", "The customer does not know where she left the card."),
    ("She is not sure who signed for the parcel.", "The customer does not know who signed for the parcel."),
    ("She does not remember whether she paid by card.", "The customer does not know whether she paid by card."),
    ("She does not remember which card she used.", "The customer does not know the card."),
]


@pytest.mark.parametrize(("sentence", "expected"), NOT_KNOWN)
def test_what_is_not_known_is_the_whole_question(sentence: str, expected: str, compiled: Compiled) -> None:
    """Who does not know where a thing was lost may well know the thing."""
    assert said_of(sentence, compiled) == [expected]


@pytest.mark.parametrize("sentence", ["She changes her mind if it is late.", "He rings again if nobody helps him."])
def test_what_depends_on_something_is_not_told_as_a_fact(sentence: str, compiled: Compiled) -> None:
    """A sentence about what might happen is questioned, and never recited."""
    assert said_of(sentence, compiled) == []


def test_an_agent_that_asks_for_a_deed_is_told_back_in_english(compiled: Compiled) -> None:
    """ "Asks her to upload a photo" is no question for "upload a photo"."""
    photo = said_of('If the agent asks her to upload a photo, she says: "I have none."', compiled)
    receipt = said_of('If the agent asks to see the receipt, she says: "It is lost."', compiled)
    assert photo == ["If the agent asks the customer to upload a photo, the customer says: “I have none.”"]
    assert receipt == ["If the agent asks for the receipt, the customer says: “It is lost.”"]


def test_a_name_is_a_name(compiled: Compiled) -> None:
    """ "Nora Quinn's lamp" is Nora Quinn's, and "Nora Quinn, friendly, keeps bees" says three things of her."""
    owner = compiled(f"# A journey\n\nNora Quinn's lamp arrived broken. Nora wants a refund.{CHECKED}")
    beside = compiled(f"# A journey\n\nNora Quinn, friendly, keeps bees. She wants a refund.{CHECKED}")
    names = [[getattr(item, "name", None) for one in plan.readings for item in one.items] for plan in (owner, beside)]
    assert ["Nora Quinn" in found for found in names] == [True, True]
    assert [restate(item) for item in beside.readings[0].items] == ["Nora Quinn is friendly.", "Nora Quinn keeps bees."]


def test_what_stands_above_a_list_is_kept_with_it(compiled: Compiled) -> None:
    """ "On the Gold card:" says what the lines below it are about, so it is told before them."""
    told = said_of("On the Gold card:\n\n- Airline ticket, £342.50: she did not book this flight.", compiled)
    assert told == ["On the Gold card:", "Airline ticket, £342.50: she did not book this flight."]


def test_the_preview_says_whose_it_is_and_what_is_critical(compiled: Compiled) -> None:
    """Owner, channel and the author's own marks are shown, and what is understood in part is counted so."""
    plan = compiled(
        "# A journey\n\nOwner: Card team · Risk: critical · Channel: voice\n\n"
        "Alex Reed is calm. Alex wants a refund.\n\n"
        "## What should happen\n\n- The agent apologises.\n\n"
        "## What must never happen\n\n- The agent asks for the password. (critical)\n"
    )
    lines = understood(plan, ".")
    assert [line[-33:] for line in lines if "owner" in line] == ["· owner Card team · channel voice"]
    assert [line.strip()[-10:] for line in lines if "password" in line] == ["(critical)"]
    checks = [item for one in plan.readings for item in one.items if isinstance(item, Check)]
    assert [item.severity for item in checks] == ["critical", "critical"]
