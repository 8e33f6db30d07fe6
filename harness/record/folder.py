"""Where runs lie: one folder a run, named so that names sort by time."""

import re
from collections.abc import Collection
from datetime import UTC, datetime
from difflib import get_close_matches
from hashlib import sha256
from itertools import count
from pathlib import Path

from .nouns import RecordError
from .reader import read

RECORD = "run.jsonl"
"""The name of the record in a run's folder."""

_ID = re.compile(r"\d{8}-\d{6}-[0-9a-f]{4}")


def new_run_id(now: datetime, taken: Collection[str], pid: int) -> str:
    """An id such as 20261121-082559-7f3a, not among those taken: the second in UTC and four hex digits.

    The digits come from the time and the process id, so that two runs begun in the same second do not share a folder.
    """
    second = now.astimezone(UTC).strftime("%Y%m%d-%H%M%S")
    names = (f"{second}-{_suffix(now, pid, attempt)}" for attempt in count())
    return next(name for name in names if name not in taken)


def _suffix(now: datetime, pid: int, attempt: int) -> str:
    return sha256(f"{now.isoformat()} {pid} {attempt}".encode()).hexdigest()[:4]


def runs(reports: Path) -> tuple[str, ...]:
    """The ids of the runs below this folder, oldest first. A folder without a record is no run."""
    if not reports.is_dir():
        return ()
    folders = (folder for folder in reports.iterdir() if _ID.fullmatch(folder.name))
    return tuple(sorted(folder.name for folder in folders if (folder / RECORD).is_file()))


def resolve(reports: Path, name: str, begins: str | None = None) -> Path:
    """The record that is meant by an id, the beginning of one, "last", or a path to a run's folder or to a record.

    `begins`: "last" means the last record whose first event is of this kind. Raises RecordError when nothing, or more
    than one run, goes by this name.
    """
    ids = runs(reports)
    if name == "last" and (
        fitting := [id_ for id_ in ids if begins is None or _first(reports / id_ / RECORD) == begins]
    ):
        return reports / fitting[-1] / RECORD
    fitting = [id_ for id_ in ids if name and id_.startswith(name)]
    if len(fitting) == 1:
        return reports / fitting[0] / RECORD
    path = _path(name)
    if path is not None:
        return path
    if fitting:
        raise RecordError(f"{name!r} fits {len(fitting)} runs in {reports}: {_some(fitting)}.")
    raise RecordError(_unknown(reports, name, ids))


def _first(record: Path) -> str | None:
    """The kind of a record's first event; None when it has none that can be read."""
    try:
        return next((event.kind for event in read(record)), None)
    except RecordError:
        return None


def _path(name: str) -> Path | None:
    candidates = (Path(name), Path(name) / RECORD) if name else ()
    try:
        return next((path for path in candidates if path.is_file()), None)
    except OSError:  # such as a name too long to be one
        return None


def _unknown(reports: Path, name: str, ids: tuple[str, ...]) -> str:
    if not ids:
        return f"There is no run {name!r}: {reports} holds no runs yet."
    near = get_close_matches(name, ids, n=1)
    guess = f" Did you mean {near[0]}?" if near else ""
    return f"There is no run {name!r} in {reports}.{guess} The latest: {_some(ids)}."


def _some(ids: Collection[str]) -> str:
    latest = sorted(ids, reverse=True)[:3]
    return ", ".join(latest) + (" and more" if len(ids) > len(latest) else "")
