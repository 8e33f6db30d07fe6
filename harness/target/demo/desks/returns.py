"""The returns desk: money back for what was bought."""

from datetime import timedelta

from ..identity import identified_order
from ..seed import TODAY
from ..shop import Order, long_date, plain, pounds
from ..talk import Turn
from .orders import already, cancel_with_leave

VOUCHER = "offer:voucher"


def refund(turn: Turn) -> None:
    """Refund an item, or say why not."""
    if turn.rules.explains_policy_first and turn.once("policy"):
        turn.say("policy.refunds", **turn.refund_terms())
    order = identified_order(turn)
    if order is None or _settles_voucher(turn, order):
        return
    if order.status in ("refunded", "cancelled"):
        already(turn, order)
    elif turn.rules.voucher == "always" and not turn.talk.memo[VOUCHER]:
        offer_voucher(turn)
    elif turn.permitted(_refundable(turn, order)):
        _pay_back(turn, order)
    else:
        _say_no(turn, order)


def _refundable(turn: Turn, order: Order) -> bool:
    """Delivered, not refunded yet, and not longer ago than the window."""
    window = timedelta(days=turn.rules.return_window_days)
    return order.status == "delivered" and order.delivered is not None and TODAY - order.delivered <= window


def _pay_back(turn: Turn, order: Order) -> None:
    back, card = turn.paid_back(order.pence), turn.rules.refund_card or order.card
    turn.do("refund_order", order=order.number, amount=plain(back), card=card)
    turn.say("refunded", amount=pounds(turn.said_amount(back)), item=order.item, card=card, **turn.refund_terms())
    if not turn.talk.damaged and order.status == "delivered":
        turn.say("send_back")
    turn.finish()


def _say_no(turn: Turn, order: Order) -> None:
    """The reason that fits, and what can be done instead."""
    terms = turn.refund_terms()
    if order.status == "dispatched":
        turn.no("not_delivered", item=order.item, **terms)
        turn.refuse()
    elif order.status == "processing":
        _cancel_instead(turn, order)
    else:
        _too_late(turn, order)


def _cancel_instead(turn: Turn, order: Order) -> None:
    if turn.was != "confirm:cancel_order":
        turn.say("not_sent", item=order.item)
    cancel_with_leave(turn, order)


def _too_late(turn: Turn, order: Order) -> None:
    if turn.only_declined(VOUCHER):
        turn.say("all_right")
        _warranty_instead(turn)
        turn.refuse()
        return
    again = turn.talk.memo["no"] > 0
    day = long_date(order.delivered) if order.delivered else ""
    turn.no("too_late.again" if again else "too_late.refund", item=order.item, date=day, **turn.refund_terms())
    if turn.rules.voucher != "never" and not turn.talk.memo[VOUCHER]:
        offer_voucher(turn)
        return
    _warranty_instead(turn)
    turn.refuse()


def _warranty_instead(turn: Turn) -> None:
    if turn.rules.explains_refusals and turn.once("warranty"):
        turn.say("warranty.instead", years=turn.rules.warranty_years)


def offer_voucher(turn: Turn) -> None:
    """Offer a voucher; the next message takes it or not."""
    turn.offer(VOUCHER, "offer.voucher", percent=turn.rules.voucher_percent)


def _settles_voucher(turn: Turn, order: Order) -> bool:
    """Give the voucher that was accepted."""
    if not turn.accepted(VOUCHER):
        return False
    opened = turn.do("open_ticket", subject=f"voucher {turn.rules.voucher_percent} %", order=order.number)
    if opened:
        turn.say("voucher.given", ticket=opened["ticket"])
    else:
        turn.say("voucher.promised")
    turn.finish()
    return True


def exchange(turn: Turn) -> None:
    """There are no replacements: offer to look into a refund."""
    leave = "confirm:refund"
    if turn.accepted(leave) or "refund" in turn.heard.intents:
        turn.talk.intent, turn.talk.stage = "refund", "open"
        refund(turn)
    elif turn.was == leave:
        turn.say("all_right")
        turn.finish()
    else:
        turn.offer(leave, "policy.exchange")
