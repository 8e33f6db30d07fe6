"""What a conversation can be told apart by: every way to slice a run, as `kind:value`."""

from harness.journey.nouns import Variation
from harness.plan.nouns import Persona, Plan
from harness.text.normal import printable

LONGEST = 60
"""Characters of a value: a trait is a name, not a text."""


def traits_of(plan: Plan, variation: Variation, desk: str | None) -> tuple[str, ...]:
    """The traits of a conversation, in order of name.

    Its channel, language and intent, each of its tags, the segment of customers that it stands for, the persona's
    traits and mood, and the desk that it ended with.
    """
    settings = plan.settings_of(variation)
    found = {
        ("channel", settings.channel),
        ("language", settings.language),
        ("intent", settings.intent or ""),
        ("segment", variation.segment or ""),
        ("desk", desk or ""),
        *(("tag", tag) for tag in settings.tags),
        *(("persona", trait) for trait in _persona(plan, variation)),
    }
    return tuple(sorted(f"{kind}:{_tidy(value)}" for kind, value in found if _tidy(value)))


def _persona(plan: Plan, variation: Variation) -> set[str]:
    items = (
        item
        for reading in plan.readings
        if reading.sentence.only in (None, variation.name)
        for item in reading.items
        if isinstance(item, Persona)
    )
    return {trait for item in items for trait in (*item.traits, item.mood or "") if trait and "{" not in trait}


def _tidy(value: str) -> str:
    return " ".join(printable(value).split())[:LONGEST]
