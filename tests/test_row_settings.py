"""A row of *Try it with* may have settings of its own; the run follows them."""

from pathlib import Path

from harness.assurance import cases_of
from harness.conversation.nouns import Case
from harness.journey import read_journey
from harness.plan import Plan, Vocabulary, compile_journey
from harness.plan.nouns import Judged
from harness.report.preview import preview

TEXT = """# Late parcel

Risk: medium · Trials: 2

Ann waits for her parcel. Her order number is {order}.

## What should happen

- The agent asks for the order number.
- The agent apologises. (low)

## Try it with

| name   | order  | risk     | trials | should                     |
|--------|--------|----------|--------|----------------------------|
| usual  | W-1042 |          |        | The agent refunds £39.00.  |
| urgent | W-1043 | critical | 3      | The agent refunds £40.00.  |
"""


def planned(text: str, folder: Path) -> Plan:
    """The plan of a journey written on the spot."""
    path = folder / "journey.md"
    path.write_text(text, encoding="utf-8")
    return compile_journey(read_journey(path, folder), Vocabulary())


def weights(case: Case) -> list[str]:
    """How much each thing that is checked matters."""
    return [item.severity for item in case.items if isinstance(item, Judged)]


def test_a_rows_trials_and_risk_hold_for_its_conversations(tmp_path: Path) -> None:
    """The riskier row goes first and is tried as often as it says; the other row is as the journey says."""
    cases = cases_of([planned(TEXT, tmp_path)], 1, 0)
    assert ["urgent"] * 3 + ["usual"] * 2 == [case.variation.name for case in cases]
    assert ["critical"] * 3 + ["medium"] * 2 == [case.plan.settings.risk for case in cases]


def test_what_has_no_mark_weighs_as_much_as_its_row(tmp_path: Path) -> None:
    """A row's risk is the weight of its checks, its own cells' included; a mark on a line stays as it is."""
    urgent, *_, usual = cases_of([planned(TEXT, tmp_path)], 1, 0)
    assert ["critical", "low", "critical"] == weights(urgent)
    assert ["medium", "low", "medium"] == weights(usual)


def test_a_setting_of_a_row_is_part_of_the_meaning(tmp_path: Path) -> None:
    """Changing it changes the digest of meaning."""
    assert planned(TEXT, tmp_path).meaning != planned(TEXT.replace("critical |", "high     |"), tmp_path).meaning


def test_the_preview_shows_what_a_row_overrides(tmp_path: Path) -> None:
    """The rows are listed with their settings, where these are not the journey's."""
    shown = "\n".join(preview(planned(TEXT, tmp_path), "."))
    assert "urgent (order: W-1043, risk: critical, trials: 3)" in shown
    assert "usual (order: W-1042)" in shown


def test_a_row_in_another_language_is_questioned(tmp_path: Path) -> None:
    """The customer speaks English in every row."""
    text = TEXT.replace("trials |", "language |").replace(" 3      ", " German ")
    assert ["J015"] == [one.code for one in planned(text, tmp_path).complaints if one.severity == "error"]
