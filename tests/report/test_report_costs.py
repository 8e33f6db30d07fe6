"""The page of costs, in 80 columns, and its rows: read as people and spreadsheets read them."""

import asyncio
import csv
import json
import subprocess
from decimal import Decimal
from io import StringIO
from pathlib import Path
from typing import Any

import pytest

from harness.assurance import Background, Cast, Ears, Paid, assure
from harness.budget import Budgets
from harness.budget.nouns import amount_of
from harness.cli.costing import Asked, show_costs
from harness.cli.options import CostFormat
from harness.cli.running import so_far
from harness.kpi import KpiSettings
from harness.ledger import LedgerEntry
from harness.money import Charge, Tokens
from harness.plan.nouns import Plan
from harness.report import costs
from harness.settings import Settings
from harness.target.embedded import DemoTarget
from harness.testing import ToldClock
from harness.trouble import Trouble
from tests.conftest import Runner, shown

KNOWN = KpiSettings(agent_contacts=1_200_000, human_cost=Decimal(8), valuable_intents=("billing",))


@pytest.fixture
def at_home(run: Runner, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with one run in it."""
    run("charged-twice", "where-is-my-order", target=DemoTarget(faults=("verbatim-loop",)))
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_the_page(run: Runner, snapshot: Any) -> None:
    """Looked at: who spent what, what it bought, what it wasted, and what may stand beside it."""
    record = run("charged-twice", "where-is-my-order", target=DemoTarget(faults=("verbatim-loop",)))
    lines = costs.page(record, KNOWN, contacts_a_day=40_000, dimension="journey")
    assert [] == [line for line in lines if len(line) > 80]
    snapshot("cost", shown(lines, Path(record.folder)))


def test_one_row_a_charge(run: Runner) -> None:
    """The rows add up to the run, and a cell that a spreadsheet would compute is quoted."""
    record = run("charged-twice")
    evil = LedgerEntry(
        case="=1+1",
        role="judge",
        payer="ours",
        model='@SUM(A1),"x"\n=2',
        charge=Charge(tokens=Tokens(fresh=1), certainty="reported", amount=Decimal("1E-7")),
    )
    record = record.charged((*record.entries, evil))
    found = list(csv.DictReader(StringIO("\n".join(costs.rows(record)))))
    assert len(record.entries) == len(found)
    assert record.spent.money["USD"] == sum(Decimal(row["amount"]) for row in found)
    assert ("'=1+1", '\'@SUM(A1),"x" =2', "0.0000001") == tuple(found[-1][name] for name in ("case", "model", "amount"))
    assert found[0]["at"].startswith("20")


def test_the_command_prices_a_stored_run_anew(at_home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Twice the price, twice the money; the record stays as it is. The same figures as text, JSON and rows."""
    (at_home / "prices.toml").write_text(
        '[[prices]]\nmodel = "hearth-demo-1"\ninput = 6\noutput = 30\non = 2026-11-02\nsource = "contract"\n',
        encoding="utf-8",
    )
    found = []
    for prices in (None, Path("prices.toml")):
        assert 0 == show_costs(Asked(prices=prices), CostFormat.json)
        found.append(Decimal(json.loads(capsys.readouterr().out)["spent"]["money"]["USD"]))
    assert 2 * found[0] == found[1]
    show_costs(Asked(prices=Path("prices.toml"), as_of="2026-11-01"), CostFormat.csv)
    table = list(csv.DictReader(StringIO(capsys.readouterr().out)))
    assert found[1] == sum(Decimal(row["amount"]) for row in table)
    assert {"contract"} == {row["price_source"] for row in table}
    show_costs(Asked(what=("last",)), CostFormat.text)
    assert "cost per resolved outcome" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        (Asked(as_of="yesterday"), "'yesterday' is no day such as 2026-11-01"),
        (Asked(prices=Path("none.toml")), "none.toml cannot be read"),
        (Asked(prices=Path("bad.toml")), r"\[\[prices\]\] cannot be used"),
        (Asked(what=("one", "two")), "name one run"),
        (Asked(changes=("a=1",)), "--set changes a model"),
        (Asked(what=("model",), changes=("tickets=1",)), "Did you mean 'tickets_a_day'"),
        (Asked(what=("model",), changes=("untested.dys=1",)), "Did you mean 'untested.days'"),
        (Asked(what=("model",), changes=("retry=2",)), "'retry': input should be less than or equal to 1"),
        (Asked(what=("model",), changes=("retry",)), "'retry' is no key=value"),
        (Asked(what=("model", "a", "b")), "name one file of inputs"),
        (Asked(what=("model", "wrong.toml")), "is a table of inputs"),
    ],
)
def test_a_slip_is_answered_with_what_would_work(at_home: Path, asked: Asked, says: str) -> None:
    """What is wrong, and the nearest thing that would work."""
    (at_home / "bad.toml").write_text('[[prices]]\nmodel = "x"\n', encoding="utf-8")
    (at_home / "wrong.toml").write_text("untested = 3\n", encoding="utf-8")
    with pytest.raises(Trouble, match=says):
        show_costs(asked, CostFormat.text)


