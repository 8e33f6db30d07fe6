"""Policy + Transcript -> Held: whether the agent spoke of what is true, and said it as it is."""

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

from harness.conversation.nouns import Transcript, Turn
from harness.conversation.sighting import action_of, pieces
from harness.plan.nouns import Policy
from harness.text.normal import content, negated, normal
from harness.text.sentences import split
from harness.text.values import Value, find_values, without_values

from .evidence import Held, quote
from .values import leaves, meets

SAME_THING = 0.6
"""Share of a policy's content words, its subject among them, that a sentence about the same thing holds [judgement]."""

SAME_STATEMENT = 0.75
"""The same share for a sentence that may say the opposite: nearer, since only a no tells them apart [judgement]."""

_ELAPSED = ("ago", "old", "since", "later", "already")
"""A duration before one of these tells how long something has been, not how long it takes."""


def policy(item: Policy, transcript: Transcript) -> Held:
    """Held when said in agreement, broken when said with another value of the same kind, else not spoken of.

    Without typed values, a statement contradicts a rule when it is the rule itself with yes for no; what contradicts
    it in other words is for a reader.
    """
    agreed = None
    for index, turn in enumerate(transcript.turns):
        for sentence in _statements(turn.reply.text):
            if not about(item.about, sentence):
                continue
            if other := contradicted(item.about, sentence, transcript.turns[: index + 1]):
                shown = quote(sentence, turn.number, "agent", transcript.turns)
                why = f'said "{other.text}" where the facts say "{_stated(item.about, sentence, other)}"'
                return Held("fail", why, (shown,) if shown else (), turn.number)
            agreed = agreed or (turn.number, sentence) if agrees(item.about, sentence) else agreed
    if (opposite := contrary(item, transcript)) and _turned_round(item.about, opposite[1]):
        shown = quote(opposite[1], opposite[0], "agent", transcript.turns)
        return Held("fail", f'said the opposite of "{item.about}"', (shown,) if shown else (), opposite[0])
    shown = quote(agreed[1], agreed[0], "agent", transcript.turns) if agreed else None
    if agreed and shown:
        return Held("pass", f"said as it is at turn {agreed[0]}", (shown,))
    return Held("not_applicable", "the agent did not speak of it")


def contrary(item: Policy, transcript: Transcript) -> tuple[int, str] | None:
    """The first statement about the thing that says no where the policy says yes, or yes where it says no.

    A candidate and no more: which of them is meant, only reading tells. Nearly all words of the rule must be in it, and
    a rule under a condition has none: yes and no are both right of it. None when there is none.
    """
    if _CONDITION.search(normal(item.about)):
        return None
    for turn in transcript.turns:
        for sentence in _statements(turn.reply.text):
            halves = [sentence[start:end] for start, end in pieces(sentence, (0, len(sentence)))]
            if not sentence.rstrip().endswith("?") and any(_denies(item.about, half) for half in halves):
                return turn.number, sentence
    return None


_CONDITION = re.compile(r"\b(?:only|before|after|within|until|unless|if|when|whenever|once|except|unopened|during)\b")


def _turned_round(fact: str, words: str) -> bool:
    """Whether a statement is the fact word for word but for its no: what it is about, no less and no more."""
    return frozenset(content(fact)) == frozenset(content(words)) and len(key_words(fact)) > 2


def _denies(fact: str, words: str) -> bool:
    keys, held = key_words(fact), frozenset(content(words))
    near = len(keys) > 1 and keys[0] in held and sum(key in held for key in keys) / len(keys) >= SAME_STATEMENT
    return near and negated(fact) != negated(words)


_IT = re.compile(r"(?:it|they|this|that|these|those)\b", re.IGNORECASE)

_THE = re.compile(r"the (\w{2,20})\b", re.IGNORECASE)


@lru_cache(maxsize=512)
def _statements(text: str) -> tuple[str, ...]:
    """The sentences of a message; one that goes on about a thing together with the one before, which names it."""
    spans = split(text)
    befores = (None, *spans)[: len(spans)]
    return tuple(
        text[before[0] : end] if before and _goes_on(text[before[0] : before[1]], text[start:end]) else text[start:end]
        for before, (start, end) in zip(befores, spans, strict=True)
    )


def _goes_on(before: str, sentence: str) -> bool:
    """Whether a sentence begins with "it", or with "the link" after a sentence that spoke of a link."""
    if _IT.match(sentence):
        return True
    the = _THE.match(sentence)
    return the is not None and bool(frozenset(content(the[1])) & frozenset(content(before)))


