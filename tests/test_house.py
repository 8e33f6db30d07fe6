"""The house: rooms in order, imports one way, a word of explanation in each."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "harness"

RIVER = (
    "version",
    "trouble",
    "labels",
    "noun",
    "secrets",
    "criteria",
    "text",
    "stats",
    "money",
    "record",
    "bounded",
    "endpoint",
    "lanes",
    "journey",
    "model",
    "plan",
    "target",
    "conversation",
    "verdict",
    "replay",
    "ledger",
    "budget",
    "metering",
    "cassette",
    "gate",
    "estimate",
    "run",
    "unfinished",
    "judgement",
    "comparison",
    "kpi",
    "economics",
    "history",
    "report",
    "webhook",
    "settings",
    "assurance",
    "doctor",
    "mutation",
    "pinning",
    "calibration",
    "production",
    "rejudging",
    "preparing",
    "api",
    "testing",
    "pytest_plugin",
    "cli",
    "__main__",
)
"""Each room may import what stands before it, never what stands behind."""

SOURCES = sorted(PACKAGE.rglob("*.py"))


def room(path: Path) -> str:
    return path.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imports(path: Path) -> set[str]:
    """The modules of the harness that a file imports absolutely, anywhere in it."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
            found |= {node.module} | {f"{node.module}.{alias.name}" for alias in node.names}
    return {name for name in found if name.split(".")[0] == "harness" and "." in name}


@pytest.mark.parametrize(
    "path", [path for path in SOURCES if path != PACKAGE / "__init__.py"], ids=lambda p: str(p.relative_to(PACKAGE))
)
def test_each_room_imports_only_upstream(path: Path) -> None:
    """A room may use what was made before it, never what will be made of it; inside itself it speaks relatively."""
    downstream = RIVER[RIVER.index(room(path)) :]
    reached = {name.split(".")[1] for name in imports(path)}
    assert set() == reached & set(downstream)


def test_rooms_have_no_cycle_inside() -> None:
    """Inside a room too, no two modules need each other."""
    arrows = {path: _neighbours(path) for path in SOURCES}
    for path in SOURCES:
        assert path not in _reachable(path, arrows), f"{path.relative_to(ROOT)} comes back to itself"


def _neighbours(path: Path) -> set[Path]:
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if not isinstance(node, ast.ImportFrom) or not node.level:
            continue
        folder = path.parents[node.level - 1]
        names = [node.module] if node.module else [alias.name for alias in node.names]
        for name in names:
            module = folder.joinpath(*name.split("."))
            found |= {file for file in (module.with_suffix(".py"), module / "__init__.py") if file.exists()}
    return found


def _reachable(path: Path, arrows: dict[Path, set[Path]]) -> set[Path]:
    seen: set[Path] = set()
    waiting = list(arrows[path])
    while waiting:
        one = waiting.pop()
        if one not in seen:
            seen.add(one)
            waiting += arrows.get(one, ())
    return seen


def test_verdicts_and_the_demo_do_not_know_each_other() -> None:
    """What judges has never seen the code of what is judged."""
    judges = [path for path in SOURCES if room(path) in ("verdict", "conversation", "text")]
    shops = [path for path in SOURCES if path.is_relative_to(PACKAGE / "target" / "demo")]
    assert judges
    assert shops
    assert not any("target.demo" in name or "embedded" in name for path in judges for name in imports(path))
    assert not any(name.split(".")[1] in ("verdict", "conversation") for path in shops for name in imports(path))


def test_nothing_in_the_harness_opens_the_side_file_of_faults() -> None:
    """What a fault really did is written for tests alone: only the demo names the file, and only to write it."""
    assert {"target"} == {room(path) for path in SOURCES if _hands_on(path, "truth")}


def _hands_on(path: Path, name: str) -> bool:
    """Whether a file takes, passes on or keeps something under this name: a word in a text or a local is none."""
    nodes = list(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))
    taken = {node.arg for node in nodes if isinstance(node, ast.arg | ast.keyword)}
    kept = {node.attr.lstrip("_") for node in nodes if isinstance(node, ast.Attribute)}
    return name in taken | kept


@pytest.mark.parametrize("path", SOURCES, ids=lambda p: str(p.relative_to(PACKAGE)))
def test_every_module_says_what_it_is_for(path: Path) -> None:
    """A reader opens any file and is told in one line what it knows."""
    assert ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))


@pytest.mark.parametrize("path", SOURCES, ids=lambda p: str(p.relative_to(PACKAGE)))
def test_what_is_public_is_explained(path: Path) -> None:
    """Every public class and function says what it is."""
    bare = [
        node.name
        for node in ast.parse(path.read_text(encoding="utf-8")).body
        if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
        and not node.name.startswith("_")
        and not ast.get_docstring(node)
    ]
    assert [] == bare


def test_rooms_stay_small() -> None:
    """No file grows past one idea."""
    lengths = {str(path.relative_to(ROOT)): len(path.read_text(encoding="utf-8").splitlines()) for path in SOURCES}
    assert {} == {path: length for path, length in lengths.items() if length > 450}
