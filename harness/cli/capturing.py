"""`harness capture`: a conversation that failed -> a draft journey that holds it again."""

import os
from pathlib import Path

from harness.history.capturing import capture
from harness.journey.draft import file_name
from harness.journey.read import read_source
from harness.plan.compile import compile_journey
from harness.plan.nouns import Plan
from harness.preparing.places import here, reports_at
from harness.record import resolve
from harness.report.preview import complain, preview
from harness.run import load, transcripts
from harness.secrets import scrub
from harness.settings import Settings
from harness.trouble import Trouble

from .printing import say

FOLDER = "captured"
"""The folder among the journeys that drafts go to."""


def capture_conversation(run: str, case: str, title: str | None, out: Path | None, reports: Path | None) -> int:
    """Write the draft and show how it is understood. Raises Trouble when there is a file already, or nothing failed."""
    settings = here()
    file = resolve(reports_at(reports, settings), run, begins="run_started")
    record = load(file)
    held = transcripts(file, [_named(case, [one.case for one in record.outcomes])])
    text = capture(record, next(iter(held.values())), title)
    place = _place(text, settings, out)
    plan = _compiled(text, place, settings)
    root = _root(place, settings).as_posix()
    if not plan.runnable:
        wrong = [line for one in plan.complaints if one.severity == "error" for line in complain(one, root)]
        raise Trouble("the draft would not be a journey, and was not written:\n" + "\n".join(wrong))
    place.parent.mkdir(parents=True, exist_ok=True)
    with open(place, "x", encoding="utf-8", newline="\n") as opened:
        opened.write(scrub(text))
    say([*preview(plan, root), "", f"Written: {place}", f"Read it over, then: harness run {place}"])
    return 0


def _named(case: str, cases: list[str]) -> str:
    if case in cases:
        return case
    fitting = [one for one in cases if one.startswith(case)]
    if len(fitting) == 1:
        return fitting[0]
    some = ", ".join((fitting or cases)[:5])
    raise Trouble(f"this run has no conversation '{case}'. There {'fit' if fitting else 'are'}: {some}")


def _place(text: str, settings: Settings, out: Path | None) -> Path:
    title = text.splitlines()[0].removeprefix("# ")
    place = out or Path(settings.run.journeys) / FOLDER / f"{file_name(title)}.md"
    if place.suffix != ".md":
        raise Trouble(f"a journey is a file whose name ends with .md: --out {place}.md")
    if os.path.lexists(place):
        raise Trouble(f"{place} is there already. Name another place with --out, or another title with --title.")
    return place


def _root(place: Path, settings: Settings) -> Path:
    folder = Path(settings.run.journeys)
    return folder if place.resolve().is_relative_to(folder.resolve()) else place.parent


def _compiled(text: str, place: Path, settings: Settings) -> Plan:
    return compile_journey(read_source(text, place, _root(place, settings)), settings.vocabulary)
