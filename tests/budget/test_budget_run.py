"""A run within its budget: what stops, what is kept, what goes on with more, and what is said of it."""

import asyncio
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from harness.assurance import Background, Cast, as_json, assure, compile_all
from harness.budget import Budgets
from harness.cli.options import Format
from harness.cli.resuming import resume_run
from harness.cli.running import run_journeys
from harness.journey.read import read_journeys
from harness.money import Price
from harness.plan.nouns import Plan
from harness.preparing.wanted import Wanted
from harness.record import RECORD, canonical_digest, read, verify
from harness.report import terminal
from harness.run import RunRecord
from harness.settings import DEMO_PRICE, Settings
from harness.target.embedded import DemoTarget
from harness.target.nouns import Reply, TargetError
from harness.testing import LinesTarget, ToldClock
from harness.trouble import Trouble
from harness.verdict import Judges
from tests.test_judged_run import JOURNEY, Charged, answers

HELD = ("locked-out", "charged-twice", "opening-hours")
JUDGE = Price(model="judge-1", input=Decimal(1), output=Decimal(10), on=date(2026, 11, 1), source="a test")

Within = Callable[..., RunRecord]


@pytest.fixture
def within(plans: tuple[Plan, ...], tmp_path: Path) -> Within:
    """A run of HELD within a budget, one conversation after the other; or the rest of one."""

    def hold(budget: dict[str, Any], resume: Path | None = None, target: Any = None, **run: Any) -> RunRecord:
        chosen = [plan for plan in plans if plan.journey in HELD]
        settings = Settings(budget=Budgets.model_validate(budget))
        settings = settings.model_copy(update={"run": settings.run.model_copy(update={"in_flight": 1, **run})})
        cast, reports = Cast(target or DemoTarget()), tmp_path / "reports"
        return asyncio.run(assure(chosen, cast, settings, reports, ToldClock(), Background(), resume=resume))

    return hold


def file(record: RunRecord) -> Path:
    return Path(record.folder) / RECORD


def spent(record: RunRecord) -> Decimal:
    return record.spent.money["USD"]


def test_a_run_stops_at_the_agents_bill_and_goes_on_with_more(within: Within) -> None:
    """Exit 6 with what was held; with more money it comes to the record that it would have come to."""
    whole = within({})
    part = within({"target": spent(whole) / 2})
    assert part.decision is not None
    assert part.stopped is not None
    assert ("inconclusive", 6) == (part.decision.decision, part.decision.exit_code)
    assert 0 < len(part.outcomes) < len(whole.outcomes) == part.stopped.planned
    assert set(part.stopped.missing) == {one.case for one in whole.outcomes} - {one.case for one in part.outcomes}
    dearest = max(row.charge.amount or 0 for row in whole.entries)
    assert spent(whole) / 2 <= spent(part) < spent(whole) / 2 + dearest
    again = within({"target": 5}, resume=file(part))
    assert again.decision == whole.decision
    assert again.stopped is None
    assert canonical_digest(file(whole)) == canonical_digest(file(again))
    assert verify(file(again)).ok


def test_what_a_stopped_run_prints_is_counts_and_the_overshoot(within: Within) -> None:
    """No rate of conversations that money chose; by how much the last turn went over; and how to go on."""
    record = within({"target": "0.005"})
    text = "\n".join(terminal.summary(record))
    over = spent(record) - Decimal("0.005")
    assert f"budget for the agent's bill: ${spent(record):.4f} of $0.0050: ${over:.4f} over" in text
    assert "No rates: the run stopped early" in text
    assert "resolution" not in text
    assert "NOT JUDGED" in text
    assert f"harness run --resume {record.manifest.run}" in text
    assert text.endswith("(exit 6)")
    assert [] == as_json(record)["measures"]
    assert as_json(record)["stopped"]["missing"]


def test_a_break_that_was_found_still_stops(within: Within) -> None:
    """What is missing cannot undo it: exit 1, and the budget is told beside it."""
    whole = within({}, target=DemoTarget(faults=["verbatim-loop"]))
    limit = spent(whole) * Decimal("0.8")
    record = within({"target": limit}, target=DemoTarget(faults=["verbatim-loop"]))
    assert record.decision is not None
    assert (1, True) == (record.decision.exit_code, 6 in record.decision.also)


def test_a_turn_without_a_price_stops_the_run_or_counts_as_the_ceiling(within: Within) -> None:
    """As the user chooses: nothing without a price is taken for free."""
    stopped = within({"target": 5}, target=LinesTarget(["I see."]))
    assert stopped.decision is not None
    assert 6 == stopped.decision.exit_code
    assert 1 == stopped.spent.calls
    assert "no price in USD" in stopped.decision.reasons[0].says
    counted = within({"target": "1.00", "unpriced": "0.25"}, target=LinesTarget(["I see."]))
    assert 4 == counted.spent.calls


def test_a_target_that_breaks_costs_what_the_dearest_turn_did(within: Within) -> None:
    """A turn without a reply has no price of its own, and stops nothing."""
    priced = Reply(text="I see.", **_tokens())
    record = within({"target": 5}, target=LinesTarget([priced, TargetError("gone")]))
    assert record.decision is not None
    assert 4 == record.decision.exit_code


