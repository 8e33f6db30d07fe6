"""An agent behind a model's interface: a server that speaks it, or a prompt under test with its tools.

What is the same for every provider: the conversation so far is sent again with each message, tools are called until
the model has an answer, and what it did stands beside what it said. A provider is a `Wire`: what its requests look
like, and what stands where in its answers.
"""

import asyncio
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from time import perf_counter
from typing import Any, Protocol

from pydantic import Field, field_validator

from harness.model.providers import key_for
from harness.model.settings import ModelSettings, address, name_of_a_variable
from harness.model.usage import UNKNOWN, Counted
from harness.money import Tokens
from harness.noun import Noun
from harness.trouble import Trouble

from .kind import Opening, TargetKind
from .memory import Memory
from .nouns import Event, Message, Reply, TargetError, sendable
from .picking import Counted as How
from .picking import EventRule, Picks, events_of, found, table
from .picking import Path as Place
from .tooling import Tools, ToolSettings

LARGEST_PROMPT = 1_000_000
"""Bytes of a system prompt."""

OURS = frozenset({"model", "messages", "input", "instructions", "system", "tools", "stream"})
"""Parameters that have a setting of their own, or are the conversation itself."""

TOLD = {"kind", "api", "max_tokens", "parameters", "most_rounds"}
"""Settings that change what a prompt under test does, beside the prompt and its tools."""

Item = dict[str, Any]
"""One entry of what is sent again: a message, a tool's call or its result, as its provider writes it."""


class Beyond(Noun):
    """Where an agent's answers hold what its interface has no field for."""

    desk: Place | None = None
    ended: Place | None = None
    """What is true when the agent closed the conversation."""
    certainty: How = "reported"
    events: Place | None = None
    """The list of what the agent did. Without `event` rules its entries are in the harness's own shape."""
    event: tuple[EventRule, ...] = ()


class PromptedSettings(TargetKind):
    """What the kinds over a model's interface share."""

    model: str = Field(min_length=1)
    """As the provider, or the server, calls it."""
    base_url: str | None = None
    """Of a server that speaks the provider's interface. No key goes to it unless `key` names one."""
    key: str | None = None
    """Name of the environment variable that holds the key; the provider's usual one when left out."""
    prompt: str | None = None
    """File of the system prompt that is under test."""
    tools: tuple[ToolSettings, ...] = ()
    """The tools that the prompt has."""
    most_rounds: int = Field(default=8, ge=1, le=100)
    """Requests for one reply: tools are called between them."""
    handoff_prefix: str = Field(default="transfer_to_", min_length=1)
    """A tool call whose name begins like this is a hand-off, to the desk that the rest of the name says."""
    shows_tools: bool = False
    """For a server: whether its tool calls stand in its answers, so that where there are none it called none."""
    parameters: dict[str, Any] = {}
    """Further parameters of each request, such as `temperature`."""
    read: Beyond = Beyond()

    _address = field_validator("base_url")(address)
    _variable = field_validator("key")(name_of_a_variable)

    @field_validator("parameters")
    @classmethod
    def _further(cls, parameters: dict[str, Any]) -> dict[str, Any]:
        if taken := OURS & parameters.keys():
            raise ValueError(f"'{min(taken)}' is said by other settings of the target, not under `parameters`")
        return parameters

    @property
    def keys(self) -> tuple[str, ...]:
        """The variable of its key."""
        return (self.key,) if self.key else ()

    @property
    def code(self) -> str | None:
        """The first of its tools that is Python."""
        return next((f"the function {tool.python}" for tool in self.tools if tool.python), None)

    @property
    def own(self) -> bool:
        """Whether it is a prompt under test: then what it does is seen, since its tools are called here."""
        return self.prompt is not None or bool(self.tools)


@dataclass(frozen=True)
class Call:
    """A tool that the model asks for."""

    id: str
    name: str
    arguments: dict[str, Any]


@dataclass
class Said:
    """One answer of a model."""

    text: str
    items: list[Item]
    """What is sent again of it."""
    calls: list[Call] = field(default_factory=list)
    """Tools that it waits for."""
    done: list[Event] = field(default_factory=list)
    """What was done on the other side; their ids are given later."""
    trouble: str = ""
    """Why it is not a whole answer, though it is one that a customer would see: cut off, or refused."""


