"""Events -> lines, as they happen."""

import errno
import os
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from io import FileIO
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from harness.noun import Noun
from harness.secrets import scrubber

from .line import MAX_LINE, Plain, Scrub, digest, sealed
from .nouns import FIRST, VERSION, Envelope, RecordError, Torn
from .tail import mend

if sys.platform != "win32":
    import fcntl


class Writer:
    """A context manager that appends to one record, of which it is the only writer: a new one, or one broken off.

    Nothing is awaited inside, so that many conversations of one event loop may share a writer; threads may not.
    """

    def __init__(
        self, path: Path, clock: Callable[[], datetime], scrub: Scrub | None = None, *, resumed: bool = False
    ) -> None:
        """`clock` gives a time that knows its zone. `scrub` sees every string before it is written.

        Without one, the secrets of the environment are taken out. `resumed`: go on where the record broke off.
        """
        self.path = path
        self.torn: Torn | None = None
        """What a record that is continued was cut off in."""
        self.found = 0
        """Whole lines of it."""
        self._resumed = resumed
        self._clock = clock
        self._plain = Plain(scrubber() if scrub is None else scrub)
        self._file: FileIO | None = None
        self._seq = 0
        self._prev = FIRST
        self._failure: RecordError | None = None
        self.begins = self._ends = 0
        """The byte at which the last line begins."""

    @property
    def head(self) -> str:
        """Digest of the last line written; 64 zeros before the first."""
        return self._prev

    def __enter__(self) -> Self:
        """Make the folder and the file; or find where the record that is there goes on.

        Raises RecordError when that fails, when another process writes to the file, when a new one already holds
        something, and when one that is to go on cannot.
        """
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            self._file = FileIO(self.path, "ab")
            self._begin(self._file)
        except OSError as error:
            self._close()
            raise self._refusal(error) from error
        except RecordError:
            self._close()
            raise
        return self

    def _begin(self, file: FileIO) -> None:
        _alone(file, self.path)
        if self._resumed:
            tail = mend(self.path)
            self._seq, self._prev = tail.seq, tail.prev
            self.found, self.torn = tail.seq, tail.torn
            self._ends = os.fstat(file.fileno()).st_size
        elif os.fstat(file.fileno()).st_size:
            raise RecordError(f"{self.path} already holds a record; a run is never written over another.")

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Bring everything to the disk and close.

        Raises RecordError when the disk refuses, unless another error is already on its way.
        """
        try:
            if self._failure is None:
                self._sync()
        except RecordError:
            if error is None:
                raise
        finally:
            self._close()

    def append(
        self, kind: str, data: Noun | dict[str, Any], case: str | None = None, *, sync: bool = False
    ) -> Envelope:
        """Write one event down; the operating system has it when this returns, and with `sync` the disk does.

        Raises RecordError when the data cannot be recorded (nothing is written, the record goes on) or when the file
        cannot be written (the record ends here: every later append raises the same).
        """
        if self._failure is not None:
            raise self._failure
        envelope, line = self._line(kind, data, case)
        self._write(line + b"\n")
        self._seq, self._prev = self._seq + 1, digest(line)
        self.begins, self._ends = self._ends, self._ends + len(line) + 1
        if sync:
            self._sync()
        return envelope

    def _line(self, kind: str, data: Noun | dict[str, Any], case: str | None) -> tuple[Envelope, bytes]:
        fields = self._plain.of({"kind": kind, "case": case, "data": data})
        fields |= {"schema": VERSION, "seq": self._seq, "at": self._now(), "prev": self._prev}
        try:
            line, fields["seal"] = sealed(fields)
            envelope = Envelope.model_validate(fields)
        except ValueError as error:
            raise RecordError(f"An event of kind {kind!r} cannot be written to {self.path}: {error}") from error
        if len(line) > MAX_LINE:
            raise RecordError(f"An event of kind {kind!r} is too large for {self.path}: {len(line):,} bytes.")
        return envelope, line

    def now(self) -> datetime:
        """The time, as lines are dated with it, in UTC."""
        now = self._clock()
        if now.tzinfo is None:
            raise RecordError(f"The clock of {self.path} does not know its time zone.")
        return now.astimezone(UTC)

    def _now(self) -> str:
        return self.now().replace(tzinfo=None).isoformat(timespec="microseconds") + "Z"

    def _write(self, line: bytes) -> None:
        rest = memoryview(line)
        try:
            while rest:
                rest = rest[self._open_file().write(rest) :]
        except OSError as error:
            self._failure = self._refusal(error)
            raise self._failure from error

    def _sync(self) -> None:
        try:
            os.fsync(self._open_file().fileno())
        except OSError as error:
            self._failure = self._refusal(error)
            raise self._failure from error

    def _open_file(self) -> FileIO:
        if self._file is None:
            raise RecordError(f"{self.path} is not open for writing.")
        return self._file

    def _close(self) -> None:
        if self._file is not None:
            self._file.close()
            self._file = None

    def _refusal(self, error: OSError) -> RecordError:
        return RecordError(f"{self.path} cannot be written: {error.strerror or error}.")


def _alone(file: FileIO, path: Path) -> None:
    """Keep every other writer out for as long as the file is open, a crash included."""
    if sys.platform == "win32":  # it has no such lock
        return
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        raise RecordError(f"{path} is being written by another process: wait for it, or stop it.") from error
    except OSError as error:
        if error.errno not in (errno.ENOLCK, errno.ENOTSUP, errno.ENOSYS, errno.EINVAL):
            raise
        # Some network file systems know no locks; a run there is not worth refusing for that.
