"""The rest of the language: lines that look like headings, steps, rows with settings, and whatever people paste."""

import time
from collections.abc import Callable

import pytest

from harness.journey import Journey
from harness.journey.files import LARGEST, LONGEST_LINE

Read = Callable[..., Journey]


def texts(journey: Journey, heading: str) -> list[str]:
    """The sentences under a heading."""
    return [sentence.text for sentence in journey.sentences if sentence.heading == heading]


def codes(journey: Journey) -> list[str]:
    """The codes of the complaints, in order."""
    return [complaint.code for complaint in journey.complaints]


# ---- lines that look like headings --------------------------------------------------------------------------

LOOKALIKES = [
    "What should happen:",
    "**Expected**",
    "__Expected results:__",
    "Expected results",
    "##Expected",
    "**What shuold happen**",
    "- Expectations:",
]


@pytest.mark.parametrize("line", LOOKALIKES)
def test_a_plain_line_that_reads_like_a_heading_is_questioned(line: str, read: Read) -> None:
    """It is kept as a note, the author is told to begin it with ##, and what follows stays in sight."""
    journey = read(f"# T\n\nShe waits.\n\n{line}\n\n- The agent asks.\n")
    assert [("J003", "warning", "5")] == [(one.code, one.severity, str(one.span.line)) for one in journey.complaints]
    assert journey.complaints[0].suggestion.endswith("## What should happen")
    assert ["She waits.", "The agent asks."] == texts(journey, "customer")
    assert 1 == len(texts(journey, "notes"))


def test_following_the_suggestion_clears_it(read: Read) -> None:
    """With ## before it, the line is the heading that it looked like."""
    journey = read("# T\n\nShe waits.\n\n## What should happen\n\n- The agent asks.\n")
    assert ([], ["The agent asks."]) == (codes(journey), texts(journey, "should"))


@pytest.mark.parametrize(
    "line", ["Never!", "She never should.", "It was a success", "Never mind the rules", "Expected."]
)
def test_a_sentence_is_no_heading(line: str, read: Read) -> None:
    """Only a line that is nothing but the name of a section is questioned, not one that ends like a sentence."""
    assert ([], [line]) == ((journey := read(f"# T\n\n{line}\n")) and codes(journey), texts(journey, "customer"))


def test_underlined_titles_are_headings(read: Read) -> None:
    """A title and the name of a section may be underlined; any other line above a rule is a line."""
    journey = read("Late parcel\n===\n\nShe waits.\n\nExpected\n--------\n\nThe agent asks.\n\nIt ends.\n---\n")
    assert ("Late parcel", [], ["She waits."]) == (journey.title, codes(journey), texts(journey, "customer"))
    assert ["The agent asks.", "It ends."] == texts(journey, "should")


@pytest.mark.parametrize(
    "title", ["What should happen next", "Never ever", "Facts about refunds", "Wat must never hapen"]
)
def test_a_heading_with_more_words_is_questioned_with_the_nearest(title: str, read: Read) -> None:
    """A heading that begins like a known one, or nearly is one, names it."""
    (complaint,) = read(f"# T\n\n## {title}\n\n- The agent asks.\n").complaints
    assert complaint.suggestion.startswith("Did you mean 'What ")


# ---- lists --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("marks", ["-", "*", "+", "•", "–", "1.", "1)"])
def test_lists_nest_under_any_bullet(marks: str, read: Read) -> None:
    """Whatever the bullet, what is indented below it belongs to it, several deep; the rest does not."""
    journey = read(
        f"# T\n\n## Expected\n\n{marks} One of these:\n  {marks} It asks:\n      {marks} For the card.\n  {marks} It"
        f" waits.\n{marks} It ends.\n"
    )
    top, asks, card, waits, ends = journey.sentences
    assert [None, top.id, asks.id, top.id, None] == [one.group for one in (top, asks, card, waits, ends)]
    assert [True, False, True] == [one.any_of for one in (asks, card, waits)]


@pytest.mark.parametrize("words", ["any of:", "one of these:", "either", "Any one of the following:", "at least one:"])
def test_one_of_a_list_can_be_enough(words: str, read: Read) -> None:
    """A parent that says any of, one of, either or at least one asks for one of what it holds."""
    journey = read(f"# T\n\n## Expected\n\n- The agent does {words}\n  - It asks.\n  - It waits.\n")
    assert [False, True, True] == [one.any_of for one in journey.sentences]


