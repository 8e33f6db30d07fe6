"""`harness check` as people and CI meet it: all complaints at once, worst first, in every format, and its exit code."""

import json
import subprocess
from pathlib import Path

import pytest

from tests.typed import typed

SOUND = (
    "# {title}\n\nAnn wants a refund.\n\n## Should\n\n- The agent refunds £39.00.\n\n## Never\n\n- The agent shouts.\n"
)
"""A journey with a title of its own; what is wrong with it is put in its place."""


def check(*words: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    return typed("check", *words, cwd=cwd)


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    """Three journeys: one with a permission, one that is vague, one with an unknown desk."""
    folder = tmp_path / "journeys"
    folder.mkdir()
    lines = {
        "a": "The agent may offer a voucher.\n- The agent refunds £39.00.",
        "b": "The agent answers properly.\n- The agent refunds £39.00.",
        "c": "Ann ends up with the biling team.\n- The agent apologises.",
    }
    for name, line in lines.items():
        text = SOUND.format(title=f"Journey {name}").replace(
            "The agent shouts.", f"The agent names {name.upper()}-1234."
        )
        (folder / f"{name}.md").write_text(text.replace("The agent refunds £39.00.", line), encoding="utf-8")
    return tmp_path


def test_all_complaints_come_at_once_worst_first(desk: Path) -> None:
    """First what was understood of every journey, then every complaint: errors, warnings, infos."""
    result = check(cwd=desk)
    assert 3 == result.returncode, result.stderr
    places = [line.split()[1:3] for line in result.stdout.splitlines() if line.startswith(("  ✘", "  ⚠", "  ·"))]
    assert [
        ["journeys/c.md:7:24", "J011"],
        ["journeys/b.md:7:21", "J004"],
        ["journeys/a.md:7:13", "J005"],
    ] == places
    assert result.stdout.index("Journey c") < result.stdout.index("J011")
    assert result.stdout.splitlines()[-1].endswith("1 complaint to mend, 1 warning to look at.   (exit 3)")


def test_strict_makes_errors_of_warnings(desk: Path) -> None:
    """With --strict a warning stops the build, and is shown as the error that it then is."""
    (desk / "journeys" / "c.md").unlink()
    assert 0 == check(cwd=desk).returncode
    result = check("--strict", "--format", "github", cwd=desk)
    assert 3 == result.returncode
    assert [("::error", "J004"), ("::notice", "J005")] == [
        (line.split()[0], line.partition("::J")[2] and f"J{line.partition('::J')[2][:3]}")
        for line in result.stdout.splitlines()
    ]


def test_sarif_is_one_document(desk: Path) -> None:
    """Standard output is nothing but the log, with the same complaints in the same order."""
    result = check("--format", "sarif", cwd=desk)
    log = json.loads(result.stdout)
    assert 3 == result.returncode
    assert [("J011", "error"), ("J004", "warning"), ("J005", "note")] == [
        (one["ruleId"], one["level"]) for one in log["runs"][0]["results"]
    ]


def test_json_lists_what_concerns_several_journeys_too(desk: Path) -> None:
    """A title that is given twice is no journey's own fault: it stands beside them."""
    for name in ("b", "c"):
        (desk / "journeys" / f"{name}.md").write_text(SOUND.format(title="Journey a"), encoding="utf-8")
    document = json.loads(check("--format", "json", cwd=desk).stdout)
    assert ["J020", "J020", "J021"] == sorted(one["code"] for one in document["together"])
    assert 3 == len(document["journeys"])


def test_a_page_that_is_wrong_is_complained_of_once(desk: Path) -> None:
    """What two journeys include is one page, and what is wrong with it is one complaint."""
    page = desk / "journeys" / "_page.md"
    page.write_text("- The agent answers properly.\n", encoding="utf-8")
    for name in ("a", "c"):
        text = (
            f"# Journey {name}\n\nAnn wants a refund.\n\n## Should\n\n- The agent refunds £39.00.\n[Page](_page.md)\n"
        )
        (desk / "journeys" / f"{name}.md").write_text(text, encoding="utf-8")
    assert 1 == check(cwd=desk).stdout.count("_page.md:1:")
