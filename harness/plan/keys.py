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
    ("card number", r"(?:credit |debit |bank )*card (?:number|details)|card digits"),
    ("security code", r"security code|cvv|cvc"),
    ("phone number", r"(?:tele)?phone(?: number)?|mobile(?: number)?|contact number"),
    ("email", r"e-?mail(?: address(?:es)?)?"),
    ("date of birth", r"date of birth|birth ?date|birthday|dob"),
    ("postcode", r"post ?code|postal code|zip(?: ?code)?"),
    ("user name", r"user ?name|user id|login(?: name)?"),
    ("password", r"password|passcode|pin"),
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


def key_of(text: str) -> str | None:
    """The key that these words are, and nothing more: "her email address" -> email address; "the new email" -> None."""
    return next((key for key, pattern in _WHOLE if pattern.fullmatch(text.strip())), None)
