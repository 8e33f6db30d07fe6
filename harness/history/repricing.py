"""What was spent, at the prices of another night: so that a price is told from a habit."""

import json
from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal

from harness.money import Certainty, PriceBook, Tokens
from harness.money.book import Use

from .nouns import RunRow, Spending


def prices_of(run: RunRow) -> PriceBook:
    """The price book that a run was charged at."""
    return PriceBook.model_validate(json.loads(run.prices))


def repriced(rows: Iterable[Spending], book: PriceBook, run: RunRow) -> Decimal | None:
    """What these rows come to by this book; None where a call has no price in it, or they mix currencies.

    Calls of a model are priced together, as one: exact, unless a price depends on how long a call is. One by the second
    or by the conversation cannot be told from sums. Stored runs are priced anew call by call with `harness cost`.
    """
    total, currencies, use = Decimal(0), set(), Use(at=datetime.fromisoformat(run.began))
    for row in rows:
        certainty: Certainty = row.certainty  # type: ignore[assignment]
        if any(price.model == row.model and (price.second or price.conversation) for price in book.prices):
            return None
        charge = book.charge(row.model or None, Tokens.model_validate(json.loads(row.tokens)), certainty, use)
        if charge.amount is None:
            return None
        total += charge.amount
        currencies.add(charge.currency)
    return total if len(currencies) <= 1 else None
