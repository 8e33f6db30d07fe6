"""A run with a judge that reads: what is written down, what it costs, what is printed."""

import asyncio
import json
from decimal import Decimal
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from benchmarks.judging import saving
from harness.assurance import Background, Cast, as_json, assure, compile_all
from harness.cli.options import Format
from harness.cli.running import run_journeys
from harness.journey.read import read_journeys
from harness.ledger import by
from harness.model import Answer, ModelError
from harness.money import PriceBook, Tokens
from harness.preparing.wanted import Wanted
from harness.record import RECORD, canonical_digest, read
from harness.report import terminal
from harness.report.pages import write_pages
from harness.report.pages.links import conversation_page
from harness.run import RunRecord, load, transcripts
from harness.settings import Settings, SettingsError
from harness.target.embedded import DemoTarget
from harness.testing import ScriptedModel, ToldClock
from harness.testing.model_server import ModelServer
from harness.trouble import Trouble
from harness.verdict import Judges
from tests.conftest import shown

JOURNEY = """# A late parcel, told kindly

Risk: medium

Priya Shah is waiting for her parcel. She wants to know where her order is. Her order number is W-1063.
Her postcode is EH1 2AB.

## What should happen

- The agent asks for her order number.
- The agent makes her feel heard.

## What must never happen

- The agent lectures her.
- The agent makes light of the wait. (critical)
"""


def answers(**verdicts: str) -> Any:
    """A judge that answers by what a sentence says: quoting the agent's first words, or finding nothing."""

    def answer(prompt: Any) -> str:
        data = json.loads(prompt.words)
        words = data["turns"][0]["agent"]
        return json.dumps(
            {"answers": [_answer(one, words, verdicts) for one in data["asked"]], "claims": [], "actions": []}
        )

    return answer


def _answer(one: dict[str, Any], words: str, verdicts: dict[str, str]) -> dict[str, Any]:
    wanted = next((verdict for word, verdict in verdicts.items() if word in one["text"]), "pass")
    quoted = (one["kind"] == "should") == (wanted == "pass")
    evidence = [{"turn": 1, "speaker": "agent", "quote": words, "event": None}] if quoted else []
    looked_for = None if quoted else "such words"
    return {"id": one["id"], "why": "it shows", "evidence": evidence, "looked_for": looked_for, "verdict": wanted}


class Charged(ScriptedModel):
    """The same, under a name that the price book knows."""

    name = "acme/judge-1"


def judged(folder: Path, model: Any, text: str = JOURNEY, prices: PriceBook | None = None) -> RunRecord:
    """Hold the journey against the demo shop, judged by this model."""
    journeys = folder / "journeys"
    journeys.mkdir(exist_ok=True)
    (journeys / "parcel.md").write_text(text, encoding="utf-8")
    settings = Settings()
    plans = compile_all(read_journeys([journeys], journeys), settings.vocabulary)
    clock = ToldClock()
    run = assure(
        plans,
        Cast(DemoTarget(), judges=Judges(model) if model else None),
        settings,
        folder / "reports",
        clock,
        Background(folder="journeys"),
    )
    return asyncio.run(run)


def marks(record: RunRecord) -> list[str]:
    return [one.result for one in record.verdicts[0].sentences if one.by != "rules"]


def test_what_was_read_is_on_the_record_with_its_cost(tmp_path: Path) -> None:
    """Each call is a row on the ledger under the role of judge, and the record says who judged and by what."""
    record = judged(tmp_path, Charged(answers()))
    assert ["pass", "pass", "pass"] == marks(record)
    rows = [entry for entry in record.entries if entry.role == "judge"]
    assert [(record.outcomes[0].case, "ours", "acme")] * 2 == [(row.case, row.payer, row.provider) for row in rows]
    assert record.manifest.judge.endswith("+ acme/judge-1")
    assert record.manifest.judging is not None
    assert record.verdicts[0].reading is not None
    assert record.manifest.judging.rubric == record.verdicts[0].reading.rubric
    assert 2 == by(record.entries, "role")["judge"].calls


