"""`harness new`: five questions, or a template, and a journey that can be checked and run at once."""

import os
import pty
import select
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import ClassVar

import pytest

from harness.journey.draft import QUESTIONS, file_name, one_line, written
from tests.typed import typed

WORDS = [sys.executable, "-m", "harness"]

ANSWERS = """\
Oliver Grant is friendly. He ordered a pasta maker and has changed his mind.
His order number is W-1101. He gives his postcode, GL50 1SY, only if asked.

He wants to cancel his order.

The agent asks for the order number.
The agent cancels the order only after the customer agrees.

The agent asks for his card number.

An order can be cancelled until it is dispatched.
"""


def harness(*words: str, cwd: Path, stdin: str | bytes = "") -> subprocess.CompletedProcess[str]:
    return typed(*words, cwd=cwd, stdin=stdin)


class Terminal:
    """A person at a terminal: what is printed, and what is typed when it asks."""

    opened: ClassVar[list["Terminal"]] = []

    def __init__(self, *words: str, cwd: Path) -> None:
        self.left = False
        self.opened.append(self)
        self._fd, theirs = pty.openpty()
        self._process = subprocess.Popen(
            [*WORDS, *words], cwd=cwd, stdin=theirs, stdout=theirs, stderr=theirs, close_fds=True
        )
        os.close(theirs)
        self.printed = ""
        self._answered = 0

    def _read(self, seconds: float) -> bool:
        if not select.select([self._fd], [], [], seconds)[0]:
            return False
        try:
            some = os.read(self._fd, 65_536)
        except OSError:  # the other end is closed
            return False
        self.printed += some.decode(errors="replace")
        return bool(some)

    def answer(self, prompt: str, words: str) -> None:
        """Wait until this stands at the end of what was printed, then type."""
        until = time.monotonic() + 30
        while not self.printed[self._answered :].endswith(prompt):
            assert time.monotonic() < until, self.printed
            assert self._read(0.2) or self._process.poll() is None, self.printed
        self._answered = len(self.printed)
        os.write(self._fd, words.encode())

    def interrupt(self, prompt: str) -> None:
        """Ctrl-C, when it asks; again for one that came while it was not listening yet."""
        self.answer(prompt, "")
        for _ in range(60):
            if self._process.poll() is None and "interrupted" not in self.printed:
                self._process.send_signal(signal.SIGINT)
                self._read(0.5)

    def end(self) -> int:
        """The exit code, once there is no more to read."""
        while self._read(10):
            pass
        code = self._process.wait(timeout=30)
        self.leave()
        return code

    def leave(self) -> None:
        """Nothing is left running or open, whatever the test came to."""
        if not self.left:
            self._process.kill()
            self._process.wait()
            os.close(self._fd)
            self.left = True


@pytest.fixture(autouse=True)
def _nobody_stays() -> Iterator[None]:
    yield
    while Terminal.opened:
        Terminal.opened.pop().leave()


def test_five_questions_make_a_journey_that_runs(tmp_path: Path) -> None:
    """A person answers on a terminal; the journey is written, checked without complaint, and the demo agent passes."""
    person = Terminal("new", cwd=tmp_path)
    person.answer("called?  ", "Cancelling before it leaves\n")
    for line in ANSWERS.splitlines():
        person.answer("   > ", f"{line}\n")
    person.answer("   > ", "\n")
    assert 0 == person.end(), person.printed
    for question in QUESTIONS:
        assert question.ask in person.printed
        assert question.example in person.printed
    assert "Next: harness run journeys/cancelling-before-it-leaves.md" in person.printed
    checked = harness("check", "--strict", cwd=tmp_path)
    assert 0 == checked.returncode, checked.stdout
    held = harness("run", "journeys/cancelling-before-it-leaves.md", cwd=tmp_path)
    assert 0 == held.returncode, held.stdout


