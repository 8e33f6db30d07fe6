"""What the agent says it has done, held against what the target recorded."""

import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import takewhile
from typing import Literal, NamedTuple

from harness.conversation.nouns import Transcript, Turn
from harness.conversation.sighting import action_of, worked
from harness.plan.nouns import Action
from harness.target.nouns import Event
from harness.text.acts import SaidAct, said
from harness.text.normal import content, normal, words
from harness.text.tool_names import WORDS_OF, name_words, shown_by
from harness.text.values import Value, amount, find_values

from .values import leaves, meets, pairs, yes

Standing = Literal["backed", "phantom", "after_error", "mismatch", "unverifiable"]
"""backed: a call that worked bears it out. phantom: nothing does. after_error: the call failed. mismatch: it was made
with other values. unverifiable: the target shows no events, or only tools whose names say nothing."""

NO_TOOLS: Mapping[str, Action | None] = {}

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


def claims(transcript: Transcript, tools: Mapping[str, Action | None] = NO_TOOLS) -> tuple[Claim, ...]:
    """Every claim of an action that changes something, in order, each with its standing.

    `tools`: what the settings say that each tool does.
    """
    calls = tuple(_calls(transcript, tools))
    return tuple(
        _judge(told, turn, transcript, calls, tools)
        for turn in transcript.turns
        for act in said(turn.reply.text)
        if act.act in ("claim", "progress") and (told := _told(act, turn.reply.text, tools))
    )


def claim(
    act: SaidAct, action: Action, turn: Turn, transcript: Transcript, tools: Mapping[str, Action | None] = NO_TOOLS
) -> Claim:
    """One claim of an action, made in this turn, held against what the target recorded."""
    told = _Told(act, action, _listed(act, turn.reply.text))
    return _judge(told, turn, transcript, tuple(_calls(transcript, tools)), tools)


class _Call(NamedTuple):
    """A tool call, read once."""

    turn: int
    event: Event
    kind: Action | None
    """What the settings say that the tool does; without a word from them, what its name shows."""
    held: tuple[Value, ...]
    """The values in its arguments and its result."""
    given: tuple[tuple[str, str], ...]
    """(canonical id, name of the argument) for every id that it was given."""


def _calls(transcript: Transcript, tools: Mapping[str, Action | None]) -> Iterator[_Call]:
    for turn in transcript.turns:
        for event in turn.reply.events or ():
            if event.kind == "tool":
                kind = tools[event.name] if event.name in tools else action_of(event.name)
                texts = (*leaves(event.arguments), *leaves(event.result))
                held = tuple(value for leaf in texts for value in find_values(leaf))
                yield _Call(turn.number, event, kind, held, tuple(_ids(event)))


def _ids(event: Event) -> Iterator[tuple[str, str]]:
    for key, text in pairs(event.arguments):
        yield from ((value.canonical, key) for value in find_values(text) if _is_id(value))


class _Told(NamedTuple):
    """A claim as it was made."""

    act: SaidAct
    action: Action
    listed: tuple[Value, ...]
    """The ids in the list that the claim announces: "these are cancelled:"."""
    by: frozenset[str] = frozenset()
    """The tools that alone can have done it; empty when any of the class may."""


def _told(act: SaidAct, text: str, tools: Mapping[str, Action | None]) -> _Told | None:
    """The claim, when it is of a change: of a known class, or in the word by which the settings' own tools are called:
    "the exchange has been requested", where there is an `exchange_items`."""
    if action := next((action for action in WRITES if action == act.action), None):
        return _Told(act, action, _listed(act, text))
    spoken = frozenset(content(act.words)) if act.action is None else frozenset()
    for tool, kind in tools.items():
        verb = name_words(tool)[:1]
        if kind in WRITES and _VERBS.isdisjoint(verb) and spoken & frozenset(content(" ".join(verb))):
            alike = frozenset(one for one in tools if name_words(one)[:1] == verb)
            return _Told(act, kind, _listed(act, text), alike)
    return None


_VERBS = frozenset[str]().union(*WORDS_OF.values())
"""Verbs of a class: what is claimed with one of these is told by its class already."""


_ITEM = re.compile(r"[ \t]*(?:[-*•]|\d{1,2}[.)])[ \t]|[ \t]*$")
MOST_LISTED = 40
"""Lines of a list that are read."""


def _listed(act: SaidAct, text: str) -> tuple[Value, ...]:
    """The ids in the lines of a list right after a claim that ends in a colon."""
    if not act.words.rstrip().endswith(":"):
        return ()
    lines = text[act.end : act.end + 4_000].lstrip("\n").split("\n")[:MOST_LISTED]
    return tuple(value for line in takewhile(_ITEM.match, lines) for value in find_values(line) if _is_id(value))


def _is_id(value: Value) -> bool:
    """A reference may look like a postcode without its blank: LU15PA."""
    return value.kind == "id" or (value.kind == "postcode" and " " not in value.text)


