"""Sentences about the customer that could be read, and would be read wrongly: what to ask their author."""

import re

from harness.text.caseless import Caseless

from .conditions import ELLIPTIC, unheard, unseen
from .ellipsis import unfinished
from .grammar import bare
from .reading import Context, Remark
from .speech import quoted, unquoted
from .ties import leading, masked
from .traits import PERSON
from .withheld import of_the_one_before, points_back

_SUCH = re.compile(
    r"\bsuch (?:an? )?(?:request|question|offer|answer|refusal|apology|case|time|demand|message)s?\b", re.IGNORECASE
)
"""What points to an event of another sentence."""
_OWN = r"(?:her|his|their|your|my)\s+"
_ACTS = r"(?:[\w-]+ly\s+)?(?!is\b|was\b|has\b|needs\b|wants\b|costs\b)[a-z]+(?<!s)s\s+\S"
_NAMED = re.compile(rf"(?P<who>(?-i:[A-Z])[\w'-]+)\s+{_ACTS}")
_KIN = re.compile(rf"{_OWN}(?P<who>[\w-]+)\s+{_ACTS}", re.IGNORECASE)
_ANOTHER = re.compile(
    r"(?:;|,|\s[-–—])\s*(?:(?:and|but)\s+)?(?:otherwise|or else|if not|the (?:second|third|next) time|(?:if|when|once"
    r"|after) )"
    r"|\botherwise\b",
    re.IGNORECASE,
)
_WORDLESS = re.compile(
    r"(?:(?:she|he|they|you|i|the customer|(?-i:[A-Z])\w+)\s+)(?P<does>(?:then |just )?(?:lies|lie|sighs?|hesitates?"
    r"|waits?|cries|cry"
    r"|laughs?|smiles?|stalls?|bluffs?|pauses?|nods?|shrugs?|blushes|mumbles?|thinks?|reacts?|groans?"
    r"|yawns?)(?: \w+ly| a lot"
    r"| for a (?:while|moment))?)",
    re.IGNORECASE,
)
_PRONOUNS = frozenset(
    {"she", "he", "they", "you", "i", "it", "this", "that", "there", "the", "customer", "user", "nobody"}
)


_KNOWN_LATER = Caseless(
    r"\b(?:does not|doesn't|do not|don't|cannot|can't|no longer)\s+(?:know|remember|recall|have|find)s?\b[^.]*"
    r"(?:\b(?:at first|initially|to begin with|to start with|for the moment|at the beginning)\b"
    r"|(?:;|,? but|,? and|,? until)\s+(?:then |later |suddenly |after |on |in )*[^;]*\b(?:finds?|remembers?"
    r"|recalls?)\b)",
)
"""Not known now, and known later on."""


def doubtful(text: str, context: Context) -> Remark | None:
    """What to ask of a sentence that means something that no item can hold; None when there is no such doubt."""
    if points_back(text) and not of_the_one_before(text, context):
        return _ask(
            "It is not clear what is kept back.", "Write it out: 'She keeps to herself that she has a second phone.'"
        )
    if more := unfinished(text):
        return _ask(f"Not said of what: {more!r}", "Name it: 'She wants a third night.'")
    if _KNOWN_LATER.search(masked(text)):
        return _ask(
            "It is not clear when this is known, and when not yet.",
            "Say what is said then: 'If the agent asks for the number a second time, she says: \"It is 4471.\"'",
        )
    if inner := _unseen_behind(text, context):
        return inner
    opened = leading(text)
    if opened is None or not opened[2]:
        return None
    _, when, response = opened
    if ELLIPTIC.fullmatch(bare(when)):
        return _ask(
            f"It is not said what {bare(when)!r} is about.",
            "Say it again: 'If the agent says that there are cheaper ones, she asks for the cheapest.'",
        )
    if such := _SUCH.search(when):
        return _ask(
            f"It is not clear what {such[0]!r} is.",
            "Say what happens: 'If the agent asks for the reading a second time, she says no.'",
        )
    if (other := _other(response, context)) and not quoted(response):
        return _ask(
            f"Only the customer speaks, not {other}.",
            "Say what the customer says then: 'If the agent asks for a date, she says: \"In May.\"'",
        )
    if another := _ANOTHER.search(unquoted(response)):
        return _ask(
            f"Two conditions in one sentence: {bare(another[0])!r}",
            "Make two sentences of it, each with its own: 'If the agent refuses, she says no.'",
        )
    if does := _WORDLESS.fullmatch(bare(response)):
        return _ask(
            f"It is not said what the customer says: {does['does']!r}",
            "Say it in words: 'If the agent asks for a date, she says: \"In May.\"'",
        )
    if hint := unheard(when, context):
        return _unheard(bare(when), hint)
    if unseen(when, context):
        return _unheard(
            bare(when), "Say what would be heard: 'If the agent mentions the terms, she asks what they are.'"
        )
    return None


def unspoken(text: str) -> Remark:
    """What to ask of a sentence by which the customer says something that it does not tell."""
    when = _WHEN.search(text)
    who = re.search(r"\b(?:he|she)\b", text, re.IGNORECASE)
    opening = (
        f"If {bare(when['when'])}, {who[0].casefold() if who else 'she'}"
        if when
        else "If the agent asks for a date, she"
    )
    return _ask(
        f"It is not said what the customer says: {text!r}", f"Say it in words: '{opening} says: \"Oh, I see.\"'"
    )


_WHEN = re.compile(
    r"\b(?:if|when|whenever|once)\s+(?P<when>(?:the )?(?:agent|bot|assistant|it)\s[^,:;\"]{3,80}?)(?=[,:;.]|\Z)",
    re.IGNORECASE,
)
"""What the author says the customer waits for."""


def _unseen_behind(text: str, context: Context) -> Remark | None:
    """ "He asks how if he is not sure", "He is happy when the display shows it": a condition that nobody hears."""
    match = _BEHIND.search(masked(text))
    if match is None or leading(text):
        return None
    when = bare(text[match.end() :])
    hint = unheard(when, context)
    return _unheard(when, hint) if hint else None


_BEHIND = Caseless(r"(?<=\w),?\s+(?:if|when|whenever|once|as soon as)\s+")


def _unheard(when: str, hint: str) -> Remark:
    return _ask(f"No words show when this happens: {when!r}", hint)


def _ask(message: str, suggestion: str) -> Remark:
    return Remark("J002", "warning", message, suggestion)


def _other(response: str, context: Context) -> str | None:
    """Who else than the customer acts: "Marek answers", "her son offers to pay"."""
    name = context.people.name
    if name and (match := _NAMED.match(response)) and match["who"].casefold() not in _PRONOUNS:
        return match["who"] if match["who"].casefold() not in name.casefold().split() else None
    match = _KIN.match(response)
    who = match["who"].casefold() if match else ""
    return f"the {who}" if PERSON.fullmatch(who) and who not in _PRONOUNS else None
