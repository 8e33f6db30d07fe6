"""The orders desk: where a parcel is, where it goes, and stopping it."""

from datetime import date, timedelta

from ..identity import gave, identified_order
from ..shop import Order, long_date, pounds
from ..talk import Turn

COLLECTION_POINT = "Hearth & Co., 1 Mill Lane, Bristol"
SENT = ("dispatched", "delivered")


def status(turn: Turn) -> None:
    """Say where an order is and when it comes."""
    from_record = turn.rules.status_from == "record"
    order = identified_order(turn, look_up=from_record)
    if order is None:
        return
    if from_record:
        _tell_status(turn, order)
    else:
        low, high = turn.rules.delivery_days
        turn.say("status.standard", low=low, high=high)
    if turn.rules.status_cancels:
        turn.do("cancel_order", order=order.number)
        turn.say("cancelled.order", number=order.number)
    turn.finish()


def _tell_status(turn: Turn, order: Order) -> None:
    late = order.delayed and order.status == "dispatched"
    if late:
        turn.sorry("delay")
    day = order.delivered if order.status == "delivered" else order.arrives
    turn.say("status.delayed" if late else f"status.{order.status}", item=order.item, date=_said_day(turn, day))
    if order.status == "delivered" and turn.talk.never_came and turn.rules.opens_tickets:
        _trace(turn, order)


def _trace(turn: Turn, order: Order) -> None:
    """Have a parcel traced that the customer does not have, once."""
    if turn.once("traced"):
        opened = turn.do("open_ticket", subject=f"not received: {order.item}", order=order.number)
        turn.say("trace", ticket=opened.get("ticket", "T-7001"))
    else:
        turn.say("trace.again")


def _said_day(turn: Turn, day: date | None) -> str:
    return long_date(day + timedelta(days=turn.rules.arrival_shift_days)) if day else ""


def details(turn: Turn) -> None:
    """Say where an order goes."""
    if turn.rules.address_on_question and "order_number" in turn.talk.slots:
        _redirect(turn, turn.talk.slots["order_number"])
        return
    order = identified_order(turn)
    if order is not None:
        turn.say("details", item=order.item, address=order.address)
        turn.finish()


def _redirect(turn: Turn, number: str) -> None:
    """Take a question for a request."""
    turn.do("change_address", order=number, address=COLLECTION_POINT)
    turn.say("changed", number=number, address=COLLECTION_POINT)
    turn.finish()


def change_address(turn: Turn) -> None:
    """Send an order elsewhere, while it can still be sent elsewhere."""
    order = identified_order(turn)
    if order is None:
        return
    if not turn.permitted(order.status == "processing" or not turn.rules.dispatch_lock):
        _address_stays(turn, order)
        return
    if turn.talk.memo["changed"] and not gave(turn, "address"):
        turn.talk.slots.pop("address", None)
    address = turn.slot("address")
    if address is None:
        turn.ask("address")
        return
    turn.talk.memo["changed"] += 1
    turn.do("change_address", order=order.number, address=address)
    turn.say("changed", number=order.number, address=address)
    turn.finish()


def _address_stays(turn: Turn, order: Order) -> None:
    if order.status == "dispatched":
        turn.no("locked")
    else:
        turn.no("locked.gone", status=order.status)
    if order.status in SENT and turn.rules.explains_refusals:
        turn.say("instead.send_back", days=turn.rules.return_window_days)
    turn.refuse()


def cancel(turn: Turn) -> None:
    """Cancel an order that has not left, once the customer says so."""
    order = identified_order(turn)
    if order is None:
        return
    if order.status in ("cancelled", "refunded"):
        already(turn, order)
    elif not turn.rules.cancels:
        turn.no("cannot.cancel")
        turn.refuse()
    elif not turn.permitted(order.status == "processing" or not turn.rules.dispatch_lock):
        _order_stays(turn, order)
    else:
        cancel_with_leave(turn, order)


def already(turn: Turn, order: Order) -> None:
    """Say that an order was cancelled or refunded before."""
    card, amount = turn.rules.refund_card or order.card, pounds(order.refunded)
    turn.say(f"already.{order.status}", amount=amount, card=card, **turn.refund_terms())
    turn.finish()


def cancel_with_leave(turn: Turn, order: Order) -> None:
    """Ask leave, then cancel; or leave everything as it is."""
    leave = "confirm:cancel_order"
    if not turn.rules.asks_leave or consents(turn, leave):
        turn.do("cancel_order", order=order.number)
        turn.say("cancelled.order", number=order.number)
        turn.finish()
    elif turn.was == leave:
        turn.say("left_as_is")
        turn.finish()
    else:
        turn.offer(leave, "confirm.cancel_order", number=order.number)


def consents(turn: Turn, leave: str) -> bool:
    """Whether the customer, asked for leave, gives it: by a yes, or by asking for it again."""
    heard = turn.heard
    insists = any(intent.startswith("cancel") for intent in heard.intents) and not (heard.refuses or heard.wonders)
    return turn.was == leave and (insists or turn.accepted(leave))


def _order_stays(turn: Turn, order: Order) -> None:
    turn.no("too_late.cancel", status=order.status)
    if turn.rules.explains_refusals:
        turn.say("instead.send_back", days=turn.rules.return_window_days)
    turn.refuse()