def sentence_at(text: str, place: int) -> str:
    """The sentence that holds the character at this place; the whole text when none does."""
    return next((text[start:end] for start, end in split(text) if start <= place < end), text)


@lru_cache(maxsize=4096)
def key_words(about: str) -> tuple[str, ...]:
    """The content words of a fact, typed values left out, in order: the first is its subject."""
    return tuple(dict.fromkeys(content(without_values(about))))


@lru_cache(maxsize=8192)
def about(fact: str, sentence: str) -> bool:
    """Whether a sentence is about the same thing as a fact."""
    keys = key_words(fact)
    if not keys:
        return False
    held = frozenset(content(sentence))
    return keys[0] in held and sum(key in held for key in keys) / len(keys) >= SAME_THING


def agrees(fact: str, sentence: str) -> bool:
    """Whether a sentence about the fact, or a half of it that is, says every value of it, with the same yes or no."""
    halves = [sentence[start:end] for start, end in pieces(sentence, (0, len(sentence)))]
    return any(_agrees(fact, half) for half in halves if about(fact, half))


def _agrees(fact: str, words: str) -> bool:
    said = find_values(words)
    return negated(fact) == negated(words) and all(meets(value, said) for value in find_values(fact))


def contradicted(fact: str, sentence: str, turns: Sequence[Turn]) -> Value | None:
    """A value in the sentence that stands where the fact has another of its kind; None when there is none.

    A sentence that also says the fact's own value is no contradiction (it compares), nor is a value that the customer
    or a tool named (it is theirs), nor how long ago something was. A sentence about one part of a fact ("on Saturdays")
    is held against that part's values.
    """
    said, own = find_values(sentence), _values_for(fact, sentence)
    for stated in own:
        rivals = [value for value in said if comparable(value, stated)]
        if rivals and not meets(stated, rivals):
            theirs = (*own, *named_values(turns))
            free = [value for value in rivals if not meets(value, theirs) and not elapsed(value, sentence)]
            if free:
                return free[0]
    return None


_PART = re.compile(r"(?:,|;)(?: and| but)? | (?:and|but|while|whereas) ")


def _values_for(fact: str, sentence: str) -> tuple[Value, ...]:
    """The values of the only part of a fact that a sentence names by a word of its own; all of them when none is."""
    parts = [part for part in _PART.split(fact) if find_values(part)]
    if len(parts) > 1:
        keys = [frozenset(_label(part)) for part in parts]
        held = frozenset(content(sentence))
        own = [key.difference(*keys[:at], *keys[at + 1 :]) & held for at, key in enumerate(keys)]
        if sum(map(bool, own)) == 1:
            return tuple(find_values(next(part for part, named in zip(parts, own, strict=True) if named)))
    return tuple(find_values(fact))


def _label(part: str) -> tuple[str, ...]:
    """What tells a part from the others: the words after its first value, else those before ("on Saturdays")."""
    return key_words(part[find_values(part)[0].end :]) or key_words(part)


def comparable(one: Value, other: Value) -> bool:
    """Whether two values answer the same question: of one kind, durations of one scale (hours or days)."""
    if one.kind != other.kind or one.kind in ("number", "id", "postcode"):
        return False
    return one.kind != "duration" or _short(one) == _short(other)


def _short(value: Value) -> bool:
    return any(unit in value.canonical for unit in ("second", "minute", "hour"))


def elapsed(value: Value, sentence: str) -> bool:
    """Whether a duration tells how long something has been."""
    after = normal(sentence[value.end : value.end + 20]).split()
    before = normal(sentence[max(value.start - 20, 0) : value.start]).split()
    follows = bool(after) and after[0].strip(".,;!?") in _ELAPSED
    return follows or bool({"been", "past", "last"} & set(before[-3:]))


def named_values(turns: Iterable[Turn]) -> tuple[Value, ...]:
    """Every typed value that the customer said or a look-up gave; what the agent did itself proves nothing."""
    found: list[Value] = []
    for turn in turns:
        found += find_values(turn.customer.text)
        for event in turn.reply.events or ():
            if action_of(event.name) in ("look_up", "verify", None):
                found += [value for leaf in leaves(event.result) for value in find_values(leaf)]
    return tuple(found)


def _stated(fact: str, sentence: str, other: Value) -> str:
    return next((value.text for value in _values_for(fact, sentence) if comparable(value, other)), fact)
