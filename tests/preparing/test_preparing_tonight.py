"""A night's conversations: spread by risk within the budget, what was long not tried first."""

from decimal import Decimal

import pytest

from harness.budget import Amount, Budgets
from harness.gate import Row
from harness.preparing.tonight import Before, affordable, chosen
from harness.settings import Settings

ROWS = [
    Row(journey="refund", variation="", risk="critical"),
    Row(journey="late", variation="", risk="low"),
    Row(journey="club", variation="", risk="high"),
]


def names(rows: list[Row]) -> list[str]:
    return [row.journey for row in rows]


def test_all_are_held_where_there_is_room() -> None:
    """Five conversations for what is critical, three for each other: eleven are enough for all."""
    assert (["refund", "late", "club"], []) == tuple(map(names, chosen(ROWS, 11, Before())))


def test_what_was_long_not_tried_goes_first() -> None:
    """With room for some, the ones longest not held are, the riskier first among equals; others wait, by name."""
    before = Before(since={("refund", ""): 0, ("late", ""): 6, ("club", ""): 2}, nights=9)
    assert (["late", "club"], ["refund"]) == tuple(map(names, chosen(ROWS, 7, before)))
    assert (["refund"], ["late", "club"]) == tuple(map(names, chosen(ROWS, 5, Before())))


def test_what_was_never_held_is_the_longest_not_tried() -> None:
    """A journey that is new comes before one that was held nine nights ago."""
    before = Before(since={("refund", ""): 0, ("late", ""): 8}, nights=9)
    assert (["club"], ["refund", "late"]) == tuple(map(names, chosen(ROWS, 3, before)))


@pytest.mark.parametrize(
    ("ours", "target", "room"),
    [("1.00", None, 90), (None, "1.00", 45), ("1.00", "1.00", 45), (None, None, None)],
    ids=["ours", "the agent's", "the tighter of both", "no budget"],
)
def test_a_budget_leaves_room_for_what_conversations_cost_before(
    ours: str | None, target: str | None, room: int | None
) -> None:
    """Nine tenths of a budget over what a conversation came to: one cent of ours, two of the agent's."""
    before = Before(costs={("ours", "USD"): Decimal("0.01"), ("target", "USD"): Decimal("0.02")})
    amounts = [Amount(value=Decimal(one), currency="USD") if one else None for one in (ours, target)]
    settings = Settings(budget=Budgets(ours=amounts[0], target=amounts[1]))
    assert room == affordable(settings, before)
    assert affordable(settings, Before()) is None
