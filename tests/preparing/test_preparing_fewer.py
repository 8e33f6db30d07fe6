"""Fewer conversations: what cannot have changed is left out and said, and the others go where they tell most."""

import shutil
import subprocess
from pathlib import Path

import pytest

from harness.comparison import accept, write_baseline
from harness.gate import GatePolicy, Row, spread
from harness.preparing.changed import NOT_SEEN, changed_since, digest_of, files_of
from harness.preparing.prepare import Prepared, prepare
from harness.preparing.wanted import Wanted
from harness.trouble import Trouble
from tests.conftest import JOURNEYS, Runner
from tests.gate.gated import kept, reference

TOML = """
target = "support"

[targets.support]
kind = "http"
url = "http://127.0.0.1:9/chat"
"""


def git(*words: str, cwd: Path) -> None:
    who = ("-c", "user.name=Ann", "-c", "user.email=ann@example.org", "-c", "commit.gpgsign=false")
    subprocess.run(["git", *who, *words], cwd=cwd, check=True, capture_output=True)


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository of journeys about bills, the agent's prompt, and the settings, all committed."""
    shutil.copytree(JOURNEYS, tmp_path / "journeys")
    (tmp_path / "prompts").mkdir()
    (tmp_path / "prompts" / "refunds.txt").write_text("Be kind.")
    (tmp_path / "harness.toml").write_text(TOML + 'files = ["prompts/**"]\n')
    (tmp_path / "notes.txt").write_text("nothing of importance")
    git("init", "-q", cwd=tmp_path)
    git("add", "-A", cwd=tmp_path)
    git("commit", "-qm", "begin", cwd=tmp_path)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def since(what: str, **asked: object) -> Prepared:
    return prepare([], Wanted.model_validate({"changed_since": what, "locked": False, **asked}))


def test_nothing_changed_nothing_is_held(desk: Path) -> None:
    """Since the last commit only a note was changed: no journey is held, and it is said how many are not."""
    (desk / "notes.txt").write_text("something else")
    found = since("HEAD")
    assert () == found.plans
    assert 24 == len(found.background.unchanged)
    assert ("24 of 24 journeys are not held: nothing they depend on has changed since HEAD",) == found.told


def test_a_journey_that_was_edited_is_held(desk: Path) -> None:
    """A page was edited and another one is new: those two are held."""
    page = desk / "journeys" / "billing" / "charged-twice.md"
    page.write_text(page.read_text() + "\n")
    shutil.copy(page, desk / "journeys" / "billing" / "charged-thrice.md")
    assert {"charged-twice", "charged-thrice"} == {plan.journey for plan in since("HEAD").plans}


def test_a_page_that_is_included_counts_for_all_who_include_it(desk: Path) -> None:
    """A shared page changed: every journey that includes it is held, and no other."""
    shared = desk / "journeys" / "_secrets.md"
    shared.write_text(shared.read_text() + "\n")
    found = since("HEAD")
    assert found.plans
    assert all(any(one.sentence.span.file == "_secrets.md" for one in plan.readings) for plan in found.plans)
    assert not any(name in {plan.journey for plan in found.plans} for name in found.background.unchanged)


@pytest.mark.parametrize(
    "changed", ["prompts/refunds.txt", "prompts/new.txt", "harness.toml", "journeys/journeys.lock"]
)
def test_what_the_agent_or_the_reading_rests_on_is_everybodys(desk: Path, changed: str) -> None:
    """The agent's prompt, the settings or the lock changed: every journey is held, and the file is named."""
    file = desk / changed
    lines = file.read_text().splitlines(keepends=True) if file.exists() else []
    # A lock is whole without its last line, settings with one more.
    file.write_text("".join(lines[:-1] if file.suffix == ".lock" else [*lines, "\n"]))
    found = since("HEAD")
    assert 24 == len(found.plans)
    assert (f"every journey is held: {changed} has changed",) == found.told


def test_a_prompt_that_was_taken_away_counts(desk: Path) -> None:
    """A file of the agent that is gone has changed."""
    (desk / "prompts" / "more.txt").write_text("Be brief.")
    git("add", "-A", cwd=desk)
    git("commit", "-qm", "more", cwd=desk)
    (desk / "prompts" / "more.txt").unlink()
    assert ("every journey is held: prompts/more.txt has changed",) == since("HEAD").told


def test_an_agent_that_cannot_be_seen_is_held_to_everything(desk: Path) -> None:
    """Nobody said what the agent is made of: every journey is held, and it is said how to say so."""
    (desk / "harness.toml").write_text(TOML)
    assert (f"every journey is held: {NOT_SEEN}",) == since("HEAD").told


