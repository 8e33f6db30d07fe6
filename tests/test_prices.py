"""Prices: what harness.toml says first, then the price library at the day of the request, and never a guess."""

from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from harness.ledger import LedgerEntry, by, repriced, total
from harness.money import TIERS, Charge, Price, PriceBook, Tokens, Use, installed
from harness.record import RECORD, canonical_digest
from harness.run import load
from harness.settings import SettingsError, read_settings
from tests.conftest import Runner

NOW = datetime(2026, 11, 1, 12, tzinfo=UTC)
LISTED = PriceBook(library=installed())
MILLION = Tokens(fresh=10**6)


def price(**fields: Any) -> Price:
    return Price.model_validate({"model": "own", "on": date(2026, 11, 1), "source": "the contract", **fields})


def cost(model: str, tokens: Tokens = MILLION, book: PriceBook = LISTED, **use: Any) -> Decimal | None:
    return book.charge(model, tokens, "reported", Use(**({"at": NOW} | use))).amount


def test_the_library_prices_by_the_day_of_the_request() -> None:
    """The same million tokens each way cost 50 dollars in January 2025, and 10 since."""
    both = Tokens(fresh=10**6, output=10**6)
    found = [
        cost("o3", both, provider="openai", at=datetime(*day, tzinfo=UTC)) for day in ((2025, 1, 1), (2026, 11, 1))
    ]
    assert [Decimal(50), Decimal(10)] == found


def test_every_kind_of_token_has_its_price() -> None:
    """Eleven fresh tokens beside 100,000 from the cache, writes for five minutes and for an hour, reasoning in it."""
    used = Tokens(fresh=11, cache_read=100_000, cache_write=300, cache_write_hour=200, output=10, reasoning=7)
    # At $1 and $5 a million: 11 + 100,000 x .1 + 300 x 1.25 + 200 x 2 + 10 x 5 millionths.
    assert Decimal("0.010836") == cost("claude-haiku-4-5", used, provider="anthropic")


@pytest.mark.parametrize(
    ("tier", "amount"), [("standard", "1.25"), ("batch", ".625"), ("flex", ".625"), ("priority", "2.5")]
)
def test_a_tier_has_its_own_price(tier: str, amount: str) -> None:
    """Batch and flex are half, priority is double, where the provider offers them."""
    assert Decimal(amount) == cost("gpt-5", provider="openai", tier=tier)


@pytest.mark.parametrize("tier", ["bach", "Batch", "scale", ""])
def test_a_tier_that_nobody_knows_is_unpriced(tier: str) -> None:
    """A misspelt tier is never the full price in silence: not from the library, nor from harness.toml."""
    own = PriceBook(prices=(price(input=1, output=1),))
    assert [None, None] == [cost("gpt-5", provider="openai", tier=tier), cost("own", book=own, tier=tier)]


def test_a_tier_that_a_model_does_not_have_is_unpriced() -> None:
    """No flex price of that model, or none yet on that day: unpriced."""
    assert cost("claude-haiku-4-5", provider="anthropic", tier="flex") is None
    assert cost("claude-haiku-4-5", provider="anthropic", tier="batch", at=datetime(2026, 9, 1, tzinfo=UTC)) is None


def test_what_the_library_does_not_know_is_unpriced() -> None:
    """A misspelt model, a provider that is none, no time, unknown counts: unpriced, never nought."""
    assert [None] * 4 == [
        cost("claud-haiku", provider="anthropic"),
        cost("gpt-5", provider="loopback"),
        cost("gpt-5", provider="openai", at=None),
        LISTED.charge("gpt-5", MILLION, "unknown", Use("openai", NOW)).amount,
    ]


def test_a_charge_names_the_library_and_its_version() -> None:
    """Which table, which model in it, for which day."""
    found = LISTED.charge("gpt-5-2025-08-07", MILLION, "reported", Use("openai", NOW))
    assert (NOW.date(), f"{installed()}: openai/gpt-5") == (found.price_on, found.price_source)


