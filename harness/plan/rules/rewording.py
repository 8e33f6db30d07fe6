"""An expectation as product owners turn it -> the same expectation in the order that the rules read.

"At no point does the bot ask for X" and "Before it asks for X, it says Y" say no more than "The bot never asks for X"
and "It says Y before it asks for X". Nothing is added and nothing is taken away; quotations stay as they are.
"""

import re
from collections.abc import Callable

from harness.text.caseless import Caseless, Either

from .everyday import TURNED, if_should, in_plain_words, without_next
from .grammar import AGENT, bare
from .lexicon import verb
from .people import People
from .ties import masked
from .unspoken import CONSENT, consented

_CONTRACTED = (
    (re.compile(r"\b(is|are|was|were|has|have|had)n't\b", re.IGNORECASE), r"\1 not"),
    (
        re.compile(
            r"\b(he|she|it|there|that)'s (?=been\b|(?:\w+ed|understood|had|got|found|read|seen|heard|sent|paid|given)"
            r" (?:it|them|the|an?|her|his|their|this|that)\b)",
            re.IGNORECASE,
        ),
        r"\1 has ",
    ),
    (re.compile(r"\b(he|she|it|there|that|who)'s\b", re.IGNORECASE), r"\1 is"),
    (re.compile(r"\b(they|you|we)'re\b", re.IGNORECASE), r"\1 are"),
    (re.compile(r"\b(they|you|we|i)'ve\b", re.IGNORECASE), r"\1 have"),
    (re.compile(r"\b(he|she|it|they|you|we|i)'ll\b", re.IGNORECASE), r"\1 will"),
)
_IN_NO_WAY = Caseless(
    r"(?:at no (?:point|time|stage|moment)|under no circumstances?|in no (?:case|event|way)|on no account"
    r"|never(?: ever)?|not once|nowhere)"
    r"(?:,? (?:in|during|throughout) (?:the|this) (?:conversation|chat|call))?,?\s+"
    r"(?P<helper>does|do|did|should|must|may|can|could|will|would|shall|is|are|was|were|has|have)\s+(?P<rest>.+)",
    re.DOTALL,
)
_OPENING = Caseless(r"(?P<word>before|without|prior to|only (?:after|once|when))\s+")
_NO_THING = Caseless(
    r"(?P<none>no (?:[\w'-]+ ){1,6}?|nothing |nobody |no one )(?:may|must|shall|should|can|will|is to|are to)"
    r" (?:ever )?be (?P<rest>[a-z]+\b.*)",
    re.DOTALL,
)
_ONLY_WITH = Caseless(
    r"\bonly (?:(?:up)?on|with|after|by) (?:the customer's|her|his|their)"
    r" (?:(?:express|explicit|prior|clear|written|own) )?(?:consent|permission|agreement|approval|go-ahead|say-so)\b"
)
_ENSURES = Caseless(r"(?:makes? (?:sure|certain)|ensures?|sees to it|takes care)(?: that)?\s+")
_CLEAR = Caseless(
    r"(?:makes? (?:it )?(?:clear|plain)|lets? (?:\w+ ){1,2}know|makes? (?:\w+ ){1,2}aware|points? out)"
    r"(?= (?:that|how|when|why|what|where|which|of|about)\b)"
)
_CURIOUS = Caseless(r"(?:wants?|needs?|would like|tries) to (?:know|find out|learn|hear)\s+(?:about\s+)?")
_BRINGS_UP = Caseless(r"(?:brings? up|raises? the subject of|touches? on|talks? of)\s+")
_WANTS = Caseless(r"(?:wants?|needs?|insists on|demands?)\s+(?=(?:her|his|their|the|an?|to have|\w+'s)\s)")
_LEARNS = Caseless(
    r"(?:learns?|hears?|finds? out|is made aware|is (?:clearly )?aware|gets? to (?:know|hear)|is let know"
    r"|is given to understand)\s+(?=(?:that|about|how|when|why|what|where|which)\b)"
)
_MUST_GIVE = Caseless(
    r"(?:has to|have to|must|needs? to|is (?:made|forced|required|obliged) to)\s+"
    r"(?P<repeat>repeat|give|tell|provide|say|share|enter|supply|state|confirm|hand over|spell out)"
    r"(?: (?:the (?:agent|bot|assistant)|it|them))?\s+(?P<what>.+)",
    re.DOTALL,
)
_AGREES = Caseless(
    r"\s+(?:agrees?|has agreed|consents?|has consented|confirms?|says yes|has said yes|is happy(?: with it)?) before"
    r" (?P<agent>the agent|the bot|the assistant|it) (?P<does>.+)"
)
_GOES = Caseless(
    r"(?P<thing>(?:the |an? |her |his |their |any )?(?:full |reset |password )*(?P<kind>refund|money|link|e-?mail|code"
    r"|amount))\s+"
    r"(?P<not>(?:does not|doesn't|never|must not|should not) )?(?:should |must |will |is )?"
    r"(?:goes|go|going|paid|comes|come)(?: back)? to\s+(?P<to>.+)",
    re.DOTALL,
)
_FINDS_OUT = Caseless(
    r"(?:finds? out|works? out|discovers?|realises?|realizes?|spots?|sees|notices?|learns?) that\s+(?P<what>.+)",
    re.DOTALL,
)
_TELLS_SO = re.compile(
    r",?\s+and (?:then )?(?:(?:tells?|informs?) (?P<whom>her|him|them|the customer|(?-i:[A-Z])[\w'-]+)(?: so|"
    r" (?:about )?it"
    r"| about (?:that|this))?|lets? (?P<know>her|him|them|the customer|(?-i:[A-Z])[\w'-]+) know(?: it| so)?|says so)\Z",
    re.IGNORECASE,
)
_GETS_TO = Caseless(r"(?P<gets>gets?|got|comes|goes) through to\s+")
_FIRST_PARTICIPLE = re.compile(r"[a-z]+", re.IGNORECASE)


