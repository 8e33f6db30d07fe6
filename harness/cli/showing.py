"""`harness show` and `harness verify`: stored runs."""

from collections.abc import Sequence
from pathlib import Path

from harness.assurance import as_json
from harness.comparison import decided_again, is_the_same
from harness.judgement import Correction, Judgement, corrections, later, verify_later
from harness.kpi import scores
from harness.ledger import Totals
from harness.preparing.places import here, reports_at
from harness.record import RECORD, Verification, canonical_digest, resolve, verify
from harness.report import later as later_report
from harness.report import production, terminal, unusable
from harness.report.github import annotations
from harness.report.sarif import sarif_of_run
from harness.report.words import count, wrapped
from harness.run import RecordIncomplete, RunRecord, load, transcripts
from harness.settings import Settings
from harness.trouble import Trouble
from harness.verdict.nouns import Verdict

from .options import Format, PlaceFormat
from .printing import say, say_json


def show_run(run: str, what: str | None, reports: Path | None, format: Format | PlaceFormat) -> int:  # noqa: A002
    """Print a stored run, or the conversations of one journey or case; always 0 when there is something to show."""
    file = _record_of(run, reports, begins="run_started")
    record = load(file)
    if format in ("github", "sarif"):
        return _say_places(record, what, format)
    if format == Format.json:
        say_json(_json(record, file, what))
        return 0
    checked = verify(file)
    if not checked.ok:
        say([f"This record is not whole: {checked.problems[0].sentence} See harness verify.", ""])
    if what is None:
        digest = canonical_digest(file)
        say(
            [
                f"run {record.manifest.run} · held with: {record.manifest.command}",
                f"canonical record sha256:{digest}",
                "",
            ]
        )
        say(later_report.afterwards(record, _told(file)))
        say(production.summary(record) if record.manifest.recorded else terminal.summary(record))
    else:
        _say_conversations(record, file, what)
    return 0


def _say_places(record: RunRecord, what: str | None, format: str) -> int:  # noqa: A002
    """What broke in a run, on the journeys' own lines."""
    if what is not None:
        raise Trouble(f"--format {format} shows a whole run: leave out '{what}'")
    if format == "github":
        say(annotations(record))
    else:
        say_json(sarif_of_run(record))
    return 0


Said = tuple[Judgement | Correction, ...]


def _said_later(file: Path) -> tuple[Said, str | None]:
    """What was said of a run since, and why it is left out: where it cannot be read, the run is shown all the same."""
    try:
        return later(file.parent), None
    except Trouble as problem:
        return (), f"What was said of this run later is left out: {problem} See harness verify."


def _told(file: Path) -> Said:
    said, left_out = _said_later(file)
    if left_out:
        say(wrapped(left_out, "  ", ""))
    return said


def _record_of(run: str, reports: Path | None, begins: str | None = None) -> Path:
    """The record that is meant; "last" is the last one that begins with an event of this kind.

    A file that is named needs no settings, so that a record can be checked anywhere.
    """
    named = Path(run)
    if len(run) < 200 and named.is_file():
        return named
    return resolve(reports_at(reports, Settings() if reports else here()), run, begins)


def verify_run(run: str, reports: Path | None, format: Format) -> int:  # noqa: A002
    """Check a record's chain, and those of what was said of the run later; 0 when they are whole, and it finished."""
    file = _record_of(run, reports)
    result = verify(file)
    since = verify_later(file) if result.ok and file.name == RECORD else ()
    whole = result.ok and result.finished and all(one.ok for _, one in since)
    follows = _follows(file) if whole else None
    good = whole and follows is not False
    if format is Format.json:
        later_ones = {kept.name: one.model_dump(mode="json") for kept, one in since}
        say_json({"schema": 1, **result.model_dump(mode="json"), "decision_follows": follows, "later": later_ones})
        return 0 if good else 1
    for name, one in [(file.name, result), *((f"{kept.parent.name}/{kept.name}", one) for kept, one in since)]:
        for problem in one.problems:
            say([f"{name}:{problem.line} {problem.sentence}"])
    if result.ok and result.finished:
        say([f"{count(result.lines, 'line')}, each in its place and unchanged; last digest sha256:{result.head}"])
    elif result.ok:
        say([f"{count(result.lines, 'line')} unchanged, but the run did not finish"])
    else:
        found = f"{count(len(result.problems), 'problem')} in {count(result.lines, 'line')}"
        say([f"{found}: this record cannot be relied on"])
    say(_since(since))
    if follows is not None:
        how = "follows" if follows else "DOES NOT FOLLOW"
        say([f"the decision {how} from the outcomes, the policy and the baseline on the record"])
    return 0 if good else 1


