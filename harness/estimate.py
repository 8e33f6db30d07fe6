"""Conversations to hold + what earlier runs spent -> what they will cost, with an interval, before the first is held.

Without an earlier run of the same target, customer and judge it is worked out from the shape of a conversation
(measurement 8.1): every call sends the whole history again. That is a guess, and its interval is as wide as one.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from math import fsum, sqrt
from pathlib import Path
from statistics import fmean, variance
from typing import NamedTuple

from pydantic import Field

from harness.conversation.agenda import minimum_turns
from harness.conversation.nouns import Case
from harness.ledger import LedgerEntry, Role, Totals, repriced, total
from harness.money import PriceBook, Tokens, Use, add_money
from harness.noun import Noun
from harness.record import RECORD, Envelope, RecordError, read, runs

RUNS = 3
"""The latest runs of a kind that are looked at."""
LARGEST = 16_000_000
"""Bytes of a record that is read for an estimate: nobody waits for a longer one."""
Z = 1.96
GUESS = 3
"""Times more or less than a formula that a conversation may take."""
JUDGE = (900, 150)
"""Tokens of a judge's prompt beside the conversation, and of its answer (measurement 8.4)."""


class Shape(Noun):
    """How long the parts of a conversation are, in tokens: what an estimate rests on when there is no earlier run."""

    prompt: int = Field(default=1500, ge=0)
    """What the agent is told before the conversation, tools and all: sent again with every turn."""
    message: int = Field(default=40, ge=0)
    """What a customer says in a turn."""
    reply: int = Field(default=120, ge=0)
    """What the agent answers."""

    def of(self, turns: int) -> Tokens:
        """A conversation's tokens: nS + nu + (u + a) n (n - 1) / 2 in, na out. 1,500, 40 and 120: 16,800 in 8 turns."""
        history = (self.message + self.reply) * turns * (turns - 1) // 2
        return Tokens(fresh=turns * (self.prompt + self.message) + history, output=turns * self.reply)


COMMON = Shape()
"""Of a common support agent: an example of measurement 8.1."""
DEMO = Shape(prompt=385, message=15, reply=35)
"""The demo shop's, measured on its own journeys in November 2026."""


class Ranged(Noun):
    """An estimate, and between what it lies with 95 % confidence."""

    value: Decimal
    low: Decimal
    high: Decimal


class Expected(Noun):
    """What a run is expected to use, before it is held."""

    conversations: int
    basis: str
    """What it rests on, in a few words."""
    tokens: dict[Role, Ranged]
    money: dict[str, Ranged] = {}
    """Currency -> amount, at the prices of the day; empty where something has no price."""

    def error(self, spent: Totals) -> Decimal | None:
        """How far the estimate of money lay from what was spent, as a share of that; of tokens where nothing is priced.

        Above zero: too much was expected. None where nothing was spent.
        """
        if len(self.money) == 1 and spent.money.keys() == self.money.keys() and not spent.unpriced_calls:
            ((currency, ranged),) = self.money.items()
            expected, actual = ranged.value, spent.money[currency]
        else:
            expected = sum((one.value for one in self.tokens.values()), Decimal(0))
            actual = Decimal(spent.tokens.total)
        return (expected - actual) / actual if actual else None


class Who(NamedTuple):
    """What two runs must share for one to tell of the other."""

    target: str
    customer: str
    judge: str
    faults: tuple[str, ...] = ()
    """The demo's: an agent with faults talks otherwise than one without."""


class _Held(NamedTuple):
    """A conversation of an earlier run, and what it cost."""

    journey: str
    variation: str
    entries: tuple[LedgerEntry, ...]


def expected(
    cases: Sequence[Case], who: Who, reports: Path, book: PriceBook, now: datetime, shape: Shape = COMMON
) -> Expected | None:
    """What these conversations will use; None when there are none to hold."""
    if not cases:
        return None
    files = [reports / name / RECORD for name in reversed(runs(reports))]
    found: list[_Held] = []
    used = 0
    for file in files:
        if used < RUNS and (held := _of_kind(file, who)):
            found += held
            used += 1
    if not found:
        return _by_shape(cases, who, book, now, shape)
    return _by_runs(cases, found, used, book, now)


