"""What was changed since a commit, or since the baseline -> the journeys whose result cannot have changed.

A journey is left out only where everything that its result depends on can be seen, and none of it changed. What cannot
be seen has changed.
"""

import subprocess
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path

from harness.comparison import NAME, Baseline, Identity, reference_of
from harness.noun import Noun
from harness.plan.locking.lock import NAME as LOCK
from harness.plan.nouns import Plan
from harness.settings import FILE
from harness.trouble import Trouble

BASELINE = "baseline"
"""In place of a commit: since what the baseline was held with."""

SECONDS = 60
"""How long git is waited for."""

NOT_SEEN = "the agent cannot be seen from here: name its `files`, or its `version`, in harness.toml"


class Unchanged(Noun):
    """What need not be held."""

    journeys: tuple[str, ...] = ()
    why_all: str | None = None
    """Why every journey is held; None when that was decided one by one."""


def since_baseline(
    plans: Sequence[Plan], baseline: Baseline | None, now: Identity, meanings: dict[str, str], seen: bool
) -> Unchanged:
    """The journeys that the baseline holds whole, by this agent, judge and customer. `seen`: the agent can be told
    from another one."""
    if baseline is None:
        return Unchanged(why_all=f"there is no {NAME}")
    if not seen:
        return Unchanged(why_all=NOT_SEEN)
    who = {one.cell: baseline.identities.get(one.held_with) for one in baseline.stored}
    found = []
    for plan in plans:
        cells = [(plan.journey, row.name) for row in plan.variations]
        kept = reference_of(baseline, NAME, now, meanings, cells).cells
        if plan.runnable and all(cell in kept and (old := who[cell]) and old.same_agent(now) for cell in cells):
            found.append(plan.journey)
    return Unchanged(journeys=tuple(found))


def since_commit(
    plans: Sequence[Plan], root: Path, commit: str, patterns: Sequence[str], seen: bool, folder: Path
) -> Unchanged:
    """The journeys whose page, and the pages that it includes, are as they were at this commit, where the settings, the
    lock and the agent's files are too. Raises Trouble when git cannot say."""
    if not seen:
        return Unchanged(why_all=NOT_SEEN)
    changed = changed_since(commit, folder)
    agent = set(files_of(patterns, folder))
    for path in sorted(changed):
        # A file that was taken away matches no pattern any more; its path still does.
        mine = path in agent or any(path.is_relative_to(folder) and _fits(path, folder, one) for one in patterns)
        if mine or path in {folder / FILE, folder / "pyproject.toml", root.resolve() / LOCK}:
            return Unchanged(why_all=f"{_short(path, folder)} has changed")
    found = [plan.journey for plan in plans if plan.runnable and not (_pages(plan, root) & changed)]
    return Unchanged(journeys=tuple(found))


def changed_since(commit: str, folder: Path) -> set[Path]:
    """The files that differ from a commit, new ones that git does not know yet among them. Raises Trouble."""
    top = Path(_git(folder, "rev-parse", "--show-toplevel").strip())
    _git(folder, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{commit}^{{commit}}")
    tracked = _git(top, "diff", "--name-only", "-z", "--no-renames", "--end-of-options", commit, "--")
    new = _git(top, "ls-files", "--others", "--exclude-standard", "-z")
    return {top.resolve() / name for name in (tracked + new).split("\0") if name}


def _git(folder: Path, *words: str) -> str:
    command = ["git", "-C", str(folder), *words]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=SECONDS, check=False)  # noqa: S603  no shell
    except (OSError, subprocess.TimeoutExpired) as problem:
        raise Trouble(f"--changed-since needs git, and it cannot be asked: {problem}") from problem
    if done.returncode:
        said = done.stderr.strip().splitlines()
        why = said[0] if said else f"there is no commit '{words[-1].removesuffix('^{commit}')}'"
        raise Trouble(f"--changed-since: git cannot say what has changed: {why}")
    return done.stdout


def files_of(patterns: Sequence[str], folder: Path) -> list[Path]:
    """The files that patterns such as `prompts/**` name, in order. Raises Trouble for a pattern that names none."""
    found: set[Path] = set()
    for pattern in patterns:
        if Path(pattern).is_absolute() or ".." in Path(pattern).parts:
            raise Trouble(f"`files` of a target lie below the settings' folder, and '{pattern}' does not")
        # `prompts/**` means everything below, and names only folders to older versions of Python.
        below = folder.glob(f"{pattern}/*" if pattern.endswith("**") else pattern)
        some = {one.resolve() for one in below if one.is_file()}
        if not some:
            raise Trouble(f"`files` of a target: '{pattern}' names no file")
        found |= some
    return sorted(found)


def digest_of(patterns: Sequence[str], folder: Path) -> str | None:
    """Digest of the files' names and contents; None where no pattern is given. Raises Trouble."""
    if not patterns:
        return None
    whole = sha256()
    for path in files_of(patterns, folder):
        try:
            content = path.read_bytes()
        except OSError as problem:
            raise Trouble(f"`files` of a target: {path} cannot be read: {problem.strerror or problem}") from problem
        whole.update(f"{_short(path, folder)}\0{len(content)}\0".encode("utf-8", "surrogateescape") + content)
    return whole.hexdigest()


def _fits(path: Path, folder: Path, pattern: str) -> bool:
    relative = path.relative_to(folder)
    if pattern.endswith("**"):
        return relative.is_relative_to(pattern.removesuffix("**").rstrip("/"))
    return relative.match(pattern)


def _pages(plan: Plan, root: Path) -> set[Path]:
    return {(root / name).resolve() for name in {plan.file, *(one.sentence.span.file for one in plan.readings)}}


def _short(path: Path, folder: Path) -> str:
    return path.relative_to(folder).as_posix() if path.is_relative_to(folder) else path.as_posix()
