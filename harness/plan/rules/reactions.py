"""What the customer does when something happens: "If the agent offers a voucher: ..."."""

import re
from typing import Literal

from ..keys import key_in
from ..nouns import AnyItem, Deed, Ending, Reaction, Want
from .customer_facts import given
from .deeds import trigger
from .grammar import bare
from .reading import Context
from .speech import in_first_person, quoted, unquoted

Does = Literal["say", "accept", "refuse", "push_back", "leave", "ask_for_human"]

_HUMAN = r"(?:human|person|manager|supervisor|representative|someone else|real agent|colleague)"
_PATTERNS: tuple[tuple[Does, str], ...] = (
    ("ask_for_human", rf"\b(?:asks?|demands?|requests?|insists?|wants?)\b[^.]*\b{_HUMAN}\b|\bto be transferred\b"),
    (
        "leave",
        r"\b(?:leaves?|hangs? up|gives? up|walks? away|says? goodbye|ends? (?:the|this) (?:conversation"
        r"|chat|call)|ends? it)\b",
    ),
    (
        "refuse",
        r"\b(?:does not|doesn't|do not|don't|will not|won't|never|not) (?:accept|agree|take|want|say yes"
        r"|exchange)|\b(?:declines?|refuses?|rejects?|says? no|turns? it down)\b",
    ),
    (
        "accept",
        r"\b(?:accepts?|agrees?|takes? (?:it|that|the)|says? yes|goes? ahead|go ahead|okay with|ok with"
        r"|fine with|is happy|are happy|proceeds?|complies|comply|gives? in|confirms?|follow)\b",
    ),
    (
        "push_back",
        r"\b(?:insists?|push(?:es)? back|complains?|argues?|objects?|protests?|press(?:es)?|angry|swears?"
        r"|frustrated|express(?:es)?|repeats? (?:the|her|his|your)|demands?|stands? firm|holds? firm)\b",
    ),
)
_DOES = tuple((does, re.compile(pattern, re.IGNORECASE)) for does, pattern in _PATTERNS)
_SAYS = re.compile(
    r"(?:she |he |they |you |i |the customer )?(?:will |would |should |then |only |want to |can )*(?:says?|mentions?"
    r"|tells?(?: the agent| it| them)?|explains?|replies|reply|answers?|points? out|reminds?(?: the agent| them"
    r"| it)?)"
    r"(?:\s+(?:that|something like|politely|about))*\s+(?P<said>.+)",
    re.IGNORECASE,
)
_ASKS = re.compile(
    r"(?:she |he |they |you |i |the customer )?(?:will |would |should |then |can )*asks?\s+(?:the agent |it "
    r"|them )?(?P<how>about|for|whether|if)?\s*(?P<said>.+)",
    re.IGNORECASE,
)
_GIVES = re.compile(r"\b(?:gives?|provides?|shares?|tells?|says?)\b", re.IGNORECASE)
_TIMES = re.compile(r"\b(?P<n>once|twice|three times|(?P<d>\d{1,2}) times)\b", re.IGNORECASE)
_ASKED = re.compile(
    r"(?:(?:the )?(?:agent|bot|it|they) (?:asks?|is asking)(?: (?:you|her|him|them|the customer|me))?|(?:(?:she"
    r"|he|you|the customer) (?:is|are) |directly |specifically |explicitly )*asked)(?=\s"
    r"|\Z)\s*(?:directly )?(?P<rest>.*)",
    re.IGNORECASE,
)
_REFUSED = re.compile(
    r"(?:that|this|it)?(?:'s| is| are)?\s*(?:not|im)\s?(?:possible|available|allowed)"
    r"|(?:the )?(?:agent )?(?:says|said) no\b|refused\b",
    re.IGNORECASE,
)
_DONE = frozenset({"when", "once", "after", "as soon as", "whenever"})


def condition(text: str, context: Context) -> Deed:
    """The trigger of a reaction."""
    text = bare(text)
    if match := _ASKED.fullmatch(text):
        about = re.sub(r"^(?:for|about|whether|if|to)\s+", "", match["rest"], flags=re.IGNORECASE)
        return Deed(act="ask", about=bare(about))
    if _REFUSED.fullmatch(text):
        return Deed(act="refuse")
    return trigger(text, context.people, context.vocabulary)


def reactions(word: str, opening: str, response: str, context: Context) -> tuple[AnyItem, ...]:
    """The items of a condition and what follows from it."""
    when = condition(opening, context)
    if hidden := _revealed(when, response, context):
        return (hidden,)
    does, words = response_of(response, context)
    if does == "leave" and word in _DONE:
        return (Ending(**context.base, when=when, satisfied=when.act != "refuse"),)
    reaction = Reaction(**context.base, trigger=when, say=words, does=does, times=_times(response))
    items: list[AnyItem] = [reaction]
    if does == "accept" and _DOES[1][1].search(unquoted(response)):
        items.append(Ending(**context.base, when=when, satisfied=True))
    if re.match(r"(?:you|she|he|they|i)\s+(?:would )?prefers?\b", response, re.IGNORECASE):
        items.append(
            Want(
                **context.base,
                role="constraint",
                about=bare(re.sub(r"^\w+\s+(?:would )?prefers?\s+", "", response, flags=re.IGNORECASE)),
            )
        )
    return tuple(items)


def _revealed(when: Deed, response: str, context: Context) -> AnyItem | None:
    """ "If asked, she gives her postcode, SW1A 1AA": a fact kept back, not a reaction."""
    if when.act != "ask" or not _GIVES.search(response) or quoted(response):
        return None
    fact = given(response, context)
    if fact is None or (fact.key is None and key_in(when.about) is None):
        return None
    return fact.model_copy(update={"reveal": "if_asked", "key": fact.key or key_in(when.about)})


def response_of(response: str, context: Context) -> tuple[Does, str | None]:
    """What the customer does, and in which words when the author gave them."""
    words = quoted(response)
    plain = unquoted(response)
    does: Does = next((kind for kind, pattern in _DOES if pattern.search(plain)), "say")
    if words is not None:
        return does, words
    if does != "say":
        return does, None
    return "say", _words(bare(response), context)


def _words(response: str, context: Context) -> str:
    """Reported speech as direct speech."""
    if match := _ASKS.fullmatch(response):
        said = in_first_person(match["said"], context.people)
        how = (match["how"] or "").casefold()
        opening = {"about": "What about ", "for": "Could I have ", "whether": "", "if": ""}.get(how, "")
        return f"{opening}{said[:1].lower() + said[1:] if opening and not said.startswith('I') else said}?"
    if match := _SAYS.fullmatch(response):
        response = match["said"]
    return in_first_person(response, context.people) + "."


def _times(response: str) -> int | None:
    match = _TIMES.search(unquoted(response))
    if not match:
        return None
    return {"once": 1, "twice": 2, "three times": 3}.get(match["n"].casefold()) or int(match["d"])
