"""Deed + Turns -> where its figures were named to the letter, in too few of the author's words to be sure."""

from collections.abc import Iterable, Sequence

from harness.conversation.cover import cover, says_values
from harness.conversation.nouns import Turn
from harness.conversation.sighting import Sighting, enough, pieces
from harness.conversation.stance import framed, same_side
from harness.conversation.words import Stretch, worded
from harness.plan.nouns import Deed
from harness.text.acts import said
from harness.text.sentences import split

_TOLD = ("say", "offer")
"""Deeds that any statement may carry out: a promise is often told as a plain fact."""

_NOT_TOLD = ("ask", "confirm", "anything_else", "refuse")
"""Acts whose sentence tells nothing of the kind: who asks about an address, or refuses it, promises nothing."""


def figures_named(deed: Deed, turns: Sequence[Turn], hedged: bool = False) -> tuple[Sighting, ...]:
    """The closest such place of each turn, in order; none for a deed without a typed value, or with bare numbers only.

    Places where the deed is seen for certain are left out. With `hedged`, so is none that puts it in doubt: "maybe it
    goes to 18 Elm Street" gives an address away.
    """
    if deed.by != "agent" or deed.exact is not None or all(value.kind == "number" for value in deed.values):
        return ()
    found = (_closest(deed, turn, turns[:index], hedged) for index, turn in enumerate(turns))
    return tuple(one for one in found if one)


def _closest(deed: Deed, turn: Turn, before: Sequence[Turn], hedged: bool) -> Sighting | None:
    told = _statements(deed, turn.reply.text, hedged) if deed.act in _TOLD else ()
    stretches = [*worded(deed, turn, before), *told]
    short = [stretch for stretch in stretches if stretch[2] < enough(deed)]
    if not short:
        return None
    start, end, strength = max(short, key=lambda stretch: (stretch[2], stretch[0] - stretch[1], -stretch[0]))
    return Sighting(
        turn=turn.number,
        speaker="agent",
        evidence_kind="quote",
        words=turn.reply.text[start:end],
        strength=round(strength, 4),
        at=start,
    )


def _statements(deed: Deed, text: str, hedged: bool) -> Iterable[Stretch]:
    """Sentences, or halves of one, that hold every figure and take the same side; in doubt, however they cover it."""
    other = [(act.start, act.end) for act in said(text) if act.act in _NOT_TOLD]
    for span in split(text):
        if text[span[0] : span[1]].rstrip().endswith("?"):
            continue
        for start, end in pieces(text, span):
            words = text[start:end]
            apart = not any(first < end and start < last for first, last in other)
            sides = same_side(deed.about, text, (start, end)) or (hedged and framed(deed.about, words))
            if apart and sides and says_values(deed.values, words):
                yield start, end, min(cover(deed.about, text[start:end], deed.action), enough(deed) - 0.01)
