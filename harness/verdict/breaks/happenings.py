"""Transcript -> Happenings: everything that the agents did, in a row, with the values that each took in and brought."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from harness.conversation.nouns import Turn
from harness.target.nouns import Event
from harness.text.normal import normal
from harness.text.values import find_values

from ..values import pairs

LONGEST_NAME = 60
"""Characters up to which a field of an event names something, and is no prose."""


@dataclass(frozen=True)
class Happening:
    """One event of a turn, or its words, which come last."""

    place: int
    """Its place in the conversation, from 0."""
    turn: int
    desk: str | None
    event: Event | None
    """None: the words."""
    took: frozenset[str]
    """The values that it worked with: those of a call's arguments or of the words."""
    brought: frozenset[str]
    """The values that stood nowhere in the conversation before, the customer's words included."""


def happenings(turns: Sequence[Turn]) -> tuple[Happening, ...]:
    """Every event and every reply's words, in order. Linear in what was said."""
    found: list[Happening] = []
    known: set[str] = set()
    for turn in turns:
        known |= values_in(turn.customer.text)
        for desk, event, took, gave in _parts(turn):
            found.append(Happening(len(found), turn.number, desk, event, took, (took | gave) - known))
            known |= took | gave
    return tuple(found)


def _parts(turn: Turn) -> Iterator[tuple[str | None, Event | None, frozenset[str], frozenset[str]]]:
    for event in turn.reply.events or ():
        took = frozenset({*fields(event.arguments), *({normal(event.name)} if event.kind == "handoff" else ())})
        yield event.desk or turn.reply.desk, event, took, fields(event.result)
    yield turn.reply.desk, None, values_in(turn.reply.text), frozenset()


def values_in(text: str) -> frozenset[str]:
    """The typed values of a text; small numbers tell nothing apart."""
    return frozenset(f"{one.kind} {one.canonical}" for one in find_values(text) if one.kind != "number")


def fields(held: dict[str, object] | None) -> frozenset[str]:
    """The values in a tool's arguments or result: typed ones, and names as they stand; yes and no name nothing."""
    found: set[str] = set()
    for key, value in pairs(held):
        found |= values_in(f"{key} {value}") or values_in(value)
        if len(value) <= LONGEST_NAME and any(letter.isalpha() for letter in value) and value not in ("True", "False"):
            found.add(normal(value))
    return frozenset(found)
