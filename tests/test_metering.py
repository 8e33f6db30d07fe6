"""Every request to a model is a row on the ledger, the ones that failed too."""

import asyncio
import contextlib
from collections.abc import Sequence
from datetime import date
from decimal import Decimal

import pytest

from harness.budget import Amount, Balance, BudgetReached, Memory, Spending
from harness.ledger import LedgerEntry, total
from harness.metering import Metered
from harness.model import (
    FURTHER,
    Answer,
    Attempt,
    Model,
    ModelError,
    ModelSettings,
    NotAsked,
    Prompt,
    close_model,
    open_model,
)
from harness.money import Price, PriceBook, Tokens
from harness.testing import ModelReply, ModelServer, ScriptedModel

PROMPT = Prompt(role="judge", system="You judge.", stable="Refunds take five days.", words='{"turns":[]}')
PRICE = Price(model="large", input=Decimal(3), output=Decimal(15), on=date(2026, 11, 1), source="a test")
SAID = Answer(words="{}", model="large", tokens=Tokens(fresh=1_000_000, output=100_000), certainty="reported")


def asked(answers: Sequence[Answer | Exception], price: Price = PRICE) -> list[LedgerEntry]:
    """The rows that one call leaves."""
    rows: list[LedgerEntry] = []
    model = ScriptedModel(answers)
    model.name = "acme/large"
    metered = Metered(model, PriceBook(prices=(price,)), rows.append, case="late-parcel/-#1")
    with contextlib.suppress(ModelError):
        asyncio.run(metered.complete(PROMPT))
    return rows


def test_a_call_is_a_row_with_its_price() -> None:
    """What a judge used is on our bill, under the conversation it judged, at the price of the book."""
    (row,) = asked([SAID])
    assert ("judge", "ours", "acme", "large", "late-parcel/-#1") == (
        row.role,
        row.payer,
        row.provider,
        row.model,
        row.case,
    )
    assert Decimal("4.5") == row.charge.amount
    assert not row.waste


def test_what_a_model_refuses_is_on_the_row() -> None:
    """A parameter that it does not take, and was asked without, is recorded with the call."""
    (row,) = asked([SAID.model_copy(update={"dropped": ("prompt_cache_key",)})])
    assert ("prompt_cache_key",) == row.dropped


def test_a_model_that_answers_under_a_dated_name_is_priced_by_the_name_it_was_asked_by() -> None:
    """The book names `large`; `large-2026-11-01` answers: it is priced, and the row says who answered."""
    dated = SAID.model_copy(update={"model": "large-2026-11-01"})
    (row,) = asked([dated])
    assert ("large-2026-11-01", Decimal("4.5")) == (row.model, row.charge.amount)
    (whole,) = asked([dated], PRICE.model_copy(update={"model": "acme/large"}))
    assert Decimal("4.5") == whole.charge.amount


def test_attempts_that_failed_are_rows_of_waste_before_the_answer() -> None:
    """A request that was refused twice and answered then is three rows; the two are waste and unpriced, not zero."""
    failed = (Attempt(why="too busy"), Attempt(why="garbage", tokens=Tokens(output=1_000_000), certainty="reported"))
    rows = asked([SAID.model_copy(update={"failed": failed})])
    assert [(True, None), (True, Decimal(15)), (False, Decimal("4.5"))] == [(r.waste, r.charge.amount) for r in rows]
    assert 1 == total(rows).unpriced_calls


def test_a_call_without_an_answer_is_on_the_ledger() -> None:
    """A model that cannot be reached leaves a row for each request, or one when it does not say how many."""
    assert [True] == [row.waste for row in asked([ModelError("no")])]
    assert 3 == len(asked([ModelError("no", (Attempt(why="a"), Attempt(why="b"), Attempt(why="c")))]))


def test_an_interrupted_call_is_on_the_ledger() -> None:
    """Whoever presses Ctrl-C may have paid for the call that was under way: the row says that nobody knows."""
    rows: list[LedgerEntry] = []
    metered = Metered(ScriptedModel([InterruptedError()]), PriceBook(), rows.append)
    with pytest.raises(InterruptedError):
        asyncio.run(metered.complete(PROMPT))
    assert [("unknown", None, True)] == [(r.charge.certainty, r.charge.amount, r.waste) for r in rows]


def most_of_one() -> Decimal:
    """What is reserved for one request."""
    most = PriceBook(prices=(PRICE,)).most("acme/large", "USD", len(PROMPT.model_dump_json().encode()) + 1_000, 2_000)
    assert most is not None
    return most


def within(limit: Decimal, model: Model) -> tuple[Metered, Memory, list[LedgerEntry]]:
    """The model within a budget, the account, and the rows that it leaves."""
    account, rows, book = Memory("the budget", Amount(value=limit)), list[LedgerEntry](), PriceBook(prices=(PRICE,))
    return Metered(model, book, rows.append, spending=Spending({"ours": account}, prices=book)), account, rows


def test_each_request_reserves_room_before_it_is_made() -> None:
    """Two requests fail before one is answered: each has its own reservation, and what was turned away is free."""
    seen: list[Balance] = []
    failed = (Attempt(why="turned away", refused=True), Attempt(why="broken off"))

    class Stubborn(ScriptedModel):
        name = "acme/large"

        async def complete(self, prompt: Prompt) -> Answer:
            for attempt in failed:
                seen.append(account.balance)
                await FURTHER.get()(attempt)
            seen.append(account.balance)
            return SAID.model_copy(update={"failed": failed})

    most = most_of_one()
    metered, account, rows = within(Decimal(10), Stubborn([]))
    asyncio.run(metered.complete(PROMPT))
    assert [Balance(held=most), Balance(held=most), Balance(spent=most, held=most)] == seen
    assert Balance(spent=most + Decimal("4.5")) == account.balance
    assert [True, True, False] == [row.waste for row in rows]


def test_a_request_that_is_not_to_be_paid_is_not_made_and_those_before_are_rows() -> None:
    """A provider breaks off, and there is no money to ask it once more: the row of the first stands on the ledger."""
    made: list[int] = []

    class Breaking(ScriptedModel):
        name = "acme/large"

        async def complete(self, prompt: Prompt) -> Answer:
            for _ in range(3):
                made.append(1)
                await FURTHER.get()(Attempt(why="broken off"))
            return SAID

    metered, account, rows = within(most_of_one() * 2, Breaking([]))
    with pytest.raises(BudgetReached):
        asyncio.run(metered.complete(PROMPT))
    assert [True, True] == [row.waste for row in rows]
    assert 2 == len(made)
    assert Balance(spent=most_of_one() * 2) == account.balance


def test_a_hosted_model_asks_before_each_repeated_request() -> None:
    """A busy provider is asked once more only with the consent of whoever pays."""
    asked_for: list[str] = []

    async def consent(failed: Attempt) -> None:
        asked_for.append(failed.why)
        raise NotAsked("no more")

    async def ask() -> None:
        model = open_model("openai/large", {"openai/large": ModelSettings(base_url=f"{server.place}/v1")})
        FURTHER.set(consent)
        try:
            await model.complete(PROMPT)
        finally:
            await close_model(model)

    with ModelServer([ModelReply(status=503)]) as server, pytest.raises(NotAsked):
        asyncio.run(ask())
    assert 1 == len(asked_for)
    assert 1 == len(server.seen)