class Wire(Protocol):
    """One provider's interface."""

    url: str
    """Where the provider itself answers."""
    usual_key: str

    def connect(self, http: Any, url: str, key: str, seconds: float) -> Any:
        """The SDK's client over this connection, which never asks again by itself."""
        ...

    async def ask(self, client: Any, settings: Any, prompt: str | None, items: Sequence[Item]) -> Mapping[str, Any]:
        """The body of one answer. Raises what the SDK raises."""
        ...

    def said(self, body: Mapping[str, Any]) -> Said:
        """What the answer says. Raises TargetError for whatever is none."""
        ...

    def usage(self, body: Mapping[str, Any]) -> Counted:
        """What was counted."""
        ...

    def user(self, text: str) -> Item:
        """What the customer says."""
        ...

    def results(self, results: Sequence[tuple[Call, str, bool]]) -> list[Item]:
        """What tools gave, each as text, and whether they did it."""
        ...


class PromptedTarget:
    """The agent behind a model's interface."""

    def __init__(self, name: str, settings: PromptedSettings, wire: Wire, how: Opening) -> None:
        """Raises Trouble for a key, a prompt or a tool that is not there. Nothing is sent."""
        who = f"target '{name}'"
        self.name = name
        self._settings = settings
        self._wire = wire
        self._url = settings.base_url or wire.url
        self._key = key_for(who, ModelSettings(base_url=settings.base_url, key=settings.key), wire.usual_key)
        self._prompt = _prompt(settings.prompt, how.folder, who)
        self._tools = Tools(settings.tools, how.folder, who)
        # Nothing is kept on the other side, but what a function does may not be done twice.
        self.idempotent = settings.code is None
        self._how = how
        self._seconds = how.seconds - min(0.5, how.seconds / 10)
        self._told: Memory[list[Item]] = Memory()
        self._opening: asyncio.Future[Any] | None = None
        self.version = self._fingerprint()

    def _fingerprint(self) -> str:
        """The model; of a prompt under test also a digest of all that the model is told."""
        if not self._settings.own:
            return self._settings.model
        how = self._settings.model_dump(mode="json", include=TOLD)
        told = [self._prompt, self._tools.digest, how]
        digest = sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()
        return f"{self._settings.model} prompt {digest[:12]}"

    async def answer(self, message: Message) -> Reply:
        """Answer one message. Raises TargetError, with what came instead, when there is no reply to be had."""
        before = [item for turn in self._told.before(message) for item in turn]
        turn = _Turn(message, [self._wire.user(sendable(message.text))])
        client = await self._client()
        begun = perf_counter()
        try:
            async with asyncio.timeout(self._seconds):
                await self._talk(client, before, turn)
        except TimeoutError as problem:
            raise TargetError(f"no whole answer within {self._seconds:g} seconds", lost=True) from problem
        self._told.keep(message, turn.items)
        return turn.reply(self._settings, perf_counter() - begun)

    async def leave(self, conversation: str) -> None:
        """Forget the conversation."""
        self._told.forget(conversation)

    async def aclose(self) -> None:
        """Close its connections."""
        if self._opening is not None:
            opening, self._opening = self._opening, None
            await (await opening).close()

    async def _client(self) -> Any:
        """The SDK's client: imported at the first message, in a thread, since that takes seconds."""
        if self._opening is None:
            self._opening = asyncio.ensure_future(asyncio.to_thread(self._connect))
        return await asyncio.shield(self._opening)

    def _connect(self) -> Any:
        from .http_reading import Bounds, bounded, opened

        http = opened(self._url, Bounds.within(self._how.seconds, self._how.connect), {})
        http.event_hooks = {"response": [bounded]}
        return self._wire.connect(http, self._url, self._key.value or "none", self._seconds)

    async def _talk(self, client: Any, before: list[Item], turn: "_Turn") -> None:
        for rounds in range(self._settings.most_rounds):
            try:
                said = await self._asked(client, [*before, *turn.items], turn)
            except TargetError as problem:
                if rounds:  # tools may have done something by now
                    problem.after_it_was_taken()
                raise
            turn.take(said)
            results = [await self._carried_out(call, turn) for call in said.calls]
            turn.items += self._wire.results(results)
            if all(self._is_handed_over(call) for call in said.calls):
                return
        raise TargetError(f"it called tools {self._settings.most_rounds} times, and had no answer then")

    async def _asked(self, client: Any, items: list[Item], turn: "_Turn") -> Said:
        try:
            body = await self._wire.ask(client, self._settings, self._prompt, items)
        except (TargetError, TimeoutError):
            raise
        except Exception as problem:  # whatever an SDK raises
            raise _in_words(problem) from problem
        turn.heard(body, self._wire.usage(body))
        return self._wire.said(body)

    def _is_handed_over(self, call: Call) -> bool:
        """Whether a server hands the customer over with this call: nothing comes back of it."""
        return not self._settings.own and call.name.startswith(self._settings.handoff_prefix)

    async def _carried_out(self, call: Call, turn: "_Turn") -> tuple[Call, str, bool]:
        named = call.name.removeprefix(self._settings.handoff_prefix)
        if self._is_handed_over(call):
            turn.did(Event(id="-", kind="handoff", name=named, arguments=call.arguments))
            return call, json.dumps({"transferred_to": named}), True
        tool = self._tools.settings.get(call.name)
        if tool is None and not self._settings.own:
            raise TargetError(f"it asks for the tool '{call.name}', which the settings do not have")
        desk = tool.handoff if tool else None
        if tool and desk is None and named != call.name:
            desk = named
        conversation = f"{turn.message.conversation}~{self._how.run}"
        given = await self._tools.result(call.name, call.arguments, conversation)
        kind, name = ("tool", call.name) if desk is None else ("handoff", desk)
        event = {"id": "-", "kind": kind, "name": name, "arguments": call.arguments, "ok": given.ok}
        turn.did(Event.model_validate({**event, "result": table(given.value)}))
        text = given.value if isinstance(given.value, str) else json.dumps(given.value, ensure_ascii=False)
        return call, text, given.ok


