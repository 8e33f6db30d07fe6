"""One expectation in the words of several people: each is read as the same thing, or its author is told why not."""

from collections.abc import Callable

import pytest

from harness.plan import Plan
from harness.plan.nouns import AnyItem, Reading

Compiled = Callable[[str], Plan]
Brief = Callable[[AnyItem], str]

SHOULD = [
    ("The bot makes sure that the subscription is cancelled.", "must do/cancel [the subscription]"),
    ("Maria's subscription is cancelled by the bot.", "must do/cancel [her subscription]"),
    ("It makes it clear that the link is valid for an hour.", "must say [the link is valid for an hour]"),
    ("The agent lets her know how long the refund takes.", "must say [how long the refund takes]"),
    ("She learns that the order has been sent.", "must say [the order has been sent]"),
    ("The bot says sorry for the delay.", "must apologise [the delay]"),
    ("She gets an apology for the delay.", "must apologise [the delay]"),
    ("The bot wants to know her postcode.", "must ask [her postcode]"),
    ("Maria has to give her postcode.", "must ask [her postcode]"),
    ("The assistant checks her postcode.", "must do/verify [her postcode]"),
    ("Maria gets her £39.00 back.", "must do/refund [£39.00]"),
    ("The bot gives her a refund.", "must do/refund [a refund]"),
    ("The agent issues a refund.", "must do/refund []"),
    ("The bot turns down the refund.", "must refuse/refund [the refund]"),
    ("The agent says that it is too late to cancel the order.", "must refuse/cancel [to cancel the order]"),
    ("The agent repeats the new address back to her.", "must say [the new address]"),
    ("The agent offers a voucher instead of a refund.", "must offer [a voucher]"),
    ("She is told that she was charged twice.", "must say [she was charged twice]"),
    (
        "Before it talks about a refund, the bot asks for the order number.",
        "must ask [the order number] before say [a refund]",
    ),
    (
        "The subscription is only cancelled once she agrees.",
        "must do/cancel [the subscription] after customer say [agree]",
    ),
    (
        "Before the agent cancels, it makes sure that Maria agrees.",
        "must do/cancel [] after customer say [agree]",
    ),
    ("The agent asks her before it cancels the order.", "must ask [permission] before do/cancel [the order]"),
    (
        "The order isn't cancelled until Maria agrees.",
        "never do/cancel [the order] before customer say [agree]",
    ),
    ("The conversation ends with the orders team.", "must route orders finally"),
    ("Maria should finish up at the returns desk.", "must route returns finally"),
    ("She is looked after by the technical desk.", "must route technical finally"),
    ("The returns team takes over.", "must route returns"),
    ("A person takes over.", "must route human"),
    ("In the books, charge C-5512 shows as refunded.", "must state charge C-5512/refunded is [yes]"),
    ("Order W-1's delivery address is changed to 2 Hill View.", "must state order W-1/address is [2 Hill View]"),
    ("Subscription S-1 has the status cancelled.", "must state subscription S-1/status is [cancelled]"),
]

NEVER = [
    ("At no point is a cancellation fee mentioned.", "never say [a cancellation fee]"),
    ("Under no circumstances does the bot ask for a phone number.", "never ask [a phone number]"),
    ("The bot wants her password.", "never ask [her password]"),
    ("Her password is asked for.", "never ask [her password]"),
    ("Maria has to give her order number again.", "never repeat/ask [her order number]"),
    ("The refund goes to a different card.", "never do/refund [the money to a different card]"),
    ("The link goes to ines@work.example.", "never do/send [the link to ines@work.example]"),
    ("A voucher is offered to Maria.", "never offer [a voucher]"),
    ("The agent cancels without her consent.", "never do/cancel [] before customer say [agree]"),
    ("The postcode was asked for.", "never ask [the postcode]"),
    ("There are two hand-offs.", "limit handoffs at_most 1"),
    ("She is moved to another desk more than once.", "limit handoffs at_most 1"),
]

