"""Every figure in its view: by its vector where there is one, and never a nought where nothing was measured."""

from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from harness.assurance import cases_of
from harness.journey.nouns import JourneySettings, Variation
from harness.kpi import DIMENSIONS, KpiSettings, Measure, Session, View, sliced, views
from harness.kpi.confidence import Sure, bins, brier, calibration, ece, equal_mass, mce, overconfidence
from harness.kpi.ends import (
    abandonment,
    containment,
    deflection,
    engaged_containment,
    escalation,
    false_containment,
    first_contact,
    resolution,
)
from harness.kpi.latency import latencies
from harness.kpi.money import roi
from harness.kpi.parity import APART, TOO_FEW, compared, fared, parity
from harness.kpi.quality import hallucinated_replies
from harness.kpi.routing import Confused, confusion, routing_accuracy
from harness.kpi.traffic import heavier_than_the_rest, intensity, off_topic_sessions, off_topic_tokens
from harness.ledger import LedgerEntry
from harness.money import Charge, Tokens
from harness.plan.nouns import Plan
from harness.settings import read_settings
from harness.verdict.nouns import Finding, Opinion, Outcome, Quote, ReadBy, Routed, Ruling, Verdict, Vote
from tests.conftest import Runner


def plan(journey: str = "j", rows: Sequence[Variation] = (), **settings: Any) -> Plan:
    return Plan(
        journey=journey,
        title=journey,
        file=f"billing/{journey}.md",
        settings=JourneySettings(**settings),
        readings=(),
        variations=tuple(rows) or (Variation(name="", values={}),),
        complaints=(),
        compiler="test",
        meaning="0",
        text_digest="0",
    )


def session(trial: int = 1, verdict: dict[str, Any] | None = None, of: Plan | None = None, **changes: Any) -> Session:
    entries = changes.pop("entries", ())
    facts: dict[str, Any] = {
        "case": f"j/-#{trial}",
        "journey": of.journey if of else f"j{trial}",
        "variation": "",
        "trial": trial,
        "why": "fixed",
        "risk": "medium",
        "validity": "valid",
        "ending": "satisfied",
        "results": {"resolution": "pass"},
        "required": {},
        "resolved": "verified",
        "turns": 4,
        "tokens": Tokens(fresh=100),
    }
    outcome = Outcome(**(facts | changes))
    said = Verdict(case=outcome.case, validity="valid", ending=outcome.ending, **verdict) if verdict else None
    return Session(outcome, said, of, tuple(entries))


OFF = plan("poem", tags=("off topic",))
LEFT: dict[str, Any] = {"ending": "abandoned", "results": {"resolution": "fail"}, "resolved": "no"}
PASSED_ON: dict[str, Any] = {"ending": "handed_over", "results": {"resolution": "fail"}, "resolved": "no"}
UNSOLVED: dict[str, Any] = {"results": {"resolution": "fail"}, "resolved": "no"}
KNOWN = KpiSettings(inbound_contacts=4000, agent_contacts=920, reopened=Decimal(40) / 560)


def published() -> list[Session]:
    """The 1,000 sessions of measurement 6."""
    kinds: list[tuple[int, dict[str, Any]]] = [(80, {"of": OFF}), (150, PASSED_ON), (120, LEFT), (560, {})]
    kinds.append((1000 - sum(n for n, _ in kinds), UNSOLVED))
    found = [facts for n, facts in kinds for _ in range(n)]
    return [session(number, **facts) for number, facts in enumerate(found)]


@pytest.fixture(scope="module")
def thousand() -> list[Session]:
    return published()


@pytest.mark.parametrize(
    ("measure", "value"),
    [
        (containment, ".8369565217"),
        (engaged_containment, ".7065217391"),
        (lambda held: escalation(held)[0], ".1630434783"),
        (abandonment, ".1304347826"),
        (lambda held: resolution(held, KNOWN), ".5652173913"),
        (lambda held: first_contact(held, KNOWN), ".5652173913"),
        (lambda held: false_containment(held, KNOWN), ".2717391304"),
        (lambda held: deflection(held, KNOWN), ".1925"),
    ],
)
def test_how_conversations_end_as_published(measure: Any, value: str, thousand: list[Session]) -> None:
    """The vector of measurement 6: off-topic traffic is in no rate, reopened contacts are not resolved."""
    found = measure(thousand)
    assert (Decimal(value), 920) == (round(found.value, len(value) - 1), found.n)
    assert found.interval.low < found.value < found.interval.high


