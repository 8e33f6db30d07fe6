"""Agent words that may claim an action in no pattern that the rules know, where no call bears one out."""

from collections.abc import Iterator

from harness.conversation.nouns import Case, Transcript, Turn
from harness.plan.nouns import Action
from harness.text.acts import SaidAct, said
from harness.text.claims import perhaps
from harness.text.normal import normal

from .claims import WRITES, claim
from .nouns import Ruling


def unmatched(_case: Case, transcript: Transcript, ruling: Ruling) -> str | None:
    """Why the agent's claims need a reader: one of its sentences may claim what nobody did."""
    if ruling.result == "fail" or not transcript.exposes_events:
        return None
    found = next((act for turn in transcript.turns for act in _doubtful(turn, transcript)), None)
    return f'"{found.words.strip()[:120]}" may claim what no tool did; only reading would tell' if found else None


def _doubtful(turn: Turn, transcript: Transcript) -> Iterator[SaidAct]:
    """What it tells, with an action's word in it, and without a call that worked or could not be told from one."""
    for act in said(turn.reply.text):
        action = perhaps(normal(act.words)) if act.act == "say" else None
        if action in WRITES and _unborne(act, action, turn, transcript):
            yield act


def _unborne(act: SaidAct, action: Action, turn: Turn, transcript: Transcript) -> bool:
    return claim(act, action, turn, transcript).standing in ("phantom", "after_error", "mismatch")
