"""Every code that an author can meet is explained."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "diagnostics.md").read_text(encoding="utf-8")
RAISED = sorted(
    {
        code
        for room in ("journey", "plan")
        for path in (ROOT / "harness" / room).rglob("*.py")
        for code in re.findall(r'"(J\d{3})"', path.read_text(encoding="utf-8"))
    }
)


@pytest.mark.parametrize("code", RAISED)
def test_a_code_is_explained(code: str) -> None:
    """Each code has a section that shows an example and what to write instead."""
    section = re.search(rf"(?ms)^## {code}\n(.*?)(?=^## |\Z)", PAGE)
    assert section is not None
    assert "- Example" in section[1]
    assert 2 <= section[1].count("\n- ")


def test_no_code_is_explained_that_nobody_meets() -> None:
    """The page holds the codes that are raised, each once, in order."""
    assert RAISED == re.findall(r"(?m)^## (J\d{3})$", PAGE)
