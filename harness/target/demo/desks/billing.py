"""The billing desk: payments, and leaving the coffee club."""

from collections import Counter
from datetime import timedelta

from ..identity import identified_member
from ..shop import Charge, Customer, Subscription, long_date, plain, pounds
from ..talk import Turn
from .orders import consents

MONTH, LEAVE = "offer:month", "confirm:cancel_club"


def charged_twice(turn: Turn) -> None:
    """Give one of two equal charges back."""
    member = identified_member(turn)
    if member is None:
        return
    if turn.once("charges"):
        turn.do("find_charges", customer=member.number)
    charges = turn.shop.charges_of(member.number)
    pair = _pair(charges) if turn.rules.sees_all_charges else None
    if not charges:
        turn.say("charges.none")
        turn.finish()
    elif pair is None and turn.permitted(by_policy=False):
        _pay_back(turn, (charges[-1],))
        turn.finish()
    elif pair is None:
        words = "charged_once.again" if turn.talk.memo["no"] else "charged_once"
        turn.no(words, amount=pounds(charges[-1].pence), period=charges[-1].period)
        turn.refuse()
    else:
        _settle_pair(turn, member, pair)


def _pair(charges: list[Charge]) -> tuple[Charge, Charge] | None:
    """The latest two charges for one thing and one period."""
    times = Counter((charge.what, charge.period) for charge in charges)
    doubled = [charge for charge in charges if times[charge.what, charge.period] > 1]
    return (doubled[-2], doubled[-1]) if doubled else None


def _settle_pair(turn: Turn, member: Customer, pair: tuple[Charge, Charge]) -> None:
    first, second = pair
    if first.refunded or second.refunded:
        turn.say("already.refunded_charge", period=second.period)
        turn.finish()
        return
    turn.say(
        "charged_twice", amount=pounds(second.pence), period=second.period, first=first.number, second=second.number
    )
    if not turn.permitted(by_policy=True):
        turn.no("cannot.refund_charge")
        turn.refuse()
        return
    _pay_back(turn, {"second": (second,), "first": (first,), "both": pair}[turn.rules.charge_refunded])
    if turn.rules.charge_refund_cancels:
        for subscription in turn.shop.subscriptions_of(member.number):
            turn.do("cancel_subscription", subscription=subscription.number)
        turn.say("club.also_cancelled")
    turn.finish()


def _pay_back(turn: Turn, charges: tuple[Charge, ...]) -> None:
    card, terms = turn.rules.refund_card or charges[0].card, turn.refund_terms()
    for charge in charges:
        turn.do("refund_charge", charge=charge.number, amount=plain(turn.paid_back(charge.pence)), card=card)
    amount = pounds(turn.said_amount(sum(turn.paid_back(charge.pence) for charge in charges)))
    if len(charges) > 1:
        turn.say("refunded.both", amount=amount, card=card, **terms)
    else:
        turn.say("refunded.charge", number=charges[0].number, amount=amount, card=card, **terms)


def charges(turn: Turn) -> None:
    """Say what was paid for the club."""
    member = identified_member(turn)
    if member is None:
        return
    turn.do("find_charges", customer=member.number)
    paid = turn.shop.charges_of(member.number)
    if paid:
        listed = [f"{charge.number}, {pounds(charge.pence)} for {charge.period}" for charge in paid]
        turn.say("charges.list", charges="; ".join(listed))
    else:
        turn.say("charges.none")
    turn.finish()


def cancel_subscription(turn: Turn) -> None:
    """Let a member go: one offer, leave asked, then it is done."""
    member = identified_member(turn)
    if member is None:
        return
    held = turn.shop.subscriptions_of(member.number)
    active = [subscription for subscription in held if subscription.status == "active"]
    if not active:
        turn.say("club.over" if held else "club.none")
        turn.finish()
    elif not turn.rules.cancels or not turn.permitted(by_policy=True):
        turn.no("cannot.cancel")
        turn.refuse()
    else:
        _leave(turn, active[0])


def _leave(turn: Turn, subscription: Subscription) -> None:
    if not turn.rules.asks_leave or consents(turn, LEAVE):
        _end(turn, subscription)
    elif turn.accepted(MONTH):
        _give_month(turn, subscription)
    elif turn.was == LEAVE:
        turn.say("left_as_is")
        turn.finish()
    elif turn.talk.memo[MONTH] < turn.rules.retention_offers:
        turn.offer(MONTH, "offer.month")
    else:
        if turn.rules.cancellation_fee:
            turn.say("fee", amount=pounds(int(turn.rules.cancellation_fee * 100)))
        turn.offer(LEAVE, "confirm.cancel_club")


def _end(turn: Turn, subscription: Subscription) -> None:
    turn.do("cancel_subscription", subscription=subscription.number)
    until = subscription.paid_until + timedelta(days=turn.rules.club_end_shift_days)
    turn.say("cancelled.club_fee" if turn.rules.cancellation_fee else "cancelled.club", date=long_date(until))
    if turn.rules.thanks:
        turn.say("thanks.member")
    turn.finish()


def _give_month(turn: Turn, subscription: Subscription) -> None:
    opened = turn.do("open_ticket", subject=f"free month for {subscription.number}")
    if opened:
        turn.say("month.given", ticket=opened["ticket"])
    else:
        turn.say("month.promised")
    turn.finish()
