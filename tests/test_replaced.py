"""A simulation that its customer spoilt is held again, twice at most; what it cost and whom it favoured is told."""

import asyncio
import json
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from harness.assurance import Background, Cast, assure, compile_all
from harness.conversation.playing import Player
from harness.journey.read import read_journeys
from harness.kpi import measures
from harness.ledger import by
from harness.model import Answer, ModelError
from harness.record import RECORD, canonical_digest, read
from harness.report import terminal
from harness.run import RunRecord, load, transcripts
from harness.settings import Settings
from harness.target.embedded import DemoTarget
from harness.target.nouns import Reply
from harness.testing import LinesTarget, ScriptedModel, ToldClock
from harness.unfinished import unfinished
from harness.verdict import Judges
from harness.verdict.nouns import Review
from tests.test_played_run import JOURNEY, Actor, plays

SOUND = json.dumps({"slips": []})


def slip(rule: str = "V12", severity: str = "critical_helped", quote: str = "where is my parcel", turn: int = 1) -> str:
    """A reviewer's answer with one slip."""
    one = {"rule": rule, "turn": turn, "quote": quote, "why": "no such person", "severity": severity}
    return json.dumps({"slips": [one]})


class Judge(ScriptedModel):
    """A model that reviews; nothing else is left open in this journey."""

    name = "acme/judge-1"


def run(
    folder: Path, reviews: Any, actor: Any = plays, target: Any = None, trials: int = 1, resume: Path | None = None
) -> RunRecord:
    """Hold the journey with a free customer, each conversation reviewed by this judge."""
    journeys = folder / "journeys"
    journeys.mkdir(exist_ok=True, parents=True)
    (journeys / "parcel.md").write_text(JOURNEY, encoding="utf-8")
    settings = Settings()
    settings = settings.model_copy(update={"run": settings.run.model_copy(update={"trials": trials})})
    plans = compile_all(read_journeys([journeys], journeys), settings.vocabulary)
    cast = Cast(target or DemoTarget(), judges=Judges(Judge(reviews)), player=Player("free", Actor(actor)))
    held = assure(plans, cast, settings, folder / "reports", ToldClock(), Background(folder="journeys"), resume=resume)
    return asyncio.run(held)


def printed(record: RunRecord) -> str:
    return " ".join(" ".join(terminal.summary(record)).split())


def test_a_spoilt_simulation_is_replaced_by_the_next_seed(tmp_path: Path) -> None:
    """The second one counts; the first is on the record, was paid for, and says whom it favoured and over what."""
    record = run(tmp_path, [slip(), SOUND])
    outcome = record.outcomes[0]
    assert ("valid", 2, 1) == (outcome.validity, outcome.started, outcome.spoilt)
    assert ["agent_helped"] == [one.favoured for one in outcome.replaced]
    started = [event.data for event in read(Path(record.folder) / RECORD) if event.kind == "case_started"]
    assert [0, 1] == [one["seed"] - started[0]["seed"] for one in started]
    assert [1, 2] == [one["attempt"] for one in started]
    assert (1, 1, 1) == (len(record.verdicts), len(record.outcomes), len(transcripts(Path(record.folder) / RECORD)))
    assert {1, 2} == {entry.attempt for entry in record.entries if entry.role == "customer"}
    assert 2 == by(record.entries, "role")["judge"].calls
    assert "Customer 1 simulation invalid (helped the agent in 1); 1 of them held again" in printed(record)


def test_nobody_is_held_a_fourth_time(tmp_path: Path) -> None:
    """Spoilt three times: it stays invalid, the gate cannot tell, and the author is shown the sentence it was about."""
    record = run(tmp_path, [slip(severity="critical_hindered")])
    outcome = record.outcomes[0]
    assert ("invalid_simulation", 3, 3) == (outcome.validity, outcome.started, outcome.spoilt)
    assert 5 == (record.decision.exit_code if record.decision else None)
    assert "the simulated customer spoiled 3 of 3 conversations" in str(record.decision)
    assert "3 simulations invalid (hindered it in 3)" in printed(record)
    assert "journeys/parcel.md:3:39 may be read in two ways: 'She wants to know where her order is.'" in printed(record)


def test_the_rate_counts_every_conversation_that_was_started(tmp_path: Path) -> None:
    """One spoilt of three started, though two conversations came of them: more than a tenth, so no verdict."""
    record = run(tmp_path, [slip(), SOUND], trials=2)
    found = next(one for one in measures(record) if one.name == "invalid simulations")
    assert (3, "agent helped in 1, hindered in 0") == (found.n, found.note)
    assert 5 == (record.decision.exit_code if record.decision else None)


