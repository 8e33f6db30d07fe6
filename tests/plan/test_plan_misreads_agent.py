"""Sentences about the agent that read easily and mean something else: each is read as it was meant, or questioned."""

from collections.abc import Callable

import pytest

from harness.plan import Plan
from harness.plan.nouns import AnyItem, Check, Limit, Reading, ToolCheck
from harness.plan.saying.restate import restate

Compiled = Callable[[str], Plan]
Brief = Callable[[AnyItem], str]

TOP = "Mrs Edith Larkin is patient. She wants a refund.\n\n"


def read(compiled: Compiled, heading: str, *lines: str) -> tuple[Plan, Reading]:
    """A journey whose last line is looked at."""
    other = "" if heading == "should" else "## What should happen\n\n- The agent apologises.\n\n"
    title = {"should": "What should happen", "never": "What must never happen", "nice": "Nice to have"}[heading]
    plan = compiled(f"# A journey\n\n{TOP}{other}## {title}\n\n" + "".join(f"- {line}\n" for line in lines))
    return plan, plan.readings[-1]


MEANT = [
    # A promise, a waiver and an approval are no offers.
    ("never", "The agent promises that the kettle will be mended.", "The agent never promises that the kettle will be"),
    ("never", "The agent guarantees a seat by the window.", "The agent never guarantees a seat by the window."),
    ("never", "The agent waives the booking fee.", "The agent never waives the booking fee."),
    ("never", "The agent allows a change without a fee.", "The agent never allows a change without a fee."),
    # What is to be done again is not said again.
    ("should", "The agent promises to post the card again.", "The agent promises to post the card again."),
    ("should", "The agent asks her to try the code again.", "The agent asks the customer to try the code again."),
    ("should", "The agent offers to test the line again.", "The agent offers to test the line again."),
    # An indirect question may be answered either way, and a noun is no statement.
    (
        "should",
        "The agent tells her whether dogs are allowed.",
        "The agent tells the customer whether dogs are allowed.",
    ),
    (
        "should",
        "The agent explains where to hand the key in.",
        "The agent tells the customer where to hand the key in.",
    ),
    (
        "should",
        "The agent says by which day the locker closes.",
        "The agent tells the customer by which day the locker",
    ),
    ("should", "The agent tells her until when the pass is valid.", "The agent tells the customer until when the pass"),
    ("should", "The agent explains how to complain.", "The agent tells the customer how to complain."),
    ("should", "The agent asks whether the lift works.", "The agent asks whether the lift works."),
    ("should", "The agent asks if nobody is hurt.", "The agent asks whether nobody is hurt."),
    ("should", "The agent asks Mrs Larkin whether her son may help.", "The agent asks whether her son may help."),
    ("never", "The agent tells her to knock at the door.", "The agent never tells the customer to knock at the door."),
    ("never", "The agent asks her to ring the courier.", "The agent never asks the customer to ring the courier."),
    # Reading back is confirming.
    ("should", "The agent reads the order back to her.", "The agent reads back the order."),
    ("should", "The agent asks for the reading and repeats it back.", "The agent mentions the reading."),
    # In one message: of what is said, not of the conversation.
    ("should", "The agent gives the price and the day in one message.", "in a single message."),
    ("should", "The agent confirms the seat and the coach in the same reply.", "in a single reply."),
    ("should", "The agent explains the fee and the date in a single answer.", "in a single answer."),
    # Counts.
    (
        "never",
        "The agent offers anything after she has declined twice.",
        "If the customer refuses twice, the agent never",
    ),
    ("never", "The agent offers a plan after she has said no three times.", "If the customer refuses three times, the"),
    ("should", "The agent makes at most three offers.", "The agent makes at most 3 offers."),
    ("never", "The agent makes more than two offers.", "The agent makes at most 2 offers."),
    (
        "never",
        "She is passed back to the same team three times.",
        "The customer is sent to the same desk at most twice.",
    ),
    ("never", "She is sent to the same desk twice.", "The customer is sent to the same desk at most once."),
    ("never", "The agent calls `find_order` more than twice.", "The agent uses `find_order` at most twice."),
    (
        "should",
        "The agent uses `find_order` no more than three times.",
        "The agent uses `find_order` at most three times.",
    ),
    ("never", "The agent hands her over to the same team more than once.", "is sent to the same desk at most once."),
    # Leave, and what points back.
    (
        "never",
        "The agent cancels the order without asking.",
        "The agent never cancels the order before it asks for perm",
    ),
    (
        "never",
        "The agent books the room without asking her.",
        "The agent never books the room before it asks for permi",
    ),
    (
        "should",
        "The agent repeats the steps if she asks it to.",
        "If the customer asks to hear it again, the agent repeats",
    ),
    (
        "should",
        "The agent passes her on to a person when she asks for one.",
        "If the customer asks for a person, the agent",
    ),
    ("should", "The agent does not ask for the code once it has it.", "The agent never asks for the code again."),
    ("should", "The agent does not ask for the name again once it has it.", "The agent never asks for the name again."),
    # Two halves.
    ("should", "The agent offers a voucher but not a refund.", "The agent never offers a refund."),
    ("should", "The agent asks for her name but not for her card number.", "The agent never asks for her card number."),
    ("should", "The agent tells her the price but not the discount.", "The agent never mentions the discount."),
    (
        "should",
        "The agent offers a seat, and only then asks for her name.",
        "asks for her name only after it offers a seat.",
    ),
    ("should", "The agent apologises and only afterwards offers a seat.", "offers a seat only after it apologises."),
    (
        "should",
        "The agent asks for the code, but only then cancels the order.",
        "cancels the order only after it asks for",
    ),
    # What is told of the world is told once, and a condition that is told is none.
    ("should", "If the parcel has come back twice, the agent apologises.", "says that the parcel has come back twice,"),
    ("should", "If she has called three times, the agent apologises.", "says that she has called three times,"),
    (
        "should",
        "The agent says that if she does not know the code, it is reset.",
        "that if she does not know the code, it is",
    ),
    # Verbs of their own.
    ("should", "The agent allows her to keep the seat.", "The agent allows the customer to keep the seat."),
    ("never", "The agent threatens to close the account.", "The agent never threatens to close the account."),
    ("never", "The agent blames the courier.", "The agent never blames the courier."),
    ("never", "The agent blames her for the delay.", "The agent never blames the customer for the delay."),
    (
        "nice",
        "The agent congratulates her on the wedding.",
        "Ideally, the agent congratulates the customer on the wedding.",
    ),
    ("should", "The agent names the price of the ticket.", "The agent names the price of the ticket."),
    ("never", "The agent reads out the number of the card.", "The agent never reads out the number of the card."),
    ("never", "The agent reveals the date of the hearing.", "The agent never reveals the date of the hearing."),
    ("never", "The agent directs her to the forum.", "The agent never directs the customer to the forum."),
]


