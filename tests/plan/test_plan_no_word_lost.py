"""Nothing that an author wrote can vanish: every word and line counts for what a journey means, or is remarked on."""

import re
from collections.abc import Callable, Iterator
from functools import cache
from itertools import islice
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from harness.journey import Journey, read_journey
from harness.plan import Plan, compile_journey
from tests.plan.conftest import SHOP, SHOPS

Compiled = Callable[[str], Plan]

HERE = Path(__file__).parents[2]
JOURNEYS = (*SHOPS, *sorted((HERE / "tests/fixtures/journeys").glob("*.md")))
WRITTEN = [pytest.param(path, id=path.stem) for path in JOURNEYS]

EXEMPT = {
    # What is required is required, however it is put.
    "should", "must", "shall", "will", "would", "ought", "have", "need", "needs",
}  # fmt: skip


STEP = 3
"""Of each sentence every third word is tried, from another one on in the next: time is what all would cost."""


@cache
def _journey(path: Path) -> Journey:
    return read_journey(path, path.parent)


def _swapped(word: str) -> str | None:
    """The word with two of its inner letters the wrong way round; None when that would change nothing."""
    for at in range(1, len(word) - 2):
        if word[at].isalpha() and word[at + 1].isalpha() and word[at] != word[at + 1]:
            return word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    return None


def _misspellings(text: str) -> Iterator[tuple[str, str]]:
    """(word, text with it misspelt) for each word of four letters and more."""
    # Whose records they are makes no difference: there is one world to look at.
    for found in re.finditer(r"[A-Za-z]{4,}+(?!'s records)", text):
        wrong = _swapped(found[0])
        if wrong and found[0].casefold() not in EXEMPT:
            yield found[0], f"{text[: found.start()]}{wrong}{text[found.end() :]}"


def _remarks(plan: Plan) -> list[tuple[str, str]]:
    return sorted((one.code, one.message) for one in plan.complaints)


@pytest.mark.parametrize("path", WRITTEN)
def test_no_word_can_be_misspelt_unnoticed(path: Path) -> None:
    """Whatever word of an understood sentence is misspelt, the journey means something else or is remarked on."""
    journey, unnoticed = _journey(path), []
    plan = compile_journey(journey, SHOP)
    for at, reading in enumerate(plan.readings):
        if reading.status != "understood":
            continue
        for word, text in islice(_misspellings(reading.sentence.text), at % STEP, None, STEP):
            sentence = reading.sentence.model_copy(update={"text": text})
            changed = (*journey.sentences[:at], sentence, *journey.sentences[at + 1 :])
            other = compile_journey(journey.model_copy(update={"sentences": changed}), SHOP)
            if plan.meaning == other.meaning and _remarks(plan) == _remarks(other):
                unnoticed.append((word, reading.sentence.text))
    assert [] == unnoticed


# ---- lines --------------------------------------------------------------------------------------------------

NOTES = "## notes"


def _body(path: Path) -> list[str]:
    """The lines of a journey that count for what it means: without its title and its notes."""
    lines = path.read_text(encoding="utf-8").rstrip("\n").split("\n")
    notes = next((at for at, line in enumerate(lines) if line.casefold().startswith(NOTES)), len(lines))
    after = next((at for at in range(notes + 1, len(lines)) if lines[at].startswith("## ")), len(lines))
    return lines[1:notes] + lines[after:]


def _alone(lines: list[str]) -> str:
    """A journey of these lines; what it includes lies elsewhere, and is not what is tried here."""
    return "\n".join(["# T", *(line for line in lines if not line.startswith("["))]) + "\n"


def _heads(line: str) -> bool:
    return line.startswith("#")


