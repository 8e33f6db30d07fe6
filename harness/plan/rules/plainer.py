"""A sentence about the customer in the round-about words that people use -> the plain words that the rules read.

"So this is Dan, he runs a shop", "Only when asked does she say that ...", "She is not knowing which form it is": each
kind begins with, or turns on, a word or two that are looked for first.
"""

import re
from collections.abc import Callable

from harness.text.caseless import Caseless

from .everyday import if_should
from .lexicon import third_person
from .ties import masked
from .traits import PERSON, TRADE
from .wordlist import listed

_NAME = r"(?-i:[A-Z])[\w'-]+(?: (?-i:[A-Z])[\w'-]+){0,2}"
_WHO = rf"(?:she|he|they|you|i|the (?:customer|user|caller)|{_NAME})"

_INTRODUCED = re.compile(
    r"(?:(?:so|ok|okay|right|well|now),? )?(?:this is|meet|say hello to|imagine|think of|picture|here is|here's"
    r"|we have"
    rf"|consider|it's|it is)\s+(?:(?P<name>{_NAME}),? (?:(?:and )?(?:she|he|they|who)(?P<has>'s)? (?P<does>.+)"
    rf"|(?P<sort>an? .+))"
    r"|(?P<one>(?:someone|somebody|a (?:customer|caller|person|man|woman|user|guy|lady|couple|family)|an (?:old"
    r"|elderly)\b).+))",
    re.IGNORECASE,
)


def _introduced(text: str) -> str | None:
    match = _INTRODUCED.fullmatch(text)
    if not match:
        return None
    if match["does"]:
        return f"{match['name']}{' is' if match['has'] else ''} {match['does']}"
    return f"The customer is {match['name']}, {match['sort']}" if match["sort"] else f"The customer is {match['one']}"


_ONLY_THEN = re.compile(
    rf"only (?P<word>when|if|once|after) (?P<when>.{{3,160}}?),? (?:does|do|will|would) (?P<who>{_WHO})"
    r" (?P<verb>[a-z]+)(?P<rest>\s.+)?",
    re.IGNORECASE,
)


def _only_then(text: str) -> str | None:
    """ "Only when asked does she mention that ..." -> "She only mentions that ... when asked"."""
    match = _ONLY_THEN.fullmatch(text)
    if not match:
        return None
    who = match["who"][:1].upper() + match["who"][1:]
    return f"{who} only {third_person(match['verb'])}{match['rest'] or ''} {match['word']} {match['when']}"


_FRONTED = re.compile(
    rf"(?P<what>that .{{3,120}}?),? (?P<who>{_WHO}) (?P<tells>says|mentions|admits|reveals|tells|discloses)"
    rf" (?P<only>only"
    r" (?:if|when|once|after) .+)",
    re.IGNORECASE,
)


def _fronted(text: str) -> str | None:
    """ "That it broke he says only if asked" -> "He only says that it broke if asked"."""
    match = _FRONTED.fullmatch(text)
    if not match:
        return None
    return f"{match['who'].capitalize()} only {match['tells']} {_small(match['what'])} {match['only'][5:]}"


_NOT_FOR = re.compile(rf"(?P<who>{_WHO}) (?:is|are|am) not (?:at all )?interested in (?P<what>.+)", re.IGNORECASE)


def _not_interested(text: str) -> str | None:
    """ "She is not interested in a voucher" -> "She will not accept a voucher"."""
    match = _NOT_FOR.fullmatch(text)
    return f"{match['who']} will not accept {match['what']}" if match else None


_SPELT = re.compile(
    rf"(?P<who>{_WHO}) (?P<not>will not|won't|refuses to|would rather not|never)"
    r" (?:spells?|reads?|writes?|gives?) (?P<own>that|this|the|her|his|their|my|your)"
    r" (?P<what>(?!(?:she|he|it|they|is)\b)[\w' -]{2,40}?) (?:out|away|again)(?P<rest>,? .+)?",
    re.IGNORECASE,
)