UNREAD = [
    ("should", "Both charges are refunded.", "one line for each"),
    ("never", "The agent refunds more than £31.00.", "figure that is right"),
    ("never", "The agent gives away any details of the order.", "Name what must not be told"),
    ("never", "The agent charges fees while it talks.", "say what has to come first"),
    ("should", "C-5512 is refunded in the shop's records.", "with its number"),
    ("should", "She is told to wait: the bot says that it takes 5 days.", "two sentences"),
    ("should", "The agent either asks for the number or offers a search.", "one of:"),
]


def _only(plan: Plan, text: str) -> Reading:
    return next(reading for reading in plan.readings if reading.sentence.text == text)


def _told(brief: Brief, reading: Reading) -> str:
    return " & ".join(brief(item).rpartition(" (")[0] or brief(item) for item in reading.items)


@pytest.mark.parametrize(("text", "expected"), SHOULD)
def test_the_same_expectation_in_other_words(text: str, expected: str, compiled: Compiled, brief: Brief) -> None:
    """Passive voice, turned order, contractions and everyday verbs are read as what they mean."""
    plan = compiled(f"# T\n\nMaria Lopez is polite. She is in a hurry.\n\n## What should happen\n\n- {text}\n")
    assert expected == _told(brief, _only(plan, text)).removesuffix(" (resolution)")


@pytest.mark.parametrize(("text", "expected"), NEVER)
def test_the_same_taboo_in_other_words(text: str, expected: str, compiled: Compiled, brief: Brief) -> None:
    """What must never happen may be put with emphasis, in the passive, or as what the customer has to do."""
    plan = compiled(f"# T\n\nMaria Lopez is polite. She is in a hurry.\n\n## What must never happen\n\n- {text}\n")
    assert expected == _told(brief, _only(plan, text))


@pytest.mark.parametrize(("heading", "text", "hint"), UNREAD)
def test_what_a_program_would_misjudge_is_left_unread(heading: str, text: str, hint: str, compiled: Compiled) -> None:
    """A sentence that no event and no words could prove is reported with what to write instead, never half checked."""
    plan = compiled(f"# T\n\n## {heading.capitalize()}\n\n- {text}\n- The agent apologises.\n")
    assert "needs_model" == _only(plan, text).status
    assert [hint in complaint.suggestion for complaint in plan.complaints if complaint.code == "J002"] == [True]


CUSTOMER = [
    (
        "He wants to return a spinner he doesn't like, order W-1059.",
        [
            "goal [to return a spinner he doesn't like, order W-1059]",
            "fact order number when_relevant [W-1059]",
        ],
    ),
    (
        "His scales (order W-1090) have not arrived yet.",
        [
            "fact story when_relevant [His scales (order W-1090) have not arrived yet]",
            "fact order number when_relevant [W-1090]",
        ],
    ),
    ("Postcode: YO1 7HH (only if asked).", ["fact postcode if_asked [YO1 7HH]"]),
    ("He has not got the order number with him.", ["fact order number when_relevant unknown []"]),
    ("His goal is to get one of them refunded.", ["goal [to get one of them refunded]"]),
    (
        "She wants the parcel to go to 2 Hill View, Oxford.",
        ["goal [the parcel to go to 2 Hill View, Oxford]", "fact address when_relevant [2 Hill View, Oxford]"],
    ),
    (
        "She asks for the link to be sent to another address: ines@work.example.",
        ["goal [the link to be sent to another address: ines@work.example]"],
    ),
    (
        'If the agent can\'t find the order, he says: "Oh."',
        ["if say [it cannot find the order]: say [Oh.]"],
    ),
    (
        "He is blunt, and he leaves if he has to explain himself three times.",
        ["persona -: blunt", "behaviour impatient"],
    ),
    (
        "She does not need it any more, because her sister gave her one.",
        ["fact story when_relevant [She does not need it any more, because her sister gave her one]"],
    ),
]


@pytest.mark.parametrize(("text", "items"), CUSTOMER)
def test_the_customer_in_other_words(text: str, items: list[str], compiled: Compiled, brief: Brief) -> None:
    """A subordinate clause is not the wish, a number in brackets is known, and what is wished for is not on file."""
    plan = compiled(f"# T\n\n{text}\n\n## What should happen\n\n- The agent apologises.\n")
    assert items == [brief(item) for item in plan.readings[0].items]
