"""How alike two messages are, and when that means nothing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.text.similarity import jaccard, similar, slot_differs, trigram_cosine

ASK = "Could you please provide your order number so I can look into this?"


@pytest.mark.parametrize(
    ("other", "k", "expected"),
    [
        ("Could you please provide your order number so I can look into this for you?", 1, 0.9286),
        ("Could you please provide your order number so I can look into this for you?", 2, 0.8571),
        ("Could you please provide your order number so I can look into this for you?", 3, 0.8462),
        ("Can you share your order number so that I can look into it?", 1, 0.5625),
        ("Can you share your order number so that I can look into it?", 2, 0.3333),
    ],
)
def test_overlap_of_the_specification(other: str, k: int, expected: float) -> None:
    """The share of words in common has the value of the specification, to its last digit."""
    assert expected == round(jaccard(ASK, other, k), 4)


def test_numbers_are_masked() -> None:
    """The same sentence about another order counts as the same words; only the state can tell a loop."""
    assert 1.0 == jaccard(
        "I have cancelled order 1234. Is there anything else?",
        "I have cancelled order 5678. Is there anything else?",
        1,
    )


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (ASK, "Can you share your order number so that I can look into it?"),
        ("I'm sorry, I didn't understand that.", "Sorry, I did not understand that."),
        ("What is your order number?", "Could you tell me your order number, please?"),
        ("Please provide the email address on your account.", "Could you give me the email address on the account?"),
    ],
)
def test_paraphrases_are_alike(one: str, other: str) -> None:
    """The same request in other words is recognised, and no slot vetoes it."""
    assert similar(one, other)
    assert not slot_differs(one, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Which size would you like?", "Which colour would you like?"),
        ("Shall I cancel the first item?", "Shall I cancel the second item?"),
        ("Would Monday suit you for the delivery?", "Would Tuesday suit you for the delivery?"),
        ("Which flavour would you prefer?", "Which fabric would you prefer?"),
        ("Order W-1042 has been cancelled.", "Order W-1077 has been cancelled."),
        ("What is your postcode?", "What is your email?"),
    ],
)
def test_like_questions_about_different_things_are_vetoed(one: str, other: str) -> None:
    """A size and a colour, a first and a second item, two orders: alike in words, but no repeat."""
    assert slot_differs(one, other)


def test_unlike_messages_are_unlike() -> None:
    """A greeting and a refusal have nothing in common."""
    assert not similar("Hello, how can I help you today?", "The address cannot be changed after dispatch.")


@given(st.text(max_size=80), st.text(max_size=80))
def test_measures_are_symmetric_shares(one: str, other: str) -> None:
    """Likeness is the same both ways and lies between nothing and everything."""
    for measure in (jaccard, trigram_cosine):
        assert measure(one, other) == measure(other, one)
        assert 0.0 <= measure(one, other) <= 1.0 + 1e-9
    assert similar(one, one)
