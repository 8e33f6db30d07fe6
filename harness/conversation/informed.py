"""Whether words answer what a customer came to be told: "where is it" by a day or by "on its way"."""

import re

from harness.text.normal import content, normal
from harness.text.values import find_values

from .sighting import ENOUGH

TO_KNOW = re.compile(r"^(?:to )?(?:know|find out|ask|check|hear|learn|understand|information|an? (?:answer|update))\b")
ASKING = frozenset(content("know find out ask check hear learn understand where when whether"))
_WHERE = re.compile(
    r"(?:where|when|whether|if|what has (?:happened|become)|what happened|how (?:long|soon)"
    r"|the (?:whereabouts|status|state))\b"
)
_SENT = re.compile(
    r"\b(?:order|parcel|package|packages|delivery|deliveries|parcels|letter|it|they|them|this|that|things?|items?)\b"
    r"|\b(?:arriv|deliver|ship|dispatch|sent|come)"
)
"""What is sent to a customer, when it has no other name than that."""
_UNDER_WAY = re.compile(
    r"\b(?:on (?:its|the|their) way|in transit|out for delivery|with the (?:courier|carrier|driver|post)"
    r"|(?:has|have|was|were|is|are|been) (?:already |now |just )?(?:dispatched|shipped|delivered|sent|posted"
    r"|collected|lost|delayed)"
    r"|still in the warehouse|(?:will|should|due to) (?:arrive|be delivered|be with you|come)|arrives?)\b"
)


def answers(words: str, wish: str, matter: frozenset[str]) -> bool:
    """Most of what was asked, or a figure about the customer's matter: "where are they" names nothing itself.

    `wish` is the want without its subject: "to know where his order is"; `matter`: the content words of what they
    came about. Who asks after something that was sent is answered by how far it has come, whatever it is called.
    """
    asked = TO_KNOW.sub("", normal(wish)).strip()
    wanted, heard = frozenset(content(asked)), frozenset(content(words))
    figures = any(value.kind != "number" for value in find_values(words))
    if not wanted or len(wanted & heard) >= ENOUGH * len(wanted) or (figures and bool(heard & matter)):
        return True
    return bool(_WHERE.match(asked) and _SENT.search(asked) and _UNDER_WAY.search(normal(words)))