@dataclass
class _Turn:
    """What is gathered while a message is answered."""

    message: Message
    items: list[Item]
    texts: list[str] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)
    counted: list[Counted] = field(default_factory=list)
    body: Mapping[str, Any] = field(default_factory=dict)
    """The last answer."""

    def heard(self, body: Mapping[str, Any], counted: Counted) -> None:
        self.body = body
        self.counted.append(counted)

    def take(self, said: Said) -> None:
        self.texts += [said.text] if said.text else []
        self.items += said.items
        for event in said.done:
            self.did(event)
        trouble = said.trouble or ("" if said.text or said.calls else "no words")
        if trouble:
            self.did(Event(id="-", kind="error", name=trouble, ok=False))

    def did(self, event: Event) -> None:
        self.events.append(event.model_copy(update={"id": f"t{self.message.number}e{len(self.events) + 1}"}))

    def reply(self, settings: PromptedSettings, seconds: float) -> Reply:
        read, model = settings.read, found("model", self.body)
        picks = Picks(reply="@", events=read.events, event=read.event)
        told = events_of(picks, self.body, self.message.number)
        shown = settings.own or settings.shows_tools or bool(self.events) or told is not None
        desk = found(read.desk, self.body)
        tokens, certainty = _sum(self.counted)
        return Reply(
            text="\n\n".join(self.texts),
            events=(*self.events, *(told or ())) if shown else None,
            desk=desk if isinstance(desk, str) else None,
            tokens=tokens if certainty != "unknown" else None,
            certainty=read.certainty if certainty == "reported" else certainty,
            model=model if isinstance(model, str) else settings.model,
            seconds=seconds,
            ended=found(read.ended, self.body) is True,
        )


def _sum(counted: Sequence[Counted]) -> Counted:
    """All requests of a turn: as sure as the least sure of them."""
    certain = {certainty for _, certainty in counted}
    if "unknown" in certain:
        return UNKNOWN
    total = Tokens()
    for tokens, _ in counted:
        total += tokens
    return total, "estimated" if "estimated" in certain else "reported"


def _prompt(file: str | None, folder: Path, who: str) -> str | None:
    if file is None:
        return None
    path = folder / file
    try:
        data = path.read_bytes() if path.is_file() else None
        if data is None or len(data) > LARGEST_PROMPT:
            what = "there is no file" if data is None else "no prompt has over 1,000,000 bytes:"
            raise Trouble(f"{who}: {what} '{file}', where its prompt should stand")
        return data.decode()
    except OSError as problem:
        raise Trouble(f"{who}: the prompt '{file}' cannot be read: {problem.strerror}") from problem
    except UnicodeDecodeError as problem:
        raise Trouble(f"{who}: the prompt '{file}' is not UTF-8 text") from problem


def _in_words(problem: Exception) -> TargetError:
    """An SDK's error as a sentence, with the provider's own where it has one."""
    import httpx2

    from .http_reading import broken_off, refused

    response = getattr(problem, "response", None)
    if isinstance(response, httpx2.Response):
        try:
            said = found("error.message || message || detail", response.json())
        except ValueError:
            said = None
        told = said[:300] if isinstance(said, str) else ""
        return refused(response.status_code, response.headers, told, response.content)
    causes: list[BaseException] = [problem]
    while (cause := causes[-1].__cause__ or causes[-1].__context__) and cause not in causes:
        causes.append(cause)
    inner = next((one for one in causes if isinstance(one, TargetError)), None)
    if inner is not None:
        return inner
    return broken_off(next((one for one in causes if isinstance(one, httpx2.HTTPError)), problem))
