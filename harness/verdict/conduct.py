"""The author's sentences on tone, privacy and safety -> Ruling."""

from collections.abc import Sequence

from harness.conversation.nouns import Case, Transcript

from .nouns import Ruling, SentenceResult
from .rulings import broken, ruled


def rule(case: Case, transcript: Transcript, results: Sequence[SentenceResult]) -> Ruling:
    """The detector: what the author asks of conduct; not applicable when they ask nothing."""
    found = broken("conduct", case, transcript, results)
    return ruled("conduct", found, (), results, "every sentence on conduct held", applies=False)
