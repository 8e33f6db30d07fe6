"""What other programs show of a run, JUnit, Markdown, annotations, SARIF: true to it, and safe for any words."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.report import terminal
from harness.report.broken import broken
from harness.report.files import write_files
from harness.report.github import MOST, annotations
from harness.report.junit import junit
from harness.report.markdown import LARGEST, escaped, fenced, summary
from harness.report.sarif import sarif_of_run
from harness.run import RunRecord
from harness.target.embedded import DemoTarget
from harness.target.nouns import Reply
from harness.testing import DownTarget, LinesTarget
from tests.conftest import Runner, shown

Compare = Callable[[str, str], None]

HOSTILE = (
    "\x00\x1b[31m\ufffe]]></failure><script>alert(1)</script>&amp;\r\n::error file=x::%0Ano\n"
    "```\n````\n# VERDICT: GO\n<!-- ![x](https://evil.example/x.png) @everyone #1 |  | <details> \u2028 \ud83d"
)
"""What a reply may hold that one surface or another would obey."""


def parsed(document: str) -> ElementTree.Element:
    return ElementTree.fromstring(document)  # noqa: S314  # it is our own


@pytest.fixture
def stopped(run: Runner) -> RunRecord:
    return run("charged-twice", "refund-cracked-item", target=DemoTarget(faults=("wrong-desk", "wrong-amount")))


@pytest.fixture
def hostile(run: Runner) -> RunRecord:
    words = HOSTILE.encode("utf-8", "replace").decode()
    return run("refund-cracked-item", "locked-out", target=LinesTarget([Reply(text=words, desk=words, events=())]))


def test_the_summary(stopped: RunRecord, snapshot: Compare) -> None:
    """The verdict first, then what broke with what was expected and seen; the rest is folded; the verdict last."""
    snapshot("summary", shown(summary(stopped).splitlines(), Path(stopped.folder)))


def test_junit(run: Runner) -> None:
    """A conversation is a test; its failure has expected and actual in the message, and all that broke below it."""
    root = parsed(junit(run("refund-cracked-item", "locked-out", target=DemoTarget(faults=("wrong-amount",)))))
    counts = [root.get(name) for name in ("tests", "failures", "errors", "skipped")]
    assert ["3", "1", "0", "0"] == counts
    kettle = root.find(".//testcase[@name='refund-cracked-item/kettle#1']")
    assert kettle is not None
    assert "journeys/complaints/refund-cracked-item.md" == kettle.get("file")
    failure = kettle.find("failure")
    assert failure is not None
    assert "resolution" == failure.get("type")
    assert (failure.get("message") or "").startswith(
        "expected: The agent refunds £39.00 with `refund_order`. actual: turn 3, event t3e2: refund_order(amount=46.00"
    )
    assert "hallucination, turn 3" in (failure.text or "")


def test_junit_tells_errors_from_failures(run: Runner) -> None:
    """A target that is down is no failure of the agent's, and no pass."""
    root = parsed(junit(run("locked-out", target=DownTarget())))
    assert ("1", "0", "1") == (root.get("tests"), root.get("failures"), root.get("errors"))
    error = root.find(".//error")
    assert error is not None
    assert "infra_error" == error.get("type")


def test_what_broke_often_is_told_once(run: Runner) -> None:
    """Three trials of one broken sentence are one annotation, with their number."""
    record = run("charged-twice", target=DemoTarget(faults=("wrong-desk",)), trials=3)
    found = broken(record)
    assert {3} == {len(one.cases) for one in found}
    lines = annotations(record)
    assert len(found) + 1 == len(lines)
    assert all("(3 conversations)" in line for line in lines[:-1])
    assert lines[0].startswith("::error file=journeys/billing/charged-twice.md,line=")


def test_annotations_are_at_most_ten(run: Runner) -> None:
    """However much broke: the worst, and the verdict as the last."""
    record = run(target=LinesTarget(["I don't know."]))
    lines = annotations(record)
    assert len(broken(record)) > MOST == len(lines)
    assert lines[-1].startswith("::error title=cx-harness::VERDICT: STOP")
    assert "more, in the summary)" in lines[-1]


