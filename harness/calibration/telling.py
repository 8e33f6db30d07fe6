"""A calibration -> what people and machines read."""

from collections.abc import Sequence
from typing import Any

from harness.criteria import CRITERIA
from harness.report.words import MARKS, count, percent, safe, wrapped
from harness.stats import (
    Confusion,
    Estimate,
    Interval,
    agreement,
    balanced_accuracy,
    gwet_ac1,
    kappa,
    mcc,
    pabak,
    rate_interval,
    tnr,
    tpr,
    usable_as_gate,
)
from harness.verdict.standards import STANDARDS

from .canaries import Answered, Drift
from .file import release
from .nouns import Calibrated, Corrected, JudgeId, Measured

FAILS, PASSES = 60, 40
"""Labels of each kind that a figure should rest on: enough to know a TNR of .80 to .10 [measurement 1.5]."""


# ---- people's labels ----------------------------------------------------------------------------------------


def labels_text(result: Calibrated) -> list[str]:
    """Every criterion that was labelled, as a person reads it."""
    lines = [f"{count(result.labels, 'label')} held against judge {result.judge.says}", ""]
    return lines + [line for one in result.criteria for line in [*_criterion(one), ""]]


def _criterion(one: Measured) -> list[str]:
    name = f"{one.criterion}, by sentence" if one.by_sentence else f"{one.criterion}: {STANDARDS[one.criterion].holds}"
    table, even = one.counts, one.counts == one.weighted
    if not table.n:
        return [name, *_aside(one)]
    effective = "" if even else f"; worth {one.weighted.n:.0f} drawn evenly, which the figures below are of"
    lines = [
        name,
        *wrapped(f"{count(int(table.n), 'label')} compared{effective}", "    ", "  "),
        f"  people pass   judge pass {table.both_pass:>4.0f}   judge fail {table.judge_fail:>4.0f}   "
        f"TPR {_share(tpr(one.weighted), one.weighted.passes)}",
        f"  people fail   judge pass {table.judge_pass:>4.0f}   judge fail {table.both_fail:>4.0f}   "
        f"TNR {_share(tnr(one.weighted), one.weighted.fails)}",
        *wrapped(_coefficients(one.weighted), "    ", "  "),
        *wrapped(release(one), "    ", "  → "),
    ]
    return [*lines, *_few(table), *_aside(one), *(_corrected(one.corrected) if one.corrected else [])]


def _share(rate: float | None, n: float) -> str:
    interval = rate_interval(rate, n)
    return "not known" if rate is None or interval is None else f"{percent(rate):>5} {_bounds(interval)}"


def _bounds(interval: Interval) -> str:
    return f"[{percent(interval.low)} – {percent(interval.high)}]"


def _coefficients(table: Confusion) -> str:
    found = kappa(table)
    first = _kappa(found) if found else "no kappa"
    shares = (("agreement", agreement(table)), ("balanced accuracy", balanced_accuracy(table)))
    others = (("PABAK", pabak(table)), ("AC1", gwet_ac1(table)), ("MCC", mcc(table)))
    parts = [first, *(f"{name} {percent(value)}" for name, value in shares if value is not None)]
    return " · ".join([*parts, *(f"{name} {value:.2f}" for name, value in others if value is not None)])


def _kappa(found: Estimate) -> str:
    return f"kappa {found.value:.2f} [{found.interval.low:.2f} – {found.interval.high:.2f}]"


def _few(table: Confusion) -> list[str]:
    if table.fails >= FAILS and table.passes >= PASSES:
        return []
    labelled = f"{count(int(table.fails), 'fail')} and {count(int(table.passes), 'pass', 'passes')} labelled"
    return wrapped(f"{labelled}; {FAILS} and {PASSES} would make these figures firm", "    ", "  ")


def _aside(one: Measured) -> list[str]:
    """What entered no figure, and how people agree among themselves."""
    parts = [
        f"{number} {what}"
        for number, what in (
            (one.undecided, "the judge could not tell"),
            (one.elsewhere, "not judged or not applicable to it"),
            (one.unsettled, "people split evenly"),
            (one.skipped, "skipped"),
        )
        if number
    ]
    lines = wrapped(f"apart: {', '.join(parts)}", "    ", "  ") if parts else []
    if one.between:
        among, agreed = kappa(one.between), agreement(one.between) or 0.0
        same = f"{percent(agreed)} of {one.between.n:.0f} the same, {_kappa(among) if among else 'no kappa'}"
        lines += wrapped(f"people among themselves: {same}", "    ", "  ")
    return lines


def _corrected(one: Corrected) -> list[str]:
    plain = f"pass rate {percent(one.uncorrected)} uncorrected, of {one.conversations}"
    if one.value is None or one.low is None or one.high is None:
        return wrapped(f"{plain}; not corrected: {one.why}", "    ", "  ")
    interval = f"{percent(one.value)} [{percent(one.low)} – {percent(one.high)}]"
    return wrapped(f"{plain}; as people would give it {interval}, by {one.method}: {one.why}", "    ", "  ")


def labels_json(result: Calibrated) -> dict[str, Any]:
    """The same for a machine."""
    criteria = [{**one.model_dump(mode="json"), **_figures(one)} for one in result.criteria]
    return {**result.model_dump(mode="json"), "criteria": criteria}


