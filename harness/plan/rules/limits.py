"""Sentences that bound the conversation: "within 8 turns", "is not passed on more than once"."""

import re
from dataclasses import dataclass
from typing import Literal

from harness.text.caseless import Caseless, Either

from .wordlist import listed

Metric = Literal["turns", "questions", "repeats", "handoffs", "seconds", "offers", "same_desk"]

_NUMBERS = {
    word: str(number)
    for number, word in enumerate(listed("zero one two three four five six seven eight nine ten eleven twelve"))
} | {
    "once": "1",
    "twice": "2",
    "a single": "1",
    "a": "1",
    "thirty": "30",
    "sixty": "60",
    "ninety": "90",
    "fifteen": "15",
    "twenty": "20",
}
_N = (
    r"(?P<n>\d{1,6}(?:\.\d{1,3})?|\{[^{}]{1,60}\}|once|twice|a single|"
    + "|".join(word for word in _NUMBERS if word.isalpha())
    + r")"
)
_BOUND = (
    r"(?:(?P<bound>at most|no more than|not more than|no longer than|up to|a maximum of|max(?:imum)?\.?"
    r"|more than|longer than|over|"
    r"fewer than|less than|under|at least|a minimum of|no fewer than|not less than|exactly)\s+)?"
)
_TURNS = Caseless(
    rf"(?<!\binto )\b(?:(?:within|in|inside(?: of)?|takes?|took|taking|lasts?|needs?|uses?|after"
    rf"|has)\s+)?{_BOUND}{_N}\s+(?:customer "
    rf"|conversation |user )?(?:turns?|messages?|exchanges?|replies|steps|interactions)\b",
)
_QUESTIONS = Caseless(
    rf"\basks?(?:ed|ing)?\s+(?:(?:her|him|them|the customer|you)\s+)?{_BOUND}{_N}\s+(?:\w+\s+)?questions?\b",
)
_MOVED = (
    r"(?:passed (?:on|over|along|around)|transferred|handed (?:over|on|off)|put through|sent on|moved"
    r"|re-?routed|redirected|escalated|"
    r"passes (?:\w+ ){1,2}on|transfers \w+(?: \w+)?|hands \w+(?: \w+)? over|moves \w+(?: \w+)?|transferring|switched)"
)
_ELSEWHERE = (
    r"(?: (?:to|between) (?:another|a different|other|different|any other|several)"
    r" (?:desks?|teams?|departments?|agents?))?"
)
_HANDOFFS = Caseless(rf"\b{_MOVED}{_ELSEWHERE}\s+{_BOUND}(?!(?:an?|one)\s+(?!time)){_N}(?:\s+times?)?\b")
"""Not "transfers him to a person": that is where to, and no count."""
_HANDOFF_NOUN = Caseless(rf"\b{_BOUND}{_N}\s+(?:hand-?offs?|hand-?overs?|transfers?)\b")
_SECONDS = Caseless(
    rf"\b(?:within|in|inside(?: of)?|takes?|after|waits?)\s+{_BOUND}{_N}\s+(?P<unit>seconds?|minutes?)\b"
)
_REPLIES = re.compile(r"\b(?:repl(?:y|ies)|responds?|answers?|response|every reply|each reply|waits?)\b", re.IGNORECASE)
_OFFERS = Caseless(rf"\bmak(?:es?|ing)\s+(?:(?:her|him|them|the customer|you)\s+)?{_BOUND}{_N}\s+(?:\w+\s+)?offers?\b")
_SAME_DESK = Caseless(
    r"\b(?:sent|sends|passe[ds]|transfer(?:red|s)|hand(?:ed|s)|puts?|route[ds]|move[ds])"
    r"(?: (?:her|him|them|you|the customer))?(?: (?:back|on|over|through))* to the same"
    rf" (?:desk|team|department|queue|person)\s+{_BOUND}{_N}(?:\s+times?)?\b",
)
_NOT_MORE = Caseless(r"\b(?:not|never|no|n't|nobody)\b|n't\b")
_ANSWERS = Caseless(r"\b(?:agent|bot|assistant|it)\b.{0,20}\b(?:answers?|repl(?:y|ies)|responds?)\s*\Z")
_CONTENT = Caseless(r"\b(?:that|because)\b|\b(?:says?|tells?|explains?|asks? for|mentions?|promises?)\b")


EXCEEDED = Caseless(
    r"(?<!\bno )(?<!\bnot )\b(?:more than|longer than|over|fewer than|less than|under|at least|a minimum of"
    r"|hand-?offs?|hand-?overs?|transfers?|exactly|twice|again|once)\b",
)
"""How a bound is worded that is broken, as it stands under *What must never happen*."""


@dataclass(frozen=True)
class Bound:
    """A bound found in a sentence, and the sentence without it."""

    metric: Metric
    op: Literal["at_most", "at_least"]
    value: str
    rest: str


_PATTERNS: tuple[tuple[Metric, Caseless], ...] = (
    ("questions", _QUESTIONS),
    ("offers", _OFFERS),
    ("same_desk", _SAME_DESK),
    ("handoffs", _HANDOFFS),
    ("handoffs", _HANDOFF_NOUN),
    ("turns", _TURNS),
    ("seconds", _SECONDS),
)


_BOUNDS = Either(*(pattern for _, pattern in _PATTERNS))


