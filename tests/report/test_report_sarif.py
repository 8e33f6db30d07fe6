"""Complaints for code hosts: SARIF 2.1.0 with rules, regions and levels, and annotations, safe for any text."""

import json
import re
import unicodedata
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.journey import Complaint, Span, read_journeys
from harness.plan import compile_journey
from harness.plan.remarks.codes import CODES
from harness.report.preview import complain, github
from harness.report.sarif import sarif
from harness.settings import Settings

ROOT = Path(__file__).parents[2]
JOURNEY = (
    "# T\n\nLanguage: Welsh\n\nAnn wants a refund.\n\n## Should\n\n- The agent may apologise.\n- The agent is nice.\n"
)


def one(**changes: Any) -> Complaint:
    span = changes.pop("span", Span(file="a.md", line=3, col=5, end_line=3, end_col=9))
    fields = {"code": "J004", "severity": "warning", "message": "Too vague.", "suggestion": "Say it.", **changes}
    return Complaint(span=span, **fields)


def harmless(line: str) -> bool:
    """Whether nothing in a line ends it, steers a terminal or is half of a character."""
    return {"Cc", "Cs", "Zl", "Zp"}.isdisjoint(map(unicodedata.category, line))


def results(*complaints: Complaint, folder: str = "journeys") -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = sarif(complaints, folder)["runs"][0]["results"]
    return found


def test_a_log_has_all_that_the_standard_requires(tmp_path: Path) -> None:
    """Version, schema, one run with its tool, and for each result a rule, a level, a message and a region."""
    (tmp_path / "a.md").write_text(JOURNEY, encoding="utf-8")
    (journey,) = read_journeys([tmp_path], tmp_path)
    complaints = compile_journey(journey, Settings().vocabulary).complaints
    log = json.loads(json.dumps(sarif(complaints, "journeys")))
    assert ("2.1.0", 1) == (log["version"], len(log["runs"]))
    assert {"error", "warning", "note"} == {found["level"] for found in log["runs"][0]["results"]}
    rules = log["runs"][0]["tool"]["driver"]["rules"]
    for found in log["runs"][0]["results"]:
        assert rules[found["ruleIndex"]]["id"] == found["ruleId"]
        region = found["locations"][0]["physicalLocation"]["region"]
        assert all(isinstance(region[key], int) and region[key] >= 1 for key in region)
        assert (region["startLine"], region["startColumn"]) <= (region["endLine"], region["endColumn"])


def test_every_code_is_a_rule_with_help_and_a_page() -> None:
    """Each rule is explained in words, and names the page of the project that explains it at length."""
    rules = sarif((), "journeys")["runs"][0]["tool"]["driver"]["rules"]
    assert [code.name for code in CODES] == [rule["id"] for rule in rules]
    assert len(rules) == len({rule["name"] for rule in rules})
    for rule in rules:
        assert re.fullmatch(r"[A-Z][A-Za-z]+", rule["name"])
        assert rule["help"]["text"]
        assert rule["shortDescription"]["text"].endswith(".")
        assert (ROOT / rule["properties"]["page"]).is_file()


def test_the_place_is_the_exact_words() -> None:
    """The region of a result is the complaint's own; the address of the file is an address."""
    span = Span(file="ein kännchen #1.md", line=3, col=5, end_line=4, end_col=2)
    place = results(one(span=span))[0]["locations"][0]["physicalLocation"]
    assert "journeys/ein%20k%C3%A4nnchen%20%231.md" == place["artifactLocation"]["uri"]
    assert {"startLine": 3, "startColumn": 5, "endLine": 4, "endColumn": 2} == place["region"]


def test_a_place_without_length_is_shown_as_one_character() -> None:
    """What is about a whole file stands at its first character."""
    span = Span(file="a.md", line=1, col=1, end_line=1, end_col=1)
    assert 2 == results(one(span=span))[0]["locations"][0]["physicalLocation"]["region"]["endColumn"]


def test_the_message_has_the_authors_words_and_the_suggestion() -> None:
    """A reader of the result needs no other page."""
    assert "Too vague. “The agent is nice.” → Say it." == results(one(words="The agent is nice."))[0]["message"]["text"]


@given(st.text(max_size=60), st.text(min_size=1, max_size=20))
def test_no_text_can_break_out_of_a_line(words: str, name: str) -> None:
    """Whatever an author writes, or a file is called: one printable line, no command of the runner but our own."""
    span = Span(file=name, line=1, col=1, end_line=1, end_col=2)
    found = one(span=span, message=f"Too vague: {words}", words=words, suggestion=words)
    (line,) = github([found], "journeys")
    assert harmless(line)
    properties = line.removeprefix("::warning ").partition("::")[0]
    assert re.fullmatch(r"file=[^,:]*,line=1,col=1", properties)
    assert all(map(harmless, complain(found, "journeys")))
    result = results(found)[0]
    assert harmless(result["message"]["text"])
    uri = result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
    assert uri.isascii()
    assert unquote(uri)


def test_a_complaint_is_printed_with_place_words_and_way_out() -> None:
    """What a person reads: place, code, what is wrong, their own words unless the message has them, what would work."""
    assert [
        "  ⚠ journeys/a.md:3:5 J004 Too vague.",
        "      “The agent is nice.”",
        "    → Say it.",
    ] == complain(one(words="The agent is nice."), "journeys")
    assert 2 == len(complain(one(words="vague"), "journeys"))


@pytest.mark.parametrize("severity", ["error", "warning", "info"])
def test_annotations_have_their_weight(severity: str) -> None:
    """Errors, warnings and notices, as the runner calls them."""
    named: Mapping[str, str] = {"error": "error", "warning": "warning", "info": "notice"}
    assert github([one(severity=severity)], "")[0].startswith(f"::{named[severity]} file=a.md,line=3,col=5::J004 ")
