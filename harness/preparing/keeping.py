"""What a run leaves beside its record: files for other programs, pages for people, its place in the history."""

from pathlib import Path

from harness.record import RECORD
from harness.report.files import write_files
from harness.run import RunRecord
from harness.settings import Settings
from harness.trouble import Trouble


def keep(record: RunRecord, settings: Settings) -> list[str]:
    """Write all of it; what could not be written, as sentences. The run loses nothing by that, and keeps its code."""
    said = [write_files(record), _pages(record, settings)]
    if record.decision is not None:
        said.append(_history(record, settings))
    return [one for one in said if one]


def _pages(record: RunRecord, settings: Settings) -> str | None:
    from harness.report.pages import write_pages

    try:
        write_pages(Path(record.folder) / RECORD, settings.kpi)
    except (OSError, Trouble) as problem:
        return f"the run is recorded, but its pages could not be written: {problem}. Try: harness report"
    return None


def _history(record: RunRecord, settings: Settings) -> str | None:
    from harness.history.indexing import index
    from harness.history.store import open_history

    file = Path(record.folder) / RECORD
    try:
        with open_history(settings.history, file.parents[1]) as history:
            history.put(index(file))
    except Trouble as problem:
        return f"this run is not in the history yet: {problem}"
    return None
