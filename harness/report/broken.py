"""RunRecord -> what broke, once for each sentence or criterion: where it stands, what was expected, what was seen."""

from collections.abc import Iterator
from dataclasses import dataclass

from harness.criteria import CRITERIA, Criterion, Severity
from harness.journey.nouns import Span
from harness.plan.fill import fill_text
from harness.plan.nouns import Plan
from harness.run import RunRecord
from harness.verdict.nouns import Evidence, Finding, SentenceResult, Verdict
from harness.verdict.standards import STANDARDS

from .proofs import proof_words
from .words import inside, safe, shortened

RANKS: tuple[Severity, ...] = ("critical", "high", "medium", "low")
"""Worst first."""
LONGEST = 400
"""Characters of what was expected, and of what was seen."""


@dataclass(frozen=True)
class Broken:
    """A sentence that broke, or a criterion that failed without one, in one conversation or several."""

    criterion: Criterion
    severity: Severity
    file: str
    """As it was named: the folder of journeys is its beginning."""
    span: Span
    """The author's sentence; the journey's first line where none is meant."""
    sentence: str | None
    expected: str
    seen: str
    """Of the first of its conversations."""
    cases: tuple[str, ...]

    @property
    def says(self) -> str:
        """Expected and actual, in one line."""
        return f"expected: {self.expected} actual: {self.seen}"


def broken(record: RunRecord) -> list[Broken]:
    """All that broke, worst first, then in order of place. A sentence with slots is one for each way of filling it."""
    verdicts = {verdict.case: verdict for verdict in record.verdicts}
    found: dict[tuple[object, ...], Broken] = {}
    for outcome in record.outcomes:
        if outcome.validity == "valid":
            plan = record.plan(outcome.journey)
            for one in _of(record, plan, outcome.variation, verdicts[outcome.case]):
                key = (one.file, one.span.line, one.span.col, one.criterion, one.sentence, one.expected)
                before = found.get(key)
                cases = (*before.cases, outcome.case) if before else (outcome.case,)
                found[key] = Broken(**{**vars(before or one), "cases": cases})
    return sorted(found.values(), key=_place)


def in_case(record: RunRecord, plan: Plan, variation: str, verdict: Verdict) -> list[Broken]:
    """What broke in one conversation, worst first."""
    return sorted(_of(record, plan, variation, verdict), key=_place)


def _place(one: Broken) -> tuple[object, ...]:
    return (
        RANKS.index(one.severity),
        one.sentence is None,
        one.file,
        one.span.line,
        one.span.col,
        CRITERIA.index(one.criterion),
    )


def _of(record: RunRecord, plan: Plan, variation: str, verdict: Verdict) -> Iterator[Broken]:
    values = plan.variation(variation).values
    named = set()
    for result in verdict.sentences:
        if result.result == "fail" and result.level == "required":
            named.add(result.criterion)
            yield _sentence(record, plan, values, result, verdict.case)
    for ruling in verdict.rulings:
        bare = [finding for finding in ruling.findings if finding.sentence is None]
        if ruling.result == "fail" and (bare or ruling.criterion not in named):
            yield _criterion(record, plan, ruling.criterion, ruling.why, bare[0] if bare else None, verdict.case)


def _sentence(record: RunRecord, plan: Plan, values: dict[str, str], result: SentenceResult, case: str) -> Broken:
    sentence = record.reading(plan.journey, result.sentence).sentence
    never = "never: " if sentence.heading == "never" else ""
    return Broken(
        criterion=result.criterion,
        severity=result.severity,
        file=safe(inside(record.manifest.folder, sentence.span.file)),
        span=sentence.span,
        sentence=sentence.id,
        expected=shortened(f"{never}{safe(fill_text(sentence.text, values))}", LONGEST),
        seen=_seen(result.evidence, result.why),
        cases=(case,),
    )


def _criterion(
    record: RunRecord, plan: Plan, criterion: Criterion, why: str, finding: Finding | None, case: str
) -> Broken:
    return Broken(
        criterion=criterion,
        severity=finding.severity if finding else plan.settings.risk,
        file=safe(inside(record.manifest.folder, plan.file)),
        span=Span(file=plan.file, line=1, col=1, end_line=1, end_col=1),
        sentence=None,
        expected=f"{STANDARDS[criterion].holds}.",
        seen=_seen(finding.evidence, finding.summary) if finding else shortened(safe(why), LONGEST),
        cases=(case,),
    )


def _seen(evidence: tuple[Evidence, ...], why: str) -> str:
    proof = "; ".join(proof_words(one) for one in evidence[:2])
    return shortened(proof or safe(why), LONGEST)
