"""Allure: each conversation a test with its turns, its papers and a history that outlives another title."""

import json
import os
import platform
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from harness.report.allure import write_allure
from harness.run import RunRecord
from harness.target.embedded import DemoTarget
from harness.testing import DownTarget
from tests.conftest import Runner

Results = dict[str, dict[str, Any]]


def results(folder: Path) -> Results:
    """Full name -> result."""
    found = [json.loads(file.read_text(encoding="utf-8")) for file in folder.glob("*-result.json")]
    return {one["fullName"]: one for one in found}


def written(record: RunRecord, folder: Path) -> Results:
    assert len(results(folder)) == 0
    assert write_allure(record, folder) == len(results(folder))
    return results(folder)


@pytest.fixture
def stopped(run: Runner) -> RunRecord:
    return run("refund-cracked-item", "locked-out", target=DemoTarget(faults=("wrong-amount",)), trials=2)


def test_each_conversation_is_a_test_with_its_turns(stopped: RunRecord, tmp_path: Path) -> None:
    """Steps are the customer's turns, in them what the agent's system did and what the agent said."""
    found = written(stopped, tmp_path / "al")
    assert 6 == len(found)
    kettle = found["journeys/complaints/refund-cracked-item.md#kettle#2"]
    assert ("failed", "Refund for an item that arrived cracked [kettle] #2") == (kettle["status"], kettle["name"])
    assert ["passed", "passed", "failed"] == [step["status"] for step in kettle["steps"]][:3]
    third = [step["name"] for step in kettle["steps"][2]["steps"]]
    assert "· refund_order(amount=46.00, card=4417, order=W-1042) ok" in third
    assert third[-1].startswith("returns: ")
    assert kettle["start"] <= kettle["steps"][0]["stop"] <= kettle["stop"]


def test_labels_parameters_and_categories(stopped: RunRecord, tmp_path: Path) -> None:
    """Owner, severity from risk, tags, epic and feature from the folder; the row's values; the criterion first."""
    kettle = written(stopped, tmp_path / "al")["journeys/complaints/refund-cracked-item.md#kettle#1"]
    labels = {(one["name"], one["value"]) for one in kettle["labels"]}
    assert {("owner", "Returns"), ("severity", "critical"), ("epic", "complaints"), ("tag", "damaged")} <= labels
    assert {"item": "kettle", "days": "12", "order": "W-1042", "variation": "kettle", "trial": "1"}.items() <= {
        one["name"]: one["value"] for one in kettle["parameters"]
    }.items()
    assert kettle["statusDetails"]["message"].startswith(
        "RESOLUTION, HALLUCINATION: expected: The agent refunds £39.00"
    )
    names = [one["name"] for one in json.loads((tmp_path / "al" / "categories.json").read_text(encoding="utf-8"))]
    assert ["Resolution", "Looping", "Misrouting", "Hallucination", "Conduct", "Journeys that were not understood"] == (
        names[:6]
    )


def test_transcript_verdict_and_ledger_are_attached(stopped: RunRecord, tmp_path: Path) -> None:
    """The ledger's rows are those of this conversation."""
    kettle = written(stopped, tmp_path / "al")["journeys/complaints/refund-cracked-item.md#kettle#1"]
    papers = {
        one["name"]: (tmp_path / "al" / one["source"]).read_text(encoding="utf-8") for one in kettle["attachments"]
    }
    assert "SW1A 1AA" in papers["transcript"]
    assert "refund-cracked-item/kettle#1" == json.loads(papers["verdict"])["case"]
    rows = json.loads(papers["ledger"])
    assert len(kettle["steps"]) == len(rows)
    assert {"refund-cracked-item/kettle#1"} == {row["case"] for row in rows}


def test_no_host_is_named(stopped: RunRecord, tmp_path: Path) -> None:
    """Neither as a label nor anywhere else."""
    written(stopped, tmp_path / "al")
    told = "".join(file.read_text(encoding="utf-8") for file in (tmp_path / "al").iterdir())
    assert platform.node() not in told
    assert '"host"' not in told


def test_another_title_keeps_the_history(stopped: RunRecord, tmp_path: Path) -> None:
    """A journey is known by its file, its row and the trial."""
    renamed = tuple(plan.model_copy(update={"title": f"{plan.title}, renamed"}) for plan in stopped.plans)
    before = written(stopped, tmp_path / "before")
    after = written(stopped.model_copy(update={"plans": renamed}), tmp_path / "after")
    assert {one["name"] for one in before.values()}.isdisjoint(one["name"] for one in after.values())
    assert {one["historyId"] for one in before.values()} == {one["historyId"] for one in after.values()}
    assert 6 == len({one["historyId"] for one in before.values()})
    assert 3 == len({one["testCaseId"] for one in before.values()})


def test_what_is_no_failure_is_told_apart(run: Runner, tmp_path: Path) -> None:
    """A target that is down is broken, with a category of its own, and never failed or passed."""
    found = written(run("locked-out", target=DownTarget()), tmp_path / "al")
    assert ["broken"] == [one["status"] for one in found.values()]
    assert next(iter(found.values()))["statusDetails"]["message"].startswith("INFRA_ERROR: ")


def test_secrets_are_written_nowhere(stopped: RunRecord, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Results and papers alike pass the scrubber."""
    monkeypatch.setenv("SHOP_TOKEN", "SW1A 1AA")
    written(stopped, tmp_path / "al")
    told = "".join(file.read_text(encoding="utf-8") for file in (tmp_path / "al").iterdir())
    assert "SW1A 1AA" not in told
    assert "[secret]" in told


RULES = """
const one = (name) => ({ name, matchers: [{ message: new RegExp(`^[A-Z, ]*${name.toUpperCase()}[A-Z, ]*:`) }] });
export default {
  output: "./out",
  categories: { rules: ["Resolution", "Looping", "Misrouting", "Hallucination", "Conduct"].map(one) },
  plugins: { awesome: { options: { singleFile: true, groupBy: ["epic", "feature"] } } },
};
"""


@pytest.mark.slow
@pytest.mark.needs("chromium")
@pytest.mark.skipif(not shutil.which("npm"), reason="needs npm, and its registry")
def test_a_real_allure_report_is_built_and_opened(stopped: RunRecord, tmp_path: Path) -> None:
    """npm's Allure 3 takes the results, and a browser shows the failed conversation with its turns."""
    if not os.environ.get("CX_ALLURE"):
        pytest.skip("set CX_ALLURE=1 to fetch npm's allure and build a report with it")
    from playwright.sync_api import sync_playwright

    written(stopped, tmp_path / "al")
    (tmp_path / "allurerc.mjs").write_text(RULES, encoding="utf-8")
    subprocess.run(["npm", "install", "--silent", "--no-audit", "--no-fund", "allure@3"], cwd=tmp_path, check=True)
    command = ["node_modules/.bin/allure", "generate", "al", "--config", "allurerc.mjs"]
    subprocess.run(command, cwd=tmp_path, check=True, capture_output=True)
    with sync_playwright() as player:
        browser = player.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        page = browser.new_page()
        page.route("http*://**", lambda route: route.abort())
        page.goto((tmp_path / "out" / "index.html").as_uri())
        page.get_by_text("Refund for an item that arrived cracked [kettle] #1").first.click()
        page.get_by_text("RESOLUTION, HALLUCINATION").first.wait_for()
        page.get_by_text("SW1A 1AA").first.wait_for()
        browser.close()
