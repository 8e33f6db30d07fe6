"""The pages of a journey, line by line: settings, sections, included pages, the table; nothing is left aside."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import unquote

from harness.criteria import Severity

from .blocks import Block, Line, blocks
from .files import UnreadableError, inside, read_text
from .headings import CANONICAL, Section, nearest_section, section_of
from .nouns import Complaint, Heading, Span
from .prose import Piece, pieces
from .settings import Setting, settings_line
from .tables import Table, read_table, rows

DEEPEST = 5
"""How many pages deep includes may go."""
MOST_PAGES = 100
"""How many includes one journey may follow."""

_LINK = re.compile(r"\[([^\[\]\n]*)\]\(([^()\s]+)\)[.]?\Z")
_ANY_OF = re.compile(r"\b(?:any of|one of|either of|at least one)\b", re.IGNORECASE)


@dataclass
class Draft:
    """A sentence before it has an id."""

    piece: Piece
    heading: Heading
    parent: int | None = None
    any_of: bool = False
    only: str | None = None


@dataclass
class Page:
    """The file that is being read: the journey's own (depth 0) or an included one."""

    path: Path
    file: str
    depth: int
    section: Section
    trail: tuple[Path, ...]
    last_of_item: dict[int, int] = field(default_factory=dict)
    """List item -> the draft of its last sentence: the parent of what is nested in it."""
    settled: bool = False
    """Whether prose has begun, so that no settings line can follow."""


@dataclass
class Reading:
    """What has been read so far."""

    root: Path
    title: str | None = None
    drafts: list[Draft] = field(default_factory=list)
    complaints: list[Complaint] = field(default_factory=list)
    settings_found: list[tuple[Setting, Line]] = field(default_factory=list)
    table: Table | None = None
    pages: list[str] = field(default_factory=list)
    included: int = 0


def read_page(reading: Reading, page: Page, source: str) -> None:
    """Read one file into what has been read so far; the pages it includes are read where their links stand."""
    for block in blocks(source):
        if block.kind == "heading":
            _read_heading(reading, page, block)
        elif block.kind == "comment":
            _add(reading, page, block.lines, "notes", whole=True)
        elif block.kind == "fence":
            _read_fence(reading, page, block)
        elif page.section == "variations":
            _read_variations(reading, page, block)
        elif block.kind == "table":
            _read_rows(reading, page, block)
        else:
            _read_text(reading, page, block)


def _read_heading(reading: Reading, page: Page, block: Block) -> None:
    page.settled = page.settled or block.level > 1
    title = block.text.strip().rstrip("#").strip()
    section = section_of(title)
    if page.depth:
        _read_page_heading(reading, page, block, section)
    elif block.level == 1 and reading.title is None and not (section and reading.drafts):
        reading.title = " ".join(title.split())
    elif section:
        page.section = section
    elif block.level > 2 and page.section != "customer":
        # A heading inside a section only groups its lines.
        _add(reading, page, block.lines, "notes", whole=True)
    elif block.level == 1:
        page.section = "notes"
        complain(
            reading,
            "J003",
            _place(page, block.lines),
            f"This file has a second title: {title!r}.",
            "Write one journey in each file.",
        )
    else:
        _unknown_heading(reading, page, block, title)


def _read_page_heading(reading: Reading, page: Page, block: Block, section: Section | None) -> None:
    """The headings of an included page are notes: its lines belong where the link stands."""
    _add(reading, page, block.lines, "notes", whole=True)
    if section and section != page.section and section != "notes" and block.level > 1:
        complain(
            reading,
            "J003",
            _place(page, block.lines),
            f"This page is included under {CANONICAL[page.section]!r}, so its lines are read as that.",
            "Put these lines in a page of their own, and link to it under the right heading.",
            severity="warning",
        )


def _unknown_heading(reading: Reading, page: Page, block: Block, title: str) -> None:
    page.section = "notes"
    near = nearest_section(title)
    hint = f"Did you mean {near!r}? " if near else ""
    known = ", ".join(CANONICAL.values())
    complain(
        reading,
        "J003",
        _place(page, block.lines),
        f"There is no heading {title!r}.",
        f"{hint}The headings are: {known}.",
    )


def _read_fence(reading: Reading, page: Page, block: Block) -> None:
    page.settled = True
    if block.closed:
        complain(
            reading,
            "J009",
            _place(page, block.lines),
            "Code is not read.",
            "Say in a sentence what the customer or the agent does.",
            severity="info",
        )
    else:
        complain(
            reading,
            "J009",
            _place(page, block.lines[:1]),
            "This block of code is never closed, so nothing after it is read.",
            f"Close it with a line {block.lines[0].text[:3]}, or take the opening line out.",
        )


def _read_variations(reading: Reading, page: Page, block: Block) -> None:
    lines = [line for line in block.lines if "|" in line.text]
    if rest := [line for line in block.lines if "|" not in line.text]:
        _add(reading, page, rest, "notes")
    if not lines:
        return
    if reading.table is not None:
        complain(reading, "J006", _place(page, lines), "There is a second table.", "Put all variations into one table.")
        _add(reading, page, lines, "notes", whole=True)
        return
    reading.table = read_table(rows(page.file, lines))
    reading.complaints += reading.table.complaints
    for name, heading, cell in reading.table.sentences:
        _add(reading, page, (cell,), "should" if heading == "should" else "never", only=name)


