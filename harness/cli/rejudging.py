"""`harness judge` and `harness correct`: verdicts on conversations that were held before."""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from harness.assurance import as_json, compile_all
from harness.calibration.file import NAME, read_calibration, standing
from harness.calibration.judging import identity
from harness.judgement import Judgement, compare, later
from harness.plan.locking.lock import EMPTY
from harness.plan.locking.lockfile import read_lock
from harness.plan.nouns import Plan
from harness.preparing.allowance import UNPAID, allowing
from harness.preparing.casting import open_judges
from harness.preparing.places import here, journeys_at, reports_at
from harness.record import RECORD, resolve, verify
from harness.rejudging import FromProduction, correct, judge_again, judge_recorded
from harness.report import production
from harness.report.later import in_words, judged_again
from harness.report.words import count, safe, wrapped
from harness.run import RunRecord, load
from harness.settings import Settings
from harness.trouble import Trouble

from .options import Format
from .printing import say, say_json
from .reporting import publish


@dataclass(frozen=True)
class Wanted:
    """What was asked for on the command line."""

    runs: tuple[str, ...]
    judge: str | None
    transcripts: Path | None
    journey: Path | None
    variation: str | None
    reports: Path | None
    budget: str | None = None


def judge_stored(wanted: Wanted, format: Format) -> int:  # noqa: A002
    """Judge stored runs again, or recorded conversations; 0 when it could be done, whatever the verdicts are.

    6 when the budget did not suffice for all that was open.
    """
    if bool(wanted.runs) == (wanted.transcripts is not None):
        raise Trouble(
            "say one of two: harness judge RUN (to judge a stored run again), or"
            " harness judge --transcripts FILE (to judge recorded conversations)"
        )
    if wanted.transcripts is None and (wanted.journey or wanted.variation):
        raise Trouble("--journey and --variation go with --transcripts; a stored run has its journeys with it")
    if wanted.variation and not wanted.journey:
        raise Trouble("--variation goes with --journey: it names a row of the journey's table")
    settings = allowing(here(), wanted.budget)
    if wanted.transcripts is not None:
        return _judge_recorded(wanted, wanted.transcripts, settings, format)
    return _judge_again(wanted, settings, format)


def _clock() -> datetime:
    return datetime.now(UTC)


# ---- stored runs --------------------------------------------------------------------------------------------


def _judge_again(wanted: Wanted, settings: Settings, format: Format) -> int:  # noqa: A002
    reports = reports_at(wanted.reports, settings)
    # All are found before the first is judged: a mistyped name costs nothing.
    records = list(dict.fromkeys(resolve(reports, name, "run_started") for name in wanted.runs))
    documents, short = [], False
    for place, file in enumerate(records):
        earlier = _latest(file)
        judges = open_judges(settings, wanted.judge)
        trusted = standing(read_calibration(Path(NAME)), identity(judges))
        record, judgement = asyncio.run(judge_again(file, judges, settings, _clock, trusted))
        unpaid = judgement.ended.unpaid if judgement.ended else {}
        short = short or bool(unpaid)
        if format is Format.json:
            documents.append(_json(record, judgement, earlier))
        else:
            say([""] * bool(place) + judged_again(record, judgement, earlier))
            judge = f" --judge {wanted.judge}" if wanted.judge else ""
            say(_unpaid(unpaid, f"To go on with more: harness judge {record.manifest.run}{judge} --budget AMOUNT"))
    if format is Format.json:
        say_json({"schema": 1, "judgements": documents})
    return UNPAID if short else 0


def _unpaid(unpaid: Mapping[str, str], then: str = "") -> list[str]:
    """What is said of conversations of which something stayed open because there was no money to ask."""
    if not unpaid:
        return []
    why = f"{next(iter(unpaid.values()))}; {count(len(unpaid), 'conversation')} not wholly judged. {then}".strip()
    return ["", *wrapped(why, "          ", "Stopped   ")]


def _latest(file: Path) -> Judgement | None:
    finished = [one for one in later(file.parent) if isinstance(one, Judgement) and one.ended]
    return finished[-1] if finished else None


