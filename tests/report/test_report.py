"""What people read: the preview, a run, a conversation. Each is a snapshot that was looked at."""

from collections.abc import Callable
from pathlib import Path

import pytest

from harness.conversation.nouns import Transcript
from harness.plan.nouns import Plan
from harness.record import RECORD
from harness.report import preview, terminal
from harness.report.words import WIDTH, money, safe, wrapped
from harness.run import transcripts
from harness.target.embedded import DemoTarget
from harness.target.nouns import Reply
from harness.testing import DownTarget, LinesTarget
from tests.conftest import Runner, shown

Compare = Callable[[str, str], None]


def test_the_preview(plans: tuple[Plan, ...], snapshot: Compare) -> None:
    """What was understood of the shop's journeys reads well aloud."""
    snapshot("preview", "\n".join(line for plan in plans for line in [*preview.preview(plan, "journeys"), ""]))


def test_a_run_that_goes(run: Runner, snapshot: Compare) -> None:
    """A healthy agent: each journey in a line, the figures, the money, the limits, GO."""
    record = run()
    snapshot("run-go", shown(terminal.summary(record), Path(record.folder)))


def test_a_run_that_stops(run: Runner, snapshot: Compare) -> None:
    """Two faults: what broke in the author's words, with the quote, the first break, STOP."""
    record = run("charged-twice", "refund-cracked-item", target=DemoTarget(faults=("wrong-desk", "phantom-action")))
    snapshot("run-stop", shown(terminal.summary(record), Path(record.folder)))


def test_a_run_against_a_target_that_is_down(run: Runner, snapshot: Compare) -> None:
    """Nothing is judged, nobody is blamed, exit 4."""
    record = run("locked-out", "charged-twice", target=DownTarget("connection refused by 127.0.0.1:9"))
    snapshot("run-down", shown(terminal.summary(record), Path(record.folder)))


def test_a_conversation(run: Runner, plans: tuple[Plan, ...], snapshot: Compare) -> None:
    """A conversation beside the author's sentences, each with its mark and proof."""
    record = run("refund-cracked-item")
    case = "refund-cracked-item/toaster#1"
    held = transcripts(Path(record.folder) / RECORD, [case])[case]
    snapshot(
        "conversation", shown(terminal.conversation(record.plan("refund-cracked-item"), record.verdict(case), held))
    )


@pytest.mark.parametrize("fault", ["verbatim-loop", "wrong-desk", "wrong-amount", "phantom-action"])
def test_lines_fit_the_screen(run: Runner, fault: str) -> None:
    """Every line of a run and of its conversations fits 80 columns, but for paths that must stay whole."""
    record = run(target=DemoTarget(faults=(fault,)))
    held = transcripts(Path(record.folder) / RECORD)
    lines = terminal.summary(record)
    for outcome in record.outcomes:
        lines += terminal.conversation(record.plan(outcome.journey), record.verdict(outcome.case), held[outcome.case])
    assert [] == [line for line in lines if len(line) > WIDTH and record.folder not in line]


HOSTILE = "\x1b]0;owned\x07\x1b[2J<script>alert(1)</script>\u202egnp.exe\x00 ::error::x"


def test_nothing_from_outside_reaches_the_terminal_raw(run: Runner) -> None:
    """A reply full of escapes is printed as plain text: no control character, no right-to-left override."""
    record = run("locked-out", target=LinesTarget([Reply(text=HOSTILE, events=(), desk="\x1b[31mdesk")]))
    held: Transcript = next(iter(transcripts(Path(record.folder) / RECORD).values()))
    verdict = record.verdicts[0]
    lines = [*terminal.summary(record), *terminal.conversation(record.plan("locked-out"), verdict, held)]
    raw = [character for line in lines for character in line if not character.isprintable()]
    assert [] == raw
    assert any("alert(1)" in line for line in lines)


def test_money_is_written_as_people_write_it() -> None:
    """Two digits from one unit up, four below; zero is zero."""
    from decimal import Decimal

    assert ("$1.50", "£0.0432", "$0.00", "CHF 12.00") == (
        money(Decimal("1.5"), "USD"),
        money(Decimal("0.0432"), "GBP"),
        money(Decimal(0), "USD"),
        money(Decimal(12), "CHF"),
    )


def test_a_word_longer_than_the_screen_is_broken() -> None:
    """A megabyte without a blank does not tear the page."""
    assert all(len(line) <= WIDTH for line in wrapped("x" * 10_000, "    "))
    assert "a b" == safe("a\n\tb")