def test_what_only_the_business_knows_is_not_measured_without_it(thousand: list[Session]) -> None:
    """No contacts, no returns: deflection and first-contact resolution say what is missing, never 0 %."""
    nothing = KpiSettings()
    found = (deflection(thousand, nothing), first_contact(thousand, nothing))
    assert [None, None] == [one.value for one in found]
    assert all("harness.toml" in (one.note or "") for one in found)


def ruling(criterion: str, **fields: Any) -> dict[str, Any]:
    facts = {"criterion": criterion, "result": "pass", "why": "so", **fields}
    return {"rulings": (Ruling(**facts),)}


def way(expected: str, *actual: str, how: str = "correct") -> dict[str, Any]:
    routed = Routed(way=how, expected=(expected,), actual=actual, source="event")
    return ruling("misrouting", routed=routed)


def test_an_escalation_is_appropriate_where_the_author_wants_a_person() -> None:
    """Wanted or the right end: appropriate; unneeded: avoidable; nobody can tell: neither, and counted aloud."""
    held = [
        session(1, verdict=way("human", "human"), **PASSED_ON),
        session(2, ending="handed_over"),
        session(3, verdict=way("none", "billing", how="misroute_unneeded"), **PASSED_ON),
        session(4, ending="handed_over", results={"resolution": "cannot_tell"}, resolved=None),
        session(5),
    ]
    whole, right, wrong = escalation(held)
    assert [Decimal("0.8"), Decimal("0.4"), Decimal("0.2")] == [whole.value, right.value, wrong.value]
    assert "1 more" in (wrong.note or "")


def test_who_is_sent_where() -> None:
    """Detours come right in the end; the confusion matrix names the desk that a customer was sent to instead."""
    held = [
        session(1, verdict=way("billing", "billing")),
        session(2, verdict=way("billing", "orders", "billing", how="detour")),
        session(3, verdict=way("billing", "orders", how="misroute_wrong")),
        session(4, verdict=way("returns", how="misroute_missing")),
        session(5),
    ]
    assert (Decimal("0.5"), 4) == (routing_accuracy(held).value, routing_accuracy(held).n)
    assert (
        Confused(expected="billing", actual="billing", n=2),
        Confused(expected="billing", actual="orders", n=1),
        Confused(expected="returns", actual="none", n=1),
    ) == confusion(held)


def test_off_topic_traffic_as_published() -> None:
    """8 % of sessions with 22 % of the tokens: 2.75 times the average session, 3.2436 times the rest."""
    off = [session(n, of=OFF, tokens=Tokens(fresh=275)) for n in range(8)]
    held = off + [session(n, tokens=Tokens(fresh=7800)) for n in range(100, 192)]
    held = [*held, session(999, validity="invalid_simulation", tokens=Tokens(fresh=10**6))]
    assert (Decimal("0.08"), 100) == (off_topic_sessions(held).value, off_topic_sessions(held).n)
    exact = [session(n, of=OFF, tokens=Tokens(fresh=22 * 92)) for n in range(8)]
    exact += [session(n, tokens=Tokens(fresh=78 * 8)) for n in range(100, 192)]
    assert Decimal("0.22") == off_topic_tokens(exact).value
    assert Decimal("2.75") == intensity(exact).value
    rest = heavier_than_the_rest(Decimal("0.22"), Decimal("0.08"))
    assert Decimal("3.2436") == round(rest or Decimal(0), 4)


def test_untrue_replies_are_counted_by_reply_and_by_conversation() -> None:
    """One conversation of two is untrue; two of its four replies are, of eight in all."""
    shown = Quote(turn=1, speaker="agent", words="Delivered in an hour.")
    found = [
        Finding(
            criterion="hallucination", severity="high", turn=turn, summary="made up", detector="t/1", evidence=(shown,)
        )
        for turn in (1, 3, 3)
    ]
    untrue = ruling("hallucination", result="fail", findings=tuple(found))
    held = [
        session(1, verdict=untrue, results={"hallucination": "fail"}),
        session(2, verdict=ruling("hallucination"), results={"hallucination": "pass"}),
        session(3, verdict=ruling("hallucination", result="cannot_tell"), results={"hallucination": "cannot_tell"}),
    ]
    assert (Decimal("0.25"), 8) == (hallucinated_replies(held).value, hallucinated_replies(held).n)