@pytest.mark.parametrize("before", ["- She waits\n", "She waits\n", "> She waits\n", "### Later\n"])
def test_a_bullet_is_a_bullet_however_far_it_is_indented(before: str, read: Read) -> None:
    """No indentation turns a bullet into code, or into the end of the line above."""
    journey = read(f"# T\n\n## Expected\n\n{before}              - It asks\n")
    assert ["It asks"] == texts(journey, "should")[-1:]


@pytest.mark.parametrize("line", ["2026. That was the year.", "1984) she said.", "-5 degrees.", "#3 of them."])
def test_a_figure_that_begins_a_line_stays_in_it(line: str, read: Read) -> None:
    """A year, a negative number and a number after # are words, not marks of a list or a heading."""
    assert line == " ".join(texts(read(f"# T\n\n{line}\n"), "customer"))


def test_code_in_a_bullet_ends_where_it_is_closed(read: Read) -> None:
    """Its lines may begin left of the bullet; what follows it is read."""
    journey = read("# T\n\n## Expected\n\n- It asks.\n  ```\nx = 1\n  ```\n- It waits.\n")
    assert (["It asks.", "It waits."], ["J009"]) == (texts(journey, "should"), codes(journey))


def test_what_is_shown_in_code_is_no_comment(read: Read) -> None:
    """A comment that is opened inside code does not swallow what follows the code."""
    journey = read("# T\n\n```\n<!-- shown\n```\n\nShe waits.\n\n<!-- ```\nfor people -->\nHe goes.\n")
    assert ["She waits.", "He goes."] == texts(journey, "customer")
    assert ["```", "for people"] == " ".join(texts(journey, "notes")).replace("``` ", "```\n").split("\n")


def test_a_quotation_ends_with_its_last_mark(read: Read) -> None:
    """A line right below a quotation, without a mark of its own, is a line of its own."""
    assert ["She waits for", "him and goes"] == texts(read("# T\n\n> She waits for\nhim and goes\n"), "customer")


def test_a_line_right_below_a_table_is_no_row(read: Read) -> None:
    """What has no pipe is read as the sentences it holds."""
    journey = read("# T\n\n## Facts\n\n| what | fee |\n|--|--|\n| Delivery | £5 |\nIt is late. It ends.\n")
    assert ["Delivery | £5", "It is late.", "It ends."] == texts(journey, "facts")


def test_boxes_to_tick_are_bullets(read: Read) -> None:
    """A list of boxes is a list."""
    assert ["It asks.", "It waits."] == texts(read("# T\n\n## Expected\n\n- [ ] It asks.\n- [x] It waits.\n"), "should")


def test_a_line_broken_on_purpose_is_two_lines(read: Read) -> None:
    """Two blanks or a backslash at the end of a line part it from the next, when that begins anew."""
    for end in ("  ", "\\"):
        assert ["She waits", "He goes on"] == texts(read(f"# T\n\nShe waits{end}\nHe goes\non\n"), "customer")
    assert ["She waits for him."] == texts(read("# T\n\nShe waits  \nfor him.\n"), "customer")


# ---- steps --------------------------------------------------------------------------------------------------

STEPS = """# T

Feature: Delays
Scenario: A late flight
Given Mei is a regular member
And her flight was delayed
  by nine hours
When she asks for compensation
Then the agent checks her tier
But the agent does not pay
"""


def test_steps_are_read_under_the_heading_they_mean(read: Read) -> None:
    """Given and When are about the customer, Then about the agent, And and But about whichever came before."""
    journey = read(STEPS)
    assert ["Mei is a regular member", "her flight was delayed by nine hours", "she asks for compensation"] == texts(
        journey, "customer"
    )
    assert ["the agent checks her tier", "the agent does not pay"] == texts(journey, "should")
    assert ["Feature: Delays", "Scenario: A late flight"] == texts(journey, "notes")
    assert "5:7" == f"{journey.sentences[2].span.line}:{journey.sentences[2].span.col}"


def test_ordinary_english_is_not_taken_for_steps(read: Read) -> None:
    """A sentence with When, and one that begins with Then, are sentences."""
    text = "# T\n\nWhen the agent asks for a card, she gives none.\nThen she leaves.\n"
    assert ["When the agent asks for a card, she gives none.", "Then she leaves."] == texts(read(text), "customer")


