"""What a run was expected to cost, before it; and how far that lay from what it came to, after it."""

from decimal import Decimal

from harness.estimate import Expected, Ranged
from harness.run import RunRecord

from .words import count, money, wrapped

NAMES = {"target": "agent under test", "customer": "customer", "judge": "judge", "compile": "compiling"}


def before(expected: Expected | None) -> list[str]:
    """The estimate by role, with its interval and what it rests on; nothing where nothing is to be held."""
    if expected is None:
        return []
    parts = [f"{NAMES[role]} {_tokens(one)} tokens" for role, one in expected.tokens.items() if one.value]
    parts += [
        f"{money(one.value, currency)} ({money(one.low, currency)} – {money(one.high, currency)})"
        for currency, one in expected.money.items()
    ]
    unpriced = "" if expected.money else "; not priced beforehand"
    return wrapped(f"{', '.join(parts) or 'nothing'}{unpriced}; by {expected.basis}", "          ", "Expected  ")


def after(record: RunRecord) -> list[str]:
    """How far off it was; nothing for a run without an estimate, or one that did not come to its end."""
    told = record.manifest.expected
    if told is None or record.decision is None or len(record.outcomes) != told.conversations:
        return []
    error = told.error(record.spent)
    if error is None:
        return []
    what = next((money(one.value, currency) for currency, one in told.money.items()), None)
    if what is None or not record.spent.money:
        what = f"{sum(round(one.value) for one in told.tokens.values()):,} tokens"
    off = f"{abs(error) * 100:.0f} % too {'much' if error > 0 else 'little'}" if round(abs(error), 2) else "as it came"
    return wrapped(f"expected beforehand: {what} for {count(told.conversations, 'conversation')}, {off}", "          ")


def _tokens(one: Ranged) -> str:
    return f"{_rounded(one.value)} ({_rounded(one.low)} – {_rounded(one.high)})"


def _rounded(value: Decimal) -> str:
    """Three digits are enough of a guess."""
    whole = int(value)
    digits = max(len(str(whole)) - 3, 0)
    return f"{round(whole, -digits):,}"
