"""Every finished run is in the history by itself; `harness history` says what is there."""

import json
import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner

from harness.cli.capturing import capture_conversation
from harness.cli.main import app
from harness.record import runs
from harness.trouble import Trouble
from tests.conftest import JOURNEYS

ONE = "journeys/account/locked-out.md"


@pytest.fixture
def harness(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):  # type: ignore[no-untyped-def]
    """Type a command beside a folder of journeys; its exit code, what it printed, and what it said aside."""
    shutil.copytree(JOURNEYS, tmp_path / "journeys")
    monkeypatch.chdir(tmp_path)

    def typed(*words: str) -> tuple[int, str, str]:
        result = CliRunner().invoke(app, list(words))
        return result.exit_code, result.stdout, result.stderr

    return typed


def test_a_finished_run_is_remembered(harness, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    """Nothing has to be done to keep a history: the run is in it when it ends."""
    harness("run", ONE)
    code, said, _ = harness("history", "--format", "json")
    assert (0, list(runs(tmp_path / "reports")), []) == (code, json.loads(said)["runs"], json.loads(said)["put"])


def test_a_history_that_cannot_be_written_costs_no_run(harness, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    """The run's result and exit code are what they would have been, with a sentence about the history beside them."""
    (tmp_path / "reports" / "history.db").mkdir(parents=True)
    code, said, aside = harness("run", ONE)
    assert 0 == code
    assert "this run is not in the history yet: the history (reports/history.db) cannot be used" in aside
    assert said.strip().splitlines()[-1].startswith("VERDICT: GO")


def test_history_says_what_it_holds(harness) -> None:  # type: ignore[no-untyped-def]
    """How many runs, from when to when; after a rebuild, how many were read."""
    assert "reports/history.db holds 0 runs" == harness("history")[1].strip()
    harness("run", ONE)
    first, second = harness("history", "rebuild")[1].strip().splitlines()
    assert first.startswith("reports/history.db holds 1 run, from ")
    assert "  1 run put into it just now" == second


def test_capture_writes_a_draft_that_check_accepts(harness, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    """A failed conversation, named by the beginning of its name, becomes a file that `check` takes, and only once."""
    harness("run", ONE, "--fault", "verbatim-loop")
    code, said, _ = harness("capture", "last", "locked-out")
    (draft,) = (tmp_path / "journeys" / "captured").glob("*.md")
    assert (0, f"Written: {draft.relative_to(tmp_path)}") == (code, said.strip().splitlines()[-2])
    assert 0 == harness("check", str(draft.relative_to(tmp_path)))[0]
    with pytest.raises(Trouble, match="is there already"):
        capture_conversation("last", "locked-out", None, None, None)
    with pytest.raises(Trouble, match="no conversation 'refund'"):
        capture_conversation("last", "refund", None, None, None)


def test_digest_is_kept_and_fails_for_no_hook(  # type: ignore[no-untyped-def]
    harness, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The digest is printed and lies beside the record; a hook that nobody answers costs a sentence, no exit code."""
    harness("run", ONE, "--fault", "verbatim-loop")
    (tmp_path / "harness.toml").write_text('[nights]\nwebhook_env = "HOOK"\nzone = "Europe/London"\n', encoding="utf-8")
    code, said, aside = harness("digest")
    assert (0, "# Run ") == (code, said[:6])
    assert "the digest was not posted: the environment variable HOOK is not set" in aside
    (run,) = runs(tmp_path / "reports")
    assert said == (tmp_path / "reports" / run / "digest.md").read_text(encoding="utf-8")
    monkeypatch.setenv("HOOK", "no-address-at-all")
    code, said, aside = harness("digest", "last", "--format", "json")
    assert (0, run) == (code, json.loads(said)["run"]["run"])
    assert "the digest was not posted: what it is to be posted to is no address" in aside
    assert "" == harness("digest", "--no-post")[2]
