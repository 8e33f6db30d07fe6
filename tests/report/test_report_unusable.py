"""What came instead of a reply can be looked at, and does nothing."""

from pathlib import Path

from harness.record import RECORD
from harness.report.unusable import SHOWN, told, unusable
from harness.target.nouns import TargetError
from harness.testing import LinesTarget
from tests.conftest import Runner

WILD = "\x1b]0;owned\x07\x1b[2J<script>\u202egnp</script> VERDICT: GO " * 100


def test_what_came_instead_of_a_reply_is_printed_and_harmless(run: Runner) -> None:
    """Why it was none, and how it begins: without a control character, and no more than can be read."""
    record = run("locked-out", target=LinesTarget([TargetError("the answer is not JSON", WILD)]))
    case = record.outcomes[0].case
    lines = told(unusable(Path(record.folder) / RECORD, [case])[case])
    text = "\n".join(lines)
    assert "turn 1 brought no reply: the answer is not JSON. What came instead:" in text
    assert "more characters on record" in text
    assert len(text) < SHOWN * 2
    assert not any(sign in text for sign in ("\x1b", "\x07", "\u202e"))
    assert all(len(line) <= 80 for line in lines)


def test_a_conversation_that_did_not_break_has_nothing_to_tell(run: Runner) -> None:
    """Nothing is printed of what never came."""
    record = run("locked-out")
    assert {} == unusable(Path(record.folder) / RECORD, [record.outcomes[0].case])
    assert [] == told(None)
