"""Verbs of speech that say more than their act: a promise is no offer, a threat is no mere statement."""

import re

from ..nouns import Deed
from ..saying.wording import is_clause
from .gifts import CONTRAST, action_in, exact_words, without
from .grammar import bare
from .wordlist import listed

KEPT = frozenset(listed("promise guarantee waive allow permit approve accept agree grant"))
"""Verbs of offering that keep their word: what they mean is not to offer it."""
DISCLOSING = frozenset(listed("name reveal disclose share read"))
"""Verbs of telling that are about the thing itself: a mention of it discloses nothing."""
RECOUNTING = frozenset(listed("explain list describe summarise summarize outline recap"))
"""Verbs of telling a thing at length: their author's word is said back, and the thing is looked for."""
SUGGESTING = frozenset(listed("suggest recommend advise"))
"""Verbs of putting a thing forward: to speak of it is not to suggest it."""
SWITCHING = frozenset(listed("block unblock freeze unfreeze suspend activate deactivate enable disable"))
"""Verbs of changing that name the change: to block a card is not to change it in some way."""
SCALING = ("raise", "increase", "lower", "reduce", "decrease", "extend", "swap")
"""Verbs of changing that say in which direction."""
REMOVING = ("remove", "delete")
"""Verbs of changing a thing by taking something off it."""
_BOOKING = frozenset(listed("book schedule reserve"))
"""Verbs of creating that may stand without the thing: "before booking", "books it"."""
_SENTENCE = re.compile(
    r"that\s+(?P<told>.+)|(?P<plain>(?:she|he|they|it|there|everything|nobody|the \w+)\s+(?:will|is|are|has|have|gets?"
    r"|would|can|does|won't|can't|cannot)\b.+)",
    re.IGNORECASE | re.DOTALL,
)
_ON = re.compile(r"(?:.*?\s)??(?:on|for|about)\s+(?P<what>.+)", re.IGNORECASE | re.DOTALL)
_WITH = re.compile(r"(?:with\s+)", re.IGNORECASE)


def kept(base: str, about: str) -> str | None:
    """The author's own verb of doing, where the class of what is done would not say it back."""
    told = (
        base in SWITCHING or base in ("add", *REMOVING, *SCALING) or (base in _BOOKING and about in ("", "it", "them"))
    )
    return base if told else None


_PUT_FORWARD = re.compile(
    r"(?!.*\b(?:is|are|was|were|will|would|has|have|can|cannot|should|that)\b)"
    r"(?:an?|the|any|another|her|his|their|some|one|two|other|[a-z]+ing)\s"
    r"|[a-z]+ing\s(?!.*\b(?:is|are|was|were|will|would|should)\b)",
    re.IGNORECASE,
)


_OF_A_KIND = re.compile(
    r"(?:(?:only|just|exactly) )?(?:an?|any|another|one|two|some)\s"
    r"(?:(?!(?:is|are|was|were|will|would|has|have|can|cannot|should)\b)[\w'-]+\s){1,4}?(?:(?:that|which|who)\s|\Z)"
    r"|(?:only|just|exactly) (?:an?|one|two|three)\s(?!.*\b(?:is|are|was|were|will|would|has|have|can|should)\b)",
    re.IGNORECASE,
)
""" "recommends an account that is free": a thing and which, and no statement."""


def suggested(base: str, text: str) -> Deed | None:
    """What is put forward: "suggests a taxi" is an offer of one; "suggests that she waits" is said."""
    if base not in SUGGESTING or not (_PUT_FORWARD.match(text) or _OF_A_KIND.match(text)):
        return None
    about = bare(CONTRAST.sub("", text))
    return Deed(act="offer", about=about, action=action_in(about), word=base)


def raised(about: str) -> Deed:
    """A ticket that is opened by raising it; anything else that is raised is changed."""
    if _RAISED.search(about):
        return Deed(act="do", action="create", about=about)
    return Deed(act="do", action="update", about=about, word="raise")


