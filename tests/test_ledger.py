"""What a run used and cost."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from harness.ledger import LedgerEntry, Totals, by, total
from harness.money import Charge, Tokens

COUNTS = st.integers(0, 10**9)
TOKENS = st.builds(Tokens, fresh=COUNTS, cache_read=COUNTS, cache_write=COUNTS, output=COUNTS)
CHARGES = st.builds(
    Charge,
    tokens=TOKENS,
    certainty=st.sampled_from(["reported", "estimated", "illustrative", "unknown"]),
    amount=st.none() | st.decimals(0, 10**9, places=20),
    currency=st.sampled_from(["USD", "GBP", "EUR"]),
)
ENTRIES = st.lists(
    st.builds(
        LedgerEntry,
        case=st.none() | st.sampled_from(["a/-#1", "a/-#2", "b/-#1"]),
        turn=st.none() | st.integers(1, 9),
        role=st.sampled_from(["compile", "customer", "target", "judge"]),
        payer=st.sampled_from(["ours", "agent_owner"]),
        model=st.none() | st.sampled_from(["big", "small", "-"]),
        charge=CHARGES,
        calls=st.integers(1, 5),
        waste=st.booleans(),
    ),
    max_size=12,
)


def currency(entry: LedgerEntry) -> object:
    return entry.charge.currency


def entry(amount: str | None, **fields: Any) -> LedgerEntry:
    cost = None if amount is None else Decimal(amount)
    charge = Charge(tokens=Tokens(fresh=100, output=20), certainty="reported", amount=cost)
    return LedgerEntry(**({"role": "target", "payer": "agent_owner", "charge": charge} | fields))


@given(entries=ENTRIES, key=st.sampled_from(["case", "turn", "role", "payer", "model", "waste", "attempt", currency]))
def test_the_groups_add_up_to_the_total(entries: list[LedgerEntry], key: str | Callable[[LedgerEntry], object]) -> None:
    """However the bill is split up, the parts add up to the whole, to the last digit."""
    groups = by(entries, key)
    assert total(entries) == sum(groups.values(), Totals())
    assert sorted(groups) == list(groups)


@given(entries=ENTRIES, order=st.randoms(use_true_random=False))
def test_the_order_of_the_rows_does_not_matter(entries: list[LedgerEntry], order: Any) -> None:
    """Conversations may finish in any order; the bill is the same."""
    shuffled = list(entries)
    order.shuffle(shuffled)
    assert total(entries).model_dump_json() == total(shuffled).model_dump_json()


@given(entries=ENTRIES)
def test_every_call_is_priced_or_counted_as_unpriced(entries: list[LedgerEntry]) -> None:
    """A call without a price is said to be without one; money holds only exact amounts."""
    found = total(entries)
    priced = sum(entry.calls for entry in entries if entry.charge.amount is not None)
    assert found.calls == priced + found.unpriced_calls
    assert all(type(amount) is Decimal for amount in found.money.values())


@given(entries=ENTRIES)
def test_totals_survive_being_written_down(entries: list[LedgerEntry]) -> None:
    """What is stored is the very number that was printed."""
    found = total(entries)
    assert found == Totals.model_validate_json(found.model_dump_json())


def test_a_bill_by_payer() -> None:
    """The agent's owner and we each see our own part of the bill."""
    entries = [
        entry("0.0648"),
        entry(None, role="customer", payer="ours", calls=3),
        entry("0.00879", role="judge", payer="ours", waste=True),
    ]
    both = Tokens(fresh=200, output=40)
    assert {
        "agent_owner": Totals(
            calls=1,
            tokens=Tokens(fresh=100, output=20),
            money={"USD": Decimal("0.0648")},
            certainties=("reported",),
        ),
        "ours": Totals(
            calls=4,
            tokens=both,
            money={"USD": Decimal("0.00879")},
            unpriced_calls=3,
            certainties=("reported",),
        ),
    } == by(entries, "payer")


def test_rows_without_a_model_have_a_group_of_their_own() -> None:
    """What names no model is not left out of a bill by model."""
    assert ["-", "big"] == list(by([entry("1", model="big"), entry("1")], "model"))


def test_no_calls_cost_no_known_amount() -> None:
    """An empty ledger has no amount in any currency, rather than zero dollars."""
    assert Totals(calls=0, tokens=Tokens(), money={}, unpriced_calls=0, certainties=()) == total([])


def test_a_field_that_rows_do_not_have_is_named() -> None:
    """A slip in the name of a column is answered with the columns there are."""
    with pytest.raises(ValueError, match="Entries of the ledger have no field 'modle'; they have case, turn, attempt"):
        by([], "modle")


@pytest.mark.parametrize("fields", [{"calls": 0}, {"seconds": -1.0}, {"role": "tester"}, {"cost": 1}])
def test_rows_that_cannot_be_are_refused(fields: dict[str, Any]) -> None:
    """A row of no call, of negative time or of an unknown role never reaches the ledger."""
    with pytest.raises(ValidationError):
        entry("1", **fields)
