"""Item -> the one kind of sentence that it stands for, in the words in which people label sentences."""

from typing import Literal

from ..nouns import AnyItem, Check, Fact, Persona, Reading, Want

Kind = Literal[
    "goal",
    "constraint",
    "fact",
    "hidden",
    "unknown",
    "persona",
    "mood",
    "behaviour",
    "condition",
    "script",
    "ending",
    "expect",
    "route",
    "tool",
    "limit",
    "agent_line",
    "policy",
    "note",
    "ui_step",
]
"""What a sentence is for. docs/scoring.md says which item is which."""

Side = Literal["customer", "agent", "policy", "note"]
"""Whom a sentence is about: the customer, what the agent has to do, what is true, or nobody."""

SIDES: dict[Kind, Side] = {
    "goal": "customer",
    "constraint": "customer",
    "fact": "customer",
    "hidden": "customer",
    "unknown": "customer",
    "persona": "customer",
    "mood": "customer",
    "behaviour": "customer",
    "condition": "customer",
    "script": "customer",
    "ending": "customer",
    "expect": "agent",
    "route": "agent",
    "tool": "agent",
    "limit": "agent",
    "agent_line": "agent",
    "policy": "policy",
    "note": "note",
    "ui_step": "note",
}

_BY_TYPE: dict[str, Kind] = {
    "reaction": "condition",
    "line": "script",
    "behaviour": "behaviour",
    "ending": "ending",
    "route": "route",
    "tool": "tool",
    "state": "expect",
    "limit": "limit",
    "policy": "policy",
}
_AGENT_LINES = frozenset({"script.agent", "customer.agent_line"})
"""The rules that read a line of the agent's: `Agent: How can I help?`."""


def kind_of(item: AnyItem) -> Kind:
    """The kind of one item."""
    if isinstance(item, Want):
        return item.role
    if isinstance(item, Fact):
        return "unknown" if not item.known else "fact" if item.reveal in ("volunteer", "when_relevant") else "hidden"
    if isinstance(item, Persona):
        return "mood" if item.mood and not item.name and len(item.traits) <= 1 else "persona"
    if isinstance(item, Check):
        return _of_check(item)
    return _BY_TYPE[item.kind]


def _of_check(check: Check) -> Kind:
    deed = check.deed
    if deed is not None and deed.act == "hand_off":
        return "route"
    return "agent_line" if deed is not None and deed.act == "say" and deed.exact is not None else "expect"


def kinds_of(reading: Reading) -> tuple[Kind, ...]:
    """The kinds of a sentence in reading order: its primary kind is the first. Empty when nothing was understood."""
    if reading.rule in _AGENT_LINES:
        return ("agent_line",)
    if reading.items:
        return tuple(dict.fromkeys(kind_of(item) for item in reading.items))
    if reading.status == "note":
        return ("note",)
    return ("ui_step",) if reading.status == "unsupported" else ()
