"""A run as it was asked for -> the same with fewer conversations: what cannot have changed is left out, and the others
are spread by risk."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from harness.assurance import Background, Cast, manifest_of
from harness.comparison import NAME, identity_of, reference_of
from harness.gate import Row, spread
from harness.plan.nouns import Plan
from harness.settings import Settings
from harness.trouble import Trouble

from .changed import BASELINE, since_baseline, since_commit
from .wanted import Wanted

Fewer = tuple[tuple[Plan, ...], Background, tuple[str, ...]]
"""The plans that are held, the background that says so, and the lines that tell people."""


def without_unchanged(
    plans: Sequence[Plan], wanted: Wanted, settings: Settings, cast: Cast, background: Background
) -> Fewer:
    """Leave out the journeys whose result cannot have changed. Raises Trouble where nobody can say."""
    if wanted.changed_since is None:
        return tuple(plans), background, ()
    target = settings.target_named(None)[1]
    seen = target.kind == "demo" or bool(target.files or target.version)
    if wanted.changed_since == BASELINE:
        manifest = manifest_of(plans, cast, settings, background, "")
        found = since_baseline(plans, background.baseline, identity_of(manifest), manifest.journeys, seen)
    else:
        found = since_commit(plans, Path(background.folder), wanted.changed_since, target.files, seen, Path.cwd())
    if found.why_all:
        return tuple(plans), background, (f"every journey is held: {found.why_all}",)
    kept = tuple(plan for plan in plans if plan.journey not in found.journeys)
    left = f"{len(found.journeys)} of {len(plans)} journeys are not held: nothing they depend on has changed"
    return kept, replace(background, unchanged=found.journeys), (f"{left} since {wanted.changed_since}",)


def spread_by_risk(
    plans: Sequence[Plan], wanted: Wanted, settings: Settings, cast: Cast, background: Background
) -> Fewer:
    """Give each variation its trials by risk and by what is stored of it. Raises Trouble for too few conversations."""
    rows = [
        Row(journey=plan.journey, variation=row.name, risk=plan.settings_of(row).risk)
        for plan in plans
        if plan.runnable
        for row in plan.variations
    ]
    if wanted.conversations is None or not rows:
        return tuple(plans), background, ()
    reference = None
    if background.baseline is not None:
        manifest = manifest_of(plans, cast, settings, background, "")
        cells = [(row.journey, row.variation) for row in rows]
        reference = reference_of(background.baseline, NAME, identity_of(manifest), manifest.journeys, cells)
    try:
        found = spread(rows, wanted.conversations, reference, settings.gate)
    except ValueError as problem:
        raise Trouble(f"--conversations: {problem}") from problem
    told = f"{wanted.conversations} conversations, spread by risk"
    if found.evenly > wanted.conversations:
        told += f": as sure of what failures cost as {found.evenly} spread evenly"
    return tuple(plans), replace(background, spread=found.trials), (told,)
