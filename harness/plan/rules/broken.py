"""Words that cannot be what somebody meant: half of what "both ... and" joins, a verb swallowed by the thing before it.

Whatever a rule made of a sentence, no part of it may read like this; the sentence is then asked about instead.
"""

import re
from collections.abc import Iterable, Iterator

from harness.text.caseless import Caseless

from ..nouns import JUDGED, AnyItem, Fact, Persona, Want
from .lexicon import verb
from .ties import masked

_OPENS = re.compile(r"(?:and|or|nor|than)\b(?! so\b)", re.IGNORECASE)
_ENDS = re.compile(r"\b(?:and|or|nor|than|the|an?|both|either|neither|between)\Z", re.IGNORECASE)
_HALF = Caseless(
    r"\b(?:both\b(?!.*\band\b)(?=\s+(?:the|an?|her|his|their|its)\b)|either\b(?!.*\bor\b)\s+(?:the|an?)\b)"
)
_JOINED = Caseless(r"\b(?P<before>[\w'-]+),?\s+(?:and|or)\s+(?:then\s+)?(?P<verb>[a-z]+(?:ed|en|s))\Z")
_SENTENCE = re.compile(r"\b(?:is|are|was|were|be|been|being|gets?|has|have|had|that|which|who)\b", re.IGNORECASE)
_NO_WISH = re.compile(
    r"\A(?:as|there|much|many|is|are|was|were|does|did)\b|,\s(?:she|he|they|you|i)\s(?:wants?|needs?|would)\b",
    re.IGNORECASE,
)
"""What nobody can want: half of a question, or a wish with another wish in it."""
PAIRED = re.compile(
    r"\b(?:both|between|either|neither(?! (?:is|are|am|do|does|did|has|have|can|will|was|were)\b))\s"
    r"(?!.*\b(?:and|nor|or)\b)",
    re.IGNORECASE | re.DOTALL,
)
"""What waits for its second half: "both the lamp", before "and the shade"."""


def broken(items: Iterable[AnyItem]) -> str | None:
    """The first words among these items that nobody can have meant; None when all of them can stand."""
    return next((words for item in items for words in _told(item) if _is_broken(masked(words))), None)


def _told(item: AnyItem) -> Iterator[str]:
    """The words of an item that were cut out of a sentence."""
    if isinstance(item, JUDGED):
        yield from (deed.about for deed in item.deeds if deed.exact is None)
    elif isinstance(item, Want):
        yield "and" if _NO_WISH.search(masked(item.about)) else item.about
    elif isinstance(item, Persona):
        yield from item.traits
    elif isinstance(item, Fact) and item.key is None:
        yield item.value or ""


def _is_broken(words: str) -> bool:
    words = words.strip()
    if _OPENS.match(words) or _ENDS.search(words) or _HALF.search(words):
        return True
    joined = _JOINED.search(words)
    if joined is None or _SENTENCE.search(words[: joined.start()]):
        return False
    return _is_participle(joined["verb"]) and not (joined["before"].endswith("ed") or _is_participle(joined["before"]))


def _is_participle(word: str) -> bool:
    known = verb(word)
    return known is not None and "participle" in known[1] and "base" not in known[1]