def bound_in(text: str, *, denied: bool) -> Bound | None:
    """The bound that a sentence sets. `denied`: the sentence stands under *must never happen* or says *fail if*."""
    if not _BOUNDS.may_be_in(text):
        return None
    for metric, pattern in _PATTERNS:
        match = pattern.search(text)
        if not match or (metric == "seconds" and not _REPLIES.search(text)):
            continue
        before = text[: match.start()]
        if _CONTENT.search(before) and metric != "questions":
            continue
        if metric == "turns" and _ANSWERS.search(before):
            # "Answers within 3 turns": the first answer, or all of it?
            continue
        if metric in ("questions", "offers") and not match["bound"] and not denied:
            # Two questions that have to be asked are no bound.
            continue
        if (
            metric == "turns"
            and match[0][:1].isdigit()
            and not match["bound"]
            and not re.search(r"\b(?:done|within|in|takes?|under)\b", text, re.IGNORECASE)
        ):
            continue
        word = (match["bound"] or "").casefold()
        number = _number(match)
        return _bounded(
            metric,
            word,
            number,
            denied != bool(_NOT_MORE.search(before)),
            f"{before.rstrip()} {text[match.end() :].lstrip()}".strip(),
        )
    return None


def _number(match: re.Match[str]) -> str:
    word = match["n"].casefold()
    number = match["n"] if word.startswith("{") else _NUMBERS.get(word, word)
    if match.re is _SECONDS.full and match["unit"].casefold().startswith("minute") and not number.startswith("{"):
        return f"{float(number) * 60:g}"
    return number


def _bounded(metric: Metric, word: str, number: str, denied: bool, rest: str) -> Bound | None:
    """More than, denied, is at most; without a denial it is at least one more. Fewer than is at most one less."""
    if word in ("more than", "longer than", "over"):
        return (
            Bound(metric, "at_most", number, rest)
            if denied
            else Bound(metric, "at_least", _plus(metric, number, 1), rest)
        )
    if word in ("fewer than", "less than", "under"):
        if denied:
            return Bound(metric, "at_least", number, rest)
        return Bound(metric, "at_most", _plus(metric, number, -1), rest)
    if word in ("at least", "a minimum of", "no fewer than", "not less than"):
        if denied:
            return Bound(metric, "at_most", _plus(metric, number, -1), rest)
        return Bound(metric, "at_least", number, rest)
    if denied and not word and metric in ("handoffs", "questions", "offers", "same_desk") and number.isdigit():
        # "There are two hand-offs", under never: two is what must not be.
        return Bound(metric, "at_most", _plus(metric, number, -1), rest)
    # "It is not done within 8 turns", under never: the bound is still what must be kept.
    return Bound(metric, "at_most", number, rest)


def _plus(metric: Metric, number: str, step: int) -> str:
    """The neighbouring whole number; seconds have none, and a {slot} is left as it is."""
    return str(max(0, int(number) + step)) if metric != "seconds" and number.isdigit() else number


_CALLS = re.compile(
    rf"\s*\b(?P<bound>at most|no more than|not more than|more than|only|just|at least)?\s*(?:{_N})(?:\s+times?)?"
    r"(?=\s*\Z)",
    re.IGNORECASE,
)
_ONCE = re.compile(r"\s*\b(?:only once|at most once|no more than once|just once)\b", re.IGNORECASE)


def calls_in(rest: str, *, denied: bool) -> tuple[str, int | None] | None:
    """What stands beside a tool without "at most twice", and how often it may be called; None for another count."""
    if once := _ONCE.search(rest):
        return f"{rest[: once.start()]}{rest[once.end() :]}".strip(), 1
    match = _CALLS.search(rest)
    if not match or not re.search(r"\btimes\b|once|twice", match[0], re.IGNORECASE):
        return rest, None
    word = (match["bound"] or "").casefold()
    number = _NUMBERS.get(match["n"].casefold(), match["n"])
    if not number.isdigit() or denied != (word == "more than") or word in ("", "at least"):
        return None
    return rest[: match.start()].strip(), int(number)


def calls_out(words: str) -> str:
    """What follows a tool's name, without how often it is called."""
    words = _ONCE.sub("", words)
    match = _CALLS.search(words)
    counted = match and re.search(r"\btimes?\b|once|twice", match[0], re.IGNORECASE)
    return words[: match.start()] if match and counted else words


def all_of_it(rest: str) -> bool:
    """Whether nothing but the bound was said: "It is all done", "The conversation takes"."""
    return bool(
        re.fullmatch(
            r"(?:pass if:?\s*)?(?:it|that|this|everything|all(?: of it)?|the (?:whole )?(?:conversation|chat"
            r"|call|thing|matter|problem|issue|request|case|dialogue|agent)|conversation|nothing|she|he|they"
            r"|\w+)?"
            r"\s*(?:should|must|will|has to|does|do)?\s*(?:be|is|are|was|gets?|not|never|n't)?\s*(?:all|not"
            r"|never|be)?\s*"
            r"(?:done|over|settled|resolved|solved|sorted(?: out)?|completed?|finished?|ends?|ended|takes?|took"
            r"|lasts?|needs?|is|helped)?[\s.,]*(?:to complete.*)?",
            rest,
            re.IGNORECASE,
        )
    )
