"""The life of a finding: seen, mended when that is shown, come back, guarded; and how well the loop closes."""

from decimal import Decimal

import pytest

from harness.history import Chapter, Failure, Guard, JourneyRow
from harness.history.life import Finding, LastNight, lives, loop_of, trials_to_be_sure
from harness.kpi.feedback import feedback
from tests.history.made_up import run_row


def run(number: int) -> str:
    return run_row(number).run


def chapter(number: int, failed: int = 5, held: int = 0, then: int = 0, clean: int = 0) -> Chapter:
    return Chapter("late", "looping", run(number), failed, held, then, run(clean) if clean else "")


def failure(number: int, journey: str = "late") -> Failure:
    return Failure(
        run(number), journey, "looping", "looping", "high", "asked again", "", f"{journey}/-#1", 2, "“Your order?”"
    )


def journey(name: str = "late", valid: int = 5) -> JourneyRow:
    return JourneyRow(run(30), name, name, f"{name}.md", "Orders", "high", True, valid)


def life(*chapters: Chapter, last: LastNight | None = None) -> Finding:
    stands = last or LastNight(run(30), {"late": journey()})
    (found,) = lives(chapters, [failure(1)], stands)
    return found


@pytest.mark.parametrize(
    ("rate", "trials"), [(0.01, 299), (0.02, 149), (0.05, 59), (0.1, 29), (0.2, 14), (0.3, 9), (0.5, 5), (1.0, 1)]
)
def test_a_rare_break_needs_many_clean_trials(rate: float, trials: int) -> None:
    """The published numbers of trials that would have shown a break of this rate with 95 %."""
    assert trials == trials_to_be_sure(rate)


def test_what_always_broke_is_mended_by_the_first_clean_trial() -> None:
    """It failed every time in one night; the next night held: mended there, and guarded by its own journey."""
    found = life(chapter(3, then=5, clean=4))
    assert ("mended", run(4), 0, ("late",), "Orders") == (
        found.standing,
        found.fixed_in,
        found.trials_left,
        found.guards,
        found.owner,
    )


def test_one_clean_night_does_not_mend_what_broke_now_and_then() -> None:
    """One in ten broke: after five clean trials it only looks mended, and 24 more are to come."""
    found = life(chapter(3, failed=1, held=9, then=5, clean=4))
    assert ("looks mended", 24) == (found.standing, found.trials_left)
    assert "" == found.first_fixed_in


def test_what_comes_back_after_it_was_mended_has_recurred() -> None:
    """Mended on night 4, broken again on night 9: open again, once come back, and its first fix is remembered."""
    found = life(chapter(3, then=5, clean=4), chapter(9))
    assert ("open", 1, run(4), run(3), run(9), 2) == (
        found.standing,
        found.recurred,
        found.first_fixed_in,
        found.first_seen,
        found.last_seen,
        found.runs,
    )


def test_a_gap_too_short_to_show_anything_is_no_fix() -> None:
    """One clean trial between breaks of one in five mends nothing, so nothing has come back."""
    found = life(chapter(3, failed=1, held=4, then=1, clean=4), chapter(9, failed=1, held=4))
    assert ("open", 0) == (found.standing, found.recurred)


def test_a_captured_journey_guards_what_it_was_captured_from() -> None:
    """A journey whose notes name the conversation guards the finding, beside the journey that found it."""
    guard = Guard(run(30), "late-looping", run(3), "late/-#1")
    last = LastNight(run(30), {"late": journey(), "late-looping": journey("late-looping")}, guards=(guard,))
    assert ("late", "late-looping") == life(chapter(3), last=last).guards


def test_what_production_showed_is_mended_when_its_captured_journeys_hold() -> None:
    """A failure that customers met is open until it was captured, and until the captured journey holds."""
    guard = Guard(run(30), "from-production", run(3), "late/-#7")
    rows = {"from-production": journey("from-production")}
    stands = {
        "open": (LastNight(run(30)), LastNight(run(30), rows, frozenset({"from-production"}), (guard,))),
        "mended": (LastNight(run(30), rows, frozenset(), (guard,)),),
    }
    for standing, lasts in stands.items():
        for last in lasts:
            (found,) = lives([chapter(3)], [failure(3)], last, production=True)
            assert standing == found.standing
    assert (("from-production",), run(30)) == (found.guards, found.fixed_in)


# ---- the loop -------------------------------------------------------------------------------------------------


def test_the_published_effectiveness() -> None:
    """20 found, 16 guarded, 12 fixed, 2 come back: .5 in four days of seven, .35 in ten."""
    four, ten = (feedback(20, 16, 12, 2, days, 7) for days in (4, 10))
    assert [Decimal("0.5"), Decimal("0.35")] == [round(one.effectiveness.value or 0, 10) for one in (four, ten)]
    assert 0.8 == four.capture


def test_the_published_accuracy_leg_and_what_escaped() -> None:
    """3 of 25 reviewed verdicts overturned: .88 upheld. 4 of 20 findings came from production: a fifth escaped."""
    loop = feedback(20, 16, 12, 2, 4, 7, in_production=4, reviewed=25, overturned=3)
    assert (Decimal("0.88"), 25, Decimal("0.2"), 20) == (
        loop.upheld.value,
        loop.upheld.n,
        loop.escaped.value,
        loop.escaped.n,
    )
    nobody = feedback(0, 0, 0, 0, None, 7)
    assert (None, None) == (nobody.upheld.value, nobody.escaped.value)


def test_nothing_found_is_not_measured_and_nothing_mended_is_nought() -> None:
    """A team without findings has no effectiveness; one that mended nothing has none of it."""
    assert feedback(0, 0, 0, 0, None, 7).effectiveness.value is None
    assert 0 == feedback(3, 3, 0, 0, None, 7).effectiveness.value
    assert 0 == feedback(0, 0, 0, 0, None, 7).capture


def test_the_loop_is_made_of_the_lives() -> None:
    """One mended after a day, one come back, one open: two fixed, one of them come back, half a day over target."""
    last = LastNight(run(30), {name: journey(name) for name in ("late", "club", "pot")})
    chapters = [
        chapter(3, then=5, clean=4),
        Chapter("club", "looping", run(3), 5, 0, 5, run(5)),
        Chapter("club", "looping", run(9), 5, 0, 0, ""),
        Chapter("pot", "looping", run(9), 5, 0, 0, ""),
    ]
    found = lives(chapters, [failure(9, name) for name in ("late", "club", "pot")], last)
    told = loop_of(found, target_days=1)
    assert (3, 3, 2, 1, 1.5) == (told.found, told.guarded, told.fixed, told.recurred, told.median_days)
    assert Decimal("0.2222") == round(told.effectiveness.value or 0, 4)
    assert ["club", "pot", "late"] == [one.journey for one in found]