@pytest.mark.parametrize("commit", ["nonsense", "--output=x", "HEAD:journeys", ""])
def test_a_commit_that_is_none_is_refused(desk: Path, commit: str) -> None:
    """What git does not know is no commit; nothing is written, and nothing is held on a guess."""
    with pytest.raises(Trouble, match="--changed-since: git cannot say"):
        changed_since(commit, desk)
    assert not (desk / "x").exists()


def test_where_there_is_no_repository_it_is_said(tmp_path: Path) -> None:
    """Outside of a repository nobody can say what changed."""
    with pytest.raises(Trouble, match="git cannot say"):
        changed_since("HEAD", tmp_path)


@pytest.mark.parametrize(
    ("pattern", "says"),
    [("nowhere/*", "names no file"), ("/etc/passwd", "lie below"), ("../*", "lie below")],
)
def test_patterns_that_name_nothing_are_refused(desk: Path, pattern: str, says: str) -> None:
    """A pattern that is mistyped would see no change: it is an error."""
    with pytest.raises(Trouble, match=says):
        files_of([pattern], desk)


def test_the_fingerprint_is_of_names_and_contents(desk: Path) -> None:
    """A changed word, another name and another file are each another agent; the time of a file is not."""
    before = digest_of(["prompts/**"], desk)
    file = desk / "prompts" / "refunds.txt"
    file.write_text("Be kind.")
    assert before == digest_of(["prompts/*.txt"], desk)
    file.write_text("Be kinder.")
    changed = digest_of(["prompts/**"], desk)
    file.rename(desk / "prompts" / "returns.txt")
    assert len({before, changed, digest_of(["prompts/**"], desk)}) == 3
    assert digest_of([], desk) is None


def test_what_the_baseline_holds_is_not_held_again(
    run: Runner, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same demo agent, judge and customer: what the baseline has of a journey that means the same is left out."""
    home = tmp_path / "home"
    shutil.copytree(JOURNEYS, home / "journeys")
    monkeypatch.chdir(home)
    record = run("charged-twice", "refund-cracked-item", trials=5)
    prepared = since("baseline")
    assert 24 == len(prepared.plans)
    assert ("every journey is held: there is no baseline.json",) == prepared.told
    write_baseline(home / "baseline.json", accept(record, None).baseline)
    prepared = since("baseline")
    assert ("charged-twice", "refund-cracked-item") == tuple(sorted(prepared.background.unchanged))
    assert 22 == len(prepared.plans)
    assert 24 == len(since("baseline", faults=("wrong-amount",)).plans), "a faulty agent is another one"


ROWS = [
    Row(journey="a", variation="", risk="low"),
    Row(journey="b", variation="x", risk="medium"),
    Row(journey="c", variation="", risk="critical"),
]


def test_trials_go_by_risk_and_by_what_is_known() -> None:
    """A critical journey of which little is known gets most, none fewer than its floor; the sum is what was asked."""
    blind = spread(ROWS, 60, None, GatePolicy()).trials
    assert 60 == sum(blind.values())
    assert 3 <= blind[("a", "")] < blind[("b", "x")] < blind[("c", "")]
    known = spread(ROWS, 60, reference(kept("c", 50)), GatePolicy()).trials
    assert 5 <= known[("c", "")] < blind[("c", "")]


def test_what_the_spread_saves_is_counted() -> None:
    """As many as would have to be spread evenly for the same doubt about what failures cost."""
    found = spread(ROWS, 60, None, GatePolicy())
    assert found.evenly > 60
    even = GatePolicy(weights={"low": 1, "medium": 1, "high": 1, "critical": 1})
    assert 60 == spread(ROWS, 60, None, even).evenly


def test_too_few_conversations_are_refused(desk: Path) -> None:
    """Three of each, five of a critical one: fewer is no test of anything, and the number that would do is named."""
    with pytest.raises(ValueError, match="3 variations take 11 at least"):
        spread(ROWS, 10, None, GatePolicy())
    with pytest.raises(Trouble, match="--conversations: 10 conversations are too few"):
        prepare([], Wanted(conversations=10))


def test_the_run_is_prepared_with_the_spread(desk: Path) -> None:
    """What was spread is what will be held: the number is the one that was asked for."""
    (desk / "harness.toml").unlink()
    found = prepare([], Wanted(conversations=200))
    assert found.background.spread
    assert 200 == sum(found.background.spread.values())
    assert found.told[0].startswith("200 conversations, spread by risk")
