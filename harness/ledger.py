"""Charges of a record -> totals.

One row per model or target call. A row that nobody could price is counted as such: unpriced is not zero.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta
from decimal import Decimal, localcontext
from typing import Literal

from pydantic import Field

from harness.money import EXACT, Certainty, Charge, PriceBook, Tokens, Use, add_money
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
    asked: str | None = Field(default=None, exclude_if=lambda name: name is None)
    """The model as it was asked for, where the one that answered gives another name."""
    tier: str = Field(default="standard", exclude_if=lambda tier: tier == "standard")
    """What its provider bills it as."""
    avoided: bool = Field(default=False, exclude_if=lambda avoided: not avoided)
    """Answered from what was kept of an earlier call: the charge is what it would have been, and nobody pays it."""
    dropped: tuple[str, ...] = Field(default=(), exclude_if=lambda dropped: not dropped)
    """Parameters that the model refuses, and that it was asked without."""
    at: datetime | None = Field(default=None, exclude_if=lambda at: at is None)
    """When it was asked, UTC; set when a record is read, from the time on its line."""
    waste: bool = False
    """Paid for and not used: a conversation cut in mid-air. Counted here, left out of the canonical record."""

    def asked_at(self, told: str) -> "LedgerEntry":
        """The same row with the time of its request: that of its line, less what the call took."""
        return self.model_copy(update={"at": datetime.fromisoformat(told) - timedelta(seconds=self.seconds)})


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
    avoided_calls: int = Field(default=0, exclude_if=lambda calls: not calls)
    """Calls answered from what was kept of earlier ones; in none of the above."""
    avoided: dict[str, Decimal] = Field(default={}, exclude_if=lambda money: not money)
    """Currency -> what these would have cost, those without a price left out."""

    def __add__(self, other: "Totals") -> "Totals":
        return Totals(
            calls=self.calls + other.calls,
            tokens=self.tokens + other.tokens,
            money=add_money(self.money, other.money),
            unpriced_calls=self.unpriced_calls + other.unpriced_calls,
            certainties=tuple(sorted({*self.certainties, *other.certainties})),
            avoided_calls=self.avoided_calls + other.avoided_calls,
            avoided=add_money(self.avoided, other.avoided),
        )


def total(entries: Iterable[LedgerEntry]) -> Totals:
    """Everything on these rows, waste included."""
    rows = list(entries)
    paid, kept = ([row for row in rows if row.avoided is avoided] for avoided in (False, True))
    return Totals(
        calls=sum(row.calls for row in paid),
        tokens=Tokens(**{kind: sum(getattr(row.charge.tokens, kind) for row in paid) for kind in Tokens.model_fields}),
        money=_money(paid),
        unpriced_calls=sum(row.calls for row in paid if row.charge.amount is None),
        certainties=tuple(sorted({row.charge.certainty for row in paid})),
        avoided_calls=sum(row.calls for row in kept),
        avoided=_money(kept),
    )


def _money(rows: Sequence[LedgerEntry]) -> dict[str, Decimal]:
    """Currency -> amount of the priced calls, in order of name: exact in whatever order they are added."""
    amounts: defaultdict[str, Decimal] = defaultdict(Decimal)
    with localcontext(EXACT):
        for row in rows:
            if row.charge.amount is not None:
                amounts[row.charge.currency] += row.charge.amount
    return dict(sorted(amounts.items()))


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


def repriced(entries: Iterable[LedgerEntry], book: PriceBook, as_of: datetime | None = None) -> tuple[LedgerEntry, ...]:
    """The same rows at the prices of this book: what was used stays, what it cost is worked out anew.

    List prices are those of each row's own time, or of `as_of` for every row alike, so that runs of different months
    can be laid side by side. A row that this book has no price for is unpriced, whatever it cost before.
    """
    return tuple(_repriced(entry, book, as_of) for entry in entries)


def _repriced(entry: LedgerEntry, book: PriceBook, as_of: datetime | None) -> LedgerEntry:
    names = (entry.model, entry.asked, *(f"{entry.provider}/{one}" for one in (entry.asked, entry.model) if one))
    opens = entry.role == "target" and entry.turn == 1
    use = Use(entry.provider, as_of or entry.at, entry.tier, entry.seconds, opens)
    known = [name for name in names if name]
    charge = book.first(known, entry.charge.tokens, entry.charge.certainty, use)
    return entry.model_copy(update={"charge": charge})
