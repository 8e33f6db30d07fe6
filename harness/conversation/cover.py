"""Author's phrase + words -> the share of the phrase that the words hold, and whether they hold its figures."""

import re
from collections.abc import Iterable
from functools import lru_cache

from harness.plan.keys import key_of
from harness.plan.nouns import Action
from harness.text.normal import content, normal
from harness.text.others import OTHER
from harness.text.remembering import remembered_together
from harness.text.values import Value, find_values, supported
from harness.text.values import without_values as cut_out


@lru_cache(maxsize=8192)
@remembered_together(2_048)
def cover(about: str, words: str, action: Action | None = None) -> float:
    """Share of the content words of `about` that `words` hold; 1 when there is nothing to look for but values."""
    wanted = without_values(about) - (frozenset(content(action)) if action else frozenset())
    if not wanted:
        return 1.0
    return len(wanted & (frozenset(content(words)) | _kinds_in(words))) / len(wanted)


_KIND_WORDS = {
    "date": frozenset(content("date due day")),
    "money": frozenset(content("price amount sum figure")),
    "email": frozenset(content("email")),
    "phone": frozenset(content("phone")),
    "url": frozenset(content("link")),
    "address": frozenset(content("address")),
    "postcode": frozenset(content("postcode")),
}
"""Kind of value -> the words an author may use for any such value: "gives a delivery date" needs no date of its own."""


@lru_cache(maxsize=4096)
def _kinds_in(words: str) -> frozenset[str]:
    values = find_values(words)
    found = [_KIND_WORDS.get(value.kind, frozenset()) for value in values]
    plain = normal(words)
    if _DAY.search(plain):
        found.append(_KIND_WORDS["date"])
    if _UP_TO.search(plain) and _KIND_WORDS["date"] in found:
        found.append(_ENDS)
    if any(value.kind == "duration" for value in values) and _WITHIN.search(plain):
        found.append(_LASTS)
    return frozenset().union(*found)


_UP_TO = re.compile(r"\b(?:until|till|up to|expir\w+|last day|runs? out|closes?)\b")
_ENDS = frozenset(content("ends stops expires runs valid lasts finishes"))
""" "Until 30 November" tells when a thing ends, by whatever verb its author asked for it."""
_WITHIN = re.compile(r"\b(?:within|up to|about|around|in|usually|takes?|lasts?|at least|at most|another)\b")
_LASTS = frozenset(content("takes lasts needs"))
""" "Within 10 days" tells how long it takes."""
_DAY = re.compile(
    r"\b(?:today|tonight|tomorrow|(?:on|by|this|next) (?:mon|tues|wednes|thurs|fri|satur|sun)day|in (?:\w+|\d+) days)\b"
)
"""Days that are told without a date."""


@lru_cache(maxsize=2048)
def without_values(about: str) -> frozenset[str]:
    """The content words of an author's phrase, its typed values and words like "different" left out."""
    plain = _MONEY_BACK.sub("refund", _TOGETHER.sub("", _A_NUMBER.sub("", about)))
    return frozenset(content(OTHER.sub(" ", cut_out(plain).casefold()))) - _FILLERS


_MONEY_BACK = re.compile(
    r"(?:(?:(?:she|he|they|the customer) )?(?:will |is to |can |would )?(?:gets?|has|have|receives?|sees?"
    r"|expects?|expect) )?"
    r"(?:her|his|their|the|your) money (?:back|again)|(?:her|his|their|the|your) money (?:comes|goes|is) back",
    re.IGNORECASE,
)
"""Who speaks of the money that somebody gets back speaks of a refund."""
_TOGETHER = re.compile(r" in a single (?:message|reply|response|answer|turn|go)\b", re.IGNORECASE)
"""A thing that is told is always looked for within one reply."""
_A_NUMBER = re.compile(r"\b(?:number|figure|total) (?:of )?(?=\d)", re.IGNORECASE)
"""Who says 4 says the number 4."""


_FILLERS = frozenset(
    content(
        "whether because possible only already just about there anything something nothing nobody within when where"
        " how why long soon any anymore more longer again still back"
        " after before once twice namely request"
    )
)
"""Words that carry none of what is looked for."""


