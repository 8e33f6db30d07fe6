"""What an agent asks a customer for: the keys of facts."""

import re

KEYS: tuple[tuple[str, str], ...] = (
    # The longer name stands before the shorter one that it holds.
    ("order number", r"order (?:numbers?|ids?|no\.?|reference|code)"),
    ("subscription number", r"subscription (?:number|id|reference)"),
    ("membership number", r"member(?:ship)? (?:number|id)"),
    ("customer number", r"customer (?:number|id|reference)"),
    ("account number", r"account (?:number|id)"),
    ("reservation number", r"(?:reservation|booking|confirmation) (?:number|ids?|code|reference)"),
    ("tracking number", r"tracking (?:number|id|code)"),
    ("ticket number", r"(?:ticket|case|reference) (?:number|id)"),
    ("invoice number", r"invoice (?:number|id)"),
    ("flight number", r"flight number"),
    (
        "card number",
        r"(?:credit |debit |bank )*card (?:number|details)|card digits"
        r"|(?:long )?(?:number|digits) (?:on|of) (?:(?:the|her|his|their|your|my) )?(?:front of )?"
        r"(?:the |her |his )?(?:\w+ )?card",
    ),
    ("security code", r"security code|cvv|cvc"),
    ("phone number", r"(?:tele)?phone(?: number)?|mobile(?: number)?|contact number"),
    ("email", r"e-?mail(?: address(?:es)?)?"),
    ("date of birth", r"date of birth|birth ?date|birthday|dob"),
    ("postcode", r"post ?code|postal code|zip(?: ?code)?"),
    ("user id", r"user id"),
    ("user name", r"user ?name|login(?: name)?"),
    ("pin", r"pin(?: (?:number|code))?"),
    ("password", r"password|passcode"),
    ("address", r"(?:delivery |home |shipping |billing |postal |current |new |old )*address"),
    ("name", r"(?:full |first |last |sur)?name"),
    ("card", r"(?:credit |debit |bank )*card"),
)
"""Key -> how people name it, as alternatives of one expression."""

_FIND = tuple((key, re.compile(rf"\b(?:{pattern})\b", re.IGNORECASE)) for key, pattern in KEYS)
_WHOLE = tuple(
    (key, re.compile(rf"(?:the |a |an |her |his |their |your |my |any )*(?:{pattern})", re.IGNORECASE))
    for key, pattern in KEYS
)

_WHICH = re.compile(r"\b(?:old|new|current|first|last|full)\b ?", re.IGNORECASE)
"""What tells one thing from another of the same name."""

PRIVATE = re.compile(
    r"\b(?:password|passcode|pin|card (?:number|details)|security code|cvv|cvc|date of birth|phone number"
    r"|telephone|mobile number|"
    r"social security|bank details|account number|personal (?:data|details|information)|private|confidential)\b",
    re.IGNORECASE,
)
"""What a customer should not be asked for without need."""


def key_in(text: str) -> str | None:
    """The key that these words speak of: "his subscription number" -> subscription number."""
    return next((key for key, pattern in _FIND if pattern.search(text)), None)


def words_for(key: str, text: str) -> str:
    """What this text calls the key: "booking reference" for a reservation number; empty when it does not name it."""
    pattern = next((pattern for known, pattern in _FIND if known == key), None)
    found = pattern.search(text) if pattern else None
    return _WHICH.sub("", found[0]) if found else ""


def key_of(text: str) -> str | None:
    """The key that these words are, and nothing more: "her email address" -> email address; "the new email" -> None."""
    return next((key for key, pattern in _WHOLE if pattern.fullmatch(text.strip())), None)


_HEAD = re.compile(
    r"\A(?P<head>.+?)(?:\s+(?:of|for|to|that|which|who|in|on|by|from|at|with|when|where)\b.*)?\Z", re.DOTALL
)
_FIGURES: tuple[tuple[str, tuple[str, ...]], ...] = (
    (r"amount|price|cost|fee|sum|total|balance|charge|premium|salary|limit|income|deposit", ("money", "percent")),
    (r"date|day|deadline", ("date", "time", "duration")),
    (r"time(?: (?:window|slot))?", ("time", "date", "duration")),
    (r"number|reference|code|id", ("id", "number", "phone", "postcode")),
    (r"address", ("address", "email")),
    (r"post ?code", ("postcode",)),
    (r"phone", ("phone",)),
)
_FIGURE = tuple((re.compile(rf"\b(?:{words})s?\Z", re.IGNORECASE), kinds) for words, kinds in _FIGURES)


def figure_of(about: str) -> tuple[str, ...]:
    """The kinds of typed value by which a thing is told: "the price of the night" by money; none for "her reason"."""
    match = _HEAD.match(about.strip())
    heads = re.split(r",?\s+and\s+|,\s+", match["head"]) if match else []
    return next((kinds for head in heads for pattern, kinds in _FIGURE if pattern.search(head)), ())
