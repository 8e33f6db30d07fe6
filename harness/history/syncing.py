"""A folder of runs -> an index that holds them all."""

from pathlib import Path

from harness.record import RECORD, RecordError, runs
from harness.run import RecordIncomplete

from .indexing import index, state_of
from .nouns import Synced, Tell
from .store import History
from .trouble import HistoryError


def sync(history: History, reports: Path, tell: Tell | None = None) -> Synced:
    """Put into the index what is missing in it, or has changed since. Nothing is taken out."""
    known, there = history.states(), runs(reports)
    wanted = [run for run in there if known.get(run) != state_of(reports / run / RECORD)]
    put, left = [], []
    for done, run in enumerate(wanted, start=1):
        try:
            history.put(index(reports / run / RECORD))
            put.append(run)
        except (RecordIncomplete, RecordError):
            left.append(run)
        if tell:
            tell(done, len(wanted))
    return Synced(tuple(put), tuple(left), tuple(sorted(known.keys() - set(there))))


def rebuild(history: History, reports: Path, forget: bool = False, tell: Tell | None = None) -> Synced:
    """Throw the index away and build it anew from the files.

    Raises HistoryError when it holds runs whose files are not here: only with `forget` are they given up.
    """
    known = history.states()
    gone = sorted(known.keys() - set(runs(reports)))
    if gone and not forget:
        raise HistoryError(
            f"the history ({history.shown}) holds {len(gone)} runs whose files are not in {reports}, such as {gone[0]}:"
            " they could not be built again. Put the files there, or give them up with --forget"
        )
    history.drop(known)
    return sync(history, reports, tell)
