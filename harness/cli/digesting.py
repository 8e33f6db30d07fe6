"""`harness digest`: what changed since the night before, in a minute's reading."""

import os
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from harness.preparing.places import here, reports_at
from harness.report.words import count
from harness.secrets import Secret, scrub, secret_in
from harness.settings import Settings
from harness.trouble import Trouble

from .options import Format
from .printing import say, say_aside, say_json
from .remembering import progress

if TYPE_CHECKING:
    from harness.history.digesting import Digest, Stale
    from harness.history.life import Reviews

FILE = "digest.md"
"""Its name in the run's folder."""


def tell_night(named: str | None, reports: Path | None, post: bool, format: Format) -> int:  # noqa: A002
    """Print the digest of a night, write it into the run's folder, and post it where the settings say; always 0."""
    from harness.history.digesting import digest, the_night
    from harness.history.store import open_history
    from harness.history.syncing import sync
    from harness.report.digest import markdown

    settings = here()
    folder = reports_at(reports, settings)
    with open_history(settings.history, folder) as history:
        synced = sync(history, folder, progress())
        if synced.left:
            say_aside(f"{count(len(synced.left), 'run')} left out, broken off or not whole, such as {synced.left[-1]}")
        with history.reading() as connection:
            run = the_night(connection, _run(named, folder), settings.nights)
            found = digest(connection, run, settings.nights, _stale(settings, run.began), _reviews(folder, run.run))
    text = markdown(found)
    _keep(folder / run.run, text)
    if format is Format.json:
        say_json(_json(found))
    else:
        say(text.splitlines())
    if post and settings.nights.webhook_env:
        _post(settings, {"schema": 1, "text": text, "digest": _json(found)})
    return 0


def _run(named: str | None, folder: Path) -> str | None:
    if named is None:
        return None
    from harness.record import resolve

    return resolve(folder, named, begins="run_started").parent.name


def _reviews(folder: Path, until: str) -> "Reviews":
    """What people have said of the verdicts of these runs, up to this one, where their records lie here."""
    from harness.history.life import Reviews
    from harness.judgement import FOLDER, Correction, corrections, later

    said: list[Correction] = []
    for place in sorted(folder.glob(f"*/{FOLDER}")):
        if place.parent.name <= until:
            try:
                said += corrections(later(place.parent))
            except Trouble as problem:
                say_aside(f"what people said of {place.parent.name} is not counted: {problem}")
    settled = [one for one in said if one.was in ("pass", "fail")]
    return Reviews(len(settled), sum(1 for one in settled if one.says != one.was))


def _json(found: "Digest") -> dict[str, Any]:
    from pydantic import TypeAdapter

    plain: dict[str, Any] = TypeAdapter(type(found)).dump_python(found, mode="json")
    return {"schema": 1, **plain}


def _keep(folder: Path, text: str) -> None:
    """Beside the run's record, where that lies here."""
    if not folder.is_dir():
        return
    try:
        (folder / FILE).write_text(scrub(text), encoding="utf-8")
    except OSError as problem:
        say_aside(f"the digest is not in the run's folder: {problem.strerror}")


def _stale(settings: Settings, began: str) -> "Sequence[Stale]":
    """The pins of the journeys of today that were made long before this run."""
    from harness.history.digesting import Stale
    from harness.plan.locking.lockfile import read_lock

    try:
        lock = read_lock(Path(settings.run.journeys))
    except Trouble as problem:
        say_aside(f"pins are not looked at: {problem}")
        return ()
    night = date.fromisoformat(began[:10])
    aged = [(pin, (night - pin.on).days) for pin in lock.pins] if lock else []
    return [Stale(pin.sentence, days) for pin, days in aged if days > settings.nights.stale_pins]


def _post(settings: Settings, payload: dict[str, Any]) -> None:
    from harness.webhook import post

    nights = settings.nights
    if not nights.webhook_env or not os.environ.get(nights.webhook_env):
        say_aside(f"the digest was not posted: the environment variable {nights.webhook_env} is not set")
        return
    try:
        address = secret_in(nights.webhook_env, "the webhook").value
        key: Secret | None = secret_in(nights.webhook_key, "the webhook") if nights.webhook_key else None
    except Trouble as problem:
        say_aside(f"the digest was not posted: {problem}")
        return
    if why := post(address, payload, key):
        say_aside(f"the digest was not posted: {why}")
