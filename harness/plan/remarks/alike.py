"""Journeys side by side: titles given twice, and sentences that stand in so many that they should be a page.

Sentences are met by a key, never two by two: the time grows with their number, not with its square. The key is what
a sentence is about (stems, without the customer's name, without "her" and "the") with its figures; so "The agent asks
for her card number" and "The agent asks for his card number" are one, and "... within 30 days" and "... within 14
days" are two. One word of difference makes another sentence: "the order number" is not "the account number".
"""

import os.path
from collections.abc import Iterator, Sequence
from posixpath import commonpath, dirname

from harness.journey.headings import CANONICAL
from harness.journey.nouns import Complaint, Heading, Journey, Sentence, Span
from harness.text.normal import content, negated, normal
from harness.text.values import find_values

from ..nouns import Limit, Persona, Plan, Reading, Route

MANY = 3
"""Journeys that hold a sentence before a shared page is suggested."""
_SHOWN = 3
_PAGES: dict[Heading, str] = {"should": "should", "never": "never", "facts": "facts"}
"""Headings whose lines can be shared, and the end of the page's name. The rest is each journey's own story."""

_Key = tuple[Heading, tuple[str, ...], tuple[str, ...], bool]
_Place = tuple[Journey, Sentence]


def side_by_side(journeys: Sequence[Journey], plans: Sequence[Plan]) -> tuple[Complaint, ...]:
    """What is to be said about these journeys together, each at the place where it is first seen."""
    return (*_titles(journeys), *_repeated(journeys, plans))


# ---- titles -----------------------------------------------------------------------------------------------------


def _titles(journeys: Sequence[Journey]) -> Iterator[Complaint]:
    first: dict[str, Journey] = {}
    for journey in journeys:
        other = first.setdefault(normal(journey.title), journey)
        if other is not journey:
            span = _title_at(journey)
            yield Complaint(
                code="J020",
                severity="warning",
                span=span,
                message=f"Another journey has this title: {other.file}.",
                suggestion=f"Say in the title what is different here, such as: '# {journey.title} ({journey.id})'",
                words=journey.title if span.end_col > 1 else "",
            )


def _title_at(journey: Journey) -> Span:
    for number, line in enumerate(journey.source.split("\n"), 1):
        if line.startswith("# "):
            return Span(file=journey.file, line=number, col=1, end_line=number, end_col=len(line) + 1)
    return Span(file=journey.file, line=1, col=1, end_line=1, end_col=1)


# ---- sentences in many journeys ---------------------------------------------------------------------------------


def _repeated(journeys: Sequence[Journey], plans: Sequence[Plan]) -> Iterator[Complaint]:
    """One complaint for each group of sentences that the same journeys share, at the first of them."""
    held: dict[_Key, dict[str, _Place]] = {}
    for journey, plan in zip(journeys, plans, strict=True):
        names = _names(plan)
        for reading in plan.readings:
            if key := _key(reading, journey, names):
                held.setdefault(key, {}).setdefault(journey.file, (journey, reading.sentence))
    groups: dict[tuple[Heading, tuple[str, ...]], list[list[_Place]]] = {}
    for key, places in held.items():
        if len(places) >= MANY:
            groups.setdefault((key[0], tuple(places)), []).append(list(places.values()))
    for (heading, files), group in groups.items():
        yield _share(heading, files, group)


def _names(plan: Plan) -> frozenset[str]:
    """The words of the customer's name: what differs from journey to journey without meaning anything else."""
    items = (item for reading in plan.readings for item in reading.items)
    return frozenset(word for item in items if isinstance(item, Persona) and item.name for word in content(item.name))


def _key(reading: Reading, journey: Journey, names: frozenset[str]) -> _Key | None:
    """What makes two sentences one. None for what a page cannot share: table cells, lists, limits, routes, {slots}."""
    sentence = reading.sentence
    own = sentence.span.file == journey.file and sentence.only is None and sentence.group is None
    if not own or sentence.heading not in _PAGES or "{" in sentence.text:
        return None
    if any(isinstance(item, Limit | Route) for item in reading.items):
        return None
    words = tuple(word for word in content(sentence.text) if word not in names)
    figures = tuple(value.canonical for value in find_values(sentence.text))
    return (sentence.heading, words, figures, negated(sentence.text)) if len(words) >= 2 else None


def _share(heading: Heading, files: tuple[str, ...], group: list[list[_Place]]) -> Complaint:
    _, first = group[0][0]
    others = ", ".join(files[1 : 1 + _SHOWN]) + (f" and {len(files) - 1 - _SHOWN} more" if len(files) > 4 else "")
    what = "This sentence stands" if len(group) == 1 else f"This and {_more(len(group) - 1)} stand"
    page = _page(heading, files)
    link = os.path.relpath(page, dirname(files[0]) or ".").replace(os.sep, "/")
    return Complaint(
        code="J021",
        severity="info",
        span=first.span,
        message=f"{what} in {len(files)} journeys: also in {others}.",
        suggestion=f"Write it once, in a page {page}, and in each of them this line under {CANONICAL[heading]!r}: "
        f"[{CANONICAL[heading]}]({link})",
        words=first.text,
    )


def _more(number: int) -> str:
    return f"{number} other sentence{'' if number == 1 else 's'}"


def _page(heading: Heading, files: tuple[str, ...]) -> str:
    """Where the page would lie: beside the journeys, under a name that no journey can have."""
    folder = commonpath([dirname(file) for file in files])
    name = f"_shared-{_PAGES[heading]}.md"
    return f"{folder}/{name}" if folder else name
