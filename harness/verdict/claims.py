"""What the agent says it has done, held against what the target recorded."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Literal, NamedTuple

from harness.conversation.nouns import Transcript, Turn
from harness.conversation.sighting import action_of, worked
from harness.plan.nouns import Action
from harness.target.nouns import Event
from harness.text.acts import SaidAct, said
from harness.text.normal import content, normal
from harness.text.values import Value, amount, find_values

from .progress import READS
from .values import leaves, meets, pairs, yes

Standing = Literal["backed", "phantom", "after_error", "mismatch", "unverifiable"]
"""backed: a call that worked bears it out. phantom: nothing does. after_error: the call failed. mismatch: it was made
with other values. unverifiable: the target shows no events, or only tools whose names say nothing."""

WRITES: tuple[Action, ...] = ("refund", "cancel", "update", "create", "send", "reset")

_BEARS_OUT: dict[Action, frozenset[Action]] = {
    "refund": frozenset({"refund"}),
    "cancel": frozenset({"cancel"}),
    "update": frozenset({"update", "reset", "create", "cancel"}),
    "create": frozenset({"create", "update"}),
    "reset": frozenset({"reset", "send", "update"}),
    "send": frozenset({"send", "reset", "create", "refund", "cancel", "update"}),
}
"""Which classes of call can make a claim true: a confirmation is sent with whatever it confirms."""


class Claim(NamedTuple):
    """One thing that the agent says it did or is doing."""

    turn: int
    act: SaidAct
    action: Action
    standing: Standing
    event: Event | None
    """The call that fails to bear it out, or bears it out."""
    event_turn: int | None


def claims(transcript: Transcript) -> tuple[Claim, ...]:
    """Every claim of an action that changes something, in order, each with its standing."""
    return tuple(
        claim(act, action, turn, transcript)
        for turn in transcript.turns
        for act in said(turn.reply.text)
        if act.act in ("claim", "progress") and (action := _write(act))
    )


def _write(act: SaidAct) -> Action | None:
    return next((action for action in WRITES if action == act.action), None)


def claim(act: SaidAct, action: Action, turn: Turn, transcript: Transcript) -> Claim:
    """One claim of an action, made in this turn, held against what the target recorded."""
    if not transcript.exposes_events:
        return Claim(turn.number, act, action, "unverifiable", None, None)
    # What is in progress may show by the next turn; what is done must show by now.
    until = turn.number + (act.act == "progress")
    calls = [(one.number, event) for one in transcript.turns if one.number <= until for event in _tools(one)]
    same = [call for call in calls if action_of(call[1].name) in _BEARS_OUT[action]]
    done = [call for call in same if worked(call[1])]
    if fitting := [call for call in done if _compatible(act, call[1])]:
        return Claim(turn.number, act, action, "backed", fitting[-1][1], fitting[-1][0])
    if _together(act, [event for number, event in done if number == turn.number]):
        return Claim(turn.number, act, action, "backed", done[-1][1], done[-1][0])
    if done:
        return Claim(turn.number, act, action, "mismatch", done[-1][1], done[-1][0])
    if same:
        return Claim(turn.number, act, action, "after_error", same[-1][1], same[-1][0])
    if _reported(action, calls):
        return Claim(turn.number, act, action, "backed", None, None)
    if any(event.ok and action_of(event.name) is None for _, event in calls):
        return Claim(turn.number, act, action, "unverifiable", None, None)
    return Claim(turn.number, act, action, "phantom", None, None)


def _tools(turn: Turn) -> Iterator[Event]:
    return (event for event in turn.reply.events or () if event.kind == "tool")


_COMPARED = ("money", "id", "email")


def _compatible(act: SaidAct, event: Event) -> bool:
    """Whether the call agrees with the amounts, ids and addresses in the claim, if it holds any of their kind."""
    held = [value for leaf in (*leaves(event.arguments), *leaves(event.result)) for value in find_values(leaf)]
    return all(
        meets(value, held) for value in find_values(act.words) if value.kind in _COMPARED and _has_kind(value, held)
    )


def _together(act: SaidAct, events: Sequence[Event]) -> bool:
    """Whether several calls of one turn bear the claim out as a whole: "both of them, £25.00 together"."""
    if len(events) < 2:
        return False
    each = [value for event in events for leaf in leaves(event.arguments) for value in find_values(leaf)]
    amounts = [number for event in events if (number := _amount(event)) is not None]
    total = find_values(str(sum(amounts))) if len(amounts) == len(events) else ()
    return all(
        meets(value, total if value.kind == "money" else each)
        for value in find_values(act.words)
        if value.kind in _COMPARED and (value.kind == "money" or _has_kind(value, each))
    )


def _amount(event: Event) -> Decimal | None:
    """The one argument of a call that is called an amount."""
    found = [value for key, value in pairs(event.arguments) if "amount" in content(key)]
    return next(
        (number for text in found for value in find_values(text) if (number := amount(value)) is not None), None
    )


def _has_kind(value: Value, held: Sequence[Value]) -> bool:
    kinds = {other.kind for other in held}
    return value.kind in kinds or (value.kind == "money" and "number" in kinds)


def _reported(action: Action, calls: Sequence[tuple[int, Event]]) -> bool:
    """Whether a record that was read says so: "it has been refunded" may tell what a colleague did last week.

    A status "refunded" says so, and a field `refunded` that holds a yes or an amount; `refunded: 0.00` does not.
    """
    stems = frozenset(content(action))
    reads = (event for _, event in calls if event.ok and action_of(event.name) in READS)
    found = (pair for event in reads for pair in pairs(event.result))
    return any(
        stems & frozenset(content(value)) or (stems & frozenset(content(key)) and yes(normal(value)))
        for key, value in found
    )
