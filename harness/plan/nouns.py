"""What was understood: typed items, each pointing at the sentence it came from."""

from decimal import Decimal
from typing import Annotated, Literal

from pydantic import Field

from harness.criteria import Criterion, Severity
from harness.journey.nouns import Complaint, JourneySettings, Sentence, Variation
from harness.noun import Noun
from harness.text.values import Value, find_values

Act = Literal["ask", "say", "offer", "refuse", "apologise", "do", "hand_off", "repeat"]
"""What somebody can be seen doing in a conversation.

ask: puts a question about it. say: tells, explains, confirms, mentions it.
offer: offers, proposes, promises, allows or waives it.
refuse: says it will not or cannot be done. do: carries it out (an action of `Action`).
hand_off: passes the customer on.
repeat: asks or says the same thing again. A customer can also `ask`, `say` (also: agrees) and `refuse`.
"""

Action = Literal["look_up", "verify", "refund", "cancel", "update", "create", "send", "reset"]
"""The classes of action that tools perform; the settings say which tool belongs to which class."""


class Deed(Noun):
    """Something a program can look for in a conversation: who did what about what."""

    by: Literal["agent", "customer"] = "agent"
    act: Act
    about: str = ""
    """The author's words for what it is about: "her order number", "a refund takes 5 days". May hold {slots}."""
    action: Action | None = None
    """Which class of action, when `act` is do (or the thing offered, promised or refused is an action)."""
    tool: str | None = None
    """The name of the tool, when the author named one."""
    tools: dict[str, Action | None] = Field(default={}, exclude_if=lambda tools: not tools)
    """What the settings say that tools do where their names do not show it: {"svc_17": "cancel"}."""
    desk: str | None = None
    """The desk, when `act` is hand_off."""
    of: Act | None = None
    """Which act is repeated, when `act` is repeat: ask, say or offer; None for any of them."""
    exact: str | None = None
    """The literal words required, when the author put them in quotes."""
    word: str | None = Field(default=None, exclude_if=lambda word: word is None)
    """The author's verb in its base form, where it says more than the act: promise, waive, threaten, blame, reveal."""
    nth: int = Field(default=1, exclude_if=lambda nth: nth == 1)
    """From which time on it counts: 2 for "refuses twice", "is offered it a second time"."""

    @property
    def values(self) -> tuple[Value, ...]:
        """The typed values in `about`: each must be met exactly."""
        return find_values(self.about)


class Item(Noun):
    """The base of all items."""

    sentence: str
    """Id of the sentence this was read from."""
    text: str
    """What it says, as one sentence: the item's own statement where that tells every word that the author wrote, else
    the author's sentence. A judge is asked about it, and it counts for what the plan means. May hold {slots}."""

    @property
    def deeds(self) -> list[Deed]:
        """The deeds that it speaks of, in the order of its fields."""
        return [held for held in self.__dict__.values() if held.__class__ is Deed]


class Persona(Item):
    """Who the customer is and how they feel."""

    kind: Literal["persona"] = "persona"
    name: str | None = None
    pronoun: Literal["she", "he", "they"] | None = None
    traits: tuple[str, ...] = ()
    mood: str | None = None


class Want(Item):
    """What the customer wants. The first want of a journey is its goal."""

    kind: Literal["want"] = "want"
    role: Literal["goal", "constraint"]
    about: str
    """The wish without its subject: "a full refund to her original card", "a replacement"."""
    accepts: bool = True
    """False when it is something that the customer will not accept."""


class Fact(Item):
    """Something the customer knows, or does not know."""

    kind: Literal["fact"] = "fact"
    key: str | None = None
    """What an agent would ask for: "order number", "postcode". None for a piece of the story."""
    value: str | None = None
    known: bool = True
    reveal: Literal["volunteer", "when_relevant", "if_asked", "never"] = "when_relevant"
    when: Deed | None = Field(default=None, exclude_if=lambda when: when is None)
    """What must have been seen before it is told, when `reveal` is if_asked and asking alone is not enough. A fact with
    a key is then given when asked for; a piece of the story is told when it is seen."""


