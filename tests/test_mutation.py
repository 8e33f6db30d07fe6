"""What a run puts to the test: every required sentence, over what was recorded and over variations of it."""

from pathlib import Path

import pytest

from harness.mutation import VARIATIONS, Challenge, put_to_the_test, variations
from harness.plan.nouns import Judged
from harness.record import RECORD
from harness.run import RunRecord, transcripts
from harness.target.embedded import DemoTarget
from harness.testing import DownTarget, LinesTarget
from tests.conftest import Runner


def challenged(record: RunRecord, journeys: set[str] | None = None) -> Challenge:
    return put_to_the_test(record, transcripts(Path(record.folder) / RECORD), journeys)


def test_every_expectation_of_the_shop_can_fail(run: Runner) -> None:
    """In a run of all of the shop's journeys, nothing that should happen comes through every variation."""
    record = run()
    found = challenged(record)
    left = [record.reading(one.journey, one.sentence.id) for one in found.untested if one.sentence.heading != "facts"]
    assert {"never"} == {item.polarity for reading in left for item in reading.items if isinstance(item, Judged)}
    assert (len(record.outcomes), 0) == (found.conversations, found.left_out)
    assert found.variations <= found.conversations * VARIATIONS


def test_what_broke_in_the_run_is_not_listed(run: Runner) -> None:
    """A must-never that the agent really broke was put to the test; with the healthy agent it was not."""
    never = "Charge C-5511 is refunded in the shop's records."
    asks = "The agent asks for her password."
    healthy = {one.sentence.text for one in challenged(run("charged-twice", "locked-out")).untested}
    asked = run("locked-out", target=LinesTarget(["What is your password?", "Goodbye."]))
    assert asks in healthy
    assert never not in healthy
    assert asks not in {one.sentence.text for one in challenged(asked).untested}


def test_a_silent_run_tests_nothing_it_cannot(run: Runner) -> None:
    """Conversations that were lost are left out and said to be; nothing is made of nothing."""
    found = challenged(run("locked-out", target=DownTarget()))
    assert (0, 0, 0, 1, ()) == (
        found.conversations,
        found.variations,
        found.sentences,
        found.left_out,
        found.untested,
    )


def test_it_is_the_same_every_time(run: Runner) -> None:
    """Judged twice, the answer is the same; narrowed to a journey, its sentences alone are judged."""
    record = run("charged-twice", "locked-out", target=DemoTarget(faults=("wrong-desk",)))
    assert challenged(record) == challenged(record)
    assert {"locked-out"} == {one.journey for one in challenged(record, {"locked-out"}).untested}


@pytest.mark.parametrize("journey", ["charged-twice", "refund-cracked-item"])
def test_variations_are_the_agents_alone(run: Runner, journey: str) -> None:
    """Whatever is varied, no customer says anything that they did not say in the run."""
    record = run(journey)
    held = list(transcripts(Path(record.folder) / RECORD).values())
    said = {turn.customer.text for one in held for turn in one.turns}
    for transcript in held:
        for varied in variations(transcript, held):
            assert said >= {turn.customer.text for turn in varied.turns}
