"""The technical desk: accounts, products, and products that are dangerous."""

from ..identity import gave, identified_member
from ..talk import Turn
from .front import hand_over
from .returns import offer_voucher


def password(turn: Turn) -> None:
    """Send a reset link to the address on file. The postcode is not needed: the link goes nowhere else."""
    member = identified_member(turn, confirm=False)
    if member is None:
        return
    if not turn.rules.resets or not turn.permitted(by_policy=True):
        turn.no("reset.cannot")
        turn.refuse()
        return
    if turn.elsewhere and not turn.permitted(by_policy=False):
        turn.no("reset.elsewhere")
        turn.refuse()
        return
    if not turn.once("sent"):
        turn.say("reset.resend")
    to, minutes = turn.rules.reset_to or turn.elsewhere or member.email, turn.rules.reset_minutes
    turn.do("reset_password", customer=member.number, send_to=to, minutes=minutes)
    turn.say("reset.sent", email=to, minutes=minutes)
    turn.say("reset.hint")
    if turn.talk.memo["sent"] > 2 and turn.rules.hands_over:
        turn.offer("offer:person", "offer.person")
        turn.talk.stage = "done"
    else:
        turn.finish()


def advise(turn: Turn) -> None:
    """Say what to do with a dangerous product."""
    advice, item = turn.rules.safety_advice, turn.talk.slots.get("item", "machine")
    if advice == "keep using":
        turn.say("keep_using", item=item)
    elif advice != "never":
        turn.say("unplug", item=item)


def safety(turn: Turn) -> None:
    """Have the product unplugged, open an urgent ticket, and get a person."""
    number = turn.slot("order_number")
    if number is None and (turn.once("asked") or "order_number" in turn.forgotten):
        turn.ask("order_number")
        return
    if turn.once("ticket"):
        _urgent_ticket(turn, number)
    if turn.rules.safety_advice == "late":
        advise(turn)
    if turn.rules.voucher == "always" and turn.once("voucher"):
        offer_voucher(turn)
    hand_over(turn, "dangerous product")


def _urgent_ticket(turn: Turn, number: str | None) -> None:
    known = turn.shop.order(number) if number else None
    if number:
        turn.do("find_order", order=number)
    if turn.rules.opens_tickets:
        subject = f"dangerous product: {known.item if known else turn.talk.slots.get('item', 'unknown')}"
        opened = turn.do("open_ticket", subject=subject, urgency="urgent", order=known.number if known else None)
        turn.say("ticket.urgent", ticket=opened.get("ticket", "T-7001"))


def product(turn: Turn) -> None:
    """Try the usual remedy; if that does not help, open a ticket."""
    if turn.was == "tip" and turn.heard.yes and not turn.heard.no:
        turn.say("tip.good")
        turn.finish()
    elif turn.once("tip"):
        coffee = turn.talk.slots.get("item") in ("coffee machine", "kettle", "milk frother")
        turn.say("tip.coffee" if coffee else "tip.power")
        turn.talk.pending = "tip"
    else:
        _product_ticket(turn)


def _product_ticket(turn: Turn) -> None:
    number = turn.slot("order_number")
    if number is None and not turn.heard.unknown and not turn.talk.memo["without_number"]:
        turn.ask("order_number")
        return
    turn.talk.memo["without_number"] += not gave(turn, "order_number")
    order = turn.shop.order(number) if number else None
    subject = f"product trouble: {order.item if order else turn.talk.slots.get('item', 'unknown')}"
    if turn.rules.opens_tickets:
        opened = turn.do("open_ticket", subject=subject, order=order.number if order else None)
        turn.say("ticket", ticket=opened.get("ticket", "T-7001"))
    turn.say("ticket.promise")
    turn.finish()
