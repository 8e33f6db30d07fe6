"""The two providers' shapes, from their own SDKs: what is a request, what is an answer, what is counted."""

import json
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Any, Literal, Protocol

from pydantic import ConfigDict, TypeAdapter, ValidationError

from harness.model import Stopped

PER_TOKEN = 4
"""Characters that are counted as one token."""
STEP = 128
"""OpenAI's cache reads in steps of this many tokens, where a request marks nothing."""


class Shape(Protocol):
    """One provider's interface, as a server sees it."""

    def key_in(self, headers: Mapping[str, str]) -> str:
        """The key that came with a request."""
        ...

    def unfit(self, body: Mapping[str, Any]) -> str | None:
        """Why the provider would not take this request; None when it would."""
        ...

    def message(self, model: str, words: str, stopped: Stopped, usage: Any, number: int) -> dict[str, Any]:
        """An answer, built from the SDK's own type."""
        ...

    def error(self, status: int, words: str) -> dict[str, Any]:
        """An error's body."""
        ...

    def usage(self, body: Mapping[str, Any], words: str, known: set[str], least: int) -> dict[str, Any]:
        """What this request uses, with prefixes of at least so many tokens cached: reads `known`, adds to it."""
        ...


@cache
def shape_of(provider: Literal["anthropic", "openai"]) -> Shape:
    """The shape of a provider. Its SDK is imported here."""
    return AnthropicShape() if provider == "anthropic" else OpenAIShape()


class AnthropicShape:
    """Messages."""

    def __init__(self) -> None:
        from anthropic.types import message_create_params as params

        self._request = _strict_adapter(params.MessageCreateParamsNonStreaming)

    def key_in(self, headers: Mapping[str, str]) -> str:
        """The key that came with a request."""
        return headers.get("x-api-key") or headers.get("authorization", "").removeprefix("Bearer ")

    def unfit(self, body: Mapping[str, Any]) -> str | None:
        """Why the provider would not take this request: its types, then what it says beyond them."""
        if why := _unfit(self._request, body):
            return why
        blocks = _blocks(body.get("system"))
        if not all(block["text"] for block in blocks):
            return "system: text content blocks must be non-empty"
        if sum("cache_control" in block for block in blocks) > 4:
            return "system: a maximum of 4 blocks with cache_control may be provided"
        if body["max_tokens"] < 1:
            return "max_tokens: must be at least 1"
        schema = ((body.get("output_config") or {}).get("format") or {}).get("schema")
        return _open(schema, "output_config.format.schema", every=False) if schema else None

    def message(self, model: str, words: str, stopped: Stopped, usage: Any, number: int) -> dict[str, Any]:
        """A message."""
        from anthropic.types import Message, TextBlock, Usage

        message = Message(
            id=f"msg_{number:04}",
            type="message",
            role="assistant",
            model=model,
            content=[TextBlock(type="text", text=words)] if words else [],
            stop_reason={"end": "end_turn", "length": "max_tokens", "refused": "refusal"}[stopped],
            usage=Usage(input_tokens=0, output_tokens=0),
        )
        return _with_usage(message.model_dump(mode="json"), usage)

    def error(self, status: int, words: str) -> dict[str, Any]:
        """An error's body."""
        kinds = {400: "invalid_request_error", 401: "authentication_error", 404: "not_found_error"}
        kinds |= {429: "rate_limit_error", 529: "overloaded_error"}
        return {"type": "error", "error": {"type": kinds.get(status, "api_error"), "message": words}}

    def usage(self, body: Mapping[str, Any], words: str, known: set[str], least: int) -> dict[str, Any]:
        """What is used: each marked block ends a prefix, the longest that is known is read, the rest to the last mark
        is written."""
        from anthropic.types import CacheCreation, Usage

        prefixes = [prefix for prefix in _marked(_blocks(body.get("system")), "cache_control") if _long(prefix, least)]
        read = max((len(prefix) for prefix in prefixes if prefix in known), default=0)
        last = max(map(len, prefixes), default=0)
        known.update(prefixes)
        written = _tokens(last - read)
        usage = Usage(
            input_tokens=_tokens(_length(body) - last),
            output_tokens=_tokens(len(words)),
            cache_read_input_tokens=_tokens(read),
            cache_creation_input_tokens=written,
            cache_creation=CacheCreation(ephemeral_5m_input_tokens=written, ephemeral_1h_input_tokens=0),
        )
        return usage.model_dump(mode="json")


