""" "A different card": a value that neither the customer nor any look-up had named."""

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

from harness.text.normal import normal
from harness.text.values import find_values

from .calls import action_of, facts
from .nouns import Turn

OTHER = re.compile(r"\b(?:different|another|other|someone else's|somebody else's|wrong|new)\b")
"""The words that ask for a value other than the known ones."""

_KIND = (
    ("email", re.compile(r"e-?mail|\blink\b")),
    ("card", re.compile(r"\bcard\b")),
    ("address", re.compile(r"\baddress\b")),
)
_THE_NEW = re.compile(r"\b(?:the|her|his|their) new\b")
"""The new address is the one that the customer gave; a new address is anybody's."""
_CARD = re.compile(r"\bcard\b[^.!?\d]{0,40}(\d{4})\b|\bending(?: in)? (\d{4})\b")


@lru_cache(maxsize=512)
def other_kind(about: str) -> str | None:
    """What must differ in a phrase such as "a refund to a different card"; None when nothing must."""
    plain = _THE_NEW.sub(" ", normal(about))
    if not OTHER.search(plain):
        return None
    kind = next((kind for kind, pattern in _KIND if pattern.search(plain)), None)
    # Who writes the value down has said which one it is.
    return None if any(value.kind == kind for value in find_values(about)) else kind


def other_value(kind: str, texts: Iterable[str], turn: Turn, before: Sequence[Turn]) -> str | None:
    """A value of this kind in the texts that neither the customer nor a look-up had named; None when all were known."""
    known = " ".join(_known(turn, before))
    for text in texts:
        for value in _of_kind(kind, text):
            if value not in known:
                return value
    return None


def _of_kind(kind: str, text: str) -> list[str]:
    plain = normal(text)
    if kind == "card":
        return [one or two for one, two in _CARD.findall(plain)]
    return [normal(value.text) for value in find_values(text) if value.kind == kind]


def _known(turn: Turn, before: Sequence[Turn]) -> Iterable[str]:
    for earlier in [*before, turn]:
        yield normal(earlier.customer.text)
        for event in earlier.reply.events or ():
            if event.kind == "tool" and action_of(event.name) in ("look_up", "verify"):
                yield normal(" ".join(facts(event.result or {})))