class Reaction(Item):
    """If the trigger happens, the customer says or does something."""

    kind: Literal["reaction"] = "reaction"
    trigger: Deed
    say: str | None = None
    """The words, in the first person, when the author gave them."""
    does: Literal["say", "accept", "refuse", "push_back", "leave", "ask_for_human", "feel"] = "say"
    """feel: says nothing of its own, and goes on in another mood."""
    mood: str | None = Field(default=None, exclude_if=lambda mood: mood is None)
    """The change of mood as a predicate in the third person, when `does` is feel: "calms down", "gets angrier"."""
    times: int | None = None
    """At most this many times; None means every time."""


class Line(Item):
    """A line of the script: what the customer says, turn by turn."""

    kind: Literal["line"] = "line"
    say: str


class Behaviour(Item):
    """How the customer goes about it."""

    kind: Literal["behaviour"] = "behaviour"
    does: Literal["push_back", "impatient", "patient", "brief", "chatty", "polite", "rude", "corrects", "habit"]
    times: int | None = None
    how: str | None = Field(default=None, exclude_if=lambda how: how is None)
    """The habit as a predicate in the third person, when `does` is habit: "types in capitals". It is shown; the
    scripted customer acts out what shows in writing (conversation.manner), a model all of it."""


class Ending(Item):
    """When the customer leaves."""

    kind: Literal["ending"] = "ending"
    when: Deed
    satisfied: bool


class Judged(Item):
    """The base of the items that give a result."""

    polarity: Literal["must", "never"] = "must"
    level: Literal["required", "advisory", "permission"] = "required"
    criterion: Criterion = "resolution"
    severity: Severity = "medium"
    when: Deed | None = None
    """A condition: without it the item is not exercised."""


class Check(Judged):
    """The agent does, or never does, something that can be seen in its words or its tool calls."""

    kind: Literal["check"] = "check"
    deed: Deed | None
    """None when only reading would do: a judge is needed."""
    before: Deed | None = None
    """The deed must come before this one (when both happen)."""
    after: Deed | None = None
    """The deed must come only after this one."""


class Route(Judged):
    """The customer ends up with a desk, or is sent to one, or never is."""

    kind: Literal["route"] = "route"
    criterion: Criterion = "misrouting"
    desk: str
    """A desk's name, "human" for a person, or "none" for: stays where it is."""
    final: bool = False
    """True when it must be where the conversation ends up, not only a stop on the way."""
    before: Deed | None = None


class ToolCheck(Judged):
    """A tool is called, or never called, perhaps with certain values."""

    kind: Literal["tool"] = "tool"
    tool: str
    about: str = ""
    """Words that carry the values its arguments must hold."""
    at_most: int | None = None
    before: Deed | None = None

    @property
    def values(self) -> tuple[Value, ...]:
        """The typed values its arguments must hold."""
        return find_values(self.about)


class State(Judged):
    """The world afterwards, read through the target's probe: subject, field, comparison, value."""

    kind: Literal["state"] = "state"
    subject: str
    """What is looked at: "order W-1042"."""
    field: str
    """Which of its fields: "refunded", "status", "address"."""
    op: Literal["is", "is_not", "changed"] = "is"
    """changed: the reading differs from the one before the conversation; `value` is empty then."""
    value: str = ""


MOST_TURNS = 60
"""A conversation is never let go on for longer on account of an author's bound [a judgement]."""


