"""A run that was broken off anywhere goes on to the result that it would have had."""

import asyncio
import errno
import os
import random
import shutil
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from io import FileIO
from itertools import chain, count
from pathlib import Path
from typing import Any

import pytest

from harness.assurance import Cast, Ears, assure
from harness.gate import GatePolicy
from harness.ledger import by
from harness.plan.nouns import Plan
from harness.record import RECORD, RecordError, Writer, canonical, read, resolve, verify
from harness.run import RecordIncomplete, RunRecord, load
from harness.settings import RunSettings, Settings
from harness.target.embedded import DemoSettings, DemoTarget
from harness.target.nouns import Message, Reply, Target
from harness.testing import LinesTarget, ScriptedModel, ToldClock
from harness.unfinished import NotTheSameRunError, unfinished
from harness.verdict import Judges
from tests.conftest import Runner

HELD = ("locked-out", "charged-twice")

Resume = Callable[..., RunRecord]


@pytest.fixture
def resume(plans: tuple[Plan, ...]) -> Resume:
    """Go on with the record of a run of HELD."""

    def go_on(record: Path, target: Target | None = None, judges: Judges | None = None, **changed: Any) -> RunRecord:
        chosen = [plan for plan in plans if plan.journey in HELD]
        settings = Settings().model_copy(update=changed)
        clock, reports = ToldClock(), record.parents[1]
        held = assure(chosen, Cast(target or DemoTarget(), judges=judges), settings, reports, clock, resume=record)
        return asyncio.run(held)

    return go_on


def cut(record: RunRecord, folder: Path, at: int) -> Path:
    """The record as a machine left it that died after so many bytes."""
    file = folder / Path(record.folder).name / RECORD
    file.parent.mkdir(parents=True)
    file.write_bytes((Path(record.folder) / RECORD).read_bytes()[:at])
    return file


def same(file: Path) -> bytes:
    return canonical(read(file))


@pytest.mark.parametrize("many", [40, pytest.param(200, marks=pytest.mark.slow)])
def test_many_places_to_die_and_one_result(run: Runner, resume: Resume, tmp_path: Path, many: int) -> None:
    """Wherever a run was killed, what goes on from there comes to the same record, and the ledger keeps the waste."""
    whole = run(*HELD, in_flight=3)
    file = Path(whole.folder) / RECORD
    lines = file.read_bytes().splitlines(keepends=True)
    begun, talking, ended = (sum(map(len, lines[:count])) for count in (1, 1 + len(HELD), -1))
    expected, random_ = same(file), random.Random(5)
    # Most bytes are the plans'; most moments are not.
    early = many // 10
    places = random_.sample(range(begun, talking), early) + random_.sample(range(talking, ended), many - early)
    for number, at in enumerate(places):
        broken = cut(whole, tmp_path / str(number), at)
        before = load(broken)
        record = resume(broken)
        checked = verify(broken)
        assert (True, True) == (checked.ok, checked.finished), at
        assert expected == same(broken), at
        assert whole.decision == record.decision
        assert whole.outcomes == record.outcomes
        assert whole.spent.calls == record.spent.calls - record.wasted.calls
        assert before.spent.calls <= record.spent.calls
        shutil.rmtree(tmp_path / str(number))


def after(record: RunRecord, kind: str, nth: int = 1) -> int:
    """How many bytes the record had when it held the nth event of this kind."""
    size = seen = 0
    for line in (Path(record.folder) / RECORD).read_bytes().splitlines(keepends=True):
        size += len(line)
        seen += f'"kind":"{kind}"'.encode() in line
        if seen == nth:
            return size
    raise AssertionError(f"{seen} of {nth} {kind}")


def kinds(file: Path, case: str) -> list[str]:
    return [event.kind for event in read(file) if event.case == case]


def test_a_run_may_die_again_and_again(run: Runner, resume: Resume, tmp_path: Path) -> None:
    """Killed while it was resumed, and once more: each attempt is counted, and the result is still the same."""
    whole = run(*HELD, in_flight=1)
    broken = cut(whole, tmp_path / "first", after(whole, "turn", 2))
    one_by_one = RunSettings(in_flight=1)
    for folder, turns in (("second", 3), ("third", 4)):
        again = resume(broken, run=one_by_one)
        broken = cut(again, tmp_path / folder, after(again, "turn", turns))
    record = resume(broken, run=one_by_one)
    assert same(Path(whole.folder) / RECORD) == same(broken)
    started = [event.data["attempt"] for event in read(broken) if event.kind == "case_started"]
    assert [1, 2, 3, 4, 1] == started
    assert whole.spent.calls == record.spent.calls - record.wasted.calls


def test_what_a_cut_conversation_cost_is_waste_to_the_last_turn(run: Runner, resume: Resume, tmp_path: Path) -> None:
    """A turn that was on record when the machine died, and not yet on the ledger, is put there."""
    whole = run(*HELD, in_flight=1)
    broken = cut(whole, tmp_path / "cut", after(whole, "turn", 2) + 10)
    record = resume(broken)
    assert [(1, 1, True), (2, 1, True)] == [(one.turn, one.attempt, one.waste) for one in record.entries[:2]]
    assert {False} == {one.waste for one in record.entries[2:]}
    assert 2 == record.wasted.calls
    assert record.wasted.money["USD"] > 0


