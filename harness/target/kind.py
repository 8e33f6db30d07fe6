"""What every kind of target's settings share, and what a target is opened with."""

from dataclasses import dataclass, field
from pathlib import Path
from uuid import uuid4

from harness.endpoint import Limits
from harness.trouble import Trouble

from .nouns import Target


def _new_run() -> str:
    return uuid4().hex[:8]


@dataclass(frozen=True)
class Opening:
    """What a target is opened with, beside its settings."""

    seconds: float = 60.0
    """How long one reply is waited for, set-up and polling included."""
    connect: float = 10.0
    """How long a connection may take."""
    first_byte: float | None = None
    """How long an address may take before it begins to answer; None: as long as the whole reply."""
    code: bool = True
    """Whether code of the repository under test may be run: `--no-exec` says no."""
    folder: Path = Path()
    """Where files and modules that settings name are found."""
    run: str = field(default_factory=_new_run)
    """Stands at the end of every conversation's id, for an agent that remembers the conversations of other runs."""


class TargetKind(Limits):
    """The settings of one target, how often it may be asked among them: a kind adds its own keys."""

    kind: str
    version: str | None = None
    """What answers there, such as a release: stands in the record, and a baseline compares it."""
    files: tuple[str, ...] = ()
    """Patterns of the files that the agent is made of, such as prompts/**, below the settings' folder: once they are
    named, `--changed-since` can tell whether it changed."""

    @property
    def keys(self) -> tuple[str, ...]:
        """The environment variables whose values are sent to it."""
        return ()

    @property
    def code(self) -> str | None:
        """What of it runs code of the repository under test, in words; None for nothing."""
        return None

    def opened(self, name: str, how: Opening) -> Target:
        """The target. Nothing is sent, nothing is started. Raises Trouble for what cannot work."""
        raise NotImplementedError


def open_target(name: str, settings: TargetKind, how: Opening | None = None) -> Target:
    """The target that the settings describe. Nothing is sent.

    Raises Trouble for what cannot work: a key that is not set, a file that is not there, code that may not be run.
    """
    how = how or Opening()
    if settings.code and not how.code:
        raise Trouble(f"target '{name}' runs {settings.code}, and --no-exec says that no code of yours is run.")
    target = settings.opened(name, how)
    target.version = settings.version or target.version
    return target


async def close_target(target: Target) -> None:
    """Close what a target keeps open, if it keeps anything."""
    if aclose := getattr(target, "aclose", None):
        await aclose()
