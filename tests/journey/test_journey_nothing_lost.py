"""Promise 1 at its root: whatever an author types is somewhere in what was read."""

import re
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from harness.journey import Journey, read_journey

SHAPES = (
    "{0} {1}.",
    "- {0} {1}.",
    "  - {0} {1}",
    "* {0}\n  {1}.",
    "1. {0}? {1}!",
    "> {0} {1}",
    "## {0} {1}",
    "### {0} {1}",
    "# {0} {1}",
    "## What should happen",
    "## Never",
    "## Facts",
    "## Script",
    "## Notes",
    "## Try it with",
    "| {0} | {1} |",
    "| {0} | {1} |\n|---|---|\n| {2} | {3} |",
    "<!-- {0} {1} -->",
    "<!-- {0}",
    "{0} -->",
    "Owner: {0} · {1}: {2}",
    '{0} "{1}. {2}',
    "    {0} {1}",
    "[{0}]({1})",
    "[{0}]: {1}",
    "{0} {1}\n---",
    "{0}\n===",
    "***",
    "<b>{0}</b>",
    "<div>\n{0}\n</div>",
    "{0} (critical) {1}",
    "- {0}. (low)",
    "\\{0}\\",
    "{0}\t{1}",
    "- - {0}",
    "{0}  \n{1}",
    "&amp; {0}",
    "- [ ] {0}",
    "",
)


@st.composite
def documents(draw: st.DrawFn) -> str:
    """A document of many constructs in any order, each of its words different."""
    shapes = draw(st.lists(st.sampled_from(SHAPES), min_size=1, max_size=14))
    words = (f"w{number}x" for number in range(10_000))
    lines = [re.sub(r"\{\d\}", lambda _: next(words), shape) for shape in shapes]
    return draw(st.sampled_from(["\n", "\n\n", "\r\n"])).join(lines)


def read(text: str, folder: Path) -> Journey:
    """Read a text as a journey."""
    path = folder / "journey.md"
    path.write_bytes(text.encode("utf-8", "surrogatepass"))
    return read_journey(path, folder)


def kept(journey: Journey) -> str:
    """Everything that is shown of a journey: its title, settings, sentences, variations and complaints."""
    parts = [journey.title, journey.settings.model_dump_json()]
    parts += [sentence.text for sentence in journey.sentences]
    parts += [f"{one.name} {one.segment} {one.values}" for one in journey.variations]
    parts += [f"{one.message} {one.suggestion}" for one in journey.complaints]
    return "\n".join(parts)


@settings(max_examples=250, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=documents())
def test_no_word_of_a_document_is_lost(text: str, tmp_path: Path) -> None:
    """Every word of a document is in a sentence, a setting, a variation or a complaint."""
    held = set(re.findall(r"w\d+x", kept(read(text, tmp_path))))
    assert set(re.findall(r"w\d+x", text)) == held


@settings(max_examples=250, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.one_of(documents(), st.text(max_size=300)))
def test_a_sentence_stands_where_it_says(text: str, tmp_path: Path) -> None:
    """The place of a sentence holds its words; nothing that can be typed makes reading fail."""
    journey = read(text, tmp_path)
    lines = journey.source.split("\n")
    for sentence in journey.sentences:
        span = sentence.span
        held = [*lines[span.line - 1 : span.end_line]]
        held[-1] = held[-1][: span.end_col - 1]
        held[0] = held[0][span.col - 1 :]
        first, last = sentence.text.split()[0], sentence.text.split()[-1]
        assert held[0].lstrip().startswith(first)
        assert last in held[-1]
    assert len(journey.sentences) == len({sentence.id for sentence in journey.sentences})
