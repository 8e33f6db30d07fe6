"""Every code that an author can meet has a page, and what the page says is true."""

import re
from pathlib import Path

import pytest

from harness.journey import Complaint, read_journeys
from harness.plan import compile_journey
from harness.plan.remarks.alike import side_by_side
from harness.plan.remarks.codes import CODES, Code
from harness.settings import Settings

ROOT = Path(__file__).parents[2]
PAGES = ROOT / "docs" / "diagnostics"
RAISED = sorted(
    {
        code
        for room in ("journey", "plan", "conversation")
        for path in (ROOT / "harness" / room).rglob("*.py")
        if path.name != "codes.py"
        for code in re.findall(r'"(J\d{3})"', path.read_text(encoding="utf-8"))
    }
)
BLOCK = re.compile(r"^```markdown(?: file=(\S+))?\n(.*?)^```$", re.MULTILINE | re.DOTALL)
BY_LOCK = "J014"
"""Its example needs a lock that an earlier version has written."""


def page(name: str) -> str:
    return (PAGES / f"{name}.md").read_text(encoding="utf-8")


def shown(name: str, section: str) -> dict[str, str]:
    """The journeys that a page shows as its example, or to use instead, by file."""
    example, _, instead = page(name).partition("\n## Example\n")[2].partition("\n## Use instead\n")
    found = BLOCK.findall(example if section == "Example" else instead)
    return {file or "journey.md": text for file, text in found}


def complaints(files: dict[str, str], root: Path) -> list[Complaint]:
    """Everything that `harness check` says of these files."""
    for name, text in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")
    journeys = read_journeys([root], root)
    plans = [compile_journey(journey, Settings().vocabulary) for journey in journeys]
    return [*(one for plan in plans for one in plan.complaints), *side_by_side(journeys, plans)]


def test_the_codes_are_those_that_are_raised() -> None:
    """The list of codes holds what an author can meet, each once, in order, and nothing else."""
    assert RAISED == [code.name for code in CODES]


@pytest.mark.parametrize("code", CODES, ids=lambda code: code.name)
def test_a_code_has_a_page(code: Code) -> None:
    """Each page says what it means, why it matters, and shows an example and what to use instead."""
    text = page(code.name)
    assert text.startswith(f"# {code.name}: {code.title[:1].lower()}{code.title[1:]}\n")
    assert ["Why it matters", "Example", "Use instead"] == [
        title for title in re.findall(r"(?m)^## (.+)$", text) if title in ("Why it matters", "Example", "Use instead")
    ]


def test_the_index_names_every_page() -> None:
    """The index has a row for each code, in order, with its title."""
    rows = re.findall(r"(?m)^\| \[(J\d{3})\]\(\1\.md\) \| [\w, ]+ \| (.+) \|$", page("README"))
    assert [(code.name, f"{code.title[:1].lower()}{code.title[1:]}") for code in CODES] == rows


@pytest.mark.parametrize("code", [code.name for code in CODES if code.name != BY_LOCK])
def test_the_example_of_a_page_gives_its_code(code: str, tmp_path: Path) -> None:
    """The example is met with the code that the page is about, and with the weight that the page says."""
    found = {one.severity for one in complaints(shown(code, "Example"), tmp_path) if one.code == code}
    assert [f"**{severity}**" for severity in found] == [page(code).split("\n")[2]]


@pytest.mark.parametrize("code", [code.name for code in CODES if code.name != BY_LOCK])
def test_what_a_page_says_to_use_instead_clears_it(code: str, tmp_path: Path) -> None:
    """The journey to use instead has nothing wrong with it that the page's own code or a heavier one would say."""
    found = complaints(shown(code, "Use instead"), tmp_path)
    assert [] == [str(one) for one in found if one.code == code or one.severity != "info"]
