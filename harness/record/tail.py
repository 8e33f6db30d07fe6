"""A record that was broken off -> the place to go on from."""

import os
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from .chain import Chain
from .nouns import RecordError, Torn
from .reader import lines


@dataclass(frozen=True, slots=True)
class Tail:
    """Where a record goes on."""

    seq: int
    """Number of the next event."""
    prev: str
    """Digest of the last whole line."""
    torn: Torn | None
    """What stood behind it, cut off in mid-line."""


def mend(path: Path) -> Tail:
    """Find where a record goes on. A torn last line is first kept in a file beside it, then cut from it.

    Raises RecordError for a record that is finished, empty, or not as it was written: nobody can vouch for a chain that
    goes on from a broken one. Nothing is changed then.
    """
    chain, whole = Chain(), 0
    for raw in lines(path):
        chain.take(raw)
        whole += (raw.size + 1) * raw.ended
    found = chain.verification()
    if found.finished:
        raise RecordError(f"{path} is finished: nothing can be added to it.")
    wrong = [problem for problem in found.problems if not (found.torn and problem is found.problems[-1])]
    if wrong:
        raise RecordError(f"{path} is not as it was written, and is not continued: {wrong[0].sentence}")
    if not found.lines:
        raise RecordError(f"{path} broke off in its first line: there is nothing to go on from.")
    return Tail(found.lines, found.head, _cut(path, whole) if found.torn else None)


def _cut(path: Path, whole: int) -> Torn:
    try:
        with path.open("r+b") as file:
            file.seek(whole)
            rest = file.read()
            # Named after its content: a crash between the two steps, and the next attempt writes the same file again.
            torn = Torn(size=len(rest), sha256=(name := sha256(rest).hexdigest()), kept=f"{path.name}.torn-{name[:8]}")
            with path.with_name(torn.kept).open("wb") as aside:
                aside.write(rest)
                aside.flush()
                os.fsync(aside.fileno())
            file.truncate(whole)
    except OSError as error:
        raise RecordError(f"{path} cannot be continued: {error.strerror or error}.") from error
    return torn
