"""`harness run`: hold, judge, record, decide."""

import asyncio
import shlex
import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from harness.assurance import Background, Cast, Ears, as_json, assure, cases_of, compile_all, judged_by
from harness.budget import Budgets, amount_of
from harness.calibration.file import NAME, read_calibration, standing
from harness.calibration.judging import identity
from harness.model import close_model, open_model
from harness.noun import Noun
from harness.plan.locking.lock import EMPTY
from harness.plan.locking.lockfile import read_lock
from harness.plan.nouns import Plan
from harness.record import RECORD, verify
from harness.report import terminal
from harness.report.preview import complain
from harness.run import RunRecord
from harness.secrets import refused
from harness.settings import Settings
from harness.trouble import Trouble
from harness.verdict import Judges
from harness.verdict.nouns import RULES, Verdict

from .guard import INTERRUPTED
from .interrupting import Stop, tell_at_once
from .locking import is_locked
from .options import Format
from .places import here, journeys_at, reports_at
from .printing import say, say_aside, say_json, say_over
from .targets import close_target, open_target


class Wanted(Noun):
    """What was asked for on the command line; None means: as the settings say. The record keeps it for --resume."""

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


def run_journeys(
    paths: Sequence[Path],
    wanted: Wanted,
    format: Format,  # noqa: A002
    reports: Path | None = None,
    resume: Path | None = None,
) -> int:
    """Hold every conversation of the journeys, print the result, and return the gate's exit code.

    `resume` is the record of a run that was broken off: only what is missing in it is held.
    """
    as_set = _settings(wanted)
    settings = as_set.with_target(wanted.target, wanted.faults)
    for why in refused():
        say_aside(f"warning: {why}")
    journeys, root = journeys_at(paths, settings)
    lock = read_lock(root)
    compiled = compile_all(journeys, settings.vocabulary, lock or EMPTY, is_locked(wanted.locked))
    plans = _only(compiled, wanted.variation)
    quiet = format is Format.json
    judges = open_judges(settings, wanted.judge)
    how = (settings.run.reply_seconds, wanted.no_exec or settings.run.no_exec)
    cast = Cast(
        open_target(settings.target, settings.targets[settings.target], *how),
        open_target(*as_set.target_named(wanted.confirm_with), *how) if wanted.confirm_with else None,
        judges,
    )
    background = Background(
        profile=wanted.profile,
        folder=root.as_posix(),
        lock=lock.digest if lock else None,
        standing=standing(read_calibration(Path(NAME)), identity(judges)),
    )
    wanted = wanted.model_copy(update={"paths": tuple(str(path) for path in paths)})
    record = hold_journeys(plans, cast, settings, reports_at(reports, settings), quiet, wanted, background, resume)
    if quiet:
        say_json(as_json(record))
    elif record.decision is None:
        say(["", *terminal.closing(record)])
    else:
        say(terminal.summary(record, verify(Path(record.folder) / RECORD).head))
    return record.decision.exit_code if record.decision else INTERRUPTED


def hold_journeys(
    plans: Sequence[Plan],
    cast: Cast,
    settings: Settings,
    reports: Path,
    quiet: bool,
    wanted: Wanted,
    background: Background,
    resume: Path | None = None,
) -> RunRecord:
    """Hold and judge, telling how far it is while a person waits.

    Interrupted once, the turns in flight are finished and the record is without a decision; twice raises
    KeyboardInterrupt.
    """
    cases = cases_of(plans, settings.run.trials, settings.run.seed)
    if not quiet:
        judge = judged_by(cast.judges)
        agent = f"{cast.target.name} ({cast.target.version})"
        say(terminal.opening(plans, len(cases), agent, judge, settings.run.seed))
        say(
            line
            for plan in plans
            if not plan.runnable
            for one in plan.complaints
            if one.severity == "error"
            for line in complain(one, background.folder)
        )
        say([""])
    asked = wanted.model_copy(
        update={"seed": settings.run.seed, "trials": settings.run.trials, "locked": is_locked(wanted.locked)}
    )

    background = replace(
        background, command=_command(asked), asked=asked.model_dump(mode="json", exclude_defaults=True)
    )

    async def held() -> RunRecord:
        try:
            with Stop() as stop:
                ears = Ears(None if quiet else _progress(), stop)
                return await assure(plans, cast, settings, reports, lambda: datetime.now(UTC), background, ears, resume)
        finally:
            for one in (cast.target, cast.good):
                if one is not None:
                    await close_target(one)
            for model in cast.judges.models if cast.judges else ():
                await close_model(model)

    try:
        return asyncio.run(held())
    except KeyboardInterrupt:
        tell_at_once("to go on later: harness run --resume")
        raise


def open_judges(settings: Settings, wanted: str | None = None) -> Judges | None:
    """Who reads what the rules leave open: whom the command line names, else the settings; None for nobody.

    Raises Trouble when one that was asked for cannot be had: the rules never stand in for it unasked.
    """
    if wanted == RULES:
        return None
    named = settings.judge.model_copy(update={"model": wanted}) if wanted else settings.judge
    model, small, second = (
        open_model(one, settings.models) if one else None for one in (named.model, named.small, named.second)
    )
    return Judges(model, small, second) if model else None


def _settings(wanted: Wanted) -> Settings:
    settings = here().with_profile(wanted.profile)
    changes = {key: value for key, value in (("trials", wanted.trials), ("seed", wanted.seed)) if value is not None}
    run, budget = settings.run.model_copy(update=changes), _budget(settings.budget, wanted)
    return settings.model_copy(update={"run": run, "budget": budget})


def _budget(budget: Budgets, wanted: Wanted) -> Budgets:
    """The budget of the settings with what the command line says. Raises Trouble for what is no amount of money."""
    changes = {}
    for name, flag, value in (
        ("ours", "--budget", wanted.budget),
        ("target", "--budget-target", wanted.budget_target),
    ):
        if value is not None:
            try:
                changes[name] = amount_of(value)
            except ValueError as problem:
                raise Trouble(f"{flag}: {problem}") from problem
    return budget.model_copy(update=changes)


def _only(plans: Sequence[Plan], variation: str | None) -> tuple[Plan, ...]:
    if variation is None:
        return tuple(plans)
    rows = {plan.journey: [row for row in plan.variations if row.name == variation] for plan in plans}
    kept = tuple(
        plan.model_copy(update={"variations": tuple(rows[plan.journey])}) for plan in plans if rows[plan.journey]
    )
    if not kept:
        names = sorted({row.name for plan in plans for row in plan.variations if row.name})
        raise Trouble(f"no journey has a variation '{variation}'. There are: {', '.join(names) or 'none'}.")
    return kept


def _command(asked: Wanted) -> str:
    """What to type to hold the same run again."""
    parts = ["harness", "run", *asked.paths, "--seed", str(asked.seed), "--trials", str(asked.trials)]
    for flag, value in _named(asked):
        parts += [flag, value] if value else []
    parts += ["--locked"] if is_locked(asked.locked) else []
    parts += ["--no-exec"] if asked.no_exec else []
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
    )


def _progress() -> Callable[[int, int, Verdict], None] | None:
    """A counter on one line of a terminal; nothing in a pipe, where the result follows soon enough."""
    if not sys.stderr.isatty():
        return None

    def tell(done: int, of: int, verdict: Verdict) -> None:
        say_over(f"[{done}/{of}] {verdict.case}"[:78], last=done == of)

    return tell
