"""The command line, as a person and as CI meet it: sentences, exit codes, and the last line that always agrees."""

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest

from tests.typed import typed as harness

ROOT = Path(__file__).parent.parent.parent


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    """A folder with the shop's journeys, as in a checkout."""
    shutil.copytree(ROOT / "journeys", tmp_path / "journeys")
    return tmp_path


@pytest.fixture(scope="module")
def done(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which two journeys have been run."""
    folder = tmp_path_factory.mktemp("done")
    shutil.copytree(ROOT / "journeys", folder / "journeys")
    result = harness("run", "journeys/account/locked-out.md", "journeys/complaints/refund-cracked-item.md", cwd=folder)
    assert 0 == result.returncode, result.stdout + result.stderr
    return folder


def test_a_run_of_the_healthy_agent_says_go(desk: Path) -> None:
    """All journeys, the healthy agent: exit 0, and the last line says GO and where the record is."""
    result = harness("run", cwd=desk)
    assert 0 == result.returncode, result.stdout
    assert result.stdout.splitlines()[-1].startswith("VERDICT: GO — every required sentence held in 31 conversations")
    assert (desk / "reports").is_dir()
    assert "run.jsonl" in result.stdout
    assert "What this run cannot tell you" in result.stdout


def test_a_fault_is_stopped_with_the_authors_words(desk: Path) -> None:
    """A planted fault: exit 1, the author's sentence with file and line, and what the agent did."""
    result = harness("run", "journeys/billing/charged-twice.md", "--fault", "wrong-desk", cwd=desk)
    assert 1 == result.returncode
    assert "charged-twice.md:12" in result.stdout
    assert "Tom is passed on to the billing desk." in " ".join(result.stdout.split())
    assert "hand-off triage to technical" in result.stdout
    assert "VERDICT: STOP — 1 journey failed   (exit 1)" == result.stdout.splitlines()[-1]


def test_a_journey_with_an_error_is_named_and_the_rest_runs(desk: Path) -> None:
    """One journey that is not understood does not hide the others: exit 3, and it is named."""
    (desk / "journeys" / "empty-wish.md").write_text("# A wish\n\nAnn wants a refund.\n", encoding="utf-8")
    result = harness("run", "journeys/empty-wish.md", "journeys/account/locked-out.md", cwd=desk)
    assert 3 == result.returncode, result.stdout
    assert "J001" in result.stdout
    assert "empty-wish was not run" in result.stdout.splitlines()[-1]
    assert "passed     Locked out of the account" in result.stdout


MISTAKES = [
    (("run", "journeys/lockedout.md"), "there is no file or folder 'journeys/lockedout.md'"),
    (("run", "elsewhere/locked-out.md"), "Did you mean journeys/account/locked-out.md?"),
    (("run", "--fault", "wrong-deks"), "Did you mean 'wrong-desk'?"),
    (("run", "--profile", "nightley"), "Did you mean 'nightly'?"),
    (("run", "--target", "prod"), "there is no target 'prod'"),
    (("run", "--variation", "kettel"), "no journey has a variation 'kettel'"),
    (("show", "20991231"), "20991231"),
    (("verify",), "last"),
]


@pytest.mark.parametrize(("words", "says"), MISTAKES, ids=[" ".join(words) for words, _ in MISTAKES])
def test_a_mistake_gets_a_sentence(desk: Path, words: tuple[str, ...], says: str) -> None:
    """Wrong usage: exit 2, one sentence that says what would work, never a traceback."""
    result = harness(*words, cwd=desk)
    assert 2 == result.returncode
    assert says in result.stderr
    assert "Traceback" not in result.stderr


def blank_page(desk: Path) -> str:
    """A journey that includes no page."""
    text = (desk / "journeys" / "account" / "locked-out.md").read_text(encoding="utf-8")
    return text.replace("[Privacy policy](../policies/privacy.md)", "")


def test_journeys_of_two_folders_run_together(desk: Path) -> None:
    """Files from different folders are read from what the folders share."""
    for name in ("a", "b"):
        (desk / name).mkdir()
        (desk / name / f"{name}.md").write_text(blank_page(desk), encoding="utf-8")
    result = harness("run", "a/a.md", "b/b.md", cwd=desk)
    assert 0 == result.returncode, result.stdout + result.stderr


def test_a_folder_without_journeys_gets_a_sentence(desk: Path) -> None:
    """An empty folder, a folder that ends in .md, a link that leads outside: a sentence, no traceback."""
    (desk / "empty").mkdir()
    (desk / "dir.md").mkdir()
    (desk / "journeys" / "away.md").symlink_to("/etc/hostname")
    for path, code in (("empty", 2), ("dir.md", 2), ("journeys", 3), ("x" * 5000, 2)):
        words = ("check", path)
        result = harness(*words, cwd=desk)
        assert code == result.returncode, result.stdout + result.stderr
        assert "Traceback" not in result.stderr


def test_a_full_disk_is_no_verdict(desk: Path) -> None:
    """Output that cannot be written is exit 2 and a sentence: exit 1 would say that the agent failed."""
    for words in (["run", "journeys/account/locked-out.md"], ["check"], ["--help"]):
        with open("/dev/full", "w") as full:
            command = [sys.executable, "-m", "harness", *words]
            result = subprocess.run(command, cwd=desk, stdout=full, stderr=subprocess.PIPE, text=True, check=False)
        assert 2 == result.returncode, words
        assert "Traceback" not in result.stderr
        assert "Exception ignored" not in result.stderr


def test_an_interruption_keeps_the_record(desk: Path) -> None:
    """Ctrl-C: exit 130, a sentence, the record so far kept, and `show` says that it did not finish."""
    command = [sys.executable, "-m", "harness", "run", "--trials", "300"]
    with subprocess.Popen(command, cwd=desk, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as running:
        for _ in range(300):  # until the first lines are on disk, however busy the machine is
            if any((desk / "reports").glob("*/run.jsonl")):
                break
            time.sleep(0.1)
        running.send_signal(signal.SIGINT)
        _, said = running.communicate(timeout=30)
    assert 130 == running.returncode
    assert "interrupted; what was written so far is kept" in said
    assert "Traceback" not in said
    assert "did not finish" in harness("show", cwd=desk).stdout
    assert 1 == harness("verify", cwd=desk).returncode


def test_without_journeys_it_says_what_to_do(tmp_path: Path) -> None:
    """In an empty folder, the sentence names the way on."""
    result = harness("run", cwd=tmp_path)
    assert 2 == result.returncode
    assert "harness demo" in result.stderr


HOSTILE = {
    "empty.md": b"",
    "binary.md": bytes(range(256)) * 40,
    "latin.md": "# Caf\xe9\n".encode("latin-1"),
    "huge.md": b"# Long\n\n" + b"She wants a refund. " * 100_000,
    "one-line.md": b"# Long\n\n" + b"a" * 900_000,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_file_that_is_no_journey_gets_a_sentence(desk: Path, name: str) -> None:
    """Empty, binary, huge or wrongly encoded files are refused with a sentence and exit 2 or 3."""
    (desk / name).write_bytes(HOSTILE[name])
    for command in ("check", "run"):
        result = harness(command, name, cwd=desk)
        assert result.returncode in (2, 3), result.stdout
        assert "Traceback" not in result.stdout + result.stderr


def test_json_agrees_with_the_exit_code(desk: Path) -> None:
    """What a machine reads says the same as the exit code."""
    result = harness(
        "run", "journeys/billing/charged-twice.md", "--fault", "phantom-action", "--format", "json", cwd=desk
    )
    document = json.loads(result.stdout)
    assert ("stop", 1, 1) == (document["decision"]["decision"], document["decision"]["exit_code"], result.returncode)
    assert "fail" == document["outcomes"][0]["results"]["hallucination"]


def test_show_prints_the_run_again(done: Path) -> None:
    """`show` prints what the run printed, from the record, with the digest of the canonical record."""
    result = harness("show", cwd=done)
    assert 0 == result.returncode
    assert "canonical record sha256:" in result.stdout
    assert result.stdout.splitlines()[-1].startswith("VERDICT: GO")


def test_show_prints_a_conversation_beside_the_sentences(done: Path) -> None:
    """One case: what was said, then each of the author's sentences with its mark and proof."""
    result = harness("show", "last", "refund-cracked-item/toaster", cwd=done)
    assert "customer" in result.stdout
    assert "✔ never: The agent promises a refund to a different card." in result.stdout
    assert "● She bought a toaster 45 days ago and it arrived cracked." in result.stdout
    assert "[" in result.stdout


def test_an_unknown_case_is_met_with_what_there_is(done: Path) -> None:
    """A journey that was not in the run: exit 2, and the ones that were."""
    result = harness("show", "last", "lockedout", cwd=done)
    assert 2 == result.returncode
    assert "locked-out" in result.stderr


def test_verify_finds_the_record_whole(done: Path) -> None:
    """An untouched record verifies."""
    result = harness("verify", cwd=done)
    assert 0 == result.returncode, result.stdout
    assert "each in its place and unchanged" in result.stdout


@pytest.mark.parametrize("harm", ["changed", "missing", "reordered", "torn", "cut"])
def test_verify_finds_what_was_done_to_a_record(done: Path, tmp_path: Path, harm: str) -> None:
    """A changed, missing or moved line, a torn or a cut tail: exit 1, and said."""
    record = next((done / "reports").glob("*/run.jsonl"))
    lines = record.read_text(encoding="utf-8").splitlines(keepends=True)
    harmed = {
        "changed": [*lines[:5], lines[5].replace("a", "b", 1), *lines[6:]],
        "missing": lines[:5] + lines[6:],
        "reordered": [*lines[:5], lines[6], lines[5], *lines[7:]],
        "torn": [*lines[:-1], lines[-1][:40]],
        "cut": lines[:-1],
    }[harm]
    copy = tmp_path / "run.jsonl"
    copy.write_text("".join(harmed), encoding="utf-8")
    result = harness("verify", str(copy), cwd=tmp_path)
    assert 1 == result.returncode, result.stdout
    assert "Traceback" not in result.stderr


def test_verify_looks_at_the_file_that_was_named(done: Path) -> None:
    """A file beside a good record is checked itself, and is not that record."""
    folder = next((done / "reports").glob("*/run.jsonl")).parent
    (folder / "evidence.jsonl").write_text("garbage\n", encoding="utf-8")
    assert 1 == harness("verify", str(folder / "evidence.jsonl"), cwd=done).returncode


def test_show_says_when_a_record_is_not_whole(done: Path, tmp_path: Path) -> None:
    """A record with a line moved is shown with a warning above it."""
    lines = next((done / "reports").glob("*/run.jsonl")).read_text(encoding="utf-8").splitlines(keepends=True)
    copy = tmp_path / "run.jsonl"
    copy.write_text("".join([*lines[:20], lines[21], lines[20], *lines[22:]]), encoding="utf-8")
    result = harness("show", str(copy), cwd=tmp_path)
    assert "This record is not whole" in result.stdout or 2 == result.returncode


def test_a_record_that_lacks_its_middle_is_not_shown(done: Path, tmp_path: Path) -> None:
    """Without its plans, or without verdicts, a record is refused with a sentence."""
    lines = next((done / "reports").glob("*/run.jsonl")).read_text(encoding="utf-8").splitlines(keepends=True)
    for kind in ("plan", "verdict", "case_started"):
        copy = tmp_path / f"{kind}.jsonl"
        copy.write_text("".join(line for line in lines if f'"kind":"{kind}"' not in line), encoding="utf-8")
        result = harness("show", str(copy), cwd=tmp_path)
        assert "Traceback" not in result.stderr
        assert 2 == result.returncode


def test_a_variations_name_cannot_command_the_terminal(desk: Path) -> None:
    """A table row called by an escape sequence is printed as plain text."""
    name = "\x1b]0;owned\x07\u202egnp"
    text = (
        (desk / "journeys" / "questions" / "where-is-my-order.md").read_text(encoding="utf-8").replace("on time", name)
    )
    (desk / "journeys" / "questions" / "where-is-my-order.md").write_text(text, encoding="utf-8")
    harness("run", "journeys/questions/where-is-my-order.md", "--fault", "verbatim-loop", cwd=desk)
    for words in (
        ("show",),
        ("show", "last", "where-is-my-order"),
        ("check", "journeys/questions/where-is-my-order.md"),
    ):
        printed = harness(*words, cwd=desk).stdout
        assert [] == [mark for mark in printed if not mark.isprintable() and mark != "\n"], words


def test_check_shows_what_was_understood(desk: Path) -> None:
    """`check` costs nothing: the preview, no complaint, exit 0."""
    result = harness("check", "journeys/account/locked-out.md", cwd=desk)
    assert 0 == result.returncode
    assert "Here is what I understood:" in result.stdout
    assert "0 dropped" in result.stdout
    assert not (desk / "reports").exists()


def test_check_is_strict_when_asked(desk: Path) -> None:
    """A warning is an error with --strict; GitHub gets an annotation on the author's line."""
    (desk / "vague.md").write_text(
        "# A wish\n\nAnn wants a refund.\n\n"
        "## What should happen\n\n- The agent refunds £3.\n- The agent handles it well.\n",
        encoding="utf-8",
    )
    assert 0 == harness("check", "vague.md", cwd=desk).returncode
    assert 3 == harness("check", "vague.md", "--strict", cwd=desk).returncode
    assert "line=8,col=13::J004" in harness("check", "vague.md", "--format", "github", cwd=desk).stdout


def test_the_demo_catches_every_planted_fault(tmp_path: Path) -> None:
    """`harness demo` plants four faults, shows the quotes, and exits 0 because each was caught."""
    result = harness("demo", cwd=tmp_path)
    assert 0 == result.returncode, result.stdout
    assert 4 == result.stdout.count("✔ caught")
    assert 4 == result.stdout.count("VERDICT: STOP")
    assert "All 4 planted faults were caught" in result.stdout.splitlines()[-1]


def test_a_person_can_talk_to_the_demo(tmp_path: Path) -> None:
    """`harness demo chat` answers what is typed, and ends at an empty line."""
    result = harness("demo", "chat", cwd=tmp_path, stdin="Hello\nWhere is order W-1088?\n\n")
    assert 0 == result.returncode
    assert "postcode" in result.stdout


@pytest.fixture
def served(tmp_path: Path) -> Iterator[str]:
    """The demo, served on loopback by the real command."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "harness", "demo", "serve", "--port", str(port)]
    with subprocess.Popen(command, cwd=tmp_path, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as server:
        address = f"http://127.0.0.1:{port}"
        for _ in range(100):
            try:
                urlopen(f"{address}/health", timeout=1).close()
                break
            except OSError:
                time.sleep(0.1)
        yield address
        server.terminate()


def test_the_demo_is_served_on_loopback(served: str) -> None:
    """`harness demo serve` speaks its own JSON, and refuses a Host that is not this machine."""
    body = json.dumps({"conversation": "c1", "number": 1, "message": "Hi, where is order W-1088?"}).encode()
    with urlopen(Request(f"{served}/chat", body, {"Content-Type": "application/json"}), timeout=5) as answer:
        assert "orders" == json.load(answer)["desk"]
    with pytest.raises(HTTPError, match="403"):
        urlopen(Request(f"{served}/health", headers={"Host": "shop.example"}), timeout=5)


def test_every_command_has_help(tmp_path: Path) -> None:
    """Every command says what it does, and the root lists them all."""
    listed = harness("--help", cwd=tmp_path).stdout
    for command in ("check", "run", "show", "verify", "demo"):
        assert command in listed
        assert 0 == harness(command, "--help", cwd=tmp_path).returncode
    assert "cx-harness 0.1.0" in harness("--version", cwd=tmp_path).stdout


def test_help_is_quick_because_it_loads_little(tmp_path: Path) -> None:
    """`--help` loads neither the model SDKs nor the web server nor the data layer."""
    slow = ("pydantic", "anthropic", "openai", "starlette", "httpx2", "rich")
    script = f"import sys, harness.cli.main; print([name for name in {slow} if name in sys.modules])"
    result = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True, env={**os.environ}
    )
    assert "[]" == result.stdout.strip()
