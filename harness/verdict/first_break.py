"""Rulings + Transcript -> FirstBreak: where it first went wrong, and what was spent after."""

from collections.abc import Sequence

from harness.conversation.nouns import Transcript
from harness.criteria import CRITERIA

from .nouns import Absence, Finding, FirstBreak, Ruling
from .progress import tokens_from


def first_break(rulings: Sequence[Ruling], transcript: Transcript) -> FirstBreak | None:
    """The earliest failing turn over all findings; None when nothing failed.

    At the same turn, what was seen comes before what was missed, then the order of the criteria: a thing that never
    came is often the consequence of one that did.
    """
    found = [finding for ruling in rulings for finding in ruling.findings]
    if not found:
        return None
    first = min(found, key=_order)
    return FirstBreak(
        turn=first.turn,
        criterion=first.criterion,
        desk=next((turn.reply.desk for turn in transcript.turns if turn.number == first.turn), first.desk),
        summary=first.summary,
        tokens_after=tokens_from(transcript.turns, first.turn),
    )


def _order(finding: Finding) -> tuple[int, bool, int]:
    missed = all(isinstance(one, Absence) for one in finding.evidence)
    return finding.turn, missed, CRITERIA.index(finding.criterion)
