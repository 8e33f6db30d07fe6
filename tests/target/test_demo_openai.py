"""The OpenAI-compatible door, opened with the real SDK."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

import httpx2
from openai import AsyncOpenAI

from harness.target.demo.app import create_app

T = TypeVar("T")

LINES: list[Any] = [
    {"role": "system", "content": "Be brief."},
    {"role": "user", "content": "My kettle arrived cracked, I want a refund."},
    {"role": "assistant", "content": "Could you give me your order number, please?"},
    {"role": "user", "content": "W-1042"},
    {"role": "assistant", "content": "And the postcode?"},
    {"role": "user", "content": [{"type": "text", "text": "SW1A 1AA"}]},
]


def with_sdk(talk: Callable[[AsyncOpenAI], Awaitable[T]]) -> T:
    """Run a conversation through the SDK, in process."""

    async def run() -> T:
        transport = httpx2.ASGITransport(app=create_app())
        async with httpx2.AsyncClient(transport=transport, base_url="http://demo") as http:
            return await talk(AsyncOpenAI(api_key="none", base_url="http://demo/v1", http_client=http, max_retries=0))

    return asyncio.run(run())


def test_a_plain_completion_replays_the_conversation() -> None:
    """The messages are gone through again, and the last is answered with what came before in mind."""

    async def talk(client: AsyncOpenAI) -> Any:
        return await client.chat.completions.create(model="hearth-demo-1", messages=LINES)

    answer = with_sdk(talk)
    assert "£39.00" in answer.choices[0].message.content
    assert "stop" == answer.choices[0].finish_reason
    assert answer.usage.total_tokens == answer.usage.prompt_tokens + answer.usage.completion_tokens
    extension = answer.model_extra["hearth"]
    assert "returns" == extension["desk"]
    assert ["verify_customer", "refund_order"] == [event["name"] for event in extension["events"]]


def test_a_streamed_completion_says_the_same_in_pieces() -> None:
    """Streaming gives the very words of the plain answer, and the usage at the end when asked for."""

    async def talk(client: AsyncOpenAI) -> tuple[str, Any, int]:
        plain = await client.chat.completions.create(model="hearth-demo-1", messages=LINES)
        pieces, usage = [], None
        options: Any = {"include_usage": True}
        async for chunk in await client.chat.completions.create(
            model="hearth-demo-1", messages=LINES, stream=True, stream_options=options
        ):
            pieces += [choice.delta.content or "" for choice in chunk.choices]
            usage = chunk.usage or usage
        assert plain.usage == usage
        return plain.choices[0].message.content or "", "".join(pieces), len(pieces)

    plain, streamed, pieces = with_sdk(talk)
    assert plain == streamed
    assert pieces > 5


def test_a_stream_ends_with_done_and_without_usage_unless_asked() -> None:
    """On the wire the stream is server-sent events that end in [DONE]."""

    async def run() -> str:
        body = {"model": "hearth-demo-1", "messages": LINES, "stream": True}
        transport = httpx2.ASGITransport(app=create_app())
        async with httpx2.AsyncClient(transport=transport, base_url="http://demo") as http:
            return (await http.post("/v1/chat/completions", json=body)).text

    text = asyncio.run(run())
    assert text.endswith("data: [DONE]\n\n")
    assert '"usage"' not in text


def test_models_are_listed() -> None:
    """The SDK finds the one model."""

    async def talk(client: AsyncOpenAI) -> list[str]:
        return [model.id async for model in client.models.list()]

    assert ["hearth-demo-1"] == with_sdk(talk)
