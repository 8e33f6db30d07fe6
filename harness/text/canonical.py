"""Match of a pattern -> the one spelling of its value; None when the match is no value after all."""

import re
from decimal import Decimal
from typing import Final

from .numerals import in_words

NUMBER: Final = r"\d{1,3}(?:,\d{3}){1,4}(?!\d)(?:\.\d{1,6})?|\d{1,15}(?:[.,]\d{1,6})?(?!\d)"
"""Digits with thousands separators and decimals; to be wrapped in a group."""
UNIT: Final = r"(?:seconds?|secs?|minutes?|mins?|hours?|hrs?|h|days?|weeks?|fortnights?|months?|years?|yrs?)\b"
MONTH: Final = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)"
)

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_CURRENCY = {
    name: code
    for code, names in {
        "GBP": "£ pound quid gbp",
        "EUR": "€ euro eur",
        "USD": "$ us$ usd dollar buck",
        "AUD": "a$ aud",
        "CAD": "c$ cad",
        "NZD": "nz$",
        "JPY": "¥ jpy",
        "INR": "₹ inr",
        "CHF": "chf",
    }.items()
    for name in names.split()
}
_UNITS = {
    "s": ("second", 1),
    "m": ("minute", 1),
    "h": ("hour", 1),
    "d": ("day", 1),
    "w": ("day", 7),
    "f": ("day", 14),
    "y": ("month", 12),
}
_CUE = re.compile(
    r"\b(?:order|ticket|case|reference|ref|invoice|charge|booking|account|customer|member|tracking|parcel|claim|return|card"
    r"|transaction|payment|subscription|policy|contract|number|no\.|id|ending)"
    r"(?: (?:number|no\.?|id|ref(?:erence)?|code|in|with))?(?: is| was|:)? ?$",
    re.IGNORECASE,
)
_CENT = Decimal("0.01")
_PRONOUN_BEFORE = re.compile(
    r"\b(?:no|this|that|which|another|any|each|every|the|other|only|right|wrong|new|a|some)[ -]$", re.IGNORECASE
)
_PRONOUN_AFTER = re.compile(r" ?(?:of|another|is|was|or two|has|that|which|who)\b|[.,;:!?)]|$", re.IGNORECASE)


ODD: Final = re.compile("[\u0130\u0131\u017f\u212a]")
"""Letters that count as a plain one where case is overlooked, and are another one in small letters."""
_NOT_ODD = str.maketrans("\u0130\u0131\u017f\u212a", "iisk")


def amount(text: str) -> Decimal:
    """A number as people write it: "1,234.50", "12,50", "twelve"."""
    if text.isdecimal() and text.isascii():
        return Decimal(text)
    word = text.strip().translate(_NOT_ODD).lower()
    if word in ("a", "an"):
        return Decimal(1)
    if (spelled := in_words(word)) is not None:
        return Decimal(spelled)
    if re.fullmatch(r"\d+,\d{1,2}", word):
        return Decimal(word.replace(",", "."))
    return Decimal(word.replace(",", ""))


def plain(number_: Decimal) -> str:
    """Without trailing zeros and exponent: 39.00 -> 39, 12.50 -> 12.5."""
    text = f"{number_:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def money_before(match: re.Match[str]) -> str | None:
    """£39, US$20.00, EUR 15."""
    sign = match.group()[: match.start("n") - match.start()].strip().lower()
    code = _CURRENCY.get(sign) or _CURRENCY.get(sign[:3])
    return f"{code} {_coins(amount(match['n']))}" if code else None


def money_after(match: re.Match[str]) -> str | None:
    """39 pounds, 15 EUR, 99p, twelve pounds fifty."""
    name = (match["c"] or match["w"]).lower()
    if name in ("p", "pence"):
        return f"GBP {_coins(amount(match['n']) / 100)}"
    code = _CURRENCY.get(name) or _CURRENCY.get(name.split()[0].rstrip("s"))
    whole = amount(match["n"]) + (amount(match["cents"]) / 100 if match["cents"] else 0)
    return f"{code} {_coins(whole)}" if code else None


def _coins(number_: Decimal) -> str:
    return f"{number_.quantize(_CENT):f}" if number_ == number_.quantize(_CENT) else plain(number_)


def percent(match: re.Match[str]) -> str:
    """20%, 12.5 per cent."""
    return f"{plain(amount(match['n']))}%"


def _date(year: str | None, month: int, day: int | None) -> str | None:
    if not 1 <= month <= 12 or (day is not None and not 1 <= day <= 31):
        return None
    start = f"{int(year):04}" if year else "-"
    return f"{start}-{month:02}" + (f"-{day:02}" if day is not None else "")


def iso_date(match: re.Match[str]) -> str | None:
    """2026-11-30."""
    return _date(match["y"], int(match["m"]), int(match["d"]))


def numeric_date(match: re.Match[str]) -> str | None:
    """30/11/2026: the day first, as in Britain, unless only the second number can be the day."""
    first, second = int(match["a"]), int(match["b"])
    day, month = (second, first) if second > 12 else (first, second)
    return _date(match["y"], month, day)


