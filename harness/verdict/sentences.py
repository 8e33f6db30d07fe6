"""Case + Transcript -> SentenceResult: what became of every sentence that the author wrote to be judged."""

from collections.abc import Iterable, Sequence
from typing import cast

from harness.conversation.nouns import Case, Transcript
from harness.criteria import Mark
from harness.journey.nouns import Sentence
from harness.plan.nouns import (
    JUDGED,
    AnyItem,
    Check,
    Fact,
    Judged,
    Limit,
    Policy,
    Reaction,
    Reading,
    Route,
    State,
    ToolCheck,
)
from harness.text.languages import spoken_language

from .brief import fact, reaction
from .checks import check
from .evidence import Held, in_words, proof
from .leave import seen_for
from .limits import limit
from .nouns import Absence, SentenceResult
from .policies import policy
from .route import route
from .tools import tool_check
from .worlds import state

WORST_FIRST: tuple[Mark, ...] = ("fail", "cannot_tell", "not_exercised", "pass", "not_applicable")
"""How the items of one sentence add up: the worst of them is the sentence's."""

_UNREAD = ("needs_model", "vague", "unsupported")
_JUDGED_HEADINGS = ("should", "never", "nice")


def results(case: Case, transcript: Transcript) -> tuple[SentenceResult, ...]:
    """Every sentence of the case that gives a result, in the author's order, each with its proof."""
    return listed(each(case, transcript), case)


def each(case: Case, transcript: Transcript) -> list[SentenceResult]:
    """The same, each sentence by itself: in a list of which one is enough, nothing has settled the others yet."""
    items: dict[str, list[AnyItem]] = {}
    for item in case.items:
        items.setdefault(item.sentence, []).append(item)
    return [
        result
        for reading in case.plan.readings
        if reading.sentence.only in (None, case.variation.name)
        if (result := _result(reading, items.get(reading.sentence.id, []), case, transcript))
    ]


def listed(found: Sequence[SentenceResult], case: Case) -> tuple[SentenceResult, ...]:
    """Where one of a list is enough: the one that holds settles the others."""
    return _any_of(found, [reading.sentence for reading in case.plan.readings])


def _result(reading: Reading, items: Iterable[AnyItem], case: Case, transcript: Transcript) -> SentenceResult | None:
    judged = [(item, held(item, case, transcript)) for item in items if _gives_result(item)]
    if judged:
        return _joined(reading.sentence.id, judged, case)
    return _unread(reading, case)


def _gives_result(item: AnyItem) -> bool:
    if isinstance(item, Fact):
        return item.known and item.reveal == "if_asked"
    return isinstance(item, (*JUDGED, Policy, Reaction))


# ---- one item -----------------------------------------------------------------------------------------------


def held(item: AnyItem, case: Case, transcript: Transcript) -> Held:
    """What one item came to. A permission cannot be broken; a condition that never fired is not exercised."""
    if isinstance(item, Policy):
        return policy(item, transcript)
    if isinstance(item, Reaction):
        return reaction(item, transcript)
    if isinstance(item, Fact):
        return fact(item, transcript)
    judged = cast(Judged, item)
    if judged.level == "permission":
        return Held("not_applicable", "permitted, so it cannot fail")
    if judged.when is None:
        return _judged(item, case, transcript)
    return _conditional(judged, item, case, transcript)


def _conditional(judged: Judged, item: AnyItem, case: Case, transcript: Transcript) -> Held:
    """Judged over the turns from the one in which the condition is first seen."""
    purpose = item.deed if isinstance(item, Check) else None
    if judged.when is None or not (fired := seen_for(judged.when, purpose, transcript.turns)):
        condition = in_words(judged.when) if judged.when else "its condition"
        return Held("not_exercised", f"{condition}: it never happened")
    later = tuple(turn for turn in transcript.turns if turn.number >= fired[0].turn)
    came_to = _judged(item, case, transcript.model_copy(update={"turns": later}))
    shown = (*came_to.evidence, *proof(fired[0], transcript.turns))
    return Held(came_to.mark, came_to.why, shown, came_to.turn, came_to.readable)


def _judged(item: AnyItem, case: Case, transcript: Transcript) -> Held:
    match item:
        case Check():
            return _as_far_as_read(item, check(item, case, transcript), transcript)
        case Route():
            return route(item, transcript, case.plan.desks)
        case ToolCheck():
            return tool_check(item, transcript)
        case State():
            return state(item, transcript)
        case Limit():
            return limit(item, transcript, case.plan.desks)
        case _:
            return Held("cannot_tell", f"nothing judges a {item.kind}")


