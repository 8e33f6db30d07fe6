"""Lines, one by one -> what is wrong with them.

Three things are checked: that each line is whole and unchanged (its seal), that the numbers go up by one, and that each
line carries the digest of the one before. One fault should give one sentence, so a line next to a faulty one is not
blamed for it. What is kept does not grow with the file.
"""

from dataclasses import dataclass

from .line import MAX_LINE, LineError, parse
from .nouns import FIRST, RUN_ENDED, Problem, Verification

MOST = 100
"""So many problems are listed; a file that is no record at all should not fill the memory with complaints."""


@dataclass(frozen=True, slots=True)
class Raw:
    """A line as it lies in the file."""

    number: int
    """From 1."""
    size: int
    """Bytes, newline left out."""
    content: bytes | None
    """None when it is longer than MAX_LINE."""
    digest: str
    """sha256 of the line, also of one too long to hold."""
    ended: bool
    """Whether a newline ends it."""

    def whole(self) -> bytes:
        """The content. Raises LineError when the line is too long to be held."""
        if self.content is None:
            raise LineError(f"is {self.size:,} bytes long, and no line of a record is longer than {MAX_LINE:,}")
        return self.content


@dataclass(frozen=True, slots=True)
class Gap:
    """Numbers that were not there when the line after them came."""

    line: int
    first: int
    last: int


def torn(raw: Raw) -> Problem:
    """What to say of a last line without its newline."""
    return Problem(
        line=raw.number,
        sentence=f"Line {raw.number}, the last, was cut off after {raw.size:,} bytes; what stands before it is whole.",
    )


class Chain:
    """Takes the lines of a record in order and remembers what was wrong."""

    def __init__(self) -> None:
        self._lines = 0
        self._head = FIRST
        self._torn = False
        self._ended = False
        self._over = False  # a run ends once, and nothing follows
        self._problems: list[Problem] = []
        self._gaps: list[Gap] = []
        self._highest = -1
        self._unread = 0  # lines since the last one whose number we could trust: each may have carried a number
        self._before: str | None = FIRST  # digest of the line before; None when that line was at fault

    def take(self, raw: Raw) -> None:
        """Look at the next line."""
        self._ended = False
        if not raw.ended:
            self._torn = True
            self._problems.append(torn(raw))
            return
        self._lines += 1
        self._head = raw.digest
        if len(self._problems) + len(self._gaps) < MOST:
            self._look(raw)

    def verification(self) -> Verification:
        """The result, once all lines were taken."""
        problems = self._problems + [_missing(gap) for gap in self._gaps]
        if not self._lines and not self._torn:
            problems.append(Problem(line=1, sentence="The record is empty."))
        return Verification(
            ok=not problems,
            lines=self._lines,
            problems=tuple(sorted(problems, key=lambda problem: problem.line)),
            torn=self._torn,
            finished=self._ended,
            head=self._head,
        )

    def _look(self, raw: Raw) -> None:
        try:
            envelope = parse(raw.whole())
        except LineError as why:
            self._complain(raw, f"Line {raw.number} {why}.")
            self._unread += 1
            self._before = None
            return
        if self._over:
            self._complain(raw, f"Line {raw.number} stands after the end of the run.")
        self._ended = envelope.kind == RUN_ENDED
        self._over = self._over or self._ended
        before, self._before = self._before, raw.digest
        if self._in_order(raw, envelope.seq) and before not in (None, envelope.prev):
            self._complain(raw, _unlinked(raw.number))

    def _in_order(self, raw: Raw, seq: int) -> bool:
        """Whether this number follows; if not, that is noted, and the digest before it says nothing new."""
        first = self._highest + 1
        if seq < first:
            self._complain(raw, self._backwards(raw, seq))
            self._before = None
            return False
        unread, self._unread, self._highest = self._unread, 0, seq
        if seq > first + unread:
            self._gaps.append(Gap(line=raw.number, first=first + unread, last=seq - 1))
            return False
        return True

    def _backwards(self, raw: Raw, seq: int) -> str:
        gap = next((gap for gap in self._gaps if gap.first <= seq <= gap.last), None)
        if gap is None:
            return f"Line {raw.number} is event {seq}, which the record already has: it was repeated or put in."
        self._gaps.remove(gap)
        rest = (Gap(gap.line, gap.first, seq - 1), Gap(gap.line, seq + 1, gap.last))
        self._gaps.extend(part for part in rest if part.first <= part.last)
        return f"Line {raw.number} is out of order: it is event {seq} and stands after event {self._highest}."

    def _complain(self, raw: Raw, sentence: str) -> None:
        self._problems.append(Problem(line=raw.number, sentence=sentence))


def _missing(gap: Gap) -> Problem:
    lost = f"event {gap.first} is" if gap.first == gap.last else f"events {gap.first} to {gap.last} are"
    return Problem(line=gap.line, sentence=f"Before line {gap.line}, {lost} missing.")


def _unlinked(number: int) -> str:
    if number == 1:
        return "Line 1 does not begin a record: it carries the digest of a line before it."
    return f"Line {number} does not follow line {number - 1}: one of them was replaced after it was written."
