"""Case + Transcript + Reader -> Verdict: the rules first, then a reader for what they left open."""

from harness.conversation.nouns import Case, Transcript

from ..judge import LONGEST, bounded, judge, weigh
from ..nouns import Absence, Settled, Verdict
from .questions import questions
from .reader import Reader


async def judge_with(case: Case, transcript: Transcript, reader: Reader | None) -> Verdict:
    """Judge a conversation by the rules, and have read what only reading would settle.

    Without a reader, and where nothing is open, it is what `judge` says, and no model is asked. Serves stored
    transcripts as well as new ones. Raises nothing of a model's: what a judge that breaks was asked stays open.
    """
    by_rules = judge(case, transcript)
    if reader is None or by_rules.validity != "valid" or not transcript.turns:
        return by_rules
    seen = bounded(transcript)
    asked = questions(case, seen, by_rules.sentences, by_rules.rulings)
    if not asked:
        return by_rules
    settled, read_by = await reader.read(case, seen, asked)
    if seen is not transcript:
        settled = tuple(_unless_in_the_rest(one) for one in settled)
    return weigh(case, transcript, settled).model_copy(update={"reading": read_by})


def _unless_in_the_rest(one: Settled) -> Settled:
    """Where a message was not read to its end, nothing is absent from it, nor a statement without support in it."""
    if not any(isinstance(shown, Absence) and shown.calls for shown in one.evidence):
        return one
    why = f"{one.why}; but a message has more than {LONGEST:,} characters, and the rest of it was not read"
    return one.model_copy(update={"mark": "cannot_tell", "why": why, "turn": None})
