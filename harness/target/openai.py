"""An agent that speaks OpenAI's Chat Completions or Responses, through OpenAI's own SDK; or a prompt under test."""

import json
from collections.abc import Mapping, Sequence
from typing import Any, Literal

from harness.model.usage import Counted, openai_usage

from .kind import Opening
from .nouns import Event, Target, TargetError
from .picking import table
from .prompted import Call, Item, PromptedSettings, PromptedTarget, Said


class OpenAISettings(PromptedSettings):
    """A server that speaks OpenAI's interface, or a prompt for one of its models."""

    kind: Literal["openai"] = "openai"
    api: Literal["chat", "responses"] = "chat"
    """Chat Completions, which every compatible server speaks, or Responses."""
    stream: bool = False
    """Whether answers are streamed."""

    def opened(self, name: str, how: Opening) -> Target:
        """The agent. Raises Trouble for a key, a prompt or a tool that is not there."""
        return PromptedTarget(name, self, ChatWire() if self.api == "chat" else ResponsesWire(), how)


class _OpenAIWire:
    url = "https://api.openai.com/v1"
    usual_key = "OPENAI_API_KEY"

    def connect(self, http: Any, url: str, key: str, seconds: float) -> Any:
        """The SDK's client. Its own retries are off: each would be a request that nobody sees."""
        from openai import AsyncOpenAI

        return AsyncOpenAI(api_key=key, base_url=url, timeout=seconds, max_retries=0, http_client=http)


class ChatWire(_OpenAIWire):
    """Chat Completions."""

    async def ask(
        self, client: Any, settings: OpenAISettings, prompt: str | None, items: Sequence[Item]
    ) -> Mapping[str, Any]:
        """One request; a stream is put together again."""
        system = [{"role": "system", "content": prompt}] if prompt else []
        request: dict[str, Any] = {"model": settings.model, "messages": [*system, *items]}
        request["extra_body"] = settings.parameters
        if settings.tools:
            request["tools"] = [
                {
                    "type": "function",
                    "function": {"name": tool.name, "description": tool.description, "parameters": tool.parameters},
                }
                for tool in settings.tools
            ]
        create = client.chat.completions
        if not settings.stream:
            return body_of((await create.with_raw_response.create(**request)).http_response.content)
        gathered = _Chunks()
        options = {"stream": True, "stream_options": {"include_usage": True}}
        async with await create.create(**request, **options) as stream:
            async for chunk in stream:
                gathered.take(chunk.to_dict(mode="json"))
        return gathered.body()

    def said(self, body: Mapping[str, Any]) -> Said:
        """The first choice."""
        choices = body.get("choices")
        choice = choices[0] if isinstance(choices, list) and choices else None
        message = choice.get("message") if isinstance(choice, dict) else None
        if not isinstance(choice, dict) or not isinstance(message, dict):
            raise TargetError("the answer is no completion", json.dumps(body))
        reason, refusal = choice.get("finish_reason"), message.get("refusal")
        content = message.get("content") or refusal or ""
        calls = message.get("tool_calls") or []
        if not isinstance(content, str) or not isinstance(calls, list):
            raise TargetError("the answer's message holds no text", json.dumps(body))
        wanted = [_call(one.get("id"), one.get("function")) for one in calls if isinstance(one, dict)]
        # What other servers add to a message, a strict one would not take back.
        item = {"role": "assistant", "content": content or None, **({"tool_calls": calls} if calls else {})}
        said = Said(content, [item], trouble=_trouble(reason, refusal))
        if reason in ("tool_calls", "function_call"):
            said.calls = wanted
        else:  # it has carried them out itself
            said.done = [Event(id="-", kind="tool", name=one.name, arguments=one.arguments) for one in wanted]
            said.items = [{"role": "assistant", "content": content}]
        return said

    def usage(self, body: Mapping[str, Any]) -> Counted:
        """What was counted."""
        return openai_usage(body.get("usage"))

    def user(self, text: str) -> Item:
        """What the customer says."""
        return {"role": "user", "content": text}

    def results(self, results: Sequence[tuple[Call, str, bool]]) -> list[Item]:
        """One message for each tool."""
        return [{"role": "tool", "tool_call_id": call.id, "content": text} for call, text, _ in results]


