"""Turns -> lines: what was said and what the agent's system did; all of it, or the turns around a break."""

from collections.abc import Iterable, Sequence

from harness.conversation.nouns import Transcript, Turn
from harness.target.nouns import Event
from harness.verdict.nouns import Evidence, Verdict

from .words import WIDTH, safe, shortened, wrapped

SHOWN = 4_000
"""Characters of a message that are printed; the record holds it whole."""
AROUND = 1
"""Turns that are shown before and after one that matters."""
AT_MOST = 8
"""Turns of an excerpt."""


def spoken(turn: Turn) -> list[str]:
    """One turn, whole."""
    lines = wrapped(safe(turn.customer.text), "              ", f"{turn.number:>3} customer  ")
    if turn.customer.instead:
        lines += wrapped(f"(the script's words: {safe(turn.customer.instead)})", "              ")
    lines += [f"      · {shortened(happened(event), WIDTH - 8)}" for event in turn.reply.events or ()]
    speaker = shortened(safe(turn.reply.desk or "agent"), 9)
    return lines + wrapped(_readable(turn.reply.text), "              ", f"    {speaker:<9} ")


def around(transcript: Transcript, verdict: Verdict) -> list[str]:
    """The turns around what broke, at most `AT_MOST` of them; `…` stands for what is left out."""
    lines, before = [], 0
    for turn in _shown(transcript.turns, _where(verdict)):
        lines += ["    …"] * (turn.number != before + 1) + spoken(turn)
        before = turn.number
    return lines + ["    …"] * (bool(transcript.turns) and before != transcript.turns[-1].number)


def happened(event: Event) -> str:
    """One event in a few words."""
    if event.kind == "handoff":
        return f"hand-off to {safe(event.name)}"
    inside = ", ".join(f"{key}={value}" for key, value in event.arguments.items())
    return safe(f"{event.name}({inside}) {'ok' if event.ok else 'failed'}")


def _shown(turns: Sequence[Turn], matter: Iterable[int]) -> list[Turn]:
    """Those that matter and their neighbours; the last ones of a conversation in which no turn is named."""
    near = {turn for one in matter for turn in range(one - AROUND, one + AROUND + 1)}
    chosen = [turn for turn in turns if turn.number in near]
    return chosen[:AT_MOST] or list(turns[-AROUND * 2 - 1 :])


def _where(verdict: Verdict) -> list[int]:
    """The turns at which it broke, and those of the proof."""
    turns = [verdict.first_break.turn if verdict.first_break else None]
    for broken in verdict.sentences:
        if broken.result == "fail" and broken.level == "required":
            turns += [broken.turn, *map(_turn, broken.evidence)]
    for finding in (one for ruling in verdict.rulings for one in ruling.findings):
        turns += [finding.turn, *map(_turn, finding.evidence)]
    return [turn for turn in turns if turn]


def _turn(proof: Evidence) -> int | None:
    return None if proof.kind == "absence" else proof.turn


def _readable(text: str) -> str:
    more = f" … ({len(text) - SHOWN:,} more characters on record)" if len(text) > SHOWN else ""
    return safe(text[:SHOWN]) + more
