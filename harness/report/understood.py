"""Plan -> one journey as it was understood, to be read aloud: who the customer is, and what is checked."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from itertools import groupby

from harness.criteria import Severity
from harness.journey.nouns import JourneySettings, Variation
from harness.plan.nouns import AnyItem, Fact, Judged, Plan, Policy, Reading, Status, Want
from harness.plan.saying.restate import Called, called, forbidden, restate
from harness.plan.saying.telling import in_words

from .words import WIDTH, count, inside, safe, wrapped

_LABEL = 17
"""Columns of the words before a line about the customer."""


def understood(plan: Plan, folder: str) -> list[str]:
    """One journey as understood: the customer, what will be checked, and what became of its sentences.

    `folder` is where the journeys lie, as it was named.
    """
    risk = f"{count(len(plan.variations), 'variation')} · risk {plan.settings.risk}"
    title = safe(plan.title)
    return [
        f"{title}{' ' * max(2, WIDTH - len(title) - len(risk))}{risk}",
        *wrapped(safe(" · ".join([inside(folder, plan.file), *_set(plan.settings)])), "  ", ""),
        "Here is what I understood:",
        *_customer(plan),
        *_checks(plan),
        *_unsure(plan),
        *_rows(plan),
        "",
        tally(plan),
    ]


def _set(settings: JourneySettings) -> list[str]:
    """Whose journey it is and how it is held, where the author said either."""
    if settings.owner is None and settings.channel == "chat":
        return []
    owner = [f"owner {settings.owner}"] if settings.owner else []
    return [*owner, f"channel {settings.channel}"]


# ---- the customer -------------------------------------------------------------------------------------------


def _customer(plan: Plan) -> Iterator[str]:
    items = [item for reading in plan.readings if not _is_unread(reading) for item in reading.items]
    who = called(next((item.pronoun for item in items if item.kind == "persona" and item.pronoun), None))
    told = _implied(items)

    doubted = {one.sentence.id for one in plan.readings if one.status == "understood" and _is_doubted(one, plan)}

    def part(item: AnyItem, words: str) -> str:
        return f"{words} {_IN_PART}" if item.sentence in doubted else words

    def said(item: AnyItem) -> str:
        own = in_words(item) and item.sentence not in doubted
        return part(item, item.text if own else restate(item, who))

    yield from _line("The customer", " ".join(said(item) for item in items if _is_nature(item) and item not in told))
    for label, wanted in _WANTS:
        said_so = [part(item, item.about) for item in items if isinstance(item, Want) and wanted(item)]
        yield from _line(
            label, "; ".join(about.removeprefix("to ") if label == "Won't" else about for about in said_so)
        )
    yield from _line("Story", " ".join(restate(item) for item in items if isinstance(item, Fact) and _is_story(item)))
    for label, held in _FACTS:
        facts = [item for item in items if isinstance(item, Fact) and item not in told and held(item)]
        yield from _line(label, " · ".join(part(item, _fact(item, who)) for item in facts))
    for label, kind in (("Reacts", "reaction"), ("Leaves", "ending"), ("Says", "line")):
        lines = dict.fromkeys(item.say if item.kind == "line" else said(item) for item in items if item.kind == kind)
        for number, line in enumerate(lines):
            yield from _line("" if number else label, f"“{line}”" if kind == "line" else line)


_IN_PART = "(in part)"
"""Behind what is said of a sentence that says more."""


def _line(label: str, words: str) -> list[str]:
    """What is said of the customer, behind its label; nothing when there is nothing to say."""
    return wrapped(safe(words), " " * _LABEL, f"  {label:<{_LABEL - 2}}") if words else []


def _is_nature(item: AnyItem) -> bool:
    return item.kind in ("persona", "behaviour")


def _implied(items: list[AnyItem]) -> list[AnyItem]:
    """What another item of its sentence says already: who "is brief" also answers briefly."""
    natures = {item.sentence: " ".join(item.traits) for item in items if item.kind == "persona"}
    shown = [item for item in items if item.kind == "behaviour" and natures.get(item.sentence) and item.does != "habit"]
    named = {item.name for item in items if item.kind == "persona" and item.name}
    return [*shown, *(item for item in items if item.kind == "fact" and item.key == "name" and item.value in named)]


_WANTS: tuple[tuple[str, Callable[[Want], bool]], ...] = (
    ("Wants", lambda want: want.accepts and want.role == "goal"),
    ("Prefers", lambda want: want.accepts and want.role == "constraint"),
    ("Won't accept", lambda want: not want.accepts and not want.about.startswith("to ")),
    ("Won't", lambda want: not want.accepts and want.about.startswith("to ")),
)


def _is_story(fact: Fact) -> bool:
    return fact.known and fact.key is None and fact.reveal in ("when_relevant", "volunteer")


_FACTS: tuple[tuple[str, Callable[[Fact], bool]], ...] = (
    ("Knows", lambda fact: fact.known and fact.key is not None and fact.reveal in ("when_relevant", "volunteer")),
    ("Only if asked", lambda fact: fact.known and fact.reveal == "if_asked"),
    ("Never tells", lambda fact: fact.known and fact.reveal == "never"),
    ("Doesn't know", lambda fact: not fact.known),
)


def _fact(fact: Fact, who: Called) -> str:
    """A fact in a word or two: "order number W-1042"; the author's sentence where that says more."""
    if fact.key is None or in_words(fact):
        return (fact.text if in_words(fact) else restate(fact, who)).rstrip(".")
    return f"{fact.key} {fact.value}" if fact.value else fact.key


