"""The author's required outcome + how the conversation ended -> Ruling, and how sure a resolution is."""

from collections.abc import Sequence
from typing import Literal

from harness.conversation.nouns import Case, Ending, Transcript

from .evidence import absence, last_number
from .nouns import Finding, Record, Ruling, SentenceResult
from .rulings import broken, required, ruled

DETECTOR = "resolution/1"

Level = Literal["verified", "confirmed", "assumed", "no"]

UNFINISHED: tuple[Ending, ...] = ("abandoned", "turn_limit", "loop_stop")
"""Endings that the customer did not choose because they were done."""


def rule(case: Case, transcript: Transcript, results: Sequence[SentenceResult]) -> Ruling:
    """The detector: every required sentence on the outcome holds. A conversation cut for a loop was never resolved."""
    found = [*broken("resolution", case, transcript, results)]
    if transcript.ending == "loop_stop" and not found:
        found.append(_cut_short(case, transcript))
    due = required("resolution", results)
    why = f"all {len(due)} required sentences on the outcome held" + _how(transcript.ending)
    return ruled("resolution", found, (), results, why, applies=False)


def _how(ending: Ending) -> str:
    return f", though the conversation ended as {ending.replace('_', ' ')}" if ending in UNFINISHED else ""


def _cut_short(case: Case, transcript: Transcript) -> Finding:
    return Finding(
        criterion="resolution",
        severity=case.plan.settings.risk,
        turn=last_number(transcript.turns),
        summary="the conversation was stopped in a loop before it came to an end",
        detector=DETECTOR,
        evidence=(absence("an end of the conversation", DETECTOR, transcript.turns),),
        desk=transcript.turns[-1].reply.desk if transcript.turns else None,
    )


def level(ruling: Ruling, transcript: Transcript, results: Sequence[SentenceResult]) -> Level | None:
    """verified: an event or the records show it. confirmed: words show it and the customer left content or told.
    assumed: words show it, and the customer went away. no: it failed. None: not measurable.
    """
    if ruling.result in ("not_applicable", "cannot_tell"):
        return None
    if ruling.result == "fail":
        return "no"
    held = [one for one in required("resolution", results) if one.result == "pass"]
    if any(
        isinstance(shown, Record) and not shown.event.startswith("count:") for one in held for shown in one.evidence
    ):
        return "verified"
    return "assumed" if transcript.ending in UNFINISHED else "confirmed"
