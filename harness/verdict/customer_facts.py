"""Part + Turns -> Faults in what the customer knows and accepts.

Invented (V3), unknown and told (V4), agreed to against their own goal (V8), two values for one thing (V11).
"""

import re
from collections.abc import Iterator, Sequence

from harness.conversation.nouns import Turn
from harness.conversation.slots import asked_slots, slot_of, slots_in, values_for
from harness.plan.nouns import Fact
from harness.text.acts import said
from harness.text.normal import negated, normal
from harness.text.sentences import split
from harness.text.support import Allowed
from harness.text.values import Value, find_values

from .evidence import turn_at
from .part import Fault, Improvised, Part, Shown, fault

# ---- V3: invented -------------------------------------------------------------------------------------------

_IDENTIFYING = ("id", "money", "date", "email", "phone", "postcode", "address", "url")
"""Kinds of values by which an agent would find or do something: to invent one spoils the conversation."""


def invented(part: Part, turns: Sequence[Turn]) -> Iterator[Fault]:
    """V3: typed values that neither the brief nor the agent had named. Where no brief was written, nothing is."""
    if not part.written:
        return
    allowed = Allowed()
    allowed.add(part.values)
    heard = 0
    for one in part.improvised(turns):
        for turn in turns[heard : one.turn.number - 1]:
            allowed.add(find_values(turn.reply.text))
        heard = max(heard, one.turn.number - 1)
        for value in find_values(one.text):
            if normal(value.text) not in part.plain_brief and allowed.grounds(value) is None:
                grave = value.kind in _IDENTIFYING
                yield fault("V3", "critical" if grave else "minor", one, f'made up "{value.text}"')


# ---- V4: unknown, and told ----------------------------------------------------------------------------------


def told_unknown(part: Part, turns: Sequence[Turn]) -> Iterator[Fault]:
    """V4: the customer gives a value that the author says they do not know: that value, or one for that slot."""
    for fact in part.facts:
        if fact.known:
            continue
        slot = slot_of(fact.key or "")
        slot = None if any(other.known and slot == slot_of(other.key or "") for other in part.facts) else slot
        for one in part.improvised(turns):
            literal = bool(fact.value) and normal(fact.value or "") in one.plain
            if literal or (slot and any(named == slot for named, _ in given(one, turns))):
                what = f"gave their {fact.key or 'value'}, which they do not know,"
                yield fault("V4", "critical_helped", one, what, fact.sentence)
                break


def given(one: Improvised, turns: Sequence[Turn]) -> Iterator[tuple[str, Value]]:
    """(slot, value) of what a message gives: each value of the right kind in a sentence that names one slot, or, where
    the agent had asked for one slot alone, in a sentence that names none. A sentence that denies gives nothing."""
    before = turn_at(turns, one.turn.number - 1)
    asked = asked_slots(before.reply.text) if before else ()
    for start, end in split(one.text):
        line = one.text[start:end]
        named = slots_in(line) or (asked if len(asked) == 1 else ())
        if len(named) == 1 and not negated(line) and len(found := _answers(named[0], line)) == 1:
            yield named[0], found[0]


_LIKE_A_NUMBER = re.compile(r"number\Z")


def _answers(slot: str, line: str) -> tuple[Value, ...]:
    """The values that answer for a slot; any id answers for a thing that is called a number."""
    if found := values_for(slot, line):
        return found
    return tuple(value for value in find_values(line) if value.kind == "id") if _LIKE_A_NUMBER.search(slot) else ()


# ---- V8: over-cooperation -----------------------------------------------------------------------------------

_AGREES = re.compile(
    r"^(?:oh |ok(?:ay)?,? |well,? )*(?:yes|yeah|yep|sure|please do|go ahead|that's (?:right|correct|it)|correct"
    r"|agreed)\b"
)


def accepted_against(part: Part, turns: Sequence[Turn]) -> Iterator[Fault]:
    """V8: the customer agrees to what contradicts their goal, or to another value than their own, without objecting."""
    replies = {turn.number: turn.reply.text for turn in turns}
    for one in part.improvised(turns):
        heard = replies.get(one.turn.number - 1, "")
        if not heard or part.willed(one.turn) or not _agrees(one):
            continue
        acts = said(heard)
        asked = [act for act in acts if act.act == "confirm"]
        put = next((act.words for act in acts if act.act in ("confirm", "offer", "ask")), "")
        against = bool(asked) and all(part.agenda.against(act) for act in asked)
        slot = part.agenda.misheard(asked[0].words if asked else put)
        if against or (slot and not _objects(slot, part, one)):
            what = "what they do not want" if against else f"another {slot} than theirs"
            number = one.turn.number
            shown: Shown = ((number - 1, "agent", heard), (number, "customer", one.text))
            yield Fault("V8", "critical_helped", number, f"the customer agreed to {what} at turn {number}", shown)
            return


def _agrees(one: Improvised) -> bool:
    return one.turn.customer.act == "agree" or bool(_AGREES.search(one.plain))


def _objects(slot: str, part: Part, one: Improvised) -> bool:
    """Whether the message gives the customer's own value, or says no."""
    own: Fact | None = part.agenda.keyed.get(slot)
    return negated(one.text) or bool(own and own.value and normal(own.value) in one.plain)


# ---- V11: two values for one thing --------------------------------------------------------------------------


def contradicted(part: Part, turns: Sequence[Turn]) -> Iterator[Fault]:
    """V11: two values for one slot, not both of them the author's."""
    first: dict[str, tuple[Value, Improvised]] = {}
    for one in part.improvised(turns):
        for slot, value in given(one, turns):
            before = first.setdefault(slot, (value, one))
            if before[0].canonical != value.canonical and not all(_authors(part, v) for v in (before[0], value)):
                number = one.turn.number
                why = f"the customer gave two values for the {slot}, at turns {before[1].turn.number} and {number}"
                shown: Shown = ((before[1].turn.number, "customer", before[1].text), (number, "customer", one.text))
                yield Fault("V11", "critical", number, why, shown)
                return


def _authors(part: Part, value: Value) -> bool:
    return any(value.canonical == own.canonical for own in part.values)