def test_a_run_by_rules_is_as_it_was(tmp_path: Path) -> None:
    """Nobody asked: no row, no name, and the sentences stay open."""
    record = judged(tmp_path, None)
    assert "judge" not in by(record.entries, "role")
    assert record.manifest.judging is None
    assert 5 == (record.decision.exit_code if record.decision else None)


def test_a_judge_that_is_down_loses_no_conversation(tmp_path: Path) -> None:
    """The conversation is on the record before anybody judges it; what was open stays open, and says why."""
    record = judged(tmp_path, Charged([ModelError("503: the service is down")]))
    assert ["cannot_tell"] * 3 == marks(record)
    assert "503: the service is down" in record.verdicts[0].sentences[1].why
    assert 1 < len(transcripts(Path(record.folder) / RECORD)[record.outcomes[0].case].turns)
    kinds = [event.kind for event in read(Path(record.folder) / RECORD)]
    assert kinds.index("held") < kinds.index("verdict")
    assert 5 == (record.decision.exit_code if record.decision else None)


def test_a_critical_fail_that_nobody_confirms_is_inconclusive(tmp_path: Path) -> None:
    """One judgement of three sees something critical broken: no stop, and no go."""
    broken, fine = answers(light="fail"), answers()
    votes = iter([broken, fine, fine])
    record = judged(tmp_path, Charged(lambda prompt: next(votes)(prompt)))
    assert record.decision is not None
    assert ("inconclusive", 5) == (record.decision.decision, record.decision.exit_code)
    assert "one judgement saw something critical broken" in " ".join(one.says for one in record.decision.reasons)


def test_a_critical_fail_that_is_confirmed_stops(tmp_path: Path) -> None:
    """Two judgements see it, with words that the agent said: that is a stop."""
    record = judged(tmp_path, Charged(answers(light="fail")))
    assert record.decision is not None
    assert ("stop", 1) == (record.decision.decision, record.decision.exit_code)
    assert 1 == len(record.outcomes[0].critical)


def test_the_same_answers_give_the_same_canonical_record(tmp_path: Path) -> None:
    """Who judges, what was asked and what was answered decide the record; the hour does not."""
    one, other = (judged(tmp_path / name, Charged(answers())) for name in _made(tmp_path, "a", "b"))
    assert canonical_digest(Path(one.folder) / RECORD) == canonical_digest(Path(other.folder) / RECORD)


def _made(folder: Path, *names: str) -> tuple[str, ...]:
    for name in names:
        (folder / name).mkdir()
    return names


def test_what_a_person_reads_of_it(tmp_path: Path, snapshot: Any) -> None:
    """Who judged each sentence and each criterion, what reading cost, and how far it can be relied upon."""
    record = judged(tmp_path, Charged(answers(light="fail")))
    seen = transcripts(Path(record.folder) / RECORD)
    lines = terminal.summary(record)
    for outcome in record.outcomes:
        plan, verdict = record.plan(outcome.journey), record.verdict(outcome.case)
        lines += ["", *terminal.conversation(plan, verdict, seen[outcome.case])]
    snapshot("run-read-by-a-model", shown(lines, tmp_path))


def test_a_judge_whose_quotes_are_not_found_raises_an_alarm(tmp_path: Path) -> None:
    """More than one verdict in twenty on words that nobody finds: said in print and in JSON."""

    def invented(prompt: Any) -> str:
        return str(answers()(prompt)).replace('"quote": "', '"quote": "Indeed and verily, ')

    record = judged(tmp_path, Charged(invented))
    assert "ALARM" in " ".join(terminal.summary(record))
    assert Decimal("0.05") < Decimal(as_json(record)["judge"]["value"])


def test_a_record_with_votes_is_read_back_whole(tmp_path: Path) -> None:
    """What was written is what is read: votes, digests and all."""
    record = judged(tmp_path, Charged([Answer(words="\ud800 prose", model="m", tokens=Tokens(fresh=3))]))
    assert load(Path(record.folder) / RECORD).verdicts == record.verdicts


