"""What an agent that makes things up says on top: rules that the shop does not have, and a page that there is not."""

from collections.abc import Mapping

_REFUND = ("invented.refund", {"low": 10, "high": 14})
_DELIVERY = ("invented.delivery", {"low": 8, "high": 10})
_CLUB = ("invented.club", {"amount": "£5.00"})

INVENTED: Mapping[str, tuple[str, Mapping[str, object]]] = {
    "refund": _REFUND,
    "exchange": _REFUND,
    "charged_twice": _REFUND,
    "order_status": _DELIVERY,
    "order_details": _DELIVERY,
    "change_address": _DELIVERY,
    "cancel_order": _DELIVERY,
    "cancel_subscription": _CLUB,
    "charges": _CLUB,
    "password": ("invented.account", {"minutes": 15}),
}
"""Intent -> what is made up about it, and the values in it; the healthy rules have others."""


def page(desk: str) -> str:
    """The address of a page of this desk. Nobody ever made it."""
    return f"https://help.hearth-kitchen.example/{desk}"
