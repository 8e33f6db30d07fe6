"""Checks that could not fail, and journeys that a silent agent would pass: said, and true."""

import asyncio
from collections.abc import Callable
from pathlib import Path

import pytest

from harness.assurance import case_of, converse
from harness.conversation.agenda import turn_limit
from harness.plan import Plan
from harness.target.nouns import Reply
from harness.testing import LinesTarget, Nowhere
from tests.plan.conftest import SHOPS

Compiled = Callable[[str], Plan]

MUTE = Reply(text="", events=())


def broken(plan: Plan, row: str = "") -> list[str]:
    """The sentences that an agent fails which answers nothing and does nothing."""
    case = case_of(plan, plan.variation(row), 1, 7)
    _, verdict = asyncio.run(converse(case, LinesTarget([MUTE]), Nowhere(), Nowhere()))
    return [one.sentence for one in verdict.sentences if one.result == "fail"]


def codes(plan: Plan) -> list[str]:
    return [one.code for one in plan.complaints]


IDLE = [
    "## What must never happen\n\n- The agent asks for a password.\n",
    "## What should happen\n\n- It is all done within 4 turns.\n",
    "## What should happen\n\n- The agent does not offer a voucher.\n",
    "## What should happen\n\n- If the agent offers a voucher, it says that it is worth £5.00.\n",
    "## What should happen\n\n- The agent calls `refund_order` at most once.\n",
    "## What must never happen\n\n- Ann is passed on to the billing team.\n",
    "## What should happen\n\n- Ideally the agent apologises.\n\n## Never\n\n- The agent asks for a password.\n",
]


@pytest.mark.parametrize("lines", IDLE)
def test_a_journey_that_asks_for_nothing_is_questioned(lines: str, compiled: Compiled) -> None:
    """Only nevers, bounds and conditions on the agent: a warning, and a silent agent indeed breaks no line."""
    plan = compiled(f"# T\n\nAnn wants a refund.\n\n{lines}")
    assert "J018" in codes(plan)
    required = {
        one.sentence.id for one in plan.readings for item in one.items if getattr(item, "level", "") == "required"
    }
    assert [] == [one for one in broken(plan) if one in required]


def test_a_row_that_asks_for_nothing_is_named(compiled: Compiled) -> None:
    """One row of the table has a line that says what has to be done, the other has none."""
    plan = compiled(
        "# T\n\nAnn wants a refund.\n\n## Never\n\n- The agent asks for a password.\n\n## Try it with\n\n"
        "| name | should |\n|--|--|\n| in time | The agent refunds £39.00. |\n| too late | |\n"
    )
    assert ["in the row 'too late'" in one.message for one in plan.complaints if one.code == "J018"] == [True]
    assert [] == broken(plan, "too late")
    assert [] != broken(plan, "in time")


@pytest.mark.parametrize("path", SHOPS, ids=lambda path: path.stem)
def test_a_silent_agent_fails_every_journey_of_the_shop(path: Path, shop_plan: Callable[[str], Plan]) -> None:
    """Where nothing is said of it, a silent agent does break a line."""
    plan = shop_plan(path.stem)
    assert {"J017", "J018", "J019"}.isdisjoint(codes(plan))
    assert all(broken(plan, row.name) for row in plan.variations)


def test_what_only_reading_could_tell_is_no_sign_of_idleness(compiled: Compiled) -> None:
    """A line that is not understood may well ask for something."""
    plan = compiled(
        "# T\n\nAnn wants a refund.\n\n## Never\n\n- The agent sulks.\n\n## Should\n\n- The agent juggles.\n"
    )
    assert "J018" not in codes(plan)


NEVER_UP = [
    ("If the customer asks for a manager, the agent apologises.", True),
    ("If the customer asks about gift wrapping, the agent offers a voucher.", True),
    ("If the customer asks for a refund, the agent apologises.", False),
    ("If the customer agrees, the agent refunds £39.00.", False),
    ("If she says no, the agent apologises.", False),
    ("If the customer asks for a person, the agent apologises.", False),
    ("If the agent mentions a manager, the agent apologises.", False),
]


@pytest.mark.parametrize(("line", "idle"), NEVER_UP)
def test_a_condition_that_never_comes_up_is_questioned(line: str, idle: bool, compiled: Compiled) -> None:
    """A condition on the customer must have something to do with what the customer says in this journey."""
    plan = compiled(f"# T\n\nAnn wants a refund.\n\n## Should\n\n- The agent apologises.\n- {line}\n")
    assert idle == ("J017" in codes(plan))


def test_a_slot_may_bring_a_condition_up(compiled: Compiled) -> None:
    """What the rows of the table say is said by the customer too."""
    plan = compiled(
        "# T\n\nAnn wants {thing}.\n\n## Should\n\n- If the customer asks for a manager, the agent apologises.\n\n"
        "## Try it with\n\n| name | thing |\n|--|--|\n| a | a manager |\n"
    )
    assert "J017" not in codes(plan)


@pytest.mark.parametrize("bound", [2, 8, 30, 59, 60, 80])
def test_a_bound_on_turns_can_be_broken_or_is_questioned(bound: int, compiled: Compiled) -> None:
    """A conversation may go on for one turn more than the author allows; a bound beyond sixty is questioned instead."""
    plan = compiled(
        f"# T\n\nAnn wants a refund.\n\n## Should\n\n- The agent apologises.\n- It takes up to {bound} turns.\n"
    )
    reached = turn_limit(case_of(plan, plan.variations[0], 1, 7)) > bound
    assert reached == ("J017" not in codes(plan))
    assert reached == (bound < 60)
