"""A lock at work: what was accepted takes the place of what could not be read, and what reads otherwise is said."""

import json
from collections.abc import Iterable, Iterator, Sequence
from hashlib import sha256
from typing import Any

from harness.journey.nouns import Complaint, Journey, Sentence, Span
from harness.journey.slots import slot_key
from harness.text.normal import normal

from ..nouns import AnyItem, Check, Deed, Judged, Plan, Reading, Status, Vocabulary
from ..rules.people import People
from ..rules.reading import Context, Read, Remark
from ..saying.restate import restate, says_all
from .lock import Key, Lock, Pin, Understood

_PINNED_OVER: tuple[Status, ...] = ("needs_model", "vague", "understood")
"""What a pin takes the place of. What the rules understand by now keeps the reading that a person accepted."""


# ---- pins ---------------------------------------------------------------------------------------------------


def context_digest(people: People, vocabulary: Vocabulary, journey: Journey) -> str:
    """Digest of what words are read against: the customer's name, desks and tools, the names of the slots."""
    slots = sorted({slot_key(name) for row in journey.variations for name in row.values})
    desks = {desk: sorted(others) for desk, others in vocabulary.desks.items()}
    return f"sha256:{_digest([people.name, desks, vocabulary.tools, slots])}"


def key_of_pin(sentence: Sentence, context: str) -> Key:
    """What the pin of a sentence is found by."""
    return normal(sentence.text), sentence.heading, context


def pinned(read: Read, context: Context, lock: Lock, names: str) -> Read:
    """The pinned reading of a sentence, when the lock holds one for these words, heading and names; else what it was.

    `names` is the context digest of the journey.
    """
    if not lock.pins or read.status not in _PINNED_OVER:
        return read
    if (pin := lock.pin(key_of_pin(context.sentence, names))) is None:
        return read
    return Read("pinned", put_back(pin.items, context), pin.by.partition(":")[0])


def put_back(items: Iterable[AnyItem], context: Context) -> tuple[AnyItem, ...]:
    """Items of the lock as items of this sentence: its id and its mark, and what was accepted for their text.

    What only a reader can judge is asked in the author's words.
    """
    return tuple(_put_back(item, context) for item in items)


def _put_back(item: AnyItem, context: Context) -> AnyItem:
    mark = {"severity": context.severity} if isinstance(item, Judged) else {}
    text = {"text": restate(item)} if says_all(item) else {}
    return item.model_copy(update={**context.base, **mark, **text})


# ---- what reads otherwise -----------------------------------------------------------------------------------


def changed(journey: str, readings: Sequence[Reading], lock: Lock) -> Iterator[tuple[Remark, Span]]:
    """J014 for every sentence whose words are as they were when the lock was written, and that now reads otherwise."""
    for reading in readings if lock.readings else ():
        before = lock.reading(journey, reading.sentence.id)
        if before is not None and reading.status != "pinned" and before.items != of_reading(reading):
            yield _otherwise(before, reading, lock.reader), reading.sentence.span


def _otherwise(before: Understood, reading: Reading, reader: str) -> Remark:
    now = said_back(reading.items) if reading.status == "understood" else f"not understood ({reading.status})"
    return Remark(
        "J014",
        "warning",
        f"This line reads otherwise than when the lock was written. Then ({reader}): {before.reading} Now: {now}",
        "If the new reading is right, run: harness check --write-lock. If it is not, word the line differently.",
    )


def of_reading(reading: Reading) -> str:
    """Digest of what a sentence was read as: its items without ids, places, and how much the journey has at risk.

    A field at its default is left out, so that a field that a later version adds changes nothing. Words that are made
    from the fields are left out too; those that only a reader can judge are kept.
    """
    items = reading.items if reading.status == "understood" else ()
    return _digest([_bare(item) for item in items])


