"""What somebody would rather have or do, as a wish: "would rather keep it than pay" is to keep it rather than pay."""

import re

from .lexicon import verb


def rather(what: str) -> str:
    """ "would rather have a coat" -> "a coat", "would rather keep it" -> "to keep it"."""
    having = re.match(
        r"(?:have|get)\s+(?=(?:an?|the|her|his|their|your|my|some|another|one|\d|[£$€])\b)", what, re.IGNORECASE
    )
    if having:
        return what[having.end() :]
    known = verb(what.split(" ", 1)[0])
    does = (known and "base" in known[1]) or _DOES.match(what)
    if not does or " " not in what:
        return what
    return f"to {_THAN.sub(' rather than ', what, count=1)}"


_DOES = re.compile(
    r"(?:pay|stay|wait|come|go|buy|drive|fly|walk|travel|sign|ring|visit|phone|sit|eat|choose|sleep)\s", re.I
)
"""Verbs of what a customer does, that no agent is seen doing."""
_THAN = re.compile(r"(?<!rather)(?<!more)(?<!less)(?<!other)(?<!later)(?<!earlier)\s+than\s+", re.IGNORECASE)
