"""A run whose customers a model plays: what is recorded, what it costs, and what is said when it cannot be had."""

import asyncio
import json
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from harness.assurance import Background, Cast, assure, compile_all, in_any_language
from harness.cli.options import Format
from harness.cli.running import run_journeys
from harness.conversation.playing import Kind, Player
from harness.journey.read import read_journeys
from harness.ledger import by
from harness.model import ModelError
from harness.model.prompting import shipped
from harness.preparing.wanted import Wanted
from harness.record import RECORD, canonical_digest, resolve
from harness.report import terminal
from harness.run import RunRecord, load, transcripts
from harness.settings import Settings
from harness.target.embedded import DemoTarget
from harness.testing import ScriptedModel, ToldClock
from harness.testing.model_server import ModelServer
from harness.trouble import Trouble

JOURNEY = """# A late parcel

Priya Shah is waiting for her parcel. She wants to know where her order is. Her order number is W-1063.
Her postcode is EH1 2AB.

## What should happen

- The agent asks for her order number.

## What must never happen

- The agent offers a voucher.
"""


def plays(prompt: Any) -> str:
    """A customer who answers what is asked and says goodbye once they are told something."""
    data = json.loads(prompt.words)
    if "says" in data:
        return json.dumps({"words": data["says"]})
    heard = data["said"][-1].lower() if data["said"] else ""
    brief = {"order number": "W-1063", "postcode": "EH1 2AB"}
    asked = next((value for key, value in brief.items() if key in heard), None)
    if asked:
        return json.dumps({"words": f"That is {asked}.", "act": "answer", "leaves": "no"})
    if not heard:
        return json.dumps({"words": "Hello, where is my parcel?", "act": "other", "leaves": "no"})
    return json.dumps({"words": "Thanks, that is all. Bye!", "act": "thank", "leaves": "satisfied"})


class Actor(ScriptedModel):
    """The same under a provider's name."""

    name = "acme/actor-1"


def played(folder: Path, model: Any, kind: Kind = "free", text: str = JOURNEY) -> RunRecord:
    """Hold the journey against the demo shop, the customer played by this model."""
    journeys = folder / "journeys"
    journeys.mkdir(exist_ok=True, parents=True)
    (journeys / "parcel.md").write_text(text, encoding="utf-8")
    plans = in_any_language(compile_all(read_journeys([journeys], journeys), Settings().vocabulary))
    cast = Cast(DemoTarget(), player=Player(kind, model))
    run = assure(plans, cast, Settings(), folder / "reports", ToldClock(), Background(folder="journeys"))
    return asyncio.run(run)


def words_of(record: RunRecord) -> list[str]:
    held = transcripts(Path(record.folder) / RECORD)
    return [turn.customer.text for one in held.values() for turn in one.turns]


@pytest.mark.parametrize("kind", ["bounded", "free"])
def test_who_played_is_on_the_record_with_its_cost(tmp_path: Path, kind: Kind) -> None:
    """Each call is a row of the role customer, on our bill; the manifest names model, kind and the prompt's digest."""
    model = Actor(plays)
    record = played(tmp_path, model, kind)
    rows = [entry for entry in record.entries if entry.role == "customer"]
    assert len(model.asked) == len(rows) >= 2
    assert {("ours", "acme", record.outcomes[0].case)} == {(row.payer, row.provider, row.case) for row in rows}
    assert sum(row.charge.tokens.total for row in rows) == by(record.entries, "role")["customer"].tokens.total
    assert record.manifest.playing is not None
    assert (kind, "acme/actor-1") == (record.manifest.playing.kind, record.manifest.playing.model)
    assert record.manifest.customer.endswith(f"{kind}/1 + acme/actor-1")
    assert "valid" == record.outcomes[0].validity
    assert ("go", 0) == (record.decision and record.decision.decision, record.decision and record.decision.exit_code)


def test_the_same_answers_give_the_same_canonical_record(tmp_path: Path) -> None:
    """What the customer is told and answers decides the record; a prompt of other words is another run."""
    one, other = (played(tmp_path / name, Actor(plays)) for name in "ab")
    assert canonical_digest(Path(one.folder) / RECORD) == canonical_digest(Path(other.folder) / RECORD)
    assert shipped().digest("free") != shipped().digest("bounded")


def test_a_scripted_run_is_as_it_was(tmp_path: Path) -> None:
    """Without a model no call is made and nothing is said of one."""
    record = played(tmp_path, None, "scripted")
    assert "customer" not in by(record.entries, "role")
    assert ("scripted/3", None) == (record.manifest.customer, record.manifest.playing)


@pytest.mark.parametrize("kind", ["bounded", "free"])
def test_a_customer_that_is_down_is_no_pass_and_nobodys_fault(tmp_path: Path, kind: Kind) -> None:
    """The conversation is an invalid simulation that says why, and the gate is inconclusive."""
    record = played(tmp_path, Actor([ModelError("503: the service is down")]), kind)
    assert ("invalid_simulation", "customer_error") == (record.outcomes[0].validity, record.outcomes[0].ending)
    assert "503: the service is down" in (record.verdicts[0].invalid_because or "")
    assert 5 == (record.decision.exit_code if record.decision else None)


