"""A model's answer -> opinions, one a question that was asked. The answer is anybody's: nothing of it is believed.

The questions are the left side of the join. Missing, twice, out of the enum, in another shape, or resting on words or
an event that a program does not find: cannot_tell, and why. What nobody asked about is counted and thrown away.
"""

import json
from collections.abc import Iterator, Sequence
from typing import Any, NoReturn, get_args

from harness.criteria import Result
from harness.model import Answer
from harness.text.normal import printable

from ..nouns import Evidence, Opinion, Quote, Record
from .material import Material
from .questions import Question
from .statements import LISTS, hallucinated

LONGEST_ANSWER = 40_000
"""Characters of an answer that are read."""
REFUSED = "it refused to answer"
"""Said once: who refuses is not asked again."""
MOST_ANSWERS = 200
MOST_EVIDENCE = 8
"""Pieces of evidence in one answer; no verdict needs more."""
LONGEST_WHY = 300

_ANSWER = {"id", "why", "evidence", "looked_for", "verdict"}
_EVIDENCE = {"turn", "speaker", "quote", "event"}


class Unfit(ValueError):  # noqa: N818  # it is the answer that is unfit
    """An answer of which nothing can be used. The text says why, to the model and to people."""


def opinions(answer: Answer, asked: Sequence[Question], material: Material) -> tuple[tuple[Opinion, ...], int]:
    """What the answer says to each question, and how many answers it gave to none. Raises Unfit."""
    found = _read(answer)
    answers = found["answers"]
    ids = {one.id for one in asked}
    named = [one for one in answers if isinstance(one, dict) and isinstance(one.get("id"), str) and one["id"] in ids]
    heard: list[Opinion] = []
    for question in asked:
        mine = [one for one in named if one["id"] == question.id]
        if question.lists_statements:
            heard += _hallucination(question, mine, found, material)
        else:
            heard.append(_opinion(question, mine, material))
    return tuple(heard), len(answers) - len(named)


# ---- the answer as a whole ----------------------------------------------------------------------------------


