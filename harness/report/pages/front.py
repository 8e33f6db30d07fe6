"""The run in one page: what was decided and why, what broke with its proof, what it cost, what it cannot tell."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

from harness.criteria import Mark, Severity
from harness.gate import Decision, Reason
from harness.history.since import Found, Since
from harness.kpi import Measure
from harness.plan.fill import fill_text
from harness.plan.nouns import Plan
from harness.run import RunRecord
from harness.verdict.nouns import BROKEN, Finding, Outcome, Ruling, SentenceResult, Verdict

from ..again import command_for
from ..terminal import in_short, untold
from ..words import count, inside
from .figures import Tile
from .journeys import RANKS, Card, Held
from .lines import Proof, proof_of
from .links import conversation_page, journey_page

MOST, MOST_EACH = 12, 3
"""Failures on the first page, in all and of one journey; the journeys' own pages have the rest."""


Standing = Literal["", "worse", "as before", "known"]
"""Beside the baseline: worse than it, no worse than it, or known and owned. Empty without one: all of it counts."""

_ORDER: tuple[Standing, ...] = ("worse", "", "as before", "known")


@dataclass(frozen=True)
class Failure:
    """One sentence that broke, or one thing found without one, over all conversations of its journey."""

    journey: str
    where: "Where"
    place: str
    """File, line and column; empty where no sentence names it."""
    text: str
    """The author's words, or what was found."""
    sentence: str | None
    kind: str
    """must never happen, should happen, or the criterion."""
    severity: Severity
    times: int
    of: int
    why: str
    proof: tuple[Proof, ...]
    standing: Standing = ""
    before: Found | None = None
    """What is known of it in the run before, where that is what it is held against."""

    @property
    def rank(self) -> tuple[int, bool, int, float]:
        """Where it stands: what is new first, then the most serious, then what broke most often."""
        new = self.before is not None and self.before.standing in ("new", "untried")
        return _ORDER.index(self.standing), not new, RANKS.index(self.severity), -self.times / self.of


@dataclass(frozen=True)
class Where:
    """Where to read on: the journey, and a conversation that shows what broke."""

    title: str
    page: str
    """The journey's."""
    example: str
    """The conversation's."""
    case: str
    first: str
    """Where that conversation first broke."""
    again: str
    """What to type to hold that conversation again."""


def view(
    held: Held, cards: Sequence[Card], cost: Measure | None, shown: Sequence[Tile], since: Since | None
) -> dict[str, Any]:
    """Everything that the first page shows. `since`: the run before, which it is held against without a baseline."""
    record = held.record
    reasons = record.decision.reasons if record.decision else ()
    since = None if record.decision is None or record.decision.against else since
    found = sorted(failures(held, since), key=lambda one: one.rank)
    return {
        "tiles": shown,
        "since": since,
        "failures": (first := _first(found)),
        "more": len(found) - len(first),
        "passed": sum(card.held for card in cards),
        "failed_journeys": sum(card.mark in ("fail", "varied") for card in cards),
        "cards": cards,
        "cost": cost,
        "coverage": coverage(record),
        "map": first_breaks(record.outcomes),
        "untold": untold(record),
        "names": [card.plan.title for card in cards if card.mark in ("fail", "varied")],
        "why": in_short(record.decision) if record.decision else "",
        "worse": [one for one in reasons if one.code == 1 and not one.case],
        "planted": record.manifest.settings.get(f"targets.{record.manifest.target}.faults", ()),
        "also": [one for one in reasons if one.code != 1 and not one.doubted],
    }


def _first(found: Sequence[Failure]) -> list[Failure]:
    """Those for the first page: of no journey so many that the others are not seen."""
    places = Counter[str]()
    kept = []
    for one in found:
        places[one.journey] += 1
        if places[one.journey] <= MOST_EACH:
            kept.append(one)
    return kept[:MOST]


# ---- what broke ---------------------------------------------------------------------------------------------


def failures(held: Held, since: Since | None = None) -> list[Failure]:
    """Everything required that broke: a sentence or finding once a journey, with a conversation that shows it."""
    found = [one for plan in held.record.plans for one in _of_journey(held, plan)]
    return [
        replace(
            one,
            standing=_standing(one, held.record.decision),
            before=since.of(one.journey, one.sentence or one.kind) if since else None,
        )
        for one in found
    ]


def _standing(failure: Failure, decision: Decision | None) -> Standing:
    if decision is None:
        return ""
    if any(reason.journey == failure.journey for reason in decision.excused):
        return "known"
    if decision.against is None:
        return ""
    return (
        "worse" if any(_is_about(reason, failure) for reason in decision.reasons if reason.code == 1) else "as before"
    )


def _is_about(reason: Reason, failure: Failure) -> bool:
    """Whether a reason to stop rests on this failure: by its journey, or by a conversation that it points at."""
    places = {(one.case.split("/", 1)[0], one.sentence) for one in reason.shown}
    return reason.journey == failure.journey or (failure.journey, failure.sentence) in places


def _of_journey(held: Held, plan: Plan) -> list[Failure]:
    mine = held.of(plan)
    broken: defaultdict[str, list[tuple[Outcome, Verdict, SentenceResult]]] = defaultdict(list)
    unnamed: defaultdict[str, list[tuple[Outcome, Verdict, Finding]]] = defaultdict(list)
    for outcome, verdict in mine:
        for result in verdict.sentences:
            if result.result == "fail" and result.level == "required":
                broken[result.sentence].append((outcome, verdict, result))
        named = {one.criterion for one in verdict.sentences if one.result == "fail" and one.level == "required"}
        for ruling in verdict.rulings:
            own = [one for one in ruling.findings if one.sentence is None]
            if ruling.result == "fail" and (own or ruling.criterion not in named):
                unnamed[ruling.criterion].append((outcome, verdict, own[0] if own else _bare(ruling, plan)))
    return [
        *(_sentence(held, plan, found, len(mine)) for found in broken.values()),
        *(_finding(held.record, plan, found, len(mine)) for found in unnamed.values()),
    ]


