"""What ties a deed to another: if, when, before, after, until, without. They are taken off before all else."""

import re
from dataclasses import dataclass

from ..nouns import Deed, Vocabulary
from .deeds import about_agent, trigger
from .grammar import bare, clause
from .lexicon import verb
from .people import People
from .repetition import REPEATED

_LEADING = re.compile(
    r"(?:and |but |however,? |then )?(?P<word>if and only if|only if|even if|if|whenever|when|once|as soon as"
    r"|after|unless|in case|until|should)\s+",
    re.IGNORECASE,
)
_TRAILING = re.compile(
    r",?\s+(?P<word>but only after|only after|only once|only when|only if|not before|before|after|until|unless"
    r"|without|if|when|whenever|once|as soon as)\s+",
    re.IGNORECASE,
)
_CONTENT = re.compile(r"\b(?:that|because|whether|how|why|what|which|where|who|since|as)\b", re.IGNORECASE)
_QUOTED = re.compile(r'"[^"]*(?:"|\Z)')
_OWN = re.compile(
    r"(?:the |an? )?(?:agent|bot|assistant|system|it|customer|user|caller|asking|checking|confirming|verifying"
    r"|telling)\b",
    re.IGNORECASE,
)
_PRONOUN_ONLY = re.compile(r"(?:\w+\s+)?(?:\w+\s+)?(?:her|him|them|the customer|the user|you)?\s*\Z", re.IGNORECASE)
_SPEAKS = re.compile(
    r"(?:she|he|they|you|i|the customer|[A-Z]\w+) (?:(?:will|would|then|just|politely) )*"
    r"(?:says?|answers?|replies|reply|responds?|asks?|writes?|adds?|tells? (?:it|them|the agent))",
    re.IGNORECASE,
)
_CONSENT = re.compile(
    r"(?:(?:her|his|their|your|any|prior|explicit|express|clear|the|customer's|first|having|getting|get|has|obtaining)"
    r"\s+)*(?:consent|permission|agreement|approval|go[- ]ahead|say[- ]so)"
    r"(?: (?:first|from (?:her|him|them|the customer)))?",
    re.IGNORECASE,
)
_ONLY = re.compile(r"\bonly\s+(?=\w)", re.IGNORECASE)
_ONLY_AFTER = ("if", "when", "once", "as soon as", "after")


@dataclass(frozen=True)
class Tied:
    """A clause and what it is tied to."""

    text: str
    when: Deed | None = None
    before: Deed | None = None
    after: Deed | None = None
    reversed: bool = False
    """True when the tie turns the clause round: "does not X until Y", "X without Y" are "X before Y", never."""


def masked(text: str) -> str:
    """The text with quotations blanked out, so that nothing inside them ties."""
    return _QUOTED.sub(lambda quote: "\x01" * len(quote[0]), text)


def leading(text: str) -> tuple[str, str, str] | None:
    """(word, condition, rest) of a text that opens with a condition; None when it does not."""
    match = _LEADING.match(text)
    if not match:
        return None
    cut = _end_of_condition(text, match.end())
    if cut is None:
        return None
    start, end = cut
    return match["word"].casefold(), text[match.end() : start].strip(), text[end:].strip()


def _end_of_condition(text: str, start: int) -> tuple[int, int] | None:
    """Where the condition ends: a colon, comma, dash or `then`, outside quotes and brackets; else before the agent."""
    hidden = re.sub(r"\([^()]*\)", lambda found: "\x01" * len(found[0]), masked(text))
    match = re.compile(r":\s+|:(?=\x01)|,?\s+then\s+|\s+[-–—]\s+").search(hidden, start)
    comma = _comma(hidden, start)
    if match and comma and _SPEAKS.fullmatch(hidden, comma.end(), match.start()):
        # "If ..., he says: ...": the words belong to what follows.
        return comma.start(), comma.end()
    if match and (comma is None or match.start() < comma.start() or hidden[match.start()] == ":"):
        return match.start(), match.end()
    if comma:
        return comma.start(), comma.end()
    if quote := re.compile(r"\s+(?=\x01)").search(hidden, start):
        return quote.start(), quote.end()
    agent = re.compile(r"\s+(?=(?:the agent|it|she|he|they|you)\s+\w+)", re.IGNORECASE).search(hidden, start + 12)
    return (agent.start(), agent.end()) if agent else None


