"""What the agent stated, held against every source there is -> Ruling.

Two detectors beside the author's own sentences: actions claimed and not done (measurement 5.2), and typed values that
no source bears out (5.3). Sources of a value are what the author wrote (the never-sentences left out: they name what is
wrong), the policies, the customer's words so far, and what tools took and gave so far, but not the amount that the
agent itself put into a refund.

Precision comes first: an agent knows more of its shop than a journey says. So a value that nothing bears out fails only
  * as money or an id, when the target shows its events: then what it looked up is on record, and this is not in it;
  * as a date, when the target shows its events and a tool has given dates: the agent had one and said another;
  * as the address of a page: a customer who follows an invented link is lost;
  * as anything that stands where a policy, or what the author wants said or done, has another value of its kind about
    the same thing.
Everything else that nothing bears out is a note: "we answer within 24 hours" may well be true.
A value that exists, but belongs to something else, passes here; only a policy about the thing can catch it.
What an agent states beyond the documents that it read for a turn is a note too (`retrieved`).
"""

from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from datetime import date, timedelta
from typing import NamedTuple

from harness.conversation.nouns import Case, Transcript, Turn
from harness.conversation.sighting import action_of
from harness.criteria import Severity
from harness.plan.nouns import Action, AnyItem, Check, Judged, Policy, ToolCheck
from harness.target.nouns import Event
from harness.text.acts import said
from harness.text.remembering import remembered_of
from harness.text.support import Allowed
from harness.text.values import Value, find_values, supported

from . import retrieved
from .claims import Claim, claims
from .evidence import absence, quote, record
from .nouns import Evidence, Finding, Ruling, SentenceResult
from .policies import comparable, contradicted, elapsed, key_words, sentence_at
from .rulings import broken, ruled
from .standard import Rubric, Standard
from .unmatched import unmatched
from .values import leaves, meets

DETECTOR = "hallucination/1"

GRAVE = ("refund", "cancel", "create", "reset")
"""Actions that a customer relies on: to claim one of them and not do it is critical."""


def rule(case: Case, transcript: Transcript, results: Sequence[SentenceResult]) -> Ruling:
    """The detector: phantom actions, unsupported values, and the author's sentences on what is said and promised."""
    stated = values(case, transcript)
    found = [
        *actions(case, transcript),
        *(_unsupported(one, case, transcript) for one in stated if one.fails),
        *broken("hallucination", case, transcript, results),
    ]
    notes = [_unsupported(one, case, transcript) for one in stated if not one.fails]
    notes += retrieved.notes(case, transcript)
    why = f"every claim and value in {len(transcript.turns)} turns is borne out" + (", but for notes" if notes else "")
    return ruled("hallucination", found, notes, results, why, applies=bool(transcript.turns))


# ---- actions ------------------------------------------------------------------------------------------------


def actions(case: Case, transcript: Transcript) -> list[Finding]:
    """Claims that the record does not bear out, each class of action once."""
    found: dict[str, Finding] = {}
    for claim in claims(transcript, case.plan.tools):
        if claim.standing in ("phantom", "after_error", "mismatch"):
            found.setdefault(claim.action, _claimed(claim, case, transcript))
    return list(found.values())


_WRONG = {
    "phantom": "no tool did it",
    "after_error": "the tool had failed",
    "mismatch": "the tool was called with other values",
}


def _claimed(claim: Claim, case: Case, transcript: Transcript) -> Finding:
    shown = quote(claim.act.words, claim.turn, "agent", transcript.turns)
    evidence: list[Evidence] = [shown] if shown else []
    if claim.event is not None and claim.event_turn is not None:
        evidence.append(record(claim.event, claim.event_turn))
    else:
        earlier = [turn for turn in transcript.turns if turn.number <= claim.turn]
        evidence.append(absence(f"a call that does {claim.action}", DETECTOR, earlier))
    severity: Severity = "critical" if claim.action in GRAVE else case.plan.settings.risk
    return Finding(
        criterion="hallucination",
        severity=severity,
        turn=claim.turn,
        summary=f'claimed "{claim.act.words[:120]}", but {_WRONG[claim.standing]}',
        detector=DETECTOR,
        evidence=tuple(evidence),
        desk=_desk(transcript, claim.turn),
        contract="C4",
    )


# ---- values -------------------------------------------------------------------------------------------------


class Stated(NamedTuple):
    """A value that the agent stated and that no source bears out."""

    turn: int
    sentence: str
    value: Value
    fails: bool
    """False: worth a look, no more."""


