"""Hidden failures: a slice that fares badly behind an average that looks fine is found, and told once."""

import random

import pytest

from harness.history import Cell
from harness.history.slices import QUESTIONS, hidden, scan, worst
from tests.history.made_up import cell, run_row

RUN = run_row(1)

WHERE = {"en-web": (190, 200), "en-voice": (95, 100), "es-web": (48, 50), "elderly-voice": (14, 20), "b2b": (28, 30)}


def of(journey: str, resolved: int, held: int, *traits: str, night: int = 1) -> Cell:
    listed = "[" + ",".join(f'"{one}"' for one in sorted(traits)) + "]"
    return cell(run_row(night), journey, failed=held - resolved, held=held, traits=listed)


def test_the_published_scan() -> None:
    """93.8 % of 400 resolved looks healthy; elderly by voice, 14 of 20, is flagged, and nothing else is."""
    found = {one.traits[0]: one for one in scan([of(name, *counts, f"tag:{name}") for name, counts in WHERE.items()])}
    elderly = found["tag:elderly-voice"]
    assert [0.0006904007, 0.0034520034, 0.81875] == pytest.approx(
        [elderly.p, elderly.adjusted, elderly.shrunken], abs=5e-11
    )
    assert (14, 20, 361, 380) == (elderly.hits, elderly.n, elderly.rest_hits, elderly.rest_n)
    assert elderly.interval.low < 0.7 < elderly.interval.high
    assert ["tag:elderly-voice"] == [name for name, one in found.items() if one.flagged]
    assert {0.8927} == {round(one.adjusted, 4) for name, one in found.items() if name != "tag:elderly-voice"}


def shop(resolved: int, held: int = 38, nights: int = 4) -> list[Cell]:
    """Nights of a shop: two segments, channels and three journeys; only refunds of elderly customers fare badly."""
    found = []
    for night in range(1, nights + 1):
        for journey in ("refund", "late", "club"):
            for segment in ("elderly", "standard"):
                for channel in ("voice", "chat"):
                    traits = (f"segment:{segment}", f"channel:{channel}", "language:English", f"tag:{journey}")
                    bad = (segment, journey) == ("elderly", "refund")
                    good = resolved if bad else held - (night % 2)
                    found.append(of(f"{journey}-{segment}", good, held, *traits, night=night))
    return found


def test_elderly_by_voice_is_found_behind_an_average() -> None:
    """Elderly customers by voice resolve 58 % behind an average of over 92 %: told once, with n and nights."""
    people = [("elderly", "voice", 22)] + 3 * [
        ("elderly", "chat", 37),
        ("standard", "voice", 37),
        ("standard", "chat", 37),
    ]
    cells = [
        of("refund", resolved, 38, f"segment:{who}", f"channel:{how}", night=night)
        for night in range(1, 5)
        for who, how, resolved in people
    ]
    resolved, held = sum(one.resolved for one in cells), sum(one.held for one in cells)
    assert resolved / held > 0.92
    (found,) = [one for one in hidden(cells) if one.question == "resolved"]
    assert ("elderly + voice", 88, 152, 4) == (found.name, found.hits, found.n, found.streak)
    assert 0.579 == pytest.approx(found.rate, abs=0.001)
    assert found.interval.high < 0.66


def test_what_a_worse_slice_explains_is_not_told_twice() -> None:
    """All refunds, and all elderly customers, look worse because of a few: only these are told."""
    cells = shop(resolved=10)
    flagged = [one.traits for one in scan(cells) if one.flagged]
    assert len(flagged) > 3
    told = [one for one in hidden(cells) if one.question == "resolved"]
    assert 1 == len(told)
    assert ("refund-elderly",) == told[0].journeys
    assert "elderly + refund" == told[0].name


def test_two_names_for_the_same_conversations_are_one_slice() -> None:
    """A tag that only one segment has is told as another name of it, not as a second failure."""
    cells = [of("late", 12, 30, "segment:b2b", "tag:invoice"), of("refund", 58, 60, "segment:private", "tag:card")]
    (found,) = [one for one in hidden(cells) if one.question == "resolved"]
    assert (("segment:b2b",), (("tag:invoice",),)) == (found.traits, found.also)


def test_too_few_conversations_are_no_slice() -> None:
    """Nine conversations that all failed are a journey to look at, not a rate to compare."""
    cells = [of("late", 0, 9, "tag:late"), of("refund", 58, 60, "tag:refund")]
    assert ["tag:refund"] == [one.traits[0] for one in scan(cells)]
    assert () == scan([])
    assert worst([]) is None


def test_a_healthy_shop_has_a_worst_slice_and_nothing_hidden() -> None:
    """The worst slice is always told, with its n; it is flagged only when chance does not explain it."""
    cells = shop(resolved=37)
    assert () == hidden(cells)
    found = worst(cells)
    assert found is not None
    assert not found.flagged


def test_chance_alone_flags_few() -> None:
    """In 200 shops where all fare alike, a slice is flagged in at most about one in twenty."""
    chance, flagged = random.Random(5), 0
    for _ in range(200):
        cells = [
            of(
                f"j{place}",
                sum(chance.random() < 0.9 for _ in range(12)),
                12,
                f"tag:{place % 7}",
                f"segment:{place % 3}",
            )
            for place in range(40)
        ]
        flagged += any(one.flagged for one in scan(cells, QUESTIONS[0]))
    assert flagged <= 0.05 * 200 + 3 * (0.05 * 0.95 * 200) ** 0.5
