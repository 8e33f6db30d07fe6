"""What is wrong with a journey as a whole: nothing to check, lines that contradict, a language nobody speaks."""

import re
from collections.abc import Iterator, Sequence
from itertools import combinations

from harness.journey.nouns import Journey, Span
from harness.text.normal import normal

from .keys import key_in
from .nouns import JUDGED, AnyItem, Check, Fact, Line, Reading, Route, State, ToolCheck
from .rules.reading import Remark

_ENGLISH = re.compile(r"(?:[a-z]+ )?english(?: \([a-z ]+\))?|en(?:[-_][a-z]{2})?", re.IGNORECASE)


def remarks_on(journey: Journey, readings: Sequence[Reading]) -> Iterator[tuple[Remark, Span]]:
    """Everything there is to say about the journey as a whole, with its place."""
    start = Span(file=journey.file, line=1, col=1, end_line=1, end_col=1)
    if not _ENGLISH.fullmatch(journey.settings.language):
        yield _language(journey.settings.language), start
    if not any(complaint.code == "J001" for complaint in journey.complaints) and not any(map(_checks, readings)):
        yield _NOTHING, start
    yield from _contradictions(readings)
    yield from _never_given(readings)


_NOTHING = Remark(
    "J001",
    "error",
    "Nothing in this journey can be checked.",
    "Add a line under 'What should happen', such as: - The agent refunds £39.00.",
)


def _language(language: str) -> Remark:
    return Remark(
        "J015",
        "error",
        f"The scripted customer speaks English, not {language}.",
        "Take the Language setting out, or give the customer a model that speaks it.",
    )


def _checks(reading: Reading) -> bool:
    return reading.status == "understood" and any(
        isinstance(item, JUDGED) and item.level != "permission" and not (isinstance(item, Check) and item.deed is None)
        for item in reading.items
    )


# ---- contradictions -----------------------------------------------------------------------------------------


def _contradictions(readings: Sequence[Reading]) -> Iterator[tuple[Remark, Span]]:
    by_key: dict[tuple[str, ...], list[tuple[AnyItem, Reading]]] = {}
    for reading in readings:
        for item in reading.items:
            if key := _key(item):
                by_key.setdefault(key, []).append((item, reading))
    for held in by_key.values():
        for (one, first), (other, second) in combinations(held[:20], 2):
            if _opposed(one, other) and _meet(first, second):
                yield _contradiction(first), second.sentence.span


def _key(item: AnyItem) -> tuple[str, ...] | None:
    """What an unconditional item is about, whatever it says of it."""
    if not isinstance(item, JUDGED) or item.when is not None:
        return None
    if isinstance(item, Check) and item.deed is not None and item.before is None and item.after is None:
        deed = item.deed
        return ("check", deed.by, deed.act, deed.action or "", deed.tool or "", deed.desk or "", normal(deed.about))
    if isinstance(item, Route):
        return ("route", item.desk)
    if isinstance(item, ToolCheck) and item.before is None and item.at_most is None:
        return ("tool", item.tool, normal(item.about))
    if isinstance(item, State):
        return ("state", normal(item.subject), item.field, item.op, normal(item.value))
    return None


def _opposed(one: AnyItem, other: AnyItem) -> bool:
    return (
        isinstance(one, JUDGED)
        and isinstance(other, JUDGED)
        and one.polarity != other.polarity
        and "permission" not in (one.level, other.level)
    )


def _meet(one: Reading, other: Reading) -> bool:
    """Whether both hold in some variation."""
    return one.sentence.only is None or other.sentence.only is None or one.sentence.only == other.sentence.only


def _contradiction(one: Reading) -> Remark:
    return Remark(
        "J012",
        "warning",
        f"This contradicts line {one.sentence.span.line}: {one.sentence.text!r}",
        "Both cannot hold: take one of them out, or say in each when it holds.",
    )


# ---- asked for, never given ---------------------------------------------------------------------------------


def _never_given(readings: Sequence[Reading]) -> Iterator[tuple[Remark, Span]]:
    items = [item for reading in readings for item in reading.items]
    keys = {item.key for item in items if isinstance(item, Fact)}
    said = " ".join(normal(item.say) for item in items if isinstance(item, Line))
    for reading in readings:
        for item in reading.items:
            if not isinstance(item, Check) or item.deed is None or item.deed.act != "ask":
                continue
            key = key_in(item.deed.about) if item.polarity == "must" and item.level == "required" else None
            if key and key not in keys and not _known(key, keys) and key not in said:
                yield _missing(key), reading.sentence.span


def _known(key: str, keys: set[str | None]) -> bool:
    """Whether a fact under a neighbouring key would answer: a card for a card number, a name in the persona."""
    return key == "name" or any(other and (key in other or other in key) for other in keys)


def _missing(key: str) -> Remark:
    return Remark(
        "J013",
        "warning",
        f"The customer has no {key} to give.",
        f"Say at the top what it is ('Her {key} is ...'), or that she does not know it.",
    )
