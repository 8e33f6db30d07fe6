"""A sentence that no rule could read -> the readings that come nearest, for a person to choose from.

Each is made by the rules themselves: the sentence under another heading, or with a verb that they know in place of its
own. What is chosen is thereby something that the rules could have said.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from harness.journey.nouns import Heading
from harness.text.normal import content, negated, normal
from harness.text.similarity import trigram_cosine
from harness.text.tool_names import name_words

from ..nouns import AnyItem, Check, Deed, Fact, Judged, Persona, Want
from ..reader import read
from ..rules.desks import desk_in
from ..rules.grammar import AGENT, bare, clause
from ..rules.lexicon import third_person
from ..rules.reading import Context, Read
from ..saying.restate import says_all
from .lock import Lock
from .pin import put_back, said_back

MOST = 3
"""Nearest readings that are offered. Leaving a check to a reader is offered after them."""

_VERBS = (
    "mention {}",
    "ask for {}",
    "offer {}",
    "refuse {}",
    "apologise for {}",
    "look up {}",
    "verify {}",
    "send {}",
    "change {}",
    "open {}",
    "cancel {}",
    "refund {}",
)
"""What an agent can be seen doing, as a verb phrase with room for the sentence's own words."""

_PARTICLE = re.compile(r"(?:up|out|off|on|over|down|through|back|away|in|into|to|with|about|for)\s+", re.IGNORECASE)
_SOMEBODY = re.compile(r"\b(?:she|he|they|her|his|their|customer|agent)\b", re.IGNORECASE)
_ABOUT = re.compile(r"\babout (.+)", re.IGNORECASE | re.DOTALL)
_LABEL = re.compile(r"[\w' -]{1,40}:\s+")
_AUXILIARY = re.compile(r"\b(?:not|never|should|must|shall|will|would|may|can|could|might|has to|needs? to)\s*\Z", re.I)


@dataclass(frozen=True)
class Choice:
    """One reading that can be chosen."""

    items: tuple[AnyItem, ...]

    @property
    def says(self) -> str:
        """The reading as a person reads it before choosing."""
        if all(isinstance(item, Judged) for item in self.items):
            by_reading = any(isinstance(item, Check) and item.deed is None for item in self.items)
            kept = "Left to a reader, not decided by rules: " if by_reading else "To be checked: "
        elif all(item.kind == "policy" for item in self.items):
            kept = "What is true: "
        else:
            kept = "About the customer: "
        return kept + said_back(self.items)


def nearest(context: Context, unsure: Read, lock: Lock) -> tuple[Choice, ...]:
    """What the sentence may mean: an earlier pin of the same words first, then by likeness, a reader's verdict last.

    `unsure` is what the rules made of it.
    """
    own, other = _ranked(context, _own(context)), _ranked(context, _elsewhere(context))
    found = [*_pinned_before(context, lock), *own[: MOST - 1], *other[:1], *own[MOST - 1 :]]
    choices = list({choice.says: choice for choice in reversed(found)}.values())[::-1][:MOST]
    if any(isinstance(item, Judged) for item in unsure.items):
        choices.append(Choice(unsure.items))
    return tuple({choice.says: choice for choice in choices}.values())


def _pinned_before(context: Context, lock: Lock) -> Iterator[Choice]:
    """The same words under the same heading, pinned when a name was another."""
    key = (normal(context.sentence.text), context.sentence.heading)
    for pin in lock.pins:
        if pin.key[:2] == key and all(map(says_all, pin.items)):
            yield Choice(put_back(pin.items, context))


def _ranked(context: Context, candidates: Iterable[tuple[AnyItem, ...]]) -> list[Choice]:
    """The likest of each kind of deed, the likest first; in the order they were thought of when about equally like."""
    best: dict[tuple[str, ...], tuple[float, tuple[AnyItem, ...]]] = {}
    for items in candidates:
        if not all(map(says_all, items)):
            continue
        # To one digit: the letters of a verb that is not the author's say nothing about what was meant. A name does.
        like = round(trigram_cosine(said_back(items), context.sentence.text), 1) + _names_somebody(items)
        kind = tuple(_kind(item) for item in items)
        if kind not in best or like > best[kind][0]:
            best[kind] = (like, items)
    return [Choice(items) for _, items in sorted(best.values(), key=lambda one: -one[0])]


