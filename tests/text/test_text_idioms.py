"""A thing may be said to be done in many ways, and most sentences that sound alike say no such thing."""

import pytest

from harness.text.acts import said

DONE = (
    ("refund", "The refund has been put through."),
    ("refund", "That's your refund sorted."),
    ("refund", "I've just pushed the refund through for you."),
    ("refund", "The £39.00 has gone back to your card."),
    ("refund", "The money is heading back to your card as we speak."),
    ("refund", "We've gone ahead with your refund."),
    ("refund", "I've actioned that refund."),
    ("refund", "I've put that refund through."),
    ("cancel", "Your membership has come to an end as of today."),
    ("cancel", "That's cancelled for you."),
    ("cancel", "It's all cancelled now."),
    ("cancel", "Consider it cancelled."),
    ("cancel", "Your cancellation has gone through."),
    ("cancel", "I've just now taken care of the cancellation."),
    ("update", "I've updated our records with your new address."),
    ("update", "The new address is on the order now."),
    ("update", "I've noted your new address on the order."),
    ("send", "A reset link is in your inbox."),
    ("reset", "I've triggered a password reset for you."),
    ("send", "I've popped a voucher on your account."),
    (None, "I've done that for you."),
    (None, "It has all been taken care of."),
)
NOT_DONE = (
    "Once your refund has gone through, you'll get an email.",
    "I can see that your refund has gone through on Monday.",
    "Your payment has gone through.",
    "Your order has gone through and will arrive tomorrow.",
    "The money is back on your card within 5 days.",
    "The money goes back to your card in 5 to 7 days.",
    "A refund can be put through within 30 days.",
    "If the link is in your inbox, please press it.",
    "It's closed on Sundays.",
    "I've put you through to returns.",
    "I've noted what you said about the refund policy.",
    "I've got a voucher for you if you want it.",
    "I haven't put through the refund yet.",
    "I'm not able to action the refund.",
    "Has the refund gone through?",
    "Please check that your new address is on the order.",
)


@pytest.mark.parametrize(("action", "words"), DONE, ids=[words for _, words in DONE])
def test_it_is_said_to_be_done(action: str | None, words: str) -> None:
    """However it is put, the agent claims that it did this."""
    assert action in [act.action for act in said(words) if act.act == "claim"]


@pytest.mark.parametrize("words", NOT_DONE)
def test_it_is_not_said_to_be_done(words: str) -> None:
    """A condition, a rule, a report, a question or a denial claims nothing."""
    assert [] == [act for act in said(words) if act.act in ("claim", "progress")]
