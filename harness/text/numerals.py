"""Numbers in words -> whole numbers: "thirty-nine", "a hundred and five"; up to nine hundred and ninety-nine."""

import re
from typing import Final

_UNITS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
_TEENS = (
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
)
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")

_WORTH: Final = {
    **{word: number for number, word in enumerate((*_UNITS, *_TEENS), start=1)},
    **{word: number * 10 for number, word in enumerate(_TENS, start=2)},
}
_UNDER_A_HUNDRED = rf"(?:{'|'.join(_TEENS)}|(?:{'|'.join(_TENS)})(?:[- ](?:{'|'.join(_UNITS)}))?|{'|'.join(_UNITS)})"

NUMBER_WORD: Final = rf"\b(?:(?:{'|'.join(_UNITS)}|a) hundred(?: and {_UNDER_A_HUNDRED})?|{_UNDER_A_HUNDRED})\b"
"""A number in words, as one alternative of an expression; the longest reading first."""

_WORD = re.compile(r"[a-z]+")


def in_words(text: str) -> int | None:
    """The number that these words are, in any case of letters; None when they are none."""
    total = 0
    for word in _WORD.findall(text.lower()):
        if word == "and":
            continue
        if word == "hundred":
            total = max(total, 1) * 100
        elif word in _WORTH:
            total += _WORTH[word]
        elif word != "a":
            return None
    return total or None
