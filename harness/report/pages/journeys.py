"""All journeys as a matrix of trials; one journey as its author's own document, with what became of each sentence."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from harness.criteria import Mark
from harness.history.since import Since
from harness.journey.nouns import Variation
from harness.plan.nouns import Plan, Reading
from harness.run import RunRecord
from harness.verdict.nouns import Outcome, SentenceResult, Verdict
from harness.verdict.trials import Trials, journey_over_trials, mark_of, over_trials

from ..terminal import has_failed
from ..words import count
from .lines import Line, Proof, Shown, line_of, of_variation, proof_of, sections
from .lines import mark_of as shown_mark
from .links import conversation_page, journey_page

RANKS = ("critical", "high", "medium", "low")


@dataclass(frozen=True, slots=True)
class Dot:
    """One conversation in the matrix."""

    page: str
    mark: str
    """pass, fail, cannot_tell, or invalid for one that nobody judged."""
    says: str


@dataclass(frozen=True)
class Row:
    """One variation of a journey with its trials."""

    variation: Variation
    dots: tuple[Dot, ...]
    trials: Trials


@dataclass(frozen=True)
class Card:
    """One journey in the matrix."""

    plan: Plan
    page: str
    mark: str
    """fail, varied, cannot_tell, invalid, not_run or pass."""
    word: str
    trials: Trials
    held: int
    conversations: int
    rows: tuple[Row, ...]
    errors: tuple[str, ...]
    critical: bool
    """Something critical broke."""
    new: int
    """Failures of what passed in the run before."""

    @property
    def rank(self) -> tuple[bool, int, bool, int]:
        """Where it stands: what broke anew first, then all that broke, the critical before the rest, then by risk."""
        order = ("fail", "varied", "not_run", "invalid", "cannot_tell", "pass")
        return not self.new, order.index(self.mark), not self.critical, RANKS.index(self.plan.settings.risk)


class Held:
    """The conversations of a run, found by journey and variation."""

    def __init__(self, record: RunRecord, instead: Mapping[tuple[str, str], Proof] | None = None) -> None:
        """`instead`: conversation and sentence -> what the agent said instead of what was looked for."""
        self.record = record
        self._instead = instead or {}
        self._of: defaultdict[str, list[tuple[Outcome, Verdict]]] = defaultdict(list)
        for outcome, verdict in zip(record.outcomes, record.verdicts, strict=True):
            self._of[outcome.journey].append((outcome, verdict))

    def instead(self, case: str, sentence: str) -> tuple[Proof, ...]:
        """What was said instead of what was looked for and not found; nothing where that is not the proof."""
        found = self._instead.get((case, sentence))
        return (found,) if found else ()

    def of(self, plan: Plan) -> Sequence[tuple[Outcome, Verdict]]:
        """Those of one journey that were planned; none for a plan that was not run, such as the second of a name."""
        return [one for one in self._of[plan.journey] if one[0].why == "fixed"] if plan.runnable else ()

    def bought(self, plan: Plan) -> tuple["Dot", ...]:
        """Those that were tried again, or bought for the decision: they are in no figure of their journey."""
        return tuple(dot(outcome) for outcome, _ in self._of[plan.journey] if outcome.why != "fixed")


def cards(held: Held, since: Since | None = None) -> list[Card]:
    """Every journey, the ones to look at first in front. `since`: the run before, where it is laid beside one."""
    new = Counter(one.journey for one in since.standing("new")) if since else Counter()
    found = (card(plan, held.of(plan), new[plan.journey]) for plan in held.record.plans)
    return sorted(found, key=lambda one: one.rank)


def card(plan: Plan, mine: Sequence[tuple[Outcome, Verdict]], new: int = 0) -> Card:
    """One journey in brief."""
    outcomes = [outcome for outcome, _ in mine]
    trials = journey_over_trials(outcomes)
    mark, word = _mark(plan, mine, trials)
    return Card(
        plan=plan,
        page=journey_page(plan.journey),
        mark=mark,
        word=word,
        trials=trials,
        held=trials.held,
        conversations=len(mine),
        rows=tuple(_row(row, [one for one in outcomes if one.variation == row.name]) for row in plan.variations),
        errors=tuple(f"{one.span} {one.code} {one.message}" for one in plan.complaints if one.severity == "error"),
        critical=any(outcome.critical for outcome in outcomes),
        new=new,
    )


def _mark(plan: Plan, mine: Sequence[tuple[Outcome, Verdict]], trials: Trials) -> tuple[str, str]:
    if not plan.runnable:
        return "not_run", "not run"
    if any(has_failed(verdict) for _, verdict in mine):
        return ("varied", "failed in some") if trials.held else ("fail", "failed")
    if any(outcome.validity != "valid" for outcome, _ in mine):
        return "invalid", "not judged"
    return ("cannot_tell", "undecided") if trials.standing == "unknown" else ("pass", "passed")


def _row(variation: Variation, outcomes: Sequence[Outcome]) -> Row:
    return Row(variation, tuple(map(dot, outcomes)), journey_over_trials(outcomes))


_DOT = {"pass": "passed", "fail": "failed", "cannot_tell": "could not be told", "invalid": "not judged"}


def dot(outcome: Outcome) -> Dot:
    """One conversation as a dot that leads to its page."""
    mark = mark_of(outcome) or "invalid"
    return Dot(conversation_page(outcome.case), mark, f"{outcome.case}: {_DOT[mark]}, {count(outcome.turns, 'turn')}")


# ---- one journey --------------------------------------------------------------------------------------------


def view(plan: Plan, held: Held, used: Mapping[tuple[str, str], int]) -> dict[str, Any]:
    """Everything that a journey's page shows. `used`: in how many conversations the customer carried a sentence out."""
    mine = held.of(plan)
    return {
        "card": card(plan, mine),
        "plan": plan,
        "sections": sections(plan, [(one, _line(plan, one, held, used)) for one in plan.readings]),
        "bought": held.bought(plan),
        "findings": _findings(mine),
        "complaints": [one for one in plan.complaints if one.severity != "info"],
    }


