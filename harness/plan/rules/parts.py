"""A sentence with several verbs -> one clause for each: "The agent apologises and offers a refund." """

import re
from functools import lru_cache

from harness.text.caseless import Caseless

from .grammar import Clause, bare, clause
from .lexicon import verb
from .reading import Context
from .ties import masked

_JOINT = Caseless(
    r"(?:,\s*|\s+)(?P<word>and then|and|but|then|or)\s+(?P<start>(?:also |then |politely "
    r"|immediately )*(?P<own>(?:it|the agent)\s+)?(?:(?:does not|doesn't|never"
    r"|not)\s+)?(?P<verb>[a-z]+))(?P<after>\s+[\w£$€'\"{]+|[.!,]?\Z)",
)
_OPENS_OBJECT = re.compile(
    r"\s+(?:her|him|them|the|a|an|for|that|to|it|any|whether|how|what|which|why|when|up|over|out|through|on|all"
    r"|his|their|no|about|you|sorry|yes|goodbye|thank|thanks|[£$€\"{]|[A-Z\d])",
)
_AND_ONLY_THEN = Caseless(r",?\s+(?:and|but) only (?:then|afterwards|after that)\s+(?=[a-z]+s\b)")
""" "asks for the number, and only then offers a refund": both happen, in this order."""
_BUT_NOT = Caseless(r",?\s+but not\s+(?=(?:for |that |to )?(?:a|an|the|any|her|his|their|its|[£$€\d])\b)")
""" "offers a voucher but not a refund": the verb is denied of the second thing."""


def parts(text: str, context: Context) -> list[str]:
    """A sentence with two verbs as two: "The agent apologises and offers a refund." """
    opening = context.tied(text)
    first = clause(opening.text, context.people)
    if first.verb is not None and first.passive and (both := _both_done(text, first, context)):
        return both
    if first.verb is None or (first.subject == "thing"):
        return [text]
    place = _as_word(first.word).search(text)
    if not place:
        return [text]
    hidden = masked(text)
    if (left_out := _BUT_NOT.search(hidden, place.end())) and not first.negated and context.sentence.heading != "never":
        denied = f"{text[: place.start()]}does not {first.verb.base} {text[left_out.end() :]}"
        return [*parts(bare(text[: left_out.start()]), context), bare(denied)]
    if then := _AND_ONLY_THEN.search(hidden, place.end()):
        first_of_all = text[place.start() : then.start()]
        return [
            bare(text[: then.start()]),
            f"{text[: place.start()]}{bare(text[then.end() :])} only after it {first_of_all}",
        ]
    for match in _JOINT.finditer(hidden, place.end()):
        if not _joins(match, first, hidden[place.end() : match.start()]):
            continue
        left, right = text[: match.start()], text[match.start("start") :]
        head = "" if match["own"] else text[: place.start()]
        if match["word"].casefold() == "or" and not first.negated and context.sentence.heading != "never":
            continue
        rest = parts(bare(f"{head}{right}"), context)
        return [_with_object(bare(left), rest[0], context), *rest]
    return [text]


@lru_cache(maxsize=1_024)
def _as_word(word: str) -> re.Pattern[str]:
    return re.compile(rf"\b{re.escape(word)}\b")


def _both_done(text: str, first: Clause, context: Context) -> list[str] | None:
    """ "The lamp is changed or cancelled": each of both is done to it; None where one of two would be enough."""
    match = re.search(rf"\b{re.escape(first.word)}(?P<joint>\s+(?P<word>and|or)\s+(?P<verb>[a-z]+))\b", masked(text))
    known = verb(match["verb"]) if match else None
    if not match or not known or "participle" not in known[1] or known[0].act is None:
        return None
    if match["word"] == "or" and not first.negated and context.sentence.heading != "never":
        return None
    rest = text[match.end() :]
    return [
        f"{text[: match.start('joint')]}{rest}",
        f"{text[: match.start()]}{text[match.start('verb') : match.end('verb')]}{rest}",
    ]


def _with_object(left: str, right: str, context: Context) -> str:
    """ "changes or cancels anything": what only the second verb is given, the first one does too."""
    first, second = clause(left, context.people), clause(right, context.people)
    bereft = first.verb is not None and first.verb.act == "do" and not first.rest and not first.passive
    shares = second.verb is not None and second.verb.act in ("do", "say", "offer")
    return f"{left} {second.rest}" if bereft and shares and second.rest else left


def _joins(match: re.Match[str], first: Clause, between: str) -> bool:
    """Whether a verb of the same form follows: "asks ... and offers a", not "asks for name and email address"."""
    known = verb(match["verb"])
    if known is None:
        return False
    kind, forms = known
    wanted = first.forms & {"base", "third"} if not first.passive else frozenset({"participle"})
    if not match["own"] and not (wanted & forms):
        return bool(re.search(r"does not|doesn't|never", match["start"])) and "base" in forms
    if re.search(r"\b(?:that|because|if|whether)\b", between) and not match["own"] and kind.act in ("say", "do", None):
        return False
    return bool(_OPENS_OBJECT.match(match["after"])) or (kind.act == "apologise")
