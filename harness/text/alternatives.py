"""A phrase that names several things, of which any would do -> the things: "any voucher, credit or gift" are three.

Whoever forbids "a voucher or a certificate" forbids each of them; looking for all of the words at once would find none.
"""

import re
from functools import lru_cache

_OR = re.compile(r",?\s+or\s+", re.IGNORECASE)
_QUOTED = re.compile(r'"[^"]*(?:"|\Z)|“[^”]*(?:”|\Z)')
_LEAD = re.compile(
    r"(?:any|one|either|all|some) of (?:these|the following|those)(?: things)?:?\s+|either\s+", re.IGNORECASE
)
_SENTENCE = re.compile(
    r"\b(?:is|are|was|were|will|would|has|have|had|can|cannot|could|does|did|that|whether|if|how|why|when|where|what"
    r"|who)\b|\w'(?:s|ll|re|ve|d)\s+(?:a|an|the|not|been|no)\b|n't\b",
    re.IGNORECASE,
)
"""What stands in a clause and in no list of things."""
_NOT_ANOTHER = re.compile(
    r"(?:more|less|fewer|later|earlier|sooner|over|under|so|not|no|two|three|above|below|longer|anything|something)\b",
    re.IGNORECASE,
)
"""What stands behind `or` without being another thing: "£20 or more"."""
_ARTICLE = re.compile(r"(?:an?|the|any|her|his|their|your|some|another|no|this|that)\s+", re.IGNORECASE)
_TIE = re.compile(
    r"\s(?:for|to|of|with|from|on|in|at|by|about|over|under|worth|per|without|instead|because|after|before)\s",
    re.IGNORECASE,
)
_ADJECTIVE = re.compile(
    r"(?:full|partial|whole|half|free|new|old|different|other|higher|lower|bigger|smaller|larger|cheaper|longer|shorter"
    r"|better|wrong|false|extra|additional|second|third|later|earlier|monthly|yearly|annual|paid|unpaid|first|big|small"
    r"|personal|private|medical|legal|financial|temporary|permanent|partial)",
    re.IGNORECASE,
)


@lru_cache(maxsize=2_048)
def alternatives(phrase: str) -> tuple[str, ...]:
    """The things of which any would do, each as a phrase of its own; the phrase alone when it names one thing.

    A clause ("it is cheap or free"), a bound ("£20 or more") and a quotation are one thing.
    """
    hidden = _QUOTED.sub(lambda quote: "\x01" * len(quote[0]), phrase)
    lead = _LEAD.match(hidden)
    if " or " not in hidden and not (lead and "," in hidden):
        return (phrase,)
    start = lead.end() if lead else 0
    if _SENTENCE.search(hidden):
        return (phrase,)
    things = _listed(phrase[start:], hidden[start:])
    return _completed(things) if len(things) > 1 and not any(map(_NOT_ANOTHER.match, things[1:])) else (phrase,)


def unclear(phrase: str) -> bool:
    """Whether words behind the last of several things may belong to all: "a refund or a voucher for the fee"."""
    things = alternatives(phrase)
    if len(things) == 1:
        hidden = _QUOTED.sub("", phrase)
        last = re.split(r"\s+or\s+", hidden, flags=re.IGNORECASE)[1:]
        return bool(last) and not any(map(_NOT_ANOTHER.match, last)) and not re.match(r"(?:whether|if)\b", phrase)
    return bool(_TIE.search(things[-1])) and not any(_TIE.search(thing) for thing in things[:-1])


def _listed(phrase: str, hidden: str) -> list[str]:
    """The phrase cut at `or`, and at the commas before it."""
    cuts = [(found.start(), found.end()) for found in _OR.finditer(hidden)]
    until = cuts[-1][0] if cuts else len(hidden)
    cuts += [(found.start(), found.end()) for found in re.finditer(r",\s+", hidden[:until])]
    if not any(hidden[start:end].strip(" ,").casefold() == "or" for start, end in cuts) and not cuts:
        return [phrase]
    out, at = [], 0
    for start, end in sorted(cuts):
        if start >= at:
            out.append(phrase[at:start].strip())
            at = end
    return [thing for thing in (*out, phrase[at:].strip()) if thing]


def _completed(things: list[str]) -> tuple[str, ...]:
    """Each thing with the article, the verb or the noun that it shares with its neighbour."""
    first = things[0]
    if re.fullmatch(r"to\s+\w+", first) and (last := things[-1].split(" ", 1))[1:]:
        # "to refund or replace the item": both are done to the item.
        return (*(f"{_to(thing)} {last[1]}" for thing in things[:-1]), _to(things[-1]))
    article = _ARTICLE.match(first)
    if article and len(things) == 2 and not _ARTICLE.match(things[1]):
        alone = first[article.end() :]
        if _ADJECTIVE.fullmatch(alone) and " " in things[1]:
            # "a full or partial refund": both are refunds.
            return (f"{first} {things[1].split(' ', 1)[1]}", f"{article[0]}{things[1]}")
    if article and article[0].casefold().strip() in ("any", "the", "her", "his", "their", "your"):
        return (first, *(thing if _own(thing) else f"{article[0]}{thing}" for thing in things[1:]))
    return tuple(things)


def _to(thing: str) -> str:
    return thing if thing.startswith("to ") else f"to {thing}"


def _own(thing: str) -> bool:
    """Whether a thing brings its own article, or needs none: a figure, a name."""
    return bool(_ARTICLE.match(thing)) or not thing[:1].islower()
