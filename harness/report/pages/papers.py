"""The papers of a run: the evidence that lets somebody else check it, and the method by which its figures were got."""

from collections.abc import Mapping, Sequence
from typing import Any

from harness.criteria import CRITERIA
from harness.history.since import Since
from harness.judgement import Correction, Judgement, corrections
from harness.kpi import JUDGE_ALARM, Measure, judge_health
from harness.record import RECORD, Verification
from harness.run import RunRecord
from harness.verdict.standards import STANDARDS

from .. import later
from ..judging import reading as judging_lines
from ..terminal import untold
from ..words import count, percent
from .lines import WORDS

EVERY = 1_000_000
"""More places than a run has sentences: all are named."""


def evidence(
    record: RunRecord,
    began: str,
    checked: Verification,
    said: Sequence[Judgement | Correction],
    canonical: str | None,
    since: Since | None,
) -> dict[str, Any]:
    """Who, what, when; the digests; what was left out; what was said later; how to check it. `canonical`: the digest of
    the canonical record, where it was worked out; `since`: the run that this one was laid beside."""
    return {
        "facts": _facts(record, began),
        "journeys": sorted(record.manifest.journeys.items()),
        "settings": sorted((name, _plainly(value)) for name, value in record.manifest.settings.items()),
        "prices": record.manifest.prices.prices,
        "checked": checked,
        "excluded": [one for one in record.outcomes if one.validity != "valid"][:200],
        "excluded_in_all": sum(one.validity != "valid" for one in record.outcomes),
        "not_run": [plan for plan in record.plans if not plan.runnable],
        "corrections": [later.in_words(record, one) for one in corrections(said)],
        "again": [_again(one) for one in said if isinstance(one, Judgement)],
        "file": RECORD,
        "canonical": canonical,
        "since": since,
    }


def _plainly(value: Any) -> str:
    """A setting as people write it: `none`, `yes`, `wrong-amount, wrong-desk`, `alpha 0.05, bad 0.7`."""
    match value:
        case bool():
            return "yes" if value else "no"
        case None | [] | {}:
            return "none"
        case list():
            return ", ".join(map(_plainly, value))
        case dict():
            return ", ".join(f"{name} {_plainly(one)}" for name, one in value.items())
        case _:
            return str(value)


def _facts(record: RunRecord, began: str) -> list[tuple[str, str]]:
    manifest = record.manifest
    judging = manifest.judging
    read_by: Mapping[str, str] = (
        {"rubric": f"sha256:{judging.rubric}", "judge's prompt": f"sha256:{judging.prompt}"} if judging else {}
    )
    recorded = manifest.recorded
    facts = {
        "run": manifest.run,
        "begun": began,
        "held with": manifest.command,
        "agent under test": f"{manifest.target}, version {manifest.target_version}",
        "simulated customer": manifest.customer,
        "judged by": manifest.judge,
        **read_by,
        "confirmed with": manifest.confirmed_with or "",
        "recorded in": f"{recorded.source}, {count(recorded.conversations, 'conversation')}" if recorded else "",
        "by whom": "not on record: keep that where the record is kept",
        "profile": manifest.profile or "none",
        "seed": str(manifest.seed),
        "trials": str(manifest.trials),
        "harness": manifest.harness,
        "compiler": ", ".join(sorted({plan.compiler for plan in record.plans})),
        "lock of readings": f"sha256:{manifest.lock}" if manifest.lock else "none",
    }
    return [(name, value) for name, value in facts.items() if value]


def _again(judgement: Judgement) -> str:
    ended = "" if judgement.ended else ", not finished"
    started = judgement.started
    return f"judgement {started.number} by {started.judge} on {judgement.at[:10]}, {judgement.file.name}{ended}"


def method(record: RunRecord, found: Sequence[Measure]) -> dict[str, Any]:
    """What each figure and each criterion means, how sure they are, and all that was not tested."""
    health = judge_health(record.verdicts)
    return {
        "measures": found,
        "words": [(mark, says) for mark, says in WORDS.items() if says],
        "criteria": [(name, STANDARDS[name].holds, STANDARDS[name].rubric) for name in CRITERIA],
        "untold": untold(record, EVERY),
        "judging": " ".join(part.strip() for part in judging_lines(record)),
        "health": f"{percent(health.value)} of {health.n}" if health and health.value is not None else "",
        "alarm": percent(JUDGE_ALARM),
        "standing": record.decision.standing if record.decision else None,
        "conversations": len(record.outcomes),
        "valid": sum(one.validity == "valid" for one in record.outcomes),
    }