def test_a_torn_line_is_kept_beside_the_record(run: Runner, resume: Resume, tmp_path: Path) -> None:
    """No byte that was written is thrown away: the record names the file that holds the beginning of the line."""
    whole = run(*HELD, in_flight=1)
    end = after(whole, "turn", 2)
    broken = cut(whole, tmp_path / "cut", end + 33)
    resume(broken)
    (resumed,) = (event.data for event in read(broken) if event.kind == "run_resumed")
    kept = (broken.parent / resumed["torn"]["kept"]).read_bytes()
    assert (Path(whole.folder) / RECORD).read_bytes()[end : end + 33] == kept
    assert 33 == resumed["torn"]["size"]


def test_what_was_held_is_not_held_again(run: Runner, resume: Resume, tmp_path: Path) -> None:
    """Killed after the last word and before the verdict: the conversation is judged, and the agent is not called."""
    whole = run(*HELD, in_flight=1)
    broken = cut(whole, tmp_path / "cut", after(whole, "held", 2))
    record = resume(broken, Silent())
    assert whole.outcomes == record.outcomes
    assert 0 == record.wasted.calls


class Silent(DemoTarget):
    """The demo, whom nobody may speak to."""

    async def answer(self, message: Message) -> Reply:
        raise AssertionError("asked again")


def test_a_model_that_was_judging_judges_again(plans: tuple[Plan, ...], resume: Resume, tmp_path: Path) -> None:
    """The judge's calls for a verdict that was never written are waste; the conversation stays."""
    judges = Judges(ScriptedModel(["this is no answer"]))
    open_ = [plan for plan in plans if plan.journey in HELD]
    clock = ToldClock()
    settings = Settings(run=RunSettings(in_flight=1))
    reports = tmp_path / "whole"
    whole = asyncio.run(assure(open_, Cast(LinesTarget(["I see."]), judges=judges), settings, reports, clock))
    lines = [event.kind for event in read(Path(whole.folder) / RECORD)]
    calls = lines.index("verdict") - lines.index("held") - 1
    assert 2 == calls
    at = after(whole, "charge", lines[: lines.index("verdict")].count("charge"))
    broken = cut(whole, tmp_path / "cut", at)
    record = resume(broken, LinesTarget(["I see."]), judges)
    assert 1 == kinds(broken, whole.outcomes[0].case).count("held")
    assert {("judge", 2)} == {
        (role, row.calls) for role, row in by([one for one in record.entries if one.waste], "role").items()
    }
    assert same(Path(whole.folder) / RECORD) == same(broken)


def test_an_interrupted_run_finishes_its_turns_and_goes_on(
    plans: tuple[Plan, ...], run: Runner, resume: Resume, tmp_path: Path
) -> None:
    """Told to stop, each conversation ends with the turn it is in; nothing is judged that is not whole."""
    whole = run(*HELD)
    heard: list[str] = []

    class Counting(DemoTarget):
        async def answer(self, message: Message) -> Reply:
            heard.append(message.conversation)
            return await super().answer(message)

    clock = ToldClock()
    chosen = [plan for plan in plans if plan.journey in HELD]
    stopped = asyncio.run(
        assure(
            chosen,
            Cast(Counting()),
            Settings(),
            tmp_path / "stopped",
            clock,
            ears=Ears(stopping=lambda: len(heard) >= 3),
        )
    )
    file = Path(stopped.folder) / RECORD
    assert stopped.decision is None
    assert len(heard) == sum(event.kind == "turn" for event in read(file)) == stopped.spent.calls
    record = resume(file)
    assert same(Path(whole.folder) / RECORD) == same(file)
    assert len(heard) == record.wasted.calls


# ---- what is not continued ----------------------------------------------------------------------------------


@pytest.fixture
def broken(run: Runner, tmp_path: Path) -> Path:
    """A run that was killed in its second conversation."""
    whole = run(*HELD, in_flight=1)
    return cut(whole, tmp_path / "cut", after(whole, "case_started", 2) + 7)


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"run": RunSettings(seed=8)}, "seed was 7, and is 8"),
        ({"run": RunSettings(trials=2)}, "trials was 1, and is 2"),
        ({"run": RunSettings(reply_seconds=5)}, "run.reply_seconds was 60.0, and is 5.0"),
        ({"gate": GatePolicy(infra=0.5)}, "gate.infra was 0.02, and is 0.5"),
        ({"gate": GatePolicy(prove=0.9)}, "gate.prove was not set, and is 0.9"),
        ({"targets": {"demo": DemoSettings(faults=("flaky",))}}, "targets.demo.faults changed"),
        ({"prices": ()}, "prices changed"),
        ({"judges": Judges(ScriptedModel([""]))}, "judge was rules/"),
    ],
)
def test_another_run_is_refused_by_name(broken: Path, resume: Resume, changed: dict[str, Any], says: str) -> None:
    """Half of one run and half of another is no evidence: what is different is named, and the record is left alone."""
    before = broken.read_bytes()
    with pytest.raises(NotTheSameRunError) as refused:
        resume(broken, **changed)
    assert says in str(refused.value)
    assert before == broken.read_bytes()


