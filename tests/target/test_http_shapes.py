"""Agents of every shape over HTTP: set-up and tear-down, streams, polling, probes, and what goes to which host."""

import asyncio
import json
from collections.abc import Callable
from typing import Any

import pytest

from harness.target.http import HttpSettings
from harness.target.kind import Opening, close_target, open_target
from harness.target.nouns import Leaves, Message, Probe, Reply, Target, TargetError
from harness.trouble import Trouble
from tests.target.agents import Heard, Says, ScriptedAgent

HOW = Opening(seconds=5, run="r1")


def talk(target: Target, *texts: str, leave: bool = True) -> list[Reply | str]:
    """What is answered to these messages of one conversation; errors as their sentence."""

    async def held() -> list[Reply | str]:
        replies: list[Reply | str] = []
        for number, text in enumerate(texts, 1):
            try:
                replies.append(await target.answer(Message(conversation="c/1", number=number, text=text)))
            except TargetError as problem:
                replies.append(str(problem))
        if leave and isinstance(target, Leaves):
            await target.leave("c/1")
        await close_target(target)
        return replies

    return asyncio.run(held())


def words(replies: list[Reply | str]) -> list[str]:
    return [reply if isinstance(reply, str) else reply.text for reply in replies]


def sessions(heard: Heard) -> Says:
    """An agent that wants a session, is told all that was said, and answers in lists."""
    match heard.method, heard.path.split("?")[0]:
        case "POST", "/sessions":
            return Says({"session": {"id": "s 7"}}, 201)
        case "POST", "/sessions/s%207/turns":
            said = [turn["content"] for turn in heard.body["messages"]]
            return Says({"answers": [{"text": f"You said: {' | '.join(said)}"}, {"text": "What else?"}]})
        case "GET", "/state":
            return Says({"fields": {"status": "cancelled", "open": False, "total": 39.5, "lines": []}})
        case "DELETE", "/sessions/s%207":
            return Says(status=204)
    return Says({"error": "nothing here"}, 404)


def with_sessions(place: str, **more: Any) -> HttpSettings:
    return HttpSettings.model_validate(
        {
            "url": f"{place}/sessions/{{{{ session }}}}/turns",
            "headers": {"x-tenant": "{{ tenant }}"},
            "variables": {"tenant": "hearth"},
            "body": '{"messages": {{ messages }}, "turn": {{ number }}, "of": {{ conversation }}, "case": {{ case }}}',
            "read": {"reply": "answers[].text", "join": " "},
            "setup": {"url": f"{place}/sessions", "body": "{}", "keep": {"session": "session.id"}},
            "teardown": {"url": f"{place}/sessions/{{{{ session }}}}", "method": "DELETE"},
            "probe": {"url": f"{place}/state?of={{{{ subject }}}}&at={{{{ field }}}}", "value": "fields.{{}}"},
            **more,
        }
    )


def test_a_session_is_opened_once_spoken_in_and_closed() -> None:
    """Set-up before the first message, its session in addresses, the history in bodies, tear-down at the end."""
    with ScriptedAgent(sessions) as agent:
        settings = with_sessions(agent.place, probe=None)
        replies = talk(open_target("a", settings, HOW), "Hello", 'He said "no"\n')
    assert ["You said: Hello What else?"] == words(replies)[:1]
    history = 'Hello | You said: Hello What else? | He said "no"\n'
    assert f"You said: {history} What else?" == words(replies)[1]
    turns = "/sessions/s%207/turns"
    assert [("POST", "/sessions"), ("POST", turns), ("POST", turns), ("DELETE", "/sessions/s%207")] == agent.told
    assert ["hearth", "hearth"] == [one.headers["x-tenant"] for one in agent.heard[1:3]]
    assert {"of": "c/1~r1", "case": "c/1", "turn": 2} == {
        name: agent.heard[2].body[name] for name in ("of", "case", "turn")
    }


def test_each_run_speaks_in_conversations_of_its_own() -> None:
    """An agent that remembers yesterday's run is not asked to go on with it."""
    ids = []
    with ScriptedAgent(lambda heard: Says({"reply": "x"})) as agent:
        for _ in range(2):
            talk(open_target("a", HttpSettings(url=agent.place)), "Hello")
        ids = [one.body["conversation"] for one in agent.heard]
    assert 2 == len(set(ids))
    assert all(one.startswith("c/1~") for one in ids)


