"""What the customer waits for: the trigger of a reaction, of an ending, of a thing kept back."""

import re

from harness.text.caseless import Caseless

from ..nouns import Deed
from .grammar import AGENT, bare, clause
from .lexicon import verb
from .reading import Context
from .repetition import counted
from .triggers import trigger

_ASKED = Caseless(
    r"(?:(?:the )?(?:agent|bot|assistant|it|they|someone|somebody|anyone|anybody)"
    r" (?:(?:directly|specifically|explicitly) )*(?:asks?|is asking)"
    r"(?: (?:you|her|him|them|the customer|me))?|(?:(?:she"
    r"|he|you|they|i|the customer) (?:is|are|am|has been) |being |directly |specifically |explicitly )*asked)(?=\s"
    r"|\Z)\s*(?:directly )?(?P<rest>.*)",
)
_REFUSED = Caseless(
    r"(?:that|this|it)?(?:'s| is| are)?\s*(?:not|im)\s?(?:possible|available|allowed)"
    r"|(?:that|this|it) (?:cannot|can't|can not) be (?:done|arranged|managed)"
    r"|(?:the )?(?:agent )?(?:says|said) no\b|refused\b",
)
_TO_SEE = re.compile(
    r"to (?:see|have|look at|hear|be given)\s+(?=(?:the|an?|her|his|their|your|my|some|any)\b)", re.IGNORECASE
)
"""Who asks to see a thing asks for it."""
_TO_DO = re.compile(r"to (?P<verb>[a-z]+)\b", re.IGNORECASE)
_HAS = re.compile(
    r"(?:(?:has|have) (?:(?:now|just|finally|already) )?(?:heard|seen|got|learnt|learned|received|found out|been told"
    r"|been given)(?: about)?|has|have|gets?|got|receives?|hears?|learns?|knows?)\s+"
    r"(?!to\b|been\b|(?:just |already |finally |safely )*[a-z]+ed\b)"
    r"(?P<what>(?:the |an? |her |his |their |your |my )?\w.*)",
    re.IGNORECASE,
)
"""What the customer has by then, the agent has told."""
_EVENT = Caseless(
    r"(?:(?:the|an?|any|every|each|another|her|his|their|its|agent's|further|(?P<nth>two|three|four|five|first|second"
    r"|third|fourth"
    r"|fifth))\s+)*"
    r"(?:(?P<refuse>refusals?|no|rejection)|(?P<apologise>apolog(?:y|ies)|sorry)"
    r"|(?P<hand_off>transfers?|hand-?offs?|handovers?|hand-?overs?|redirect(?:ion)?s?)"
    r"|(?P<offer>offers?|proposals?|suggestions?)|(?P<ask>questions?|requests?))"
    r"(?:\s+(?:of|for|about|to)\s+(?P<about>.+))?",
)
"""A deed as a noun: "the second refusal", "every transfer", "an offer of a voucher"."""
_ORDINALS = {"second": 2, "third": 3, "fourth": 4, "fifth": 5, "two": 2, "three": 3, "four": 4, "five": 5}
_AGAIN = re.compile(r"\b(?:again|once more|a further time)\Z", re.IGNORECASE)
_EVENT_ACTS = ("refuse", "apologise", "hand_off", "offer", "ask")


def condition(text: str, context: Context) -> Deed:
    """The deed that must be seen for a condition to hold."""
    text, nth = counted(bare(text))
    deed = _condition(text, context)
    if nth == 1 and deed.nth == 1 and deed.act in ("hand_off", "apologise") and _AGAIN.search(text):
        nth = 2
    return deed.model_copy(update={"nth": nth}) if nth > 1 else deed


def _condition(text: str, context: Context) -> Deed:
    if text not in context.conditions:
        context.conditions[text] = _made_of(text, context)
    return context.conditions[text]


_STANDS_BY_IT = Caseless(
    r"\b(?:sticks? to it|stands? by it|maintains?|holds? to it|is adamant|keeps? (?:on )?saying|insists?) that\b"
)
""" "sticks to it that the order is late" is saying so."""


_ANYBODY = re.compile(r"\A(?:anyone|anybody|someone|somebody)(?= [a-z]+s\b)(?! else)", re.IGNORECASE)
"""Whoever speaks to the customer."""
_UNDERGONE = re.compile(
    r"(?:told|offered|refused|given|quoted|shown|transferred|handed over|put on hold)\b", re.IGNORECASE
)
"""A condition that leaves out to whom it is done: "told that it is late, she ..."."""


def _made_of(text: str, context: Context) -> Deed:
    text = _STANDS_BY_IT.sub("says that", text) if " that " in text else text
    text = _ANYBODY.sub("the agent", text, count=1)
    if _UNDERGONE.match(text):
        text = f"the customer is {text[:1].lower()}{text[1:]}"
    if match := _ASKED.fullmatch(text):
        again = trigger(text, context.people, context.vocabulary)
        if again.act == "repeat":
            return again
        about = _TO_SEE.sub("", match["rest"])
        if (order := _TO_DO.match(about)) and verb(order["verb"]) is None:
            return Deed(act="ask", about=bare(about))
        about = re.sub(r"^(?:for|about|whether|if|to)\s+", "", about, flags=re.IGNORECASE)
        return Deed(act="ask", about=bare(about))
    if _REFUSED.fullmatch(text):
        return Deed(act="refuse")
    if event := _EVENT.fullmatch(text):
        return _event(event)
    customer = context.people.subject.match(text)
    if customer and (has := _HAS.fullmatch(text[customer.end() :].strip())):
        return Deed(act="say", about=bare(has["what"]))
    return trigger(text, context.people, context.vocabulary)


