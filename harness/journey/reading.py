"""What is known while the pages of a journey are read: where we stand, and what has been read so far."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from .blocks import Line
from .headings import Section
from .nouns import Complaint, Heading, Span
from .prose import Piece
from .settings import Setting
from .tables import Table


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
    steps: bool = False
    """Whether it is written in Given / When / Then."""
    step: Heading | None = None
    """Where its last step stood."""


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
    guesses: int = 0


def start_of(file: str) -> Span:
    """The first character of a file: the place of what concerns all of it."""
    return Span(file=file, line=1, col=1, end_line=1, end_col=1)


def place_of(page: Page, lines: Iterable[Line]) -> Span:
    """From the first character of these lines to the last."""
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
