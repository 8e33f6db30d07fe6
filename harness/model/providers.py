"""A model's name -> the model behind it."""

from collections.abc import Callable

from harness.trouble import Trouble

from .nouns import Model

PROVIDERS: dict[str, Callable[[str], Model]] = {}
"""Provider -> what opens one of its models by id. This version has no adapter."""


def open_model(name: str) -> Model:
    """The model of this name, such as provider/model. Raises Trouble when no provider of the name is there."""
    provider, _, model = name.partition("/")
    if opener := PROVIDERS.get(provider):
        return opener(model)
    if not PROVIDERS:
        raise Trouble(f"{name!r} cannot be asked: this version has no model adapter. Leave --model out, and choose.")
    raise Trouble(f"there is no model provider {provider!r}. There are: {', '.join(sorted(PROVIDERS))}.")