# ---- what is checked ----------------------------------------------------------------------------------------

_Line = tuple[str, int, str]
"""File, line (negative for a line of ours before it), words."""


def _checks(plan: Plan) -> Iterator[str]:
    lines: dict[str, list[_Line]] = {name: [] for name in _HEADINGS}
    opened: set[str] = set()
    for reading in plan.readings:
        for item in reading.items if not _is_set_apart(reading) else ():
            if isinstance(item, Judged | Policy):
                lines[_heading(item)] += _one(item, reading, plan, opened)
    for name, said in lines.items():
        yield from _listed(name, said, plan)


def _listed(heading: str, said: list[_Line], plan: Plan) -> Iterator[str]:
    """Lines below their heading, those of an included page by its name; nothing when there are none."""
    if said:
        yield f"  {heading}"
    for file, listed in groupby(dict.fromkeys(sorted(said, key=lambda one: one[0] != plan.file)), lambda one: one[0]):
        if file != plan.file:
            yield f"        from {safe(file)}"
        for _, number, words in listed:
            indent = " " * (len(words) - len(words.lstrip()))
            yield from wrapped(safe(words), f"        {indent}", f"  {number if number > 0 else '':>4}  {indent}")


def _unsure(plan: Plan) -> Iterator[str]:
    """The sentences of which nobody is sure, in their author's own words: nothing is made of them."""
    said = [
        (one.sentence.span.file, one.sentence.span.line, f"? {one.sentence.text}{_mark(one.sentence.severity)}")
        for one in plan.readings
        if _is_set_apart(one)
    ]
    yield from _listed("Not sure (not checked, not acted on)", said, plan)


_HEADINGS = (
    "Should happen",
    "Must never happen",
    "Nice to have",
    "May happen",
    "Is true",
)


def _heading(item: AnyItem) -> str:
    if not isinstance(item, Judged):
        return "Is true"
    if item.level != "required":
        return "Nice to have" if item.level == "advisory" else "May happen"
    return "Must never happen" if item.polarity == "never" else "Should happen"


def _one(item: AnyItem, reading: Reading, plan: Plan, opened: set[str]) -> Iterator[_Line]:
    """The lines for one item; the first of a list of which one is enough says so above it."""
    sentence = reading.sentence
    group = sentence.group if sentence.any_of else None
    if group and group not in opened:
        opened.add(group)
        yield sentence.span.file, -sentence.span.line, "One of these is enough:"
    words = forbidden(item) if _heading(item) == "Must never happen" else restate(item)
    if isinstance(item, Judged) and (item.severity != plan.settings.risk or sentence.severity):
        words = f"{words} ({item.severity})"
    if group and _is_unread(reading):
        words = f"{words} (not checked)"
    elif _is_doubted(reading, plan):
        words = f"{words} {_IN_PART}"
    if sentence.only is not None:
        words = f"For {sentence.only}: {words[:1].lower()}{words[1:]}"
    yield sentence.span.file, sentence.span.line, f"  – {words}" if group else words


