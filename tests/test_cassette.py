"""A run kept on a cassette and held again from it: nobody is asked, and it is the same run."""

import asyncio
import json
import shutil
import socket
from inspect import getattr_static
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from harness.cassette import Recorder, Replayer
from harness.cli.options import Format
from harness.cli.running import run_journeys
from harness.ledger import by
from harness.model import Answer, Attempt, ModelError, Prompt
from harness.preparing.wanted import Wanted
from harness.record import RECORD, canonical_digest, resolve
from harness.run import RunRecord, load
from harness.target.nouns import Leaves, Message, Probe, Reply, Target, TargetError
from harness.testing import LinesTarget, ScriptedModel
from harness.testing.model_server import ModelServer
from harness.trouble import Trouble
from tests.test_judged_run import JOURNEY, answers
from tests.test_played_run import plays

PROMPT = Prompt(role="judge", system="s", words="w")
SETTINGS = """
[models."{provider}/m"]
base_url = "{url}"

[customer]
kind = "{kind}"
model = "{provider}/m"

[judge]
model = "{provider}/m"
"""


def replies(seen: Any) -> str:
    """Customer, judge and reviewer behind one address, told apart by what they are asked."""
    content = seen.body["messages"][-1]["content"]
    prompt = SimpleNamespace(words=content if isinstance(content, str) else content[0]["text"])
    asked = json.loads(prompt.words)
    if "ended" in asked:
        return json.dumps({"slips": []})
    return str(answers()(prompt)) if "asked" in asked else plays(prompt)


