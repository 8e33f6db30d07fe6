"""One conversation, whole -> what its page shows: the transcript beside the author's sentences, linked both ways."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from harness.conversation.nouns import Transcript, Turn
from harness.judgement import Change, Correction, Judgement, compare
from harness.ledger import LedgerEntry, Totals, total
from harness.run import Conversation, RunRecord
from harness.target.nouns import Event
from harness.verdict.nouns import Evidence, Finding, ReadBy, Ruling, Verdict
from harness.verdict.standards import STANDARDS
from harness.verdict.trials import mark_of as mark_of_outcome

from .. import breaks, later
from ..again import command_for
from ..judging import by
from ..words import money, safe
from .lines import Line, Proof, Section, Shown, line_of, of_variation, proof_of, sections
from .links import journey_page, sentence_anchor
from .marked import Found, Kind, Marked, marked


@dataclass(frozen=True)
class Happened:
    """Something that the agent's system recorded, above the reply in which it happened."""

    id: str
    kind: str
    words: str
    """The call, or what was handed over."""
    came: str
    """What came back."""
    ok: bool
    to: str = ""
    """hand-off: the desk that it goes to."""
    desk: str = ""
    found: Found | None = None
    """What it proves."""


@dataclass(frozen=True)
class Said:
    """One turn: what the customer said, what the agent did and said, and what that took."""

    number: int
    customer: Marked
    act: str
    events: tuple[Happened, ...]
    reply: Marked
    desk: str
    seconds: float
    slow: float
    """Seconds as a share of the slowest turn."""
    tokens: int | None
    cost: str
    dear: float
    """Tokens as a share of the dearest turn."""
    touches: tuple[Line, ...]
    """The author's sentences that it bears on."""
    begins: bool
    """The first break."""
    downstream: bool
    loop: str
    """first, middle, last or only of a loop; empty outside one."""
    cut: bool


@dataclass(frozen=True)
class Unnamed:
    """Something wrong that no sentence of the author's names."""

    id: str
    summary: str
    criterion: str
    severity: str
    turn: int
    proof: tuple[Proof, ...]


@dataclass(frozen=True)
class Ruled:
    """One criterion over the conversation."""

    criterion: str
    mark: Shown
    says: str
    by: str


def view(whole: Conversation, said_later: Sequence[Judgement | Correction]) -> dict[str, Any]:
    """Everything that a conversation's page shows."""
    plan, verdict, transcript = whole.plan, whole.verdict, whole.transcript
    row = plan.variation(whole.started.variation)
    used: defaultdict[str, list[int]] = defaultdict(list)
    for turn in transcript.turns:
        for sentence in turn.customer.sentences:
            used[sentence].append(turn.number)
    results = {one.sentence: one for one in verdict.sentences}
    lines = [(one, line_of(plan, one, row.values, results, used)) for one in of_variation(plan, row.name)]
    found = tuple(_findings(verdict))
    first = verdict.first_break
    spent = _after(whole.entries, first.turn) if first else Totals()
    return {
        "case": verdict.case,
        "journey_page": journey_page(plan.journey),
        "again": command_for(whole.manifest, plan.file, verdict.case),
        "strip_figures": _figures(whole, [line for _, line in lines]),
        "plan": plan,
        "row": row,
        "started": whole.started,
        "outcome": whole.outcome,
        "verdict": verdict,
        "transcript": transcript,
        "result": mark_of_outcome(whole.outcome) or "invalid",
        "ending": transcript.ending.replace("_", " "),
        "sections": sections(plan, lines),
        "findings": found,
        "rulings": [_ruled(one) for one in verdict.rulings],
        "turns": _turns(transcript, [line for _, line in lines], found, whole, _loop(verdict.rulings)),
        "first": first,
        "first_said": breaks.said(first, spent) if first else (),
        "after": breaks.after(first, spent) if first else "",
        "reading": _reading(verdict.reading, {line.id: line for _, line in lines}),
        "slips": verdict.notes,
        "later": _later(whole, said_later),
        "labels": _labels([line for _, line in lines], verdict),
    }


def _figures(whole: Conversation, lines: Sequence[Line]) -> list[tuple[str, str, str]]:
    """What stands large above the conversation."""
    first, spent = whole.verdict.first_break, total(whole.entries)
    broke = sum(line.mark == "fail" for line in lines)
    tokens = f"{spent.tokens.total:,}" if spent.tokens.total else "not reported"
    return [
        (str(len(whole.transcript.turns)), "turns", ""),
        (str(sum(line.mark == "pass" for line in lines)), "sentences held", "t-pass"),
        (str(broke), "sentences broke", "t-fail" if broke else ""),
        (f"turn {first.turn}" if first else "none", "first break", "t-fail" if first else ""),
        (in_money(spent) or "no money", f"for {tokens} tokens", ""),
    ]