def test_an_override_comes_before_the_library() -> None:
    """A contract beats the list, whichever name of the model it gives."""
    book = PriceBook(prices=(price(model="gpt-5", input="0.10", output="0.20"),), library=installed())
    found = book.first(("gpt-5-2025-08-07", "gpt-5", "openai/gpt-5"), MILLION, "reported", Use("openai", NOW))
    assert (Decimal("0.10"), "the contract") == (found.amount, found.price_source)


@pytest.mark.parametrize(
    ("fields", "use", "amount"),
    [
        ({"second": "0.002"}, {"seconds": 1.5}, "0.003"),
        ({"conversation": "0.99"}, {"opens": True}, "0.99"),
        ({"conversation": "0.99"}, {"opens": False}, "0"),
        ({"seat": "125", "seats": 4, "contacts": 2_000}, {"opens": True}, "0.25"),
        ({"input": "1", "output": "2", "conversation": "0.10"}, {"opens": True}, "1.10"),
    ],
)
def test_other_units_than_tokens(fields: dict[str, Any], use: dict[str, Any], amount: str) -> None:
    """By the second, the conversation, the seat, or several of them together."""
    assert Decimal(amount) == cost("own", book=PriceBook(prices=(price(**fields),)), **use)


def test_a_conversation_is_paid_for_though_nobody_counts_tokens() -> None:
    """A vendor who bills by the conversation need not report tokens; one who bills by the token must."""
    by_conversation, by_token = price(conversation="0.99"), price(input=1, output=1)
    found = [
        PriceBook(prices=(one,)).charge("own", Tokens(), "unknown", Use(opens=True)).amount
        for one in (by_conversation, by_token)
    ]
    assert [Decimal("0.99"), None] == found


@pytest.mark.parametrize(
    "fields",
    [{}, {"input": 1}, {"seat": 100}, {"contacts": 5, "second": 1}, {"conversation": -1}, {"seat": 1, "contacts": 0}],
)
def test_prices_of_nothing_are_refused(fields: dict[str, Any]) -> None:
    """A price names what is paid for, and all that it needs."""
    with pytest.raises(ValidationError):
        price(**fields)


def test_the_most_that_a_call_can_cost() -> None:
    """However its input is cached: written for an hour it is dearest; by the second nobody knows."""
    assert Decimal(2) + 5 == LISTED.most("anthropic/claude-haiku-4-5", "USD", 10**6, 10**6, NOW)
    assert LISTED.most("anthropic/claude-haiku-4-5", "EUR", 1, 1, NOW) is None
    assert LISTED.most("openai/no-such-model", "USD", 1, 1, NOW) is None
    book = PriceBook(prices=(price(input=1, output=1), price(model="own-2026", input=3, output=1)))
    assert Decimal(4) == book.most("openai/own", "USD", 10**6, 10**6)
    assert PriceBook(prices=(price(second=1),)).most("openai/own", "USD", 1, 1) is None


COUNTS = st.integers(0, 10**7)
ROWS = st.lists(
    st.builds(
        LedgerEntry,
        case=st.none() | st.sampled_from(["a/-#1", "b/-#1"]),
        turn=st.none() | st.integers(1, 3),
        role=st.sampled_from(["compile", "customer", "target", "judge"]),
        payer=st.sampled_from(["ours", "agent_owner"]),
        provider=st.none() | st.sampled_from(["openai", "anthropic"]),
        model=st.none() | st.sampled_from(["gpt-5", "claude-haiku-4-5", "own", "nobody's"]),
        tier=st.sampled_from([*TIERS, "bach"]),
        avoided=st.booleans(),
        waste=st.booleans(),
        at=st.none() | st.just(NOW),
        charge=st.builds(
            Charge,
            tokens=st.builds(Tokens, fresh=COUNTS, cache_read=COUNTS, cache_write=COUNTS, cache_write_hour=COUNTS),
            certainty=st.sampled_from(["reported", "estimated", "illustrative", "unknown"]),
            amount=st.none() | st.decimals(0, 10**6, places=9),
        ),
    ),
    max_size=8,
)


