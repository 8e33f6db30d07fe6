"""What the customer knows, keeps back or does not know."""

import re
from typing import Literal

from harness.text.caseless import Caseless
from harness.text.values import find_values

from ..keys import key_in
from ..nouns import Fact
from .grammar import bare
from .not_known import out_of_reach, unknown
from .reading import Context
from .several import each, of_another, unbracketed

_OWN = r"(?:her|his|their|your?|my|the|its)"
_IS = Caseless(rf"\b{_OWN}\s+(?P<key>(?:[\w'/-]+\s+){{0,4}}?[\w'/-]+)\s*(?:\s(?:is|are)\s+|:\s*)(?P<value>[^\s].*)")
_LABEL = re.compile(r"(?P<key>[A-Za-z][\w /-]{1,30}):\s*(?P<value>\S.*)")
_GIVES = Caseless(
    rf"\b(?:gives?|provides?|shares?|reveals?|tells?|mentions?|offers?|discloses?|hands? over"
    rf"|hand out)\s+(?:(?:the agent|it|them)\s+)?(?:{_OWN}\s+)?(?P<key>[\w' -]{{2,40}}?)"
    rf"(?:\s*(?:,|:|\("
    rf"|\bis\b)\s*(?P<value>[^,()]+(?:,\s*[^,()]+)*?)\s*\)?)?(?:,?\s*(?P<only>(?:but )?only)?\s*\b(?P<when>if"
    rf"|when|once|after|unless|until)\b.*)?\Z",
)
_NOT = re.compile(r"\b(?:not|never|won't|doesn't|don't|refuses to|unwilling to)\b", re.IGNORECASE)
_ASKED_ONLY = Caseless(
    r"\bonly (?:the )?(?:direct questions|information (?:the agent|that))|\bonly (?:answers?|provides?|gives?"
    r"|mentions?|reveals?|shares?|says?|tells?)\b|\b(?:answers?|provides?|gives?|reveals?) only\b|"
    r"(?:\bnot|\bnever|n't)\s+(?:want to |wish to |like to )?(?:volunteer|reveal|give away|disclose|mention"
    r"|bring (?:it|this|that) up|share)\b|"
    r"\bonly (?:if|when) (?:you are |she is |he is |they are |directly |explicitly |specifically )*asked\b"
    r"|\bonly mention this\b|\bwhen (?:directly )?asked\b",
)
_WHEN_ASKED = (
    r"(?:(?:but )?(?:only )?(?:if|when|once|unless|until|before) (?:(?:she|he|they|you) (?:is|are) )?(?:directly "
    r"|explicitly"
    r" |specifically |expressly )*(?:asked|prompted|requested|pressed)(?: (?:for|about|directly)(?: (?:it|this"
    r"|that))?)?"
    r"|(?:but )?(?:only )?(?:up)?on request|(?:but )?(?:only )?(?:if|when|once|unless|until) (?:the agent|the bot"
    r"|they|somebody"
    r"|someone|it) (?:asks?|brings?|wants?|needs?|requests?|insists?|raises?)\b.*)"
)
_ONLY_ASKED = re.compile(rf"\s*[(,;–—-]\s*{_WHEN_ASKED}\)?\s*\Z", re.IGNORECASE)
_ON_REQUEST = Caseless(rf",?\s+(?P<asked>{_WHEN_ASKED})\s*\Z")
_KEEPS = Caseless(
    r"\b(?:keep|hold)(?:s|ing)?\s+(?:(?:quiet|silent|mum)\s+(?:about|on)\s+(?P<quiet>.+)|back\s+(?P<back>.+)"
    r"|(?P<what>.+?),?\s+(?:to (?:her|him|them|your|my)sel(?:f|ves)|back|quiet|secret|private|hidden)\b)",
)
_WITHHOLDS = Caseless(
    r"\b(?:does not|doesn't|do not|don't|will not|won't|would (?:rather|sooner|prefer) not(?: to)?|never"
    r"|prefers? not to"
    r"|is (?:reluctant|unwilling) to|are (?:reluctant|unwilling) to|refuses? to|without)\s+(?:ever |want to "
    r"|wish to |like to )?"
    r"(?:volunteer(?:s|ing)?|mention(?:s|ing)?|reveal(?:s|ing)?|disclos(?:es?|ing)|let on|lets on|admits?"
    r"|gives? away|brings? up"
    r"|talks? about|(?P<says>says?|tell(?:s|ing)?(?: the agent| them| it)?|shares?))\s+(?:to the agent "
    r"|that )?(?P<what>.+)",
)
_SAYS_NO = re.compile(r"(?:yes|no|please|thank|thanks|much|anything else|sorry)\b", re.IGNORECASE)
_TYPED = ("id", "email", "phone", "postcode", "money", "date")


