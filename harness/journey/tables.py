"""The table under *Try it with* -> variations, and the sentences that stand in its cells."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from .blocks import Line
from .nouns import Complaint, Heading, Span, Variation
from .settings import KEYS, Setting
from .slots import slot_key

NAME = "name"
SEGMENT = "segment"
SENTENCES: dict[str, Heading] = {"should": "should", "outcome": "should", "never": "never"}
"""Columns that hold sentences, and the heading under which they are read."""


@dataclass(frozen=True)
class Row:
    """One row of a table as it lies in the file."""

    cells: tuple[Line, ...]
    span: Span


@dataclass
class Table:
    """What was read from the table."""

    variations: list[Variation] = field(default_factory=list)
    sentences: dict[str, list[tuple[Heading, Line]]] = field(default_factory=dict)
    """Variation -> the sentences of its cells, each with the heading that it is read under."""
    settings: dict[str, list[tuple[Setting, Line]]] = field(default_factory=dict)
    """Variation -> the settings that its cells override, each with its cell."""
    slots: dict[str, Span] = field(default_factory=dict)
    """Slot -> where its column begins."""
    labels: set[str] = field(default_factory=set)
    """Which of *name* and *segment* are columns: they may fill slots, and need not."""
    complaints: list[Complaint] = field(default_factory=list)
    names: set[str] = field(default_factory=set)


def rows(file: str, lines: Sequence[Line]) -> tuple[Row, ...]:
    """The rows of a table, lines of dashes left out; below the first rows, a single dash is what a cell holds."""
    return tuple(
        Row(tuple(_cells(line)), _span(file, line))
        for number, line in enumerate(lines)
        if line.text.strip("|:- \t") or (number > 1 and "--" not in line.text)
    )


def _span(file: str, line: Line) -> Span:
    number, col = line.number + 1, line.col + 1
    return Span(file=file, line=number, col=col, end_line=number, end_col=col + len(line.text))


def _cells(line: Line) -> Iterator[Line]:
    """The cells between the pipes of a row; a pipe after a backslash is a character of its cell."""
    text = line.text.rstrip()
    at = 1 if text.startswith("|") else 0
    end = len(text) - 1 if len(text) > 1 and text.endswith("|") and not text.endswith("\\|") else len(text)
    cuts = [index for index in range(at, end) if text[index] == "|" and text[index - 1 : index] != "\\"]
    for start, stop in zip([at, *(cut + 1 for cut in cuts)], [*cuts, end], strict=True):
        cell = text[start:stop]
        yield Line(line.number, line.col + start + len(cell) - len(cell.lstrip()), cell.strip())


def read_table(found: Sequence[Row]) -> Table:
    """The variations of a table: its first row holds the names of the columns."""
    table = Table()
    if not found:
        return table
    header = found[0]
    columns = [slot_key(cell.text) for cell in header.cells]
    _check_columns(table, header, columns)
    if len(found) == 1:
        _complain(table, "J006", header.span, "This table has no rows.", "Add one row for each variation to try.")
    for number, row in enumerate(found[1:], 1):
        _read_row(table, columns, row, number)
    return table


def _check_columns(table: Table, header: Row, columns: list[str]) -> None:
    for name, times in Counter(columns).items():
        if times > 1:
            _complain(table, "J006", header.span, f"Two columns are called {name!r}.", "Give each column its own name.")
    for name, cell in zip(columns, header.cells, strict=True):
        place = _span(header.span.file, cell)
        if not name:
            _complain(table, "J006", place, "A column has no name.", "Write its name in the first row.")
        elif name in (NAME, SEGMENT):
            table.labels.add(name)
        elif name not in (*SENTENCES, *KEYS):
            table.slots[name] = place


def _read_row(table: Table, columns: Sequence[str], row: Row, number: int) -> None:
    if len(row.cells) != len(columns):
        _complain(
            table,
            "J006",
            row.span,
            f"This row has {len(row.cells)} cells where the first row has {len(columns)}.",
            "Write as many cells as there are columns; leave a cell empty if there is nothing to say.",
        )
    cells = dict(zip(columns, row.cells, strict=False))
    name = _name(table, cells, row, number)
    slots = {key: cells[key].text.replace("\\|", "|") for key in table.slots if key in cells}
    segment = cells[SEGMENT].text if SEGMENT in cells else ""
    table.variations.append(Variation(name=name, values=slots, span=row.span, segment=segment or None))
    table.settings[name] = [
        (Setting(key, cells[key].text, 0, len(cells[key].text)), cells[key])
        for key in KEYS
        if key in cells and cells[key].text
    ]
    table.sentences[name] = [
        (heading, cells[key]) for key, heading in SENTENCES.items() if key in cells and cells[key].text
    ]


def _name(table: Table, cells: dict[str, Line], row: Row, number: int) -> str:
    """The variation's name: its *name* cell, else its row number. Names are unique: results are filed under them."""
    name = cells[NAME].text if NAME in cells else ""
    name = name or f"row {number}"
    if name in table.names:
        _complain(table, "J006", row.span, f"Two rows are called {name!r}.", "Give each row its own name.")
        name = f"{name} ({number})"
    table.names.add(name)
    return name


def _complain(table: Table, code: str, span: Span, message: str, suggestion: str) -> None:
    table.complaints.append(Complaint(code=code, severity="error", span=span, message=message, suggestion=suggestion))
