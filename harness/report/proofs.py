"""A piece of evidence -> what people read of it."""

from harness.verdict.nouns import Evidence

from .words import safe, shortened


def proof_words(proof: Evidence) -> str:
    """One piece of evidence in words: a quote with its turn, an event, or what was looked for and where."""
    if proof.kind == "quote":
        return f"turn {proof.turn} {proof.speaker}: “{shortened(safe(proof.words), 200)}”"
    if proof.kind == "event":
        where = f"turn {proof.turn}, " if proof.turn else ""
        return f"{where}event {safe(proof.event)}: {shortened(safe(proof.shows), 160)}"
    turns = f"looked for over turns {proof.first_turn}–{proof.last_turn}, not found"
    if proof.calls:
        return f"{turns}: {safe(proof.looked_for)} [absence by model, {proof.calls} calls]"
    return f"{turns}: {safe(proof.looked_for)} [{proof.detector}]"
