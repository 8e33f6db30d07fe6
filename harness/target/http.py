"""An agent behind an address: any JSON over HTTP, whole, as server-sent events, or asked for until it is there."""

import asyncio
from collections.abc import Callable, Container, Mapping
from dataclasses import dataclass, field
from time import perf_counter
from typing import TYPE_CHECKING, Any, Literal, Self

from pydantic import Field, field_validator, model_validator

from harness.model.settings import name_of_a_variable
from harness.noun import Noun
from harness.secrets import secret_in

from .answering import json_of, object_of, reply_of
from .http_asking import NASTY, OWN, Call, Prepared, Values, address_or_template
from .kind import Opening, TargetKind
from .memory import Memory, history_of
from .nouns import Message, Reply, Target, TargetError, sendable
from .picking import Path, Picks, found, is_there, picked
from .presets import laid_over, preset
from .server_sent import ServerSent

if TYPE_CHECKING:
    import httpx2

    from .http_reading import Bounds

BODY = '{"conversation": {{ conversation }}, "message": {{ message }}, "number": {{ number }}}'
"""What is sent when the settings do not say: the harness's own shape."""

DONE = (200, 201, 202)
"""Statuses of an answer to a message."""
FINE = range(200, 300)
"""Statuses of an answer to any other call."""


class SetUp(Call):
    """What is sent before the first message of a conversation."""

    keep: dict[str, Path] = {}
    """Variable -> where its value stands in the answer: a text, a number, true or false."""


class Stream(Noun):
    """The answer comes as server-sent events: what is read of it is the list of them, each {event, data}."""

    until: Path | None = None
    """What is found in the last event. Without it, the stream ends with `[DONE]`, or when it is closed."""


class Poll(Call):
    """The answer is not there yet: it is asked for until it is."""

    method: Literal["GET", "POST"] = "GET"
    until: Path
    """What is found in an answer that is the one."""
    every_seconds: float = Field(default=0.5, ge=0.01, le=60, allow_inf_nan=False)


class ProbeCall(Call):
    """How a field of the agent's records is read; `subject` and `field` are its variables."""

    method: Literal["GET", "POST"] = "GET"
    value: Path
    """Where it stands in the answer."""


class HttpSettings(TargetKind):
    """An agent at an address."""

    kind: Literal["http"] = "http"
    preset: str | None = None
    """A shape that many agents have: settings that stand here go before its own."""
    url: str
    """Where messages are sent to: a template."""
    method: Literal["POST", "PUT", "GET"] = "POST"
    headers: dict[str, str] = {}
    """Sent with every message: templates."""
    key: str | None = None
    """Name of the environment variable whose value is sent as a bearer token."""
    secret_headers: dict[str, str] = {}
    """Header -> name of the environment variable whose value is sent in it."""
    variables: dict[str, str | int | float | bool] = {}
    """Values that templates may name."""
    body: str | None = None
    """A template that becomes JSON; the harness's own shape when left out."""
    keep: dict[str, Path] = {}
    """Variable -> where its value stands in the answer, for the turns after it."""
    read: Picks | None = None
    """Where the parts of a reply stand; the harness's own shape when left out."""
    stream: Stream | None = None
    poll: Poll | None = None
    setup: SetUp | None = None
    teardown: Call | None = None
    """Sent when a conversation is over."""
    probe: ProbeCall | None = None
    idempotent: bool = False
    """Whether a message that is sent twice is answered once, so that it may be sent again when no answer came."""

    _address = field_validator("url")(address_or_template)
    _variable = field_validator("key")(name_of_a_variable)

    @field_validator("secret_headers")
    @classmethod
    def _variables(cls, headers: dict[str, str]) -> dict[str, str]:
        return {header: name_of_a_variable(name) or "" for header, name in headers.items()}

    @model_validator(mode="before")
    @classmethod
    def _with_its_preset(cls, table: Any) -> Any:
        if isinstance(table, dict) and isinstance(table.get("preset"), str):
            return laid_over(preset(table["preset"]), table)
        return table

    @model_validator(mode="after")
    def _fits(self) -> Self:
        if self.stream and self.poll:
            raise ValueError("an answer is streamed or polled for, not both")
        if self.stream and not self.read:
            raise ValueError("a `stream` needs `read`, to say where in it the words stand")
        if taken := {*OWN, "subject", "field"} & {
            *self.variables,
            *self.keep,
            *(self.setup.keep if self.setup else ()),
        }:
            raise ValueError(f"'{min(taken)}' has a meaning of its own in templates: call the variable otherwise")
        return self

    @property
    def keys(self) -> tuple[str, ...]:
        """The variables of its headers."""
        return (*((self.key,) if self.key else ()), *self.secret_headers.values())

    def opened(self, name: str, how: Opening) -> Target:
        """The agent. Raises Trouble for a key that is not set, and for templates that make no request."""
        from .http_reading import Bounds

        who = f"target '{name}'"
        secret = {"authorization": f"Bearer {secret_in(self.key, who).value}"} if self.key else {}
        secret |= {header: secret_in(variable, who).value for header, variable in self.secret_headers.items()}
        kind = ProbedHttpTarget if self.probe else HttpTarget
        return kind(name, self, secret, Bounds.within(how.seconds, how.connect, how.first_byte), run=how.run)


