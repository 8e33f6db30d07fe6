"""Message -> matter: what there is to look after, and which of it a message brings up at this point."""

from collections.abc import Callable, Mapping

from .desks import billing, front, orders, returns, technical
from .patterns import STRONG
from .talk import Turn

MATTERS: Mapping[str, Callable[[Turn], None]] = {
    "order_status": orders.status,
    "order_details": orders.details,
    "change_address": orders.change_address,
    "cancel_order": orders.cancel,
    "refund": returns.refund,
    "exchange": returns.exchange,
    "charged_twice": billing.charged_twice,
    "charges": billing.charges,
    "cancel_subscription": billing.cancel_subscription,
    "password": technical.password,
    "product": technical.product,
    "safety": technical.safety,
    "complaint": front.complaint,
    "cancel": front.which_cancel,
}
"""Intent -> what is done about it."""

ABSORBED: Mapping[str, frozenset[str]] = {
    "refund": frozenset({"exchange", "product", "charges", "complaint", "cancel"}),
    "charged_twice": frozenset({"charges", "refund", "complaint", "cancel"}),
    "charges": frozenset({"complaint"}),
    "cancel_subscription": frozenset({"cancel", "charges", "complaint"}),
    "cancel_order": frozenset({"cancel", "charges", "complaint", "order_status"}),
    "change_address": frozenset({"order_details", "complaint"}),
    "order_status": frozenset({"complaint"}),
    "order_details": frozenset({"complaint"}),
    "password": frozenset({"complaint"}),
    "product": frozenset({"complaint"}),
    "exchange": frozenset({"refund", "product", "complaint"}),
    "complaint": frozenset({"refund", "product", "charges", "order_status"}),
    "safety": frozenset(MATTERS) - {"safety", "cancel_subscription", "password", "charged_twice"},
}
"""What is said in passing while a matter is open, and is not a matter of its own then."""

FOLLOWS: Mapping[str, frozenset[str]] = {"cancel_order": frozenset({"refund"})}
"""What a matter settles along with itself when both are asked for in one breath."""

AGAIN = frozenset({"refund", "order_status", "order_details", "cancel_order", "change_address"})
"""Matters that one message may bring up for several orders."""


def new_matter(turn: Turn) -> str | None:
    """What the message brings up that is not the present matter, nor said in passing."""
    talk = turn.talk
    if turn.was == "what_cancel" and turn.heard.names:
        return turn.heard.names
    if turn.was and turn.was.startswith("also:") and turn.heard.unknown:
        return None  # "I don't know my password" answers what was asked
    known = [intent for intent in turn.heard.intents if intent in MATTERS]
    if not known or talk.intent in known:
        return talk.intent if _another_order(turn) else None
    fresh = [intent for intent in known if intent not in _passing(turn)]
    if fresh[:1] == ["order_status"] and "complaint" in fresh and turn.heard.complains:
        return "complaint"  # "it is late, I want to complain": where it is was not asked
    if fresh == ["cancel"] and talk.intent in AGAIN and "order_number" in talk.slots and turn.heard.names is None:
        return "cancel_order"  # "cancel it": what was spoken of
    return fresh[0] if fresh else None


def _passing(turn: Turn) -> frozenset[str]:
    """What the message says only in passing, at this point."""
    talk, heard = turn.talk, turn.heard
    absorbed = ABSORBED.get(talk.intent or "", frozenset())
    if talk.stage != "open" and heard.complains:
        return absorbed - {"complaint"}
    if turn.elsewhere:
        return absorbed | {"change_address", "order_details"}  # it is the link that is to go there
    if talk.intent == "password" and heard.never_came and "order_number" not in turn.given:
        return absorbed | {"order_status"}  # it is the link that did not come
    if talk.stage != "done" or heard.pushes:
        return absorbed
    return frozenset({"cancel"}) if (talk.intent or "").startswith("cancel") else frozenset()


def _another_order(turn: Turn) -> bool:
    """Whether a settled matter comes up again for an order that was not spoken of."""
    talk, number = turn.talk, turn.given.get("order_number")
    if talk.intent is None or talk.stage != "done" or number is None or talk.memo[f"found:{number}"]:
        return False
    # A mere number is enough where nothing is changed; money takes a word more.
    return bool(turn.heard.intents) or turn.heard.also or talk.intent in ("order_status", "order_details")


def others(turn: Turn, started: str) -> list[str]:
    """Further matters that the message joins to the first: any with "also" or the like, plain ones with "and"."""
    passing = ABSORBED.get(started, frozenset()) | FOLLOWS.get(started, frozenset())
    named = [
        intent for intent in turn.heard.intents if intent in MATTERS and intent != started and intent not in passing
    ]
    if turn.heard.also:
        return _apart(named)
    return _apart([intent for intent in named if {intent, started} <= STRONG]) if turn.heard.joined else []


def _apart(intents: list[str]) -> list[str]:
    """The intents without those that an earlier one takes along."""
    taken = (ABSORBED.get(intent, frozenset()) for intent in intents)
    passing = frozenset[str]().union(*taken)
    return [intent for intent in intents if intent not in passing]