def reworded(text: str, people: People) -> str:
    """The expectation in the order that the rules read; as it is when it already stands so."""
    text = if_should(without_next(text))
    if not (_REWORDED.may_be_in(text) or "'" in text or '"' in text):
        return text
    for rewrite in _REWRITES:
        text = rewrite(text, people)
    return text


# ---- the rewritings -----------------------------------------------------------------------------------------


def _expanded(text: str, people: People) -> str:
    """Contractions of to be and to have written out, and "Maria's order" as "her order", outside quotations."""
    hidden = masked(text)
    if "'" not in hidden:
        return text
    for pattern, full in (*_CONTRACTED, *_own(people)):
        for match in reversed(list(pattern.finditer(hidden))):
            text = text[: match.start()] + match.expand(full) + text[match.end() :]
        hidden = masked(text)
    return text


def _own(people: People) -> tuple[tuple[re.Pattern[str], str], ...]:
    theirs = {"she": "her", "he": "his"}.get(people.pronoun or "", "their")
    names = "|".join(re.escape(name) for name in people.names)
    who = rf"(?:{names}{'|' if names else ''}the (?:customer|user|caller|client|shopper|member))"
    done = r"told|asked|offered|given|sent|charged|informed|advised|refunded|transferred|handed|shown|quoted|passed"
    return (
        (re.compile(rf"\b({who})'s (?=(?:{done})\b)", re.IGNORECASE), r"\1 is "),
        (re.compile(rf"\b{who}'s (?=[a-z])", re.IGNORECASE), f"{theirs} "),
    )


def _turned(text: str, people: People) -> str:
    """ "At no point is a fee mentioned" -> "a fee must never be mentioned"."""
    match = _IN_NO_WAY.match(text)
    if not match:
        return text
    rest = match["rest"]
    subject = AGENT.match(rest) or people.subject.match(rest) or re.match(r"(?:it|they|we)\b", rest, re.IGNORECASE)
    passive = match["helper"].casefold() in ("is", "are", "was", "were", "has", "have")
    if subject and (not passive or subject.end() < len(rest)):
        told = rest[subject.end() :].strip()
        return f"{subject[0]} must never {'be ' if passive else ''}{told}"
    place = _first_participle(rest) if passive else None
    return f"{rest[:place].strip()} must never be {rest[place:]}" if place else text


def _first_participle(text: str) -> int | None:
    """Where the first participle stands, the noun before it being what it is done to."""
    for word in _FIRST_PARTICIPLE.finditer(text):
        known = verb(word[0])
        if word.start() and known and "participle" in known[1] and "base" not in known[1]:
            return word.start()
    return None


def _of_nothing(text: str, _: People) -> str:
    """ "No refund may be issued until X" -> "no refund is issued until X"."""
    if not (match := _NO_THING.fullmatch(text)):
        return text
    several = re.search(r"(?<!s)s \Z", match["none"])
    return f"{match['none']}{'are' if several else 'is'} {match['rest']}"


def _with_leave(text: str, _: People) -> str:
    """ "Only upon her express consent" -> "only after the customer agrees"."""
    return _ONLY_WITH.sub("only after the customer agrees", text)


