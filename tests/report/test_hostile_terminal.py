"""Hostile words in a real terminal: a pseudo-terminal gets them as text, and nothing that it would obey."""

import os
import pty
import re
import subprocess
import sys
from pathlib import Path

import pytest

OURS = re.compile(r"\x1b\[[0-9;]*m")
"""Colour, which is ours: nothing else may begin with an escape."""


def on_a_terminal(*words: str) -> str:
    """What a command writes where a person looks."""
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "harness", *words]
    with subprocess.Popen(command, stdin=theirs, stdout=theirs, stderr=theirs, close_fds=True) as process:
        os.close(theirs)
        written = b"".join(iter(lambda: _read(ours), b""))
        process.wait(timeout=60)
    os.close(ours)
    return written.decode("utf-8")


def _read(terminal: int) -> bytes:
    try:
        return os.read(terminal, 65_536)
    except OSError:  # the other end is closed
        return b""


@pytest.mark.slow
@pytest.mark.parametrize("what", ["locked-out", "refund-cracked-item"])
def test_nothing_that_an_agent_says_is_obeyed(hostile: Path, what: str) -> None:
    """Titles, cursor moves, overrides and bells do not reach it; the words do, and every line fits it."""
    shown = on_a_terminal("show", str(hostile), what)
    plain = OURS.sub("", shown).replace("\r\n", "\n")
    assert "alert(1)" in plain
    assert [] == sorted({repr(sign) for sign in plain if not sign.isprintable() and sign != "\n"})
    assert not re.search("[\u202a-\u202e\u2066-\u2069]", plain)
    assert [] == [line for line in plain.splitlines() if len(line) > 80]
