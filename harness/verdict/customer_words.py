"""Part + Turns -> Faults in how the customer speaks: like the agent (V1), like a program (V2), out of tone (V10)."""

import re
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache
from math import ceil

from harness.conversation.nouns import Turn
from harness.conversation.phrases import PHRASES, Register, joined
from harness.conversation.sighting import sightings
from harness.conversation.slots import slot_of, slots_in
from harness.plan.nouns import Fact
from harness.text.languages import LANGUAGES, spoken_language
from harness.text.normal import content, normal, words
from harness.text.sentences import split

from .part import Fault, Improvised, Part, Shown, fault

DETECTOR = "validity/2"

# ---- V1: like the agent -------------------------------------------------------------------------------------

_AGENT_SPEAK = re.compile(
    r"\bhow (?:can|may) i (?:help|assist)\b|\bi(?:'ve| have) (?:processed|issued|updated) your\b"
    r"|\bour (?:policy|team)\b|\bis there anything else i can (?:help|do)\b|\bthank you for (?:contacting|calling)\b"
)
_RUN = 3
"""Words in a row that are compared."""
_COPIED = 0.8
"""The share of a sentence's runs of words that makes it a copy (measurement 2.3)."""
_FEWEST = 6
"""Words of a sentence that can be told from chance [a judgement]."""
_HEARD = 16_384
"""Characters of a reply that the customer hears."""


def flipped(part: Part, turns: Sequence[Turn]) -> Iterator[Fault]:
    """V1: the customer talks like the agent, or says a sentence of the agent's that was not theirs before."""
    heard: set[tuple[str, ...]] = set()
    own = _runs(part.plain_brief)
    before = 0
    for one in part.improvised(turns):
        for turn in turns[before : one.turn.number - 1]:
            heard |= _runs(turn.reply.text[:_HEARD])
        before = max(before, one.turn.number - 1)
        number = one.turn.number
        if found := _AGENT_SPEAK.search(one.plain):
            if found[0] not in part.plain_brief:
                yield fault("V1", "critical", one, "spoke like an agent")
                return
        elif copied := next((line for line in _sentences(one.text) if _copied(line, heard - own)), None):
            why = f"the customer said a sentence of the agent's at turn {number}"
            yield Fault("V1", "critical", number, why, ((number, "customer", copied),))
            return
        own |= _runs(one.text)


def _copied(line: str, heard: set[tuple[str, ...]]) -> bool:
    runs = _runs(line)
    return len(words(line)) >= _FEWEST and len(runs & heard) >= _COPIED * len(runs)


def _runs(text: str) -> set[tuple[str, ...]]:
    spoken = words(text)
    return {spoken[at : at + _RUN] for at in range(len(spoken) - _RUN + 1)}


def _sentences(text: str) -> list[str]:
    return [text[start:end] for start, end in split(text)]


# ---- V2: like a program -------------------------------------------------------------------------------------

_LEAK = re.compile(
    r"\bthis is (?:only |just )?a test\b|\bsimulated (?:customer|user)\b|\bas an ai\b|\bsystem prompt\b"
    r"|\blanguage model\b|\bmy (?:persona|instructions (?:are|say))\b|\b(?:test|journey) (?:case|scenario)\b"
    r'|\{ ?"\w{1,40}" ?:|</?(?:tool|function|system|assistant|user)[a-z_]{0,20}>|\b[a-z]+(?:_[a-z]+)+\('
)
_KEPT_BACK = 2
"""Only-if-asked facts told unasked that are too many (measurement 2.3)."""


def leaked(part: Part, turns: Sequence[Turn]) -> Iterator[Fault]:
    """V2: the customer gives the simulation away, or what the author expects, or what was to be asked for."""
    wanted = _expected(part)
    told: dict[str, Improvised] = {}
    for one in part.improvised(turns):
        found = _LEAK.search(one.plain)
        if found and found[0] not in part.plain_brief:
            yield fault("V2", "critical_helped", one, "gave the simulation away")
            return
        said = _runs(one.text)
        if any(len(runs & said) >= _COPIED * len(runs) for runs in wanted):
            yield fault("V2", "critical_helped", one, "said what the author expects of the agent")
            return
        if not part.willed(one.turn):
            for fact in _unasked(part, one, turns):
                told.setdefault(normal(fact.value or ""), one)
        if len(told) >= _KEPT_BACK:
            why = f"the customer told {len(told)} things by turn {one.turn.number} that nobody had asked for"
            shown: Shown = tuple((each.turn.number, "customer", each.text) for each in dict.fromkeys(told.values()))
            yield Fault("V2", "critical_helped", one.turn.number, why, shown)
            return


