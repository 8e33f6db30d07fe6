"""Statements and actions that a model listed -> those that nothing bears out. The model lists; a program decides.

A statement stands when the source that is named for it exists and holds its typed values (measurement 5.4). An action
is held against the target's events by the same matcher as the rules' own claims (5.2): no model ever says *done*.
"""

from typing import Any, cast

from harness.plan.nouns import Action
from harness.text.acts import SaidAct
from harness.text.claims import hedged
from harness.text.normal import normal, printable
from harness.text.sentences import split
from harness.text.values import find_values, supported

from ..claims import WRITES, claim
from ..evidence import absence, record
from ..nouns import Evidence, Opinion, Quote
from .material import Material

LISTS = ("claims", "actions")
MOST_CLAIMS = 5
MOST_ACTIONS = 20


def hallucinated(found: dict[str, list[Any]], material: Material) -> tuple[list[Opinion], bool]:
    """The statements that nothing bears out, each once, and whether one of all is not there, which voids the others."""
    flagged: dict[str, Opinion] = {}
    for check, listed in ((_claim, found["claims"][:MOST_CLAIMS]), (_action, found["actions"][:MOST_ACTIONS])):
        for raw in listed:
            shown = _quote(raw, material)
            if shown is None:
                return [], True
            if one := check(raw, shown, material):
                flagged.setdefault(one.question, one)
    return list(flagged.values()), False


def _quote(raw: Any, material: Material) -> Quote | None:
    if not isinstance(raw, dict) or type(raw.get("turn")) is not int or not isinstance(raw.get("quote"), str):
        return None
    return material.quoted(raw["quote"], raw["turn"], "agent")


def _name(shown: Quote, material: Material) -> str:
    """The statement's own question: by turn and sentence, so that two calls that mean one sentence agree."""
    text = material.texts("agent")[shown.turn]
    inside = (
        number for number, (start, end) in enumerate(split(text), 1) if normal(shown.words) in normal(text[start:end])
    )
    return f"hallucination@{shown.turn}.{next(inside, 0)}"


# ---- statements ---------------------------------------------------------------------------------------------


def _claim(raw: dict[str, Any], shown: Quote, material: Material) -> Opinion | None:
    source = raw.get("supported_by")
    if isinstance(source, str) and _holds(source, shown, material):
        return None
    named = f" ({_short(source)} does not)" if isinstance(source, str) else ""
    return Opinion(
        question=_name(shown, material),
        says="fail",
        why=f'nothing bears out "{_short(shown.words)}"{named}',
        evidence=(shown,),
        absent=f'a fact, an event or the customer\'s words that bear out "{_short(shown.words)}"',
    )


def _holds(source: str, shown: Quote, material: Material) -> bool:
    """Whether the source is there and has every typed value of the quote; bare small numbers need none."""
    held = material.values(source)
    return held is not None and all(supported(value, held) is not None for value in find_values(shown.words))


def _short(text: str) -> str:
    return " ".join(printable(text[:400]).split())[:120]


# ---- actions ------------------------------------------------------------------------------------------------

_WRONG = {
    "phantom": "no tool did it",
    "after_error": "the tool had failed",
    "mismatch": "the tool was called with other values",
}


def _action(raw: dict[str, Any], shown: Quote, material: Material) -> Opinion | None:
    action = raw.get("action")
    if action not in WRITES or hedged(normal(shown.words)):
        return None
    turn = next(one for one in material.transcript.turns if one.number == shown.turn)
    act = SaidAct(act="claim", action=cast(Action, action), start=0, end=len(shown.words), words=shown.words)
    made = claim(act, cast(Action, action), turn, material.transcript)
    if made.standing not in _WRONG:
        return None
    earlier = [one for one in material.transcript.turns if one.number <= shown.turn]
    proof: Evidence = (
        record(made.event, made.event_turn)
        if made.event is not None and made.event_turn is not None
        else absence(f"a call that does {action}", "claims/1", earlier)
    )
    why = f'claimed "{_short(shown.words)}", but {_WRONG[made.standing]}'
    return Opinion(question=_name(shown, material), says="fail", why=why, evidence=(shown, proof))