def _json(record: RunRecord, judgement: Judgement, earlier: Judgement | None) -> dict[str, Any]:
    own = {one.case: one for one in record.verdicts}
    ended = judgement.ended
    return {
        "run": record.manifest.run,
        "file": judgement.file.as_posix(),
        "judgement": judgement.started.model_dump(mode="json"),
        "was_judged_by": record.manifest.judge,
        "conversations": len(judgement.verdicts),
        "changes": [one.model_dump(mode="json") for one in compare(record, own, judgement.verdicts)],
        "earlier": earlier.started.number if earlier else None,
        "changes_against_earlier": [
            one.model_dump(mode="json") for one in compare(record, earlier.verdicts, judgement.verdicts)
        ]
        if earlier
        else None,
        "verdicts": [one.model_dump(mode="json") for one in judgement.verdicts.values()],
        "spent": judgement.spent.model_dump(mode="json"),
        "decision": record.decision.model_dump(mode="json") if record.decision else None,
        "decision_by_this_judgement": ended.decision.model_dump(mode="json") if ended and ended.decision else None,
    }


# ---- recorded conversations ---------------------------------------------------------------------------------


def _judge_recorded(wanted: Wanted, file: Path, settings: Settings, format: Format) -> int:  # noqa: A002
    reports = reports_at(wanted.reports, settings)
    plan, row, folder = _plan(wanted, settings)
    judges = open_judges(settings, wanted.judge)
    command = _command(wanted, file)
    made = asyncio.run(judge_recorded(file, plan, judges, settings, reports, _clock, row, folder, command))
    publish(made.record, settings.kpi)
    if format is Format.json:
        skipped = [one.model_dump(mode="json") for one in made.skipped]
        say_json(as_json(made.record) | {"skipped": skipped} | ({"unpaid": made.unpaid} if made.unpaid else {}))
    else:
        _say_recorded(made, file)
    return UNPAID if made.unpaid else 0


def _say_recorded(made: FromProduction, file: Path) -> None:
    for one in made.skipped[:20]:
        say(wrapped(f"{safe(str(file))}:{one.line} {one.why}: left out", "    ", ""))
    if len(made.skipped) > 20:
        say([f"… and {len(made.skipped) - 20:,} more"])
    say([""] * bool(made.skipped))
    say(production.summary(made.record, verify(Path(made.record.folder) / RECORD).head))
    say(_unpaid(made.unpaid))


def _plan(wanted: Wanted, settings: Settings) -> tuple[Plan | None, str, str]:
    """The journey that was named, the row of its table that holds, and the folder it lies in."""
    if wanted.journey is None:
        return None, "", ""
    journeys, root = journeys_at([wanted.journey], settings)
    if len(journeys) > 1:
        raise Trouble(f"{wanted.journey} holds {len(journeys)} journeys: name the one these conversations are held to.")
    (plan,) = compile_all(journeys, settings.vocabulary, read_lock(root) or EMPTY)
    if not plan.runnable:
        error = next(one for one in plan.complaints if one.severity == "error")
        raise Trouble(f"{wanted.journey} has an error: {error.message} See harness check.")
    return plan, _row(plan, wanted.variation), root.as_posix()


def _row(plan: Plan, wanted: str | None) -> str:
    names: Sequence[str] = [row.name for row in plan.variations]
    if wanted in names or (wanted is None and len(names) == 1):
        return wanted or names[0]
    said = f"has no variation '{wanted}'" if wanted else f"has {len(names)} variations, whose values differ"
    raise Trouble(f"{plan.title} {said}: name one with --variation: {', '.join(filter(None, names)) or 'none'}.")


def _command(wanted: Wanted, file: Path) -> str:
    flags = (("--journey", wanted.journey), ("--variation", wanted.variation), ("--judge", wanted.judge))
    parts = ["harness", "judge", "--transcripts", file.name]
    for flag, value in flags:
        parts += [flag, str(value)] if value else []
    return " ".join(f"'{part}'" if " " in part else part for part in parts)


# ---- people -------------------------------------------------------------------------------------------------


def correct_verdict(
    run: str,
    case: str,
    about: str,
    says: str,
    author: str,
    reason: str,
    reports: Path | None,
    format: Format,  # noqa: A002
) -> int:
    """Put what a person says beside a verdict; 0 when it is kept."""
    if says not in ("pass", "fail"):
        raise Trouble(f"a correction says pass or fail, not '{says}'.")
    file = resolve(reports_at(reports, here()), run, "run_started")
    said = correct(file, case, about, "pass" if says == "pass" else "fail", author, reason, _clock)
    if format is Format.json:
        say_json({"schema": 1, "correction": said.model_dump(mode="json")})
        return 0
    record = load(file)
    say(wrapped(f"{safe(said.case)}, {in_words(record, said)}", "  ", ""))
    stands = "The verdict and the gate's decision stand as they were stored; this is kept and shown beside them"
    say(wrapped(f"{stands}: harness show {record.manifest.run}", "  ", ""))
    return 0
