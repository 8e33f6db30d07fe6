"""What machines read: every document that is printed is one that its published schema describes."""

import json
import os
import shutil
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from harness.calibration.labels import append_label
from harness.calibration.nouns import Label
from tests.documents import DOCUMENTS, schema_of
from tests.typed import typed

ROOT = Path(__file__).parent.parent
SCHEMAS = ROOT / "docs" / "schema"


def harness(*words: str, cwd: Path) -> Any:
    done = typed(*words, "--format", "json", cwd=cwd)
    assert done.stdout, done.stderr
    return json.loads(done.stdout)


@pytest.mark.parametrize("name", DOCUMENTS)
def test_the_published_schema_is_the_documents(name: str) -> None:
    """docs/schema is made of the nouns that are printed. UPDATE_SNAPSHOTS=1 writes it anew, to be looked at."""
    file = SCHEMAS / f"{name}.1.json"
    made = json.dumps(schema_of(name), indent=1, sort_keys=True) + "\n"
    if os.environ.get("UPDATE_SNAPSHOTS"):
        file.parent.mkdir(exist_ok=True)
        file.write_text(made, encoding="utf-8")
    assert file.read_text(encoding="utf-8") == made


def test_every_schema_is_listed() -> None:
    """The page about them names each, and no other is there."""
    page = (SCHEMAS / "README.md").read_text(encoding="utf-8")
    assert {f"{name}.1.json" for name in DOCUMENTS} == {file.name for file in SCHEMAS.glob("*.json")}
    assert [] == [name for name in DOCUMENTS if f"({name}.1.json)" not in page]


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the shop's journeys, and one of them run."""
    folder = tmp_path_factory.mktemp("documents")
    shutil.copytree(ROOT / "journeys", folder / "journeys")
    harness("run", "journeys/billing/charged-twice.md", "--fault", "wrong-desk", cwd=folder)
    return folder


@pytest.mark.slow
@pytest.mark.needs("workflow checkers")
def test_what_is_printed_is_what_is_described(desk: Path) -> None:
    """Each command's document, of a run with a fault, corrected and judged again, is valid against its schema."""
    run = next((desk / "reports").glob("*/run.jsonl")).parent.name
    said = ("correct", run, "charged-twice/-#1", "conduct", "fail", "--author", "Ng", "--reason", "It was curt.")
    append_label(desk / "labels.jsonl", Label(criterion="looping", human="pass", run=run, case="charged-twice/-#1"))
    record = {"text": "The agent asks for the order number.", "section": "should", "kind": "expect"}
    (desk / "sentences.jsonl").write_text(json.dumps(record) + "\n", encoding="utf-8")
    printed = [
        ("run", ("run", "journeys/account")),
        ("corrected", said),
        ("judgements", ("judge", run)),
        ("run", ("show", run)),
        ("conversations", ("show", run, "charged-twice")),
        ("verified", ("verify", run)),
        ("accepted", ("baseline", "accept", run)),
        ("compared", ("compare", run)),
        ("pages", ("report", run)),
        ("checked", ("check", "journeys")),
        ("tidied", ("fmt", "journeys", "--check")),
        ("weighed", ("check", "journeys/account", "--mutate")),
        ("scored", ("check", "--score", "sentences.jsonl")),
        ("calibrated", ("calibrate", "labels.jsonl")),
        ("canaries", ("calibrate", "--canaries")),
        ("demonstrated", ("demo",)),
        ("costs", ("cost", run)),
        ("models", ("cost", "model")),
    ]
    wrong = [(name, problem) for name, words in printed for problem in _wrong(name, harness(*words, cwd=desk))]
    assert [] == wrong
    assert set(DOCUMENTS) == {name for name, _ in printed}


def _wrong(name: str, document: Any) -> list[str]:
    check = import_module("jsonschema").Draft202012Validator
    schema = json.loads((SCHEMAS / f"{name}.1.json").read_text(encoding="utf-8"))
    check.check_schema(schema)
    problems = [f"{list(one.path)}: {one.message[:200]}" for one in check(schema).iter_errors(document)]
    undescribed = set(document) - set(schema["properties"]) if name != "scored" else set()
    return problems + [f"{key} is not described" for key in sorted(undescribed)]