@pytest.mark.parametrize(
    ("field", "value"), [("status", "cancelled"), ("open", "false"), ("total", "39.5"), ("nothing", None)]
)
def test_a_field_of_the_records_is_read(field: str, value: str | None) -> None:
    """As text; None where there is none. The set-up has been sent before, even before the first word."""

    async def asked(target: Target) -> str | None:
        assert isinstance(target, Probe)
        try:
            return await target.read("c/1", "W-1", field)
        finally:
            await close_target(target)

    with ScriptedAgent(sessions) as agent:
        probe = {"url": f"{agent.place}/state?of={{{{ subject }}}}", "value": f"fields.{field}"}
        target = open_target("a", with_sessions(agent.place, probe=probe), HOW)
        assert value == asyncio.run(asked(target))
        assert [("POST", "/sessions"), ("GET", "/state?of=W-1")] == agent.told


def test_a_probe_is_a_door_only_where_there_is_one() -> None:
    """Without one the state is not measurable, and nobody asks."""
    assert not isinstance(open_target("a", HttpSettings(url="http://127.0.0.1:1/")), Probe)


def sse(*events: Any) -> bytes:
    return b"".join(
        b"data: " + (one if isinstance(one, bytes) else json.dumps(one).encode()) + b"\n\n" for one in events
    )


STREAMED = {
    "reply": "join('', [].data.delta)",
    "events": "[?event=='message'].data.tool",
    "event": [{"kind": "tool"}],
    "input_tokens": "[-1].data.in",
    "output_tokens": "[-1].data.out",
}


def streaming(until: str | None, *pieces: bytes, closed: bool = False) -> list[Reply | str]:
    says = Says(b"".join(pieces)) if closed else Says(pieces=pieces)
    with ScriptedAgent(lambda heard: says) as agent:
        settings = HttpSettings.model_validate(
            {"url": agent.place, "read": STREAMED, "stream": {"until": until} if until else {}}
        )
        return talk(open_target("a", settings, Opening(seconds=0.8, run="r")), "Hello")


def test_a_stream_is_read_until_it_says_that_it_ends() -> None:
    """Its words joined, its tools as events; a connection that stays open is not waited for."""
    parts = ({"delta": "Hel"}, {"tool": {"name": "find"}}, {"delta": "lo"}, {"in": 5, "out": 2, "over": 1})
    (reply,) = streaming("data.over", sse(*parts[:2]), sse(*parts[2:]))
    assert isinstance(reply, Reply)
    assert ("Hello", ["find"], 7) == (
        reply.text,
        [one.name for one in reply.events or ()],
        reply.tokens and reply.tokens.total,
    )
    (done,) = streaming(None, sse({"delta": "Hello"}), sse(b"[DONE]"))
    (ended,) = streaming(None, sse({"delta": "Hello"}), closed=True)
    assert ["Hello", "Hello"] == words([done, ended])


def test_what_a_stream_gives_is_kept_for_the_next_turn() -> None:
    """As of any other answer."""
    stream = sse({"id": "agent-1"}, {"delta": "x"})
    with ScriptedAgent(lambda heard: Says(stream)) as agent:
        table = {"url": agent.place, "stream": {}, "keep": {"own": "[0].data.id"}, "read": STREAMED}
        body = '{"id": {{ own | default(none) }}}'
        talk(open_target("a", HttpSettings.model_validate({**table, "body": body}), HOW), "one", "two")
        assert [{"id": None}, {"id": "agent-1"}] == [one.body for one in agent.heard]


def test_a_stream_that_breaks_off_is_no_reply() -> None:
    """Half an answer is never taken for a whole one."""
    assert ["the stream ended before an event with 'data.over'"] == streaming(
        "data.over", sse({"delta": "He"}), closed=True
    )
    (late,) = streaming("data.over", sse({"delta": "He"}))
    assert "no whole answer within 0.72 seconds" == late


