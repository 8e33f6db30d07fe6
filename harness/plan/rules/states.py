"""Sentences about the world afterwards: "Charge C-5512 is refunded in the shop's records."."""

import re
from dataclasses import dataclass
from typing import Literal

from harness.text.caseless import Caseless
from harness.text.values import find_values

RECORDS = Caseless(r",?\s+(?:in|according to) (?:the|its|their|our) (?:[\w']+ )?(?:records?|system|database|books)\b")
"""Where it must read so: "in the shop's records"."""
_OPENING = Caseless(
    r"(?:(?:in|according to) (?:the|its|their|our) (?:[\w']+ )?(?:records?|system|database|books)"
    r"|afterwards|in the end|at the end(?: of the conversation)?|after the conversation),?\s+",
)
_AFTER = Caseless(r",?\s+(?:afterwards|in the end|at the end(?: of the conversation)?)\b")
_KIND = (
    r"(?:order|charge|subscription|ticket|customer|account|reservation|booking|invoice|payment|refund|claim"
    r"|case|parcel|"
    r"shipment|delivery|dispute|card|complaint|policy|appointment|loan|contract|line|item|return)"
)
_SUBJECT = (
    rf"(?:the )?(?P<subject>(?P<kind>{_KIND}) (?:number |no\.? )?(?P<id>[#\w@.+-]{{1,80}}|\{{[^{{}}]{{1,60}}\}}))"
)
_READS = (
    r"(?:(?:should |must |will )?(?:be|have been|become|show as|read)|is|was|has been|had been|gets?|got|becomes?"
    r"|became|(?:shows?|counts?|is (?:shown|listed|marked|recorded|registered))(?: up)? as|reads?|stays|remains)"
)
"""How a sentence leads to what a record says."""

_FIELD_OF = Caseless(
    rf"(?:the )?(?P<field>[a-z][a-z ]{{1,30}}?) of {_SUBJECT} {_READS}\s+(?P<rest>.+)",
)
_POSSESSIVE = Caseless(
    rf"{_SUBJECT}'s (?P<field>[a-z][a-z ]{{1,30}}?) {_READS}\s+(?P<rest>.+)",
)
_DIRECT = re.compile(rf"{_SUBJECT} {_READS}\s+(?P<rest>.+)", re.IGNORECASE)
_HAS_STATUS = Caseless(rf"{_SUBJECT} (?:has|is in|shows) (?:the |a )?status (?:of )?(?P<rest>.+)")
_NOT = re.compile(r"(?:not|never|no longer|still not|not yet)\s+", re.IGNORECASE)
_CHANGED = re.compile(r"(?:changed|updated|modified|different|edited)\Z", re.IGNORECASE)
_UNCHANGED = re.compile(r"(?:unchanged|the same(?: as before)?|left alone)\Z", re.IGNORECASE)
_BY_AGENT = re.compile(r"\bby (?:the )?(?:agent|bot|assistant)\b", re.IGNORECASE)
_PARTICIPLE = re.compile(r"(?P<word>[a-z]+(?:ed|ent|id))\b\s*(?P<rest>.*)", re.IGNORECASE)
_CHANGED_TO = re.compile(r"(?:changed|updated|set|moved|switched|corrected|amended) to (?P<value>.+)", re.IGNORECASE)
_SAME_FIELD = re.compile(r"(?:delivery|shipping|postal|home|current|new) (?=address\Z)")
"""An order has one address, whatever it is called."""
_YES_NO_FIELDS = {"cancelled": "cancelled", "canceled": "cancelled", "refunded": "refunded"}


@dataclass(frozen=True)
class World:
    """A field of something, and what it must read."""

    subject: str
    field: str
    op: Literal["is", "is_not", "changed"]
    value: str
    negated: bool = False
    """Only for changed: the sentence says that it is not."""


def world(text: str) -> World | None:
    """The state that a sentence describes; None when it names nothing that could be looked up."""
    if _BY_AGENT.search(text):
        return None
    plain = _AFTER.sub("", RECORDS.sub("", _OPENING.sub("", text))).strip().rstrip(".!")
    if match := _FIELD_OF.fullmatch(plain) or _POSSESSIVE.fullmatch(plain):
        return _field(match) if _is_id(match) else None
    if (held := _HAS_STATUS.fullmatch(plain)) and _is_id(held):
        return World(_subject(held), "status", "is", held["rest"])
    match = _DIRECT.fullmatch(plain)
    return _direct(match) if match and _is_id(match) else None


def _is_id(match: re.Match[str]) -> bool:
    """Whether what follows the noun names one thing: a number, a code, an e-mail address or a slot."""
    name = match["id"]
    return (
        name.startswith("{")
        or "@" in name
        or any(mark.isdigit() for mark in name)
        or any(value.kind == "id" for value in find_values(name))
    )


def _subject(match: re.Match[str]) -> str:
    return f"{match['kind'].casefold()} {match['id']}"


def _field(match: re.Match[str]) -> World | None:
    rest, negated = _denied(match["rest"])
    name = _SAME_FIELD.sub("", " ".join(match["field"].casefold().split()))
    if (moved := _CHANGED_TO.fullmatch(rest)) is not None:
        rest = moved["value"]
    if _CHANGED.fullmatch(rest):
        return World(_subject(match), name, "changed", "", negated)
    if _UNCHANGED.fullmatch(rest):
        return World(_subject(match), name, "changed", "", not negated)
    return World(_subject(match), name, "is_not" if negated else "is", rest)


def _direct(match: re.Match[str]) -> World | None:
    rest, negated = _denied(match["rest"])
    op: Literal["is", "is_not"] = "is_not" if negated else "is"
    if _CHANGED.fullmatch(rest):
        return World(_subject(match), "status", "changed", "", negated)
    done = _PARTICIPLE.fullmatch(rest)
    if not done:
        return World(_subject(match), "status", op, rest) if re.fullmatch(r"[a-z -]{2,30}", rest) else None
    word = done["word"].casefold()
    field = _YES_NO_FIELDS.get(word)
    if field:
        return World(_subject(match), field, op, done["rest"] or "yes")
    if done["rest"]:
        return None
    return World(_subject(match), "status", op, word)


def _denied(rest: str) -> tuple[str, bool]:
    match = _NOT.match(rest)
    return (rest[match.end() :].strip(), True) if match else (rest.strip(), False)
