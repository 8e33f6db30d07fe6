"""The index holds what the runs' files say, no more, and can be thrown away at any time."""

import json
import shutil
import sqlite3
from decimal import Decimal
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory

import harness.history
from harness.history import HistorySettings, looking
from harness.history.indexing import index
from harness.history.nights import rulings_of
from harness.history.store import FILE, History, open_history
from harness.history.syncing import rebuild, sync
from harness.history.tables import METADATA
from harness.history.trouble import HistoryError
from harness.history.upgrading import HEAD
from harness.kpi import views
from harness.record import RECORD, runs
from harness.run import RecordIncomplete, load
from harness.target.embedded import DemoTarget
from harness.trouble import Trouble
from tests.conftest import Runner


def test_what_the_index_says_is_what_the_record_says(run: Runner) -> None:
    """Conversations, KPIs, money and broken sentences of a run are the same in the index as in its record."""
    record = run("refund-cracked-item", trials=2, target=DemoTarget(faults=("verbatim-loop",)))
    found = index(Path(record.folder) / RECORD)
    assert (4, 4) == (found.run.valid, sum(cell.held for cell in found.cells))
    figures = [one for view in views(record) for one in view.measures if one.value is not None]
    assert {one.name: str(one.value) for one in figures} == {one.name: one.value for one in found.figures if one.value}
    assert sum(record.spent.money.values()) == sum(Decimal(row.amount) for row in found.spending)
    assert sum(record.spent.money.values()) == Decimal(sum(cell.billionths or 0 for cell in found.cells)).scaleb(-9)
    assert sum(outcome.results["looping"] == "fail" for outcome in record.outcomes) == sum(
        rulings_of(cell.rulings)["looping"][1] for cell in found.cells
    )
    broken = {name for one in record.outcomes for name, mark in one.required.items() if mark == "fail"}
    assert broken == {one.about for one in found.failures if one.place}


def test_a_failure_is_told_in_the_authors_words_with_its_proof(run: Runner) -> None:
    """A broken sentence is found again with its place, a conversation, the turn and what was said there."""
    record = run("refund-cracked-item", target=DemoTarget(faults=("verbatim-loop",)))
    found = next(one for one in index(Path(record.folder) / RECORD).failures if one.place)
    assert record.reading("refund-cracked-item", found.about).sentence.text == found.says
    assert found.place.startswith("complaints/refund-cracked-item.md:")
    assert found.example in {one.case for one in record.outcomes}
    assert found.words


def test_a_conversation_is_known_by_all_its_traits(run: Runner) -> None:
    """Channel, language, intent, tags, mood and the desks that answered: each is a way to slice the nights."""
    record = run("refund-cracked-item")
    (kettle, _) = index(Path(record.folder) / RECORD).cells
    traits = set(json.loads(kettle.traits))
    assert {"channel:chat", "language:English", "intent:returns", "tag:refund", "tag:damaged", "desk:returns"} <= traits
    assert any(one.startswith("persona:") for one in traits)


def test_built_anew_it_is_the_same(history: History, reports: Path) -> None:
    """Thrown away and read from the files again, the index holds the same rows; synced again, nothing is done."""
    assert runs(reports) == sync(history, reports).put
    before = history.content()
    assert () == sync(history, reports).put
    assert runs(reports) == rebuild(history, reports).put
    assert before == history.content()
    assert {3} == {len(before["runs"])}


def test_what_is_not_whole_stays_out(history: History, reports: Path) -> None:
    """A run that was broken off, and one whose record was changed, are no runs to compare with."""
    first, second, third = (reports / name / RECORD for name in runs(reports))
    first.write_bytes(b"".join(first.read_bytes().splitlines(keepends=True)[:-1]))
    second.write_bytes(second.read_bytes().replace(b"order", b"0rder", 1))
    synced = sync(history, reports)
    assert ((third.parent.name,), (first.parent.name, second.parent.name)) == (synced.put, synced.left)
    with pytest.raises(RecordIncomplete, match="did not finish"):
        index(first)


def test_a_run_that_changed_since_is_read_again(history: History, reports: Path) -> None:
    """The index notices that a record is another one now, and puts it in the place of the old."""
    name = runs(reports)[0]
    sync(history, reports)
    other = runs(reports)[1]
    shutil.copy(reports / other / RECORD, reports / name / RECORD)
    assert (name,) == sync(history, reports).put


