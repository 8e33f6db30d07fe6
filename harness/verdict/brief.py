"""Reaction, Fact + Transcript -> Held: whether the customer's own sentences came into play. They never fail."""

from harness.conversation.nouns import Transcript, Turn
from harness.plan.nouns import Fact, Reaction
from harness.text.normal import normal

from .evidence import Held, quote


def reaction(item: Reaction, transcript: Transcript) -> Held:
    """Used when the customer reacted; not exercised when what they wait for never happened."""
    return _used(item.sentence, item.say, transcript, "what the customer waits for never happened")


def fact(item: Fact, transcript: Transcript) -> Held:
    """Used when the customer gave it; not exercised when nobody asked."""
    return _used(item.sentence, item.value, transcript, "the agent never asked for it")


def _used(sentence: str, words: str | None, transcript: Transcript, otherwise: str) -> Held:
    for turn in transcript.turns:
        if _carries(turn, sentence, words) and (
            shown := quote(turn.customer.text, turn.number, "customer", transcript.turns)
        ):
            return Held("pass", f"used at turn {turn.number}", (shown,))
    return Held("not_exercised", otherwise)


def _carries(turn: Turn, sentence: str, words: str | None) -> bool:
    """By its id; in a transcript that knows no ids, by the words."""
    if turn.customer.sentences:
        return sentence in turn.customer.sentences
    return bool(words) and normal(words or "") in normal(turn.customer.text)
