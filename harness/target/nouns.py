"""What is said to a target and what comes back; the doors of a target."""

from typing import Any, Literal, Protocol, runtime_checkable

from harness.money import Certainty, Tokens
from harness.noun import Noun


class Message(Noun):
    """One customer message on its way to a target."""

    conversation: str
    """An id that the target may keep state under."""
    number: int
    """The turn, from 1."""
    text: str


class Event(Noun):
    """Something the target says it did while it answered: not words, so it can be trusted further than words."""

    id: str
    """Unique in its conversation, such as `t3e1` (turn 3, first event)."""
    kind: Literal["tool", "handoff", "retrieval", "error"]
    desk: str | None = None
    """Who was speaking when it happened."""
    name: str = ""
    """tool: the tool's name. handoff: the desk it goes to. retrieval: what was read."""
    arguments: dict[str, Any] = {}
    """tool: its arguments. handoff: the payload handed over, and `reason`."""
    result: dict[str, Any] | None = None
    ok: bool = True
    """False when the tool refused or failed."""


class Reply(Noun):
    """What the target answered. Everything but the text may be missing; what is missing is not measurable."""

    text: str
    events: tuple[Event, ...] | None = None
    """None when the target exposes no events; an empty tuple when it does and there were none."""
    desk: str | None = None
    """Who spoke last."""
    tokens: Tokens | None = None
    certainty: Certainty = "unknown"
    model: str | None = None
    seconds: float = 0.0
    """From the request to the last byte of the reply. Left out of the canonical record."""
    ended: bool = False
    """True when the agent closed the conversation itself."""
    cut: bool = False
    """True when the text is longer than what the customer hears and what is judged. Set by us, never by a target."""


class TargetError(Exception):
    """The target could not be reached, or what came back was no reply. Never the agent's fault, never a pass."""

    def __init__(
        self,
        why: str = "",
        came: bytes | str = b"",
        *,
        untaken: bool = False,
        lost: bool = False,
        busy: bool = False,
        wait: float | None = None,
    ) -> None:
        """`came` is what came instead of a reply, as far as it was read.

        `untaken`: no word of the message was taken, so that it may be sent again. `lost`: no answer came, and nobody
        knows whether the message was taken. `busy`: the target says that it is asked too often, and with `wait` for how
        many seconds to leave it alone.
        """
        super().__init__(why)
        self.came = came
        self.untaken = untaken
        self.lost = lost
        self.busy = busy
        self.wait = wait

    def after_it_was_taken(self) -> None:
        """It comes of a request after the one that took the message: that may not simply be sent again."""
        self.lost = self.lost or self.untaken
        self.untaken = False


class Target(Protocol):
    """Customer message -> agent reply.

    A target may say `idempotent = True`: a message that is sent twice is answered once, so that it may be sent again
    when no answer came.
    """

    name: str
    version: str
    """What answered, as far as the target says: goes into the manifest."""

    async def answer(self, message: Message) -> Reply:
        """Answer one message. Raises TargetError when there is no reply to be had."""
        ...


@runtime_checkable
class Probe(Protocol):
    """What the world looks like afterwards. A target may have this second door."""

    async def read(self, conversation: str, subject: str, field: str) -> str | None:
        """The field's value as text ("39.00", "cancelled"), or None when it is not known."""
        ...


@runtime_checkable
class Leaves(Protocol):
    """What a target lets go of. A target that keeps something for a conversation may have this third door."""

    async def leave(self, conversation: str) -> None:
        """The conversation is over. Raises TargetError when the agent could not be told."""
        ...


def sendable(text: str) -> str:
    """Half characters, which UTF-8 cannot carry, become question marks."""
    return text.encode("utf-8", "replace").decode()
