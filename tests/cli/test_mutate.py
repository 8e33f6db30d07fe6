"""`harness check --mutate`: what each line is worth, and what a run puts to the test."""

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from harness.journey.read import is_page
from tests.typed import typed

ROOT = Path(__file__).parent.parent.parent


def check(*words: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    return typed("check", *words, "--mutate", cwd=cwd)


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with three journeys that were run."""
    folder = tmp_path_factory.mktemp("mutate")
    shutil.copytree(ROOT / "journeys", folder / "journeys")
    names = ("charged-twice", "locked-out", "refund-cracked-item")
    for path in (folder / "journeys").rglob("*.md"):
        if path.stem not in names and not is_page(path.relative_to(folder / "journeys")):
            path.unlink()
    result = typed("run", cwd=folder)
    assert 0 == result.returncode, result.stdout
    return folder


def test_each_line_is_told_what_it_is_worth(desk: Path) -> None:
    """Without a run: line by line, what would be lost, in plain words, with exit 0."""
    result = check("journeys/complaints/refund-cracked-item.md", cwd=desk)
    words = " ".join(result.stdout.split())
    assert 0 == result.returncode, result.stderr
    assert "14 The agent asks for her postcode. no longer checked: The agent asks for her postcode." in words
    assert "nothing else checks the postcode" in words
    assert "J013 The customer has no postcode to give." in words
    assert "[policies/refunds.md]" in words


def test_with_a_run_it_names_what_nothing_could_have_failed(desk: Path) -> None:
    """With the last run: each sentence that came through every variation, with its place, and the bounds."""
    result = check("last", cwd=desk)
    words = " ".join(result.stdout.split())
    assert 0 == result.returncode, result.stderr
    assert "journeys/account/locked-out.md:18:3 The agent asks for her password." in words
    assert "the agent never spoke of it" in words
    assert "Bounds: 40 conversations a run, 60 variations of each" in words
    assert "could have failed these" not in words


def test_for_machines_it_is_json(desk: Path) -> None:
    """The same as one document; a journey that is named narrows the run down to it."""
    document = json.loads(check("journeys/billing/charged-twice.md", "last", "--format", "json", cwd=desk).stdout)
    assert ["charged-twice"] == [one["journey"] for one in document["journeys"]]
    assert 1 == document["run"]["conversations"]
    assert {"charged-twice"} == {one["journey"] for one in document["run"]["untested"]}
    asks = document["journeys"][0]["sentences"][5]
    assert ("The agent asks for his email address.", "check") == (asks["sentence"]["text"], asks["losses"][0]["kind"])


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("lst",), "There is no run 'lst'"),
        (("last", "lost"), "one run"),
        (("--format", "github"), "text or json"),
        (("journeys/nothing.md",), "journeys/nothing.md"),
    ],
    ids=["no run", "two runs", "annotations", "no journey"],
)
def test_a_mistake_gets_a_sentence(desk: Path, words: tuple[str, ...], says: str) -> None:
    """Exit 2 and what would work."""
    result = check(*words, cwd=desk)
    assert 2 == result.returncode
    assert says in result.stderr
