"""`harness pin --model` with both SDKs over real HTTP, as a person meets it."""

import json
from decimal import Decimal
from pathlib import Path

import pytest

from harness.cli.pinning import Wanted, pin_journeys
from harness.ledger import LedgerEntry
from harness.plan.locking.lockfile import read_lock
from harness.record import RECORD, read, runs, verify
from harness.testing import ModelReply, ModelServer
from harness.testing.model_server import Provider
from harness.trouble import Trouble

KEY = "planted-key-8f2a61"
JOURNEY = """# Two parcels

Ida Moss is polite. She wants to know where her parcel is. Her order number is W-1090.

## What should happen

- The agent asks for the order number.
- The agent flags the hold-up to the depot.
"""
GOOD = json.dumps({"items": [{"kind": "check", "deed": {"act": "say", "about": "the hold-up"}}]})
PRICES = '[[prices]]\nmodel = "large"\ninput = "3"\noutput = "15"\non = 2026-11-01\nsource = "a test"\n'


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with one journey in which one sentence is unsure, and no key in the environment."""
    (tmp_path / "journeys").mkdir()
    (tmp_path / "journeys" / "parcels.md").write_text(JOURNEY, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    for name in ("OPENAI_API_KEY", "ANTHROPIC_API_KEY"):
        monkeypatch.delenv(name, raising=False)
    return tmp_path


def pin(name: str) -> int:
    """`harness pin --model NAME --yes`."""
    return pin_journeys([], Wanted(model=name, yes=True))


def reach(desk: Path, server: ModelServer, provider: Provider, key: str = 'key = "OUR_KEY"') -> None:
    """Settings under which the provider's model `large` answers at the server."""
    table = f'[models."{provider}/large"]\nbase_url = "{server.base_url(provider)}"\n{key}\n'
    (desk / "harness.toml").write_text(table + PRICES, encoding="utf-8")


def files(desk: Path) -> str:
    """Everything that is written there."""
    return "".join(path.read_text("utf-8") for path in sorted(desk.rglob("*")) if path.is_file())


@pytest.mark.parametrize("provider", ["anthropic", "openai"])
def test_a_model_pins_a_sentence_and_its_cost_is_known(
    desk: Path, provider: Provider, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A busy provider is asked again, the proposal is pinned, and the record holds both requests and the money."""
    monkeypatch.setenv("OUR_KEY", KEY)
    with ModelServer([ModelReply("slow down", status=429, headers={"retry-after": "0"}), GOOD], key=KEY) as server:
        reach(desk, server, provider)
        assert 0 == pin(f"{provider}/large")
    printed = capsys.readouterr().out
    assert [] == server.refused
    assert "→  The agent mentions the hold-up." in printed
    lock = read_lock(desk / "journeys")
    assert lock is not None
    assert ["model:large"] == [kept.by for kept in lock.pins]
    (run,) = runs(desk / "reports")
    file = desk / "reports" / run / RECORD
    assert verify(file).finished
    lost, row = [LedgerEntry.model_validate(event.data) for event in read(file) if event.kind == "charge"]
    assert (True, None) == (lost.waste, lost.charge.amount)
    assert (False, provider, "reported") == (row.waste, row.provider, row.charge.certainty)
    tokens = row.charge.tokens
    assert Decimal(tokens.fresh * 3 + tokens.output * 15) / 1_000_000 == row.charge.amount
    assert KEY not in files(desk) + printed


@pytest.mark.parametrize("provider", ["anthropic", "openai"])
def test_a_key_that_a_server_repeats_is_written_nowhere(
    desk: Path, provider: Provider, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The error says which variable is wrong; what it holds reaches neither the terminal nor the record."""
    monkeypatch.setenv("OUR_KEY", KEY)
    with ModelServer([ModelReply(f"bad key {KEY}", status=401)]) as server:
        reach(desk, server, provider)
        assert 3 == pin(f"{provider}/large")
    printed = capsys.readouterr().out
    said = " ".join(printed.split())
    assert f"{provider}/large does not take the key in OUR_KEY (401): bad key [secret]" in said
    assert KEY not in files(desk) + printed


@pytest.mark.parametrize("provider", ["anthropic", "openai"])
def test_a_missing_key_is_said_before_anything_is_sent(
    desk: Path, provider: Provider, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Wrong usage names the variable, also when it holds what cannot be a key; nothing is written, nothing asked."""
    with ModelServer([GOOD]) as server:
        reach(desk, server, provider)
        with pytest.raises(Trouble, match="the environment variable OUR_KEY, which holds its key, is not set"):
            pin(f"{provider}/large")
        with pytest.raises(Trouble, match=f"the environment variable {provider.upper()}_API_KEY, which"):
            pin(f"{provider}/another")
        monkeypatch.setenv("OUR_KEY", "one\ntwo")
        with pytest.raises(Trouble, match="what the environment variable OUR_KEY holds is no key"):
            pin(f"{provider}/large")
    assert [] == server.seen
    assert not (desk / "reports").exists()


@pytest.mark.parametrize("provider", ["anthropic", "openai"])
def test_no_key_goes_to_an_address_that_it_was_not_named_for(
    desk: Path, provider: Provider, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With an address of one's own and no key named, no key that the SDK would find stays anywhere but at home."""
    for name in ("ANTHROPIC_API_KEY", "ANTHROPIC_AUTH_TOKEN", "OPENAI_API_KEY", "OPENAI_ADMIN_KEY"):
        monkeypatch.setenv(name, KEY)
    for name in ("ANTHROPIC_BASE_URL", "OPENAI_BASE_URL"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    with ModelServer([GOOD]) as server:
        reach(desk, server, provider, key="")
        assert 0 == pin(f"{provider}/large")
    assert len(server.seen) == 1
    assert KEY not in json.dumps([dict(seen.headers) for seen in server.seen])
