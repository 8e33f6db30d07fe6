"""Whose a sentence is that names nobody: "Technical defects do not count", "Identity is verified before that".

What is done, and by its nature done by an agent (verify, issue, escalate, refund), is expected of the agent; how such
things are done here in general is what is true; what happened once is somebody's story.
"""

import re
from typing import Literal

from .lexicon import verb
from .recast import OPENS
from .ties import leading, masked
from .told import past
from .wordlist import listed

_MODAL = r"(?:must|shall|should|will|may|can|cannot|can't|could|might|has to|have to|needs? to|is to|are to|ought to)"
_DONE = re.compile(
    rf"(?P<subject>[^;:.?]{{2,90}}?),? (?P<be>is|are|gets?|isn't|aren't|{_MODAL}(?: not| never)?(?: (?:always"
    rf"|also|first|then"
    r"|only|clearly|[a-z]+ly))* (?:be|get))"
    r"(?: (?:not|never|only|also|always|then|first|still|automatically|clearly|[a-z]+ly))*"
    r" (?P<verb>[a-z]+(?:-[a-z]+)?)\b(?P<rest>.*)",
    re.IGNORECASE | re.DOTALL,
)
_DEFINITE = re.compile(r"(?:the|this|that|these|those|both)\s", re.IGNORECASE)
_ONE = re.compile(r"(?:an?|one|another|(?:not|no) more than (?:one|two|\d))\s", re.IGNORECASE)
_RULED = re.compile(
    r"\b(?:within|up to|at most|at least|only|if|when|once|where|unless|until|per|free|provided|except|as soon"
    r" as|every|any"
    r"|in advance|no more than|for (?:up to|at least|\d|the first)|after \d|(?:\d+|two|three|five|seven|ten"
    r"|fourteen|thirty) \w+"
    r" (?:before|after|from|of))\b",
    re.IGNORECASE,
)
_NONE = re.compile(r"no\s", re.IGNORECASE)
_UNTIL = re.compile(r".*\b(?:until|before|without|unless)\b", re.IGNORECASE)
_MUST = re.compile(r"(?:must|shall|should|is to|has to|needs to|ought to)\b", re.IGNORECASE)
_ASIDE_BEGINS = re.compile(
    r",? \b(?:before|after|once|when|if|until|unless|where|that|which|who|whose|because|since|as soon as)\b",
    re.IGNORECASE,
)
_AGENTS = frozenset(
    listed(
        """
        predicted demanded exerted engaged addressed handled examined assessed attempted spelt spelled apologised
        threatened pressured lectured blamed misled contradicted ignored overlooked attributed presented guessed
        invented lodged reviewed covered issued recorded given made provided supplied arranged charged raised
        """
    )
)
"""What is done in a conversation, beside the verbs of an agent."""
_PRESENT = re.compile(
    r"(?P<subject>(?!(?:if|when|once|after|before|unless|please|never|always|do|don't|not)\b)[^;:?\"]{2,80}?)"
    r" (?P<verb>is|are|isn't"
    r"|aren't|has|have|hasn't|haven't|does not|do not|doesn't|don't|can|cannot|can't|may|must|will|won't"
    r"|[a-z]+(?<![su])s(?! (?:is|are|do|does|don't|can|cannot|may|must|will|have|of|in|at|on|from|for|under|over"
    r"|made|paid)\b)|die"
    r"|cost|take|need|get|apply|expire|count|qualify|include|cover|go|last|run|open|close|come|work|start|end)\b",
    re.IGNORECASE,
)
_ORDERS = frozenset(
    listed(
        """
        tell explain ask inform offer verify check confirm send provide give escalate transfer route refund apologise
        apologize acknowledge thank greet advise warn notify remind reassure assure process issue waive quote disclose
        find get enter pick select use make ensure respond reply summarise summarize recap empathise empathize let help
        direct guide refer point suggest recommend read state mention look promise blame pressure treat keep wrap focus
        avoid authenticate identify collect gather update end cancel reinstate credit close open log record hand
        """
    )
)
_TO_THEM = re.compile(
    r"\b(?:customers?|users?|callers?|clients?|passengers?|members?|tenants?|policyholders?"
    r"|their (?:shipment|parcel|package|refund|subscription|account|card|order|membership|identity|name|address"
    r"|details"
    r"|status|e-?mail|phone|number|booking|concerns?|feelings?|frustration|question|issue|problem))\b"
    r"|\[[A-Z][\w ]{2,30}\]",
    re.IGNORECASE,
)
_PLAYED = re.compile(r"\b(?:you|your|yourself|my|agents?|bot|assistant|chatbot)\b", re.IGNORECASE)
_ORDER = re.compile(
    r"(?:(?:please|then|also|first|next|finally|always|never|and|but|so|make sure to|try to|as usual|in this"
    r" case|just|do not|don't),? )*"
    r"(?P<verb>[a-z]+)\b(?P<rest>.*)",
    re.IGNORECASE | re.DOTALL,
)

Whose = Literal["should", "facts", "perhaps"]


def whose(text: str) -> Whose | None:
    """Whether it is expected of the agent, is true in general, or perhaps so; None where nothing shows it."""
    hidden = masked(text)
    opened = leading(hidden)
    rest = opened[2] if opened and opened[2] else hidden
    if past(_main(rest)):
        return None
    if ordered(rest):
        return "should"
    if _SOMEBODY.match(rest) or rest.endswith("?") or _ID.search(rest) or does_first(rest):
        return None
    done = _DONE.fullmatch(rest)
    if done and (done["verb"].casefold() in _AGENTS or _by_an_agent(done["verb"])):
        many = done["be"].casefold().startswith("are") and not _DEFINITE.match(done["subject"])
        if many or (not _DEFINITE.match(done["subject"]) and (opened or _RULED.search(done["rest"]))):
            return "facts"
        return "should"
    stated = _PRESENT.match(rest)
    if stated is None:
        return None
    many = _MANY.fullmatch(stated["subject"]) and not _DEFINITE.match(rest)
    return "facts" if many and (stated["verb"].casefold() in _PLURAL or _RULED.search(rest)) else "perhaps"


