"""What the customer will not have, and what does not suit them."""

import re
from collections.abc import Sequence

from harness.text.caseless import Caseless

from ..keys import key_in
from ..nouns import AnyItem, Fact, Want
from .grammar import bare
from .preferring import small
from .reading import Context
from .wishes import CUSTOMER, NO_MORE, WANT
from .wordlist import listed

_NO_GOOD = Caseless(
    r"(?P<what>.+?)\s+(?:is|are|would be)\s+(?:no (?:good|use|option)|not (?:good enough|enough|an option"
    r"|acceptable|possible|convenient|suitable)|impossible|excluded|ruled out|off the table|off limits|not on"
    r" (?:the cards)?|a (?:no-go|non-starter)|out of the"
    r" question|unacceptable|a deal[- ]?breaker)(?: (?:to|for) \w+(?: \w+)?)?(?:,? (?:because|since|as|due to)\b.*)?",
)
_REFUSES = Caseless(
    rf"(?:{CUSTOMER}|[A-Z][\w'-]+)\s+(?:(?:flatly|simply|always|also) )?(?:refuses?|declines?|(?:is|are|am) not"
    rf" (?:prepared"
    r"|willing|ready)|is unwilling|are unwilling|will (?:by no means|under no circumstances)"
    r"|is against|rules out"
    r"|rejects?|objects? to)\s+(?!to (?:give|say|tell|reveal|share|disclose|provide)\b)(?P<what>.+)",
)
_NOT_ACCEPT = Caseless(
    r"\b(?:will not|won't|does not|doesn't|do not|don't|would not|wouldn't|cannot|can't|refuses to|refuse to"
    r""
    r"|never|not)\s+(?:ever\s+)?"
    r"(?:accepts?|wants?|agree(?:s)? to|takes?|consider|likes?|settle for|pay(?: for)?|change|cancel|be|fly"
    r"|sit through|go for|have|need|wish|care for|willing to|do(?= (?!anything|it\b|that\b|so\b|this\b|much|well"
    r"|what|as\b|the\b|any)\w))\b\s*(?P<what>.*)",
)
_NEVER_WILL = re.compile(
    rf"(?:under no circumstances?|in no case|on no account|in no way|never|not once)\s+(?:will|would|should|must|do"
    rf"|does|are|is)\s+{CUSTOMER}"
    r"\s+(?:to\s+)?(?P<what>.+)",
    re.IGNORECASE,
)
_RATHER_NOT = Caseless(r"\b(?:would|'d) (?:much )?(?:rather|sooner|prefer) not(?: to)?\s+(?P<what>.+)")
_SEVERAL = re.compile(r"(?:an?|the|any|all|her|his|their) |[A-Z][a-z-]+(?: [a-z-]+)*s\Z")
"""What has its capital only from opening the sentence: "Late fees", "A voucher"."""
_WISHED = re.compile(r"(?:want|accept|take|like|wish for|agree to)\s+(?!to\b)", re.IGNORECASE)
_GIVEN_AWAY = re.compile(r"(?:give|say|tell|share|reveal|mention|discuss|disclose|talk about)\b", re.IGNORECASE)


def declined(text: str, context: Context) -> Sequence[AnyItem]:
    """ "She will not accept a replacement.", "He refuses to go to a branch.", "A voucher is no good to her." """
    if rather := _RATHER_NOT.search(text):
        what = bare(rather["what"])
        if _GIVEN_AWAY.match(what):
            key = key_in(what)
            return (Fact(**context.base, key=key, value=None if key else what, reveal="never"),)
        return (_not(f"to {what}", context),)
    if match := _NEVER_WILL.match(text):
        wish = _WISHED.match(match["what"])
        what = bare(match["what"][wish.end() :] if wish else match["what"])
        return (_not(what if wish else f"to {what}", context),)
    if match := _REFUSES.fullmatch(text) or _NO_GOOD.fullmatch(text):
        what = bare(match["what"])
        return (_not(small(what) if _SEVERAL.match(what) else what, context),)
    if unsuited := _UNSUITED.fullmatch(text):
        return _unsuited(unsuited, context)
    if wont := _WONT.fullmatch(text):
        return (_not(f"to {bare(wont['what'])}", context),)
    match = _NOT_ACCEPT.search(text)
    if (
        not match
        or not match["what"]
        or NO_MORE.fullmatch(match["what"])
        or WANT.search(text[: match.start()])
        or not _THEIRS.fullmatch(text[: match.start()])
    ):
        # "He wants to return a spinner he does not like": the second verb only describes the thing.
        return ()
    verb = match[0][: match.start("what") - match.start()].split()[-1].casefold()
    if verb in ("have", "has") and _LACKS.search(match[0]):
        return ()
    what = bare(match["what"] if verb in ("want", "wants", "wish", "like") else _without_to(match["what"]))
    return (_not(what if verb in _TAKEN else f"to {verb} {what}", context),)


_LACKS = re.compile(r"(?:does not|doesn't|do not|don't|cannot|can't|never)\s+(?:ever\s+)?ha(?:ve|s)\b", re.IGNORECASE)
"""Who does not have a thing has not refused it."""
_UNSUITED = Caseless(
    r"(?P<what>.+?)\s+(?:does not|doesn't|do not|don't|did not|didn't|would not|wouldn't|will not"
    r"|won't)\s+(?:really |quite "
    r"|at all )?(?:suit|work (?:well |at all )?for|fit)\s+(?:her|him|them|you|me)(?:\s+(?P<to>(?:to|that|if"
    r"|when)\s.+))?"
)
""" "It does not suit him to come by", "Mondays don't suit her": what somebody will not have."""
_THEIRS = re.compile(
    rf"(?:.*\b)?(?:{CUSTOMER}|who|and|but|so|because|that|which|(?-i:[A-Z])[\w'-]+)"
    r"(?:\s+(?:really|just|simply|also|still|definitely|absolutely|certainly|would|will|[a-z]+ly))*\W*|\W*",
    re.IGNORECASE | re.DOTALL,
)
"""What may stand before a refusal: the customer, and not a thing that "would not be covered"."""
_WONT = re.compile(
    r"(?:she|he|they|you|the (?:customer|user|caller)|(?-i:[A-Z])[\w'-]+) (?:(?:simply|just|absolutely|definitely"
    r"|also) )?(?:will not|won't|is not going to)"
    r" (?P<what>(?!be\b|have\b|know|give|say|tell|mention|share|reveal|leave|hang|stop|let|back|end|work|turn|open"
    r"|load|start|go away|speak|talk|answer|accept"
    r"|take|want|settle|agree|remember|understand|push|hand|admit|volunteer|disclose|bring|offer|provide|read|spell"
    r"|get|consider|pay|like|need|change|fly|cancel)[a-z]+\b.*)",
    re.IGNORECASE,
)
""" "He won't repack it": what somebody will not do for it."""
_TAKEN = frozenset(listed("accept accepts want wants take takes like consider for need have wish to"))


def _unsuited(match: re.Match[str], context: Context) -> Sequence[AnyItem]:
    to, what = match["to"], bare(match["what"])
    if to is None:
        return () if _POINTS.fullmatch(what) else (_not(small(what), context),)
    return (_not(bare(to), context),) if _POINTS.fullmatch(what) and to.startswith(("to ", "that ")) else ()


_POINTS = re.compile(r"(?:it|this|that|they|these|those)", re.IGNORECASE)


def _not(about: str, context: Context) -> Want:
    return Want(**context.base, role="constraint", about=about, accepts=False)


def _without_to(text: str) -> str:
    return re.sub(r"^to\s+", "", text, flags=re.IGNORECASE)
