"""Markdown -> blocks: which lines belong together, and in what: headings, text, tables, fences, comments.

Markdown-it settles where blocks begin and end. Only what shapes a page is read; emphasis and links stay in the text.
Where Markdown on a web page would make a line silently something else, rules of our own stand in its place: indented
lines are text, not code, and a bullet is a bullet wherever it stands, nested when it is indented by two blanks.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import accumulate
from typing import Literal, NamedTuple

from markdown_it import MarkdownIt
from markdown_it.parser_block import RuleFuncBlockType
from markdown_it.ruler import RuleOptionsType
from markdown_it.rules_block import StateBlock, blockquote, fence, heading, hr, table
from markdown_it.token import Token

_BULLET = re.compile(r"(?:[-*+•‣◦▪●○–]|\d{1,2}[.)])(?=[ \t]|\Z)(?:[ \t]+\[[ xX]\](?=[ \t]))?[ \t]*")
_UNDERLINE = re.compile(r"(={3,}|-{3,})[ \t]*\Z")
_DEEPEST = 20
"""How deep bullets and quotations are nested; the marks of deeper ones are part of their text."""
_BLANK = re.compile(r"[^\S\n\t ]")
"""A blank that Markdown does not know."""
_CHARACTER = re.compile(r"[^-*+>_=#|:\s]")
"""What a line must hold to say anything: one character that is no mark of Markdown."""
_UNDERLINES = ("", "=", "-")

Kind = Literal["heading", "text", "table", "fence", "comment"]


class Line(NamedTuple):
    """A piece of one line of the file. Line and column count from 0."""

    number: int
    col: int
    text: str
    broken: bool = False
    """Whether its author broke it on purpose, with two blanks or a backslash at its end."""


class Block(NamedTuple):
    """Lines that belong together."""

    kind: Kind
    lines: tuple[Line, ...]
    level: int = 0
    """Of a heading: its number of #, or 1 and 2 for one underlined with = and -."""
    item: int | None = None
    """The list item that it stands in, by a number of its own."""
    parent: int | None = None
    """The list item around that one."""
    closed: bool = True
    """False for a fence that runs into the end of the file."""
    underlined: int = 0
    """Of a text: 1 when a line of = stands right below it, 2 when a line of - does."""

    @property
    def text(self) -> str:
        """Its text, markers off, lines kept."""
        return "\n".join(line.text for line in self.lines)


def blocks(source: str) -> tuple[Block, ...]:
    """The blocks of a file in order of place. The source has `\\n` line ends only."""
    masked, comments = _comments(source) if "<!--" in source else (source, [])
    found = [block for block in _Page(masked).blocks() if block.lines]
    if comments:
        found = sorted([*comments, *found], key=lambda block: (block.lines[0].number, block.lines[0].col))
    return tuple(found)


# ---- comments -----------------------------------------------------------------------------------------------


def _comments(source: str) -> tuple[str, list[Block]]:
    """The source with HTML comments blanked out, and the comments. A comment that is never closed is plain text."""
    page = _Page(source)
    fences = page.fences()
    out, found, at, kept = [], [], 0, 0
    while (start := source.find("<!--", at)) >= 0 and (end := source.find("-->", start + 4)) >= 0:
        fence = bisect_right(fences, (start, len(source))) - 1
        if fence >= 0 and start < fences[fence][1]:
            at = fences[fence][1]
            continue
        at = end + 3
        found.append(Block("comment", tuple(_lines_of(source, page.starts, start + 4, end))))
        out += [source[kept:start], re.sub(r"[^\n]", " ", source[start:at])]
        kept = at
    return "".join([*out, source[kept:]]), [block for block in found if block.lines]


def _lines_of(source: str, starts: Sequence[int], start: int, end: int) -> Iterator[Line]:
    first = bisect_right(starts, start) - 1
    col = start - starts[first]
    for number, text in enumerate(source[start:end].split("\n"), first):
        if text.strip():
            yield Line(number, col + len(text) - len(text.lstrip()), text.strip())
        col = 0


# ---- rules of Markdown that are ours ------------------------------------------------------------------------


def _begin(state: StateBlock, start: int, _end: int, _silent: bool) -> bool:
    """No construct: notes where the text of a line begins, behind the marks that have been read so far."""
    state.env["begins"][start] = state.bMarks[start] + state.tShift[start]
    return False


