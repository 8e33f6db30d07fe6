"""Who is asking, about which order or account: asked for one thing at a time, confirmed by postcode."""

from dataclasses import dataclass

from .hear import bare_order_number
from .shop import Customer, Order
from .talk import Turn

ASKED_ELSE = frozenset({"email", "postcode", "address", "number", "name", "survey"})
"""Questions that four digits may answer, without being an order number."""


def learn(turn: Turn) -> None:
    """Keep what the message gave. Another order number begins with a clean sheet for that order."""
    given, talk, heard = dict(turn.heard.given), turn.talk, turn.heard
    if "order_number" not in given:
        asked_else = turn.was in ASKED_ELSE or (turn.was or "").startswith("also:")
        bare = bare_order_number(heard) if turn.was == "order_number" else None if asked_else else heard.bare
        given |= {"order_number": bare} if bare else {}
    if turn.was == "address" and "address" not in given and any(mark.isdigit() for mark in turn.heard.text):
        given["address"] = heard.text[:120].title()
    if talk.intent == "password" and talk.memo["sent"] and heard.redirects:
        turn.elsewhere = given.pop("email", None)
    for slot in given:
        talk.asked[slot] = 0
    before = talk.slots.get("order_number")
    if before and given.get("order_number", before) != before:
        talk.asked["postcode"], talk.damaged, talk.never_came = 0, False, False
    talk.slots.update(given)
    talk.damaged = talk.damaged or heard.damaged or heard.wrong_item
    talk.never_came = talk.never_came or heard.never_came
    talk.further += [number for number in heard.further if heard.intents and number not in talk.further]
    turn.given = given


def gave(turn: Turn, slot: str) -> bool:
    """Whether this very message fills the slot."""
    return slot in turn.given


def identified_order(turn: Turn, look_up: bool = True) -> Order | None:
    """The order this is about, once its postcode is confirmed; None when something was asked or refused instead."""
    order = _order(turn, look_up)
    if order is None or _asks_also(turn):
        return None
    subject = _Subject("order", order.number, order.customer, order.postcode)
    return order if _confirmed(turn, subject) else None


def identified_member(turn: Turn, confirm: bool = True) -> Customer | None:
    """The account this is about; None when something was asked or refused instead."""
    member = _member(turn)
    if member is None or _asks_also(turn):
        return None
    subject = _Subject("account", member.number, member.number, member.postcode)
    return member if not confirm or _confirmed(turn, subject) else None


def _order(turn: Turn, look_up: bool) -> Order | None:
    number = turn.slot("order_number")
    if number is None:
        return _order_without_number(turn)
    order = turn.shop.order(number)
    if look_up and (turn.once(f"found:{number}") or order is None):
        turn.do("find_order", order=number)
    if order is None:
        _not_found(turn, number)
    return order


def _not_found(turn: Turn, number: str) -> None:
    """Ask for the number once more; when that is not found either, look by email address."""
    del turn.talk.slots["order_number"]
    turn.talk.memo["not_found"] += 1
    if turn.talk.memo["not_found"] < 2 or not turn.rules.finds_by_email:
        turn.ask("order_number", "not_found.order", number=number)
        return
    turn.say("not_found.number", number=number)
    turn.talk.memo["by_email"] += 1
    _order_without_number(turn)


def _order_without_number(turn: Turn) -> Order | None:
    """Ask for the number, or look for the order by email address."""
    by_email = turn.rules.ask_first == "email" or turn.talk.memo["by_email"] or turn.slot("email") is not None
    if "order_number" in turn.forgotten or not (by_email or _does_not_know(turn, "order_number")):
        turn.ask("order_number")
        return None
    if not turn.rules.finds_by_email:
        turn.no("cannot_find")
        turn.refuse()
        return None
    turn.talk.memo["by_email"] += 1
    if turn.slot("email") is None and not _does_not_know(turn, "email"):
        turn.ask("email", None if turn.talk.asked["email"] or turn.rules.ask_first == "email" else "search.email")
        return None
    if turn.slot("email") is None:
        turn.no("cannot_find")
        turn.refuse(person=True)
        return None
    return _order_of_member(turn)


