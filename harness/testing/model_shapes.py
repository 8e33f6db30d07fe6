"""The two providers' shapes, from their own SDKs: what is a request, what is an answer, what is counted."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Any, Literal, Protocol, runtime_checkable

from harness.model import Stopped

from .answer_parts import CREATED, Calls, strict_adapter, tokens, unfit_for, with_usage
from .responses_shape import ResponsesShape

WORDS = re.compile(r"\S+\s*|\s+")
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

    def message(
        self, model: str, words: str, stopped: Stopped, usage: Any, number: int, calls: Calls
    ) -> dict[str, Any]:
        """An answer, built from the SDK's own type."""
        ...

    def error(self, status: int, words: str) -> dict[str, Any]:
        """An error's body."""
        ...

    def usage(self, body: Mapping[str, Any], words: str, known: set[str], least: int) -> dict[str, Any]:
        """What this request uses, with prefixes of at least so many tokens cached: reads `known`, adds to it."""
        ...


@runtime_checkable
class Streams(Protocol):
    """A shape whose requests may ask for a stream."""

    def stream(self, message: dict[str, Any], usage: bool) -> Iterator[dict[str, Any]]:
        """The answer in pieces, as its stream's data; `usage` as the request asks for it."""
        ...


@cache
def shape_of(provider: Literal["anthropic", "openai", "responses"]) -> Shape:
    """The shape of a provider. Its SDK is imported here."""
    match provider:
        case "anthropic":
            return AnthropicShape()
        case "openai":
            return OpenAIShape()
    return ResponsesShape()


class AnthropicShape:
    """Messages."""

    def __init__(self) -> None:
        from anthropic.types import message_create_params as params

        self._request = strict_adapter(params.MessageCreateParamsNonStreaming)

    def key_in(self, headers: Mapping[str, str]) -> str:
        """The key that came with a request."""
        return headers.get("x-api-key") or headers.get("authorization", "").removeprefix("Bearer ")

    def unfit(self, body: Mapping[str, Any]) -> str | None:
        """Why the provider would not take this request: its types, then what it says beyond them."""
        if why := unfit_for(self._request, body):
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

    def message(
        self, model: str, words: str, stopped: Stopped, usage: Any, number: int, calls: Calls
    ) -> dict[str, Any]:
        """A message."""
        from anthropic.types import Message, TextBlock, ToolUseBlock, Usage

        asked = [
            ToolUseBlock(type="tool_use", id=f"toolu_{number:04}_{place}", name=name, input=dict(arguments))
            for place, (name, arguments) in enumerate(calls)
        ]
        reasons = {"end": "tool_use" if calls else "end_turn", "length": "max_tokens", "refused": "refusal"}
        message = Message(
            id=f"msg_{number:04}",
            type="message",
            role="assistant",
            model=model,
            content=[*([TextBlock(type="text", text=words)] if words else []), *asked],
            stop_reason=reasons[stopped],
            usage=Usage(input_tokens=0, output_tokens=0),
        )
        # As the interface itself answers: what is not there is left out of a block.
        body = message.model_dump(mode="json")
        body["content"] = [block.model_dump(mode="json", exclude_none=True) for block in message.content]
        return with_usage(body, usage)

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
        written = tokens(last - read)
        usage = Usage(
            input_tokens=tokens(_length(body) - last),
            output_tokens=tokens(len(words)),
            cache_read_input_tokens=tokens(read),
            cache_creation_input_tokens=written,
            cache_creation=CacheCreation(ephemeral_5m_input_tokens=written, ephemeral_1h_input_tokens=0),
        )
        return usage.model_dump(mode="json")


