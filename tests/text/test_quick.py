"""Patterns that say quickly that they are not there find what the same pattern finds in Python."""

import importlib
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from harness.text.quick import Quick, ways_of

ROOMS = ("phrases", "claims", "idioms", "normal", "synonyms", "values")
PATTERNS = {
    f"{room}.{name}": held
    for room in ROOMS
    for name, held in vars(importlib.import_module(f"harness.text.{room}")).items()
    if isinstance(held, Quick)
}
PIECES = st.sampled_from(
    "i we you i've i'll your the that it it's is are has been have now just already gladly not never can can't could"
    " would like want me to let know a an of for on in with and but if what which how no free charge charged money"
    " back refund refunded refunding order number id post code postcode e-mail email sent out send cancel cancelled"
    " cancellation fee transfer pass put over through team person colleague sorry apologise thank thanks bye hello"
    " please tell confirm anything else help offer voucher credit sign log in up right away straight £39.00"
    " 12,50 5 1042 working days twenty-two three hundred .5 ; - ' don't all done sorted".split()
)
SAID = st.builds(" ".join, st.lists(PIECES, max_size=14))


@pytest.mark.parametrize("name", sorted(PATTERNS))
@settings(max_examples=60)
@given(text=SAID)
def test_a_pattern_is_found_where_python_finds_it(name: str, text: str) -> None:
    """Whatever is said, the quick way finds a thing exactly where the slow way does."""
    quick = PATTERNS[name]
    slow = re.compile(quick.pattern)
    expected, actual = slow.search(text), quick.search(text)
    assert (expected and expected.span()) == (actual and actual.span())
    assert [found.span() for found in slow.finditer(text)] == [found.span() for found in quick.finditer(text)]
    assert slow.sub("-", text) == quick.sub("-", text)


def test_it_can_begin_to_look_at_a_place() -> None:
    """What stands before the place from which it looks is not found, and a whole text is told from a part."""
    quick = Quick(r"no|yes, no")
    found = quick.search("no, no", 2)
    assert found is not None
    assert (4, 6) == found.span()
    assert (None, True) == (quick.fullmatch("no, no"), quick.fullmatch("yes, no") is not None)
    assert (None, True) == (quick.match("oh no"), quick.match("no way") is not None)


def test_what_it_needs_is_learnt_however_late() -> None:
    """A text that was looked at before a pattern was known holds the pattern's words all the same."""
    text = "a quagmire of zeugmas"
    assert Quick("quagmires").search(text) is None
    assert Quick("zeugmas").search(text) is not None


def test_the_ways_of_a_pattern_are_its_outermost_alternatives() -> None:
    """Bars within brackets, classes and escapes part nothing."""
    assert (r"a(?:b|c)", r"[|)\]]d", r"\|e", "") == ways_of(r"a(?:b|c)|[|)\]]d|\|e|")
