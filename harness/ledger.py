"""Charges of a record -> totals.

One row per model or target call. A row that nobody could price is counted as such: unpriced is not zero.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable
from decimal import Decimal
from functools import reduce
from operator import add
from typing import Literal

from pydantic import Field

from harness.money import Certainty, Charge, Tokens, add_money
from harness.noun import Noun

Role = Literal["compile", "customer", "target", "judge"]
"""What a call was for."""

Payer = Literal["ours", "agent_owner"]
"""Whose bill it is on: the target's tokens are usually paid by whoever runs the agent."""


class LedgerEntry(Noun):
    """One call, or several of one kind, and what they cost."""

    case: str | None = None
    """The conversation; None for what belongs to the run, such as compiling."""
    turn: int | None = None
    """From 1; None for what belongs to no turn, such as judging."""
    attempt: int = 1
    role: Role
    payer: Payer
    provider: str | None = None
    model: str | None = None
    charge: Charge
    calls: int = Field(default=1, ge=1)
    seconds: float = Field(default=0.0, ge=0)
    """Left out of the canonical record."""
    waste: bool = False
    """Paid for and not used: a conversation cut in mid-air. Counted here, left out of the canonical record."""


class Totals(Noun):
    """What some calls used and cost together."""

    calls: int = 0
    tokens: Tokens = Tokens()
    money: dict[str, Decimal] = {}
    """Currency -> amount of the priced calls, currencies in order of name. Exact; never converted."""
    unpriced_calls: int = 0
    """Calls that the money leaves out."""
    certainties: tuple[Certainty, ...] = ()
    """Where the token counts came from: each once, in order of name."""

    def __add__(self, other: "Totals") -> "Totals":
        return Totals(
            calls=self.calls + other.calls,
            tokens=self.tokens + other.tokens,
            money=add_money(self.money, other.money),
            unpriced_calls=self.unpriced_calls + other.unpriced_calls,
            certainties=tuple(sorted({*self.certainties, *other.certainties})),
        )


def total(entries: Iterable[LedgerEntry]) -> Totals:
    """Everything on these rows, waste included."""
    return reduce(add, map(_of, entries), Totals())


def by(entries: Iterable[LedgerEntry], key: str | Callable[[LedgerEntry], object]) -> dict[str, Totals]:
    """The totals of each group, groups in order of name. They add up to the total.

    `key` is a field of an entry ("role", "payer", "model", "case" ...) or a function of one; what has none goes under
    "-". Raises ValueError for a field that entries do not have.
    """
    groups: defaultdict[str, list[LedgerEntry]] = defaultdict(list)
    group_of = _field(key) if isinstance(key, str) else key
    for entry in entries:
        group = group_of(entry)
        groups["-" if group is None else str(group)].append(entry)
    return {name: total(groups[name]) for name in sorted(groups)}


def _field(name: str) -> Callable[[LedgerEntry], object]:
    if name not in LedgerEntry.model_fields:
        raise ValueError(
            f"Entries of the ledger have no field {name!r}; they have {', '.join(LedgerEntry.model_fields)}."
        )
    return lambda entry: getattr(entry, name)


def _of(entry: LedgerEntry) -> Totals:
    charge = entry.charge
    return Totals(
        calls=entry.calls,
        tokens=charge.tokens,
        money={} if charge.amount is None else {charge.currency: charge.amount},
        unpriced_calls=entry.calls if charge.amount is None else 0,
        certainties=(charge.certainty,),
    )
