"""`harness baseline accept` and `harness compare`: what runs are held against."""

from datetime import UTC, datetime
from pathlib import Path

from harness.comparison import NAME, Baseline, NoBaselineError, accept, compare, read_baseline, write_baseline
from harness.preparing.places import here, reports_at
from harness.record import resolve, verify
from harness.report.comparing import accepted, compared
from harness.run import RunRecord, load

from .options import Format
from .printing import say, say_json


def accept_run(run: str, reports: Path | None, format: Format) -> int:  # noqa: A002
    """Put a run into the baseline of this folder; 0 when it is in it."""
    file = resolve(reports_at(reports, here()), run, "run_started")
    checked = verify(file)
    if not checked.ok:
        raise NoBaselineError(f"{file} is not whole: {checked.problems[0].sentence} See harness verify.")
    found = accept(load(file), read_baseline(Path(NAME)))
    write_baseline(Path(NAME), found.baseline)
    if format is Format.json:
        say_json(
            {
                "schema": 1,
                "file": NAME,
                "grown": found.grown,
                "new": found.new,
                "begun_anew": found.begun_anew,
                "already_in": found.already_in,
            }
        )
    else:
        say(accepted(found, NAME))
    return 0


def compare_runs(run: str, against: str | None, reports: Path | None, format: Format) -> int:  # noqa: A002
    """Hold a run against a baseline or an earlier run; the code of the gate."""
    settings = here()
    folder = reports_at(reports, settings)
    record = load(resolve(folder, run, "run_started"))
    other, name = _other(folder, against)
    found = compare(record, other, name, settings.gate, datetime.now(UTC).date())
    if format is Format.json:
        say_json({"schema": 1} | found.model_dump(mode="json"))
    else:
        say(compared(found))
    return found.decision.exit_code


def _other(folder: Path, against: str | None) -> tuple[Baseline | RunRecord, str]:
    named = Path(against or NAME)
    if named.suffix == ".json" or against is None:
        baseline = read_baseline(named)
        if baseline is None:
            raise NoBaselineError(
                f"there is no {named} here: name an earlier run (harness compare last RUN), or accept one"
                " (harness baseline accept RUN)."
            )
        return baseline, named.as_posix()
    record = load(resolve(folder, against, "run_started"))
    return record, record.manifest.run