def test_a_message_whose_answer_cannot_be_asked_for_was_taken_all_the_same() -> None:
    """The first answer took it: being told 429 while polling is no reason to say it again."""

    def busy(heard: Heard) -> Says:
        return Says({"job": "j1"}, 202) if heard.method == "POST" else Says(status=429)

    async def ask(place: str) -> TargetError:
        poll = {"url": f"{place}/jobs/{{{{ job }}}}", "until": "done"}
        settings = {"url": place, "keep": {"job": "job"}, "poll": poll, "read": {"reply": "text"}}
        target = open_target("a", HttpSettings.model_validate(settings), HOW)
        try:
            await target.answer(Message(conversation="c", number=1, text="Hello"))
        except TargetError as problem:
            return problem
        finally:
            await close_target(target)
        raise AssertionError

    with ScriptedAgent(busy) as agent:
        problem = asyncio.run(ask(agent.place))
    assert (False, True, True) == (problem.untaken, problem.lost, problem.busy)


def test_an_answer_that_takes_a_while_is_asked_for_until_it_is_there() -> None:
    """With the id that the first answer gave, and no longer than one reply may take."""
    left = [2]

    def slow(heard: Heard) -> Says:
        if heard.method == "POST":
            return Says({"job": "j1"}, 202)
        left[0] -= 1
        return Says({"state": "done", "text": "Here."} if left[0] == 0 else {"state": "working"})

    def settings(place: str) -> HttpSettings:
        return HttpSettings.model_validate(
            {
                "url": place,
                "keep": {"job": "job"},
                "poll": {"url": f"{place}/jobs/{{{{ job }}}}", "until": "state == 'done'", "every_seconds": 0.01},
                "read": {"reply": "text"},
            }
        )

    with ScriptedAgent(slow) as agent:
        assert ["Here."] == words(talk(open_target("a", settings(agent.place), HOW), "Hello"))
        assert [("POST", "/"), ("GET", "/jobs/j1"), ("GET", "/jobs/j1")] == agent.told
        left[0] = 10**9
        assert ["no whole answer within 0.36 seconds"] == talk(
            open_target("a", settings(agent.place), Opening(seconds=0.4)), "Hello"
        )


def test_a_message_that_was_taken_is_not_sent_again_for_want_of_its_answer() -> None:
    """Turned away while polling: the message itself was taken before."""

    async def asked(place: str) -> TargetError:
        table = {"url": place, "poll": {"url": place, "until": "done"}, "read": {"reply": "text"}}
        target = open_target("a", HttpSettings.model_validate(table), HOW)
        with pytest.raises(TargetError) as caught:
            await target.answer(Message(conversation="c", number=1, text="Hello"))
        await close_target(target)
        return caught.value

    with ScriptedAgent(lambda heard: Says({}, 200 if heard.method == "POST" else 429)) as agent:
        problem = asyncio.run(asked(agent.place))
    assert (False, True, True) == (problem.untaken, problem.lost, problem.busy)


def test_what_an_answer_gives_is_kept_for_the_next_turn() -> None:
    """A conversation's id of the agent's own: none at first, and then what it said."""
    with ScriptedAgent(lambda heard: Says({"id": "agent-1", "text": "x"})) as agent:
        body = '{"id": {{ own | default(none) }}, "text": {{ message }}}'
        settings = HttpSettings.model_validate(
            {"url": agent.place, "body": body, "keep": {"own": "id"}, "read": {"reply": "text"}}
        )
        talk(open_target("a", settings, HOW), "one", "two")
        assert [{"id": None, "text": "one"}, {"id": "agent-1", "text": "two"}] == [one.body for one in agent.heard]


def test_a_key_goes_to_the_agents_own_host_only(monkeypatch: pytest.MonkeyPatch) -> None:
    """Not to another that the set-up is sent to, and not to where an answer would lead."""
    monkeypatch.setenv("AGENT_KEY", "tangerine-4417")
    monkeypatch.setenv("AGENT_TENANT", "lighthouse-11")
    with (
        ScriptedAgent(lambda heard: Says({"host": "evil.example", "reply": "x"})) as agent,
        ScriptedAgent(lambda heard: Says({"id": "s1"})) as other,
    ):
        table = {
            "url": agent.place + "/{{ id }}",
            "key": "AGENT_KEY",
            "secret_headers": {"x-tenant": "AGENT_TENANT"},
            "setup": {"url": other.place, "keep": {"id": "id"}},
        }
        settings = HttpSettings.model_validate(table)
        assert ("AGENT_KEY", "AGENT_TENANT") == settings.keys
        assert ["x"] == words(talk(open_target("a", settings, HOW), "Hello"))
        (there,), (elsewhere,) = agent.heard, other.heard
        assert ("Bearer tangerine-4417", "lighthouse-11") == (there.headers["authorization"], there.headers["x-tenant"])
        assert {"authorization", "x-tenant"} & set(elsewhere.headers) == set()
        led = {"url": "http://{{ id }}/", "setup": {"url": other.place, "keep": {"id": "id"}}}
        with pytest.raises(Trouble, match=r"targets\.a\.url becomes no address"):
            open_target("a", HttpSettings.model_validate(led), HOW)