def _order_last(text: str, people: People) -> str:
    """ "Before it asks for X, the bot says Y" -> "the bot says Y before it asks for X"."""
    match = _OPENING.match(text)
    comma = re.compile(r",\s+").search(masked(text), match.end()) if match else None
    if not match or not comma:
        return text
    rest = bare(text[comma.end() :])
    if not (
        AGENT.match(rest) or people.subject.match(rest) or re.match(r"(?:it|they|we|the|an?)\b", rest, re.IGNORECASE)
    ):
        return text
    word = "before" if match["word"].casefold() == "prior to" else match["word"].casefold()
    if word.startswith("only") and _TWO_DEEDS.search(masked(rest)):
        return text  # both of them, which an order at the end would not say
    return f"{rest} {word} {text[match.end() : comma.start()]}"


_TWO_DEEDS = re.compile(r",?\s(?:and|then)\s+[a-z]+s\b", re.IGNORECASE)


def _ensured(text: str, _: People) -> str:
    """ "The bot makes sure that the order is cancelled" -> "the order is cancelled"."""
    subject = AGENT.match(text) or re.match(r"(?:it|they)\b", text, re.IGNORECASE)
    match = _ENSURES.match(text[subject.end() :].lstrip()) if subject else None
    rest = text[subject.end() :].lstrip()[match.end() :] if subject and match else ""
    return rest if rest and re.search(r"\s", rest) else text


def _said(text: str, people: People) -> str:
    """ "makes it clear that" -> says; "wants to know X" -> asks for X; "Dana learns that" -> "Dana is told that"."""
    subject = AGENT.match(text) or re.match(r"(?:it|they)\b", text, re.IGNORECASE)
    if subject:
        head, rest = subject[0], text[subject.end() :].lstrip()
        if match := _BRINGS_UP.match(rest):
            return f"{head} mentions {rest[match.end() :]}"
        if match := _CLEAR.match(rest):
            return f"{head} says{rest[match.end() :]}"
        if match := _CURIOUS.match(rest):
            return f"{head} asks {rest[match.end() :]}"
        if match := _WANTS.match(rest):
            return f"{head} asks for {rest[match.end() :]}"
        return text
    customer = people.subject.match(text)
    rest = text[customer.end() :].lstrip() if customer else ""
    if customer and (match := _LEARNS.match(rest)):
        return f"{customer[0]} is told {rest[match.end() :]}"
    return text


def _found_out(text: str, people: People) -> str:
    """ "Finds out that X and tells her" -> "says that X"; "gets through to X" -> "is put through to X"."""
    if " that " in text and (subject := AGENT.match(text) or re.match(r"(?:it|they)\b", text, re.IGNORECASE)):
        match = _FINDS_OUT.fullmatch(text[subject.end() :].lstrip())
        if not match:
            return text
        told = _TELLS_SO.search(masked(match["what"]))
        return f"{subject[0]} says that {match['what'][: told.start()] if told else match['what']}"
    if " through to " in text and (customer := people.subject.match(text)):
        rest = text[customer.end() :].lstrip()
        if match := _GETS_TO.match(rest):
            return f"{customer[0]} is put through to {rest[match.end() :]}"
    return text


def _agreed(text: str, people: People) -> str:
    """ "Hannah agrees before the agent cancels" -> "the agent cancels only after Hannah agrees"."""
    customer = people.subject.match(text)
    match = _AGREES.fullmatch(text[customer.end() :]) if customer else None
    return f"{match['agent']} {match['does']} only after {customer[0]} agrees" if customer and match else text


def _agreed_to(text: str, _: People) -> str:
    """ "The agent books a seat that she did not agree to" -> "the agent books a seat before she agrees"."""
    return consented(text)


def _asked(text: str, people: People) -> str:
    """ "Maria has to give her order number again" -> "Maria is asked for her order number again"."""
    customer = people.subject.match(text)
    rest = text[customer.end() :].lstrip() if customer else ""
    match = _MUST_GIVE.match(rest)
    if not customer or not match:
        return text
    again = " again" if match["repeat"].casefold() == "repeat" and not re.search(r"\bagain\b", match["what"]) else ""
    if re.match(r"(?:him|her|them|your)sel(?:f|ves)\b|everything\b|what\b|that\b", match["what"], re.IGNORECASE):
        return text
    return f"{customer[0]} is asked for {bare(match['what'])}{again}"


def _moved(text: str, _: People) -> str:
    """ "The refund goes to a different card" -> "The agent refunds it to a different card"."""
    match = _GOES.fullmatch(text)
    if not match:
        return text
    denied = "does not " if match["not"] else ""
    if match["kind"].casefold() in ("refund", "money", "amount"):
        return f"the agent {denied}refund{'' if denied else 's'} the money to {match['to']}"
    thing = match["thing"][:1].casefold() + match["thing"][1:]
    return f"the agent {denied}send{'' if denied else 's'} {thing} to {match['to']}"


def _without_time(text: str, _: People) -> str:
    """ "Right at the start the agent says so" -> "the agent says so": when, in general, is not looked for."""
    match = _AT_SOME_TIME.match(text)
    return GOING_ON.sub("", text[match.end() :] if match else text)


