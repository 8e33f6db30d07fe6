"""Conversations that are nobody's business here -> their share of sessions and tokens, and how often they are served.

Unclassified requests within the domain are none of them: those are gaps of the journeys (measurement 10.2).
"""

from collections.abc import Sequence
from decimal import Decimal

from .nouns import Measure, missing
from .rates import rate
from .sessions import Session, counted


def off_topic_sessions(held: Sequence[Session]) -> Measure:
    """How much of what was held is off-topic: of the suite, unless the suite is drawn as the traffic is."""
    formula = "conversations with a request that is nobody's business here / valid conversations"
    return rate(
        "off-topic sessions",
        formula,
        counted(held),
        lambda one: one.off_topic,
        note="of the conversations held, which are not drawn from the traffic",
    )


def off_topic_tokens(held: Sequence[Session]) -> Measure:
    """The same as a share of the agent's tokens."""
    name, formula = "off-topic tokens", "the agent's tokens in conversations with such a request / all its tokens"
    mine = counted(held)
    total = sum(one.outcome.tokens.total for one in mine)
    if not total:
        return missing(name, "share", formula, "the agent reports no tokens")
    off = sum(one.outcome.tokens.total for one in mine if one.off_topic)
    return Measure(name=name, value=Decimal(off) / total, n=total, unit="share", formula=formula)


def intensity(held: Sequence[Session]) -> Measure:
    """How much heavier an off-topic session is than the average one: 22 % of tokens in 8 % of sessions is 2.75."""
    name, formula = "off-topic intensity", "share of tokens / share of sessions; 1 is an average session"
    sessions, tokens = off_topic_sessions(held), off_topic_tokens(held)
    if not sessions.value or tokens.value is None:
        why = tokens.note if tokens.value is None else "no off-topic request was made"
        return missing(name, "times", formula, why or "no off-topic request was made")
    rest = heavier_than_the_rest(tokens.value, sessions.value)
    note = f"{rest:.2f} times the rest" if rest is not None else None
    return Measure(
        name=name, value=tokens.value / sessions.value, n=sessions.n, unit="times", formula=formula, note=note
    )


def heavier_than_the_rest(tokens: Decimal, sessions: Decimal) -> Decimal | None:
    """The same against sessions of the other kind alone: .22 and .08 give 3.2436; None when there is no other."""
    if sessions >= 1 or tokens >= 1:
        return None
    return (tokens / sessions) / ((1 - tokens) / (1 - sessions))


def off_topic_served(held: Sequence[Session]) -> Measure:
    """How many off-topic requests the agent served (measurement 10.2); those where only reading would tell left out."""
    asked = [one for one in counted(held) if {"served", "refused"} & set(one.outcome.off_topic.values())]
    formula = "conversations with an off-topic request that was served / with one that was served or refused"
    return rate(
        "off-topic served",
        formula,
        asked,
        lambda one: "served" in one.outcome.off_topic.values(),
        "no off-topic request was made",
    )
