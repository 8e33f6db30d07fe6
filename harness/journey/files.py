"""Files -> text: what may be read, and what is said when it cannot be."""

import unicodedata
from pathlib import Path

LARGEST = 1_000_000
"""Bytes: a page of a person's words is a thousandth of this."""


class UnreadableError(Exception):
    """A file that cannot be read as a page of text. The message is a sentence for its author."""


def read_text(path: Path) -> str:
    """The text of a file: UTF-8 without its byte order mark, NFC, `\\n` line ends. Raises UnreadableError."""
    try:
        size = path.stat().st_size
        if not path.is_file():
            raise UnreadableError("This is not a file.")
        if size > LARGEST:
            raise UnreadableError(f"This file is too large: {size:,} bytes, where at most {LARGEST:,} are read.")
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
    if not text.strip():
        raise UnreadableError("This file is empty.")
    return text


def inside(path: Path, root: Path) -> str | None:
    """The path below the root, with forward slashes, once symlinks are followed; None when it leads outside."""
    try:
        return path.resolve().relative_to(root.resolve()).as_posix()
    except (ValueError, OSError, RuntimeError):
        return None