def says_values(values: Iterable[Value], words: str, about: str = "") -> bool:
    """Whether each value stands in the words, compared by what it means. "After 4 November" is not 4 November."""
    values = tuple(values)
    if not values:
        return True
    words = words if _PAST_IT.search(normal(about)) else _without_others(words)
    said_values = find_values(words)
    plain = normal(words)
    return all(
        stands_in(normal(value.text), plain)
        or (_counted(value, plain) if value.kind == "number" else supported(value, said_values) == "same")
        for value in values
    )


def stands_in(wanted: str, plain: str) -> bool:
    """Whether words stand there to the letter, and not within longer ones: no 4 is said with 242.92. Normal forms."""
    return re.search(rf"(?<!\w)(?<!\d[.,]){re.escape(wanted)}(?!\w|[.,]\d)", plain) is not None


def _without_others(words: str) -> str:
    """The words without the values that are only where the true one does not reach: longer than 7 days."""
    out, end = [], 0
    for value in find_values(words):
        before = normal(words[end : value.start][-30:])
        dated = value.kind in ("date", "time") and _BESIDE_IT.search(before)
        if dated or _BEYOND_IT.search(before):
            out.append(words[end : value.start])
            end = value.end
    return "".join([*out, words[end:]])


_BEYOND_IT = re.compile(r"(?<!no )\b(?:longer|more|later|earlier|other|rather) than(?: \w+)?$")
_BESIDE_IT = re.compile(r"(?<!not )\b(?:after|before)(?: the)?$")
_PAST_IT = re.compile(r"\b(?:than|after|before|by|until|over|least|most)\b")
"""An author who writes a bound is met by a bound."""

_COUNTS = {
    "1": r"\b(?:one|once|single|(?<![\w-])1)\b",
    "2": r"\b(?:two|twice|both|double|second|(?<![\w-])2)\b",
    "3": r"\b(?:three|thrice|(?<![\w-])3)\b",
}


def _counted(value: Value, plain: str) -> bool:
    """Whether a number is said, in digits, in words or as "once" and "twice"."""
    if pattern := _COUNTS.get(value.canonical):
        return re.search(pattern, plain) is not None
    return supported(value, find_values(plain)) == "same"


_QUESTIONS = (
    (
        re.compile(
            r"(?:(?:by|until|till|from|since|on|at|in|for) )?(?:when|how (?:long|soon|quickly)"
            r"|(?:which|what) (?:day|date|time|month|year|week))\b"
        ),
        ("date", "time", "duration"),
    ),
    (re.compile(r"how much\b"), ("money", "percent")),
    (re.compile(r"(?:a|the|any) (?:date|day|time) (?:by|on|from|until|at|for|when)\b"), ("date", "time", "duration")),
    (re.compile(r"(?:the|an?) (?:postal |e-?mail )?address (?:to|for|at)\b"), ("address", "email", "postcode")),
)
"""What an author's "when it arrives" stands for: some value of these kinds."""


@remembered_together(2_048)
def answers(about: str, words: str) -> bool:
    """Whether the words hold what an author's "when ...", "how long ...", "how much ..." or "... twice" stands for."""
    plain = normal(about)
    if any(re.search(rf"\b{word}\b", plain) and not re.search(_COUNTS[n], normal(words)) for word, n in _TIMES):
        return False
    if any(day in plain.split() and not told.search(normal(words)) for day, told in _THE_DAY.items()):
        return False
    if key := key_of(about):
        return key not in _KEY_KINDS or any(value.kind == _KEY_KINDS[key] for value in find_values(words))
    kinds = next((kinds for pattern, kinds in _QUESTIONS if pattern.match(plain)), ())
    return not kinds or holds(kinds, words)


def holds(kinds: Iterable[str], words: str) -> bool:
    """Whether the words hold a value of one of these kinds; "tomorrow" is a date."""
    wanted = frozenset(kinds)
    told = any(value.kind in wanted for value in find_values(words))
    return told or ("date" in wanted and _DAY.search(normal(words)) is not None)


_THE_DAY = {
    "today": re.compile(r"\b(?:today|tonight|now|immediate(?:ly)?|at once|(?:right|straight) ?away|same day)\b"),
    "tomorrow": re.compile(r"\b(?:tomorrow|next (?:working |business )?day)\b"),
}
"""A day that an author names by where it lies from now is not told by another one."""

_KEY_KINDS = {"email": "email", "postcode": "postcode", "address": "address", "phone number": "phone"}
"""What is told when "her address" is told: a value of this kind, not the word."""
_TIMES = (("once", "1"), ("twice", "2"))
