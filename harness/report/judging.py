"""Who judged -> what people read of it: rules or a model, what was asked, and whether it can be relied upon."""

from harness.kpi import JUDGE_ALARM, judge_health
from harness.run import RunRecord
from harness.verdict.nouns import RULES, SentenceResult, Verdict
from harness.verdict.standards import STANDARDS

from .words import MARKS, count, percent, safe, wrapped


def by(who: str) -> str:
    """Who settled it, in brackets; nothing for the rules, which settle what can be."""
    return "" if who == RULES else f" [read by {who}]"


def was_asked(result: SentenceResult | None) -> bool:
    """Whether a model was asked about a sentence, whatever came of it."""
    return result is not None and result.by != RULES


def was_read(result: SentenceResult | None) -> bool:
    """Whether a model settled a sentence, one way or the other."""
    return result is not None and was_asked(result) and result.result != "cannot_tell"


def rulings(verdict: Verdict) -> list[str]:
    """Each criterion in a line: what it came to, in words, and who says so."""
    lines = []
    for one in verdict.rulings:
        says = STANDARDS[one.criterion].holds if one.result == "pass" else safe(one.why)
        lines += wrapped(f"{says}{by(one.by)}", " " * 20, f"  {MARKS[one.result]} {one.criterion:<14}  ")
    return lines


def reading(record: RunRecord) -> list[str]:
    """What models read in a run, and what of it is to be known; empty when the rules judged alone."""
    judging = record.manifest.judging
    if judging is None:
        return []
    read = [verdict.reading for verdict in record.verdicts if verdict.reading]
    calls = [vote for one in read for vote in one.votes]
    again = sum(1 for one in read if len(one.votes) > 1)
    asked = count(sum(len(one.asked) for one in read), "question")
    says = (
        f"{safe(judging.name)} was asked {asked} in {len(read)} of {count(len(record.verdicts), 'conversation')}:"
        f" {count(len(calls), 'call')}, {again} asked again; the rules settled the rest"
    )
    lines = wrapped(says, "          ", "Judge     ")
    for why in sorted({vote.refused for vote in calls if vote.refused}):
        times = sum(1 for vote in calls if vote.refused == why)
        lines += wrapped(f"{count(times, 'answer')} of no use: {safe(why)}", "          ")
    return lines + _health(record) + _same_family(record)


def _health(record: RunRecord) -> list[str]:
    health = judge_health(record.verdicts)
    if health is None or health.value is None:
        return []
    alarm = " ALARM: above" if health.value > JUDGE_ALARM else "; alarm above"
    of = f"{percent(health.value)} of {count(health.n, 'verdict')}{alarm} {percent(JUDGE_ALARM)}"
    return wrapped(f"evidence that nobody finds: {of}", "          ")


def _same_family(record: RunRecord) -> list[str]:
    alike = sorted({judge for verdict in record.verdicts if verdict.reading for judge in verdict.reading.same_family})
    if not alike:
        return []
    says = f"{safe(', '.join(alike))} is of the family of the model it judges: it may prefer what that writes"
    return wrapped(says, "          ")