def facts(text: str, context: Context) -> tuple[Fact, ...]:
    """The facts of one clause, keyed by what an agent would ask for; empty when it is not of that kind."""
    for rule in (_listed, out_of_reach, unknown, _withheld, _given, _ends_in, _named):
        if found := rule(text, context):
            return tuple(one for fact in found for one in each(fact))
    return ()


def beside(text: str, context: Context) -> tuple[Fact, ...]:
    """Values beside their key in a clause about something else: "cancel my flight (reservation number PEP4E0)"."""
    return _within(text, context)


def wanted_address(text: str, context: Context) -> tuple[Fact, ...]:
    """ "He wants the parcel to go to 7 Park Lane, Leeds": asked for the new address, he can give it."""
    whole = whole_address(text)
    return (Fact(**context.base, key="address", value=whole),) if whole else ()


def whole_address(text: str) -> str | None:
    """The first address in a text, with its town and postcode: "5 Kiln Lane, York, YO1 9AB"; None without one."""
    values = find_values(text)
    found = next((value for value in values if value.kind == "address"), None)
    if found is None:
        return None
    town = _TOWN.match(text, found.end)
    end = town.end() if town else found.end
    for code in values:
        # Part of a postcode may have been taken for the town: "York, YO1" before " 9AB".
        if code.kind == "postcode" and found.end <= code.start <= end + 2 and text[end : code.start].strip(", ") == "":
            end = max(end, code.end)
    return text[found.start : end]


_TOWN = re.compile(r"(?:, [A-Z][\w'-]+(?: [A-Z][\w'-]+)*){1,3}")


def given(text: str, context: Context) -> tuple[Fact, ...]:
    """The facts in "she gives her postcode, SW1A 1AA"."""
    return tuple(one for fact in (_given(text, context) or _named(text, context))[:1] for one in each(fact))


def _withheld(text: str, context: Context) -> tuple[Fact, ...]:
    """ "She keeps her age to herself until asked.", "He does not say that he opened the box unless asked." """
    request = _ON_REQUEST.search(text)
    told = text[: request.start()] if request else text
    match = _KEEPS.search(told) or _WITHHOLDS.search(told)
    if not match:
        return ()
    if match.re is _WITHHOLDS.full and (
        _SAYS_NO.match(match["what"]) or (match["says"] and not request and not _private(match))
    ):
        return ()
    what = bare(match["what"] or (match["quiet"] or match["back"] if match.re is _KEEPS.full else ""))
    reveal: Literal["if_asked", "never"] = "if_asked" if request else "never"
    key = of_another(what, context.people.names) or key_in(what)
    beside_it = _BESIDE_KEY.search(what) if key else None
    value = bare(beside_it["value"]) if beside_it else _value_beside(what) if key else what
    return (Fact(**context.base, key=key, value=value, reveal=reveal),)


_BESIDE_KEY = re.compile(r"(?:,|:|\(|\bis\b)\s*(?P<value>[^()]+)")


def _says_no(match: re.Match[str], kept: bool) -> bool:
    """Whether something merely goes unsaid: "never says please", "does not tell them why" without "unless asked"."""
    return bool(_SAYS_NO.match(match["what"])) or (match["says"] is not None and not kept)


def _private(match: re.Match[str]) -> bool:
    """Whether what is not said is held back, and not only left unsaid: "would rather not say", "never shares her"."""
    return bool(_PRIVATELY.search(match[0]))


