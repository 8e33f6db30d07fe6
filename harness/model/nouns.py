"""What a model is asked and what comes back; the door of a model."""

import json
from collections.abc import Awaitable, Callable
from contextvars import ContextVar
from hashlib import sha256
from typing import Any, Literal, Protocol

from pydantic import Field

from harness.money import Certainty, Tokens
from harness.noun import Noun

Role = Literal["compile", "customer", "judge"]
"""What a call is for: the role of its row on the ledger."""

Stopped = Literal["end", "length", "refused"]
"""Why a model stopped. length: its words are cut off, and must not be taken for an answer."""


class Prompt(Noun):
    """One call: what the model is told to be, what it is asked, and the shape that its answer must have."""

    role: Role
    system: str
    """Our own words: role and rubric, the same for every call of its kind. Nothing from outside belongs here."""
    stable: str = ""
    """What many calls share and few change, such as facts and policies. Sent after `system`, before `words`, as data.

    `system` and `stable` come first and are marked for the provider's prompt cache, each by itself: keep them the same
    to the last byte, and what differs from call to call in `words`.
    """
    words: str
    """What the user says. Text from outside stands in it as JSON, so that it is read as data."""
    answer: dict[str, Any] | None = None
    """JSON schema of the answer; None when plain words are wanted."""
    most_tokens: int = Field(default=2_000, ge=1)
    """Output tokens, reasoning included, after which the model is stopped."""

    @property
    def digest(self) -> str:
        """sha256 of everything that is sent, in hex: two prompts of one digest are the same question."""
        canonical = json.dumps(self.model_dump(mode="json"), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        return sha256(canonical.encode("utf-8", "replace")).hexdigest()


class Attempt(Noun):
    """A request that brought no answer: it may have been paid for all the same."""

    why: str
    """What went wrong, in a sentence for people."""
    model: str | None = None
    """The id of the model, where the provider still said it."""
    tokens: Tokens = Tokens()
    certainty: Certainty = "unknown"
    seconds: float = Field(default=0.0, ge=0)
    refused: bool = False
    """Whether the provider turned the request away with an error's status, which no provider charges for."""


class Answer(Noun):
    """What a model said, and what saying it used."""

    words: str
    """As it came: nobody has checked it, not even against the schema that was asked for."""
    model: str
    """The id of the model that answered, as its provider gives it."""
    tokens: Tokens = Tokens()
    certainty: Certainty = "unknown"
    """Where `tokens` come from; unknown when the provider did not say."""
    stopped: Stopped = "end"
    tier: str = "standard"
    """What the provider processed it as and bills it by, in its own word where that is none of `money.TIERS`."""
    avoided: bool = False
    """Nothing was asked and nothing is paid: the answer was kept from before, and `tokens` are those of then."""
    seconds: float = Field(default=0.0, ge=0)
    """From the request to the last byte."""
    dropped: tuple[str, ...] = ()
    """Parameters that the model refuses, and that were left out for it."""
    failed: tuple[Attempt, ...] = ()
    """The requests before this one that brought no answer, in their order; `tokens` do not hold theirs."""


class ModelError(Exception):
    """The model could not be reached, or what came back was no answer. The text is a sentence for people."""

    def __init__(self, why: str, failed: tuple[Attempt, ...] = ()) -> None:
        super().__init__(why)
        self.failed = failed
        """Every request that was made for it, in their order; empty when the model does not say."""


class NotAsked(Exception):  # noqa: N818  # nothing went wrong
    """The next request was not made: whoever pays does not allow it. The text is a sentence for people."""


Further = Callable[[Attempt], Awaitable[None]]


async def _allowed(_failed: Attempt) -> None:
    pass


FURTHER: ContextVar[Further] = ContextVar("FURTHER", default=_allowed)
"""Told what became of a request before a model makes another for the same prompt. Raises NotAsked when it shall not.

A context's own, so that it reaches a model through whatever is wrapped around it.
"""


class Model(Protocol):
    """Prompt -> answer."""

    name: str
    """As it was asked for: provider/model."""

    async def complete(self, prompt: Prompt) -> Answer:
        """Answer one prompt. Raises ModelError when there is no answer to be had."""
        ...