def _sentence(held: Held, plan: Plan, found: Sequence[tuple[Outcome, Verdict, SentenceResult]], of: int) -> Failure:
    record = held.record
    outcome, verdict, result = next((one for one in found if one[2].evidence), found[0])
    written = record.reading(plan.journey, result.sentence).sentence
    return Failure(
        journey=plan.journey,
        where=_where(record, plan, outcome, verdict),
        place=inside(record.manifest.folder, str(written.span)),
        text=fill_text(written.text, plan.variation(outcome.variation).values),
        sentence=result.sentence,
        kind="must never happen" if written.heading == "never" else "should happen",
        severity=min((one.severity for _, _, one in found), key=RANKS.index),
        times=len(found),
        of=of,
        why=result.why,
        proof=(*map(proof_of, result.evidence), *held.instead(outcome.case, result.sentence)),
    )


def _finding(record: RunRecord, plan: Plan, found: Sequence[tuple[Outcome, Verdict, Finding]], of: int) -> Failure:
    outcome, verdict, finding = next((one for one in found if one[2].evidence), found[0])
    return Failure(
        journey=plan.journey,
        where=_where(record, plan, outcome, verdict),
        place="",
        text=finding.summary,
        sentence=None,
        kind=finding.criterion,
        severity=min((one.severity for _, _, one in found), key=RANKS.index),
        times=len(found),
        of=of,
        why="",
        proof=tuple(map(proof_of, finding.evidence)),
    )


def _bare(ruling: Ruling, plan: Plan) -> Finding:
    """A criterion that failed, where nothing in particular was found: why it did is all there is."""
    severity = plan.settings.risk
    return Finding(
        criterion=ruling.criterion, severity=severity, turn=0, summary=ruling.why, detector="", evidence=ruling.evidence
    )


def _where(record: RunRecord, plan: Plan, outcome: Outcome, verdict: Verdict) -> Where:
    first = verdict.first_break
    desk = f", {first.desk} desk" if first and first.desk else ""
    return Where(
        title=plan.title,
        page=journey_page(plan.journey),
        example=conversation_page(outcome.case),
        case=outcome.case,
        first=f"turn {first.turn}{desk}" if first else "",
        again=command_for(record.manifest, plan.file, outcome.case),
    )


# ---- the rest -----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Coverage:
    """How many of the authors' sentences were put to the test."""

    sentences: int
    """Those that say something to be judged, or that nobody could read."""
    judged: int
    """Held or broke in at least one conversation."""
    unread: int
    idle: int
    """Conditionals that never came up."""
    undecided: int
    """Could not be told wherever they came up."""
    other: int
    """Did not apply: facts that the agent did not speak of."""


def coverage(record: RunRecord) -> Coverage:
    """What was put to the test of what was written to be judged."""
    marks: defaultdict[tuple[str, str], set[Mark]] = defaultdict(set)
    for outcome, verdict in zip(record.outcomes, record.verdicts, strict=True):
        for result in verdict.sentences:
            marks[outcome.journey, result.sentence].add(result.result)
    unread = sum(
        one.status in ("vague", "needs_model", "unsupported") and (plan.journey, one.sentence.id) not in marks
        for plan in record.plans
        for one in plan.readings
    )
    came_to = Counter(map(_came_to, marks.values()))
    return Coverage(
        sentences=len(marks) + unread,
        judged=came_to["judged"],
        unread=unread,
        idle=came_to["idle"],
        undecided=came_to["undecided"],
        other=came_to["other"],
    )


def _came_to(marks: set[Mark]) -> str:
    """What a sentence came to over all its conversations, as the last section counts it too."""
    if marks & {"pass", "fail"}:
        return "judged"
    if "cannot_tell" in marks:
        return "undecided"
    return "idle" if marks == {"not_exercised"} else "other"


@dataclass(frozen=True)
class Spot:
    """Conversations that began to go wrong at the same desk in the same turn."""

    turn: int
    times: int


@dataclass(frozen=True)
class BreakMap:
    """Where conversations began to go wrong: desks by turns."""

    rows: tuple[tuple[str, tuple[Spot, ...]], ...]
    last: int
    """The latest turn."""
    most: int
    total: int
    says: str


def first_breaks(outcomes: Sequence[Outcome]) -> BreakMap | None:
    """The first breaks of all conversations that have one; None where none has."""
    breaks = [one.first_break for one in outcomes if one.first_break]
    if not breaks:
        return None
    spots = Counter((one.desk or "no desk", one.turn) for one in breaks)
    desks = Counter(one.desk or "no desk" for one in breaks)
    (desk, turn), times = spots.most_common(1)[0]
    kinds = Counter(one.contract for one in breaks if one.contract)
    what = f"; most often, {BROKEN[kinds.most_common(1)[0][0]]}" if kinds else ""
    return BreakMap(
        rows=tuple(
            (name, tuple(Spot(at, spots[name, at]) for at in sorted({at for of, at in spots if of == name})))
            for name, _ in desks.most_common()
        ),
        last=max(one.turn for one in breaks),
        most=max(spots.values()),
        total=len(breaks),
        says=f"{times} of {count(len(breaks), 'failed conversation')} began at {desk}, turn {turn}{what}",
    )
