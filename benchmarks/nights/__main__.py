"""Hold the nights and print what each digest says: `python -m benchmarks.nights [FOLDER [SAMPLE]]`.

SAMPLE is a folder for the trend page and the digests of two nights: `reports/sample/nights` is made so.
"""

import re
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from harness.history import HistorySettings, NightSettings, looking
from harness.history.digesting import Digest, digest
from harness.history.drift import Breach
from harness.history.store import open_history
from harness.history.syncing import sync
from harness.preparing.keeping import nights_of
from harness.record import RECORD
from harness.report.digest import markdown
from harness.report.pages import trend
from harness.report.pages.render import Pages
from harness.report.pages.site import TREND
from harness.run import load
from harness.settings import Settings

from .holding import CREEPS_IN, DEARER, hold_nights


def digests(reports: Path) -> list[Digest]:
    """The digest of every night, as it was written in that night."""
    with open_history(HistorySettings(), reports) as history:
        sync(history, reports)
        with history.reading() as connection:
            last = looking.newest(connection)
            runs = looking.runs_of(connection, looking.Line.of(last), last.run) if last else ()
            return [digest(connection, run, NightSettings()) for run in runs]


def in_a_line(night: int, found: Digest) -> str:
    """What a night's digest tells, in one line."""
    told = [
        *(
            f"{one.series} {'worse' if one.worse else 'better'} since night {int(one.first_after[6:8])}"
            for one in found.breaches
        ),
        *(f"{one.journey} fails more often" for one in found.creeps),
        *(f"hidden: {one.name} {one.question} {one.hits}/{one.n}" for one in found.hidden),
        *(f"{len(found.new)} new findings" for _ in found.new[:1]),
        *(f"changed: {', '.join(name for name, _, _ in found.changes)}" for _ in found.changes[:1]),
    ]
    return f"{night:3}  {found.run.decision:5} {'; '.join(told) or '-'}"


def _alarm(one: Breach) -> str:
    return f"{one.series} {'worse' if one.worse else 'better'} since night {int(one.first_after[6:8])}"


def write_sample(reports: Path, into: Path, found: Sequence[Digest]) -> None:
    """The trend page of the last night, and two digests. What an id owes to the process that made it is left out."""
    last = reports / found[-1].run.run / RECORD
    nights = nights_of(last, Settings())
    if nights is None:
        raise RuntimeError("the nights are not in the history")
    manifest = load(last).manifest
    manifest = manifest.model_copy(update={"run": _short(manifest.run)})
    pages = Pages(into)
    pages.share(manifest=manifest, began=f"{found[-1].date:%Y-%m-%d %H:%M} UTC", menu=(TREND, ELSEWHERE))
    pages.put(TREND[0], "trend.html", **trend.view(nights))
    page = into / TREND[0]
    text = page.read_text(encoding="utf-8")
    for name in ("evidence.html", "method.html"):
        text = text.replace(f'href="{name}"', f'href="../{name}"')
    page.write_text(text, encoding="utf-8")
    for night in TOLD:
        (into / f"digest-night-{night}.md").write_text(_short(markdown(found[night - 1])), encoding="utf-8")


TOLD = (CREEPS_IN + 1, DEARER)
ELSEWHERE = ("../index.html", "A run's pages")


def _short(text: str) -> str:
    return re.sub(r"(\d{8}-\d{6})-[0-9a-f]{4}", r"\1", text)


def main() -> None:
    """Hold, index, tell."""
    reports = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(tempfile.mkdtemp(prefix="nights-"))
    hold_nights(reports)
    found = digests(reports)
    for night, one in enumerate(found, start=1):
        print(in_a_line(night, one))
    for night in TOLD:
        print(f"\n---- night {night} ----\n\n{markdown(found[night - 1])}")
    if len(sys.argv) > 2:
        write_sample(reports, Path(sys.argv[2]), found)
    print(f"Runs: {reports}")


if __name__ == "__main__":
    main()
