"""A run that was broken off anywhere goes on to the result that it would have had."""

import asyncio
import random
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from harness.assurance import assure
from harness.plan.nouns import Plan
from harness.record import RECORD, canonical, read, verify
from harness.run import RunRecord, load, transcripts
from harness.settings import Settings
from harness.target.embedded import DemoTarget
from harness.target.nouns import Target
from harness.testing import ToldClock
from tests.conftest import Runner

HELD = ("locked-out", "charged-twice", "cancel-the-coffee-club")

Resume = Callable[..., RunRecord]


@pytest.fixture
def resume(plans: tuple[Plan, ...]) -> Resume:
    """Go on with the record of a run of HELD."""

    def go_on(record: Path, target: Target | None = None, settings: Settings | None = None) -> RunRecord:
        chosen = [plan for plan in plans if plan.journey in HELD]
        settings = settings or Settings()
        clock = ToldClock()
        held = assure(chosen, target or DemoTarget(), settings, record.parents[1], clock(), clock, resume=record)
        return asyncio.run(held)

    return go_on


def cut(record: RunRecord, folder: Path, at: int) -> Path:
    """The record as a machine left it that died after so many bytes."""
    file = folder / Path(record.folder).name / RECORD
    file.parent.mkdir(parents=True)
    file.write_bytes((Path(record.folder) / RECORD).read_bytes()[:at])
    return file


def turns(file: Path) -> dict[str, int]:
    return {case: len(transcript.turns) for case, transcript in transcripts(file).items()}


def same(file: Path) -> bytes:
    return canonical(read(file))


def test_two_hundred_places_to_die_and_one_result(run: Runner, resume: Resume, tmp_path: Path) -> None:
    """Wherever a run was killed, what goes on from there comes to the same record, and the ledger keeps the waste."""
    whole = run(*HELD, in_flight=3)
    file = Path(whole.folder) / RECORD
    lines = file.read_bytes().splitlines(keepends=True)
    begun, talking, ended = (sum(map(len, lines[:count])) for count in (1, 1 + len(HELD), -1))
    expected, random_ = same(file), random.Random(5)
    # Most bytes are the plans'; most moments are not.
    places = random_.sample(range(begun, talking), 20) + random_.sample(range(talking, ended), 180)
    for number, at in enumerate(places):
        broken = cut(whole, tmp_path / str(number), at)
        before = load(broken)
        record = resume(broken)
        checked = verify(broken)
        assert (True, True) == (checked.ok, checked.finished), at
        assert expected == same(broken), at
        assert whole.decision == record.decision
        assert whole.outcomes == record.outcomes
        assert turns(file) == turns(broken)
        assert whole.spent.calls == record.spent.calls - record.wasted.calls
        assert before.spent.calls <= record.spent.calls
        shutil.rmtree(tmp_path / str(number))
