"""`harness calibrate`: how far a judge can be relied on, from people's labels or from the canaries."""

import asyncio
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import partial
from hashlib import sha256
from pathlib import Path

from harness.assurance import of_ours, recorded_case
from harness.calibration import telling
from harness.calibration.canaries import Answered, answered, canaries, drift, set_digest
from harness.calibration.file import NAME, read_calibration, write_calibration
from harness.calibration.judging import Bench, seated
from harness.calibration.labels import read_labels
from harness.calibration.measure import Told, measure
from harness.calibration.nouns import Calibrated, Calibration, CanaryAnswers, JudgeId, Label
from harness.calibration.spoken import Spoken, conversation
from harness.conversation.nouns import Case, Transcript
from harness.ledger import total
from harness.preparing.allowance import UNPAID, allowing
from harness.preparing.casting import open_judges
from harness.preparing.places import here, reports_at
from harness.record import resolve
from harness.report.terminal import role_cost
from harness.report.words import count, wrapped
from harness.run import RunRecord, load, transcripts
from harness.trouble import Trouble
from harness.verdict.nouns import Outcome

from .labelling import label_run
from .options import Format
from .printing import say, say_json

STEADY, ALARM = 0, 5
"""5 is what a gate says that cannot rely on its judge (design 7)."""


@dataclass(frozen=True)
class Wanted:
    """What was asked for on the command line."""

    labels: Path | None
    judge: str | None
    run: str | None
    canaries: bool
    approve: bool
    label: str | None
    out: Path | None
    labeller: str
    reports: Path | None
    budget: str | None = None


def calibrate_judge(wanted: Wanted, format: Format) -> int:  # noqa: A002
    """Do the one of the three that was asked for. Raises Trouble when it was none, or more than one."""
    if [wanted.labels is not None, wanted.canaries, wanted.label is not None].count(True) != 1:
        raise Trouble(
            "say one of three: harness calibrate labels.jsonl, harness calibrate --canaries,"
            " or harness calibrate --label last -o labels.jsonl"
        )
    if wanted.approve and not wanted.canaries:
        raise Trouble("--approve goes with --canaries: harness calibrate --canaries --approve")
    if wanted.out and wanted.label is None:
        raise Trouble("--out goes with --label: harness calibrate --label last --out labels.jsonl")
    if wanted.label is not None:
        return label_run(wanted.label, wanted.out, wanted.labeller, wanted.reports)
    if wanted.labels is None:
        return calibrate_canaries(wanted, format)
    return calibrate_labels(wanted, wanted.labels, format)


@contextmanager
def _seated(wanted: Wanted, reports: Path) -> Iterator[Bench]:
    """Whoever was asked for, else whom the settings name. Raises Trouble when one of them cannot be had."""
    settings = allowing(here(), wanted.budget)
    judges, prices, clock = open_judges(settings, wanted.judge), settings.price_book, partial(datetime.now, UTC)
    with (
        of_ours(settings.budget, prices, reports, clock) as spending,
        seated(judges, prices, reports, clock, spending) as bench,
    ):
        yield bench


def _left_alone(bench: Bench, of: int, format: Format) -> int:  # noqa: A002
    """Say that the money did not suffice. Half a set tells nothing of a judge: calibration.json stays as it is."""
    unpaid = count(len(bench.unpaid), "conversation")
    why = f"{next(iter(bench.unpaid.values()))}: {unpaid} of {of} are not wholly judged"
    if format is Format.json:
        say_json({"schema": 1, "unpaid": bench.unpaid, "of": of})
    else:
        say([*wrapped(f"{NAME} stays as it is: {why}.", "  ", ""), *_cost(bench)])
    return UNPAID


def _cost(bench: Bench) -> list[str]:
    """What the judge's calls cost; nothing to say when none was made."""
    return [role_cost("judge", total(bench.entries))] if bench.entries else []


def _today() -> date:
    return datetime.now(UTC).date()


# ---- people's labels ----------------------------------------------------------------------------------------


def calibrate_labels(wanted: Wanted, labels: Path, format: Format) -> int:  # noqa: A002
    """Judge every labelled conversation, print judge against people, and keep it in calibration.json: 0.

    6 when the budget did not suffice: then nothing is kept.

    Raises Trouble when the labels, or a run that they name, cannot be read.
    """
    held, kept = read_labels(labels), read_calibration(Path(NAME))
    shelf = _Shelf(reports_at(wanted.reports, here()), labels.parent)
    with _seated(wanted, shelf.reports) as bench:
        told = _told(held, bench, shelf)
    if bench.unpaid:
        return _left_alone(bench, len({one.conversation for one in told}), format)
    names = [wanted.run] if wanted.run else sorted({one.run for one in held if one.run})
    pools, notes = _pools(names, bench.identity, shelf)
    result = Calibrated(
        judge=bench.identity,
        on=_today(),
        labels=len(held),
        labels_sha256=sha256(labels.read_bytes()).hexdigest(),
        criteria=measure(told, pools),
    )
    write_calibration(Path(NAME), Calibration(people=result, canaries=kept.canaries if kept else None))
    if format is Format.json:
        say_json({"schema": 1, **telling.labels_json(result), "notes": notes})
    else:
        say(
            [
                *telling.labels_text(result),
                *notes,
                *_cost(bench),
                f"Kept in {NAME}: commit it, and `harness run` goes by it.",
            ]
        )
    return STEADY


