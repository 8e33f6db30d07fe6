"""`harness calibrate --label`: one conversation at a time, one key a criterion, every answer kept at once."""

import contextlib
import sys
import termios
import tty
from collections.abc import Callable, Iterator
from pathlib import Path

from harness.calibration.labels import append_label, read_labels
from harness.calibration.nouns import Human, Label
from harness.calibration.sampling import Drawing, drawing
from harness.conversation.nouns import Transcript
from harness.criteria import CRITERIA, Criterion
from harness.plan.fill import fill_text
from harness.plan.nouns import Plan
from harness.preparing.places import here, reports_at
from harness.record import resolve
from harness.report.spoken import SHOWN
from harness.report.words import count, safe, wrapped
from harness.run import RunRecord, load, transcripts
from harness.trouble import Trouble
from harness.verdict.standards import STANDARDS

from .printing import say, say_on

KEYS: dict[str, Human] = {"p": "pass", "f": "fail", "s": "skip"}
_HEADINGS = {"customer": "the customer", "should": "should happen", "never": "must never happen", "facts": "is true"}
_ASK = "[p]ass [f]ail [s]kip [q]uit "


class _EnoughForNowError(Exception):
    """The person wants to stop: everything that was answered is kept."""


def label_run(run: str, out: Path | None, labeller: str, reports: Path | None) -> int:
    """Put conversations of a stored run before a person, and keep each answer as it is given; always 0.

    The judge's verdict is not shown. What this person answered already, in this file, is not asked again. Raises
    Trouble when the run or the file cannot be used.
    """
    if out is None:
        raise Trouble("say where the labels go: harness calibrate --label last -o labels.jsonl")
    file = resolve(reports_at(reports, here()), run, "run_started")
    record = load(file)
    done = {one for one in _answered(out) if one[0] == record.manifest.run and one[3] == labeller}
    waiting = [
        (each, asked)
        for each in drawing(record.manifest.run, record.outcomes)
        if (asked := _open(each.case, record.manifest.run, labeller, done))
    ]
    held = transcripts(file, [each.case for each, _ in waiting])
    kept = 0
    with _keys() as key, contextlib.suppress(_EnoughForNowError):
        for place, (each, asked) in enumerate(waiting, start=1):
            say(_conversation(record, each.case, held[each.case], f"{place} of {len(waiting)}"))
            for criterion in asked:
                append_label(out, _label(each, criterion, _ask(criterion, key), record.manifest.run, labeller))
                kept += 1
    say(["", f"{count(kept, 'answer')} kept in {out}. Next: harness calibrate {out}"])
    return 0


def _answered(out: Path) -> set[tuple[str, str, str, str]]:
    if not out.exists() or not out.stat().st_size:
        return set()
    held = [one for one in read_labels(out) if one.sentence is None]
    return {(one.run or "", one.case or "", one.criterion, one.labeller) for one in held}


def _open(case: str, run: str, labeller: str, done: set[tuple[str, str, str, str]]) -> list[Criterion]:
    return [one for one in CRITERIA if (run, case, one, labeller) not in done]


def _label(each: Drawing, criterion: Criterion, human: Human, run: str, labeller: str) -> Label:
    return Label(
        criterion=criterion,
        human=human,
        run=run,
        case=each.case,
        labeller=labeller,
        drawn=each.drawn,
        of=each.of,
        why=f"{each.drawn}, one of {each.of} in its run",
    )


# ---- showing ------------------------------------------------------------------------------------------------


def _conversation(record: RunRecord, case: str, transcript: Transcript, place: str) -> list[str]:
    """What was asked for, and what was said and done: all that a judge gets, and nothing that one said."""
    outcome = next(one for one in record.outcomes if one.case == case)
    plan = record.plan(outcome.journey)
    values = plan.variation(outcome.variation).values
    lines = ["", "─" * 80, f"{place}   {safe(plan.title)}", "", *_wanted(plan, outcome.variation, values), ""]
    for turn in transcript.turns:
        lines += wrapped(safe(turn.customer.text[:SHOWN]), "              ", f"{turn.number:>3} customer  ")
        for event in turn.reply.events or ():
            done = "" if event.ok else ", which failed"
            inside = ", ".join(f"{name}={value}" for name, value in event.arguments.items())
            lines += wrapped(safe(f"· {event.kind} {event.name}({inside}){done}"[:SHOWN]), "        ", "      ")
        lines += wrapped(
            safe(turn.reply.text[:SHOWN]), "              ", f"    {safe(turn.reply.desk or 'agent')[:9]:<9} "
        )
    return [*lines, "", f"  The conversation ended: {transcript.ending.replace('_', ' ')}.", ""]


def _wanted(plan: Plan, variation: str, values: dict[str, str]) -> list[str]:
    lines: list[str] = []
    for heading, name in _HEADINGS.items():
        for reading in plan.readings:
            sentence = reading.sentence
            if sentence.heading == heading and sentence.only in (None, variation):
                lines += wrapped(f"{name}: {safe(fill_text(sentence.text, values))}", "      ", "  ")
    return lines


# ---- asking -------------------------------------------------------------------------------------------------


def _ask(criterion: Criterion, key: Callable[[], str]) -> Human:
    """One answer by one key. Raises _EnoughForNowError when the person wants to stop."""
    say_on(f"  {criterion}: {STANDARDS[criterion].holds}?  {_ASK}")
    while True:
        pressed = key()
        if pressed in ("q", "", "\x04"):
            raise _EnoughForNowError
        if pressed in KEYS:
            say_on(KEYS[pressed], end="\n")
            return KEYS[pressed]


@contextlib.contextmanager
def _keys() -> Iterator[Callable[[], str]]:
    """Single keys of a terminal, which is left as it was found; from a pipe, the first letter of each line."""
    if not sys.stdin.isatty():
        yield lambda: sys.stdin.readline(1_000).strip().casefold()[:1] or "q"
        return
    terminal = sys.stdin.fileno()
    before = termios.tcgetattr(terminal)
    try:
        tty.setcbreak(terminal)
        yield lambda: sys.stdin.read(1).casefold()
    finally:
        termios.tcsetattr(terminal, termios.TCSADRAIN, before)
