"""A tidy journey says what the untidy one said."""

import random
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from harness.journey import read_source
from harness.journey.headings import SYNONYMS
from harness.journey.read import is_page
from harness.journey.tidy import alike, tidied
from harness.plan import Vocabulary, compile_journey

SHOP = Path(__file__).parents[2] / "journeys"

UNTIDY = """\
#   Refund for a pot  ##
Owner: Returns | risk: high, Tags: refund
Hannah is polite,
   and in a hurry.\x20\x20\x20\t
* She wants her money back.
*   She bought:
    + a {item}
        • a {other}
1)  First.

2)  Second.



### Expected results:
 *  The agent asks for
 the order number.
    (critical)
<!--  a note

   of two lines   -->
```
  code\x20\x20


  more
```
## _Never_
- The agent asks for her “password”.
## Examples
|name|item|other|
|:--|---|--:|
|one|a casserole pot|a lid|
| two | 鍋 | b \\| c |
## Comments
   *   Keep   this.
"""

TIDY = """\
# Refund for a pot

Owner: Returns · Risk: high · Tags: refund

Hannah is polite,
and in a hurry.
- She wants her money back.
- She bought:
  - a {item}
    - a {other}
1. First.

2. Second.

## What should happen

- The agent asks for
  the order number.
  (critical)
<!--  a note

   of two lines   -->
```
  code\x20\x20


  more
```

## What must never happen

- The agent asks for her “password”.

## Try it with

| name | item            | other  |
|:-----|-----------------|-------:|
| one  | a casserole pot | a lid  |
| two  | 鍋              | b \\| c |

## Notes

   *   Keep   this.
"""


def test_a_tidy_journey_looks_like_this() -> None:
    """Headings, settings, bullets, tables and blank lines have one look; code, comments and notes keep theirs."""
    assert TIDY == tidied(UNTIDY)


def read(text: str) -> object:
    """A journey as it is read, in a folder where there is nothing to include."""
    return read_source(text, SHOP / "policies" / "tidy.md", SHOP)


def test_it_is_read_as_it_was_before() -> None:
    """The tidied example says the same, and tidying it again changes nothing."""
    assert alike(read(UNTIDY), read(TIDY))  # type: ignore[arg-type]
    assert TIDY == tidied(TIDY)


@pytest.mark.parametrize("path", sorted(SHOP.rglob("*.md")), ids=lambda path: path.stem)
def test_the_shops_journeys_are_tidy(path: Path) -> None:
    """What we hand out looks as `harness fmt` would have it, but for headings: each author has names of their own."""
    text = path.read_text(encoding="utf-8")
    page = is_page(path.relative_to(SHOP))
    assert _unheaded(text) == _unheaded(tidied(text, page=page))


def _unheaded(text: str) -> list[str]:
    return [line for line in text.split("\n") if not line.startswith("## ")]


SENTENCES = (
    "She wants a refund.",
    "The agent asks for the order number.",
    "The agent must say “5 to 7 days”.",
    "Her order is W-1042 (critical)",
    "She wants any of:",
    "2019) was a good year",
    'If asked: "No, thanks."',
    "| a | {b} |",
    "|a|b|",
    "- - twice",
    "> quoted",
    "\\",
    "a line\\",
    "a line  ",
    "[Refunds](policies/refunds.md)",
    "Risk: high, Owner:me",
    "Wrong: thing",
    "<!-- seen",
    "not --> seen",
    "```",
    "~~~",
    "***",
    "---",
    "===",
    "🙂 مرحبا",
    "# Again",
    "|---|:-:|",
    "",
    "   ",
)
FRONTS = (
    "",
    "",
    "",
    "- ",
    "* ",
    "+  ",
    "1. ",
    "12) ",
    "• ",
    "– ",
    "  - ",
    "    * ",
    "   ",
    "      ",
    "\t",
    "\t* ",
    "> ",
)
HEADINGS = (
    *(f"{'#' * level} {title}" for titles in SYNONYMS.values() for title in titles[:3] for level in (1, 2, 3)),
    "## Odd",
)

lines = st.one_of(
    st.builds(lambda front, words: front + words, st.sampled_from(FRONTS), st.sampled_from(SENTENCES)),
    st.sampled_from(HEADINGS),
    st.text(alphabet="aZ-*#>|`~ \t\\_.:{}é1)", max_size=12),
)
pages = st.lists(lines, max_size=24).map("\n".join)


def squeezed(text: str) -> list[str]:
    """The letters and digits of a text."""
    return [mark for mark in text if mark.isalnum()]


@settings(max_examples=300, deadline=None)
@given(pages)
@example("> Risk: high, Owner:me\nShe wants a refund.")
def test_tidying_twice_changes_nothing_more(page: str) -> None:
    """What is tidy stays as it is."""
    once = tidied(page)
    assert once == tidied(once)


@settings(max_examples=300, deadline=None)
@given(pages, st.booleans())
def test_no_word_is_lost(page: str, included: bool) -> None:
    """Every letter of prose is still there; headings that we know are written in our words."""
    text = "\n".join(line for line in page.split("\n") if not line.lstrip().startswith("#"))
    before, after = squeezed(text.casefold()), squeezed(tidied(text, page=included).casefold())
    assert before == after


def compiled(text: str) -> tuple[str, list[str]]:
    """The digest of meaning and the codes of the complaints."""
    plan = compile_journey(read_source(text, SHOP / "policies" / "tidy.md", SHOP), Vocabulary())
    return plan.meaning, sorted(complaint.code for complaint in plan.complaints)


@settings(max_examples=300, deadline=None)
@given(pages)
def test_what_is_read_alike_means_the_same(page: str) -> None:
    """Where tidying keeps every sentence in its place, digest of meaning and complaints are what they were."""
    if alike(read(page), read(tidied(page))):  # type: ignore[arg-type]
        assert compiled(page) == compiled(tidied(page))


def test_nearly_every_page_can_be_tidied() -> None:
    """Of made-up pages full of odd marks, less than one in a hundred would be read otherwise, and is left alone."""
    chance = random.Random(7)
    odd = 0
    for _ in range(500):
        page = "\n".join(
            chance.choice(HEADINGS) if chance.random() < 0.15 else chance.choice(FRONTS) + chance.choice(SENTENCES)
            for _ in range(chance.randrange(20))
        )
        odd += not alike(read(page), read(tidied(page)))  # type: ignore[arg-type]
    assert odd < 5
