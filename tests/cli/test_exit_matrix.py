"""Exit codes as a matrix: what applies, what comes first, and that every surface says the same."""

import itertools
import re
from typing import Any
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.assurance import as_json
from harness.gate import EXIT_MEANS, PRECEDENCE, Decision, GatePolicy, decide
from harness.journey.nouns import JourneySettings, Variation
from harness.money import Tokens
from harness.plan.nouns import Plan
from harness.report import terminal
from harness.report.github import annotations
from harness.report.junit import junit
from harness.report.markdown import summary
from harness.run import Manifest, RunRecord
from harness.verdict.nouns import Outcome, Verdict

CONDITIONS = ("failed", "critical", "journeys", "down", "budget", "inconclusive")
CODES = {"failed": 1, "critical": 1, "journeys": 3, "down": 4, "budget": 6, "inconclusive": 5}
EVERY = [chosen for size in range(7) for chosen in itertools.combinations(CONDITIONS, size)]


def outcome(name: str, **changes: Any) -> Outcome:
    facts: dict[str, Any] = {
        "case": f"{name}/-#1",
        "journey": name,
        "variation": "",
        "trial": 1,
        "why": "fixed",
        "risk": "medium",
        "validity": "valid",
        "ending": "satisfied",
        "results": {"resolution": "pass"},
        "turns": 4,
        "required": {"s1": "pass"},
        "tokens": Tokens(),
    }
    return Outcome(**(facts | changes))


def held(chosen: tuple[str, ...]) -> list[Outcome]:
    """Conversations in which all of this is the case, beside one that is healthy."""
    found = {
        "failed": outcome("failed", required={"s1": "fail"}),
        "critical": outcome("critical", required={"s1": "fail"}, critical=("s1",)),
        "down": outcome("down", validity="infra_error", ending="target_error", required={}, results={}),
        "inconclusive": outcome("open", required={"s1": "cannot_tell"}),
    }
    return [outcome("healthy"), *(found[name] for name in chosen if name in found)]


def decided(chosen: tuple[str, ...], policy: GatePolicy | None = None) -> Decision:
    broken = ["unread"] if "journeys" in chosen else []
    stopped = ["the budget for our calls is spent"] if "budget" in chosen else []
    return decide(held(chosen), policy or GatePolicy(), broken, stopped=stopped)


def record_of(outcomes: list[Outcome], decision: Decision) -> RunRecord:
    manifest = Manifest(
        run="20261121-090000-abcd",
        harness="0",
        target="demo",
        target_version="1",
        judge="rules/6",
        customer="scripted/3",
        seed=7,
        trials=1,
    )
    verdicts = tuple(Verdict(case=one.case, validity=one.validity, ending=one.ending) for one in outcomes)
    plans = tuple(plan_of(name) for name in dict.fromkeys(one.journey for one in outcomes))
    return RunRecord(
        folder="reports/x",
        manifest=manifest,
        plans=plans,
        verdicts=verdicts,
        outcomes=tuple(outcomes),
        decision=decision,
    )


def plan_of(name: str) -> Plan:
    return Plan(
        journey=name,
        title=name,
        file=f"{name}.md",
        settings=JourneySettings(),
        readings=(),
        variations=(Variation(name="", values={}),),
        complaints=(),
        compiler="1",
        meaning="",
        text_digest="",
    )


@pytest.mark.parametrize("chosen", EVERY, ids=lambda chosen: "+".join(chosen) or "healthy")
def test_the_first_of_what_applies_is_the_code(chosen: tuple[str, ...]) -> None:
    """1, 3, 4, 6, 5 in this order, and everything else that applied under `also`, in the same order."""
    decision = decided(chosen)
    applied = [code for code in PRECEDENCE if code in {CODES[name] for name in chosen}]
    assert (applied[0] if applied else 0) == decision.exit_code
    assert applied[1:] == list(decision.also)
    word = {0: "go", 1: "stop"}.get(decision.exit_code, "inconclusive")
    assert word == decision.decision
    if "critical" in chosen:
        assert decision.reasons[0].critical


@pytest.mark.parametrize("chosen", EVERY, ids=lambda chosen: "+".join(chosen) or "healthy")
@pytest.mark.parametrize("policy", ["block", "warn"])
def test_every_surface_says_the_same(chosen: tuple[str, ...], policy: Any) -> None:
    """The last printed line, the JSON, the summary's heading and last line, the annotation and the code."""
    agree(held(chosen), decided(chosen, GatePolicy(inconclusive=policy)))


def agree(outcomes: list[Outcome], decision: Decision) -> None:
    record = record_of(outcomes, decision)
    last = terminal.closing(record)[-1]
    said = re.fullmatch(r"VERDICT: (GO|STOP|INCONCLUSIVE)( \(allowed by policy\))? — .+   \(exit (\d+)\)", last)
    assert said
    assert decision.exit_code == int(said[3])
    assert (decision.decision, decision.allowed) == (said[1].lower(), bool(said[2]))
    machine = as_json(record)["decision"]
    assert (decision.exit_code, list(decision.also)) == (machine["exit_code"], machine["also"])
    text = summary(record)
    assert last == text.splitlines()[-1]
    assert f"(exit {decision.exit_code})" in text.splitlines()[0]
    assert text.splitlines()[0].startswith(f"## VERDICT: {said[1]}")
    annotated = annotations(record)[-1]
    assert f"(exit {decision.exit_code})" in annotated
    assert annotated.startswith("::notice" if decision.exit_code == 0 else "::error")
    assert decision.exit_code in EXIT_MEANS
    failures = int(ElementTree.fromstring(junit(record)).get("failures", "0"))  # noqa: S314  # it is our own
    assert failures == 0 or decision.exit_code != 0


MARKS = st.sampled_from(["pass", "fail", "cannot_tell", "not_exercised", "not_applicable"])
OUTCOMES = st.lists(
    st.builds(
        lambda number, mark, validity, critical: outcome(
            f"j{number}",
            case=f"j{number}/-#{mark}{validity}{critical}",
            validity=validity,
            ending="satisfied" if validity == "valid" else "target_error",
            required={"s1": mark} if validity == "valid" else {},
            results={"resolution": "pass"} if validity == "valid" else {},
            critical=("s1",) if critical and mark == "fail" and validity == "valid" else (),
        ),
        st.integers(0, 3),
        MARKS,
        st.sampled_from(["valid", "valid", "valid", "infra_error", "invalid_simulation"]),
        st.booleans(),
    ),
    max_size=8,
    unique_by=lambda one: one.case,
)
POLICIES = st.builds(
    GatePolicy, prove=st.sampled_from([None, 0.5, 0.9]), inconclusive=st.sampled_from(["block", "warn"])
)


@given(OUTCOMES, POLICIES, st.booleans(), st.booleans())
def test_whatever_was_held_every_surface_says_the_same(
    outcomes: list[Outcome], policy: GatePolicy, broken: bool, stopped: bool
) -> None:
    """Any conversations under any policy: one value, and no two surfaces that disagree."""
    decision = decide(outcomes, policy, ["unread"] if broken else [], stopped=["spent"] if stopped else [])
    agree(outcomes, decision)
    if decision.exit_code == 0 and not decision.allowed:
        assert not decision.reasons
