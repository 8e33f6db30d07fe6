"""What the tests of the history share: runs on disk, an index of them, and a real PostgreSQL."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from harness.history import HistorySettings
from harness.history.store import History, open_history
from tests.conftest import Runner

SERVER = ("-c listen_addresses='' -c fsync=off -c full_page_writes=off -c synchronous_commit=off",)


@pytest.fixture
def reports(run: Runner, tmp_path: Path) -> Path:
    """A folder of three runs: one that goes, one that stops, one of another journey."""
    from harness.target.embedded import DemoTarget

    folder = tmp_path / "reports"
    run("refund-cracked-item", reports=folder, trials=2)
    run("refund-cracked-item", reports=folder, trials=2, target=DemoTarget(faults=("verbatim-loop",)))
    run("locked-out", reports=folder)
    return folder


@pytest.fixture
def history(tmp_path: Path) -> Iterator[History]:
    """An empty index."""
    with open_history(HistorySettings(), tmp_path / "index") as opened:
        yield opened


@pytest.fixture(scope="session")
def server() -> Iterator[Path]:
    """A PostgreSQL of the tests' own, on a socket in a folder of its own; the folder."""
    folder = Path(tempfile.mkdtemp(prefix="pg-", dir="/tmp"))
    user = "nobody" if os.geteuid() == 0 else None  # as root, initdb refuses
    if user:
        shutil.chown(folder, user)
    options = f"-k {folder} {' '.join(SERVER)}"

    def do(*command: str) -> None:
        subprocess.run(command, check=True, capture_output=True, user=user, cwd=folder, stdin=subprocess.DEVNULL)

    try:
        do("initdb", "-D", f"{folder}/data", "-U", "harness", "--auth=trust", "--no-sync", "--locale=C.UTF-8")
        do("pg_ctl", "-D", f"{folder}/data", "-l", f"{folder}/log", "-w", "-o", options, "start")
        yield folder
    finally:
        subprocess.run(
            ["pg_ctl", "-D", f"{folder}/data", "-m", "immediate", "stop"], check=False, capture_output=True, user=user
        )
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def postgres(server: Path, monkeypatch: pytest.MonkeyPatch) -> HistorySettings:
    """Settings that name an empty database of that server."""
    import psycopg

    with psycopg.connect(f"host={server} user=harness dbname=postgres", autocommit=True) as connection:
        connection.execute("DROP DATABASE IF EXISTS nights WITH (FORCE)")
        connection.execute("CREATE DATABASE nights")
    monkeypatch.setenv("NIGHTS", f"postgresql://harness@/nights?host={server}")
    return HistorySettings(url_env="NIGHTS")
