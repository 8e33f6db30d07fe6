"""The same index in a real PostgreSQL, with several writers at once."""

import subprocess
import sys
from functools import partial
from pathlib import Path

import pytest

from harness.history import HistorySettings, looking
from harness.history.beside import beside
from harness.history.store import History, open_history
from harness.history.syncing import rebuild, sync
from harness.record import runs

pytestmark = pytest.mark.needs("postgresql")

WRITER = """
import sys
from pathlib import Path
from harness.history import HistorySettings
from harness.history.store import open_history
from harness.history.syncing import sync
sys.stdin.readline()
with open_history(HistorySettings(url_env=sys.argv[1] or None), Path(sys.argv[2])) as history:
    sync(history, Path(sys.argv[2]))
"""


def together(variable: str, *folders: Path) -> None:
    """Several processes, begun at the same moment, each bringing the index up to date from its folder."""
    command = [sys.executable, "-c", WRITER, variable]
    writers = [
        subprocess.Popen([*command, str(folder)], stdin=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        for folder in folders
    ]
    ended = []
    for writer in writers:
        assert writer.stdin
        writer.stdin.write("\n")
        writer.stdin.flush()
    for writer in writers:
        _, problem = writer.communicate(timeout=120)
        ended.append((writer.returncode, problem))
    assert {(0, "")} == set(ended)


def sorted_content(history: History) -> dict[str, list[tuple[object, ...]]]:
    return {table: sorted(rows, key=repr) for table, rows in history.content().items()}


def test_postgresql_holds_what_sqlite_holds(history: History, postgres: HistorySettings, reports: Path) -> None:
    """The same runs give the same rows in either, and the same answers; built anew too."""
    sync(history, reports)
    with open_history(postgres, reports) as shared:
        sync(shared, reports)
        assert sorted_content(history) == sorted_content(shared)
        rebuild(shared, reports)
        assert sorted_content(history) == sorted_content(shared)
        answers = []
        for one in (history, shared):
            with one.reading() as connection:
                last = looking.newest(connection)
                assert last is not None
                line = looking.Line.of(last)
                window = [run.run for run in looking.runs_of(connection, line, last.run)]
                answers.append(
                    (
                        looking.chapters(connection, line, last.run),
                        looking.told(connection, line, last.run),
                        looking.last_exercised(connection, line),
                        looking.cells_of(connection, window),
                        [
                            run and beside(connection, run)
                            for run in map(partial(looking.run_named, connection), window)
                        ],
                    )
                )
    assert answers[0] == answers[1]


@pytest.mark.slow
def test_writers_at_once_write_it_once(
    history: History, postgres: HistorySettings, reports: Path, tmp_path: Path
) -> None:
    """Four processes begin together on an empty database, three with the same runs: none is lost, none is twice."""
    every, other = runs(reports), tmp_path / "other"
    sync(history, reports)
    other.mkdir()
    (reports / every[-1]).rename(other / every[-1])
    together("NIGHTS", reports, other, reports, reports)
    with open_history(postgres, reports) as shared:
        assert list(every) == sorted(shared.states())
        assert sorted_content(history) == sorted_content(shared)


@pytest.mark.slow
def test_sqlite_takes_several_writers_too(history: History, reports: Path) -> None:
    """Three processes bring the same file up to date at once."""
    together("", reports, reports, reports)
    sync(history, reports)
    with open_history(HistorySettings(), reports) as shared:
        assert sorted_content(history) == sorted_content(shared)
