"""Models over OpenAI's Chat Completions, through OpenAI's own SDK, which is imported at the first call.

Chat Completions and not Responses: every compatible server speaks it.
"""

from collections.abc import Mapping
from hashlib import sha256
from typing import Any

import httpx2

from .hosted import Request, Unreadable, text_of
from .nouns import Prompt, Stopped
from .schema import in_words, strict
from .usage import Counted, openai_usage

STOPPED: dict[str, Stopped] = {
    "stop": "end",
    "eos": "end",
    "eos_token": "end",
    "stop_sequence": "end",
    "length": "length",
    "content_filter": "refused",
}
"""As OpenAI and common compatible servers say it. Every other reason asks something of us, and is no answer."""

CACHE = frozenset({"prompt_cache_breakpoint", "prompt_cache_options"})
CACHE_KEY = "prompt_cache_key"
LIMIT = "max_completion_tokens"


class Completions:
    """The wire of Chat Completions."""

    provider = "openai"
    url = "https://api.openai.com/v1"
    key = "OPENAI_API_KEY"
    droppable = (CACHE, frozenset({CACHE_KEY}), frozenset({"response_format"}), frozenset({LIMIT}))

    def connect(self, http: httpx2.AsyncClient, url: str, key: str, seconds: float) -> Any:
        """The SDK's client. Its own retries are off: each would be a request that nobody sees."""
        from openai import AsyncOpenAI

        return AsyncOpenAI(api_key=key, base_url=url, timeout=seconds, max_retries=0, http_client=http)

    def request(self, model: str, prompt: Prompt, dropped: frozenset[str]) -> Request:
        """One system message with the stable parts first; the answer's shape as a strict schema.

        Newer models cache only up to a mark, and charge for what is written: without marks of our own they would write
        every conversation, and read none. Older ones cache what begins alike and refuse the marks, which are dropped.
        """
        words = prompt.system
        request: Request = {"model": model}
        if prompt.answer is not None and "response_format" in dropped:
            words = in_words(words, prompt.answer)
        elif prompt.answer is not None:
            shape = {"name": prompt.role, "strict": True, "schema": strict(prompt.answer)}
            request["response_format"] = {"type": "json_schema", "json_schema": shape}
        # A limit on what we pay for is never left out: older servers know it by its older name.
        request["max_tokens" if LIMIT in dropped else LIMIT] = prompt.most_tokens
        texts = [text for text in (words, prompt.stable) if text]
        if texts and CACHE_KEY not in dropped:
            # Requests with one beginning go to the machine that has it in its cache.
            request[CACHE_KEY] = f"{prompt.role}-{sha256(words.encode('utf-8', 'replace')).hexdigest()[:16]}"
        system: list[dict[str, Any]] = []
        if texts and "prompt_cache_options" in dropped:
            system = [{"role": "system", "content": "\n\n".join(texts)}]
        elif texts:
            request["prompt_cache_options"] = {"mode": "explicit"}
            mark = {"prompt_cache_breakpoint": {"mode": "explicit"}}
            system = [{"role": "system", "content": [{"type": "text", "text": text, **mark} for text in texts]}]
        return {**request, "messages": [*system, {"role": "user", "content": prompt.words}]}

    async def send(self, client: Any, request: Request) -> httpx2.Response:
        """One request, its response read as it is: the SDK's types would take any JSON for a completion."""
        raw = await client.chat.completions.with_raw_response.create(**request)
        response: httpx2.Response = raw.http_response
        return response

    def words(self, body: Mapping[str, Any]) -> tuple[str, Stopped]:
        """The first choice. Raises Unreadable for whatever is no completion that came to an end."""
        choices = body.get("choices")
        choice = choices[0] if isinstance(choices, list) and choices else None
        message = choice.get("message") if isinstance(choice, dict) else None
        if not isinstance(choice, dict) or not isinstance(message, dict):
            raise Unreadable("it is no completion")
        if refusal := text_of(message, "refusal"):
            return refusal, "refused"
        reason = text_of(choice, "finish_reason")
        if (stopped := STOPPED.get(reason)) is None:
            raise Unreadable(f"it stopped for {reason or 'no reason'}")
        content = message.get("content")
        if not isinstance(content, str) and not (content is None and stopped != "end"):
            raise Unreadable("it holds no words")
        return content or "", stopped

    def usage(self, body: Mapping[str, Any]) -> Counted:
        """What was counted."""
        return openai_usage(body.get("usage"))