_PRIVATELY = re.compile(
    r"\b(?:(?:rather|sooner|prefer|reluctant|unwilling|refuse)|(?:won't|will not|never) (?:share|reveal|disclose"
    r"|give away))",
    re.IGNORECASE,
)


def _given(text: str, context: Context) -> tuple[Fact, ...]:
    text = unbracketed(text)
    request = _ON_REQUEST.search(text)
    match = _GIVES.search(text[: request.start()] if request else text)
    key = (of_another(match["key"], context.people.names) or key_in(match["key"])) if match else None
    if not match or key is None or _NOT_GIVEN.match(match["key"]):
        return _kept_back(text, context)
    value = bare(match["value"]) if match["value"] else _value_beside(match["key"])
    asked = (
        request
        or match["when"] is not None
        or re.search(r"\bonly\b", text[: match.start("key")], re.IGNORECASE) is not None
    )
    if _NOT.search(text[: match.start("key")]):
        return (Fact(**context.base, key=key, value=value, reveal="if_asked" if asked else "never"),)
    return (Fact(**context.base, key=key, value=value, reveal="if_asked" if asked else "when_relevant"),)


_NOT_GIVEN = re.compile(r"(?:an?|one|two|no|some|any|the same)\s", re.IGNORECASE)
""" "They share one e-mail address": what is had in common, and not handed over."""


def _value_beside(key: str) -> str | None:
    """ "account number 88213" -> 88213."""
    found = find_values(key)
    return found[0].text if found else None


def _kept_back(text: str, context: Context) -> tuple[Fact, ...]:
    if not _ASKED_ONLY.search(text):
        return ()
    label = _ONLY_ASKED.search(text)
    if named := _named(text[: label.start()].strip() if label else text, context):
        return tuple(fact.model_copy(update={"reveal": "if_asked"}) for fact in named)
    key = key_in(text)
    return (
        Fact(**context.base, key=key, value=(_value_beside(text) if key else None) or bare(text), reveal="if_asked"),
    )


def _ends_in(text: str, context: Context) -> tuple[Fact, ...]:
    """ "Her account ends in 4471": as much of a number as the customer knows."""
    match = _ENDS_IN.fullmatch(text)
    if not match:
        return ()
    thing = match["thing"]
    key = key_in(f"{thing} number") or key_in(thing) or f"{thing.casefold()} number"
    return (Fact(**context.base, key=key, value=f"ending in {bare(match['value'])}"),)


_ENDS_IN = Caseless(
    rf"{_OWN}\s+(?P<thing>[\w' -]{{2,40}}?)(?: number)?\s+(?:is )?(?:ends?|ending|finishes)\s+(?:in|with)\s+"
    r"(?:the (?:digits|numbers?) )?(?P<value>\{[^{}]+\}|[\d ]{2,12})",
)


def _named(text: str, context: Context) -> tuple[Fact, ...]:
    """ "Her order number is W-1042", "Your email: a@example.com", "(zip code 28236)"."""
    match = _IS.search(text) or _LABEL.fullmatch(text)
    if match:
        words, value = bare(match["key"]), bare(match["value"])
        key = _told_apart(key_in(words), words)
        if key and _is_value(key, value):
            return (Fact(**context.base, key=key, value=value),)
        if key is None and match.re is _LABEL and not _worth_a_key(words, value) and _entry(words, value):
            return (Fact(**context.base, key=words.casefold(), value=value),)
        if key is None and _IDENTIFIER.search(words) and _ONE_MARK.fullmatch(value) and not _WISHED.search(words):
            return (Fact(**context.base, key=words.casefold(), value=value),)
        if key is None and _worth_a_key(words, value):
            return (Fact(**context.base, key=_numbered(words.casefold(), value), value=value),)
    return ()


_IDENTIFIER = re.compile(r"[\w'-]\s(?:ids?|codes?|numbers?|references?)\Z", re.IGNORECASE)
_ONE_MARK = re.compile(r"[^\d\s]*\d\S*|\{\w+\}")
"""What an agent asks for by its name, and a value in one piece: "Her ride ID is 473"."""


