"""A tool's name -> the class of action that it shows, and the word that shows it."""

import re
from functools import lru_cache
from typing import Final, NamedTuple

from .actions import Action
from .listing import listed

_VERBS: Final[dict[Action, frozenset[str]]] = {
    "look_up": listed("find get look lookup search read fetch retrieve check show query"),
    "verify": listed("verify authenticate identify validate"),
    "refund": listed("reimburse repay"),
    "cancel": listed("cancel stop terminate unsubscribe void"),
    "update": listed(
        "change update set edit modify correct amend replace block unblock freeze unfreeze suspend activate enable"
    ),
    "create": listed("create open add raise"),
    "send": listed("send notify resend"),
    "reset": listed("reset unlock recover"),
}
_NOUN_VERBS: Final[dict[Action, frozenset[str]]] = {
    "look_up": listed("list"),
    "refund": listed("refund credit"),
    "create": listed("book file log new order place"),
    "send": listed("email mail text"),
}
"""Words that are as often the thing that is worked on: a true verb beside them decides ("order_cancel")."""

WORDS_OF: Final[dict[Action, frozenset[str]]] = {
    action: words | _NOUN_VERBS.get(action, frozenset()) for action, words in _VERBS.items()
}
"""Action -> the words in a tool's name that show it."""

_ENDS: Final = listed("end close delete remove deactivate disable")
_CONTRACT: Final = listed(
    "account accounts subscription subscriptions membership member plan contract service order booking reservation"
    " appointment trial"
)
"""To end, close or delete is to cancel only when it is one of these; to delete anything else is to change it."""
_CHANGES: Final = listed("delete remove deactivate disable")
_ONLY_LOOKS: Final = listed("quote preview lookup estimate simulate simulation check count eligibility")
"""Words of tools that change nothing, whatever else they name: `refund_quote`, `preview_cancel`."""
_NOUNS_OF_A_POLICY: Final = listed("refund credit order cancellation")
""" `refund_policy` is read; `cancel_policy` ends an insurance."""
_HUMP = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")


class Shown(NamedTuple):
    """What a tool's name shows."""

    action: Action | None
    objects: str
    """The words for what it works on."""


def name_words(tool: str) -> tuple[str, ...]:
    """The words of a tool's name, humps split: cancelOrder -> cancel, order."""
    return tuple(re.findall(r"[a-z]+", _HUMP.sub("_", tool).lower()))


@lru_cache(maxsize=1024)
def shown_by(tool: str) -> Shown:
    """The class of action that a tool's name shows, None when no word of it does, and what it works on."""
    words = name_words(tool)
    if _looks(words):
        return Shown("look_up", " ".join(words))
    for table in (_VERBS, _NOUN_VERBS):
        for word in words:
            action = _action(word, words) if table is _VERBS else None
            action = action or next((one for one, verbs in table.items() if word in verbs), None)
            if action:
                # A verb that is a noun too may be what the tool works on: `order_item`.
                rest = words if table is _NOUN_VERBS else [other for other in words if other != word]
                return Shown(action, " ".join(rest))
    return Shown(None, " ".join(words))


def _looks(words: tuple[str, ...]) -> bool:
    if words[:1] == ("list",) or _ONLY_LOOKS & frozenset(words):
        return True
    return words[-1:] == ("policy",) and words[-2:-1] != () and words[-2] in _NOUNS_OF_A_POLICY


def _action(word: str, words: tuple[str, ...]) -> Action | None:
    if word not in _ENDS:
        return None
    if _CONTRACT & frozenset(words):
        return "cancel"
    return "update" if word in _CHANGES else None
