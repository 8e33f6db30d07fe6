"""Customer message -> Heard: what somebody seems to want, and what they gave. Rules only, bounded, never raises."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

from . import givens, patterns, replies, topics
from .shop import ITEMS, NICKNAMES
from .spelling import corrected

LONGEST = 4_000
"""Characters of a message that are listened to."""

FURTHER = 4
"""Orders of one message that are looked after, the first included."""

LATIN = "\u024f"
"""The last letter of the Latin alphabets."""

QUOTES = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "–": "-", "—": "-"})


@dataclass(frozen=True)
class Heard:
    """What one message says, as far as the rules can tell."""

    text: str
    """The message in lower case, with plain quotes and single spaces."""
    intents: tuple[str, ...]
    """What is wanted, most pressing first."""
    pairs: tuple[tuple[str, str], ...]
    """Intent and order number of each part of a message that asks different things about different orders."""
    question: str | None
    """A question about the shop's policies that anybody may ask: the name of its answer in the words."""
    given: Mapping[str, str]
    """Slots given: order_number, email, postcode, address, number (of the customer), name, item."""
    bare: str | None
    """The order number that a message of four digits may be."""
    further: tuple[str, ...]
    """Order numbers beyond the first, when several are meant."""
    names: str | None
    """The matter that is meant if the question was what to cancel."""
    not_here: str | None
    """What the customer asks for that belongs to the shop but is not done here: how it is called."""
    yes: bool
    no: bool
    refuses: bool
    """The customer takes back what they asked for."""
    drops: bool
    """The customer lets the matter go."""
    thanks: bool
    glad: bool
    """The customer is content, and says no more than that."""
    leaves: bool
    """The customer says goodbye."""
    bye: bool
    """The customer says goodbye, or that there is nothing else."""
    hello: bool
    unknown: bool
    """The customer says that they do not know or have what was asked for."""
    pushes: bool
    """The customer does not accept what they were told."""
    complains: bool
    """The customer wants a complaint put on record."""
    also: bool
    """The message joins a second matter to the first."""
    joined: bool
    """The message has an "and" that may join a second matter to the first."""
    hedged: bool
    """A yes that is none when a question follows."""
    wonders: bool
    """The question is to know something, not to have something done."""
    asks: bool
    """The message is a question."""
    when_it: bool
    """The customer asks when "it" comes."""
    is_it_done: bool
    """The customer asks whether it was really done."""
    damaged: bool
    wrong_item: bool
    never_came: bool
    """The customer did not get what is said to have come."""
    redirects: bool
    """The customer wants something sent to a place that they name."""
    uses: bool
    """The customer speaks of using or switching on a product."""
    sensitive: bool
    """Fraud, the law, a death or a danger to somebody: not for a machine."""
    waits: bool
    """The customer needs a moment."""
    silent: bool
    """Nothing was said: no letter, digit or sign with a meaning."""
    foreign: bool
    """The message is in another language."""
    off_topic: bool
    secret: bool
    """A card number or a password was given away."""


def listen(message: str) -> Heard:
    """Make out what a message says. Any text will do."""
    plain = unicodedata.normalize("NFKC", message[:LONGEST]).translate(QUOTES)
    whole = " ".join("".join(mark if mark.isprintable() else " " for mark in plain).split())[:LONGEST]
    raw = whole.lower()
    text = corrected(raw)
    flags = {name: bool(pattern.search(text)) for name, pattern in FLAGS.items()}
    flags["wonders"] = flags["wonders"] and flags["asks"]
    flags["glad"] = flags["glad"] and len(text.split()) < 6
    return Heard(
        text=text,
        intents=_wanted(topics.MERE.sub(" ", text)),
        pairs=_pairs(text),
        question=_first(topics.QUESTIONS, text),
        given=_given(whole, raw, text),
        bare=_numbered(givens.ONLY_NUMBER.search(text)),
        further=_further(text),
        names=_first(patterns.MENTIONS, text),
        not_here=_first(topics.NOT_HERE, text),
        silent=not any(unicodedata.category(mark)[0] in "LNS" for mark in text),
        foreign=_foreign(text),
        secret=bool(givens.CARD.search(text) or replies.TOLD_PASSWORD.search(text)),
        **flags,
    )


