"""`harness check --mutate [RUN]`: what each sentence is worth, and what a run put to the test."""

from collections.abc import Sequence
from pathlib import Path

from harness.journey.nouns import Journey
from harness.mutation import CONVERSATIONS, OTHERS, VARIATIONS, Challenge, Untested, put_to_the_test
from harness.plan.compile import compile_journey
from harness.plan.mutate import MOST, Loss, Worth, worths
from harness.plan.nouns import Plan
from harness.preparing.places import here, journeys_at, reports_at
from harness.record import resolve
from harness.report.words import count, place, safe, wrapped
from harness.run import load, transcripts
from harness.settings import Settings
from harness.trouble import Trouble

from .locking import lock_to_check
from .options import PlaceFormat
from .printing import say, say_json

WEIGHED = 0


def weigh_journeys(paths: Sequence[Path], format: PlaceFormat) -> int:  # noqa: A002
    """Say per sentence what would no longer be tested without it; with a run, what nothing in it could have failed.

    Of the paths, one that is no file or folder of journeys is the run: its id, the beginning of it, `last`, or its
    folder. Always 0: nothing is judged here but the journeys' own words.
    """
    if format not in (PlaceFormat.text, PlaceFormat.json):
        raise Trouble("--mutate prints text or json: there is nothing in it for an annotation")
    settings = here()
    record, named = _run_among(paths, settings)
    journeys, root = journeys_at(named, settings)
    lock, _ = lock_to_check(root, False, False)

    def compiled(journey: Journey) -> Plan:
        return compile_journey(journey, settings.vocabulary, lock)

    weighed = [(journey, worths(journey, compiled)) for journey in journeys]
    found = _tested(record, {journey.id for journey in journeys} if named else None) if record else None
    if format is PlaceFormat.json:
        say_json(
            {
                "schema": 1,
                "exit": WEIGHED,
                "journeys": [_as_json(*one) for one in weighed],
                "run": found.model_dump(mode="json") if found else None,
            }
        )
        return WEIGHED
    for journey, sentences in weighed:
        say([*_told(journey, sentences), ""])
    say(_tested_told(found, root.as_posix()) if found else [_HINT])
    say([_closing(weighed)])
    return WEIGHED


def _run_among(paths: Sequence[Path], settings: Settings) -> tuple[Path | None, list[Path]]:
    """The record of the run that was named among the paths, if one was, and the other paths."""
    runs = [path for path in paths if (path / "run.jsonl").is_file() or (not path.exists() and path.suffix != ".md")]
    if len(runs) > 1:
        raise Trouble(f"--mutate looks at one run, and {' and '.join(str(run) for run in runs[:3])} were named")
    named = [path for path in paths if path not in runs]
    return (resolve(reports_at(None, settings), str(runs[0])) if runs else None), named


def _tested(file: Path, journeys: set[str] | None) -> Challenge:
    """What the run tests, of the journeys that were named; of all when none was."""
    return put_to_the_test(load(file), transcripts(file), journeys)


# ---- what a person reads ------------------------------------------------------------------------------------

_HINT = "With a run, such as `harness check --mutate last`: also what no agent behaviour in it could have failed."
_LOSES = {
    "check": "no longer checked: ",
    "report": "no longer reported: ",
    "fact": "the agent would no longer be held to: ",
    "customer": "no longer part of the customer: ",
}
_UNREAD = "nothing yet: it is not checked as it stands"


def _told(journey: Journey, sentences: Sequence[Worth]) -> list[str]:
    lines = [safe(journey.title), "Without this line, this would be lost:"]
    page = journey.file
    for worth in sentences:
        if worth.sentence.span.file != page:
            page = worth.sentence.span.file
            lines.append(f"     [{safe(page)}]")
        lines += wrapped(safe(worth.sentence.text), "       ", f"{worth.sentence.span.line:>5}  ")
        for words in _what(worth):
            lines += wrapped(safe(words), "           ", "         ")
    if len(sentences) == MOST:
        lines += [f"       only the first {MOST} sentences were weighed"]
    return lines


