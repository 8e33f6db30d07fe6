"""What the agent stated after it had read documents, held against what it read -> notes.

A note and no fail: three in four such replies or more went beyond their source where people judged them
(docs/figures.md), and an agent may know a thing that it did not look up.
"""

from harness.conversation.nouns import Case, Transcript, Turn
from harness.text.grounding import Marks, marks, statements

from .evidence import quote, record
from .nouns import Finding
from .values import leaves

DETECTOR = "retrieved/1"

DOUBTFUL = 1.2
"""The doubt from which a reply is worth a look [a judgement]."""


def notes(case: Case, transcript: Transcript) -> list[Finding]:
    """One note for each turn whose statements go well beyond the documents that were read for it."""
    found = (_note(case, transcript, turn) for turn in transcript.turns)
    return [note for note in found if note]


def _note(case: Case, transcript: Transcript, turn: Turn) -> Finding | None:
    read = [event for event in turn.reply.events or () if event.kind == "retrieval" and event.ok and event.result]
    told = statements(turn.reply.text)
    if not read or not told:
        return None
    seen = marks(turn.reply.text, [leaf for event in read for leaf in leaves(event.result)], turn.customer.text)
    longest = max(told, key=len)
    shown = quote(longest, turn.number, "agent", transcript.turns) if seen.doubt >= DOUBTFUL else None
    if shown is None:
        return None
    return Finding(
        criterion="hallucination",
        severity=case.plan.settings.risk,
        turn=turn.number,
        summary=f"goes beyond what it read: {_because(seen)}",
        detector=DETECTOR,
        evidence=(shown, *(record(event, turn.number) for event in read[:3])),
        desk=turn.reply.desk,
    )


def _because(seen: Marks) -> str:
    """The marks in words, what weighs most first."""
    reasons = (
        (seen.opposed, "one says no where the other does not"),
        (seen.values, f"{seen.values} figures of its own"),
        (seen.names, f"{seen.names} names of its own"),
        (True, f"{seen.new:.0%} of its words are new"),
    )
    return ", ".join(words for true, words in reasons if true)
