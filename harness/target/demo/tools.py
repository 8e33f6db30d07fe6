"""The tools of the shop's systems: each does one thing in the books and says what came of it. They know no policy."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from .shop import Charge, Order, Shop, plain

Result = tuple[dict[str, Any], bool]
"""What a tool answered, and whether it worked."""


def _missing(what: str, number: str) -> Result:
    return {"error": f"no {what} {number}"}, False


def _pence(amount: str) -> int:
    return int(Decimal(amount) * 100)


def _order_record(order: Order) -> dict[str, Any]:
    record: dict[str, Any] = {
        "order": order.number,
        "item": order.item,
        "amount": plain(order.pence),
        "status": order.status,
    }
    record |= {"arrives": order.arrives.isoformat()} if order.arrives else {}
    record |= {"delivered": order.delivered.isoformat()} if order.delivered else {}
    return record | {
        "delayed": order.delayed,
        "address": order.address,
        "card": order.card,
        "refunded": plain(order.refunded),
    }


def _charge_record(charge: Charge) -> dict[str, Any]:
    record = {
        "charge": charge.number,
        "what": charge.what,
        "period": charge.period,
        "charged_on": charge.charged_on.isoformat(),
    }
    return record | {"amount": plain(charge.pence), "card": charge.card, "refunded": plain(charge.refunded)}


def find_order(shop: Shop, order: str) -> Result:
    """The record of an order."""
    found = shop.order(order)
    return (_order_record(found), True) if found else _missing("order", order)


def find_member(shop: Shop, key: str) -> Result:
    """An account by its email address, number or name, with its orders and subscriptions."""
    member = shop.customer(key)
    if member is None:
        return _missing("account", key)
    subscriptions = [
        {
            "subscription": each.number,
            "name": each.name,
            "status": each.status,
            "paid_until": each.paid_until.isoformat(),
        }
        for each in shop.subscriptions_of(member.number)
    ]
    orders = [order.number for order in shop.orders_of(member.number)]
    found = {
        "customer": member.number,
        "name": member.name,
        "email": member.email,
        "orders": orders,
        "subscriptions": subscriptions,
    }
    return found, True


def find_charges(shop: Shop, customer: str) -> Result:
    """The club payments of a customer."""
    return {"charges": [_charge_record(charge) for charge in shop.charges_of(customer)]}, True


def verify_customer(shop: Shop, postcode: str, order: str | None = None, customer: str | None = None) -> Result:
    """Whether this is the postcode on the order, or on the account."""
    holder = shop.order(order) if order else shop.customer(customer or "")
    matches = holder is not None and _flat(holder.postcode) == _flat(postcode)
    return {"verified": matches}, matches


def _flat(postcode: str) -> str:
    return postcode.replace(" ", "").upper()


def refund_order(shop: Shop, order: str, amount: str, card: str) -> Result:
    """Pay money back for an order."""
    found = shop.order(order)
    if found is None:
        return _missing("order", order)
    shop.change(
        "UPDATE orders SET refunded = refunded + ?, status = 'refunded' WHERE number = ?", _pence(amount), order
    )
    return {"order": order, "refunded": amount, "card": card}, True


def refund_charge(shop: Shop, charge: str, amount: str, card: str) -> Result:
    """Pay a club payment back."""
    if shop.charge(charge) is None:
        return _missing("charge", charge)
    shop.change("UPDATE charges SET refunded = refunded + ? WHERE number = ?", _pence(amount), charge)
    return {"charge": charge, "refunded": amount, "card": card}, True


def cancel_order(shop: Shop, order: str) -> Result:
    """Cancel an order."""
    if shop.order(order) is None:
        return _missing("order", order)
    shop.change("UPDATE orders SET status = 'cancelled' WHERE number = ?", order)
    return {"order": order, "status": "cancelled"}, True


def cancel_subscription(shop: Shop, subscription: str) -> Result:
    """End a subscription; it runs until it is paid."""
    found = shop.subscription(subscription)
    if found is None:
        return _missing("subscription", subscription)
    shop.change("UPDATE subscriptions SET status = 'cancelled' WHERE number = ?", subscription)
    return {"subscription": subscription, "status": "cancelled", "paid_until": found.paid_until.isoformat()}, True


def change_address(shop: Shop, order: str, address: str) -> Result:
    """Send an order to another address."""
    if shop.order(order) is None:
        return _missing("order", order)
    shop.change("UPDATE orders SET address = ?, address_changed = 1 WHERE number = ?", address, order)
    return {"order": order, "address": address}, True


def open_ticket(shop: Shop, subject: str, urgency: str = "normal", order: str | None = None) -> Result:
    """Put something on somebody's desk."""
    number = f"T-{7001 + shop.count('tickets')}"
    shop.change("INSERT INTO tickets VALUES (?, ?, ?, ?)", number, order, urgency, subject)
    return {"ticket": number, "urgency": urgency}, True


def reset_password(shop: Shop, customer: str, send_to: str, minutes: int) -> Result:
    """Send a link with which a new password can be chosen."""
    shop.change("INSERT INTO resets (customer, sent_to, minutes) VALUES (?, ?, ?)", customer, send_to, minutes)
    return {"sent_to": send_to, "minutes": minutes}, True


TOOLS: Mapping[str, Callable[..., Result]] = {
    tool.__name__: tool
    for tool in (
        find_order, find_member, find_charges, verify_customer, refund_order, refund_charge,
        cancel_order, cancel_subscription, change_address, open_ticket, reset_password,
    )
}  # fmt: skip
"""Every tool by the name under which it is recorded."""
