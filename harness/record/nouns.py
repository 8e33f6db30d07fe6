"""What a line of a record holds, and what checking a record gives."""

from typing import Any

from pydantic import ConfigDict, Field

from harness.noun import Noun
from harness.trouble import Trouble

VERSION = 1
"""The schema version that this harness writes."""

FIRST = "0" * 64
"""What the first line carries where the others carry the digest of the line before."""

RUN_ENDED = "run_ended"
"""The kind of a finished run's last line. A chain cannot see that its tail was cut off cleanly; this line can."""

_DIGEST = r"^[0-9a-f]{64}$"


class RecordError(Trouble):
    """A record cannot be written, read or found. The message is one sentence that names the path."""


class Envelope(Noun):
    """One line of a record: an event, when it was written, and what makes it checkable."""

    model_config = ConfigDict(validate_by_name=True, validate_by_alias=True, serialize_by_alias=True)

    schema_: int = Field(default=VERSION, alias="schema")
    """Written as `schema`: the version of the line's shape, so that old runs stay readable."""
    seq: int = Field(ge=0)
    """From 0, without gaps."""
    at: str = Field(pattern=r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$")
    """UTC, ISO 8601 with microseconds: 2026-11-21T08:25:59.000120Z."""
    kind: str = Field(min_length=1)
    case: str | None
    """The conversation it belongs to; None when it belongs to the run."""
    data: dict[str, Any]
    """JSON. Amounts of money are text, so that no float ever touches them."""
    prev: str = Field(pattern=_DIGEST)
    """sha256 of the previous line's bytes, newline left out; 64 zeros in the first line."""
    seal: str = Field(pattern=_DIGEST)
    """sha256 of this line without its seal. `prev` guards every line but the last; this guards that one too."""


class Problem(Noun):
    """One thing wrong with a record."""

    line: int
    """From 1."""
    sentence: str


class Torn(Noun):
    """The beginning of a line that was cut off while it was written: taken out of the record, and kept beside it."""

    size: int
    """Bytes."""
    sha256: str
    """Of these bytes, in hex."""
    kept: str
    """Name of the file that holds them, in the record's folder."""


class Verification(Noun):
    """What checking a record found."""

    ok: bool
    """Whether every line is whole, unchanged and in its place. An unfinished run can be ok."""
    lines: int
    """Whole lines."""
    problems: tuple[Problem, ...]
    """In order of line; the first hundred."""
    torn: bool
    """The last line was cut off while it was written. It is one of the problems."""
    finished: bool
    """Whether the last line says that the run ended. When it does not, a tail may be missing."""
    head: str
    """Digest of the last whole line. Whoever keeps it elsewhere can tell when the whole file was written anew."""

    @property
    def summary(self) -> str:
        """The result in one line for people."""
        count = "1 line" if self.lines == 1 else f"{self.lines} lines"
        wrong = {0: "unbroken", 1: "1 problem"}.get(len(self.problems), f"{len(self.problems)} problems")
        return f"{count}, {wrong}; {'the run finished' if self.finished else 'the run did not finish'}"
