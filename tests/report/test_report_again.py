"""What to type to hold one conversation again, and what the agent said instead of what was looked for."""

import shlex
from pathlib import Path

import pytest

from harness.conversation.nouns import Transcript
from harness.record import RECORD
from harness.report.again import command_for
from harness.report.pages import write_pages
from harness.report.pages.instead import instead
from harness.run import Conversation, RunRecord, load
from harness.target.embedded import DemoTarget
from tests.conftest import Runner


@pytest.mark.parametrize(
    ("command", "case", "again"),
    [
        (
            "harness run journeys --seed 7 --trials 5 --fault wrong-desk",
            "refund/kettle#3",
            "harness run journeys/complaints/refund.md --seed 7 --fault wrong-desk --trials 3 --variation kettle",
        ),
        (
            "harness run a.md b.md --seed 7 --trials 5 --variation on --conversations 90 --locked",
            "refund/-#1",
            "harness run journeys/complaints/refund.md --seed 7 --locked --trials 1",
        ),
        (
            "harness run --seed 7 --trials 2",
            "refund/two words; rm#2",
            "harness run journeys/complaints/refund.md --seed 7 --trials 2 --variation 'two words; rm'",
        ),
        ("", "refund/-#1", ""),
        ("harness judge --transcripts calls.jsonl", "calls/-#1", ""),
    ],
)
def test_one_conversation_is_held_again(run: Runner, command: str, case: str, again: str) -> None:
    """The journey's own file, the row, as many trials as lead up to it, the same seed and options; or nothing."""
    manifest = run("locked-out").manifest.model_copy(update={"command": command})
    assert again == command_for(manifest, "complaints/refund.md", case)
    assert not again or shlex.split(again)[:2] == ["harness", "run"]


@pytest.fixture
def wrong(run: Runner) -> RunRecord:
    """The agent refunds, and says, another amount."""
    return run("charged-twice", target=DemoTarget(faults=("wrong-amount",)))


def conversations(record: RunRecord) -> list[Conversation]:
    seen: list[Conversation] = []

    def each(whole: Conversation):  # type: ignore[no-untyped-def]
        seen.append(whole)
        return whole.verdict, whole.outcome, whole.entries

    load(Path(record.folder) / RECORD, each)
    return seen


def test_not_found_is_followed_by_what_was_said(wrong: RunRecord) -> None:
    """On the first page and on the journey's: the agent's nearest words, with their turn."""
    write_pages(Path(wrong.folder) / RECORD)
    for name in ("index.html", "journeys/charged-twice.html"):
        page = (Path(wrong.folder) / name).read_text(encoding="utf-8")
        assert "agent, the nearest words: “" in page
        assert "£19.50" in page.split("the nearest words")[1][:300]


def test_the_nearest_words_are_those_that_share_most(wrong: RunRecord) -> None:
    """Only of what was looked for and not found; a broken sentence with a quote or an event needs none."""
    (whole,) = conversations(wrong)
    found = instead(whole.verdict, whole.transcript)
    absent = {
        one.sentence
        for one in whole.verdict.sentences
        if one.result == "fail" and {proof.kind for proof in one.evidence} == {"absence"}
    }
    assert absent == set(found)
    assert all("refunded £19.50" in one.words and one.turn for one in found.values())


def test_where_nothing_was_said_nothing_is_shown(wrong: RunRecord) -> None:
    """A transcript without a reply has no nearest words."""
    (whole,) = conversations(wrong)
    silent = Transcript.model_validate(whole.transcript.model_dump() | {"turns": ()})
    assert {} == instead(whole.verdict, silent)
