"""Commits and runs -> how long a journey waits for its first verdict, and whether changing one takes an engineer.

The organisational cost is mostly modelled; this part of it is measured, from the repository that the journeys lie in.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from statistics import median
from typing import NamedTuple

from harness.kpi import Measure
from harness.kpi.nouns import missing
from harness.stats import wilson


class Commit(NamedTuple):
    """A change of the repository."""

    at: datetime
    files: tuple[str, ...]
    """Paths from the repository's root."""


def hours_to_verdict(commits: Iterable[Commit], held: Mapping[str, Sequence[datetime]], folder: str) -> Measure:
    """From a change of a journey to the first run that holds it; `held`: journey -> when its runs began."""
    name, formula = "hours to a verdict", "median of the hours from a journey's commit to the first run with it"
    found = [
        (ran - commit.at).total_seconds() / 3600
        for commit in commits
        for journey in _journeys(commit, folder)
        if (ran := min((one for one in held.get(journey, ()) if one >= commit.at), default=None))
    ]
    if not found:
        return missing(name, "hours", formula, "no run since a journey of it was committed")
    return Measure(name=name, value=Decimal(str(round(median(found), 4))), n=len(found), unit="hours", formula=formula)


def without_code(commits: Iterable[Commit], folder: str) -> Measure:
    """How many of the commits that change a journey touch nothing beside journeys: nobody had to write code for it."""
    name, formula = (
        "journeys changed without code",
        "commits that change journeys and nothing else / that change journeys",
    )
    mine = [commit for commit in commits if any(_journeys(commit, folder))]
    if not mine:
        return missing(name, "share", formula, "no journey was ever committed here")
    alone = sum(all(_within(file, folder) for file in commit.files) for commit in mine)
    return Measure(
        name=name,
        value=Decimal(alone) / len(mine),
        n=len(mine),
        interval=wilson(alone, len(mine)),
        unit="share",
        formula=formula,
    )


def _journeys(commit: Commit, folder: str) -> list[str]:
    """The ids of the journeys that a commit changed; pages that are only included begin with an underscore."""
    names = [file.rpartition("/")[2] for file in commit.files if _within(file, folder) and file.endswith(".md")]
    return [name.removesuffix(".md") for name in names if not name.startswith("_")]


def _within(file: str, folder: str) -> bool:
    return file.startswith(f"{folder.strip('/')}/")
