"""`harness new`: five questions, each answer read as it is typed, and a journey that `check` accepts at once."""

import os
import re
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from harness.journey.draft import QUESTIONS, Question, blank, file_name, one_line, written
from harness.journey.nouns import Complaint, Span
from harness.journey.read import read_source
from harness.plan.compile import compile_journey
from harness.plan.nouns import Plan, Reading, Want
from harness.plan.saying.restate import restate
from harness.preparing.places import here, root_of
from harness.report import preview
from harness.report.words import safe, wrapped
from harness.secrets import scrub
from harness.settings import Settings
from harness.trouble import Trouble

from .printing import listen, say

WRITTEN, NOT_WRITTEN = 0, 3
MOST = 100
"""Answers to one question: a journey with more is several."""
LONGEST = 10_000
"""Bytes of one answer; what goes on is taken for the next."""
_AS_A_WHOLE = ("J001", "J013")
"""What is said of a journey as a whole, which a line by itself cannot help."""

WANTS = 1
"""The place among the questions of what the customer wants."""
_SENTENCE = re.compile(
    r"(?:she|he|they|you|i|it|there|this|that|if|when|her|his|their|your|my|the (?:customer|user|caller))\b"
    r"|[A-Z][\w'-]+ (?:[A-Z][\w'-]+ )?"
    r"(?:is|was|has|had|would|will|can|does|did|[a-z]+ed|[a-z]+s)\b",
    re.IGNORECASE,
)
"""How an answer begins that has a subject of its own."""
_AGENT_DOES = re.compile(
    r"(?:the |an? )?(?:agent|bot|assistant)\b|[A-Z][a-z]+s (?:him|her|them|the customer|it)\b", re.IGNORECASE
)
"""How a sentence begins that says what the agent does."""
_SKIPPED = {
    "never": "nothing, then: no harm is looked for, and an agent that also does harm would pass",
    "facts": "nothing, then: what the agent says is held to nothing",
}
"""What it means to leave a question without an answer."""

Listen = Callable[[str], str | None]
"""Prompt -> the next line that is typed, or None when there is no more."""


def new_journey(title: str | None, empty: bool, out: Path | None) -> int:
    """Ask, write the file and show what was understood; 3, and no file, when piped answers make no sound journey.

    Raises Trouble when there is nobody to ask, or a file in the place already.
    """
    settings = here()
    if empty:
        name = one_line(title or "") or "A new journey"
        place = _place(name, settings, out)
        return _finish(blank(name), place, settings, f"Write your own words over it, then: harness check {place}")
    terminal = sys.stdin.isatty()
    listen = _from_terminal if terminal else _from_pipe
    name = _title(title, listen if terminal else None, settings, out)
    place = _place(name, settings, out)
    asked = _Asked(name, place, settings, listen, terminal)
    asked.ask_all()
    return _finish(written(name, asked.answers), place, settings, f"Next: harness run {place}")


# ---- where it goes ------------------------------------------------------------------------------------------


def _title(title: str | None, listen: Listen | None, settings: Settings, out: Path | None) -> str:
    """The title that was given, or the answer to what it shall be; one whose file is there already is asked again."""
    if listen is None or title is not None:
        if name := one_line(title or ""):
            return name
        raise Trouble('say what the journey is called: harness new "Refund for a cracked kettle"')
    while (typed := listen("What shall the journey be called?  ")) is not None:
        name = one_line(typed)
        try:
            if name:
                _place(name, settings, out)
                return name
        except Trouble as problem:
            say([f"  {problem}"])
    raise Trouble("nothing was written: the journey has no title")


def _place(title: str, settings: Settings, out: Path | None) -> Path:
    """Where the file goes. Raises Trouble when there is one, or another journey of its name among the journeys."""
    folder, name = Path(settings.run.journeys), f"{file_name(title)}.md"
    place = out or folder / name
    if out is not None and (out.is_dir() or str(out).endswith(("/", os.sep))):
        place = out / name
    if place.suffix != ".md":
        raise Trouble(f"a journey is a file whose name ends with .md: --out {place}.md")
    if os.path.lexists(place):
        raise Trouble(f"{place} is there already. Choose another title, or another place with --out.")
    others = [path for path in sorted(folder.rglob("*.md")) if path.name.casefold() == place.name.casefold()]
    if others and place.resolve().is_relative_to(folder.resolve()):
        raise Trouble(f"{others[0]} has this name already, and a journey is known by its file's name.")
    return place


