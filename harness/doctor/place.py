"""A folder + the environment -> signs: Python, settings, journeys, the keys of models. Nothing is sent."""

import os
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

from harness.model import PROVIDERS, open_model
from harness.model.settings import ModelSettings
from harness.plan.nouns import Plan
from harness.settings import FILE, Settings
from harness.trouble import Trouble
from harness.version import __version__

from .signs import Sign

OLDEST = (3, 11)


def about_python(version: Sequence[int] = sys.version_info[:3]) -> Sign:
    """Whether this Python can run the harness."""
    said = f"{'.'.join(map(str, version))}, harness {__version__}"
    if tuple(version[:2]) >= OLDEST:
        return Sign(about="python", state="good", says=said)
    return Sign(about="python", state="wrong", says=said, means="The harness needs Python 3.11 or later.")


def about_settings(folder: Path, settings: Settings) -> Sign:
    """Which settings hold in this folder."""
    file = next((name for name in (FILE, "pyproject.toml") if (folder / name).exists()), None)
    names = ", ".join(f"{name} ({target.kind})" for name, target in settings.targets.items())
    if file != FILE and set(settings.targets) == {"demo"}:
        return Sign(
            about="settings",
            state="missing",
            says=f"no {FILE} here: the embedded ones hold",
            means="Only the demo shop is a target. Put your own under [targets.NAME]: docs/targets.md.",
        )
    return Sign(about="settings", state="good", says=f"{file}; targets: {names}")


def about_journeys(folder: Path, plans: Sequence[Plan]) -> Sign:
    """What there is to hold."""
    if not plans:
        means = "Write one (harness new), or try the shop's (harness demo)."
        return Sign(about="journeys", state="missing", says=f"none in {folder}", means=means)
    bad = [plan.journey for plan in plans if not plan.runnable]
    if bad:
        says = f"{len(plans)} in {folder}; not understood: {', '.join(bad[:3])}{' ...' if len(bad) > 3 else ''}"
        return Sign(about="journeys", state="wrong", says=says, means="See what was not: harness check.")
    return Sign(about="journeys", state="good", says=f"{len(plans)} in {folder}, each understood")


def about_models(settings: Settings, named: Iterable[str]) -> list[Sign]:
    """Whether the keys of the models that the settings name are there; by the names of their variables only."""
    models = list(dict.fromkeys((*named, *settings.models)))
    if models:
        return [_about_model(model, settings) for model in models]
    there = [key for key in _usual_keys() if os.environ.get(key, "").strip()]
    says = f"none named; {' and '.join(there) or 'no key'} in the environment"
    return [Sign(about="models", state="missing", says=says, means="None is needed: the rules judge. docs/models.md")]


def _usual_keys() -> list[str]:
    return sorted(f"{provider.upper()}_API_KEY" for provider in PROVIDERS)


def _about_model(name: str, settings: Settings) -> Sign:
    try:
        open_model(name, settings.models)
    except Trouble as problem:
        return Sign(about="models", state="wrong", says=name, means=str(problem))
    own = settings.models.get(name, ModelSettings())
    key = own.key or (None if own.base_url else f"{name.partition('/')[0].upper()}_API_KEY")
    return Sign(about="models", state="good", says=f"{name}, {f'its key in {key}' if key else 'without a key'}")
