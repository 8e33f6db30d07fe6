"""RunRecord -> how many simulated customers fell out of their part, whom they favoured, and over which sentence."""

from collections import Counter

from harness.plan.nouns import Plan
from harness.run import RunRecord
from harness.verdict.nouns import Favoured, Outcome

from .words import count, place, safe, wrapped

AMBIGUOUS = 2
"""Invalid simulations of one journey from which on its author is asked to look at it (measurement 2.3)."""
_SAYS: dict[Favoured, str] = {"agent_helped": "helped the agent in", "agent_hindered": "hindered it in"}


def spoilt(record: RunRecord) -> list[str]:
    """Lines on the invalid simulations of a run; none where there were none."""
    broken = [favoured for outcome in record.outcomes for favoured in _favoured(outcome)]
    unreviewed = sum(outcome.unreviewed for outcome in record.outcomes)
    lines = []
    if broken:
        again = sum(len(outcome.replaced) for outcome in record.outcomes)
        counts = Counter(broken)
        whom = ", ".join(f"{says} {counts[name]}" for name, says in _SAYS.items() if counts[name])
        held = f"; {again} of them held again with the next seed, and paid for all the same" if again else ""
        lines += wrapped(
            f"{count(len(broken), 'simulation')} invalid{f' ({whom})' if whom else ''}{held}",
            "          ",
            "Customer  ",
        )
    lines += [line for plan in record.plans for line in _ambiguous(record, plan)]
    if unreviewed:
        says = f"in {count(unreviewed, 'conversation')} nobody could review the customer's part (V7, V12)"
        lines += wrapped(says, "          ", "          " if lines else "Customer  ")
    return lines


def _favoured(outcome: Outcome) -> list[Favoured]:
    last = [outcome.favoured or "nobody"] if outcome.validity == "invalid_simulation" else []
    return [*(one.favoured for one in outcome.replaced), *last]


def _ambiguous(record: RunRecord, plan: Plan) -> list[str]:
    """The sentence over which simulations of a journey fell out of their part, where that was more than an accident."""
    mine = [outcome for outcome in record.outcomes if outcome.journey == plan.journey]
    if sum(outcome.spoilt for outcome in mine) < AMBIGUOUS:
        return []
    over = Counter(
        sentence
        for outcome in mine
        for sentence in (*(one.sentence for one in outcome.replaced), outcome.ambiguous)
        if sentence is not None
    )
    if not over:
        return wrapped(f"'{safe(plan.title)}' may be ambiguous: more than one simulation was invalid", "          ")
    sentence = record.reading(plan.journey, over.most_common(1)[0][0]).sentence
    says = f"{place(sentence.span, record.manifest.folder)} may be read in two ways: '{safe(sentence.text)}'"
    return wrapped(f"{says} (over it, {count(over.most_common(1)[0][1], 'simulation')} went wrong)", "          ")