# ---- rows ---------------------------------------------------------------------------------------------------


def test_a_row_may_have_its_own_settings(read: Read) -> None:
    """A column named like a setting overrides it for its row; an empty cell leaves the journey's."""
    journey = read(
        "# T\n\nRisk: high · Owner: Ann\n\nShe waits.\n\n## Try it with\n\n| name | risk | Trials | tags |\n"
        "|--|--|--|--|\n| a | low | 3 | x, y |\n| b | | | |\n"
    )
    first, second = journey.variations
    assert first.settings is not None
    assert ("low", 3, ("x", "y"), "Ann") == (
        first.settings.risk,
        first.settings.trials,
        first.settings.tags,
        first.settings.owner,
    )
    assert (None, {}, []) == (second.settings, second.values, codes(journey))


def test_a_wrong_setting_of_a_row_is_an_error_in_its_cell(read: Read) -> None:
    """The complaint points at the cell, says what would work, and the row keeps the journey's setting."""
    journey = read("# T\n\nShe waits.\n\n## Try it with\n\n| name | risk |\n|--|--|\n| a | huge |\n")
    (complaint,) = journey.complaints
    assert ("J010", "journey.md:9:7") == (complaint.code, str(complaint.span))
    assert "low, medium, high, critical" in complaint.suggestion


def test_names_and_segments_may_fill_slots(read: Read) -> None:
    """`{name}` and `{segment}` stand for the row's own name and segment."""
    journey = read(
        "# T\n\n{name} is a {segment} customer.\n\n## Try it with\n\n| name | segment |\n|--|--|\n| Ann | new |\n"
        "| Ben | old |\n"
    )
    assert [{"name": "Ann", "segment": "new"}, {"name": "Ben", "segment": "old"}] == [
        row.values for row in journey.variations
    ]
    assert (["Ann", "Ann"], []) == ([row.pair for row in journey.variations], codes(journey))


@pytest.mark.parametrize("cell", ["-", "a \\| b", "`x`", "**bold**", "“quoted”", "日本"])
def test_a_cell_holds_what_its_author_wrote(cell: str, read: Read) -> None:
    """Only an escaped pipe is written otherwise than it is read."""
    journey = read(f"# T\n\nShe bought {{item}}.\n\n## Try it with\n\n|item|\n|-|\n|{cell}|\n")
    assert [cell.replace("\\|", "|")] == [row.values["item"] for row in journey.variations]


# ---- includes -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "link", ["[Rules](page.md)", "[Rules](<page.md>)", '[Rules](page.md "Our rules")', "- [Rules](page.md)."]
)
def test_a_link_alone_on_its_line_takes_a_page_in(link: str, read: Read) -> None:
    """However the link is written, the page is read where it stands."""
    journey = read(f"# T\n\n## Facts\n\n{link}\n", page="Refunds take 5 days.\n")
    assert (["Refunds take 5 days."], []) == (texts(journey, "facts"), codes(journey))


def test_part_of_a_page_cannot_be_included(read: Read) -> None:
    """A link to a place in a page is an error, not a sentence."""
    journey = read("# T\n\n## Facts\n\n[Rules](page.md#fees)\n", page="Refunds take 5 days.\n")
    assert (["J006"], []) == (codes(journey), texts(journey, "facts"))


def test_links_in_notes_are_notes(read: Read) -> None:
    """Under Notes a link is for people: nothing is included, and nothing is wrong."""
    journey = read("# T\n\nShe waits.\n\n## Notes\n\n[Ticket](https://example.com/1)\n")
    assert (["[Ticket](https://example.com/1)"], []) == (texts(journey, "notes"), codes(journey))


# ---- whatever people paste ----------------------------------------------------------------------------------

PASTED = [
    ("She says “No. Never.” He’s ‘fine’.", ["She says “No. Never.”", "He’s ‘fine’."]),
    ("She\u00a0waits.\u00a0He\u00a0goes.", ["She waits.", "He goes."]),
    ("\tShe waits.\t He goes.", ["She waits.", "He goes."]),
    ("> She waits.\n> He goes.", ["She waits.", "He goes."]),
    ("משה ממתין. She waits.", ["משה ממתין.", "She waits."]),
    ("👩‍👩‍👧 waits. 😀 goes.", ["👩‍👩‍👧 waits.", "😀 goes."]),
    ("她等。他走！", ["她等。", "他走！"]),
    ("She *really* waits. **He** goes to [the shop](https://shop.example).", None),
    ("She runs `order.get. now` twice. He goes.", ["She runs `order.get. now` twice.", "He goes."]),
    ("\u00a0- She waits.", ["She waits."]),
]


