"""The job that tools are compared by: what it holds, asks and prints, against the benchmark's own server."""

import pytest

from benchmarks.peer import SIDES, measured


@pytest.mark.slow
@pytest.mark.parametrize("turns", [2, 6])
def test_the_job_holds_every_conversation_to_its_last_turn(turns: int) -> None:
    """As many conversations and turns as asked for, one customer's request a turn, a judge's and a reviewer's each."""
    found = measured(SIDES["harness"], 0.0, 0.0, N=3, TURNS=turns, CONC=2)
    assert 3 == found["ok"]
    assert 3 * 5 < found["verdicts"]
    requests = {role: one["requests"] for role, one in found["counts"].items()}
    assert {"customer": 3 * turns, "target": 3 * turns, "judge": 3 * 2} == requests


@pytest.mark.slow
def test_the_loop_beside_it_makes_the_same_conversations() -> None:
    """One request a turn of each, and one of the judge."""
    found = measured(SIDES["loop"], 0.0, 0.0, N=2, TURNS=3, CONC=2)
    requests = {role: one["requests"] for role, one in found["counts"].items()}
    assert ({"customer": 6, "target": 6, "judge": 2}, 2) == (requests, found["ok"])