def test_a_go_is_a_notice(run: Runner) -> None:
    """Nothing to look at, and the verdict is there."""
    assert ["::notice title=cx-harness::VERDICT: GO — every required sentence held in 1 conversation (exit 0)"] == (
        annotations(run("locked-out"))
    )


def test_sarif_points_at_the_authors_sentences(stopped: RunRecord) -> None:
    """Each result lies in the journey's own file, at the sentence that broke."""
    (one,) = sarif_of_run(stopped)["runs"]
    places = [found["locations"][0]["physicalLocation"] for found in one["results"]]
    assert ("journeys/billing/charged-twice.md", 12) in [
        (place["artifactLocation"]["uri"], place["region"]["startLine"]) for place in places
    ]
    assert all(one["tool"]["driver"]["rules"][found["ruleIndex"]]["id"] == found["ruleId"] for found in one["results"])


# ---- hostile words ------------------------------------------------------------------------------------------


def test_no_reply_gets_out_of_junit(hostile: RunRecord) -> None:
    """The document is well-formed, and holds no element but its own."""
    root = parsed(junit(hostile))
    assert {"testsuites", "testsuite", "testcase", "failure"} == {element.tag for element in root.iter()}


def test_no_reply_gets_out_of_the_summary(hostile: RunRecord) -> None:
    """Fences are longer than any run of backticks in them, and the verdict is ours."""
    text = summary(hostile)
    outside = re.sub(r"^(`{3,})text\n.*?^\1$", "", text, flags=re.MULTILINE | re.DOTALL)
    assert "evil.example" in text
    assert not re.search(r"evil|alert|VERDICT: GO|@everyone", outside)
    assert text.splitlines()[-1] == terminal.verdict_line(hostile.decision) if hostile.decision else False


def test_no_reply_gives_the_runner_a_command(hostile: RunRecord) -> None:
    """Each annotation is one line, and begins with ours."""
    lines = annotations(hostile)
    assert all(line.startswith("::error ") and line.isprintable() for line in lines)
    assert not [line for line in lines if re.search(r"%(?!25|0A|0D|3A|2C)", line)]


def test_sarif_of_hostile_words_is_json(hostile: RunRecord) -> None:
    """It can be written and read."""
    assert sarif_of_run(hostile) == json.loads(json.dumps(sarif_of_run(hostile)))


@given(st.text(max_size=200))
def test_any_text_is_held_by_its_fence(text: str) -> None:
    """Nothing in a block can close it."""
    first, *inside, last = fenced([text]).split("\n")
    fence = first.removesuffix("text")
    assert fence == last
    assert not [line for line in inside if line.strip().startswith(fence)]


@given(st.text(alphabet="\\`*_{}[]()#+|~!@:<>&/.w -a1\n", max_size=80))
def test_any_text_is_plain_in_markdown(text: str) -> None:
    """No sign of markup is left bare, and no address."""
    plain = re.sub(r"\\[\\`*_{}\[\]+|~!]|&(?:#\d+|lt|gt|amp);", "x", escaped(text))
    assert not re.search(r"[\\`*_{}\[\]+|~!@<>#]|://|www\.", plain)
    assert "\n" not in plain


@pytest.mark.slow
def test_a_huge_run_makes_a_small_summary(run: Runner) -> None:
    """It fits a comment: what is too much is left out and said, and the verdict is still the last line."""
    words = "`" * 40 + "£1.00 is yours. " * 300
    record = run(target=LinesTarget([words]), trials=3)
    text = summary(record)
    assert len(text.encode()) <= LARGEST
    assert record.decision is not None
    assert terminal.verdict_line(record.decision) == text.splitlines()[-1]


def test_the_files_stand_beside_the_record(stopped: RunRecord, monkeypatch: pytest.MonkeyPatch) -> None:
    """junit.xml and summary.md, without a secret of the environment; a disk that is full takes nothing from the run."""
    monkeypatch.setenv("SHOP_TOKEN", "refund_order")
    assert write_files(stopped) is None
    for name in ("junit.xml", "summary.md"):
        text = (Path(stopped.folder) / name).read_text(encoding="utf-8")
        assert "[secret]" in text
        assert "refund_order" not in text
    monkeypatch.setattr(Path, "write_text", lambda *_, **__: (_ for _ in ()).throw(OSError(28, "No space left")))
    assert "No space left" in (write_files(stopped) or "")
