"""Promise 1 at its root: whatever an author types is somewhere in what was read, once, and where it says."""

import itertools
import re
from collections.abc import Container, Iterator
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from harness.journey import Journey, read_journey
from harness.journey.blocks import blocks
from harness.journey.settings import settings_line
from tests.journey.documents import journeys, pages, wild

SOME = settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
ANY = st.one_of(wild(), st.text(max_size=300), journeys().flatmap(pages))
MARKS = re.compile(r"[-*+•‣◦▪●○–>_=#|:\s\\\[\]xX.)\d]*")
"""What the front of a line and a line without words may hold beside their words."""


def read(text: str, folder: Path) -> Journey:
    """Read a text as a journey."""
    path = folder / "journey.md"
    path.write_bytes(text.encode("utf-8", "surrogatepass"))
    return read_journey(path, folder)


def kept(journey: Journey) -> str:
    """Everything that is shown of a journey: its title, settings, sentences, variations and complaints."""
    parts = [journey.title, journey.settings.model_dump_json()]
    parts += [sentence.text for sentence in journey.sentences]
    parts += [f"{one.name} {one.segment} {one.values} {one.settings}" for one in journey.variations]
    lines = journey.source.split("\n")
    parts += [line for one in journey.complaints for line in lines[one.span.line - 1 : one.span.end_line]]
    return "\n".join(parts)


def places(journey: Journey, without: Container[tuple[int, int]] = ()) -> Iterator[tuple[int, int, int]]:
    """Line, first and last column of every stretch of a line that a sentence holds, from 0."""
    lines = journey.source.split("\n")
    for span in (sentence.span for sentence in journey.sentences):
        if (span.line - 1, span.col - 1) in without:
            continue
        for number in range(span.line - 1, span.end_line):
            begin = span.col - 1 if number == span.line - 1 else 0
            end = span.end_col - 1 if number == span.end_line - 1 else len(lines[number])
            yield number, begin, end


@SOME
@given(text=wild())
def test_no_word_of_a_document_is_lost(text: str, tmp_path: Path) -> None:
    """Every word of a document is in a sentence, a setting, a variation or a complaint."""
    held = set(re.findall(r"w\d+x", kept(read(text, tmp_path))))
    assert set(re.findall(r"w\d+x", text)) == held


@SOME
@given(text=ANY)
def test_every_line_stands_in_one_block(text: str) -> None:
    """A page is taken apart without loss: what no block holds is a bullet, a rule, a mark or blank."""
    source = text.replace("\r\n", "\n").replace("\r", "\n").removeprefix("\ufeff")
    rest = [list(line) for line in source.split("\n")]
    for block in blocks(source):
        for line in block.lines:
            held = rest[line.number][line.col : line.col + len(line.text)]
            assert line.text == "".join(held)
            rest[line.number][line.col : line.col + len(line.text)] = [" "] * len(held)
    left = re.sub(r"<!--|-->", "", "\n".join("".join(line) for line in rest))
    assert [] == [line for line in left.split("\n") if not MARKS.fullmatch(line)]


@SOME
@given(text=ANY)
def test_a_sentence_stands_where_it_says(text: str, tmp_path: Path) -> None:
    """The place of a sentence holds its words and nothing else but its mark; nothing that can be typed fails."""
    journey = read(text, tmp_path)
    lines = journey.source.split("\n")
    for sentence in journey.sentences:
        span = sentence.span
        held = lines[span.line - 1 : span.end_line]
        held[-1] = held[-1][: span.end_col - 1]
        held[0] = held[0][span.col - 1 :]
        words = sentence.text.split()
        assert held[0].lstrip().startswith(words[0])
        assert words[-1] in held[-1]
        if span.line == span.end_line and sentence.severity is None:
            assert words == held[0].split()
    assert len(journey.sentences) == len({sentence.id for sentence in journey.sentences})


@SOME
@given(text=ANY)
def test_no_character_stands_in_two_sentences(text: str, tmp_path: Path) -> None:
    """Sentences do not overlap, though a comment may stand inside one: each character belongs to one of them."""
    journey = read(text, tmp_path)
    remarks = {
        (line.number, line.col) for block in blocks(journey.source) if block.kind == "comment" for line in block.lines
    }
    taken: dict[int, list[tuple[int, int]]] = {}
    for number, begin, end in places(journey, without=remarks):
        taken.setdefault(number, []).append((begin, end))
    for held in taken.values():
        held.sort()
        assert all(before[1] <= after[0] for before, after in itertools.pairwise(held))


@SOME
@given(text=ANY)
def test_every_character_of_a_text_is_in_a_sentence(text: str, tmp_path: Path) -> None:
    """What stands in a paragraph or a bullet is in a sentence, unless it is a setting, a title, a cell or a link."""
    journey = read(text, tmp_path)
    rest = [list(line) for line in journey.source.split("\n")]
    for number, begin, end in places(journey):
        rest[number][begin:end] = [" "] * (end - begin)
    for block in blocks(journey.source):
        for line in block.lines if block.kind in ("text", "comment") else ():
            left = "".join(rest[line.number][line.col : line.col + len(line.text)])
            said = settings_line(line.text) or re.search(r"\]\(.*\.md\)", line.text) or block.underlined
            said = said or ("|" in line.text and "Try it with" in text)
            # The first word of a step, the pipes of a row, and a mark after a full stop are no words of a sentence.
            assert said or re.fullmatch(r"(?:Given|When|Then|And|But|\(critical\)|[\s|.!:-])*", left)


def _same(one: Journey, other: Journey) -> bool:
    def said(journey: Journey) -> list[tuple[str, str]]:
        return sorted(
            (sentence.heading, sentence.text) for sentence in journey.sentences if "remark" not in sentence.text
        )

    return (one.title, one.settings, said(one)) == (other.title, other.settings, said(other))


@SOME
@given(data=st.data(), made=journeys())
def test_how_a_journey_is_laid_out_does_not_matter(data: st.DataObject, made: object, tmp_path: Path) -> None:
    """Bullets or paragraphs, any name for a heading, wrapped lines, line ends: the sentences are the same."""
    first = read(data.draw(pages(made)), tmp_path)  # type: ignore[arg-type]
    second = read(data.draw(pages(made)), tmp_path)  # type: ignore[arg-type]
    assert _same(first, second)
    assert [] == [complaint for complaint in first.complaints if complaint.severity == "error"]
