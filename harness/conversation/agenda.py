"""A case's items -> the customer's brief: what they want, know, will not accept, and how they go about it."""

import re
from dataclasses import dataclass, replace
from functools import cached_property

from harness.plan.fill import fill_text
from harness.plan.nouns import Behaviour, Ending, Fact, Line, Persona, Reaction, Want
from harness.text.normal import content

from .nouns import Case
from .phrases import Register
from .slots import slot_of
from .voice import Pronoun, first_person

PATIENCE = 4
"""Annoyances (a thing asked again, a message said again) that an ordinary customer puts up with [a judgement]."""

PUSHES = 1
"""How often an ordinary customer questions a no before taking it [a judgement]."""

_MOODS: tuple[tuple[Register, str], ...] = (
    ("cross", r"angry|annoyed|rude|furious|upset|cross|pushy|frustrated|impatient|demanding|aggressive|insistent"),
    ("brief", r"brief|hurry|busy|terse|curt|direct|rushed|short on time"),
    ("warm", r"polite|friendly|kind|warm|patient|cheerful|gentle|grateful|elderly|chatty"),
)


_ACTIONS = {
    "refund": frozenset(content("refund reimburse charges back")) - {"back"},
    "cancel": frozenset(content("cancel stop terminate")),
    "reset": frozenset(content("reset unlock")),
    "send": frozenset(content("send resend")),
}
"""Action -> the content words of a goal that ask for it."""


