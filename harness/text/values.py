"""Typed values in plain words, found and made canonical: money, dates, durations, times, addresses, ids, numbers.

Kinds are looked for in a fixed order and each find is masked, so that no piece of a value is found twice: a postcode is
never also a number. `{slots}`, list numbers and idioms such as "24/7" are not values.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from decimal import Decimal, InvalidOperation
from functools import cached_property
from typing import Literal

from harness.noun import Noun

from . import canonical as canon
from .needed import held, needed
from .numerals import NUMBER_WORD
from .quick import Quick
from .remembering import remembered
from .support import grounds

Kind = Literal[
    "money", "percent", "date", "duration", "time", "url", "email", "address", "phone", "id", "postcode", "number"
]


class Value(Noun):
    """One typed value and where it stands."""

    kind: Kind
    text: str
    """The characters as they stand in the text: text[start:end]."""
    canonical: str
    """One spelling for all that mean the same: GBP 39.00, 20%, 2026-11-30, --03-03 (no year), 2026-11 (no day),
    5-7 businessday, 14 day (two weeks), 18:00, example.com/refunds, 18 elm street, w1042, SW1A1AA, 12.5."""
    start: int
    end: int


class _Pattern:
    """A row of the table."""

    def __init__(self, kind: Kind, sign: str, find: str, make: Callable[[re.Match[str]], str | None]) -> None:
        """`make`: match -> canonical form; None when it is no value after all."""
        self.kind, self.make = kind, make
        self.sign = re.compile(sign)
        """What a text in small letters must hold; quickly looked for."""
        self.capitals_tell = make in (canon.address, canon.bare_id)
        self._source = find
        self.bit = needed(find, re.IGNORECASE)[0]
        """Of the texts in which it may be found."""

    @cached_property
    def find(self) -> re.Pattern[str]:
        """For a text in small letters, where it is found twice as fast; for one as it stands where capitals tell."""
        return self.anyhow if self.capitals_tell else re.compile(self._source)

    @cached_property
    def anyhow(self) -> re.Pattern[str]:
        """The same for a text as it stands, whatever letters it has."""
        return re.compile(self._source, re.IGNORECASE)


_MASK = "\ue000"
_BLANKS = str.maketrans(dict.fromkeys("\n\r\t\u00a0\u2009\u202f", " "))
"""A value may stand on two lines, or be held together by a blank that does not break."""
_FIGURE = re.compile(r"[\d@]")
_HAS_VALUE = Quick(r"\.\w|\ban? (?:hour|day|week|month|year)\b|" + NUMBER_WORD)
_MAY_HAVE_VALUE = re.compile(_HAS_VALUE.pattern, re.IGNORECASE)
_SLOT = re.compile(r"\{[^\W\d][\w -]{0,60}\}")
_LIST_NUMBER = re.compile(r"(?m)^[ \t]{0,8}\d{1,2}[.)](?=[ \t])")
_IDIOM = re.compile(
    r"(?<!\d)(?:24 ?[/x-] ?7|24 hours a day|7 days a week|365 days a year|50[/-]50|360 degrees?)\b"
    r"|\b(?:one[- ]to[- ]one|one-off|number one|day one)\b",
    re.IGNORECASE,
)
"""A slot still to be filled, the number of a list, and phrases that count nothing."""

_NW = rf"(?:{canon.NUMBER}|{NUMBER_WORD})"
_YEAR = r"(?P<y>(?:19|20)\d\d)\b"
_MONTHS_BEGIN = "jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec"
_ANY_NUMBER_WORD = "one|two|th|fo|fi|s[ie]|ei|ni|te|el|tw|hun"
_DURATION_TAIL = rf"[ -]?(?P<b>business|working|week)?[ -]?(?P<u>{canon.UNIT})"

_TABLE: tuple[tuple[Kind, str, str, Callable[[re.Match[str]], str | None]], ...] = (
    ("url", "www|http", r"\b(?:https?://|www\.)[^\s<>\"'“”’]+[\w/=&#]", canon.url),
    ("email", "@", r"(?<![\w.%+-])[\w.%+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,5}", canon.email),
    (
        "url",
        r"\.[a-z]",
        r"(?<![\w@./-])(?:[a-z0-9-]{1,63}\.){1,5}(?:com|org|net|io|co|uk|eu|de|fr|ie|shop|app|dev|info|example|test)\b"
        r"(?!\.\w)(?:/[^\s<>\"'“”’]*[\w/=&#])?",
        canon.url,
    ),
    (
        "address",
        r"\d\w? [a-z]",
        rf"(?<![\w.,-])\d{{1,5}}[a-z]? (?-i:(?:[A-Z][\w'’-]{{0,20}} ){{1,3}}){canon.STREET}\b",
        canon.address,
    ),
    (
        "money",
        r"[£$€¥₹]|[a-z]{3} ?\d",
        rf"(?<!\w)(?:(?:us|a|c|nz)?\$|[£€¥₹]|(?:gbp|usd|eur|cad|aud|inr|jpy|chf) ?[£€$]?) ?(?P<n>{canon.NUMBER})",
        canon.money_before,
    ),
    (
        "money",
        r"\d ?-?[£€$gueciajbpqd]|pound|euro|dollar|buck|quid|pence",
        rf"(?<![\w.,])(?P<n>{_NW})(?: ?(?P<c>[£€$])| ?-?(?P<w>pounds? sterling|pounds?|quid|euros?|dollars?|bucks"
        r"|gbp|usd|eur|cad|aud|chf|inr|jpy|pence|p(?!\.m))\b)"
        rf"(?:(?<=[sdo]) (?P<cents>{NUMBER_WORD})(?! ?-?(?:times|{canon.UNIT})| percent| (?:to|or)\b)"
        r"(?: pence| cents)?)?",
        canon.money_after,
    ),
    ("percent", "%|percent|per cent", rf"(?<![\w.,])(?P<n>{_NW}) ?(?:%|percent\b|per cent\b)", canon.percent),
    ("date", r"\d-\d\d-", r"(?<![\w-])(?P<y>\d{4})-(?P<m>\d{2})-(?P<d>\d{2})(?!\d)", canon.iso_date),
    (
        "date",
        r"\d[/.]\d{1,2}[/.]",
        r"(?<![\w/.-])(?P<a>\d{1,2})(?P<s>[/.])(?P<b>\d{1,2})(?P=s)(?P<y>(?:19|20)\d\d)(?![\w/])",
        canon.numeric_date,
    ),
    (
        "date",
        _MONTHS_BEGIN,
        rf"(?<![\w.,])(?P<d>\d{{1,2}})(?:st|nd|rd|th)?(?: of)?[ -](?P<m>{canon.MONTH})\b\.?(?:,? {_YEAR})?",
        canon.named_date,
    ),
    (
        "date",
        _MONTHS_BEGIN,
        rf"\b(?P<m>{canon.MONTH})\.? (?:the )?(?P<d>\d{{1,2}})(?:st|nd|rd|th)?(?!\w|[.,:]\d)(?:,? {_YEAR})?",
        canon.named_date,
    ),
    ("date", _MONTHS_BEGIN, rf"\b(?P<m>{canon.MONTH})\.?,? {_YEAR}", canon.named_date),
    ("duration", "between", rf"\bbetween (?P<n>{_NW}) and (?P<o>{_NW}){_DURATION_TAIL}", canon.duration),
    (
        "duration",
        r"\d ?h|sec|min|hour|hr|day|week|fortnight|month|year|yr",
        rf"(?<![\w.,])(?P<n>{_NW})(?: ?(?:-|–|—|to|or) ?(?P<o>{_NW}))?{_DURATION_TAIL}",
        canon.duration,
    ),
    (
        "duration",
        r"\ban? (?:hour|day|week|month|year)",
        r"(?:(?<=\bwithin )|(?<=\bafter )|(?<=\bfor )|(?<=\bin )|(?<=\btakes )|(?<=\blasts )|(?<=\bthan )|(?<=\bto )"
        r"|(?<=\babout ))(?P<n>an?) (?P<o>(?!))?(?P<b>business |working )?(?P<u>(?:hour|day|week|month|year)\b)"
        r"(?! (?:or|of|out|off|ago))",
        canon.duration,
    ),
    (
        "time",
        r"\d ?[ap]\.?m",
        r"(?<![\w.,:])(?P<h>\d{1,2})(?:[:.](?P<m>\d\d))? ?(?P<p>am|pm|a\.m\.?|p\.m\.?)(?!\w)",
        canon.clock,
    ),
    ("time", r"\d:\d", r"(?<![\w.,:])(?P<h>\d{1,2}):(?P<m>\d\d)(?::\d\d)?(?![\w:])", canon.clock),
    (
        "postcode",
        r"\d ?\d[a-z]{2}|\d[a-z] ?\d[a-z]{2}",
        r"(?<![\w-])[a-z]{1,2}\d[a-z\d]? ?\d(?!(?:st|nd|rd|th|am|pm)\b)[a-z]{2}(?![\w-])",
        canon.postcode,
    ),
    ("phone", r"\d[\d() -]{7}", r"(?<![\w+.,-])(?:\+|\()?\d[\d() -]{7,20}\d(?![\w-])", canon.phone),
    ("id", r"\d{3}", r"(?<![\w.,+-])[#№]?\d{3,20}(?!\w|[.,]\d)", canon.cued_id),
    (
        "id",
        r"\d",
        r"(?<![\w-])#?(?=[a-z_-]{0,20}\d)[a-z0-9]{1,20}(?:[-_][a-z0-9]{1,20}){0,5}(?![\w-])",
        canon.bare_id,
    ),
    ("number", r"\d", rf"(?<![\w.,])(?P<n>{canon.NUMBER})(?!\w|[.,:/]\d)", canon.number),
    ("number", _ANY_NUMBER_WORD, rf"(?<![\w-])(?P<n>{NUMBER_WORD})(?![\w-])", canon.number),
)
"""Kind, a cheap sign (in small letters) without which looking is useless, the expression, what makes it canonical."""


class _Table:
    """The table, read when it is first needed."""

    @cached_property
    def each(self) -> tuple[_Pattern, ...]:
        """Its rows, in order."""
        return tuple(_Pattern(*row) for row in _TABLE)


_PATTERNS = _Table()


@remembered(4_096)
def find_values(text: str) -> tuple[Value, ...]:
    """Every typed value of the text, in order of place; no two overlap."""
    return _find(text)


def without_values(text: str) -> str:
    """The text with its typed values cut out, a blank in the place of each."""
    rest, end = [], 0
    for value in find_values(text):
        rest.append(text[end : value.start])
        end = value.end
    return " ".join([*rest, text[end:]])


def amount(value: Value) -> Decimal | None:
    """The number in a money value or a bare number; None for other kinds."""
    if value.kind not in ("money", "number"):
        return None
    try:
        found = Decimal(value.canonical.split()[-1])
    except InvalidOperation:
        return None
    return found if found.is_finite() else None


def supported(value: Value, allowed: Iterable[Value]) -> Literal["same", "derived"] | None:
    """Whether the allowed values bear this one out; None when nothing does.

    "same": equal once canonical, a date without a year that fits, the last four or more digits of a longer number, a
    bare number that is the amount of a value; bare numbers up to 3 always. "derived": money that is the sum, the
    difference, a percentage of, or a percentage off two allowed values.
    """
    return grounds(value, tuple(allowed))


def _find(text: str) -> tuple[Value, ...]:
    small = text.lower()
    odd = not text.isascii() and canon.ODD.search(text) is not None
    figure = _FIGURE.search(text) is not None
    if not figure and not (_MAY_HAVE_VALUE.search(text) if odd else _HAS_VALUE.search(small)):
        return ()
    lines = _Lines(_without_others(text, figure or odd or "one" in small), odd)
    signs = lines.small
    found: list[Value] = []
    patterns = _PATTERNS.each
    bits = -1 if odd else held(signs)
    for pattern in patterns:
        if pattern.bit & bits and pattern.sign.search(signs):
            _take(pattern, text, lines, found)
    found.sort(key=_start)
    return tuple(found)


def _start(value: Value) -> int:
    return value.start


class _Lines:
    """A text as it stands and in small letters, what was found in it masked in both."""

    def __init__(self, text: str, odd: bool) -> None:
        """`odd`: it has letters that small letters would make other ones."""
        self.text, self.small, self.odd = text, text.lower(), odd

    def found_in(self, pattern: _Pattern) -> Iterator[re.Match[str]]:
        """Every place of the pattern."""
        if self.odd:
            return pattern.anyhow.finditer(self.text)
        return pattern.find.finditer(self.text if pattern.capitals_tell else self.small)

    def mask(self, spans: Sequence[tuple[int, int]]) -> None:
        """Let nothing be found there any more."""
        self.text, self.small = _masked(self.text, spans), _masked(self.small, spans)


def _masked(line: str, spans: Sequence[tuple[int, int]]) -> str:
    pieces: list[str] = []
    done = 0
    for start, end in spans:
        pieces += (line[done:start], _MASK * (end - start))
        done = end
    return "".join(pieces) + line[done:]


def _without_others(text: str, counts: bool) -> str:
    """The text on one line, with what counts nothing masked; `counts`: whether a number may stand in it."""
    masked = _SLOT.sub(_blank, text) if "{" in text else text
    if counts:
        masked = _IDIOM.sub(_blank, _LIST_NUMBER.sub(_blank, masked))
    return masked if masked.isprintable() else masked.translate(_BLANKS)


def _take(pattern: _Pattern, text: str, lines: _Lines, found: list[Value]) -> None:
    """Find one kind, put its values into `found`, and mask them."""
    spans = []
    for match in lines.found_in(pattern):
        if (canonical := pattern.make(match)) is not None:
            start, end = match.span()
            found.append(Value(kind=pattern.kind, text=text[start:end], canonical=canonical, start=start, end=end))
            spans.append((start, end))
    if spans:
        lines.mask(spans)


def _blank(match: re.Match[str]) -> str:
    return _MASK * (match.end() - match.start())