@pytest.mark.parametrize(
    ("review", "validity", "favoured"),
    [
        (slip("V7", "critical"), "invalid_simulation", "nobody"),
        (slip("V12", "critical_hindered"), "invalid_simulation", "agent_hindered"),
        (slip("V12", "minor"), "valid", None),
        (slip(quote="words that nobody ever said here"), "valid", None),
        (slip("V3", "critical"), "valid", None),
        (slip("V7", "minor"), "valid", None),
        (slip(turn=99), "invalid_simulation", "agent_helped"),
    ],
)
def test_a_slip_counts_only_with_the_customers_own_words(
    tmp_path: Path, review: str, validity: str, favoured: str | None
) -> None:
    """Goal drift and a person who acts like nobody would spoil it; words that were not said, or a rule that is not the
    reviewer's, do not. A quote under another turn is looked for where it stands."""
    record = run(tmp_path, review.splitlines())
    assert (validity, favoured) == (record.outcomes[0].validity, record.outcomes[0].favoured)


@pytest.mark.parametrize(
    "broken",
    [
        ModelError("503"),
        "prose",
        "{}",
        '{"slips": 7}',
        Answer(words=SOUND, model="m", stopped="length"),
        Answer(words="no", model="m", stopped="refused"),
        "[" * 100_000,
    ],
)
def test_a_review_that_breaks_clears_nobody_and_is_said_to_be_missing(tmp_path: Path, broken: Any) -> None:
    """The conversation stands on the rules of validity alone, and the run says that nobody reviewed it."""
    record = run(tmp_path, [broken])
    assert ("valid", True) == (record.outcomes[0].validity, record.outcomes[0].unreviewed)
    assert "in 1 conversation nobody could review the customer's part (V7, V12)" in printed(record)


def test_a_review_is_on_the_record(tmp_path: Path) -> None:
    """Who read it, by which prompt, and what came of it; a scripted customer is reviewed by nobody."""
    record = run(tmp_path, [slip("V12", "minor")])
    review = record.verdicts[0].review
    assert isinstance(review, Review)
    assert ("acme/judge-1", 1, ["V12"]) == (review.judge, len(review.slips), [one.rule for one in review.slips])
    assert load(Path(record.folder) / RECORD).verdicts == record.verdicts


def test_the_agent_of_a_spoilt_simulation_is_met_anew(tmp_path: Path) -> None:
    """Each attempt is a conversation of its own for the agent: nothing of the first one is remembered."""
    target = LinesTarget(lambda message: Reply(text="Your order is on its way, it arrives tomorrow."))
    run(tmp_path, [slip(), SOUND], target=target)
    assert 2 == len({message.conversation for message in target.heard})


def test_a_run_cut_off_between_two_attempts_goes_on_with_the_second(tmp_path: Path) -> None:
    """Broken off after any line, it comes to the same canonical record: what was replaced is not held a third time."""

    def reviewing() -> Callable[[Any], str]:
        said = iter([slip()])
        return lambda prompt: next(said, SOUND)

    whole = run(tmp_path / "whole", reviewing())
    file = Path(whole.folder) / RECORD
    lines = file.read_bytes().splitlines(keepends=True)
    at = next(number for number, line in enumerate(lines) if b'"kind":"replaced"' in line) + 1
    for cut in (at - 1, at, at + 1, at + 2):
        cut_off = tmp_path / f"cut{cut}" / "reports" / file.parent.name / RECORD
        cut_off.parent.mkdir(parents=True)
        cut_off.write_bytes(b"".join(lines[:cut]))
        assert (cut >= at) == bool(unfinished(cut_off).cases[whole.outcomes[0].case].replaced)
        again = run(tmp_path / f"cut{cut}", [SOUND], resume=cut_off)
        assert canonical_digest(file) == canonical_digest(Path(again.folder) / RECORD)


def test_a_reviewer_sees_the_brief_and_every_turn(tmp_path: Path) -> None:
    """As data, with nothing of the verdict in it."""
    seen: list[Any] = []

    def reviewing(prompt: Any) -> str:
        seen.append(SimpleNamespace(brief=json.loads(prompt.stable), words=json.loads(prompt.words)))
        return SOUND

    record = run(tmp_path, reviewing)
    assert ["to know where her order is"] == seen[0].brief["you want"]
    assert record.outcomes[0].turns == len(seen[0].words["turns"])
    assert "verdict" not in json.dumps(seen[0].words)
