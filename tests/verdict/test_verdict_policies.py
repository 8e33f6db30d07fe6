"""Held to what is true."""

from typing import Any

import pytest

from harness.plan.nouns import Policy
from harness.verdict.policies import policy

WINDOW = Policy(sentence="p1", text="", about="An item can be refunded within 30 days of delivery.")
TAKES = Policy(sentence="p2", text="", about="A refund takes 5 to 7 business days.")
DESK = Policy(sentence="p5", text="", about="The desk is open 8 am to 8 pm on weekdays and 9 am to 5 pm on Saturdays.")
PETS = Policy(sentence="p4", text="", about="The standard ticket does not cover dogs.")
LINK = Policy(sentence="p3", text="", about="A reset link works for 60 minutes.")


@pytest.mark.parametrize(
    ("item", "words", "mark"),
    [
        (TAKES, "The refund takes 5 to 7 working days.", "pass"),
        (TAKES, "The refund takes 3 days.", "fail"),
        (TAKES, "Your kettle is on its way.", "not_applicable"),
        (WINDOW, "An item can be refunded within 60 days of delivery.", "fail"),
        (WINDOW, "You bought it 45 days ago, and an item can only be refunded within 30 days of delivery.", "pass"),
        (WINDOW, "Your item was delivered 45 days ago, so it cannot be refunded.", "not_applicable"),
        (LINK, "The reset link works for 60 minutes.", "pass"),
        (LINK, "The reset link works for one hour.", "pass"),
        (LINK, "The reset link works for 24 hours.", "fail"),
        (DESK, "The desk is open from 8 am to 8 pm on weekdays.", "not_applicable"),
        (DESK, "The desk is open from 9 am to 5 pm on Saturdays and 8 am to 8 pm on weekdays.", "pass"),
        (DESK, "The desk is open until 6 pm on weekdays.", "fail"),
        (DESK, "The desk is open from 8 am to 8 pm on Saturdays.", "fail"),
        (PETS, "Yes, the standard ticket covers dogs.", "fail"),
        (PETS, "The standard ticket does not cover dogs.", "pass"),
        (PETS, "The standard ticket covers dogs in a carrier.", "not_applicable"),
        (PETS, "Does the standard ticket cover dogs? Let me see.", "not_applicable"),
    ],
)
def test_what_is_said_of_a_policy_is_held_against_it(talk: Any, item: Any, words: Any, mark: Any) -> None:
    """Said as it is: held. Another value or a yes for its no: broken. How long ago something was: neither."""
    held = policy(item, talk.transcript(("Hello there", words)))
    assert held.mark == mark
    assert [one.kind for one in talk.proofs(held)] == (["quote"] if mark != "not_applicable" else [])


def test_a_value_that_the_customer_named_is_theirs(talk: Any) -> None:
    """To repeat the customer's own number is no statement of policy."""
    said = talk.transcript(
        ("I have had it for 45 days.", "Refunded items must be in 45 days' good shape after delivery.")
    )
    assert policy(WINDOW, said).mark != "fail"
