"""What an agent is doing with its words."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.text.acts import said
from harness.text.normal import content
from harness.text.values import find_values
from tests.text.claims_set import BOOKED, CLAIMS, NO_CLAIMS, NOT_BOOKED, UNSEEN_CLAIMS, UNSEEN_NO_CLAIMS


def acts(text: str) -> list[str]:
    return [f"{act.act}:{act.action}" if act.action else act.act for act in said(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Could you give me your order number, please?", ["ask"]),
        ("May I have your postcode?", ["ask"]),
        ("I'll need your email address.", ["ask"]),
        ("Please tell me what happened.", ["ask"]),
        ("And the postcode on the order, please?", ["ask"]),
        ("Let me have your order number.", ["ask"]),
        ("Can I take the postcode on the order?", ["ask"]),
        ("Which of the two charges would you like refunded?", ["ask"]),
        ("We don't need your card number.", ["say"]),
        ("We need the kettle back before anything else.", ["say"]),
        ("Shall I cancel it?", ["confirm:cancel"]),
        ("Would you like me to refund the charge?", ["confirm:refund"]),
        ("Is that OK?", ["confirm"]),
        ("Can I go ahead?", ["confirm"]),
        ("Can you confirm that you'd like to cancel?", ["confirm:cancel"]),
        ("Would you like a free month?", ["offer"]),
        ("I can offer you a voucher.", ["offer"]),
        ("I'll refund £39.00 to another card.", ["offer:refund"]),
        ("You'll get a full refund.", ["offer:refund"]),
        ("Your refund will go to your card ending 9921.", ["offer:refund"]),
        ("I'm afraid I can't change the address.", ["refuse:update"]),
        ("That's not possible.", ["refuse"]),
        ("The order can no longer be cancelled.", ["refuse:cancel"]),
        ("We don't offer replacements.", ["refuse"]),
        ("I can't find your order.", ["say"]),
        ("If you can't find the email, look in your spam folder.", ["say"]),
        ("I'm sorry that you can't log in.", ["apologise"]),
        ("I'm sorry to hear that.", ["apologise"]),
        ("There is no need to apologise.", ["say"]),
        ("I'm sorry I can't help with that.", ["apologise", "refuse"]),
        ("I'll pass you on to our billing team.", ["hand_off"]),
        ("I've transferred you to the returns desk.", ["hand_off"]),
        ("You're now with the orders desk.", ["hand_off"]),
        ("I'm handing you over to a colleague.", ["hand_off"]),
        ("I can't transfer you.", ["refuse"]),
        ("Is there anything else I can help you with?", ["anything_else"]),
        ("Let me know if you need anything else.", ["anything_else"]),
        ("Hello Maria!", ["greet"]),
        ("How can I help you today?", ["greet"]),
        ("Thank you for having been a member.", ["thank"]),
        ("Goodbye, and have a lovely day.", ["bye"]),
        ("I didn't catch that.", ["not_understood"]),
        ("I'm not sure I understand.", ["not_understood"]),
        ("A refund takes 5 to 7 business days.", ["say"]),
        ("Please unplug the machine at once.", ["say"]),
        ("If you'd like, I can transfer you to our billing team.", ["offer"]),
        ("We need a few days to process it.", ["say"]),
        ("I need to check with our warehouse.", ["say"]),
        ("Which email address did you use", ["ask"]),
        ("You can't go wrong with it.", ["say"]),
        ("", []),
        ("...", []),
    ],
)
def test_sentences_have_the_act_people_hear(text: str, expected: list[str]) -> None:
    """Asking, offering, refusing, passing on: the program hears what a colleague reading along would."""
    assert expected == acts(text)


def test_a_reply_is_heard_clause_by_clause() -> None:
    """One reply can apologise, refuse with its reason, offer something else and ask."""
    reply = (
        "I'm sorry, but I can't refund the toaster because an item can only be refunded within 30 days. "
        "I can send you a voucher instead. Would you like that?"
    )
    assert ["apologise", "refuse:refund", "offer:send", "offer"] == acts(reply)
    assert "because an item can only be refunded within 30 days" in said(reply)[1].words


def test_words_are_verbatim() -> None:
    """What is quoted as evidence stands in the reply letter by letter."""
    reply = "Hi — I’ve **refunded** £39.00, and it'll reach you soon; is there anything else?"
    assert [reply[act.start : act.end] for act in said(reply)] == [act.words for act in said(reply)]


def claimed(text: str) -> list[tuple[str, str | None]]:
    return [(act.act, act.action) for act in said(text) if act.act in ("claim", "progress")]


def test_claimed_actions_are_found() -> None:
    """Of the sentences that claim an action, at least 95 % are found with the right action."""
    found = sum((act, action) in claimed(text) for text, act, action in CLAIMS)
    assert found / len(CLAIMS) >= 0.95


def test_innocent_sentences_claim_nothing() -> None:
    """Offers, rules, history, denials and reports are no claims: at most one in forty is mistaken."""
    wrong = [text for text in NO_CLAIMS if claimed(text)]
    assert len(wrong) <= len(NO_CLAIMS) // 40


def test_claims_of_strangers_are_mostly_found() -> None:
    """Of sentences in a voice that the patterns were not made for, at least 80 % are found."""
    found = sum((act, action) in claimed(text) for text, act, action in UNSEEN_CLAIMS)
    assert found / len(UNSEEN_CLAIMS) >= 0.8
    assert len([text for text in UNSEEN_NO_CLAIMS if claimed(text)]) <= 1


@given(st.one_of(st.text(), st.text(alphabet="I'vecandotrfus ,.?!-\n", max_size=120)))
def test_any_text_is_heard(text: str) -> None:
    """Whatever an agent sends, it is heard without a crash, in order, word for word."""
    heard = said(text)
    assert [act.words for act in heard] == [text[act.start : act.end] for act in heard]
    assert [act.start for act in heard] == sorted(act.start for act in heard)


HOSTILE = [
    "a" * 64_000,
    "I've " * 12_800,
    "(" * 64_000,
    '"' * 64_000,
    "1 " * 32_000,
    "1.1" * 21_000,
    "$" * 64_000,
    "- " * 32_000,
    "," * 64_000,
    "we are now " * 5_800,
    "____" * 16_000,
    "a-1" * 21_000,
    " " * 64_000,
    "a@" * 32_000,
    "a." * 32_000,
    "your a " * 9_000,
    "\n" * 64_000,
    "9" * 64_000,
    "[" * 64_000,
    "sorry that can't be refunded if you would like " * 1_400,
]


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_texts_cost_no_more_than_long_ones(text: str) -> None:
    """64 kB made to trip a pattern take processor seconds at most, not minutes."""
    begun = time.process_time()
    said(text)
    find_values(text)
    content(text)
    assert time.process_time() - begun < 10


@pytest.mark.parametrize(("text", "act", "action"), BOOKED)
def test_bookings_and_changes_are_heard_as_done(text: str, act: str, action: str) -> None:
    """A booking said to be made is a claim like a refund said to be made."""
    assert (act, action) in claimed(text)


@pytest.mark.parametrize("text", NOT_BOOKED)
def test_what_is_booked_already_is_no_claim(text: str) -> None:
    """Telling how things stand claims no refund, cancellation or booking."""
    assert [] == [action for act, action in claimed(text) if action not in (None, "look_up", "verify")]
