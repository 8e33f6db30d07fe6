"""A model's name -> the model behind it."""

from collections.abc import Callable, Mapping
from functools import cache
from typing import TYPE_CHECKING

from harness.endpoint import Endpoint
from harness.secrets import Secret, secret_in
from harness.trouble import Trouble

from .nouns import Model
from .settings import ModelSettings

if TYPE_CHECKING:
    from .hosted import Wire

Opener = Callable[[str, ModelSettings], Model]
"""Opens a provider's model by its id. Raises Trouble when it can be known beforehand that it cannot be asked."""


def _anthropic(model: str, settings: ModelSettings) -> Model:
    from .anthropic import Messages

    return _hosted(Messages(), model, settings)


def _openai(model: str, settings: ModelSettings) -> Model:
    from .openai import Completions

    return _hosted(Completions(), model, settings)


def _hosted(wire: "Wire", model: str, settings: ModelSettings) -> Model:
    from .hosted import Hosted

    name = f"{wire.provider}/{model}"
    return Hosted(wire, model, settings, key_for(name, settings, wire.key), endpoint=_endpoint(name, settings))


@cache
def _endpoint(name: str, settings: ModelSettings) -> Endpoint:  # noqa: ARG001  # both say which it is
    """The one way to a model, however many open it: its limits are for all of them together."""
    return Endpoint(settings)


PROVIDERS: dict[str, Opener] = {"anthropic": _anthropic, "openai": _openai}
"""Provider -> what opens one of its models."""


def open_model(name: str, settings: Mapping[str, ModelSettings] | None = None) -> Model:
    """The model of this name, such as anthropic/claude-sonnet-5-5, as `settings` say under it. Nothing is sent.

    Raises Trouble when no provider of the name is there, or its key is not.
    """
    provider, _, model = name.partition("/")
    opener = PROVIDERS.get(provider)
    if opener is None or not model:
        there = ", ".join(f"{known}/..." for known in sorted(PROVIDERS))
        raise Trouble(f"there is no model {name!r}: say provider/model. There are: {there}.")
    return opener(model, (settings or {}).get(name, ModelSettings()))


async def close_model(model: Model) -> None:
    """Close what a model keeps open, if it keeps anything."""
    if aclose := getattr(model, "aclose", None):
        await aclose()


def key_for(name: str, settings: ModelSettings, usual: str) -> Secret:
    """The key to send: of the variable that is named, else of the provider's usual one.

    To an address of the user's own, no key goes that is not named: the usual one is not for it. Raises Trouble when
    the variable is not set, or holds what no key can be.
    """
    variable = settings.key or (None if settings.base_url else usual)
    return secret_in(variable, name) if variable else Secret()
