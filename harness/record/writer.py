"""Events -> lines, as they happen."""

import os
from collections.abc import Callable
from datetime import UTC, datetime
from io import FileIO
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from harness.noun import Noun
from harness.secrets import scrubber

from .line import MAX_LINE, Scrub, digest, dumps, plain, seal
from .nouns import FIRST, VERSION, Envelope, RecordError


class Writer:
    """A context manager that appends to one new record.

    Nothing is awaited inside, so that many conversations of one event loop may share a writer; threads may not.
    """

    def __init__(self, path: Path, clock: Callable[[], datetime], scrub: Scrub | None = None) -> None:
        """`clock` gives a time that knows its zone. `scrub` sees every string before it is written.

        Without one, the secrets of the environment are taken out.
        """
        self.path = path
        self._clock = clock
        self._scrub = scrubber() if scrub is None else scrub
        self._file: FileIO | None = None
        self._seq = 0
        self._prev = FIRST
        self._failure: RecordError | None = None

    @property
    def head(self) -> str:
        """Digest of the last line written; 64 zeros before the first."""
        return self._prev

    def __enter__(self) -> Self:
        """Make the folder and the file.

        Raises RecordError when that fails, and when the file already holds something.
        """
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            self._file = FileIO(self.path, "ab")
            size = os.fstat(self._file.fileno()).st_size
        except OSError as error:
            raise self._refusal(error) from error
        if size:
            self._close()
            raise RecordError(f"{self.path} already holds a record; a run is never written over another.")
        return self

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
        if sync:
            self._sync()
        return envelope

    def _line(self, kind: str, data: Noun | dict[str, Any], case: str | None) -> tuple[Envelope, bytes]:
        fields = plain({"kind": kind, "case": case, "data": data}, self._scrub)
        fields |= {"schema": VERSION, "seq": self._seq, "at": self._now(), "prev": self._prev}
        try:
            fields["seal"] = seal(fields)
            line = dumps(fields)
            envelope = Envelope.model_validate(fields)
        except ValueError as error:
            raise RecordError(f"An event of kind {kind!r} cannot be written to {self.path}: {error}") from error
        if len(line) > MAX_LINE:
            raise RecordError(f"An event of kind {kind!r} is too large for {self.path}: {len(line):,} bytes.")
        return envelope, line

    def _now(self) -> str:
        now = self._clock()
        if now.tzinfo is None:
            raise RecordError(f"The clock of {self.path} does not know its time zone.")
        return now.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="microseconds") + "Z"

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
