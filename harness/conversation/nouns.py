"""A case to hold, and the transcript it leaves."""

from typing import Literal, Protocol

from pydantic import Field

from harness.journey.nouns import Variation
from harness.noun import Noun
from harness.plan.nouns import AnyItem, Plan
from harness.target.nouns import Reply

Ending = Literal[
    "satisfied",
    "refused",
    "abandoned",
    "handed_over",
    "turn_limit",
    "loop_stop",
    "target_error",
    "customer_error",
    "interrupted",
    "budget",
    "time_limit",
    "not_recorded",
]
"""How a conversation ended.

satisfied: the customer got what they came for, as far as they can see. refused: they were told no and took it.
abandoned: they lost patience and left. handed_over: a person took over. turn_limit: neither side ended it.
loop_stop: we ended it one turn after a certain loop. target_error: the target broke. customer_error: the
model that plays the customer gave no answer. interrupted: we were stopped.
budget, time_limit: there was no money or no time left for another turn.
not_recorded: it is a conversation from production, and nobody noted how it ended.
"""

BROKEN_OFF: frozenset[Ending] = frozenset({"interrupted", "budget", "time_limit"})
"""Endings of a conversation that was not held to its end: it is in no rate, and is held again when its run goes on."""

Validity = Literal["valid", "invalid_simulation", "infra_error"]


class Case(Noun):
    """The unit of work: one conversation to be held. Its items have their slots filled."""

    plan: Plan
    variation: Variation
    trial: int
    """From 1."""
    why: Literal["fixed", "adaptive", "retry"] = "fixed"
    seed: int
    attempt: int = 1
    """From 1; one more each time it has to be held again, because it was cut off or its customer spoilt it."""
    items: tuple[AnyItem, ...]
    """The plan's items for this variation, `{slots}` filled."""

    @property
    def id(self) -> str:
        """journey/variation#trial: readable, and unique in a run."""
        name = self.variation.name or "-"
        return (
            f"{self.plan.journey}/{name}#{self.trial}"
            if self.why == "fixed"
            else f"{self.plan.journey}/{name}#{self.trial}{self.why}"
        )


class Said(Noun):
    """What the customer says next, and why."""

    text: str
    act: str
    """open, answer, agree, decline, object, push_back, restate, ask_for_human, unknown, thank, react, line."""
    sentences: tuple[str, ...] = ()
    """Ids of the sentences that this turn carries out: a fact given, a reaction, a line of the script."""
    instead: str | None = Field(default=None, exclude_if=lambda instead: instead is None)
    """Set where these are the script's words and a model was to find some: what was wrong with the model's."""


class Left(Noun):
    """The customer leaves, and how."""

    ending: Ending
    sentences: tuple[str, ...] = ()


class Turn(Noun):
    """One exchange: the customer spoke, the agent answered."""

    number: int
    """From 1."""
    customer: Said
    reply: Reply


class Unusable(Noun):
    """What came instead of a reply, kept to be looked at. It is no turn: nothing of it is heard or judged."""

    number: int
    """The turn that it was to be the reply of."""
    why: str
    came: str
    """At most UNUSABLE characters, cleaned."""
    cut: bool
    """Whether more had come."""


class Transcript(Noun):
    """A conversation as it happened."""

    case: str
    turns: tuple[Turn, ...]
    ending: Ending
    validity: Validity = "valid"
    invalid_because: str | None = None
    origin: Literal["simulated", "production"] = "simulated"
    exposes_events: bool = False
    """Whether the target reports tool calls and hand-offs; without them only words can be judged."""
    state: dict[str, str | None] = {}
    """What the probe read afterwards: "order W-1042/refunded" -> "39.00"; None when not known."""
    probed: bool = False
    """Whether the target has a probe."""
    error: str | None = None
    """target_error: what went wrong, in one sentence."""


class CustomerError(Exception):
    """The model that plays the customer gave no answer. Never the agent's fault. The text is a sentence for people."""


class Customer(Protocol):
    """Agent reply -> what the customer says next, or that they leave."""

    async def speak(self, heard: Reply | None) -> Said | Left:
        """The next thing to say; `heard` is None for the opening.

        Decides when to leave, never whether the agent succeeded. Raises CustomerError when there is nobody to ask.
        """
        ...


class Objection(Protocol):
    """What is wrong with what a customer is about to say."""

    def __call__(self, turns: tuple[Turn, ...], says: Said) -> str | None:
        """A sentence on what is wrong with saying this after these turns; None when nothing is."""
        ...


class Watch(Protocol):
    """May stop a conversation early."""

    def __call__(self, case: Case, turns: tuple[Turn, ...], /) -> Ending | None:
        """Called after every turn; an ending stops the conversation."""
        ...


class Log(Protocol):
    """Where turns go as they happen."""

    def append(self, kind: str, case: str, data: Noun) -> None:
        """Write one event down; it is on disk when this returns."""
        ...


class Meter(Protocol):
    """What reserves and counts spend."""

    async def reserve(self, case: Case) -> Ending | None:
        """Wait until the target may be called for one more turn; an ending stops the conversation before it."""
        ...

    def settle(self, case: Case, turn: int, reply: Reply | None, *, untaken: bool = False, again: bool = False) -> None:
        """Put one target call on the ledger; None for one that brought no reply, which may have cost all the same.

        `untaken`: the target took nothing of it. `again`: the message is sent once more, and this call was in vain.
        """
        ...