class ResponsesWire(_OpenAIWire):
    """Responses. Nothing is kept on the other side: the whole conversation is sent again."""

    async def ask(
        self, client: Any, settings: OpenAISettings, prompt: str | None, items: Sequence[Item]
    ) -> Mapping[str, Any]:
        """One request; of a stream, the response that it ends with."""
        request: dict[str, Any] = {"model": settings.model, "input": list(items), "store": False}
        request |= {"instructions": prompt} if prompt else {}
        if settings.tools:
            request["tools"] = [
                {
                    "type": "function",
                    "name": tool.name,
                    "description": tool.description,
                    "parameters": tool.parameters,
                    "strict": False,
                }
                for tool in settings.tools
            ]
        request["extra_body"] = settings.parameters
        if not settings.stream:
            return body_of((await client.responses.with_raw_response.create(**request)).http_response.content)
        async with await client.responses.create(**request, stream=True) as stream:
            async for event in stream:
                if event.type in ("response.completed", "response.incomplete", "response.failed"):
                    whole: dict[str, Any] = event.response.to_dict(mode="json")
                    return whole
        raise TargetError("the stream ended before the answer did", lost=True)

    def said(self, body: Mapping[str, Any]) -> Said:
        """The words and the calls among the items of the output."""
        output = body.get("output")
        if not isinstance(output, list) or not all(isinstance(item, dict) for item in output):
            raise TargetError("the answer is no response", json.dumps(body))
        if body.get("status") == "failed":
            error = body.get("error")
            why = error.get("message") if isinstance(error, dict) else None
            raise TargetError(f"the response failed: {why or 'it does not say why'}"[:500], json.dumps(body))
        parts = [part for item in output if item.get("type") == "message" for part in item.get("content") or ()]
        texts = [part.get("text") or part.get("refusal") or "" for part in parts if isinstance(part, dict)]
        answered = {item.get("call_id") for item in output if item.get("type") == "function_call_output"}
        calls = [item for item in output if item.get("type") == "function_call" and item.get("call_id") not in answered]
        refused = any(part.get("type") == "refusal" for part in parts if isinstance(part, dict))
        cut = body.get("status") == "incomplete"
        return Said(
            "".join(text for text in texts if isinstance(text, str)),
            [item for item in output if item.get("type") != "reasoning" or item.get("encrypted_content")],
            [_call(item.get("call_id"), item) for item in calls],
            _carried_out(output, answered),
            "refusal" if refused else "length" if cut else "",
        )

    def usage(self, body: Mapping[str, Any]) -> Counted:
        """What was counted: as Chat Completions does, under other names."""
        usage = body.get("usage")
        if not isinstance(usage, dict):
            return openai_usage(usage)
        names = {
            "prompt_tokens": "input_tokens",
            "completion_tokens": "output_tokens",
            "total_tokens": "total_tokens",
            "prompt_tokens_details": "input_tokens_details",
            "completion_tokens_details": "output_tokens_details",
        }
        return openai_usage({chat: usage.get(name) for chat, name in names.items()})

    def user(self, text: str) -> Item:
        """What the customer says."""
        return {"role": "user", "content": text}

    def results(self, results: Sequence[tuple[Call, str, bool]]) -> list[Item]:
        """One item for each tool."""
        return [{"type": "function_call_output", "call_id": call.id, "output": text} for call, text, _ in results]


def _carried_out(output: Sequence[Mapping[str, Any]], answered: set[Any]) -> list[Event]:
    """What the other side did by itself: searches, tools of its own, and functions whose result stands there too."""
    results = {item.get("call_id"): item.get("output") for item in output if item.get("type") == "function_call_output"}
    events = []
    for item in output:
        kind = str(item.get("type"))
        if not kind.endswith("_call") or (kind == "function_call" and item.get("call_id") not in answered):
            continue
        search = kind in ("file_search_call", "web_search_call")
        name = item.get("name")
        events.append(
            Event(
                id="-",
                kind="retrieval" if search else "tool",
                name=name if isinstance(name, str) else kind.removesuffix("_call"),
                arguments=table(item.get("arguments") or item.get("action") or item.get("queries")) or {},
                result=table(results.get(item.get("call_id")) or item.get("output") or item.get("results")),
                ok=item.get("status") != "failed" and not item.get("error"),
            )
        )
    return events


def _call(id_: Any, function: Any) -> Call:
    name = function.get("name") if isinstance(function, dict) else None
    if not isinstance(id_, str) or not isinstance(name, str):
        raise TargetError("the answer calls a tool without a name")
    return Call(id_, name, table(function.get("arguments") or "{}") or {})


def _trouble(reason: Any, refusal: Any) -> str:
    if refusal:
        return "refusal"
    return reason if reason in ("length", "content_filter") else ""


def body_of(content: bytes) -> dict[str, Any]:
    """A body as it is: the SDK's types would take any JSON for an answer. Raises TargetError for what is no object."""
    from .answering import object_of

    return object_of(content)


class _Chunks:
    """A completion, put together from its pieces."""

    def __init__(self) -> None:
        self._rest: dict[str, Any] = {}
        self._content: list[str] = []
        self._refusal: list[str] = []
        self._calls: dict[int, dict[str, Any]] = {}
        self._reason: str | None = None

    def take(self, chunk: dict[str, Any]) -> None:
        """One piece. The last word on anything else is the one that counts."""
        self._rest |= {name: value for name, value in chunk.items() if name != "choices" and value is not None}
        for choice in chunk.get("choices") or ():
            if choice.get("index", 0) == 0:
                self._delta(choice.get("delta") or {})
                self._reason = choice.get("finish_reason") or self._reason

    def _delta(self, delta: dict[str, Any]) -> None:
        self._content.append(delta.get("content") or "")
        self._refusal.append(delta.get("refusal") or "")
        for place, piece in enumerate(delta.get("tool_calls") or ()):
            call = self._calls.setdefault(
                piece.get("index", place), {"type": "function", "function": {"arguments": ""}}
            )
            function = piece.get("function") or {}
            call["id"] = piece.get("id") or call.get("id")
            call["function"]["name"] = function.get("name") or call["function"].get("name")
            call["function"]["arguments"] += function.get("arguments") or ""

    def body(self) -> dict[str, Any]:
        """The whole. Raises TargetError for one that never ended."""
        if self._reason is None:
            raise TargetError("the stream ended before the answer did", "".join(self._content), lost=True)
        message = {
            "role": "assistant",
            "content": "".join(self._content) or None,
            "refusal": "".join(self._refusal) or None,
            "tool_calls": [self._calls[index] for index in sorted(self._calls)],
        }
        return {**self._rest, "choices": [{"index": 0, "message": message, "finish_reason": self._reason}]}
