"""Event -> what it shows: the class of action in a tool's name, the values it carries, the event in a few words."""

import json
from collections.abc import Iterable, Sequence
from decimal import Decimal

from harness.plan.nouns import Action
from harness.target.nouns import Event
from harness.text.listing import listed
from harness.text.normal import content, normal
from harness.text.tool_names import WORDS_OF, name_words, shown_by
from harness.text.values import Value, find_values
from harness.text.values import amount as amount_of

__all__ = ["WORDS_OF", "action_of", "facts", "meets", "shows", "worked"]

_NOT_DONE = listed("declined failed failure refused rejected denied error")
_FOR_MONEY = frozenset(content("amount sum total price refund credit value"))


def action_of(tool: str) -> Action | None:
    """The class of action that a tool's name shows: "refund_order" -> refund; None when no word of it does."""
    return shown_by(tool).action


def worked(event: Event) -> bool:
    """Whether a call did what it is for: the target says ok, and the result tells neither an error nor a refusal."""
    result = event.result or {}
    status = result.get("status")
    refused = isinstance(status, str) and normal(status) in _NOT_DONE
    return event.ok and not refused and not result.get("error")


def shows(event: Event) -> str:
    """An event in a few words: `refund_order(amount=39.00, order=W-1042) ok`."""
    arguments = ", ".join(f"{key}={_text(value)}" for key, value in sorted(event.arguments.items()))
    if event.kind == "handoff":
        return f"hand-off {event.desk or '?'} to {event.name}"
    return f"{event.name}({arguments}) {'ok' if worked(event) else 'failed'}"


def meets(values: Iterable[Value], event: Event) -> bool:
    """Whether each value stands somewhere in the event's arguments or result, by what it means (£39 = 39.00).

    Money that a call moves is what its arguments say: `refund_charge(amount=99.00)` refunds no £12.50, whatever its
    result holds.
    """
    wanted = tuple(values)
    texts = [*facts(event.arguments), *facts(event.result or {})]
    held = [value for text in texts for value in find_values(text)]
    plain = {normal(text) for text in texts}
    return all(_held(value, held, plain) for value in wanted) and _moves(wanted, event)


def _moves(values: Sequence[Value], event: Event) -> bool:
    """Whether the amounts that a call is given are those that are meant; true when either has none."""
    meant = [amount for value in values if value.kind == "money" and (amount := amount_of(value)) is not None]
    if not meant or action_of(event.name) in ("look_up", "verify"):
        return True
    given = {key: amount for key, value in event.arguments.items() if (amount := _given(key, value)) is not None}
    named = {amount for key, amount in given.items() if "amount" in _key_words(key)}
    amounts = named or set(given.values())
    return not amounts or amounts == set(meant)


def _given(key: str, value: object) -> Decimal | None:
    """The amount of money that an argument is; None when it is something else."""
    text = "" if value is None else _text(value)
    found = find_values(text)
    if len(found) != 1:
        return None
    alone = found[0].text == text.strip()
    money = found[0].kind == "money" or bool(_FOR_MONEY & _key_words(key))
    return amount_of(found[0]) if money and (alone or isinstance(value, dict)) else None


def _key_words(key: str) -> frozenset[str]:
    return frozenset(content(" ".join(name_words(key))))


def _held(value: Value, held: Sequence[Value], plain: set[str]) -> bool:
    if normal(value.text) in plain or any(
        other.kind == value.kind and other.canonical == value.canonical for other in held
    ):
        return True
    amount = amount_of(value)
    return amount is not None and any(amount == amount_of(other) for other in held if other.kind in ("money", "number"))


def facts(fields: dict[str, object]) -> list[str]:
    """The fields' values as texts, in order of their names; what is unknown is left out."""
    return [_text(value) for _, value in sorted(fields.items()) if value is not None]


def _text(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, sort_keys=True, default=str)
