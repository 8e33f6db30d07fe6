"""A run's record -> Allure results: each conversation a test, with its turns as steps and its papers attached.

Written as JSON, the interchange format of Allure 2 and 3. No host is named. A test is known again by the journey's
file, the row and the trial, so that its history outlives another title.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from harness.conversation.nouns import Transcript, Turn
from harness.criteria import CRITERIA, Severity
from harness.ledger import LedgerEntry
from harness.plan.nouns import Plan
from harness.record import RECORD, read
from harness.run import RunRecord, transcripts
from harness.secrets import scrub, scrubbed
from harness.verdict.nouns import Outcome, Verdict
from harness.verdict.trials import mark_of

from . import terminal
from .broken import in_case
from .spoken import happened
from .words import inside, place, safe, shortened

SEVERITIES: Mapping[Severity, str] = {"critical": "blocker", "high": "critical", "medium": "normal", "low": "minor"}
"""A journey's risk in Allure's words."""
KINDS = {
    "NOT UNDERSTOOD": "Journeys that were not understood",
    "INFRA_ERROR": "The target failed",
    "INVALID_SIMULATION": "The simulated customer spoiled it",
    "UNDECIDED": "Nobody could tell",
}
"""What a message begins with where it is no failure -> its category."""
TITLE = 120
"""Characters of a step's title."""

Json = dict[str, Any]


@dataclass
class Times:
    """When something began and ended, in milliseconds since 1970; None where the record does not say."""

    start: int | None = None
    stop: int | None = None
    turns: list[int] = field(default_factory=list)
    """When each turn was on record."""


def write_allure(record: RunRecord, folder: Path) -> int:
    """Write the results of a run into this folder; how many there are. Raises OSError."""
    folder.mkdir(parents=True, exist_ok=True)
    file = Path(record.folder) / RECORD
    held, times = transcripts(file), _times(file)
    verdicts = {verdict.case: verdict for verdict in record.verdicts}
    entries: defaultdict[str, list[LedgerEntry]] = defaultdict(list)
    for entry in record.entries:
        entries[entry.case or ""].append(entry)
    written = 0
    for plan in record.plans:
        mine = [one for one in record.outcomes if one.journey == plan.journey]
        if not plan.runnable:
            _put(folder, _not_understood(record, plan), ())
            written += 1
        for one in mine:
            papers = _papers(plan, verdicts[one.case], held[one.case], entries[one.case])
            several = sum(other.variation == one.variation for other in mine) > 1
            result = _conversation(record, plan, one, verdicts[one.case], held[one.case], times[one.case], several)
            _put(folder, result, papers)
            written += 1
    _write(folder / "categories.json", json.dumps(_categories(), indent=1))
    _write(folder / "environment.properties", "".join(f"{key}={value}\n" for key, value in _about(record)))
    return written


def _conversation(
    record: RunRecord,
    plan: Plan,
    outcome: Outcome,
    verdict: Verdict,
    held: Transcript,
    times: Times,
    several: bool,
) -> Json:
    row = plan.variation(outcome.variation)
    named = safe(plan.title) + (f" [{safe(row.name)}]" if row.name else "") + (f" #{outcome.trial}" if several else "")
    parameters: list[Json] = [{"name": safe(name), "value": safe(value)} for name, value in row.values.items()]
    parameters += [{"name": "variation", "value": safe(row.name)}] if row.name else []
    parameters += [
        {"name": "trial", "value": str(outcome.trial)},
        {"name": "run", "value": record.manifest.run, "excluded": True},
    ]
    status, details = _status(record, plan, outcome, verdict)
    return {
        **_test(record, plan, f"{outcome.case}", named, f"{plan.file}/{outcome.variation}"),
        "status": status,
        "statusDetails": details,
        "labels": _labels(plan, outcome),
        "parameters": parameters,
        "steps": [_step(turn, verdict, times) for turn in held.turns],
        "start": times.start,
        "stop": times.stop,
    }


def _test(record: RunRecord, plan: Plan, case: str, named: str, what: str) -> Json:
    """What names a test. `what` is the journey's place and the row: its title may change."""
    return {
        "uuid": str(uuid5(NAMESPACE_URL, f"cx-harness:{record.manifest.run}:{case}")),
        "name": named,
        "fullName": safe(f"{inside(record.manifest.folder, plan.file)}#{case.split('/', 1)[-1]}"),
        "testCaseId": _id(what),
        "historyId": _id(f"{plan.file}/{case}"),
        "stage": "finished",
    }


def _id(words: str) -> str:
    return sha256(words.encode("utf-8", "replace")).hexdigest()[:32]


def _status(record: RunRecord, plan: Plan, outcome: Outcome, verdict: Verdict) -> tuple[str, Json]:
    mark = mark_of(outcome)
    if mark is None:
        why = safe(verdict.invalid_because or verdict.validity)
        return "broken", {"message": f"{outcome.validity.upper()}: {why}"}
    if mark == "fail":
        found = in_case(record, plan, outcome.variation, verdict)
        criteria = ", ".join(one.upper() for one in CRITERIA if one in {broken.criterion for broken in found})
        said = f"{criteria}: {found[0].says}" if found else "failed"
        return "failed", {"message": said, "trace": "\n".join(terminal.failure(record, plan, outcome.case, verdict))}
    if mark == "cannot_tell":
        return "unknown", {"message": "UNDECIDED: a required sentence could not be judged"}
    return "passed", {}


