"""Phantom actions: airline conversations from which the write call behind one true claim was deleted."""

import random
from collections.abc import Iterator, Sequence
from pathlib import Path

from harness.conversation.nouns import Case, Transcript
from harness.stats import wilson
from harness.target.nouns import Event
from harness.verdict.hallucination import actions

from .data import Recorded, read
from .table import SEED, Row
from .tasks import SHOPS, case, conversation

CONVERSATIONS = 100


def measure(folder: Path) -> list[Row]:
    """How many of the made phantoms are found, and how many conversations raise an alarm as they were.

    The airline's were looked at while the detector was mended; the retailer's never were.
    """
    airline = random.Random(SEED).sample(read(folder, "tau_airline"), CONVERSATIONS)
    return [*_of(airline, (">= .90", "<= .02")), *_of(read(folder, "agentrx_tau_retail"), ("", ""))]


def _of(records: Sequence[Recorded], aims: tuple[str, str]) -> list[Row]:
    alarms = [bool(actions(case(one), conversation(one))) for one in records]
    hits = [_found(case(one), *made) for one in records if (made := altered(one))]
    source = records[0].source
    return [
        _row("phantoms: recall", f"{source}, all with a write", "call behind one claim deleted", hits, aims[0]),
        _row("phantoms: alarms", source, "untouched", alarms, aims[1]),
    ]


def _row(figure: str, rows: str, method: str, held: list[bool], aim: str) -> Row:
    interval = wilson(sum(held), len(held))
    return Row(figure, rows, method, len(held), sum(held) / len(held), interval.low, interval.high, aim)


def altered(record: Recorded) -> tuple[Transcript, int] | None:
    """The conversation without one write call that worked and was told of, drawn by seed, and the turn it stood in."""
    whole = conversation(record)
    told = list(_told(record, whole))
    if not told:
        return None
    number, event = random.Random(f"{SEED}|{record.id}").choice(told)
    turns = [
        turn
        if turn.number != number
        else turn.model_copy(
            update={"reply": turn.reply.model_copy(update={"events": _without(turn.reply.events, event)})}
        )
        for turn in whole.turns
    ]
    return whole.model_copy(update={"turns": tuple(turns)}), number


def _told(record: Recorded, whole: Transcript) -> Iterator[tuple[int, Event]]:
    writes = SHOPS[record.source].writes
    for turn in whole.turns:
        if turn.reply.text:
            yield from ((turn.number, event) for event in turn.reply.events or () if event.name in writes and event.ok)


def _without(events: tuple[Event, ...] | None, gone: Event) -> tuple[Event, ...]:
    return tuple(event for event in events or () if event.id != gone.id)


def _found(held: Case, transcript: Transcript, turn: int) -> bool:
    return any(finding.turn == turn for finding in actions(held, transcript))
