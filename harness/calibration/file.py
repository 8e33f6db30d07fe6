"""calibration.json <-> Calibration, and what it says of the judge that is at work."""

import contextlib
import os
from pathlib import Path

from pydantic import ValidationError

from harness.criteria import Criterion
from harness.gate import Standing
from harness.report.words import percent
from harness.secrets import scrub
from harness.stats import KAPPA_AT_LEAST, TNR_AT_LEAST, cautious_kappa, tnr, usable_as_gate
from harness.trouble import Trouble

from .nouns import Calibrated, Calibration, JudgeId, Measured

NAME = "calibration.json"
LARGEST = 10_000_000


class CalibrationError(Trouble):
    """The calibration cannot be read or written: says where and why."""


def read_calibration(path: Path) -> Calibration | None:
    """What is kept; None when there is no such file. Raises CalibrationError when there is one that cannot be used."""
    if not os.path.lexists(path):
        return None
    try:
        if not path.is_file() or path.stat().st_size > LARGEST:
            raise CalibrationError(f"{path}: this is no calibration file.")
        return Calibration.model_validate_json(path.read_bytes())
    except OSError as problem:
        raise CalibrationError(f"{path} cannot be read: {problem.strerror or problem}.") from problem
    except ValidationError as problem:
        place = ".".join(str(part) for part in problem.errors()[0]["loc"])
        raise CalibrationError(
            f"{path} is no calibration that this version can read (at '{place}'). Take it back from version control,"
            " or delete it and calibrate again."
        ) from problem


def write_calibration(path: Path, calibration: Calibration) -> None:
    """Keep it, whole or not at all: the same bytes for the same calibration. Raises CalibrationError."""
    text = scrub(calibration.model_dump_json(indent=2, exclude_none=True))
    beside = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        beside.write_text(f"{text}\n", encoding="utf-8", newline="\n")
        beside.replace(path)
    except OSError as problem:
        raise CalibrationError(f"{path} cannot be written: {problem.strerror or problem}. It is unchanged.") from None
    finally:
        with contextlib.suppress(OSError):
            beside.unlink(missing_ok=True)


def standing(calibration: Calibration | None, judge: JudgeId) -> Standing:
    """How far people's labels speak for the judge that is at work."""
    held = calibration.people if calibration else None
    if held is None:
        return Standing(judge=judge.says, why_not="it was never held against labels of yours (harness calibrate)")
    if held.judge != judge:
        return Standing(judge=judge.says, why_not=f"{NAME} is of {_difference(held.judge, judge)}")
    canaries = calibration.canaries if calibration else None
    if canaries and canaries.alarm and canaries.judge == judge:
        return Standing(judge=judge.says, why_not=f"a drift alarm is open: {canaries.alarm}")
    whole = [one for one in held.criteria if not one.by_sentence]
    return Standing(
        judge=judge.says,
        labels=held.labels,
        on=held.on,
        usable=tuple(one.criterion for one in whole if usable_as_gate(one.weighted)),
        advisory=_advisory(held),
    )


def _difference(was: JudgeId, now: JudgeId) -> str:
    """What the calibrated judge has otherwise than the one at work."""
    if was.name != now.name:
        return f"another judge, {was.name}"
    if was.model != now.model:
        return f"{was.says}, with other models"
    return f"the same judge with another {'prompt' if was.prompt != now.prompt else 'rubric'}"


def _advisory(held: Calibrated) -> dict[Criterion, str]:
    return {
        one.criterion: release(one) for one in held.criteria if not one.by_sentence and not usable_as_gate(one.weighted)
    }


def release(one: Measured) -> str:
    """The release rule in words: what a judge's word on this criterion is good for."""
    if usable_as_gate(one.weighted):
        return "usable as a gate"
    found, finds = cautious_kappa(one.weighted), tnr(one.weighted)
    if finds is None or found is None or not one.weighted.passes:
        missing = "pass" if one.weighted.fails else "fail"
        return f"advice only: no {missing} among the labels, so it is not known whether the judge would see one"
    parts = []
    if finds < TNR_AT_LEAST:
        parts.append(f"it finds {percent(finds)} of true fails, under {percent(TNR_AT_LEAST)}")
    if found.interval.low < KAPPA_AT_LEAST:
        parts.append(f"kappa may be as low as {found.interval.low:.2f}, under {KAPPA_AT_LEAST:.2f}")
    return f"advice only: {', and '.join(parts)}"