def test_an_answer_that_is_not_understood_can_be_written_again(tmp_path: Path) -> None:
    """What is vague is said at once, with what would work; a new wording takes its place."""
    person = Terminal("new", "A refund", cwd=tmp_path)
    for line in ("Ann Moss is polite.", "", "a refund of her kettle"):
        person.answer("   > ", f"{line}\n")
    person.answer("to write “The customer wants a refund of her kettle.”: ", "\n")
    person.answer("   > ", "\n")
    person.answer("   > ", "The agent handles it well.\n")
    person.answer("to keep it as it is: ", "The agent refunds £39.00.\n")
    person.answer("   > ", "\n")
    person.answer("   > ", "She clicks on the refund button.\n")
    person.answer("to leave it out: ", "\n")
    for _ in range(2):
        person.answer("   > ", "\n")
    assert 0 == person.end(), person.printed
    text = (tmp_path / "journeys" / "a-refund.md").read_text(encoding="utf-8")
    assert "The customer wants a refund of her kettle." in text
    assert "- The agent refunds £39.00." in text
    assert "handles it well" not in text
    assert "button" not in text


def test_a_journey_with_nothing_to_check_is_not_finished(tmp_path: Path) -> None:
    """The third question stays until one thing can be checked; Ctrl-D leaves, and writes nothing."""
    person = Terminal("new", "A refund", cwd=tmp_path)
    for line in ("Ann Moss is polite.", "", "She wants a refund.", "", "The agent is nice."):
        person.answer("   > ", f"{line}\n")
    person.answer("to keep it as it is: ", "\n")
    person.answer("   > ", "\n")
    person.answer("   > ", "\x04")
    assert 2 == person.end()
    assert "Nothing in this journey can be checked" in person.printed
    assert "nothing was written" in person.printed
    assert not (tmp_path / "journeys").exists()


def test_ctrl_c_writes_nothing(tmp_path: Path) -> None:
    """Whoever gives up in the middle finds nothing changed: exit 130, no file, no folder."""
    person = Terminal("new", "A refund", cwd=tmp_path)
    person.answer("   > ", "Ann Moss is polite.\n")
    person.interrupt("   > ")
    assert 130 == person.end(), person.printed
    assert [] == list(tmp_path.iterdir())


def test_a_title_whose_file_is_there_is_asked_again(tmp_path: Path) -> None:
    """A file is never overwritten: on a terminal, another title is asked for."""
    (tmp_path / "journeys").mkdir()
    (tmp_path / "journeys" / "a-refund.md").write_text("mine", encoding="utf-8")
    person = Terminal("new", cwd=tmp_path)
    person.answer("called?  ", "A refund\n")
    person.answer("called?  ", "\x04")
    assert 2 == person.end()
    assert "is there already" in person.printed
    assert "mine" == (tmp_path / "journeys" / "a-refund.md").read_text(encoding="utf-8")


def test_answers_can_come_through_a_pipe(tmp_path: Path) -> None:
    """Without a terminal the answers are read line by line, an empty line after each question."""
    result = harness("new", "Cancelling", "--out", "mine/one.md", cwd=tmp_path, stdin=ANSWERS)
    assert 0 == result.returncode, result.stderr
    assert "Written: mine/one.md" in result.stdout
    assert 0 == harness("check", "mine/one.md", "--strict", cwd=tmp_path).returncode


@pytest.mark.parametrize(
    ("words", "stdin", "says"),
    [
        (("new", "A refund"), b"", "an empty line after each of the five questions"),
        (("new",), b"", "say what the journey is called"),
        (("new", "A refund"), b"Ann.\n\n", "question 2"),
        (("new", "A refund"), b"\xff\xfe\n", "not UTF-8"),
        (("new", "A refund"), b"Ann is calm.\n" * 200, "at most 100 lines"),
        (("new", "A refund", "--out", "refund.txt"), b"", "ends with .md"),
        (("new", "--blank", "--out", "there.md"), b"", "is there already"),
    ],
    ids=["no answers", "no title", "too few", "not text", "too many", "no journey", "in the way"],
)
def test_what_cannot_be_written_gets_a_sentence(
    tmp_path: Path, words: tuple[str, ...], stdin: bytes, says: str
) -> None:
    """Exit 2 and a sentence that says what would work; nothing is written."""
    (tmp_path / "there.md").write_text("mine", encoding="utf-8")
    result = harness(*words, cwd=tmp_path, stdin=stdin)
    assert 2 == result.returncode, result.stdout
    assert says in result.stderr
    assert "Traceback" not in result.stderr
    assert ["there.md"] == [path.name for path in tmp_path.iterdir()]


