"""What the customer does when something happens: "If the agent offers a voucher: ..."."""

import re
from collections.abc import Sequence
from typing import Literal

from ..keys import key_in
from ..nouns import AnyItem, Deed, Ending, Reaction, Want
from .conditions import condition
from .customer_facts import given
from .grammar import bare
from .moods import shift
from .reading import Context
from .speech import quoted, unquoted
from .spoken import at_first, spoken

Does = Literal["say", "accept", "refuse", "push_back", "leave", "ask_for_human"]

_HUMAN = r"(?:human|person|manager|supervisor|representative|someone else|real agent|colleague)"
_PATTERNS: tuple[tuple[Does, str], ...] = (
    (
        "ask_for_human",
        rf"\b(?:asks?|demands?|requests?|insists?|wants?|escalates?)\b[^.]*\b{_HUMAN}\b|\bto be transferred\b",
    ),
    (
        "leave",
        r"\b(?:(?:conversation|chat|call) (?:is (?:over|finished|done)|ends)|puts? the phone down|says? (?:cheerio"
        r"|bye|goodbye)|leaves?(?! (?:a|an|her|his|the (?!chat|conversation|call))\b)|hangs? up|gives? up|walks? away"
        r"|says? goodbye|ends? (?:the|this) (?:conversation"
        r"|chat|call)|ends? it)\b",
    ),
    (
        "refuse",
        r"\b(?:does not|doesn't|do not|don't|will not|won't|never|not) (?:accept|agree|take|want|say yes"
        r"|exchange)|\b(?:(?:a )?(?:hard|firm|flat) no|no way|no thanks|no deal|not interested|declines?|refuses?"
        r"|rejects?|says? no|turns? it down)\b",
    ),
    (
        "accept",
        r"\b(?:accepts?|agrees?|settles? for|takes? (?:it|that|the)|says? yes|goes? ahead|go ahead|okay with|ok with"
        r"|fine with|is happy|are happy|proceeds?|complies|comply|gives? in|confirms?|follows?|as (?:told"
        r"|instructed|asked))\b",
    ),
    (
        "push_back",
        r"\b(?:insists?|push(?:es)? back|complains?|argues?|objects?|protests?|press(?:es)?|angry|swears?"
        r"|frustrated|express(?:es)?|repeats? (?:the|her|his|your)|demands?|stands? firm|holds? firm)\b",
    ),
)
_DOES = tuple((does, re.compile(pattern, re.IGNORECASE)) for does, pattern in _PATTERNS)
_GIVES = re.compile(r"\b(?:gives?|provides?|shares?|tells?|says?)\b", re.IGNORECASE)
_IS = re.compile(r"(?:her|his|their|your|my|the|its) [\w' -]{2,40}? (?:is|are)\b", re.IGNORECASE)
_TIMES = re.compile(r"\b(?P<n>(?<!at )once|twice|three times|(?P<d>\d{1,2}) times)\b", re.IGNORECASE)
_OVER = re.compile(r"\b(?:conversation|chat|call) (?:is (?:over|finished|done)|ends)\b", re.IGNORECASE)
_IN_ANGER = re.compile(
    r"\b(?:gives? up|walks? (?:away|out)|storms? (?:off|out)|slams?|angr\w+|furious\w*|cross|disappointed|unhappy"
    r"|annoyed)\b|(?P<rings_off>\b(?:hangs? up|puts? the phone down)\b)",
    re.IGNORECASE,
)
"""How somebody leaves who has not got what they came for."""
_GOT_IT = re.compile(
    r"\b(?:confirm\w*|done|settled|resolved|solved|sorted|fixed|refund\w*|booked|cancelled|changed|sent|found|agreed"
    r"|promised|everything|thank\w*)\b",
    re.IGNORECASE,
)
"""What somebody waits for who may ring off once they have it."""
_DONE = frozenset({"when", "once", "after", "as soon as", "whenever"})


def reactions(word: str, opening: str, response: str, context: Context) -> tuple[AnyItem, ...]:
    """The items of a condition and what follows from it."""
    when = condition(opening, context)
    if hidden := _revealed(when, response, context):
        return hidden
    if felt := shift(bare(response)):
        return _felt(when, *felt, word, context)
    does, words = response_of(response, context)
    if does == "leave" and (word in _DONE or _OVER.search(response)):
        return (Ending(**context.base, when=when, satisfied=_content(when, opening, response)),)
    once = 1 if word.startswith("the first time") or at_first(response, context) else None
    reaction = Reaction(**context.base, trigger=when, say=words, does=does, times=_times(response) or once)
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


def _content(when: Deed, opening: str, response: str) -> bool:
    """Whether somebody who leaves then has got what they came for: not who hangs up when told to wait."""
    cross = _IN_ANGER.search(response)
    if when.act == "refuse" or (cross and not cross["rings_off"]):
        return False
    return cross is None or when.act == "do" or _GOT_IT.search(opening) is not None


def _felt(when: Deed, mood: str, rest: str, word: str, context: Context) -> tuple[AnyItem, ...]:
    """A change of mood, and what else the customer does then: "she gets angry and asks for a manager"."""
    joint = _ONWARD.search(rest)
    over, further = (rest[: joint.start()], rest[joint.end() :]) if joint else (rest, "")
    feels = Reaction(**context.base, trigger=when, does="feel", mood=bare(f"{mood}{over}"))
    further = bare(further)
    if not further:
        return (feels,)
    does, words = response_of(further, context)
    if does == "leave" and word in _DONE:
        return (feels, Ending(**context.base, when=when, satisfied=False))
    return (feels, Reaction(**context.base, trigger=when, say=words, does=does, times=_times(further)))


_ONWARD = re.compile(r"(?:,\s*|\s+)(?:and|then|but)\s+(?:then\s+)?|,\s+", re.IGNORECASE)


def _revealed(when: Deed, response: str, context: Context) -> tuple[AnyItem, ...]:
    """ "If asked, she gives her postcode, SW1A 1AA": facts kept back, not a reaction."""
    if when.act != "ask" or quoted(response):
        return ()
    told = given(response, context) if _GIVES.search(response) or _IS.match(response) else ()
    if any(fact.key is None and key_in(when.about) is None for fact in told):
        return ()
    return tuple(fact.model_copy(update={"reveal": "if_asked", "key": fact.key or key_in(when.about)}) for fact in told)


def response_of(response: str, context: Context) -> tuple[Does, str | None]:
    """What the customer does, and in which words when the author gave them."""
    words = quoted(response)
    plain = unquoted(response)
    does: Does = next((kind for kind, pattern in _DOES if pattern.search(plain)), "say")
    if words is not None:
        return does, words
    if does != "say":
        return does, None
    return "say", spoken(response, context)


def wordless(items: Sequence[AnyItem], text: str) -> bool:
    """Whether the customer is to say something, and it is not told in words that can be spoken."""
    mute = any(isinstance(item, Reaction) and item.does == "say" and item.say is None for item in items)
    return mute and _ANSWERS.search(text) is None


_ANSWERS = re.compile(r"\s(?:answers?|repl(?:y|ies)|responds?)\W*\Z", re.IGNORECASE)
"""Who answers, and no more is said of it, answers as they would anyway."""


def _times(response: str) -> int | None:
    match = _TIMES.search(unquoted(response))
    if not match:
        return None
    return {"once": 1, "twice": 2, "three times": 3}.get(match["n"].casefold()) or int(match["d"])
