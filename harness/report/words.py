"""How things are put in print: marks, counts, money, wrapping. Everything that came from outside passes `safe`."""

import textwrap
from decimal import Decimal

from harness.criteria import Mark
from harness.journey.nouns import Span
from harness.text.normal import printable

WIDTH = 80

MARKS: dict[Mark, str] = {"pass": "✔", "fail": "✘", "not_exercised": "○", "cannot_tell": "?", "not_applicable": "·"}
"""One character a result. `●`, a line of the customer that was carried out, is not a result and stands beside them."""

USED = "●"
UNCHECKED = "⚠"
ADVISORY = "–"
"""What was only nice to have and did not happen: never a failure."""


def safe(text: str) -> str:
    """Text from outside, on one line, with nothing in it that a terminal would obey."""
    return " ".join(printable(text).split())


def inside(folder: str, name: str) -> str:
    """The path of what lies in the folder of journeys, as that was named."""
    return f"{folder}/{name}" if folder not in ("", ".") else name


def place(span: Span, folder: str) -> str:
    """A place that can be clicked: the folder of journeys as it was named, the file in it, line and column."""
    return safe(inside(folder, str(span)))


def count(number: int, thing: str, things: str | None = None) -> str:
    """1 journey, 2 journeys."""
    return f"{number:,} {thing if number == 1 else things or thing + 's'}"


def money(amount: Decimal, currency: str) -> str:
    """$0.0432, £12.50: two digits from one unit up, four below."""
    sign = {"USD": "$", "GBP": "£", "EUR": "€"}.get(currency, f"{currency} ")
    digits = 2 if amount >= 1 or amount == 0 else 4
    return f"{sign}{amount:,.{digits}f}"


def percent(value: Decimal | float) -> str:
    """92 %."""
    return f"{float(value) * 100:.0f} %"


def value(number: float | None, unit: str, currency: str = "") -> str:
    """A value of a series as people write it; money with its sign where the currency is known."""
    if number is None:
        return "not measured"
    if unit == "share":
        return finer_percent(number)
    if unit == "money" and currency:
        return money(Decimal(str(round(number, 6))), currency)
    if unit == "money":
        return f"{number:,.2f}" if number >= 1 else f"{number:,.4f}"
    if unit == "seconds":
        return f"{number * 1000:.0f} ms" if number < 0.1 else f"{number:,.2f} s"
    return f"{number:,.2f}" if unit == "turns" else f"{number:,.0f}"


def finer_percent(number: Decimal | float) -> str:
    """As `percent`, with a digit behind the point near the ends: 0.6 %, 99.4 %."""
    share = float(number) * 100
    return f"{share:.1f} %" if 0 < share < 10 or 99 < share < 100 else f"{share:.0f} %"


def wrapped(text: str, indent: str, first: str | None = None, width: int = WIDTH) -> list[str]:
    """Lines of at most `width` characters; the first may have its own beginning."""
    return textwrap.wrap(
        text,
        width=width,
        initial_indent=indent if first is None else first,
        subsequent_indent=indent,
        break_long_words=True,
        break_on_hyphens=False,
    ) or [(indent if first is None else first).rstrip()]


def shortened(text: str, width: int) -> str:
    """The text, cut with an ellipsis when it is too wide."""
    return text if len(text) <= width else text[: max(width - 1, 0)].rstrip() + "…"
