"""What was said of a run later -> what people read: what changed, worst first, and what people corrected."""

from collections.abc import Sequence

from harness.judgement import Change, Correction, Judgement, compare, corrections
from harness.ledger import by
from harness.plan.fill import fill_text
from harness.run import RunRecord
from harness.verdict.nouns import RULES, Verdict

from .proofs import proof_words
from .terminal import role_cost, verdict_line
from .words import MARKS, UNCHECKED, count, place, safe, wrapped

MOST = 20
"""Changes that are printed; `--format json` has them all."""


def judged_again(record: RunRecord, judgement: Judgement, earlier: Judgement | None) -> list[str]:
    """A new judgement: by whom, what changed against the run's own and against the latest before, what it cost."""
    judge, was = judgement.started.judge, record.manifest.judge
    head = f"run {record.manifest.run} · judged again by {safe(judge)}"
    lines = wrapped(head, "  ", "")
    if judge != was:
        lines += wrapped(f"its own verdicts are by {safe(was)}", "  ")
    lines.append("")
    lines += _difference(record, "its own verdicts", {one.case: one for one in record.verdicts}, judgement)
    if earlier:
        name = f"judgement {earlier.started.number}, by {safe(earlier.started.judge)}"
        lines += ["", *_difference(record, name, earlier.verdicts, judgement)]
    roles = by(judgement.entries, "role")
    lines += ["", *wrapped(role_cost("judge", roles.get("judge")), "          ", "Cost      ")]
    lines += wrapped(f"{judgement.file.as_posix()}; the run's own record is as it was", "          ", "Record    ")
    return lines + _decisions(record, judgement)


def _decisions(record: RunRecord, judgement: Judgement) -> list[str]:
    now = judgement.ended.decision if judgement.ended else None
    if now is None or record.decision is None:
        return []
    stands = " ".join(verdict_line(record.decision).split())
    would_be = " ".join(verdict_line(now).split())
    by_this = "By these verdicts it would be the same" if would_be == stands else f"By these verdicts: {would_be}"
    return [
        *wrapped(f"{stands}. That stands.", "          ", "Decided   "),
        *wrapped(f"{by_this}.", "          "),
    ]


def _difference(record: RunRecord, name: str, before: dict[str, Verdict], judgement: Judgement) -> list[str]:
    changes = compare(record, before, judgement.verdicts)
    compared = count(len(set(before) & set(judgement.verdicts)), "conversation")
    if not changes:
        return wrapped(f"Against {name}: nothing changed in {compared}.", "  ", "")
    lines = wrapped(f"Against {name}: {in_counts(changes)}, in {compared}.", "  ", "")
    for change in changes[:MOST]:
        lines += ["", *_change(record, change)]
    if len(changes) > MOST:
        lines += ["", f"  … and {count(len(changes) - MOST, 'more change')}: --format json has them all"]
    return lines


def in_counts(changes: Sequence[Change]) -> str:
    """How many things changed, and which way."""
    if not changes:
        return "nothing changed"
    now = [change.now for change in changes]
    kinds = (("fail", "now fails", "now fail"), ("pass", "now passes", "now pass"))
    parts = [f"{now.count(mark)} {one if now.count(mark) == 1 else more}" for mark, one, more in kinds if mark in now]
    open_ = sum(1 for mark in now if mark not in ("fail", "pass"))
    parts += [f"{open_} now undecided"] if open_ else []
    return f"{count(len(changes), 'change')} ({', '.join(parts)})"


def _change(record: RunRecord, change: Change) -> list[str]:
    mark = {"pass": MARKS["pass"], "fail": MARKS["fail"], "cannot_tell": MARKS["cannot_tell"]}.get(
        change.now, UNCHECKED
    )
    weight = " (critical)" if change.severity == "critical" and change.what == "sentence" else ""
    lines = wrapped(f"{_name(record, change)}{weight}", "      ", f"  {mark} ")
    lines += wrapped(f"{safe(change.case)}: {_said(change.was)} → {_said(change.now)}", "      ")
    by_whom = f" [read by {change.by}]" if change.by != RULES else ""
    lines += wrapped(f"now: {safe(change.why)}{by_whom}", "        ", "      ")
    lines += wrapped(f"was: {safe(change.was_because)}", "        ", "      ")
    return lines + [line for shown in change.evidence[:1] for line in wrapped(proof_words(shown), "        ", "      ")]


def _said(mark: str) -> str:
    return mark.replace("_", " ")


def _name(record: RunRecord, change: Change) -> str:
    return _sentence(record, change.journey, change.case, change.name) if change.what == "sentence" else change.name


def _sentence(record: RunRecord, journey: str, case: str, sentence: str) -> str:
    """One of the author's sentences with its place; its id where the plan no longer has it."""
    reading = record.readings.get(f"{journey}:{sentence}")
    if reading is None:
        return safe(sentence)
    row = next((one.variation for one in record.outcomes if one.case == case), "")
    text = fill_text(reading.sentence.text, record.plan(journey).variation(row).values)
    return f"{place(reading.sentence.span, record.manifest.folder)} “{safe(text)}”"


# ---- beside a stored run ------------------------------------------------------------------------------------


def afterwards(record: RunRecord, said: Sequence[Judgement | Correction]) -> list[str]:
    """What was said of a run since: each later judgement in a line, each correction with author and reason."""
    again = [one for one in said if isinstance(one, Judgement)]
    people = corrections(said)
    lines: list[str] = []
    own = {one.case: one for one in record.verdicts}
    for one in again:
        what = in_counts(compare(record, own, one.verdicts)) if one.ended else "it did not finish"
        says = f"by {safe(one.started.judge)} on {one.at[:10]}: {what}"
        lines += wrapped(says, "          ", "Again     " if not lines else "          ")
    for place_, correction in enumerate(people):
        first = "Corrected " if place_ == 0 else "          "
        lines += wrapped(f"{safe(correction.case)}, {in_words(record, correction)}", "          ", first)
    if people:
        lines += wrapped("The verdicts and the decision are as they were stored.", "          ")
    return [*lines, ""] if lines else []


def in_words(record: RunRecord, correction: Correction) -> str:
    """What a person says of a verdict, who and why."""
    journey = next((one.journey for one in record.outcomes if one.case == correction.case), "")
    about = correction.criterion or _sentence(record, journey, correction.case, correction.sentence or "")
    return (
        f"{about}: judged {_said(correction.was)}, corrected to {correction.says} by {safe(correction.author)}"
        f" on {correction.at[:10]} because: {safe(correction.reason)}"
    )


def beside(record: RunRecord, case: str, said: Sequence[Judgement | Correction]) -> list[str]:
    """Of one conversation: what people corrected, and what later judgements say otherwise."""
    lines: list[str] = []
    for correction in corrections(said):
        if correction.case == case:
            lines += wrapped(in_words(record, correction), "       ", "     ✎ ")
    own = {case: record.verdict(case)}
    for one in said:
        if isinstance(one, Judgement) and one.ended:
            for change in compare(record, own, one.verdicts):
                says = (
                    f"judged again by {safe(one.started.judge)} on {one.at[:10]}: {_name(record, change)}:"
                    f" {_said(change.was)} → {_said(change.now)}, {safe(change.why)}"
                )
                lines += wrapped(says, "       ", "     ↻ ")
    return ["", *lines] if lines else []
