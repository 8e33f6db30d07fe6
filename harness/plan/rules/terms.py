"""The terms on which the customer would settle: what alone is possible, what would be best, what is not."""

import re
from collections.abc import Sequence

from harness.text.caseless import Caseless

from ..nouns import AnyItem, Want
from .clauses import read_clause
from .grammar import bare
from .reading import Context
from .ties import masked
from .wishes import CUSTOMER

_ONLY = Caseless(
    r"only\s+(?P<what>[\w' -]{2,60}?)\s+(?:(?:is|are|would be|will be)\s+(?:possible|any (?:good|use)|good|fine|ok"
    r"|okay|all right"
    r"|suitable|convenient|acceptable|free)|suits?|works?|will do|would do|is an option|are an option)"
    r"(?:\s+(?:for\s+)?(?:her|him|them|you|me))?(?P<not>,?\s+(?:and|but)\s+(?:not"
    r"|never)\s+(?:on\s+)?(?P<no>[\w' -]{2,60}))?",
)
_IDEALLY = Caseless(
    rf"(?:ideally|preferably|if possible|if at all possible|at best|given the choice),?\s+"
    rf"(?:(?:{CUSTOMER}|(?-i:[A-Z])[\w'-]+)\s+)(?:(?:would|could|can|will|'d)\s+)?(?:like to\s+|want to\s+"
    rf"|wants to\s+)?"
    r"(?P<what>(?!is\b|are\b|was\b|were\b|has\b|had\b|would\b|prefer)[a-z]+(?<!ed)\b.*)",
)
_BUT_NOT = Caseless(
    r",?\s+but\s+(?:never|not|no)\s+(?P<no>(?:to |on |in |by |at |for |with )?(?:an?|the|any|in|on|by|at"
    r"|for)?\s*[\w'£$€. -]{2,80})\Z",
)


_NOT_SO = Caseless(
    r",\s+not\s+(?P<no>(?:(?P<so>in|by|to|on|for|with|at|from|as)\s+(?!do\b|be\b|have\b)|an?\s+)[\w' -]{2,60})\Z",
)


def terms(text: str, context: Context) -> Sequence[AnyItem]:
    """ "Only afternoons are possible.", "Ideally they keep the room.", "She wants money, not a voucher." """
    if match := _ONLY.fullmatch(text):
        no = (_want(match["no"], context, accepts=False),) if match["no"] else ()
        return (_want(f"only {bare(match['what'])}", context), *no)
    if match := _IDEALLY.fullmatch(text):
        return (_want(f"to {_base(match['what'])}", context),)
    if match := _BUT_NOT.search(masked(text)):
        name, items = read_clause(bare(text[: match.start()]), context)
        if name in ("preferred", "wanted") and items:
            return (*items, _want(match["no"], context, accepts=False))
    if (match := _NOT_SO.search(masked(text))) and (split := _split_wish(text, match, context)):
        return split
    return ()


def _split_wish(text: str, match: re.Match[str], context: Context) -> Sequence[AnyItem]:
    """ "compensation in money, not in miles" -> the wish, and the same thing in miles refused."""
    name, items = read_clause(bare(text[: match.start()]), context)
    wish = next((item for item in items if isinstance(item, Want) and item.accepts), None)
    if name not in ("preferred", "wanted") or wish is None:
        return ()
    place = re.search(rf"\b{match['so']}\b", wish.about, re.IGNORECASE) if match["so"] else None
    if match["so"] and place is None:
        return ()
    no = f"{wish.about[: place.start()]}{match['no']}" if place else match["no"]
    return (*items, _want(no, context, accepts=False))


def _want(about: str, context: Context, *, accepts: bool = True) -> Want:
    return Want(**context.base, role="constraint", about=bare(about), accepts=accepts)


def _base(predicate: str) -> str:
    """The predicate as it goes with "to": "keeps the room" -> "keep the room"."""
    verb, space, rest = predicate.partition(" ")
    plain = re.sub(r"(?<=[^aeious])ies\Z", "y", verb)
    if plain == verb:
        plain = re.sub(r"(?:(?<=sh)|(?<=ch)|(?<=x)|(?<=ss))es\Z|(?<=[^s])s\Z", "", verb)
    return f"{plain}{space}{rest}"
