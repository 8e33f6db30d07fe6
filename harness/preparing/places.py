"""Where things are: the settings of this folder, the journeys that were named, the runs."""

import os
from collections.abc import Sequence
from difflib import get_close_matches
from pathlib import Path

from harness.journey.nouns import Journey
from harness.journey.read import read_journeys
from harness.report.words import shortened
from harness.settings import Settings, read_settings
from harness.trouble import Trouble

LONGEST = 100
"""Characters of a name that are compared with others."""


def here() -> Settings:
    """The settings that hold in the current folder."""
    return read_settings(Path.cwd())


def journeys_at(paths: Sequence[Path], settings: Settings) -> tuple[tuple[Journey, ...], Path]:
    """The journeys that were named, or those of the journeys folder, and the folder that their places count from.

    Raises Trouble when there is none.
    """
    folder = Path(settings.run.journeys)
    wanted = list(paths) or [folder]
    for path in wanted:
        if not _is_there(path):
            raise Trouble(_missing(path, folder, named=bool(paths)))
    root = root_of(wanted, folder)
    found = read_journeys(wanted, root)
    if not found:
        names = ", ".join(str(path) for path in wanted)
        raise Trouble(f"there is no journey in {names}. A journey is a Markdown file; `harness demo` shows three.")
    return found, root


def root_of(paths: Sequence[Path], folder: Path) -> Path:
    """The folder that includes must stay inside: the journeys folder when all paths are in it, else what they share."""
    if folder.is_dir() and all(path.resolve().is_relative_to(folder.resolve()) for path in paths):
        return folder
    folders = [path if path.is_dir() else path.parent for path in paths]
    if len(set(folders)) == 1:
        return folders[0]
    return Path(os.path.relpath(os.path.commonpath([one.absolute() for one in folders])))


def _is_there(path: Path) -> bool:
    try:
        return os.path.lexists(path)
    except OSError:  # such as a name too long to be one
        return False


def _missing(path: Path, folder: Path, named: bool) -> str:
    if not named:
        return f"there is no folder '{path}' here. Name a journey (harness run my-journey.md), or try: harness demo"
    there = {other.stem: other for other in sorted(folder.rglob("*.md"))} if folder.is_dir() else {}
    near = get_close_matches(path.stem[:LONGEST], there, n=1)
    hint = f" Did you mean {there[near[0]]}?" if near else ""
    return f"there is no file or folder '{shortened(str(path), 200)}'.{hint}"


def reports_at(reports: Path | None, settings: Settings) -> Path:
    """The folder of runs."""
    if reports is not None and str(reports) in ("", "."):
        raise Trouble("name a folder for the runs, such as --reports reports")
    return reports or Path(settings.run.reports)


def shop() -> Path:
    """The demo shop's own journeys: in the installed package, or beside it in a checkout."""
    package = Path(__file__).parent.parent
    for folder in (package / "shop", package.parent / "journeys"):
        if folder.is_dir():
            return folder
    raise Trouble("the demo's journeys are missing from this installation; install cx-harness again")
