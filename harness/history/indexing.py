"""A run's record -> what the index holds of it. The same file always gives the same rows."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from decimal import Decimal
from functools import partial, reduce
from operator import add
from pathlib import Path
from typing import Any

from harness.criteria import CRITERIA
from harness.kpi import Measure, Session, recorded_measures, sessions, views
from harness.ledger import LedgerEntry, Totals, total
from harness.plan.nouns import Plan
from harness.record import read, verify
from harness.record.line import dumps
from harness.run import RecordIncomplete, RunRecord, load
from harness.verdict.nouns import Absence, Evidence, Finding, Outcome, Quote, SentenceResult, Verdict
from harness.verdict.trials import mark_of

from .captured import captured_from
from .nouns import Cell, Failure, Figure, Guard, Indexed, JourneyRow, Mark, RunRow, Spending
from .things import things
from .traits import traits_of

BILLION = 10**9
MOST = 2**62
"""What a column of whole numbers holds: an agent may claim to have used any number of tokens."""
LONGEST = 300
"""Characters of words that are kept in the index; the record has them whole."""


def state_of(record: Path) -> str:
    """How a record stands: what tells, without reading it, that it is another one than before."""
    return f"{record.stat().st_size} bytes"


def index(file: Path) -> Indexed:
    """All that the index holds of the run with this record.

    Raises RecordIncomplete for a run that did not finish, or whose record is not whole: neither is one to compare with.
    """
    checked = verify(file)
    if not checked.ok or not checked.finished:
        why = checked.problems[0].sentence if checked.problems else "the run did not finish"
        raise RecordIncomplete(f"{file} is not indexed: {why}")
    record = load(file)
    run, decided = record.manifest.run, _decided(record)
    return Indexed(
        run=_run(record, file, checked.head),
        journeys=tuple(_journey(run, plan, record.outcomes) for plan in _each_once(record.plans)),
        figures=tuple(_figure(run, one) for one in _measures(record)),
        cells=tuple(_cells(run, record)),
        marks=tuple(_mark(run, *key, told) for key, told in decided.items()),
        failures=tuple(one for key, told in decided.items() if (one := _failure(run, *key, told))),
        guards=tuple(_guards(run, record.plans)),
        spending=tuple(_spending(run, record.entries)),
    )


def _from_to(file: Path) -> tuple[str, str]:
    """When a record's first and last events were written."""
    times = [event.at for event in read(file)]
    return times[0], times[-1]


def _run(record: RunRecord, file: Path, head: str) -> RunRow:
    manifest, decision = record.manifest, record.decision
    began, ended = _from_to(file)
    lasted = datetime.fromisoformat(ended) - datetime.fromisoformat(began)
    return RunRow(
        run=manifest.run,
        began=began,
        seconds=max(0, int(lasted.total_seconds())),
        kind="production" if manifest.recorded else "simulated",
        profile=manifest.profile or "",
        target=manifest.target,
        decision=decision.decision if decision else "",
        exit_code=decision.exit_code if decision else 0,
        conversations=len(record.outcomes),
        valid=len(_counted(record.outcomes)),
        things=_json(things(record)),
        prices=_json(manifest.prices.model_dump(mode="json")),
        budget=_json(manifest.budgets.model_dump(mode="json", exclude_none=True)) if manifest.budgets else "",
        head=head,
        state=state_of(file),
    )


def _counted(outcomes: Iterable[Outcome]) -> list[Outcome]:
    """The conversations that a rate may count: valid, and planned before the run."""
    return [one for one in outcomes if one.validity == "valid" and one.why == "fixed"]


def _each_once(plans: Sequence[Plan]) -> list[Plan]:
    """Of two journeys of one name the first: the other is not run."""
    return list({plan.journey: plan for plan in reversed(plans)}.values())[::-1]


def _journey(run: str, plan: Plan, outcomes: Sequence[Outcome]) -> JourneyRow:
    mine = [one for one in outcomes if one.journey == plan.journey]
    return JourneyRow(
        run=run,
        journey=plan.journey,
        title=_short(plan.title),
        file=plan.file,
        owner=_short(plan.settings.owner or ""),
        risk=plan.settings.risk,
        runnable=plan.runnable,
        valid=sum(1 for one in mine if one.validity == "valid"),
    )


# ---- figures and cells ----------------------------------------------------------------------------------------


def _measures(record: RunRecord) -> tuple[Measure, ...]:
    if record.manifest.recorded:
        return recorded_measures(record)
    return tuple(one for view in views(record) for one in view.measures)


def _figure(run: str, measure: Measure) -> Figure:
    return Figure(
        run=run,
        name=measure.name,
        value="" if measure.value is None else str(measure.value),
        n=min(measure.n, MOST),
        low=measure.interval.low if measure.interval else None,
        high=measure.interval.high if measure.interval else None,
        unit=measure.unit,
        note=measure.note or "",
    )


def _cells(run: str, record: RunRecord) -> Iterable[Cell]:
    groups: defaultdict[tuple[str, str, tuple[str, ...]], list[Session]] = defaultdict(list)
    for one in sessions(record):
        if one.counted and one.plan and one.row:
            traits = traits_of(one.plan, one.row, one.outcome.desk)
            groups[one.outcome.journey, one.outcome.variation, traits].append(one)
    for (journey, variation, traits), held in sorted(groups.items()):
        outcomes = [one.outcome for one in held]
        entries = [entry for one in held for entry in one.entries]
        answers = [entry for entry in entries if entry.role == "target" and entry.turn and entry.seconds]
        marks = Counter(map(mark_of, outcomes))
        yield Cell(
            run=run,
            journey=journey,
            variation=variation,
            traits=_json(list(traits)),
            held=len(held),
            passed=marks["pass"],
            failed=marks["fail"],
            due=sum(not one.other for one in held),
            resolved=sum(one.served for one in held),
            rulings=_json(_rulings(outcomes)),
            turns=sum(one.turns for one in outcomes),
            tokens=min(sum(one.tokens.total for one in outcomes), MOST),
            replies=len(answers),
            seconds=round(sum(entry.seconds for entry in answers), 6),
            billionths=_billionths(total(entries)),
        )


