"""A nightly run that is asked for twice in a night: the second time, only what is missing is held."""

import asyncio
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from pydantic import ValidationError

from harness.assurance import as_json, manifest_of
from harness.preparing.casting import close_cast
from harness.preparing.places import here, reports_at
from harness.preparing.prepare import prepare
from harness.preparing.wanted import Wanted
from harness.record import RECORD, RecordError, read, runs, verify
from harness.report import terminal
from harness.run import Manifest, RecordIncomplete, load
from harness.unfinished import NotTheSameRunError, Unfinished, unfinished

from .options import Format
from .printing import say, say_json
from .running import run_journeys

NOT_TYPED = frozenset({"paths", "spread", "seed", "trials", "locked"})
"""Fields of a wish that are filled in, or compared by themselves."""


def run_once_a_night(
    paths: Sequence[Path],
    wanted: Wanted,
    format: Format,  # noqa: A002
    reports: Path | None,
    again: bool,
) -> int:
    """Hold a run; of a night, what is missing in it. `again`: hold it anew all the same."""
    found = None if again else _tonights(paths, wanted, reports)
    if found is None:
        return run_journeys(paths, wanted, format, reports)
    file, asked = found
    try:
        return _go_on(paths, asked, format, reports, file)
    except NotTheSameRunError as problem:
        if format is Format.text:
            say([f"Tonight's run is held anew. {problem}", ""])
        return run_journeys(paths, wanted, format, reports)


def _go_on(
    paths: Sequence[Path],
    asked: Wanted,
    format: Format,  # noqa: A002
    reports: Path | None,
    file: Path,
) -> int:
    try:
        unfinished(file)
    except RecordIncomplete:
        return _there(paths, asked, format, reports, file)
    if format is Format.text:
        say([f"Tonight's run {file.parent.name} was broken off, and goes on."])
    return run_journeys([Path(path) for path in asked.paths], asked, format, reports, resume=file)


def _there(
    paths: Sequence[Path],
    asked: Wanted,
    format: Format,  # noqa: A002
    reports: Path | None,
    file: Path,
) -> int:
    """Tell of a run that is there already. Raises NotTheSameRunError when it would be another one now."""
    record = load(file)
    prepared = prepare(paths, asked, reports)
    try:
        now = manifest_of(prepared.plans, prepared.cast, prepared.settings, prepared.background, record.manifest.run)
    finally:
        asyncio.run(close_cast(prepared.cast))
    Unfinished(record.manifest, record.plans, {}, 0).must_be(now)
    if format is Format.json:
        say_json(as_json(record))
    else:
        say([f"Tonight's run {record.manifest.run} is there: nothing is missing. To hold it once more: --again", ""])
        say(terminal.summary(record, verify(file).head))
    return record.decision.exit_code if record.decision else 0


def _tonights(paths: Sequence[Path], wanted: Wanted, reports: Path | None) -> tuple[Path, Wanted] | None:
    """The last run of this night that was asked for in the same words, and how it was asked for."""
    settings = here()
    nights = settings.nights
    if wanted.profile != nights.profile or not nights.once:
        return None
    folder = reports_at(reports, settings)
    tonight = night_of(datetime.now(UTC), nights.zone)
    for name in reversed(runs(folder)):
        if night_of(datetime.strptime(f"{name[:15]}+0000", "%Y%m%d-%H%M%S%z"), nights.zone) != tonight:
            return None
        asked = _asked(folder / name / RECORD)
        if asked and _same(asked, wanted.model_copy(update={"paths": tuple(map(str, paths))})):
            return folder / name / RECORD, asked
    return None


def night_of(at: datetime, zone: str) -> date:
    """The day that a night began on: from noon to noon, where the nights are."""
    return (at.astimezone(ZoneInfo(zone)) - timedelta(hours=12)).date()


def _asked(file: Path) -> Wanted | None:
    """How a run was asked for; None when it does not say so."""
    try:
        first = next(read(file), None)
        if first is None or first.kind != "run_started":
            return None
        asked = Manifest.model_validate(first.data).asked
        return Wanted.model_validate(asked) if asked else None
    except (RecordError, ValidationError):
        return None


def _same(asked: Wanted, wanted: Wanted) -> bool:
    filled = all(getattr(wanted, name) in (None, getattr(asked, name)) for name in ("seed", "trials"))
    own = wanted.model_dump(exclude=set(NOT_TYPED)) == asked.model_dump(exclude=set(NOT_TYPED))
    return filled and own and wanted.paths == asked.paths
