"""Tokens, price and charge: what a call used, what that costs, and how sure we are."""

from collections.abc import Mapping
from datetime import date
from decimal import Context, Decimal, localcontext
from typing import Literal, Self

from pydantic import Field, field_validator, model_validator

from harness.noun import Noun

Certainty = Literal["reported", "estimated", "illustrative", "unknown"]
"""Where a token count comes from. *Illustrative* counts (the demo's characters / 4) never enter a benchmark."""

PER_MILLION = -6
"""A price is for a million tokens. Moving the point by six places is exact, dividing need not be."""

PLAUSIBLE = 10**12
"""No call uses more tokens. A target may claim any number; one beyond this is recorded, and never priced."""

ZERO = Decimal(0)

EXACT = Context(prec=100)
"""Digits enough for every product and sum of amounts that the limits below let in: no rounding, in whatever order."""


class Tokens(Noun):
    """Tokens of one call, by the kinds that are priced apart. All counts are whole numbers, never negative."""

    fresh: int = 0
    """Input tokens that were neither read from a cache nor written to one."""
    cache_read: int = 0
    cache_write: int = 0
    output: int = 0
    """Output tokens, reasoning included."""
    reasoning: int = 0
    """The part of `output` that the customer never saw."""

    @field_validator("*")
    @classmethod
    def _not_negative(cls, count: int) -> int:
        if count < 0:
            raise ValueError(f"A count of tokens cannot be below zero; this one is {count}.")
        return count

    @model_validator(mode="after")
    def _reasoning_is_output(self) -> Self:
        if self.reasoning > self.output:
            raise ValueError(f"Reasoning is part of the output: {self.reasoning} tokens of {self.output} cannot be.")
        return self

    @property
    def total(self) -> int:
        """Every token of the call, each counted once."""
        return self.fresh + self.cache_read + self.cache_write + self.output

    def __add__(self, other: "Tokens") -> "Tokens":
        return Tokens(
            fresh=self.fresh + other.fresh,
            cache_read=self.cache_read + other.cache_read,
            cache_write=self.cache_write + other.cache_write,
            output=self.output + other.output,
            reasoning=self.reasoning + other.reasoning,
        )


class Price(Noun):
    """What a model costs per million tokens, with the day and the place the figure was read from."""

    model: str
    input: Decimal = Field(max_digits=20, decimal_places=12)
    """Money for a million fresh input tokens."""
    output: Decimal = Field(max_digits=20, decimal_places=12)
    """Money for a million output tokens."""
    cache_read: Decimal | None = Field(default=None, max_digits=20, decimal_places=12)
    """Money for a million tokens read from a cache; the input price when not given."""
    cache_write: Decimal | None = Field(default=None, max_digits=20, decimal_places=12)
    """Money for a million tokens written to a cache; the input price when not given."""
    currency: str = "USD"
    on: date
    """The day this price was read."""
    source: str
    """Where it was read: a page, a contract, or "illustrative"."""

    @field_validator("input", "output", "cache_read", "cache_write")
    @classmethod
    def _not_negative(cls, price: Decimal | None) -> Decimal | None:
        if price is not None and price < 0:
            raise ValueError(f"A price cannot be below zero; this one is {price}.")
        return price

    def of(self, tokens: Tokens) -> Decimal:
        """The money for these tokens, exact; rounding is for display only."""
        read = self.input if self.cache_read is None else self.cache_read
        write = self.input if self.cache_write is None else self.cache_write
        with localcontext(EXACT):
            total = tokens.fresh * self.input + tokens.cache_read * read + tokens.cache_write * write
            return (total + tokens.output * self.output).scaleb(PER_MILLION)

    def most(self, inputs: int, outputs: int) -> Decimal:
        """The most that so many tokens can cost, whichever of them are read from a cache or written to one."""
        dearest = max(self.input, self.cache_read or ZERO, self.cache_write or ZERO)
        with localcontext(EXACT):
            return (inputs * dearest + outputs * self.output).scaleb(PER_MILLION)


class Charge(Noun):
    """What one call used and cost. `amount` is None when the call is unpriced, which is not zero."""

    tokens: Tokens
    certainty: Certainty
    amount: Decimal | None = Field(default=None, max_digits=60, decimal_places=30)
    currency: str = "USD"
    price_on: date | None = None
    price_source: str | None = None

    @field_validator("amount")
    @classmethod
    def _not_negative(cls, amount: Decimal | None) -> Decimal | None:
        if amount is not None and amount < 0:
            raise ValueError(f"A call cannot cost less than nothing; this one costs {amount}.")
        return amount


class PriceBook(Noun):
    """The prices a run was told, by model name. The first that names a model holds: overrides come first."""

    prices: tuple[Price, ...] = ()

    def charge(self, model: str | None, tokens: Tokens, certainty: Certainty) -> Charge:
        """Price these tokens; unpriced when the model is not in the book, or the tokens unknown or not plausible."""
        price = next((price for price in self.prices if price.model == model), None)
        if price is None or certainty == "unknown" or tokens.total > PLAUSIBLE:
            return Charge(tokens=tokens, certainty=certainty)
        return Charge(
            tokens=tokens,
            certainty=certainty,
            amount=price.of(tokens),
            currency=price.currency,
            price_on=price.on,
            price_source=price.source,
        )

    def most(self, model: str, currency: str, inputs: int, outputs: int) -> Decimal | None:
        """The most that a request to provider/model can cost; None when the model is not in the book in this currency.

        Which dated version of a model answers is not known before: the dearest that the book has of it counts.
        """
        names = {model, model.partition("/")[2] or model}
        if not any(price.model in names and price.currency == currency for price in self.prices):
            return None
        mine = [price for price in self.prices if price.currency == currency and price.model.startswith(tuple(names))]
        return max(price.most(inputs, outputs) for price in mine)


def add_money(a: Mapping[str, Decimal], b: Mapping[str, Decimal]) -> dict[str, Decimal]:
    """Two amounts, each by currency, together: exact, currencies in order of name, none converted."""
    with localcontext(EXACT):
        return {currency: a.get(currency, ZERO) + b.get(currency, ZERO) for currency in sorted({*a, *b})}
