"""A Python function as the agent: what it is given, and what it may return."""

from time import perf_counter
from typing import Any, Literal

from pydantic import field_validator

from harness.trouble import Trouble

from .answering import reply_of
from .calling import Called, place_of_code
from .kind import Opening, TargetKind
from .memory import Memory, history_of
from .nouns import Message, Reply, Target, TargetError, sendable

GIVEN = ("message", "conversation", "number", "history")
"""What a function may take, by name."""


class FunctionSettings(TargetKind):
    """A function of this repository."""

    kind: Literal["function"] = "function"
    call: str
    """package.module:function, sync or async. It is given what it takes of `message`, `conversation`, `number` and
    `history`, and returns a text, or a table in the harness's own shape."""
    probe: str | None = None
    """package.module:function of `subject`, `field` and, if it takes it, `conversation`: returns a text or None."""
    idempotent: bool = False
    """Whether a message that is given twice is answered once."""

    _places = field_validator("call", "probe")(lambda place: place if place is None else place_of_code(place))

    @property
    def code(self) -> str:
        """The function."""
        return f"the function {self.call}"

    def opened(self, name: str, how: Opening) -> Target:
        """The function, imported. Raises Trouble for one that is not there, or takes what is not given."""
        who = f"target '{name}'"
        call = Called(self.call, how.folder, who)
        if call.parameters is not None and not {"message"} <= set(call.parameters):
            raise Trouble(f"{who}: '{self.call}' takes no `message`. It may take {', '.join(GIVEN)}.")
        if self.probe is None:
            return FunctionTarget(name, self, call, how.run)
        return ProbedFunctionTarget(name, self, call, how.run, Called(self.probe, how.folder, who))


class FunctionTarget:
    """The agent that a function is."""

    def __init__(self, name: str, settings: FunctionSettings, call: Called, run: str) -> None:
        """`run` is put behind every conversation's id."""
        self.name = name
        self.version = f"{settings.call}@{call.digest}"
        self.idempotent = settings.idempotent
        self._call = call
        self._run = run
        self._told: Memory[tuple[str, str]] = Memory()

    async def answer(self, message: Message) -> Reply:
        """What the function returns, as a reply. Raises TargetError for what it raises, and for what is no reply."""
        text = sendable(message.text)
        given = {
            "message": text,
            "conversation": self._id(message.conversation),
            "number": message.number,
            "history": history_of(self._told.before(message)),
        }
        begun = perf_counter()
        said = await self._call(**self._call.taking(given))
        reply = _reply(said, perf_counter() - begun)
        self._told.keep(message, (text, reply.text))
        return reply

    async def leave(self, conversation: str) -> None:
        """Forget the conversation."""
        self._told.forget(conversation)

    def _id(self, conversation: str) -> str:
        return f"{conversation}~{self._run}"


class ProbedFunctionTarget(FunctionTarget):
    """The same, with a function that reads the agent's records."""

    def __init__(self, name: str, settings: FunctionSettings, call: Called, run: str, probe: Called) -> None:
        """`probe` reads a field of a conversation's records."""
        super().__init__(name, settings, call, run)
        self._probe = probe

    async def read(self, conversation: str, subject: str, field: str) -> str | None:
        """The field's value, or None when it is not known."""
        given = {"conversation": self._id(conversation), "subject": subject, "field": field}
        value: str | None = await self._probe(**self._probe.taking(given))
        return value


def _reply(said: Any, seconds: float) -> Reply:
    if isinstance(said, Reply):
        return said.model_copy(update={"seconds": seconds})
    if isinstance(said, str):
        return Reply(text=said, seconds=seconds)
    if isinstance(said, dict):
        return reply_of(said, seconds)
    raise TargetError(f"the function returned {type(said).__name__}, not a text and no table with a `reply`")
