"""The pages of a journey, line by line: settings, sections, included pages, the table; nothing is left aside."""

import re
from collections.abc import Iterable
from pathlib import Path
from urllib.parse import unquote

from .blocks import Block, Line, blocks
from .files import UnreadableError, inside, read_text
from .headings import CANONICAL, Section, looks_like_heading, nearest_section, section_of
from .nouns import Heading
from .prose import pieces
from .reading import Draft, Page, Reading, complain, place_of
from .settings import settings_line
from .steps import in_steps, steps
from .tables import read_table, rows

DEEPEST = 5
"""How many pages deep includes may go."""
MOST_PAGES = 100
"""How many includes one journey may follow."""
_MOST_GUESSES = 200
"""How often it is guessed which heading was meant: guessing takes time."""
_MOST_SETTINGS = 100

_LINK = re.compile(r"\[[^\[\]]*\]\(\s*(?:<([^<>]+)>|([^()<>\"]+))(?:\"[^\"]*\"\s*)?\)\.?\Z")
_ANY_OF = re.compile(r"\b(?:any (?:one )?of|one of|either|at least one)\b", re.IGNORECASE)
_ENDED = (".", "!", "?", ":", ";", '"', "”", "…")


def read_page(reading: Reading, page: Page, source: str) -> None:
    """Read one file into what has been read so far; the pages it includes are read where their links stand."""
    found = blocks(source)
    page.steps = in_steps(found)
    for block in found:
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
            place_of(page, block.lines),
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
            place_of(page, block.lines),
            f"This page is included under {CANONICAL[page.section]!r}, so its lines are read as that.",
            "Put these lines in a page of their own, and link to it under the right heading.",
            severity="warning",
        )


def _unknown_heading(reading: Reading, page: Page, block: Block, title: str) -> None:
    page.section = "notes"
    near = nearest_section(title) if _guessing(reading, "#") else None
    hint = f"Did you mean {near!r}? " if near else ""
    known = ", ".join(CANONICAL.values())
    complain(
        reading,
        "J003",
        place_of(page, block.lines),
        f"There is no heading {title!r}.",
        f"{hint}The headings are: {known}.",
    )


def _guessing(reading: Reading, line: str) -> bool:
    """Whether to guess which heading a line set like one was meant to be."""
    if not line.startswith(("#", "*", "_")):
        return False
    reading.guesses += 1
    return reading.guesses <= _MOST_GUESSES


def _read_fence(reading: Reading, page: Page, block: Block) -> None:
    page.settled = True
    if block.closed:
        complain(
            reading,
            "J009",
            place_of(page, block.lines),
            "Code is not read.",
            "Say in a sentence what the customer or the agent does.",
            severity="info",
        )
    else:
        complain(
            reading,
            "J009",
            place_of(page, block.lines[:1]),
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
        complain(
            reading, "J006", place_of(page, lines), "There is a second table.", "Put all variations into one table."
        )
        _add(reading, page, lines, "notes", whole=True)
        return
    reading.table = read_table(rows(page.file, lines))
    reading.complaints += reading.table.complaints
    for name, said in reading.table.sentences.items():
        for heading, cell in said:
            _add(reading, page, (cell,), heading, only=name)


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
    if block.underlined and _read_underlined(reading, page, block):
        return
    lines = list(block.lines)
    if not page.depth and not page.settled and page.section == "customer":
        lines = _read_settings_lines(reading, page, lines)
    run: list[Line] = []
    for number, line in enumerate(lines):
        target = _target(line) if page.section != "notes" else None
        meant = (
            looks_like_heading(line.text, guess=_guessing(reading, line.text))
            if target is None and _alone(block, lines, number)
            else None
        )
        if target is None and meant is None:
            run.append(line)
            continue
        _read_run(reading, page, block, run)
        run = []
        if target is not None:
            _include(reading, page, line, target)
        elif meant is not None:
            _question(reading, page, line, meant)
    _read_run(reading, page, block, run)


def _read_underlined(reading: Reading, page: Page, block: Block) -> bool:
    """Read a line with === or --- below it as a heading, when it is the title or the name of a section."""
    title = block.underlined == 1 and reading.title is None and not page.depth and not reading.drafts
    if len(block.lines) > 1 or not (title or section_of(block.text)):
        return False
    _read_heading(reading, page, block._replace(kind="heading", level=block.underlined))
    return True


def _alone(block: Block, lines: list[Line], number: int) -> bool:
    """Whether a line is no part of a wrapped sentence: of a paragraph, and what stands before it has ended."""
    if block.item is not None and len(lines) > 1:
        return False
    return number == 0 or lines[number - 1].broken or lines[number - 1].text.endswith(_ENDED)


def _question(reading: Reading, page: Page, line: Line, meant: str) -> None:
    """A plain line that names a section is kept as a note, and it is said that what follows stays where it was."""
    _add(reading, page, (line,), "notes", whole=True)
    if not page.depth and meant != CANONICAL[page.section]:
        complain(
            reading,
            "J003",
            place_of(page, (line,)),
            f"{line.text!r} looks like a heading, but it is a plain line: what follows is read as part of"
            f" {CANONICAL[page.section]!r}.",
            f"Begin it with ##, on a line of its own: ## {meant}",
            severity="warning",
        )


def _read_run(reading: Reading, page: Page, block: Block, lines: list[Line]) -> None:
    if not lines:
        return
    section = _heading(page)
    if section == "script" and block.item is None:
        for line in lines:
            _add(reading, page, (line,), section, whole=True, block=block)
    elif page.steps and section in ("customer", "should", "never"):
        for step in steps(lines, section, page.step):
            _add(reading, page, step.lines, step.heading, block=block)
            page.step = step.heading if step.heading != "notes" else None
    else:
        _add(reading, page, lines, section, whole=section == "script", block=block)


def _heading(page: Page) -> Heading:
    return "notes" if page.section == "variations" else page.section


def _read_settings_lines(reading: Reading, page: Page, lines: list[Line]) -> list[Line]:
    """Take the settings off the top of the first paragraphs; prose ends them."""
    while lines and len(reading.settings_found) < _MOST_SETTINGS and (found := settings_line(lines[0].text)):
        line = lines.pop(0)
        reading.settings_found += [(setting, line) for setting in found]
    page.settled = bool(lines)
    return lines


# ---- includes -----------------------------------------------------------------------------------------------


def _target(line: Line) -> str | None:
    """Where a line that is nothing but a link leads, when that is a page to include, or pretends to be one."""
    if not line.text.startswith("[") or not (link := _LINK.match(line.text)):
        return None
    target = unquote((link[1] or link[2]).strip())
    return target if "://" in target or target.partition("#")[0].casefold().endswith(".md") else None


def _include(reading: Reading, page: Page, line: Line, target: str) -> None:
    wrong, file, path, source = _open(reading, page, target)
    if wrong:
        complain(
            reading,
            "J006",
            place_of(page, (line,)),
            f"{line.text} is not included: {wrong}",
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
    if "#" in target:
        return "a page is included as a whole, so nothing can follow its name.", "", path, ""
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
        if mark and not piece.severity:
            # A mark at the end of a bullet holds for every sentence of the bullet.
            piece = piece._replace(severity=mark)
        reading.drafts.append(Draft(piece, heading, parent, any_of, only))
    if found and block and block.item is not None:
        page.last_of_item.setdefault(block.item, len(reading.drafts) - 1)
