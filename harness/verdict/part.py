"""Case -> Part: what the author gave the simulated customer to go by, and what they made up themselves."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal, NamedTuple

from harness.conversation.agenda import Agenda
from harness.conversation.nouns import Case, Turn
from harness.plan.fill import fill_text
from harness.plan.nouns import Behaviour, Fact, Line, Persona, Reaction, Want
from harness.plan.nouns import Ending as Leaves
from harness.text.normal import normal
from harness.text.values import Value, find_values

from .evidence import Speaker

OWN_WORDS = ("line", "react")
"""Customer acts whose words are the author's: they may say anything."""

LONGEST = 20_000
"""Characters of a customer's message that are looked at."""

_BRIEF = (Persona, Want, Fact, Reaction, Line, Behaviour, Leaves)


Rule = Literal["V1", "V2", "V3", "V4", "V5", "V6", "V8", "V9", "V10", "V11"]
Gravity = Literal["critical", "critical_helped", "critical_hindered", "minor"]


Shown = tuple[tuple[int, Speaker, str], ...]
"""(turn, speaker, words) that show a slip."""


class Fault(NamedTuple):
    """A slip, before its words are looked up in the transcript."""

    rule: Rule
    severity: Gravity
    turn: int
    why: str
    shown: Shown
    sentence: str | None = None
    """Id of the sentence that it is about, where that is not what the customer's turn carries out."""


class Improvised(NamedTuple):
    """What the customer said in words that are not the author's."""

    turn: Turn
    text: str
    plain: str
    """Its normal form."""


def fault(rule: Rule, severity: Gravity, one: Improvised, what: str, sentence: str | None = None) -> Fault:
    """A slip that shows in one message: "the customer WHAT at turn 3"."""
    number = one.turn.number
    shown: Shown = ((number, "customer", one.text),)
    return Fault(rule, severity, number, f"the customer {what} at turn {number}", shown, sentence)


@dataclass(frozen=True)
class Part:
    """The customer's part in one case."""

    case: Case

    @cached_property
    def agenda(self) -> Agenda:
        """The brief as a scripted customer reads it."""
        return Agenda(self.case)

    @cached_property
    def written(self) -> bool:
        """Whether the author wrote one at all: against nothing, nothing can be invented."""
        return any(reading.sentence.heading in ("customer", "script") for reading in self.case.plan.readings)

    @cached_property
    def brief(self) -> str:
        """Everything that the customer may know, as one text."""
        row = self.case.variation
        sentences = [
            fill_text(reading.sentence.text, row.values)
            for reading in self.case.plan.readings
            if reading.sentence.heading in ("customer", "script") and reading.sentence.only in (None, row.name)
        ]
        items = (item for item in self.case.items if isinstance(item, _BRIEF))
        fields = (value for item in items for value in item.model_dump(exclude={"sentence"}).values())
        return " . ".join([*sentences, *(value for value in fields if isinstance(value, str))])

    @cached_property
    def plain_brief(self) -> str:
        """Its normal form."""
        return normal(self.brief)

    @cached_property
    def values(self) -> tuple[Value, ...]:
        """The typed values of the brief."""
        return find_values(self.brief)

    @cached_property
    def facts(self) -> tuple[Fact, ...]:
        """The facts that are known or unknown to the customer."""
        return tuple(item for item in self.case.items if isinstance(item, Fact))

    def willed(self, turn: Turn) -> bool:
        """Whether the author has the customer do what they do in this turn."""
        reactions = {item.sentence for item in self.case.items if isinstance(item, Reaction)}
        return turn.customer.act in OWN_WORDS or bool(reactions & set(turn.customer.sentences))

    def improvised(self, turns: Sequence[Turn]) -> tuple[Improvised, ...]:
        """The customer's own messages, in order."""
        return tuple(
            Improvised(turn, text := turn.customer.text[:LONGEST], normal(text))
            for turn in turns
            if turn.customer.act not in OWN_WORDS
        )
