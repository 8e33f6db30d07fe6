"""Markdown -> blocks: which lines belong together, and in what: headings, text, tables, fences, comments.

Markdown-it settles where blocks begin and end; columns are found here. Whatever it leaves aside is picked up as
plain text afterwards, so that no line can be lost by a construct that nobody thought of.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from markdown_it import MarkdownIt
from markdown_it.token import Token

# Setext headings, link definitions and indented code would turn plain prose into something else unnoticed;
# inline markup is of no interest.
_MARKDOWN = (
    MarkdownIt("commonmark", {"maxNesting": 40})
    .enable("table")
    .disable(["lheading", "reference", "code", "html_block", "inline"])
)

_FENCE = re.compile(r"[ \t>]*(?:[-*+] +)?(`{3,}|~{3,})")
_MARKERS = re.compile(r"(?:[ \t]*(?:>|[-*+](?=[ \t]|$)|\d{1,9}[.)](?=[ \t]|$)))*[ \t]*")
_ONLY_MARKS = re.compile(r"[-*+>_=#|:\s]*\Z")

Kind = Literal["heading", "text", "table", "fence", "comment"]


@dataclass(frozen=True)
class Line:
    """A piece of one line of the file. Line and column count from 0."""

    number: int
    col: int
    text: str


@dataclass(frozen=True)
class Block:
    """Lines that belong together."""

    kind: Kind
    lines: tuple[Line, ...]
    level: int = 0
    """Of a heading: its number of #."""
    item: int | None = None
    """The list item that it stands in, by the line it starts on."""
    parent: int | None = None
    """The list item around that one."""
    closed: bool = True
    """False for a fence that runs into the end of the file."""

    @property
    def text(self) -> str:
        """Its text, markers off, lines kept."""
        return "\n".join(line.text for line in self.lines)


def blocks(source: str) -> tuple[Block, ...]:
    """The blocks of a file in order of place. The source has `\\n` line ends only."""
    masked, comments = _comments(source)
    lines = masked.split("\n")
    found = [*comments, *_tokens(lines, _MARKDOWN.parse(masked))]
    found += _leftovers(lines, found)
    return tuple(sorted(found, key=lambda block: (block.lines[0].number, block.lines[0].col)))


def _comments(source: str) -> tuple[str, list[Block]]:
    """The source with HTML comments blanked out, and the comments. A comment that is never closed is plain text."""
    out, found, at = list(source), [], 0
    fenced = _fenced(source)
    starts = [0, *(index + 1 for index, mark in enumerate(source) if mark == "\n")]
    while (start := source.find("<!--", at)) >= 0:
        end = source.find("-->", start + 4)
        if end < 0:
            break
        fence = bisect_right(fenced, (start, len(source))) - 1
        if fence >= 0 and start < fenced[fence][1]:
            at = fenced[fence][1]
            continue
        at = end + 3
        found.append(Block("comment", tuple(_lines_of(source, starts, start + 4, end))))
        for index in range(start, at):
            if out[index] != "\n":
                out[index] = " "
    return "".join(out), [block for block in found if block.lines]


def _lines_of(source: str, starts: Sequence[int], start: int, end: int) -> Iterator[Line]:
    first = bisect_right(starts, start) - 1
    col = start - starts[first]
    for number, text in enumerate(source[start:end].split("\n"), first):
        if text.strip():
            yield Line(number, col + len(text) - len(text.lstrip()), text.strip())
        col = 0


def _fenced(source: str) -> list[tuple[int, int]]:
    """The stretches inside code fences, so that a comment shown in one is not taken for a comment."""
    found, opened, mark, at = [], 0, "", 0
    for line in source.split("\n"):
        match = _FENCE.match(line)
        if match and not mark:
            opened, mark = at, match[1]
        elif match and match[1].startswith(mark) and not line[match.end() :].strip():
            found.append((opened, at + len(line)))
            mark = ""
        at += len(line) + 1
    if mark:
        found.append((opened, len(source)))
    return found


def _tokens(lines: Sequence[str], tokens: Sequence[Token]) -> Iterator[Block]:
    items: list[int] = []
    table_end = -1
    for token, after in zip(tokens, [*tokens[1:], None], strict=False):
        if token.type == "list_item_open" and token.map:
            items.append(token.map[0] * 1000 + token.level)
        elif token.type == "list_item_close":
            items.pop()
        elif not token.map or token.map[0] < table_end:
            continue
        elif token.type == "table_open":
            table_end = token.map[1]
            yield Block("table", tuple(_pieces(lines, token.map)), item=_last(items), parent=_last(items[:-1]))
        elif token.type == "fence":
            yield Block("fence", tuple(_pieces(lines, token.map)), closed=_closed(lines, token))
        elif token.type in ("heading_open", "paragraph_open") and after:
            heading = token.type == "heading_open"
            yield Block(
                "heading" if heading else "text",
                tuple(_pieces(lines, token.map, after.content)),
                level=len(token.markup) if heading else 0,
                item=_last(items),
                parent=_last(items[:-1]),
            )


def _closed(lines: Sequence[str], fence: Token) -> bool:
    first, end = fence.map or (0, 0)
    return end - first > 1 and _piece(end - 1, lines[end - 1], None).text.startswith(fence.markup)


def _last(items: Sequence[int]) -> int | None:
    return items[-1] if items else None


def _pieces(lines: Sequence[str], span: Sequence[int], content: str | None = None) -> Iterator[Line]:
    wanted = content.split("\n") if content is not None else [None] * (span[1] - span[0])
    for number, text in zip(range(span[0], span[1]), wanted, strict=False):
        yield _piece(number, lines[number], text)


def _piece(number: int, line: str, text: str | None) -> Line:
    """The place of a block's text on its line: what markdown-it gave, or the line without its markers."""
    if text is not None and (at := line.rfind(text.strip())) >= 0:
        return Line(number, at, text.strip())
    match = _MARKERS.match(line)
    at = match.end() if match else 0
    return Line(number, at, line[at:].rstrip())


def _leftovers(lines: Sequence[str], found: Sequence[Block]) -> Iterator[Block]:
    """Lines that no block holds, unless they are blank or markers only."""
    held = {line.number for block in found if block.kind != "comment" for line in block.lines}
    for number, line in enumerate(lines):
        piece = _piece(number, line, None)
        if number not in held and not _ONLY_MARKS.match(piece.text):
            yield Block("text", (piece,))
