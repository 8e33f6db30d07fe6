"""Journeys written on the spot, and the shop's own."""

from collections.abc import Callable
from pathlib import Path

import pytest

from harness.journey import read_journey
from harness.journey.read import is_page
from harness.plan import Plan, Vocabulary, compile_journey
from harness.plan.nouns import (
    AnyItem,
    Behaviour,
    Check,
    Deed,
    Ending,
    Fact,
    Limit,
    Line,
    Persona,
    Policy,
    Reaction,
    Route,
    State,
    ToolCheck,
    Want,
)

ROOT = Path(__file__).parents[2] / "journeys"
SHOPS = tuple(sorted(path for path in ROOT.rglob("*.md") if not is_page(path.relative_to(ROOT))))
"""The shop's journeys, without the pages that they include."""

SHOP = Vocabulary(
    desks={
        "triage": ("front desk",),
        "orders": ("orders team", "orders desk"),
        "billing": ("billing team", "billing desk"),
        "returns": ("returns team", "returns desk"),
        "technical": ("technical team", "technical support", "technical desk"),
    },
    tools={
        "find_order": "look_up",
        "find_charges": "look_up",
        "verify_customer": "verify",
        "refund_order": "refund",
        "cancel_subscription": "cancel",
        "change_address": "update",
        "open_ticket": "create",
        "reset_password": "reset",
        "survey": None,
    },
)


@pytest.fixture(scope="session")
def shop() -> Vocabulary:
    """What the shop's settings would declare."""
    return SHOP


@pytest.fixture
def compiled(tmp_path: Path) -> Callable[[str], Plan]:
    """Compile a journey from its text."""

    def compiled(text: str) -> Plan:
        path = tmp_path / "journey.md"
        path.write_text(text, encoding="utf-8")
        return compile_journey(read_journey(path, tmp_path), SHOP)

    return compiled


@pytest.fixture(scope="session")
def shop_plan() -> Callable[[str], Plan]:
    """The plan of one of the shop's journeys, by its name."""

    def shop_plan(name: str) -> Plan:
        return compile_journey(read_journey(next(ROOT.rglob(f"{name}.md")), ROOT), SHOP)

    return shop_plan


def _deed(deed: Deed) -> str:
    words = f"{deed.by} {deed.act}" if deed.by == "customer" else deed.act
    words += f"/{deed.action}" if deed.action else ""
    words += f"/{deed.of}" if deed.of else ""
    return f"{words} [{deed.about}]"


def _brief(item: AnyItem) -> str:
    """An item in one line, as a reviewer would note it."""
    match item:
        case Persona():
            return f"persona {item.name or '-'}: {', '.join(item.traits)}".rstrip(": ")
        case Want():
            return f"{item.role}{'' if item.accepts else ' refused'} [{item.about}]"
        case Fact():
            known = "" if item.known else " unknown"
            return f"fact {item.key or 'story'} {item.reveal}{known} [{item.value or ''}]"
        case Reaction():
            return f"if {_deed(item.trigger)}: {item.does} [{item.say or ''}]"
        case Behaviour():
            return f"behaviour {item.does} {item.times or ''}".strip()
        case Line():
            return f"line [{item.say}]"
        case Policy():
            return f"policy [{item.about}]"
        case Check():
            order = f" before {_deed(item.before)}" if item.before else ""
            order += f" after {_deed(item.after)}" if item.after else ""
            order += f" when {_deed(item.when)}" if item.when else ""
            said = _deed(item.deed) if item.deed else "by reading"
            return f"{item.polarity} {said}{order} ({item.criterion}, {item.level})"
        case Route():
            return f"{item.polarity} route {item.desk}{' finally' if item.final else ''}"
        case ToolCheck():
            return f"{item.polarity} tool {item.tool} [{item.about}]"
        case State():
            return f"{item.polarity} state {item.subject}/{item.field} {item.op} [{item.value}]"
        case Limit():
            return f"limit {item.metric} {item.op} {item.value} ({item.criterion})"
        case Ending():
            return f"leaves {'content' if item.satisfied else 'disappointed'} when {_deed(item.when)}"
    raise AssertionError(item)


@pytest.fixture(scope="session")
def brief() -> Callable[[AnyItem], str]:
    """An item in one line: what the tables of expected readings are written in."""
    return _brief
