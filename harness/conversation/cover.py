"""Author's phrase + words -> the share of the phrase that the words hold, and whether they hold its figures."""

import re
from collections.abc import Iterable
from functools import lru_cache

from harness.plan.keys import key_of
from harness.plan.nouns import Action
from harness.text.normal import content, normal
from harness.text.values import Value, find_values, supported
from harness.text.values import without_values as cut_out

from .different import OTHER


@lru_cache(maxsize=8192)
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
    found = [_KIND_WORDS.get(value.kind, frozenset()) for value in find_values(words)]
    if _DAY.search(normal(words)):
        found.append(_KIND_WORDS["date"])
    return frozenset().union(*found)


_DAY = re.compile(
    r"\b(?:today|tonight|tomorrow|(?:on|by|this|next) (?:mon|tues|wednes|thurs|fri|satur|sun)day|in (?:\w+|\d+) days)\b"
)
"""Days that are told without a date."""


@lru_cache(maxsize=2048)
def without_values(about: str) -> frozenset[str]:
    """The content words of an author's phrase, its typed values and words like "different" left out."""
    return frozenset(content(OTHER.sub(" ", cut_out(about).casefold()))) - _FILLERS


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
    words = words if _PAST_IT.search(normal(about)) else _without_others(words)
    said_values = find_values(words)
    plain = normal(words)
    return all(
        normal(value.text) in plain
        or (_counted(value, plain) if value.kind == "number" else supported(value, said_values) == "same")
        for value in values
    )


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
    (re.compile(r"(?:when|how (?:long|soon|quickly))\b"), ("date", "time", "duration")),
    (re.compile(r"how much\b"), ("money", "percent")),
)
"""What an author's "when it arrives" stands for: some value of these kinds."""


def answers(about: str, words: str) -> bool:
    """Whether the words hold what an author's "when ...", "how long ...", "how much ..." or "... twice" stands for."""
    plain = normal(about)
    if any(re.search(rf"\b{word}\b", plain) and not re.search(_COUNTS[n], normal(words)) for word, n in _TIMES):
        return False
    if key := key_of(about):
        return key not in _KEY_KINDS or any(value.kind == _KEY_KINDS[key] for value in find_values(words))
    kinds = next((kinds for pattern, kinds in _QUESTIONS if pattern.match(plain)), ())
    return not kinds or any(value.kind in kinds for value in find_values(words))


_KEY_KINDS = {"email": "email", "postcode": "postcode", "address": "address", "phone number": "phone"}
"""What is told when "her address" is told: a value of this kind, not the word."""
_TIMES = (("once", "1"), ("twice", "2"))
