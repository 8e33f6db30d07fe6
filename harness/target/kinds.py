"""The kinds of target that there are: a new one is a file with its settings and its door, and a line here."""

from collections.abc import Iterator, Sequence
from typing import Annotated, Any, get_args

from pydantic import Discriminator

from harness.noun import Noun

from .anthropic import AnthropicSettings
from .command import CommandSettings
from .embedded import DemoSettings
from .function import FunctionSettings
from .http import HttpSettings
from .kind import TargetKind
from .openai import OpenAISettings

TargetSettings = Annotated[
    DemoSettings | HttpSettings | OpenAISettings | AnthropicSettings | FunctionSettings | CommandSettings,
    Discriminator("kind"),
]
"""One target of the settings: its kind says which keys it has."""

KINDS: dict[str, type[TargetKind]] = {
    kind.model_fields["kind"].default: kind for kind in get_args(get_args(TargetSettings)[0])
}
"""The word that settings say -> the settings that go with it."""


def table_at(noun: type[Noun], keys: Sequence[str]) -> type[Noun]:
    """The noun of a table inside another one's settings, such as `setup` of http."""
    for key in keys:
        annotation = noun.model_fields[key].annotation if key in noun.model_fields else None
        inner = [kind for kind in _kinds_in(annotation) if issubclass(kind, Noun)]
        if not inner:
            return noun
        noun = inner[0]
    return noun


def _kinds_in(annotation: Any) -> Iterator[type]:
    if isinstance(annotation, type) and not get_args(annotation):
        yield annotation
    for part in get_args(annotation):
        yield from _kinds_in(part)
