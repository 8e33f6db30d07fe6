"""A task's expected actions as a journey in English, and the recorded conversation as that journey's case."""

import tempfile
from collections import Counter
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any, NamedTuple

from harness.assurance import case_of
from harness.conversation.nouns import Case, Transcript
from harness.journey import read_journeys
from harness.plan import Vocabulary, compile_journey
from harness.plan.nouns import Action, Plan
from harness.target.nouns import Event

from .data import Recorded, transcript

TRANSFER = "transfer_to_human_agents"
"""The tool that passes the customer on: a hand-off, as a target's settings would say."""


class Shop(NamedTuple):
    """What a source's tools do."""

    writes: dict[str, str]
    """The tools that change something, and how a person would say so."""
    classes: dict[str, Action | None]
    """Their classes of action, as a user would write them under tools in harness.toml."""


SHOPS = {
    "tau_airline": Shop(
        {
            "book_reservation": "The agent books a reservation.",
            "cancel_reservation": "The agent cancels a reservation.",
            "update_reservation_flights": "The agent changes the flights.",
            "update_reservation_baggages": "The agent changes the baggages.",
            "update_reservation_passengers": "The agent changes the passengers.",
            "send_certificate": "The agent sends a certificate.",
        },
        {
            "book_reservation": "create",
            "cancel_reservation": "cancel",
            "update_reservation_flights": "update",
            "update_reservation_baggages": "update",
            "update_reservation_passengers": "update",
            "send_certificate": "send",
            "think": None,
            "calculate": None,
            TRANSFER: None,
        },
    ),
    "agentrx_tau_retail": Shop(
        {
            "cancel_pending_order": "The agent cancels an order.",
            "exchange_delivered_order_items": "The agent calls exchange_delivered_order_items.",
            "return_delivered_order_items": "The agent calls return_delivered_order_items.",
            "modify_pending_order_items": "The agent calls modify_pending_order_items.",
            "modify_pending_order_address": "The agent calls modify_pending_order_address.",
            "modify_pending_order_payment": "The agent calls modify_pending_order_payment.",
            "modify_user_address": "The agent calls modify_user_address.",
        },
        {
            "cancel_pending_order": "cancel",
            "exchange_delivered_order_items": "update",
            "return_delivered_order_items": "refund",
            "modify_pending_order_items": "update",
            "modify_pending_order_address": "update",
            "modify_pending_order_payment": "update",
            "modify_user_address": "update",
            "think": None,
            "calculate": None,
            TRANSFER: None,
        },
    ),
}


def journey(record: Recorded) -> str:
    """The journey that says what the task expects: every write with its values, none but those, what must be told."""
    actions = record.task["expected_actions"]
    writes = SHOPS[record.source].writes
    due = [action for action in actions if action["name"] in writes]
    counts = Counter(action["name"] for action in due)
    should = [
        *(f"The agent must call {action['name']} with {_arguments(action['kwargs'])}." for action in due),
        *(f"The agent calls {name} at most {counts[name]} times." for name in writes if counts[name] > 1),
        *(f"The agent calls {name} at most once." for name in writes if counts[name] == 1),
        *(f"The agent mentions {_told(told)}." for told in record.task["expected_outputs"]),
    ]
    if any(action["name"] == TRANSFER for action in actions):
        should.append("The agent passes the customer on to a person.")
    never = [sentence for name, sentence in writes.items() if not counts[name]]
    if not any(action["name"] == TRANSFER for action in actions):
        never.append("The agent passes the customer on to a person.")
    lists = [("What should happen", should), ("What must never happen", never)]
    parts = [f"## {title}\n\n" + "\n".join(f"- {line}" for line in lines) for title, lines in lists if lines]
    return "\n\n".join(["# Task\n\nThe customer wants help.", *parts]) + "\n"


def _told(value: str) -> str:
    return f"the number {value}" if value.replace(".", "").isdecimal() else f'"{value}"'


def _arguments(held: dict[str, Any]) -> str:
    """`reservation_id X, cabin economy, flights HAT001 on 2024-05-25 and HAT002 on 2024-05-26`."""
    return ", ".join(part for key, value in held.items() for part in _argument(key, value) if key != "summary")


def _argument(key: str, value: Any) -> Iterator[str]:
    if not isinstance(value, list):
        yield f"{key} {value}"
        return
    for element in value:
        values = element.values() if isinstance(element, dict) else (element,)
        yield f"{key} {' on '.join(str(one) for one in values)}"


def plan_of(record: Recorded) -> Plan:
    """The journey, compiled."""
    return _compiled(journey(record), record.source)


@lru_cache(maxsize=64)
def _compiled(text: str, source: str) -> Plan:
    with tempfile.TemporaryDirectory() as name:
        file = Path(name, "task.md")
        file.write_text(text, encoding="utf-8")
        (read,) = read_journeys([file], Path(name))
        return compile_journey(read, Vocabulary(tools=SHOPS[source].classes))


def case(record: Recorded) -> Case:
    """The journey's one case."""
    plan = plan_of(record)
    return case_of(plan, plan.variations[0], 1, 0)


def conversation(record: Recorded) -> Transcript:
    """The recorded conversation, its transfers as hand-offs. Its customer is not ours, and not checked for being."""
    held = transcript(record)
    turns = [
        turn.model_copy(
            update={"reply": turn.reply.model_copy(update={"events": tuple(map(_event, turn.reply.events or ()))})}
        )
        for turn in held.turns
    ]
    return held.model_copy(update={"turns": tuple(turns), "origin": "production"})


def _event(event: Event) -> Event:
    if event.name != TRANSFER:
        return event
    return event.model_copy(update={"kind": "handoff", "name": "human"})


def plain_case() -> Case:
    """A case that asks for nothing."""
    plan = _compiled("# Task\n\nThe customer wants help.\n", "tau_airline")
    return case_of(plan, plan.variations[0], 1, 0)
