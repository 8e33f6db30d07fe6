"""A journey's text -> the same text, tidy: how it lies on the page changes, and nothing of what it says.

The author's line breaks, quotation marks, numbers of lists, notes, comments and code stay as they are. Whoever writes a
tidied text to disk makes sure with `alike` that it is still read as before.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from .blocks import Block, Line, blocks
from .headings import CANONICAL, Section, section_of
from .nouns import Journey
from .settings import KEYS, settings_line
from .tables import rows

_DASHES = re.compile(r"\s*:?-+:?\s*")
_STARTS_SOMETHING = re.compile(r"[#>`~|=_*+•‣◦▪●○–—-]|\d{1,9}[.)]")
"""What would begin a heading, a quotation, code, a table or a bullet if it stood at the beginning of a line."""
_MARK = re.compile(r"[ \t]*([-*+•‣◦▪●○–—]|\d{1,9}[.)])[ \t]+")


_BACKSLASH = "\\"


def tidied(source: str, *, page: bool = False) -> str:
    """The text with canonical headings, `-` for bullets, one style of settings, aligned tables and single blank lines.

    The source is as `files.read_text` gives it. In a `page` that journeys include, headings keep their words and there
    is no settings line. Tidying what is tidy changes nothing.
    """
    lines = source.split("\n")
    found = blocks(source)
    kept = _kept(lines, found)
    new = _rewritten(lines, found, page)
    ends = {line.number: _end(lines, new, line) for block in found for line in block.lines if line.broken}
    out: list[str] = []
    for number, line in enumerate(lines):
        text = line if number in kept else new.lines.get(number, line).rstrip(" \t")
        if number in ends and number not in kept:
            text = text.removesuffix(_BACKSLASH).rstrip() + ends[number]
        spare = not text and number not in kept and number - 1 not in kept
        if spare and (not out or not out[-1]):
            continue
        if out and out[-1] and text and (number in new.headings or number - 1 in new.headings | new.settings):
            out.append("")
        out.append(text)
    return "\n".join(out).strip("\n") + "\n"


def alike(one: Journey, other: Journey) -> bool:
    """Whether two readings say the same: settings, sentences, table, pages and complaints, wherever they stand."""
    return _said(one) == _said(other)


def _said(journey: Journey) -> tuple[object, ...]:
    return (
        journey.title,
        journey.settings,
        tuple(sentence.model_dump(exclude={"span"}) for sentence in journey.sentences),
        tuple(row.model_dump(exclude={"span"}) for row in journey.variations),
        tuple(sorted(complaint.code for complaint in journey.complaints)),
        journey.pages,
    )


def _end(lines: Sequence[str], new: "_Rewritten", line: Line) -> str:
    """What breaks a line that its author broke on purpose: as they did it, and only where a line follows."""
    if lines[line.number].endswith(_BACKSLASH):
        return _BACKSLASH
    after = line.number + 1
    last = after >= len(lines) or not lines[after].strip(" \t") or after in new.headings or line.number in new.settings
    return "" if last else "  "


# ---- what is left alone -------------------------------------------------------------------------------------


def _kept(lines: Sequence[str], found: Iterable[Block]) -> set[int]:
    """The lines of code and of comments, to the last blank."""
    kept: set[int] = set()
    for block in found:
        if block.kind == "fence":
            kept.update(range(block.lines[0].number, block.lines[-1].number + 1))
        elif block.kind == "comment":
            kept.update(_comment(lines, block))
    return kept


def _comment(lines: Sequence[str], block: Block) -> range:
    """From the line that opens the comment to the line that closes it; one inside a line of prose keeps that line."""
    first, last = block.lines[0].number, block.lines[-1].number
    while "<!--" not in lines[first] and first:
        first -= 1
    while "-->" not in lines[last] and last + 1 < len(lines):
        last += 1
    return range(first, last + 1)


# ---- what is written anew -----------------------------------------------------------------------------------


@dataclass
class _Rewritten:
    """The lines that are not simply kept, and those with a blank line around them."""

    lines: dict[int, str] = field(default_factory=dict)
    headings: set[int] = field(default_factory=set)
    settings: set[int] = field(default_factory=set)
    """The last line of the settings."""


def _rewritten(lines: Sequence[str], found: Sequence[Block], page: bool) -> _Rewritten:
    out, items = _Rewritten(), _Items()
    section: Section = "customer"
    settled, titled = page, False
    for block in found:
        number = block.lines[0].number
        if block.kind == "heading" and lines[number].lstrip(" \t").startswith("#"):
            out.lines[number], opens = _heading(block, titled, page)
            out.headings.add(number)
            section, settled = opens or section, settled or block.level > 1
            titled = titled or block.level == 1
        elif section == "notes" or block.kind in ("fence", "comment", "heading"):
            settled = settled or block.kind == "fence"
        elif block.kind == "table":
            out.lines.update(_table(lines, block, values=section == "variations"))
        elif block.item is not None:
            settled = True
            out.lines.update(items.written(lines, block))
        else:
            found_here = () if settled else tuple(_settings(lines, block))
            out.lines.update(_paragraph(lines, block, found_here))
            if 0 < len(found_here) < len(block.lines) and number + len(found_here) in out.lines:
                out.settings.add(number + len(found_here) - 1)
            settled = settled or len(found_here) < len(block.lines)
    return out


def _heading(block: Block, titled: bool, page: bool) -> tuple[str, Section | None]:
    title = block.text.strip().rstrip("#").strip()
    section = section_of(title) if titled or block.level > 1 else None
    if section and not page:
        return f"## {CANONICAL[section]}", section
    # A heading that is nobody's opens notes; inside a section it only groups lines, but those are never moved either.
    unknown: Section | None = "notes" if block.level == 2 and not page else None
    return f"{'#' * block.level} {title}".rstrip(), unknown


def _settings(lines: Sequence[str], block: Block) -> Iterator[str]:
    """The lines of settings that a paragraph begins with, as they are written.

    A key that nobody knows stays so, and what stands in a quotation stays in it.
    """
    for line in block.lines:
        pairs = settings_line(line.text)
        if pairs is None:
            return
        if lines[line.number][: line.col].strip(" \t"):
            yield lines[line.number]
            continue
        known = all(pair.key.casefold() in KEYS and pair.value for pair in pairs)
        yield " · ".join(f"{pair.key.capitalize()}: {pair.value}" for pair in pairs) if known else line.text


def _paragraph(lines: Sequence[str], block: Block, settings: Sequence[str]) -> dict[int, str]:
    """A paragraph of its own: no indentation, unless its words would become something else without."""
    out = {line.number: text for line, text in zip(block.lines, settings, strict=False)}
    for line in block.lines[len(settings) :]:
        if lines[line.number][: line.col].strip(" \t") == "" and not _STARTS_SOMETHING.match(line.text):
            out[line.number] = line.text
    return out


class _Items:
    """The list items met so far, and the column at which the words of each begin."""

    def __init__(self) -> None:
        self._column: dict[int, int] = {}

    def written(self, lines: Sequence[str], block: Block) -> dict[int, str]:
        """The lines of a block in a list: bullets as `-`, numbers as `1.`, each nested below its parent's words."""
        out: dict[int, str] = {}
        item = block.item or 0
        outer = 0 if block.parent is None else self._column.get(block.parent, -1)
        for line in block.lines:
            mark = _MARK.fullmatch(lines[line.number][: line.col]) if item not in self._column else None
            if outer >= 0 and mark:
                bullet = f"{mark[1][:-1]}." if mark[1][0].isdigit() else "-"
                self._column[item] = outer + len(bullet) + 1
                out[line.number] = f"{' ' * outer}{bullet} {line.text}"
            elif item in self._column and _continues(lines, line):
                out[line.number] = f"{' ' * self._column[item]}{line.text}"
        return out


