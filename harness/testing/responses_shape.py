"""OpenAI's Responses, from its own SDK: what is a request, what is an answer, what is counted."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from harness.model import Stopped

from .answer_parts import CREATED, Calls, strict_adapter, tokens, unfit_for, with_usage


class ResponsesShape:
    """Responses."""

    def __init__(self) -> None:
        from openai.types.responses import response_create_params as params

        self._request = strict_adapter(params.ResponseCreateParamsNonStreaming)
        self._streamed = strict_adapter(params.ResponseCreateParamsStreaming)

    def key_in(self, headers: Mapping[str, str]) -> str:
        """The key that came with a request."""
        return headers.get("authorization", "").removeprefix("Bearer ")

    def unfit(self, body: Mapping[str, Any]) -> str | None:
        """Why the provider would not take this request."""
        return unfit_for(self._streamed if body.get("stream") else self._request, body)

    def message(
        self, model: str, words: str, stopped: Stopped, usage: Any, number: int, calls: Calls
    ) -> dict[str, Any]:
        """A response."""
        from openai.types.responses import (
            Response,
            ResponseFunctionToolCall,
            ResponseOutputMessage,
            ResponseOutputRefusal,
            ResponseOutputText,
        )
        from openai.types.responses.response import IncompleteDetails

        refused = stopped == "refused"
        part = (
            ResponseOutputRefusal(type="refusal", refusal=words)
            if refused
            else ResponseOutputText(type="output_text", text=words, annotations=[])
        )
        said = ResponseOutputMessage(
            id=f"msg_{number:04}", type="message", role="assistant", status="completed", content=[part]
        )
        asked = [
            ResponseFunctionToolCall(
                type="function_call",
                call_id=f"call_{number:04}_{place}",
                name=name,
                arguments=json.dumps(dict(arguments)),
            )
            for place, (name, arguments) in enumerate(calls)
        ]
        cut = stopped == "length"
        response = Response(
            id=f"resp_{number:04}",
            object="response",
            created_at=CREATED,
            model=model,
            output=[*([said] if words else []), *asked],
            parallel_tool_calls=True,
            tool_choice="auto",
            tools=[],
            status="incomplete" if cut else "completed",
            incomplete_details=IncompleteDetails(reason="max_output_tokens") if cut else None,
        )
        body = response.model_dump(mode="json")
        # As the interface itself answers: what is not there is left out of an item.
        body["output"] = [item.model_dump(mode="json", exclude_none=True) for item in response.output]
        return with_usage(body, usage)

    def stream(self, message: dict[str, Any], usage: bool) -> Iterator[dict[str, Any]]:  # noqa: ARG002
        """The events of a stream that holds the text in pieces, and the whole response at its end."""
        yield {"type": "response.created", "sequence_number": 0, "response": {**message, "status": "in_progress"}}
        number = 0
        for place, item in enumerate(message["output"]):
            for part in item.get("content") or ():
                for word in (part.get("text") or "").split(" "):
                    number += 1
                    yield {
                        "type": "response.output_text.delta",
                        "sequence_number": number,
                        "item_id": item["id"],
                        "output_index": place,
                        "content_index": 0,
                        "delta": word,
                        "logprobs": [],
                    }
        yield {"type": f"response.{message['status']}", "sequence_number": number + 1, "response": message}

    def error(self, status: int, words: str) -> dict[str, Any]:
        """An error's body."""
        kind = "invalid_request_error" if status < 429 else "server_error"
        return {"error": {"message": words, "type": kind, "param": None, "code": None}}

    def usage(self, body: Mapping[str, Any], words: str, known: set[str], least: int) -> dict[str, Any]:  # noqa: ARG002
        """What is used; nothing is cached here."""
        from openai.types.responses import ResponseUsage
        from openai.types.responses.response_usage import InputTokensDetails, OutputTokensDetails

        fresh = tokens(len(body.get("instructions") or "") + len(json.dumps(body.get("input"))))
        output = tokens(len(words))
        usage = ResponseUsage(
            input_tokens=fresh,
            output_tokens=output,
            total_tokens=fresh + output,
            input_tokens_details=InputTokensDetails(cached_tokens=0, cache_write_tokens=0),
            output_tokens_details=OutputTokensDetails(reasoning_tokens=0),
        )
        return usage.model_dump(mode="json", exclude_none=True)