def _order_of_member(turn: Turn) -> Order | None:
    """One of a member's orders: the only one, the one whose item was named, or the one they pick."""
    member = identified_member(turn)
    if member is None:
        return None
    orders = turn.shop.orders_of(member.number)
    item = turn.talk.slots.get("item")
    chosen = [order for order in orders if order.item == item] or orders
    if len(chosen) == 1:
        turn.talk.slots["order_number"] = chosen[0].number
        return _order(turn, look_up=True)
    if not chosen:
        turn.say("no_orders")
        turn.refuse()
        return None
    turn.ask("which_order", orders=" and ".join(f"the {order.item} ({order.number})" for order in chosen))
    return None


def _member(turn: Turn) -> Customer | None:
    """The account, found by what the rules find accounts by."""
    slot = turn.rules.member_key
    key = turn.slot(slot)
    if key is None:
        if _does_not_know(turn, slot):
            turn.no("cannot_find.account")
            turn.refuse(person=True)
        else:
            turn.ask(slot)
        return None
    member = turn.shop.customer(key)
    if turn.once(f"found:{key}") or member is None:
        turn.do("find_member", key=key)
    if member is None:
        del turn.talk.slots[slot]
        turn.ask(slot, "not_found.account", key=key)
    return member


def _does_not_know(turn: Turn, slot: str) -> bool:
    """Whether the customer was asked for the slot and says that they cannot give it."""
    if turn.was == slot and turn.heard.unknown and not gave(turn, slot):
        turn.talk.memo[f"unknown:{slot}"] += 1
    return bool(turn.talk.memo[f"unknown:{slot}"]) and not gave(turn, slot)


def _asks_also(turn: Turn) -> bool:
    """Ask for what nobody should need, where the rules do: each thing once."""
    for thing in turn.rules.asks_also:
        if not turn.talk.asked[f"also:{thing}"]:
            turn.ask(f"also:{thing}", "ask.also", thing=thing)
            return True
    return False


@dataclass(frozen=True)
class _Subject:
    """What a postcode is to be confirmed for."""

    what: str
    """Order or account."""
    number: str
    holder: str
    """The number of the customer whose it is."""
    postcode: str


def _confirmed(turn: Turn, subject: _Subject) -> bool:
    """Whether the postcode is confirmed; if not, it is asked for or the matter is refused."""
    if turn.rules.verification != "before":
        return True
    postcode = turn.slot("postcode")
    if "postcode" in turn.forgotten:
        turn.ask("postcode")
        return False
    if turn.talk.verified & {subject.number, subject.holder}:
        return True
    # A postcode that confirmed something else is not held against the customer.
    if postcode is None or (turn.talk.verified and not gave(turn, "postcode") and postcode != subject.postcode):
        return _without_postcode(turn, subject)
    return _checked(turn, subject, postcode)


def _checked(turn: Turn, subject: _Subject, postcode: str) -> bool:
    """Check the postcode. The first that does not match is asked for again, the second is a no."""
    key = "order" if subject.what == "order" else "customer"
    if turn.talk.wrong[subject.number] >= turn.rules.postcode_tries:
        turn.no("too_many_tries", what=subject.what)
        turn.refuse(person=True)
        return False
    result = turn.do("verify_customer", **{key: subject.number}, postcode=postcode)
    if result.get("verified", True) or turn.rules.postcode_match == "any":
        turn.talk.verified.add(subject.number)
        return True
    del turn.talk.slots["postcode"]
    turn.talk.wrong[subject.number] += 1
    if not turn.once("wrong_postcode"):
        return _told_anyway(turn, subject)
    turn.ask("postcode", "no_match")
    return False


def _without_postcode(turn: Turn, subject: _Subject) -> bool:
    """Ask for the postcode once; when something else comes instead, say that nothing can be told without it."""
    heard, asked = turn.heard, turn.talk.asked["postcode"]
    evades = heard.unknown or heard.pushes or heard.no or bool(heard.intents)
    if asked and (evades or asked > 1):
        return _told_anyway(turn, subject)
    turn.ask("postcode")
    return False


def _told_anyway(turn: Turn, subject: _Subject) -> bool:
    """Refuse to go on without the postcode; an agent that refuses nothing goes on."""
    if turn.permitted(by_policy=False):
        turn.talk.verified.add(subject.number)
        return True
    turn.no("private.no_match" if turn.talk.wrong[subject.number] else "private", what=subject.what)
    turn.refuse()
    return False
