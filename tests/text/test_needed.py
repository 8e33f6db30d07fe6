"""What a pattern needs is read off the pattern, and rules out no text in which it could be found."""

import re

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from harness.text import needed as reader
from harness.text.caseless import Caseless
from harness.text.needed import held, needed

WORDS = ("ask", "asks", "for", "a", "an", "refund", "re", "no", "if")
WORD = st.sampled_from(WORDS)
PIECE = st.one_of(
    WORD,
    st.sampled_from(
        (r"\b", r"\s+", " ", "'", ";", r"\d", r"\w+", ".", "[ae]", r"[,;]\s*", r"(?<=a)", "(?!re)", "(?=n)")
    ),
)


def _repeated(inner: str, times: str) -> str:
    """Never any number of times what is there any number of times: Python's search would take for ever."""
    return f"(?:{inner}){'?' if times in '*+' and set('*+') & set(inner) else times}"


def _grown(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.one_of(
        st.lists(inner, min_size=1, max_size=4).map("".join),
        st.lists(inner, min_size=1, max_size=3).map(lambda ways: f"(?:{'|'.join(ways)})"),
        st.builds(_repeated, inner, st.sampled_from(("?", "*", "+", "{1,2}", "??"))),
        st.builds("(?:{}|)".format, inner),
    )


SOURCE = st.recursive(PIECE, _grown, max_leaves=8)
TEXT = st.lists(
    st.one_of(WORD, st.sampled_from((" ", "  ", "'", ";", ",", "7", "ref", "und", "A", "İ", "ſ", "n't"))), max_size=10
).map("".join)


@settings(max_examples=400)
@given(source=SOURCE, text=TEXT)
def test_no_text_is_ruled_out_in_which_the_pattern_is(source: str, text: str) -> None:
    """However a pattern is put together: where Python finds it, what it needs is in the text."""
    assume(source.count("+") + source.count("*") < 4)
    try:
        pattern = re.compile(source, re.IGNORECASE)
    except (re.error, OverflowError):
        return
    quick = Caseless(source)
    for way in ("search", "match", "fullmatch"):
        expected, actual = getattr(pattern, way)(text), getattr(quick, way)(text)
        assert (expected and expected.span()) == (actual and actual.span())
    for start in range(len(text)):
        found, seen = pattern.search(text, start), quick.search(text, start)
        assert (found and found.span()) == (seen and seen.span())
        found, seen = pattern.search(text, start, len(text) - 1), quick.search(text, start, len(text) - 1)
        assert (found and found.span()) == (seen and seen.span())
    assert [found.span() for found in pattern.finditer(text)] == [found.span() for found in quick.finditer(text)]
    assert pattern.sub("-", text) == quick.sub("-", text)


@pytest.mark.parametrize(
    ("source", "without", "among"),
    [
        (r"\b(?:refund|return)s?\b", "She wants a rebate.", "No returns."),
        (r"\bask(?:s|ed)? for\b", "She was told of it.", "She asked for it."),
        (r"(?:she|he) (?:is|was) not", "She is patient.", "He was not."),
        (r"[£$]\d", "It costs five euros.", "It costs £5."),
        (r"\d+ years", "For many months.", "For 3 years."),
        (r"(?:is|was) (?:out of stock|in error)", "It was in the shop.", "It is in error."),
        (r"asks? (?:for )?(?:a discount|it back)", "She asks for a voucher.", "She asks for it back."),
    ],
)
def test_a_text_without_its_words_is_ruled_out(source: str, without: str, among: str) -> None:
    """A pattern is not even looked for in a text that holds none of the words of which it needs one."""
    own, _ = needed(source, re.IGNORECASE)
    assert not own & held(without.lower())
    assert own & held(among.lower())


@pytest.mark.parametrize("source", [r"\w+ly", r"colou?r", r"(?:now )?", r".+"])
def test_what_may_be_in_any_text_is_looked_for_in_every_text(source: str) -> None:
    """Where a pattern needs no word, nothing is ruled out."""
    own, _ = needed(source, re.IGNORECASE)
    assert own & held("")
    assert own & held("anything at all")


def test_a_text_that_was_looked_at_is_asked_again_for_what_is_first_needed_later() -> None:
    """What is remembered of a text does not hide from it a word that no pattern needed when it was first looked at."""
    text = "Her gadabout aunt asks."
    assert Caseless(r"\basks\b").search(text) is not None
    assert Caseless(r"\bgadabout\b").search(text) is not None


def test_a_python_that_does_not_show_its_patterns_looks_everywhere(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where patterns cannot be read, every one of them is looked for in every text: slower, and the same."""
    monkeypatch.setattr(reader, "parse", None)
    quick = Caseless("refunds?")
    assert all(own & held("no.") for own in needed("refunds?"))
    assert quick.search("No Refund.") is not None
    assert quick.search("No.") is None
