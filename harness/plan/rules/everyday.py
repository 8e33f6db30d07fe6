"""What must happen, in everyday turns of phrase -> the same in the words that the rules know.

"An apology for the delay", "Someone explains how it works", "Should the line be busy, it offers a call" say no more
than "The agent apologises for the delay", "The agent explains how it works", "If the line is busy, it offers a call".
"""

import re
from collections.abc import Callable

from harness.text.caseless import Caseless, Either

from ..keys import key_of
from .grammar import AGENT, bare
from .lexicon import third_person, verb
from .people import People

_ACTS = ("say", "ask", "offer", "refuse", "apologise", "do", "hand_off")
_NEXT = Caseless(
    r"(?:next|after that|after this|afterwards|thereafter|finally|lastly|subsequently|from there|to finish"
    r"|at that point|in return|as a result)(?: on)?,?\s+(?=(?:(?:the |an? )?(?:agent|bot|assistant)|it)\b)"
)
_REASON = Caseless(r",\s+(?:as|since|because)\s+(?:she|he|it|they|there|the|this|that)\s[^,]+\Z")
"""Why it has to happen, which nothing shows."""
_SHOULD_BE = re.compile(
    r"should (?P<who>(?!(?:she|he|they|you|i)\b)[^,\"]{2,60}?) be (?P<rest>[^,\"]+),\s+(?P<then>.+)", re.I | re.S
)
_SHOULD_DO = re.compile(
    r"should (?P<who>she|he|it|they|you|the (?:agent|bot|assistant|customer|user|caller)|(?-i:[A-Z])\w+)"
    r" (?P<verb>[a-z]+)"
    r"(?P<rest>\s[^,\"]+)?,\s+(?P<then>.+)",
    re.IGNORECASE | re.DOTALL,
)
_SOMEBODY = Caseless(
    r"(?:someone|somebody|anyone|anybody)(?: (?:from|on|in|at) (?:the|our|its) (?:[\w-]+ )?(?:team|staff"
    r"|company|shop))?\s+"
    r"(?P<verb>[a-z]+)\b"
)
_NOUNS = {
    "apology": "apologises", "apologies": "apologises", "confirmation": "confirms", "explanation": "explains",
    "offer": "offers", "promise": "promises", "refusal": "refuses", "request": "asks", "summary": "summarises",
}  # fmt: skip
_A_NOUN = Caseless(
    rf"(?:an? |the |some |any )?(?P<noun>{'|'.join(_NOUNS)})(?P<rest>(?: (?:for|of|that|to|how|why)\s.+)?)",
    re.DOTALL,
)
_FINITE = re.compile(
    r"\b(?:is|are|was|were|has|have|had|does|did|will|would|can|must|should|shall|may|comes?|goes|gets?|follows?)\b",
    re.IGNORECASE,
)
_THROUGH = Caseless(
    r"(?:walks?|talks?|guides?|takes?|leads?|steers?|runs?) (?P<whom>her|him|them|you|the (?:customer|user|caller)"
    r"|(?-i:[A-Z])[\w'-]+) through (?P<what>.+)",
    re.DOTALL,
)
_PHRASAL = (
    (Caseless(r"(?:sums?|summed) up (?=\S)"), "summarises "),
    (Caseless(r"(?:pulls?|calls?) up (?=(?:the|her|his|their|its)\s)"), "looks up "),
    (
        Caseless(r"(?:spells?|sets?|lays?) out (?=(?:how|why|what|when|which|where|the|her|his|all|that)\b)"),
        "explains ",
    ),
)
_HAVING = Caseless(r"(?:claims?|pretends?|purports?) to have (?P<done>[a-z]+)\b(?P<rest>.*)", re.DOTALL)
_BEING = Caseless(r"(?:claims?|pretends?|purports?) to be (?P<rest>.+)", re.DOTALL)
_INSISTS = Caseless(r"insists? on (?:having|getting|seeing|knowing|being given) (?P<what>.+)", re.DOTALL)
_ENDS_WITH = Caseless(
    r"(?:the )?(?:conversation|chat|call) ends with (?P<who>the (?:agent|bot|assistant)|it)"
    r" (?P<verb>[a-z]+ing)\b(?P<rest>.*)",
    re.DOTALL,
)
_TAKES = Caseless(r"takes? (?:down )?(?P<what>(?:the|her|his|their) [\w' -]{2,40})")
_FIRST_THEN = Caseless(
    r"(?P<one>[^,\"]{2,80}?) (?P<be>is|are) (?P<verb>[a-z]+)(?: first)?,? and only (?:then|afterwards|after that) "
    r"(?:(?:is|are) )?(?P<other>(?:the|her|his|their|an?) [^,\"]{2,60}?)(?: (?:is|are) (?P<second>[a-z]+))?"
)