def _labels(plan: Plan, outcome: Outcome | None) -> list[Json]:
    settings = plan.settings_of(plan.variation(outcome.variation)) if outcome else plan.settings
    title, folders = safe(plan.title), [safe(one) for one in Path(plan.file).parent.parts]
    found = [
        ("epic", folders[0] if folders else "journeys"),
        ("feature", "/".join(folders[1:]) or title),
        ("parentSuite", "/".join(folders) or "journeys"),
        ("suite", title),
        ("severity", SEVERITIES[settings.risk]),
        ("framework", "cx-harness"),
    ]
    found += [("story", title)] if len(folders) > 1 else []
    found += [("owner", safe(settings.owner))] if settings.owner else []
    return [{"name": name, "value": value} for name, value in (*found, *(("tag", safe(tag)) for tag in settings.tags))]


def _step(turn: Turn, verdict: Verdict, times: Times) -> Json:
    """One turn: what the customer said, and in it what the agent's system did and what the agent said."""
    broke = {one.turn for one in verdict.sentences if one.result == "fail" and one.level == "required"}
    broke |= {finding.turn for ruling in verdict.rulings for finding in ruling.findings}
    moments = dict(zip(range(1, len(times.turns) + 1), times.turns, strict=True))
    stop = moments.get(turn.number)
    span = {"start": stop - round(turn.reply.seconds * 1000), "stop": stop} if stop is not None else {}
    events = turn.reply.events or ()
    inner = [_line(f"· {happened(event)}", "passed" if event.ok else "failed", span) for event in events]
    inner.append(_line(f"{safe(turn.reply.desk or 'agent')}: {safe(turn.reply.text)}", "passed", span))
    status = "failed" if turn.number in broke else "passed"
    return {**_line(f"customer: {safe(turn.customer.text)}", status, span), "steps": inner}


def _line(says: str, status: str, span: Mapping[str, int]) -> Json:
    return {"name": shortened(says, TITLE), "status": status, "stage": "finished", **span}


def _not_understood(record: RunRecord, plan: Plan) -> Json:
    errors = [one for one in plan.complaints if one.severity == "error"]
    said = [f"{place(one.span, record.manifest.folder)} {one.code} {safe(one.message)}" for one in errors]
    return {
        **_test(record, plan, plan.journey, safe(plan.title), plan.file),
        "status": "broken",
        "statusDetails": {"message": f"NOT UNDERSTOOD: {said[0] if said else ''}", "trace": "\n".join(said)},
        "labels": _labels(plan, None),
    }


Paper = tuple[str, str, str, str]
"""Name, type, file name ending, text."""


def _papers(plan: Plan, verdict: Verdict, held: Transcript, entries: Iterable[LedgerEntry]) -> tuple[Paper, ...]:
    rows = [entry.model_dump(mode="json") for entry in entries]
    return (
        ("transcript", "text/plain", "txt", "\n".join(terminal.conversation(plan, verdict, held)) + "\n"),
        ("verdict", "application/json", "json", json.dumps(scrubbed(verdict.model_dump(mode="json")), indent=1)),
        ("ledger", "application/json", "json", json.dumps(scrubbed(rows), indent=1)),
    )


def _put(folder: Path, result: Json, papers: Iterable[Paper]) -> None:
    attached = []
    for name, kind, ending, text in papers:
        source = f"{uuid5(NAMESPACE_URL, result['uuid'] + name)}-attachment.{ending}"
        _write(folder / source, text)
        attached.append({"name": name, "type": kind, "source": source})
    _write(folder / f"{result['uuid']}-result.json", json.dumps(scrubbed({**result, "attachments": attached})))


def _write(file: Path, text: str) -> None:
    file.write_text(scrub(text), encoding="utf-8", errors="replace")


def _categories() -> list[Json]:
    """By criterion, then what is no failure of the agent's; a message begins with the names of all it belongs to."""
    found = [(one.capitalize(), f"[A-Z, ]*{one.upper()}[A-Z, ]*", ["failed"]) for one in CRITERIA]
    found += [(name, word, ["broken", "unknown"]) for word, name in KINDS.items()]
    return [
        {"name": name, "messageRegex": f"(?s){begins}:.*", "matchedStatuses": status} for name, begins, status in found
    ]


def _about(record: RunRecord) -> list[tuple[str, str]]:
    manifest = record.manifest
    found = {
        "run": manifest.run,
        "verdict": terminal.closing(record)[-1],
        "target": f"{manifest.target} ({manifest.target_version})",
        "judge": manifest.judge,
        "customer": manifest.customer,
        "seed": str(manifest.seed),
        "harness": manifest.harness,
    }
    return [(key, safe(value)) for key, value in found.items()]


def _times(file: Path) -> defaultdict[str, Times]:
    found: defaultdict[str, Times] = defaultdict(Times)
    for event in read(file):
        if event.case is None:
            continue
        moment = round(datetime.fromisoformat(event.at).timestamp() * 1000)
        if event.kind == "case_started":
            found[event.case] = Times(start=moment)
        elif event.kind == "turn":
            found[event.case].turns.append(moment)
        found[event.case].stop = moment
    return found