def _judge(
    told: _Told, turn: Turn, transcript: Transcript, calls: Sequence[_Call], tools: Mapping[str, Action | None]
) -> Claim:
    act, action = told.act, told.action
    if not transcript.exposes_events:
        return Claim(turn.number, act, action, "unverifiable", None, None)
    # What is in progress may show by the next turn; what is done must show by now.
    until = turn.number + (act.act == "progress")
    calls = [call for call in calls if call.turn <= until]
    same = [call for call in calls if _is_such(call, told)]
    done = [call for call in same if worked(call.event)]
    left_out = _left_out(told, done, calls) or _by_another(told, [call.event for call in done], tools)
    if not left_out and (fitting := [call for call in done if _compatible(told, call)]):
        return Claim(turn.number, act, action, "backed", fitting[-1].event, fitting[-1].turn)
    if not left_out and _together(act, [call.event for call in done if call.turn == turn.number]):
        return Claim(turn.number, act, action, "backed", done[-1].event, done[-1].turn)
    if not left_out and _reported(told, calls):
        return Claim(turn.number, act, action, "backed", None, None)
    if done:
        return Claim(turn.number, act, action, "mismatch", done[-1].event, done[-1].turn)
    if same:
        return Claim(turn.number, act, action, "after_error", same[-1].event, same[-1].turn)
    if _untold(action, calls, tools):
        return Claim(turn.number, act, action, "unverifiable", None, None)
    return Claim(turn.number, act, action, "phantom", None, None)


def _is_such(call: _Call, told: _Told) -> bool:
    """Whether the call is of a kind that can make the claim true."""
    return call.event.name in told.by if told.by else call.kind in _BEARS_OUT[told.action]


def _untold(action: Action, calls: Sequence[_Call], tools: Mapping[str, Action | None]) -> bool:
    """Whether the action may have been done without its showing: by a tool that nothing is known of, or as the side
    of another change where no tool of the settings does it by itself."""
    held = [call for call in calls if call.event.ok]
    if any(call.kind is None and call.event.name not in tools for call in held):
        return True
    alone = not tools or any(kind in _BEARS_OUT[action] for kind in tools.values())
    return not alone and any(call.kind in WRITES and worked(call.event) for call in held)


_COMPARED = ("money", "id", "email")


def _compatible(told: _Told, call: _Call) -> bool:
    """Whether the call agrees with the amounts, ids and addresses in the claim, if it holds any of their kind, and
    with one at least of the ids that the claim announces."""
    listed = [value for value in told.listed if _has_kind(value, call.held)]
    return all(
        meets(value, call.held)
        for value in find_values(told.act.words)
        if value.kind in _COMPARED and _has_kind(value, call.held)
    ) and (not listed or any(meets(value, call.held) for value in listed))


def _left_out(told: _Told, done: Sequence[_Call], calls: Sequence[_Call]) -> bool:
    """Whether the claim names one more thing of the kind that was worked on than the calls were made for.

    Things of one kind are ids that calls take under one name: two orders of which one was cancelled, both looked up.
    """
    named = {value.canonical for value in (*told.listed, *find_values(told.act.words)) if _is_id(value)}
    if not named or not done:
        return False
    worked_on = dict(pair for call in done for pair in call.given)
    keys = set(worked_on.values())
    known = {one for call in calls for one, key in call.given if key in keys}
    return bool((named & known) - worked_on.keys())


def _by_another(told: _Told, done: Sequence[Event], tools: Mapping[str, Action | None]) -> bool:
    """Whether the claim names what only another tool of the settings works on: bags, where flights were changed."""
    said_of = frozenset(content(told.act.words))
    touched = frozenset(
        content(" ".join(" ".join((_objects(event.name), *event.arguments)) for event in done).replace("_", " "))
    )
    others = [name for name, kind in tools.items() if kind == told.action]
    return bool(done) and any(
        said_of & (frozenset(content(_objects(name))) - touched)
        for name in others
        if name not in {e.name for e in done}
    )


def _objects(tool: str) -> str:
    return shown_by(tool).objects


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
    if value.kind == "id":
        return any(other.kind == "id" and _shape(other) == _shape(value) for other in held)
    kinds = {other.kind for other in held}
    return value.kind in kinds or (value.kind == "money" and "number" in kinds)


def _shape(value: Value) -> tuple[str, int]:
    """How ids of one kind look alike: letters then digits, digits alone and how many, or a mix and how long."""
    plain = value.canonical
    if re.fullmatch(r"[a-z]+\d+", plain):
        return "letters and digits", 0
    return ("digits" if plain.isdigit() else "mixed"), len(plain)


STATUS = 40
"""Characters of a field that can be a status; what is longer is a text about all sorts of things."""


def _reported(told: _Told, calls: Sequence[_Call]) -> bool:
    """Whether a record that a tool gave says so: "it has been refunded" may tell what a colleague did last week, or
    what came with another change.

    A status "refunded" says so, and a field `refunded` that holds a yes or an amount; `refunded: 0.00` does not, nor
    does a day on which a record was made (`created_at`).
    """
    stems = frozenset(content(told.action))
    given = (call.event for call in calls if worked(call.event) and _compatible(told, call))
    return any(
        (len(value) <= STATUS and stems & frozenset(content(value)))
        or (stems >= frozenset(content(key)) != frozenset() and _is_yes(key, value))
        for event in given
        for key, value in pairs(event.result)
    )


def _is_yes(key: str, value: str) -> bool:
    return yes(normal(value)) and words(key)[-1] not in ("at", "on", "by", "date", "time")
