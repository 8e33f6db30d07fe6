"""Lines -> events, up to the last whole line; and whether every line is the one that was written."""

from collections.abc import Callable, Collection, Iterator
from hashlib import sha256
from itertools import count
from pathlib import Path
from typing import BinaryIO

from .chain import Chain, Raw, torn
from .line import MAX_LINE, LineError, digest, is_of, parse
from .nouns import Envelope, Problem, RecordError, Verification


def read(path: Path, report: Callable[[Problem], None] | None = None) -> Iterator[Envelope]:
    """The events of a record, one by one, as far as it was written whole.

    A torn last line is left out and told to `report`. Raises RecordError, when the iterator gets there, for a file
    that cannot be opened and for a line that is not as it was written. What is missing is `verify`'s to find.
    """
    return (event for _, event in placed(path, report))


def placed(
    path: Path, report: Callable[[Problem], None] | None = None, without: Collection[str] = ()
) -> Iterator[tuple[int, Envelope]]:
    """The same, each with the byte at which its line begins. Events of the kinds `without` are left out unread."""
    place = 0
    for raw in lines(path):
        if not raw.ended:
            if report is not None:
                report(torn(raw))
            return
        if not (without and raw.content is not None and is_of(without, raw.content)):
            yield place, _envelope(path, raw)
        place += raw.size + 1


def verify(path: Path) -> Verification:
    """Check a record from its file alone, whatever its bytes. Raises RecordError only when it cannot be opened."""
    chain = Chain()
    for raw in lines(path):
        chain.take(raw)
    return chain.verification()


def _envelope(path: Path, raw: Raw) -> Envelope:
    try:
        return parse(raw.whole())
    except LineError as why:
        raise RecordError(f"{path}, line {raw.number} {why}.") from why


def lines(path: Path) -> Iterator[Raw]:
    """The lines of a file as they lie there. Raises RecordError for one that cannot be read."""
    try:
        with path.open("rb") as file:
            for number in count(1):
                # One byte more than a line may have: its newline.
                chunk = file.readline(MAX_LINE + 1)
                if not chunk:
                    return
                yield _raw(number, chunk, file)
    except OSError as error:
        raise RecordError(f"{path} cannot be read: {error.strerror or error}.") from error


def _raw(number: int, chunk: bytes, file: BinaryIO) -> Raw:
    if chunk.endswith(b"\n"):
        content = chunk[:-1]
        return Raw(number=number, size=len(content), content=content, digest=digest(content), ended=True)
    if len(chunk) <= MAX_LINE:
        return Raw(number=number, size=len(chunk), content=chunk, digest=digest(chunk), ended=False)
    return _too_long(number, chunk, file)


def _too_long(number: int, chunk: bytes, file: BinaryIO) -> Raw:
    hashed, size = sha256(chunk), len(chunk)
    while not chunk.endswith(b"\n") and (chunk := file.readline(MAX_LINE)):
        hashed.update(chunk.removesuffix(b"\n"))
        size += len(chunk)
    ended = chunk.endswith(b"\n")
    return Raw(number=number, size=size - ended, content=None, digest=hashed.hexdigest(), ended=ended)
