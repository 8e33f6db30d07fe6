"""Case + Transcript + Reader -> Verdict: the rules first, then a reader for what they left open."""

import asyncio

from harness.conversation.nouns import Case, Transcript

from ..judge import LONGEST, bounded, judge, weigh
from ..nouns import Absence, Review, Settled, Verdict
from ..reviewing import Reviewer
from .questions import questions
from .reader import Reader


async def judge_with(
    case: Case, transcript: Transcript, reader: Reader | None, reviewer: Reviewer | None = None
) -> Verdict:
    """Judge a conversation by the rules, and have read what only reading would settle.

    `reviewer` reads how the customer kept to their part, at the same time: neither knows of the other.

    Without a reader, and where nothing is open, it is what `judge` says, and no model is asked. Serves stored
    transcripts as well as new ones. Raises nothing of a model's: what a judge that breaks was asked stays open.
    """
    by_rules = judge(case, transcript)
    if by_rules.validity != "valid" or not transcript.turns:
        return by_rules
    seen = bounded(transcript)
    asked = questions(case, seen, by_rules.sentences, by_rules.rulings) if reader else ()
    if not asked and reviewer is None:
        return by_rules
    reviewing = asyncio.ensure_future(reviewer.review(case, seen) if reviewer else _nobody())
    try:
        settled, read_by = await reader.read(case, seen, asked) if reader and asked else ((), None)
    except BaseException:
        reviewing.cancel()
        await asyncio.gather(reviewing, return_exceptions=True)
        raise
    review = await reviewing
    if seen is not transcript:
        settled = tuple(_unless_in_the_rest(one) for one in settled)
    verdict = weigh(case, transcript, settled, review.slips if review else ())
    return verdict.model_copy(update={"reading": read_by, "review": review})


async def _nobody() -> Review | None:
    return None


def _unless_in_the_rest(one: Settled) -> Settled:
    """Where a message was not read to its end, nothing is absent from it, nor a statement without support in it."""
    if not any(isinstance(shown, Absence) and shown.calls for shown in one.evidence):
        return one
    why = f"{one.why}; but a message has more than {LONGEST:,} characters, and the rest of it was not read"
    return one.model_copy(update={"mark": "cannot_tell", "why": why, "turn": None})
