"""A clause about the agent or the customer, taken apart: subject, modal, negation, verb, rest."""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Literal

from .lexicon import Form, Verb, verb
from .people import People

Level = Literal["required", "advisory", "permission"]
Subject = Literal["agent", "customer", "thing"]

_STRAIGHT = str.maketrans("‘’‛“”„‟", "'''" + '"' * 4)
_BENT = re.compile("[‘’‛“”„‟]")

AGENT = re.compile(
    r"(?:(?:the|an?|your|our|this)\s+)?(?:(?:ai|virtual|human|live|shop's|service|support|customer[ -]service"
    r"|customer[ -]support|voice|chat)\s+)*"
    r"(?:agent|bot|chat ?bot|voice ?bot|assistant|system|ai|shop|company|advisor|adviser|representative|rep)\b"
    r"(?:'s)?(?:\s+(?:response|reply|answer|message)\b)?",
    re.IGNORECASE,
)
_REPLY = re.compile(r"(?:the|its|their)\s+(?:response|reply|answer|message|final message)\b", re.IGNORECASE)
_PRONOUN_AGENT = re.compile(r"(?:it|they|we|nobody|no one)\b", re.IGNORECASE)

_ADVERB = re.compile(
    r"(?:also|then|always|first|just|kindly|simply|actually|eventually|finally|immediately|politely|clearly"
    r"|explicitly|correctly|"
    r"accurately|proactively|repeatedly|briefly|directly|itself|at once|still|already|ever|even|only"
    r"|successfully|properly|once|"
    r"courteously|warmly|promptly|now)\s+",
    re.IGNORECASE,
)
WISHED = re.compile(r"(?:ideally|preferably|if possible|where possible|it would be nice if),?\s+", re.IGNORECASE)
"""What makes an expectation one that is only nice to have."""
_OPTIONAL = re.compile(r"(?:optionally),?\s+", re.IGNORECASE)
# Longest first: "should not" before "should".
_HELPER = re.compile(
    "|".join(
        rf"(?P<{kind}>(?:{pattern})(?=\s|$)\s*)"
        for kind, pattern in (
            (
                "forbid",
                r"should not|shouldn't|should never|must not|mustn't|must never|shall not|may not|might not"
                r"|is not (?:allowed|permitted|supposed) to|ought not to|needs? to not|cannot ever|avoids?"
                r"|refrains? from",
            ),
            (
                "deny",
                r"does not|doesn't|do not|don't|did not|didn't|will not|won't|would not|wouldn't|cannot|can not"
                r"|can't|could not|couldn't|fails? to|failed to|neglects to|forgets to|has not|hasn't|have not"
                r"|haven't|is not able to|is unable to|not|never",
            ),
            (
                "demand",
                r"should|must|shall|has to|have to|needs? to|ought to|is (?:expected|required|supposed) to|is to"
                r"|are to|will|would",
            ),
            ("permit", r"may|can|could|might|is (?:allowed|permitted|free) to"),
        )
    ),
    re.IGNORECASE,
)
"""A helping verb; the name of the group that matched says with what force."""
_PERFECT = re.compile(r"(?:has|have|had)\s+(?=(?:not\s+|already\s+|just\s+)?(\w+))", re.IGNORECASE)
_BE = re.compile(r"(?:is|are|was|were|be|been|being|gets|get|got|has been|have been|had been)\s+", re.IGNORECASE)
_WORD = re.compile(r"[A-Za-z]+(?:-[a-z]+)?")
_BEFORE_VERB = re.compile(r"\b(?:is|are|was|were|has been|have been|must|should|will|gets)\b", re.IGNORECASE)


@dataclass(frozen=True)
class Clause:
    """One clause: who, whether it is denied, with what force, and what is done to what."""

    subject: Subject
    thing: str = ""
    """The subject's words, when it is neither the agent nor the customer."""
    negated: bool = False
    forbids: bool = False
    """The negation is an order ("must not"), not a description ("does not")."""
    level: Level = "required"
    passive: bool = False
    verb: Verb | None = None
    word: str = ""
    """The verb as written."""
    forms: frozenset[Form] = frozenset()
    rest: str = ""
    named: bool = True
    """Whether the subject was written; an order such as "Verify the account" has none."""

    @property
    def says(self) -> bool:
        """Whether words are all that it takes: asking, telling, offering, refusing, apologising."""
        spoken = ("ask", "say", "offer", "refuse", "apologise")
        return self.verb is not None and (self.verb.act in spoken or self.verb_is("give", "provide", "supply"))

    def but(self, **fields: Any) -> "Clause":
        """The same clause with some fields otherwise; each small step of taking it apart makes one anew."""
        other = object.__new__(Clause)
        other.__dict__.update(self.__dict__, **fields)
        return other

    def verb_is(self, *bases: str) -> bool:
        """Whether the verb is one of these."""
        return self.verb is not None and self.verb.base in bases


def straight(text: str) -> str:
    """The text with straight quotes, character for character, so that places stay."""
    return text.translate(_STRAIGHT) if _BENT.search(text) else text


def bare(text: str) -> str:
    """The text without outer blanks and final punctuation; an ellipsis or a closing quote stays."""
    text = text.strip()
    while text and text[-1] in ".!;,:" and not text.endswith("..."):
        text = text[:-1].rstrip()
    return text