def test_piped_answers_that_check_would_refuse_are_not_written(tmp_path: Path) -> None:
    """Exit 3, the complaints with their places, and no file: what is written can be checked at once."""
    answers = "Ann is calm.\n\nShe wants a refund.\n\nThe agent clicks on the button.\n\n\n"
    result = harness("new", "A refund", cwd=tmp_path, stdin=answers)
    assert 3 == result.returncode
    assert "J009" in result.stdout
    assert [] == list(tmp_path.iterdir())


def test_a_template_has_no_complaints(tmp_path: Path) -> None:
    """`--blank` writes a journey that is checked strictly without one complaint, and that runs."""
    assert 0 == harness("new", "My first journey", "--blank", cwd=tmp_path).returncode
    checked = harness("check", "--strict", cwd=tmp_path).stdout
    assert "nothing that must be mended" in checked
    assert " J0" not in checked
    assert harness("run", cwd=tmp_path).returncode in (0, 1)


def test_one_name_in_two_folders_is_refused(tmp_path: Path) -> None:
    """A journey is known by its file's name, so a second of that name is not begun."""
    (tmp_path / "journeys" / "returns").mkdir(parents=True)
    (tmp_path / "journeys" / "returns" / "a-refund.md").write_text("# A refund\n", encoding="utf-8")
    result = harness("new", "A refund", "--blank", cwd=tmp_path)
    assert 2 == result.returncode
    assert "journeys/returns/a-refund.md has this name already" in result.stderr


TITLES = {
    "Refund for a cracked kettle": "refund-for-a-cracked-kettle",
    "  Größe & Maß: 50 % ": "grosse-mass-50",
    "../../etc/passwd": "etc-passwd",
    "C:\\temp\\x?*<>|": "c-temp-x",
    "😀": "journey",
    "استرداد": "journey",
    "\u202eevil": "evil",
    "": "journey",
    "CON": "con-journey",
    "Com1": "com1-journey",
    ".hidden": "hidden",
    "_page": "page",
    "x" * 300: "x" * 60,
    "a " * 300: ("a-" * 30)[:-1],
}


@pytest.mark.parametrize("title", TITLES, ids=[ascii(title)[:20] for title in TITLES])
def test_any_title_gives_a_safe_file_name(title: str) -> None:
    """No title leads outside of the folder, hides the file or takes a name that a system keeps for itself."""
    assert TITLES[title] == file_name(title)


@pytest.mark.parametrize(
    "title", ["😀 refund", "استرداد المال", "a/b", "# Notes", "x" * 300, "<!-- hm -->", "\x1b[31mred", "{slot}"]
)
def test_an_odd_title_makes_a_sound_journey(tmp_path: Path, title: str) -> None:
    """Emoji, other scripts, slashes, marks and control characters in a title do no harm to the journey."""
    assert 0 == harness("new", title, "--blank", cwd=tmp_path).returncode
    assert 0 == harness("check", "--strict", cwd=tmp_path).returncode


def test_what_is_typed_is_one_line_of_plain_words() -> None:
    """Bullets, numbers and headings that somebody types before an answer are taken off, nothing inside it."""
    typed = ["- The agent asks.", "1. The agent asks.", "## The agent asks.", "* - The agent\tasks.", "The agent asks."]
    assert {"The agent asks."} == {one_line(line) for line in typed}
    assert "Her order is W-1042. She - 5 * 3 - knows 2. it." == one_line(
        "Her order is W-1042. She - 5 * 3 - knows 2. it."
    )


def test_a_page_is_linked_to() -> None:
    """A policy may be named by the place of its page."""
    assert "[Refund terms](policies/refund-terms.md)" in written("T", [[], [], [], [], ["policies/refund-terms.md"]])