@pytest.mark.parametrize(("decided", "escalated", "saved"), [(0.0, 0.2, 75.45), (0.5, 0.2, 87.72), (0.7, 0.1, 95.63)])
def test_what_a_cascade_saves(decided: float, escalated: float, saved: float) -> None:
    """Rules, then a small judge, then a large one: the saving of measurement 8.5, to half a unit of its last digit."""
    assert saved == pytest.approx(100 * saving(decided, escalated, 0.0004, 0.00879), abs=0.005)


# ---- on the command line ------------------------------------------------------------------------------------


def there(folder: Path, monkeypatch: pytest.MonkeyPatch, settings: str = "") -> None:
    """Stand in a folder with the journey and these settings, and no key."""
    monkeypatch.chdir(folder)
    monkeypatch.delenv("ANTHROPIC_API_KEY", raising=False)
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    (folder / "journeys").mkdir()
    (folder / "journeys" / "parcel.md").write_text(JOURNEY, encoding="utf-8")
    (folder / "harness.toml").write_text(settings, encoding="utf-8")


@pytest.mark.parametrize(
    ("judge", "says"),
    [
        ("anthropic/claude-x", "ANTHROPIC_API_KEY"),
        ("openai/gpt-x", "OPENAI_API_KEY"),
        ("oracle/of-delphi", "there is no model 'oracle/of-delphi'"),
    ],
)
def test_a_judge_that_cannot_be_had_is_an_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, judge: str, says: str
) -> None:
    """No key, or nobody of the name: wrong usage, said so. The rules never stand in for a judge that was asked for."""
    there(tmp_path, monkeypatch)
    with pytest.raises(Trouble, match=says):
        run_journeys([], Wanted(judge=judge), Format.text)
    assert not (tmp_path / "reports").exists()


def test_the_settings_name_the_judge_and_the_command_line_may_say_rules(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`[judge] model` is asked unless the command line says otherwise; `--judge rules` asks nobody."""
    there(tmp_path, monkeypatch, '[judge]\nmodel = "openai/gpt-x"\n')
    with pytest.raises(Trouble, match="OPENAI_API_KEY"):
        run_journeys([], Wanted(), Format.text)
    assert 5 == run_journeys([], Wanted(judge="rules"), Format.text)


def test_helpers_of_a_judge_need_the_judge(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A small or second judge without the one that it stands beside is a mistake in the settings."""
    there(tmp_path, monkeypatch, '[judge]\nsmall = "openai/gpt-x"\n')
    with pytest.raises(SettingsError, match="stand beside a `model`"):
        run_journeys([], Wanted(), Format.text)


@pytest.mark.parametrize("provider", ["anthropic", "openai"])
def test_a_run_is_judged_over_a_providers_own_protocol(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], provider: Any
) -> None:
    """From the settings to the verdict: a model server on loopback is asked through the SDK, and settles it."""

    def reply(seen: Any) -> str:
        content = seen.body["messages"][-1]["content"]
        words = content if isinstance(content, str) else content[0]["text"]
        return str(answers()(SimpleNamespace(words=words)))

    with ModelServer(reply) as server:
        where = f'[models."{provider}/judge-1"]\nbase_url = "{server.base_url(provider)}"\n'
        there(tmp_path, monkeypatch, f'{where}[judge]\nmodel = "{provider}/judge-1"\n')
        assert 0 == run_journeys([], Wanted(), Format.text)
    assert f"{provider}/judge-1 was asked 3 questions in 1 of 1 conversation: 2 calls" in " ".join(
        capsys.readouterr().out.split()
    )


def test_a_page_shows_every_vote(tmp_path: Path) -> None:
    """Folded on the conversation's page: which model was asked, and what it said to each of the author's sentences."""
    record = judged(tmp_path, Charged(answers(light="fail")))
    site = write_pages(Path(record.folder) / RECORD).parent
    html = (site / conversation_page(record.outcomes[0].case)).read_text(encoding="utf-8")
    reading = record.verdicts[0].reading
    assert reading is not None
    assert len(reading.votes) == html.count("<summary>acme/judge-1: ")
    assert "The agent makes light of the wait." in html.split("What a model was asked")[1]
    assert "read by model" in html