def test_a_customer_cannot_choose_the_host(monkeypatch: pytest.MonkeyPatch) -> None:
    """Not even where a template would let them."""
    monkeypatch.setenv("AGENT_KEY", "tangerine-4417")
    with (
        ScriptedAgent(lambda heard: Says({"reply": "x"})) as agent,
        ScriptedAgent(lambda heard: Says({"reply": "x"})) as other,
    ):
        url = f"{{% if message == 'there' %}}{other.place}{{% else %}}{agent.place}{{% endif %}}"
        settings = HttpSettings.model_validate({"url": url, "key": "AGENT_KEY"})
        replies = talk(open_target("a", settings, HOW), "here", "there")
        assert ["x", "targets.a.url leads to another host than its settings say"] == words(replies)
        assert [] == other.heard


def bad(**table: Any) -> dict[str, Any]:
    return {"url": "http://127.0.0.1:1/", **table}


WRONG: list[tuple[dict[str, Any], str]] = [
    (bad(body='{"text": "{{ message }}"}'), "does not become JSON"),
    (bad(body='{"text": "{{ message }}"}'), "Values bring their own quotes: write {{ message }}"),
    (bad(body='{"text": {{ mesage }}}'), "targets.a.body: there is no variable 'mesage'. Did you mean 'message'?"),
    (bad(body='{"id": {{ own }}}', keep={"own": "id"}), "'own' is undefined"),
    (
        bad(teardown={"url": "http://127.0.0.1:1/{{ message }}"}),
        "targets.a.teardown.url: there is no variable 'message'",
    ),
    (bad(setup={"url": "ftp:{{ case }}"}), "targets.a.setup.url becomes no address"),
    (bad(key="NO_SUCH_KEY_HERE"), "the environment variable NO_SUCH_KEY_HERE, which holds its key, is not set"),
    (bad(stream={}), "a `stream` needs `read`"),
    (bad(stream={}, poll={"url": "http://a/", "until": "x"}, read={"reply": "x"}), "streamed or polled for, not both"),
    (bad(variables={"message": "x"}), "'message' has a meaning of its own in templates"),
    (bad(preset="googel-adk"), "there is no preset 'googel-adk'"),
    (bad(url="https://me:secret@a/"), "an address holds no user and no password"),
    (bad(url="a.example/chat"), "this is no address"),
    (bad(secret_headers={"x": "sk-live-1"}), "the name of an environment variable"),
]


@pytest.mark.parametrize(("table", "says"), WRONG, ids=range(len(WRONG)))
def test_settings_that_make_no_request_are_refused_before_anything_is_sent(table: dict[str, Any], says: str) -> None:
    """A sentence with the place, and what would work."""
    with pytest.raises((Trouble, ValueError)) as caught:
        open_target("a", HttpSettings.model_validate(table))
    assert says in str(caught.value)
    assert "sk-live" not in str(caught.value).split("[type=")[0]


@pytest.mark.parametrize(
    ("answer", "says"),
    [
        (lambda heard: Says({"session": {}}, 201), "the answer holds no text and no number at 'session.id'"),
        (lambda heard: Says({}, 503), "answered with status 503"),
        (lambda heard: Says(b"<html>", 200), "the answer is not JSON"),
        (lambda heard: Says({"session": {"id": "x"}}, 302, {"location": "/"}), "sends us to another address"),
    ],
    ids=range(4),
)
def test_a_set_up_that_fails_is_said(answer: Callable[[Heard], Says], says: str) -> None:
    """The conversation does not begin with half of it."""
    with ScriptedAgent(answer) as agent:
        (said,) = talk(open_target("a", with_sessions(agent.place, probe=None), HOW), "Hello")
    assert isinstance(said, str)
    assert says in said
