"""Numbers that people write in words."""

import re

import pytest

from harness.text.numerals import NUMBER_WORD, in_words

WORDS = [
    ("one", 1),
    ("twelve", 12),
    ("nineteen", 19),
    ("forty", 40),
    ("Thirty-nine", 39),
    ("twenty one", 21),
    ("a hundred", 100),
    ("two hundred and five", 205),
    ("nine hundred and ninety-nine", 999),
]


@pytest.mark.parametrize(("text", "number"), WORDS)
def test_numbers_in_words(text: str, number: int) -> None:
    """A number in words is found whole, and is the number it says."""
    match = re.search(NUMBER_WORD, text, re.IGNORECASE)
    assert match is not None
    assert (text, number) == (match[0], in_words(match[0]))


@pytest.mark.parametrize("text", ["someone", "a", "weight", "hundreds of", "often", "39"])
def test_other_words_are_no_numbers(text: str) -> None:
    """A word that only sounds like a number is none."""
    assert in_words(text) is None