def _line(plan: Plan, reading: Reading, held: Held, used: Mapping[tuple[str, str], int]) -> Line:
    """One sentence over all conversations of its journey, with the proof of the worst of them."""
    mine = held.of(plan)
    found = [
        (one, result) for one, verdict in mine for result in verdict.sentences if result.sentence == reading.sentence.id
    ]
    if not found:
        times = used.get((plan.journey, reading.sentence.id), 0)
        bare = line_of(plan, reading, {}, _worst(mine), {})
        return replace(bare, mark="used", note=f"in {count(times, 'conversation')}") if times else bare
    trials = over_trials(result.result for _, result in found)
    outcome, shown = _telling(found, trials)
    line = line_of(plan, reading, {}, {reading.sentence.id: shown}, {})
    return replace(
        line,
        mark=_over_trials(reading, trials, [result.result for _, result in found], shown),
        proof=(*line.proof, *held.instead(outcome.case, reading.sentence.id)),
        trials=trials,
        turns=(),
        page=conversation_page(outcome.case),
        variation=outcome.variation,
    )


def _worst(mine: Sequence[tuple[Outcome, Verdict]]) -> dict[str, SentenceResult]:
    """Sentence -> its worst result, so that a line that only leads in to others shows what came of them."""
    order = ("fail", "cannot_tell", "not_exercised", "pass", "not_applicable")
    worst: dict[str, SentenceResult] = {}
    for _, verdict in mine:
        for one in verdict.sentences:
            if one.sentence not in worst or order.index(one.result) < order.index(worst[one.sentence].result):
                worst[one.sentence] = one
    return worst


def _telling(found: Sequence[tuple[Outcome, SentenceResult]], trials: Trials) -> tuple[Outcome, SentenceResult]:
    """The conversation that shows best what came of a sentence: the first of the worst, with its proof."""
    wanted: Mark = (
        "fail" if trials.broke else "cannot_tell" if trials.undecided else "pass" if trials.held else "not_exercised"
    )
    mine = [one for one in found if one[1].result == wanted] or list(found)
    return next((one for one in mine if one[1].evidence), mine[0])


def _over_trials(reading: Reading, trials: Trials, marks: Sequence[Mark], shown: SentenceResult) -> Shown:
    match trials.standing:
        case "varied":
            return "varied" if shown.level != "advisory" else "advisory"
        case "broke":
            return shown_mark(reading, "fail", shown.level)
        case "held":
            return shown_mark(reading, "pass")
    if trials.undecided:
        return "cannot_tell"
    return "not_exercised" if "not_exercised" in marks else "not_applicable"


@dataclass(frozen=True)
class Seen:
    """Something wrong that no sentence names, over the conversations of a journey."""

    criterion: str
    summary: str
    severity: str
    times: int
    page: str
    proof: tuple[Any, ...]


def _findings(mine: Sequence[tuple[Outcome, Verdict]]) -> list[Seen]:
    """By criterion: how many conversations, and the first of them with its proof."""
    found: dict[str, list[tuple[Outcome, Any]]] = {}
    for outcome, verdict in mine:
        for ruling in verdict.rulings:
            own = [one for one in ruling.findings if one.sentence is None]
            if own:
                found.setdefault(ruling.criterion, []).append((outcome, own[0]))
    return [
        Seen(
            criterion=criterion,
            summary=shown[0][1].summary,
            severity=shown[0][1].severity,
            times=len(shown),
            page=conversation_page(shown[0][0].case),
            proof=tuple(map(proof_of, shown[0][1].evidence)),
        )
        for criterion, shown in found.items()
    ]


__all__ = ["Card", "Dot", "Held", "Row", "Seen", "card", "cards", "dot", "of_variation", "view"]
