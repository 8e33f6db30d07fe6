"""An amount of money with its currency, as people write it, and what a run may spend."""

import re
from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, PlainSerializer

from harness.noun import Noun

SIGNS = {"$": "USD", "£": "GBP", "€": "EUR"}
_AMOUNT = re.compile(r"([$£€]|[A-Za-z]{3})? ?([0-9]{1,9}(?:\.[0-9]{1,9})?) ?([A-Za-z]{3})?")


class Amount(Noun):
    """Money of one currency."""

    value: Decimal = Field(ge=0, max_digits=18, decimal_places=9)
    currency: str = Field(default="USD", pattern="^[A-Z]{3}$")

    def __str__(self) -> str:
        return f"{self.value} {self.currency}"


def amount_of(text: str) -> Amount:
    """The amount that is written as 5, 5.00, $5, 5EUR or "5.00 EUR". Raises ValueError for anything else."""
    found = _AMOUNT.fullmatch(text.strip())
    if found is None or (found[1] and found[3]):
        raise ValueError(f"{text!r} is no amount of money: write one such as 5.00, or 5.00EUR")
    currency = found[1] or found[3] or "USD"
    return Amount(value=Decimal(found[2]), currency=SIGNS.get(currency, currency.upper()))


def _read(value: Any) -> Any:
    if isinstance(value, bool) or not isinstance(value, str | int | float | Decimal):
        return value
    return amount_of(str(value))


Money = Annotated[Amount, BeforeValidator(_read), PlainSerializer(str, when_used="always")]
"""An amount, in a file as text: "5.00 EUR"."""


class Budgets(Noun):
    """What may be spent: `[budget]` of harness.toml. Nothing named, nothing limited, but for a journey's own."""

    ours: Money | None = None
    """For what we pay: models that judge, play customers or compile."""
    target: Money | None = None
    """For the bill of whoever runs the agent."""
    unpriced: Literal["stop"] | Money = "stop"
    """What a call without a price counts as: an amount, or `stop`: none is made, and none after one that had none."""
    per: Literal["run", "day", "month"] = "run"
    """What `ours` and `target` are for: one run, or all runs of a reports folder in a day or month (UTC) together."""

    @property
    def ceiling(self) -> Amount | None:
        """What a call without a price counts as; None when it stops the run."""
        return None if self.unpriced == "stop" else self.unpriced