def _comma(hidden: str, start: int) -> re.Match[str] | None:
    """The comma that closes the condition: not one of a list, which a later one with `or` continues."""
    found = re.compile(r",\s+").search(hidden, start)
    while found and re.match(r"(?:or|and)\s+(?:if|when)\b", hidden[found.end() :], re.IGNORECASE):
        found = re.compile(r",\s+").search(hidden, found.end())
    return found


def tied(text: str, people: People, vocabulary: Vocabulary) -> Tied:
    """Take the condition off the front and the order off the end of a clause about the agent."""
    when = None
    if opened := leading(text):
        word, condition, rest = opened
        if word not in ("until", "should", "unless") and rest:
            when = trigger(condition, people, vocabulary)
            text = rest
    found = _trailing(text, people, vocabulary)
    return found if when is None else Tied(found.text, when, found.before, found.after, found.reversed)


def _trailing(text: str, people: People, vocabulary: Vocabulary) -> Tied:
    hidden = masked(text)
    for match in reversed(list(_TRAILING.finditer(hidden))):
        left, right = text[: match.start()], bare(text[match.end() :])
        content = bool(_CONTENT.search(hidden[: match.start()]))
        tie = _tie(match["word"].casefold(), left, right, content, people, vocabulary)
        if tie:
            return tie
    return Tied(text)


def _tie(word: str, left: str, right: str, content: bool, people: People, vocabulary: Vocabulary) -> Tied | None:
    if content and not _OWN.match(right):
        return None
    if word in _ONLY_AFTER and (only := _ONLY.search(left)):
        # "is only cancelled once she agrees": only after.
        word, left = "only after", left[: only.start()] + left[only.end() :]
    if word in ("after", "when", "once") and REPEATED.search(right):
        # "asks for it after she has given it" is a repetition, which the deed itself tells.
        return None
    if word in ("if", "when", "whenever", "once", "as soon as"):
        if content or _asks_or_tells(left, people) or " " not in right:
            return None
        return Tied(left, when=trigger(right, people, vocabulary))
    if word == "unless":
        return None
    deed = _event(right, people, vocabulary)
    if deed is None:
        return None
    if word == "before":
        return Tied(left, before=deed)
    if word in ("without", "until", "not before"):
        return (
            Tied(left, before=deed, reversed=True)
            if word == "without" or clause(left, people).negated or word == "not before"
            else None
        )
    return Tied(left, after=deed)


def _asks_or_tells(left: str, people: People) -> bool:
    """Whether what follows is the content: "asks her if ...", "tells her when ..."."""
    found = clause(left, people)
    return bool(found.verb and found.verb.act in ("ask", "say") and _PRONOUN_ONLY.fullmatch(found.rest or ""))


def _event(text: str, people: People, vocabulary: Vocabulary) -> Deed | None:
    """What happens in a clause with a verb that we know; None for a bare noun or a verb that we do not know."""
    if _CONSENT.fullmatch(text):
        return Deed(by="customer", act="say", about="agree")
    word = re.match(r"(?:first\s+)?([a-z]+)", text, re.IGNORECASE)
    known = verb(word[1]) if word else None
    if known and known[1] == {"ing"} and word:
        return about_agent(clause(text[word.start(1) :], people), people, vocabulary)
    found = clause(text, people)
    if found.verb is None or not found.named:
        return None
    deed = trigger(text, people, vocabulary)
    if deed.act == "say" and deed.about == bare(text):
        return None
    return deed
