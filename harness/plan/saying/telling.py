"""Reading -> the sentences that say it: restatements that the rules read back as the same items, else its own words."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from harness.journey.nouns import Heading, Sentence

from ..nouns import JUDGED, AnyItem, Plan, Reading, Vocabulary
from ..reader import lead_in, named_items, read
from ..rules.people import People, named, people
from ..rules.reading import Context
from .restate import called, forbidden, restate, says_all

_Line = tuple[Heading, str]
"""A sentence, and the heading under which it is to stand."""


@dataclass(frozen=True)
class Telling:
    """What became of one reading in the retold journey."""

    sentence: Sentence
    lines: tuple[_Line, ...]
    own: bool = False
    """True when only the author's words say it."""


def tellings(plan: Plan, vocabulary: Vocabulary) -> Iterator[Telling]:
    """Every reading of a plan as sentences, in order; notes are left out, but for the openings of lists."""
    teller = _Teller(plan, vocabulary)
    for reading in plan.readings:
        if reading.status != "note":
            yield teller.tell(reading)
        elif reading.sentence.id in teller.choices:
            yield Telling(reading.sentence, ((reading.sentence.heading, "One of these:"),))


def in_words(item: AnyItem) -> bool:
    """Whether an item keeps its author's words, because its fields do not say all of them."""
    return not says_all(item) or item.text != restate(item)


@dataclass
class _Teller:
    plan: Plan
    vocabulary: Vocabulary
    named: bool = False
    """Whether a sentence has given the customer's name already: only the first one introduces them."""
    before: str = ""
    """The last sentence that was told of the customer, to which "this" may point."""
    who: People = field(init=False)
    choices: frozenset[str] = field(init=False)
    """The openings of the lists of which one is enough."""
    plain: bool = field(init=False)
    """Whether it has no headings: all is read as it stands, and stays where it is."""
    stems: dict[str, str] = field(init=False)
    """The openings of all lists, without their colon."""

    def __post_init__(self) -> None:
        sentences = [reading.sentence for reading in self.plan.readings]
        self.who = people(sentence.text for sentence in sentences if sentence.heading == "customer")
        self.choices = frozenset(one.group for one in sentences if one.any_of and one.group)
        self.plain = all(sentence.heading == "customer" for sentence in sentences)
        self.stems = {one.id: stem for one in sentences if (stem := lead_in(one.text)) is not None}

    def tell(self, reading: Reading) -> Telling:
        """The sentences for one reading."""
        sentence, items = reading.sentence, reading.items
        told = None
        if items and not any(map(in_words, items)):
            told = self._restated(sentence, items, self.named)
        own = told is None or (sentence.any_of and len(told) > 1)
        lines = ((sentence.heading, self._own(reading)),) if told is None or own else tuple(told)
        for heading, line in lines:
            self.named = self._read(sentence, heading, line, self.named)[1]
            self.before = line if heading == "customer" else self.before
        return Telling(sentence, lines, own)

    def _restated(self, sentence: Sentence, items: Sequence[AnyItem], named: bool) -> list[_Line] | None:
        """Sentences that are read back as these items, in order; None when there are none."""
        if not items:
            return []
        for line in (line for item in items for line in self._lines(sentence, item)):
            back, then = self._read(sentence, *line, named)
            if not back or list(map(_core, back)) != list(map(_core, items[: len(back)])):
                continue
            rest = self._restated(sentence, items[len(back) :], then)
            if rest is not None:
                return [line, *rest]
        return None

    def _lines(self, sentence: Sentence, item: AnyItem) -> Iterator[_Line]:
        """The sentence for an item, with its heading."""
        heading = sentence.heading
        if item.kind == "line" and heading == "script":
            yield heading, item.say
        elif self.plain or not isinstance(item, JUDGED):
            yield heading, restate(item, called(self.who.pronoun))
        elif sentence.any_of:
            yield heading, forbidden(item) if heading == "never" else restate(item)
        elif item.polarity == "never":
            yield "never", forbidden(item)
        else:
            yield "nice" if heading == "nice" else "should", restate(item)

    def _own(self, reading: Reading) -> str:
        """The author's words; those of a nested bullet with the words that open its list, where it was read so."""
        sentence, stem = reading.sentence, self.stems.get(reading.sentence.group or "")
        joined = f"{stem} {sentence.text}"
        for words in (sentence.text, joined) if stem else ():
            back, _ = self._read(sentence, sentence.heading, words, self.named)
            if list(map(_core, back)) == list(map(_core, reading.items)):
                return words
        return sentence.text

    def _read(
        self, sentence: Sentence, heading: Heading, text: str, named_before: bool
    ) -> tuple[tuple[AnyItem, ...], bool]:
        """What the rules make of a sentence under this heading, and whether the customer has been named by then."""
        there = sentence.model_copy(update={"text": text, "heading": heading})
        context = Context(there, self.who, self.vocabulary, self.plan.settings.risk, self.plain, self.before)
        items = read(context).items
        if named_before or heading != "customer" or not self.who.name or named(text) != self.who.name:
            return items, named_before
        return named_items(items, self.who), True


def _core(item: AnyItem) -> Any:
    """What an item says: its fields but for where it comes from, and what the settings add."""
    return _without_tools(item.model_dump(exclude={"sentence", "text"}))


def _without_tools(value: Any) -> Any:
    if not isinstance(value, dict):
        return value
    return {key: _without_tools(inner) for key, inner in value.items() if key != "tools"}


__all__ = ["Telling", "in_words", "tellings"]
