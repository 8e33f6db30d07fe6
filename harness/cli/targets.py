"""A target of the settings -> the target, opened."""

from pathlib import Path

from harness.target.kind import Opening, TargetKind, close_target
from harness.target.kind import open_target as opened
from harness.target.nouns import Target

__all__ = ["close_target", "open_target"]


def open_target(name: str, settings: TargetKind, seconds: float = 60.0, no_exec: bool = False) -> Target:
    """The target that the settings describe, whose replies are waited for so long. Nothing is sent.

    Raises Trouble for what cannot work, and for code of the repository where `no_exec` says that none is run.
    """
    return opened(name, settings, Opening(seconds, code=not no_exec, folder=Path.cwd()))
