"""A folder of journeys, side by side: titles given twice, and sentences that should be a page."""

import re
import time
from collections.abc import Mapping
from pathlib import Path

import pytest

from harness.journey import Complaint, read_journeys
from harness.plan import compile_journey
from harness.plan.remarks.alike import side_by_side
from harness.settings import Settings

VOCABULARY = Settings().vocabulary


def together(root: Path, files: Mapping[str, str]) -> tuple[Complaint, ...]:
    for name, text in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")
    journeys = read_journeys([root], root)
    return side_by_side(journeys, [compile_journey(one, VOCABULARY) for one in journeys])


def three(*lines: str, title: str = "What must never happen", folder: str = "") -> dict[str, str]:
    """Three journeys, each with one of these lines under a heading (the last line for those that have none)."""
    padded = [*lines, *[lines[-1]] * 3][:3]
    return {
        f"{folder}{name}.md": f"# The {name}\n\n{name.capitalize()} wants a refund.\n\n## {title}\n\n- {line}\n"
        for name, line in zip(("ann", "ben", "cas"), padded, strict=True)
    }


def test_two_journeys_of_one_title_are_told_apart(tmp_path: Path) -> None:
    """J020 stands at the second title; the title that it suggests clears it."""
    files = {"a.md": "# A refund\n", "b.md": "<!-- mine -->\n\n# A  Refund\n"}
    (found,) = together(tmp_path, files)
    assert ("J020", "b.md:3:1", "A Refund") == (found.code, str(found.span), found.words)
    suggested = re.search(r"'(# .+)'\Z", found.suggestion)
    assert suggested is not None
    assert () == together(tmp_path, {"b.md": f"{suggested[1]}\n"})


SHARED = [
    ("The agent asks for a password.",),
    ("The agent asks for her card number.", "The agent asks for his card number."),
    ("The agent asks Ann for a password.", "The agent asks Ben for a password.", "The agent asks Cas for a password."),
    ("The agent promises a refund to another card.", "The agent promised refunds to another card."),
]


@pytest.mark.parametrize("lines", SHARED, ids=[lines[0] for lines in SHARED])
def test_a_sentence_in_three_journeys_should_be_a_page(lines: tuple[str, ...], tmp_path: Path) -> None:
    """One complaint, at the first of them; the page and the link that it suggests clear it."""
    files = three(*lines)
    (found,) = together(tmp_path, files)
    assert ("J021", "info", "ann.md:7:3") == (found.code, found.severity, str(found.span))
    assert "in 3 journeys: also in ben.md, cas.md." in found.message
    followed = re.search(
        r"in a page (\S+), .* this line under 'What must never happen': (\[.+\]\(.+\))\Z", found.suggestion
    )
    assert followed is not None
    page, link = followed.groups()
    after = {name: re.sub(r"- .+", link, text) for name, text in files.items()}
    assert () == together(tmp_path, {**after, page: f"- {found.words}\n"})
    assert all(not one.complaints for one in read_journeys([tmp_path], tmp_path))


def test_a_page_for_journeys_in_folders_lies_where_all_can_reach_it(tmp_path: Path) -> None:
    """The link is written from the journey at which the complaint stands."""
    files = {
        f"{place}/{name}": text
        for place, (name, text) in zip("xyz", three("The agent shouts at her.").items(), strict=True)
    }
    (found,) = together(tmp_path, files)
    assert "in a page _shared-never.md" in found.suggestion
    assert found.suggestion.endswith("[What must never happen](../_shared-never.md)")


APART = [
    ("The agent asks for the order number.", "The agent asks for the account number.", "The agent asks for the name."),
    ("Refunds take 3 days.", "Refunds take 5 days.", "Refunds take 9 days."),
    ("The agent offers a voucher.", "The agent does not offer a voucher.", "The agent offers no refund."),
    ("The agent mentions {this}.",),
    ("It takes more than 8 turns.",),
    ("Ann is passed on to the billing team.", "Ben is passed on to the billing team."),
]


@pytest.mark.parametrize("lines", APART, ids=[lines[0] for lines in APART])
def test_what_differs_or_belongs_to_one_journey_stays_there(lines: tuple[str, ...], tmp_path: Path) -> None:
    """Another word, another figure, a denial, a slot, a bound, a desk: nothing to share."""
    assert () == together(tmp_path, three(*lines))


def test_two_are_not_many(tmp_path: Path) -> None:
    """A sentence in two journeys, or what a page already holds, is left alone."""
    files = three("The agent asks for a password.")
    assert () == together(tmp_path, dict(list(files.items())[:2]))
    linked = {name: re.sub(r"- .+", "[Never](_never.md)", text) for name, text in files.items()}
    assert () == together(tmp_path, {**linked, "_never.md": "- The agent asks for a password.\n"})


def test_many_sentences_of_the_same_journeys_make_one_page(tmp_path: Path) -> None:
    """Three policies that the same journeys repeat are one complaint, not three."""
    lines = "- Refunds take 5 days.\n- Delivery costs £3.95.\n- Gift cards cannot be returned.\n"
    files = {name: text.replace("- x\n", lines) for name, text in three("x", title="What is true").items()}
    (found,) = together(tmp_path, files)
    assert found.message.startswith("This and 2 other sentences stand in 3 journeys")


def test_a_thousand_journeys_are_compared_in_no_time(tmp_path: Path) -> None:
    """The work grows with the number of sentences, not with its square."""
    policies = "".join(f"- Parcels of size {size} cost £{size}.95.\n" for size in range(8))
    text = "# T {n}\n\nAnn wants a refund.\n\n## What is true\n\n- Item {n} costs £{n}.00.\n" + policies
    for number in range(1_000):
        (tmp_path / f"j{number:04}.md").write_text(text.replace("{n}", str(number)), encoding="utf-8")
    journeys = read_journeys([tmp_path], tmp_path)
    plans = [compile_journey(one, VOCABULARY) for one in journeys]
    start = time.process_time()
    found = side_by_side(journeys, plans)
    assert time.process_time() - start < 3
    assert ["J021"] == [one.code for one in found]
    assert "and 996 more" in found[0].message