def _figures(one: Measured) -> dict[str, Any]:
    table, found = one.weighted, kappa(one.weighted)
    among = kappa(one.between) if one.between else None
    recognised, finds = rate_interval(tpr(table), table.passes), rate_interval(tnr(table), table.fails)
    return {
        "agreement": agreement(table),
        "tpr": tpr(table),
        "tpr_interval": recognised.model_dump() if recognised else None,
        "tnr": tnr(table),
        "tnr_interval": finds.model_dump() if finds else None,
        "balanced_accuracy": balanced_accuracy(table),
        "kappa": found.model_dump() if found else None,
        "pabak": pabak(table),
        "gwet_ac1": gwet_ac1(table),
        "mcc": mcc(table),
        "human_human_kappa": among.model_dump() if among else None,
        "usable_as_gate": usable_as_gate(table),
        "release": release(one),
    }


# ---- canaries -----------------------------------------------------------------------------------------------


def canaries_text(found: Sequence[Answered], judge: JudgeId, moved: Drift | None, alarm: str | None) -> list[str]:
    """How many canaries were judged right, which were not and why they should be, and whether the judge drifted."""
    right = sum(not one.misses for one in found)
    lines = [f"{count(len(found), 'canary', 'canaries')} put before judge {judge.says}: {right} wholly right", ""]
    lines += [
        f"  {name:<24}{good:>3} of {of:>2} right{_apart(wrong, undecided)}"
        for name, good, of, wrong, undecided in (*by_criterion(found), *by_trick(found))
    ]
    missed = [one for one in found if one.misses]
    if missed:
        lines += ["", "Not right"]
        lines += [line for one in missed for line in _missed(one)]
    return [*lines, "", *_warned(missed), *_drift(moved, alarm)]


Row = tuple[str, int, int, int, int]
"""What was counted, right, of, wrong, undecided or not judged."""


def by_criterion(found: Sequence[Answered]) -> list[Row]:
    """Each criterion over the canaries that expect something of it."""
    return [_row(name, [one for one in found if name in one.said], [name]) for name in CRITERIA if _any(found, name)]


def _any(found: Sequence[Answered], name: str) -> bool:
    return any(name in one.said for one in found)


def by_trick(found: Sequence[Answered]) -> list[Row]:
    """Each way of fooling a judge, over everything that its canaries expect."""
    tricks = sorted({one.canary.trick for one in found if one.canary.trick})
    return [
        _row(name.replace("_", " "), [one for one in found if one.canary.trick == name], CRITERIA) for name in tricks
    ]


def _row(name: str, found: Sequence[Answered], criteria: Sequence[str]) -> Row:
    said = [
        (one.said[criterion], right.result)
        for one in found
        for criterion, right in one.canary.expect.items()
        if criterion in criteria
    ]
    good = sum(given == right for given, right in said)
    wrong = sum(given != right and given in ("pass", "fail") for given, right in said)
    return name, good, len(said), wrong, len(said) - good - wrong


def _apart(wrong: int, undecided: int) -> str:
    return "".join(f", {number} {what}" for number, what in ((wrong, "wrong"), (undecided, "undecided")) if number)


def _missed(one: Answered) -> list[str]:
    lines = []
    for criterion in one.misses:
        expected = one.canary.expect[criterion]
        said = one.said[criterion].replace("_", " ")
        mark = MARKS["fail"] if said in ("pass", "fail") else MARKS["cannot_tell"]
        words = f"{one.canary.id}: {criterion} {said}, should {expected.result}: {expected.why}"
        lines += wrapped(safe(words), "      ", f"  {mark} ")
    return lines


def _warned(missed: Sequence[Answered]) -> list[str]:
    fooled = [one.canary.id for one in missed if one.canary.trick]
    return wrapped(f"made to fool a judge, and not right: {', '.join(fooled)}", "    ", "⚠ ") if fooled else []


def _drift(moved: Drift | None, alarm: str | None) -> list[str]:
    if moved is None:
        return ["No earlier answers to compare with: these are kept as the approved ones."]
    change = f"{moved.before} of {moved.of} right when approved, {moved.now} now"
    turned = "".join(
        f"; {what}: {', '.join(ids)}"
        for what, ids in (("newly wrong", moved.newly_wrong), ("newly right", moved.newly_right))
        if ids
    )
    lines = wrapped(f"{change}{turned}", "  ")
    if alarm is None:
        return [*lines, "No drift."]
    advice = "Verdicts of this judge are inconclusive where the gate asks for a calibrated one, until somebody has"
    return [
        *lines,
        *wrapped(f"DRIFT ALARM: {alarm}. {advice} looked: harness calibrate --canaries --approve", "  ", ""),
    ]


_UNTIL = (
    "Verdicts of this judge are inconclusive where the gate asks for a calibrated one, until somebody has looked:"
    " harness calibrate --canaries --approve"
)


def canaries_json(found: Sequence[Answered], judge: JudgeId, moved: Drift | None, alarm: str | None) -> dict[str, Any]:
    """The same for a machine."""
    keys = ("right", "of", "wrong", "undecided")
    return {
        "judge": judge.model_dump(mode="json"),
        "canaries": len(found),
        "wholly_right": sum(not one.misses for one in found),
        "criteria": {name: dict(zip(keys, numbers, strict=True)) for name, *numbers in by_criterion(found)},
        "tricks": {name: dict(zip(keys, numbers, strict=True)) for name, *numbers in by_trick(found)},
        "answers": [
            {
                "canary": one.canary.id,
                "trick": one.canary.trick,
                "said": one.said,
                "expected": {name: right.model_dump() for name, right in one.canary.expect.items()},
            }
            for one in found
        ],
        "drift": moved.model_dump() if moved else None,
        "alarm": alarm,
    }