def _read(answer: Answer) -> dict[str, list[Any]]:
    if answer.stopped != "end":
        raise Unfit(REFUSED if answer.stopped == "refused" else "its answer was cut off")
    if len(answer.words) > LONGEST_ANSWER:
        raise Unfit(f"its answer has {len(answer.words):,} characters, where {LONGEST_ANSWER:,} are read")
    try:
        found = json.loads(answer.words, object_pairs_hook=_once, parse_constant=_no_number)
    except Unfit:
        raise
    except (ValueError, RecursionError):
        raise Unfit("its answer is not JSON") from None
    if not isinstance(found, dict) or "answers" not in found or not set(found) <= {"answers", *LISTS}:
        raise Unfit('its answer is not {"answers": [...], "claims": [...], "actions": [...]}')
    lists = {name: found.get(name, []) for name in ("answers", *LISTS)}
    if not all(isinstance(one, list) and len(one) <= MOST_ANSWERS for one in lists.values()):
        raise Unfit(f"its answers, claims and actions are not lists of at most {MOST_ANSWERS}")
    return lists


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object whose keys each stand once: of two verdicts in one answer, none may win."""
    found = dict(pairs)
    if len(found) != len(pairs):
        raise Unfit("it gives one key twice in one object")
    return found


def _no_number(name: str) -> NoReturn:
    raise Unfit(f"{name} is no JSON")


# ---- one question -------------------------------------------------------------------------------------------


def _undecided(question: Question, why: str, invalid: bool = False) -> Opinion:
    return Opinion(question=question.id, says="cannot_tell", why=why, invalid=invalid)


def _opinion(question: Question, mine: Sequence[dict[str, Any]], material: Material) -> Opinion:
    if why := _unusable(mine):
        return _undecided(question, why)
    raw = mine[0]
    says: Result = raw["verdict"]
    why = _plain(raw["why"]) or "it gave no reason"
    if says == "cannot_tell":
        return _undecided(question, why)
    shown = _all_found(raw["evidence"], material)
    if shown is None:
        return _undecided(question, "it rests on words or an event that are not in the conversation", invalid=True)
    looked_for = _plain(raw["looked_for"] or "")
    if says == "not_applicable":
        return _by_absence(question, says, why, shown, looked_for)
    return _decided(question, says, why, shown, looked_for)


def _decided(question: Question, says: Result, why: str, shown: tuple[Evidence, ...], looked_for: str) -> Opinion:
    """A pass or a fail: on what was found, else on an absence, which one call alone never settles."""
    counts = tuple(one for one in shown if _counts(one, question))
    enough = says == "pass" or len({getattr(one, "turn", None) for one in counts}) >= question.fewest_turns
    if says == "pass" and question.passes_by_absence:
        return _by_absence(question, says, why, shown, looked_for)
    if counts and enough:
        return Opinion(question=question.id, says=says, why=why, evidence=shown)
    if question.may_be_missing(says):
        return _by_absence(question, says, why, shown, looked_for)
    return _undecided(question, "it names no evidence of the three kinds", invalid=True)


def _by_absence(question: Question, says: Result, why: str, shown: tuple[Evidence, ...], looked_for: str) -> Opinion:
    if not looked_for:
        return _undecided(question, "it names no evidence of the three kinds", invalid=True)
    return Opinion(question=question.id, says=says, why=why, evidence=shown, absent=looked_for)


def _unusable(mine: Sequence[dict[str, Any]]) -> str | None:
    if not mine:
        return "it did not answer this"
    if len(mine) > 1:
        return f"it answered this {len(mine)} times"
    raw = mine[0]
    if set(raw) != _ANSWER or not isinstance(raw["why"], str) or not isinstance(raw["evidence"], list):
        return "its answer to this has another shape"
    if not (raw["looked_for"] is None or isinstance(raw["looked_for"], str)) or len(raw["evidence"]) > MOST_EVIDENCE:
        return "its answer to this has another shape"
    if not isinstance(raw["verdict"], str) or raw["verdict"] not in get_args(Result):
        return "its verdict is none of pass, fail, not_applicable, cannot_tell"
    return None


def _counts(shown: Evidence, question: Question) -> bool:
    return isinstance(shown, Record) or (isinstance(shown, Quote) and shown.speaker in question.speakers)


# ---- evidence -----------------------------------------------------------------------------------------------


def _all_found(pieces: Sequence[Any], material: Material) -> tuple[Evidence, ...] | None:
    """The evidence, each piece once. One that is not there voids the rest, which is not looked for: a liar costs little
    time."""
    found: list[Evidence] = []
    for raw in pieces:
        one = _found(raw, material)
        if one is None:
            return None
        found.append(one)
    return tuple(dict.fromkeys(found))


def _found(raw: Any, material: Material) -> Evidence | None:
    """The evidence that a piece names, once a program has found it; None when it is not there."""
    if not isinstance(raw, dict) or set(raw) != _EVIDENCE:
        return None
    if isinstance(raw["event"], str) and raw["quote"] is None:
        return material.shown(raw["event"])
    if raw["event"] is None and isinstance(raw["quote"], str) and type(raw["turn"]) is int:
        return material.quoted(raw["quote"], raw["turn"], raw["speaker"])
    return None


def _plain(text: str) -> str:
    return " ".join(printable(text[: 4 * LONGEST_WHY]).split())[:LONGEST_WHY]


# ---- hallucination ------------------------------------------------------------------------------------------


def _hallucination(
    question: Question, mine: Sequence[dict[str, Any]], found: dict[str, list[Any]], material: Material
) -> Iterator[Opinion]:
    """The criterion as a whole, then each statement that nothing supports."""
    if why := _unusable(mine):
        yield _undecided(question, why)
        return
    if mine[0]["verdict"] == "cannot_tell":
        yield _undecided(question, _plain(mine[0]["why"]))
        return
    flagged, invalid = hallucinated(found, material)
    if invalid:
        yield _undecided(question, "a statement that it listed is not in the conversation", invalid=True)
    elif not flagged and mine[0]["verdict"] == "fail":
        yield _undecided(question, "it found fault with nothing that it listed")
    else:
        why = f"{len(flagged)} of the statements that it listed are not borne out" if flagged else "each is borne out"
        yield Opinion(question=question.id, says="fail" if flagged else "pass", why=why)
    yield from flagged
