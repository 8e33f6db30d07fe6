"""Journey + Vocabulary -> Plan: every sentence read, every remark given its place."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from harness.journey.nouns import Complaint, Journey, Span
from harness.text.tool_names import shown_by

from .digest import meaning, of_text
from .nouns import Action, AnyItem, Deed, Persona, Plan, Policy, Reading, Vocabulary, Want
from .rules.agent import expectation
from .rules.customer import customer, script_line
from .rules.grammar import AGENT, bare
from .rules.people import People, named, people
from .rules.reading import Context, Read, Remark
from .whole import remarks_on

COMPILER = "rules/1"
"""The version of the reader: raised when unchanged text would be read otherwise."""

_LEAD_IN = re.compile(
    r"\s*(?:(?:the following|any of|one of|all of|either of|at least one of|these|this)(?: the following| these"
    r"| them)?(?: things?)?)?\s*:\s*\Z",
    re.IGNORECASE,
)
LONGEST = 2_000
"""Characters: a longer sentence is not read by rules, so that no text can make them slow."""

_TOO_LONG = Remark(
    "J002",
    "warning",
    f"This sentence has more than {LONGEST:,} characters, too many to read.",
    "Write shorter sentences, each with its full stop.",
)


def compile_journey(journey: Journey, vocabulary: Vocabulary) -> Plan:
    """Read every sentence of a journey. Nothing is raised: what is wrong is among the plan's complaints."""
    who = people(sentence.text for sentence in journey.sentences if sentence.heading == "customer")
    parents = {sentence.group for sentence in journey.sentences if sentence.group}
    stems: dict[str, str] = {}
    readings: list[Reading] = []
    complaints: list[Complaint] = list(journey.complaints)
    for sentence in journey.sentences:
        context = Context(sentence, who, vocabulary, journey.settings.risk)
        if sentence.id in parents and (lead_in := _LEAD_IN.search(context.text)) and sentence.heading != "script":
            stems[sentence.id] = context.text[: lead_in.start()]
            read = Read("note", (), "lead_in")
        else:
            read = _read(context, stems.get(sentence.group or ""))
        readings.append(Reading(sentence=sentence, status=read.status, items=read.items, rule=read.rule))
        complaints += (_placed(remark, sentence.span) for remark in read.remarks)
    readings = _with_tools(_with_goal(_with_name(readings, who)), vocabulary)
    complaints += (_placed(remark, span) for remark, span in remarks_on(journey, readings))
    return Plan(
        journey=journey.id,
        title=journey.title,
        file=journey.file,
        settings=journey.settings,
        readings=tuple(readings),
        variations=journey.variations,
        complaints=tuple(sorted(complaints, key=lambda one: _place(one, journey.file))),
        compiler=COMPILER,
        meaning=meaning(readings, journey.variations),
        text_digest=of_text(journey),
    )


def _read(context: Context, stem: str | None) -> Read:
    """Read a sentence; a nested bullet that is no sentence of its own is read with its parent's words before it."""
    if stem is None or AGENT.match(context.text) or context.people.subject.match(context.text):
        return _by_heading(context)
    joined = _by_heading(replace(context, words=f"{stem} {context.text}"))
    alone = _by_heading(context)
    return joined if joined.status == "understood" or alone.status != "understood" else alone


def _by_heading(context: Context) -> Read:
    heading = context.sentence.heading
    if heading == "notes":
        return Read("note", (), "notes")
    if heading == "script":
        return script_line(context)
    if heading == "facts":
        return Read("understood", (Policy(**context.base, about=bare(context.text) or context.text),), "facts.policy")
    if len(context.text) > LONGEST:
        return Read("needs_model", (), "too_long", (_TOO_LONG,))
    return customer(context) if heading == "customer" else expectation(context)


def _with_name(readings: list[Reading], who: People) -> list[Reading]:
    """The customer's name goes to the persona of the sentence that gives it first."""
    if not who.name:
        return readings
    for index, reading in enumerate(readings):
        if reading.sentence.heading == "customer" and named(reading.sentence.text) == who.name:
            out = list(readings)
            out[index] = reading.model_copy(update={"items": _named_items(reading, who)})
            return out
    return readings


def _named_items(reading: Reading, who: People) -> tuple[AnyItem, ...]:
    told = {"name": who.name, "pronoun": who.pronoun}
    items = tuple(item.model_copy(update=told) if isinstance(item, Persona) else item for item in reading.items)
    if not items or any(isinstance(item, Persona) for item in items):
        return items
    return (*items, Persona(sentence=items[0].sentence, text=items[0].text, name=who.name, pronoun=who.pronoun))


def _with_goal(readings: list[Reading]) -> list[Reading]:
    """The first want is the goal, when none was worded as one."""
    wants = [item for item in _items(readings) if isinstance(item, Want)]
    if any(want.role == "goal" for want in wants):
        return readings
    first = next((want for want in wants if want.accepts), None)
    return [
        reading.model_copy(update={"items": tuple(_as_goal(item) if item is first else item for item in reading.items)})
        for reading in readings
    ]


def _as_goal(item: AnyItem) -> AnyItem:
    return item.model_copy(update={"role": "goal"})


def _with_tools(readings: list[Reading], vocabulary: Vocabulary) -> list[Reading]:
    """Every deed that looks for an action carries what the settings say of tools whose names do not show it."""
    told = {name: action for name, action in vocabulary.tools.items() if shown_by(name).action != action}
    if not told:
        return readings
    return [
        reading.model_copy(update={"items": tuple(_knowing(item, told) for item in reading.items)})
        for reading in readings
    ]


def _knowing(item: AnyItem, told: dict[str, Action | None]) -> AnyItem:
    deeds = {
        name: deed.model_copy(update={"tools": told})
        for name in type(item).model_fields
        if isinstance(deed := getattr(item, name), Deed) and deed.action
    }
    return item.model_copy(update=deeds) if deeds else item


def _items(readings: Iterable[Reading]) -> Iterator[AnyItem]:
    for reading in readings:
        yield from reading.items


def _placed(remark: Remark, span: Span) -> Complaint:
    return Complaint(
        code=remark.code, severity=remark.severity, span=span, message=remark.message, suggestion=remark.suggestion
    )


def _place(complaint: Complaint, file: str) -> tuple[bool, str, int, int, str, str]:
    span = complaint.span
    return (span.file != file, span.file, span.line, span.col, complaint.code, complaint.message)


__all__ = ["COMPILER", "compile_journey"]
