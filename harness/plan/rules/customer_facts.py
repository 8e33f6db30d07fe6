"""What the customer knows, keeps back or does not know."""

import re

from harness.text.values import find_values

from ..keys import key_in
from ..nouns import Fact
from .grammar import bare
from .reading import Context

_OWN = r"(?:her|his|their|your?|my|the|its)"
_IS = re.compile(
    rf"\b{_OWN}\s+(?P<key>(?:[\w'/-]+\s+){{0,4}}?[\w'/-]+)\s*(?:\s(?:is|are)\s+|:\s*)(?P<value>[^\s].*)", re.IGNORECASE
)
_LABEL = re.compile(r"(?P<key>[A-Za-z][\w /-]{1,30}):\s*(?P<value>\S.*)")
_GIVES = re.compile(
    rf"\b(?:gives?|provides?|shares?|reveals?|tells?|mentions?|offers?|discloses?|hands? over"
    rf"|hand out)\s+(?:(?:the agent|it|them)\s+)?(?:{_OWN}\s+)?(?P<key>[\w' -]{{2,40}}?)"
    rf"(?:\s*(?:,|:|\("
    rf"|\bis\b)\s*(?P<value>[^,()]+(?:,\s*[^,()]+)*?)\s*\)?)?(?:,?\s*(?P<only>(?:but )?only)?\s*\b(?P<when>if"
    rf"|when|once|after|unless|until)\b.*)?\Z",
    re.IGNORECASE,
)
_NOT = re.compile(r"\b(?:not|never|won't|doesn't|don't|refuses to|unwilling to)\b", re.IGNORECASE)
_UNKNOWN = re.compile(
    r"\b(?:does not|doesn't|do not|don't|did not|didn't|cannot|can't|can not|no longer|(?:has|have)(?: not"
    r"|n't)(?= got\b))\s+(?:actually |really |quite )?"
    r"(?P<verb>know|remember|recall|have|find|tell|recollect|has|got)s?(?:\s+access to)?\s+(?P<what>.+)",
    re.IGNORECASE,
)
_UNSURE = re.compile(
    r"\b(?:is not|isn't|are not|aren't|am not) (?:sure|certain) (?:about )?(?P<what>(?:which"
    r"|what|when|where|how|who|of|about)\b.+)",
    re.IGNORECASE,
)
_FORGOT = re.compile(r"\b(?:has |have |'ve )?(?:forgotten|forgot|lost|mislaid)\s+(?P<what>.+)", re.IGNORECASE)
_ASKED_ONLY = re.compile(
    r"\bonly (?:the )?(?:direct questions|information (?:the agent|that))|\bonly (?:answers?|provides?|gives?"
    r"|mentions?|reveals?|shares?)\b|\b(?:answers?|provides?|gives?|reveals?) only\b|"
    r"(?:\bnot|\bnever|n't)\s+(?:want to |wish to |like to )?(?:volunteer|reveal|give away|disclose|mention"
    r"|bring (?:it|this|that) up|share)\b|"
    r"\bonly (?:if|when) (?:you are |she is |he is |they are |directly |explicitly |specifically )*asked\b"
    r"|\bonly mention this\b|\bwhen (?:directly )?asked\b",
    re.IGNORECASE,
)
_ONLY_ASKED = re.compile(
    r"\s*[(,;–-]\s*(?:but )?(?:only )?(?:if|when) (?:directly |explicitly )?asked(?: for)?\)?\s*\Z", re.IGNORECASE
)
_TYPED = ("id", "email", "phone", "postcode", "money", "date")


def facts(text: str, context: Context) -> tuple[Fact, ...]:
    """The facts of one clause, keyed by what an agent would ask for; empty when it is not of that kind."""
    for rule in (_unknown, _given, _named):
        if found := rule(text, context):
            return found
    return ()


def beside(text: str, context: Context) -> tuple[Fact, ...]:
    """Values beside their key in a clause about something else: "cancel my flight (reservation number PEP4E0)"."""
    return _within(text, context)


def wanted_address(text: str, context: Context) -> tuple[Fact, ...]:
    """ "He wants the parcel to go to 7 Park Lane, Leeds": asked for the new address, he can give it."""
    for found in find_values(text):
        if found.kind == "address":
            town = _TOWN.match(text, found.end)
            return (Fact(**context.base, key="address", value=text[found.start : town.end() if town else found.end]),)
    return ()


