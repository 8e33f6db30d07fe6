"""What is given, received or done to somebody's benefit -> Deed: a refund, an apology, a link, or a piece of news."""

import re
from functools import cache

from harness.text.caseless import Caseless
from harness.text.values import find_values

from ..keys import figure_of
from ..nouns import Action, Deed
from .grammar import bare
from .lexicon import BENEFITS, LETTERS, NOUN_ACTIONS, verb
from .repetition import QUOTE

CONTRAST = Caseless(r"\s+(?:instead(?: of\b.*)?|rather than\b.*|in place of\b.*)\Z")
"""What a thing stands in place of: it is not what is looked for."""
_MONEY_BACK = re.compile(
    r"(?:(?:all|some|half) )?(?:of )?(?:(?:her|his|their|the|your) )?(?P<sum>.*?)\s*\bback\b\s*(?P<rest>.*)",
    re.IGNORECASE,
)
_ONLY_NOUN = re.compile(r"(?:an?|the|her|his|their)?\s*(?:\w+\s+)?(?:refund|cancellation|reset)s?", re.IGNORECASE)
_EXPLANATION = re.compile(
    r"\b(?:answer|explanation|recommendation|information|advice|instructions|confirmation|details|reason"
    r"|estimate|update|summary)\b",
    re.IGNORECASE,
)


def action_in(text: str) -> Action | None:
    """The class of action that these words speak of: their first verb, or a noun such as "a refund"."""
    words = LETTERS.findall(without(r"to\s+", text.casefold()))
    known = verb(words[0]) if words else None
    if known and known[0].act == "do" and "base" in known[1]:
        return known[0].action
    head = words[:6]
    for index, word in enumerate(head):
        if word in ("because", "for", "to", "of", "if", "when", "that", "in", "on"):
            break
        pair = " ".join(head[index : index + 2])
        if action := NOUN_ACTIONS.get(pair) or NOUN_ACTIONS.get(word):
            return action
    return None


def beside_noun(text: str) -> str:
    """What "issues a refund" is about: nothing beyond the refund itself; "a refund of £24" is about the amount."""
    return "" if _ONLY_NOUN.fullmatch(bare(text)) else bare(text)


def given(text: str) -> Deed | None:
    """Giving a benefit is offering it, giving an apology is apologising, giving anything else is saying it."""
    about = bare(CONTRAST.sub("", without(r"(?:with|out|away)\s+", text)))
    words = set(LETTERS.findall(about.casefold()))
    if not about:
        return None
    if re.search(r"\bapolog(?:y|ies)\b", about, re.IGNORECASE):
        return Deed(act="apologise", about="")
    if words & BENEFITS and not re.search(r"\b(?:date|number|details?|information|time|status|amount|reason)\b", about):
        return Deed(act="offer", about=about, action=action_in(about))
    exact = exact_words(text)
    # Who gives the number away has named it; to speak of the number is not to give it.
    word = "give" if exact is None and figure_of(about) and not find_values(about) else None
    return Deed(act="say", about=about, exact=exact, word=word)


def received(about: str) -> Deed | None:
    """What the agent has done when the customer gets this: "her £39 back", "an apology", "a link"."""
    action = action_in(without(r"(?:a|an|the|her|his|their)\s+(?:full\s+|new\s+)?", about))
    if apology := re.match(r"(?:an? |the )?(?:\w+ )?apology\b(?: (?:for|about)\b)?", about, re.IGNORECASE):
        return Deed(act="apologise", about=bare(about[apology.end() :]))
    if (back := _MONEY_BACK.fullmatch(about)) and (re.search(r"\bmoney\b", back["sum"]) or _is_money(back["sum"])):
        return Deed(act="do", action="refund", about=bare(f"{back['sum']} {back['rest']}"))
    if action == "refund":
        return Deed(act="do", action="refund", about=about)
    if re.search(r"\b(?:link|e-?mail|text message|sms|letter|label)\b", about, re.IGNORECASE):
        return Deed(act="do", action="send", about=about)
    if _EXPLANATION.search(about):
        return Deed(act="say", about=about)
    return given(about)


def _is_money(text: str) -> bool:
    return any(value.kind == "money" for value in find_values(text)) or "{" in text


def without(pattern: str, text: str) -> str:
    """The text without what it opens with."""
    match = _opening(pattern).match(text)
    return text[match.end() :] if match else text


@cache
def _opening(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


def exact_words(rest: str) -> str | None:
    """The literal words, when they are all that is said: a quotation at the end."""
    match = QUOTE.search(rest)
    return match[1].strip() if match and not bare(rest[match.end() :]) and match[1].strip() else None