def test_what_the_script_said_instead_is_told(tmp_path: Path) -> None:
    """Words that were not the customer's part are not said; the page and the summary tell how often."""

    def leaks(prompt: Any) -> str:
        return plays(prompt) if not json.loads(prompt.words)["said"] else "As an AI, I have no order number."

    record = played(tmp_path, Actor(leaks))
    assert 0 < record.outcomes[0].instead
    assert "were spoken in the script's words" in " ".join(" ".join(terminal.summary(record)).split())
    seen = transcripts(Path(record.folder) / RECORD)[record.outcomes[0].case]
    page = terminal.conversation(record.plans[0], record.verdicts[0], seen)
    assert "(the script's words: V2: the customer gave the simulation away" in " ".join(" ".join(page).split())
    assert not any("As an AI" in words for words in words_of(record))


def test_a_played_customer_may_speak_any_language(tmp_path: Path) -> None:
    """The error that the scripted customer speaks English only is not one for a model that plays the brief."""
    text = JOURNEY.replace("parcel\n\n", "parcel\n\nLanguage: Spanish\n\n", 1)
    record = played(tmp_path, Actor([json.dumps({"words": "¿Dónde está?", "act": "other", "leaves": "no"})]), text=text)
    assert record.plans[0].runnable
    assert "¿Dónde está?" == words_of(record)[0]


def test_a_run_goes_on_only_with_the_same_customer(tmp_path: Path) -> None:
    """Another model, kind or prompt is another run: what is compared says which."""
    one, other = played(tmp_path / "a", Actor(plays)).manifest, played(tmp_path / "b", Actor(plays), "bounded").manifest
    assert one.customer != other.customer
    assert one.playing != other.playing


# ---- on the command line ------------------------------------------------------------------------------------


def there(folder: Path, monkeypatch: pytest.MonkeyPatch, settings: str = "") -> None:
    """Stand in a folder with the journey and these settings, and no key."""
    monkeypatch.chdir(folder)
    monkeypatch.delenv("ANTHROPIC_API_KEY", raising=False)
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    (folder / "journeys").mkdir()
    (folder / "journeys" / "parcel.md").write_text(JOURNEY, encoding="utf-8")
    (folder / "harness.toml").write_text(settings, encoding="utf-8")


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        (Wanted(customer="free"), "a free customer is played by a model: name it"),
        (Wanted(customer="fre"), "there is no customer 'fre'. There are: scripted, bounded, free."),
        (Wanted(customer="scripted:openai/x"), "a scripted customer needs no model"),
        (Wanted(customer="free:openai/x"), "OPENAI_API_KEY"),
        (Wanted(customer="bounded:oracle/x"), "there is no model 'oracle/x'"),
    ],
)
def test_a_customer_that_cannot_be_had_is_an_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, asked: Wanted, says: str
) -> None:
    """Wrong usage, said so before anything is held: the script never stands in for a customer that was asked for."""
    there(tmp_path, monkeypatch)
    with pytest.raises(Trouble, match=says):
        run_journeys([], asked, Format.text)
    assert not (tmp_path / "reports").exists()


def test_the_settings_of_a_customer_need_a_model(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """`kind = "free"` without a model is a mistake in the settings."""
    there(tmp_path, monkeypatch, '[customer]\nkind = "free"\n')
    with pytest.raises(Trouble, match=r"harness\.toml:1: 'customer': a free customer is played by a `model`"):
        run_journeys([], Wanted(), Format.text)


@pytest.mark.parametrize("provider", ["anthropic", "openai"])
@pytest.mark.parametrize("kind", ["bounded", "free"])
def test_a_run_is_played_over_a_providers_own_protocol(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], provider: Any, kind: str
) -> None:
    """From the settings to the verdict: a model server on loopback is asked through the SDK for every turn."""

    def reply(seen: Any) -> str:
        content = seen.body["messages"][-1]["content"]
        return plays(SimpleNamespace(words=content if isinstance(content, str) else content[0]["text"]))

    with ModelServer(reply) as server:
        where = f'[models."{provider}/actor-1"]\nbase_url = "{server.base_url(provider)}"\n'
        there(tmp_path, monkeypatch, f'{where}[customer]\nkind = "{kind}"\nmodel = "{provider}/actor-1"\n')
        assert 0 == run_journeys([], Wanted(), Format.text)
    assert f"customer {kind} ({provider}/actor-1)" in " ".join(capsys.readouterr().out.split())
    record = load(resolve(tmp_path / "reports", "last"))
    assert len(server.seen) == by(record.entries, "role")["customer"].calls
    assert ("reported",) == by(record.entries, "role")["customer"].certainties


def test_prompts_of_ones_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """`prompts = "prompts"` in the settings: that folder's templates are sent, and the manifest's digest shows it."""
    with ModelServer(lambda seen: plays(SimpleNamespace(words=seen.body["messages"][-1]["content"]))) as server:
        models = f'[models."openai/actor-1"]\nbase_url = "{server.base_url("openai")}"\n'
        there(tmp_path, monkeypatch, f'prompts = "prompts"\n{models}')
        (tmp_path / "prompts").mkdir()
        (tmp_path / "prompts" / "free.system.j2").write_text("You are in a play.", encoding="utf-8")
        assert 0 == run_journeys([], Wanted(customer="free:openai/actor-1"), Format.json)
    assert "You are in a play." in json.dumps(server.seen[0].body)
    playing = load(resolve(tmp_path / "reports", "last")).manifest.playing
    assert playing is not None
    assert playing.prompt != shipped().digest("free")


def test_confirming_needs_a_customer_who_does_the_same_twice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A conversation is held again as it was, which no model promises: said so, and nothing is held."""
    there(tmp_path, monkeypatch, '[models."openai/x"]\nbase_url = "http://127.0.0.1:9/v1"\n')
    with pytest.raises(Trouble, match="leave one of them out"):
        run_journeys([], Wanted(customer="free:openai/x", confirm_with="demo"), Format.text)
