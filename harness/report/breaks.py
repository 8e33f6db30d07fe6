"""FirstBreak -> words: where it began to go wrong, how that is known, what followed, and what was spent after it."""

from harness.ledger import Totals
from harness.verdict.nouns import BROKEN, Break, Confidence, FirstBreak

from .words import count, money, safe, wrapped

_KNOWN: dict[Confidence, str] = {
    "confirmed": "confirmed: with another answer at this turn, the conversation passes",
    "dataflow": "what broke later follows from it",
    "temporal": "the earliest thing wrong; that the rest follows from it is not shown",
    "elimination": "low confidence: no contract shows where it broke, and the rest stands on this",
}


def in_short(first: FirstBreak, spent: Totals) -> list[str]:
    """The first break below a failed conversation, in one sentence."""
    after = f"; {_spent(spent, first)} after it" if first.tokens_after else ""
    return wrapped(f"first break: {_where(first)} ({first.criterion}){after}", "         ", "       ")


def in_full(first: FirstBreak, spent: Totals) -> list[str]:
    """The first break and the other candidates, in order of rank."""
    lines = wrapped(f"first break: {_where(first)} ({first.criterion}): {safe(first.summary)}", "  ", "")
    lines += wrapped(f"{_contract(first)}{_KNOWN[first.confidence]}", "    ", "  ")
    lines += wrapped(f"{_followed(first)}; {_spent(spent, first)} in the turns after it", "    ", "  ")
    for rank, other in enumerate(first.others, 2):
        said = f"{rank}. {_where(other)} ({other.criterion}): {safe(other.summary)}"
        lines += ["  or it began elsewhere:"] if rank == 2 else []
        lines += wrapped(said, "       ", "    ")
    return lines


def said(first: FirstBreak, spent: Totals) -> tuple[str, ...]:
    """The first break in sentences: where and what, how that is known, what followed and what it cost, and where else
    it may have begun."""
    others = [f"Or it began at {_where(one)} ({one.criterion}): {safe(one.summary)}" for one in first.others]
    known = f"{_contract(first)}{_KNOWN[first.confidence]}"
    return (
        f"{_where(first)} ({first.criterion}): {safe(first.summary)}",
        f"{known[:1].upper()}{known[1:]}",
        f"{after(first, spent)}",
        *others,
    )


def after(first: Break, spent: Totals) -> str:
    """What followed from a break and what was spent in the turns after it."""
    followed = _followed(first)
    return f"{followed[:1].upper()}{followed[1:]}; {_spent(spent, first)} in the turns after it"


def _where(one: Break) -> str:
    return f"turn {one.turn}" + (f", {safe(one.desk)} desk" if one.desk else "")


def _contract(one: Break) -> str:
    return f"{one.contract}, {BROKEN[one.contract]}; " if one.contract else ""


def _followed(one: Break) -> str:
    if not one.cascade_size:
        return "no later event follows from it"
    desks = f" over {count(one.amplification, 'desk')}" if one.amplification > 1 else ""
    follow = "follows" if one.cascade_size == 1 else "follow"
    return f"{count(one.cascade_size, 'later event')} {follow} from it{desks}"


def _spent(spent: Totals, one: Break) -> str:
    """Tokens as they were counted; money where every call of them has a price."""
    tokens = f"{one.tokens_after:,} tokens"
    if not one.tokens_after or spent.unpriced_calls or not spent.money:
        return f"{tokens} were spent"
    amounts = " + ".join(money(amount, currency) for currency, amount in spent.money.items())
    return f"{tokens} ({amounts}) were spent"