def _findings(verdict: Verdict) -> Iterable[Unnamed]:
    """What detectors found that no sentence of the author's names."""
    own = [one for ruling in verdict.rulings for one in ruling.findings if one.sentence is None]
    for number, one in enumerate(own, start=1):
        yield _finding(f"f-{number}", one)


def _finding(anchor: str, one: Finding) -> Unnamed:
    return Unnamed(anchor, one.summary, one.criterion, one.severity, one.turn, tuple(map(proof_of, one.evidence)))


def _ruled(ruling: Ruling) -> Ruled:
    says = STANDARDS[ruling.criterion].holds if ruling.result == "pass" else ruling.why
    return Ruled(ruling.criterion, ruling.result, says, by(ruling.by).strip(" []"))


# ---- the transcript -----------------------------------------------------------------------------------------


def _turns(
    transcript: Transcript,
    lines: Sequence[Line],
    findings: Sequence[Unnamed],
    whole: Conversation,
    loop: range,
) -> list[Said]:
    true = frozenset(one.sentence.id for one in whole.plan.readings if one.sentence.heading == "facts")
    quotes, events = _marks(whole.verdict, lines, findings, true)
    money_of = _charges(whole.entries)
    slowest = max((turn.reply.seconds for turn in transcript.turns), default=0.0) or 1.0
    dearest = max((_tokens(turn) or 0 for turn in transcript.turns), default=0) or 1
    first = whole.verdict.first_break
    return [
        Said(
            number=turn.number,
            customer=marked(turn.customer.text, quotes[turn.number, "customer"]),
            act=turn.customer.act.replace("_", " "),
            events=tuple(_happened(event, events) for event in turn.reply.events or ()),
            reply=marked(turn.reply.text, quotes[turn.number, "agent"]),
            desk=turn.reply.desk or "agent",
            seconds=turn.reply.seconds,
            slow=turn.reply.seconds / slowest,
            tokens=_tokens(turn),
            cost=money_of.get(turn.number, ""),
            dear=(_tokens(turn) or 0) / dearest,
            touches=tuple(line for line in lines if turn.number in line.turns),
            begins=first is not None and first.turn == turn.number,
            downstream=first is not None and first.turn < turn.number,
            loop=_in_loop(turn.number, loop),
            cut=turn.reply.cut,
        )
        for turn in transcript.turns
    ]


def _tokens(turn: Turn) -> int | None:
    return turn.reply.tokens.total if turn.reply.tokens else None


Marks = tuple[defaultdict[tuple[int, str], list[Found]], dict[str, Found]]


def _marks(verdict: Verdict, lines: Sequence[Line], findings: Sequence[Unnamed], true: frozenset[str]) -> Marks:
    """Every quote by turn and speaker, every event by its id, each with what it proves.

    `true`: the sentences that say what is true; words that agree with one are grounded.
    """
    quotes: defaultdict[tuple[int, str], list[Found]] = defaultdict(list)
    events: dict[str, Found] = {}

    def note(evidence: Evidence, kind: Kind, to: str, says: str) -> None:
        if evidence.kind == "quote":
            quotes[evidence.turn, evidence.speaker].append(Found(evidence.words, kind, to, says))
        elif evidence.kind == "event" and (evidence.event not in events or kind == "fail"):
            events[evidence.event] = Found("", kind, to, says)

    for finding, shown in zip(_own_findings(verdict), findings, strict=True):
        for evidence in finding.evidence:
            note(evidence, "fail", shown.id, f"{shown.criterion}: {shown.summary}")
    for line in lines:
        for evidence in line.result.evidence if line.result else ():
            if line.mark in ("fail", "pass"):
                kind: Kind = "fail" if line.mark == "fail" else "grounded" if line.id in true else "pass"
                note(evidence, kind, sentence_anchor(line.id), f"line {line.number} {line.word}: {line.text}")
    return quotes, events


def _own_findings(verdict: Verdict) -> list[Finding]:
    return [one for ruling in verdict.rulings for one in ruling.findings if one.sentence is None]


def _happened(event: Event, found: Mapping[str, Found]) -> Happened:
    inside = ", ".join(f"{key}={value}" for key, value in event.arguments.items())
    came = ", ".join(f"{key}={value}" for key, value in (event.result or {}).items())
    return Happened(
        id=event.id,
        kind=event.kind,
        words=inside if event.kind == "handoff" else f"{event.name}({inside})",
        came=came,
        ok=event.ok,
        to=event.name,
        desk=event.desk or "agent",
        found=found.get(event.id),
    )


