"""What a reading that a model gave may not do: go beyond the sentence, or ask less than its heading."""

import re
from collections.abc import Iterator, Sequence
from typing import Any

from harness.journey.slots import slots_in
from harness.text.normal import content, negated, normal, printable, stem, words
from harness.text.numerals import NUMBER_WORD, in_words
from harness.text.values import find_values

from ..nouns import AnyItem, Check, Deed, Fact, Judged, Limit, Persona, Route, ToolCheck, Vocabulary
from ..rules.desks import HUMAN, NOWHERE
from ..rules.reading import Context, Read
from ..saying.restate import restate, says_all

LONGEST = 500
"""Characters of any text in an item."""

_CONDITION = re.compile(
    r"\b(?:if|when|whenever|once|unless|until|after|where|as soon as|in case|should)\b", re.IGNORECASE
)
_ORDER = re.compile(r"\b(?:before|after|until|first|then|once|only|prior|without)\b", re.IGNORECASE)
_FIGURE = re.compile(r"\d+(?:[.,]\d+)*")
_WORDED = re.compile(NUMBER_WORD, re.IGNORECASE)
_OFTEN = {"once": 1, "twice": 2, "thrice": 3, "again": 2, "single": 1}
_NAMES = ("tool", "desk")
_SHOWN = ("about", "exact", "traits", "mood", "say", "how", "name", "subject")
"""The texts of an item, which whoever accepts it has to have read."""
_SPOKEN_OF = ("ask", "say", "offer", "refuse")
"""Acts that mean nothing without what they are about: everybody says something."""


def overstepped(items: Sequence[AnyItem], context: Context, unsure: Read) -> Iterator[str]:
    """Each thing in which these items go beyond their sentence. `unsure` is what the rules made of it."""
    text = context.text
    for item in items:
        fields = item.model_dump(exclude={"sentence", "text"})
        yield from _texts(fields, text)
        yield from _figures(fields, text)
        yield from _names(item, context.vocabulary)
        yield from _own_words(item, text)
        yield from _unsaid(item, fields)
        if isinstance(item, Judged):
            yield from _weakened(item, context, unsure)


# ---- texts and figures --------------------------------------------------------------------------------------


def _leaves(value: Any, name: str = "") -> Iterator[tuple[str, Any]]:
    """Every field that holds no other, by its own name."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _leaves(inner, key)
    elif isinstance(value, tuple):
        for inner in value:
            yield from _leaves(inner, name)
    else:
        yield name, value


def _texts(fields: dict[str, Any], text: str) -> Iterator[str]:
    known = {value.canonical for value in find_values(text)} | _counts(text)
    slots = set(slots_in(text))
    for name, value in _leaves(fields):
        if not isinstance(value, str):
            continue
        if len(value) > LONGEST or value != printable(value) or "\n" in value:
            yield f"{name}: a text has at most {LONGEST} characters, all of them printable"
        elif name not in _NAMES:
            new = [one.text for one in find_values(value) if one.canonical not in known]
            yield from (f"{name}: {one!r} does not stand in the sentence" for one in new)
            yield from (
                f"{name}: there is no slot {one!r} in the sentence" for one in slots_in(value) if one not in slots
            )


def _figures(fields: dict[str, Any], text: str) -> Iterator[str]:
    counts = _counts(text)
    for name, value in _leaves(fields):
        if isinstance(value, int) and not isinstance(value, bool) and str(value) not in counts:
            yield f"{name}: {value} does not stand in the sentence"
    bound = fields["value"] if fields["kind"] == "limit" else None
    if bound is not None and bound not in counts and not slots_in(bound):
        yield f"value: {bound!r} does not stand in the sentence"


def _counts(text: str) -> set[str]:
    """The numbers of a text, as figures, and one less of each: "fewer than 3" is at most 2."""
    plain = normal(text)
    worded = {number for found in _WORDED.findall(plain) if (number := in_words(found)) is not None}
    often = {number for word, number in _OFTEN.items() if re.search(rf"\b{word}\b", plain)}
    figures = {figure.replace(",", "") for figure in _FIGURE.findall(plain)}
    whole = worded | often | {int(figure) for figure in figures if figure.isdigit() and len(figure) < 10}
    return figures | {str(number - less) for number in whole for less in (0, 1) if number - less >= 0}


def _names(item: AnyItem, vocabulary: Vocabulary) -> Iterator[str]:
    for deed in _deeds(item):
        if deed.tool is not None and deed.tool not in vocabulary.tools:
            yield f"there is no tool {deed.tool!r}"
        if deed.desk is not None and deed.desk not in (*vocabulary.desks, HUMAN):
            yield f"there is no desk {deed.desk!r}"
    if isinstance(item, ToolCheck) and item.tool not in vocabulary.tools:
        yield f"there is no tool {item.tool!r}"
    if isinstance(item, Route) and item.desk not in (*vocabulary.desks, HUMAN, NOWHERE):
        yield f"there is no desk {item.desk!r}"


def _deeds(item: AnyItem) -> Iterator[Deed]:
    yield from (deed for name in type(item).model_fields if isinstance(deed := getattr(item, name), Deed))


def _own_words(item: AnyItem, text: str) -> Iterator[str]:
    """What the customer gives away, is called or must hear word for word has to be the author's."""
    literal = [deed.exact for deed in _deeds(item)]
    literal += [item.value] if isinstance(item, Fact) and item.key else []
    literal += [item.name] if isinstance(item, Persona) else []
    plain = normal(text)
    yield from (f"{one!r} does not stand in the sentence" for one in literal if one and normal(one) not in plain)


def _unsaid(item: AnyItem, fields: dict[str, Any]) -> Iterator[str]:
    """What the person who accepts it would not be shown."""
    said = {stem(word) for word in words(restate(item))} if says_all(item) else set()
    for name, value in _leaves(fields):
        if name in _SHOWN and isinstance(value, str) and not {stem(word) for word in words(value)} <= said:
            yield f"{name}: {value!r} cannot be said back in a plain sentence"


# ---- what is asked of the agent -----------------------------------------------------------------------------


def _weakened(item: Judged, context: Context, unsure: Read) -> Iterator[str]:
    """A check that would hold more easily than the sentence says, or says the opposite."""
    text = context.text
    asked = next((one for one in unsure.items if isinstance(one, Judged)), None)
    level = asked.level if asked else "advisory" if context.sentence.heading == "nice" else "required"
    if item.level != level:
        yield f"its level is {level!r}"
    if item.polarity != _polarity(item, context):
        yield f"its polarity is {_polarity(item, context)!r}"
    if item.when is not None and not _CONDITION.search(text):
        yield "the sentence has no condition"
    if (getattr(item, "before", None) or getattr(item, "after", None)) and not _ORDER.search(text):
        yield "the sentence says nothing of what comes before or after"
    if isinstance(item, Check):
        yield from _vacuous(item, text)


def _polarity(item: Judged, context: Context) -> str:
    if isinstance(item, Limit):
        return "must"  # a limit is kept, whatever it stands under
    if context.sentence.heading == "never":
        return "never"
    return "never" if negated(context.text) else "must"


def _vacuous(item: Check, text: str) -> Iterator[str]:
    if item.deed is None:
        yield "a check names what is done: deed"
    elif item.deed.act in _SPOKEN_OF and not item.deed.exact and not _shared(item.deed.about, text):
        yield "what the deed is about has to be said in the sentence's own words"


def _shared(about: str, text: str) -> bool:
    return bool(set(content(about)) & set(content(text)))