@st.composite
def _changed_lines(draw: st.DrawFn) -> tuple[str, str]:
    """A journey, and the same with one line left out, said twice, or the wrong way round with the next that is not."""
    lines = [line for line in _body(draw(st.sampled_from(JOURNEYS))) if not line.startswith("[")]
    written = [at for at, line in enumerate(lines) if line.strip() and not re.fullmatch(r"[|\s:-]+", line)]
    # A heading says something of what stands below it: one with nothing below it, and a second one, say nothing.
    following = zip(written, [*written[1:], None], strict=True)
    empty = {at for at, after in following if _heads(lines[at]) and (after is None or _heads(lines[after]))}
    # Who speaks in the first person speaks a turn, at the top as well as under the heading of the script.
    empty |= {at for at in written if lines[at] == "## What the customer says"}
    at = draw(st.sampled_from([at for at in written if at not in empty]))
    how = draw(st.sampled_from(["left out", "swapped"] if _heads(lines[at]) else ["left out", "twice", "swapped"]))
    if how == "left out":
        return _alone(lines), _alone(lines[:at] + lines[at + 1 :])
    if how == "twice":
        return _alone(lines), _alone(lines[: at + 1] + lines[at:])
    later = [other for other in written if other > at and lines[other] != lines[at] and other not in empty]
    if not later:
        return _alone(lines), _alone(lines[:at] + lines[at + 1 :])
    other = later[0]
    swapped = [*lines]
    swapped[at], swapped[other] = lines[other], lines[at]
    return _alone(lines), _alone(swapped)


@settings(max_examples=120, deadline=None)
@given(pair=_changed_lines())
def test_no_line_can_change_unnoticed(pair: tuple[str, str], tmp_path_factory: pytest.TempPathFactory) -> None:
    """A line left out, said twice or put elsewhere: the journey means something else, or is remarked on."""
    folder = tmp_path_factory.getbasetemp()
    plans = []
    for text in pair:
        (folder / "lines.md").write_text(text, encoding="utf-8")
        plans.append(compile_journey(read_journey(folder / "lines.md", folder), SHOP))
    assert plans[0].meaning != plans[1].meaning or _remarks(plans[0]) != _remarks(plans[1])


# ---- how it is written --------------------------------------------------------------------------------------


def _reflowed(text: str) -> str:
    """Every paragraph on lines of three words."""
    blocks = []
    for block in text.split("\n\n"):
        if re.match(r"\s*[#|\[*\d-]", block) or re.match(r"[A-Z]\w+: [^\n]*(?: · |\Z)", block):
            blocks.append(block)
        else:
            words = block.split()
            blocks.append("\n".join(" ".join(words[at : at + 3]) for at in range(0, len(words), 3)))
    return "\n\n".join(blocks)


def _starred(text: str) -> str:
    return re.sub(r"^(\s*)- ", r"\1* ", text, flags=re.MULTILINE)


def _numbered(text: str) -> str:
    return re.sub(r"^- ", "1. ", text, flags=re.MULTILINE)


def _spaced(text: str) -> str:
    return re.sub(r"^- ", "\n- ", text, flags=re.MULTILINE)


def _otherwise_headed(text: str) -> str:
    others = {
        "What should happen": "Expectations",
        "What must never happen": "Fail if",
        "What is true": "Policy",
        "What the customer says": "Script",
        "Try it with": "Examples",
    }
    for canonical, other in others.items():
        text = text.replace(f"## {canonical}\n", f"## {other}\n")
    return text


def _curly(text: str) -> str:
    return re.sub(r"(\w)'(\w)", r"\1’\2", text)


@pytest.mark.parametrize("written", [_reflowed, _starred, _spaced, _otherwise_headed, _curly])
@pytest.mark.parametrize("path", WRITTEN)
def test_how_it_is_written_changes_nothing(path: Path, written: Callable[[str], str], compiled: Compiled) -> None:
    """Line ends, bullets, blank lines, a heading's name and the shape of an apostrophe are no part of the meaning."""
    text = _alone(_body(path))
    assert compiled(text).meaning == compiled(written(text)).meaning


def test_bullets_may_be_numbers(compiled: Compiled) -> None:
    """A list with numbers means what a list with dashes means."""
    text = "# T\n\n## Expected\n\n- The agent apologises.\n- The agent offers a voucher.\n"
    assert compiled(text).meaning == compiled(_numbered(text)).meaning