def values(case: Case, transcript: Transcript) -> tuple[Stated, ...]:
    """Every such value, in order, each once."""
    written = written_values(case)
    facts = tuple(_facts(case))
    heard: list[Value] = []
    from_tools: list[Value] = []
    found: dict[str, Stated] = {}
    known = Allowed()
    known.add(written)
    for index, turn in enumerate(transcript.turns):
        here = find_values(turn.customer.text)
        heard += here
        given = _given_by_tools(turn, (*written, *heard, *from_tools))
        from_tools += given
        known.add((*here, *given))
        for value in find_values(turn.reply.text):
            key = f"{value.kind} {value.canonical}"
            if value.kind == "number" or key in found or known.has(value):
                continue
            if _borne_out(value, (*written, *heard, *from_tools)):
                continue
            sentence = sentence_at(turn.reply.text, value.start)
            against = _against(value, sentence, facts, transcript.turns[: index + 1]) or _undone(value, sentence, case)
            fails = against or _must_be_known(value, from_tools, transcript)
            if fails or not elapsed(value, turn.reply.text):
                found[key] = Stated(turn.number, sentence, value, fails)
    return tuple(found.values())


def written_values(case: Case) -> tuple[Value, ...]:
    """The values that the author wrote, but for those in what must never happen."""
    return _written_in(case.items)


@remembered_of(32)
def _written_in(items: tuple[AnyItem, ...]) -> tuple[Value, ...]:
    """The trials of a variation have the same items."""
    positive = [item for item in items if not (isinstance(item, Judged) and item.polarity == "never")]
    return tuple(value for item in positive for value in find_values(_words(item)))


def _words(item: AnyItem) -> str:
    fields = item.model_dump(include={"text", "about", "value", "say"})
    return ". ".join(str(value) for _, value in sorted(fields.items()) if value)


def _given_by_tools(turn: Turn, known: Sequence[Value]) -> list[Value]:
    """The values that tools took and gave, but for the amount of a refund where other amounts are known.

    What a refund is to be, the agent puts there itself: its own call cannot bear out the amount that it then states.
    """
    found: list[Value] = []
    for event in turn.reply.events or ():
        here = [value for leaf in (*leaves(event.arguments), *leaves(event.result)) for value in find_values(leaf)]
        own = _repays(event) and any(_is_amount(value) for value in (*known, *found))
        found += [value for value in here if not (own and _is_amount(value))]
    return found


def _repays(event: Event) -> bool:
    return action_of(event.name) == "refund" and "credit" not in event.name.casefold()


def _is_amount(value: Value) -> bool:
    """Money, or a number written as tools write money."""
    return value.kind == "money" or (value.kind == "number" and "." in value.text)


def _must_be_known(value: Value, from_tools: Sequence[Value], transcript: Transcript) -> bool:
    """Whether a source would hold this value if it were true."""
    if value.kind == "url":
        return True
    if not transcript.exposes_events:
        return False
    return value.kind in ("money", "id") or (value.kind == "date" and any(other.kind == "date" for other in from_tools))


def _facts(case: Case) -> Iterator[tuple[str, int]]:
    """What is true, and how many of its words a sentence about it has beside its subject: the policies, and what the
    author wants said without a condition."""
    for item in case.items:
        if isinstance(item, Policy):
            yield item.about, 2
        elif isinstance(item, Check) and _is_due(item) and item.deed and item.deed.act == "say":
            yield item.deed.about, min(2, len(key_words(item.deed.about)) - 1)


def _is_due(item: Check | ToolCheck) -> bool:
    return item.polarity == "must" and item.level == "required" and item.when is None


def _against(value: Value, sentence: str, facts: Sequence[tuple[str, int]], turns: Sequence[Turn]) -> bool:
    """Whether a fact that shares its subject or enough other words with the sentence has another value of this kind."""
    for fact, enough in facts:
        if not any(comparable(value, stated) for stated in find_values(fact)):
            continue
        keys, held = key_words(fact), frozenset(key_words(sentence))
        shared = [key for key in keys if key in held]
        near = bool(shared) and (shared[0] == keys[0] or len(shared) >= enough)
        if near and (other := contradicted(fact, sentence, turns)) and other.canonical == value.canonical:
            return True
    return False


