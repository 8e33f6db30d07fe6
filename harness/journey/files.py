"""Files -> text: what may be read, and what is said when it cannot be."""

import unicodedata
from pathlib import Path
from stat import S_ISREG

LARGEST = 1_000_000
"""Bytes: a page of a person's words is a thousandth of this."""
LONGEST_LINE = 20_000
"""Characters: a person's longest paragraph is a tenth of this."""


class UnreadableError(Exception):
    """A file that cannot be read as a page of text. The message is a sentence for its author."""


def read_text(path: Path) -> str:
    """The text of a file: UTF-8 without its byte order mark, NFC, `\\n` line ends. Raises UnreadableError."""
    try:
        about = path.stat()
        if not S_ISREG(about.st_mode):
            raise UnreadableError("This is not a file.")
        if about.st_size > LARGEST:
            raise UnreadableError(
                f"This file is too large: {about.st_size:,} bytes, where at most {LARGEST:,} are read."
            )
        raw = path.read_bytes()
    except (OSError, ValueError) as error:
        raise UnreadableError("This file was not found, or may not be read.") from error
    if b"\0" in raw:
        raise UnreadableError("This is not a text file.")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise UnreadableError(f"This file is not UTF-8: line {line} holds other bytes. Save it as UTF-8.") from error
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    if not text or text.isspace():
        raise UnreadableError("This file is empty.")
    if len(text) > LONGEST_LINE:
        _check_lines(text)
    return text


def _check_lines(text: str) -> None:
    for number, line in enumerate(text.split("\n"), 1):
        if len(line) > LONGEST_LINE:
            raise UnreadableError(
                f"Line {number} of this file is too long: {len(line):,} characters, where at most {LONGEST_LINE:,} are"
                " read."
            )


def inside(path: Path, root: Path) -> str | None:
    """The path below the root, with forward slashes, once symlinks are followed; None when it leads outside."""
    return below(followed(path), followed(root))


def followed(path: Path) -> Path:
    """Where a path leads once symlinks are followed; a place where nothing can stand when they lead in a circle."""
    try:
        return path.resolve()
    except (ValueError, OSError, RuntimeError):
        return Path("\0")


def below(path: Path, root: Path) -> str | None:
    """The path below the root, with forward slashes; None when it is elsewhere. Both are resolved already."""
    try:
        return path.relative_to(root).as_posix()
    except ValueError:
        return None