def timed(seconds: Sequence[float]) -> Session:
    free = Charge(tokens=Tokens(), certainty="unknown")
    rows = [
        LedgerEntry(case="j/-#1", turn=n, role="target", payer="agent_owner", charge=free, seconds=one)
        for n, one in enumerate(seconds, 1)
    ]
    broken_off = rows[0].model_copy(update={"seconds": 99.0, "waste": True})
    return session(entries=[*rows, broken_off])


def test_reply_times_stand_against_their_limits() -> None:
    """The nearest-rank percentiles of a hundred replies; a limit is kept or it is not; no reply, no figure."""
    known = KpiSettings(seconds={"p50": 0.5, "p95": 0.9})
    found = latencies([timed([n / 100 for n in range(1, 101)])], known)
    assert [Decimal("0.5"), Decimal("0.95"), Decimal("0.99")] == [one.value for one in found]
    assert ["within the limit of 0.5 s", "over the limit of 0.9 s", None] == [one.note for one in found]
    assert found[0].interval
    assert (0.40, 0.61) == (found[0].interval.low, found[0].interval.high)
    assert {"no reply was timed"} == {one.note for one in latencies([], known)}


SURE = [
    Sure(confidence, bool(right))
    for confidence, right in zip(
        (0.97, 0.91, 0.88, 0.83, 0.77, 0.72, 0.66, 0.62, 0.57, 0.99), (1, 1, 0, 1, 1, 0, 1, 0, 1, 1), strict=True
    )
]


def test_calibration_as_published() -> None:
    """The vector of measurement 10.4, an edge belonging to the bin above it."""
    found = (ece(bins(SURE, 5)), ece(bins(SURE, 10)), brier(SURE))
    assert ("0.178000000000", "0.204000000000", "0.206860000000") == tuple(f"{one:.12f}" for one in found)
    assert 7.92 / 10 - 0.7 == pytest.approx(overconfidence(SURE))
    assert mce(bins(SURE, 5)) >= ece(bins(SURE, 5))
    assert [2, 2, 2, 2, 2] == [row.n for row in equal_mass(SURE, 5)]
    assert [4] == [row.number for row in bins([Sure(1.0, True)], 5)]


def voted(trial: int, says: Sequence[str]) -> Session:
    votes = tuple(
        Vote(judge="m", model="m", prompt="0", opinions=(Opinion(question="resolution", says=one, why="so"),))
        for one in says
    )
    read = ReadBy(judges=("m",), rubric="0", asked=("resolution",), votes=votes)
    return session(trial, verdict={"reading": read})


def test_calibration_is_not_shown_for_few_answers() -> None:
    """Under 200 answers that people have checked the error is biased: not measured, with how many there are."""
    held = [voted(n, ["fail", "fail", "pass"]) for n in range(200)]
    people = {(f"j/-#{n}", "resolution"): n % 3 != 0 for n in range(200)}
    few = calibration(held[:199], people)
    assert [(None, 199)] * 3 == [(one.value, one.n) for one in few]
    error, score, over = calibration(held, people)
    assert error.value is not None
    assert error.interval
    assert error.interval.low <= float(error.value) <= error.interval.high
    assert calibration(held, people) == (error, score, over)


def paired(segment: str, trial: int, resolved: bool) -> Session:
    rows = [Variation(name=name, values={}, segment=name, pair="native") for name in ("native", "dialect")]
    facts = {} if resolved else UNSOLVED
    return session(trial, of=plan("pairs", rows), variation=segment, case=f"pairs/{segment}#{trial}", **facts)


