"""`harness cost`: what a run cost and what that bought; `harness cost model`: what an agent costs, all of it."""

import subprocess
import tomllib
from collections.abc import Sequence
from datetime import UTC, date, datetime, time
from decimal import Decimal
from difflib import get_close_matches
from pathlib import Path
from typing import Any, TypeVar

from pydantic import ValidationError

from harness.economics.model import LARGE, SMALL, CostModel, bill
from harness.economics.organisation import Commit, hours_to_verdict, without_code
from harness.economics.unit import Human
from harness.economics.untested import Untested, cost_of_not_testing
from harness.kpi import Dimension, Measure
from harness.ledger import repriced
from harness.money import Price, PriceBook, installed
from harness.noun import Noun
from harness.preparing.places import here, reports_at
from harness.record import RECORD, RecordError, read, resolve, runs
from harness.report import costs, outlay
from harness.run import RunRecord, load
from harness.settings import Settings
from harness.trouble import Trouble

from .options import CostFormat
from .printing import say, say_json

MODEL = "model"
TEN = 10
"""The second scale of a model of one's own: so many times the tickets."""
GIT_SECONDS = 10
COMMITS = 2_000


class Asked(Noun):
    """What was asked for on the command line."""

    what: tuple[str, ...] = ()
    """A run (the last, when left out), or `model` and perhaps a file."""
    prices: Path | None = None
    as_of: str | None = None
    contacts_a_day: int | None = None
    by: Dimension | None = None
    changes: tuple[str, ...] = ()
    """key=value, of a model."""
    reports: Path | None = None


def show_costs(asked: Asked, format: CostFormat) -> int:  # noqa: A002
    """Print a run's costs, or a model's."""
    if asked.what[:1] == (MODEL,):
        return _show_model(asked, format)
    if asked.changes:
        raise Trouble("--set changes a model: harness cost model --set tickets_a_day=500")
    if len(asked.what) > 1:
        raise Trouble("name one run, such as: harness cost last")
    settings = here()
    reports = reports_at(asked.reports, settings)
    record = _priced(load(resolve(reports, asked.what[0] if asked.what else "last", "run_started")), asked)
    if format is CostFormat.csv:
        say(costs.rows(record))
    elif format is CostFormat.json:
        say_json(costs.as_json(record, settings.kpi, asked.contacts_a_day))
    else:
        say(costs.page(record, settings.kpi, _organisation(settings, reports), asked.contacts_a_day, asked.by))
    return 0


# ---- other prices --------------------------------------------------------------------------------------------


def _priced(record: RunRecord, asked: Asked) -> RunRecord:
    """The run as it was priced, or at the prices of a file, of a day, or both."""
    if asked.prices is None and asked.as_of is None:
        return record
    own = _prices(asked.prices) if asked.prices else record.manifest.prices.prices
    book = PriceBook(prices=own, library=installed())
    entries = repriced(record.entries, book, _day(asked.as_of) if asked.as_of else None)
    return record.charged(entries)


def _prices(file: Path) -> tuple[Price, ...]:
    table = _toml(file)
    try:
        return tuple(Price.model_validate(one) for one in table.get("prices", ()))
    except (ValidationError, TypeError) as problem:
        says = problem.errors()[0]["msg"] if isinstance(problem, ValidationError) else "it is no list of tables"
        raise Trouble(f"{file}: [[prices]] cannot be used: {says.removeprefix('Value error, ')}") from problem


def _day(text: str) -> datetime:
    try:
        return datetime.combine(date.fromisoformat(text), time(12), UTC)
    except ValueError as problem:
        raise Trouble(f"--as-of: '{text}' is no day such as 2026-11-01") from problem