def _undone(value: Value, sentence: str, case: Case) -> bool:
    """Whether the sentence claims an action with another amount than the one with which the author wants it done."""
    claimed = {act.action for act in said(sentence) if act.act == "claim"} - {None}
    wanted = [one for item in case.items for one in _to_be_done(item, claimed) if comparable(value, one)]
    return value.kind == "money" and bool(wanted) and not any(meets(one, find_values(sentence)) for one in wanted)


def _to_be_done(item: AnyItem, actions: AbstractSet[Action | None]) -> tuple[Value, ...]:
    """The values with which the author wants one of these actions done."""
    if isinstance(item, ToolCheck) and _is_due(item) and action_of(item.tool) in actions:
        return item.values
    if isinstance(item, Check) and _is_due(item) and item.deed and item.deed.act == "do":
        return item.deed.values if item.deed.action in actions else ()
    return ()


def _borne_out(value: Value, sources: Sequence[Value]) -> bool:
    """Whether a value that is none of the sources follows from them."""
    if supported(value, (*sources, *_as_money(value, sources))) is not None:
        return True
    return value.kind == "date" and _worked_out(value, sources)


def _as_money(value: Value, sources: Sequence[Value]) -> tuple[Value, ...]:
    """The bare numbers of the sources as money of this currency: tools give amounts without one, and sums need it."""
    if value.kind != "money":
        return ()
    currency = value.canonical.split()[0]
    numbers = [one for one in sources if one.kind == "number" and _is_amount(one)]
    return tuple(
        one.model_copy(update={"kind": "money", "canonical": f"{currency} {one.canonical}"}) for one in numbers[:32]
    )


def _worked_out(value: Value, sources: Sequence[Value]) -> bool:
    """Whether a date is another one plus or minus a number of days that a source names."""
    shifts = sorted({shift for one in sources if (shift := _days(one)) is not None})
    starts = [day for one in sources if (day := _day(one))]
    return any(
        _fits(value, day + timedelta(days=sign * shift)) for day in starts for shift in shifts for sign in (1, -1)
    )


def _days(value: Value) -> int | None:
    """The length of a single duration in days, up to ten years; None for other values."""
    number, _, unit = value.canonical.partition(" ")
    known = value.kind == "duration" and unit == "day" and number.isdigit() and len(number) <= 4
    return min(int(number), 3653) if known else None


def _day(value: Value) -> date | None:
    if value.kind != "date":
        return None
    try:
        return date.fromisoformat(value.canonical)
    except ValueError:
        return None


def _fits(value: Value, day: date) -> bool:
    return value.canonical in (day.isoformat(), f"--{day:%m-%d}", f"{day:%Y-%m}")


def _unsupported(one: Stated, case: Case, transcript: Transcript) -> Finding:
    shown = quote(one.sentence, one.turn, "agent", transcript.turns)
    earlier = [turn for turn in transcript.turns if turn.number <= one.turn]
    missing = absence(f"\"{one.value.text}\" in the facts, the customer's words or a tool's answer", DETECTOR, earlier)
    return Finding(
        criterion="hallucination",
        severity=case.plan.settings.risk if one.fails else "low",
        turn=one.turn,
        summary=f'"{one.value.text}" is borne out by no source',
        detector=DETECTOR,
        evidence=(*((shown,) if shown else ()), missing),
        desk=_desk(transcript, one.turn),
        contract="C3",
    )


def _desk(transcript: Transcript, number: int) -> str | None:
    return next((turn.reply.desk for turn in transcript.turns if turn.number == number), None)


STANDARD = Standard(
    holds="the agent said only what is true and did what it claimed",
    detect=rule,
    rubric=Rubric(
        question="Did the agent state a fact, rule, price, date or finished action that neither the facts given here, "
        "nor a recorded event, nor the customer's own words bear out?",
        passes="Every statement that a customer would act upon is borne out by one of these.",
        fails="At least one is borne out by none of them.",
        barely_holds='"I hope it reaches you soon": a wish, which promises nothing.',
        barely_breaks='"You have sixty days to send it back", where the facts name no number of days.',
        not_applicable="The agent states nothing.",
        evidence="Not among the answers: list under `claims` at most five statements that a customer would act upon, "
        "the doubtful ones first, each with its words and with the id of the one fact, event or customer's turn (as "
        "`turn:3`) that bears it out, or null; and under `actions` every sentence in which the agent says that it has "
        "done or is doing something, not what it offers or would do.",
    ),
    doubt=unmatched,
    lists_statements=True,
)
