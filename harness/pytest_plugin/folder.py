"""Which Markdown files of a project are journeys. Asked for every .md that pytest meets, so it imports only on need."""

import os
import tomllib
from pathlib import Path

import pytest

JOURNEYS = "journeys"
"""The folder where settings name none."""

_FOLDER = pytest.StashKey[Path | None]()


def is_ours(file: Path, config: pytest.Config) -> bool:
    """Whether a file is a journey: below the journeys folder, and no page that journeys include.

    A project without settings of the harness has a journeys folder only if something in it is named to pytest.
    """
    folder = folder_of(config)
    if folder is None or not file.is_relative_to(folder):
        return False
    from harness.journey.read import is_page

    return not is_page(file.relative_to(folder))


def folder_of(config: pytest.Config) -> Path | None:
    """The journeys folder of the folder that pytest was started in; found once."""
    if _FOLDER not in config.stash:
        config.stash[_FOLDER] = _find(config)
    return config.stash[_FOLDER]


def _find(config: pytest.Config) -> Path | None:
    home = config.invocation_params.dir
    if not _has_settings(home):
        folder = home / JOURNEYS
        return folder if any(_named(one, home).is_relative_to(folder) for one in config.args) else None
    from harness.settings import SettingsError, read_settings

    try:
        return home / read_settings(home).run.journeys
    except SettingsError:
        # What is wrong with them is said by the first journey that is to be held.
        return home / JOURNEYS


def _named(argument: str, home: Path) -> Path:
    return Path(os.path.abspath(home / argument.split("::", 1)[0]))


def _has_settings(home: Path) -> bool:
    if os.path.lexists(home / "harness.toml"):
        return True
    shared = home / "pyproject.toml"
    try:
        return "harness" in tomllib.loads(shared.read_text(encoding="utf-8")).get("tool", {})
    except (OSError, ValueError):
        return False
