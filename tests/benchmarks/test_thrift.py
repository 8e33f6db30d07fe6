"""The benchmark of token thrift: in the product's own words, and what it shows."""

from pathlib import Path

import pytest

from benchmarks.thrift import PEER, UNCACHED, Job, by_role, growth, held, judging, stopping
from harness.conversation.free import SHAPE
from harness.model.prompting import shipped
from harness.verdict.reading.asking import prompt_digest


@pytest.mark.slow
def test_the_job_is_held_in_the_words_of_the_package_and_within_the_best_peer(tmp_path: Path) -> None:
    """Customer and judge take no more prompt tokens than the best other tool, and at most .6 of that from no cache."""
    run = held(Job(20), tmp_path)
    manifest = run.record.manifest
    assert manifest.playing
    assert manifest.judging
    assert (shipped().digest("free", SHAPE), prompt_digest()) == (manifest.playing.prompt, manifest.judging.prompt)
    found = by_role(run)
    assert (5.0, 1.0) == (found["customer"].requests, found["judge"].requests)
    both = found["customer"].plus(found["judge"])
    assert both.prompt <= PEER
    assert both.uncached <= UNCACHED * PEER
    counted = sum(row.charge.tokens.total for row in run.record.entries if row.role in ("customer", "judge"))
    said = sum((used.prompt + used.output + used.shape for used in found.values()), 0.0) * len(run.record.outcomes)
    assert counted == pytest.approx(said, rel=0.02)


@pytest.mark.slow
def test_a_conversation_costs_what_was_published() -> None:
    """Through the SDK and a server that caches as providers do: the amounts of measurement 8.2, to the digit."""
    rows = [line.split() for line in growth()[1:]]
    assert [
        ("1", "1,540", "$0.006420", "$0.007575"),
        ("2", "3,240", "$0.013320", "$0.010437"),
        ("4", "7,120", "$0.028560", "$0.016305"),
        ("8", "16,800", "$0.064800", "$0.028617"),
        ("16", "43,840", "$0.160320", "$0.055545"),
        ("32", "128,640", "$0.443520", "$0.118617"),
    ] == [(row[0], row[2], row[4], row[6]) for row in rows]


@pytest.mark.slow
def test_one_call_and_an_early_stop_save() -> None:
    """Four questions in four calls take more than three times as many tokens; a loop is cut before its end."""
    assert "3.9 times as many" in judging()[1]
    assert "saved" in stopping(1)[0]
