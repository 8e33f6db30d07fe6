"""Checks that could not fail: what would also hold for an agent that says nothing and does nothing."""

from collections.abc import Iterator, Sequence
from decimal import InvalidOperation

from harness.journey.nouns import Journey, Span
from harness.text.normal import content

from ..nouns import (
    JUDGED,
    MOST_TURNS,
    AnyItem,
    Check,
    Deed,
    Fact,
    Judged,
    Limit,
    Persona,
    Reading,
    Route,
    State,
    ToolCheck,
)
from ..rules.reading import Remark

_ANY_TIME = frozenset(
    content(
        "agree accept confirm consent yes no okay thanks goodbye insist refuse decline complain again person human help"
        " one two it this someone anyone"
    )
)
"""What any customer may do, whatever the journey says of them."""

_Found = Iterator[tuple[Remark, Span]]


def idle(journey: Journey, readings: Sequence[Reading]) -> _Found:
    """What no agent could fail, line by line and for the journey as a whole."""
    judged = [(item, reading) for reading in readings for item in reading.items if isinstance(item, JUDGED)]
    spoken = _spoken(journey, readings) if any(item.when for item, _ in judged) else frozenset()
    for reading in readings:
        for item in reading.items:
            if isinstance(item, JUDGED) and item.level != "permission" and (remark := _cannot_fail(item, spoken)):
                yield remark, reading.sentence.span
                break
    yield from _asks_nothing(journey, readings)
    yield from _no_failure(journey, readings)


# ---- one line ---------------------------------------------------------------------------------------------------


def _spoken(journey: Journey, readings: Sequence[Reading]) -> frozenset[str]:
    """What the customer may come to speak of: every word that the journey says of them or lets them say."""
    told = [one.sentence.text for one in readings if one.sentence.heading in ("customer", "script")]
    told += [value for row in journey.variations for value in row.values.values()]
    return frozenset(word for text in told for word in content(text))


def _cannot_fail(item: Judged, spoken: frozenset[str]) -> Remark | None:
    if isinstance(item, Limit) and item.caps_turns and int(item.value) >= MOST_TURNS:
        return _remark(
            f"No conversation is let go on for more than {MOST_TURNS} turns, so this cannot fail.",
            "Write a bound that can be broken: 'It is all done within 8 turns.'",
        )
    if isinstance(item, Limit) and _no_bound(item):
        return _remark(
            f"Every conversation has at least {item.value} of these, so this cannot fail.",
            "Write a bound that can be broken: 'It is all done within 4 turns.'",
        )
    if isinstance(item, Check) and item.deed is not None and _says_nothing(item.deed):
        return _remark(
            "There are no words between the quotation marks, so this is no check.",
            "Write the words that have to be said: 'The agent says \"This call is recorded\".'",
        )
    if item.when is not None and _never_comes_up(item.when, spoken):
        return _remark(
            f"The customer never speaks of {item.when.about!r} in this journey, so this is never tried.",
            f"Let the customer bring it up, by a line at the top: 'She also wants to talk about {item.when.about}.'",
            item.when.about,
        )
    return None


def _remark(message: str, suggestion: str, at: str = "") -> Remark:
    return Remark("J017", "warning", message, suggestion, at)


def _no_bound(item: Limit) -> bool:
    """At least none of anything; at least one turn: the customer always speaks first."""
    try:
        least = item.bound
    except InvalidOperation:  # a {slot}
        return False
    return item.op == "at_least" and item.polarity == "must" and least <= (1 if item.metric == "turns" else 0)


def _says_nothing(deed: Deed) -> bool:
    return deed.act == "say" and deed.exact is not None and not any(mark.isalnum() for mark in deed.exact)


def _never_comes_up(when: Deed, spoken: frozenset[str]) -> bool:
    """Whether nothing at all that the condition speaks of is anywhere in what the customer has to say."""
    if when.by != "customer" or when.act not in ("ask", "say") or when.exact is not None or "{" in when.about:
        return False
    words = frozenset(content(when.about))
    return bool(words) and not words & (spoken | _ANY_TIME)


# ---- all of them ------------------------------------------------------------------------------------------------


def _asks_nothing(journey: Journey, readings: Sequence[Reading]) -> _Found:
    """The required lines of some variation all hold for an agent that does nothing: nevers and upper bounds."""
    rows = [row.name for row in journey.variations]
    empty = _empty_rows(readings, rows)
    if not empty:
        return
    first = next(reading for reading in readings if any(isinstance(item, JUDGED) for item in reading.items))
    where = "" if len(empty) == len(rows) else f" in the row {empty[0]!r}"
    yield (
        Remark(
            "J018",
            "warning",
            f"Nothing says what the agent has to do{where}: every line would hold for one that says nothing.",
            "Add what a good agent does under 'What should happen', such as: 'The agent apologises.'",
        ),
        first.sentence.span,
    )


def _empty_rows(readings: Sequence[Reading], rows: Sequence[str]) -> list[str]:
    """The rows that have required lines, all of which silence keeps."""
    required: set[str | None] = set()
    asking: set[str | None] = set()
    for reading in readings:
        for item in reading.items:
            if isinstance(item, JUDGED) and item.level == "required":
                (required if _mute_keeps(item) else asking).add(reading.sentence.only)
    if None in asking:
        return []
    return [name for name in rows if name not in asking and (None in required or name in required)]


def _mute_keeps(item: AnyItem) -> bool:
    """Whether silence keeps it. What hangs on a deed of the agent never comes up then, and asks for nothing."""
    if not isinstance(item, Judged):
        return True
    if item.polarity == "never" or (item.when is not None and item.when.by == "agent"):
        return True
    if isinstance(item, Limit):
        return item.op == "at_most" or _no_bound(item)
    if isinstance(item, Route):
        return item.desk == "none"
    if isinstance(item, State):
        return item.op == "is_not"
    return isinstance(item, ToolCheck) and item.at_most is not None


def _no_failure(journey: Journey, readings: Sequence[Reading]) -> _Found:
    """Nothing says what must never happen."""
    items = [item for reading in readings for item in reading.items]
    judged = [item for item in items if isinstance(item, JUDGED) and item.level == "required"]
    written = any(reading.sentence.heading == "never" for reading in readings)
    if written or not judged or any(item.polarity == "never" for item in judged):
        return
    start = Span(file=journey.file, line=1, col=1, end_line=1, end_col=1)
    yield (
        Remark(
            "J019",
            "info",
            "Nothing says what must never happen: an agent that also does harm would pass.",
            f"Add a heading 'What must never happen', and below it such as: {_harm(items)!r}",
        ),
        start,
    )


def _harm(items: Sequence[AnyItem]) -> str:
    """A thing that should not happen in this very journey."""
    known = [item.key for item in items if isinstance(item, Fact) and item.known and item.key and item.key != "name"]
    if known:
        return f"The agent asks for the {known[0]} again after {pronouns(items)[0].lower()} has given it."
    return "The agent asks for a password."


def pronouns(items: Sequence[AnyItem]) -> tuple[str, str]:
    """How the journey speaks of its customer, to begin a sentence with: She and Her; They and Their when unsaid."""
    said = next((item.pronoun for item in items if isinstance(item, Persona) and item.pronoun), None)
    return {"she": ("She", "Her"), "he": ("He", "His")}.get(said or "", ("The customer", "The customer's"))
