"""What ties a deed to another: if, when, before, after, until, without. They are taken off before all else."""

import re
from dataclasses import dataclass

from harness.text.caseless import Caseless

from ..nouns import Deed, Vocabulary
from .deeds import about_agent
from .desks import tool_in
from .grammar import WISHED, bare, clause
from .lexicon import verb
from .people import People
from .repetition import REPEATED, counted
from .triggers import trigger

_LEADING = re.compile(
    r"(?:and |but |however,? |then )?(?P<word>if,? and only if,?|only if|even if|if|as long as|so long as"
    r"|provided that|whenever|when|once|as soon as"
    r"|after|unless|in case|until|should|(?:every|each|the (?:first|second|third|fourth|fifth|next|last)"
    r"|any) time(?: that)?"
    r"|the (?:moment|minute|second|instant)(?: that)?|anytime|in the event that|by the time|if ever|upon"
    r"|given(?= (?:an?|the) )"
    r"|where(?= (?:an?|the|no|any|there|her|his|their) [^,?]{3,120}, )"
    r"|on(?= (?:hearing"
    r"|being|learning|seeing)\b))\s+",
    re.IGNORECASE,
)
_TRAILING = Caseless(
    r",?\s+(?P<word>but only after|only after|only once|only when|only if|not before|before|after|until|unless"
    r"|without|if|when|whenever|once|as soon as)\s+",
)
_CONTENT = Caseless(r"\b(?:that|because|whether|how|why|what|which|where|who|since|as)\b")
_QUOTED = re.compile(r'"[^"]*(?:"|\Z)')
_OWN = re.compile(
    r"(?:the |an? )?(?:agent|bot|assistant|system|it|customer|user|caller|asking|checking|confirming|verifying"
    r"|telling)\b",
    re.IGNORECASE,
)
_PRONOUN_ONLY = re.compile(r"(?:\w+\s+)?(?:\w+\s+)?(?:her|him|them|the customer|the user|you)?\s*\Z", re.IGNORECASE)
_SPEAKS = re.compile(
    r"(?:she|he|they|you|i|the customer|[A-Z]\w+) (?:(?:will|would|then|just|politely) )*"
    r"(?:(?:accepts|says no|pushes back|leaves|asks for a person)(?: up to [\w ]{1,12})? and )?"
    r"(?:says?|answers?|replies|reply|responds?|asks?|writes?|adds?|tells? (?:it|them|the agent)"
    r"|(?:spells?|gives?|says?|types?|states?) (?:out )?(?:her|his|their|your|its|the|an?) [\w' -]{2,40}"
    r"|(?:lists?|names?|reels? off|reads? out) [\w' -]{2,40})"
    r"(?: up to (?:once|twice|\w{1,5} times))?",
    re.IGNORECASE,
)
_CONSENT = Caseless(
    r"(?:(?:her|his|their|your|any|prior|explicit|express|clear|the|customer's|first|having|getting|get|has"
    r"|obtaining)"
    r"\s+)*(?:consent|permission|agreement|approval|go[- ]ahead|say[- ]so)"
    r"(?: (?:first|from (?:her|him|them|the customer)))?",
)
_WITH_TOOL = re.compile(r"\s+(?:with|using|via|by|through)\s*\Z", re.IGNORECASE)
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
    return _QUOTED.sub(lambda quote: "\x01" * len(quote[0]), text) if '"' in text else text


def leading(text: str) -> tuple[str, str, str] | None:
    """(word, condition, rest) of a text that opens with a condition; None when it does not."""
    match = _LEADING.match(text)
    if not match:
        return None
    cut = _end_of_condition(text, match.end())
    if cut is None:
        return None
    start, end = cut
    word, condition = match["word"].casefold(), text[match.end() : start].strip()
    if nth := _NTH_TIME.match(word):
        # "the second time it refuses" is "when it refuses a second time".
        word, condition = "when", f"{condition} a {nth[1]} time"
    return word, condition, text[end:].strip()


_NTH_TIME = re.compile(r"the (second|third|fourth|fifth) time\b")


def _end_of_condition(text: str, start: int) -> tuple[int, int] | None:
    """Where the condition ends: a colon, comma, dash or `then`, outside quotes and brackets; else before the agent."""
    hidden = _BRACKETS.sub(lambda found: "\x01" * len(found[0]), masked(text))
    match = _CLOSES.search(hidden, start)
    comma = _comma(hidden, start)
    if match and comma and _SPEAKS.fullmatch(hidden, comma.end(), match.start()):
        # "If ..., he says: ...": the words belong to what follows.
        return comma.start(), comma.end()
    if match and (comma is None or match.start() < comma.start() or hidden[match.start()] == ":"):
        spoken = _who_speaks(hidden, start, match.start()) if comma is None else None
        return spoken or (match.start(), match.end())
    if comma:
        own = _BEFORE_SUBJECT.search(hidden, start + 12, comma.start()) if _BESIDE.match(hidden, comma.end()) else None
        return (own.start(), own.end()) if own else (comma.start(), comma.end())
    if quote := _BEFORE_QUOTE.search(hidden, start):
        return _who_speaks(hidden, start, quote.start()) or (quote.start(), quote.end())
    each = _EACH_THING.match(hidden, start)
    subjects = _BEFORE_SUBJECT.finditer(hidden, (each.end() - 1) if each else start + 12)
    agent = next((one for one in subjects if not _JOINED.search(hidden, start, one.start())), None)
    return (agent.start(), agent.end()) if agent else None


