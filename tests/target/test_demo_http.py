"""The shop on the wire: the shapes of its own protocol, and what it refuses."""

import asyncio
import socket
from typing import Any

import httpx2
import pytest

from harness.target.demo.app import LARGEST, create_app


def ask(method: str, path: str, base: str = "http://demo", **what: Any) -> httpx2.Response:
    """One request to a fresh shop."""
    return asks([(method, path, what)], base)[-1]


def asks(requests: list[tuple[str, str, dict[str, Any]]], base: str = "http://demo") -> list[httpx2.Response]:
    """Some requests to one shop, in order."""

    async def all_of_them() -> list[httpx2.Response]:
        transport = httpx2.ASGITransport(app=create_app())
        async with httpx2.AsyncClient(transport=transport, base_url=base) as client:
            return [await client.request(method, path, **what) for method, path, what in requests]

    return asyncio.run(all_of_them())


def chat(number: int | None, message: str, conversation: str = "c") -> tuple[str, str, dict[str, Any]]:
    body = {"conversation": conversation, "message": message} | ({"number": number} if number else {})
    return ("POST", "/chat", {"json": body})


def test_a_chat_answer_has_its_words_its_desk_its_events_and_its_tokens() -> None:
    """One message in, one answer out, with everything the protocol promises."""
    answer = asks([chat(1, "Where is order W-1088?")])[0].json()
    assert {"reply", "desk", "events", "usage", "model", "ended"} == set(answer)
    assert "orders" == answer["desk"]
    assert ["t1e1", "t1e2"] == [event["id"] for event in answer["events"]]
    assert "illustrative" == answer["usage"]["certainty"]
    assert "hearth-demo-1" == answer["model"]
    assert answer["ended"] is False


def test_tokens_are_characters_over_four_and_grow_with_the_history() -> None:
    """A model without memory is sent everything again, so input grows by what both sides said."""
    first, second = (answer.json() for answer in asks([chat(1, "Hello"), chat(2, "Where is my order?")]))
    assert -(-len(first["reply"]) // 4) == first["usage"]["output_tokens"]
    grown = len(first["reply"]) + len("Where is my order?")
    assert abs(second["usage"]["input_tokens"] - first["usage"]["input_tokens"] - grown / 4) <= 1


def test_conversations_do_not_touch() -> None:
    """What is refunded in one conversation is not refunded in another."""
    message = "Refund for W-1042 please, SW1A 1AA, it came cracked"
    probe = {"subject": "order W-1042", "field": "refunded"}
    answers = asks(
        [
            chat(1, message, "one"),
            ("GET", "/probe", {"params": {"conversation": "one", **probe}}),
            ("GET", "/probe", {"params": {"conversation": "two", **probe}}),
        ]
    )
    assert ["39.00", "0.00"] == [answer.json()["value"] for answer in answers[1:]]


def test_a_message_sent_twice_is_answered_once() -> None:
    """A retry after a lost answer gets the same answer and does nothing again."""
    message = "Refund for W-1042 please, SW1A 1AA, it came cracked"
    first, second, value = asks(
        [
            chat(1, message),
            chat(1, message),
            ("GET", "/probe", {"params": {"conversation": "c", "subject": "order W-1042", "field": "refunded"}}),
        ]
    )
    assert first.json() == second.json()
    assert "39.00" == value.json()["value"]


def test_number_one_begins_anew_and_a_gap_is_refused() -> None:
    """A conversation can be held again under its name; a message that does not follow is a mistake."""
    answers = asks([chat(1, "Where is order W-1088?"), chat(2, "LS6 2AB"), chat(1, "Hello"), chat(3, "Hello?")])
    assert "triage" == answers[2].json()["desk"]
    assert 409 == answers[3].status_code
    assert "message 2" in answers[3].json()["error"]


def test_health_and_models() -> None:
    """Whether it is open, and what it calls itself."""
    health, models = asks([("GET", "/health", {}), ("GET", "/v1/models", {})])
    assert "ok" == health.json()["status"]
    assert ["hearth-demo-1"] == [model["id"] for model in models.json()["data"]]


BAD: list[tuple[str, str, dict[str, Any], int]] = [
    ("POST", "/chat", {"content": b"not json"}, 400),
    ("POST", "/chat", {"content": b"[" * 60_000}, 400),
    ("POST", "/chat", {"content": b"\xff\xfe"}, 400),
    ("POST", "/chat", {"json": []}, 400),
    ("POST", "/chat", {"json": {}}, 400),
    ("POST", "/chat", {"json": {"conversation": "", "message": "x"}}, 400),
    ("POST", "/chat", {"json": {"conversation": "c", "message": 7}}, 400),
    ("POST", "/chat", {"json": {"conversation": "c", "message": "x", "number": 0}}, 400),
    ("POST", "/chat", {"json": {"conversation": "c", "message": "x", "number": True}}, 400),
    ("POST", "/chat", {"json": {"conversation": "c" * 201, "message": "x"}}, 400),
    ("POST", "/chat", {"content": b" " * (LARGEST + 1)}, 413),
    ("GET", "/chat", {}, 405),
    ("GET", "/probe", {}, 400),
    ("GET", "/nowhere", {}, 404),
    ("POST", "/v1/chat/completions", {"json": {"model": "other", "messages": [{"role": "user", "content": "x"}]}}, 404),
    ("POST", "/v1/chat/completions", {"json": {"model": "hearth-demo-1", "messages": []}}, 400),
    ("POST", "/v1/chat/completions", {"json": {"model": "hearth-demo-1", "messages": ["x"]}}, 400),
    (
        "POST",
        "/v1/chat/completions",
        {"json": {"model": "hearth-demo-1", "messages": [{"role": "user", "content": 5}]}},
        400,
    ),
    (
        "POST",
        "/v1/chat/completions",
        {"json": {"model": "hearth-demo-1", "messages": [{"role": "assistant", "content": "x"}]}},
        400,
    ),
]


@pytest.mark.parametrize(("method", "path", "what", "status"), BAD)
def test_a_bad_request_gets_a_sentence(method: str, path: str, what: dict[str, Any], status: int) -> None:
    """Whatever is wrong with a request is said in one sentence of JSON."""
    answer = ask(method, path, **what)
    assert status == answer.status_code
    error = answer.json()["error"]
    sentence = error["message"] if path.startswith("/v1/") else error
    assert sentence.endswith(".")
    assert "Traceback" not in answer.text


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("127.0.0.1:8484", 200),
        ("localhost", 200),
        ("LOCALHOST:1", 200),
        ("[::1]:8484", 200),
        ("[::1]", 200),
        ("demo", 200),
        ("evil.example", 403),
        ("127.0.0.1.evil.example", 403),
        ("", 403),
        ("169.254.169.254", 403),
    ],
)
def test_only_loopback_may_be_named(host: str, status: int) -> None:
    """A web page cannot reach the demo under a name of its own."""
    assert status == ask("GET", "/health", headers={"host": host}).status_code


def test_the_served_shop_listens_on_loopback_only(monkeypatch: pytest.MonkeyPatch) -> None:
    """Serving never opens the demo to the network."""
    import uvicorn

    from harness.target.demo.serve import serve

    listening: list[str] = []

    def run(_server: uvicorn.Server, sockets: list[socket.socket]) -> None:
        for one in sockets:
            listening.append(one.getsockname()[0])
            one.close()

    monkeypatch.setattr(uvicorn.Server, "run", run)
    serve(0)
    assert ["127.0.0.1"] == listening
    with pytest.raises(ValueError, match="no fault"):
        serve(0, faults=("nothing",))