@dataclass
class _Talk:
    """What is kept of one conversation."""

    id: str
    """As it is sent."""
    kept: dict[str, Any] = field(default_factory=dict)
    seen: set[str] = field(default_factory=set)
    """The agent's own ids of the events of earlier turns."""


class HttpTarget:
    """An agent over HTTP."""

    def __init__(
        self,
        name: str,
        settings: HttpSettings,
        secret: Mapping[str, str] | None = None,
        bounds: "Bounds | None" = None,
        transport: "httpx2.AsyncBaseTransport | None" = None,
        run: str = "",
    ) -> None:
        """`secret` are headers for its own host, and for no other. `transport` stands in for the network.

        `run` is put behind every conversation's id. Raises Trouble for templates that make no request.
        """
        # Imported here: the client takes longer to load than most commands take to run.
        from .http_reading import Bounds, opened

        self.name = name
        self.version = "http"
        self.idempotent = settings.idempotent
        self._settings = settings
        self._secret = dict(secret or {})
        self._run = run
        self._bounds = bounds or Bounds()
        self._prepare(settings, f"targets.{name}")
        self._client = opened("{}://{}:{}".format(*self._message.origin), self._bounds, {}, transport)
        self._talks: dict[str, _Talk] = {}
        self._told: Memory[tuple[str, str]] = Memory()

    def _prepare(self, settings: HttpSettings, place: str) -> None:
        """Read every template, and try it with the variables that are known when it is filled in."""
        begun: dict[str, Any] = {**settings.variables, "conversation": NASTY, "case": NASTY}
        ready = begun | dict.fromkeys(settings.setup.keep if settings.setup else (), NASTY)
        later = ready | dict.fromkeys(settings.keep, NASTY)
        first = {"message": NASTY, "number": 1, **_history([], NASTY)}
        turn = {"message": NASTY, "number": 2, **_history([(NASTY, NASTY)], NASTY)}
        field = {"subject": NASTY, "field": NASTY}
        message = Call(
            url=settings.url,
            method=settings.method,
            headers=settings.headers,
            body=settings.body if settings.body is not None or settings.method == "GET" else BODY,
        )
        self._message = Prepared(message, place, ready | first, later | turn, keep=settings.keep)
        self._setup = (
            Prepared(settings.setup, f"{place}.setup", begun, keep=settings.setup.keep) if settings.setup else None
        )
        self._teardown = Prepared(settings.teardown, f"{place}.teardown", later) if settings.teardown else None
        self._poll = Prepared(settings.poll, f"{place}.poll", later | turn) if settings.poll else None
        self._probe = (
            Prepared(settings.probe, f"{place}.probe", ready | field, later | field) if settings.probe else None
        )

    # ---- its doors ---------------------------------------------------------------------------------------------

    async def answer(self, message: Message) -> Reply:
        """Answer one message. Raises TargetError, with what came instead, when there is no reply to be had."""
        from .http_reading import deadline_in

        reply, kept = await self._answered(message, deadline_in(self._bounds))
        self._talks[message.conversation].kept |= kept
        self._told.keep(message, (sendable(message.text), reply.text))
        return reply

    async def leave(self, conversation: str) -> None:
        """Send the tear-down, where there is one, and forget the conversation."""
        self._told.forget(conversation)
        talk = self._talks.pop(conversation, None)
        if talk and self._teardown:
            await self._asked(self._teardown, self._values(talk, conversation))

    async def aclose(self) -> None:
        """Close its connections."""
        await self._client.aclose()

    # ---- one turn ----------------------------------------------------------------------------------------------

    async def _answered(self, message: Message, deadline: float) -> tuple[Reply, dict[str, Any]]:
        talk = await self._begun(message.conversation, deadline)
        text = sendable(message.text)
        values = self._values(talk, message.conversation)
        values |= {"message": text, "number": message.number, **_history(self._told.before(message), text)}
        started = perf_counter()
        body, answer = await self._said(values, deadline)
        kept = self._message.kept(answer)
        if self._poll:
            try:
                body, answer = await self._polled(self._poll, values | kept, deadline)
            except TargetError as problem:
                problem.after_it_was_taken()
                raise
        seconds = perf_counter() - started
        if self._settings.read is None:
            return reply_of(object_of(body), seconds, body), kept
        return picked(self._settings.read, answer, message.number, seconds, talk.seen), kept

    async def _begun(self, conversation: str, deadline: float | None = None) -> _Talk:
        """The conversation, its set-up sent once."""
        talk = self._talks.get(conversation)
        if talk is None:
            talk = _Talk(f"{conversation}~{self._run}" if self._run else conversation)
            if self._setup:
                _, answer = await self._asked(self._setup, self._values(talk, conversation), deadline)
                talk.kept |= self._setup.kept(answer)
            self._talks[conversation] = talk
        return talk

    def _values(self, talk: _Talk, conversation: str) -> dict[str, Any]:
        return {**self._settings.variables, **talk.kept, "conversation": talk.id, "case": conversation}

    async def _said(self, values: Values, deadline: float) -> tuple[bytes, Any]:
        """The answer to a message: its bytes, and as data where the settings say how it is read."""
        if not self._settings.stream:
            body = await self._fetched(self._message, values, deadline, DONE if self._settings.read else (200,))
            plain = self._settings.read is None and not self._settings.keep and not self._poll
            return body, None if plain else json_of(body)
        until, stream = self._settings.stream.until, ServerSent()

        def enough(piece: bytes) -> bool:
            last = [event for event in stream.feed(piece) if is_there(until, event)]
            return stream.done or bool(last)

        body = await self._fetched(self._message, values, deadline, (200,), enough)
        if until and not stream.done and not any(is_there(until, event) for event in stream.events[-1:]):
            raise TargetError(f"the stream ended before an event with '{until}'", body, lost=True)
        return body, stream.events

    async def _polled(self, poll: Prepared, values: Values, deadline: float) -> tuple[bytes, Any]:
        assert self._settings.poll is not None  # noqa: S101  # whoever calls has looked
        while True:
            body, answer = await self._asked(poll, values, deadline)
            if is_there(self._settings.poll.until, answer):
                return body, answer
            # The next request says so when the time is up.
            left = deadline - asyncio.get_running_loop().time()
            await asyncio.sleep(max(0.0, min(left, self._settings.poll.every_seconds)))

    async def _asked(self, call: Prepared, values: Values, deadline: float | None = None) -> tuple[bytes, Any]:
        """A call beside the messages: its answer may be empty."""
        body = await self._fetched(call, values, deadline, FINE)
        return body, json_of(body) if body.strip() else None

    async def _fetched(
        self,
        call: Prepared,
        values: Values,
        deadline: float | None,
        taken: Container[int],
        enough: Callable[[bytes], bool] | None = None,
    ) -> bytes:
        from .http_reading import fetched

        request = call.request(values)
        secret = self._secret if call.origin == self._message.origin else {}
        return await fetched(
            self._client,
            request.method,
            request.address,
            self._bounds,
            taken,
            enough,
            deadline,
            headers={**request.headers, **secret},
            content=request.content,
        )


class ProbedHttpTarget(HttpTarget):
    """An agent over HTTP whose records can be read."""

    async def read(self, conversation: str, subject: str, field: str) -> str | None:
        """What the settings' probe finds; None when it finds nothing."""
        assert self._probe is not None  # noqa: S101  # it is opened for settings with a probe only
        assert self._settings.probe is not None  # noqa: S101
        talk = await self._begun(conversation)
        values = self._values(talk, conversation) | {"subject": subject, "field": field}
        _, answer = await self._asked(self._probe, values)
        value = found(self._settings.probe.value, answer)
        if value is None or isinstance(value, str):
            return value
        if isinstance(value, bool):
            return "true" if value else "false"
        if isinstance(value, int | float):
            return str(value)
        raise TargetError(f"the probe's answer holds no text and no number at '{self._settings.probe.value}'")


def _history(turns: list[tuple[str, str]], text: str) -> dict[str, Any]:
    """What was said before, and the same with what is said now."""
    history = history_of(turns)
    return {"history": history, "messages": [*history, {"role": "user", "content": text}]}
