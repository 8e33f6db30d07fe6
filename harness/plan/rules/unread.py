"""What no rule may read, and what an author is told of it."""

import re

from harness.text.caseless import Caseless

from ..keys import key_of
from ..nouns import AnyItem, Deed
from .desks import Unknown
from .grammar import AGENT, Clause
from .lexicon import third_person
from .reading import Context, Read, Remark
from .vague import hollow, ui_step

_SEVERAL = Caseless(r"\b(?:both|all|every|each|(?:one|two|three|four|five) of)\b(?! the same\b)")
_DETAILS = re.compile(
    r"(?:(?:any|the|her|his|their|some|more|all|other|customer's|personal|private|confidential|sensitive|further"
    r"|order|account)\s+)*(?:details?|information|data|anything|something|everything)\b(?! (?:that|number))"
    r"(?:\s+(?:of|about|on|from|to|with)\b.*)?",
    re.IGNORECASE,
)
_PASSED_ON = re.compile(r"to (?:[\w'-]+ ){0,4}(?:desk|team|department|queue|person|people|colleague)\b", re.IGNORECASE)
"""Somebody who is sent to a desk that has no name is not a thing that is sent."""
_COMPARED = Caseless(
    r"\b(?:more|less|higher|lower|fewer|bigger|smaller) than\b"
    r"|(?<!dispute )(?<!disputes )(?<!argument )(?<!complaint )\b(?:over|under|above|below|at least|at most|up to)"
    r"\s+[£$€\d{]",
)
_TWO = Caseless(r":\s+(?:it|they|the (?:agent|bot|assistant))\s+\w+")
"""A second sentence behind a colon."""
_EITHER = re.compile(r"\beither\b.+\bor\b", re.IGNORECASE)
SAID_INSTEAD = "Say what the customer reads in the chat, or what happens there: 'The agent sends a reset link.'"
TOLD_INSTEAD = "Say what the customer writes in the chat, or wants: 'She wants to change her address.'"
OR_HINT = "Write 'The agent does one of:' and below it one nested bullet for each thing that would do."
_RECORDED = re.compile(r"\bin (?:the|its|their|our) (?:[\w']+ )?(?:records?|system|database|books)\b", re.IGNORECASE)


def reading_only(deed: Deed, never: bool) -> bool:
    """Whether a program would see something else than what is meant.

    "Relevant information" names nothing; "both charges" is more than one event; "more than £31" is no figure to be
    met; "any details" and "her password", never given, are no words that could be looked for; what stands in the
    records is not seen in the conversation.
    """
    if _TWO.search(deed.about) or hollow(deed.about) or (deed.action == "send" and _PASSED_ON.match(deed.about)):
        return True
    if deed.act in ("do", "offer") and _COMPARED.search(deed.about):
        return True
    if never and deed.act == "say" and key_of(deed.about) in ("password", "pin", "security code"):
        return True
    if deed.act == "do" and deed.action not in ("look_up", "verify"):
        return bool(_SEVERAL.search(deed.about) or _RECORDED.search(deed.about))
    return never and deed.act == "say" and deed.exact is None and _DETAILS.fullmatch(deed.about) is not None


def why_not(text: str, found: Clause) -> str | None:
    """How to word what is left to reading on purpose; None when nothing particular can be said."""
    if hollow(found.rest):
        return None
    if _TWO.search(text):
        return "Make two sentences of it, each with its full stop."
    if _COMPARED.search(text):
        does = third_person(found.verb.base) if found.verb and found.verb_is("charge", "refund") else "refunds"
        return f"Write the figure that is right, under 'What should happen': 'The agent {does} £31.00.'"
    if _EITHER.search(text):
        return OR_HINT
    if found.verb_is("find") and (out := _FOUND_OUT.match(found.rest)):
        return f"Say what would be heard: 'The agent asks {out['what']}.' or: 'The agent says {out['what']}.'"
    if _RECORDED.search(text):
        return "Name the thing with its number: 'Charge C-5512 is refunded in the shop's records.'"
    if found.verb is not None and _SEVERAL.search(text):
        return _one_by_one(found)
    if found.verb is not None and _DETAILS.search(found.rest):
        return "Name what must not be told, as it would be told: 'The agent says that the parcel goes to 5 Kiln Lane.'"
    return None


