"""What a broken expectation is a matter of: resolution, looping, misrouting, hallucination or conduct."""

import re

from harness.criteria import Criterion
from harness.text.caseless import Caseless

from ..keys import PRIVATE
from ..nouns import Deed
from .grammar import Clause

_TONE = Caseless(
    r"\b(?:rude|polite|tone|blame|insult|shout|sarcas|discriminat|swear|threat|pressure|dismissive|patroni[sz]"
    r"|argue|mock|joke|lecture|judge)",
)
_REVEAL = frozenset(["reveal", "disclose", "share"])
_INSTRUCT = re.compile(
    r"\b(?:tells?|told|advises?|instructs?|directs?|reminds?|recommends?|warns?)\b (?:\w+ ){0,3}?to\b", re.IGNORECASE
)


def matter(found: Deed | None, text: str, said: Clause, never: bool) -> Criterion:
    """The criterion of one check (design 3). `text`, `said`: its clause, as words and taken apart."""
    if found is None:
        return "conduct" if _TONE.search(text) else "resolution"
    if found.act == "repeat":
        return "looping"
    if found.act == "hand_off":
        return "misrouting"
    if found.act == "apologise" or _TONE.search(text) or (said.verb and said.verb.base == "thank"):
        return "conduct"
    if not never:
        return "resolution"
    if found.act in ("ask", "do") and PRIVATE.search(found.about):
        return "conduct"
    if found.act == "do" and re.search(
        r"\b(?:different|another|wrong|someone else's|somebody else's) (?:e-?mail|address|phone|person|customer)",
        found.about,
    ):
        # What belongs to one customer is sent to another.
        return "conduct"
    if found.act == "say" and (_INSTRUCT.search(text) or (said.verb and said.verb.base in _REVEAL)):
        # Advice is no statement; a thing revealed is true, and that is what is wrong with it.
        return "conduct"
    return "hallucination" if found.act in ("say", "offer") else "resolution"