@dataclass(frozen=True)
class Agenda:
    """What the customer brings to the conversation, in their own voice."""

    case: Case
    matter: int = 0
    """Which of the customer's matters is being seen to, from 0: they have one after another, never two at a time."""

    @cached_property
    def persona(self) -> Persona | None:
        """The first description of the customer that names them, else the first at all."""
        found = [item for item in self.case.items if isinstance(item, Persona)]
        return next((item for item in found if item.name), found[0] if found else None)

    @cached_property
    def name(self) -> str | None:
        """The customer's name, if the author gave one."""
        return self.persona.name if self.persona else None

    @cached_property
    def pronoun(self) -> Pronoun | None:
        """How the author refers to the customer."""
        found = (item.pronoun for item in self.case.items if isinstance(item, Persona) and item.pronoun)
        return next(found, None)

    @cached_property
    def register(self) -> Register:
        """The tone that persona and behaviours ask for; the strongest wins."""
        words = " ".join(
            [
                " ".join([*item.traits, item.mood or "", item.text])
                for item in self.case.items
                if isinstance(item, Persona)
            ]
            + [item.does for item in self.case.items if isinstance(item, Behaviour)]
        ).lower()
        return next((register for register, pattern in _MOODS if re.search(rf"\b(?:{pattern})\b", words)), "plain")

    @cached_property
    def matters(self) -> tuple[Want, ...]:
        """Everything that the customer came for, in the author's order."""
        return tuple(item for item in self.case.items if isinstance(item, Want) and item.role == "goal")

    @property
    def goal(self) -> Want | None:
        """What the customer wants now: the first want, until it is seen to."""
        return self.matters[self.matter] if self.matter < len(self.matters) else None

    @property
    def next_matter(self) -> "Agenda | None":
        """The same brief with the next want for its goal; None when this is the last one."""
        return replace(self, matter=self.matter + 1) if self.matter + 1 < len(self.matters) else None

    @cached_property
    def goal_words(self) -> str | None:
        """The goal without its subject, in the first person: "a full refund to my original card"."""
        return self._mine(self.goal.about) if self.goal else None

    @cached_property
    def rejects(self) -> tuple[frozenset[str], ...]:
        """The content words of each thing that the customer will not accept."""
        wants = (item for item in self.case.items if isinstance(item, Want) and not item.accepts)
        return tuple(frozenset(content(item.about)) for item in wants)

    @cached_property
    def story(self) -> tuple[tuple[str, str], ...]:
        """(sentence id, words in the first person) of what happened, to be told at the start."""
        told: dict[str, str] = {}
        for fact in self._facts:
            if fact.known and fact.key is None and fact.reveal in ("volunteer", "when_relevant"):
                told.setdefault(fact.sentence, self._in_voice(fact.sentence))
        return tuple(told.items())

    @cached_property
    def volunteered(self) -> tuple[Fact, ...]:
        """Named facts that the customer gives unasked."""
        return tuple(fact for fact in self._facts if fact.known and fact.key and fact.reveal == "volunteer")

    @cached_property
    def keyed(self) -> dict[str, Fact]:
        """Slot or key -> the fact that answers it; the customer's name among them."""
        found: dict[str, Fact] = {}
        for fact in sorted(self._facts, key=self._elsewhere):
            if fact.key and fact.reveal != "never":
                found.setdefault(slot_of(fact.key) or fact.key.lower(), fact)
        if self.name and self.persona:
            known = Fact(sentence=self.persona.sentence, text=self.persona.text, key="name", value=self.name)
            found.setdefault("name", known)
        return found

    def _elsewhere(self, fact: Fact) -> int:
        """0 for a fact of the matter in hand, 1 for one of no matter, 2 for one of another: two orders, two numbers."""
        if self.goal and fact.sentence == self.goal.sentence:
            return 0
        return 2 if any(fact.sentence == want.sentence for want in self.matters) else 1

    @cached_property
    def hidden(self) -> tuple[tuple[str, str, frozenset[str]], ...]:
        """(sentence id, words, content) of unnamed facts that are told only when a question is about them."""
        return tuple(
            (fact.sentence, self._in_voice(fact.sentence), frozenset(content(fact.text)))
            for fact in self._facts
            if fact.known and fact.key is None and fact.reveal == "if_asked"
        )

    @cached_property
    def reactions(self) -> tuple[Reaction, ...]:
        """What the customer does if something happens."""
        return tuple(item for item in self.case.items if isinstance(item, Reaction))

    @cached_property
    def lines(self) -> tuple[Line, ...]:
        """The script, in order."""
        return tuple(item for item in self.case.items if isinstance(item, Line))

    @cached_property
    def endings(self) -> tuple[Ending, ...]:
        """When to leave."""
        return tuple(item for item in self.case.items if isinstance(item, Ending))

    @cached_property
    def pushes(self) -> int:
        """How often the customer questions a no."""
        stated = [item.times or 1 for item in self._behaviours if item.does == "push_back"]
        return max(stated, default=PUSHES)

    @cached_property
    def push_sentences(self) -> tuple[str, ...]:
        """The sentences that say so."""
        return tuple(item.sentence for item in self._behaviours if item.does == "push_back")

    @cached_property
    def patience(self) -> int:
        """How many annoyances the customer puts up with."""
        does = {item.does for item in self._behaviours}
        return PATIENCE - 1 if "impatient" in does else PATIENCE + 2 if "patient" in does else PATIENCE

    @cached_property
    def about(self) -> frozenset[str]:
        """The content words of everything the customer came about."""
        told = " ".join([self.goal.about if self.goal else "", *(words for _, words in self.story)])
        return frozenset(content(f"{told} {' '.join(line.say for line in self.lines)}"))

    @cached_property
    def actions(self) -> frozenset[str]:
        """The classes of action that the goal names: "a full refund" -> refund. Empty when it names none."""
        wanted = frozenset(content(self.goal.about)) if self.goal else frozenset()
        return frozenset(action for action, words in _ACTIONS.items() if wanted & words)

    @cached_property
    def action_words(self) -> frozenset[str]:
        """The content words of those actions."""
        return frozenset().union(*(_ACTIONS[action] for action in sorted(self.actions)))

    @property
    def _behaviours(self) -> list[Behaviour]:
        return [item for item in self.case.items if isinstance(item, Behaviour)]

    @cached_property
    def _facts(self) -> tuple[Fact, ...]:
        return tuple(item for item in self.case.items if isinstance(item, Fact))

    def _in_voice(self, sentence: str) -> str:
        """The author's whole sentence, slots filled, as the customer would say it."""
        return self._mine(self._original(sentence))

    def _original(self, sentence: str) -> str:
        found = next(one.sentence for one in self.case.plan.readings if one.sentence.id == sentence)
        return fill_text(found.text, self.case.variation.values)

    def _mine(self, words: str) -> str:
        return first_person(words, self.name, self.pronoun)


def minimum_turns(case: Case) -> int:
    """Customer turns that a scripted customer needs when each question is asked once: the journey minimum.

    An opening or the script, one answer for each fact that an agent may ask for, the push-backs that the author
    asked for, an opening for each further matter, a goodbye.
    """
    agenda = Agenda(case)
    answers = sum(1 for key, fact in agenda.keyed.items() if key != "name" and fact.reveal != "volunteer")
    script = max(len(agenda.lines), 1)
    further = max(len(agenda.matters) - 1, 0) if not agenda.lines else 0
    return script + answers + (agenda.pushes if agenda.push_sentences else 0) + further + 1


def turn_limit(case: Case) -> int:
    """The default bound on customer turns: twice the journey minimum and four [a judgement, design 6]."""
    return 2 * minimum_turns(case) + 4
