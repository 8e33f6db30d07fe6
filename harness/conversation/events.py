"""Deed + Turn -> the recorded events that are the deed: a tool call that did it, a hand-off to the desk."""

from collections.abc import Iterable, Sequence

from harness.plan.nouns import Action, Deed
from harness.target.nouns import Event
from harness.text.listing import listed
from harness.text.normal import content, negated
from harness.text.others import other_kind
from harness.text.tool_names import name_words, shown_by

from .calls import WORDS_OF, action_of, facts, meets, worked
from .cover import without_values
from .different import other_value
from .nouns import Turn


def done(deed: Deed, turn: Turn, before: Sequence[Turn]) -> Iterable[tuple[int, Event]]:
    """The events of the turn that are the deed, each with its ordinal."""
    if deed.act not in ("do", "offer", "hand_off") or not turn.reply.events:
        return
    for ordinal, event in enumerate(turn.reply.events):
        if _is(deed, event, turn, before):
            yield ordinal, event


def _is(deed: Deed, event: Event, turn: Turn, before: Sequence[Turn]) -> bool:
    if event.kind == "handoff":
        return deed.act == "hand_off" and event.ok and deed.desk in (None, event.name)
    if event.kind != "tool" or not worked(event) or deed.act == "hand_off":
        return False
    if not _right_tool(deed, event) or not meets(deed.values, event):
        return False
    kind = other_kind(deed.about)
    named = [f"{name} {fact}" for name, value in sorted(event.arguments.items()) for fact in facts({name: value})]
    return kind is None or other_value(kind, named, turn, before) is not None


def _right_tool(deed: Deed, event: Event) -> bool:
    if deed.tool:
        return event.name == deed.tool
    if kin := _ALIKE.get(deed.word or ""):
        told = event.name in deed.tools and deed.action is not None
        named = deed.tools[event.name] == deed.action if told else not kin.isdisjoint(name_words(event.name))
        return named and _same_object(deed, event)
    return _same_action(deed, event) and _same_object(deed, event)


_OFF = listed("block freeze suspend deactivate disable lock stop")
_ON = listed("unblock unfreeze activate reactivate enable unlock")
_ALIKE = {verb: words for words in (_OFF, _ON) for verb in words} | {
    "close": listed("close cancel terminate end delete"),
    "charge": listed("charge bill debit pay payment invoice collect"),
}
"""The author's verb -> the words of a tool's name that do it: a card is blocked by `freeze_card`."""


def _same_action(deed: Deed, event: Event) -> bool:
    action = _action(deed, event)
    # A reset is sent: "sends a reset link" is done by `reset_password`.
    if action is None or action == deed.action or (deed.action, action) == ("send", "reset"):
        return action is not None
    # A replacement is ordered, sent or put in place of the old one.
    replaced = not _REPLACED.isdisjoint(name_words(event.name)) and "replacement" in deed.about
    return deed.action == "create" and action in ("send", "update") and replaced


_REPLACED = listed("replace replacement")


def _action(deed: Deed, event: Event) -> Action | None:
    """What the settings say that the tool does; without a word from them, what its name shows."""
    return deed.tools[event.name] if event.name in deed.tools else action_of(event.name)


def _same_object(deed: Deed, event: Event) -> bool:
    """Whether the tool works on what the author named: "cancels the order" is not `cancel_subscription`."""
    verb = _action(deed, event)
    action = frozenset(content(" ".join(WORDS_OF[verb] - {"order"}) if verb else ""))
    named = without_values(deed.about) - action - _ANY_OBJECT
    # A name that only the settings explain ("svc_17") names no object either.
    shown = event.name not in deed.tools
    objects = frozenset(content(shown_by(event.name).objects)) - action if shown else frozenset()
    if verb == "reset":
        objects |= frozenset(content("link email code reset"))
    return not named or not objects or bool(named & (objects | _named_by(event)))


def _named_by(event: Event) -> frozenset[str]:
    """What the arguments name: their own names and short values; a note ("no ticket") may deny what it speaks of."""
    values = [fact for fact in facts(event.arguments) if len(fact) <= _SHORT and not negated(fact)]
    return frozenset(content(" ".join([*event.arguments, *values]).replace("_", " ")))


_SHORT = 60
"""Characters up to which an argument is a name and no note."""
_ANY_OBJECT = frozenset(content("amount money payment price sum total full whole partial everything anything back"))
"""Words for the object of an action that name none: "a refund of the full price"."""