_RAISED = re.compile(
    r"\b(?:tickets?|cases?|complaints?|disputes?|quer(?:y|ies)|issues?|claims?|concerns?|requests?|questions?|alarm"
    r"|flags?|invoices?|orders?|incidents?|reports?|it|them|jobs?|chargebacks?)\b",
    re.IGNORECASE,
)
_WHOLE = re.compile(
    r"(?:the|an?|any|her|his|their|all)(?: of (?:her|his|their))?(?: [\w-]+){0,2}? (?:accounts?|subscriptions?"
    r"|memberships?|plans?|trials?)",
    re.IGNORECASE,
)


def removed(base: str, about: str) -> Deed:
    """What is taken off something else, which changes it; an account that is deleted is cancelled."""
    return Deed(act="do", action="cancel" if _WHOLE.fullmatch(about) else "update", about=about, word=base)


_CONTRACT = re.compile(
    r"\b(?:cards?|accounts?|subscriptions?|memberships?|plans?|contracts?|policy|policies|services?|line|loans?)\b",
    re.IGNORECASE,
)


def charged(text: str) -> Deed:
    """Money that is taken: the fee, the sum, the card or what it is for. It belongs to no class of action."""
    return Deed(act="do", about=bare(text), word="charge")


def closed(text: str) -> Deed | None:
    """What is cancelled by closing it: a card, an account; None for a door."""
    return Deed(act="do", action="cancel", about=bare(text), word="close") if _CONTRACT.search(text) else None


def promised(base: str, text: str) -> Deed | None:
    """What is promised in so many words: "promises that it comes back" is said, however it is put."""
    told = _SENTENCE.match(text)
    if not told or base not in ("promise", "guarantee", "agree", "accept"):
        return None
    about = bare(told["told"] or told["plain"])
    return Deed(act="say", about=about, word=base if base in ("promise", "guarantee") else None)


def offered(base: str, text: str) -> Deed | None:
    """What is offered, promised, allowed or waived; None for what can be accepted without a word."""
    text = bare(CONTRAST.sub("", without(r"(?:that|for|with)\s+", text)))
    # Who waives a cancellation fee cancels nothing.
    action = None if base == "waive" else action_in(text)
    if not text or (base == "accept" and action is None):
        return None
    return Deed(act="offer", about=text, action=action, word=base if base in KEPT else None)


def voiced(base: str, text: str, rest: str) -> Deed | None:
    """Threatening, blaming and congratulating; None for every other verb."""
    if base == "congratulate":
        on = _ON.fullmatch(rest)
        return Deed(act="say", about=bare(on["what"]) if on else "", word=base)
    if base not in ("threaten", "blame") or not bare(text):
        return None
    return Deed(act="say", about=bare(_WITH.sub("", text, count=1)), word=base, exact=exact_words(rest))


THAT_THING = re.compile(
    r"(?:that|this)\s(?!(?:she|he|it|they|you|there|the|an?|any|all|some|no|her|his|their|every|each|both|none|nothing)\b)"
    r"(?!.*\b(?:is|are|was|were|has|have|will|can|cannot|does|do)\b)[a-z-]+(?:\s(?:again|once|in|at|on|of|for|with|to|before|after)\b.*)?\Z",
    re.IGNORECASE,
)
""" "Explains that step" points to a thing; "explains that it works" says something."""
_A_THING = re.compile(
    r"(?:the|an?|her|his|their|its|this|that|these|those|each|every|all|any|both|one|two)\s", re.IGNORECASE
)


def recounted(base: str, rest: str, text: str, exact: str | None) -> str | None:
    """The verb for telling of a thing, which a mention would not say back; what is said in a clause needs none."""
    clause = is_clause(text) or (" that " in f" {rest}" and not THAT_THING.match(text))
    return base if exact is None and base in RECOUNTING and _A_THING.match(text) and not clause else None
