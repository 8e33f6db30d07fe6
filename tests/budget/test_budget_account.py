"""An account: what is under way counts, nothing is spent that there is no room for, and nobody waits for ever."""

import asyncio
import random
from collections.abc import Sequence
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from harness.budget import Amount, Balance, BudgetReached, Budgets, Memory, amount_of

CENT = Decimal("0.01")
AMOUNTS = st.decimals(min_value=0, max_value=2, places=3)
CALLS = st.lists(st.tuples(AMOUNTS, st.floats(0, 1)), min_size=1, max_size=200)


async def spend(account: Memory, calls: Sequence[tuple[Decimal, float]], seed: int) -> list[Decimal]:
    """Make all calls at once: each reserves its most, takes its time, and costs a share of it."""
    chance, paid = random.Random(seed), list[Decimal]()

    async def call(most: Decimal, share: float) -> None:
        try:
            settle = await account.reserve(most)
        except BudgetReached:
            return
        for _ in range(chance.randrange(4)):
            await asyncio.sleep(0)
        cost = (most * Decimal(share)).quantize(Decimal("0.0001"), "ROUND_DOWN")
        paid.append(cost)
        settle(cost)

    await asyncio.gather(*(call(most, share) for most, share in calls))
    return paid


@hypothesis_settings(max_examples=60, deadline=None)
@given(CALLS, st.decimals(min_value=0, max_value=50, places=2), st.integers())
def test_two_hundred_at_once_never_spend_more_than_the_limit(
    calls: list[tuple[Decimal, float]], limit: Decimal, seed: int
) -> None:
    """Whatever calls cost and in whatever order they end: the limit is kept, and nothing is left reserved."""
    account = Memory("the budget", Amount(value=limit))
    paid = asyncio.run(spend(account, calls, seed))
    assert sum(paid) <= limit
    assert Balance(spent=sum(paid, Decimal(0))) == account.balance


def test_a_call_waits_for_what_is_under_way_and_not_for_ever() -> None:
    """There is room for one at a time, and all of them are made: each costs less than it might have."""
    account = Memory("the budget", Amount(value=Decimal(1)))
    paid = asyncio.run(spend(account, [(Decimal("0.9"), 0.01)] * 11, 3))
    assert [Decimal("0.009")] * 11 == paid


def test_a_call_that_there_will_never_be_room_for_is_refused_at_once() -> None:
    """The sentence names the budget; what was spent stays spent."""
    account = Memory("the budget for our calls", amount_of("1 EUR"))

    async def two() -> None:
        (await account.reserve(Decimal("0.6")))(Decimal("0.5"))
        await account.reserve(Decimal("0.6"))

    with pytest.raises(BudgetReached, match="the budget for our calls of 1 EUR is reached"):
        asyncio.run(two())
    assert Balance(spent=Decimal("0.5")) == account.balance


@hypothesis_settings(max_examples=60, deadline=None)
@given(st.lists(AMOUNTS, min_size=1, max_size=60), st.decimals(min_value=0, max_value=10, places=2), st.integers())
def test_no_turn_begins_once_what_is_in_flight_reaches_the_limit(
    costs: list[Decimal], limit: Decimal, seed: int
) -> None:
    """Spent, and the dearest turn seen for each in flight, were below the limit whenever a turn began."""
    account, chance = Memory("the bill", Amount(value=limit)), random.Random(seed)
    before: list[Balance] = []

    async def turn(cost: Decimal) -> None:
        try:
            settle = await account.reserve(None)
        except BudgetReached:
            return
        now = account.balance
        before.append(Balance(now.spent, now.held, now.flying - 1, now.highest))
        for _ in range(chance.randrange(4)):
            await asyncio.sleep(0)
        settle(cost)

    async def all_at_once() -> None:
        await asyncio.gather(*map(turn, costs))

    asyncio.run(all_at_once())
    assert all(one.spent + one.flying * one.highest < limit for one in before)
    assert 0 == account.balance.flying
    assert account.balance.spent >= limit or len(before) == len(costs)


def test_a_turn_that_brought_nothing_counts_as_the_dearest_so_far() -> None:
    """It may have cost something all the same, and nobody can say what."""
    balance = Balance().reserved(None).settled(None, CENT).reserved(None).settled(None, None)
    assert Decimal("0.02") == balance.spent


@pytest.mark.parametrize(
    ("text", "amount"),
    [("5", "5 USD"), ("5.00", "5.00 USD"), ("$5", "5 USD"), ("5EUR", "5 EUR"), ("0.5 gbp", "0.5 GBP"), ("£2", "2 GBP")],
)
def test_an_amount_is_read_as_people_write_it(text: str, amount: str) -> None:
    """With a sign, a currency behind it, or alone."""
    assert amount == str(amount_of(text))


@pytest.mark.parametrize("text", ["", "lots", "-1", "5,00", "$5 EUR", "1e9", "NaN", "5 5", "9" * 12])
def test_what_is_no_amount_is_told(text: str) -> None:
    """Nothing is guessed of money."""
    with pytest.raises(ValueError, match="is no amount of money"):
        amount_of(text)


def test_a_budget_in_a_file_is_an_amount_and_written_back_as_one() -> None:
    """Text or a number; what is kept on the record reads the same again."""
    budgets = Budgets.model_validate({"ours": "5.00 EUR", "target": 3, "unpriced": "0.05"})
    assert {"ours": "5.00 EUR", "target": "3 USD", "unpriced": "0.05 USD", "per": "run"} == budgets.model_dump()
    assert budgets == Budgets.model_validate(budgets.model_dump())
    assert Budgets().ceiling is None
