"""Lines of a block -> sentences with exact places, and the marks that stand after them."""

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple, cast

from harness.criteria import Severity
from harness.text.sentences import split

from .blocks import Line
from .nouns import Span

_MARK = re.compile(r"[ \t]*\((low|medium|high|critical)\)(?=[ \t.!]*\Z)", re.IGNORECASE)
_LEADING_MARK = re.compile(r"\s*\((low|medium|high|critical)\)[\s.!]*", re.IGNORECASE)
_ENDS = (".", "!", "?", ":", ";", ",", '"', "”", "…")


class Piece(NamedTuple):
    """A sentence found in a block: its words, blanks collapsed, its place, and the mark it carries."""

    text: str
    span: Span
    severity: Severity | None = None


def pieces(file: str, lines: Sequence[Line], *, whole: bool = False) -> tuple[Piece, ...]:
    """The sentences of these lines. `whole`: they are one utterance, however many sentences it has."""
    if len(lines) > 1 and not whole and len(runs := _runs(lines)) > 1:
        return tuple(piece for run in runs for piece in pieces(file, run))
    text = "\n".join(line.text for line in lines)
    cuts = ((0, len(text)),) if whole else split(text)
    starts = [0]
    for before in lines[:-1]:
        starts.append(starts[-1] + len(before.text) + 1)
    return tuple(
        Piece(" ".join(stretch.words.split()), _span(file, lines, starts, stretch), stretch.severity)
        for stretch in _stretches(text, cuts)
    )


def _runs(lines: Sequence[Line]) -> list[Sequence[Line]]:
    """The lines parted where their author parted them on purpose, or all of them when each is one of its own."""
    if _each_its_own(lines):
        return [(line,) for line in lines]
    cuts = [number for number in range(1, len(lines)) if lines[number - 1].broken and _begins(lines[number].text)]
    return [lines[start:end] for start, end in pairwise([0, *cuts, len(lines)])]


def _begins(text: str) -> bool:
    first = text.lstrip("\"'“‘«(*_`")[:1]
    return not first.islower()


def _each_its_own(lines: Sequence[Line]) -> bool:
    """Whether these are separate lines, not a wrapped paragraph: none ends like a sentence and each begins like one."""
    return all(not line.text.endswith(_ENDS) and line.text[:1].isupper() for line in lines)


@dataclass
class _Stretch:
    """A sentence by its place in the joined lines; its mark is inside the place and not among the words."""

    start: int
    end: int
    words: str
    severity: Severity | None = None


def _stretches(text: str, cuts: Sequence[tuple[int, int]]) -> list[_Stretch]:
    """The sentences with marks such as (critical) put where they belong: on the sentence they follow."""
    out: list[_Stretch] = []
    for start, end in cuts:
        if out and (leading := _LEADING_MARK.match(text[start:end])):
            out[-1].severity = _severity(leading[1])
            out[-1].end = start + len(leading[0].rstrip())
            start += leading.end()
        words, severity = text[start:end], None
        if "(" in words and (mark := _MARK.search(words)):
            words, severity = words[: mark.start()] + words[mark.end() :], _severity(mark[1])
        if words.strip(" \t\n.!") or (words.strip() and severity is None):
            out.append(_Stretch(start, end, words, severity))
    return out


def _severity(word: str) -> Severity:
    return cast(Severity, word.casefold())


def _span(file: str, lines: Sequence[Line], starts: Sequence[int], stretch: _Stretch) -> Span:
    def place(offset: int) -> tuple[int, int]:
        index = bisect_right(starts, offset) - 1
        return lines[index].number + 1, lines[index].col + offset - starts[index] + 1

    (line_number, col), (end_line, end_col) = place(stretch.start), place(stretch.end - 1)
    return Span(file=file, line=line_number, col=col, end_line=end_line, end_col=end_col + 1)
