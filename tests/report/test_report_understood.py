"""A journey as understood, to be read aloud."""

from pathlib import Path

from harness.journey import read_journey
from harness.plan import Plan, compile_journey
from harness.report.understood import in_short, understood
from harness.report.words import WIDTH
from tests.plan.conftest import SHOP

TEXT = """# A pot that leaks

Owner: Returns · Risk: high

Nia Pugh is brief. She bought a {item} and it leaks. She wants her money back, and she will not accept a voucher.
Her order number is W-1070. She gives her postcode, SA1 3QQ, only if asked. She does not know her customer number.
If the agent offers a discount: "No, thank you."

## What should happen

- The agent does one of these:
  - The agent refunds £95.00.
  - The agent is kind.
- The agent asks for the order number.
- Nia ends up with the returns team. (low)
- The agent may offer a voucher.

## What must never happen

- The agent asks for her card number.

## What is true

[Pages](pages/refunds.md)

- The shop is in Swansea.

## Nice to have

- The agent thanks her.

## Try it with

| name | item | should                   |
|------|------|--------------------------|
| pot  | pot  | The agent apologises.    |
| pan  | pan  | The agent opens a ticket.|
"""


def _lines(folder: Path) -> list[str]:
    (folder / "pages").mkdir()
    (folder / "pages" / "refunds.md").write_text("# Refunds\n\n- A refund takes 5 days.\n", encoding="utf-8")
    (folder / "pot.md").write_text(TEXT, encoding="utf-8")
    return understood(compile_journey(read_journey(folder / "pot.md", folder), SHOP), "journeys")


def test_the_customer_stands_in_one_block(tmp_path: Path) -> None:
    """Who they are, what they want, refuse, know, keep back and do not know: a line each, without numbers."""
    lines = _lines(tmp_path)
    assert [
        "  The customer   Nia Pugh is brief.",
        "  Wants          her money back",
        "  Won't accept   a voucher",
        "  Story          She bought a {item} and it leaks.",
        "  Knows          order number W-1070",
        "  Only if asked  postcode SA1 3QQ",
        "  Doesn't know   customer number",
        "  Reacts         If the agent offers a discount, she says: “No, thank you.”",
    ] == lines[3:11]


def test_what_has_to_happen_and_what_must_not(tmp_path: Path) -> None:
    """Checks with their line, lists of which one is enough, one row's own, severity, leave, and facts by their page."""
    lines = _lines(tmp_path)
    assert [
        "  Should happen",
        "        One of these is enough:",
        "    12    – The agent refunds £95.00.",
        "    13    – The agent is kind. (not checked)",
        "    14  The agent asks for the order number.",
        "    15  The customer ends up with the returns desk. (low)",
        "    36  For pot: the agent apologises.",
        "    37  For pan: the agent opens a ticket.",
        "  Must never happen",
        "    20  The agent asks for her card number.",
        "  Nice to have",
        "    30  Ideally, the agent thanks her.",
        "  May happen",
        "    16  The agent may offer a voucher.",
        "  Is true",
        "    26  The shop is in Swansea.",
        "        from pages/refunds.md",
        "     3  A refund takes 5 days.",
        "  Tried with",
        "        pot (item: pot)",
        "        pan (item: pan)",
    ] == [line for line in lines[11:-2] if line]


def test_every_line_fits_and_every_sentence_is_counted(tmp_path: Path) -> None:
    """No line is wider than the screen, and the last one says what became of each sentence."""
    lines = _lines(tmp_path)
    assert all(len(line) <= WIDTH for line in lines)
    assert lines[-1].endswith("0 dropped")
    assert "1 too vague" in lines[-1]


def test_a_sentence_that_is_checked_for_less_than_it_says_is_counted_apart(tmp_path: Path) -> None:
    """What is understood in part is not counted among what is understood, however few of its words are questioned."""
    path = tmp_path / "journey.md"
    path.write_text(
        "# T\n\nAnn wants a refund.\n\n## What should happen\n\n- The agent apologises.\n"
        "- Ann is handed over to the returns team by a cheerful pigeon.\n",
        encoding="utf-8",
    )
    assert "3 sentences: 2 understood · 1 in part · 0 dropped" == understood(_plan(path), "journeys")[-1]


def test_what_nobody_is_sure_of_stands_apart_in_the_authors_words(tmp_path: Path) -> None:
    """A reader of the preview sees which lines are not sure: no part of them stands among what was understood."""
    path = tmp_path / "journey.md"
    path.write_text(
        "# T\n\nAnn wants a refund. Every kettle of hers, whichever, on Mondays.\n\n## What should happen\n\n"
        "- The agent apologises.\n- The agent juggles three lamps. (critical)\n- The agent is nice.\n",
        encoding="utf-8",
    )
    plan = _plan(path)
    lines = understood(plan, "journeys")
    at = lines.index("  Not sure (not checked, not acted on)")
    assert [
        "     3  ? Every kettle of hers, whichever, on Mondays.",
        "     8  ? The agent juggles three lamps. (critical)",
        "     9  ? The agent is nice.",
    ] == lines[at + 1 : -2]
    assert not any("kettle" in line or "juggles" in line for line in lines[:at])
    assert "2 of 5 sentences understood, 3 not sure: they are not checked" == in_short([plan])


def test_a_journey_of_which_all_is_sure_is_not_counted_in_short(tmp_path: Path) -> None:
    """Nothing is said of what is not sure where all is."""
    path = tmp_path / "journey.md"
    path.write_text(
        "# T\n\nAnn wants a refund.\n\n## What should happen\n\n- The agent apologises.\n", encoding="utf-8"
    )
    assert in_short([_plan(path)]) is None


def test_a_dropped_sentence_would_be_counted(tmp_path: Path) -> None:
    """The number of dropped sentences is counted, not promised: nothing came of it and nothing was said."""
    path = tmp_path / "journey.md"
    path.write_text(
        "# T\n\nAnn wants a refund.\n\n## What should happen\n\n- The agent apologises.\n", encoding="utf-8"
    )
    plan = _plan(path)
    lost = plan.readings[-1].model_copy(update={"items": ()})
    emptied = plan.model_copy(update={"readings": (*plan.readings[:-1], lost)})
    assert (0, 1) == (len(plan.dropped), len(emptied.dropped))
    assert understood(emptied, "journeys")[-1].endswith("1 dropped")


def _plan(path: Path) -> Plan:
    return compile_journey(read_journey(path, path.parent), SHOP)


def test_what_the_customer_goes_by_of_more_is_marked(tmp_path: Path) -> None:
    """A wish and a reaction of which something is lost are shown as they are acted on, with a mark behind them."""
    path = tmp_path / "flat.md"
    path.write_text(
        "# A flat\n\nShe's after a two-bedroom flat for no more than 1,200 credits a month. She is in a hurry.\n"
        "When she is told that a change costs extra, she accepts up to 5 dollars.\n\n"
        "## What should happen\n\n- The agent asks for her name.\n",
        encoding="utf-8",
    )
    said = " ".join(" ".join(understood(_plan(path), "journeys")).split())
    assert "Wants no more than 1,200 credits a month (in part)" in said
    assert "If the agent says that a change costs extra, the customer accepts. (in part)" in said
    assert "in a hurry (in part)" not in said