class Limit(Judged):
    """A bound on the conversation as a whole."""

    kind: Literal["limit"] = "limit"
    metric: Literal["turns", "questions", "repeats", "handoffs", "seconds", "offers", "same_desk"]
    """turns: customer turns. questions: questions the agent asked. repeats: times the agent asked one thing again.
    handoffs: times the customer was passed on. seconds: the slowest reply. offers: offers that the agent made.
    same_desk: times the customer was sent to the desk to which they were sent most often."""
    op: Literal["at_most", "at_least"] = "at_most"
    value: str
    """A whole or decimal number as text, or a {slot}."""

    @property
    def bound(self) -> Decimal:
        """The number; raises decimal.InvalidOperation while it is still a {slot}."""
        return Decimal(self.value)

    @property
    def caps_turns(self) -> bool:
        """Whether it says how many turns a conversation may take at most, in a number and not a {slot}."""
        return (self.metric, self.op, self.polarity) == ("turns", "at_most", "must") and self.value.isdecimal()


class Policy(Item):
    """What is true: the facts that the agent is held to."""

    kind: Literal["policy"] = "policy"
    about: str

    @property
    def values(self) -> tuple[Value, ...]:
        """The typed values that the policy states."""
        return find_values(self.about)


AnyItem = Annotated[
    Persona | Want | Fact | Reaction | Line | Behaviour | Ending | Check | Route | ToolCheck | State | Limit | Policy,
    Field(discriminator="kind"),
]

JUDGED = (Check, Route, ToolCheck, State, Limit)

Status = Literal["understood", "pinned", "needs_model", "vague", "unsupported", "note", "error"]


class Reading(Noun):
    """What became of one sentence."""

    sentence: Sentence
    status: Status
    items: tuple[AnyItem, ...] = ()
    rule: str | None = None
    """The name of the rule that read it."""


class Vocabulary(Noun):
    """The names that journeys may mention, and what else people call them."""

    desks: dict[str, tuple[str, ...]] = {}
    """Desk -> its other names: {"returns": ("returns team", "returns desk")}."""
    tools: dict[str, Action | None] = {}
    """Tool -> the class of action that it performs; None for a tool of another kind."""
    intents: tuple[str, ...] = ()
    polling: tuple[str, ...] = Field(default=(), exclude_if=lambda polling: not polling)
    """Tools that are meant to be asked again until something is ready."""


class Plan(Noun):
    """A journey as understood."""

    journey: str
    """The journey's id."""
    title: str
    file: str
    settings: JourneySettings
    readings: tuple[Reading, ...]
    """Every sentence, in the author's order, with its status and items."""
    variations: tuple[Variation, ...]
    complaints: tuple[Complaint, ...]
    """The reader's complaints and the compiler's, in order of place."""
    desks: dict[str, tuple[str, ...]] = Field(default={}, exclude_if=lambda desks: not desks)
    """What the settings say that people, and the target itself, call each desk."""
    polling: tuple[str, ...] = Field(default=(), exclude_if=lambda polling: not polling)
    """Tools that may be called again and again without being a loop."""
    tools: dict[str, Action | None] = Field(default={}, exclude_if=lambda tools: not tools)
    """What the settings say that each tool does; None for a tool of another kind."""
    compiler: str
    meaning: str
    """Digest of every item's meaning: spans, ids and notes left out."""
    text_digest: str
    """Digest of the files' text."""

    def variation(self, name: str) -> Variation:
        """The row of this name."""
        return next(row for row in self.variations if row.name == name)

    def settings_of(self, variation: Variation) -> JourneySettings:
        """The settings that hold for a variation: its row's, where a column overrides one, else the journey's."""
        return variation.settings or self.settings

    def said_of(self, reading: Reading) -> tuple[Complaint, ...]:
        """The complaints about a sentence: those that point at it, or at words of it."""
        return tuple(one for one in self.complaints if reading.sentence.span.covers(one.span))

    @property
    def dropped(self) -> tuple[Reading, ...]:
        """The sentences of which nothing came and nothing was said: there must never be one."""
        return tuple(one for one in self.readings if one.status != "note" and not one.items and not self.said_of(one))

    @property
    def runnable(self) -> bool:
        """Whether a conversation can be held: no complaint is an error."""
        return not any(complaint.severity == "error" for complaint in self.complaints)