# ---- from earlier runs ------------------------------------------------------------------------------------------


def _of_kind(file: Path, who: Who) -> list[_Held]:
    """The conversations of a run of this kind, waste left out; nothing of another, or of one that cannot be read."""
    try:
        if file.stat().st_size > LARGEST:
            return []
        events = read(file)
        first = next(events, None)
        if first is None or first.kind != "run_started" or _who(first) != who:
            return []
        return _held(events)
    except (OSError, RecordError, ValueError):
        return []


def _who(event: Envelope) -> Who:
    target = str(event.data.get("target"))
    faults = (event.data.get("settings") or {}).get(f"targets.{target}.faults") or ()
    return Who(target, str(event.data.get("customer")), str(event.data.get("judge")), tuple(faults))


def _held(events: Iterable[Envelope]) -> list[_Held]:
    named: dict[str, tuple[str, str]] = {}
    rows: dict[str, list[LedgerEntry]] = {}
    whole: set[str] = set()
    for event in events:
        if event.case is None:
            continue
        if event.kind == "case_started":
            named[event.case] = (str(event.data["journey"]), str(event.data["variation"]))
        elif event.kind == "charge" and not event.data.get("waste"):
            rows.setdefault(event.case, []).append(LedgerEntry.model_validate(event.data))
        elif event.kind == "outcome":
            whole.add(event.case)
    return [_Held(*named[case], tuple(rows.get(case, ()))) for case in named if case in whole]


def _by_runs(cases: Sequence[Case], found: Sequence[_Held], used: int, book: PriceBook, now: datetime) -> Expected:
    priced = [_priced_anew(one, book, now) for one in found]
    roles: list[Role] = sorted({row.role for one in found for row in one.entries})
    tokens = {role: _sum(cases, [(one, float(_tokens(one, role))) for one in found]) for role in roles}
    spent = [total(one.entries) for one in priced]
    money = {
        currency: _money(cases, priced, currency, used, book, now)
        for currency in sorted({currency for sums in spent for currency in sums.money})
        if not any(sums.unpriced_calls for sums in spent)
    }
    many = "the last run" if used == 1 else f"the last {used} runs"
    return Expected(conversations=len(cases), basis=f"{many} of this target", tokens=tokens, money=money)


def _priced_anew(one: _Held, book: PriceBook, now: datetime) -> _Held:
    return one._replace(entries=tuple(row for row in repriced(one.entries, book, now) if not row.avoided))


def _money(
    cases: Sequence[Case], found: Sequence[_Held], currency: str, used: int, book: PriceBook, now: datetime
) -> Ranged:
    """What is written to a cache is written once a run and journey, and read by its every other conversation: counted
    as read by each, and what writing costs more is put on top once."""
    read = [_priced_anew(one._replace(entries=tuple(map(_as_read, one.entries))), book, now) for one in found]
    each = _sum(cases, [(one, _of(one, currency)) for one in read])
    more: dict[str, float] = {}
    for one, other in zip(found, read, strict=True):
        more[one.journey] = more.get(one.journey, 0.0) + (_of(one, currency) - _of(other, currency)) / used
    once = fsum(more.get(journey, fmean(more.values())) for journey in {case.plan.journey for case in cases})
    on_top = _decimal(once)
    return Ranged(value=each.value + on_top, low=each.low + on_top, high=each.high + on_top)


def _as_read(row: LedgerEntry) -> LedgerEntry:
    if row.role == "target":  # its cache is its own, and grows with its own conversation
        return row
    used = row.charge.tokens
    moved = {
        "cache_read": used.cache_read + used.cache_write + used.cache_write_hour,
        "cache_write": 0,
        "cache_write_hour": 0,
    }
    return row.model_copy(update={"charge": row.charge.model_copy(update={"tokens": used.model_copy(update=moved)})})


def _of(one: _Held, currency: str) -> float:
    return float(total(one.entries).money.get(currency, 0))


def _tokens(one: _Held, role: Role) -> int:
    return sum(row.charge.tokens.total for row in one.entries if row.role == role and not row.avoided)


