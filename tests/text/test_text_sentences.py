"""Where sentences begin and end."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.text.sentences import split


def pieces(text: str) -> list[str]:
    return [text[start:end] for start, end in split(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One. Two! Three? Four", ["One.", "Two!", "Three?", "Four"]),
        ("Mr. Smith paid £3.50. He left.", ["Mr. Smith paid £3.50.", "He left."]),
        ("See No. 5, e.g. the kettle, approx. 2 kg.", ["See No. 5, e.g. the kettle, approx. 2 kg."]),
        ("No. We can't.", ["No.", "We can't."]),
        ("We close at 6 p.m. on Friday.", ["We close at 6 p.m. on Friday."]),
        ("We close at 6 p.m. Please come early.", ["We close at 6 p.m.", "Please come early."]),
        ("5 St. James St. in Leeds. Thanks.", ["5 St. James St. in Leeds.", "Thanks."]),
        ("Ask Hearth Ltd. about it.", ["Ask Hearth Ltd. about it."]),
        ("Version 2.3.1 is out. Get it.", ["Version 2.3.1 is out.", "Get it."]),
        ("See www.example.com/a?b=c. Then call.", ["See www.example.com/a?b=c.", "Then call."]),
        ("ok. thanks. bye", ["ok.", "thanks.", "bye"]),
        ("Wait... maybe. So… Yes.", ["Wait... maybe.", "So…", "Yes."]),
        ("Signed by J. Smith today. Good.", ["Signed by J. Smith today.", "Good."]),
    ],
)
def test_full_stops_that_end_a_sentence(text: str, expected: list[str]) -> None:
    """Abbreviations, amounts, versions and addresses of the net do not end a sentence."""
    assert expected == pieces(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            'If offered a voucher: "No. I\'d like my money back." She waits.',
            ['If offered a voucher: "No. I\'d like my money back."', "She waits."],
        ),
        ("She says “Stop. Now.” and leaves. Good.", ["She says “Stop. Now.” and leaves.", "Good."]),
        ("It broke (twice. In May!) again. Sorry.", ["It broke (twice. In May!) again.", "Sorry."]),
        ('voucher: "No. Thanks." refund: "Yes."', ['voucher: "No. Thanks." refund: "Yes."']),
    ],
)
def test_quotations_and_brackets_stay_whole(text: str, expected: list[str]) -> None:
    """What somebody says word for word is never cut in two."""
    assert expected == pieces(text)


def test_blank_lines_and_bullets_part_sentences() -> None:
    """A line that merely wraps goes on; a blank line or a bullet begins something new."""
    text = "One line\nthat wraps\n\nNext\n- first\n- second. third\n2. fourth"
    assert ["One line\nthat wraps", "Next", "- first", "- second.", "third", "2. fourth"] == pieces(text)


PROSE = st.text(alphabet='abcAB .!?…"“”()[]`\n-1,:’', max_size=200)


@given(st.one_of(st.text(), PROSE))
def test_no_character_is_lost(text: str) -> None:
    """Spans are in order, do not overlap, and hold every character that is not blank."""
    spans = split(text)
    assert all(start < end for start, end in spans)
    assert all(before[1] <= after[0] for before, after in itertools.pairwise(spans))
    covered = "".join(text[start:end] for start, end in spans)
    assert "".join(text.split()) == "".join(covered.split())


@given(st.text(alphabet="abAB .!?", max_size=60).filter(lambda inner: inner.strip() == inner and inner))
def test_words_in_quotation_marks_are_never_cut(inner: str) -> None:
    """Whatever stands between quotation marks stays in one sentence."""
    text = f'First. Then "{inner}" follows. Last.'
    start = text.index('"')
    end = start + len(inner) + 2
    assert any(first <= start and end <= last for first, last in split(text))


ANSWERS = [
    ('If asked who: "Ole"\nIf asked where: "Oslo"', ['If asked who: "Ole"', 'If asked where: "Oslo"']),
    ('He says: "Yes"\nMaria then leaves.', ['He says: "Yes"', "Maria then leaves."]),
    ('If asked: "Ole" If pressed: "No"', ['If asked: "Ole"', 'If pressed: "No"']),
    ('He says: "Yes"\nand leaves.', ['He says: "Yes"\nand leaves.']),
    ('The button "Pay"\nMaria sees is grey.', ['The button "Pay"\nMaria sees is grey.']),
    ('He says: "Yes." Then he leaves.', ['He says: "Yes."', "Then he leaves."]),
]


@pytest.mark.parametrize(("text", "expected"), ANSWERS)
def test_an_answer_behind_a_colon_ends_with_its_line(text: str, expected: list[str]) -> None:
    """What somebody says, alone on the rest of its line, needs no full stop before the next sentence."""
    assert expected == [text[start:end] for start, end in split(text)]
