"""`pytest journeys/`: each journey and variation is a test, held beside the others, and told in the author's words."""

import importlib
import json
import re
import shutil
import sys
from collections import Counter
from pathlib import Path

import pytest

from harness.assurance import Background, Cast
from harness.conversation.nouns import Transcript
from harness.history.store import open_history
from harness.money import Tokens
from harness.plan.nouns import Plan
from harness.preparing.prepare import Prepared
from harness.pytest_plugin.running import Conversation
from harness.pytest_plugin.telling import CameTo, came_to
from harness.record import RECORD, canonical_digest
from harness.run import load
from harness.settings import Settings
from harness.target.embedded import DemoTarget
from harness.verdict.nouns import Outcome, Verdict

pytest_plugins = "pytester"


@pytest.fixture(scope="module", autouse=True)
def _loaded(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Load what a run loads late: pytester unloads what an inner session loads, and SQLAlchemy bears that only once."""
    with open_history(Settings().history, tmp_path_factory.mktemp("history")):
        importlib.import_module("harness.report.pages")


ROOT = Path(__file__).parent.parent.parent
CRACKED = "journeys/complaints/refund-cracked-item.md"


@pytest.fixture
def desk(pytester: pytest.Pytester) -> pytest.Pytester:
    """A project with settings, two journeys and what they include."""
    (pytester.path / "harness.toml").write_text('target = "demo"\n', encoding="utf-8")
    for name in ("account/locked-out.md", "complaints/refund-cracked-item.md"):
        (pytester.path / "journeys" / name).parent.mkdir(parents=True)
        shutil.copy(ROOT / "journeys" / name, pytester.path / "journeys" / name)
    shutil.copytree(ROOT / "journeys" / "policies", pytester.path / "journeys" / "policies")
    return pytester


def records(desk: pytest.Pytester) -> list[Path]:
    return sorted((desk.path / "reports").glob(f"*/{RECORD}"))


def test_each_journey_and_variation_is_a_test(desk: pytest.Pytester) -> None:
    """What the journeys include, and the project's own README, is none."""
    (desk.path / "README.md").write_text("# Not a journey\n", encoding="utf-8")
    result = desk.runpytest_inprocess("--collect-only", "-q", ".")
    result.stdout.fnmatch_lines(
        [
            "journeys/account/locked-out.md::locked-out",
            f"{CRACKED}::refund-cracked-item[[]kettle[]]",
            f"{CRACKED}::refund-cracked-item[[]toaster[]]",
            "*3 tests collected*",
        ]
    )
    assert [] == records(desk)


def test_a_healthy_agent_passes_and_the_run_is_on_record(desk: pytest.Pytester) -> None:
    """All tests pass, in the order of the files, and reports/ holds the one run, which the last lines name."""
    result = desk.runpytest_inprocess("journeys", "-v")
    assert 0 == result.ret
    result.stdout.fnmatch_lines(
        [
            "journeys/account/locked-out.md::locked-out PASSED*",
            f"{CRACKED}::refund-cracked-item[[]kettle[]] PASSED*",
            f"{CRACKED}::refund-cracked-item[[]toaster[]] PASSED*",
            "Record    reports/*/run.jsonl",
            "VERDICT: GO — every required sentence held in 3 conversations   (exit 0)",
        ]
    )
    (file,) = records(desk)
    record = load(file)
    assert "harness run journeys --seed 7 --trials 1" == record.manifest.command
    assert record.decision is not None
    assert 3 == len(record.outcomes)


def test_a_failure_is_told_in_the_authors_words(desk: pytest.Pytester) -> None:
    """The sentence with file and line, the proof, what was said around it, and no line of Python."""
    result = desk.runpytest_inprocess("journeys", "--harness-fault", "wrong-amount")
    assert 1 == result.ret
    told = " ".join(result.stdout.str().split())
    assert f"should happen, {CRACKED}:32:39: The agent refunds £39.00 with `refund_order`." in told
    assert "turn 3, event t3e2: refund_order(amount=46.00, card=4417, order=W-1042) ok" in told
    assert "3 customer Certainly, that's SW1A 1AA. · verify_customer(" in told
    assert "VERDICT: STOP — 1 journey failed (exit 1)" in told
    assert not re.search(r"Traceback|\.py\b(?!\S*:\d+: (?:Pytest|Deprecation))", "".join(result.outlines[5:]))


def test_a_target_that_is_down_is_an_error_and_no_failure(desk: pytest.Pytester) -> None:
    """The agent is not to blame for what nobody could ask it, and nothing passes."""
    result = desk.runpytest_inprocess("journeys", "--harness-target", "http://127.0.0.1:1/chat")
    result.assert_outcomes(errors=3)
    assert "the target failed: neither a pass nor a fail" in result.stdout.str()
    assert "(exit 4)" in result.stdout.str()


def test_a_journey_that_is_not_understood_is_an_error(desk: pytest.Pytester) -> None:
    """It is named with the place, what is wrong and what would work; the others run."""
    (desk.path / "journeys" / "empty-wish.md").write_text("# A wish\n\nAnn wants a refund.\n", encoding="utf-8")
    result = desk.runpytest_inprocess("journeys")
    result.assert_outcomes(passed=3, errors=1)
    assert "A wish was not understood, and not run:" in result.stdout.str()
    assert "journeys/empty-wish.md:1:1 J" in result.stdout.str()


def test_a_gate_that_is_not_sure_fails_the_session(desk: pytest.Pytester) -> None:
    """Every test passes, and three conversations prove nothing of the kind that the policy asks for."""
    (desk.path / "harness.toml").write_text("[gate]\nprove = 0.9\n", encoding="utf-8")
    result = desk.runpytest_inprocess("journeys")
    result.assert_outcomes(passed=3)
    assert 1 == result.ret
    assert "(exit 5)" in result.stdout.str()


def test_what_nobody_could_judge_is_no_pass(plans: tuple[Plan, ...]) -> None:
    """A required sentence that is left open is neither a pass nor a fail: its test is skipped, with the reason."""
    outcome = Outcome(
        case="locked-out/-#1",
        journey="locked-out",
        variation="",
        trial=1,
        why="fixed",
        risk="low",
        validity="valid",
        ending="satisfied",
        turns=3,
        tokens=Tokens(),
        results={"resolution": "pass"},
        required={"a": "pass", "b": "cannot_tell"},
    )
    transcript = Transcript(case=outcome.case, turns=(), ending="satisfied")
    verdict = Verdict(case=outcome.case, validity="valid", ending="satisfied")
    plan = next(plan for plan in plans if plan.journey == "locked-out")
    prepared = Prepared((plan,), Cast(DemoTarget()), Settings(), Path("reports"), Background())
    said = came_to(prepared, plan, [Conversation(transcript=transcript, verdict=verdict, outcome=outcome)])
    assert CameTo("undecided", "1 required sentence could not be judged") == said


@pytest.mark.parametrize(
    ("options", "chosen"),
    [
        (("-k", "kettle"), ["refund-cracked-item/kettle#1"]),
        (("-m", "kind_account"), ["locked-out/-#1"]),
        (("-m", "tag_damaged and risk_high and journey", "-k", "toaster"), ["refund-cracked-item/toaster#1"]),
        ((f"{CRACKED}::refund-cracked-item[toaster]",), ["refund-cracked-item/toaster#1"]),
    ],
)
def test_only_what_is_selected_is_held(desk: pytest.Pytester, options: tuple[str, ...], chosen: list[str]) -> None:
    """By name, by marker of risk, tag or kind, or by naming one test: nothing else costs anything."""
    paths = () if "::" in options[0] else ("journeys",)
    desk.runpytest_inprocess(*paths, *options).assert_outcomes(passed=1, deselected=2 if paths else 0)
    (file,) = records(desk)
    assert chosen == [outcome.case for outcome in load(file).outcomes]


def test_trials_of_a_variation_are_one_test(desk: pytest.Pytester) -> None:
    """Three conversations each, as many as the settings or the command say."""
    desk.runpytest_inprocess("journeys", "--harness-trials", "3").assert_outcomes(passed=3)
    (file,) = records(desk)
    assert 9 == len(load(file).outcomes)


def test_last_failed_holds_the_failed_again(desk: pytest.Pytester) -> None:
    """`--lf` after a fault was mended: one conversation, and it passes."""
    desk.runpytest_inprocess("journeys", "--harness-fault", "wrong-amount").assert_outcomes(passed=2, failed=1)
    desk.runpytest_inprocess("journeys", "--lf").assert_outcomes(passed=1)
    assert 1 == len(load(records(desk)[-1]).outcomes)


def test_the_first_failure_may_end_it(desk: pytest.Pytester) -> None:
    """`-x` stops the run as well; what was held is on record, and it says how to go on."""
    result = desk.runpytest_inprocess("journeys", "--harness-fault", "wrong-amount", "-x", "--harness-trials", "40")
    result.assert_outcomes(passed=1, failed=1)
    assert "This run did not finish: it has no verdict." in result.stdout.str()


def test_a_run_that_was_settled_early_hides_no_failure(desk: pytest.Pytester) -> None:
    """What failed is a failure, and what was no longer held is skipped, with the reason."""
    settings = "[run]\nstop_early = true\nin_flight = 1\ntrials = 9\n"
    (desk.path / "harness.toml").write_text(settings, encoding="utf-8")
    result = desk.runpytest_inprocess("journeys", "-rs", "--harness-fault", "wrong-amount")
    outcomes = result.parseoutcomes()
    assert 1 == outcomes["failed"]
    assert 0 == outcomes.get("errors", 0)
    assert "VERDICT: STOP" in result.stdout.str()


def test_junit_has_the_authors_words(desk: pytest.Pytester) -> None:
    """pytest's own JUnit file tells a failure apart from an error, in words for people."""
    desk.runpytest_inprocess("journeys", "--junitxml=junit.xml", "--harness-fault", "wrong-amount")
    text = (desk.path / "junit.xml").read_text(encoding="utf-8")
    assert 'failures="1"' in text
    assert "The agent refunds £39.00" in " ".join(text.replace("&#10;", " ").split())


def test_python_tests_and_journeys_run_in_one_session(desk: pytest.Pytester) -> None:
    """Neither is in the other's way."""
    desk.makepyfile(test_sum="def test_sum():\n    assert 2 == 1 + 1\n")
    desk.runpytest_inprocess("journeys/account", "test_sum.py").assert_outcomes(passed=2)


def test_wrong_settings_are_said_in_a_sentence(desk: pytest.Pytester) -> None:
    """With the nearest match, and no traceback."""
    (desk.path / "harness.toml").write_text('traget = "demo"\n', encoding="utf-8")
    result = desk.runpytest_inprocess("journeys/account")
    result.assert_outcomes(errors=1)
    assert "there is no setting 'traget'. Did you mean 'target'?" in result.stdout.str()
    assert "Traceback" not in result.stdout.str()


PLAIN = """
import sys
from collections import Counter

def test_nothing_was_loaded():
    loaded = {name for name in sys.modules if name.split(".")[0] == "harness"}
    assert loaded <= {"harness", "harness.version", "harness.pytest_plugin", "harness.pytest_plugin.folder"}
"""


def test_a_plain_project_does_not_notice(pytester: pytest.Pytester) -> None:
    """No settings: Markdown is text, even in a folder called journeys, and nothing of the harness is loaded."""
    pytester.makepyfile(test_plain=PLAIN)
    (pytester.path / "README.md").write_text("# A project\n", encoding="utf-8")
    (pytester.path / "journeys").mkdir()
    (pytester.path / "journeys" / "of-ours.md").write_text("# Our journeys\n", encoding="utf-8")
    pytester.runpytest_subprocess().assert_outcomes(passed=1)


def test_without_settings_the_folder_can_be_named(desk: pytest.Pytester) -> None:
    """A newcomer with nothing but a journeys folder names it."""
    (desk.path / "harness.toml").unlink()
    desk.runpytest_inprocess("journeys/account").assert_outcomes(passed=1)


def test_a_secret_in_a_reply_is_printed_nowhere(desk: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> None:
    """What a failing test shows passes the scrubber too."""
    monkeypatch.setenv("SHOP_TOKEN", "SW1A 1AA")
    result = desk.runpytest_inprocess(CRACKED, "--harness-fault", "wrong-amount")
    assert 1 == result.ret
    assert "SW1A 1AA" not in result.stdout.str()
    assert "[secret]" in result.stdout.str()


def test_the_record_is_the_commands(desk: pytest.Pytester) -> None:
    """The same conversations as `harness run`, digest by digest."""
    desk.runpytest_inprocess("journeys")
    desk.run(sys.executable, "-m", "harness", "run", "journeys")
    first, second = records(desk)
    assert canonical_digest(first) == canonical_digest(second)
    assert json.loads(first.read_text(encoding="utf-8").splitlines()[0])["kind"] == "run_started"


@pytest.mark.slow
def test_workers_share_one_run(desk: pytest.Pytester) -> None:
    """pytest-xdist: two workers show what the controller holds once, and the verdict line is printed once."""
    result = desk.runpytest_subprocess("journeys", "-n2", "--harness-fault", "wrong-amount")
    result.assert_outcomes(passed=2, failed=1)
    told = " ".join(result.stdout.str().split())
    assert "The agent refunds £39.00 with `refund_order`." in told
    assert 1 == told.count("VERDICT: STOP — 1 journey failed (exit 1)")
    (file,) = records(desk)
    assert 3 == len(load(file).outcomes)


@pytest.mark.slow
def test_workers_are_told_why_nothing_can_be_held(desk: pytest.Pytester) -> None:
    """pytest-xdist: what the settings have wrong is said by each test, and nothing waits for ever."""
    result = desk.runpytest_subprocess("journeys", "-n2", "--harness-target", "prod")
    result.assert_outcomes(errors=3)
    assert "there is no target 'prod'" in result.stdout.str()


def test_allure_gets_conversations_and_not_bare_tests(desk: pytest.Pytester) -> None:
    """`--alluredir`: one result a conversation, from the record; Python tests beside them stay allure-pytest's own."""
    desk.makepyfile(test_sum="def test_sum():\n    assert 2 == 1 + 1\n")
    desk.runpytest_inprocess("journeys", "test_sum.py", "--alluredir", "al", "--harness-fault", "wrong-amount")
    results = [json.loads(file.read_text(encoding="utf-8")) for file in (desk.path / "al").glob("*-result.json")]
    assert [("failed", 1), ("passed", 3)] == sorted(Counter(one["status"] for one in results).items())
    mine = [one for one in results if one["fullName"].startswith("journeys/")]
    assert 3 == len(mine)
    assert all(one["steps"] and len(one["attachments"]) == 3 for one in mine)
    assert "host" not in {label["name"] for one in mine for label in one["labels"]}