def _names_somebody(items: Iterable[AnyItem]) -> bool:
    """Whether these items are about a desk or a tool."""
    return any(getattr(item, "desk", None) or getattr(item, "tool", None) for item in items)


def _kind(item: AnyItem) -> str:
    deed = getattr(item, "deed", None)
    return f"{item.kind} {deed.act}" if isinstance(deed, Deed) else item.kind


# ---- candidates ---------------------------------------------------------------------------------------------


def _own(context: Context) -> Iterator[tuple[AnyItem, ...]]:
    """What it may mean where it stands."""
    yield from _about_customer(context) if context.sentence.heading == "customer" else _about_agent(context)


def _elsewhere(context: Context) -> Iterator[tuple[AnyItem, ...]]:
    """What it would mean under another heading."""
    for other in _OTHERS.get(context.sentence.heading, ()):
        if not _fits(other, context):
            continue
        sentence = context.sentence.model_copy(update={"heading": other})
        yield from _read(replace(context, sentence=sentence))


_OTHERS: dict[Heading, tuple[Heading, ...]] = {
    "customer": ("should", "facts"),
    "should": ("customer", "facts"),
    "nice": ("customer",),
}
"""Where a sentence may have been meant to stand. What must never happen is never turned into something else."""


def _fits(heading: Heading, context: Context) -> bool:
    """What holds for everybody speaks of nobody in particular; the customer's side does not speak of the agent."""
    if heading == "facts":
        return not _SOMEBODY.search(context.text)
    return heading != "customer" or AGENT.search(context.text) is None


def _read(context: Context) -> Iterator[tuple[AnyItem, ...]]:
    """The items of a text that the rules read without a doubt."""
    found = read(context)
    if found.status == "understood" and found.items and not any(one.severity != "info" for one in found.remarks):
        yield found.items


def _about_agent(context: Context) -> Iterator[tuple[AnyItem, ...]]:
    text = bare(context.text)
    last = max((found.start() for found in AGENT.finditer(text)), default=0)
    found = clause(text[last:], context.people)
    if not found.rest or not text.endswith(found.rest) or (found.named and found.subject != "agent"):
        return
    before = text[: len(text) - len(found.rest)] if found.named and found.subject == "agent" else "The agent "
    about = _object(found.rest if found.verb is None else f"{found.word} {found.rest}", context)
    shape = str if _AUXILIARY.search(before) else third_person
    for verb in (*_verbs_of_names(context), *(_VERBS if about else ())):
        first, _, rest = verb.format(about).partition(" ")
        yield from _read(replace(context, words=f"{before}{shape(first)} {rest}."))


def _object(rest: str, context: Context) -> str:
    """What a predicate is about: "mixes up two orders" -> two orders; "misleads her about the fee" -> the fee."""
    words = rest.partition(" ")[2].lstrip()
    if about := _ABOUT.search(words):
        return about[1]
    for lead in (_PARTICLE, context.people.object, _PARTICLE):
        if match := lead.match(words):
            words = words[match.end() :]
    return words


def _verbs_of_names(context: Context) -> Iterator[str]:
    """Tools and desks that the sentence speaks of, as verb phrases."""
    spoken = set(content(context.text))
    for tool in context.vocabulary.tools:
        if (spoken - _ANYBODY) & set(content(" ".join(name_words(tool)))):
            yield f"use `{tool}`"
    desk = desk_in(context.text, context.vocabulary)
    if isinstance(desk, str):
        yield f"pass the customer on to {'a person' if desk == 'human' else f'the {desk} desk'}"


_ANYBODY = frozenset(content("customer user agent shop bot assistant"))
"""What every sentence may speak of, and half of all tools are named after."""


def _about_customer(context: Context) -> Iterator[tuple[AnyItem, ...]]:
    text = bare(context.text)
    found = clause(text, context.people, speaker="customer")
    label = _LABEL.match(text)
    about = text[label.end() :] if label else _object(found.rest, context) if found.rest else ""
    base = context.base
    yield (Fact(**base, value=text),)
    if about and not negated(text):
        yield (Persona(**base, traits=(about,)),)
    if about and not label:
        yield (Want(**base, role="constraint", about=about, accepts=not negated(text)),)