def named_date(match: re.Match[str]) -> str | None:
    """3 March, March 3rd, 2026, November 2026."""
    groups = match.groupdict()
    day = groups.get("d")
    return _date(groups.get("y"), _MONTHS.index(match["m"][:3].lower()) + 1, int(day) if day else None)


def duration(match: re.Match[str]) -> str | None:
    """5 to 7 business days, two weeks, within a week. Weeks become days, years months, 60 minutes an hour."""
    unit, factor = _unit(match["u"].lower())
    low = amount(match["n"]) * factor
    high = amount(match["o"]) * factor if match["o"] else None
    if unit == "minute" and low % 60 == 0 and (high is None or high % 60 == 0):
        unit, low, high = "hour", low / 60, high / 60 if high is not None else None
    business = (
        "business"
        if unit == "day" and factor == 1 and (match["b"] or "").strip().lower() in ("business", "working", "week")
        else ""
    )
    return f"{plain(low)}-{plain(high)} {business}{unit}" if high is not None else f"{plain(low)} {business}{unit}"


def _unit(word: str) -> tuple[str, int]:
    return ("month", 1) if word.startswith("mo") else _UNITS[word[0]]


def clock(match: re.Match[str]) -> str | None:
    """6pm, 6.30 p.m., 18:00 -> 18:00."""
    hour, minute = int(match["h"]), int(match["m"] or 0)
    half = (match.groupdict().get("p") or "")[:1].lower()
    if half:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if half == "p" else 0)
    return f"{hour:02}:{minute:02}" if hour < 24 and minute < 60 else None


def url(match: re.Match[str]) -> str:
    """Without scheme, www. and a last slash."""
    bare = re.sub(r"^(?:https?://)?(?:www\.)?", "", match.group().casefold())
    return bare.rstrip("/")


def email(match: re.Match[str]) -> str:
    """In small letters."""
    return match.group().casefold()


def postcode(match: re.Match[str]) -> str:
    """SW1A1AA."""
    return match.group().replace(" ", "").upper()


def phone(match: re.Match[str]) -> str | None:
    """Nine to nineteen digits, some of them set apart; +44 counts as 0."""
    text = match.group()
    digits = _digits(text)
    if not 9 <= len(digits) <= 19 or (not re.search(r"[ ()+-]", text) and not text.startswith("0")):
        return None
    return "0" + digits.removeprefix("44").removeprefix("0") if text.lstrip("(").startswith("+44") else digits


def cued_id(match: re.Match[str]) -> str | None:
    """The 4411 of "order 4411": digits are an id when the words before them say so."""
    before = match.string[max(0, match.start() - 40) : match.start()]
    return _digits(match.group()) if _CUE.search(before) else None


def bare_id(match: re.Match[str]) -> str | None:
    """Letters and digits together, as in W-1042, or a number after #. Words such as "covid-19", "2x" and "3rd" are
    none. Six capitals and digits in a row are how bookings are named, however few the digits."""
    text = match.group()
    bare = "".join(mark for mark in text if mark.isalnum())
    digits = sum(mark.isdigit() for mark in bare)
    if text.startswith("#"):
        return bare.casefold() if digits >= 2 else None
    if not digits or digits == len(bare):
        return bare.casefold() if digits >= 5 and "-" in text else None
    capitals = all(mark.isdigit() or mark.isupper() for mark in bare)
    locator = capitals and len(bare) == 6 and bare == text
    enough = digits >= 3 or locator or (capitals and digits >= 2 and (len(bare) >= 5 or "-" in text))
    return bare.casefold() if enough and not re.fullmatch(r"\d+(?:st|nd|rd|th|s)", bare, re.IGNORECASE) else None


def number(match: re.Match[str]) -> str | None:
    """39.00 -> 39, twelve -> 12. "One" is a number only where it counts something, as in "one refund"."""
    word = match["n"].lower()
    if word == "one" and (
        _PRONOUN_BEFORE.search(match.string, 0, match.start()) or _PRONOUN_AFTER.match(match.string, match.end())
    ):
        return None
    return plain(amount(word))


def _digits(text: str) -> str:
    return "".join(mark for mark in text if mark.isdigit())


STREET = (
    r"(?:street|road|lane|avenue|close|court|drive|way|place|square|terrace|gardens|crescent|hill|park|row|mews"
    r"|boulevard|view|walk|grove|rise|quay|green|yard|parade|gate|(?<= )(?:st|rd|ave|ln|sq)\b)"
)
"""What the name of a street ends with."""
_SHORT_STREET = {"st": "street", "rd": "road", "ave": "avenue", "ln": "lane", "sq": "square"}


def address(match: re.Match[str]) -> str:
    """A house number and a street, in small letters: 18 elm street."""
    *rest, last = match.group().lower().replace("’", "'").split()
    return " ".join([*rest, _SHORT_STREET.get(last, last)])