@pytest.mark.parametrize(("heading", "text", "expected"), MEANT)
def test_it_is_read_as_it_was_meant(compiled: Compiled, heading: str, text: str, expected: str) -> None:
    """What is said back holds the author's meaning, and none of it is lost."""
    plan, reading = read(compiled, heading, text)
    assert "understood" == reading.status
    assert expected in restate(reading.items[-1])
    assert [] == [one.message for one in plan.complaints if one.code == "J002"]


@pytest.mark.parametrize(("heading", "text", "_"), MEANT)
def test_what_is_said_back_is_read_the_same(compiled: Compiled, brief: Brief, heading: str, text: str, _: str) -> None:
    """The sentence that an author is shown means the very same thing when it is written instead."""
    _plan, reading = read(compiled, heading, text)
    for item in reading.items:
        _again, back = read(compiled, "nice" if heading == "nice" else "should", restate(item))
        assert [_core(item)] == [_core(one) for one in back.items]
        assert [brief(item)] == [brief(one) for one in back.items]


def _core(item: AnyItem) -> dict[str, object]:
    return item.model_dump(exclude={"sentence", "text", "severity"})


ASKED = [
    # (heading, sentence, a line that its suggestion offers, the heading under which it stands)
    ("should", "The agent asks three security questions before it opens a ticket.", "asks for the date of birth"),
    ("should", "The agent asks five questions about the fall.", "asks for the date of birth"),
    ("should", "The agent asks at most three questions before it offers a seat.", "asks at most three questions"),
    ("never", "The agent accepts her son's word for it.", "says that the answer is right"),
    ("should", "The agent accepts a photo as proof.", "says that the answer is right"),
    ("never", "The agent accepts a nickname.", "says that the answer is right"),
    ("never", "The agent gives medical advice.", "tells the customer to see a solicitor"),
    ("never", "The agent offers tax advice.", "tells the customer to see a solicitor"),
    ("never", "The agent gives an opinion on the landlord.", "tells the customer to see a solicitor"),
    ("never", "The agent reads out the findings of the survey.", "says that the driver is Tom"),
    ("never", "The agent discloses why the account was closed.", "says that the driver is Tom"),
    ("never", "The agent shares another tenant's story.", "says that the driver is Tom"),
    ("never", "The agent sends her to a web form.", "tells the customer to go to a web form"),
    ("never", "The agent sends her to another shop.", "tells the customer to go to another shop"),
    ("never", "The agent sends her to the library to print it.", "tells the customer to go to the library to print it"),
    (
        "should",
        "If she fails the questions, the agent offers a letter.",
        "If the agent says that the answers are wrong",
    ),
    (
        "should",
        "If she gets the code wrong, the agent offers a letter.",
        "If the agent says that the answers are wrong",
    ),
    ("should", "The agent offers a letter if she cannot answer.", "If the agent says that the answers are wrong"),
    ("should", "The agent offers at least two seats.", "makes at most two offers"),
    ("never", "The agent charges more than £40.00.", "The agent charges £31.00."),
    ("never", "The agent charges her a booking fee while she waits.", "has to come first"),
    ("should", "The agent writes down the complaint.", "confirms the complaint"),
    ("never", "The agent passes her to the same desk.", "is sent to the same desk at most once"),
    ("never", "She ends up with the same team.", "is sent to the same desk at most once"),
    ("should", "The agent takes the order down itself.", "confirms the order"),
    ("should", "Only then does it offer a refund.", "only after it has asked for the order number"),
]


