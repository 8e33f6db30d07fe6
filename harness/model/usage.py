"""What a provider says it counted -> Tokens, and how sure we are.

Both providers count the same things under other names and in other sums: Anthropic's input leaves the cached tokens
out, OpenAI's holds them. Numbers that cannot be are not mended: then the call is *unknown*, which is not zero.
"""

from collections.abc import Mapping
from typing import Any

from harness.money import PLAUSIBLE, Certainty, Tokens

Counted = tuple[Tokens, Certainty]

UNKNOWN: Counted = (Tokens(), "unknown")


def anthropic_usage(usage: object) -> Counted:
    """The `usage` of a message. Tokens written to a cache for an hour are counted apart: they cost more."""
    try:
        table = _table(usage)
        five, hour = (
            _count(table.get("cache_creation"), f"ephemeral_{ttl}_input_tokens", least=0) for ttl in ("5m", "1h")
        )
        written = _count(table, "cache_creation_input_tokens", least=five + hour)
        if five + hour not in (0, written):
            return UNKNOWN
        tokens = Tokens(
            fresh=_count(table, "input_tokens"),
            cache_read=_count(table, "cache_read_input_tokens", least=0),
            cache_write=written - hour,
            cache_write_hour=hour,
            output=_count(table, "output_tokens"),
            reasoning=_count(table.get("output_tokens_details"), "thinking_tokens", least=0),
        )
    except ValueError:
        return UNKNOWN
    return _plausible(tokens, "reported")


def openai_usage(usage: object) -> Counted:
    """The `usage` of a chat completion.

    Some compatible servers keep the reasoning out of `completion_tokens` and only in `total_tokens`. What the total
    holds beyond both is output: *reported* when the reasoning is just that, else *estimated*.
    """
    try:
        table = _table(usage)
        prompt, completion = _count(table, "prompt_tokens"), _count(table, "completion_tokens")
        read = _count(table.get("prompt_tokens_details"), "cached_tokens", least=0)
        written = _count(table.get("prompt_tokens_details"), "cache_write_tokens", least=0)
        reasoning = _count(table.get("completion_tokens_details"), "reasoning_tokens", least=0)
        beyond = _count(table, "total_tokens", least=prompt + completion) - prompt - completion
        if beyond < 0:
            return UNKNOWN
        tokens = Tokens(
            fresh=prompt - read - written,
            cache_read=read,
            cache_write=written,
            output=completion + beyond,
            reasoning=max(reasoning, beyond),
        )
    except ValueError:
        return UNKNOWN
    return _plausible(tokens, "reported" if beyond in (0, reasoning) else "estimated")


STANDARD = ("default", "standard", "auto")
"""How providers call the tier that is none in particular."""


def tier_of(body: Mapping[str, Any], otherwise: str) -> str:
    """What a provider says it processed a call as: on the body (OpenAI) or in its usage (Anthropic).

    A word that nobody knows stays as it is, and is never priced; `otherwise` where nothing is said.
    """
    usage = body.get("usage")
    said = body.get("service_tier") or (usage.get("service_tier") if isinstance(usage, dict) else None)
    if not isinstance(said, str):
        return otherwise
    return "standard" if said in STANDARD else said[:40]


def _table(found: object) -> dict[str, Any]:
    if not isinstance(found, dict):
        raise ValueError("no usage")
    return found


def _count(table: object, name: str, least: int | None = None) -> int:
    """A whole number by its name; `least` where it is not given. Raises ValueError for whatever else stands there."""
    found = table.get(name) if isinstance(table, dict) else None
    if found is None and least is not None:
        return least
    if type(found) is not int:  # true is no count
        raise ValueError(name)
    return found


def _plausible(tokens: Tokens, certainty: Certainty) -> Counted:
    return (tokens, certainty) if tokens.total <= PLAUSIBLE else UNKNOWN
