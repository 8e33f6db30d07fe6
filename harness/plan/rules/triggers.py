"""What must be seen for a condition to hold: a clause -> Deed of the agent or of the customer."""

import re

from ..nouns import Deed, Vocabulary
from .deeds import THAT, about_agent, asked, object_out
from .gifts import exact_words, without
from .grammar import Clause, bare, clause
from .people import People
from .repetition import counted

_AGREE = frozenset(["agree", "accept", "consent", "confirm", "approve"])


def trigger(text: str, people: People, vocabulary: Vocabulary, *, speaker: str = "agent") -> Deed:
    """What must be seen for a condition to hold: "the agent offers a voucher", "she agrees", "the order is late".

    A condition about the world holds when the agent says so.
    """
    text = bare(text)
    once, nth = counted(text)
    deed = _trigger(once, people, vocabulary, speaker)
    if nth > 1 and deed.act == "say" and deed.about == bare(once):
        # "If the parcel has come back twice": the world's own count, which is told once.
        return _trigger(text, people, vocabulary, speaker)
    return deed.model_copy(update={"nth": nth}) if nth > 1 else deed


def _trigger(text: str, people: People, vocabulary: Vocabulary, speaker: str) -> Deed:
    found = clause(text, people, speaker="customer" if speaker == "customer" else "agent")
    if found.subject == "customer" and found.passive and found.verb_is("correct") and (on := _ON.match(found.rest)):
        # Who is corrected on a figure is told another one.
        return Deed(act="say", about=bare(found.rest[on.end() :]))
    if found.subject == "thing" and found.passive and not found.negated and _ALL_OF_IT.fullmatch(found.thing):
        # "everything is confirmed": that it is so is what is said.
        return Deed(act="say", about=text)
    by_customer = _by_customer(found, people) if found.subject == "customer" and not found.passive else None
    deed = by_customer or about_agent(found, people, vocabulary)
    if deed is None or (found.negated and deed.act != "say"):
        return _opposite(found, deed, text)
    return deed


_NOT_YET = re.compile(r"(?:it|they|the [\w-]+) (?:has|have|is|are|was|were)(?:n't| not)\b", re.IGNORECASE)
_ALL_OF_IT = re.compile(
    r"everything|all(?: of (?:it|this|that|them))?|it all|all (?:two|both|three|four|five)", re.IGNORECASE
)
_ON = re.compile(r"(?:on|about|over)\s+", re.IGNORECASE)


def _opposite(found: Clause, deed: Deed | None, text: str) -> Deed:
    """ "The agent cannot find it", "she cannot get a refund": the agent refuses."""
    if _NOT_YET.match(text):
        # "it has not shipped": a thing, and nobody who refuses.
        return Deed(act="say", about=text)
    if found.negated and found.subject == "agent" and found.verb and found.verb.action == "look_up":
        # Not finding is no refusal: it is what the agent says.
        return Deed(act="say", about=f"it cannot {found.verb.base} {bare(found.rest)}")
    if found.negated and found.subject in ("agent", "customer"):
        about = deed.about if deed else bare(f"{found.word} {found.rest}".strip())
        if deed and deed.act == "do" and found.verb:
            about = f"to {found.verb.base} {about}"
        if not deed and about:
            about = bare(f"to do it {found.rest}") if found.passive and found.word == "done" else f"to {about}"
        return Deed(act="refuse", about=about, action=deed.action if deed else None)
    if re.fullmatch(r"(?:that is |that's |this is |it is |it's )?(?:not|im)\s*possible", text, re.IGNORECASE):
        return Deed(act="refuse")
    return Deed(act="say", about=text)


def _by_customer(found: Clause, people: People) -> Deed | None:
    """What the customer is seen doing in an active clause."""
    if found.verb is None:
        return None
    base, rest = found.verb.base, found.rest
    if found.negated:
        return Deed(by="customer", act="refuse", about=bare(rest)) if base in _AGREE else None
    if base in _AGREE:
        return Deed(by="customer", act="say", about="agree")
    if found.verb.act == "ask":
        return Deed(by="customer", act="ask", about=asked(rest, people).about)
    if found.verb.act == "refuse":
        return Deed(by="customer", act="refuse", about=bare(without(r"to\s+", rest)))
    if base == "say" and re.match(r"(?:yes|ok|okay)\b", rest, re.IGNORECASE):
        return Deed(by="customer", act="say", about="agree")
    if base == "say" and re.match(r"no\b", rest, re.IGNORECASE):
        return Deed(by="customer", act="refuse")
    if found.verb.act == "say" or base in ("give", "provide"):
        told = bare(without(THAT.pattern, object_out(rest, people)))
        return Deed(by="customer", act="say", about=told, exact=exact_words(rest))
    return None