GOING_ON = Caseless(r",?\s+before (?:(?:moving|going|carrying) on|it (?:moves|goes|carries) on)(?=[.!]*\Z)")
"""Before anything else, whatever that is."""


_AT_SOME_TIME = Caseless(
    r"(?:(?:right |from )?(?:at|from) the (?:very )?(?:start|beginning|outset|end)|first (?:of all|off|thing)"
    r"|before anything else|to (?:begin|start) with|early on|at some (?:point|stage)|in the end|all in all|overall"
    r"|above all|as a minimum|at the very least|by the end)(?: of (?:the|this) (?:conversation|call|chat))?,?\s+"
    r"(?=\S+ \S+)"
)


def _to_the_letter(text: str, _: People) -> str:
    """`says "It is recorded", word for word`: exact words are always looked for to the letter."""
    return _VERBATIM.sub('"', text) if '"' in text else text


def _taken(text: str, people: People) -> str:
    """ "Takes the money from the gift card" -> "charges the gift card"; "gets the id from her" -> "asks for the id"."""
    match = _TAKES.fullmatch(text) if _GETS.search(text) else None
    if not match:
        return text
    if match["money"]:
        return (
            f"{match['who']} {'charges' if match['verb'].endswith('s') else 'charge'} {match['from'] or 'the customer'}"
        )
    if match["known"]:
        asks = "asks" if match["verb2"].endswith("s") else "ask"
        return f"{match['who']} {asks} for {match['known']}{match['more']}"
    source = match["source"]
    if not (people.object.fullmatch(f"{source} ") or people.object.fullmatch(source)):
        return text
    return f"{match['who']} asks for {match['thing']}{match['rest'] or ''}"


_GETS = re.compile(r"\b(?:tak(?:es?|en)|gets?)\b")
_TAKES = Caseless(
    r"(?P<who>(?:the |an? )?(?:agent|bot|assistant)|it|they) (?:(?P<verb>takes?) (?P<money>(?:the |any |a |her |his )?"
    r"(?:card )?(?:money|payment|fee|amount))(?: (?:from|off|with) (?P<from>(?:the|her|his|their) [\w' -]{2,40}))?"
    r"|gets? (?P<thing>(?:the|her|his|their) [\w' -]{2,40}?) from (?P<source>[\w-]+)(?P<rest> (?:first|before .+))?"
    r"|(?P<verb2>gets?|takes?|obtains?|finds?)(?: out)? (?P<known>(?:her|his|their|the customer's) (?:[\w'-]+ ){0,3}?"
    r"(?:number|name|names|address|e-?mail|postcode|zip code|pin|id|reference|date of birth|birthday|phone|details))"
    r"(?P<more>(?: (?:first|before .+))?))"
)


def _spared(text: str, people: People) -> str:
    """ "Maria does not have to tell them her postcode twice" -> "the agent does not ask for her postcode again"."""
    customer = people.subject.match(text)
    match = _SPARED.fullmatch(text[customer.end() :].lstrip()) if customer else None
    return f"the agent does not ask for {match['what']} again" if match else text


_SPARED = Caseless(
    r"(?:does not|doesn't|never|must not|should not) (?:have|has|need|needs) to"
    r" (?:tell|give|say|spell out|repeat|type|enter)"
    r"(?: (?:the agent|them|it|anyone))? (?P<what>(?:the|her|his|their) [\w' -]{2,40}?)"
    r" (?:twice|again|more than once|a second time|a second time over)"
)
_VERBATIM = re.compile(r'",? (?:word for word|verbatim|in (?:so many|exactly those|those exact) words)\Z', re.I)
_REWRITES: tuple[Callable[[str, People], str], ...] = (
    in_plain_words,
    _to_the_letter,
    _without_time,
    _taken,
    _spared,
    _expanded,
    _turned,
    _of_nothing,
    _with_leave,
    _order_last,
    _ensured,
    _said,
    _found_out,
    _agreed,
    _agreed_to,
    _asked,
    _moved,
)

_REWORDED = Either(
    TURNED,
    CONSENT,
    GOING_ON,
    _ONLY_WITH,
    at_front=(
        *(
            _AT_SOME_TIME,
            _TAKES,
            _NO_THING,
            _SPARED,
            _IN_NO_WAY,
            _OPENING,
            _ENSURES,
            _BRINGS_UP,
            _CLEAR,
            _CURIOUS,
            _WANTS,
        ),
        *(_LEARNS, _FINDS_OUT, _GETS_TO, _AGREES, _MUST_GIVE, _GOES),
    ),
)
"""What the rewritings look for, apart from contractions and quotations."""