def _charges(entries: Iterable[LedgerEntry]) -> dict[int, str]:
    """Turn -> what the agent cost in it, where every call of it has a price."""
    rows: defaultdict[int, list[LedgerEntry]] = defaultdict(list)
    for entry in entries:
        if entry.role == "target" and entry.turn is not None and not entry.waste:
            rows[entry.turn].append(entry)
    return {turn: _charge(mine) for turn, mine in rows.items()}


def _charge(rows: Sequence[LedgerEntry]) -> str:
    if len(rows) == 1 and (amount := rows[0].charge.amount) is not None:
        return money(amount, rows[0].charge.currency)
    return in_money(total(rows))


def in_money(spent: Totals) -> str:
    """What was spent, in every currency; `not priced` where a call has no price, empty where there was no call."""
    if spent.unpriced_calls:
        return "not priced"
    return " + ".join(money(amount, currency) for currency, amount in spent.money.items())


def _after(entries: Iterable[LedgerEntry], turn: int) -> Totals:
    return total(one for one in entries if one.role == "target" and one.turn is not None and one.turn > turn)


def _loop(rulings: Sequence[Ruling]) -> range:
    """The turns of the first certain loop: from the first one that is repeated to the last that is proof of it."""
    for ruling in rulings:
        if ruling.loop and ruling.result == "fail":
            last = max((one.turn for one in _proof_turns(ruling)), default=ruling.loop.start)
            return range(ruling.loop.start, max(last, ruling.loop.start) + 1)
    return range(0)


@dataclass(frozen=True)
class _At:
    turn: int


def _proof_turns(ruling: Ruling) -> Iterable[_At]:
    for finding in ruling.findings:
        yield _At(finding.turn)
        for one in finding.evidence:
            if one.kind != "absence" and one.turn:
                yield _At(one.turn)


def _in_loop(turn: int, loop: range) -> str:
    if turn not in loop:
        return ""
    if len(loop) == 1:
        return "only"
    return "first" if turn == loop[0] else "last" if turn == loop[-1] else "middle"


# ---- beside it ----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Asked:
    """One call of a model, and what it said to each question."""

    judge: str
    refused: str
    opinions: tuple[tuple[str, str, str], ...]
    """Question, verdict, reason."""


def _reading(reading: ReadBy | None, lines: Mapping[str, Line]) -> list[Asked]:
    def question(name: str) -> str:
        return f"line {lines[name].number}: {lines[name].text}" if name in lines else name

    return [
        Asked(
            vote.model or vote.judge,
            vote.refused or "",
            tuple((question(one.question), one.says.replace("_", " "), one.why) for one in vote.opinions),
        )
        for vote in (reading.votes if reading else ())
    ]


def _later(whole: Conversation, said: Sequence[Judgement | Correction]) -> list[str]:
    """What people corrected, and what later judgements say otherwise."""
    if not said:
        return []
    case = whole.outcome.case
    alone = RunRecord(
        folder="", manifest=whole.manifest, plans=(whole.plan,), verdicts=(whole.verdict,), outcomes=(whole.outcome,)
    )
    told = [later.in_words(alone, one) for one in said if isinstance(one, Correction) and one.case == case]
    for one in said:
        if isinstance(one, Judgement) and one.ended:
            told += [_changed(one, change) for change in compare(alone, {case: whole.verdict}, one.verdicts)]
    return told


def _changed(judgement: Judgement, change: Change) -> str:
    who = f"Judged again by {safe(judgement.started.judge)} on {judgement.at[:10]}"
    name = "a sentence" if change.what == "sentence" else change.name
    return f"{who}: {name} {change.was.replace('_', ' ')} → {change.now.replace('_', ' ')}, {safe(change.why)}"


def _labels(lines: Sequence[Line], verdict: Verdict) -> list[dict[str, str]]:
    """What a person may say is wrong: each criterion and each sentence that was judged, as a label names them."""
    criteria = [
        {"about": one.criterion, "criterion": one.criterion, "sentence": "", "was": one.result}
        for one in verdict.rulings
        if one.result != "not_applicable"
    ]
    return criteria + [
        {
            "about": f"line {line.number}: {line.text}",
            "criterion": line.result.criterion,
            "sentence": line.id,
            "was": line.result.result,
        }
        for line in lines
        if line.result and line.result.result in ("pass", "fail", "cannot_tell")
    ]


__all__ = ["Section", "in_money", "view"]