def _sum(cases: Sequence[Case], amounts: Sequence[tuple[_Held, float]]) -> Ranged:
    """The sum over the cases, each by its own row's mean, else its journey's, else all's, with what they vary by.

    A row that is held n times, and was seen m times, varies by n s² + n² s² / m. Where it was seen once, or came out
    the same, as it does with one seed, s is the spread that journeys have about their own mean, in proportion.
    """
    spread = _spread(amounts)
    value, varies = 0.0, 0.0
    for key, n in _counted(cases).items():
        mine = _alike(key, amounts)
        mean = fmean(mine)
        square = max(variance(mine) if len(mine) > 1 else 0.0, (spread * mean) ** 2)
        value += n * mean
        varies += n * square + n * n * square / len(mine)
    half = Z * sqrt(varies)
    return Ranged(value=_decimal(value), low=_decimal(max(value - half, 0.0)), high=_decimal(value + half))


def _counted(cases: Sequence[Case]) -> dict[tuple[str, str], int]:
    found: dict[tuple[str, str], int] = {}
    for case in cases:
        key = (case.plan.journey, case.variation.name)
        found[key] = found.get(key, 0) + 1
    return found


def _alike(key: tuple[str, str], amounts: Sequence[tuple[_Held, float]]) -> list[float]:
    row = [amount for one, amount in amounts if (one.journey, one.variation) == key]
    journey = [amount for one, amount in amounts if one.journey == key[0]]
    return row or journey or [amount for _, amount in amounts]


def _spread(amounts: Sequence[tuple[_Held, float]]) -> float:
    """How far conversations lie from the mean of their own journey, as a share of it."""
    groups: dict[str, list[float]] = {}
    for one, amount in amounts:
        groups.setdefault(one.journey, []).append(amount)
    several = [group for group in groups.values() if len(group) > 1]
    parts = [(len(group) - 1, variance(group), fmean(group)) for group in several if fmean(group)]
    freedom = sum(n for n, _, _ in parts)
    if not freedom:
        return 0.5  # nothing was seen twice [a judgement]
    return sqrt(fsum(n * square / mean**2 for n, square, mean in parts) / freedom)


# ---- from the shape of a conversation ------------------------------------------------------------------------


def _by_shape(cases: Sequence[Case], who: Who, book: PriceBook, now: datetime, shape: Shape) -> Expected:
    """By the journey minimum of turns and the formulas of measurement 8.1 and 8.4."""
    models: dict[Role, tuple[str | None, Tokens]] = {}
    turns = [minimum_turns(case) for case in cases]
    models["target"] = (None, _together(shape.of(n) for n in turns))
    if reader := _judge_of(who.judge):
        said = (n * (shape.message + shape.reply) for n in turns)
        judged = (Tokens(fresh=JUDGE[0] + part, output=JUDGE[1]) for part in said)
        models["judge"] = (reader, _together(judged))
    tokens = {role: _guessed(Decimal(used.total)) for role, (_, used) in models.items()}
    return Expected(
        conversations=len(cases),
        basis="formulas: no earlier run of this target, customer and judge",
        tokens=tokens,
        money=_priced(models, book, now),
    )


def _judge_of(judge: str) -> str | None:
    """The model that reads, of "rules/6 + provider/model"; None when the rules judge alone."""
    names = judge.split(" + ")[1:]
    return names[-1] if names else None


def _priced(models: Mapping[Role, tuple[str | None, Tokens]], book: PriceBook, now: datetime) -> dict[str, Ranged]:
    money: dict[str, Decimal] = {}
    for model, tokens in models.values():
        if model is None:  # which model an agent runs on is for it to say
            continue
        provider, _, name = model.partition("/")
        charge = book.first((name, model), tokens, "estimated", Use(provider, now))
        if charge.amount is None:
            return {}
        money = add_money(money, {charge.currency: charge.amount})
    return {currency: _guessed(amount) for currency, amount in money.items()} if len(money) == len(models) else {}


def _guessed(value: Decimal) -> Ranged:
    return Ranged(value=value, low=value / GUESS, high=value * GUESS)


def _together(parts: Iterable[Tokens]) -> Tokens:
    return sum(parts, Tokens())


def _decimal(value: float) -> Decimal:
    return Decimal(str(round(value, 9)))
