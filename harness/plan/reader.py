"""One sentence, in its place -> what the rules make of it."""

import re
from dataclasses import replace

from .nouns import JUDGED, AnyItem, Persona, Policy
from .rules.agent import expectation
from .rules.customer import script_line
from .rules.grammar import AGENT, bare
from .rules.nobody import commanded
from .rules.people import People
from .rules.plain import ordered, to_be_moved, under_a_heading, without_headings
from .rules.reading import Context, Read, Remark

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


def lead_in(text: str) -> str | None:
    """What a sentence that opens a list has before its colon: "The agent offers one of:"; None for any other."""
    found = _LEAD_IN.search(text)
    return _DOES.sub("", text[: found.start()]) if found else None


_DOES = re.compile(r"(?<=\w)\s+(?:does|do|must do|should do|has to do|will do)\Z", re.IGNORECASE)
"""What a bullet below says itself: "The agent does one of:" and "refunds the order"."""


def read_nested(context: Context, stem: str | None) -> Read:
    """Read a sentence; a nested bullet that is no sentence of its own is read with its parent's words before it."""
    if not stem or AGENT.match(context.text) or context.people.subject.match(context.text):
        return read(context)
    joined = read(replace(context, words=f"{stem} {context.text}"))
    alone = read(context)
    return joined if joined.status == "understood" or alone.status != "understood" else alone


def read(context: Context) -> Read:
    """Read a sentence as its heading asks."""
    heading = context.sentence.heading
    if heading == "notes":
        return Read("note", (), "notes")
    if heading == "script":
        return script_line(context)
    if heading == "facts":
        return _fact(context)
    if len(context.text) > LONGEST:
        return Read("needs_model", (), "too_long", (_TOO_LONG,))
    if heading == "customer":
        return without_headings(context) if context.plain else under_a_heading(context)
    return expectation(context)


def _fact(context: Context) -> Read:
    """A line of *What is true*; one that says what the agent does is checked as well as held to."""
    policy = Policy(**context.base, about=bare(context.text) or context.text)
    if len(context.text) <= LONGEST and ordered(context.text):
        checked = expectation(context)
        leave = any(isinstance(one, JUDGED) and one.level == "permission" for one in checked.items)
        if checked.status == "understood" and not leave:
            return Read("understood", (*checked.items, policy), f"facts.{checked.rule}", checked.remarks)
        if commanded(context.text):
            return to_be_moved(context)
    return Read("understood", (policy,), "facts.policy")


def named_items(items: tuple[AnyItem, ...], who: People) -> tuple[AnyItem, ...]:
    """The items of the sentence that gives the customer's name first: it goes to their persona."""
    if not items:
        return items
    told = {"name": who.name, "pronoun": who.pronoun}
    for index, item in enumerate(items):
        if isinstance(item, Persona):
            return (*items[:index], item.model_copy(update=told), *items[index + 1 :])
    return (*items, Persona(sentence=items[0].sentence, text=items[0].text, name=who.name, pronoun=who.pronoun))
