"""Journeys in Python: the same run as the command's, and errors that a person can mend."""

import asyncio
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import harness
from harness import assure, assure_async, expect_go
from harness.record import RECORD, canonical_digest
from harness.target.nouns import Message, Reply
from harness.trouble import Trouble

pytest_plugins = "pytester"

ROOT = Path(__file__).parent.parent
LOCKED_OUT = "journeys/account/locked-out.md"


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The current folder is one with the shop's journeys."""
    shutil.copytree(ROOT / "journeys", tmp_path / "journeys")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_importing_the_package_loads_nothing() -> None:
    """`import harness` is what a test session of any project may do; the public names come when they are asked for."""
    script = "import sys, harness; print([name for name in sys.modules if name.startswith('harness.')])"
    result = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert "['harness.version']" == result.stdout.strip()
    assert {"assure", "assure_async", "expect_go"} < set(harness.__all__)
    with pytest.raises(AttributeError, match="no attribute 'asure'"):
        harness.asure  # noqa: B018


def test_it_is_the_commands_run(desk: Path) -> None:
    """The same digest as `harness run` of the same journeys."""
    record = expect_go(assure(LOCKED_OUT))
    command = [sys.executable, "-m", "harness", "run", LOCKED_OUT, "--reports", "others"]
    subprocess.run(command, capture_output=True, check=True)
    (other,) = (desk / "others").glob(f"*/{RECORD}")
    assert canonical_digest(Path(record.folder) / RECORD) == canonical_digest(other)


def test_what_broke_is_told_in_the_authors_words(desk: Path) -> None:
    """Place, sentence, proof and verdict line, as the command prints them."""
    record = assure("journeys/complaints/refund-cracked-item.md", faults=["wrong-amount"], variation="kettle")
    with pytest.raises(AssertionError) as said:
        expect_go(record)
    told = " ".join(str(said.value).split())
    assert "refund-cracked-item.md:32:39: The agent refunds £39.00 with `refund_order`." in told
    assert told.endswith("VERDICT: STOP — 1 journey failed (exit 1)")


def test_a_function_is_an_agent(desk: Path) -> None:
    """Asynchronous or not, with a text or a reply; it is told which conversation speaks."""
    heard: list[Message] = []

    def plain(message: Message) -> str:
        heard.append(message)
        return "Good morning."

    async def slow(message: Message) -> Reply:
        return Reply(text=plain(message))

    for agent in (plain, slow):
        record = assure([LOCKED_OUT, Path("journeys/questions/when-are-you-open.md")], agent, trials=2)
        assert ("stop", agent.__name__) == (record.decision and record.decision.decision, record.manifest.target)
        assert 8 == len(record.outcomes) == len({one.conversation for one in heard})


@pytest.mark.parametrize("wrong", [None, 7, ["Hello"]])
def test_what_is_no_reply_is_a_broken_target(desk: Path, wrong: object) -> None:
    """A function that returns anything else, or raises, is infrastructure, and never the agent's failure."""
    record = assure(LOCKED_OUT, lambda _: wrong)  # type: ignore[arg-type, return-value]
    assert record.decision is not None
    assert 4 == record.decision.exit_code
    assert "neither a text nor a Reply" in (record.verdicts[0].invalid_because or "")


def test_a_function_that_raises_is_a_broken_target(desk: Path) -> None:
    """What it raised is named."""
    record = assure(LOCKED_OUT, lambda _: "" + 1)  # type: ignore[operator]
    assert "raised TypeError" in (record.verdicts[0].invalid_because or "")


def test_inside_a_loop_it_says_what_to_write(desk: Path) -> None:
    """assure() would wait for ever; assure_async() is what is meant."""

    async def wrong() -> None:
        assure(LOCKED_OUT)

    async def right() -> int:
        return len((await assure_async(LOCKED_OUT)).outcomes)

    with pytest.raises(Trouble, match="await assure_async"):
        asyncio.run(wrong())
    assert 1 == asyncio.run(right())


def test_wrong_usage_is_a_sentence(desk: Path) -> None:
    """With the nearest match."""
    with pytest.raises(Trouble, match=r"Did you mean journeys/account/locked-out\.md"):
        assure("journeys/lockedout.md")


PAGE = (ROOT / "docs" / "python.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"^```python\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)


@pytest.mark.parametrize("example", [one for one in EXAMPLES if "def test_" not in one], ids=lambda one: one[-60:-1])
def test_the_examples_of_the_page_run(desk: Path, example: str) -> None:
    """Each is run as it stands, in a folder with the demo shop's journeys."""
    exec(compile(example, "docs/python.md", "exec"), {"__name__": "example"})  # noqa: S102


def test_the_test_of_the_page_passes(desk: Path, pytester: pytest.Pytester) -> None:
    """The example with the fixture, run by pytest; and with a fault, it fails in the author's words."""
    (example,) = (one for one in EXAMPLES if "def test_" in one)
    shutil.copytree(ROOT / "journeys", pytester.path / "journeys")
    pytester.makepyfile(test_good=example, test_bad=example.replace('"kettle"', '"kettle", faults=["wrong-amount"]'))
    result = pytester.runpytest_inprocess()
    result.assert_outcomes(passed=1, failed=1)
    assert "should happen, journeys/complaints/refund-cracked-item.md:32:39: The" in result.stdout.str()