def _root(place: Path, settings: Settings) -> Path:
    return root_of([place.parent], Path(settings.run.journeys))


def _finish(text: str, place: Path, settings: Settings, last: str) -> int:
    """Write the journey, unless `check` would refuse it, and show it as it was understood."""
    root = _root(place, settings)
    plan = _compiled(text, place, settings)
    folder = root.as_posix()
    if not plan.runnable:
        errors = [complaint for complaint in plan.complaints if complaint.severity == "error"]
        say([line for complaint in errors for line in preview.complain(complaint, folder)])
        say([f"Nothing was written: these answers are not a journey yet.   (exit {NOT_WRITTEN})"])
        return NOT_WRITTEN
    place.parent.mkdir(parents=True, exist_ok=True)
    with open(place, "x", encoding="utf-8", newline="\n") as file:
        file.write(scrub(text))
    say([*preview.preview(plan, folder), "", f"Written: {place}", *([] if _speaks(plan) else [_NO_WANT]), last])
    return WRITTEN


_NO_WANT = "Nothing says yet what the customer wants, so there is little to try. Add a line: She wants a refund."


def _speaks(plan: Plan) -> bool:
    """Whether the customer has something to bring: a want, or a line to say."""
    return any(item.kind in ("want", "line") for reading in plan.readings for item in reading.items)


def _compiled(text: str, place: Path, settings: Settings) -> Plan:
    return compile_journey(read_source(text, place, _root(place, settings)), settings.vocabulary)


# ---- asking -------------------------------------------------------------------------------------------------


def _from_terminal(prompt: str) -> str | None:
    try:
        return listen(prompt)
    except EOFError:
        say([""])
        return None


def _from_pipe(prompt: str) -> str | None:  # noqa: ARG001 - nobody reads it
    raw = sys.stdin.buffer.readline(LONGEST)
    try:
        return raw.decode("utf-8-sig").rstrip("\r\n") if raw else None
    except UnicodeDecodeError as error:
        raise Trouble("the answers are not UTF-8 text") from error


