"""Several things given in one breath: "his email, tom@example.com, and his postcode, M4 5JD" -> one fact for each."""

import re
from collections.abc import Iterable

from ..keys import KEYS, key_in
from ..nouns import Fact
from .grammar import bare

_OWN = r"(?:her|his|their|your|my|the|its)"
_KEY = "|".join(pattern for _, pattern in KEYS)
_NEXT = re.compile(
    rf"(?:\s*,\s*(?:and\s+|as well as\s+)?|\s+and\s+|\s*;\s*)(?:{_OWN}\s+)?(?P<key>(?:{_KEY})"
    rf"|(?<=\s){_OWN}\s+(?:[a-z]+ ){{1,2}}(?:number|code|id|reference))\b"
    r"(?:\s*[,:(]\s*|\s+(?:is\s+)?(?=[\w.+-]*[\d@{]))",
    re.IGNORECASE,
)
"""Where the next thing begins: what it is called, and what stands before its value."""
_ASIDE = re.compile(
    r"\s*[,(–—]\s*(?:which|who|that|but|although|though|even though|because|since|as she|as he|so)\s+\w.*",
    re.IGNORECASE,
)
"""What is said of a value behind it: "W-1070, which she has to look up first"."""


_BRACKETED = re.compile(rf"\b(?P<key>{_OWN}\s+(?:{_KEY}))\s*\((?P<value>[^()]{{1,120}})\)(?P<comma>,?)", re.IGNORECASE)


def unbracketed(text: str) -> str:
    """The text with "his email (tom@example.com)" as "his email, tom@example.com,"."""
    if "(" not in text:
        return text
    return _BRACKETED.sub(lambda found: f"{found['key']}, {found['value']},", text).rstrip(",")


_OF_ANOTHER = re.compile(
    r"(?:(?:the|her|his|their|your|my)\s+)?(?P<whose>(?P<who>[\w-]+)(?:'s|s')\s+(?P<what>[\w -]{2,40}))", re.IGNORECASE
)


def of_another(what: str, names: Iterable[str]) -> str | None:
    """What is asked for of somebody else, "employer's name": it is no answer to a question for the customer's own."""
    match = _OF_ANOTHER.fullmatch(what.strip())
    own = ("customer", "user", "caller", *(name.casefold() for name in names))
    if not match or match["who"].casefold() in own or not key_in(match["what"]):
        return None
    return match["whose"].casefold()


def each(fact: Fact) -> tuple[Fact, ...]:
    """The facts that one fact's value holds: its own, and each further thing that is named with its value in it."""
    value = fact.value
    if not fact.known or not fact.key or not value or not ("," in value or " and " in value or ";" in value):
        return (fact,)
    found = list(_NEXT.finditer(value))
    starts = [0, *(match.end() for match in found)]
    ends = [*(match.start() for match in found), len(value)]
    values = [_itself(value[start:end]) for start, end in zip(starts, ends, strict=True)]
    if not all(values):
        return (fact,)
    keys = [fact.key, *(key_in(match["key"]) or _without_owner(match["key"]) for match in found)]
    return tuple(fact.model_copy(update={"key": key, "value": one}) for key, one in zip(keys, values, strict=True))


def _itself(value: str) -> str:
    """The value without brackets and without what is told of it."""
    plain = bare(value)
    aside = _ASIDE.search(plain) if plain[:1] not in '"“' else None
    return bare(plain[: aside.start()] if aside else plain).rstrip(")") if "(" not in plain else plain


def _without_owner(words: str) -> str:
    return re.sub(rf"^{_OWN}\s+", "", words, flags=re.IGNORECASE).casefold()
