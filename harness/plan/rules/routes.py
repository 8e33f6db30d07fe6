"""Sentences about where the customer goes: "Maria ends up with the returns team."."""

import re
from dataclasses import dataclass

from harness.text.caseless import Caseless

from ..nouns import Deed, Vocabulary
from .desks import NOWHERE, Unknown, desk_in
from .grammar import Clause, bare
from .people import People
from .wordlist import listed

_FINAL = re.compile(
    r"\b(?:ends? up|winds? up|finish(?:es)? up) (?:speaking|talking|chatting) (?:to|with)\s+(?P<talks>.+)"
    r"|\b(?:ends?(?: up| (?:the|her|his) (?:chat|conversation|call))?|ended(?: up)?"
    r"|winds? up|lands?|stays?|remains?|finish(?:es)?(?: up)?|is left|is kept)"
    r"\s+(?:with|at|in|by|on)\s+(?P<to>(?!(?:(?:the |an? )?(?:agent|bot|assistant)|it|her|him)\s+[a-z]+ing\b).+)"
    r"|\b(?:is|are|gets?|be) (?:\w+ly )?(?:helped|served|assisted|dealt with|looked after|taken care of"
    r"|handled|attended to|supported|answered|seen to)\s+(?:by|at|in)\s+(?P<by>.+)",
    re.IGNORECASE,
)
_MOVED = re.compile(
    r"\b(?P<verb>passed|handed|transferred|routed|re-?routed|sent|put|escalated|redirected|referred|forwarded"
    r"|connected|moved|switched|assigned|directed|"
    r"bounced|shunted|pushed|steered|escalation|transfer|hand-?over|hand-?off|routing|reaches|gets|goes|comes|speaks?"
    r"|talks?|is with|is talking)"
    r"(?:\s+(?:on|over|through|along|off|back|straight|directly|first|in (?:touch|contact)))*\s+(?:to|with|on to"
    r"|onto|into"
    r"|through to)\s+(?P<to>.+)",
    re.IGNORECASE,
)
_REACHES = re.compile(r"\b(?:reaches|is (?:now )?with)\s+(?P<to>.+)", re.IGNORECASE)
_TAKES = re.compile(
    r"(?P<who>(?:the |an? |our |another |some )?(?:[\w-]+ ){0,4}?(?:team|desk|department|queue|person|human|colleague"
    r"|specialist|manager|supervisor|someone|somebody))\s+(?:should |must |will |then |finally )*"
    r"(?:takes? (?:over|it from (?:there|here)|care of|on|up)|looks? after|handles?|deals? with|helps?|serves?"
    r"|picks? (?:it )?up|joins?|answers?|gets in touch with)\b.*",
    re.IGNORECASE,
)
"""The desk as the one who does it: "The returns team takes over"."""
_ACTIVE = frozenset(
    listed(
        """
        transfer route reroute escalate redirect forward refer connect hand pass put send move switch direct
        """
    )
)
_WHO = re.compile(
    r"(?:the |this |her |his |their )?(?:conversation|call|chat|case|matter|request|customer|user|caller|issue"
    r"|question|complaint|enquiry|inquiry|problem)\b\s*|(?:her|him|them|you|it)\b\s*",
    re.IGNORECASE,
)
_JUST_MOVED = re.compile(
    r"(?:passed (?:on|over|along)|handed (?:over|on|off)|transferred|put through|escalated|redirected"
    r"|re-?routed|moved|sent on)"
    r"(?:\s+(?:to|by) (?:anyone|anybody|anywhere|another (?:desk|team|department)|any other (?:desk|team)))?",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Way:
    """Where the customer goes."""

    desk: str | Unknown
    final: bool = False


def way(text: str, found: Clause, people: People, vocabulary: Vocabulary) -> Way | None:
    """The desk of a sentence about the way of the customer; None when the sentence is about something else."""
    if found.subject == "agent" and found.named and found.verb is not None and found.verb.base not in _ACTIVE:
        return None
    if match := _FINAL.search(text):
        desk = desk_in(match["to"] or match["by"] or match["talks"], vocabulary)
        return Way(desk, final=True) if desk else None
    if match := _TAKES.fullmatch(text):
        desk = desk_in(match["who"], vocabulary)
        return Way(desk) if desk else None
    if found.verb is not None and found.verb.base in _ACTIVE and not found.passive:
        return _sent(found, people, vocabulary)
    match = _MOVED.search(text) or _REACHES.search(text)
    desk = desk_in(match["to"], vocabulary) if match else None
    if match and desk is None and found.passive and (found.subject == "customer" or _WHO.fullmatch(found.thing)):
        desk = _only_named(match["to"])
    return Way(desk) if desk else None


def two_desks(text: str, vocabulary: Vocabulary, *, either: bool = False) -> tuple[str | Unknown, str | Unknown] | None:
    """The two desks of "with billing or with returns", in order; with `either`, not of "billing and returns"."""
    match = _OR_DESK.search(text)
    if not match or (either and match["joint"].casefold() == "and"):
        return None
    one, other = desk_in(match["one"], vocabulary), desk_in(match["other"], vocabulary)
    return (one, other) if one and other and one != other else None


TWO_DESKS_HINT = "A customer ends up with one desk; write that one: 'The customer ends up with the billing team.'"
_OR_DESK = Caseless(
    r"\b(?:to|with|at|by|in)\s+(?P<one>(?!.*\b(?:if|when|after|before|because)\b)[^,;\"]{2,50}?),?\s+(?P<joint>or|nor|and)\s+"
    r"(?:(?:to|with|at|by|in)\s+)?(?P<other>(?:(?:the|an?|our) )?(?!.*\s(?:the|an?|him|her|it|them|his"
    r"|their)\b)[^,;\"]{2,30})\Z",
)
_PLAIN_NAME = re.compile(
    r"(?:the |our |an? )?(?P<name>[a-z][\w&-]+(?: [a-z][\w&-]+)?)(?: people| folks| side| office)?", re.IGNORECASE
)


def _only_named(to: str) -> Unknown | None:
    """A desk that nobody has listed: "transferred to sales"."""
    match = _PLAIN_NAME.fullmatch(bare(to))
    return Unknown(match["name"], "desk", None) if match and not _NOWHERE_NAMED.search(match["name"]) else None


_NOWHERE_NAMED = re.compile(
    r"\b(?:wrong|right|another|other|different|correct|someone|anyone|anybody|anywhere|elsewhere|next|appropriate"
    r"|desks?|teams?"
    r"|departments?|voicemail|hold|page|website)\b",
    re.IGNORECASE,
)


def _sent(found: Clause, people: People, vocabulary: Vocabulary) -> Way | None:
    """The agent passes the customer (or the conversation) on; not a link, not a letter."""
    rest = found.rest
    who = people.object.match(rest) or _WHO.match(rest)
    after = rest[who.end() :] if who else rest
    if not re.search(r"\b(?:to|with|through)\b", after):
        return Way("human") if found.verb and found.verb.base == "escalate" else None
    if not who and not re.match(r"(?:on|over|through|to|back|directly)\b", after):
        return None
    desk = desk_in(after, vocabulary)
    return Way(desk) if desk else None


_TO_ONE = re.compile(r"\b(?:to|with) one\Z", re.IGNORECASE)
_FOR = re.compile(r"\A(?:for|to (?:speak|talk) (?:to|with)|to be (?:put through|transferred) to)\s+", re.IGNORECASE)


def filled(text: str, when: Deed | None) -> str:
    """ "If she asks for a supervisor, she is transferred to one": to a supervisor."""
    if when is None or when.act != "ask" or not (one := _TO_ONE.search(bare(text))):
        return text
    return f"{bare(text)[: one.end() - len('one')]}{_FOR.sub('', when.about)}"


def stays(found: Clause) -> bool:
    """Whether the clause says that nobody is passed on at all, denials aside: "Tom is (not) passed on"."""
    rest = bare(f"{found.word} {found.rest}".strip())
    if found.passive:
        return bool(_JUST_MOVED.fullmatch(rest))
    return bool(
        found.subject == "agent"
        and found.verb is not None
        and found.verb.act == "hand_off"
        and re.fullmatch(
            r"(?:her|him|them|the customer|the user|\w+)?\s*(?:on|over|off|through)?(?:\s+to (?:anyone|anybody"
            r"|anywhere|another (?:desk|team|department)))?",
            found.rest,
        )
    )


__all__ = ["NOWHERE", "Way", "filled", "stays", "way"]