def _not_spelt(text: str) -> str | None:
    """ "He won't spell that name out" -> "He never gives the name"."""
    match = _SPELT.fullmatch(text)
    if not match or re.search(r"\b(?:until|unless|before|if|when)\b", text):
        return None
    own = "the" if match["own"].casefold() in ("that", "this") else match["own"]
    return f"{match['who']} never gives {own} {match['what']}{match['rest'] or ''}"


_STAYS = re.compile(
    r"(?P<head>.*\b(?:will not|won't|does not|doesn't|refuses to)"
    r" (?:hang up|leave|log off|log out|ring off|give up|end (?:the )?(?:conversation|chat|call|it)))"
    r" before (?P<when>.+)",
    re.IGNORECASE,
)


def _stays(text: str) -> str | None:
    """ "She will not hang up before it is found" -> "She will not hang up until it is found"."""
    match = _STAYS.fullmatch(text)
    return f"{match['head']} until {match['when']}" if match else None


_REFUSING = ((" interested in ", _not_interested), (" out", _not_spelt), (" before ", _stays))
"""What somebody will not have, tell or do, by a word without which it is not said so."""
_DONE_WHEN = re.compile(
    r"(?:all )?(?P<how>done|finished|satisfied|happy|content|over) (?=(?:once|when|as soon as|after) )", re.IGNORECASE
)


def _done_when(text: str) -> str | None:
    match = _DONE_WHEN.match(text)
    if not match:
        return None
    who = "The conversation" if match["how"].casefold() == "over" else "The customer"
    return f"{who} is {match['how'].lower()} {text[match.end() :]}"


_OFFERED = re.compile(
    r"(?P<does>offer|ask|tell|suggest|mention|refuse|promise|deny|transfer|give|push|call)"
    r" (?P<what>[^,;:\"]{3,80}?),? and"
    r" (?P<then>(?:she|he|they|you|i)(?:'ll| will| would)? .+)",
    re.IGNORECASE,
)


def _offered(text: str) -> str | None:
    """ "Offer her a bus and she says no" -> "If the agent offers her a bus, she says no"."""
    match = _OFFERED.fullmatch(text)
    return f"If the agent {third_person(match['does'].lower())} {match['what']}, {match['then']}" if match else None


_THING_FIRST = re.compile(
    r"(?P<what>(?:the|her|his|their|my) [\w' -]{2,60}?),? (?P<who>she|he|they|i|the customer) (?P<does>tells"
    r"|gives|says|mentions|names"
    r"|shares) only (?P<when>(?:if|when|once|after|on) .+)",
    re.IGNORECASE,
)


def _thing_first(text: str) -> str | None:
    """ "The name of her doctor she tells only when asked" -> "She only gives the name of her doctor when asked"."""
    match = _THING_FIRST.fullmatch(text)
    if not match:
        return None
    when = _A_QUESTION.sub("when asked", match["when"])
    return f"{match['who'].capitalize()} only gives {_small(match['what'])} {when}"


_A_QUESTION = re.compile(r"after an? (?:\w+ )?question|on (?:request|inquiry|enquiry)", re.IGNORECASE)
_TO_REFUSE = re.compile(
    rf"(?P<what>to .{{3,100}}?),? (?P<who>{_WHO}) (?P<does>refuses|declines|does not want|doesn't want|will not"
    rf" accept)",
    re.IGNORECASE,
)


def _to_refuse(text: str) -> str | None:
    match = _TO_REFUSE.fullmatch(text)
    return f"{match['who'].capitalize()} {match['does']} {_small(match['what'])}" if match else None


_NOT_KNOWN = re.compile(
    r"it is (?:not (?:known|clear)|unknown|unclear)(?: to (?:her|him|them|me|you|the customer))?"
    r" (?P<what>(?:whether|which|what|when|where|how|who|why)\b.+)",
    re.IGNORECASE,
)