@pytest.fixture(params=[("openai", "free"), ("anthropic", "bounded")], ids="-".join)
def recorded(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> RunRecord:
    """A run of two trials against the demo shop, customer and judge played by a model, kept on run.tape."""
    provider, kind = request.param
    monkeypatch.chdir(tmp_path)
    (tmp_path / "journeys").mkdir()
    (tmp_path / "journeys" / "parcel.md").write_text(JOURNEY, encoding="utf-8")
    with ModelServer(replies) as server:
        settings = SETTINGS.format(provider=provider, url=server.base_url(provider), kind=kind)
        (tmp_path / "harness.toml").write_text(settings, encoding="utf-8")
        run_journeys([], Wanted(record="run.tape", trials=2), Format.text)
        assert server.seen
    return load(resolve(tmp_path / "reports", "last"))


def nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    """From now on, whoever opens a connection or asks the demo shop fails the test."""

    def refused(*_: Any, **__: Any) -> None:
        raise AssertionError("somebody was asked")

    monkeypatch.setattr(socket.socket, "connect", refused)
    monkeypatch.setattr("harness.target.embedded.DemoTarget.answer", refused)
    monkeypatch.setattr("harness.model.hosted.Hosted.complete", refused)


def replayed(**wanted: Any) -> RunRecord:
    run_journeys([], Wanted(**{"replay": "run.tape", "trials": 2, **wanted}), Format.text)
    return load(resolve(Path("reports"), "last"))


def canonical_of(record: RunRecord) -> str:
    return canonical_digest(Path(record.folder) / RECORD)


def test_a_replay_is_the_same_run_and_asks_nobody(recorded: RunRecord, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every role answers from the file, the agent and its probe among them: the same canonical record to the byte."""
    nobody(monkeypatch)
    again = replayed()
    assert again.manifest.run != recorded.manifest.run
    assert canonical_of(recorded) == canonical_of(again)


def test_what_a_replay_did_not_cost_is_on_the_ledger(recorded: RunRecord, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same rows, each marked as avoided."""
    nobody(monkeypatch)
    again = replayed()
    assert {"customer", "judge", "target"} == set(by(recorded.entries, "role"))
    assert len(recorded.entries) == len(again.entries)
    assert [(False, True)] * len(again.entries) == [
        (one.avoided, two.avoided) for one, two in zip(recorded.entries, again.entries, strict=True)
    ]


CHANGES = [
    ("journeys/parcel.md", "makes her feel heard", "makes her feel welcome", "answered as judge"),
    ("journeys/parcel.md", "Priya Shah is waiting", "Priya Shah is angry. She is waiting", "answered as customer"),
    ("journeys/parcel.md", "W-1063", "W-1042", "answered as customer"),
    ("prompts/judge.system.j2", "", "Judge. {{ rubrics }}", "answered as judge"),
    ("prompts/free.system.j2", "", "Play.", "answered as customer"),
    ("prompts/bounded.system.j2", "", "Word it.", "answered as customer"),
]


@pytest.mark.parametrize(("file", "old", "new", "lacks"), CHANGES, ids=[f"{one[0]}-{one[1]}" for one in CHANGES])
def test_what_is_asked_otherwise_is_not_answered_as_before(
    recorded: RunRecord, monkeypatch: pytest.MonkeyPatch, file: str, old: str, new: str, lacks: str
) -> None:
    """Another criterion, persona, fact or prompt misses: it is named, nobody is asked, and there is no verdict."""
    playing = recorded.manifest.playing
    path = Path(file)
    if path.stem.split(".")[0] in ("free", "bounded") and playing and not path.stem.startswith(playing.kind):
        pytest.skip("a prompt of the other kind of customer")
    path.parent.mkdir(exist_ok=True)
    path.write_text((path.read_text(encoding="utf-8").replace(old, new) if old else new), encoding="utf-8")
    if not old:
        settings = Path("harness.toml").read_text(encoding="utf-8")
        Path("harness.toml").write_text(f'prompts = "prompts"\n{settings}', encoding="utf-8")
    nobody(monkeypatch)
    with pytest.raises(Trouble, match=r"(?s)run\.tape cannot replay this run\. Nothing was asked") as found:
        replayed()
    assert lacks in str(found.value)
    assert load(resolve(Path("reports"), "last")).decision is None


def test_a_cassette_without_its_end_says_what_it_lacks(recorded: RunRecord, monkeypatch: pytest.MonkeyPatch) -> None:
    """Cut anywhere, in the middle of a line too: what each conversation first waits for in vain is named."""
    tape = Path("run.tape")
    whole = tape.read_bytes()
    nobody(monkeypatch)
    tape.write_bytes(whole[: len(whole) * 2 // 3])
    with pytest.raises(Trouble, match="it lacks:") as found:
        replayed()
    assert 1 <= str(found.value).count("  what ") <= 4
    tape.write_bytes(whole[: whole.index(b"\n") + 1])
    with pytest.raises(Trouble, match="it has none of this conversation"):
        replayed()


def test_a_third_trial_is_no_repeat_of_the_second(recorded: RunRecord, monkeypatch: pytest.MonkeyPatch) -> None:
    """A trial that was not recorded is not made up from the others."""
    nobody(monkeypatch)
    with pytest.raises(Trouble, match=r"in parcel/-#3"):
        replayed(trials=3)


def test_another_target_is_another_recording(recorded: RunRecord) -> None:
    """Recorded with a healthy agent, it does not answer for one with a fault, nor for another."""
    with pytest.raises(Trouble, match="its settings have changed"):
        replayed(faults=("loop",))
    with pytest.raises(Trouble, match="was recorded against demo, not against 'http://127"):
        replayed(target="http://127.0.0.1:9/chat")


def test_what_was_paid_for_is_not_written_over(recorded: RunRecord) -> None:
    """A file that is there stays as it is."""
    before = Path("run.tape").read_bytes()
    with pytest.raises(Trouble, match="is there already"):
        run_journeys([], Wanted(record="run.tape"), Format.text)
    assert before == Path("run.tape").read_bytes()
    with pytest.raises(Trouble, match="leave one of them out"):
        run_journeys([], Wanted(record="a", replay="b"), Format.text)


@pytest.mark.parametrize("text", ["", "prose\n", "{}\n", '{"cassette":2,"targets":{}}\n'])
def test_what_is_no_cassette_is_refused(tmp_path: Path, text: str) -> None:
    """Garbage, another file, another version: said so."""
    file = tmp_path / "tape"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(Trouble, match=r"is no cassette|of another version"):
        Replayer(file)
    with pytest.raises(Trouble, match="cannot be read"):
        Replayer(tmp_path / "nothing")
    file.write_text('{"cassette":1,"targets":{}}\n{"role":1}\n', encoding="utf-8")
    with pytest.raises(Trouble, match=r"tape:2: this is no exchange"):
        Replayer(file)


# ---- what fails is kept as well -----------------------------------------------------------------------------


async def came(asking: Any) -> Any:
    """What comes of asking: the answer, or the error and its kind."""
    try:
        return await asking
    except Exception as problem:
        return type(problem).__name__, str(problem), getattr(problem, "came", None), getattr(problem, "failed", None)


@pytest.mark.anyio
async def test_failures_come_back_as_they_were(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A model that failed, a target that broke in its own way or in another: the same error, from the file."""
    monkeypatch.setenv("SHOP_TOKEN", "tangerine-4417-lighthouse")
    model = ScriptedModel([ModelError("503", (Attempt(why="503"),)), Answer(words="yes", model="m")])
    lines: list[str | Reply | Exception] = [
        TargetError("down", b"<html>"),
        ValueError("boom"),
        Reply(text="tangerine-4417-lighthouse", seconds=0.5),
    ]
    target, messages = LinesTarget(lines), [Message(conversation="c~1", number=n, text="hi") for n in (1, 2, 3)]
    tape = Recorder(tmp_path / "tape")
    tape.begin({"lines": (target, None)})
    first = [await came(tape.model(model, "c~1").complete(PROMPT)) for _ in range(2)]
    first += [await came(tape.target(target).answer(one)) for one in messages]
    tape.close()
    assert b"tangerine" not in (tmp_path / "tape").read_bytes()
    again = Replayer(tmp_path / "tape")
    second = [await came(again.model(model, "c~1").complete(PROMPT)) for _ in range(2)]
    second += [await came(again.target("lines", None).answer(one)) for one in messages]
    assert first[0] == second[0]
    assert first[1].model_copy(update={"avoided": True}) == second[1]
    assert [("TargetError", "down"), ("ValueError", "boom")] == [one[:2] for one in second[2:4]]
    assert Reply(text="[secret]", seconds=0.5) == second[4]
    assert 2 == len(model.asked)


def test_a_cassette_may_be_kept_elsewhere(recorded: RunRecord, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is one file of text, without keys or machine paths."""
    monkeypatch.setenv("OPENAI_API_KEY", "")
    shutil.move("run.tape", tmp_path / "kept.jsonl")
    assert str(tmp_path) not in (tmp_path / "kept.jsonl").read_text(encoding="utf-8")
    nobody(monkeypatch)
    assert canonical_of(recorded) == canonical_of(replayed(replay=str(tmp_path / "kept.jsonl")))


def test_a_target_that_is_recorded_keeps_its_doors(tmp_path: Path) -> None:
    """Its records are read through its probe, and it is told when a conversation is over, on every Python."""

    class Remembers(LinesTarget):
        def __init__(self) -> None:
            super().__init__(["x"])
            self.left: list[str] = []

        async def read(self, conversation: str, subject: str, field: str) -> str | None:
            return f"{subject} {field}"

        async def leave(self, conversation: str) -> None:
            self.left.append(conversation)

    async def used(target: Target) -> str | None:
        assert isinstance(target, Probe)
        assert isinstance(target, Leaves)
        await target.leave("c")
        return await target.read("c", "W-1", "status")

    kept = Remembers()
    recorder = Recorder(tmp_path / "tape.jsonl")
    target = recorder.target(kept)
    # As newer Pythons look for the doors of a protocol.
    assert all(getattr_static(target, door, None) for door in ("answer", "read", "leave"))
    recorder.begin({"lines": (kept, {})})
    assert "W-1 status" == asyncio.run(used(target))
    assert ["c"] == kept.left
    bare = recorder.target(LinesTarget(["x"]))
    assert (False, True) == (isinstance(bare, Probe), isinstance(bare, Leaves))
    recorder.close()
