"""A call + the prices that are known -> its charge: from harness.toml first, then from the maintained price library."""

from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal
from typing import NamedTuple, get_args

from pydantic import Field

from harness.noun import Noun

from .library import listed
from .nouns import PLAUSIBLE, Certainty, Charge, Price, Tier, Tokens

TIERS: tuple[Tier, ...] = get_args(Tier)


class Use(NamedTuple):
    """What a price may depend on beside model and tokens."""

    provider: str | None = None
    at: datetime | None = None
    """When it was asked; without it the library, whose prices have days, is not opened."""
    tier: str = "standard"
    """As the provider or the settings say it: one that is none of TIERS is never priced."""
    seconds: float = 0.0
    opens: bool = False
    """Whether it is the first call of its conversation."""


PLAIN = Use()
"""A call of which nothing more is known."""


class PriceBook(Noun):
    """The prices a run was told, by model name. The first that names a model holds: overrides come first."""

    prices: tuple[Price, ...] = ()
    library: str | None = Field(default=None, exclude_if=lambda name: name is None)
    """The price library that is asked for every other model, with its version; None when none is."""

    def charge(self, model: str | None, tokens: Tokens, certainty: Certainty, use: Use = PLAIN) -> Charge:
        """Price this call; unpriced when nobody names its model, its tokens are unknown or not plausible, or its tier
        is none that is known."""
        price = next((price for price in self.prices if price.model == model), None)
        if use.tier not in TIERS or tokens.total > PLAUSIBLE:
            return Charge(tokens=tokens, certainty=certainty)
        if price is not None:
            return _priced(price, tokens, certainty, use)
        if self.library is None or model is None or use.at is None or certainty == "unknown":
            return Charge(tokens=tokens, certainty=certainty)
        return listed(model, tokens, certainty, use.provider, use.at, use.tier)

    def first(self, names: Iterable[str | None], tokens: Tokens, certainty: Certainty, use: Use) -> Charge:
        """The charge by the first of these names that has a price; unpriced when none has.

        Every name is looked for among the overrides before the library is asked for any.
        """
        known = list(names)
        own = self.model_copy(update={"library": None})
        charges = (book.charge(name, tokens, certainty, use) for book in (own, self) for name in known)
        return next((one for one in charges if one.amount is not None), Charge(tokens=tokens, certainty=certainty))

    def most(self, model: str, currency: str, inputs: int, outputs: int, at: datetime | None = None) -> Decimal | None:
        """The most that a request to provider/model can cost, however its tokens are cached; None when nobody knows.

        Which dated version of a model answers is not known before: the dearest that the book has of it counts. A price
        by the second has no upper end.
        """
        names = {model, model.partition("/")[2] or model}
        mine = [price for price in self.prices if price.currency == currency]
        if any(price.model in names for price in mine):
            alike = [price for price in mine if price.model.startswith(tuple(names))]
            return None if any(price.second for price in alike) else max(_most(one, inputs, outputs) for one in alike)
        use = Use(provider=model.partition("/")[0], at=at)
        listed = [self.first(names, tokens, "reported", use) for tokens in _cached(inputs, outputs)]
        amounts = [one.amount for one in listed if one.amount is not None and one.currency == currency]
        return max(amounts) if len(amounts) == len(listed) else None

    def knows(self, model: str, at: datetime) -> bool:
        """Whether a call of this model, named provider/model, would have a price at that time."""
        provider, _, name = model.partition("/")
        use = Use(provider=provider, at=at)
        return self.first((name or model, model), Tokens(fresh=1, output=1), "reported", use).amount is not None


def _most(price: Price, inputs: int, outputs: int) -> Decimal:
    return max(price.of(tokens, opens=True) for tokens in _cached(inputs, outputs))


def _cached(inputs: int, outputs: int) -> tuple[Tokens, ...]:
    """The ways in which the input may be billed."""
    kinds = ("fresh", "cache_read", "cache_write", "cache_write_hour")
    return tuple(Tokens(**{kind: inputs, "output": outputs}) for kind in kinds)


def _priced(price: Price, tokens: Tokens, certainty: Certainty, use: Use) -> Charge:
    """By a price of the book, which is for the standard tier unless its owner says otherwise."""
    if price.by_token and certainty == "unknown":
        return Charge(tokens=tokens, certainty=certainty)
    return Charge(
        tokens=tokens,
        certainty=certainty,
        amount=price.of(tokens, use.seconds, use.opens),
        currency=price.currency,
        price_on=price.on,
        price_source=price.source,
    )