def _toml(file: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"), parse_float=Decimal)
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as problem:
        why = problem.strerror if isinstance(problem, OSError) else problem
        raise Trouble(f"{file} cannot be read: {why}") from problem


# ---- the organisation ----------------------------------------------------------------------------------------


def _organisation(settings: Settings, reports: Path) -> tuple[Measure, ...]:
    """Measured from the repository here; nothing where there is none."""
    folder = settings.run.journeys
    commits = _commits(folder)
    if not commits:
        return ()
    return hours_to_verdict(commits, _held(reports), folder), without_code(commits, folder)


def _held(reports: Path) -> dict[str, list[datetime]]:
    """Journey -> when the runs that held it began."""
    found: dict[str, list[datetime]] = {}
    for name in runs(reports):
        try:
            first = next(read(reports / name / RECORD), None)
        except RecordError:
            continue
        if first is not None and first.kind == "run_started":
            for journey in first.data.get("journeys") or {}:
                found.setdefault(journey, []).append(datetime.fromisoformat(first.at))
    return found


def _commits(folder: str) -> list[Commit]:
    """The commits that touch the journeys, from git; none where git or a repository is missing."""
    words = ["git", "-c", "core.quotePath=off", "log", f"-{COMMITS}", "--format=%x01%cI", "--name-only", "--relative"]
    try:
        # With the paths of a commit in full, though only those that touch the journeys are listed.
        done = subprocess.run(  # noqa: S603
            [*words, "--full-diff", "--", folder], capture_output=True, timeout=GIT_SECONDS, check=True
        )
    except (OSError, subprocess.SubprocessError):
        return []
    said = done.stdout.decode("utf-8", "replace")
    return [_commit(part) for part in said.split("\x01")[1:]]


def _commit(part: str) -> Commit:
    at, *files = [line for line in part.splitlines() if line]
    return Commit(datetime.fromisoformat(at).astimezone(UTC), tuple(files))


# ---- a model -------------------------------------------------------------------------------------------------

Kind = TypeVar("Kind", CostModel, Untested, Human)


def _show_model(asked: Asked, format: CostFormat) -> int:  # noqa: A002
    if format is CostFormat.csv:
        raise Trouble("a model has no charges: --format text or json")
    if len(asked.what) > 2:
        raise Trouble("name one file of inputs, such as: harness cost model ours.toml")
    table = _toml(Path(asked.what[1])) if len(asked.what) == 2 else {}
    parts = {name: table.pop(name, {}) for name in ("untested", "human")}
    for name, part in parts.items():
        if not isinstance(part, dict):
            raise Trouble(f"[{name}] is a table of inputs")
    for change in asked.changes:
        key, value = _change(change)
        group, dot, name = key.partition(".")
        if dot and group in parts:
            parts[group][name] = value
        else:
            table[key] = value
    without = _made(Untested, parts["untested"], "untested.")
    human = _made(Human, parts["human"], "human.")
    if table:
        own = _made(CostModel, table, "")
        more = own.model_copy(update={"tickets_a_day": own.tickets_a_day * TEN})
        models = [("yours", own, bill(own)), (f"{TEN} times the tickets", more, bill(more))]
    else:
        models = [("a small company", SMALL, bill(SMALL)), ("a large one", LARGE, bill(LARGE))]
    if format is CostFormat.json:
        say_json(_model_json(models, without, human))
    else:
        say(outlay.page(models, without, human))
    return 0


def _model_json(models: Sequence[tuple[str, CostModel, Any]], untested: Untested, human: Human) -> dict[str, object]:
    return {
        "schema": 1,
        "models": [
            {"name": name, "inputs": model.model_dump(mode="json"), "bill": found.model_dump(mode="json")}
            for name, model, found in models
        ],
        "human": human.model_dump(mode="json"),
        "untested": {
            "inputs": untested.model_dump(mode="json"),
            "cost_of_a_change": str(cost_of_not_testing(untested)),
        },
    }


def _change(text: str) -> tuple[str, str]:
    key, sign, value = text.partition("=")
    if not sign or not key.strip():
        raise Trouble(f"--set: '{text}' is no key=value, such as --set tickets_a_day=500")
    return key.strip(), value.strip()


def _made(kind: type[Kind], table: dict[str, Any], prefix: str) -> Kind:
    """The model of these inputs. Raises Trouble for an input that there is not, or that cannot be."""
    try:
        return kind.model_validate(table)
    except ValidationError as problem:
        error = problem.errors()[0]
        key = str(error["loc"][0]) if error["loc"] else "?"
        if error["type"] == "extra_forbidden":
            near = get_close_matches(key, kind.model_fields, n=1, cutoff=0.5)
            known = f"Did you mean '{prefix}{near[0]}'?" if near else f"There are: {', '.join(kind.model_fields)}."
            raise Trouble(f"there is no input '{prefix}{key}'. {known}") from problem
        raise Trouble(f"'{prefix}{key}': {error['msg'][:1].lower()}{error['msg'][1:]}") from problem
