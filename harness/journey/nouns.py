"""What an author wrote: sentences with their place, settings, variations, and what is wrong with them."""

from decimal import Decimal
from typing import Literal

from pydantic import Field

from harness.criteria import Severity
from harness.noun import Noun

Heading = Literal["customer", "should", "never", "facts", "script", "nice", "notes"]
"""The section a sentence stands in, whatever synonym the author used for it."""

Risk = Severity


class Span(Noun):
    """A stretch of a file. Lines and columns count from 1; columns are characters; the end is just past the text."""

    file: str
    line: int
    col: int
    end_line: int
    end_col: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.col}"

    def covers(self, other: "Span") -> bool:
        """Whether the other stretch lies within this one."""
        begins = (self.line, self.col) <= (other.line, other.col)
        return self.file == other.file and begins and (other.end_line, other.end_col) <= (self.end_line, self.end_col)


class Complaint(Noun):
    """One thing wrong with a journey: what, where, in the author's words, and what would work."""

    code: str
    """J001, J002, ...; each has a page in docs/diagnostics/."""
    severity: Literal["error", "warning", "info"]
    span: Span
    message: str
    suggestion: str
    words: str = ""
    """The author's own words that it is about; empty when it is about a whole file."""


class Sentence(Noun):
    """One sentence of a journey, as its author wrote it."""

    id: str
    """First 12 hex digits of sha256(normal form, heading, ordinal among equals): stable when lines move."""
    span: Span
    text: str
    heading: Heading
    group: str | None = None
    """Id of the parent sentence when this one is a nested bullet."""
    any_of: bool = False
    """True for a nested bullet whose parent says any of / one of: one that holds is enough."""
    severity: Severity | None = None
    """Set when the line ends with a mark such as (critical)."""
    only: str | None = None
    """Name of the variation whose table row this sentence comes from; None when it holds for all."""


class JourneySettings(Noun):
    """The settings line under the title. None means: not said, the profile decides."""

    owner: str | None = None
    channel: Literal["chat", "voice", "email", "sms"] = "chat"
    language: str = "English"
    risk: Risk = "medium"
    intent: str | None = None
    tags: tuple[str, ...] = ()
    trials: int | None = None
    budget: Decimal | None = None
    """What a run of the journey may cost, our calls and the agent's bill together."""
    currency: str | None = Field(default=None, exclude_if=lambda currency: currency is None)
    """Of the budget; None where it is an amount alone."""


class Variation(Noun):
    """One row of *Try it with*: what its slots hold. A journey without a table has one, unnamed, empty."""

    name: str
    values: dict[str, str]
    span: Span | None = None
    segment: str | None = None
    """The group of customers that this row stands for."""
    pair: str | None = None
    """The name of the first of the rows that differ from each other only in their segment; None for a row that no other
    is like but for it. Rows of one pair are compared by parity tests."""
    settings: JourneySettings | None = None
    """The settings of this row, when a column of the table overrides one; None when the journey's own hold."""


class Journey(Noun):
    """A journey as read: nothing is compiled yet, nothing is left out."""

    id: str
    """The file's name without `.md`."""
    title: str
    file: str
    settings: JourneySettings
    sentences: tuple[Sentence, ...]
    variations: tuple[Variation, ...]
    complaints: tuple[Complaint, ...]
    source: str
    """The file's text, as read (UTF-8, NFC)."""
    pages: tuple[str, ...] = ()
    """Files that it includes, in order of first use."""
