"""A run's record -> what was in force in it, by name, so that two runs can be laid side by side.

Anything may move a figure: the agent, its prompt and model, the journeys and the facts in them, the judge, the prices.
"""

from collections.abc import Iterable, Mapping
from hashlib import sha256
from typing import Any

from pydantic import BaseModel

from harness.plan.nouns import Plan, Policy
from harness.record.line import dumps
from harness.run import Manifest, RunRecord

GONE = ""
"""What a thing is in a run that has none of it."""

_SHORT = 12
"""Digits of a digest that are kept: enough to tell two apart."""


def things(record: RunRecord) -> dict[str, str]:
    """Name -> what it was, in few words or as a short digest; what a run has none of is left out."""
    manifest = record.manifest
    found = {
        "agent": f"{manifest.target} {manifest.target_version}".strip(),
        "agent's model": ", ".join(_models(record)),
        "customer": manifest.customer,
        "harness": manifest.harness,
        "judge": manifest.judge,
        "judge's rubric": manifest.judging.rubric[:_SHORT] if manifest.judging else GONE,
        "judge's prompt": manifest.judging.prompt[:_SHORT] if manifest.judging else GONE,
        "price book": _digest(manifest.prices) if manifest.prices.prices else GONE,
        "pins": (manifest.lock or GONE)[:_SHORT],
        **_settings(manifest),
        **{f"journey {name}": meaning[:_SHORT] for name, meaning in manifest.journeys.items()},
        **_knowledge(record.plans),
    }
    return {name: what for name, what in sorted(found.items()) if what}


def changed(before: Mapping[str, str], after: Mapping[str, str]) -> dict[str, tuple[str, str]]:
    """What differs from one run to another: name -> what it was and what it is, empty for what is not there."""
    names = sorted({*before, *after})
    both = {name: (before.get(name, GONE), after.get(name, GONE)) for name in names}
    return {name: pair for name, pair in both.items() if pair[0] != pair[1]}


def _models(record: RunRecord) -> list[str]:
    return sorted({entry.model for entry in record.entries if entry.role == "target" and entry.model})


def _settings(manifest: Manifest) -> dict[str, str]:
    """The settings that what is measured depends on, each by its name: a prompt among them is a digest. What the gate
    makes of it is left out."""
    return {
        f"setting {name}": _in_few(value) for name, value in manifest.settings.items() if not name.startswith("gate.")
    }


def _in_few(value: Any) -> str:
    words = value if isinstance(value, str) else dumps(value).decode()
    return words if len(words) <= 40 and "\n" not in words else _digest(value)


def _knowledge(plans: Iterable[Plan]) -> dict[str, str]:
    """The facts that the agent is held to, by the page or journey that they stand in."""
    facts: dict[str, set[str]] = {}
    for plan in plans:
        for reading in plan.readings:
            for item in reading.items:
                if isinstance(item, Policy):
                    facts.setdefault(reading.sentence.span.file, set()).add(item.about)
    return {f"facts in {file}": _digest(sorted(said)) for file, said in facts.items()}


def _digest(value: Any) -> str:
    plain = value.model_dump(mode="json") if isinstance(value, BaseModel) else value
    return sha256(dumps(plain)).hexdigest()[:_SHORT]
