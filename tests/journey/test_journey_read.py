"""How a file becomes sentences: where each stands, under which heading, with what mark."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from harness.journey import Journey, JourneyError, read_journey, read_journeys
from harness.journey.headings import SYNONYMS

Read = Callable[..., Journey]


def texts(journey: Journey, heading: str) -> list[str]:
    """The sentences under a heading."""
    return [sentence.text for sentence in journey.sentences if sentence.heading == heading]


def codes(journey: Journey) -> list[str]:
    """The codes of the complaints, in order."""
    return [complaint.code for complaint in journey.complaints]


def test_prose_before_the_first_heading_is_the_customer(read: Read) -> None:
    """Whatever stands above the first heading is about the customer, sentence by sentence."""
    journey = read("# Late parcel\n\nMaria is tired. She wants\nher money back.\n")
    assert "Late parcel" == journey.title
    assert ["Maria is tired.", "She wants her money back."] == texts(journey, "customer")
    assert ["3:1-3:16", "3:17-4:16"] == [
        f"{one.span.line}:{one.span.col}-{one.span.end_line}:{one.span.end_col}" for one in journey.sentences
    ]


def test_settings_stand_under_the_title(read: Read) -> None:
    """The line under the title holds settings, in any of the common ways of separating them."""
    for line in (
        "Owner: Ann · Risk: high",
        "Owner: Ann | Risk: high",
        "Owner: Ann; Risk: high",
        "Owner: Ann\nRisk: high",
    ):
        journey = read(f"# T\n\n{line}\n\nShe waits.\n")
        assert ("Ann", "high") == (journey.settings.owner, journey.settings.risk)
        assert ["She waits."] == texts(journey, "customer")
        assert [] == codes(journey)


def test_settings_say_what_would_work(read: Read) -> None:
    """A setting that does not exist, or a value that cannot be, is an error with the nearest thing that works."""
    journey = read("# T\n\nChanel: chat · Risk: huge · Trials: none · Budget: lots · Owner: A · Owner: B\n")
    assert ["J010"] * 5 == codes(journey)
    by_place = {complaint.span.col: complaint.suggestion for complaint in journey.complaints}
    assert by_place[1].startswith("Did you mean Channel?")
    assert "low, medium, high, critical" in by_place[16]


def test_what_the_customer_says_first_is_no_setting(read: Read) -> None:
    """A quotation after a colon is speech, and a sentence with a colon is a sentence."""
    journey = read('# T\n\nOpening: "Hello, it is me."\n\nIf asked: "No."\n')
    assert ['Opening: "Hello, it is me."', 'If asked: "No."'] == texts(journey, "customer")


@pytest.mark.parametrize(("section", "title"), [(key, title) for key, all_ in SYNONYMS.items() for title in all_])
def test_every_heading_has_its_synonyms(section: str, title: str, read: Read) -> None:
    """Whatever people call a section, and however they write it, it is that section."""
    journey = read(f"# T\n\n## {title.upper()}:\n\n- The agent waits.\n")
    assert [] == codes(journey)
    assert ["notes" if section == "variations" else section] == [sentence.heading for sentence in journey.sentences]


def test_an_unknown_heading_is_an_error_with_the_nearest(read: Read) -> None:
    """A heading that nobody knows stops the journey and names the one that was probably meant."""
    journey = read("# T\n\n## What shuold happen\n\n- The agent waits.\n")
    assert ["J003"] == codes(journey)
    assert journey.complaints[0].suggestion.startswith("Did you mean 'What should happen'?")
    assert ["The agent waits."] == texts(journey, "notes")


def test_bullets_and_plain_lines_are_equal(read: Read) -> None:
    """Bullets of any kind, numbers, and plain lines all hold sentences."""
    for text in ("- A asks.\n- B asks.\n", "* A asks.\n* B asks.\n", "1. A asks.\n2. B asks.\n", "A asks.\nB asks.\n"):
        assert ["A asks.", "B asks."] == texts(read(f"# T\n\n## Expected\n\n{text}"), "should")
    assert ["A asks", "B asks"] == texts(read("# T\n\n## Expected\n\nA asks\nB asks\n"), "should")


def test_nested_bullets_belong_to_their_parent(read: Read) -> None:
    """A nested bullet knows its parent, and whether one of its group is enough."""
    journey = read(
        "# T\n\n## Expected\n\n- The agent does any of:\n  - It asks.\n  - It waits.\n- All good:\n  - It says so.\n"
    )
    parent, one, two, other, last = journey.sentences
    assert (parent.id, True) == (one.group, one.any_of) == (two.group, two.any_of)
    assert (other.id, False) == (last.group, last.any_of)
    assert parent.group is None


@pytest.mark.parametrize("mark", ["(critical)", "(CRITICAL).", " (critical)"])
def test_a_line_may_carry_a_mark(mark: str, read: Read) -> None:
    """A mark at the end of a line says how much it matters, and is no part of the sentence."""
    journey = read(f"# T\n\n## Never\n\n- The agent shouts. {mark}\n- The agent sulks.\n")
    assert [("The agent shouts.", "critical"), ("The agent sulks.", None)] == [
        (one.text, one.severity) for one in journey.sentences
    ]


def test_comments_and_notes_are_kept_as_notes(read: Read) -> None:
    """Comments and notes are never compiled, and never lost."""
    journey = read("# T\n\nShe waits. <!-- why -->\n\n<!-- two\nlines -->\n\n## Notes\n\nAsk Ann.\n")
    assert ["why", "two lines", "Ask Ann."] == texts(journey, "notes")
    assert ["She waits."] == texts(journey, "customer")


def test_code_is_left_out_with_a_remark(read: Read) -> None:
    """A closed block of code is skipped and said so; one that is never closed is an error."""
    assert [("J009", "info")] == [(one.code, one.severity) for one in read("# T\n\n```\ncode\n```\n").complaints]
    assert [("J009", "error")] == [(one.code, one.severity) for one in read("# T\n\n```\nShe waits.\n").complaints]


def test_the_table_gives_variations(read: Read) -> None:
    """Each row is a variation; its slots, its segment and its own expectations come from its cells."""
    journey = read(
        "# T\n\nShe bought a {item}.\n\n## Try it with\n\n| name | item | segment | should | never "
        "|\n|---|---|---|---|---|\n"
        "| a | pan\\|pot | old | The agent waits. It asks. | |\n| b | cup | | | The agent shouts. (critical) |\n"
        "| c | pan\\|pot | new | The agent waits. It asks. | |\n"
    )
    assert [("a", {"item": "pan|pot"}, "old"), ("b", {"item": "cup"}, None)] == [
        (one.name, one.values, one.segment) for one in journey.variations[:2]
    ]
    assert ["a", None, "a"] == [one.pair for one in journey.variations]
    assert [("should", "The agent waits.", "a"), ("should", "It asks.", "a"), ("never", "The agent shouts.", "b")] == [
        (one.heading, one.text, one.only) for one in journey.sentences[1:4]
    ]
    assert "9:24" == f"{journey.sentences[1].span.line}:{journey.sentences[1].span.col}"
    assert [] == codes(journey)


def test_without_a_table_there_is_one_variation(read: Read) -> None:
    """A journey without a table is tried once, as it is."""
    assert [("", {})] == [(one.name, one.values) for one in read("# T\n\nShe waits.\n").variations]


TABLES = [
    ("| name | order |\n|--|--|\n| a | 1 |\n", ["J007"]),
    ("| name |\n|--|\n", ["J006"]),
    ("| name | name |\n|--|--|\n| a | b |\n", ["J006"]),
    ("| name |\n|--|\n| a | b |\n", ["J006"]),
    ("| name |\n|--|\n| a |\n| a |\n", ["J006"]),
    ("| name | risk |\n|--|--|\n| a | huge |\n", ["J010"]),
    ("| name | segment |\n|--|--|\n| a | old |\n| b | |\n", ["J007"]),
]


@pytest.mark.parametrize(("table", "expected"), TABLES)
def test_a_table_that_cannot_be_right_is_said_so(table: str, expected: list[str], read: Read) -> None:
    """An unused column, no rows, two of one name, a row too long, a setting that cannot be, a segment alone."""
    assert expected == codes(read(f"# T\n\nShe waits.\n\n## Try it with\n\n{table}"))


def test_a_slot_needs_a_column(read: Read) -> None:
    """A slot that no column fills is an error at its sentence."""
    journey = read("# T\n\nHer order is {order}.\n")
    assert [("J006", "journey.md:3:1")] == [(one.code, str(one.span)) for one in journey.complaints]


def test_pages_are_read_where_their_link_stands(read: Read) -> None:
    """An included page's lines stand under the heading of the link and keep their own place."""
    journey = read("# T\n\n## Facts\n\n[Rules](page.md)\n", page="# Our rules\n\n- Refunds take 5 days.\n")
    assert ("page.md",) == journey.pages
    assert [("notes", "Our rules", "page.md:1:3"), ("facts", "Refunds take 5 days.", "page.md:3:3")] == [
        (one.heading, one.text, str(one.span)) for one in journey.sentences
    ]


