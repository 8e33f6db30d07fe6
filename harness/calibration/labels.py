"""A file of labels, one JSON record a line -> Labels; and one more label on its end."""

import json
import os
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from harness.labels import label_rows
from harness.secrets import scrubbed
from harness.trouble import Trouble

from .nouns import Label
from .spoken import Spoken

LARGEST = 200_000_000
"""Bytes: thousands of labels, each with its conversation."""

EXAMPLE = '{"criterion": "resolution", "human": "pass", "run": "RUN", "case": "refund/-#1"}'


class LabelsError(Trouble):
    """The labels cannot be read or written: says where and why."""


def read_labels(path: Path) -> tuple[Label, ...]:
    """Every label of a file. Raises LabelsError with file and line."""
    missing = f"there is no file of labels {path}. `harness calibrate --label last -o {path}` makes one."
    rows = label_rows(path, LARGEST, LabelsError, missing, EXAMPLE)
    found = tuple(_label(row, where) for _, where, row in rows)
    if not found:
        raise LabelsError(f"{path} holds no label. One looks like this: {EXAMPLE}")
    return found


def _label(row: dict[str, Any], where: str) -> Label:
    try:
        label = Label.model_validate(row)
        if label.transcript is not None:
            Spoken.model_validate(label.transcript)
    except ValidationError as problem:
        raise LabelsError(f"{where}: {_says(problem)}.") from problem
    return label


def _says(problem: ValidationError) -> str:
    first = problem.errors()[0]
    key = ".".join(str(part) for part in first["loc"])
    words = first["msg"].removeprefix("Value error, ")
    if first["type"] == "extra_forbidden":
        return f"there is no key '{key}'; there are: {', '.join(Label.model_fields)}"
    return f"'{key}': {words[:1].lower()}{words[1:]}" if key else words


def append_label(path: Path, label: Label) -> None:
    """Write one label down; it is on disk when this returns. Raises LabelsError when it cannot be written."""
    line = json.dumps(scrubbed(label.model_dump(exclude_defaults=True)), ensure_ascii=False)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("ab+") as file:
            # A line that was cut in mid-air, or an editor that ends without one, is not run into.
            if file.tell() and not _ends_a_line(path):
                file.write(b"\n")
            file.write(f"{line}\n".encode())
            file.flush()
            os.fsync(file.fileno())
    except OSError as problem:
        raise LabelsError(f"{path} cannot be written: {problem.strerror or problem}.") from problem


def _ends_a_line(path: Path) -> bool:
    with path.open("rb") as file:
        file.seek(-1, os.SEEK_END)
        return file.read(1) == b"\n"
