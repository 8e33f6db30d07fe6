"""Agent turns drawn to be labelled by a person before any detector sees them.

From each source half of the turns are drawn at random and half from the turns that name an action of measurement 5.2,
without looking at the other half; a turn drawn twice counts once. `weight` undoes the unequal chances.
"""

import random
import re
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path

from .data import Recorded, read

SOURCES = {"tau_airline": ("tau_airline",), "star": ("star_success", "star_multitask")}
"""What is drawn from apart, and its files."""

NAMES_AN_ACTION = re.compile(
    r"\b(?:refund|reimburs|credit|cancel|terminat|updat|chang|modif|amend|correct|add(?:ed|ing)?\b|remov|creat|open(?:ed|ing)\b"
    r"|book|reserv|schedul|fil(?:ed|ing)\b|submit|sen[dt]|e-?mail|forward|escalat|transfer|connect|unlock|reset|verif"
    r"|authenticat|notif|inform|issu|process|plac(?:ed|ing)\b|done\b|complet|confirm)",
    re.IGNORECASE,
)
"""Any form of a verb of the ten classes of 5.2, or of one that stands for them: booked, processed, done."""


@dataclass(frozen=True)
class Drawn:
    """One agent turn."""

    stratum: str
    record: Recorded
    step: int
    weight: float
    """How many turns of its source it stands for."""


def draw(folder: Path, each: int, seed: int, without: Collection[tuple[str, int]] = ()) -> list[Drawn]:
    """Turns of each source, `each` at random and `each` among those that name an action; none of `without`."""
    found = []
    for stratum, sources in SOURCES.items():
        turns = [
            (record, place)
            for source in sources
            for record in read(folder, source)
            for place, step in enumerate(record.steps)
            if step.role == "agent" and step.text.strip() and (record.id, place) not in without
        ]
        found += _from(stratum, turns, each, random.Random(f"{seed}|{stratum}"))
    return found


def _from(stratum: str, turns: list[tuple[Recorded, int]], each: int, chance: random.Random) -> list[Drawn]:
    named = [turn for turn in turns if NAMES_AN_ACTION.search(turn[0].steps[turn[1]].text)]
    drawn = {(record.id, step): (record, step) for record, step in chance.sample(turns, each)}
    drawn |= {(record.id, step): (record, step) for record, step in chance.sample(named, each)}
    names = {(record.id, step) for record, step in named}
    at_random, among_named = each / len(turns), each / len(named)
    return [
        Drawn(stratum, *turn, 1 / (1 - (1 - at_random) * (1 - among_named * (key in names))))
        for key, turn in drawn.items()
    ]