INCLUDES = ["missing.md", "../../etc/passwd.md", "/etc/hosts.md", "https://example.com/a.md", "journey.md", "%00.md"]


@pytest.mark.parametrize("target", INCLUDES)
def test_only_pages_of_the_folder_are_included(target: str, read: Read) -> None:
    """A link that leads nowhere, elsewhere or back to itself is an error, and nothing is read."""
    journey = read(f"# T\n\n## Facts\n\n[Rules]({target})\n")
    assert ["J006"] == codes(journey)
    assert () == journey.pages


def test_a_link_out_of_the_folder_is_not_followed(
    read: Read, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """A symbolic link to a file elsewhere counts as elsewhere."""
    secret = tmp_path_factory.mktemp("outside") / "secret.md"
    secret.write_text("Secret.")
    os.symlink(secret, tmp_path / "inside.md")
    assert ["J006"] == codes(read("# T\n\n## Facts\n\n[x](inside.md)\n"))


def test_pages_that_include_each_other_end(read: Read) -> None:
    """Pages that include each other, or go too deep, are an error, not an endless story."""
    assert ["J006"] == codes(read("# T\n\n[a](a.md)\n", a="[b](b.md)\n", b="[a](a.md)\n"))
    deep = {f"p{number}": f"[next](p{number + 1}.md)\n" for number in range(6)}
    assert ["J006"] == codes(read("# T\n\n[0](p0.md)\n", **deep, p6="Deep.\n"))


UNREADABLE = [b"", b"   \n", b"\x00\x01", b"\xff\xfe# T", b"x" * 1_000_001]


@pytest.mark.parametrize("raw", UNREADABLE, ids=["empty", "blank", "binary", "other bytes", "too large"])
def test_a_file_that_is_no_text_is_said_so(raw: bytes, read: Read) -> None:
    """A file that cannot be read gives a journey with one error, so that the others go on."""
    journey = read(raw)
    assert ["J001"] == codes(journey)
    assert () == journey.sentences


def test_a_file_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    """Asking for a journey that does not exist, or stands outside the root, is refused in a sentence."""
    with pytest.raises(JourneyError, match="There is no file"):
        read_journey(tmp_path / "none.md", tmp_path)
    with pytest.raises(JourneyError, match="outside"):
        read_journey(tmp_path.parent / "none.md", tmp_path)
    with pytest.raises(JourneyError, match="no journey"):
        read_journeys([tmp_path], tmp_path)


def test_line_ends_and_marks_of_other_systems_change_nothing(read: Read) -> None:
    """A byte order mark, carriage returns and decomposed accents read like their plain forms."""
    plain = read("# T\n\nZoë waits.\n")
    other = read(b"\xef\xbb\xbf# T\r\n\r\nZoe\xcc\x88 waits.\r\n")
    assert plain == other


def test_a_folder_holds_journeys_and_pages(tmp_path: Path) -> None:
    """In a folder every file is a journey, in order of name, except policies and what begins with an underscore."""
    for name in ("b.md", "a.md", "_x.md", "policies/p.md", "more/c.md", "_y/d.md"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("# T\n\nShe waits.\n")
    found = read_journeys([tmp_path, tmp_path / "a.md"], tmp_path)
    assert ["a.md", "b.md", "more/c.md"] == [journey.file for journey in found]


def test_two_files_of_one_name_complain(tmp_path: Path) -> None:
    """Results are filed under a journey's name, so two journeys cannot share one."""
    for name in ("one/a.md", "two/a.md"):
        (tmp_path / name).parent.mkdir()
        (tmp_path / name).write_text("# T\n\nShe waits.\n")
    assert [[], ["J016"]] == [codes(journey) for journey in read_journeys([tmp_path], tmp_path)]


def test_ids_stay_when_lines_move(read: Read) -> None:
    """A sentence keeps its id when others are added around it; the same words twice have two ids."""
    one = read("# T\n\nShe waits. He waits.\n")
    two = read("# T\n\nIt rains.\n\nHe   waits. She waits. She waits.\n")
    ids = [sentence.id for sentence in two.sentences]
    assert [ids[2], ids[1]] == [sentence.id for sentence in one.sentences]
    assert 4 == len(set(ids))


def test_tables_under_other_headings_are_sentences(read: Read) -> None:
    """A table of facts is kept row by row; its first row is a note."""
    journey = read("# T\n\n## Facts\n\n| Limit | Value |\n|---|---|\n| Monthly | 20 |\n")
    assert ["Monthly | 20"] == texts(journey, "facts")
    assert ["Limit | Value"] == texts(journey, "notes")
