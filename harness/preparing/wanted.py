"""What was asked of a run, wherever it was asked: on the command line, by pytest, in Python."""

import os
import shlex

from harness.noun import Noun


class Wanted(Noun):
    """What was asked for; None means: as the settings say. The record keeps it for --resume."""

    paths: tuple[str, ...] = ()
    target: str | None = None
    trials: int | None = None
    seed: int | None = None
    profile: str | None = None
    variation: str | None = None
    faults: tuple[str, ...] = ()
    locked: bool = False
    confirm_with: str | None = None
    judge: str | None = None
    """provider/model, or `rules` for nobody."""
    no_exec: bool = False
    budget: str | None = None
    """What may be spent on our own calls, such as 5.00 or 5EUR."""
    budget_target: str | None = None
    """What the agent's own bill may come to."""
    customer: str | None = None
    """scripted, bounded or free; behind a colon the model: free:provider/model."""
    record: str | None = None
    """The file that every exchange is kept in."""
    replay: str | None = None
    """The file that every answer comes from."""
    baseline: bool = True
    """False: hold it against nothing."""
    stop_early: bool | None = None
    qualify: bool | None = None
    retry: int | None = None
    changed_since: str | None = None
    """A commit, or `baseline`: journeys whose result cannot have changed since are not held."""
    conversations: int | None = None
    """How many in all, spread over the variations by risk."""
    spread: dict[str, int] = {}
    """journey/variation -> trials: never typed, but what a nightly run was begun with and goes on with."""


def is_locked(asked: bool) -> bool:
    """Whether a reading that nobody accepted is an error: when asked for, and always where CI=true is set."""
    return asked or is_in_ci()


def is_in_ci() -> bool:
    """Whether a server runs this and no person does: CI=true is set."""
    return os.environ.get("CI", "").strip().casefold() in ("true", "1")


def command_of(asked: Wanted) -> str:
    """What to type to hold the same run again."""
    parts = ["harness", "run", *asked.paths, "--seed", str(asked.seed), "--trials", str(asked.trials)]
    for flag, value in _named(asked):
        parts += [flag, value] if value else []
    parts += ["--locked"] if is_locked(asked.locked) else []
    parts += ["--no-exec"] if asked.no_exec else []
    parts += [] if asked.baseline else ["--no-baseline"]
    for name, wish in (("stop-early", asked.stop_early), ("qualify", asked.qualify)):
        parts += [] if wish is None else [f"--{name}" if wish else f"--no-{name}"]
    for name, number in (("retry", asked.retry), ("conversations", asked.conversations)):
        parts += [] if number is None else [f"--{name}", str(number)]
    for fault in asked.faults:
        parts += ["--fault", fault]
    return shlex.join(parts)


def _named(wanted: Wanted) -> tuple[tuple[str, str | None], ...]:
    return (
        ("--target", wanted.target),
        ("--profile", wanted.profile),
        ("--variation", wanted.variation),
        ("--confirm-with", wanted.confirm_with),
        ("--judge", wanted.judge),
        ("--budget", wanted.budget),
        ("--budget-target", wanted.budget_target),
        ("--changed-since", wanted.changed_since),
        ("--customer", wanted.customer),
    )
