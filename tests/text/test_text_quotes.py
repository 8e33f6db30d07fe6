"""Quotes are found by a program or they are no evidence."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.text.quotes import Found, find_quote

TURNS = {3: "I’ve **issued** your refund of $20.00.", 5: "Is there anything else?"}


@pytest.mark.parametrize(
    ("words", "turn", "expected"),
    [
        ("I've issued your refund of $20.00", 3, ("exact", 3)),
        ("I've issued your refund of $20.00", 5, ("moved", 3)),
        ("I have issued your refund of $20.00", 3, ("fuzzy", 3)),
        ("issued your refund of $25.00", 3, None),
        ("refund", 3, None),
        ("Is there anything else?", 5, ("exact", 5)),
        ("we never issued any refund", 3, None),
        ("“… issued your refund of $20.00 …”", 3, ("exact", 3)),
        ("", 3, None),
        ("your refund of $2", 3, None),
    ],
)
def test_quotes_of_the_specification(words: str, turn: int, expected: tuple[str, int] | None) -> None:
    """A quote is found exactly, in another turn, or nearly; never with other digits, never when it is a scrap."""
    found = find_quote(words, turn, TURNS)
    assert expected == (found and (found.how, found.turn))


def test_a_quote_said_in_two_other_turns_is_not_moved() -> None:
    """When words stand in several other turns nobody can say which was meant."""
    assert None is find_quote(
        "we are closed on Sunday", 1, {1: "Hello", 2: "We are closed on Sunday.", 3: "we are closed on sunday"}
    )


def test_part_of_a_number_is_not_the_number() -> None:
    """A quote of $20 does not match $200 or $20.50."""
    assert None is find_quote("a refund of $20", 1, {1: "You get a refund of $200."})
    assert None is find_quote("a refund of $20", 1, {1: "You get a refund of $20.50."})


SAID = ("the", "refund", "takes", "five", "days", "and", "goes", "to", "your", "card", "W-1042")


@given(
    st.lists(st.sampled_from(SAID), min_size=3, max_size=12),
    st.data(),
)
def test_every_stretch_of_three_words_is_found(words: list[str], data: st.DataObject) -> None:
    """Whatever was really said can be quoted."""
    start = data.draw(st.integers(0, len(words) - 3))
    end = data.draw(st.integers(start + 3, len(words)))
    assert Found(how="exact", turn=1) == find_quote(" ".join(words[start:end]), 1, {1: " ".join(words)})


@given(st.text(), st.text())
def test_hostile_quotes_are_answered(words: str, text: str) -> None:
    """Any characters at all get an answer: exact, or not found."""
    found = find_quote(words, 1, {1: text})
    assert found is None or 1 == found.turn


def test_long_texts_are_searched_in_bounded_time() -> None:
    """A reply of 64 kB full of almost matching words is searched, and the quote at its end is found."""
    text = "the refund is being made " * 2_600 + "it will reach your card soon"
    assert Found(how="fuzzy", turn=1) == find_quote("it wil reach your card soon", 1, {1: text})
