"""The whole way: what is recorded is what is shown, and the same inputs give the same record."""

import asyncio
import errno
import json
import os
import shutil
import subprocess
import sys
from decimal import Decimal
from io import FileIO
from pathlib import Path
from typing import Any

import pytest

from harness.kpi import measures
from harness.money import Tokens
from harness.record import RECORD, RecordError, canonical_digest, read, verify
from harness.run import load, transcripts
from harness.target.embedded import DemoTarget
from harness.target.nouns import Message, Reply, TargetError
from harness.testing import DownTarget, LinesTarget
from tests.conftest import Runner

ROOT = Path(__file__).parent.parent


def test_the_record_is_what_is_shown(run: Runner) -> None:
    """A run read back from its file is the run that was held, and its chain is whole."""
    record = run("locked-out", "charged-twice")
    assert record == load(Path(record.folder) / RECORD)
    checked = verify(Path(record.folder) / RECORD)
    assert (True, True) == (checked.ok, checked.finished)


def test_every_turn_is_in_the_record_and_on_the_ledger(run: Runner) -> None:
    """Each target call is a row: role, payer, tokens, certainty and money; the rows add up to the total."""
    record = run("refund-cracked-item")
    held = transcripts(Path(record.folder) / RECORD)
    turns = sum(len(transcript.turns) for transcript in held.values())
    assert turns == len(record.entries) == record.spent.calls
    assert {("target", "agent_owner", "illustrative")} == {
        (entry.role, entry.payer, entry.charge.certainty) for entry in record.entries
    }
    total = sum((entry.charge.amount or Decimal(0) for entry in record.entries), Decimal(0))
    assert {"USD": total} == record.spent.money
    assert total > 0


@pytest.mark.parametrize("in_flight", [1, 3, 50])
def test_concurrency_does_not_change_the_record(run: Runner, tmp_path: Path, in_flight: int) -> None:
    """One conversation at a time or fifty: the canonical record is the same."""
    one = run(reports=tmp_path / "one", in_flight=1)
    other = run(reports=tmp_path / "other", in_flight=in_flight)
    assert canonical_digest(Path(one.folder) / RECORD) == canonical_digest(Path(other.folder) / RECORD)


def test_outcomes_are_in_order_of_case_whoever_ended_first(run: Runner) -> None:
    """Journeys as compiled, rows as written, trials as counted; verdicts beside their outcomes."""
    record = run("charged-twice", "refund-cracked-item", trials=2)
    cases = [f"{row}#{trial}" for row in ("-", "kettle", "toaster") for trial in (1, 2)]
    assert cases == [outcome.case.rsplit("/", 1)[1] for outcome in record.outcomes]
    assert [outcome.case for outcome in record.outcomes] == [verdict.case for verdict in record.verdicts]


def test_another_seed_is_another_record(run: Runner, tmp_path: Path) -> None:
    """The digest tells runs apart that are not the same."""
    one, other = (run("locked-out", reports=tmp_path / str(seed), seed=seed) for seed in (1, 2))
    assert canonical_digest(Path(one.folder) / RECORD) != canonical_digest(Path(other.folder) / RECORD)


LATER = """
from datetime import datetime, timedelta
import harness.preparing.prepare
from harness.cli.main import main

class Later(datetime):
    @classmethod
    def now(cls, tz=None):
        return datetime.now(tz) + timedelta(days=400, hours=7)

harness.preparing.prepare.datetime = Later
main()
"""
"""The command line, on another day."""


@pytest.mark.slow
def test_day_folder_locale_zone_hash_seed_and_concurrency_do_not_matter(tmp_path: Path) -> None:
    """On another day, in another folder, with another machine's settings, `show` prints the same digest."""
    there = {"PYTHONHASHSEED": "2", "LC_ALL": "C", "TZ": "Asia/Tokyo", "HOME": "/nonexistent"}
    digests = set()
    for name, extra, before, in_flight in (
        ("desk", {"PYTHONHASHSEED": "1"}, ("-m", "harness"), 50),
        ("a desk elsewhere/é", there, ("-c", LATER), 2),
    ):
        folder = tmp_path / name
        shutil.copytree(ROOT / "journeys", folder / "journeys")
        (folder / "harness.toml").write_text(f"[run]\nin_flight = {in_flight}\n")
        for command in (["run"], ["show", "--format", "json"]):
            result = subprocess.run(
                [sys.executable, *before, *command],
                cwd=folder,
                env={**os.environ, **extra},
                capture_output=True,
                text=True,
                check=True,
            )
        digests.add(json.loads(result.stdout)["canonical"])
    assert 1 == len(digests)


