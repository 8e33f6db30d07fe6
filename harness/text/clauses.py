"""Sentence -> clauses, so that "I'm sorry, but I can't do that; what is your postcode?" is three acts and not one."""

import re
from typing import NamedTuple

from .sentences import split

_LONGEST = 1_000
"""Longer clauses are cut at a blank: nobody speaks like that, and patterns stay fast."""

_MAIN = (
    r"(?:(?:i|we|you|it|that|there|here|what|who)['’](?:m|s|re|ve|ll|d)|i|we|could|can|may|might|would|what|which"
    r"|who|where|how|please(?=\s{1,8}\w)|let|shall"
    r"|is there|is that|do you|did you|are you|have you|you can|you will|you may|just)\b"
)
_ANY_START = (
    r"(?:thanks|thank you|your|the|it|this|that|there|you|he|she|they|a|an|as|unfortunately|our|one|all|i['’]?\w*"
    r"|we['’]?\w*)\b"
)
_BOUNDARY = re.compile(
    r"\s{0,3};\s{1,8}|\s{0,3}—\s{0,3}|\s{1,3}[-–]\s{1,3}"
    r"|,?\s{1,8}(?=(?:but|although|however|though)\b)"
    r"|,\s{1,8}(?=so\b(?! (?:that|(?:i|we) (?:can|could|may))\b))|,\s{1,8}(?=(?:while|whereas)\b)"
    r"|,?\s{1,8}and\s{1,8}(?=(?:(?:i|we)(?:['’]\w+)?|please|could|can|may|would|what|which|shall|let|do)\b)"
    r"|,\s{1,8}(?:and |or )?(?=(?P<main>" + _MAIN + r")|(?P<any>" + _ANY_START + r"))"
    r"|(?<=sorry)\s{1,3}(?=(?:but |that )?(?:i|we|it|this|that)(?:['’]m| am|['’]re| are|['’]s| is)? ?"
    r"(?:can['’]?t|cannot|can not|couldn['’]t|won['’]t|unable|isn['’]t|not)\b)",
    re.IGNORECASE,
)
_SUBORDINATE = re.compile(
    r"\W*(?:(?:and|but|so|then|ok|okay) )?(?:if|once|when|whenever|while|as|since|after|before|unless|until|because"
    r"|in order|to|for)\b",
    re.IGNORECASE,
)
_LEAD = re.compile(
    r"\W*(?:but |and |oh |ah )?(?:hi|hello|hey|good (?:morning|afternoon|evening)|thanks|thank you|sorry|apologies"
    r"|my apologies|great|ok|okay|sure"
    r"|of course|certainly|perfect|got it|understood|yes|no|right|alright|unfortunately|done|all done"
    r"|(?:i['’]m|i am|we['’]re|we are)(?: \w{2,12}){0,2} sorry|(?:i|we)(?: \w{2,12})? apologi[sz]e)\b",
    re.IGNORECASE,
)
_QUESTION_WORD = re.compile(
    r"\W*(?:and |or |so |but )?(?:could|can|may|might|would|will|what|which|who|whose|where|when|how|why|do|does"
    r"|did|is|are|was|were|have|has|shall|should)\b",
    re.IGNORECASE,
)


class Clause(NamedTuple):
    """A stretch of a sentence that does one thing."""

    start: int
    end: int
    question: bool
    sentence: int
    """Number of its sentence, from 0."""


def clauses(text: str) -> tuple[Clause, ...]:
    """The clauses of a text in order. Every word of a sentence is in one of them, but for the "and" or comma between
    two."""
    found: list[Clause] = []
    for number, (start, end) in enumerate(split(text)):
        asks = text[start:end].rstrip("\"'”’)]*_ ").endswith("?")
        pieces = [piece for span in _split_clauses(text, start, end) for piece in _short(text, *span)]
        for place, (first, last) in enumerate(pieces):
            question = asks and (place == len(pieces) - 1 or bool(_QUESTION_WORD.match(text, first, last)))
            found.append(Clause(first, last, question, number))
    return tuple(found)


def _split_clauses(text: str, start: int, end: int) -> list[tuple[int, int]]:
    spans: list[tuple[int, int]] = []
    begin = start
    for boundary in _BOUNDARY.finditer(text, start, end):
        if boundary.start() > begin and boundary.end() < end and _cuts(text, begin, boundary):
            spans.append((begin, boundary.start()))
            begin = boundary.end()
    return [*spans, (begin, end)]


def _cuts(text: str, begin: int, boundary: re.Match[str]) -> bool:
    """A comma cuts after a greeting, thanks or apology, and before a new main clause; never after "if you like"."""
    if not boundary.group().startswith(","):
        return True
    if _SUBORDINATE.match(text, begin, boundary.start()):
        return False
    return not boundary["any"] or bool(boundary["main"]) or bool(_LEAD.match(text, begin, boundary.start()))


def _short(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """The span in stretches of at most 1,000 characters, cut at blanks where there are any."""
    spans: list[tuple[int, int]] = []
    while end - start > _LONGEST:
        blank = text.rfind(" ", start + 1, start + _LONGEST)
        cut = blank if blank > start else start + _LONGEST
        spans.append((start, cut))
        start = cut + 1 if blank > start else cut
    return [*spans, (start, end)]
