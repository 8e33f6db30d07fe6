"""What the customer says, as an author tells of it -> the words themselves; None where it gives no words.

"She says that it is urgent" has the words in it, and so has "she wants to keep it"; "he says what he sees" and "he
checks it" have none, and whoever plays the customer must not be left to make them up.
"""

import re

from harness.text.values import find_values
from harness.text.voice import first_person

from .grammar import bare
from .lexicon import verb
from .reading import Context
from .wordlist import listed

_ADVERB = r"(?:(?:then|also|only|just|simply|politely|calmly|still|always|first|initially|again|[a-z]+ly)\s+)"
_HELPER = r"(?:(?:will|would|should|can|must|wants to|tries to|goes on to)\s+)"
_AND = re.compile(r"(?:,\s*|\s+)(?:and|but)\s+(?:then\s+)?", re.IGNORECASE)
_AGENT = r"(?:\s+(?:to\s+)?(?:the (?:agent|bot|assistant)|it|them))?"
_SAYS = re.compile(
    rf"(?:says?|states?|mentions?|tells?|explains?|replies|reply|answers?|adds?|points? out|reminds?|objects?|writes?"
    rf"|types?|responds?|confirms?|claims?|insists?|admits?|concedes?){_AGENT}(?:\s+(?:that|with|something"
    rf" like)\b)?,?:?"
    rf"(?:\s+(?P<said>.+))?",
    re.IGNORECASE | re.DOTALL,
)
_ASKS = re.compile(
    r"asks?(?P<you>\s+(?:the (?:agent|bot|assistant)|it|them))?(?:\s+(?P<how>about|for|to)(?=\s))?(?:\s+(?P<said>.+))?",
    re.IGNORECASE | re.DOTALL,
)
_WH = re.compile(r"(?:whether|if|what|which|who|whose|when|where|why|how)\b", re.IGNORECASE)
_PLAIN_WH = re.compile(r"(?:why|how|when|where|what for|how much|how long)", re.IGNORECASE)
_OWN_WORDS = re.compile(
    r"(?:what(?:ever)?|how|why|where|which|who|whether|when)\b.*"
    r"|(?:so|it|this|that|them|the (?:truth|same(?: thing)?|opposite|answer)|something|nothing|everything|anything)\b.*"
    r"|(?:as (?:much|little)|[a-z]+ly)\b.*|(?:(?:an?|the|another|some)\s+)?(?:(?:very|quite)\s+)?"
    r"(?:wrong|false|different|old|made-up|invented|other|real|right|correct|fake|random)\b.*"
    r"|(?:of|about|for|to|on|with|at|in)\b.*",
    re.IGNORECASE | re.DOTALL,
)
"""What stands for words without being any: "what he sees", "the truth", "a wrong number", "his name"."""
_POINTS = re.compile(
    r"(?:that|this|it|so)\s+(?:is|was|has|can|will|would)\b|(?:something|nothing|everything|anything)\s+(?:is|was|has|else)\b",
    re.IGNORECASE,
)
"""How a sentence begins that is about "that" or "nothing"."""
_THEIRS = re.compile(r"(?:her|his|their|your|my|its)\s", re.IGNORECASE)
_SHORT = re.compile(
    r"(?:(?:many\s+)?thanks?(?: you)?(?: very much)?|please|goodbye|hello|sorry|yes|no|never mind)\b.*", re.IGNORECASE
)
_ASIDE = re.compile(r",\s+which\s+(?:is|was)\s+[^,]*\Z", re.IGNORECASE)
"""A word to whoever reads the journey: "..., which is a common mistake"."""
_CORRECTS = re.compile(
    r"corrects?\s+(?P<what>it|that|this|(?:her|him|them|your)sel(?:f|ves)|(?:the|her|his|their|your) [\w -]{2,30}?)"
    r"(?:\s+(?:to|and\s+(?:says?|gives?|replies|answers?)(?:\s+that\s+it\s+is)?|by saying)\s+(?P<to>.+))?",
    re.IGNORECASE,
)
_STATES = frozenset(
    listed(
        """
        wants want needs need prefers prefer hopes hope is are am was were has have had would will won't wouldn't can
        can't cannot could couldn't does doesn't do don't did didn't knows know thinks think believes believe likes
        expects feels remembers lives works must might may should hates minds suspects wonders trusts understands
        """
    )
)
"""Verbs of which a sentence about oneself is made."""
_TURNED = (
    (re.compile(r"(?:threatens?|promises?|vows?|swears?)\s+(?=to\s)to\s+(?P<does>.+)", re.IGNORECASE), "I will {}"),
    (re.compile(r"offers?\s+to\s+(?P<does>.+)", re.IGNORECASE), "I can {}"),
)
_SILENT = frozenset(
    listed(
        """
        checks check looks look hesitates hesitate waits wait thinks think sighs sigh pauses pause nods laughs smiles
        apologises apologise apologizes apologize calms gets takes stops listens
        """
    )
)
"""What is done before the words, and is not heard."""
_WRITTEN_OUT = re.compile(
    r"(?:spells?(?: out)?|gives?|provides?|says?|tells?(?: the agent| it| them)?|states?)\s+"
    r"(?:her|his|their|your|my|its|the|an?)\s+"
    r"[\w' -]{2,40}:\s+(?P<said>\S.*)|(?:lists?|names?|reels? off|reads? out)\s+[\w' -]{2,40}:\s+(?P<list>\S.*)",
    re.IGNORECASE,
)
""" "spells his name: L-A-N-G": the words stand behind the colon."""
_THANKS = re.compile(r"thanks?\s+(?:the (?:agent|bot|assistant)|it|them|you)\b.*", re.IGNORECASE)
_STATEMENT = re.compile(
    r"(?:it|this|that|there|the|her|his|their|your|my|nobody|nothing|someone|somebody|everything|all|one)\b"
    r".*?\b(?:is|are|was|were|has|have|had|will|would|can|cannot|can't|does|did|doesn't|didn't|won't|isn't|[a-z]+ed)\b.*",
    re.IGNORECASE | re.DOTALL,
)
_BROKEN = re.compile(
    r"\bI (?:(?:also|then|first|always|never|only|just|[a-z]+ly) )*(?P<verb>[a-z]+s)\b"
    r"|\AI [^,.;]{1,60} (?:and|but|or) (?P<second>says|tells|asks|gives|wants|needs|is|has|does|knows|goes|takes|makes"
    r"|gets|keeps|leaves|pays|sends|checks|insists|refuses|accepts|demands|replies|answers|explains|mentions|adds|hopes)\b"
    r"|\bI(?:'m|'ve|'ll|'d)?\b[^.;]{1,80}?\b(?:and|but|or) (?P<third>doesn't|does not|hasn't|isn't|wasn't|won't be)\b"
    r"|\b(?:thank|tell|give) I\b|\A(?:the agent|it|them|that|this)\W*\Z",
    re.IGNORECASE,
)
_S_ANYWAY = frozenset(listed("was always perhaps miss guess pass discuss address process access press focus us less"))


