"""The digest of a night: what changed, who fares badly behind the averages, what it cost, what to tidy."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from harness.history import Failure, Figure, HistorySettings, Indexed, JourneyRow, Mark, NightSettings, Spending
from harness.history.digesting import Digest, Stale, digest, the_night
from harness.history.store import History, open_history
from harness.history.trouble import HistoryError
from harness.money import Price, PriceBook
from harness.report.digest import markdown
from tests.history.made_up import cell, run_row

WHO = {"elderly": ("segment:elderly", "channel:voice"), "younger": ("segment:younger", "channel:voice")}


def priced(times: int) -> str:
    price = Price(model="m", input=Decimal(2 * times), output=Decimal(0), on=date(2026, 11, 1), source="a list")
    return PriceBook(prices=(price,)).model_dump_json()


def indexed(number: int, failed: int = 0, times: int = 1, **run: Any) -> Indexed:
    """A night of two journeys; in `late`, so many of the 20 conversations of elderly customers fail."""
    row = run_row(number, prices=priced(times), **run)
    cells = [
        cell(
            row,
            "late",
            failed if who == "elderly" else 0,
            variation=who,
            traits=json.dumps(sorted(traits)),
            billionths=40 * 10**9 * times,
        )
        for who, traits in WHO.items()
    ]
    chat = '["channel:chat","segment:younger"]'
    cells.append(cell(row, "refund", held=60, traits=chat, billionths=120 * 10**9 * times))
    resolved = sum(one.resolved for one in cells)
    spent = Decimal(100_000_000) * 2 * times / 10**6
    failure = Failure(
        row.run, "late", "looping", "looping", "high", "asked again", "", "late/elderly#3", 2, "“Your order?”"
    )
    return Indexed(
        run=row,
        journeys=tuple(
            JourneyRow(row.run, name, name, f"{name}.md", "Orders", "high", runnable, 40 if runnable else 0)
            for name, runnable in (("late", True), ("refund", True), ("broken", False))
        ),
        figures=(
            Figure(row.run, "cost per resolved outcome", str(spent / resolved), resolved, None, None, "USD", ""),
            Figure(row.run, "off-topic sessions", "0.08", 100, None, None, "share", ""),
            Figure(row.run, "off-topic tokens", "0.22", 100, None, None, "share", ""),
        ),
        cells=tuple(cells),
        marks=(Mark(row.run, "late", "looping", failed, 40 - failed),),
        failures=(failure,) if failed else (),
        guards=(),
        spending=(
            Spending(
                row.run, "target", "m", "reported", "USD", False, 500, 0, json.dumps({"fresh": 100_000_000}), str(spent)
            ),
        ),
    )


@pytest.fixture
def told(tmp_path: Path) -> Callable[..., Digest]:
    """The digest of the last of these nights."""

    @contextmanager
    def opened(nights: tuple[Indexed, ...]) -> Iterator[History]:
        with open_history(HistorySettings(), tmp_path) as history:
            for one in nights:
                history.put(one)
            yield history

    def tell(*nights: Indexed, stale: tuple[Stale, ...] = (), **settings: Any) -> Digest:
        wanted = NightSettings(**settings)
        with opened(nights) as history, history.reading() as connection:
            return digest(connection, the_night(connection, None, wanted), wanted, stale)

    return tell


def quiet(nights: int) -> list[Indexed]:
    return [indexed(number) for number in range(1, nights + 1)]


def test_a_bad_night_is_told_as_people_read_it(
    told: Callable[..., Digest], snapshot: Callable[[str, str], None]
) -> None:
    """Twelve quiet nights, then elderly customers loop and the price doubles: all of it, in a minute's reading."""
    things = json.dumps({"facts in delivery.md": "fedcba987654", "agent": "support 2"})
    before = [
        replace(
            one, run=replace(one.run, things=json.dumps({"facts in delivery.md": "0123456789ab", "agent": "support 1"}))
        )
        for one in quiet(12)
    ]
    budget = json.dumps({"target": "300 USD", "unpriced": "stop"})
    bad = indexed(13, failed=9, times=2, things=things, budget=budget, decision="stop")
    found = told(*before, bad, stale=(Stale("It is all fine.", 120), Stale("The agent copes.", 91)))
    assert {"resolution failures", "cost per resolved outcome"} <= {one.series for one in found.breaches}
    assert {("segment:elderly",)} == {one.traits for one in found.hidden}
    assert (Decimal(2), Decimal("4.40"), Decimal("2.20")) == (
        found.week_cost,
        round(found.cost_per_resolved or Decimal(0), 2),
        round(found.old_prices or Decimal(0), 2),
    )
    snapshot("digest", markdown(found))


