"""Ten thousand answers that nobody should have to read: no crash, no pass, nothing that a terminal obeys."""

import asyncio
import json
import os
import random
import re
import shlex
import shutil
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import pytest

from harness.conversation.answer import READ, UNUSABLE, ask, unusable
from harness.conversation.nouns import Unusable
from harness.record import read
from harness.run import RunRecord
from harness.target.nouns import Message, Reply, TargetError
from harness.testing import ChaosServer, ChaosTarget, Wild
from harness.testing.chaos import KINDS, wild

ROOT = Path(__file__).parent.parent.parent
AT_ONCE = 200


OBEYED = re.compile(r"[^\n -~\u00a0-\u200d\u2010-\u2029\u202f-\u2065\u206a-\ud7ff\ue000-\ufefe\uff00-\U0010ffff]")
"""All but a new line, what is to be seen, and what takes no room but gives no order."""


def tame(text: str) -> bool:
    """Whether a terminal would obey nothing in it."""
    return not OBEYED.search(text)


@pytest.mark.parametrize("replies", [2_000, pytest.param(10_000, marks=pytest.mark.slow)])
def test_thousands_of_wild_answers_are_each_a_reply_or_an_error_with_evidence(replies: int) -> None:
    """Nothing else comes of them, and what is kept is tame, and bounded."""
    target = ChaosTarget(seed=5)
    free = asyncio.Semaphore(AT_ONCE)
    ends: Counter[str] = Counter()

    async def one(number: int) -> None:
        async with free:
            try:
                reply = await ask(target, Message(conversation=f"c{number}", number=1, text="Hello"), 5.0)
            except TargetError as problem:
                kept = unusable(problem, 1)
                ends["kept" if kept else "nothing came"] += 1
                _is_kept(kept)
            else:
                ends["reply"] += 1
                _is_tame(reply)

    async def all_of_them() -> None:
        async with asyncio.TaskGroup() as group:
            for number in range(replies):
                group.create_task(one(number))
        await target.aclose()

    asyncio.run(all_of_them())
    assert replies == ends.total()
    assert min(ends["reply"], ends["kept"]) > replies // 5
    assert {wild(5, f"c{number}", 1).kind for number in range(500)} == _kinds()


def _is_kept(kept: Unusable | None) -> None:
    assert kept is None or (tame(kept.came) and tame(kept.why) and kept.why)
    assert kept is None or len(kept.came) <= 2 * UNUSABLE


def _is_tame(reply: Reply) -> None:
    assert isinstance(reply, Reply)
    assert tame(reply.text)
    assert reply.cut == (len(reply.text) > READ)
    assert reply.tokens is None or min(reply.tokens.model_dump().values()) >= 0


def _kinds() -> set[str]:
    return {kind.__name__.strip("_").replace("_", " ").replace("no utf8", "no utf-8") for kind in KINDS}


@pytest.mark.slow
def test_a_run_against_the_wild_agent_never_says_go(run) -> None:  # type: ignore[no-untyped-def]
    """Whatever it sends: every conversation is recorded, none is resolved, and the gate does not open."""
    record: RunRecord = run(target=ChaosTarget(seed=6), trials=20, reply_seconds=2.0)
    _holds(record)
    assert record.decision is not None
    assert 0 != record.decision.exit_code


@pytest.mark.slow
def test_a_run_over_real_http_keeps_what_came_instead_of_replies(tmp_path: Path) -> None:
    """`harness run --target URL` against the wild agent on loopback, some hundred answers: the record is whole."""
    _desk(tmp_path)
    with ChaosServer(seed=7) as server:
        done = _harness(tmp_path, "run", "--target", server.address, "--trials", "20", "--format", "json")
        assert len(server.seen) >= 200
    assert done.returncode in (1, 4, 5), done.stderr
    assert "Traceback" not in done.stdout + done.stderr
    file = Path(tmp_path, json.loads(done.stdout)["folder"], "run.jsonl")
    kept = [event.data for event in read(file) if event.kind == "unusable"]
    assert len(kept) > 20
    assert all(tame(one["came"]) and one["why"] for one in kept)
    assert 0 == _harness(tmp_path, "verify").returncode


