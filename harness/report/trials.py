"""Outcomes of a journey -> lines on what its sentences came to over several trials."""

from collections.abc import Sequence

from harness.plan.fill import fill_text
from harness.plan.nouns import Plan
from harness.run import RunRecord
from harness.verdict.nouns import Outcome
from harness.verdict.trials import Trials, sentences_over_trials

from .words import MARKS, count, place, safe, wrapped

_MARK = {"held": MARKS["pass"], "broke": MARKS["fail"], "varied": "±", "unknown": MARKS["cannot_tell"]}


def over_trials(record: RunRecord, plan: Plan, outcomes: Sequence[Outcome]) -> list[str]:
    """Each required sentence that did not hold over its trials, by variation; nothing where each was tried once."""
    lines = []
    for row in plan.variations:
        mine = [outcome for outcome in outcomes if outcome.variation == row.name]
        for sentence, trials in sentences_over_trials(mine).items():
            if trials.trials > 1 and trials.standing != "held" and trials.broke + trials.undecided:
                written = record.reading(plan.journey, sentence).sentence
                text = safe(fill_text(written.text, row.values))
                where = place(written.span, record.manifest.folder)
                said = f"{_MARK[trials.standing]} {in_words(trials)}: {where}: {text}"
                lines += wrapped(said, "         ", "     ")
    return lines


def in_words(trials: Trials) -> str:
    """varied over 5 trials (held in 3, broke in 2)."""
    parts = [
        f"{what} in {number}"
        for what, number in (
            ("held", trials.held),
            ("broke", trials.broke),
            ("could not be told", trials.undecided),
            ("never came up", trials.idle),
        )
        if number
    ]
    return f"{trials.standing} over {count(trials.trials, 'trial')} ({', '.join(parts)})"