def test_a_target_that_is_down_blames_nobody(run: Runner) -> None:
    """No reply: infra_error, exit 4, no ruling, no rate."""
    record = run("locked-out", target=DownTarget())
    assert 4 == record.decision.exit_code  # type: ignore[union-attr]
    assert [()] == [verdict.rulings for verdict in record.verdicts]
    shares = {one.name: one.value for one in measures(record) if one.unit == "share"}
    assert 0 == shares.pop("invalid simulations")
    assert {None} == set(shares.values())


def test_one_broken_conversation_does_not_touch_another(run: Runner) -> None:
    """The target breaks for one customer only; the others are held and judged."""

    class Fragile(DemoTarget):
        async def answer(self, message: Message) -> Reply:
            if "charged-twice" in message.conversation and message.number == 2:
                raise TargetError("cut off")
            return await super().answer(message)

    record = run("charged-twice", "locked-out", target=Fragile())
    assert {"charged-twice": "infra_error", "locked-out": "valid"} == {
        outcome.journey: outcome.validity for outcome in record.outcomes
    }


def test_a_target_without_usage_is_not_free(run: Runner) -> None:
    """An agent that reports no tokens is unpriced, which is not zero."""
    record = run("locked-out", target=LinesTarget(["Hello."]))
    assert {} == record.spent.money
    assert record.spent.unpriced_calls == record.spent.calls > 0
    assert Tokens() == record.spent.tokens


def test_what_the_demo_was_told_to_do_wrongly_is_not_in_the_record(run: Runner, tmp_path: Path) -> None:
    """Ground truth of a fault leaves the demo only by its side file: the record does not tell."""
    truth = tmp_path / "truth.jsonl"
    record = run("charged-twice", target=DemoTarget(faults=("wrong-desk",), truth=truth))
    text = (Path(record.folder) / RECORD).read_text(encoding="utf-8")
    assert "wrong-desk" not in text
    assert "wrong-desk" in truth.read_text(encoding="utf-8")


def test_the_record_is_flushed_turn_by_turn(run: Runner, tmp_path: Path) -> None:
    """While a conversation is going on, what was said is already on disk."""
    seen: list[int] = []

    class Looking(DemoTarget):
        async def answer(self, message: Message) -> Reply:
            files = list((tmp_path / "reports").glob(f"*/{RECORD}"))
            seen.append(sum(1 for event in read(files[0]) if event.kind == "turn"))
            return await super().answer(message)

    run("locked-out", target=Looking())
    assert [0, 1, 2] == seen


def test_a_full_disk_is_one_sentence(run: Runner, monkeypatch: pytest.MonkeyPatch) -> None:
    """When the record cannot be written any more, the run ends with that, not with a heap of side by side failures."""

    class Full(FileIO):
        def write(self, line: Any, /) -> int:
            if b'"kind":"turn"' in bytes(line):
                raise OSError(errno.ENOSPC, "No space left on device")
            return super().write(line)

    monkeypatch.setattr("harness.record.writer.FileIO", Full)
    with pytest.raises(RecordError, match=r"No space left on device\. What was written is kept\."):
        run("locked-out", "charged-twice", in_flight=4)


def test_a_bug_is_raised_as_it_is(run: Runner, monkeypatch: pytest.MonkeyPatch) -> None:
    """What breaks in one conversation for a reason of ours is not hidden in a group."""

    def broken(*_: object) -> None:
        raise KeyError("ours")

    monkeypatch.setattr("harness.assurance.conversations.judge_with", broken)
    with pytest.raises(KeyError, match="ours"):
        run("locked-out", "charged-twice", in_flight=4)


def test_an_agent_that_says_nothing_is_judged(run: Runner) -> None:
    """Empty replies are a valid conversation with an agent that did nothing right, not a crash."""
    record = run("locked-out", "cancel-the-coffee-club", target=LinesTarget([""]))
    assert {"valid"} == {outcome.validity for outcome in record.outcomes}
    assert 1 == record.decision.exit_code  # type: ignore[union-attr]


def test_what_a_target_raises_does_not_end_the_run(run: Runner) -> None:
    """One customer's call ends in an error that nobody foresaw; the others are held and judged."""

    class Fragile(DemoTarget):
        async def answer(self, message: Message) -> Reply:
            if "charged-twice" in message.conversation:
                raise asyncio.CancelledError
            return await super().answer(message)

    record = run("charged-twice", "locked-out", target=Fragile(), in_flight=2)
    assert {"charged-twice": "infra_error", "locked-out": "valid"} == {
        outcome.journey: outcome.validity for outcome in record.outcomes
    }
