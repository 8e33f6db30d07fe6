"""What a sentence never loses an end of: quotations, brackets, names, figures and addresses."""

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from harness.text.sentences import split

WHOLE = (
    "“No. I want it back.”",
    '"No. I want it back."',
    "‘No. I won’t.’",
    "'No. I can't.'",
    "„Nein. Danke.“",
    "« Non. Merci. »",
    "「不。谢谢。」",
    "“Did she say ‘Stop. Now.’ to you?”",
    "(the older one. Not the new one)",
    "[see p. 3. Then p. 4]",
    "`order.get. now`",
    "J. R. Smith",
    "Dr. Okafor",
    "the U.S. office",
    "the V.P. of sales",
    "e.g. a lamp",
    "approx. 2 kg",
    "No. 5",
    "£1,042.50",
    "version 2.3.1",
    "9.30 a.m. or so",
    "5:30 p.m. on Monday",
    "order W-1042",
    "a.b@example.co.uk",
    "https://shop.example/a.b?c=d.e",
    "the file notes.txt",
    "well... perhaps",
    "refunds: “Yes. Today.”",
)
OPENERS = ("She says", "He asks about", "The agent mentions", "Ann wants")
CLOSERS = ("and waits.", "again!", "once more?", "today…")


def pieces(text: str) -> list[str]:
    return [text[start:end] for start, end in split(text)]


@st.composite
def sentences(draw: st.DrawFn) -> str:
    """A sentence with one or two things in it that hold full stops of their own."""
    held = draw(st.lists(st.sampled_from(WHOLE), min_size=1, max_size=2))
    return f"{draw(st.sampled_from(OPENERS))} {' and '.join(held)} {draw(st.sampled_from(CLOSERS))}"


@settings(max_examples=200)
@given(st.lists(sentences(), min_size=1, max_size=5))
def test_sentences_come_apart_where_they_were_put_together(written: list[str]) -> None:
    """Whatever full stops stand inside them, sentences set side by side are found again."""
    assert written == pieces(" ".join(written))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("She comes at 6 p.m. Maria waits.", ["She comes at 6 p.m.", "Maria waits."]),
        ("Open till 6 p.m. Friday. Then shut.", ["Open till 6 p.m. Friday.", "Then shut."]),
        ("1. First. 2. Second.", ["1. First.", "2. Second."]),
        ("See Nos. 5 and 6. No. It is not.", ["See Nos. 5 and 6.", "No.", "It is not."]),
        ("The customers' order is late. It's 'fine'.", ["The customers' order is late.", "It's 'fine'."]),
        ("rock 'n' roll. The '90s. Ok.", ["rock 'n' roll.", "The '90s.", "Ok."]),
        ("مرحبا. أريد المال؟ نعم.", ["مرحبا.", "أريد المال؟", "نعم."]),
    ],
)
def test_what_is_easily_cut_wrong(text: str, expected: list[str]) -> None:
    """Times before names, lists on one line, apostrophes, and the marks of other scripts."""
    assert expected == pieces(text)


@pytest.mark.parametrize("mark", ['"', "'", "“", "‘", "(", "[", "«", "„", "`", "“ ‘ ", "( ["])
def test_what_is_never_closed_hides_nothing(mark: str) -> None:
    """An open quotation or bracket does not swallow the sentences after it."""
    assert ["She waits.", "He goes."] == pieces(f"It {mark}began. She waits. He goes.")[-2:]


@given(st.text(alphabet="ab. '\"“”‘’„«»()[]`「」!?A1", max_size=120))
def test_every_character_stands_in_one_sentence(text: str) -> None:
    """However marks are mixed, sentences are in order, do not overlap, and leave out only blanks."""
    spans = split(text)
    assert all(before[1] <= after[0] for before, after in itertools.pairwise(spans))
    assert "".join(text.split()) == "".join("".join(text[start:end].split()) for start, end in spans)
