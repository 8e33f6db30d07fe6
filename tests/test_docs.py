"""README and docs are true: commands work, examples run, outputs are what is printed, links lead somewhere."""

import re
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

from harness.gate import EXIT_MEANS

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").rglob("*.md"))]


def blocks(text: str, language: str) -> list[str]:
    """The fenced blocks of a page in this language."""
    return re.findall(rf"^```{language}\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)


def harness(*words: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "harness", *words]
    return subprocess.run(command, cwd=cwd, capture_output=True, text=True, timeout=120, check=False)


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    """A checkout's journeys, and the README's own beside them."""
    shutil.copytree(ROOT / "journeys", tmp_path / "journeys")
    (tmp_path / "journeys" / "my-order.md").write_text(blocks(README, "markdown")[0], encoding="utf-8")
    return tmp_path


def test_the_commands_of_the_readme_work(desk: Path) -> None:
    """Every `$ harness ...` of the README is typed, in order, and ends with exit 0."""
    lines = [line for block in blocks(README, "console") for line in block.splitlines() if line.startswith("$")]
    commands = [line[2:].split() for line in lines]
    assert len(commands) >= 4
    for command in commands:
        result = harness(*command[1:], cwd=desk)
        assert 0 == result.returncode, f"{command}: {result.stdout}{result.stderr}"


@cache
def printed(folder: Path, *words: str) -> str:
    return harness(*words, cwd=folder).stdout


@pytest.mark.parametrize(("number", "words"), [(0, ("run", "journeys")), (1, ("demo",))], ids=["make demo", "demo"])
def test_the_outputs_of_the_readme_are_real(tmp_path: Path, number: int, words: tuple[str, ...]) -> None:
    """Each line that the README shows as output is printed, in that order (ids, digests and left-out lines aside)."""
    shutil.copytree(ROOT / "journeys", tmp_path / "journeys")
    run_id = r"\d{8}-\d{6}-[0-9a-f]{4}|(?<=last digest )[0-9a-f]{16}"
    real = re.sub(run_id, "RUN", printed(tmp_path, *words)).splitlines()
    shown = re.sub(run_id, "RUN", blocks(README, "text")[number]).splitlines()
    assert len(shown) > 5
    place = 0
    for line in shown:
        if line.strip() not in ("", "…"):
            assert line in real[place:], line
            place = real.index(line, place) + 1


def test_the_journey_of_the_guide_runs(tmp_path: Path) -> None:
    """The whole journey in the guide is understood, and the healthy demo agent passes both of its rows."""
    guide = (ROOT / "docs" / "writing-journeys.md").read_text(encoding="utf-8")
    (tmp_path / "my-pot.md").write_text(blocks(guide, "markdown")[0], encoding="utf-8")
    checked = harness("check", "my-pot.md", "--strict", cwd=tmp_path)
    assert 0 == checked.returncode, checked.stdout
    result = harness("run", "my-pot.md", cwd=tmp_path)
    assert 0 == result.returncode, result.stdout
    assert "2 of 2 passed" in result.stdout


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_somewhere(page: Path) -> None:
    """Every link to a file of this repository finds it."""
    text = page.read_text(encoding="utf-8")
    outside_code = re.sub(r"^```.*?^```$|`[^`\n]*`", "", text, flags=re.MULTILINE | re.DOTALL)
    links = re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", outside_code)
    assert [] == [link for link in links if not (page.parent / link).exists()]


def test_every_exit_code_is_explained() -> None:
    """The page on exit codes has a row for each code that the gate can give, and no other."""
    page = (ROOT / "docs" / "exit-codes.md").read_text(encoding="utf-8")
    rows = {int(code) for code in re.findall(r"^\| (\d+) \|", page, re.MULTILINE)}
    assert set(EXIT_MEANS) == rows


@pytest.mark.parametrize(
    "command",
    [
        *("check", "new", "fmt", "run", "pin", "show", "report", "verify", "calibrate", "doctor"),
        *("demo", "demo chat", "demo serve"),
    ],
)
def test_every_command_is_in_the_docs(command: str) -> None:
    """Somebody who looks for a command in README or docs finds it."""
    assert any(f"harness {command}" in page.read_text(encoding="utf-8") for page in PAGES)


def test_no_file_names_a_machine_or_a_registry() -> None:
    """What is committed carries no machine path and no address of a package registry."""
    tracked = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    names = [name for name in tracked.split("\0") if name]
    if not names:
        pytest.skip("not a git checkout")
    hosts = re.compile("|".join(("pyp" + r"i\.org", "python" + r"hosted\.org", "npm" + r"js\.(?:org|com)")))
    files = [ROOT / name for name in names if (ROOT / name).is_file()]
    assert [] == [file.name for file in files if hosts.search(file.read_text("utf-8", "replace"))]
