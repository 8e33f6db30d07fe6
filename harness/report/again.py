"""A manifest and one conversation -> what to type to hold that conversation again, and no other journey."""

import shlex
from functools import cache

from harness.run import Manifest

from .words import inside

_OF_THE_WHOLE = ("--variation", "--trials", "--conversations", "--changed-since", "--retry")
"""Options that say how much of everything is held; each has a value."""


def command_for(manifest: Manifest, file: str, case: str) -> str:
    """The run's own command, for this journey's file, this row and as many trials as lead up to this one: the same seed
    gives the same customer. Empty where the run has no command, as one of recorded conversations."""
    options = _options(manifest.command)
    if options is None:
        return ""
    row, _, trial = case.partition("/")[2].rpartition("#")
    kept = ["harness", "run", inside(manifest.folder, file), *options]
    kept += ["--trials", trial] if trial.isdecimal() else []
    kept += ["--variation", row] if row not in ("", "-") else []
    return shlex.join(kept)


@cache
def _options(command: str) -> tuple[str, ...] | None:
    """The options of a command that hold for one conversation too; None where it is not `harness run`."""
    parts = shlex.split(command)
    if parts[:2] != ["harness", "run"]:
        return None
    first = next((place for place, part in enumerate(parts) if part.startswith("--")), len(parts))
    kept, skip = [], False
    for one in parts[first:]:
        if not skip and one not in _OF_THE_WHOLE:
            kept.append(one)
        skip = one in _OF_THE_WHOLE and not skip
    return tuple(kept)