@pytest.mark.parametrize(("text", "expected"), PASTED)
def test_text_from_anywhere_is_read(text: str, expected: list[str] | None, read: Read) -> None:
    """Curly quotes, odd blanks, quotations, other scripts, emoji and emphasis: each sentence keeps its words."""
    journey = read(f"# T\n\n{text}\n")
    assert (expected or text.replace(". ", ".\n").split("\n")) == texts(journey, "customer")


# ---- limits -------------------------------------------------------------------------------------------------

HUGE = {
    "a file of 5 MB": "# T\n\n" + "She waits.\n" * 500_000,
    "a line of 1 MB": "# T\n\n" + "She waits. " * 90_000,
    "a line one too long": "# T\n\n" + "x" * (LONGEST_LINE + 1),
    "a byte too many": "x" * (LARGEST + 1),
}


@pytest.mark.parametrize("text", HUGE.values(), ids=HUGE.keys())
def test_what_nobody_wrote_is_refused_in_a_sentence(text: str, read: Read) -> None:
    """A file or a line beyond any person's is refused at once, and the message says how large it is."""
    begin = time.process_time()
    journey = read(text)
    assert time.process_time() - begin < 0.5
    assert (["J001"], ()) == (codes(journey), journey.sentences)
    assert "too l" in journey.complaints[0].message


HOSTILE = {
    "bullets": "- The agent asks.\n" * 20_000,
    "nesting": "".join("  " * (depth % 40) + f"- {depth}\n" for depth in range(10_000)),
    "bullets on one line": "- " * 9_999 + "x",
    "quotations on one line": "> " * 9_999 + "x",
    "deep quotation": "".join(">" * (depth % 900) + " x\n" for depth in range(1_000)),
    "lines below a deep quotation": ">" * 900 + "x\n" + "a\n" * 30_000,
    "open brackets": ("(" * 9_000 + "\n") * 11,
    "brackets": ("()" * 9_000 + "\n") * 6,
    "open links": ("[" * 9_000 + "\n") * 11,
    "nested links": ("[a](" * 4_000 + "\n") * 11,
    "quotation marks": ('"' * 9_001 + "\n") * 11,
    "open quotations": ('say "x ' * 2_500 + "\n") * 11,
    "apostrophes": ("'x " * 6_000 + "\n") * 11,
    "stars": ("*a" * 9_000 + "\n") * 11,
    "columns": "| " + "a | " * 4_900 + "\n|" + "-|" * 4_900 + "\n| " + "b | " * 4_900,
    "rows": "| a | segment |\n|--|--|\n" + "| {x} | y |\n" * 20_000,
    "comments": "<!-- x -->\n" * 20_000,
    "open comments": "<!-- x\n" * 20_000,
    "fences": "```\n" * 20_001,
    "rules": "- - -\n" * 20_000,
    "headings": "## Expected\n" * 20_000,
    "unknown headings": "".join(f"## Wat shuold hapen {number}\n" for number in range(30_000)),
    "bold lines": "".join(f"**Wat shuold hapen {number}**\n\n" for number in range(30_000)),
    "bold words": "**a**\n\n" * 20_000,
    "unknown settings": "".join(f"riks: {number}\n" for number in range(30_000)),
    "underlines": "Expected\n===\n" * 20_000,
    "tabs": ("\t" * 9_000 + "x\n") * 11,
    "full stops": ("a." * 9_000 + "\n") * 11,
    "slots": ("{" * 9_000 + "\n") * 11,
    "settings": "Owner: a · " * 1_800,
    "marks": "x (critical) " * 1_500,
    "steps": "Given x\nWhen y\nThen z\n" * 6_000,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_no_page_makes_reading_hang(name: str, read: Read) -> None:
    """However odd a page is, it is read in the time its size takes: a quarter of it takes no less than a sixteenth."""
    text = HOSTILE[name]
    heading = "## Try it with\n\n" if name in ("columns", "rows") else ""
    begin = time.process_time()
    read(f"# T\n\n{heading}{text}")
    assert time.process_time() - begin < 4