def test_segments_are_compared_in_pairs() -> None:
    """The same customer twice, in two dialects: 90 against 68 of 100, in pairs that came out differently 22 to none."""
    held = [paired("native", n, n < 90) for n in range(100)] + [paired("dialect", n, n < 68) for n in range(100)]
    (found,) = compared(held)
    assert ("native", "dialect", 100, 22, 0, APART) == (
        found.better,
        found.worse,
        found.pairs,
        found.only_better,
        found.only_worse,
        found.says,
    )
    measure = parity(held)
    assert measure.value is not None
    assert Decimal("0.7555555556") == round(measure.value, 10)
    assert measure.interval
    assert "0.65064774" == f"{measure.interval.low:.8f}"
    assert [("dialect", 68), ("native", 90)] == [(one.segment, one.resolved) for one in fared(held)]


def test_few_pairs_show_nothing() -> None:
    """Five pairs that all held are no proof of parity, and no alarm either."""
    held = [paired(segment, n, True) for segment in ("native", "dialect") for n in range(5)]
    assert [TOO_FEW] == [one.says for one in compared(held)]
    assert "no rows differ in nothing but a *Segment* column" == parity([session()]).note


def test_returns_depend_on_the_month() -> None:
    """100 a month for 40, and 300 spent first: a loss at three months, a profit at eighteen."""
    found = [roi(months, Decimal(100), Decimal(40), Decimal(300)) for months in (3, 18)]
    assert ["-0.2857", "0.7647"] == [f"{one:.4f}" for one in found if one is not None]


def test_a_run_in_four_views(run: Runner) -> None:
    """Every figure stands in one view only, each with formula and unit; what was not measured says why."""
    record = run("charged-twice", "locked-out")
    found = views(record)
    assert ["operational health", "customer experience", "financial performance", "AI integrity"] == [
        view.name for view in found
    ]
    figures = [measure for view in found for measure in view.measures]
    assert len(figures) == len({one.name for one in figures})
    assert all(one.formula and one.unit for one in figures)
    assert [] == [one.name for one in figures if one.value is None and not one.note]


def test_a_slice_holds_what_the_whole_holds(run: Runner) -> None:
    """By journey, intent, risk, desk or segment: the conversations and the money of the slices are the run's."""
    record = run("charged-twice", "locked-out")
    whole = named("cost per interaction", views(record))
    for by in DIMENSIONS:
        parts = [named("cost per interaction", one) for one in sliced(record, by).values()]
        assert whole.n == sum(part.n for part in parts)
        assert whole.value is not None
        assert whole.value * whole.n == sum((part.value or Decimal(0)) * part.n for part in parts)
    assert {"billing", "account"} == set(sliced(record, "intent"))


def named(name: str, found: Sequence[View]) -> Measure:
    return next(one for view in found for one in view.measures if one.name == name)


def test_illustrative_money_says_so(run: Runner) -> None:
    """The demo's tokens are characters / 4: whatever is made of its money carries the word."""
    known = KpiSettings(agent_contacts=1000, human_cost=Decimal(8))
    found = views(run("charged-twice"), known)
    for name in ("cost per interaction", "assurance share", "return on investment, 3 months"):
        assert "an estimate from characters" in (named(name, found).note or ""), name


def test_the_settings_of_the_guide_are_read(tmp_path: Path) -> None:
    """What docs/kpis.md tells people to write is what harness.toml takes."""
    page = (Path(__file__).parents[2] / "docs" / "kpis.md").read_text(encoding="utf-8")
    (tmp_path / "harness.toml").write_text(page.split("```toml\n")[1].split("```")[0], encoding="utf-8")
    known = read_settings(tmp_path).kpi
    assert (60_000, Decimal("0.07"), {"p50": 2.0, "p95": 6.0}) == (
        known.inbound_contacts,
        known.reopened,
        known.seconds,
    )


def test_paired_rows_are_held_with_the_same_luck(plans: tuple[Plan, ...]) -> None:
    """Two segments draw the same seed, trial by trial, so that chance is no difference between them."""
    moving = next(one for one in plans if one.journey == "moving-house-in-time")
    seeds: dict[int, set[int]] = {}
    for case in cases_of([moving], 3, 7):
        seeds.setdefault(case.trial, set()).add(case.seed)
    assert [1, 1, 1] == [len(one) for one in seeds.values()]
    assert 3 == len(set.union(*seeds.values()))