def _not_known(text: str) -> str | None:
    match = _NOT_KNOWN.fullmatch(text)
    return f"The customer does not know {match['what']}" if match else None


_NEITHER = re.compile(
    r"(?:neither|none) of (?:them|us) (?P<verb>knows|remembers|know|remember) (?P<what>.+)", re.IGNORECASE
)


def _neither(text: str) -> str | None:
    match = _NEITHER.fullmatch(text)
    return f"They do not {match['verb'].lower().removesuffix('s')} {match['what']}" if match else None


_OPENED: dict[str, tuple[Callable[[str], str | None], ...]] = {
    **dict.fromkeys(
        listed("so ok okay right well now this meet say imagine think picture here here's we consider it's"),
        (_introduced,),
    ),
    "it": (_introduced, _not_known),
    "to": (_to_refuse,),
    "neither": (_neither,),
    "none": (_neither,),
    **dict.fromkeys(listed("the her his their my"), (_thing_first,)),
    **dict.fromkeys(listed("offer ask tell suggest mention refuse promise deny transfer give push call"), (_offered,)),
    "only": (_only_then,),
    "that": (_fronted,),
    **dict.fromkeys(listed("done finished satisfied happy content over all"), (_done_when,)),
}
"""The first word -> what a text that begins with it may be."""

_NO_CLUE = re.compile(
    r"(?P<what>(?:the |her |his |their |my )?[\w' -]{2,60})\? (?:no (?:clue|idea)|not a clue|hasn't a clue"
    r"|haven't a clue|who knows|unknown|forgotten)",
    re.IGNORECASE,
)
_ADVERB = re.compile(
    r"(?:meanwhile|unfortunately|sadly|luckily|obviously|naturally|frankly|honestly|basically|apparently"
    r"|unsurprisingly|still|to be honest"
    r"|all in all|needless to say|as it happens|by the way),? (?P<who>she|he|they|you|i|the customer)(?= )",
    re.IGNORECASE,
)
_UPON = Caseless(r",? (?:up)?on (?:receiving|getting|hearing|being (?:given|told|sent))\b")
_STILL = {
    "knowing": "know", "wanting": "want", "needing": "need", "understanding": "understand", "having": "have",
    "remembering": "remember", "believing": "believe", "preferring": "prefer", "liking": "like", "wishing": "wish",
    "owning": "own",
}  # fmt: skip
"""What nobody is doing who has English from home: "is not knowing"."""
_PROGRESSIVE = re.compile(
    rf"(?P<who>{_WHO}) (?:is|are|am)(?P<not> not)?(?P<now>(?: (?:also|only|really|always|now))?)"
    rf" (?P<verb>{'|'.join(_STILL)})\b(?= (?:an?|the|her|his|to|which|what|where|how|if|whether|that|any|no|some"
    rf"|very|\d))",
    re.IGNORECASE,
)
_KEEPING = re.compile(
    rf"\b(?P<who>{_WHO}) (?:is|are|am) (?P<verb>keeping|telling|hiding) (?=(?:quiet|it|that|this|nobody|no one"
    rf"|back|mum)\b)",
    re.IGNORECASE,
)
_SPEAKING = re.compile(
    rf"(?P<who>{_WHO}) (?:is|are|am)(?: always)? (?P<verb>writing|speaking|typing|talking|answering|replying)\b"
    r"(?! (?:to|about|because|from|on|for|with|in to|regarding|as)\b)",
    re.IGNORECASE,
)
_WOULD_BE = re.compile(
    rf"(?P<who>{_WHO}) (?:would|'d) (?:ideally|preferably|really) (?=(?:be|get|have|receive|see|keep) )",
    re.IGNORECASE,
)
_HAD_ENOUGH = re.compile(
    rf"(?P<who>{_WHO}) (?:has|have) (?:really |just )?had (?:it up to here|enough)\b(?! of the\b)", re.IGNORECASE
)
_WISHED_THAT = re.compile(
    r"it is (?:\w+ly )?(?:desired|requested|wished|hoped|asked|demanded)(?: by the customer)? that (?=\w)",
    re.IGNORECASE,
)


