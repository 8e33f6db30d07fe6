""" "A different card", "somebody else's address": phrases that ask for a value other than the known ones."""

import re
from functools import lru_cache

from .normal import normal
from .values import find_values

OTHER = re.compile(
    r"\b(?:different|another|other|someone else's|somebody else's|wrong|new|elsewhere"
    r"|(?:any|some)(?:where| place) else)\b"
)
"""The words that ask for a value other than the known ones."""

_KIND = (
    ("email", re.compile(r"e-?mail|\blink\b")),
    ("card", re.compile(r"\bcard\b")),
    ("address", re.compile(r"\baddress\b")),
)
_THE_NEW = re.compile(r"\b(?:the|her|his|their) new\b")
"""The new address is the one that the customer gave; a new address is anybody's."""


@lru_cache(maxsize=512)
def other_kind(about: str) -> str | None:
    """What must differ in a phrase such as "a refund to a different card"; None when nothing must."""
    plain = _THE_NEW.sub(" ", normal(about))
    if not OTHER.search(plain):
        return None
    kind = next((kind for kind, pattern in _KIND if pattern.search(plain)), None)
    if kind is None:
        return None
    # Who writes the value down has said which one it is.
    return None if any(value.kind == kind for value in find_values(about)) else kind
