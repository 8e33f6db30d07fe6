"""An author writes about the customer; the customer speaks for themselves."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.text.voice import first_person

CASES = [
    (
        "Maria Lopez",
        "she",
        "She wants a full refund to her original card.",
        "I want a full refund to my original card.",
    ),
    (
        "Maria Lopez",
        "she",
        "Maria bought a kettle and it arrived cracked.",
        "I bought a kettle and it arrived cracked.",
    ),
    ("Tom Becker", "he", "He was charged twice for his club.", "I was charged twice for my club."),
    ("Priya Shah", "she", "to cancel her subscription", "to cancel my subscription"),
    ("Leon Fischer", "he", "His machine started to smoke.", "My machine started to smoke."),
    ("Dana Reed", "she", "She is asking about a friend's order.", "I'm asking about a friend's order."),
    ("Alex Kim", "they", "They have lost their card.", "I have lost my card."),
    ("Sam", "he", "Sam's parcel is late and he needs it now.", "My parcel is late and I need it now."),
    ("Mia", "she", "The agent told her that it would come.", "The agent told me that it would come."),
    ("Mia", "she", "She lives in Leeds and works nights.", "I live in Leeds and work nights."),
    (None, None, "You want to return the blender you bought.", "I want to return the blender I bought."),
    (None, None, "The customer wants a refund.", "I want a refund."),
    ("Leon Fischer", "he", "He's just asking.", "I'm just asking."),
    (
        "Leon Fischer",
        "he",
        "He wants to know your hours and when you're open.",
        "I want to know your hours and when you're open.",
    ),
    ("Leon Fischer", "he", "You bought a lamp.", "I bought a lamp."),
    (
        "Leon Fischer",
        None,
        "He's been a member for years and hates paperwork.",
        "I've been a member for years and hate paperwork.",
    ),
    ("Chloe Martin", "she", "She'd like it gone, and she'll wait.", "I'd like it gone, and I'll wait."),
    ("Chloe Martin", "she", "Her sister gave her one.", "My sister gave me one."),
    ("Alex Kim", "they", "They've moved and they're cross.", "I've moved and I'm cross."),
    ("Leon Fischer", "he", "It's broken and they've sent two.", "It's broken and they've sent two."),
    (None, None, "information about her order", "information about my order"),
]


@pytest.mark.parametrize(("name", "pronoun", "written", "spoken"), CASES)
def test_the_customer_speaks_for_themselves(name: str, pronoun: str, written: str, spoken: str) -> None:
    """Subject, possessives, objects and verbs are turned to the first person."""
    assert spoken == first_person(written, name, pronoun)


def test_other_people_stay_who_they_are() -> None:
    """`they` may be the parcels, and he is not she."""
    assert "I bought shoes and they do not fit." == first_person("She bought shoes and they do not fit.", "Ann", "she")
    assert "I know that he has the key." == first_person("She knows that he has the key.", "Ann", "she")


@given(st.text(max_size=200))
def test_any_text_can_be_turned(text: str) -> None:
    """Whatever an author writes, turning it never fails."""
    assert isinstance(first_person(text, "Ann", "she"), str)
