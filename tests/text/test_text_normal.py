"""How text is ironed out before it is compared."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.text.normal import content, negated, normal, printable, stem, words


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("I’ve **issued** your refund of $20.00.", "i've issued your refund of $20.00."),
        ("# Heading\n> a `refund_order` _call_", "heading a refund_order call"),
        ("ﬁne — “yes”", 'fine - "yes"'),
        ("zero\u200bwidth", "zerowidth"),
        ("#4411 is open", "#4411 is open"),
    ],
)
def test_writing_style_does_not_matter(written: str, expected: str) -> None:
    """Curly quotes, bold type, headings and hidden characters make no difference."""
    assert expected == normal(written)


@given(st.text())
def test_normal_form_is_final(text: str) -> None:
    """Ironing a text twice changes nothing."""
    assert normal(text) == normal(normal(text))


def test_words_keep_numbers_and_ids_whole() -> None:
    """An order number and an amount are one word each."""
    assert ("order", "w-1042", "39.00", "the", "agent's") == words("Order W-1042: £39.00, the agent's")


@pytest.mark.parametrize(
    "family",
    [
        "refund refunds refunded refunding",
        "cancel cancels cancelled canceled cancelling cancellation",
        "dispatch dispatched dispatching despatched",
        "apologise apologize apologised apologizing apology apologies",
        "colour color colours",
        "deliver delivered delivery deliveries",
        "refuse refused refusal",
        "charge charged charging charges",
        "ship shipped shipping",
        "reply replies replied",
        "rate rated rating",
        "agree agreed agrees",
        "confirm confirmation confirmed",
        "verify verified verification",
    ],
)
def test_forms_of_one_word_have_one_stem(family: str) -> None:
    """The forms of a verb, its noun and both spellings count as one word."""
    assert 1 == len({stem(word) for word in family.split()})


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("order", "parcel"),
        ("cancel", "change"),
        ("note", "not"),
        ("voucher", "refund"),
        ("billing", "returns"),
        ("care", "card"),
    ],
)
def test_different_things_keep_different_stems(one: str, other: str) -> None:
    """Words that mean different things to a customer stay apart."""
    assert content(f"the {one}") != content(f"the {other}")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Please give me your zip code", "give me the postcode"),
        ("They want their money back", "They want a refund"),
        ("free of charge", "at no cost"),
        ("I'll pass you on to a colleague", "transfer to a person"),
        ("He can send the parcel back", "return the package"),
        ("your e-mail", "your email"),
        ("five working days", "five business days"),
        ("I bought a kettle", "I purchased a kettle"),
    ],
)
def test_synonyms_of_the_field_are_one(one: str, other: str) -> None:
    """What contact centres call by two names is one thing."""
    assert content(one) == content(other)


def test_content_leaves_out_what_says_little() -> None:
    """Pronouns, articles and manners are not what a sentence is about."""
    assert ("refund", "take", "5", stem("business"), "day") == content(
        "The refund will just take 5 business days, please"
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("I can't do that", True),
        ("We never ask for a password", True),
        ("I’m unable to help", True),
        ("That takes no time", True),
        ("No problem, I can do that", False),
        ("not only that, it is free", False),
        ("Notice the notes", False),
    ],
)
def test_denials_are_noticed(text: str, expected: bool) -> None:
    """A denial is heard; "no problem" is not one."""
    assert expected == negated(text)


def test_terminal_tricks_are_taken_out() -> None:
    """An agent cannot colour, move or retitle the reader's terminal, nor turn its text around."""
    hostile = "a\x1b[31mred\x1b[0m\x1b]0;title\x07b\x00c\u202ed\te\r\nf\x9b2J"
    assert "aredbcd e\nf" == printable(hostile)


@given(st.text())
def test_printable_text_is_safe_and_final(text: str) -> None:
    """Whatever comes in, no control character but a new line comes out."""
    shown = printable(text)
    assert shown == printable(shown)
    assert not [mark for mark in shown if mark != "\n" and (ord(mark) < 32 or 127 <= ord(mark) < 160)]


def test_piled_up_accents_cost_no_more_than_other_marks() -> None:
    """Thirty accents upon one letter are kept; what is piled on top of them is no longer looked at."""
    pile = "e" + "\u0301" * 30_000 + "\u0316" * 30_000
    assert len(normal(pile)) <= 31
    assert len(printable(pile)) <= 31
    assert "é" == normal("e\u0301")
