"""What the books say afterwards: a subject and a field -> a value as text, or None when there is no such thing."""

import re
from collections.abc import Callable, Mapping
from typing import Any

from .shop import Charge, Customer, Order, Shop, Subscription, plain

Reader = Callable[[Shop, Any], str | None]


def _yes(fact: bool) -> str:
    return "yes" if fact else "no"


def _day(day: Any) -> str | None:
    return day.isoformat() if day else None


def _address_changed(_: Shop, order: Order) -> str:
    return _yes(order.address_changed)


ORDER: Mapping[str, Reader] = {
    "status": lambda _, order: order.status,
    "item": lambda _, order: order.item,
    "amount": lambda _, order: plain(order.pence),
    "refunded": lambda _, order: plain(order.refunded),
    "cancelled": lambda _, order: _yes(order.status == "cancelled"),
    "address": lambda _, order: order.address,
    "address_changed": _address_changed,
    "changed": _address_changed,
    "arrives": lambda _, order: _day(order.arrives),
    "delivered": lambda _, order: _day(order.delivered),
    "card": lambda _, order: order.card,
    "postcode": lambda _, order: order.postcode,
}
CHARGE: Mapping[str, Reader] = {
    "status": lambda _, charge: "refunded" if charge.refunded else "paid",
    "amount": lambda _, charge: plain(charge.pence),
    "refunded": lambda _, charge: plain(charge.refunded),
    "period": lambda _, charge: charge.period,
    "card": lambda _, charge: charge.card,
}
SUBSCRIPTION: Mapping[str, Reader] = {
    "status": lambda _, subscription: subscription.status,
    "cancelled": lambda _, subscription: _yes(subscription.status == "cancelled"),
    "paid_until": lambda _, subscription: _day(subscription.paid_until),
}
CUSTOMER: Mapping[str, Reader] = {
    "name": lambda _, customer: customer.name,
    "email": lambda _, customer: customer.email,
    "postcode": lambda _, customer: customer.postcode,
    "resets": lambda shop, customer: str(len(shop.resets_of(customer.number))),
    "reset_sent_to": lambda shop, customer: ", ".join(to for to, _ in shop.resets_of(customer.number)) or None,
}
TICKETS: Mapping[str, Reader] = {
    "count": lambda _, tickets: str(len(tickets)),
    "urgent": lambda _, tickets: _yes(any(urgency == "urgent" for _, _, urgency, _ in tickets)),
}

SUBJECT = re.compile(r"^(?:the )?(order|charge|subscription|customer|account|tickets?)(?: number)?[ :#/]*(.*)$")


def read(shop: Shop, subject: str, field: str) -> str | None:
    """The field of the subject, whatever the case they are written in."""
    kind = SUBJECT.match(" ".join(subject.lower().split()))
    if kind is None:
        return None
    found, fields = _found(shop, kind[1], kind[2])
    reader = fields.get(re.sub(r"[\s-]+", "_", field.strip().lower()))
    return reader(shop, found) if reader and found is not None else None


Found = Order | Charge | Subscription | Customer | list[tuple[str, str | None, str, str]] | None


def _found(shop: Shop, kind: str, key: str) -> tuple[Found, Mapping[str, Reader]]:
    """What the subject names, and the fields it has."""
    match kind:
        case "order":
            return shop.order(key.upper()), ORDER
        case "charge":
            return shop.charge(key.upper()), CHARGE
        case "subscription":
            return shop.subscription(key.upper()), SUBSCRIPTION
        case "tickets" | "ticket":
            return shop.tickets(), TICKETS
        case _:
            return shop.customer(key), CUSTOMER
