"""The doctor: what somebody is told who wants to begin, or whose target does not answer."""

import asyncio
from collections.abc import Callable
from pathlib import Path

import pytest

from harness.cli.doctoring import examine
from harness.cli.options import Format
from harness.doctor import Sign, about_journeys, about_models, about_python, about_settings, greet
from harness.money import Tokens
from harness.plan.nouns import State
from harness.settings import JudgeSettings, Settings
from harness.target.embedded import DemoTarget
from harness.target.nouns import Event, Reply, Target, TargetError
from harness.testing import DownTarget, LinesTarget
from tests.target.agents import Says, ScriptedAgent


def signs(target: Target, state: State | None = None) -> dict[str, Sign]:
    return {sign.about: sign for sign in asyncio.run(greet(target, 5, state))}


def states(found: dict[str, Sign]) -> dict[str, str]:
    return {about: sign.state for about, sign in found.items()}


def field(subject: str, name: str) -> State:
    return State(sentence="s1", text="x", severity="low", subject=subject, field=name)


def test_what_a_bare_reply_leaves_unmeasured_is_said() -> None:
    """Words alone will do; each missing thing says what it costs."""
    found = signs(LinesTarget(["Hello.\x1b[31m " + "x" * 90]))
    assert {
        "text": "good",
        "latency": "good",
        "events": "missing",
        "desk": "missing",
        "usage": "missing",
        "model": "missing",
        "state": "missing",
    } == states(found)
    assert all(sign.means for sign in found.values() if sign.state == "missing")
    assert "\x1b" not in found["text"].says
    assert len(found["text"].says) < 70


def test_what_can_be_read_is_shown() -> None:
    """Events, desk, usage and model, as they came."""
    event = Event(id="e1", kind="tool", name="look_up")
    reply = Reply(text="x", events=(event,), desk="front", tokens=Tokens(fresh=9, output=2), model="m")
    found = signs(LinesTarget([reply.model_copy(update={"certainty": "reported"})]))
    assert "tool look_up" == found["events"].says
    assert ("front", "9 input and 2 output tokens, reported", "m") == (
        *(found["desk"].says, found["usage"].says, found["model"].says),
    )


@pytest.mark.parametrize(
    ("subject", "name", "state", "says"),
    [
        ("order W-1088", "address", "good", "order W-1088/address is 18 Elm Street, Leeds"),
        ("order W-1", "address", "doubtful", "order W-1/address is not known"),
    ],
)
def test_a_field_that_a_journey_asks_for_is_read(subject: str, name: str, state: str, says: str) -> None:
    """Through the target's own probe."""
    found = signs(DemoTarget(), field(subject, name))["state"]
    assert (state, says) == (found.state, found.says)


def test_a_target_that_does_not_answer_is_said() -> None:
    """With what came instead, if anything did, and at which message."""
    assert "no reply to message 1: connection refused" == signs(DownTarget())["reply"].says
    broken = signs(LinesTarget(["Hello.", TargetError("the answer is not JSON", b"<html>")]))
    assert ("good", "wrong") == (broken["text"].state, broken["reply"].state)
    why = broken["reply"]
    assert ("no reply to message 2: the answer is not JSON", "What came: “<html>”") == (why.says, why.means)


def test_a_farewell_that_fails_is_said() -> None:
    """A run says nothing of it: the conversation is over."""

    class Sticky(LinesTarget):
        async def leave(self, conversation: str) -> None:
            raise TargetError(f"no way out of {conversation}")

    assert "no way out of doctor" == signs(Sticky(["x"]))["farewell"].says


def test_python_is_looked_at() -> None:
    """An older one is named as what is wrong."""
    assert "good" == about_python().state
    assert ("wrong", "The harness needs Python 3.11 or later.") == (
        about_python((3, 10, 4)).state,
        about_python((3, 10, 4)).means,
    )


def test_keys_are_named_and_never_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    """By the names of their variables: set, or not."""
    for key in ("OPENAI_API_KEY", "ANTHROPIC_API_KEY"):
        monkeypatch.delenv(key, raising=False)
    settings = Settings(judge=JudgeSettings(model="openai/m-1"))
    assert "none named; no key in the environment" == about_models(settings, [])[0].says
    (missing,) = about_models(settings, ["openai/m-1"])
    assert ("wrong", True) == (missing.state, "OPENAI_API_KEY" in missing.means)
    monkeypatch.setenv("OPENAI_API_KEY", "tangerine-4417")
    (there,) = about_models(settings, ["openai/m-1"])
    assert ("good", "openai/m-1, its key in OPENAI_API_KEY") == (there.state, there.says)
    assert "none named; OPENAI_API_KEY in the environment" == about_models(settings, [])[0].says


def test_an_empty_folder_says_what_to_do(tmp_path: Path) -> None:
    """No settings and no journeys are no mistake: what would come next is named."""
    assert "docs/targets.md" in about_settings(tmp_path, Settings()).means
    assert "harness new" in about_journeys(Path("journeys"), ()).means


def test_the_page_of_the_doctor_is_what_was_looked_at(
    tmp_path: Path,
    snapshot: Callable[[str, str], None],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """For an agent of a shape that was never run against the real product, and that shows words alone."""
    monkeypatch.chdir(tmp_path)
    for key in ("OPENAI_API_KEY", "ANTHROPIC_API_KEY"):
        monkeypatch.delenv(key, raising=False)
    with ScriptedAgent(lambda heard: Says([{"text": "Hello."}, {"text": "How can I help?"}])) as agent:
        settings = f'[targets.bot]\nkind = "http"\npreset = "rasa-rest"\nvariables = {{ base = "{agent.place}" }}\n'
        (tmp_path / "harness.toml").write_text(settings, encoding="utf-8")
        code = examine("bot", no_exec=False, format=Format.text)
    text = capsys.readouterr().out
    latency = next(line for line in text.splitlines() if "latency" in line)
    version = next(line for line in text.splitlines() if "python" in line)
    snapshot("doctor", text.replace(latency, "  ✔ latency   A s, B s").replace(version, "  ✔ python    VERSION"))
    assert 0 == code


@pytest.mark.parametrize(
    ("settings", "target", "code", "says"),
    [
        ("[run\n", None, 2, "harness.toml is not TOML"),
        ('[targets.a]\nkind = "http"\nurl = "http://127.0.0.1:1/"\n', "a", 4, "no reply to message 1"),
        ('[targets.a]\nkind = "http"\nurl = "http://a/"\nkey = "NO_SUCH_KEY_HERE"\n', "a", 2, "NO_SUCH_KEY_HERE"),
        ('[targets.a]\nkind = "command"\ncommand = ["true"]\n', "a", 2, "--no-exec says that no code"),
        ("", "nope", 2, "there is no target 'nope'"),
        ('[judge]\nmodel = "openai/m"\n', None, 2, "OPENAI_API_KEY"),
    ],
)
def test_the_exit_code_says_whose_move_it_is(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    settings: str,
    target: str | None,
    code: int,
    says: str,
) -> None:
    """2 for what whoever typed it can mend, 4 for a target that does not answer; never a traceback."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("OPENAI_API_KEY", raising=False)
    (tmp_path / "harness.toml").write_text(settings, encoding="utf-8")
    assert code == examine(target, no_exec=True, format=Format.text)
    assert says in " ".join(capsys.readouterr().out.split())
    assert code == examine(target, no_exec=True, format=Format.json)
    assert f'"exit": {code}' in capsys.readouterr().out
