"""`harness doctor`: what is there, what is missing, and what a target can be read of."""

import asyncio
from collections.abc import Sequence
from pathlib import Path

from harness.assurance import cases_of, compile_all
from harness.doctor import Sign, about_journeys, about_models, about_python, about_settings, greet
from harness.journey.read import read_journeys
from harness.plan.nouns import Plan
from harness.plan.nouns import State as Field
from harness.preparing.places import here
from harness.report.words import safe, wrapped
from harness.settings import Settings
from harness.target.http import HttpSettings
from harness.target.kind import Opening, TargetKind, close_target, open_target
from harness.target.presets import is_verified
from harness.trouble import Trouble

from .options import Format
from .printing import say, say_json

READY, WRONG, SILENT = 0, 2, 4
MARKS = {"good": "✔", "missing": "○", "doubtful": "?", "wrong": "✘"}


def examine(target: str | None, no_exec: bool, format: Format) -> int:  # noqa: A002
    """Print what was found. 2 when no run can be held like this, 4 when the target does not answer, else 0."""
    place, settings, plans = _about_place()
    told: list[Sign] = []
    if settings is not None and target is not None:
        place, told = _about_target(target, settings, plans, place, no_exec)
    code = SILENT if _is_wrong(told) else WRONG if _is_wrong(place) else READY
    if format is Format.json:
        parts = {"place": place, "target": told}
        signs = {part: [sign.model_dump(mode="json") for sign in found] for part, found in parts.items()}
        say_json({"schema": 1, "exit": code, "named": target, **signs})
    else:
        say([*_lines("Here", place), *(_lines(f"Target {safe(target or '')}", told) if told else ())])
        say([_closing(code, target)])
    return code


def _is_wrong(signs: Sequence[Sign]) -> bool:
    return any(sign.state == "wrong" for sign in signs)


def _about_place() -> tuple[list[Sign], Settings | None, tuple[Plan, ...]]:
    signs = [about_python()]
    try:
        settings = here()
    except Trouble as problem:
        return [*signs, Sign(about="settings", state="wrong", says="cannot be used", means=str(problem))], None, ()
    signs.append(about_settings(Path(), settings))
    folder = Path(settings.run.journeys)
    plans: tuple[Plan, ...] = ()
    try:
        plans = compile_all(read_journeys([folder], folder), settings.vocabulary) if folder.is_dir() else ()
        signs.append(about_journeys(folder, plans))
    except Trouble as problem:
        signs.append(Sign(about="journeys", state="wrong", says="cannot be read", means=str(problem)))
    judges = (settings.judge.model, settings.judge.small, settings.judge.second)
    return [*signs, *about_models(settings, [model for model in judges if model])], settings, plans


def _about_target(
    name: str, settings: Settings, plans: Sequence[Plan], place: list[Sign], no_exec: bool
) -> tuple[list[Sign], list[Sign]]:
    """What is wrong with its settings is of the place: nobody was asked then."""
    try:
        name, kind = settings.target_named(name)
        code = not (no_exec or settings.run.no_exec)
        opened = open_target(name, kind, Opening(settings.run.reply_seconds, code=code))
    except Trouble as problem:
        return [*place, Sign(about="target", state="wrong", says=name, means=str(problem))], []

    async def greeted() -> list[Sign]:
        try:
            return await greet(opened, settings.run.reply_seconds, _field(plans, settings))
        finally:
            await close_target(opened)

    return place, [_about_kind(kind, opened.version), *asyncio.run(greeted())]


def _about_kind(kind: TargetKind, version: str) -> Sign:
    preset = kind.preset if isinstance(kind, HttpSettings) else None
    if preset is None:
        return Sign(about="kind", state="good", says=f"{kind.kind}, version {version}")
    if is_verified(preset):
        return Sign(about="kind", state="good", says=f"{kind.kind}, preset {preset}, version {version}")
    means = "Written from documentation, never run against the real product: what is read below may be wrong."
    return Sign(about="kind", state="doubtful", says=f"{kind.kind}, preset {preset}, unverified", means=means)


def _field(plans: Sequence[Plan], settings: Settings) -> Field | None:
    """The first field of the agent's records that a journey asks for."""
    cases = cases_of(plans, 1, settings.run.seed)
    return next((item for case in cases for item in case.items if isinstance(item, Field)), None)


def _lines(title: str, signs: Sequence[Sign]) -> list[str]:
    lines = [title]
    for sign in signs:
        lines += wrapped(safe(sign.says), " " * 14, f"  {MARKS[sign.state]} {sign.about:<10}")
        for line in sign.means.splitlines():
            lines += wrapped(safe(line), " " * 14)
    return [*lines, ""]


def _closing(code: int, target: str | None) -> str:
    if code == SILENT:
        return f"The target does not answer as it should.   (exit {code})"
    if code == WRONG:
        return f"No run can be held like this: see what is marked ✘.   (exit {code})"
    if target is None:
        return f"Ready. What can be read of a target: harness doctor --target NAME   (exit {code})"
    return f"Ready: harness run --target {safe(target)}   (exit {code})"
