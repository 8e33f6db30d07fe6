"""Turns -> the questions for something that the customer had given: seen by what is asked, or by what is answered.

In whatever words an agent asks, a customer who answers it with a value that they had given before was asked again.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from harness.conversation.nouns import Case, Turn
from harness.conversation.slots import SLOT_KINDS, asked_slots, slot_of
from harness.plan.nouns import Check, Deed, Fact
from harness.text.acts import said
from harness.text.normal import normal, words
from harness.text.remembering import remembered_of
from harness.text.values import Value, find_values

from .repeats import failed_in

_ANSWERS = ("id", "email", "phone", "postcode")
"""The kinds of value that one gives because one was asked."""

_BARE = 8
"""Words of a message that is an answer and not the matter told over again."""


def allowed_repeats(case: Case) -> tuple[Deed, ...]:
    """What the author lets the agent say or ask again: "The agent may repeat the recording notice"."""
    return tuple(
        item.deed
        for item in case.items
        if isinstance(item, Check) and item.level == "permission" and item.deed and item.deed.act == "repeat"
    )


class ReAsk(NamedTuple):
    """A question for something that the customer had given."""

    slot: str
    given: int
    """The turn at which they gave it."""
    turn: int
    anew: bool
    """Whether a failed check or a mismatch lies between this and the one before: the count starts again."""


@remembered_of(8)
def re_asked(case: Case, turns: Sequence[Turn]) -> tuple[ReAsk, ...]:
    """Every question for something that the customer had given, in order.

    A failed check or a stated mismatch is a reason to ask; reading the value back is no question for it.
    """
    facts = [item for item in case.items if isinstance(item, Fact) and item.key and item.value]
    known = {slot: item.value for item in facts if item.value and (slot := slot_of(item.key or ""))}
    keys = {normal(item.value or ""): item.key or "" for item in facts}
    permitted = {slot for deed in allowed_repeats(case) if deed.of in (None, "ask") and (slot := slot_of(deed.about))}
    given: dict[str, int] = {}
    found: list[ReAsk] = []
    counting: set[str] = set()
    said_so_far: list[Value] = []
    for turn, after in zip(turns, (*turns[1:], None), strict=True):
        for slot in (*_given(turn, known), *_values(turn, keys)):
            given.setdefault(slot, turn.number)
        said_so_far += find_values(turn.customer.text)
        if failed_in(turn) or _MISMATCH.search(normal(turn.reply.text)):
            counting.clear()
            continue
        asked = [slot for slot in asked_slots(turn.reply.text) if not _read_back(slot, turn, said_so_far, known)]
        for slot in asked or _answered(turn, after, keys):
            if slot in given and slot not in permitted:
                found.append(ReAsk(slot, given[slot], turn.number, slot not in counting))
                counting.add(slot)
    return tuple(found)


_MISMATCH = re.compile(
    r"\b(?:not match|n't match|no match|mismatch|incorrect|invalid|not valid|not quite right|not found|n't find"
    r"|cannot find|not recogni[sz]ed?|n't recogni[sz]e)\b"
)


# ---- what is given ------------------------------------------------------------------------------------------


def _given(turn: Turn, known: Mapping[str, str]) -> list[str]:
    """The slots that the customer's words give."""
    plain = normal(turn.customer.text)
    kinds = {value.kind for value in find_values(turn.customer.text)}
    by_kind = [slot for slot, kind in SLOT_KINDS.items() if kind in kinds and slot not in known]
    return [*by_kind, *(slot for slot, value in known.items() if normal(value) in plain)]


def _values(turn: Turn, keys: Mapping[str, str]) -> Iterator[str]:
    """Each value of the customer's words by a name of its own: the author's for it, else the value itself."""
    for value in find_values(turn.customer.text):
        if value.kind in _ANSWERS:
            yield keys.get(normal(value.text), value.text)


def _answered(turn: Turn, after: Turn | None, keys: Mapping[str, str]) -> list[str]:
    """What the customer gives when this turn's question, whatever its words, is answered with a bare value."""
    if after is None or not _is_answer(after) or not any(act.act == "ask" for act in said(turn.reply.text)):
        return []
    heard = normal(turn.reply.text)
    stated = [value.text for value in find_values(after.customer.text) if value.kind in _ANSWERS]
    return [keys.get(normal(text), text) for text in stated if normal(text) not in heard]


def _is_answer(turn: Turn) -> bool:
    return turn.customer.act == "answer" or len(words(turn.customer.text)) <= _BARE


def _read_back(slot: str, turn: Turn, stated: Sequence[Value], known: Mapping[str, str]) -> bool:
    """Whether the question says the value itself: "Is your postcode LS1 4DY?"."""
    plain = normal(turn.reply.text)
    if slot in known:
        return normal(known[slot]) in plain
    return any(value.kind == SLOT_KINDS.get(slot) and normal(value.text) in plain for value in stated)
