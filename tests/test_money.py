"""What calls cost."""

from datetime import date
from decimal import Decimal
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from harness.money import PLAUSIBLE, Charge, Price, PriceBook, Tokens, add_money

SYSTEM, CUSTOMER, AGENT = 1500, 40, 120
DAY = date(2026, 11, 1)


def price(**fields: Any) -> Price:
    known: dict[str, Any] = {"model": "m", "input": "3", "output": "15", "on": DAY, "source": "illustrative"}
    return Price(**(known | fields))


def inputs(n: int) -> list[int]:
    """Input tokens of each of n calls when the whole history is sent again every time."""
    return [SYSTEM + (t - 1) * (CUSTOMER + AGENT) + CUSTOMER for t in range(1, n + 1)]


def together(calls: list[Tokens]) -> Tokens:
    return sum(calls, Tokens())


def cached(n: int, new: str, step: int = 1) -> Tokens:
    """n calls, each reading from a cache, in whole steps, what the call before it had sent; the rest is `new`."""
    sizes = [0, *inputs(n)]
    calls = [(before // step * step, size) for before, size in pairwise(sizes)]
    return together([Tokens(cache_read=read, output=AGENT, **{new: size - read}) for read, size in calls])


@pytest.mark.parametrize(
    ("n", "tokens", "cost"),
    [
        (1, 1_540, ".006420"),
        (2, 3_240, ".013320"),
        (4, 7_120, ".028560"),
        (8, 16_800, ".064800"),
        (16, 43_840, ".160320"),
        (32, 128_640, ".443520"),
    ],
)
def test_resending_the_history_costs_what_was_published(n: int, tokens: int, cost: str) -> None:
    """The cost of a conversation that resends its history grows as the published table says."""
    used = together([Tokens(fresh=size, output=AGENT) for size in inputs(n)])
    assert Tokens(fresh=tokens, output=n * AGENT) == used
    assert Decimal(cost) == price().of(used)


@pytest.mark.parametrize(
    ("n", "write", "read", "cost"),
    [
        (1, 1_540, 0, ".007575"),
        (2, 1_700, 1_540, ".010437"),
        (4, 2_020, 5_100, ".016305"),
        (8, 2_660, 14_140, ".028617"),
        (16, 3_940, 39_900, ".055545"),
        (32, 6_500, 122_140, ".118617"),
    ],
)
def test_a_cache_with_a_fee_for_writing_costs_what_was_published(n: int, write: int, read: int, cost: str) -> None:
    """Writing at a quarter more and reading at a tenth gives the published amounts."""
    used = cached(n, "cache_write")
    assert Tokens(cache_write=write, cache_read=read, output=n * AGENT) == used
    assert Decimal(cost) == price(cache_write="3.75", cache_read=".3").of(used)


@pytest.mark.parametrize(
    ("n", "half", "quarter", "tenth"),
    [
        (1, ".006420", ".006420", ".006420"),
        (2, ".011016", ".009864", ".009173"),
        (4, ".021072", ".017328", ".015082"),
        (8, ".044064", ".033696", ".027475"),
        (16, ".101568", ".072192", ".054566"),
        (32, ".262656", ".172224", ".117965"),
    ],
)
def test_a_cache_without_a_fee_costs_what_was_published(n: int, half: str, quarter: str, tenth: str) -> None:
    """Reading in steps of 128 tokens at a half, a quarter or a tenth of the price gives the published amounts."""
    used = cached(n, "fresh", step=128)
    costs = [price(cache_read=read).of(used) for read in ("1.5", ".75", ".3")]
    printed = [Decimal(cost) for cost in (half, quarter, tenth)]
    assert printed == [cost.quantize(Decimal(".000001")) for cost in costs]


def test_a_whole_conversation_costs_what_its_parts_cost() -> None:
    """Target, customer and judge of eight turns add up to the published amount, at each one's own price."""
    book = PriceBook(prices=(price(model="big"), price(model="small", input="1", output="5")))
    calls = [("big", 16_800, 960), ("small", 8_480, 320), ("big", 2_180, 150)]
    charges = [book.charge(model, Tokens(fresh=fresh, output=out), "reported") for model, fresh, out in calls]
    assert [Decimal(".0648"), Decimal(".01008"), Decimal(".00879")] == [charge.amount for charge in charges]
    assert 28_890 == together([charge.tokens for charge in charges]).total


def test_without_a_cache_price_the_input_price_holds() -> None:
    """A price list that says nothing about caches never makes a call cheaper than it was."""
    plain = price().of(Tokens(fresh=30, output=1))
    assert plain == price().of(Tokens(fresh=10, cache_read=10, cache_write=10, output=1))


def test_reasoning_is_paid_once() -> None:
    """Reasoning is part of the output: it is neither free nor charged twice."""
    used = Tokens(fresh=100, output=50, reasoning=30)
    assert (150, Decimal(".00105")) == (used.total, price().of(used))


def test_a_charge_says_where_its_price_was_read() -> None:
    """Every amount carries the day and the page of its price."""
    charge = PriceBook(prices=(price(source="the contract", currency="GBP"),)).charge("m", Tokens(fresh=1), "reported")
    assert ("GBP", DAY, "the contract") == (charge.currency, charge.price_on, charge.price_source)


@pytest.mark.parametrize(
    ("model", "tokens", "certainty"),
    [
        ("m", Tokens(), "unknown"),
        ("other", Tokens(fresh=1), "reported"),
        (None, Tokens(fresh=1), "reported"),
        ("m", Tokens(fresh=PLAUSIBLE, output=1), "reported"),
    ],
)
def test_what_cannot_be_priced_is_unpriced_not_free(model: str | None, tokens: Tokens, certainty: Any) -> None:
    """A model without a price, tokens nobody counted and counts beyond belief cost an unknown amount, not nothing."""
    charge = PriceBook(prices=(price(),)).charge(model, tokens, certainty)
    assert (None, tokens) == (charge.amount, charge.tokens)


def test_a_call_that_used_nothing_costs_zero() -> None:
    """Zero is an amount; unpriced is not."""
    assert Decimal(0) == PriceBook(prices=(price(),)).charge("m", Tokens(), "reported").amount


def test_an_override_comes_before_the_list_price() -> None:
    """Where two prices name one model, the first holds."""
    book = PriceBook(prices=(price(input="1"), price(input="2")))
    assert Decimal(".000001") == book.charge("m", Tokens(fresh=1), "reported").amount


@pytest.mark.parametrize(
    ("make", "sentence"),
    [
        (lambda: Tokens(fresh=-1), "A count of tokens cannot be below zero; this one is -1."),
        (lambda: Tokens(output=3, reasoning=4), "Reasoning is part of the output: 4 tokens of 3 cannot be."),
        (lambda: price(input="-3"), "A price cannot be below zero; this one is -3."),
        (lambda: price(cache_write="-0.1"), "A price cannot be below zero; this one is -0.1."),
        (
            lambda: Charge(tokens=Tokens(), certainty="reported", amount=Decimal("-2")),
            "A call cannot cost less than nothing; this one costs -2.",
        ),
    ],
)
def test_what_cannot_be_is_refused_with_a_sentence(make: Any, sentence: str) -> None:
    """A slip in a price list or a usage report is named, never silently counted."""
    with pytest.raises(ValidationError) as caught:
        make()
    assert f"Value error, {sentence}" == caught.value.errors()[0]["msg"]


@pytest.mark.parametrize("amount", ["NaN", "Infinity", "1E+999999", "1E-31"])
def test_amounts_that_no_sum_could_hold_are_refused(amount: str) -> None:
    """No amount can make the sum of a ledger inexact."""
    with pytest.raises(ValidationError):
        Charge(tokens=Tokens(), certainty="reported", amount=Decimal(amount))


COUNTS = st.integers(0, PLAUSIBLE // 4)
PRICES = st.decimals(0, 99_999_999, places=12)


@given(
    calls=st.lists(st.tuples(COUNTS, COUNTS, COUNTS, COUNTS), min_size=1, max_size=6), rates=st.tuples(*[PRICES] * 4)
)
def test_the_price_of_a_sum_is_the_sum_of_the_prices(calls: list[Any], rates: tuple[Decimal, ...]) -> None:
    """Whatever is used at whatever price, nothing is lost to rounding."""
    per = price(**dict(zip(("input", "output", "cache_read", "cache_write"), rates, strict=True)))
    used = [Tokens(fresh=a, cache_read=b, cache_write=c, output=d) for a, b, c, d in calls]
    amounts = {"USD": Decimal(0)}
    for tokens in used:
        amounts = add_money(amounts, {"USD": per.of(tokens)})
    assert per.of(together(used)) == amounts["USD"]


def test_currencies_are_never_mixed() -> None:
    """Pounds and dollars stand side by side, in order of name, and are not converted."""
    found = add_money({"USD": Decimal(1)}, {"GBP": Decimal("2.50"), "USD": Decimal("0.10")})
    assert [("GBP", Decimal("2.50")), ("USD", Decimal("1.10"))] == list(found.items())