def test_a_quiet_night_is_short(told: Callable[..., Digest], snapshot: Callable[[str, str], None]) -> None:
    """Nothing moved: the digest says so, names the worst slice as what it is, and stops."""
    found = told(*quiet(9))
    assert () == (*found.breaches, *found.lately, *found.new, *found.hidden, *found.changes)
    snapshot("digest-quiet", markdown(found))


def test_the_first_night_has_nothing_to_be_compared_with(told: Callable[..., Digest]) -> None:
    """It says so, instead of calling everything new."""
    found = told(indexed(1))
    assert found.yesterday is None
    assert "first night of its line" in markdown(found)


def test_what_is_mended_comes_back_and_stays_open_is_told_once(told: Callable[..., Digest]) -> None:
    """Broken all the time on night 3, whole on night 4, broken again on night 6: new, mended, come back."""
    history = [indexed(1), indexed(2), indexed(3, failed=20), indexed(4), indexed(5), indexed(6, failed=20), indexed(7)]
    history = [
        replace(one, marks=(replace(one.marks[0], passed=20 if not one.marks[0].failed else 0),)) for one in history
    ]
    seen = [
        (len(one.new), len(one.mended), len(one.back))
        for one in (told(*history[: nights]) for nights in range(1, 8))
    ]  # fmt: skip
    assert [(0, 0, 0), (0, 0, 0), (1, 0, 0), (0, 1, 0), (0, 0, 0), (0, 0, 1), (0, 1, 0)] == seen


def test_journeys_that_nobody_holds_are_called_to_mind(told: Callable[..., Digest]) -> None:
    """A journey without a valid conversation for two weeks, and one that cannot be held at all."""
    idle = [
        replace(one, journeys=tuple(replace(row, valid=0) if row.journey == "refund" else row for row in one.journeys))
        for one in quiet(20)[5:]
    ]
    found = told(*quiet(5), *idle)
    assert [("broken", False), ("refund", True)] == [(one.journey, one.runnable) for one in found.idle]
    assert 15 == found.idle[1].nights
    assert "`refund` has not been exercised for 15 nights" in markdown(found)


def test_ci_runs_are_no_nights(told: Callable[..., Digest]) -> None:
    """A run of another profile or target stands in a line of its own."""
    other = indexed(8, failed=20, profile="ci")
    found = told(*quiet(7), other)
    assert ("nightly", 7, ()) == (found.run.profile, found.nights, found.new)


def test_without_a_run_there_is_nothing_to_tell(tmp_path: Path) -> None:
    """An empty history says what would fill it; a run that is not in it is named."""
    with open_history(HistorySettings(), tmp_path) as history, history.reading() as connection:
        with pytest.raises(HistoryError, match="there is no run to tell of yet"):
            the_night(connection, None, NightSettings())
        with pytest.raises(HistoryError, match="run 20261101 is not in the history"):
            the_night(connection, "20261101", NightSettings())


def test_hostile_words_stay_words(told: Callable[..., Digest]) -> None:
    """A reply with links, mentions, headings or back-ticks in it makes none of these in the digest."""
    evil = "![x](http://evil.example) @everyone <script> `` # all\n## Nothing failed"
    night = indexed(2, failed=3)
    night = replace(night, failures=(replace(night.failures[0], says=evil, words=evil, place=evil, example=evil),))
    text = markdown(told(indexed(1), night))
    assert "\n## Nothing failed" not in text
    outside = "".join(text.split("```")[::2])
    assert not any(sign in outside for sign in ("![x]", "@everyone", "<script>", "http://evil"))
