"""`harness fmt`: files are made tidy whole or not at all, and say what they said."""

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.typed import typed

ROOT = Path(__file__).parent.parent.parent


def fmt(*words: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    return typed("fmt", *words, cwd=cwd)


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    """The shop's journeys, one of them and one page of policies untidied."""
    shutil.copytree(ROOT / "journeys", tmp_path / "journeys")
    for name in ("billing/charged-twice.md", "policies/refunds.md"):
        path = tmp_path / "journeys" / name
        path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n- ", b"\n*   ").replace(b"\n", b"\r\n"))
    return tmp_path


def test_journeys_and_their_pages_are_tidied(desk: Path) -> None:
    """What changed is named, line ends and byte order marks are gone, and a second time there is nothing to do."""
    result = fmt(cwd=desk)
    assert 0 == result.returncode, result.stderr
    assert "journeys/billing/charged-twice.md: tidied" in result.stdout
    assert "journeys/policies/refunds.md: tidied" in result.stdout
    for name in ("billing/charged-twice.md", "policies/refunds.md"):
        assert (ROOT / "journeys" / name).read_bytes() == (desk / "journeys" / name).read_bytes()
    assert fmt("--check", cwd=desk).stdout.startswith("0 files would be tidied, 28 tidy already")


def test_check_writes_nothing(desk: Path) -> None:
    """`--check` exits 3 when a file would change, names it, and leaves it."""
    before = (desk / "journeys" / "billing" / "charged-twice.md").read_bytes()
    result = fmt("--check", "--format", "json", cwd=desk)
    document = json.loads(result.stdout)
    assert (3, 3) == (result.returncode, document["exit"])
    assert {"journeys/billing/charged-twice.md", "journeys/policies/refunds.md"} <= {
        file["file"] for file in document["files"] if file["became"] == "changed"
    }
    assert before == (desk / "journeys" / "billing" / "charged-twice.md").read_bytes()


REFUSED = {
    "empty.md": (b"", "empty"),
    "latin.md": ("# Caf\xe9\n".encode("latin-1"), "not UTF-8"),
    "open.md": (b"# Open\n\n*  She wants a refund.\n\n```\n*  not closed\n", "never closed"),
    "binary.md": (bytes(range(256)), "not a text file"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_file_that_could_lose_something_is_left_as_it_is(tmp_path: Path, name: str) -> None:
    """Exit 3, the reason in a sentence, not one byte changed; the other files are tidied."""
    raw, why = REFUSED[name]
    (tmp_path / name).write_bytes(raw)
    (tmp_path / "good.md").write_text("# Good\n*  She wants a refund.\n", encoding="utf-8")
    result = fmt(name, "good.md", cwd=tmp_path)
    assert 3 == result.returncode
    assert why in result.stdout
    assert raw == (tmp_path / name).read_bytes()
    assert "# Good\n\n- She wants a refund.\n" == (tmp_path / "good.md").read_text(encoding="utf-8")


def test_what_would_be_read_otherwise_is_left_as_it_is(tmp_path: Path) -> None:
    """A page whose odd marks do not survive tidying says so, and stays."""
    odd = "# Odd\n\n    - one\n    - > two\n"
    (tmp_path / "odd.md").write_text(odd, encoding="utf-8")
    result = fmt("odd.md", cwd=tmp_path)
    assert 3 == result.returncode
    assert "read in another way" in result.stdout
    assert odd == (tmp_path / "odd.md").read_text(encoding="utf-8")


def test_links_and_rights_of_a_file_are_kept(desk: Path) -> None:
    """A symbolic link stays one, the file behind it is tidied, and who may read it does not change."""
    place = desk / "journeys" / "billing" / "charged-twice.md"
    real = desk / "journeys" / "_real.md"
    os.rename(place, real)
    place.symlink_to("../_real.md")
    os.chmod(real, 0o640)
    assert 0 == fmt("journeys/billing/charged-twice.md", cwd=desk).returncode
    assert place.is_symlink()
    assert 0o640 == real.stat().st_mode & 0o777
    assert b"\r" not in real.read_bytes()
    assert [] == [path.name for path in (desk / "journeys").iterdir() if path.suffix == ".tmp"]
