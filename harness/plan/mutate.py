"""Journey -> what each sentence is worth: what would no longer be tested, known or done if it were deleted."""

from collections.abc import Callable, Iterable, Sequence
from typing import Literal

from harness.journey.nouns import Journey, Sentence
from harness.noun import Noun
from harness.text.values import find_values

from .keys import key_in
from .nouns import JUDGED, AnyItem, Check, Judged, Plan, Reading
from .saying.restate import restate

MOST = 100
"""Sentences of one journey that are weighed; each costs a compile."""

Compile = Callable[[Journey], Plan]
"""Journey -> Plan, with the vocabulary and the lock of the caller."""


class Loss(Noun):
    """One thing that would be gone."""

    kind: Literal["check", "report", "fact", "customer", "elsewhere", "complaint"]
    """check: no longer checked. report: no longer reported. fact: the agent is no longer held to it. customer: the
    customer would no longer know or do it. elsewhere: another line would be read otherwise. complaint: what the
    compiler would then say."""
    words: str
    line: int | None = None
    """elsewhere, complaint: which line."""


class Worth(Noun):
    """What one sentence adds to its journey."""

    sentence: Sentence
    losses: tuple[Loss, ...] = ()
    alone: tuple[str, ...] = ()
    """What no other line checks: "the order number", "£39.00"."""
    covered: tuple[int, ...] = ()
    """Lines that already say all or part of it."""
    status: str
    """What became of the sentence: only what is understood or pinned can be worth anything."""


def worths(journey: Journey, compiled: Compile) -> tuple[Worth, ...]:
    """What each sentence is worth, in the author's order; notes aside, and at most `MOST` of them."""
    plan = compiled(journey)
    weighed = [reading for reading in plan.readings if reading.sentence.heading != "notes"][:MOST]
    return tuple(_worth(journey, plan, reading, compiled) for reading in weighed)


def _worth(journey: Journey, plan: Plan, reading: Reading, compiled: Compile) -> Worth:
    sentence = reading.sentence
    without = compiled(_without(journey, sentence))
    covered = [line for item in reading.items if (line := _said_by(item, sentence, without)) is not None]
    lost = [item for item in reading.items if _said_by(item, sentence, without) is None]
    return Worth(
        sentence=sentence,
        losses=tuple(
            dict.fromkeys([*map(_loss, filter(_counts, lost)), *_elsewhere(plan, without), *_complaints(plan, without)])
        ),
        alone=_alone(lost, without),
        covered=tuple(dict.fromkeys(covered)),
        status=reading.status,
    )


def _without(journey: Journey, sentence: Sentence) -> Journey:
    """The journey with the sentence deleted; what was nested in it stands by itself."""
    left = tuple(
        one.model_copy(update={"group": None, "any_of": False}) if one.group == sentence.id else one
        for one in journey.sentences
        if one.id != sentence.id
    )
    return journey.model_copy(update={"sentences": left})


# ---- the same, said elsewhere -------------------------------------------------------------------------------


def _said_by(item: AnyItem, sentence: Sentence, without: Plan) -> int | None:
    """The line that says an item too, wherever the deleted one held; None when there is none."""
    for reading in without.readings:
        where = reading.sentence.only
        if where in (None, sentence.only) and any(_covers(other, item) for other in reading.items):
            return reading.sentence.span.line
    return None


def _covers(other: AnyItem, item: AnyItem) -> bool:
    return _plain(other) == _plain(item) or _demands_more(other, item)


def _plain(item: AnyItem) -> dict[str, object]:
    # What only reading would settle is told by its words alone.
    said = item.text if isinstance(item, Check) and item.deed is None else None
    return {"kind": item.kind, "said": said, **item.model_dump(exclude={"sentence", "text", "severity", "criterion"})}


def _demands_more(other: AnyItem, item: AnyItem) -> bool:
    """Whether a line asks for the same deed and for its order or time too: it fails wherever this one would."""
    if not isinstance(item, Check) or not isinstance(other, Check) or item.polarity != "must":
        return False
    loose = other.model_copy(update={"before": None, "after": None})
    return item.before is None and item.after is None and _plain(loose) == _plain(item)


# ---- what is lost -------------------------------------------------------------------------------------------


def _counts(item: AnyItem) -> bool:
    """Whether an item does anything: a permission never fails, and what only reading would settle is not checked."""
    if isinstance(item, Check) and item.deed is None:
        return False
    return not isinstance(item, JUDGED) or item.level != "permission"


def _loss(item: AnyItem) -> Loss:
    if isinstance(item, Judged):
        return Loss(kind="check" if item.level == "required" else "report", words=restate(item))
    return Loss(kind="fact" if item.kind == "policy" else "customer", words=restate(item))


def _elsewhere(plan: Plan, without: Plan) -> Iterable[Loss]:
    """Other lines that would be read otherwise: the goal that another want becomes, a name that nobody gives."""
    before = {reading.sentence.id: reading for reading in plan.readings}
    for reading in without.readings:
        was = before[reading.sentence.id]
        if [_plain(item) for item in was.items] != [_plain(item) for item in reading.items]:
            words = " ".join(restate(item) for item in reading.items) or "it would not be understood"
            yield Loss(kind="elsewhere", words=words, line=reading.sentence.span.line)


def _complaints(plan: Plan, without: Plan) -> Iterable[Loss]:
    """What would be wrong then and is not now, infos aside."""
    now = {(one.code, one.message) for one in plan.complaints}
    for one in without.complaints:
        if (one.code, one.message) not in now and one.severity != "info":
            yield Loss(kind="complaint", words=f"{one.code} {one.message}", line=one.span.line)


def _alone(lost: Sequence[AnyItem], without: Plan) -> tuple[str, ...]:
    """What the lost checks speak of and no other check does: things that are asked for, figures, names of things."""
    rest = [item for reading in without.readings for item in reading.items if isinstance(item, JUDGED)]
    others = {topic for item in rest for topic in _topics(item)}
    topics = [topic for item in lost if isinstance(item, JUDGED) and _counts(item) for topic in _topics(item)]
    return tuple(topic for topic in dict.fromkeys(topics) if topic not in others)


def _topics(item: AnyItem) -> list[str]:
    words = restate(item)
    key = key_in(words)
    return [*([f"the {key}"] if key else []), *(value.text for value in find_values(words) if value.kind != "number")]
