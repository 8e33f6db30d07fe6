"""Wanted -> a run that can be held: everything is read, compiled and opened, and nothing is sent yet."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from harness.assurance import Background, Cast, Ears, assure, cases_of, compile_all, in_any_language, judged_by
from harness.calibration.file import NAME, read_calibration, standing
from harness.calibration.judging import identity
from harness.comparison import NAME as BASELINE
from harness.comparison import read_baseline
from harness.estimate import COMMON, DEMO, Expected, Who
from harness.estimate import expected as estimate
from harness.gate import Cell
from harness.plan.locking.lock import EMPTY
from harness.plan.locking.lockfile import read_lock
from harness.plan.nouns import Plan
from harness.run import RunRecord
from harness.settings import Settings
from harness.target.nouns import Target
from harness.trouble import Trouble

from .allowance import allowed
from .casting import close_cast, open_cast
from .changed import digest_of
from .fewer import spread_by_risk, without_unchanged
from .places import here, journeys_at, reports_at
from .tonight import over_the_night
from .wanted import Wanted, command_of, is_locked


@dataclass(frozen=True)
class Prepared:
    """All that a run needs."""

    plans: tuple[Plan, ...]
    cast: Cast
    settings: Settings
    reports: Path
    """The folder of runs."""
    background: Background
    told: tuple[str, ...] = ()
    """What is said before it begins of conversations that it leaves out."""


def prepare(
    paths: Sequence[Path], wanted: Wanted, reports: Path | None = None, target: Target | None = None
) -> Prepared:
    """Read the settings of this folder and the journeys, compile these, and open the target and the judges.

    `target` is one that is open already, to be held conversations with in place of the named one.
    Raises Trouble for what cannot be read, opened or found.
    """
    as_set = _settings(wanted)
    settings = as_set.with_target(wanted.target, wanted.faults)
    journeys, root = journeys_at(paths, settings)
    lock = read_lock(root)
    compiled = compile_all(journeys, settings.vocabulary, lock or EMPTY, is_locked(wanted.locked))
    cast = open_cast(as_set, settings, wanted, target)
    plans = _only(in_any_language(compiled) if cast.player.kind == "free" else compiled, wanted.variation)
    background = Background(
        profile=wanted.profile,
        folder=root.as_posix(),
        lock=lock.digest if lock else None,
        standing=standing(read_calibration(Path(NAME)), identity(cast.judges)),
        baseline=read_baseline(Path(BASELINE)) if wanted.baseline else None,
    )
    agent = digest_of(settings.target_named(None)[1].files, Path.cwd())
    background = replace(background, agent=agent)
    plans, background, left_out = without_unchanged(plans, wanted, settings, cast, background)
    plans, background, spread = spread_by_risk(plans, wanted, settings, cast, background)
    where = reports_at(reports, settings)
    plans, background, wanted, tonight = over_the_night(plans, wanted, settings, where, background, cast.target.name)
    background = replace(background, expected=_expected(plans, cast, settings, where, background.spread))
    wanted = wanted.model_copy(update={"paths": tuple(str(path) for path in paths)})
    return Prepared(
        plans, cast, settings, where, asked_in(background, wanted, settings), (*left_out, *spread, *tonight)
    )


def asked_in(background: Background, wanted: Wanted, settings: Settings) -> Background:
    """The background with what was asked for, as it is to be typed again and field by field."""
    asked = wanted.model_copy(
        update={"seed": settings.run.seed, "trials": settings.run.trials, "locked": is_locked(wanted.locked)}
    )
    return replace(background, command=command_of(asked), asked=asked.model_dump(mode="json", exclude_defaults=True))


async def hold(
    prepared: Prepared,
    ears: Ears,
    resume: Path | None = None,
    clock: Callable[[], datetime] = lambda: datetime.now(UTC),
) -> RunRecord:
    """Hold and judge what was prepared, and close what was opened for it."""
    cast = prepared.cast
    try:
        return await assure(
            prepared.plans, cast, prepared.settings, prepared.reports, clock, prepared.background, ears, resume
        )
    finally:
        await close_cast(cast)


def _expected(
    plans: Sequence[Plan], cast: Cast, settings: Settings, reports: Path, spread: Mapping[Cell, int] | None
) -> Expected | None:
    """What the run will use, by the runs before it or else by the shape of a conversation."""
    cases = cases_of(plans, settings.run.trials, settings.run.seed, spread)
    faults = settings.deciding.get(f"targets.{settings.target}.faults", ())
    who = Who(cast.target.name, cast.player.name, judged_by(cast.judges), tuple(faults))
    kind = settings.target_named(None)[1].kind
    shape = settings.cost.shape or (DEMO if kind == "demo" else COMMON)
    return estimate(cases, who, reports, settings.price_book, datetime.now(UTC), shape)


def _settings(wanted: Wanted) -> Settings:
    settings = here().with_profile(wanted.profile)
    asked = {name: getattr(wanted, name) for name in ("trials", "seed", "stop_early", "qualify", "retry")}
    changes = {name: value for name, value in asked.items() if value is not None}
    run, budget = settings.run.model_copy(update=changes), allowed(settings.budget, wanted.budget, wanted.budget_target)
    return settings.model_copy(update={"run": run, "budget": budget})


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
