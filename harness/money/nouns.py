"""Tokens, price and charge: what a call used, what that costs, and how sure we are."""

from collections.abc import Mapping
from datetime import date
from decimal import Context, Decimal, localcontext
from typing import Annotated, Literal, Self

from pydantic import Field, field_validator, model_validator

from harness.noun import Noun

Certainty = Literal["reported", "estimated", "illustrative", "unknown"]
"""Where a token count comes from. *Illustrative* counts (the demo's characters / 4) never enter a benchmark."""

Tier = Literal["standard", "batch", "flex", "priority"]
"""What a provider processes a call as, and bills it by."""

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
    """Written to a cache for five minutes, or for however long a provider keeps what it does not say more of."""
    cache_write_hour: int = Field(default=0, exclude_if=lambda count: not count)
    """Written to a cache for an hour, which costs more."""
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
        return self.fresh + self.cache_read + self.cache_write + self.cache_write_hour + self.output

    def __add__(self, other: "Tokens") -> "Tokens":
        return Tokens(
            fresh=self.fresh + other.fresh,
            cache_read=self.cache_read + other.cache_read,
            cache_write=self.cache_write + other.cache_write,
            cache_write_hour=self.cache_write_hour + other.cache_write_hour,
            output=self.output + other.output,
            reasoning=self.reasoning + other.reasoning,
        )


Amount = Annotated[Decimal, Field(max_digits=20, decimal_places=12)]


class Price(Noun):
    """What a model costs, with the day and the place the figure was read from: by the token, the second, the
    conversation, the seat, or several of them together."""

    model: str
    input: Amount | None = None
    """Money for a million fresh input tokens."""
    output: Amount | None = None
    """Money for a million output tokens."""
    cache_read: Amount | None = None
    """Money for a million tokens read from a cache; the input price when not given."""
    cache_write: Amount | None = None
    """Money for a million tokens written to a cache; the input price when not given."""
    cache_write_hour: Amount | None = Field(default=None, exclude_if=lambda price: price is None)
    """Money for a million tokens written to a cache for an hour; the price of other writes when not given."""
    second: Amount | None = Field(default=None, exclude_if=lambda price: price is None)
    """Money for a second that a call takes: a model of one's own, on a machine that is paid by the hour."""
    conversation: Amount | None = Field(default=None, exclude_if=lambda price: price is None)
    """Money for a conversation, whatever it takes: charged with its first turn."""
    seat: Amount | None = Field(default=None, exclude_if=lambda price: price is None)
    """Money for a seat a month: shared out over `contacts`, and charged with the first turn of each."""
    seats: int = Field(default=1, ge=1, exclude_if=lambda seats: seats == 1)
    contacts: int | None = Field(default=None, ge=1, exclude_if=lambda contacts: contacts is None)
    """Conversations a month that the seats are paid for."""
    currency: str = "USD"
    on: date
    """The day this price was read."""
    source: str
    """Where it was read: a page, a contract, or "illustrative"."""

    @field_validator(
        "input", "output", "cache_read", "cache_write", "cache_write_hour", "second", "conversation", "seat"
    )
    @classmethod
    def _not_negative(cls, price: Decimal | None) -> Decimal | None:
        if price is not None and price < 0:
            raise ValueError(f"A price cannot be below zero; this one is {price}.")
        return price

    @model_validator(mode="after")
    def _of_something(self) -> Self:
        if (self.input is None) != (self.output is None):
            raise ValueError("`input` and `output` go together: a call has tokens of both kinds")
        if not self.by_token and (self.second, self.conversation, self.seat) == (None, None, None):
            raise ValueError("name what is paid for: `input` and `output`, `second`, `conversation` or `seat`")
        if (self.seat is None) != (self.contacts is None):
            raise ValueError("a `seat` and the `contacts` a month that share it go together")
        return self

    @property
    def by_token(self) -> bool:
        """Whether tokens are paid for: then a call whose tokens nobody counted has no price."""
        return self.input is not None

    def of(self, tokens: Tokens, seconds: float = 0.0, opens: bool = False) -> Decimal:
        """The money for a call with these tokens that took so long, exact; rounding is for display only.

        `opens`: it is the first of its conversation. A share of a seat is rounded to a millionth of a millionth.
        """
        with localcontext(EXACT):
            timed = (self.second or ZERO) * Decimal(str(round(seconds, 6)))
            return self._of_tokens(tokens) + timed + (self._to_open() if opens else ZERO)

    def _of_tokens(self, tokens: Tokens) -> Decimal:
        if self.input is None or self.output is None:
            return ZERO
        read = self.input if self.cache_read is None else self.cache_read
        write = self.input if self.cache_write is None else self.cache_write
        hour = write if self.cache_write_hour is None else self.cache_write_hour
        total = tokens.fresh * self.input + tokens.cache_read * read + tokens.cache_write * write
        return (total + tokens.cache_write_hour * hour + tokens.output * self.output).scaleb(PER_MILLION)

    def _to_open(self) -> Decimal:
        shared = ZERO
        if self.seat is not None and self.contacts is not None:
            shared = (self.seat * self.seats / self.contacts).quantize(Decimal("1e-12"))
        return shared + (self.conversation or ZERO)


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


def add_money(a: Mapping[str, Decimal], b: Mapping[str, Decimal]) -> dict[str, Decimal]:
    """Two amounts, each by currency, together: exact, currencies in order of name, none converted."""
    with localcontext(EXACT):
        return {currency: a.get(currency, ZERO) + b.get(currency, ZERO) for currency in sorted({*a, *b})}