def general(text: str) -> bool:
    """Whether it says what is done to any of a kind: "Appeals must be lodged in writing"."""
    done = _DONE.fullmatch(masked(text))
    if not done or _CUSTOMERS.match(masked(text)) or _DEFINITE.match(done["subject"]) or _SOMEBODY.match(text):
        return False
    be = done["be"].casefold()
    if _MANY.fullmatch(done["subject"]) and (
        be.startswith(("are", "get", "must", "may", "can", "will", "shall", "have"))
    ):
        return done["verb"].casefold() in _AGENTS or _by_an_agent(done["verb"])
    return be.startswith(("may", "can")) and (
        _ONE.match(done["subject"]) is not None or _RULED.search(done["rest"]) is not None
    )


def obliged(text: str) -> bool:
    """Whether it says what is to be done to one thing, and is done by an agent: "The request must be declined"."""
    done = _DONE.fullmatch(masked(text))
    if done and _NONE.match(done["subject"]) and _MUST.match(done["be"]) and _UNTIL.match(done["rest"]):
        return _by_an_agent(done["verb"])
    if (
        not done
        or _CUSTOMERS.match(done["subject"])
        or not (_DEFINITE.match(done["subject"]) or _ONE.match(done["subject"]))
    ):
        return False
    if _MUST.match(done["be"]):
        return done["verb"].casefold() in _AGENTS or _by_an_agent(done["verb"])
    be = done["be"].casefold()
    if be in ("gets", "get"):
        return _by_an_agent(done["verb"])
    known = verb(done["verb"])
    said = known and known[0].act in ("say", "ask", "offer", "refuse", "hand_off") and "participle" in known[1]
    return bool(said and be in ("is", "are") and not _RULED.search(done["rest"]))


_CUSTOMERS = re.compile(r".*\b(?:she|he|her|his|my|your|you|i)\b", re.IGNORECASE)


def _main(text: str) -> str:
    """The words before the first clause that hangs on another."""
    cut = _ASIDE_BEGINS.search(text)
    return text[: cut.start()] if cut else text


_BIDS = re.compile(r"(?:never|always|do not|don't|use|focus|avoid|keep|be|caving|respond)\b", re.IGNORECASE)
_ID = re.compile(r"\b[A-Z]{1,4}-?\d{3,}\b")
"""A number by which a thing is known: only somebody has such a thing."""


def does_first(text: str) -> bool:
    """Whether a text begins with what somebody does, and does not say who: "Answers every question"."""
    first = re.match(r"[A-Za-z]+", text)
    if first is None:
        return False
    if first[0].casefold() in OPENS or _BIDS.match(text):
        return True
    known = verb(first[0])
    return bool(known and known[1] & {"base", "third", "ing"} and known[0].base not in _THINGS)


_THINGS = frozenset(
    listed(
        "refund order return exchange claim book change update charge request reply record report use place"
        " credit cover"
    )
)
_SOMEBODY = re.compile(
    r"(?:(?:the |our )?(?:customer|user|caller|client)|it|there|that|this|everything|nothing|anything|no|today"
    r"|tomorrow|so|polite"
    r"|by now|two|three|four|five|\d+)\b(?! (?:is|are) \w+ed\b(?! by))",
    re.IGNORECASE,
)
_MANY = re.compile(
    r"(?:all |most |only |some |new |our )?(?:[\w'-]+ ){0,4}?[\w'-]+[^s\W]s(?: (?:of|for|on|in|to|with|from|at"
    r"|under|over|below|above|whose) .+)?",
    re.IGNORECASE,
)
_PLURAL = frozenset(
    listed(
        "are aren't have haven't do can cannot can't may must will won't die cost take need get apply expire"
        " count qualify include cover go last run open close come work start end"
    )
) | {"do not", "don't"}


def ordered(text: str) -> bool:
    """Whether it is an order to whoever serves the customer: "Tell the customer ...", "Send them their reference"."""
    match = _ORDER.match(text)
    if not match or match["verb"].casefold() not in _ORDERS or _PLAYED.search(match["rest"]):
        return False
    return _TO_THEM.search(match["rest"]) is not None


def commanded(text: str) -> bool:
    """Whether a line of *What is true* gives an order after all: "Tell the customer ...", "Never promise a refund"."""
    opened = leading(text)
    match = _ORDER.match(opened[2] if opened and opened[2] else text)
    if not match or _PLAYED.search(text) or _IS.match(match["rest"]) or match["rest"].startswith("-"):
        return False
    does = match["verb"].casefold()
    return does in _SAID or (does in _ORDERS - _THINGS and _TO_THEM.search(match["rest"]) is not None)


_SAID = frozenset(
    listed(
        """
        tell explain inform offer verify escalate apologise apologize acknowledge advise warn notify remind reassure
        empathise empathize promise authenticate disclose waive greet recap summarise summarize
        """
    )
)
"""What nobody is told to do but an agent."""
_IS = re.compile(r"\s+(?:\w+ ){0,2}(?:is|are|was|were|can|may|must|will|has|have)\b", re.IGNORECASE)


def _by_an_agent(word: str) -> bool:
    known = verb(word)
    return bool(known and known[0].act and known[1] & {"participle", "past"})


__all__ = ["Whose", "commanded", "does_first", "general", "obliged", "ordered", "whose"]