_UNTIL_THEN = re.compile(r"\b(?:until|unless)\s+(?:she|he|they|the|it|you)\b", re.IGNORECASE)
"""How a response goes on that tells what comes of it, and not what is said."""


def spoken(response: str, context: Context) -> str | None:
    """The words that a response tells of, in the first person; None when it gives none, or none that can be said."""
    text = _ASIDE.sub("", bare(response))
    if _UNTIL_THEN.search(text) and not _SAYS.match(_without_subject(text, context)):
        return None
    words = _words(text, context)
    return words if words and not _broken(words) else None


def at_first(response: str, context: Context) -> bool:
    """Whether it is what the customer says the first time only: "he first says 98178"."""
    return (
        re.match(r"(?:at )?(?:first|initially)\s", _without_subject(bare(response), context), re.IGNORECASE) is not None
    )


def _without_subject(text: str, context: Context) -> str:
    """The predicate of the customer; the text itself when something else is its subject."""
    who = context.people.subject.match(text) or re.match(r"they\b(?=\s)", text, re.IGNORECASE)
    return text[who.end() :].strip() if who else text


def _predicate(text: str, context: Context) -> str:
    return re.sub(rf"\A{_ADVERB}*{_HELPER}?{_ADVERB}*", "", _without_subject(text, context), flags=re.IGNORECASE)


