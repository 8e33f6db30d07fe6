"""Patterns that overlook case find what the same pattern finds in Python, in any writing."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from harness.text.caseless import Caseless

SOURCES = (
    r"\b(?:wants?|needs?)\b\s+(?P<what>.+)",
    r"\A(?:she|he|[A-Z]\w+)\s+(?:IS|was)\b(?! NOT)",
    r"(?P<first>\w)(?P=first)\W*\Z",
    r"(?:keeps|kisses) (?P<it>it|(?-i:[A-Z])\w+)",
)
SPELT = st.text(alphabet="sheweanditkpsSHEWEANDITKPSſıİKß £\n", max_size=24)
SAID = st.sampled_from(("She wants a refund", "HE IS not", "he was NOT", "ſhe needs it", "Kisses Ben", "kıſſes it"))


@pytest.mark.parametrize("source", SOURCES)
@settings(max_examples=60)
@given(text=st.one_of(SAID, SPELT, st.builds("{} {}".format, SAID, SPELT)))
def test_case_is_overlooked_as_python_overlooks_it(source: str, text: str) -> None:
    """Whatever the letters, the quick way finds a thing exactly where the slow way does."""
    slow, quick = re.compile(source, re.IGNORECASE), Caseless(source)
    for way in ("search", "match", "fullmatch"):
        expected, actual = getattr(slow, way)(text), getattr(quick, way)(text)
        assert (expected and expected.span(), expected and expected.groups()) == (
            actual and actual.span(),
            actual and actual.groups(),
        )
    assert quick.sub("-", text) == slow.sub("-", text)


def test_it_can_begin_to_look_at_a_place() -> None:
    """What stands before the place from which it looks is not found."""
    found = Caseless("no").search("No, no.", 2)
    assert found is not None
    assert found.span() == (4, 6)


def test_the_match_says_of_which_pattern_it_is() -> None:
    """Who tries several patterns can tell which one it was."""
    pattern = Caseless("no")
    found = pattern.search("No.")
    assert found is not None
    assert found.re is pattern.full