def if_should(text: str) -> str:
    """ "Should the line be busy, it ..." -> "If the line is busy, it ..."; as it is when it does not open so."""
    if text[:7].casefold() != "should ":
        return text
    if match := _SHOULD_DO.fullmatch(text):
        plural = match["who"].casefold() in ("they", "you")
        does = match["verb"] if plural else third_person(match["verb"].casefold())
        does = {"bes": "is"}.get(does, "are" if plural and does == "be" else does)
        return f"If {match['who']} {does}{match['rest'] or ''}, {match['then']}"
    if match := _SHOULD_BE.fullmatch(text):
        be = "are" if re.search(r"[^s]s\Z", match["who"]) else "is"
        return f"If {match['who']} {be} {match['rest']}, {match['then']}"
    return text


def without_next(text: str) -> str:
    """ "After that, the agent asks" -> "the agent asks"."""
    following = _NEXT.search(text)
    return f"{text[: following.start()]}{text[following.end() :]}" if following else text


def in_plain_words(text: str, _: People) -> str:
    """The expectation in the rules' own words; as it is when it has none of these turns."""
    if (why := _REASON.search(text)) and '"' not in text:
        text = text[: why.start()]
    if match := _FIRST_THEN.fullmatch(text):
        second = match["second"] or match["verb"]
        return f"{match['one']} {match['be']} {match['verb']} before {match['other']} is {second}"
    if (match := _ENDS_WITH.fullmatch(text)) and (does := verb(match["verb"])):
        return f"{match['who']} {third_person(does[0].base)}{match['rest']}"
    if (match := _SOMEBODY.match(text)) and _agents(match["verb"]):
        text = f"The agent {text[match.start('verb') :]}"
    if (match := _A_NOUN.fullmatch(text)) and not _FINITE.search(_before_that(match["rest"])):
        return _with_verb(match)
    subject = AGENT.match(text) or _IT.match(text)
    if subject is None:
        return text
    rest = text[subject.end() :].lstrip()
    new = next((found for turned in _TURNS if (found := turned(rest))), None)
    return f"{subject[0].rstrip()} {new}" if new else text


_IT = re.compile(r"(?:it|they)\b", re.IGNORECASE)


def _before_that(rest: str) -> str:
    return re.split(r"\b(?:that|how|why|which|who|what|if|when)\b", rest, maxsplit=1)[0]


def _agents(word: str) -> bool:
    known = verb(word)
    return bool(known and "third" in known[1] and known[0].act in _ACTS)


def _with_verb(match: re.Match[str]) -> str:
    """ "An apology for the delay" -> "The agent apologises for the delay"."""
    noun, rest = match["noun"].casefold(), match["rest"]
    if noun in ("confirmation", "explanation", "offer", "summary", "promise"):
        rest = re.sub(r"\A of ", " ", rest)
    return bare(f"The agent {_NOUNS[noun]}{rest}")


# ---- what the agent does ------------------------------------------------------------------------------------


def _through(rest: str) -> str | None:
    """ "walks her through the steps" -> "explains the steps"."""
    match = _THROUGH.fullmatch(rest)
    return f"explains {match['what']}" if match else None


def _phrasal(rest: str) -> str | None:
    for pattern, plain in _PHRASAL:
        if match := pattern.match(rest):
            return f"{plain}{rest[match.end() :]}"
    return None


def _as_if(rest: str) -> str | None:
    """ "pretends to have fixed it" -> "says that it has fixed it"."""
    if match := _HAVING.fullmatch(rest):
        return f"says that it has {match['done']}{match['rest']}"
    match = _BEING.fullmatch(rest)
    return f"says that it is {match['rest']}" if match else None


def _insists(rest: str) -> str | None:
    """ "insists on having her address" -> "asks for her address"."""
    match = _INSISTS.fullmatch(rest)
    return f"asks for {match['what']}" if match else None


def _takes(rest: str) -> str | None:
    """ "takes her full name" -> "asks for her full name": what an agent would ask for."""
    match = _TAKES.fullmatch(bare(rest))
    return f"asks for {match['what']}" if match and key_of(match["what"]) and " or " not in match["what"] else None


_TURNS: tuple[Callable[[str], str | None], ...] = (_through, _phrasal, _as_if, _insists, _takes)

TURNED = Either(
    _REASON,
    at_front=(
        *(_FIRST_THEN, _ENDS_WITH, _SOMEBODY, _A_NOUN, _THROUGH, _HAVING, _BEING, _INSISTS, _TAKES),
        *(pattern for pattern, _ in _PHRASAL),
    ),
)
"""What is put in plain words."""

__all__ = ["TURNED", "if_should", "in_plain_words", "without_next"]
