"""Fields -> what a model is told: the templates of the package, or those of a folder in their place.

A prompt is up to three files: `NAME.system.j2` (our words, the same for every call), `NAME.stable.j2` (what many calls
share) and `NAME.words.j2` (what differs). They are rendered in Jinja's sandbox, and each has to use every field that it
is given and no other: a persona that a template forgets would be ignored without a word (field.md, trap 7).
"""

import json
from collections.abc import Mapping
from difflib import get_close_matches
from functools import cache
from hashlib import sha256
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from harness.trouble import Trouble

if TYPE_CHECKING:
    from jinja2 import Template
    from jinja2.sandbox import SandboxedEnvironment

Name = Literal["free", "bounded", "review", "judge", "pin"]
Part = Literal["system", "stable", "words"]
PARTS: tuple[Part, ...] = ("system", "stable", "words")

FIELDS: dict[Name, dict[Part, tuple[str, ...]]] = {
    "free": {"system": (), "stable": ("brief",), "words": ("said", "told", "patience")},
    "bounded": {"system": (), "stable": ("who", "tone"), "words": ("heard", "act", "says")},
    "review": {"system": (), "stable": ("brief",), "words": ("turns", "ending")},
    "judge": {"system": ("rubrics",), "stable": ("facts",), "words": ("question",)},
    "pin": {"system": (), "words": ("sentence",)},
}
"""Prompt -> part -> the fields that its template is given, and has to use."""

LARGEST = 100_000
"""Characters of a template."""


class Prompts:
    """Templates by name. Files of `folder` stand in the place of the package's own of the same name."""

    def __init__(self, folder: Path | None = None) -> None:
        """Raises Trouble for a folder that cannot be read, and for a file in it that is no template of ours."""
        self._own = _read(folder) if folder else {}
        self._made: dict[str, Template] = {}
        for name in self._own:
            self._template(name)

    def render(self, name: Name, **fields: Any) -> tuple[str, str, str]:
        """System, stable and words of a prompt; a part that has no template is empty."""
        known = FIELDS[name]
        system, stable, words = (
            self._filled(f"{name}.{part}", {field: fields[field] for field in known[part]}) if part in known else ""
            for part in PARTS
        )
        return system, stable, words

    def _filled(self, name: str, fields: dict[str, Any]) -> str:
        try:
            return self._template(name).render(fields)
        except Exception as problem:  # whatever somebody's own template comes to
            if name not in self._own:
                raise
            raise Trouble(f"{name}.j2 cannot be filled in: {problem}") from problem

    def digest(self, name: Name, shape: Mapping[str, Any] | None = None) -> str:
        """sha256 of a prompt's templates and of the answer's shape, in hex: what a comparison holds for."""
        parts = [self._source(f"{name}.{part}") for part in FIELDS[name]]
        return sha256(json.dumps([*parts, shape], sort_keys=True).encode()).hexdigest()

    def _source(self, name: str) -> str:
        return self._own.get(name) or _shipped(name)

    def _template(self, name: str) -> "Template":
        if name not in self._made:
            self._made[name] = _compiled(name, self._source(name))
        return self._made[name]


@cache
def shipped() -> Prompts:
    """The package's own."""
    return Prompts()


@cache
def _shipped(name: str) -> str:
    return (files("harness.model") / "prompts" / f"{name}.j2").read_text(encoding="utf-8")


def _read(folder: Path) -> dict[str, str]:
    """Name -> text of every template of a folder."""
    known = [f"{name}.{part}" for name, parts in FIELDS.items() for part in parts]
    try:
        found = {path.name.removesuffix(".j2"): path.read_text("utf-8") for path in sorted(folder.glob("*.j2"))}
    except (OSError, UnicodeDecodeError) as problem:
        raise Trouble(f"the prompts in {folder} cannot be read: {problem}") from problem
    if not found:
        raise Trouble(
            f"there is no prompt in {folder}: put one there, such as free.system.j2, or take the setting away"
        )
    for name, text in found.items():
        if name not in known:
            raise Trouble(f"{folder}/{name}.j2 is no prompt. {_nearest(name, known)}")
        if len(text) > LARGEST:
            raise Trouble(f"{folder}/{name}.j2 has more than {LARGEST:,} characters")
    return found


def _compiled(name: str, source: str) -> "Template":
    """The template. Raises Trouble when it is none, or does not use just the fields that it is given."""
    from jinja2 import TemplateSyntaxError, meta

    kind, _, part = name.partition(".")
    given = FIELDS[kind][part]  # type: ignore[index]  # only known names come here
    room = _room()
    try:
        used = meta.find_undeclared_variables(room.parse(source))
        made = room.from_string(source)
    except TemplateSyntaxError as problem:
        raise Trouble(f"{name}.j2:{problem.lineno}: {problem.message}") from problem
    if unknown := sorted(used - set(given)):
        raise Trouble(f"{name}.j2 uses '{unknown[0]}', which it is not given. {_nearest(unknown[0], given)}")
    if missing := [field for field in given if field not in used]:
        raise Trouble(
            f"{name}.j2 does not use '{missing[0]}': what it says would be lost. Put {{{{ {missing[0]} }}}} in"
        )
    return made


@cache
def _room() -> "SandboxedEnvironment":
    from jinja2 import StrictUndefined
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    # What comes out is a prompt, and no page: quotes in it stay quotes.
    room = ImmutableSandboxedEnvironment(undefined=StrictUndefined, autoescape=False)
    room.filters["json"] = as_json
    return room


def as_json(data: Any) -> str:
    """Data as JSON that can be sent, in few tokens: lone surrogates stand for nothing that anybody said."""
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace").decode("utf-8")


def _nearest(wanted: str, known: tuple[str, ...] | list[str]) -> str:
    near = get_close_matches(wanted, known, n=1, cutoff=0.5)
    return f"Did you mean '{near[0]}'?" if near else f"There are: {', '.join(known) or 'none'}."