def _read_rows(reading: Reading, page: Page, block: Block) -> None:
    """A table outside *Try it with*: each row is a sentence of its own, the first row a note."""
    section = _heading(page)
    lines = {line.number: line for line in block.lines}
    for number, row in enumerate(rows(page.file, block.lines)):
        cells = [cell for cell in row.cells if cell.text]
        if cells:
            first, last = cells[0], cells[-1]
            line = lines[first.number]
            text = line.text[first.col - line.col : last.col - line.col + len(last.text)]
            _add(reading, page, (Line(first.number, first.col, text),), section if number else "notes", whole=True)


def _read_text(reading: Reading, page: Page, block: Block) -> None:
    lines = list(block.lines)
    if not page.depth and not page.settled and page.section == "customer":
        lines = _read_settings_lines(reading, page, lines)
    run: list[Line] = []
    for line in lines:
        if link := _LINK.match(line.text):
            target = unquote(link[2])
            if target.casefold().endswith(".md") or "://" in target:
                _read_run(reading, page, block, run)
                run = []
                _include(reading, page, line, target)
                continue
        run.append(line)
    _read_run(reading, page, block, run)


def _read_run(reading: Reading, page: Page, block: Block, lines: list[Line]) -> None:
    if not lines:
        return
    section = _heading(page)
    if section == "script" and block.item is None:
        for line in lines:
            _add(reading, page, (line,), section, whole=True, block=block)
    else:
        _add(reading, page, lines, section, whole=section == "script", block=block)


def _heading(page: Page) -> Heading:
    return "notes" if page.section == "variations" else page.section


def _read_settings_lines(reading: Reading, page: Page, lines: list[Line]) -> list[Line]:
    """Take the settings off the top of the first paragraphs; prose ends them."""
    while lines and (found := settings_line(lines[0].text)):
        line = lines.pop(0)
        reading.settings_found += [(setting, line) for setting in found]
    page.settled = bool(lines)
    return lines


# ---- includes -----------------------------------------------------------------------------------------------


def _include(reading: Reading, page: Page, line: Line, target: str) -> None:
    wrong, file, path, source = _open(reading, page, target)
    if wrong:
        complain(
            reading,
            "J006",
            _place(page, (line,)),
            f"{target!r} is not included: {wrong}",
            "Link to a page of this folder by its path from this file, such as [Refund policy](policies/refunds.md).",
        )
        return
    reading.included += 1
    if file not in reading.pages:
        reading.pages.append(file)
    below = Page(path, file, page.depth + 1, page.section, (*page.trail, path), settled=True)
    read_page(reading, below, source)


def _open(reading: Reading, page: Page, target: str) -> tuple[str, str, Path, str]:
    """What is wrong with an include (empty when nothing is), its name, its place and its text."""
    path = page.path.parent / target
    if "://" in target:
        return "pages are never fetched from elsewhere.", "", path, ""
    file = inside(path, reading.root)
    if file is None:
        return "it leads outside of the folder of journeys.", "", path, ""
    path = path.resolve()
    if path in page.trail:
        return "it would include itself.", "", path, ""
    if page.depth >= DEEPEST:
        return f"pages can be included {DEEPEST} deep, no deeper.", "", path, ""
    if reading.included >= MOST_PAGES:
        return f"a journey can include {MOST_PAGES} pages, no more.", "", path, ""
    try:
        return "", file, path, read_text(path)
    except UnreadableError as error:
        return str(error), "", path, ""


def _add(
    reading: Reading,
    page: Page,
    lines: Iterable[Line],
    heading: Heading,
    *,
    whole: bool = False,
    only: str | None = None,
    block: Block | None = None,
) -> None:
    """Keep the sentences of these lines."""
    found = pieces(page.file, tuple(line for line in lines if line.text), whole=whole)
    parent = page.last_of_item.get(block.parent) if block and block.parent is not None else None
    any_of = parent is not None and bool(_ANY_OF.search(reading.drafts[parent].piece.text))
    mark = (
        next((piece.severity for piece in found if piece.severity), None) if block and block.item is not None else None
    )
    for piece in found:
        piece = _with_severity(piece, mark)
        reading.drafts.append(Draft(piece, heading, parent, any_of, only))
    if found and block and block.item is not None:
        page.last_of_item.setdefault(block.item, len(reading.drafts) - 1)


def _with_severity(piece: Piece, mark: Severity | None) -> Piece:
    """A mark at the end of a bullet holds for every sentence of the bullet."""
    return Piece(piece.text, piece.span, piece.severity or mark)


def start_of(file: str) -> Span:
    """The first character of a file: the place of what concerns all of it."""
    return Span(file=file, line=1, col=1, end_line=1, end_col=1)


def _place(page: Page, lines: Iterable[Line]) -> Span:
    held = tuple(lines)
    first, last = held[0], held[-1]
    return Span(
        file=page.file,
        line=first.number + 1,
        col=first.col + 1,
        end_line=last.number + 1,
        end_col=last.col + len(last.text) + 1,
    )


def place_at(file: str, line: Line, start: int, end: int) -> Span:
    """A stretch of a line, by columns counted from the beginning of its text."""
    number, col = line.number + 1, line.col + 1
    return Span(file=file, line=number, col=col + start, end_line=number, end_col=col + end)


def complain(reading: Reading, code: str, span: Span, message: str, suggestion: str, severity: str = "error") -> None:
    """Write down one thing that is wrong."""
    reading.complaints.append(
        Complaint.model_validate(
            {"code": code, "severity": severity, "span": span, "message": message, "suggestion": suggestion}
        )
    )
