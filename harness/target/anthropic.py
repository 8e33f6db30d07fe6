"""An agent that speaks Anthropic's Messages, through Anthropic's own SDK; or a prompt under test."""

import json
from collections.abc import Mapping, Sequence
from typing import Any, Literal

from pydantic import Field

from harness.model.usage import Counted, anthropic_usage

from .answering import object_of
from .kind import Opening
from .nouns import Event, Target, TargetError
from .picking import table
from .prompted import Call, Item, PromptedSettings, PromptedTarget, Said


class AnthropicSettings(PromptedSettings):
    """A server that speaks Anthropic's interface, or a prompt for one of its models."""

    kind: Literal["anthropic"] = "anthropic"
    max_tokens: int = Field(default=4_096, ge=1)
    """Of one answer: the interface asks for a limit."""

    def opened(self, name: str, how: Opening) -> Target:
        """The agent. Raises Trouble for a key, a prompt or a tool that is not there."""
        return PromptedTarget(name, self, MessagesWire(), how)


class MessagesWire:
    """Messages."""

    url = "https://api.anthropic.com"
    usual_key = "ANTHROPIC_API_KEY"

    def connect(self, http: Any, url: str, key: str, seconds: float) -> Any:
        """The SDK's client. Its own retries are off: each would be a request that nobody sees."""
        from anthropic import AsyncAnthropic

        return AsyncAnthropic(
            api_key=key, base_url=url, timeout=seconds, max_retries=0, http_client=http, open_telemetry=False
        )

    async def ask(
        self, client: Any, settings: AnthropicSettings, prompt: str | None, items: Sequence[Item]
    ) -> Mapping[str, Any]:
        """One request."""
        request: dict[str, Any] = {
            "model": settings.model,
            "max_tokens": settings.max_tokens,
            "messages": list(items),
            **({"system": prompt} if prompt else {}),
            "extra_body": settings.parameters,
        }
        if settings.tools:
            request["tools"] = [
                {"name": tool.name, "description": tool.description, "input_schema": tool.parameters}
                for tool in settings.tools
            ]
        return object_of((await client.messages.with_raw_response.create(**request)).http_response.content)

    def said(self, body: Mapping[str, Any]) -> Said:
        """The words and the calls among the blocks."""
        content = body.get("content")
        if not isinstance(content, list) or not all(isinstance(block, dict) for block in content):
            raise TargetError("the answer is no message", json.dumps(body))
        texts = [block.get("text") for block in content if block.get("type") == "text"]
        reason = body.get("stop_reason")
        calls = [_call(block) for block in content if block.get("type") == "tool_use"]
        cut = reason in ("max_tokens", "model_context_window_exceeded")
        return Said(
            "".join(text for text in texts if isinstance(text, str)),
            [{"role": "assistant", "content": content}] if content else [],
            calls if reason == "tool_use" else [],
            _carried_out(content),
            "refusal" if reason == "refusal" else "length" if cut else "",
        )

    def usage(self, body: Mapping[str, Any]) -> Counted:
        """What was counted."""
        return anthropic_usage(body.get("usage"))

    def user(self, text: str) -> Item:
        """What the customer says."""
        return {"role": "user", "content": text}

    def results(self, results: Sequence[tuple[Call, str, bool]]) -> list[Item]:
        """One message for all tools."""
        blocks = [
            {"type": "tool_result", "tool_use_id": call.id, "content": text, **({} if ok else {"is_error": True})}
            for call, text, ok in results
        ]
        return [{"role": "user", "content": blocks}] if blocks else []


def _call(block: Mapping[str, Any]) -> Call:
    id_, name = block.get("id"), block.get("name")
    if not isinstance(id_, str) or not isinstance(name, str):
        raise TargetError("the answer calls a tool without a name")
    return Call(id_, name, table(block.get("input")) or {})


def _carried_out(content: Sequence[Mapping[str, Any]]) -> list[Event]:
    """What the other side did by itself: its own tools, with their results."""
    results = {block.get("tool_use_id"): block for block in content if str(block.get("type")).endswith("_tool_result")}
    events = []
    for block in content:
        if block.get("type") not in ("server_tool_use", "mcp_tool_use"):
            continue
        result, name = results.get(block.get("id"), {}), block.get("name")
        events.append(
            Event(
                id="-",
                kind="retrieval" if name in ("web_search", "web_fetch") else "tool",
                name=name if isinstance(name, str) else "",
                arguments=table(block.get("input")) or {},
                result=table(result.get("content")),
                ok=not result.get("is_error"),
            )
        )
    return events