def _follows(file: Path) -> bool | None:
    """Whether a run's decision, made again from its record, is the one on it; None where that cannot be told."""
    try:
        record = load(file)
    except RecordIncomplete:
        return None
    again = decided_again(record)
    return is_the_same(again, record.decision) if again and record.decision else None


def _since(since: Sequence[tuple[Path, Verification]]) -> list[str]:
    if not since:
        return []
    said = count(len(since), "later judgement or correction", "later judgements and corrections")
    if any(not one.ok for _, one in since):
        return [f"{said}: they cannot be relied on"]
    cut = [kept.name for kept, one in since if not one.finished]
    unfinished = f"; did not finish: {', '.join(cut)}" if cut else ""
    return [f"{said}, in their row and unchanged{unfinished}; last digest sha256:{since[-1][1].head}"]


def _cases(record: RunRecord, what: str) -> list[str]:
    cases = [
        outcome.case
        for outcome in record.outcomes
        if what in (outcome.case, outcome.journey, outcome.case.rsplit("#", 1)[0])
    ]
    if not cases:
        names = ", ".join(sorted({outcome.journey for outcome in record.outcomes}))
        raise Trouble(f"this run has no journey or case '{what}'. It has: {names}")
    return cases


def _say_conversations(record: RunRecord, file: Path, what: str) -> None:
    cases = _cases(record, what)
    held, broke = transcripts(file, cases), unusable.unusable(file, cases)
    said = _told(file)
    journeys = {outcome.case: outcome.journey for outcome in record.outcomes}
    say(production.heading(record))
    for case in cases:
        verdict = record.verdict(case)
        lines = terminal.conversation(record.plan(journeys[case]), verdict, held[case], _after(record, verdict))
        say([*lines, *unusable.told(broke.get(case)), *later_report.beside(record, case, said), ""])


def _after(record: RunRecord, verdict: Verdict) -> Totals:
    """What the agent cost after the first break; nothing where nothing broke."""
    first = verdict.first_break
    return record.spent_after(verdict.case, first.turn) if first else Totals()


def _json(record: RunRecord, file: Path, what: str | None) -> dict[str, object]:
    if what is None:
        return as_json(record) | {"canonical": canonical_digest(file), "later": _later(file)}
    cases = _cases(record, what)
    held = transcripts(file, cases)
    people = corrections(_said_later(file)[0])
    return {
        "schema": 1,
        "run": record.manifest.run,
        "conversations": [
            {
                "transcript": held[case].model_dump(mode="json"),
                "verdict": record.verdict(case).model_dump(mode="json"),
                **scores(record.verdict(case).experience),
                "corrections": [one.model_dump(mode="json") for one in people if one.case == case],
                "spent_after_first_break": _after(record, record.verdict(case)).model_dump(mode="json"),
            }
            for case in cases
        ],
    }


def _later(file: Path) -> dict[str, object]:
    """What was said of a run since, for a machine."""
    said, left_out = _said_later(file)
    return {
        "left_out": left_out,
        "judgements": [
            one.started.model_dump(mode="json") | {"at": one.at, "finished": one.ended is not None}
            for one in said
            if isinstance(one, Judgement)
        ],
        "corrections": [one.model_dump(mode="json") for one in corrections(said)],
    }
