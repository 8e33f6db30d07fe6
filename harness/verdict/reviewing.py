"""Case + Transcript + a model -> where a customer that a model played fell out of their part (V7, V12).

What the rules of validity cannot see: a goal that drifts, a person who acts like nobody would. Each slip has to quote
the customer, and a program looks for the words. A review that cannot be used finds nothing and clears nobody: it is
said to be missing.
"""

import json
from typing import Any

from harness.conversation.agenda import Agenda
from harness.conversation.brief import brief_of
from harness.conversation.nouns import Case, Transcript
from harness.model import Answer, Model, ModelError, NotAsked, Prompt
from harness.model.prompting import Prompts, shipped
from harness.record import RecordError
from harness.text.normal import printable

from .evidence import quote
from .nouns import Review, Slip
from .part import OWN_WORDS
from .validity import FAVOURED

DETECTOR = "review/1"
MOST_SLIPS = 20
LONGEST_ANSWER = 20_000
"""Characters of an answer that are read."""
MOST_CHARACTERS = 100_000
"""Of a conversation that is sent."""
MOST_TOKENS = 3_000
SEVERITIES = {"V7": ("critical",), "V12": ("critical_helped", "critical_hindered", "minor")}

SHAPE: dict[str, Any] = {
    "type": "object",
    "properties": {
        "slips": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {
                    "rule": {"type": "string", "enum": list(SEVERITIES)},
                    "turn": {"type": "integer"},
                    "quote": {"type": "string"},
                    "why": {"type": "string"},
                    "severity": {"type": "string", "enum": ["critical", *SEVERITIES["V12"]]},
                },
                "required": ["rule", "turn", "quote", "why", "severity"],
                "additionalProperties": False,
            },
        }
    },
    "required": ["slips"],
    "additionalProperties": False,
}


class Reviewer:
    """Reads what customers said, with one model."""

    def __init__(self, model: Model, prompts: Prompts | None = None) -> None:
        self._model = model
        self._prompts = prompts or shipped()

    async def review(self, case: Case, transcript: Transcript) -> Review:
        """Where the customer of this conversation fell out of their part. Raises nothing of a model's."""
        agenda = Agenda(case)
        system, stable, words = self._prompts.render(
            "review", brief=brief_of(agenda), turns=_turns(transcript), ending=transcript.ending
        )
        base = {"judge": self._model.name}
        if len(words) > MOST_CHARACTERS:
            return Review(**base, refused=f"it is too long to be read: more than {MOST_CHARACTERS:,} characters")
        prompt = Prompt(role="judge", system=system, stable=stable, words=words, answer=SHAPE, most_tokens=MOST_TOKENS)
        base |= {"prompt": prompt.digest}
        try:
            answer = await self._model.complete(prompt)
        except (RecordError, NotAsked):
            raise
        except Exception as problem:  # whatever an adapter does, a conversation that was paid for is kept
            known = isinstance(problem, ModelError)
            why = " ".join(printable(str(problem)[:500]).split()) if known else type(problem).__name__
            return Review(**base, refused=f"the model failed: {why}")
        return _read(answer, transcript, base, agenda.goal.sentence if agenda.goal else None)


def _turns(transcript: Transcript) -> list[dict[str, Any]]:
    return [{"turn": one.number, "customer": one.customer.text, "agent": one.reply.text} for one in transcript.turns]


def _read(answer: Answer, transcript: Transcript, base: dict[str, str], goal: str | None) -> Review:
    base |= {"model": printable(answer.model)[:200]}
    listed = _listed(answer)
    if listed is None:
        return Review(**base, refused="its answer cannot be used")
    found = [slip for one in listed if (slip := _slip(one, transcript, goal))]
    return Review(**base, slips=tuple(found), invalid=len(listed) - len(found))


def _listed(answer: Answer) -> list[Any] | None:
    """What the answer lists; None when it is not the answer that was asked for."""
    if answer.stopped != "end" or len(answer.words) > LONGEST_ANSWER:
        return None
    try:
        found = json.loads(answer.words)
    except (ValueError, RecursionError):
        return None
    slips = found.get("slips") if isinstance(found, dict) else None
    return slips if isinstance(slips, list) and len(slips) <= MOST_SLIPS else None


def _slip(one: Any, transcript: Transcript, goal: str | None) -> Slip | None:
    """A slip whose words the customer said of their own accord; None for any other."""
    if not isinstance(one, dict) or type(one.get("turn")) is not int:
        return None
    rule, severity, words, why = (one.get(name) for name in ("rule", "severity", "quote", "why"))
    if not (isinstance(rule, str) and isinstance(words, str) and isinstance(why, str)):
        return None
    said = [turn for turn in transcript.turns if turn.customer.act not in OWN_WORDS and not turn.customer.instead]
    shown = quote(words, one["turn"], "customer", said)
    if severity not in SEVERITIES.get(rule, ()) or shown is None:
        return None
    carried = (sentence for turn in said if turn.number == shown.turn for sentence in turn.customer.sentences)
    return Slip.model_validate(
        {
            "rule": rule,
            "severity": severity,
            "favoured": FAVOURED.get(severity, "nobody"),
            "turn": shown.turn,
            "why": f"{' '.join(printable(why[:300]).split())} (turn {shown.turn})",
            "evidence": (shown,),
            "detector": DETECTOR,
            "sentence": next(carried, goal),
        }
    )