_BRACKETED = re.compile(rf"(?P<name>{_NAME}) \((?P<age>\d{{2}})\),? is an? ")
""" "Liz Kerr (44) is a nurse"."""
_HERE = re.compile(rf"(?P<name>{_NAME}) here")
""" "Liz Kerr here"."""
_AGED = re.compile(
    rf"(?:(?i:you are|you're|i am) )?(?P<name>{_NAME})(?:,| is) (?:aged )?(?P<age>\d{{2}})(?:-year-old)?(?:, |,? and )"
    r"(?:an? )?(?P<what>(?:(?!\b(?:is|are|was|were|has|had|wants|needs|bought|ordered|would|will|does|did)\b)[^,:;\"])+"
    r"|[^,:;\"]{2,60}? who [^:;\"]+)"
)
"""A name, an age and what somebody is, without a verb: "Iris Holm, 61, retired teacher from Hull"."""


def _aged(text: str) -> str | None:
    match = _AGED.fullmatch(text) if "," in text or " and " in text else None
    if not match or not (PERSON.search(match["what"]) or TRADE.match(match["what"])):
        return None
    return f"{match['name']} is a {match['age']}-year-old {match['what']}"


def plainer(text: str) -> str:
    """The text in plain words; as it is when it has none of these turns."""
    if "(" in text and (aged := _BRACKETED.match(text)):
        text = f"{aged['name']} is a {aged['age']}-year-old {text[aged.end() :]}"
    if text.endswith(" here") and (here := _HERE.fullmatch(text)):
        return f"The customer is {here['name']}"
    text = _aged(text) or if_should(text)
    first, _, _ = text.partition(" ")
    for turned in _OPENED.get(first.casefold().rstrip(","), ()):
        if found := turned(text):
            text = found
            break
    for word, refused in _REFUSING:
        if word in text and '"' not in text and (found := refused(text)):
            return found
    hidden = masked(text)
    if "? " in hidden and (match := _NO_CLUE.fullmatch(hidden)):
        return f"The customer does not know {_small(match['what'])}"
    if match := _ADVERB.match(hidden):
        text = f"{match['who'].capitalize()}{text[match.end() :]}"
        hidden = masked(text)
    if match := _UPON.search(hidden):
        text = f"{text[: match.start()]} once the customer receives{text[match.end() :]}"
        hidden = masked(text)
    if "ing " in hidden:
        text = _in_the_present(text, hidden)
    if (match := _WOULD_BE.match(hidden)) or (match := _HAD_ENOUGH.match(hidden)):
        put = "wants to " if match.re is _WOULD_BE else "is fed up"
        return f"{match['who']} {put}{text[match.end() :]}"
    if match := _WISHED_THAT.match(hidden):
        return f"The customer wants that {text[match.end() :]}"
    return text


def _in_the_present(text: str, hidden: str) -> str:
    if match := _PROGRESSIVE.match(hidden):
        base = _STILL[match["verb"].casefold()]
        plural = match["who"].casefold() in ("they", "you", "i")
        does = f"{'do' if plural else 'does'} not {base}" if match["not"] else base if plural else third_person(base)
        return f"{match['who']}{match['now']} {does}{text[match.end() :]}"
    if match := _KEEPING.search(hidden):
        return f"{text[: match.end('who')]} {third_person(_base(match['verb']))} {text[match.end() :]}"
    if match := _SPEAKING.match(hidden):
        return f"{match['who']} {third_person(_base(match['verb']))}{text[match.end() :]}"
    return text


def _base(word: str) -> str:
    stem = word.casefold().removesuffix("ing")
    return f"{stem}e" if stem in ("writ", "typ", "hid") else stem


def _small(text: str) -> str:
    return text[:1].lower() + text[1:]


__all__ = ["plainer"]