def untimely(part: Part, turns: Sequence[Turn]) -> Iterator[Fault]:
    """V2, before it is said: a single thing to be told only if asked is told unasked in the last message."""
    last = next((one for one in part.improvised(turns[-1:])), None)
    if last and not part.willed(last.turn) and any(True for _ in _unasked(part, last, turns)):
        yield fault("V2", "critical_helped", last, "told something that nobody had asked for")


def _expected(part: Part) -> list[set[tuple[str, ...]]]:
    """The runs of words of each sentence on what should or must never happen, without those of the brief."""
    own = _runs(part.plain_brief)
    written = [
        one.sentence.text for one in part.case.plan.readings if one.sentence.heading in ("should", "never", "nice")
    ]
    return [runs for text in written if len(words(text)) >= _FEWEST and (runs := _runs(text) - own)]


def _unasked(part: Part, one: Improvised, turns: Sequence[Turn]) -> Iterator[Fact]:
    """The facts to be told only when asked that this message tells, and that nothing before it had asked for."""
    for fact in part.facts:
        if fact.known and fact.reveal == "if_asked" and fact.value and normal(fact.value) in one.plain:
            before = [turn for turn in turns if turn.number < one.turn.number]
            if not _asked_for(fact, before) and not (fact.when and sightings(fact.when, before)):
                yield fact


def _asked_for(fact: Fact, before: Sequence[Turn]) -> bool:
    """Whether the agent asked for it or spoke of it: who is asked about one thing may tell more."""
    slot = slot_of(fact.key or "")
    about = frozenset(content(f"{fact.key or ''} {fact.value or ''}"))
    return any(
        slot in slots_in(turn.reply.text) if slot else bool(about & frozenset(content(turn.reply.text)))
        for turn in before
    )


# ---- V10: out of tone ---------------------------------------------------------------------------------------

_TOO_LONG = 3
"""Times the persona's 95th percentile that a message may be long (measurement 2.3)."""


def out_of_tone(part: Part, turns: Sequence[Turn]) -> Iterator[Fault]:
    """V10: the customer writes in another language, or at more than three times their usual length."""
    language = part.case.plan.settings.language.strip().capitalize()
    most = _TOO_LONG * usual_length(part)
    for one in part.improvised(turns):
        spoken = words(one.text)
        other = spoken_language(one.text)
        if language in LANGUAGES and other not in (None, language):
            yield fault("V10", "minor", one, f"wrote {other} instead of {language}")
        elif len(spoken) > most:
            yield fault("V10", "minor", one, f"wrote {len(spoken)} words where {most} would be much")


def usual_length(part: Part) -> int:
    """The 95th percentile, in words, of what this persona says: one message of each kind, in its longest wording.

    The kinds are the scripted customer's own: every entry of its phrase book, filled with the brief; the opening; and
    the whole matter told over again. A customer played by a model is held to the same brief, so to the same measure.
    """
    agenda = part.agenda
    goal = agenda.goal_words or ""
    key = max((fact.key or "" for fact in part.facts), key=_length, default="")
    value = max((fact.value or "" for fact in part.facts), key=_length, default="")
    kinds = _of_each_kind(agenda.register, goal, key, value)
    story = joined([told for _, told in agenda.story])
    facts = joined([f"{fact.key} {fact.value}" for fact in agenda.volunteered])
    whole = _length(f"{story} {goal}") + _longest_of("goal")
    lengths = sorted([*kinds, whole + _length(facts), whole])
    return lengths[ceil(0.95 * len(lengths)) - 1]


@lru_cache(maxsize=256)
def _of_each_kind(register: Register, goal: str, key: str, value: str) -> tuple[int, ...]:
    """Words of the longest entry of each kind of the phrase book; the same for every trial of a variation."""
    fill = {"goal": goal, "key": key, "value": value}
    return tuple(max(_length(way.format(**fill)) for way in ways[register]) for ways in PHRASES.values())


def _length(text: str) -> int:
    return len(words(text))


@cache
def _longest_of(kind: str) -> int:
    return max(_length(way) for ways in PHRASES[kind].values() for way in ways)
