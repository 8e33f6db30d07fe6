"""What runs on GitHub: the action that gates, the comment that takes its artefact for hostile text, the workflows."""

import importlib.util
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest
from hypothesis import given
from hypothesis import strategies as st

ROOT = Path(__file__).parent.parent.parent
GITHUB = ROOT / ".github"
WORKFLOWS = sorted((GITHUB / "workflows").glob("*.yml"))
ACTIONS = sorted((GITHUB / "actions").glob("*/action.yml"))


def module(path: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location(path.stem, path)
    assert spec is not None
    assert spec.loader is not None
    found = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(found)
    return found


COMMENT = module(GITHUB / "actions" / "cx-comment" / "comment.py")


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    """A checkout with two journeys, and the files that GitHub's runner gives a step."""
    for name in ("complaints/refund-cracked-item.md", "questions/when-are-you-open.md"):
        (tmp_path / "journeys" / name).parent.mkdir(parents=True)
        shutil.copy(ROOT / "journeys" / name, tmp_path / "journeys" / name)
    shutil.copytree(ROOT / "journeys" / "policies", tmp_path / "journeys" / "policies")
    (tmp_path / "temp").mkdir()
    return tmp_path


def gate(desk: Path, **inputs: str) -> tuple[subprocess.CompletedProcess[str], dict[str, str], str]:
    """The action's step: what it printed, its outputs, the job's summary."""
    given = {f"CX_{name.upper()}": value for name, value in inputs.items()}
    there = {"RUNNER_TEMP": "temp", "GITHUB_OUTPUT": "temp/output", "GITHUB_STEP_SUMMARY": "temp/summary", "CI": "true"}
    result = subprocess.run(
        [sys.executable, str(GITHUB / "actions" / "cx-gate" / "gate.py")],
        cwd=desk,
        env={**os.environ, **there, **given},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    output = dict(line.split("=", 1) for line in (desk / "temp" / "output").read_text("utf-8").splitlines())
    summary = desk / "temp" / "summary"
    return result, output, summary.read_text("utf-8") if summary.exists() else ""


@pytest.mark.slow
def test_a_go_lets_the_job_go_on(desk: Path) -> None:
    """Exit 0, the verdict, where the run is, and what it cost."""
    result, output, summary = gate(desk, journeys="journeys/questions")
    assert 0 == result.returncode, result.stdout + result.stderr
    assert "go" == output["verdict"]
    assert (desk / output["report-path"] / "junit.xml").is_file()
    assert re.fullmatch(r"0\.\d+ USD", output["cost"])
    assert summary.startswith("## VERDICT: GO")


def test_a_stop_is_annotated_on_the_journeys_own_lines(desk: Path) -> None:
    """Exit 1; the summary says what broke; annotations point at the author's sentence."""
    (desk / "harness.toml").write_text('[targets.demo]\nkind = "demo"\nfaults = ["wrong-amount"]\n', encoding="utf-8")
    result, output, summary = gate(desk, profile="ci")
    assert 1 == result.returncode
    assert "stop" == output["verdict"]
    assert "expected: The agent refunds £39.00 with `refund_order`." in summary
    assert "\n::error file=journeys/complaints/refund-cracked-item.md,line=32," in result.stdout
    word = re.search(r"^::stop-commands::(\w{32})$", result.stdout, re.MULTILINE)
    assert word
    printed, _ = result.stdout.split(f"\n::{word[1]}::\n")
    assert "VERDICT: STOP" in printed
    assert "\n::error" not in printed
    assert "VERDICT: STOP" in (desk / "temp" / "cx-gate" / "printed.txt").read_text("utf-8")


def test_without_its_secrets_nothing_is_gated(desk: Path) -> None:
    """As for a fork: the journeys are checked, it says so, and ends with 5; nobody stands in for the target."""
    settings = (
        'target = "shop"\n[targets.shop]\nkind = "http"\nurl = "https://agent.example/chat"\nkey = "CX_TARGET_KEY"\n'
    )
    (desk / "harness.toml").write_text(settings, encoding="utf-8")
    result, output, summary = gate(desk)
    assert 5 == result.returncode, result.stdout + result.stderr
    assert {"verdict": "not gated", "cost": "", "report-path": ""} == output
    assert "VERDICT: INCONCLUSIVE — not gated: no access to the target" in result.stdout
    assert "CX_TARGET_KEY" in result.stdout
    assert "" == summary
    assert not list(desk.glob("temp/cx-gate/*/run.jsonl"))


@pytest.mark.parametrize(
    ("fork", "asked", "refused"),
    [("true", "auto", True), pytest.param("false", "auto", False, marks=pytest.mark.slow), ("", "true", True)],
)
def test_a_fork_runs_no_code_of_its_own(desk: Path, fork: str, asked: str, refused: bool) -> None:
    """A function of the repository is refused for a fork, and where it is asked for."""
    (desk / "mine.py").write_text("def answer(message):\n    return 'Hello.'\n", encoding="utf-8")
    settings = 'target = "mine"\n[targets.mine]\nkind = "function"\ncall = "mine:answer"\n'
    (desk / "harness.toml").write_text(settings, encoding="utf-8")
    result, output, _ = gate(desk, fork=fork, no_exec=asked, journeys="journeys/questions")
    assert (2 if refused else 1) == result.returncode, result.stdout + result.stderr
    assert ("error" if refused else "stop") == output["verdict"]
    assert refused == ("--no-exec says that no code of yours is run" in result.stdout)


# ---- the comment --------------------------------------------------------------------------------------------


@given(st.text(max_size=300) | st.binary(max_size=300).map(lambda raw: raw.decode("latin-1")))
def test_any_artefact_is_fenced(printed: str) -> None:
    """Nothing that a run printed gets out of the block: no heading, link, mention or image."""
    text = COMMENT.body(printed.encode("utf-8", "replace"), "a" * 40)
    head, fence, rest = re.split(r"^(`{3,})text$", text, maxsplit=1, flags=re.MULTILINE)
    assert [COMMENT.MARK, "### What the gate printed for aaaaaaaaaaaa"] == head.strip().split("\n")
    inside, closing = rest.rsplit("\n" + fence, 1)
    assert not [line for line in inside.split("\n") if line.strip().startswith(fence)]
    assert "" == closing.strip()


@pytest.mark.parametrize(
    "printed", [b"x" * 3_000_000, "é".encode() * 500_000, b"`" * 900_000, b"\x1b[31m\xff" * 200_000]
)
def test_a_huge_artefact_is_a_small_comment(printed: bytes) -> None:
    """Under 64 kB, whatever it is, and its end is what is kept."""
    text = COMMENT.body(printed + b"\nVERDICT: STOP", "b" * 40)
    assert len(text.encode()) < COMMENT.MOST
    assert "VERDICT: STOP\n```" in text


def test_the_comment_before_is_renewed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ours is found by its author and its mark; the pull request by branch and commit, never by the artefact."""
    sent: list[tuple[str, ...]] = []
    sha = "c" * 40
    answers = {
        "pulls": [{"number": 3, "head": {"sha": "d" * 40}}, {"number": 7, "head": {"sha": sha}}],
        "comments": [
            [
                {"id": 1, "user": {"login": "somebody"}, "body": f"{COMMENT.MARK} not ours"},
                {"id": 2, "user": {"login": COMMENT.AUTHOR}, "body": "of another workflow"},
                {"id": 5, "user": {"login": COMMENT.AUTHOR}, "body": f"{COMMENT.MARK}\nold"},
            ]
        ],
    }

    def api(path: str, *options: str, send: str | None = None) -> object:
        sent.append((path, *options, *([json.loads(send)["body"]] if send else [])))
        return answers["pulls" if "/pulls?" in path else "comments"]

    monkeypatch.setattr(COMMENT, "_api", api)
    for name, value in (("GITHUB_REPOSITORY", "a/b"), ("CX_SHA", sha), ("CX_OWNER", "eve"), ("CX_BRANCH", "x&y/../z")):
        monkeypatch.setenv(name, value)
    (tmp_path / "printed.txt").write_text("VERDICT: GO", encoding="utf-8")
    assert 0 == COMMENT.main(str(tmp_path / "printed.txt"))
    assert "head=eve%3Ax%26y%2F..%2Fz" in sent[0][0]
    assert ("repos/a/b/issues/comments/5", "--input", "-", "--method", "PATCH") == sent[-1][:5]
    assert "VERDICT: GO" in sent[-1][5]


@pytest.mark.parametrize("kind", ["missing", "link"])
def test_an_artefact_that_is_no_file_says_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str) -> None:
    """A link would read a file of the runner's own."""
    monkeypatch.setattr(COMMENT, "_api", lambda *_, **__: [{"number": 7, "head": {"sha": "s"}}])
    for name in ("GITHUB_REPOSITORY", "CX_SHA", "CX_OWNER", "CX_BRANCH"):
        monkeypatch.setenv(name, "s")
    if kind == "link":
        (tmp_path / "printed.txt").symlink_to(ROOT / "README.md")
    assert 0 == COMMENT.main(str(tmp_path / "printed.txt"))


# ---- the workflows ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", [*WORKFLOWS, *ACTIONS], ids=lambda path: f"{path.parent.name}/{path.name}")
def test_actions_are_pinned_and_nothing_is_pasted_into_scripts(path: Path) -> None:
    """Foreign actions by commit with the version beside it; inputs reach scripts by the environment alone."""
    text = path.read_text(encoding="utf-8")
    foreign = [one for one in re.findall(r"uses: (\S+.*)$", text, re.MULTILINE) if not one.startswith("$/")]
    assert [] == [one for one in foreign if not re.fullmatch(r"[\w.-]+/[\w.-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+", one)]
    assert "pull_request_target" not in text
    scripts = re.findall(r"run: (?:\|\n((?: {8,}.*\n)+)|(.*))", text)
    assert not [one for pair in scripts for one in pair if "${{" in one]


@pytest.mark.needs("workflow checkers")
def test_workflows_pass_the_security_checker() -> None:
    """zizmor, without a network, at its strictest severity."""
    command = [str(Path(sys.executable).parent / "zizmor"), "--offline", "--quiet", str(GITHUB)]
    result = subprocess.run(command, capture_output=True, text=True, check=False)
    assert 0 == result.returncode, result.stdout + result.stderr


@pytest.mark.needs("workflow checkers")
@pytest.mark.parametrize(
    ("schema", "files"), [("workflows", WORKFLOWS), ("actions", ACTIONS)], ids=["workflows", "actions"]
)
def test_workflows_fit_the_published_schema(schema: str, files: list[Path]) -> None:
    """GitHub's own schemas, as the checker vendors them."""
    command = [str(Path(sys.executable).parent / "check-jsonschema"), "--builtin-schema", f"vendor.github-{schema}"]
    result = subprocess.run([*command, *map(str, files)], capture_output=True, text=True, check=False)
    assert 0 == result.returncode, result.stdout + result.stderr
