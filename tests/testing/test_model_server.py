"""The model server for tests refuses what a provider would refuse, so that a test against it means something."""

from typing import Any

import httpx2
import pytest

from harness.testing import ModelReply, ModelServer
from harness.testing.model_server import Provider

GOOD: dict[Provider, dict[str, Any]] = {
    "anthropic": {"model": "m", "max_tokens": 5, "messages": [{"role": "user", "content": "hello"}]},
    "openai": {"model": "m", "messages": [{"role": "user", "content": "hello"}]},
}
PATHS = {"anthropic": "/v1/messages", "openai": "/chat/completions"}
OPEN = {"type": "object", "properties": {"a": {"type": "string"}}}
HALF = {**OPEN, "additionalProperties": False, "required": []}


def post(server: ModelServer, provider: Provider, body: Any) -> httpx2.Response:
    """One request as anybody could send it."""
    return httpx2.post(server.base_url(provider) + PATHS[provider], json=body, trust_env=False)


@pytest.mark.parametrize("provider", ["anthropic", "openai"])
def test_a_request_in_the_sdk_s_types_is_answered_in_the_sdk_s_types(provider: Provider) -> None:
    """What it says is what the SDK's own response type holds, model and usage included."""
    with ModelServer(["hello back"]) as server:
        body = post(server, provider, GOOD[provider]).json()
    if provider == "anthropic":
        from anthropic.types import Message

        assert "hello back" == "".join(
            part.text for part in Message.model_validate(body).content if part.type == "text"
        )
    else:
        from openai.types.chat import ChatCompletion

        assert "hello back" == ChatCompletion.model_validate(body).choices[0].message.content


WRONG: list[tuple[Provider, dict[str, Any], str]] = [
    ("anthropic", {"temperature": 0}, "temperature"),
    ("anthropic", {"model": None}, "model"),
    ("anthropic", {"max_tokens": "5"}, "max_tokens"),
    ("anthropic", {"max_tokens": 0}, "max_tokens"),
    ("anthropic", {"messages": [{"role": "customer", "content": "x"}]}, "role"),
    ("anthropic", {"messages": [{"role": "user", "content": "x", "name": "y"}]}, "name"),
    ("anthropic", {"system": [{"type": "text", "text": ""}]}, "non-empty"),
    ("anthropic", {"system": [{"type": "text", "text": "x", "cache_control": {"type": "forever"}}]}, "cache_control"),
    (
        "anthropic",
        {"system": [{"type": "text", "text": "x", "cache_control": {"type": "ephemeral"}}] * 5},
        "maximum of 4",
    ),
    ("anthropic", {"output_config": {"format": {"type": "json_schema", "schema": OPEN}}}, "additionalProperties"),
    ("openai", {"max_output_tokens": 5}, "max_output_tokens"),
    ("openai", {"messages": "hello"}, "valid dictionary"),
    ("openai", {"messages": [{"role": "user", "content": [{"type": "text", "text": 7}]}]}, "text"),
    (
        "openai",
        {"response_format": {"type": "json_schema", "json_schema": {"name": "a", "strict": True, "schema": HALF}}},
        "'required'",
    ),
]


@pytest.mark.parametrize(("provider", "change", "says"), WRONG)
def test_a_request_that_a_provider_would_refuse_is_refused(
    provider: Provider, change: dict[str, Any], says: str
) -> None:
    """An unknown name, another type, a shape that strict mode does not take: 400, and the test can read why."""
    with ModelServer(["never"]) as server:
        response = post(server, provider, {**GOOD[provider], **change})
    assert 400 == response.status_code
    assert says in response.json()["error"]["message"]
    assert 1 == len(server.refused)


def test_another_path_and_another_body_are_no_requests() -> None:
    """What is no request of either interface is answered as such, and not counted."""
    with ModelServer(["never"]) as server:
        url = server.base_url("anthropic")
        assert 404 == httpx2.post(f"{url}/v2/messages", json={}, trust_env=False).status_code
        assert 400 == httpx2.post(f"{url}/v1/messages", content=b"\xff", trust_env=False).status_code
        assert 400 == httpx2.post(f"{url}/v1/messages", json=[], trust_env=False).status_code
    assert [] == server.seen


def test_it_can_answer_by_what_it_is_asked() -> None:
    """A callable sees each request and says what comes back, bytes and faults too."""
    with ModelServer(lambda seen: ModelReply(seen.body["messages"][0]["content"], status=418)) as server:
        response = post(server, "openai", GOOD["openai"])
    assert (418, "hello") == (response.status_code, response.json()["error"]["message"])