def test_a_model_by_set_and_by_file(tmp_path: Path, capsys: pytest.CaptureFixture[str], snapshot: Any) -> None:
    """The article's two scales, corrected; one's own from a file, changed by --set, beside ten times the tickets."""
    assert 0 == show_costs(Asked(what=("model",)), CostFormat.text)
    printed = capsys.readouterr().out
    assert [] == [line for line in printed.splitlines() if len(line) > 80]
    snapshot("cost-model", printed)
    file = tmp_path / "ours.toml"
    file.write_text("tickets_a_day = 500\n[untested]\ndays = 3\n", encoding="utf-8")
    show_costs(Asked(what=("model", str(file)), changes=("working_days=20", "untested.changes=2")), CostFormat.json)
    told = json.loads(capsys.readouterr().out)
    assert ["450", "4500"] == [f"{Decimal(one['bill']['total']):.0f}" for one in told["models"]]
    assert ("3", "2") == (told["untested"]["inputs"]["days"], told["untested"]["inputs"]["changes"])


def test_the_organisation_is_measured_where_there_is_a_repository(
    at_home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """From git: the share of changed journeys that needed no code; without a repository nothing is said of it."""
    show_costs(Asked(), CostFormat.text)
    assert "organisation" not in capsys.readouterr().out
    (at_home / "journeys").mkdir()
    (at_home / "journeys" / "charged-twice.md").write_text("# One\n", encoding="utf-8")
    git = ["git", "-c", "user.name=a", "-c", "user.email=a@b.c", "-c", "commit.gpgsign=false"]
    for words in (["init", "-q"], ["add", "journeys"], ["commit", "-qm", "one"]):
        subprocess.run([*git, *words], check=True, cwd=at_home, capture_output=True)
    show_costs(Asked(), CostFormat.text)
    out = capsys.readouterr().out
    assert "journeys changed without code" in out
    assert "100.0 %" in out


def test_what_was_spent_so_far_stands_beside_what_may_be() -> None:
    """While a run goes on: on whose bill, of which budget; nothing where nothing was spent and nothing is limited."""
    budgets = Budgets(target=amount_of("5.00"), ours=amount_of("1.00 EUR"))
    paid: Paid = {"agent_owner": {"USD": Decimal("0.12")}, "ours": {}}
    assert "agent $0.1200 of $5.00, ours 0 of €1.00  " == so_far(paid, budgets)
    assert "agent $0.1200  " == so_far(paid, Budgets())
    assert "" == so_far({}, Budgets())


def test_the_counter_knows_what_was_spent(plans: tuple[Plan, ...], tmp_path: Path) -> None:
    """Each conversation that ends tells what all calls came to: at the last, the run's own sum."""
    told: list[Paid] = []
    record = asyncio.run(
        assure(
            [plan for plan in plans if plan.journey in ("charged-twice", "where-is-my-order")],
            Cast(DemoTarget()),
            Settings(),
            tmp_path / "reports",
            ToldClock(),
            Background(folder="journeys"),
            Ears(lambda _done, _of, _verdict, paid: told.append(dict(paid))),
        )
    )
    assert len(record.outcomes) == len(told)
    assert {"agent_owner": record.spent.money} == told[-1]