FLAGS: Mapping[str, patterns.Pattern] = {
    "yes": replies.YES,
    "no": replies.NO,
    "refuses": replies.REFUSES,
    "drops": replies.DROPS,
    "thanks": replies.THANKS,
    "glad": replies.GLAD,
    "leaves": replies.LEAVES,
    "bye": replies.BYE,
    "hello": replies.HELLO,
    "unknown": replies.UNKNOWN,
    "pushes": replies.PUSHES,
    "complains": patterns.COMPLAINS,
    "also": replies.ALSO,
    "joined": replies.AND,
    "hedged": replies.HEDGED,
    "asks": replies.ASKS,
    "wonders": replies.WONDERS,
    "when_it": topics.WHEN_IT,
    "is_it_done": replies.IS_IT_DONE,
    "damaged": replies.DAMAGED,
    "wrong_item": replies.WRONG_ITEM,
    "never_came": replies.NEVER_CAME,
    "redirects": replies.REDIRECTS,
    "uses": replies.USES,
    "sensitive": replies.SENSITIVE,
    "waits": replies.WAITS,
    "off_topic": topics.OFF_TOPIC,
}
"""What is simply heard or not."""


def _first(named: tuple[tuple[str, patterns.Pattern], ...], text: str) -> str | None:
    return next((name for name, pattern in named if pattern.search(text)), None)


def _foreign(text: str) -> bool:
    """Several words of another language, or letters of another alphabet."""
    letters = [mark for mark in text if mark.isalpha()]
    elsewhere = sum(mark > LATIN for mark in letters)
    words = {found.group() for found in topics.FOREIGN.finditer(text)}
    return len(words) >= min(topics.ENGLISH_ONLY, len(text.split()) or 1) or (
        elsewhere > 3 and elsewhere * 2 > len(letters)
    )


def _wanted(text: str) -> tuple[str, ...]:
    """The intents of a message, without those that it names only to say no to them."""
    unwanted = tuple(name for name, pattern in patterns.UNWANTED if pattern.search(text))
    found = (name for name, pattern in patterns.INTENTS if pattern.search(text))
    return tuple(name for name in found if not name.startswith(unwanted))


def _numbered(found: re.Match[str] | None) -> str | None:
    return f"W-{next(filter(None, found.groups()))}" if found else None


def _pairs(text: str) -> tuple[tuple[str, str], ...]:
    """What is wanted of which order, part by part; nothing unless two parts want different things."""
    found = []
    for part in patterns.PARTS.split(text):
        numbers, wanted = givens.EACH_ORDER.findall(part), _wanted(part)
        found += [(wanted[0], f"W-{numbers[0]}")] if len(numbers) == 1 and wanted else []
    intents, orders = {intent for intent, _ in found}, {number for _, number in found}
    return tuple(found[:FURTHER]) if len(intents) > 1 and len(orders) > 1 else ()


def _further(text: str) -> tuple[str, ...]:
    """Every order number after the first; none when one is given in place of another."""
    numbers = list(dict.fromkeys(f"W-{digits}" for digits in givens.EACH_ORDER.findall(text)))
    return () if givens.INSTEAD.search(text) else tuple(numbers[1:FURTHER])


def _given(whole: str, raw: str, text: str) -> dict[str, str]:
    """The slots that a message fills."""
    address, email = givens.ADDRESS.search(whole), givens.EMAIL.search(raw)
    words = {word.rstrip("s") for word in re.split(r"\W+", text)}
    # The postcode of a new address proves nothing about who is asking.
    elsewhere = raw.replace(address.group().lower(), " ") if address else raw
    postcode, number = givens.POSTCODE.search(elsewhere), givens.CUSTOMER_NUMBER.search(text)
    name = givens.NAMED.search(whole) or givens.BARE_NAME.match(whole)
    found = {
        "order_number": _numbered(givens.ORDER_NUMBER.search(text)),
        "email": email.group().rstrip(".-") if email else None,
        "postcode": f"{postcode[1]} {postcode[2]}".upper() if postcode else None,
        "number": f"K-{number[1]}" if number else None,
        "address": address.group().strip(" ,") if address else None,
        "name": name[1] if name else None,
        "item": next((item for item in ITEMS if item in text), None)
        or next((item for name, item in NICKNAMES.items() if name in words), None),
    }
    return {slot: value for slot, value in found.items() if value}


def bare_order_number(heard: Heard) -> str | None:
    """The order number in an answer to "What is your order number?": four digits will do there."""
    return _numbered(givens.BARE_NUMBER.search(heard.text))