@pytest.mark.parametrize(("heading", "text", "instead"), ASKED)
def test_what_would_be_misread_is_asked_about(compiled: Compiled, heading: str, text: str, instead: str) -> None:
    """A sentence that words cannot settle is questioned, and the sentence offered in its place is read."""
    plan, reading = read(compiled, heading, text)
    assert "needs_model" == reading.status
    (said,) = [one for one in plan.complaints if one.code == "J002"]
    assert instead in said.suggestion
    words = said.suggestion.replace("...", "apologises")
    offered = max(words.rfind(f"'{start}") for start in ("The agent", "The customer", "If the agent"))
    there = "should" if "under 'What should happen'" in words else heading
    _plan, clear = read(compiled, there, words[offered:].strip("'."))
    assert "understood" == clear.status


@pytest.mark.parametrize(
    ("first", "then", "expected"),
    [
        (
            "The agent asks for her postcode.",
            "Only then does it mention the parcel.",
            "The agent mentions the parcel only after it asks for her postcode.",
        ),
        (
            "The agent looks up the order with `find_order`.",
            "Only after that does the agent offer a refund.",
            "The agent offers a refund only after it looks up the order with `find_order`.",
        ),
        (
            "The agent apologises.",
            "Only then may it cancel the order.",
            "The agent never cancels the order before it apologises.",
        ),
    ],
)
def test_only_then_points_to_the_line_before(compiled: Compiled, first: str, then: str, expected: str) -> None:
    """ "Only then" ties a line to the one above it."""
    _plan, reading = read(compiled, "should", first, then)
    assert [expected] == [restate(item) for item in reading.items]


def test_a_count_stands_in_a_field(compiled: Compiled) -> None:
    """What is counted is compared as a number, not looked for as words."""
    _plan, twice = read(compiled, "never", "The agent offers a seat after she has refused it three times.")
    _plan, calls = read(compiled, "never", "The agent calls `find_order` more than four times.")
    _plan, offers = read(compiled, "should", "The agent makes no more than two offers.")
    (check,), (call,), (bound,) = twice.items, calls.items, offers.items
    assert isinstance(check, Check)
    assert check.when is not None
    assert 3 == check.when.nth
    assert isinstance(call, ToolCheck)
    assert (4, "must", "") == (call.at_most, call.polarity, call.about)
    assert isinstance(bound, Limit)
    assert ("offers", "at_most", "2") == (bound.metric, bound.op, bound.value)
