"""Models over Anthropic's Messages, through Anthropic's own SDK, which is imported at the first call."""

from collections.abc import Mapping
from typing import Any

import httpx2

from .hosted import Request, Unreadable, text_of
from .nouns import Prompt, Stopped
from .schema import in_words
from .usage import Counted, anthropic_usage

STOPPED: dict[str, Stopped] = {
    "end_turn": "end",
    "stop_sequence": "end",
    "max_tokens": "length",
    "model_context_window_exceeded": "length",
    "refusal": "refused",
}
"""Every other reason asks something of us, and is no answer."""


class Messages:
    """The wire of Messages."""

    provider = "anthropic"
    url = "https://api.anthropic.com"
    key = "ANTHROPIC_API_KEY"
    droppable = (frozenset({"cache_control"}), frozenset({"output_config"}))

    def connect(self, http: httpx2.AsyncClient, url: str, key: str, seconds: float) -> Any:
        """The SDK's client. Its own retries are off: each would be a request that nobody sees."""
        from anthropic import AsyncAnthropic

        return AsyncAnthropic(
            api_key=key, base_url=url, timeout=seconds, max_retries=0, http_client=http, open_telemetry=False
        )

    def request(self, model: str, prompt: Prompt, dropped: frozenset[str]) -> Request:
        """System and stable part as blocks of their own, each the end of what is cached; the answer's shape as JSON."""
        from anthropic import transform_schema

        request: Request = {
            "model": model,
            "max_tokens": prompt.most_tokens,
            "messages": [{"role": "user", "content": prompt.words}],
        }
        system = prompt.system
        if prompt.answer is not None and "output_config" in dropped:
            system = in_words(system, prompt.answer)
        elif prompt.answer is not None:
            request["output_config"] = {"format": {"type": "json_schema", "schema": transform_schema(prompt.answer)}}
        marked = {} if "cache_control" in dropped else {"cache_control": {"type": "ephemeral"}}
        if blocks := [{"type": "text", "text": text, **marked} for text in (system, prompt.stable) if text]:
            request["system"] = blocks
        return request

    async def send(self, client: Any, request: Request) -> httpx2.Response:
        """One request, its response read as it is: the SDK's types would take any JSON for a message."""
        raw = await client.messages.with_raw_response.create(**request)
        response: httpx2.Response = raw.http_response
        return response

    def words(self, body: Mapping[str, Any]) -> tuple[str, Stopped]:
        """The text blocks as one. Raises Unreadable for whatever is no message that came to an end."""
        content = body.get("content")
        if not isinstance(content, list) or not all(isinstance(block, dict) for block in content):
            raise Unreadable("it is no message")
        reason = text_of(body, "stop_reason")
        if (stopped := STOPPED.get(reason)) is None:
            raise Unreadable(f"it stopped for {reason or 'no reason'}")
        texts = [block.get("text") for block in content if block.get("type") == "text"]
        if not all(isinstance(text, str) for text in texts):
            raise Unreadable("it is no message")
        return "".join(map(str, texts)), stopped

    def usage(self, body: Mapping[str, Any]) -> Counted:
        """What was counted."""
        return anthropic_usage(body.get("usage"))
