"""Something that was looked for and not found -> what the agent said instead: its nearest words."""

from collections.abc import Iterable

from harness.conversation.nouns import Transcript
from harness.text.normal import content
from harness.verdict.nouns import Evidence, Verdict

from ..words import safe, shortened
from .lines import Proof

LONGEST = 4_000
"""Characters of a text that are looked at."""

_EVERYBODY = frozenset(content("the agent and the customer"))


def instead(verdict: Verdict, transcript: Transcript) -> dict[str, Proof]:
    """Sentence -> the agent's words that have most in common with what was looked for; of equals the last."""
    found = {}
    for one in verdict.sentences:
        if one.result == "fail" and one.evidence and (wanted := _wanted(one.evidence)):
            found[one.sentence] = _nearest(wanted, transcript)
    return {sentence: proof for sentence, proof in found.items() if proof}


def _wanted(evidence: Iterable[Evidence]) -> set[str]:
    """The words that were looked for, where absence is all the proof there is."""
    wanted: set[str] = set()
    for one in evidence:
        if one.kind != "absence":
            return set()
        wanted |= _about(one.looked_for)
    return wanted


def _nearest(wanted: set[str], transcript: Transcript) -> Proof | None:
    said = [(len(wanted & _about(turn.reply.text)), turn) for turn in transcript.turns if turn.reply.text]
    if not said:
        return None
    alike, turn = max(said, key=lambda one: (one[0], one[1].number))
    how = "the nearest words" if alike else "its last words"
    return Proof("quote", f"turn {turn.number} agent, {how}: “{shortened(safe(turn.reply.text), 200)}”", turn.number)


def _about(text: str) -> set[str]:
    return set(content(text[:LONGEST])) - _EVERYBODY
