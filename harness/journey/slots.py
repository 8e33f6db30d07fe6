"""The `{slots}` of a journey: how they are written and how their names are compared."""

import re

SLOT = re.compile(r"\{([^{}\n]{1,60})\}")
"""A slot in a text; the group is its name as written."""


def slot_key(name: str) -> str:
    """The name under which a slot finds its column: case, outer and repeated blanks do not matter."""
    return " ".join(name.casefold().split())


def slots_in(text: str) -> tuple[str, ...]:
    """The keys of the slots in this text, in order of first use."""
    if "{" not in text:
        return ()
    return tuple(dict.fromkeys(slot_key(name) for name in SLOT.findall(text)))
