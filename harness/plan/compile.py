"""Journey + Vocabulary -> Plan: every sentence read, every remark given its place."""

from collections.abc import Iterable, Iterator
from itertools import pairwise

from harness.criteria import Severity
from harness.journey.nouns import Complaint, Journey, Span
from harness.text.tool_names import shown_by

from .digest import meaning, of_text
from .locking.lock import EMPTY, Lock
from .locking.pin import changed, context_digest, pinned
from .nouns import Action, AnyItem, Deed, Fact, Plan, Reading, Vocabulary, Want
from .reader import lead_in, named_items, read_nested
from .remarks.placing import Places
from .remarks.whole import remarks_on
from .rules.people import People, named, people
from .rules.reading import Context, Read
from .rules.unsure import looked_for
from .rules.withheld import KEPT_BACK
from .saying.stating import stated

COMPILER = "rules/5"
"""The version of the reader: raised when unchanged text would be read otherwise."""


def compile_journey(journey: Journey, vocabulary: Vocabulary, lock: Lock = EMPTY) -> Plan:
    """Read every sentence of a journey. Nothing is raised: what is wrong is among the plan's complaints.

    What no rule can read is read as the lock has it pinned. No model is asked.
    """
    who = customer_of(journey)
    names = context_digest(who, vocabulary, journey) if lock.pins else ""
    parents = {sentence.group for sentence in journey.sentences if sentence.group}
    stems: dict[str, str] = {}
    marks: dict[str, Severity | None] = {}
    readings: list[Reading] = []
    vague: set[Span] = set()
    before = ""
    plain = all(sentence.heading == "customer" for sentence in journey.sentences)
    places = Places(journey)
    complaints: list[Complaint] = [places.quoted(complaint) for complaint in journey.complaints]
    for sentence in journey.sentences:
        then = looked_for(readings, vocabulary)
        risk = marks.get(sentence.group or "") or journey.settings.risk
        context = Context(sentence, who, vocabulary, risk, plain, before, then)
        before = context.text if sentence.heading == "customer" else before
        opening = lead_in(context.text) if sentence.id in parents and sentence.heading != "script" else None
        if opening is not None:
            stems[sentence.id] = opening
            marks[sentence.id] = sentence.severity
            read = Read("note", (), "lead_in")
        else:
            read = pinned(read_nested(context, stems.get(sentence.group or "")), context, lock, names)
        readings.append(Reading(sentence=sentence, status=read.status, items=read.items, rule=read.rule))
        for remark in read.remarks:
            complaints.append(places.complaint(remark, sentence.span, sentence.text))
            if remark.code == "J004":
                vague.add(sentence.span)
    readings = _with_tools(_with_goal(_with_name(_kept_back(readings), who)), vocabulary)
    readings, partly = stated(readings, who, vocabulary)
    complaints += (places.complaint(remark, span) for remark, span in remarks_on(journey, readings, vocabulary))
    complaints += (places.complaint(remark, span) for remark, span in partly if span not in vague)
    complaints += (places.complaint(remark, span) for remark, span in changed(journey.id, readings, lock))
    return Plan(
        journey=journey.id,
        title=journey.title,
        file=journey.file,
        settings=journey.settings,
        readings=tuple(readings),
        variations=journey.variations,
        complaints=tuple(sorted(complaints, key=lambda one: _place(one, journey.file))),
        desks=vocabulary.desks,
        polling=vocabulary.polling,
        tools=vocabulary.tools,
        compiler=COMPILER,
        meaning=meaning(journey.settings, readings, journey.variations),
        text_digest=of_text(journey),
    )


def customer_of(journey: Journey) -> People:
    """How a journey speaks of its customer."""
    return people(sentence.text for sentence in journey.sentences if sentence.heading == "customer")


def _kept_back(readings: list[Reading]) -> list[Reading]:
    """What a sentence keeps back of the one before it, that one keeps back too."""
    out = list(readings)
    mine = [index for index, reading in enumerate(readings) if reading.sentence.heading == "customer"]
    for earlier, index in pairwise(mine):
        if readings[index].rule == KEPT_BACK:
            kept = next(item for item in readings[index].items if isinstance(item, Fact))
            held = out[earlier]
            items = tuple(_as_kept(item, kept) if isinstance(item, Fact) else item for item in held.items)
            out[earlier] = held.model_copy(update={"items": items})
    return out


def _as_kept(item: Fact, kept: Fact) -> Fact:
    return item.model_copy(update={"reveal": kept.reveal, "when": kept.when}) if item.known else item


def _with_name(readings: list[Reading], who: People) -> list[Reading]:
    """The customer's name goes to the persona of the sentence that gives it first."""
    if not who.name:
        return readings
    for index, reading in enumerate(readings):
        if reading.sentence.heading == "customer" and named(reading.sentence.text) == who.name:
            out = list(readings)
            out[index] = reading.model_copy(update={"items": named_items(reading.items, who)})
            return out
    return readings


def _with_goal(readings: list[Reading]) -> list[Reading]:
    """The first want is the goal, when none was worded as one."""
    wants = [item for item in _items(readings) if isinstance(item, Want)]
    if any(want.role == "goal" for want in wants):
        return readings
    first = next((want for want in wants if want.accepts), None)
    return [
        reading.model_copy(update={"items": tuple(_as_goal(item) if item is first else item for item in reading.items)})
        if any(item is first for item in reading.items)
        else reading
        for reading in readings
    ]


def _as_goal(item: AnyItem) -> AnyItem:
    return item.model_copy(update={"role": "goal"})


def _with_tools(readings: list[Reading], vocabulary: Vocabulary) -> list[Reading]:
    """Every deed that looks for an action carries what the settings say of tools whose names do not show it."""
    told = {name: action for name, action in vocabulary.tools.items() if shown_by(name).action != action}
    if not told:
        return readings
    return [
        reading.model_copy(update={"items": tuple(_knowing(item, told) for item in reading.items)})
        for reading in readings
    ]


def _knowing(item: AnyItem, told: dict[str, Action | None]) -> AnyItem:
    deeds = {
        name: deed.model_copy(update={"tools": told})
        for name, deed in item.__dict__.items()
        if isinstance(deed, Deed) and deed.action
    }
    return item.model_copy(update=deeds) if deeds else item


def _items(readings: Iterable[Reading]) -> Iterator[AnyItem]:
    for reading in readings:
        yield from reading.items


def _place(complaint: Complaint, file: str) -> tuple[bool, str, int, int, str, str]:
    span = complaint.span
    return (span.file != file, span.file, span.line, span.col, complaint.code, complaint.message)


__all__ = ["COMPILER", "compile_journey", "customer_of"]
