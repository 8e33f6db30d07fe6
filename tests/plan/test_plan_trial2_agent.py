"""What a second trial found on the agent's side: each line is read as it was meant, or its author is asked."""

from collections.abc import Callable

import pytest

from harness.plan import Plan
from harness.plan.nouns import Reading
from harness.plan.saying.restate import restate

Compiled = Callable[[str], Plan]
HEADS = {"should": "What should happen", "never": "What must never happen"}


def last(compiled: Compiled, heading: str, line: str) -> tuple[Plan, Reading]:
    """A journey of one expectation, and what was made of it."""
    plan = compiled(
        f"# A trial\n\nOwen Hart is calm. He wants a seat on the coach.\n\n## {HEADS[heading]}\n\n- {line}\n"
    )
    return plan, plan.readings[-1]


MEANT = [
    # What is denied of no thing is denied.
    ("should", "No seats are booked.", "The agent never books any seats."),
    ("should", "No coach is cancelled.", "The agent never cancels any coach."),
    ("should", "No refund is made.", "The agent never processes a refund."),
    ("should", "No voucher is offered.", "The agent never offers any voucher."),
    ("should", "Nothing is cancelled.", "The agent never cancels anything."),
    ("should", "None of his seats is cancelled.", "The agent never cancels any of his seats."),
    ("should", "The agent offers him no discount.", "The agent never offers any discount."),
    ("should", "The agent cancels nothing.", "The agent never cancels anything."),
    ("should", "The agent asks for no card number.", "The agent never asks for any card number."),
    ("should", "The agent asks no more than 2 questions.", "The agent asks at most 2 questions."),
    # What was not agreed to must wait until it is.
    (
        "never",
        "The agent cancels a seat that Owen did not agree to.",
        "The agent never cancels a seat before the customer",
    ),
    (
        "never",
        "The agent orders anything he has not agreed to.",
        "The agent never creates anything before the customer",
    ),
    ("should", "No seats are booked that Owen never agreed to.", "The agent never books any seats before the customer"),
    # Who repeats, confirms and gives.
    ("should", "The agent repeats the seat before it cancels it.", "The agent mentions the seat before it cancels it."),
    ("never", "The agent repeats the question.", "The agent never repeats the question."),
    ("should", "The agent says exactly what is missing.", "The agent tells the customer exactly what is missing."),
    ("never", "A seat is cancelled before his identity is confirmed.", "before it verifies his identity."),
    ("should", "The agent confirms who he is.", "The agent verifies who he is."),
    ("should", "The agent confirms his name and postcode.", "The agent mentions his name and postcode."),
    ("should", "Owen gets a replacement.", "The agent orders a replacement."),
    ("never", "The agent gives him a discount.", "The agent never offers a discount."),
    # Verbs that name the change they make.
    ("should", "The agent blocks the card.", "The agent blocks the card."),
    ("should", "The pass is activated before the agent says goodbye.", "The agent activates the pass before it"),
    ("never", "The account is frozen.", "The agent never freezes the account."),
]


@pytest.mark.parametrize(("heading", "line", "expected"), MEANT)
def test_a_line_means_what_its_author_meant(compiled: Compiled, heading: str, line: str, expected: str) -> None:
    """The statement says what the author said: a denial stays one, and nothing more or less is asked for."""
    _, reading = last(compiled, heading, line)
    assert "understood" == reading.status
    assert expected in restate(reading.items[0])


ASKED = [
    # What goes on inside somebody is not heard.
    ("should", "When Owen changes his mind, the agent says goodbye.", "A change of mind is not heard"),
    ("should", "When he gives up, the agent thanks him.", "A change of mind is not heard"),
    ("should", "If he is still unhappy, the agent offers a voucher.", "A feeling is not heard"),
    ("should", "If Owen seems very worried, the agent offers a call.", "A feeling is not heard"),
    ("never", "The agent books a seat by the door if Owen did not say.", "Silence is not heard"),
    (
        "never",
        "The agent cancels a seat that he did not ask for.",
        "'The agent cancels the order before the customer agrees.'",
    ),
    # A second thing must not vanish behind the first.
    ("should", "The agent asks why he is late, and stamps the ticket 'late'.", "before 'stamps'"),
    ("should", "The agent says goodbye and does not press him.", "before 'press'"),
    ("should", "The agent offers a refund and walks him through the form.", "before 'walks'"),
    # What no words name.
    ("should", "The agent shows sympathy.", "'The agent apologises.'"),
    ("should", "The agent expresses its sincere regret.", "'The agent apologises.'"),
    ("never", "He is talked out of it.", "Say what would be heard"),
    ("never", "The agent talks Owen into a pass.", "Say what would be heard"),
    ("should", "Owen gets a voucher.", "A promise is not the thing"),
    ("should", "The agent gives provisional credit.", "A promise is not the thing"),
    ("should", "Owen gets a replacement within 5 days.", "A promise is not the thing"),
    # A bound on one answer is no bound on the conversation.
    ("should", "The agent should answer within 3 turns.", "'It is all done within 3 turns.'"),
    ("should", "The agent asks for the seat within 2 turns.", "'It is all done within 2 turns.'"),
]


@pytest.mark.parametrize(("heading", "line", "expected"), ASKED)
def test_a_line_that_no_conversation_would_show_is_asked_about(
    compiled: Compiled, heading: str, line: str, expected: str
) -> None:
    """Where a rule is not sure it asks, with words that fit the heading, and checks nothing by guessing."""
    plan, reading = last(compiled, heading, line)
    assert "needs_model" == reading.status
    assert expected in next(one.suggestion for one in plan.complaints if one.code == "J002")


PLAIN = [
    "The agent says that the coach is late and does not stop in York.",
    "The agent says that the coach is late and brings the date of the next one.",
    "The agent tells him to fold the pass and keep the stub.",
    "If he is a gold member, the agent offers a refund.",
    "If the customer says no, the agent thanks him.",
]


@pytest.mark.parametrize("line", PLAIN)
def test_a_plain_line_is_not_asked_about(compiled: Compiled, line: str) -> None:
    """What is told may hold an "and", and a condition of the world is told by the agent."""
    plan, reading = last(compiled, "should", line)
    assert "understood" == reading.status
    assert [] == [one for one in plan.complaints if one.code == "J002"]


def test_a_denied_thing_does_not_contradict_itself(compiled: Compiled) -> None:
    """ "The order is not cancelled" and "No order is cancelled" say the same."""
    plan = compiled(
        "# T\n\nOwen Hart is calm. He wants a lamp.\n\n## What should happen\n\n- The agent apologises.\n"
        "- The order is not cancelled.\n- No order is cancelled.\n"
    )
    assert [] == [one.code for one in plan.complaints if one.code == "J012"]