def _continues(lines: Sequence[str], line: Line) -> bool:
    return not lines[line.number][: line.col].strip(" \t") and not _STARTS_SOMETHING.match(line.text)


# ---- tables -------------------------------------------------------------------------------------------------


def _table(lines: Sequence[str], block: Block, values: bool) -> dict[int, str]:
    """A table with its columns aligned; as it is inside a list, or when its rows differ in length.

    Where rows are sentences, not `values`, the blanks around the pipes are part of their words: none is added.
    """
    cells = [_cells(line) for line in block.lines]
    width = len(cells[0])
    inside = any(lines[line.number][: line.col].strip(" ") or line.col > 1 for line in block.lines)
    if inside or any(len(row) != width for row in cells):
        return {}
    if not values and not _spaced(block.lines, cells):
        return {}
    dashes = [number == 1 for number in range(len(cells))]
    widths = [
        max([3, *(_wide(row[at]) for row, dashed in zip(cells, dashes, strict=True) if not dashed)])
        for at in range(width)
    ]
    return {
        line.number: _row(row, widths, dashed) for line, row, dashed in zip(block.lines, cells, dashes, strict=True)
    }


def _cells(line: Line) -> tuple[str, ...]:
    """The cells of a line of a table, the line of dashes included."""
    if found := rows("", (line,)):
        return tuple(cell.text for cell in found[0].cells)
    return tuple(cell.strip() for cell in line.text.strip().removeprefix("|").removesuffix("|").split("|"))


def _spaced(lines: Iterable[Line], cells: Iterable[tuple[str, ...]]) -> bool:
    """Whether there are blanks around the pipes already."""
    return all(
        _is_dashes(row) or " ".join(line.text.strip(" \t|").split()) == " ".join(" | ".join(row).strip(" |").split())
        for line, row in zip(lines, cells, strict=True)
    )


def _is_dashes(row: tuple[str, ...]) -> bool:
    return all(_DASHES.fullmatch(cell) for cell in row)


def _row(row: tuple[str, ...], widths: Sequence[int], dashes: bool) -> str:
    if dashes:
        cells = [_dashes(cell, width + 2) for cell, width in zip(row, widths, strict=True)]
        return f"|{'|'.join(cells)}|"
    cells = [cell + " " * (width - _wide(cell)) for cell, width in zip(row, widths, strict=True)]
    return f"| {' | '.join(cells)} |"


def _dashes(cell: str, width: int) -> str:
    left, right = ":" * cell.startswith(":"), ":" * cell.endswith(":")
    return left + "-" * (width - len(left) - len(right)) + right


def _wide(text: str) -> int:
    """The room that a text takes where every letter is as wide as the next: two places for East Asian ones."""
    return sum(
        0 if unicodedata.combining(letter) else 2 if unicodedata.east_asian_width(letter) in "WF" else 1
        for letter in text
    )