@given(entries=ROWS)
def test_repricing_changes_prices_and_nothing_else(entries: list[LedgerEntry]) -> None:
    """Tokens, calls and rows stay; done twice it is the same; the groups add up to the whole; unpriced is counted."""
    book = LISTED.model_copy(update={"prices": (price(input=2, output=3, conversation="0.5"),)})
    once = repriced(entries, book, NOW)
    assert once == repriced(once, book, NOW)
    assert [one.charge.tokens for one in entries] == [one.charge.tokens for one in once]
    for key in ("role", "payer", "tier", "model", "avoided"):
        groups = list(by(once, key).values())
        assert total(once) == sum(groups[1:], groups[0]) if groups else not once
    paid = [one for one in once if not one.avoided]
    assert total(once).unpriced_calls == sum(one.charge.amount is None for one in paid)
    assert total(once).avoided_calls == len(once) - len(paid)


def test_a_stored_run_at_other_prices(run: Runner) -> None:
    """The demo's run at twice the price costs twice as much, and stays what it was."""
    record = run("locked-out")
    other = repriced(record.entries, PriceBook(prices=(price(model="hearth-demo-1", input=6, output=30),)))
    assert total(other).money["USD"] == 2 * record.spent.money["USD"]
    assert record == load(Path(record.folder) / RECORD)
    assert all(entry.at is not None for entry in record.entries)


def test_nothing_of_it_is_paid_when_it_was_kept() -> None:
    """A cassette's answer is on the ledger as avoided cost: in no sum of what was spent."""
    paid = Charge(tokens=Tokens(fresh=10), certainty="reported", amount=Decimal("0.25"))
    row = LedgerEntry(role="judge", payer="ours", charge=paid, avoided=True)
    found = total([row, row.model_copy(update={"avoided": False})])
    assert (1, {"USD": Decimal("0.25")}, 1, {"USD": Decimal("0.25")}) == (
        found.calls,
        found.money,
        found.avoided_calls,
        found.avoided,
    )


SETTINGS = [
    (
        '[models."openai/gpt-5"]\ntier = "bach"\n',
        "harness.toml:2: 'models.openai/gpt-5.tier': input should be 'standard'",
    ),
    ('[cost]\nunknwon = "error"\n', "there is no setting 'cost.unknwon'. Did you mean 'unknown'?"),
]


@pytest.mark.parametrize(("text", "says"), SETTINGS)
def test_a_slip_in_the_settings_is_named(tmp_path: Path, text: str, says: str) -> None:
    """A tier that is none is an error before anything is asked."""
    (tmp_path / "harness.toml").write_text(text, encoding="utf-8")
    with pytest.raises(SettingsError) as caught:
        read_settings(tmp_path)
    assert says in str(caught.value)


def test_a_model_without_a_price_is_no_run_where_the_policy_says_so(tmp_path: Path) -> None:
    """By default it is counted as unpriced; with `unknown = "error"` it is not asked."""
    (tmp_path / "harness.toml").write_text('[cost]\nunknown = "error"\n', encoding="utf-8")
    strict = read_settings(tmp_path)
    strict.refuse_unpriced(["openai/gpt-5"], NOW)
    with pytest.raises(SettingsError, match="nobody has a price of 'openai/gtp-5'"):
        strict.refuse_unpriced(["openai/gtp-5"], NOW)
    read_settings(tmp_path / "none").refuse_unpriced(["openai/gtp-5"], NOW)
    assert strict.price_book.library
    (tmp_path / "harness.toml").write_text("[cost]\nlibrary = false\n", encoding="utf-8")
    assert read_settings(tmp_path).price_book.library is None


def test_the_day_of_a_list_price_makes_no_other_record(run: Runner, tmp_path: Path) -> None:
    """Two runs on different days at the same prices have the same canonical record."""
    one = run("locked-out", reports=tmp_path / "one")
    file = Path(one.folder) / RECORD
    text = file.read_text(encoding="utf-8")
    assert '"price_on"' in text
    assert canonical_digest(file) == canonical_digest(Path(run("locked-out", reports=tmp_path / "two").folder) / RECORD)