def _what(worth: Worth) -> list[str]:
    told = [_loss(loss) for loss in worth.losses]
    if worth.alone:
        told.append(f"nothing else checks {' or '.join(worth.alone)}")
    if worth.covered:
        lines = " and ".join(str(line) for line in worth.covered)
        told.append(f"{'' if told else 'nothing: '}line {lines} says {'some of it' if told else 'it'} too")
    if told:
        return told
    return [_UNREAD] if worth.status in ("needs_model", "vague", "unsupported") else ["nothing: it checks nothing"]


def _loss(loss: Loss) -> str:
    if loss.kind == "elsewhere":
        return f"line {loss.line} would be read otherwise: {loss.words}"
    if loss.kind == "complaint":
        return f"then, line {loss.line}: {loss.words}"
    return f"{_LOSES[loss.kind]}{loss.words}"


def _tested_told(found: Challenge, folder: str) -> list[str]:
    lines = [f"What run {found.run} puts to the test"]
    lines += wrapped(
        f"{count(found.sentences, 'required sentence')} judged over {count(found.conversations, 'conversation')} and"
        f" {found.variations - found.conversations:,} variations of them: the agent silent, idle, with other figures;"
        " each of its turns and events gone; the records otherwise; the customer passed from desk to desk; everything"
        " said twice over; the agents of other conversations in its place.",
        "  ",
    )
    for words, these in _grouped(found.untested):
        if these:
            listed = dict.fromkeys(tuple(_untested(one, folder)) for one in these)
            lines += [*wrapped(words, "  "), *(part for one in listed for part in one)]
    if not found.untested:
        lines += ["  Each of them failed in one at least."]
    if found.left_out:
        lines += wrapped(f"{count(found.left_out, 'conversation')} left out (not valid, or too many).", "  ")
    lines += wrapped(
        f"Bounds: {CONVERSATIONS} conversations a run, {VARIATIONS} variations of each, {OTHERS} other agents.", "  "
    )
    return [*lines, ""]


def _grouped(untested: Sequence[Untested]) -> list[tuple[str, list[Untested]]]:
    groups: dict[str, list[Untested]] = {_SHOULD: [], _NEVER: [], _FACTS: []}
    for one in untested:
        groups[{"never": _NEVER, "facts": _FACTS}.get(one.sentence.heading, _SHOULD)].append(one)
    return list(groups.items())


_SHOULD = "Nothing that the agent did in this run, or in those variations of it, could have failed these:"
_NEVER = "Nothing came near to breaking these must-nevers; try the run against an agent with a fault, or reword them:"
_FACTS = "Nothing contradicted these facts:"
_WHY = {
    "cannot_tell": "it could not be judged",
    "not_exercised": "its condition never came up",
    "not_applicable": "the agent never spoke of it",
}


def _untested(one: Untested, folder: str) -> list[str]:
    why = "; ".join(_WHY[mark] for mark in one.marks if mark in _WHY)
    words = f"{place(one.sentence.span, folder)} {safe(one.sentence.text)}{f' ({why})' if why else ''}"
    return wrapped(words, "      ", "    ")


def _closing(weighed: Sequence[tuple[Journey, Sequence[Worth]]]) -> str:
    every = [worth for _, worths_ in weighed for worth in worths_]
    idle = sum(1 for worth in every if not worth.losses)
    return (
        f"{count(len(weighed), 'journey')}: {count(len(every), 'sentence')} weighed, {idle} of them would not be"
        f" missed.   (exit {WEIGHED})"
    )


def _as_json(journey: Journey, sentences: Sequence[Worth]) -> dict[str, object]:
    return {
        "journey": journey.id,
        "file": journey.file,
        "sentences": [worth.model_dump(mode="json") for worth in sentences],
    }