def _tokens() -> dict[str, Any]:
    return {"tokens": {"fresh": 100, "output": 10}, "certainty": "reported", "model": DEMO_PRICE.model}


def test_runs_of_one_day_share_a_budget(within: Within) -> None:
    """What the first run of the day has spent is not there for the second."""
    whole = within({})
    day = {"target": spent(whole) * Decimal("1.5"), "per": "day"}
    first, second = within(day), within(day)
    assert first.stopped is None
    assert second.stopped is not None
    assert spent(first) + spent(second) < spent(whole) * 2


# ---- a journey's own budget ---------------------------------------------------------------------------------


def judged(folder: Path, text: str, budget: dict[str, Any], resume: Path | None = None) -> RunRecord:
    """One journey with a judge that reads, at a dollar for a million tokens in and ten for those out."""
    journeys = folder / "journeys"
    journeys.mkdir(exist_ok=True)
    (journeys / "parcel.md").write_text(text, encoding="utf-8")
    settings = Settings(budget=Budgets.model_validate(budget), prices=(JUDGE, DEMO_PRICE))
    plans = compile_all(read_journeys([journeys], journeys), settings.vocabulary)
    cast = Cast(DemoTarget(), judges=Judges(Charged(answers())))
    held = assure(plans, cast, settings, folder / "reports", ToldClock(), Background(), resume=resume)
    return asyncio.run(held)


def test_a_journeys_own_budget_is_kept(tmp_path: Path) -> None:
    """The journey says what it may cost; its conversation stops there, and the verdict line names it."""
    record = judged(tmp_path, JOURNEY.replace("Risk: medium", "Risk: medium · Budget: $0.002"), {})
    assert record.decision is not None
    assert 6 == record.decision.exit_code
    assert "the budget of parcel of 0.002 USD is reached" in record.decision.reasons[0].says
    assert () == record.outcomes


def test_a_journeys_budget_has_the_currency_that_it_is_written_with(tmp_path: Path) -> None:
    """Pounds are no dollars: the agent's dollars have no price in pounds, and that is said."""
    record = judged(tmp_path, JOURNEY.replace("Risk: medium", "Risk: medium · Budget: £5"), {})
    assert record.decision is not None
    assert "no price in GBP" in record.decision.reasons[0].says


# ---- our own calls ------------------------------------------------------------------------------------------


def test_what_cannot_be_judged_for_money_is_kept_and_judged_later(tmp_path: Path) -> None:
    """The conversation is held and paid for: with money for its judge it is judged, and nobody calls the agent."""
    poor = judged(tmp_path, JOURNEY, {"ours": "0.001"})
    assert poor.decision is not None
    assert 6 == poor.decision.exit_code
    assert [] == [row for row in poor.entries if row.role == "judge"]
    assert ["held", "run_stopped"] == [event.kind for event in read(file(poor))][-2:]
    rich = judged(tmp_path, JOURNEY, {"ours": "1"}, resume=file(poor))
    assert 1 == len(rich.outcomes)
    assert len([row for row in poor.entries if row.role == "target"]) == len(
        [row for row in rich.entries if row.role == "target"]
    )


def test_our_calls_are_never_over_their_budget(tmp_path: Path) -> None:
    """With room for one call's most and not for two, one is made: what was spent is within the limit."""
    whole = judged(tmp_path, JOURNEY, {})
    assert 2 == len([row for row in whole.entries if row.role == "judge"])
    for cents in (1, 5, 9, 10, 11, 20, 50):
        record = judged(tmp_path, JOURNEY, {"ours": cents / 100})
        rows = [row for row in record.entries if row.role == "judge"]
        assert sum(row.charge.amount or 0 for row in rows) <= Decimal(cents) / 100
    assert 2 == len(rows)


def test_a_judge_without_a_price_is_not_asked(tmp_path: Path) -> None:
    """A budget that nobody can reckon with is no budget: the sentence says what to write."""
    journeys = tmp_path / "one"
    journeys.mkdir()
    record = judged(journeys, JOURNEY, {"ours": "5 EUR"})
    assert record.decision is not None
    assert "acme/judge-1 has no price in EUR: name one under [[prices]]" in record.decision.reasons[0].says
    assert [] == [row for row in record.entries if row.role == "judge"]


# ---- the command line ---------------------------------------------------------------------------------------


def test_the_command_takes_budgets_and_goes_on_with_larger_ones(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """`--budget-target 0.002` ends with 6; `--resume last --budget-target 5` ends with 0; nonsense ends with 2."""
    monkeypatch.chdir(tmp_path)
    journeys = tmp_path / "journeys"
    journeys.mkdir()
    asks_only = [line for line in JOURNEY.splitlines() if "feel heard" not in line and "(critical)" not in line]
    text = "\n".join(asks_only).replace("- The agent lectures her.", "- The agent offers her a voucher.")
    (journeys / "parcel.md").write_text(text, encoding="utf-8")
    assert 6 == run_journeys([journeys], Wanted(budget_target="0.002"), Format.text)
    assert "exit 6" in capsys.readouterr().out.splitlines()[-1]
    assert 0 == resume_run([], Wanted(budget_target="5"), None, Format.text)
    with pytest.raises(Trouble, match="--budget: 'lots' is no amount of money"):
        run_journeys([journeys], Wanted(budget="lots"), Format.text)
