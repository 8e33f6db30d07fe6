"""The maintained price library (genai-prices): list prices of providers, each with the days it held.

Its table is in the package, so no network is used. It is imported when the first call is priced by it. Two of its
habits are not ours: it prices a tier that it does not know in full, and a call without a time at today's price.
"""

from datetime import datetime
from functools import lru_cache
from importlib.metadata import PackageNotFoundError, version
from typing import Any

from .nouns import Certainty, Charge, Tier, Tokens

PACKAGE = "genai-prices"

CONTEXT: dict[str, dict[str, str]] = {
    "batch": {"processing": "batch"},
    "flex": {"service_tier": "flex"},
    "priority": {"service_tier": "priority"},
}
"""Tier -> how the library calls it."""


@lru_cache(maxsize=1)
def installed() -> str | None:
    """The library with its version, as the record names it; None where it is not installed."""
    try:
        return f"{PACKAGE} {version(PACKAGE)}"
    except PackageNotFoundError:
        return None


def listed(
    model: str, tokens: Tokens, certainty: Certainty, provider: str | None, at: datetime, tier: Tier | str
) -> Charge:
    """The charge at the list price of that time; unpriced for a model that the library does not know, or has no price
    of this tier for."""
    unpriced = Charge(tokens=tokens, certainty=certainty)
    found = _price(model, tokens, provider, at, CONTEXT.get(tier))
    if found is None:
        return unpriced
    if tier != "standard":
        plain = _price(model, tokens, provider, at, None)
        if plain is None or plain.model_price == found.model_price:
            return unpriced
    return unpriced.model_copy(
        update={
            "amount": found.total_price,
            "price_on": at.date(),
            "price_source": f"{installed()}: {found.provider.id}/{found.model.id}",
        }
    )


def _price(model: str, tokens: Tokens, provider: str | None, at: datetime, context: dict[str, str] | None) -> Any:
    """What the library makes of it; None when it knows no such model, or does not take these counts."""
    from genai_prices import Usage, calc_price

    usage = Usage(
        input_tokens=tokens.fresh + tokens.cache_read + tokens.cache_write + tokens.cache_write_hour,
        cache_read_tokens=tokens.cache_read,
        cache_write_tokens=tokens.cache_write + tokens.cache_write_hour,
        cache_write_1h_tokens=tokens.cache_write_hour,
        output_tokens=tokens.output,
    )
    try:
        return calc_price(
            usage,
            model,
            provider_id=provider,
            genai_request_timestamp=at,
            price_context=context,
        )
    except (LookupError, ValueError):
        return None