def _mark(severity: Severity | None) -> str:
    return f" ({severity})" if severity else ""


def _is_unread(reading: Reading) -> bool:
    return reading.status in ("vague", "needs_model")


def _is_set_apart(reading: Reading) -> bool:
    """Whether it is shown as not sure; one of a list of which one is enough stays in its list, with a mark."""
    return reading.status == "unsupported" or (_is_unread(reading) and not reading.sentence.any_of)


# ---- variations and counts ----------------------------------------------------------------------------------


def _rows(plan: Plan) -> Iterator[str]:
    if len(plan.variations) == 1 and not plan.variations[0].name:
        return
    yield "  Tried with"
    for row in plan.variations:
        told = {**row.values, **_overridden(plan, row)}
        values = ", ".join(f"{key}: {value}" for key, value in told.items())
        yield from wrapped(f"{safe(row.name)} ({safe(values)})" if values else safe(row.name), "          ", "        ")


def _overridden(plan: Plan, row: Variation) -> dict[str, str]:
    """The row's segment, and the settings that its cells make other than the journey's, as they are shown."""
    own, all_ = plan.settings_of(row), plan.settings
    names = [name for name in JourneySettings.model_fields if getattr(own, name) != getattr(all_, name)]
    told = {name: getattr(own, name) for name in names}
    shown = {name: ", ".join(value) if isinstance(value, tuple) else str(value) for name, value in told.items()}
    return {**({"segment": row.segment} if row.segment else {}), **shown}


def tally(plan: Plan) -> str:
    """How many sentences there are and what became of them."""
    statuses = Counter(one.status for one in plan.readings)
    partly = sum(one.status == "understood" and _is_doubted(one, plan) for one in plan.readings)
    statuses["understood"] -= partly
    parts = [_counted(status, statuses[status]) for status in _ORDER if statuses[status] > 0]
    parts[1 if statuses["understood"] else 0 : 0] = [f"{partly} in part"] if partly else []
    return f"{count(len(plan.readings), 'sentence')}: {' · '.join(parts)} · {len(plan.dropped)} dropped"


def in_short(plans: Sequence[Plan]) -> str | None:
    """How many sentences were understood, as long as somebody is not sure of one; None when nobody is."""
    told = [(one, plan) for plan in plans for one in plan.readings if one.status != "note"]
    unsure = sum(one.status in _NOT_SURE for one, _ in told)
    partly = sum(one.status == "understood" and _is_doubted(one, plan) for one, plan in told)
    if not unsure + partly:
        return None
    whole = f"{len(told) - unsure - partly} of {count(len(told), 'sentence')} understood"
    parts = [whole, *([f"{partly} in part"] if partly else [])]
    they = "it is" if unsure == 1 else "they are"
    return ", ".join([*parts, *([f"{unsure} not sure: {they} not checked"] if unsure else [])])


_NOT_SURE: tuple[Status, ...] = ("needs_model", "vague", "unsupported", "error")


def _is_doubted(reading: Reading, plan: Plan) -> bool:
    """Whether less is checked than the sentence says."""
    return any(one.code == "J002" for one in plan.said_of(reading))


_ORDER: tuple[Status, ...] = ("understood", "pinned", "needs_model", "vague", "unsupported", "error", "note")


def _counted(status: Status, number: int) -> str:
    words = {
        "needs_model": "not sure",
        "vague": "too vague",
        "error": "in error",
        "unsupported": "not of a conversation",
    }
    return count(number, "note") if status == "note" else f"{number} {words.get(status, status)}"


__all__ = ["in_short", "tally", "understood"]
