"""Limit + Transcript -> Held: bounds on turns, questions, repeats, hand-offs and waiting."""

from collections.abc import Callable, Sequence
from decimal import Decimal, InvalidOperation
from types import MappingProxyType

from harness.conversation.nouns import Ending, Transcript, Turn
from harness.conversation.slots import asked_slots
from harness.plan.nouns import Limit
from harness.text.acts import said
from harness.text.normal import content, normal

from .evidence import Held, last_number, quote
from .nouns import Evidence, Quote, Record
from .route import Desks, hops, same_desk, start

CUT_SHORT: tuple[Ending, ...] = ("loop_stop", "abandoned", "turn_limit")
"""Endings before the matter was through: what was kept so far says nothing of what would have come."""

Counted = tuple[tuple[int, Evidence | None], ...]
"""(turn, what shows it) of each thing counted, in order."""


def limit(item: Limit, transcript: Transcript, desks: Desks = MappingProxyType({})) -> Held:
    """The item over the whole transcript."""
    try:
        bound = item.bound
    except InvalidOperation:
        return Held("cannot_tell", f'"{item.value}" is no number')
    if item.metric == "seconds":
        return _seconds(item, bound, transcript.turns)
    if item.metric == "same_desk" and not transcript.exposes_events and start(transcript.turns) is None:
        return Held("cannot_tell", "the target shows neither desks nor hand-offs")
    counted = _COUNT[item.metric](transcript, desks)
    kept = len(counted) <= bound if item.op == "at_most" else len(counted) >= bound
    shown = f"{len(counted)} {_NAME[item.metric][len(counted) != 1]}"
    end = last_number(transcript.turns)
    tally = Record(event=f"count:{item.metric}", turn=end, shows=shown)
    proofs = tuple(one for _, one in counted if one)[-5:]
    if kept == (item.polarity == "must"):
        if _is_upper(item) and transcript.ending in CUT_SHORT:
            why = f"{shown}, but the conversation was cut short ({transcript.ending.replace('_', ' ')})"
            return Held("cannot_tell", why, (tally, *proofs))
        return Held("pass", shown, (tally, *proofs))
    over = counted[int(bound)][0] if item.op == "at_most" and len(counted) > bound >= 0 else end
    return Held("fail", f"{shown}; {_bound(item)}", (tally, *proofs), over)


def _bound(item: Limit) -> str:
    words = "at most" if _is_upper(item) else "at least"
    return f"{words} {item.value} {'allowed' if words == 'at most' else 'wanted'}"


def _is_upper(item: Limit) -> bool:
    """Whether the sentence bounds from above: "at most 8", or "never at least 9"."""
    return (item.op == "at_most") == (item.polarity == "must")


def _seconds(item: Limit, bound: Decimal, turns: Sequence[Turn]) -> Held:
    """The slowest reply. The measured time itself stays out of the evidence: it differs from run to run."""
    late = next((turn for turn in turns if Decimal(str(turn.reply.seconds)) > bound), None)
    kept = (late is None) == (item.op == "at_most")
    words = f"a reply took more than {item.value} seconds" if late else f"no reply took more than {item.value} seconds"
    shown = (Record(event="count:seconds", turn=late.number if late else last_number(turns), shows=words),)
    if kept == (item.polarity == "must"):
        return Held("pass", words, shown)
    return Held("fail", words, shown, late.number if late else last_number(turns))


# ---- counting -----------------------------------------------------------------------------------------------


def _turns(transcript: Transcript, _: Desks) -> Counted:
    return tuple((turn.number, None) for turn in transcript.turns)


def _questions(transcript: Transcript, _: Desks) -> Counted:
    return tuple((turn, shown) for turn, _, shown in asked(transcript.turns))


def _repeats(transcript: Transcript, _: Desks) -> Counted:
    before: set[tuple[str, ...]] = set()
    again = []
    for turn, what, shown in asked(transcript.turns):
        if what in before:
            again.append((turn, shown))
        before.add(what)
    return tuple(again)


def asked(turns: Sequence[Turn]) -> tuple[tuple[int, tuple[str, ...], Quote | None], ...]:
    """Each question of the agent: its turn, what it asks (slots, else its words in normal form), and its words."""
    found = []
    for turn in turns:
        for act in said(turn.reply.text):
            if act.act in ("ask", "confirm"):
                what = asked_slots(act.words) or (normal(act.words),)
                found.append((turn.number, what, quote(act.words, turn.number, "agent", turns)))
    return tuple(found)


def _handoffs(transcript: Transcript, desks: Desks) -> Counted:
    if transcript.exposes_events or start(transcript.turns) is not None:
        return tuple((hop.turn, hop.evidence) for hop in hops(transcript.turns, desks))
    return tuple(
        (turn.number, quote(act.words, turn.number, "agent", transcript.turns))
        for turn in transcript.turns
        if (act := next((act for act in said(turn.reply.text) if act.act == "hand_off"), None))
    )


def _offers(transcript: Transcript, _: Desks) -> Counted:
    """Each thing offered, once a turn; to look something up is no offer."""
    found: dict[tuple[int, tuple[str, ...]], Evidence | None] = {}
    for turn in transcript.turns:
        for act in said(turn.reply.text):
            if act.act == "offer" and act.action not in ("look_up", "verify"):
                shown = quote(act.words, turn.number, "agent", transcript.turns)
                found.setdefault((turn.number, content(act.words)), shown)
    return tuple((turn, shown) for (turn, _), shown in found.items())


def _same_desk(transcript: Transcript, desks: Desks) -> Counted:
    """The hand-offs to the desk that was reached most often."""
    moved = hops(transcript.turns, desks)
    groups = [[hop for hop in moved if same_desk(hop.desk, one.desk)] for one in moved]
    return tuple((hop.turn, hop.evidence) for hop in max(groups, key=len, default=[]))


_COUNT: dict[str, Callable[[Transcript, Desks], Counted]] = {
    "turns": _turns,
    "questions": _questions,
    "repeats": _repeats,
    "handoffs": _handoffs,
    "offers": _offers,
    "same_desk": _same_desk,
}
_NAME = {
    "turns": ("turn", "turns"),
    "questions": ("question", "questions"),
    "repeats": ("question asked again", "questions asked again"),
    "handoffs": ("hand-off", "hand-offs"),
    "offers": ("offer", "offers"),
    "same_desk": ("hand-off to the same desk", "hand-offs to the same desk"),
}