def test_runs_whose_files_are_gone_are_kept_until_they_are_given_up(history: History, reports: Path) -> None:
    """An index that outlived its files is not thrown away by mistake."""
    sync(history, reports)
    gone, *rest = runs(reports)
    shutil.rmtree(reports / gone)
    assert (gone,) == sync(history, reports).kept
    with pytest.raises(HistoryError, match="give them up with --forget"):
        rebuild(history, reports)
    assert tuple(rest) == rebuild(history, reports, forget=True).put


def test_a_findings_chapters_tell_what_came_after_each_failure(history: History, run: Runner, tmp_path: Path) -> None:
    """Broken, held twice, broken again: two chapters, the first with the run from which on it held."""
    folder = tmp_path / "nights"
    broken = DemoTarget(faults=("verbatim-loop",))
    for target in (None, broken, None, None, broken):
        run("refund-cracked-item", reports=folder, target=target)
    sync(history, folder)
    names = runs(folder)
    with history.reading() as connection:
        last = looking.newest(connection)
        assert last is not None
        found = looking.chapters(connection, looking.Line.of(last), last.run)
        told = looking.told(connection, looking.Line.of(last), last.run)
    looping = [one for one in found if one.about == "looping"]
    assert [names[1], names[4]] == [one.run for one in looping]
    assert [(names[2], 4), ("", 0)] == [(one.clean, one.then_held) for one in looping]
    assert {names[4]} == {one.run for one in told}


# ---- the database ---------------------------------------------------------------------------------------------


def test_the_migrations_make_the_tables_that_the_code_knows(history: History) -> None:
    """Whoever upgrades step by step ends with the same tables as whoever begins now."""
    with history.reading() as connection:
        assert [] == compare_metadata(MigrationContext.configure(connection), METADATA)
    config = Config()
    config.set_main_option("path_separator", "os")
    config.set_main_option("script_location", str(Path(harness.history.__file__).parent / "migrations"))
    assert HEAD == ScriptDirectory.from_config(config).get_current_head()


def test_a_history_of_a_later_version_is_left_alone(tmp_path: Path) -> None:
    """An older harness does not write into what a newer one made."""
    open_history(HistorySettings(), tmp_path).close()
    with sqlite3.connect(tmp_path / FILE) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '0099'")
    connection.close()
    with pytest.raises(HistoryError, match="later version of harness"):
        open_history(HistorySettings(), tmp_path)


def test_a_database_of_somebody_elses_is_left_alone(tmp_path: Path) -> None:
    """A table called `runs` that is none of ours is not touched."""
    with sqlite3.connect(tmp_path / FILE) as connection:
        connection.execute("CREATE TABLE runs (id INTEGER)")
    connection.close()
    with pytest.raises(HistoryError, match="none of ours"):
        open_history(HistorySettings(), tmp_path)


def test_a_file_that_is_no_database_is_named(tmp_path: Path) -> None:
    """What is wrong with the index is one sentence that names the file."""
    (tmp_path / FILE).write_text("not a database at all, and long enough to be looked at" * 40, encoding="utf-8")
    with pytest.raises(HistoryError, match=r"history\.db\) cannot be used: file is not a database"):
        open_history(HistorySettings(), tmp_path)


def test_an_address_is_taken_from_the_environment_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A variable that is not set, or holds no PostgreSQL's address, is named; the address itself is not told."""
    with pytest.raises(Trouble, match="the environment variable NIGHTS, which holds its key, is not set"):
        open_history(HistorySettings(url_env="NIGHTS"), tmp_path)
    for address in ("mysql://me:tangerine-4417@host/db", "tangerine-4417-lighthouse", "nosuch+thing://tangerine-4417"):
        monkeypatch.setenv("NIGHTS", address)
        with pytest.raises(HistoryError, match="what NIGHTS holds is no address") as told:
            open_history(HistorySettings(url_env="NIGHTS"), tmp_path)
        assert "4417" not in str(told.value)
    monkeypatch.setenv("NIGHTS", "postgresql://me:tangerine-4417@127.0.0.1:9/db")
    with pytest.raises(HistoryError, match=r"the database that NIGHTS names|needs its driver") as told:
        open_history(HistorySettings(url_env="NIGHTS"), tmp_path)
    assert "4417" not in str(told.value)


def test_half_a_run_is_never_in_the_index(history: History, reports: Path) -> None:
    """A run goes into the index whole or not at all."""
    found = index(reports / runs(reports)[0] / RECORD)
    broken = type(found)(**{**found.__dict__, "spending": (*found.spending, *found.spending)})
    history.put(broken)
    assert {} == history.states()
    history.put(found)
    assert [found.run.run] == list(history.states())
    assert load(reports / runs(reports)[0] / RECORD).manifest.run == found.run.run