def _who_speaks(hidden: str, start: int, end: int) -> tuple[int, int] | None:
    """Before "she says", where that stands before the words without a comma."""
    blanks = _BLANK.finditer(hidden, start, end)
    found = next((blank for blank in blanks if _SPEAKS.fullmatch(hidden, blank.end(), end)), None)
    return (found.start(), found.end()) if found else None


_BRACKETS = re.compile(r"\([^()]*\)")
_CLOSES = re.compile(r":\s+|:(?=\x01)|,?\s+then\s+|\s+[-–—]\s+")
_BEFORE_QUOTE = re.compile(r"\s+(?=\x01)")
_BEFORE_SUBJECT = re.compile(
    r"\s+(?=(?:the agent|it(?!\s+(?:up|out|in|on|off|over|back|to|for|at|with|from|down|away|again)\b)|she|he"
    r"|they|you|i)"
    r"\s+\w+)",
    re.IGNORECASE,
)
_JOINED = re.compile(
    r"\b(?:that|which|if|whether|because|what|how|when|where|who|why|and|or|but|whom|than|as)\Z", re.IGNORECASE
)
"""What stands before a subject that belongs to the condition: "is told that it is late"."""
_EACH_THING = re.compile(r"(?:each|every|any)(?: [\w-]+){1,3}? (?=the (?:agent|bot|assistant)\b)", re.IGNORECASE)
""" "after each answer the agent ...": no subject stands in it."""
_COMMA = re.compile(r",\s+")
_BLANK = re.compile(r"\s+")
_BESIDE = re.compile(
    r"(?:a (?:bit|little)|slightly|very|quite|rather|though|although|albeit|even|without|with|but)\s(?!(?:she"
    r"|he|they|you|the)\b)"
    r"|[a-z]+ly\s*(?:\Z|[.!])|[a-z]+ing\s(?!.*,)",
    re.IGNORECASE,
)
"""What follows a comma and is no clause of its own: how somebody does what stands before it."""


def _comma(hidden: str, start: int) -> re.Match[str] | None:
    """The comma that closes the condition: not one of a list, which a later one with `or` continues."""
    found = _COMMA.search(hidden, start)
    while found and re.match(r"(?:or|and)\s+(?:if|when)\b", hidden[found.end() :], re.IGNORECASE):
        found = _COMMA.search(hidden, found.end())
    return found


def tied(text: str, people: People, vocabulary: Vocabulary) -> Tied:
    """Take the condition off the front and the order off the end of a clause about the agent."""
    when = None
    wished = WISHED.match(text)
    if opened := leading(text[wished.end() :] if wished else text):
        word, condition, rest = opened
        rest = f"{wished[0]}{rest}" if wished else rest
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
    right = _filled(right, left, people)
    again = not _DENIED.search(right) or " keeps " in left
    repeated = again and REPEATED.search(right) and counted(right)[1] == 1
    if word in ("after", "when", "once") and repeated:
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
    if word == "without" and deed.act == "ask" and not deed.about:
        # "without asking": without leave, not without any question.
        deed = deed.model_copy(update={"about": "permission"})
    if word == "before":
        return Tied(left, before=deed)
    if word in ("without", "until", "not before"):
        return (
            Tied(left, before=deed, reversed=True)
            if word == "without" or clause(left, people).negated or word == "not before"
            else None
        )
    return Tied(left, after=deed)


_DENIED = re.compile(r"\b(?:not|no|never)\b|n't\b", re.IGNORECASE)
"""Who has said that they do not know it has not given it."""


def _filled(right: str, left: str, people: People) -> str:
    """A request that leaves out what the clause before it says: "repeats itself when she asks it to", "for one"."""
    found = clause(left, people)
    if (match := _ASKS_TO.fullmatch(right)) and found.verb and not found.passive:
        again = found.verb.base == "repeat"
        return f"{match['who']} to {'hear it again' if again else f'{found.verb.base} {found.rest}'}".rstrip()
    if (match := _ASKS_FOR_ONE.fullmatch(right)) and (named := _LAST_NOUN.search(left)):
        return f"{match['who']} for {named[0]}"
    return right


_ASKS_TO = Caseless(r"(?P<who>.+? (?:asks?|asked|wants?))(?: (?:it|the agent|the bot))? to")
_ASKS_FOR_ONE = Caseless(r"(?P<who>.+? (?:asks?|asked)) for (?:one|it)")
_LAST_NOUN = re.compile(r"\b(?:an?|the) (?!.*\b(?:an?|the) )[\w' -]{2,40}\Z", re.IGNORECASE)


def _asks_or_tells(left: str, people: People) -> bool:
    """Whether what follows is the content: "asks her if ...", "tells her when ..."."""
    found = clause(left, people)
    rest = found.rest or ""
    named = _PRONOUN_ONLY.fullmatch(rest) or people.object.fullmatch(rest)
    told = found.verb and found.verb.act in ("ask", "say")
    return bool(told and (named or _TO_BE_DONE.match(rest)))


_TO_BE_DONE = re.compile(
    r"(?:(?:her|him|them|the (?:customer|user|caller)) )?to (?!the\b|a\b|an\b)[a-z]", re.IGNORECASE
)
"""Advice: "to call back if the line drops" is told now, whether it drops or not."""


def _event(text: str, people: People, vocabulary: Vocabulary) -> Deed | None:
    """What happens in a clause with a verb that we know; None for a bare noun or a verb that we do not know."""
    if _CONSENT.fullmatch(text):
        return Deed(by="customer", act="say", about="agree")
    named = tool_in(text, vocabulary)
    if named and isinstance(named[0], str) and (does := _event(_WITH_TOOL.sub("", named[1]), people, vocabulary)):
        return does.model_copy(update={"tool": named[0], "action": vocabulary.tools[named[0]] or does.action})
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
