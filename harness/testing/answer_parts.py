"""What the shapes of several interfaces share: checking a request against the SDK's types, and counting."""

from collections.abc import Mapping, Sequence
from typing import Any

from pydantic import ConfigDict, TypeAdapter, ValidationError

PER_TOKEN = 4
"""Characters that are counted as one token."""
CREATED = 1_800_000_000
"""When every answer was made, in seconds since 1970."""

Calls = Sequence[tuple[str, Mapping[str, Any]]]
"""Tools that are asked for, each with its arguments."""


def strict_adapter(params: Any) -> TypeAdapter[Any]:
    """What checks a body against the SDK's parameter type, and takes no name that the type does not know."""
    # As the part of a tuple: pydantic takes no configuration for a TypedDict itself.
    return TypeAdapter(tuple[params], config=ConfigDict(extra="forbid"))


def unfit_for(request: TypeAdapter[Any], body: Mapping[str, Any]) -> str | None:
    """Why a body is no such request; None when it is one."""
    try:
        _read_out(request.validate_python((body,), strict=True))
    except ValidationError as problem:
        error = problem.errors(include_url=False, include_input=False)[0]
        return f"{'.'.join(str(part) for part in error['loc'])}: {error['msg']}"
    return None


def _read_out(found: Any) -> None:
    """Pydantic checks what is only iterable when it is iterated."""
    if isinstance(found, dict):
        for part in found.values():
            _read_out(part)
    elif not isinstance(found, str | bytes | int | float | None):
        for part in found:
            _read_out(part)


def with_usage(body: dict[str, Any], usage: Any) -> dict[str, Any]:
    """A body with this usage; None leaves it out."""
    body.pop("usage", None)
    return body if usage is None else {**body, "usage": usage}


def tokens(characters: int) -> int:
    """Counted as one for so many characters."""
    return characters // PER_TOKEN
