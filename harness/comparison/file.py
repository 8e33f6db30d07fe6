"""baseline.json <-> Baseline: a file for version control, one line a variation, so that a review sees what changed."""

import contextlib
import json
import os
from pathlib import Path

from pydantic import ValidationError

from harness.secrets import scrub

from .baseline import Baseline, NoBaselineError

NAME = "baseline.json"
"""It lies where harness.toml does: beside the folder of journeys."""

LARGEST = 50_000_000


def read_baseline(path: Path) -> Baseline | None:
    """What was accepted; None when there is no such file. Raises NoBaselineError when the one there is of no use."""
    if not os.path.lexists(path):
        return None
    try:
        if not path.is_file() or path.stat().st_size > LARGEST:
            raise NoBaselineError(f"{path}: this is no baseline.")
        return Baseline.model_validate_json(path.read_bytes())
    except OSError as problem:
        raise NoBaselineError(f"{path} cannot be read: {problem.strerror or problem}.") from problem
    except ValidationError as problem:
        place = ".".join(str(part) for part in problem.errors()[0]["loc"])
        raise NoBaselineError(
            f"{path} is no baseline that this version can read (at '{place}'). Take it back from version control, or"
            " delete it and accept a run again: harness baseline accept"
        ) from problem


def write_baseline(path: Path, baseline: Baseline) -> None:
    """Keep it, whole or not at all: the same bytes for the same baseline. Raises NoBaselineError."""
    beside = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        beside.write_text(scrub(written(baseline)), encoding="utf-8", newline="\n")
        beside.replace(path)
    except OSError as problem:
        raise NoBaselineError(f"{path} cannot be written: {problem.strerror or problem}. It is unchanged.") from None
    finally:
        with contextlib.suppress(OSError):
            beside.unlink(missing_ok=True)


def written(baseline: Baseline) -> str:
    """The file's text: an identity a block, a variation a line."""
    whole = baseline.model_dump(mode="json", exclude_none=True)
    identities = json.dumps(whole["identities"], indent=2, ensure_ascii=False, sort_keys=True).replace("\n", "\n  ")
    rows = ",\n".join(f"    {json.dumps(row, ensure_ascii=False, sort_keys=True)}" for row in whole["stored"])
    version = whole["schema_version"]
    return f'{{\n  "schema_version": {version},\n  "identities": {identities},\n  "stored": [\n{rows}\n  ]\n}}\n'