@lru_cache(maxsize=256)
def clause(text: str, people: People, *, speaker: Subject = "agent") -> Clause:
    """Take a clause apart. Without a subject it is about `speaker`.

    Several rules ask this of the same words, so that the last few answers are kept.
    """
    level: Level = "required"
    while match := WISHED.match(text) or _OPTIONAL.match(text):
        level = "advisory" if WISHED.match(text) else "permission"
        text = text[match.end() :]
    found, rest = _subject(text, people, speaker)
    return _predicate(found if level == "required" else found.but(level=level), rest)


def _subject(text: str, people: People, speaker: Subject) -> tuple[Clause, str]:
    if match := AGENT.match(text) or _REPLY.match(text):
        if not text[match.end() : match.end() + 1].strip():
            return Clause("agent"), text[match.end() :].lstrip()
    elif match := people.subject.match(text):
        return Clause("customer"), text[match.end() :].lstrip()
    elif match := _PRONOUN_AGENT.match(text):
        none = match[0].casefold() in ("nobody", "no one")
        return Clause("agent", negated=none, thing=match[0]), text[match.end() :].lstrip()
    if thing := _thing(text):
        return _denied_thing(thing), text[len(thing) :].lstrip()
    return Clause(speaker, named=False), text


def _thing(text: str) -> str | None:
    """The words before the first form of to be (or a modal), when they are a noun phrase and no verb opens the text."""
    match = _BEFORE_VERB.search(text)
    if not match or match.start() < 2:
        return None
    first = _WORD.match(text)
    known = verb(first[0]) if first else None
    if (known and known[1] & {"base", "third"} and known[0].act not in (None, "do")) or _starts_with_helper(text):
        return None
    return text[: match.start()].rstrip()


def _starts_with_helper(text: str) -> bool:
    return _HELPER.match(text) is not None


def _denied_thing(thing: str) -> Clause:
    """ "No ticket", "nothing", "none of her orders": the same is denied of any ticket, of anything, of any of them."""
    if thing.casefold() in ("nothing", "none"):
        return Clause("thing", thing="anything", negated=True)
    if match := _NO_THING.match(thing):
        return Clause("thing", thing=f"any {thing[match.end() :]}", negated=True)
    return Clause("thing", thing=thing)


_NOT_COUNTED = r"(?!(?:more|fewer|less|later|longer|sooner|earlier|doubt|matter|one)\b)"
_NO_THING = re.compile(rf"(?:no {_NOT_COUNTED}(?=\w)|none (?=of\b))", re.IGNORECASE)
_NO_OBJECT = re.compile(
    rf"(?P<before>(?:(?:her|him|them|you|the customer) )?(?:(?:for|about|of|out) )?)"
    rf"(?:no {_NOT_COUNTED}(?=\w)|none (?=of\b)|(?P<nothing>nothing)\b)",
    re.IGNORECASE,
)
_TAKES_AN_OBJECT = frozenset(
    "mention reveal disclose share show give provide supply make process issue arrange charge".split()
)
"""Verbs beside those of asking, offering and doing of which a thing may be denied: "makes no refund"."""


def _denied_object(found: Clause) -> Clause:
    """ "Books no tickets", "gives her nothing": it is the verb that is denied."""
    if found.verb is None or not (found.verb.act in ("ask", "offer", "do") or found.verb_is(*_TAKES_AN_OBJECT)):
        return found
    match = _NO_OBJECT.match(found.rest)
    if not match:
        return found
    rest = f"{match['before']}{'anything' if match['nothing'] else 'any '}{found.rest[match.end() :]}"
    return found.but(negated=not found.negated, rest=rest)


def _predicate(found: Clause, rest: str) -> Clause:
    while rest:
        if match := _ADVERB.match(rest):
            rest = rest[match.end() :]
            continue
        if match := _HELPER.match(rest):
            found, rest = _helped(found, match.lastgroup), rest[match.end() :]
            continue
        if (match := _PERFECT.match(rest)) and (known := verb(match[1])) and known[1] & {"participle", "past"}:
            rest = rest[match.end() :]
            continue
        if (match := _BE.match(rest)) and (
            match[0].split()[0].casefold() not in ("get", "gets", "got") or _participle_next(rest[match.end() :])
        ):
            found, rest = found.but(passive=True), rest[match.end() :]
            continue
        break
    return _with_verb(found, rest)


def _participle_next(rest: str) -> bool:
    word = _WORD.match(rest)
    known = verb(word[0]) if word else None
    return bool(known and "participle" in known[1])


def _helped(found: Clause, kind: str | None) -> Clause:
    if kind == "forbid":
        return found.but(negated=True, forbids=True)
    if kind == "deny":
        # "can not", "may not": the permission before it is taken back.
        forbids = found.level == "permission" or found.forbids
        return found.but(negated=True, forbids=forbids, level="required")
    if kind == "permit":
        return found.but(level="permission")
    return found


def _with_verb(found: Clause, rest: str) -> Clause:
    word = _WORD.match(rest)
    known = verb(word[0]) if word else None
    if not word or not known:
        return found.but(rest=rest)
    kind, forms = known
    # "is asking", "is sending": nothing is done to the subject.
    passive = found.passive and "participle" in forms
    rest = rest[word.end() :].strip()
    return _denied_object(found.but(passive=passive, verb=kind, word=word[0], forms=forms, rest=rest))
