"""RunRecord -> the files that stand beside its record for other programs: junit.xml and summary.md."""

from pathlib import Path

from harness.run import RunRecord
from harness.secrets import scrub

from .junit import junit
from .markdown import summary

JUNIT = "junit.xml"
SUMMARY = "summary.md"


def write_files(record: RunRecord) -> str | None:
    """Write them anew. What could not be written is returned as a sentence: it takes nothing from the run."""
    folder = Path(record.folder)
    try:
        for name, text in ((JUNIT, junit(record)), (SUMMARY, summary(record))):
            (folder / name).write_text(scrub(text), encoding="utf-8", errors="replace", newline="\n")
    except OSError as problem:
        return f"the run is recorded, but not all that stands beside it could be written: {problem.strerror or problem}"
    return None