def test_other_journeys_are_refused_by_name(broken: Path, plans: tuple[Plan, ...]) -> None:
    """A journey that says something else now, is new or gone, makes another run."""
    before = unfinished(broken).manifest
    now = before.model_copy(update={"journeys": {HELD[0]: "another", "new-one": "x"}, "harness": "9.9"})
    with pytest.raises(NotTheSameRunError) as refused:
        unfinished(broken).must_be(now)
    told = str(refused.value)
    assert "harness was 0.1.0, and is 9.9" in told
    assert f"the journey {HELD[1]} is gone" in told
    assert "the journey new-one is new" in told
    assert f"the journey {HELD[0]} says something else now" in told


def test_more_conversations_at_once_is_the_same_run(broken: Path, resume: Resume) -> None:
    """How many are held at the same time changes nothing, so it may change."""
    assert resume(broken, run=RunSettings(in_flight=2)).decision is not None


def test_a_finished_run_is_not_continued(run: Runner, resume: Resume) -> None:
    """There is nothing left to hold, and a decision is never written over."""
    whole = run(*HELD)
    with pytest.raises(RecordIncomplete, match="is finished: there is nothing left to hold"):
        resume(Path(whole.folder) / RECORD)


def test_a_run_that_died_before_its_first_line_is_begun_anew(run: Runner, resume: Resume, tmp_path: Path) -> None:
    """Nothing was paid for yet, and nobody can tell what was asked for."""
    for at in (0, 200):
        with pytest.raises(RecordIncomplete, match="begin a new run"):
            resume(cut(run(HELD[0]), tmp_path / str(at), at))


def test_a_changed_record_is_not_continued(broken: Path, resume: Resume) -> None:
    """Nobody can vouch for a chain that goes on from a broken one."""
    changed = broken.read_bytes().replace(b"hearth-demo-1", b"hearth-demo-2")
    broken.write_bytes(changed)
    with pytest.raises(RecordError, match="line 1 was changed after it was written"):
        resume(broken)
    assert changed == broken.read_bytes()


def test_a_run_that_is_still_being_held_is_left_alone(broken: Path, resume: Resume) -> None:
    """Two processes never write one record: the second is told that the first is at it."""
    writing = pytest.raises(RecordError, match="is being written by another process")
    with Writer(broken, ToldClock(), resumed=True), writing:
        resume(broken)
    assert resume(broken).decision is not None


def test_a_full_disk_loses_nothing(
    run: Runner, resume: Resume, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No room in the middle of a line: the run says so and how to go on; with room again it comes to the same end."""
    whole = run(*HELD)

    class Filling(FileIO):
        room = after(whole, "turn", 3) + 20

        def write(self, line: Any, /) -> int:
            if not self.room:
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
            done = super().write(bytes(line)[: self.room])
            self.room -= done
            return done

    with monkeypatch.context() as disk:
        disk.setattr("harness.record.writer.FileIO", Filling)
        with pytest.raises(RecordError, match=r"No space left on device\. .* harness run --resume \d{8}-"):
            run(*HELD, reports=tmp_path / "full")
    (file,) = (tmp_path / "full").glob(f"*/{RECORD}")
    assert verify(file).torn
    resume(file)
    assert same(Path(whole.folder) / RECORD) == same(file)


def test_a_clock_that_goes_back_breaks_nothing(plans: tuple[Plan, ...], tmp_path: Path) -> None:
    """A clock set back in mid-run: the times are what the clock said, the order is the chain's, `last` is the last."""
    chosen = [plan for plan in plans if plan.journey == HELD[0]]
    noon = datetime(2026, 11, 2, 12, tzinfo=UTC)
    back = (noon - timedelta(minutes=number) for number in count())
    found = []
    for now in (noon, noon - timedelta(hours=3)):
        held = assure(chosen, Cast(DemoTarget()), Settings(), tmp_path, chain([now], back).__next__)
        found.append(Path(asyncio.run(held).folder) / RECORD)
    assert [True, True] == [verify(file).ok for file in found]
    assert found[1] == resolve(tmp_path, "last")
    assert same(found[0]) == same(found[1])


def test_a_run_of_before_there_was_resuming_is_still_shown(broken: Path, tmp_path: Path) -> None:
    """An older record says less about itself: it is read as ever, and going on with it is refused in a sentence."""
    old = tmp_path / "20251121-082559-7f3a" / RECORD
    with Writer(old, ToldClock()) as writer:
        for event in read(broken):
            data = event.data
            if event.kind == "run_started":
                data = {name: value for name, value in data.items() if name != "settings"} | {"harness": "0.0.9"}
            writer.append(event.kind, data, event.case)
    assert load(broken).outcomes == load(old).outcomes
    with pytest.raises(NotTheSameRunError, match=r"harness was 0\.0\.9, and is 0\.1\.0"):
        unfinished(old).must_be(unfinished(broken).manifest)
