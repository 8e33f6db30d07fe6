"""Whatever is put in front of it: a sentence, a place, what would work, exit 2 or 3, never a traceback."""

import shutil
import socket
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from harness.cli.main import main

ROOT = Path(__file__).parent.parent.parent

PARCEL = """# A late parcel

Ada Shah waits for her parcel. She wants to know where her order is. Her order number is W-1063.
Her postcode is EH1 2AB.

## What should happen

- The agent asks for her order number.
- The agent shows sympathy in an appropriate manner.
"""


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with one journey, in which the commands are typed."""
    (tmp_path / "journeys").mkdir()
    (tmp_path / "journeys" / "parcel.md").write_text(PARCEL)
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def typed(
    desk: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[..., tuple[int, str]]:
    """Type a command: its exit code, and all that it says with its line breaks taken out."""

    def type_(*words: str) -> tuple[int, str]:
        monkeypatch.setattr(sys, "argv", ["harness", *words])
        with pytest.raises(SystemExit) as ended:
            main()
        said = capsys.readouterr()
        assert "Traceback" not in said.err
        assert "this is a bug" not in said.err
        return int(ended.value.code or 0), " ".join(f"{said.out} {said.err}".split())

    return type_


def put(name: str, content: bytes | str) -> Callable[[Path], None]:
    """Put a file there."""

    def there(desk: Path) -> None:
        (desk / name).parent.mkdir(exist_ok=True)
        (desk / name).write_bytes(content if isinstance(content, bytes) else content.encode())

    return there


def folder(name: str) -> Callable[[Path], None]:
    return lambda desk: (desk / name).mkdir(parents=True)


def link(name: str) -> Callable[[Path], None]:
    return lambda desk: (desk / name).symlink_to(desk / "nowhere")


def pipe(name: str) -> Callable[[Path], None]:
    import os

    return lambda desk: os.mkfifo(desk / name)


def twice(desk: Path) -> None:
    (desk / "other").mkdir()
    shutil.copy(desk / "journeys" / "parcel.md", desk / "other" / "parcel.md")


def nothing(desk: Path) -> None:
    shutil.rmtree(desk / "journeys")


BAD: list[tuple[str, Callable[[Path], None], tuple[str, ...], int, tuple[str, ...]]] = [
    ("empty journey", put("journeys/x.md", ""), ("check", "journeys/x.md"), 3, ("journeys/x.md:1:1 J001", "→ Write")),
    (
        "empty journey",
        put("journeys/x.md", ""),
        ("run", "journeys/x.md"),
        3,
        ("journeys/x.md:1:1 J001", "x was not run"),
    ),
    ("binary journey", put("journeys/x.md", b"\x7fELF\x00\xff" * 50), ("check", "journeys"), 3, ("x.md:1:", "→")),
    ("binary journey", put("journeys/x.md", b"\x7fELF\x00\xff" * 50), ("run",), 3, ("x.md:1:", "x was not run")),
    ("huge journey", put("journeys/x.md", b"# X\n" * 500_000), ("run", "journeys/x.md"), 3, ("x.md:1:1", "too large")),
    ("journey that is a folder", folder("journeys/x.md"), ("run", "journeys/x.md"), 2, ("no journey in", ".md")),
    ("journey that is a pipe", pipe("journeys/x.md"), ("check", "journeys/x.md"), 3, ("journeys/x.md:1:1", "→")),
    ("link to nothing", link("journeys/x.md"), ("run", "journeys/x.md"), 2, ("There is no file journeys/x.md",)),
    ("missing journey", put("a", ""), ("run", "journeys/parsel.md"), 2, ("Did you mean journeys/parcel.md?",)),
    ("no journeys", nothing, ("run",), 2, ("there is no folder 'journeys' here", "harness demo")),
    ("two of one id", twice, ("check", "journeys/parcel.md", "other/parcel.md"), 3, ("J0", "→")),
    ("two of one id", twice, ("run", "journeys/parcel.md", "other/parcel.md"), 3, ("parcel was not run",)),
    (
        "desk that is not there",
        put("journeys/x.md", PARCEL + "- Ada is passed on to the bililng desk.\n"),
        ("run", "journeys/x.md"),
        3,
        ("journeys/x.md:10:", "x was not run"),
    ),
    (
        "desk that is not there",
        put("journeys/x.md", PARCEL + "- Ada is passed on to the bililng desk.\n"),
        ("check", "journeys/x.md"),
        3,
        ("journeys/x.md:10:", "Did you mean 'billing'?", "[desks]"),
    ),
    (
        "binary settings",
        put("harness.toml", b"[run]\n\xff\xfe"),
        ("run",),
        2,
        ("harness.toml:2", "Save the file as UTF-8"),
    ),
    ("settings with NUL", put("harness.toml", b"a = 1\x00"), ("run",), 2, ("harness.toml is not TOML", "line 1")),
    ("half a setting", put("harness.toml", "[run]\ntrials =\n"), ("run",), 2, ("harness.toml is not TOML", "line 2")),
    ("huge settings", put("harness.toml", b"#" * 1_000_001), ("run",), 2, ("harness.toml is over 1,000,000 bytes",)),
    ("settings that are a folder", folder("harness.toml"), ("run",), 2, ("harness.toml is no file", "take it away")),
    ("settings that are a link", link("harness.toml"), ("run",), 2, ("harness.toml is no file", "take it away")),
    ("settings that are a pipe", pipe("harness.toml"), ("check",), 2, ("harness.toml is no file", "take it away")),
    ("unknown table", put("harness.toml", "[runn]\n"), ("run",), 2, ("harness.toml:1", "Did you mean 'run'?")),
    (
        "unknown key",
        put("harness.toml", "[run]\ntrails = 2\n"),
        ("run",),
        2,
        ("harness.toml:2", "Did you mean 'trials'?"),
    ),
    ("unknown key", put("pyproject.toml", "[tool.harness]\ndesk = 2\n"), ("run",), 2, ("pyproject.toml:2", "'desks'?")),
    ("impossible value", put("harness.toml", "[run]\ntrials = 0\n"), ("run",), 2, ("harness.toml:2", "or equal to 1")),
    (
        "unknown adapter",
        put("harness.toml", 'target = "x"\n[targets.x]\nkind = "ftp"\n'),
        ("run",),
        2,
        ("Did you mean 'http'?",),
    ),
    ("unknown target", put("a", ""), ("run", "--target", "dmo"), 2, ("Did you mean 'demo'?",)),
    ("unknown judge", put("a", ""), ("run", "--judge", "oracle/delphi"), 2, ("there is no model 'oracle/delphi'",)),
    ("runs in a file", put("a", ""), ("run", "--reports", "a"), 2, ("a/2", "cannot be made", "Name another folder")),
    ("no such run", put("a", ""), ("show", "2026"), 2, ("There is no run '2026'",)),
    ("run that is none", put("a", b"\x00\xff\n"), ("show", "a"), 2, ("a, line 1 is not",)),
    ("resuming what is none", put("a", b"\x00\xff\n"), ("run", "--resume", "a"), 2, ("a, line 1 is not",)),
]


@pytest.mark.parametrize(
    ("what", "make", "words", "code", "says"), BAD, ids=lambda value: value if isinstance(value, str) else ""
)
def test_bad_input_gets_a_sentence(
    desk: Path,
    typed: Callable[..., tuple[int, str]],
    what: str,
    make: Callable[[Path], None],
    words: tuple[str, ...],
    code: int,
    says: tuple[str, ...],
) -> None:
    """Whoever typed it learns what is wrong, where, and what would work; no journey of others is blamed."""
    make(desk)
    ended, said = typed(*words)
    assert code == ended, said
    assert [] == [part for part in says if part not in said], said


@contextmanager
def port(says: bytes | None) -> Iterator[int]:
    """A port of loopback on which somebody says this and hangs up; None: nobody is there."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        number = int(listening.getsockname()[1])
        if says is None:
            listening.close()
            yield number
            return
        stop = threading.Event()
        listening.settimeout(0.1)
        thread = threading.Thread(target=_greet, args=(listening, says, stop))
        thread.start()
        try:
            yield number
        finally:
            stop.set()
            thread.join()