@dataclass
class _Asked:
    """The questions being asked, and what was answered so far."""

    title: str
    place: Path
    settings: Settings
    listen: Listen
    terminal: bool
    answers: list[list[str]] = field(default_factory=lambda: [[] for _ in QUESTIONS])

    def ask_all(self) -> None:
        """Ask every question. Raises Trouble when one that must be answered was not."""
        if self.terminal:
            say(["", f"{safe(self.title)}: five questions. Write as many lines as you like, then an empty one."])
        for number, question in enumerate(QUESTIONS):
            self._say("", f"{number + 1}. {question.ask}", f"   for example: {question.example}")
            self._ask(number, question)

    def _ask(self, number: int, question: Question) -> None:
        held = self.answers[number]
        while len(held) < MOST:
            typed = self.listen("   > ")
            line = one_line(typed or "")
            if line:
                if settled := self._settled(number, question, line):
                    held.append(settled)
            elif why := self._missing(number, question):
                if typed is None or not self.terminal:
                    raise Trouble(_nothing_written(number, question, self.terminal))
                self._say(f"   {why}")
            else:
                if not held:
                    self._say(*wrapped(_SKIPPED.get(question.section, ""), "     ", "   = "))
                return
        raise Trouble(f"a journey has at most {MOST} lines under one question; make two journeys of it")

    def _missing(self, number: int, question: Question) -> str | None:
        """Why the question cannot be left yet; piped answers are judged as a whole, at the end."""
        if not question.required:
            return None
        if not self.answers[number]:
            return "One line at least."
        if number == WANTS and self.terminal:
            plan = _compiled(written(self.title, self.answers), self.place, self.settings)
            return None if _speaks(plan) else _NO_WANT
        if question.section == "should" and self.terminal:
            plan = _compiled(written(self.title, self.answers), self.place, self.settings)
            nothing = next((one for one in plan.complaints if one.code == "J001"), None)
            return f"{nothing.message} {nothing.suggestion}" if nothing else None
        return None

    def _settled(self, number: int, question: Question, line: str) -> str | None:
        """The line as it goes into the journey: understood, or reworded, or kept as it is; None when it is left out."""
        while True:
            readings, complaints = self._heard(number, line := _closed(question, line))
            complaints = complaints or self._misplaced(number, question, line, readings)
            if not complaints:
                self._say(*wrapped(" ".join(_told(readings)) or "noted", "     ", "   = "))
                return line
            better = self._whole_sentence(number, question, line)
            if not self.terminal:
                return better or line
            for complaint in complaints:
                self._say(*wrapped(safe(complaint.message), "     ", "   ! "))
                self._say(*wrapped(safe(complaint.suggestion), "       ", "     → "))
            wrong = any(complaint.severity == "error" for complaint in complaints)
            empty = f"to write “{better}”" if better else "to leave it out" if wrong else "to keep it as it is"
            again = one_line(self.listen(f"   Write it again, or press Enter {empty}: ") or "")
            if not again:
                return better or (None if wrong else line)
            self._say(*wrapped(f"taken instead of “{safe(line)}”", "     ", "   · "))
            line = again

    def _misplaced(self, number: int, question: Question, line: str, readings: list[Reading]) -> list[Complaint]:
        """What to ask of an answer that is understood, and answers another question."""
        span = readings[0].sentence.span if readings else None
        if span is None:
            return []
        if number == WANTS and not any(isinstance(item, Want) for one in readings for item in one.items):
            return [_asked(span, "This does not say what the customer wants.", "Begin with it: 'She wants a refund.'")]
        if question.section == "facts" and _AGENT_DOES.match(line):
            told = "This says what the agent does; a fact says what is true, whatever the agent does."
            return [_asked(span, told, "Write what is true: 'A receipt is asked for once.'")]
        return []

    def _whole_sentence(self, number: int, question: Question, line: str) -> str | None:
        """What was typed behind the beginning that it lacks, when that makes a sentence that is understood."""
        if not question.stem or (number == WANTS and _SENTENCE.match(line)):
            return None
        whole = f"{question.stem} {_continued(question, line)}"
        readings, complaints = self._heard(number, whole)
        return whole if readings and not complaints else None

    def _heard(self, number: int, line: str) -> tuple[list[Reading], list[Complaint]]:
        """What the compiler makes of one more line, beside the answers so far."""
        beside = [[*lines, line] if at == number else lines for at, lines in enumerate(self.answers)]
        text = written(self.title, beside)
        place = text.count("\n", 0, text.rindex(line)) + 1
        plan = _compiled(text, self.place, self.settings)
        own = [one for one in plan.readings if one.sentence.span.line == place or one.sentence.span.file != plan.file]
        wrong = [
            one
            for one in plan.complaints
            if one.span.line == place and one.severity != "info" and one.code not in _AS_A_WHOLE
        ]
        return own, wrong

    def _say(self, *lines: str) -> None:
        if self.terminal:
            say(lines)


def _asked(span: Span, message: str, suggestion: str) -> Complaint:
    return Complaint(code="J002", severity="warning", span=span, message=message, suggestion=suggestion)


def _closed(question: Question, line: str) -> str:
    """A sentence gets its capital, and one about the customer its full stop: the next line would go on otherwise."""
    if question.stem and line.split(" ", 1)[0].isalpha():
        line = f"{line[:1].upper()}{line[1:]}"
    return f"{line}." if question.section == "customer" and line[-1:].isalnum() else line


def _continued(question: Question, line: str) -> str:
    """A line as it stands behind the beginning of a sentence: small, unless it begins with a name or with capitals."""
    first, _, rest = line.partition(" ")
    a_name = question == QUESTIONS[0] and rest[:1].isupper()
    return line if a_name or first[1:2].isupper() else f"{line[:1].lower()}{line[1:]}"


def _told(readings: list[Reading]) -> list[str]:
    return list(dict.fromkeys(safe(restate(item)) for reading in readings for item in reading.items))


def _nothing_written(number: int, question: Question, terminal: bool) -> str:
    missing = f"nothing was written: question {number + 1} ({question.ask}) has no answer."
    if terminal:
        return missing
    return (
        f"{missing} Where there is no terminal to ask on, the answers are read from the input: a line for each, and an"
        " empty line after each of the five questions. Or let it write a template: harness new --blank"
    )
