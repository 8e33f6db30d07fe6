"""Lines of one journey that cannot all hold: opposite demands, and different figures for the same thing."""

import re
from collections.abc import Callable, Hashable, Iterator, Sequence
from decimal import Decimal, InvalidOperation
from itertools import combinations
from typing import NamedTuple

from harness.journey.nouns import Span
from harness.text.normal import content, negated, normal
from harness.text.values import Value, find_values, without_values

from ..nouns import JUDGED, AnyItem, Check, Fact, Judged, Limit, Policy, Reading, Route, State, ToolCheck
from ..rules.reading import Remark

MOST = 20
"""Items on one subject that are held against each other: no journey can make this slow."""

_NAMES = frozenset(("id", "date", "url", "email", "address", "phone", "postcode"))
"""Kinds of values that say which thing is meant, not how much of it there is."""
_CONDITION = re.compile(
    r"\b(?:if|when|whenever|unless|once|until|before|after|while|except|where|in case|otherwise|over|under|above|below"
    r"|more than|less than|at least|at most|up to|from|per|each|every|or)\b",
    re.IGNORECASE,
)
_DAYS = {
    "second": (Decimal(1) / 86400, Decimal(1) / 86400),
    "minute": (Decimal(1) / 1440, Decimal(1) / 1440),
    "hour": (Decimal(1) / 24, Decimal(1) / 24),
    "day": (Decimal(1), Decimal(1)),
    "businessday": (Decimal(1), Decimal("1.4")),
    "week": (Decimal(7), Decimal(7)),
    "month": (Decimal(28), Decimal(31)),
    "year": (Decimal(365), Decimal(366)),
}
"""Unit -> the fewest and the most days in one of it. A working day is up to 1.4 days, with a weekend on top."""
_WEEKEND = 2
_OFTEN_TWO = frozenset(("address", "card", "name", "email", "phone number"))
"""What a customer may well have two of, an old and a new one."""

_Held = tuple[AnyItem, Reading]
_Found = Iterator[tuple[Remark, Span]]


def contradictions(readings: Sequence[Reading]) -> _Found:
    """A remark for each line that cannot hold together with an earlier one, in any variation where both stand."""
    told: set[tuple[str, str]] = set()
    for way in _WAYS:
        for (_, first), (_, second) in _pairs(readings, way):
            pair = (first.sentence.id, second.sentence.id)
            if pair not in told and first.sentence.id != second.sentence.id:
                told.add(pair)
                yield _contradiction(first, second), second.sentence.span


class _Way(NamedTuple):
    """A way in which lines can contradict each other."""

    kinds: tuple[str, ...]
    """The kinds of items that can contradict each other in it."""
    field: Callable[[AnyItem], Hashable | None]
    """What an item is about at a glance; None when it cannot contradict anything. Most items are alone in theirs."""
    subject: Callable[[AnyItem, Reading], Hashable | None]
    """What exactly it is about."""
    opposed: Callable[[AnyItem, AnyItem], bool]
    """Whether two on the same subject cannot both hold."""


def _pairs(readings: Sequence[Reading], way: _Way) -> Iterator[tuple[_Held, _Held]]:
    fields: dict[Hashable, list[_Held]] = {}
    for reading in readings:
        for item in reading.items:
            if item.kind in way.kinds and (field := way.field(item)) is not None:
                fields.setdefault(field, []).append((item, reading))
    subjects: dict[Hashable, list[_Held]] = {}
    for item, reading in (one for held in fields.values() if len(held) > 1 for one in held):
        if (subject := way.subject(item, reading)) is not None:
            subjects.setdefault(subject, []).append((item, reading))
    for held in subjects.values():
        for one, other in combinations(held[:MOST], 2):
            if _meet(one[1], other[1]) and way.opposed(one[0], other[0]):
                yield one, other


def _meet(one: Reading, other: Reading) -> bool:
    """Whether both have to hold in some variation: not those of which one is enough."""
    ours, theirs = one.sentence, other.sentence
    if ours.any_of and theirs.any_of and ours.group == theirs.group:
        return False
    return ours.only is None or theirs.only is None or ours.only == theirs.only


def _contradiction(one: Reading, other: Reading) -> Remark:
    span = one.sentence.span
    place = f"line {span.line}" if span.file == other.sentence.span.file else f"{span.file}, line {span.line}"
    return Remark(
        "J012",
        "warning",
        f"This contradicts {place}: {one.sentence.text!r}",
        "Both cannot hold: take one of them out, or say in each when it holds.",
    )


# ---- one says that it happens, the other that it never does ---------------------------------------------------


def _kind(item: AnyItem) -> Hashable | None:
    """Of which kind an unconditional item is, and which act it looks for."""
    if not isinstance(item, JUDGED) or item.when is not None:
        return None
    return (item.kind, item.deed.act if isinstance(item, Check) and item.deed else None)


def _deed(item: AnyItem, _: Reading) -> Hashable | None:
    """What an unconditional item is about, whatever it says of it."""
    if not isinstance(item, JUDGED) or item.when is not None:
        return None
    if isinstance(item, Check) and item.deed is not None and item.before is None and item.after is None:
        deed = item.deed
        return ("check", deed.by, deed.act, deed.action or "", deed.tool or "", deed.desk or "", normal(deed.about))
    if isinstance(item, Route) and item.before is None:
        return ("route", item.desk)
    if isinstance(item, ToolCheck) and item.before is None and item.at_most is None:
        return ("tool", item.tool, normal(item.about))
    if isinstance(item, State):
        return ("state", normal(item.subject), item.field, item.op, normal(item.value))
    return None


