"""A lock <-> its file, which is never half written."""

import contextlib
import os
from pathlib import Path

from harness.secrets import scrub

from .lock import NAME, Lock, LockError, parse

LARGEST = 64_000_000
"""Bytes that are read: a hundred thousand journeys."""


def read_lock(folder: Path) -> Lock | None:
    """The lock of a folder of journeys; None when there is none: then nothing is pinned.

    Raises LockError when there is one and it cannot be used.
    """
    path = folder / NAME
    if not os.path.lexists(path):
        return None
    try:
        if not path.is_file():
            raise LockError(f"{path}: this is no file that can be read.")
        if path.stat().st_size > LARGEST:
            raise LockError(f"{path}: this file is too large for a lock.")
        raw = path.read_bytes()
    except OSError as problem:
        raise LockError(f"{path} cannot be read: {problem.strerror or problem}.") from problem
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError as problem:
        line = raw.count(b"\n", 0, problem.start) + 1
        raise LockError(f"{path}:{line}: this line is not UTF-8.") from problem
    # A checkout on Windows may end lines with CR LF; inside a line JSON writes both as escapes.
    return parse(text.replace("\r\n", "\n"), str(path))


def write_lock(folder: Path, lock: Lock) -> bool:
    """Write the lock beside its journeys, whole or not at all; False when the file already says the same.

    Raises LockError when it cannot be written, or could not be read again; the file that was there is then unchanged.
    """
    path = (folder / NAME).resolve()
    text = scrub(lock.text)
    parse(text, str(folder / NAME))  # what could not be read again is not written
    data = text.encode()
    beside = path.with_name(f".{NAME}.{os.getpid()}.tmp")
    try:
        if path.is_file() and path.read_bytes() == data:
            return False
        with beside.open("xb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
    except OSError as problem:
        raise LockError(f"{folder / NAME} cannot be written: {problem.strerror or problem}. It is unchanged.") from None
    finally:
        with contextlib.suppress(OSError):
            beside.unlink(missing_ok=True)
    return True