_FOUND_OUT = re.compile(r"out\s+(?P<what>(?:wh\w+|how)\s[^,;\"]{2,60}?)(?=,|;|\s+and\s|\Z)", re.IGNORECASE)
_EACH = re.compile(
    r"\b(?:both|all|every|each|any)\s+(?:of\s+)?(?:(?:the|her|his|their|these|those)\s+)?"
    r"(?:(?:two|three|four|five|six|\d{1,2})\s+)?(?P<noun>(?:[a-z-]+ )?[a-z]+?)s?"
    r"(?=\s+(?:is|are|was|were|has|have)\b|[,.]|\Z|\s+(?:of|for|in|on|to|before|with)\b)",
    re.IGNORECASE,
)


def _one_by_one(found: Clause) -> str:
    """How to take things apart that are more than one, in the author's own words where they can be looked for."""
    does = {"look_up": "looks up", None: "asks for"}.get(found.verb.action) if found.verb else None
    does = does or (third_person(found.verb.base) if found.verb else "refunds")
    each = _EACH.search(found.thing) or _EACH.search(found.rest)
    first = f"the first {each['noun'] if each else 'one'}"
    return f"Write one line for each, by its name or number: 'The agent {does} {first}.'"


SOME_VERBS = "asks for, says that, explains, offers, refuses to, sends, changes, cancels, books, charges, looks up"
"""What an author is told to choose from; the guide lists them all."""
_STANDS = re.compile(
    r"(?:the|an?|her|his|their|its|this|that|order|reservation|booking)\s+(?:[\w'-]+\s+){1,4}?"
    r"(?:is|are|has|have|stays?|remains?|goes|loses?|keeps?|comes?|costs?|works?|gets?)\s\S.*",
    re.IGNORECASE,
)


def as_it_stands(text: str) -> str | None:
    """A statement about a thing as it is said: "the card stays frozen"; None for what says how something is told."""
    if AGENT.match(text) or not _STANDS.fullmatch(text) or '"' in text or len(text) > 120:
        return None
    return f"{text[:1].casefold()}{text[1:]}" if re.match(r"(?:The|An?|Her|His|Their|Its|This|That)\b", text) else text


def screen(word: str, rule: str, suggestion: str) -> Read:
    """A sentence about a screen: a conversation has none."""
    remark = Remark("J009", "error", f"{word!r} is about a screen; a conversation has none.", suggestion, word)
    return Read("unsupported", (), rule, (remark,))


def unknown(name: Unknown) -> Remark:
    """What is said of a desk or tool that the settings do not know."""
    hint = f"Did you mean {name.near!r}? " if name.near else ""
    return Remark(
        "J011",
        "error",
        f"There is no {name.kind} {name.name!r}.",
        f"{hint}Name one that is listed under [{name.kind}s] in harness.toml, or add it there.",
        name.name,
    )


def not_told(text: str, context: Context, *guess: AnyItem) -> Read:
    """A sentence about the customer that no rule could read. `guess` is shown, and nobody goes by it."""
    if word := ui_step(text):
        return screen(word, "customer.on_screen", TOLD_INSTEAD)
    return Read(
        "needs_model",
        guess,
        "customer.unread",
        (
            Remark(
                "J002",
                "warning",
                f"Not sure what this says about the customer: {context.sentence.text!r}",
                "Begin with the customer: 'She wants ...', 'Her order number is ...', 'If the agent ..., she "
                "...'; or move it under Notes.",
            ),
        ),
    )