class OpenAIShape:
    """Chat Completions."""

    def __init__(self) -> None:
        from openai.types.chat import completion_create_params as params

        self._request = strict_adapter(params.CompletionCreateParamsNonStreaming)
        self._streamed = strict_adapter(params.CompletionCreateParamsStreaming)

    def key_in(self, headers: Mapping[str, str]) -> str:
        """The key that came with a request."""
        return headers.get("authorization", "").removeprefix("Bearer ")

    def unfit(self, body: Mapping[str, Any]) -> str | None:
        """Why the provider would not take this request: its types, then what it says beyond them."""
        if why := unfit_for(self._streamed if body.get("stream") else self._request, body):
            return why
        shape = (body.get("response_format") or {}).get("json_schema") or {}
        return _open(shape.get("schema"), "response_format", every=True) if shape.get("strict") else None

    def message(
        self, model: str, words: str, stopped: Stopped, usage: Any, number: int, calls: Calls
    ) -> dict[str, Any]:
        """A completion."""
        from openai.types.chat import ChatCompletion, ChatCompletionMessage
        from openai.types.chat.chat_completion import Choice
        from openai.types.chat.chat_completion_message_function_tool_call import (
            ChatCompletionMessageFunctionToolCall,
            Function,
        )

        asked = [
            ChatCompletionMessageFunctionToolCall(
                id=f"call_{number:04}_{place}",
                type="function",
                function=Function(name=name, arguments=json.dumps(dict(arguments))),
            )
            for place, (name, arguments) in enumerate(calls)
        ]
        refused = stopped == "refused"
        said = ChatCompletionMessage(
            role="assistant",
            content=None if refused or (calls and not words) else words,
            refusal=words if refused else None,
            tool_calls=list(asked) or None,
        )
        reason = "length" if stopped == "length" else "tool_calls" if calls else "stop"
        choice = Choice(index=0, message=said, finish_reason=reason)
        completion = ChatCompletion(
            id=f"chatcmpl-{number:04}", object="chat.completion", created=CREATED, model=model, choices=[choice]
        )
        return with_usage(completion.model_dump(mode="json"), usage)

    def stream(self, message: dict[str, Any], usage: bool) -> Iterator[dict[str, Any]]:
        """Its pieces, a word at a time."""
        from openai.types.chat import ChatCompletionChunk

        said = message["choices"][0]["message"]
        deltas: list[dict[str, Any]] = [{"role": "assistant", "content": ""}]
        deltas += [{"content": word} for word in WORDS.findall(said.get("content") or "")]
        deltas += [{"refusal": said["refusal"]}] if said.get("refusal") else []
        for place, call in enumerate(said.get("tool_calls") or ()):
            function = {"name": call["function"]["name"], "arguments": ""}
            deltas.append({"tool_calls": [{**call, "index": place, "function": function}]})
            text = call["function"]["arguments"]
            halves = (text[: len(text) // 2], text[len(text) // 2 :])
            deltas += [{"tool_calls": [{"index": place, "function": {"arguments": half}}]} for half in halves]
        shared = {name: message[name] for name in ("id", "created", "model")} | {"object": "chat.completion.chunk"}
        choices = [{"index": 0, "delta": delta, "finish_reason": None} for delta in deltas]
        choices.append({"index": 0, "delta": {}, "finish_reason": message["choices"][0]["finish_reason"]})
        for choice in choices:
            yield ChatCompletionChunk.model_validate({**shared, "choices": [choice]}).model_dump(mode="json")
        if usage and "usage" in message:
            last = {**shared, "choices": [], "usage": message["usage"]}
            yield ChatCompletionChunk.model_validate(last).model_dump(mode="json")

    def error(self, status: int, words: str) -> dict[str, Any]:
        """An error's body."""
        kind = "invalid_request_error" if status < 429 else "server_error"
        return {"error": {"message": words, "type": kind, "param": None, "code": None}}

    def usage(self, body: Mapping[str, Any], words: str, known: set[str], least: int) -> dict[str, Any]:
        """What is used: with marks, as Anthropic counts; without, whatever begins alike is read, in steps."""
        from openai.types import CompletionUsage
        from openai.types.completion_usage import PromptTokensDetails

        texts = [block for message in body["messages"] for block in _blocks(message.get("content"))]
        whole = "".join(block["text"] for block in texts)
        if body.get("prompt_cache_options"):
            prefixes = [prefix for prefix in _marked(texts, "prompt_cache_breakpoint") if _long(prefix, least)]
            read = tokens(max((len(prefix) for prefix in prefixes if prefix in known), default=0))
            written = tokens(max(map(len, prefixes), default=0)) - read
            known.update(prefixes)
        else:
            alike = max((_alike(whole, one) for one in known), default=0)
            read, written = (tokens(alike) // STEP * STEP if tokens(alike) >= least else 0), 0
            known.add(whole)
        prompt, completion = tokens(_length(body)), tokens(len(words))
        usage = CompletionUsage(
            prompt_tokens=prompt,
            completion_tokens=completion,
            total_tokens=prompt + completion,
            prompt_tokens_details=PromptTokensDetails(cached_tokens=read, cache_write_tokens=written),
        )
        return usage.model_dump(mode="json", exclude_none=True)


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
    said += [block for message in body["messages"] for block in _blocks(message.get("content"))]
    shape = body.get("output_config") or body.get("response_format")
    tools = body.get("tools")
    return sum(map(_block_length, said)) + sum(len(json.dumps(one)) for one in (shape, tools) if one)


def _block_length(block: Mapping[str, Any]) -> int:
    return len(block["text"]) if "text" in block else len(json.dumps(block))


def _long(prefix: str, least: int) -> bool:
    return tokens(len(prefix)) >= least


def _alike(a: str, b: str) -> int:
    return next(
        (place for place, (one, other) in enumerate(zip(a, b, strict=False)) if one != other), min(len(a), len(b))
    )