def _words(text: str, context: Context) -> str | None:
    does = _predicate(text, context)
    if match := _CORRECTS.fullmatch(does):
        return f"Sorry, I meant {bare(match['to'])}." if match["to"] and find_values(match["to"]) else None
    if _THANKS.fullmatch(does):
        return "Thank you."
    if match := _WRITTEN_OUT.fullmatch(does):
        said = bare(match["said"] or match["list"])
        return f"{said[:1].upper()}{said[1:]}."
    if match := _ASKS.fullmatch(does):
        return _question(match, context)
    if match := _SAYS.fullmatch(does):
        return _told(match["said"], does, context)
    for pattern, turned in _TURNED:
        if match := pattern.fullmatch(does):
            return _mine(turned.format(match["does"]), context)
    word = re.match(r"[a-z]+(?:n't)?", does, re.IGNORECASE)
    first = word[0].casefold() if word else ""
    own = _without_subject(text, context)
    if own != text and (first in _STATES or own.split(" ", 1)[0].casefold() in _STATES):
        return _mine(text, context)
    if own == text and _STATEMENT.fullmatch(text):
        return _mine(text, context)
    joint = _AND.search(does)
    if joint and first in _SILENT:
        sorry = "Sorry. " if first.startswith("apolog") else ""
        rest = _words(f"she {does[joint.end() :]}", context)
        return f"{sorry}{rest}" if rest else None
    return None


def _told(said: str | None, does: str, context: Context) -> str | None:
    """What is said, without the words that tell of it."""
    said = bare(said or "")
    if not said or (_OWN_WORDS.fullmatch(said) and not _POINTS.match(said)):
        return None
    if _THEIRS.match(said) and not _clause(said):
        return None
    if _SHORT.fullmatch(said):
        return f"{said[:1].upper()}{said[1:]}."
    if _clause(said) or re.match(
        r"(?:says?|answers?|replies|reply|writes?|types?|insists?|adds?|admits?|concedes?)\b", does, re.IGNORECASE
    ):
        return _mine(said, context)
    values = find_values(said)
    return _mine(said, context) if values and values[0].start == 0 else None


_FINITE = re.compile(
    r"\b(?:is|are|am|was|were|has|have|had|will|would|can|cannot|could|should|must|might|may|does|do|did|want|wants|need|needs"
    r"|[a-z]+n't|[a-z]{2,}ed|paid|bought|got|lost|sent|said|told|found|went|came|made|took|gave|knows?|lives?|works?"
    r"|got|costs?|comes?|goes|likes?|prefers?)\b",
    re.IGNORECASE,
)


def _clause(said: str) -> bool:
    return _FINITE.search(said) is not None


def _question(match: re.Match[str], context: Context) -> str | None:
    """A question that the author only tells of, as it would be put."""
    how = (match["how"] or "").casefold()
    said = bare(match["said"] or "")
    if not said:
        return None
    if not how:
        if _PLAIN_WH.fullmatch(said):
            return f"{said.capitalize()}?"
        return f"Could you tell me {_small(_mine(said, context)[:-1])}?" if _WH.match(said) else None
    if how == "for" and (done := _TO_BE_DONE.fullmatch(said)):
        asked = _mine(f"{done['what']} be {done['done']}", context)
        return f"Could {_small(asked[:-1])}?"
    opening = {"about": "What about", "for": "Could I have", "to": "Could you" if match["you"] else "Could I"}[how]
    return f"{opening} {_small(_mine(said, context)[:-1])}?"


_TO_BE_DONE = re.compile(r"(?P<what>[^,;]{2,60}?) to be (?P<done>.+)", re.IGNORECASE | re.DOTALL)
""" "asks for everyone to be moved": what is asked is whether it could be done."""


def _small(said: str) -> str:
    return said if re.match(r"I\b|[A-Z][A-Z]|[A-Z]\w*\d", said) else said[:1].lower() + said[1:]


def _mine(text: str, context: Context) -> str:
    said = first_person(text, context.people.name, context.people.pronoun)
    return f"{said[:1].upper()}{said[1:]}."


def _broken(words: str) -> bool:
    """Whether it is no English that a customer would speak: "I first says", "Thank I", "The agent?"."""
    for found in _BROKEN.finditer(words):
        word = found["verb"]
        if word is None:
            return True
        known = verb(word)
        if word.casefold() not in _S_ANYWAY and not word.endswith("ss") and (known is None or "base" not in known[1]):
            return True
    return False


__all__ = ["at_first", "spoken"]