def _told_apart(key: str | None, words: str) -> str | None:
    """The key of the thing as it was before, which an agent who asks for the thing does not mean."""
    return f"old {key}" if key and _FORMER.search(words) else key


_FORMER = re.compile(r"\b(?:old|previous|former)\b", re.IGNORECASE)


def _numbered(words: str, value: str) -> str:
    """What an agent would ask for: "the booking is H-2207" gives the booking number."""
    kind = find_values(value)[0].kind
    if kind == "phone" and words == "number":
        return "phone number"
    if kind == "id" and re.fullmatch(r"[a-z]+", words) and words not in _CODES:
        return key_in(f"{words} number") or f"{words} number"
    return words


_CODES = frozenset(("number", "code", "reference", "id", "pin", "key", "password"))


def _entry(words: str, value: str) -> bool:
    """Whether a label and what stands behind it are an entry of a form: "Existing account: Green Account"."""
    named = any(mark.isdigit() for mark in value) or value[:1].isupper()
    return (
        named and len(words.split()) <= 3 and len(value.split()) <= 8 and not _WISHED.search(words) and '"' not in value
    )


def _listed(text: str, context: Context) -> tuple[Fact, ...]:
    """ "Name: Ann Lee | Phone: 555-0142": the entries of a form on one line."""
    parts = [part for part in text.split(" | ") if part.strip()]
    found = [_named(bare(part), context) for part in parts] if len(parts) > 1 else []
    return tuple(fact for each in found for fact in each) if all(found) else ()


def _is_value(key: str, value: str) -> bool:
    """Whether this is the thing itself: "W-1042", "{order}", "Maria Lopez"; not "not working"."""
    if "{" in value or find_values(value) or any(mark.isdigit() for mark in value):
        return True
    return bool(re.match(r"[A-Z]", value)) or (key in ("name", "password") and len(value.split()) <= 4)


_WISHED = re.compile(
    r"\b(?:budget|limit|maximum|minimum|priority|preference|goal|aim|wish|deadline|condition)\b", re.IGNORECASE
)
"""What is wished for is no fact."""


def _worth_a_key(words: str, value: str) -> bool:
    return (
        len(words.split()) <= 3
        and not _WISHED.search(words)
        and any(found.kind in _TYPED for found in find_values(value))
        and len(value.split()) <= 6
    )


_AMOUNT = re.compile(r"(?<!\w)£\d{1,6}(?:\.\d\d)?(?![\w.,]*\d)")
_MAY_NAME = re.compile(r"[\d@]")
"""What stands in every id, address of the net, phone number and postcode."""


def _within(text: str, context: Context) -> tuple[Fact, ...]:
    if not _MAY_NAME.search(_AMOUNT.sub("", text)):
        return ()
    out = []
    for found in find_values(text):
        if found.kind not in ("id", "email", "phone", "postcode"):
            continue
        before = text[max(0, found.start - 30) : found.start]
        if _ANOTHER.search(before):
            # "to another address: ines@work.example" is what is wished for, not what is on file.
            continue
        key = "email" if found.kind == "email" else key_in(before)
        if key == "address" and found.kind == "postcode" and whole_address(text):
            # The end of an address is no thing of its own.
            continue
        if key is None and found.kind == "id" and (thing := _THING.search(before)):
            key = f"{thing[1].casefold()} number"
        if key:
            out.append(Fact(**context.base, key=key, value=found.text))
    return tuple(out)


def named_thing(text: str) -> bool:
    """Whether a number stands beside its thing in passing: "His scales (order W-1090) have not arrived"."""
    return any(found.kind == "id" and _THING.search(text[: found.start]) for found in find_values(text))


_ANOTHER = re.compile(r"\b(?:another|different|other|new)\b[^.]*\Z", re.IGNORECASE)
_THING = re.compile(
    r"\b(order|subscription|customer|account|ticket|booking|reservation|invoice|membership)\s+\Z", re.IGNORECASE
)