class OpenAIShape:
    """Chat Completions."""

    def __init__(self) -> None:
        from openai.types.chat import completion_create_params as params

        self._request = _strict_adapter(params.CompletionCreateParamsNonStreaming)

    def key_in(self, headers: Mapping[str, str]) -> str:
        """The key that came with a request."""
        return headers.get("authorization", "").removeprefix("Bearer ")

    def unfit(self, body: Mapping[str, Any]) -> str | None:
        """Why the provider would not take this request: its types, then what it says beyond them."""
        if why := _unfit(self._request, body):
            return why
        shape = (body.get("response_format") or {}).get("json_schema") or {}
        return _open(shape.get("schema"), "response_format", every=True) if shape.get("strict") else None

    def message(self, model: str, words: str, stopped: Stopped, usage: Any, number: int) -> dict[str, Any]:
        """A completion."""
        from openai.types.chat import ChatCompletion, ChatCompletionMessage
        from openai.types.chat.chat_completion import Choice

        refused = stopped == "refused"
        said = ChatCompletionMessage(
            role="assistant", content=None if refused else words, refusal=words if refused else None
        )
        choice = Choice(index=0, message=said, finish_reason="length" if stopped == "length" else "stop")
        completion = ChatCompletion(
            id=f"chatcmpl-{number:04}", object="chat.completion", created=1_800_000_000, model=model, choices=[choice]
        )
        return _with_usage(completion.model_dump(mode="json"), usage)

    def error(self, status: int, words: str) -> dict[str, Any]:
        """An error's body."""
        kind = "invalid_request_error" if status < 429 else "server_error"
        return {"error": {"message": words, "type": kind, "param": None, "code": None}}

    def usage(self, body: Mapping[str, Any], words: str, known: set[str], least: int) -> dict[str, Any]:
        """What is used: with marks, as Anthropic counts; without, whatever begins alike is read, in steps."""
        from openai.types import CompletionUsage
        from openai.types.completion_usage import PromptTokensDetails

        texts = [block for message in body["messages"] for block in _blocks(message["content"])]
        whole = "".join(block["text"] for block in texts)
        if body.get("prompt_cache_options"):
            prefixes = [prefix for prefix in _marked(texts, "prompt_cache_breakpoint") if _long(prefix, least)]
            read = _tokens(max((len(prefix) for prefix in prefixes if prefix in known), default=0))
            written = _tokens(max(map(len, prefixes), default=0)) - read
            known.update(prefixes)
        else:
            alike = max((_alike(whole, one) for one in known), default=0)
            read, written = (_tokens(alike) // STEP * STEP if _tokens(alike) >= least else 0), 0
            known.add(whole)
        prompt, completion = _tokens(_length(body)), _tokens(len(words))
        usage = CompletionUsage(
            prompt_tokens=prompt,
            completion_tokens=completion,
            total_tokens=prompt + completion,
            prompt_tokens_details=PromptTokensDetails(cached_tokens=read, cache_write_tokens=written),
        )
        return usage.model_dump(mode="json", exclude_none=True)


def _strict_adapter(params: Any) -> TypeAdapter[Any]:
    """What checks a body against the SDK's parameter type, and takes no name that the type does not know."""
    # As the part of a tuple: pydantic takes no configuration for a TypedDict itself.
    return TypeAdapter(tuple[params], config=ConfigDict(extra="forbid"))


def _unfit(request: TypeAdapter[Any], body: Mapping[str, Any]) -> str | None:
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


def _open(schema: Any, place: str, every: bool) -> str | None:
    """Where a schema leaves an object open; with `every`, also where a property is not required."""
    for one in _schemas(schema):
        if one.get("type") == "object" and one.get("additionalProperties") is not False:
            return f"Invalid schema for {place}: 'additionalProperties' is required to be supplied and to be false."
        if every and set(one.get("properties", ())) != set(one.get("required", ())):
            return f"Invalid schema for {place}: 'required' is required to name every property."
        if "$ref" in one and len(one) > 1:
            return f"Invalid schema for {place}: $ref cannot have keywords beside it."
    return None


def _schemas(found: Any) -> Iterator[dict[str, Any]]:
    """A schema and every schema in it."""
    if isinstance(found, dict):
        yield found
        for name, part in found.items():
            inner = part.values() if name in ("properties", "$defs") and isinstance(part, dict) else [part]
            for one in inner:
                yield from _schemas(one)
    elif isinstance(found, list):
        for one in found:
            yield from _schemas(one)


def _with_usage(body: dict[str, Any], usage: Any) -> dict[str, Any]:
    body.pop("usage", None)
    return body if usage is None else {**body, "usage": usage}


def _blocks(content: Any) -> list[dict[str, Any]]:
    if isinstance(content, str):
        return [{"type": "text", "text": content}]
    return list(content or ())


def _marked(blocks: Sequence[Mapping[str, Any]], mark: str) -> list[str]:
    """The texts from the beginning to the end of each marked block."""
    texts = [block["text"] for block in blocks]
    return ["".join(texts[: place + 1]) for place, block in enumerate(blocks) if mark in block]


def _length(body: Mapping[str, Any]) -> int:
    """Characters of the input: what is said, and the shape that is asked for."""
    said = [*_blocks(body.get("system"))]
    said += [block for message in body["messages"] for block in _blocks(message["content"])]
    shape = body.get("output_config") or body.get("response_format")
    return sum(len(block["text"]) for block in said) + (len(json.dumps(shape)) if shape else 0)


def _long(prefix: str, least: int) -> bool:
    return _tokens(len(prefix)) >= least


def _tokens(characters: int) -> int:
    return characters // PER_TOKEN


def _alike(a: str, b: str) -> int:
    return next(
        (place for place, (one, other) in enumerate(zip(a, b, strict=False)) if one != other), min(len(a), len(b))
    )
