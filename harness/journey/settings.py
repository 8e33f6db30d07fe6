"""The settings line under the title: `Owner: Returns · Risk: high`."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from difflib import get_close_matches
from typing import Any, get_args

from .nouns import JourneySettings, Risk

KEYS: tuple[str, ...] = ("owner", "channel", "language", "risk", "intent", "tags", "trials", "budget")
"""The settings of a journey, as written in small letters."""

CHANNELS: tuple[str, ...] = ("chat", "voice", "email", "sms")
RISKS: tuple[str, ...] = get_args(Risk)

_PAIR = re.compile(r"\s*([A-Za-z][A-Za-z _-]{0,29})\s*:(?!//)\s*(.*?)\s*\Z", re.DOTALL)
_CUT = re.compile(rf"\s*[·|;•]\s*|\s*,\s*(?=(?:{'|'.join(KEYS)})\s*:)", re.IGNORECASE)
_SENTENCE = re.compile(r"^[\"'“‘]|[.!?](?:\s|$)")
_NO_KEYS = ("agent", "bot", "assistant", "customer", "user", "opening", "feature", "scenario", "example", "rule")
"""What stands before the words of somebody, or before the name of a test, not before the value of a setting."""
_NAMES = ", ".join(key.capitalize() for key in KEYS)


@dataclass(frozen=True)
class Setting:
    """One `Key: value`, with its place on the line."""

    key: str
    value: str
    col: int
    end: int


@dataclass(frozen=True)
class Wrong:
    """What is wrong with a setting and what would work."""

    setting: Setting
    message: str
    suggestion: str


def settings_line(text: str) -> tuple[Setting, ...] | None:
    """The settings on this line, or None when it is prose.

    A line is one of settings when one of its keys is known or close to a known one, or when it is nothing but
    short `Key: value` pairs. A quotation after the colon is something that the customer says.
    """
    pairs = []
    for start, end in _segments(text):
        match = _PAIR.match(text[start:end])
        if not match:
            return None
        pairs.append(Setting(match[1].strip(), match[2], start, end))
    if not pairs or not (any(_near(pair.key) for pair in pairs) or all(_short(pair) for pair in pairs)):
        return None
    return tuple(pairs)


def _segments(text: str) -> list[tuple[int, int]]:
    found, at = [], 0
    for cut in _CUT.finditer(text):
        found.append((at, cut.start()))
        at = cut.end()
    found.append((at, len(text)))
    return [(start, end) for start, end in found if text[start:end].strip()]


def _near(key: str) -> str | None:
    if key.casefold() in KEYS:
        return key.casefold()
    match = get_close_matches(key.casefold(), KEYS, n=1, cutoff=0.75)
    return match[0] if match else None


def _short(pair: Setting) -> bool:
    """Whether this looks like a setting that does not exist ("Priority: high"), not like the start of a sentence."""
    plain = pair.value.strip()
    if pair.key.casefold() in _NO_KEYS:
        return False
    return len(pair.key.split()) == 1 and 0 < len(plain.split()) <= 3 and not _SENTENCE.search(plain)


def read_settings(
    found: tuple[Setting, ...], base: JourneySettings | None = None
) -> tuple[JourneySettings, tuple[Wrong, ...]]:
    """The settings as a noun, and everything that is wrong with them; what is wrong or not said is as in `base`."""
    values: dict[str, Any] = {}
    wrong: list[Wrong] = []
    for setting in found:
        key = setting.key.casefold()
        if key not in KEYS:
            wrong.append(_unknown(setting))
        elif key in values:
            wrong.append(Wrong(setting, f"{setting.key} is said twice.", f"Keep one {setting.key} line."))
        else:
            try:
                values[key] = _READ[key](setting.value)
                if key == "budget":
                    values["currency"] = _currency(setting.value)
            except ValueError as error:
                wrong.append(Wrong(setting, f"{setting.key}: {setting.value!r} is not understood.", str(error)))
    return (base or JourneySettings()).model_copy(update=values), tuple(wrong)


def _unknown(setting: Setting) -> Wrong:
    near = _near(setting.key)
    hint = f"Did you mean {near.capitalize()}? " if near else ""
    return Wrong(setting, f"There is no setting {setting.key!r}.", f"{hint}The settings are {_NAMES}.")


def _text(value: str) -> str:
    if not value:
        raise ValueError("Write something after the colon, or leave the setting out.")
    return value


def _one_of(known: tuple[str, ...]) -> Callable[[str], str]:
    def read(value: str) -> str:
        if value.casefold() in known:
            return value.casefold()
        near = get_close_matches(value.casefold(), known, n=1, cutoff=0.5)
        hint = f"Did you mean {near[0]}? " if near else ""
        raise ValueError(f"{hint}Write one of: {', '.join(known)}.")

    return read


def _tags(value: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(tag.strip() for tag in _text(value).split(",") if tag.strip()))


def _trials(value: str) -> int:
    if not re.fullmatch(r"[0-9]{1,4}", value) or int(value) < 1:
        raise ValueError("Write a whole number from 1 to 9999, such as 5.")
    return int(value)


_CURRENCY = re.compile(r"^(?:\$|£|€|USD|GBP|EUR)\s*|\s*(?:USD|GBP|EUR)$")
_SIGNS = {"$": "USD", "£": "GBP", "€": "EUR"}


def _currency(value: str) -> str | None:
    """The currency that an amount is written with; None when it is an amount alone."""
    found = _CURRENCY.search(value.strip())
    return _SIGNS.get(found[0].strip(), found[0].strip()) if found else None


def _budget(value: str) -> Decimal:
    plain = _CURRENCY.sub("", value.strip())
    if not re.fullmatch(r"[0-9]{1,9}(?:\.[0-9]{1,6})?", plain):
        raise ValueError("Write an amount of money, such as 0.50.")
    return Decimal(plain)


_READ: dict[str, Callable[[str], object]] = {
    "owner": _text,
    "channel": _one_of(CHANNELS),
    "language": _text,
    "risk": _one_of(RISKS),
    "intent": _text,
    "tags": _tags,
    "trials": _trials,
    "budget": _budget,
}
