"""What is wrong with a journey as a whole: nothing to check, names and languages nobody knows, answers never given."""

import re
from collections.abc import Iterator, Sequence
from difflib import get_close_matches

from harness.journey.nouns import Journey, Span
from harness.text.normal import normal

from ..keys import key_in, key_of
from ..nouns import JUDGED, Check, Fact, Line, Reaction, Reading, Vocabulary
from ..rules.reading import Remark
from .contradictions import contradictions
from .idle import idle, pronouns

_ENGLISH = re.compile(r"(?:[a-z]+ )?english(?: \([a-z ]+\))?|en(?:[-_][a-z]{2})?", re.IGNORECASE)
_SETTINGS_LINES = 40
"""Lines from the top in which settings are looked for."""


def remarks_on(journey: Journey, readings: Sequence[Reading], vocabulary: Vocabulary) -> Iterator[tuple[Remark, Span]]:
    """Everything there is to say about the journey as a whole, with its place."""
    start = Span(file=journey.file, line=1, col=1, end_line=1, end_col=1)
    yield from _on_settings(journey, vocabulary, start)
    if any(complaint.code == "J001" for complaint in journey.complaints):
        return
    if any(map(_checks, readings)):
        yield from idle(journey, readings)
    else:
        yield _NOTHING, start
    yield from contradictions(readings)
    yield from _never_given(readings)


_NOTHING = Remark(
    "J001",
    "error",
    "Nothing in this journey can be checked.",
    "Add a line under 'What should happen', such as: 'The agent refunds £39.00.'",
)


def _checks(reading: Reading) -> bool:
    return reading.status in ("understood", "pinned") and any(
        isinstance(item, JUDGED) and item.level != "permission" and not (isinstance(item, Check) and item.deed is None)
        for item in reading.items
    )


# ---- settings -----------------------------------------------------------------------------------------------


def _on_settings(journey: Journey, vocabulary: Vocabulary, start: Span) -> Iterator[tuple[Remark, Span]]:
    """What is wrong with the settings of the journey, and with those that its rows change."""
    own = journey.settings
    if remark := _language(own.language):
        yield remark, _setting(journey, "language") or start
    if remark := _intent(own.intent, vocabulary):
        yield remark, _setting(journey, "intent") or start
    for row in journey.variations:
        if row.settings and row.settings.language != own.language and (remark := _language(row.settings.language)):
            yield remark, row.span or start
        if row.settings and row.settings.intent != own.intent and (remark := _intent(row.settings.intent, vocabulary)):
            yield remark, row.span or start


def _setting(journey: Journey, key: str) -> Span | None:
    """Where a setting stands."""
    for number, line in enumerate(journey.source.split("\n", _SETTINGS_LINES)[:_SETTINGS_LINES], 1):
        if line.startswith("##"):
            break
        if match := re.search(rf"\b{key}[ \t]*:[^·|;•]*", line, re.IGNORECASE):
            col = match.start() + 1
            return Span(file=journey.file, line=number, col=col, end_line=number, end_col=col + len(match[0].rstrip()))
    return None


def _language(language: str) -> Remark | None:
    if _ENGLISH.fullmatch(language):
        return None
    return Remark(
        "J015",
        "error",
        f"The scripted customer speaks English, not {language}.",
        "Take the Language setting out, or give the customer a model that speaks it.",
    )


def _intent(intent: str | None, vocabulary: Vocabulary) -> Remark | None:
    """An intent that the settings do not know. Settings that list none leave it free."""
    if intent is None or not vocabulary.intents or intent in vocabulary.intents:
        return None
    near = get_close_matches(intent.casefold(), vocabulary.intents, n=1, cutoff=0.5)
    hint = f"Did you mean {near[0]!r}? " if near else ""
    known = ", ".join(vocabulary.intents[:20])
    return Remark(
        "J011", "error", f"There is no intent {intent!r}.", f"{hint}The intents in harness.toml are: {known}."
    )


# ---- asked for, never given ---------------------------------------------------------------------------------


def _never_given(readings: Sequence[Reading]) -> Iterator[tuple[Remark, Span]]:
    items = [item for reading in readings for item in reading.items]
    called = pronouns(items)
    keys = {item.key for item in items if isinstance(item, Fact) and (item.value or not item.known)}
    keys |= {key_in(item.trigger.about) for item in items if isinstance(item, Reaction) and item.trigger.act == "ask"}
    said = " ".join(normal(item.say) for item in items if isinstance(item, Line))
    for reading in readings:
        for item in reading.items:
            if not isinstance(item, Check) or item.deed is None or item.deed.act != "ask":
                continue
            wanted = item.polarity == "must" and item.level == "required"
            key = key_in(item.deed.about) if wanted and not _to_do(item.deed.about, reading.sentence.text) else None
            if key and key not in keys and not _known(key, keys) and key not in said:
                yield _missing(_named(key, item.deed.about), item.deed.about, *called), reading.sentence.span


_TELLING = re.compile(
    r"(?:to\s+)?(?:give|provide|tell|share|confirm|send|state|supply|enter|type|say|repeat|spell|quote|verify|read)\b",
    re.IGNORECASE,
)


def _to_do(about: str, text: str) -> bool:
    """Whether the customer is asked to do it, not to tell it: "to restart his phone"."""
    plain = about.casefold().removeprefix("to ")
    return f" to {plain}" in " ".join(text.casefold().split()) and _TELLING.match(about) is None


def _known(key: str, keys: set[str | None]) -> bool:
    """Whether a fact under a neighbouring key would answer: a card for a card number, a name in the persona."""
    return key == "name" or any(other and (key in other or other in key) for other in keys)


def _named(key: str, asked: str) -> str:
    """The key in the author's words: the booking number, not the reservation number."""
    return re.sub(r"^(?:(?:the|an?|any|her|his|their|your)\s+)+", "", asked) if key_of(asked) == key else key


def _missing(key: str, asked: str, she: str, her: str) -> Remark:
    return Remark(
        "J013",
        "warning",
        f"The customer has no {key} to give.",
        f"Say at the top what it is ('{her} {key} is ...'), or '{she} does not know the {key}.'",
        asked,
    )