def _opposite(one: AnyItem, other: AnyItem) -> bool:
    return (
        isinstance(one, Judged)
        and isinstance(other, Judged)
        and one.polarity != other.polarity
        and "permission" not in (one.level, other.level)
    )


# ---- two ends, two bounds ---------------------------------------------------------------------------------------


def _end(item: AnyItem, _: Reading) -> Hashable | None:
    """What can come to one end only: the desk that the customer ends up with, a field of a record."""
    if not isinstance(item, JUDGED) or item.when is not None or item.polarity == "never" or item.level != "required":
        return None
    if isinstance(item, Route) and item.final:
        return "end"
    if isinstance(item, State) and item.op == "is" and "{" not in item.subject + item.value:
        return ("state", normal(item.subject), item.field)
    return None


def _two_ends(one: AnyItem, other: AnyItem) -> bool:
    if isinstance(one, Route) and isinstance(other, Route):
        return one.desk != other.desk
    return isinstance(one, State) and isinstance(other, State) and normal(one.value) != normal(other.value)


def _bound(item: AnyItem, _: Reading) -> Hashable | None:
    required = isinstance(item, Limit) and item.when is None and item.level == "required" and item.polarity == "must"
    return item.metric if isinstance(item, Limit) and required else None


def _no_room(one: AnyItem, other: AnyItem) -> bool:
    """ "Within 8 turns" and "at least 10 turns"."""
    if not isinstance(one, Limit) or not isinstance(other, Limit) or one.op == other.op:
        return False
    most, least = (one, other) if one.op == "at_most" else (other, one)
    try:
        return most.bound < least.bound
    except InvalidOperation:  # a {slot}
        return False


# ---- the same words, other figures ------------------------------------------------------------------------------


def _claim(item: AnyItem, _: Reading) -> Hashable | None:
    """What is claimed, figures and denials aside: facts, and what the agent has to say. None under a condition."""
    about = _claimed(item)
    if about is None or "{" in about or _CONDITION.search(without_values(about)):
        return None
    words = content(without_values(about))
    names = tuple(value.canonical for value in find_values(about) if value.kind in _NAMES)
    return (words, names) if len(words) >= 2 or (words and names) else None


def _claimed(item: AnyItem) -> str | None:
    if isinstance(item, Policy):
        return item.about
    must = isinstance(item, Check) and item.polarity == "must" and item.level == "required" and item.when is None
    if isinstance(item, Check) and must and item.deed is not None and item.deed.act == "say":
        return item.deed.about if item.deed.by == "agent" and item.deed.exact is None else None
    return None


def _other_figures(one: AnyItem, other: AnyItem) -> bool:
    ours, theirs = _claimed(one) or "", _claimed(other) or ""
    mine, yours = _figures(ours), _figures(theirs)
    if negated(ours) != negated(theirs):
        return [value.canonical for value in mine] == [value.canonical for value in yours]
    if [value.kind for value in mine] != [value.kind for value in yours]:
        return False
    differing = [pair for pair in zip(mine, yours, strict=True) if pair[0].canonical != pair[1].canonical]
    return len(differing) == 1 and _disagree(*differing[0])


def _figures(text: str) -> list[Value]:
    return [value for value in find_values(text) if value.kind not in _NAMES]


def _disagree(one: Value, other: Value) -> bool:
    """Whether two figures exclude each other. Durations of different units may overlap: a month is about 30 days."""
    if one.kind != "duration":
        return True
    ours, theirs = _days(one), _days(other)
    if one.canonical.split()[-1] == other.canonical.split()[-1] or not ours or not theirs:
        return True
    return ours[1] < theirs[0] or theirs[1] < ours[0]


def _days(value: Value) -> tuple[Decimal, Decimal] | None:
    """The fewest and the most days that a duration can be."""
    numbers, _, unit = value.canonical.rpartition(" ")
    if unit not in _DAYS:
        return None
    least, most = _DAYS[unit]
    low, _, high = numbers.partition("-")
    try:
        spare = _WEEKEND if unit == "businessday" else 0
        return Decimal(low) * least, Decimal(high or low) * most + spare
    except InvalidOperation:
        return None


# ---- what the customer knows ------------------------------------------------------------------------------------


def _known(item: AnyItem, reading: Reading) -> Hashable | None:
    """A fact that has one value: by its key, and by the author's words around the value."""
    if not isinstance(item, Fact) or item.key is None or item.key in _OFTEN_TWO or reading.sentence.only:
        return None
    words = content(without_values(reading.sentence.text)) if item.known else ()
    return (item.key, words)


def _two_values(one: AnyItem, other: AnyItem) -> bool:
    if not isinstance(one, Fact) or not isinstance(other, Fact) or not one.value or not other.value:
        return False
    return one.known and other.known and normal(one.value) != normal(other.value)


_WAYS = (
    _Way(("check", "route", "tool", "state"), _kind, _deed, _opposite),
    _Way(("route", "state"), _kind, _end, _two_ends),
    _Way(("limit",), lambda item: item.metric if isinstance(item, Limit) else None, _bound, _no_room),
    _Way(("policy", "check"), lambda item: None if _claimed(item) is None else "claim", _claim, _other_figures),
    _Way(("fact",), lambda item: item.key if isinstance(item, Fact) else None, _known, _two_values),
)
