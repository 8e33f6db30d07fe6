"""What a customer says + how the author says that they write -> the same words, written so. No value is touched.

Habits that show in writing: capitals, small letters, typing mistakes, no punctuation. Names, numbers, dates and what
the customer was given to tell stand as they are: somebody has to find the order by them. Same seed, same mistakes.
"""

import random
import re
from collections.abc import Callable, Iterable

from harness.plan.nouns import Behaviour, Persona
from harness.text.values import find_values

from .agenda import Agenda

ONE_IN = 3
"""Long words for each typing mistake, about [a judgement]."""
_LONG = re.compile(r"[a-z]{5,}")
"""Words that bear a mistake: a short one might become another word, such as no and on."""

Manner = Callable[[str, random.Random], str]


def _capitals(text: str, _: random.Random) -> str:
    return text.upper()


def _small(text: str, _: random.Random) -> str:
    return text.lower()


def _without_marks(text: str, _: random.Random) -> str:
    return re.sub(r"[,;:']|[.!](?=\s|$)", "", text)


def _mistyped(text: str, chance: random.Random) -> str:
    """Two letters inside a word change places, or one is left out, in about every third long word."""

    def maybe(word: re.Match[str]) -> str:
        if chance.randrange(ONE_IN):
            return word[0]
        at = chance.randrange(1, len(word[0]) - 2)
        swapped = word[0][:at] + word[0][at + 1] + word[0][at] + word[0][at + 2 :]
        return swapped if chance.random() < 0.6 else word[0][:at] + word[0][at + 1 :]

    return _LONG.sub(maybe, text)


_MANNERS: tuple[tuple[re.Pattern[str], Manner], ...] = (
    (
        re.compile(
            r"\btypos?\b|\b(?:typing|spelling) (?:mistake|error)s?\b|\bmisspell|\b(?:spells?|types?|writes?) (?:badly"
            r"|fast|hastily|carelessly|poorly|in a hurry|with mistakes)\b"
        ),
        _mistyped,
    ),
    (re.compile(r"\b(?:no|without|never uses?|skips?) (?:any )?punctuation\b"), _without_marks),
    (re.compile(r"\b(?:lower ?-?case|small letters|no capitals|without capitals|never capitali[sz]es)\b"), _small),
    (re.compile(r"\b(?:in|all|uses?|using) (?:all |only |block )?(?:capitals|caps|upper ?-?case)\b"), _capitals),
)
_DENIED = re.compile(
    r"\b(?:never|no|not|doesn't|don't|without|hardly|rarely)\b[^.]{0,20}\b(?:typos?|mistakes?|caps|capitals in)\b"
)


def manners_of(agenda: Agenda) -> tuple[Manner, ...]:
    """How this customer writes, in the order in which it shows."""
    told = [item.how or "" for item in agenda.case.items if isinstance(item, Behaviour)]
    told += [trait for item in agenda.case.items if isinstance(item, Persona) for trait in item.traits]
    words = " . ".join(one.casefold() for one in told if not _DENIED.search(one.casefold()))
    return tuple(manner for pattern, manner in _MANNERS if pattern.search(words))


def written(text: str, manners: Iterable[Manner], agenda: Agenda, chance: random.Random) -> str:
    """The text as this customer writes it, each value and each thing they were given to tell as it stands."""
    manners = tuple(manners)
    if not manners:
        return text
    parts, end = [], 0
    for start, stop in _kept(text, agenda):
        if start >= end:
            parts += [_in(text[end:start], manners, chance), text[start:stop]]
            end = stop
    return "".join([*parts, _in(text[end:], manners, chance)])


def _in(text: str, manners: Iterable[Manner], chance: random.Random) -> str:
    for manner in manners:
        text = manner(text, chance)
    return text


def _kept(text: str, agenda: Agenda) -> list[tuple[int, int]]:
    """The places of what is not touched, in order, the longest first where two begin together."""
    places = [(value.start, value.end) for value in find_values(text)]
    known = [fact.value for fact in agenda.keyed.values() if fact.value]
    for value in known:
        places += [found.span() for found in re.finditer(re.escape(value), text, re.IGNORECASE)]
    return sorted(places, key=lambda place: (place[0], -place[1]))