class _Shelf:
    """Stored runs, each read once."""

    def __init__(self, reports: Path, beside: Path) -> None:
        self.reports = reports
        self.beside = beside
        self.vocabulary = here().vocabulary
        self._runs: dict[str, tuple[RunRecord, dict[str, Transcript]]] = {}

    def run(self, name: str) -> tuple[RunRecord, dict[str, Transcript]]:
        """A run and its transcripts. Raises Trouble when there is no such run."""
        if name not in self._runs:
            file = resolve(self.reports, name, "run_started")
            self._runs[name] = load(file), transcripts(file)
        return self._runs[name]

    def conversation(self, label: Label) -> tuple[str, Case, Transcript]:
        """What a label is about: a key, the case and the transcript. Raises Trouble when the run has no such case."""
        if label.transcript is not None:
            spoken = Spoken.model_validate(label.transcript)
            key = sha256(f"{label.journey}\n{spoken.model_dump_json()}".encode()).hexdigest()[:16]
            name = "".join(mark if mark.isalnum() else "-" for mark in label.name or key)[:80]
            case, transcript = conversation(name, spoken, label.journey, self.vocabulary, self.beside)
            wrong = [one for one in case.plan.complaints if one.severity == "error"]
            if label.journey is not None and wrong:
                raise Trouble(f"the journey of the label '{label.name or key}' has an error: {wrong[0].message}")
            return key, case, transcript
        record, held = self.run(str(label.run))
        name = str(label.case)
        if name not in held or all(one.case != name for one in record.outcomes):
            raise Trouble(f"run {label.run} holds no conversation '{name}' that came to an end.")
        return f"{record.manifest.run} {name}", recorded_case(record, name), held[name]


def _told(held: Sequence[Label], bench: Bench, shelf: _Shelf) -> list[Told]:
    """Each label with its verdict; a conversation is judged once, however much was said of it."""
    found = [(label, *shelf.conversation(label)) for label in held]
    asked = {key: (case, transcript) for _, key, case, transcript in found}
    verdicts = asyncio.run(bench.verdicts(asked))
    return [Told(label, key, verdicts[key]) for label, key, _, _ in found]


def _pools(names: Sequence[str], who: JudgeId, shelf: _Shelf) -> tuple[list[Sequence[Outcome]], list[str]]:
    """The stored results of this judge whose rates can be corrected, and why those of other runs cannot."""
    pools: list[Sequence[Outcome]] = []
    notes = []
    simulated = any(shelf.run(name)[0].manifest.recorded is None for name in names)
    for name in names:
        record, _ = shelf.run(name)
        if record.manifest.recorded and simulated:
            notes.append(f"Run {name} holds recorded conversations: its rates are corrected alone, with --run {name}.")
        elif record.manifest.judge == who.says:
            pools.append(record.outcomes)
        else:
            notes.append(f"Run {name} was judged by {record.manifest.judge}: its rates are not corrected.")
    return pools, notes


# ---- canaries -----------------------------------------------------------------------------------------------


def calibrate_canaries(wanted: Wanted, format: Format) -> int:  # noqa: A002
    """Judge the canaries and compare with the answers that were approved; 5 when the judge has drifted.

    6 when the budget did not suffice: then nothing is kept.

    The first answers are kept in calibration.json as the approved ones, later ones only with `approve`: a judge that
    gets a little worse each week is compared with what it once was. An alarm stays open until then.
    """
    held = canaries()
    kept = read_calibration(Path(NAME)) or Calibration()
    with _seated(wanted, reports_at(wanted.reports, here())) as bench:
        verdicts = asyncio.run(bench.verdicts({one.id: one.held() for one in held}))
    if bench.unpaid:
        return _left_alone(bench, len(held), format)
    found, who = [answered(one, verdicts[one.id]) for one in held], bench.identity
    earlier = kept.canaries if kept.canaries and kept.canaries.set_sha256 == set_digest(held) else None
    moved = drift(found, earlier) if earlier else None
    alarm = None if wanted.approve or not moved else moved.alarm or _still_open(earlier, who)
    now = _answers(found, who, set_digest(held)) if wanted.approve or not earlier else earlier
    if alarm:
        now = now.model_copy(update={"judge": who, "alarm": alarm})
    if now != kept.canaries:
        write_calibration(Path(NAME), kept.model_copy(update={"canaries": now}))
    if format is Format.json:
        say_json({"schema": 1, **telling.canaries_json(found, who, moved, alarm)})
    else:
        say([*telling.canaries_text(found, who, moved, alarm), *_cost(bench)])
    return ALARM if alarm else STEADY


def _still_open(earlier: CanaryAnswers | None, who: JudgeId) -> str | None:
    return earlier.alarm if earlier and earlier.judge == who else None


def _answers(found: Sequence[Answered], who: JudgeId, digest: str) -> CanaryAnswers:
    return CanaryAnswers(
        judge=who,
        on=_today(),
        set_sha256=digest,
        correct=sum(not one.misses for one in found),
        of=len(found),
        answers={one.canary.id: one.said for one in found},
    )