_IN_WORDS = ("ask", "say", "offer", "refuse", "apologise", "repeat")
"""Acts that are seen in words alone."""


def _as_far_as_read(item: Check, came_to: Held, transcript: Transcript) -> Held:
    """Words that were not found may have been said in a language that the rules do not read."""
    in_words = item.deed is not None and item.deed.by == "agent" and item.deed.act in _IN_WORDS
    missed = came_to.mark in ("pass", "fail") and all(isinstance(one, Absence) for one in came_to.evidence)
    if not (in_words and missed) or not (language := _other_language(transcript)):
        return came_to
    return Held(
        "cannot_tell", f"{came_to.why}; but the agent wrote {language}, which the rules do not read", readable=True
    )


def _other_language(transcript: Transcript) -> str | None:
    """The first language other than English in which the agent wrote; None when there is none."""
    spoken = (spoken_language(turn.reply.text) for turn in transcript.turns)
    return next((language for language in spoken if language not in (None, "English")), None)


# ---- one sentence -------------------------------------------------------------------------------------------


def _joined(sentence: str, judged: list[tuple[AnyItem, Held]], case: Case) -> SentenceResult:
    ordered = sorted(judged, key=lambda pair: WORST_FIRST.index(pair[1].mark))
    worst, came_to = ordered[0]
    evidence = tuple(one for _, each in ordered for one in each.evidence)
    # A pass or a fail without a proof is neither.
    proved = bool(evidence) or came_to.mark not in ("pass", "fail")
    is_policy = isinstance(worst, Policy)
    return SentenceResult(
        sentence=sentence,
        result=came_to.mark if proved else "cannot_tell",
        level=worst.level if isinstance(worst, Judged) else "required" if is_policy else "advisory",
        criterion=worst.criterion if isinstance(worst, Judged) else "hallucination" if is_policy else "resolution",
        severity=worst.severity if isinstance(worst, Judged) else case.plan.settings.risk,
        why=came_to.why if proved else f"{came_to.why}, but no proof of it was found",
        evidence=tuple(dict.fromkeys(evidence)),
        readable=_readable(judged),
        turn=min((each.turn for _, each in judged if each.mark == "fail" and each.turn is not None), default=None),
    )


def _readable(judged: list[tuple[AnyItem, Held]]) -> bool:
    """Whether everything that is left open of a sentence is to be read in the words."""
    undecided = [each for _, each in judged if each.mark == "cannot_tell"]
    return bool(undecided) and all(each.readable for each in undecided)


def _unread(reading: Reading, case: Case) -> SentenceResult | None:
    """A sentence that no rule could read is not checked, and is never counted as held."""
    sentence = reading.sentence
    if reading.status not in _UNREAD or sentence.heading not in _JUDGED_HEADINGS:
        return None
    why = "too vague to check" if reading.status == "vague" else "no rule could read it, and no judge was asked"
    return SentenceResult(
        sentence=sentence.id,
        result="cannot_tell",
        level="advisory" if sentence.heading == "nice" else "required",
        criterion="hallucination" if sentence.heading == "never" else "resolution",
        severity=sentence.severity or case.plan.settings.risk,
        why=why,
        readable=reading.status == "needs_model",
    )


def of_list(found: Sequence[SentenceResult], any_of: bool) -> Mark:
    """What a list came to as a whole: one that holds is enough, or all have to."""
    marks = [one.result for one in found]
    return "pass" if any_of and "pass" in marks else min(marks, key=WORST_FIRST.index)


# ---- any of -------------------------------------------------------------------------------------------------


def _any_of(found: Sequence[SentenceResult], sentences: Iterable[Sentence]) -> tuple[SentenceResult, ...]:
    """Where one of a list is enough: the one that holds settles the others; one in doubt keeps the others in doubt."""
    group = {sentence.id: sentence.group for sentence in sentences if sentence.any_of and sentence.group}
    marks: dict[str, set[Mark]] = {}
    for result in found:
        if parent := group.get(result.sentence):
            marks.setdefault(parent, set()).add(result.result)
    return tuple(_settled(result, marks.get(group.get(result.sentence) or "", set())) for result in found)


def _settled(result: SentenceResult, neighbours: set[Mark]) -> SentenceResult:
    if "pass" in neighbours and result.result != "pass":
        update = {"result": "not_applicable", "why": "another of the list held", "turn": None}
    elif "cannot_tell" in neighbours and result.result == "fail":
        update = {"result": "cannot_tell", "why": f"{result.why}; another of the list is in doubt", "turn": None}
    else:
        return result
    return result.model_copy(update=update)
