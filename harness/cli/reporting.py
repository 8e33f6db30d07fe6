"""`harness report`: a stored run as a folder of pages; and the pages that every run writes."""

import webbrowser
from pathlib import Path

from harness.kpi.settings import KpiSettings
from harness.preparing.keeping import nights_of
from harness.preparing.places import here, reports_at
from harness.record import RECORD, resolve
from harness.run import RunRecord
from harness.trouble import Trouble

from .options import Format
from .printing import say, say_aside, say_json


def report_run(run: str, open_: bool, reports: Path | None, format: Format) -> int:  # noqa: A002
    """Write the pages of a stored run anew, beside its record; 0 once they are there."""
    from harness.report.pages import write_pages

    settings = here()
    file = resolve(reports_at(reports, settings), run, "run_started")
    try:
        nights = nights_of(file, settings) if file.name == RECORD else None
        first = write_pages(file, settings.kpi, nights=nights)
    except OSError as problem:
        raise Trouble(f"the pages of {file} cannot be written: {problem.strerror or problem}.") from problem
    if format is Format.json:
        say_json({"schema": 1, "page": first.as_posix()})
    else:
        say([f"Open {first.as_posix()}"])
    if open_:
        webbrowser.open(first.absolute().as_uri())
    return 0


def publish(record: RunRecord, known: KpiSettings) -> None:
    """Write the pages of a run that has just ended. That they cannot be written takes nothing from the run.

    `known`: what the business knows of itself, which some figures need.
    """
    from harness.report.pages import write_pages

    try:
        write_pages(Path(record.folder) / RECORD, known)
    except (OSError, Trouble) as problem:
        say_aside(f"the run is recorded, but its pages could not be written: {problem}. Try: harness report")
