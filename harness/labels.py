"""A file of what people said, one JSON record a line -> the records, each with the place to name."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from harness.trouble import Trouble


def label_rows(
    path: Path, largest: int, error: type[Trouble], missing: str, example: str
) -> Iterator[tuple[int, str, dict[str, Any]]]:
    """(line, file:line, record) of every line that is not empty.

    Raises `error` when the file cannot be read or has more than `largest` bytes, and at the first line that holds no
    record: `missing` is said when no file is there, `example` of what a record looks like.
    """
    for number, line in enumerate(_lines(path, largest, error, missing), start=1):
        if line.strip():
            where = f"{path}:{number}"
            yield number, where, _row(line, where, error, example)


def _lines(path: Path, largest: int, error: type[Trouble], missing: str) -> list[str]:
    try:
        if not path.is_file():
            raise error(missing)
        if path.stat().st_size > largest:
            raise error(f"{path} is too large: more than {largest // 1_000_000} MB of labels are not read.")
        return path.read_bytes().decode("utf-8-sig").split("\n")
    except UnicodeDecodeError as problem:
        raise error(f"{path} is not UTF-8: save it as UTF-8.") from problem
    except (OSError, ValueError) as problem:
        raise error(f"{path} cannot be read: {getattr(problem, 'strerror', None) or problem}.") from problem


def _row(line: str, where: str, error: type[Trouble], example: str) -> dict[str, Any]:
    try:
        row = json.loads(line)
    except (ValueError, RecursionError) as problem:
        raise error(f"{where}: this line is no JSON record.") from problem
    if not isinstance(row, dict):
        raise error(f"{where}: a record is wanted, such as {example}")
    return row
