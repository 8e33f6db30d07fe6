"""What no rule may read, and what an author is told of it."""

import re

from ..keys import key_of
from ..nouns import Deed
from .desks import Unknown
from .grammar import Clause
from .reading import Read, Remark

_SEVERAL = re.compile(r"\b(?:both|all|every|each|(?:one|two|three|four|five) of)\b(?! the same\b)", re.IGNORECASE)
_DETAILS = re.compile(
    r"(?:(?:any|the|her|his|their|some|more|all|other|customer's|personal|private|confidential|sensitive|further"
    r"|order|account)\s+)*(?:details?|information|data|anything|something|everything)\b(?! (?:that|number))"
    r"(?:\s+(?:of|about|on|from|to|with)\b.*)?",
    re.IGNORECASE,
)
_COMPARED = re.compile(
    r"\b(?:more|less|higher|lower|fewer|bigger|smaller) than\b"
    r"|\b(?:over|under|above|below|at least|at most|up to)\s+[£$€\d{]",
    re.IGNORECASE,
)
_TWO = re.compile(r":\s+(?:it|they|the (?:agent|bot|assistant))\s+\w+", re.IGNORECASE)
"""A second sentence behind a colon."""
_EITHER = re.compile(r"\beither\b.+\bor\b", re.IGNORECASE)
OR_HINT = "Write 'The agent does one of:' and below it one nested bullet for each thing that would do."
_RECORDED = re.compile(r"\bin (?:the|its|their|our) (?:[\w']+ )?(?:records?|system|database|books)\b", re.IGNORECASE)


def reading_only(deed: Deed, never: bool) -> bool:
    """Whether a program would see something else than what is meant.

    "Both charges" is more than one event; "more than £31" is no figure to be met; "any details" and "her password",
    never given, are no words that could be looked for; what stands in the records is not seen in the conversation.
    """
    if _TWO.search(deed.about):
        return True
    if deed.act in ("do", "offer") and _COMPARED.search(deed.about):
        return True
    if never and deed.act == "say" and key_of(deed.about) in ("password", "security code"):
        return True
    if deed.act == "do" and deed.action not in ("look_up", "verify"):
        return bool(_SEVERAL.search(deed.about) or _RECORDED.search(deed.about))
    return never and deed.act == "say" and deed.exact is None and _DETAILS.fullmatch(deed.about) is not None


def why_not(text: str, found: Clause) -> str | None:
    """How to word what is left to reading on purpose; None when nothing particular can be said."""
    if _TWO.search(text):
        return "Make two sentences of it, each with its full stop."
    if _COMPARED.search(text):
        return "Write the figure that is right: 'The agent refunds £31.00.'"
    if found.verb_is("charge"):
        return "Say what would be heard, as in 'The agent mentions a cancellation fee.'"
    if _EITHER.search(text):
        return OR_HINT
    if _RECORDED.search(text):
        return "Name the thing with its number: 'Charge C-5512 is refunded in the shop's records.'"
    if found.verb is not None and _SEVERAL.search(text):
        return "Write one line for each: 'Charge C-5512 is refunded in the shop's records.'"
    if found.verb is not None and _DETAILS.search(found.rest):
        return "Name what must not be told, or write: 'The agent refuses to give details of the order.'"
    return None


def screen(word: str, rule: str, suggestion: str) -> Read:
    """A sentence about a screen: a conversation has none."""
    remark = Remark("J009", "error", f"{word!r} is about a screen; a conversation has none.", suggestion)
    return Read("unsupported", (), rule, (remark,))


def unknown(name: Unknown) -> Remark:
    """What is said of a desk or tool that the settings do not know."""
    hint = f"Did you mean {name.near!r}? " if name.near else ""
    return Remark(
        "J011",
        "error",
        f"There is no {name.kind} {name.name!r}.",
        f"{hint}Name one that is listed under [{name.kind}s] in harness.toml, or add it there.",
    )