def _whatever(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """What begins at a line: of the constructs, only those are tried that begin with its first mark."""
    begin = state.bMarks[start] + state.tShift[start]
    state.env["begins"][start] = begin
    if "|" in state.src[begin : state.eMarks[start]] and table(state, start, end, silent):
        return True
    mark = state.src[begin]
    for rule in _BEGUN_BY.get(mark, (_item,) if mark.isdecimal() else ()):
        if rule(state, start, end, silent):
            return True
    return not silent and _paragraph(state, start, end, silent)


def _quotation(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """A quotation; it ends with the last line that bears its mark."""
    if silent and state.parentType == "blockquote":
        return True
    return (silent or state.level < _DEEPEST) and blockquote(state, start, end, silent)


def _code(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """A fence, up to the line that closes it: its lines may begin left of the bullet that it stands in."""
    held, state.blkIndent = state.blkIndent, 0
    found = fence(state, start, end, silent)
    state.blkIndent = held
    return found


def _item(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """One item of a list, with what is indented below it."""
    match = _BULLET.match(state.src, state.bMarks[start] + state.tShift[start], state.eMarks[start])
    if match is None or silent or state.level >= _DEEPEST:
        return match is not None and silent
    held = state.blkIndent, state.tShift[start], state.sCount[start]
    state.push("list_item_open", "li", 1)
    state.blkIndent = state.sCount[start] + 2
    state.sCount[start] += max(2, len(match[0].expandtabs(4)))
    state.tShift[start] = match.end() - state.bMarks[start]
    state.md.block.tokenize(state, start, end)
    state.blkIndent, state.tShift[start], state.sCount[start] = held
    state.push("list_item_close", "li", -1)
    return True


def _paragraph(state: StateBlock, start: int, _end: int, _silent: bool) -> bool:
    """Lines up to a blank one or to one that begins something, and the line of = or - below them."""
    line, underline = start + 1, None
    around, state.parentType = state.parentType, "paragraph"
    while line < state.lineMax and not state.isEmpty(line):
        underline = _UNDERLINE.match(state.src, state.bMarks[line] + state.tShift[line], state.eMarks[line])
        if underline or _interrupts(state, line):
            break
        line += 1
    token = state.push("paragraph_open", "p", 0)
    token.map = [start, line]
    token.markup = underline[1][0] if underline else ""
    state.line, state.parentType = line + bool(underline), around
    return True


def _interrupts(state: StateBlock, line: int) -> bool:
    held, state.blkIndent = state.blkIndent, min(state.blkIndent, state.sCount[line])
    found = _whatever(state, line, state.lineMax, True)
    state.blkIndent = held
    return found


_BEGUN_BY: dict[str, tuple[RuleFuncBlockType, ...]] = {
    **dict.fromkeys("+•‣◦▪●○–", (_item,)),
    **dict.fromkeys("`~", (_code,)),
    **dict.fromkeys("-*", (hr, _item)),
    "_": (hr,),
    "#": (heading,),
    ">": (_quotation,),
}
"""First mark of a line -> the constructs it can begin; a figure can begin an item, and a line with a bar a table."""


_MARKDOWN = MarkdownIt("zero", {"maxNesting": _DEEPEST + 1}).disable(["inline", "normalize"])
_MARKDOWN.enable(["table", "fence", "blockquote", "hr", "list", "heading"])
# All but the first are tried by name only where a quotation or a table may end.
_ANYWHERE: RuleOptionsType = {"alt": ["blockquote"]}
_MARKDOWN.block.ruler.at("fence", _code, _ANYWHERE)
_MARKDOWN.block.ruler.at("blockquote", _quotation, _ANYWHERE)
_MARKDOWN.block.ruler.at("list", _item, _ANYWHERE)
_MARKDOWN.block.ruler.before("table", "begin", _begin, _ANYWHERE)
_MARKDOWN.block.ruler.before("begin", "whatever", _whatever)


# ---- tokens -> blocks ---------------------------------------------------------------------------------------


class _Page:
    """A text as Markdown-it takes it apart."""

    def __init__(self, source: str) -> None:
        self.lines = source.split("\n")
        self.starts = list(accumulate((len(line) + 1 for line in self.lines), initial=0))
        self._begins: dict[int, int] = {}
        self._tokens = _MARKDOWN.parse(f"{_BLANK.sub(' ', source)}\n", {"begins": self._begins})

    def fences(self) -> list[tuple[int, int]]:
        """Where each fence begins and ends."""
        spans = (token.map for token in self._tokens if token.type == "fence" and token.map)
        return [(self.starts[first], self.starts[end]) for first, end in spans]

    def blocks(self) -> Iterator[Block]:
        """What stands on the page; a heading without words, and what is nothing but marks, has no lines."""
        items: list[int] = []
        counted = 0
        for token in self._tokens:
            if token.type == "list_item_open":
                counted += 1
                items.append(counted)
            elif token.type == "list_item_close":
                items.pop()
            elif token.map:
                parent, item = [None, None, *items][-2:]
                for block in self._blocks(token, range(*token.map)):
                    yield block._replace(item=item, parent=parent) if items else block

    def _blocks(self, token: Token, span: range) -> Iterator[Block]:
        if token.type == "heading_open":
            level = len(token.markup)
            yield Block("heading", self._lines(span, behind=level), level)
        elif token.type == "paragraph_open":
            lines = tuple(line for line in self._lines(span) if _CHARACTER.search(line.text))
            yield Block("text", lines, underlined=_UNDERLINES.index(token.markup))
        elif token.type == "fence":
            yield Block("fence", self._lines(span), closed=len(span) > token.content.count("\n") + 1)
        elif token.type == "table_open":
            lines = self._lines(span)
            # A line without a pipe right below a table is no row of it.
            end = next((at for at, line in enumerate(lines) if "|" not in line.text), len(lines))
            yield Block("table", lines[:end])
            yield Block("text", lines[end:])

    def _lines(self, span: range, behind: int = 0) -> tuple[Line, ...]:
        return tuple(_line(number, self.lines[number], self._begin(number) + behind) for number in span)

    def _begin(self, number: int) -> int:
        """The column of a line's text: where a block begins on it, else behind blanks and marks of quotation."""
        if number in self._begins:
            return self._begins[number] - self.starts[number]
        line = self.lines[number]
        return len(line) - len(line.lstrip(" \t>"))


def _line(number: int, line: str, begin: int) -> Line:
    text = line[begin:].rstrip()
    if broken := text.endswith("\\") and not text.endswith("\\\\"):
        text = text[:-1].rstrip()
    return Line(number, begin + len(text) - len(text.lstrip()), text.lstrip(), broken or line.endswith("  "))
