"""What a run will cost, said before it is held, and how far that was off."""

import json
from decimal import Decimal
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from harness.assurance import cases_of
from harness.cli.options import Format
from harness.cli.running import run_journeys
from harness.estimate import DEMO, Expected, Ranged, Shape, Who, expected
from harness.ledger import Totals, total
from harness.money import Tokens
from harness.plan.nouns import Plan
from harness.preparing.wanted import Wanted
from harness.record import RECORD, canonical_digest
from harness.report.expected import after, before
from harness.run import RunRecord, load
from harness.settings import Settings
from harness.testing import ToldClock
from harness.testing.model_server import ModelServer
from tests.conftest import Runner
from tests.test_judged_run import answers, there

BOOK = Settings().price_book
NOW = ToldClock()()


@pytest.mark.parametrize(
    ("turns", "tokens"), [(1, 1_540), (2, 3_240), (4, 7_120), (8, 16_800), (16, 43_840), (32, 128_640)]
)
def test_a_conversation_grows_with_the_square_of_its_turns(turns: int, tokens: int) -> None:
    """The vectors of measurement 8.1: 1,500 tokens of prompt, 40 and 120 a turn, all of it sent again."""
    assert Tokens(fresh=tokens, output=120 * turns) == Shape().of(turns)


def who(record: RunRecord) -> Who:
    return Who(record.manifest.target, record.manifest.customer, record.manifest.judge)


def told(plans: tuple[Plan, ...], trials: int, seed: int, of: Who, reports: Path, **more: Any) -> Expected:
    found = expected(cases_of(plans, trials, seed), of, reports, BOOK, NOW, **more)
    assert found
    return found


def test_the_demo_is_foreseen_from_its_last_run(run: Runner, plans: tuple[Plan, ...], tmp_path: Path) -> None:
    """Another seed, twice the trials: within 15 %, and within the interval that was given for it."""
    first = run(reports=tmp_path / "reports", seed=7)
    found = told(plans, 2, 9, who(first), tmp_path / "reports")
    held = run(reports=tmp_path / "reports", seed=9, trials=2)
    error = found.error(held.spent)
    assert error is not None
    assert abs(error) < Decimal("0.15")
    assert found.money["USD"].low <= held.spent.money["USD"] <= found.money["USD"].high
    assert "the last run of this target" == found.basis


def test_the_demo_is_foreseen_without_any_run(run: Runner, plans: tuple[Plan, ...], tmp_path: Path) -> None:
    """From the shape of its conversations alone: within 15 % in tokens; no price, for no model is known yet."""
    held = run()
    found = told(plans, 1, 7, who(held), tmp_path / "none", shape=DEMO)
    error = found.error(held.spent)
    assert error is not None
    assert abs(error) < Decimal("0.15")
    assert {} == found.money
    assert found.basis.startswith("formulas")


def test_runs_of_another_kind_tell_nothing(run: Runner, plans: tuple[Plan, ...], tmp_path: Path) -> None:
    """Another target, customer or judge, a record that is torn, a file that is none: formulas, and no crash."""
    first = run("locked-out", reports=tmp_path / "reports")
    other = Who("another", first.manifest.customer, first.manifest.judge)
    assert told(plans, 1, 7, other, tmp_path / "reports").basis.startswith("formulas")
    (Path(first.folder) / RECORD).write_bytes(b'{"kind": "run_started"}\n\xff')
    assert told(plans, 1, 7, who(first), tmp_path / "reports").basis.startswith("formulas")
    assert expected([], who(first), tmp_path / "reports", BOOK, NOW) is None


def spoken(seen: Any) -> str:
    content = seen.body["messages"][-1]["content"]
    return str(answers()(SimpleNamespace(words=content if isinstance(content, str) else content[0]["text"])))


def test_a_judged_run_on_the_model_server_is_foreseen(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The second run over a provider's own protocol lies within 15 % of what was said before it, money included."""
    price = 'currency = "USD"\non = 2026-11-01\nsource = "test"\n'
    prices = "".join(
        f'[[prices]]\nmodel = "{name}"\ninput = 3\noutput = 15\ncache_read = 0.3\ncache_write = 3.75\n{price}'
        for name in ("judge-1", "hearth-demo-1")
    )
    with ModelServer(spoken) as server:
        where = f'[models."anthropic/judge-1"]\nbase_url = "{server.base_url("anthropic")}"\n'
        there(tmp_path, monkeypatch, f'{where}[judge]\nmodel = "anthropic/judge-1"\n{prices}')
        run_journeys([], Wanted(seed=1), Format.text)
        capsys.readouterr()
        run_journeys([], Wanted(seed=2, trials=4), Format.json)
    shown = json.loads(capsys.readouterr().out)
    record = load(Path(shown["folder"]) / RECORD)
    foreseen = record.manifest.expected
    assert foreseen
    assert {"judge", "target"} == set(foreseen.tokens)
    error = foreseen.error(record.spent)
    assert error is not None
    assert abs(error) < Decimal("0.15")


def test_what_is_said_before_and_after(run: Runner) -> None:
    """Tokens by role with their interval and what they rest on; afterwards how far off it was."""
    record = run("locked-out")
    spent = record.spent.money["USD"]
    ranged = Ranged(value=spent * 2, low=spent, high=spent * 3)
    tokens = Ranged(value=Decimal(64_313), low=Decimal(59_000), high=Decimal(70_000))
    said = Expected(
        conversations=len(record.outcomes), basis="the last run", tokens={"target": tokens}, money={"USD": ranged}
    )
    assert "agent under test 64,300 (59,000 – 70,000) tokens" in " ".join(" ".join(before(said)).split())
    manifest = record.manifest.model_copy(update={"expected": said})
    assert "100 % too much" in " ".join(after(record.model_copy(update={"manifest": manifest})))
    assert [] == after(record)
    assert [] == before(None)


def test_an_estimate_makes_no_other_record(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The runs before decide what is expected, and not what the run is: one canonical record."""
    there(tmp_path, monkeypatch, "")
    folders = []
    for _ in range(2):
        run_journeys([], Wanted(), Format.json)
        folders.append(Path(json.loads(capsys.readouterr().out)["folder"]) / RECORD)
    assert load(folders[0]).manifest.expected != load(folders[1]).manifest.expected
    assert canonical_digest(folders[0]) == canonical_digest(folders[1])


def test_nothing_spent_is_no_error_of_an_estimate() -> None:
    """Where nothing was spent nothing can be said of how far off it was."""
    assert Expected(conversations=1, basis="", tokens={}).error(Totals()) is None
    assert Expected(conversations=1, basis="", tokens={}).error(total(())) is None
