"""Where runs lie: one folder a run, named so that names sort by time."""

import re
from collections.abc import Collection
from datetime import UTC, datetime, timedelta
from difflib import get_close_matches
from hashlib import sha256
from pathlib import Path

from .nouns import RecordError
from .reader import read

RECORD = "run.jsonl"
"""The name of the record in a run's folder."""

_ID = re.compile(r"\d{8}-\d{6}-[0-9a-f]{4}")


def new_run(reports: Path, now: datetime, pid: int) -> Path:
    """Make the folder of a new run, which no other process makes as well. Raises RecordError when that fails."""
    taken = set(runs(reports))
    while True:
        folder = reports / new_run_id(now, taken, pid)
        try:
            folder.mkdir(parents=True)
        except OSError as problem:
            if not isinstance(problem, FileExistsError) or not folder.is_dir():
                why = problem.strerror or problem
                raise RecordError(f"{folder} cannot be made: {why}. Name another folder for the runs.") from problem
            taken.add(folder.name)
        else:
            return folder


def new_run_id(now: datetime, taken: Collection[str], pid: int) -> str:
    """An id such as 20261121-082559-7f3a, behind all those taken: the second in UTC and four hex digits.

    The digits come from the time and the process id, so that two runs begun in the same second do not share a folder.
    Where a run of this second or of a later one is there already (the clock was set back), it is the second after that
    run's: the last run by name is always the last that was begun.
    """
    begun = now.astimezone(UTC)
    latest = max((found for name in taken if (found := _second(name))), default=None)
    if latest and latest >= begun.replace(microsecond=0):
        begun = latest + timedelta(seconds=1)
    suffix = sha256(f"{now.isoformat()} {pid} {len(taken)}".encode()).hexdigest()[:4]
    return f"{begun:%Y%m%d-%H%M%S}-{suffix}"


def _second(name: str) -> datetime | None:
    try:
        return datetime.strptime(name[:15] + "Z", "%Y%m%d-%H%M%S%z")
    except ValueError:
        return None


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