def _rulings(held: Sequence[Outcome]) -> dict[str, tuple[int, int]]:
    counts = {name: Counter(one.results.get(name) for one in held) for name in CRITERIA}
    return {name: (count["pass"] + count["fail"], count["fail"]) for name, count in counts.items()}


def _billionths(spent: Totals) -> int | None:
    """Money as a whole number; None where a call has no price, they were paid in several currencies, or it is more
    than money can be."""
    if spent.unpriced_calls or len(spent.money) != 1:
        return None
    billionths = int((next(iter(spent.money.values())) * BILLION).to_integral_value())
    return billionths if billionths <= MOST else None


def _spending(run: str, entries: Sequence[LedgerEntry]) -> Iterable[Spending]:
    groups: defaultdict[tuple[str, str, str, str, bool], list[LedgerEntry]] = defaultdict(list)
    for one in entries:
        groups[one.role, one.model or "", one.charge.certainty, one.charge.currency, one.waste].append(one)
    for (role, model, certainty, currency, wasted), mine in sorted(groups.items()):
        spent = total(mine)
        yield Spending(
            run=run,
            role=role,
            model=model,
            certainty=certainty,
            currency=currency,
            wasted=wasted,
            calls=spent.calls,
            unpriced=spent.unpriced_calls,
            tokens=_json(spent.tokens.model_dump(mode="json")),
            amount=str(reduce(add, spent.money.values(), Decimal(0))),
        )


# ---- sentences ------------------------------------------------------------------------------------------------

_Told = Callable[[], dict[str, Any]]
"""The fields that tell of a failure, worked out only where they are wanted."""


def _decided(record: RunRecord) -> dict[tuple[str, str], list[_Told | None]]:
    """Journey and what it is about -> one a conversation that decided it: how to tell of its failure, or None."""
    held = {one.case: one.journey for one in record.outcomes if one.validity == "valid"}
    found: defaultdict[tuple[str, str], list[_Told | None]] = defaultdict(list)
    for verdict in record.verdicts:
        if journey := held.get(verdict.case):
            for about, telling in _judged(verdict, record, journey):
                found[journey, about].append(telling)
    return dict(sorted(found.items()))


def _mark(run: str, journey: str, about: str, decided: Sequence[_Told | None]) -> Mark:
    failed = sum(1 for one in decided if one)
    return Mark(run, journey, about, failed, len(decided) - failed)


def _failure(run: str, journey: str, about: str, decided: Sequence[_Told | None]) -> Failure | None:
    first = next((one for one in decided if one), None)
    return Failure(run=run, journey=journey, about=about, **first()) if first else None


def _judged(verdict: Verdict, record: RunRecord, journey: str) -> Iterable[tuple[str, _Told | None]]:
    """Each thing that was decided of a conversation: its id, and how to tell of its failure if it failed."""
    for one in verdict.sentences:
        if one.level == "required" and one.result in ("pass", "fail"):
            failed = one.result == "fail"
            yield one.sentence, partial(_of_sentence, one, verdict, record, journey) if failed else None
    for ruling in verdict.rulings:
        loose = [finding for finding in ruling.findings if finding.sentence is None]
        if ruling.result == "pass" or (ruling.result == "fail" and loose):
            yield ruling.criterion, partial(_of_finding, loose, verdict) if ruling.result == "fail" else None


def _of_sentence(one: SentenceResult, verdict: Verdict, record: RunRecord, journey: str) -> dict[str, Any]:
    sentence = record.reading(journey, one.sentence).sentence
    return {
        "criterion": one.criterion,
        "severity": one.severity,
        "says": _short(sentence.text),
        "place": str(sentence.span),
        "example": verdict.case,
        "turn": one.turn,
        "words": _short(_proof(one.evidence)),
    }


def _of_finding(loose: Sequence[Finding], verdict: Verdict) -> dict[str, Any]:
    one = loose[0]
    return {
        "criterion": one.criterion,
        "severity": one.severity,
        "says": _short(one.summary),
        "place": "",
        "example": verdict.case,
        "turn": one.turn,
        "words": _short(_proof(one.evidence)),
    }


def _proof(evidence: Sequence[Evidence]) -> str:
    if not evidence:
        return ""
    first = evidence[0]
    if isinstance(first, Quote):
        return f"“{first.words}”"
    if isinstance(first, Absence):
        return f"not found: {first.looked_for}"
    return first.shows


def _guards(run: str, plans: Iterable[Plan]) -> Iterable[Guard]:
    for plan in plans:
        notes = (one.sentence.text for one in plan.readings if one.status == "note")
        for of_run, of_case in sorted({found for text in notes if (found := captured_from(text))}):
            yield Guard(run=run, journey=plan.journey, of_run=of_run, of_case=of_case)


def _short(text: str) -> str:
    plain = " ".join(text.split())
    return plain if len(plain) <= LONGEST else plain[: LONGEST - 1] + "…"


def _json(value: Any) -> str:
    return dumps(value).decode()