def _bare(item: AnyItem) -> dict[str, Any]:
    by_reading = isinstance(item, Check) and item.deed is None
    left_out = {"sentence", "severity"} if by_reading else {"sentence", "severity", "text"}
    fields = item.model_dump(mode="json", exclude=left_out, exclude_defaults=True)
    for deed in fields.values():
        if isinstance(deed, dict):
            deed.pop("tools", None)
    return {"kind": item.kind, **fields}


def _untold(item: AnyItem) -> AnyItem:
    """The item without what the settings say of tools: it is put in again at every compile."""
    deeds = {
        name: deed.model_copy(update={"tools": {}})
        for name in type(item).model_fields
        if isinstance(deed := getattr(item, name), Deed) and deed.tools
    }
    return item.model_copy(update=deeds) if deeds else item


def said_back(items: Iterable[AnyItem]) -> str:
    """Items in sentences, one after the other."""
    return " ".join(restate(item) for item in items)


def understood_in(plan: Plan) -> tuple[Understood, ...]:
    """What the lock keeps of a plan: every sentence that the rules understood."""
    return tuple(
        Understood(journey=plan.journey, sentence=one.sentence.id, items=of_reading(one), reading=said_back(one.items))
        for one in plan.readings
        if one.status == "understood"
    )


# ---- --locked -----------------------------------------------------------------------------------------------


def strictly(plan: Plan) -> Plan:
    """The plan under --locked: a sentence that is neither understood nor pinned, or reads otherwise, is an error."""
    unsure = [one.sentence.span for one in plan.readings if one.status == "needs_model"]
    complaints = tuple(_raised(one, unsure) for one in plan.complaints)
    return plan.model_copy(update={"complaints": complaints})


def _raised(complaint: Complaint, unsure: Iterable[Span]) -> Complaint:
    if complaint.code == "J014":
        return complaint.model_copy(update={"severity": "error"})
    if complaint.code == "J002" and any(_within(complaint.span, span) for span in unsure):
        suggestion = f"{complaint.suggestion} Or pin what it means: harness pin"
        return complaint.model_copy(update={"severity": "error", "suggestion": suggestion})
    return complaint


def _within(inner: Span, outer: Span) -> bool:
    start, end = (outer.line, outer.col), (outer.end_line, outer.end_col)
    return inner.file == outer.file and start <= (inner.line, inner.col) <= end


# ---- pruning ------------------------------------------------------------------------------------------------


def pruned(lock: Lock, plans: Sequence[Plan], without: Sequence[Plan], contexts: Sequence[str]) -> Lock:
    """The lock without what nothing needs: words that are gone, names that changed, readings that the rules now make.

    `without` are the same plans compiled without a lock, `contexts` their context digests.
    """
    needed = {
        key_of_pin(one.sentence, names)
        for plan, bare, names in zip(plans, without, contexts, strict=True)
        for one, alone in zip(plan.readings, bare.readings, strict=True)
        if one.status == "pinned" and not _same(one, alone)
    }
    present = {(plan.journey, one.sentence.id) for plan in plans for one in plan.readings}
    return Lock(
        reader=lock.reader,
        pins=tuple(pin for pin in lock.pins if pin.key in needed),
        readings=tuple(one for one in lock.readings if one.key in present),
    )


def _same(pinned_: Reading, alone: Reading) -> bool:
    if alone.status != "understood":
        return False
    return of_reading(pinned_.model_copy(update={"status": "understood"})) == of_reading(alone)


def pin_of(sentence: Sentence, names: str, items: Sequence[AnyItem], **how: Any) -> Pin:
    """A pin for a sentence: its words, heading and context, the items, and how they came about."""
    bare = tuple(_unplaced(item) for item in items)
    return Pin(
        sentence=sentence.text, heading=sentence.heading, context=names, reading=said_back(items), items=bare, **how
    )


def _unplaced(item: AnyItem) -> AnyItem:
    nowhere = {"sentence": "", "text": ""} | ({"severity": "medium"} if isinstance(item, Judged) else {})
    return _untold(item).model_copy(update=nowhere)


def _digest(value: Any) -> str:
    canonical = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return sha256(canonical.encode()).hexdigest()
