"""What names a person is gone from the words, and the same value always goes under the same placeholder."""

import string
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from harness.text.redaction import Redactor, iban, luhn


def redacted(*texts: str) -> list[str]:
    """Texts of one conversation, as the room does it: all are learnt from before the first is redacted."""
    redactor = Redactor()
    for text in texts:
        redactor.learn(text)
    return [redactor.text(text) for text in texts]


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("Write to Jo.Bloggs+x@mail.example.co.uk.", "Write to [EMAIL-1]."),
        ("a@b.example or A@B.EXAMPLE, not c@d.example", "[EMAIL-1] or [EMAIL-1], not [EMAIL-2]"),
        ("4111 1111 1111 1111, exp 12/28", "[CARD-1], exp 12/28"),
        ("4111-1111-1111-1111 12/28 and 4111111111111111", "[CARD-1] 12/28 and [CARD-1]"),
        ("Card 4111 1111 1111 1112 is none", "Card 4111 1111 1111 1112 is none"),
        ("to GB82 WEST 1234 5698 7654 32 please", "to [IBAN-1] please"),
        ("gb82west12345698765432", "[IBAN-1]"),
        ("GB83 WEST 1234 5698 7654 32", "GB83 WEST 1234 5698 7654 32"),
        ("+44 20 7946 0958, that is 020 7946 0958", "[PHONE-1], that is [PHONE-1]"),
        ("(555) 013-4567 or 555-0142", "[PHONE-1] or [PHONE-2]"),
        ("Please call me on 5550142.", "Please call me on [PHONE-1]."),
    ],
)
def test_what_names_a_person_is_replaced(said: str, kept: str) -> None:
    """E-mail, card with its check digit, IBAN with its checksum and phone go; a number that is none of them stays."""
    assert [kept] == redacted(said)


@pytest.mark.parametrize(
    "said",
    [
        "Order W-1042 came on 2026-11-30 at 14:05 for £39.00.",
        "It was 30/11/2026, or 02-11-2026 14:05, or 30.11.2026.",
        "2 of 3 parcels, 20 % off, 14 days, version 3.11.7, postcode CF10 1EP",
        "Thank you so much. I am very sorry. Hi there, this is about my order.",
    ],
)
def test_what_is_about_the_matter_stays(said: str) -> None:
    """Order numbers, dates, amounts and plain words are what a verdict needs."""
    assert [said] == redacted(said)


def test_names_are_learnt_from_the_whole_conversation() -> None:
    """A name that is told late is gone from the beginning too, each word of it under a placeholder of its own."""
    texts = redacted("Hello Maya!", "my name is maya okafor.", "Thanks, Mr Okafor. MAYA's order")
    assert ["Hello [NAME-1]!", "my name is [NAME-1] [NAME-2].", "Thanks, Mr [NAME-2]. [NAME-1]'s order"] == texts


def test_a_name_that_is_a_word_too_needs_its_capital() -> None:
    """Grace is a name here, and grace a word."""
    assert ["I'm [NAME-1].", "with grace, [NAME-1]"] == redacted("I'm Grace.", "with grace, Grace")


def test_what_tools_were_told_is_redacted_too() -> None:
    """In data: strings, keys, numbers and fields that hold a name or a phone."""
    data: dict[str, Any] = {
        "customer_name": "Maya Okafor",
        "card": 4111111111111111,
        "contact": {"mobile_phone": 5550142, "maya@x.example": [True, None, 39.0, "W-77"]},
    }
    redactor = Redactor()
    redactor.learn_data(data)
    contact = {"mobile_phone": "[PHONE-1]", "[EMAIL-1]": [True, None, 39.0, "W-77"]}
    assert {"customer_name": "[NAME-1] [NAME-2]", "card": "[CARD-1]", "contact": contact} == redactor.data(data)


def test_hostile_texts_end() -> None:
    """Hundreds of kilobytes made to be slow are redacted all the same."""
    for piece in ("a@", "1 ", "+1", "GB82 ", "my name is ", "call ", "0 1-", "x@a.", "4111"):
        redacted(piece * (100_000 // len(piece)))


_DIGITS = st.text(string.digits, min_size=12, max_size=18)
_AROUND = st.text(st.characters(codec="utf-8", exclude_categories=["L", "N", "Cs"]), max_size=3)


def _with_check_digit(body: str) -> str:
    return next(body + digit for digit in string.digits if luhn(body + digit))


def _account(country: str, body: str) -> str:
    return next(full for check in range(98) if iban(full := f"{country}{check:02}{body}"))


@settings(max_examples=60, deadline=None)
@given(body=_DIGITS, before=_AROUND, after=_AROUND, gap=st.sampled_from(["", " ", "-"]))
def test_no_card_is_left(body: str, before: str, after: str, gap: str) -> None:
    """Whatever stands around it, and however it is grouped in fours."""
    card = _with_check_digit(body)
    written = gap.join(card[place : place + 4] for place in range(0, len(card), 4))
    (text,) = redacted(f"my card{before} {written} {after}please")
    assert written not in text


@settings(max_examples=60, deadline=None)
@given(
    body=st.text(string.ascii_uppercase + string.digits, min_size=11, max_size=30),
    country=st.sampled_from(["GB", "DE", "fr"]),
    after=_AROUND,
)
def test_no_iban_is_left(body: str, country: str, after: str) -> None:
    """Whatever follows it."""
    account = _account(country, body)
    (text,) = redacted(f"to {account} {after}please")
    assert account not in text


@settings(max_examples=60, deadline=None)
@given(local=st.text(string.ascii_letters + string.digits + "._+-", min_size=1, max_size=90), around=_AROUND)
def test_no_email_is_left(local: str, around: str) -> None:
    """However long it is, and whatever stands around it."""
    address = f"{local}@mail.example.org"
    (text,) = redacted(f"mail {around} {address}{around} now")
    assert "mail.example.org" not in text
    assert address not in text


@settings(max_examples=60, deadline=None)
@given(rest=st.text(string.digits, min_size=8, max_size=11), start=st.sampled_from(["+44", "+1 ", "0", "0049"]))
def test_no_phone_is_left(rest: str, start: str) -> None:
    """With the country's code or with a leading zero."""
    (text,) = redacted(f"my number is {start}{rest}, ok?")
    assert rest not in text