def _greet(listening: socket.socket, says: bytes, stop: threading.Event) -> None:
    while not stop.is_set():
        try:
            caller, _ = listening.accept()
        except TimeoutError:
            continue
        with caller:
            caller.sendall(says)


@pytest.mark.parametrize(
    "says", [None, b"220 mail.example ESMTP\r\n", b"\x16\x03\x01\x02\x00\x01"], ids=["nobody", "mail", "TLS"]
)
def test_a_port_that_speaks_something_else_is_no_verdict(
    desk: Path, typed: Callable[..., tuple[int, str]], monkeypatch: pytest.MonkeyPatch, says: bytes | None
) -> None:
    """Nobody there, a mail server, TLS where plain words were expected: said so, undecided, never a pass."""
    monkeypatch.setenv("HOUSE_KEY", "a key of the house")
    with port(says) as number:
        where = f'base_url = "http://127.0.0.1:{number}/v1"\nkey = "HOUSE_KEY"\n'
        (desk / "harness.toml").write_text(f'[models."openai/m"]\n{where}')
        ended, said = typed("run", "--judge", "openai/m")
    assert ended in (1, 5), said
    assert "openai/m was not reached" in said
    assert "VERDICT: GO" not in said


def test_a_port_that_is_taken_gets_a_sentence(typed: Callable[..., tuple[int, str]]) -> None:
    """The demo cannot be served where somebody else is: exit 2, and how to name another port."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        number = taken.getsockname()[1]
        ended, said = typed("demo", "serve", "--port", str(number))
    assert 2 == ended
    assert f"port {number} of 127.0.0.1 cannot be had" in said
    assert "--port 8090" in said
