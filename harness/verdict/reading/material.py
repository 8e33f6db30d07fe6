"""Case + Transcript -> what a judge may look at, each piece under an id that a program can look up again.

Not among it: the customer's brief (who they are, what they keep to themselves, how they react), the name of the target
and its model, and which run this is.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from harness.conversation.nouns import Case, Transcript, Turn
from harness.plan.nouns import Policy, Want
from harness.target.nouns import Event
from harness.text.normal import normal
from harness.text.quotes import find_quote
from harness.text.sentences import split
from harness.text.values import Value, find_values

from ..evidence import clipped, record
from ..nouns import Quote, Record
from ..values import leaves

MOST_CHARACTERS = 200_000
"""Characters of a conversation, events included, beyond which it is not sent: a judge that is shown a part of it would
find absent what stands in the rest."""

LONGEST_QUOTE = 300
"""Characters of a quote that is looked for: comparing longer ones letter by letter takes too long."""

LONGEST_VALUE = 2_000
"""Characters of one value in a tool's arguments or result that are shown."""


@dataclass(frozen=True)
class Material:
    """What one conversation leaves to judge by."""

    case: Case
    transcript: Transcript

    @cached_property
    def events(self) -> Mapping[str, tuple[int, Event]]:
        """Id -> turn and event. An id that the target gave twice, or gave none, is replaced by the event's place."""
        every = [
            (turn.number, place, event)
            for turn in self.transcript.turns
            for place, event in enumerate(turn.reply.events or (), 1)
        ]
        ids = [event.id for _, _, event in every]
        plain = {one for one in ids if one and ids.count(one) == 1 and len(one) <= 64 and one.isprintable()}
        return {
            (event.id if event.id in plain else f"turn {turn} event {place}"): (turn, event)
            for turn, place, event in every
        }

    @cached_property
    def facts(self) -> dict[str, str]:
        """Id -> what is true, in the author's words."""
        return {item.sentence: item.about for item in self.case.items if isinstance(item, Policy)}

    @cached_property
    def state(self) -> dict[str, str]:
        """Id -> what the target's records held afterwards."""
        read = self.transcript.state if self.transcript.probed else {}
        return {f"state:{key}": value for key, value in read.items() if value is not None}

    @property
    def goal(self) -> str | None:
        """What the customer came for, in the author's words."""
        wants = (item for item in self.case.items if isinstance(item, Want))
        return next((want.about for want in wants if want.role == "goal" and want.accepts), None)

    def texts(self, speaker: str) -> dict[int, str]:
        """Turn -> what one side said."""
        return {
            turn.number: turn.reply.text if speaker == "agent" else turn.customer.text for turn in self.transcript.turns
        }

    def quoted(self, words: str, turn: int, speaker: Any) -> Quote | None:
        """Words as evidence, if that side said them (measurement 1.3): never the words of one as those of the other."""
        if speaker not in ("agent", "customer") or len(words) > LONGEST_QUOTE:
            return None
        texts = self.texts(speaker)
        if (found := find_quote(words, turn, texts)) is None:
            return None
        return Quote(turn=found.turn, speaker=speaker, words=_verbatim(words, texts[found.turn]), how=found.how)

    def shown(self, event: str) -> Record | None:
        """An event or a state by its id, as evidence; None when there is none of the id."""
        if found := self.events.get(event):
            turn, one = found
            return record(one.model_copy(update={"id": event}), turn)
        if event in self.state:
            return Record(event=event, shows=f"{event.removeprefix('state:')} is {self.state[event][:200]}")
        return None

    def values(self, source: str) -> tuple[Value, ...] | None:
        """The typed values of one source: a fact, an event, a state, or a customer's turn (`turn:3`); None when there
        is no such source."""
        if source in self.facts:
            return find_values(self.facts[source])
        if found := self.events.get(source):
            parts = (*leaves(found[1].arguments), *leaves(found[1].result))
            return tuple(value for part in parts for value in find_values(part))
        if source in self.state:
            return find_values(self.state[source])
        number = source.removeprefix("turn:")
        if source.startswith("turn:") and number.isdecimal() and len(number) < 6:
            said = self.texts("customer").get(int(number))
            return None if said is None else find_values(said)
        return None

    def as_data(self) -> dict[str, Any]:
        """Events, then numbered turns, as JSON."""
        table = [{"id": name, "turn": turn, **_event(event)} for name, (turn, event) in self.events.items()]
        return {
            "events": table if self.transcript.exposes_events else "not shown by this agent",
            **({"records afterwards": self.state} if self.state else {}),
            "turns": [_turn(turn) for turn in self.transcript.turns],
        }


def _verbatim(words: str, text: str) -> str:
    """The words as they stand in the text; where they stand otherwise there, the sentence that has most of them."""
    if (short := words.strip()) in text:
        return short
    wanted = frozenset(normal(words).split())
    spans = split(text) or ((0, len(text)),)
    start, end = max(spans, key=lambda span: len(wanted & frozenset(normal(text[span[0] : span[1]]).split())))
    return clipped(text[start:end])


def _event(event: Event) -> dict[str, Any]:
    return {
        "kind": event.kind,
        "name": event.name,
        "desk": event.desk,
        "arguments": _bounded(event.arguments),
        "result": _bounded(event.result),
        "ok": event.ok,
    }


def _turn(turn: Turn) -> dict[str, Any]:
    desk = {"desk": turn.reply.desk} if turn.reply.desk else {}
    return {"turn": turn.number, "customer": turn.customer.text, **desk, "agent": turn.reply.text}


def _bounded(value: Any, depth: int = 6) -> Any:
    """A tool's value without what is too long or too deep to be read."""
    if isinstance(value, str):
        return value[:LONGEST_VALUE]
    if depth == 0:
        return "…"
    if isinstance(value, dict):
        return {str(key)[:200]: _bounded(one, depth - 1) for key, one in sorted(value.items())[:100]}
    if isinstance(value, list | tuple):
        return [_bounded(one, depth - 1) for one in value[:100]]
    return value if value is None or isinstance(value, bool | int | float) else str(value)[:LONGEST_VALUE]