def _event(match: re.Match[str]) -> Deed:
    act = next(act for act in _EVENT_ACTS if match[act])
    nth = _ORDINALS.get((match["nth"] or "").casefold(), 1)
    return Deed.model_validate({"act": act, "about": bare(match["about"] or ""), "nth": nth})


def unseen(text: str, context: Context) -> bool:
    """Whether a condition tells of the agent or the customer something that no conversation shows.

    "uses a technical term", "is sure that it is the bank": no words that could be looked for.
    """
    text, _ = counted(bare(text))
    if _ASKED.fullmatch(text) or _REFUSED.fullmatch(text) or _EVENT.fullmatch(text):
        return False
    found = clause(text, context.people)
    if not found.named or not AGENT.match(text):
        return False
    deed = _condition(text, context)
    return deed.act == "say" and deed.about == text


ELLIPTIC = re.compile(
    r"(?:there (?:is|are|was|were)|(?:it|they|she|he|you|the agent) (?:is|are|does|do|has|have|can|will|was|did))"
    r"(?: not|n't| any| one| none| some| so)?|so|not|this is (?:so|the case|not the case)|that is (?:so|the case)",
    re.IGNORECASE,
)
"""What only points to a sentence before: "if there are", "if not"."""
_BE = r"(?:is|are|am|was|feels?|gets?|becomes?|'s|'re|'m)"
_INNER = re.compile(
    rf"(?:{_BE}|(?:is|are|am)n't)\s+(?:(?:still|really|too|not|at all|very|even|quite|completely|entirely|a bit)\s+)*"
    r"(?:sure|certain|unsure|uncertain|confused|lost|stuck|in doubt|unclear|puzzled|curious|convinced|tempted)\b.*"
    r"|(?:still\s+)?(?:does not|doesn't|do not|don't|cannot|can't)\s+(?:really\s+|quite\s+|fully\s+)?"
    r"(?:know|understand|remember|recall|see|believe|trust|follow|notice|realise|realize|like|recognise|recognize)\b.*"
    r"|(?:thinks?|believes?|suspects?|notices?|feels? (?:like|that|as)|wonders?|realises?|realizes?|likes?|understands?"
    r"|remembers?|guesses|hesitates?|fails? to (?:understand|follow|see))\b.*",
    re.IGNORECASE | re.DOTALL,
)
"""What goes on in the customer's head: nothing in a conversation shows it."""
_TROUBLE = re.compile(
    r"(?:there (?:is|are|was)|there's) (?:still )?(?:an?|any|some|no|another)?\s*(?:problems?|issues?|trouble"
    r"|difficult(?:y|ies)"
    r"|obstacles?)(?: (?:with|about) (?:that|this|it|them|either|any of (?:that|this|it)))?(?:,? (?:too|either"
    r"|as well))?"
    r"|(?:something|anything|things?|it all) (?:else )?(?:goes|go|went) wrong.*"
    r"|(?:that|this|it|any of (?:that|this|it)) (?:too |also |still )?(?:does not|doesn't|did not|didn't|won't) work"
    r"(?: out)?(?:,? (?:too|either|as well))?"
    r"|(?:that|this|it) (?:fails|goes wrong)(?:,? (?:too|as well))?",
    re.IGNORECASE,
)
"""Trouble of which no words are told."""
_SHOWN = re.compile(
    r"(?:the|her|his|their|your|its|a)\s+(?:[\w'-]+\s+){0,2}(?:status bar|screen|display|phone|app|router"
    r"|light|led|modem"
    r"|device|meter|tv|laptop|computer|machine|thermostat|dial|indicator)\s+(?:(?:now|finally|still|also)\s+)?"
    r"(?:shows?|displays?|reads?|says?|turns? (?:on|off|green|red)|lights? up|blinks?|flashes|comes? (?:on|back)"
    r"|restarts?)\b.*",
    re.IGNORECASE | re.DOTALL,
)
"""What the customer would see on something of their own, which nobody in a conversation sees."""


def unheard(text: str, context: Context) -> str | None:
    """What to write instead of a condition that neither side says; None for one that is heard."""
    text = bare(text)
    if _TROUBLE.fullmatch(text):
        return "Say what would be heard: 'If the agent refuses a second time, she asks for a manager.'"
    if _SHOWN.fullmatch(text):
        return "Say what would be heard: 'If the agent says that the line works again, she says thank you.'"
    customer = context.people.subject.match(text) or _THEY.match(text)
    if customer and _INNER.fullmatch(text[customer.end() :].strip()):
        return "Say what would be heard: 'If the agent mentions the terms, she asks what they are.'"
    return None


_THEY = re.compile(r"they\b", re.IGNORECASE)