def _holds(record: RunRecord) -> None:
    for outcome in record.outcomes:
        assert "pass" != outcome.results.get("resolution"), outcome.case
        assert outcome.validity != "infra_error" or not set(outcome.results.values()) & {"pass"}, outcome.case
        assert outcome.resolved in (None, "no"), outcome.case


def _desk(folder: Path) -> None:
    shutil.copytree(ROOT / "journeys", folder / "journeys")
    (folder / "harness.toml").write_text("[run]\nreply_seconds = 1.0\nin_flight = 40\n", encoding="utf-8")


def _harness(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "harness", *words]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=300, check=False)


OURS = re.compile(rb"\x1b\[(?:0|1|3[1-6])m|\r?\x1b\[K")
"""What we say to a terminal: our marks in colour, and a line that is wiped."""


@pytest.mark.slow
@pytest.mark.skipif(shutil.which("tmux") is None, reason="tmux is not installed: no real terminal to look at")
def test_a_real_terminal_obeys_nothing_that_the_wild_agent_says(tmp_path: Path) -> None:
    """A run, and its conversations in full: every byte that reaches the terminal is text, or our own colour."""
    _desk(tmp_path)
    with ChaosServer(8, _talks_first) as server:
        harness = shlex.join([sys.executable, "-m", "harness"])
        cases = "locked-out refund-cracked-item charged-twice"
        script = tmp_path / "script.sh"
        script.write_text(
            f"{harness} run journeys --target {server.address}\n{harness} show last\n"
            f"for one in {cases}; do {harness} show last $one; done\n{harness} show last --format json\ntouch done\n",
            encoding="utf-8",
        )
        raw, title, screen = _in_tmux(tmp_path, "sh script.sh")
    assert "Traceback" not in screen
    assert b"VERDICT: " in raw
    assert [] == [line for line in OURS.sub(b"", raw).splitlines() if line.startswith(b"VERDICT: GO")]
    assert "owned" not in title  # it is in what the agent says, as an order to the terminal
    assert b"alert(1)" in raw
    bare = OURS.sub(b"", raw).decode()
    assert set() == {sign for sign in bare if not tame(sign) and sign not in "\r\n"}


def _talks_first(conversation: str, number: int) -> Wild:
    """Words, such as they are, in the first turns; then anything."""
    chance = random.Random(f"{conversation.partition('~')[0]}|{number}")
    return KINDS[0](chance) if number < 3 else wild(8, conversation, number)


def _in_tmux(folder: Path, command: str) -> tuple[bytes, str, str]:
    """Every byte that a command sent to its terminal, the terminal's title, and all that was to be seen on it."""
    server = ["tmux", "-S", str(folder / "tmux"), "-f", os.devnull]

    def tmux(*words: str) -> str:
        return subprocess.run([*server, *words], cwd=folder, capture_output=True, text=True, check=True).stdout

    tmux("new-session", "-d", "-x", "100", "-y", "50", "sleep 600")
    try:
        tmux("set-option", "-g", "history-limit", "50000")
        tmux("set-option", "-g", "remain-on-exit", "on")
        tmux("new-window", "-c", str(folder), "while [ ! -e go ]; do sleep 0.05; done; " + command)
        tmux("pipe-pane", "-o", f"cat > {shlex.quote(str(folder / 'raw'))}")
        (folder / "go").touch()
        for _ in range(2_400):
            if (folder / "done").exists():
                break
            time.sleep(0.1)
        time.sleep(0.5)  # what is on its way arrives
        screen = tmux("capture-pane", "-p", "-S", "-")
        return (folder / "raw").read_bytes(), tmux("display-message", "-p", "#{pane_title} #{window_name}"), screen
    finally:
        tmux("kill-server")