_TOWN = re.compile(r"(?:, [A-Z][\w'-]+(?: [A-Z][\w'-]+)*){1,3}")


def given(text: str, context: Context) -> Fact | None:
    """The fact in "she gives her postcode, SW1A 1AA"."""
    found = _given(text, context) or _named(text, context)
    return found[0] if found else None


def _unknown(text: str, context: Context) -> tuple[Fact, ...]:
    if match := _UNSURE.search(text):
        return (Fact(**context.base, key=key_in(match["what"]) or _object(bare(match["what"])), known=False),)
    match = _UNKNOWN.search(text)
    if match:
        what = bare(match["what"])
        key = key_in(what)
        if match["verb"].casefold() in ("have", "has", "got", "find", "tell") and key is None:
            return ()
        if re.match(r"(?:what|how|why) to\b", what):
            return ()
        # A question word names what is not known: "which card she used" -> card.
        return (Fact(**context.base, key=key or _object(what), known=False),)
    forgot = _FORGOT.search(text)
    key = key_in(forgot["what"]) if forgot else None
    if forgot and key:
        return (_story(text, context), Fact(**context.base, key=key, known=False))
    return ()


def _object(what: str) -> str:
    return re.sub(r"^(?:any of |which |what |the |a |an |her |his |their |your |my )+", "", what, flags=re.IGNORECASE)[
        :60
    ]


def _given(text: str, context: Context) -> tuple[Fact, ...]:
    match = _GIVES.search(text)
    key = key_in(match["key"]) if match else None
    if not match or key is None:
        return _kept_back(text, context)
    value = bare(match["value"]) if match["value"] else None
    asked = match["when"] is not None or re.search(r"\bonly\b", text[: match.start("key")], re.IGNORECASE) is not None
    if _NOT.search(text[: match.start("key")]):
        return (Fact(**context.base, key=key, value=value, reveal="if_asked" if asked else "never"),)
    return (Fact(**context.base, key=key, value=value, reveal="if_asked" if asked else "when_relevant"),)


def _kept_back(text: str, context: Context) -> tuple[Fact, ...]:
    if not _ASKED_ONLY.search(text):
        return ()
    if (label := _ONLY_ASKED.search(text)) and (named := _named(text[: label.start()].strip(), context)):
        return tuple(fact.model_copy(update={"reveal": "if_asked"}) for fact in named)
    return (Fact(**context.base, key=key_in(text), value=bare(text), reveal="if_asked"),)


def _named(text: str, context: Context) -> tuple[Fact, ...]:
    """ "Her order number is W-1042", "Your email: a@example.com", "(zip code 28236)"."""
    match = _IS.search(text) or _LABEL.fullmatch(text)
    if match:
        words, value = bare(match["key"]), bare(match["value"])
        key = key_in(words)
        if key and _is_value(key, value):
            return (Fact(**context.base, key=key, value=value),)
        if key is None and _worth_a_key(words, value):
            return (Fact(**context.base, key=words.casefold(), value=value),)
    return ()


def _is_value(key: str, value: str) -> bool:
    """Whether this is the thing itself: "W-1042", "{order}", "Maria Lopez"; not "not working"."""
    if "{" in value or find_values(value) or any(mark.isdigit() for mark in value):
        return True
    return bool(re.match(r"[A-Z]", value)) or (key in ("name", "password") and len(value.split()) <= 4)


def _worth_a_key(words: str, value: str) -> bool:
    return (
        len(words.split()) <= 3
        and any(found.kind in _TYPED for found in find_values(value))
        and len(value.split()) <= 6
    )


def _within(text: str, context: Context) -> tuple[Fact, ...]:
    out = []
    for found in find_values(text):
        if found.kind not in ("id", "email", "phone", "postcode"):
            continue
        before = text[max(0, found.start - 30) : found.start]
        if _ANOTHER.search(before):
            # "to another address: ines@work.example" is what is wished for, not what is on file.
            continue
        key = "email" if found.kind == "email" else key_in(before)
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


def _story(text: str, context: Context) -> Fact:
    return Fact(**context.base, value=bare(text))
