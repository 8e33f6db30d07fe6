"""Plan -> the text of a journey that means the same: every item said back, under the heading where it belongs."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from harness.journey.headings import CANONICAL, Section
from harness.journey.nouns import Heading, JourneySettings, Variation

from ..nouns import Plan, Vocabulary
from .telling import Telling, tellings

_COLUMNS: Mapping[Heading, str] = {"should": "should", "never": "never"}
"""The columns of *Try it with* that hold sentences, by the heading under which they are read."""


def retell(plan: Plan, vocabulary: Vocabulary) -> str:
    """The journey as Markdown, in the order of the plan.

    Compiled against the same vocabulary it means the same. Notes are left out; a sentence that was pinned, or that
    holds more than its items do, stands in its author's words.
    """
    told = list(tellings(plan, vocabulary))
    lines = [f"# {plan.title}", ""]
    if settings := _settings(plan.settings):
        lines += [" · ".join(f"{key}: {value}" for key, value in settings.items()), ""]
    lines += _sections([one for one in told if one.sentence.only is None], settled=bool(settings))
    if any(reading.sentence.heading != "customer" for reading in plan.readings) and all(map(_of_customer, told)):
        lines += ["", f"## {CANONICAL['notes']}", "", "There is nothing to check."]
    rows = [one for one in told if one.sentence.only is not None]
    if any(row.name for row in plan.variations):
        lines += ["", f"## {CANONICAL['variations']}", "", *_table(plan, rows)]
    return "\n".join(lines) + "\n"


def _of_customer(telling: Telling) -> bool:
    """Whether it stands at the top; a journey of which that is all is read as one without headings."""
    return all(heading == "customer" for heading, _ in telling.lines)


def _settings(held: JourneySettings) -> dict[str, str]:
    """The settings that were said, by their keys."""
    said = held.model_dump(exclude_defaults=True)
    return {key.capitalize(): _setting(value) for key, value in said.items()}


def _setting(value: object) -> str:
    return ", ".join(value) if isinstance(value, tuple) else str(value)


# ---- sections -----------------------------------------------------------------------------------------------


def _sections(told: Iterable[Telling], *, settled: bool) -> list[str]:
    """The sentences, with a heading whenever the section changes."""
    section: Section = "customer"
    lines: list[str] = []
    depths: dict[str, int] = {}
    for telling in told:
        depth = depths.get(telling.sentence.group or "", -1) + 1 if telling.sentence.any_of else 0
        depths[telling.sentence.id] = depth
        for heading, line in telling.lines:
            if heading != section or (not settled and ":" in line):
                lines += ["", f"## {CANONICAL[heading]}", ""]
            section, settled = heading, True
            if _OTHERWISE_READ.match(line) and lines and lines[-1]:
                lines[-1] += f" {line}"
            else:
                lines.append(f"{'  ' * depth}- {_marked(line, telling)}")
    return lines


_OTHERWISE_READ = re.compile(r"[>#|+*-]|\d{1,9}[.)]")
"""What makes something else of a line that begins with it: such a sentence stands behind the one before."""


def _marked(line: str, telling: Telling) -> str:
    """The line with its mark of severity."""
    return f"{line} ({telling.sentence.severity})" if telling.sentence.severity else line


# ---- variations ---------------------------------------------------------------------------------------------


def _table(plan: Plan, told: Sequence[Telling]) -> Iterator[str]:
    columns = _columns(plan)
    sentences = [heading for heading in _COLUMNS if any(heading in _by_heading(one) for one in told)]
    names = ["name", *columns, *(_COLUMNS[heading] for heading in sentences)]
    yield _row(names)
    yield _row(["-" * max(3, len(name)) for name in names])
    for variation in plan.variations:
        own = [one for one in told if one.sentence.only == variation.name]
        said = [" ".join(line for one in own for line in _by_heading(one).get(heading, ())) for heading in sentences]
        yield _row([variation.name, *(column.get(variation.name, "") for column in columns.values()), *said])


def _columns(plan: Plan) -> dict[str, dict[str, str]]:
    """Column -> row -> cell: the slots, the segment, and the settings that rows have for themselves."""
    columns: dict[str, dict[str, str]] = {}
    for row in plan.variations:
        for name, value in (*row.values.items(), *_own_settings(row, plan.settings)):
            columns.setdefault(name, {})[row.name] = value
        if row.segment:
            columns.setdefault("segment", {})[row.name] = row.segment
    return columns


def _own_settings(row: Variation, held: JourneySettings) -> Iterator[tuple[str, str]]:
    if row.settings is None:
        return
    said = _settings(row.settings)
    for key in JourneySettings.model_fields:
        if getattr(row.settings, key) != getattr(held, key):
            yield key, said.get(key.capitalize(), _setting(getattr(row.settings, key)))


def _by_heading(telling: Telling) -> dict[Heading, list[str]]:
    lines: dict[Heading, list[str]] = {}
    for heading, line in telling.lines:
        lines.setdefault(heading, []).append(_marked(line, telling))
    return lines


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in cells)} |"
