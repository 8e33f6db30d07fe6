"""A case's items -> the customer's brief: what they want, know, will not accept, and how they go about it."""

import re
from dataclasses import dataclass, replace
from functools import cached_property

from harness.plan.fill import fill_text
from harness.plan.nouns import MOST_TURNS, Behaviour, Deed, Ending, Fact, Limit, Line, Persona, Reaction, Want
from harness.plan.rules.people import people
from harness.text.acts import SaidAct
from harness.text.normal import content, normal
from harness.text.values import find_values
from harness.text.voice import Pronoun, first_person, outright

from .nouns import Case
from .phrases import Register
from .slots import slot_of, slots_in, values_for

PATIENCE = 4
"""Annoyances (a thing asked again, a message said again) that an ordinary customer puts up with [a judgement]."""

PUSHES = 1
"""How often an ordinary customer questions a no before taking it [a judgement]."""

_MOODS: tuple[tuple[Register, str], ...] = (
    ("cross", r"angry|annoyed|rude|furious|upset|cross|pushy|frustrated|impatient|demanding|aggressive|insistent"),
    ("brief", r"brief|hurry|busy|terse|curt|direct|rushed|short on time"),
    ("warm", r"polite|friendly|kind|warm|patient|cheerful|gentle|grateful|elderly|chatty"),
)


_CALMER = re.compile(r"\b(?:calm|cool|settle|quieten|relax|soften|cheer|brighten|warm|loosen|happi|patient|gentl|kind)")
_CROSSER = re.compile(
    r"\b(?:ang(?:ry|rier)|annoyed|cross|rude|furious|upset|pushy|frustrated|irritated|impatient|aggressive|hostile|sharp"
    r"|short|mad|loud|loses? (?:\w+ )*(?:patience|temper|cool)|snap|explode|blow|starts? (?:to )?shout|indignant"
    r"|sarcastic|exasperated)"
)


def register_in(mood: str) -> Register | None:
    """The tone that a change of mood brings: "gets angrier" -> cross, "calms down" -> plain; None for none."""
    words = mood.casefold()
    if re.search(r"\bless\b", words):
        return "cross" if _CALMER.search(words) else "plain" if _CROSSER.search(words) else None
    return "cross" if _CROSSER.search(words) else "plain" if _CALMER.search(words) else None


_ACTIONS = {
    "refund": frozenset(content("refund reimburse charges back")) - {"back"},
    "cancel": frozenset(content("cancel stop terminate")),
    "reset": frozenset(content("reset unlock")),
    "send": frozenset(content("send resend")),
}
"""Action -> the content words of a goal that ask for it."""


def _joined(first: Fact, other: Fact) -> Fact:
    """One thing told of in two sentences: one may give its value, the other say when it is told."""
    if not (first.known and other.known) or (first.value and other.value):
        return first
    return first.model_copy(update={"value": first.value or other.value, "when": first.when or other.when})


_CONTRARY = ("cancel", "refund", "update")
"""Actions that nobody agrees to unless they have to do with what they came for."""

_ASKED = re.compile(r"(?:when|where|who|whom|whether|if|how|why)\b|[\w-]+'s\s")
"""How the key of a thing begins that is no slot.

Who does not know where the card was lost may know its number, and who does not know the driver's name knows their own.
"""
FORMER = "old "
"""How the key of a thing begins that is no longer so: asked for an address, nobody gives the old one."""


@dataclass(frozen=True)
class Kept:
    """A piece of the story that is kept back."""

    sentences: tuple[str, ...]
    """The sentences that say so."""
    words: str
    """In the first person."""
    about: frozenset[str]
    """Its content words."""
    when: Deed | None
    """What must be seen before it is told; None when a question about it is enough."""


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
        told = (one.sentence.text for one in self.case.plan.readings if one.sentence.heading == "customer")
        return next(found, None) or people(told).pronoun

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
        """The content words of each thing that the customer will not accept, but for those of what they would take.

        Who wants compensation in money, and none in miles, refuses miles.
        """
        wants = (item for item in self.case.items if isinstance(item, Want))
        welcome = frozenset(content(" ".join(item.about for item in wants if item.accepts)))
        refused = (frozenset(content(item.about)) for item in self.refused)
        return tuple(words - welcome or words for words in refused)

    @cached_property
    def refused(self) -> tuple[Want, ...]:
        """Each thing that the customer will not accept."""
        return tuple(item for item in self.case.items if isinstance(item, Want) and not item.accepts)

    @cached_property
    def story(self) -> tuple[tuple[str, str], ...]:
        """(sentence id, words in the first person) of what happened, to be told at the start."""
        told: dict[str, str] = {}
        for fact in self._facts:
            if fact.known and fact.key is None and fact.reveal in ("volunteer", "when_relevant"):
                words = next((words for words in self._worded(fact) if not self._gives_away(words)), None)
                if words:
                    told.setdefault(fact.sentence, words)
        return tuple(told.items())

    def _worded(self, fact: Fact) -> tuple[str, ...]:
        """A piece of the story as the customer would tell it: in the author's whole sentence, or in the fact's words.

        A sentence that also says what is kept back is never told as a whole, and nobody says what they are like.
        """
        own = (self._mine(f"{fact.value}."),) if fact.value else ()
        kept = any(other.sentence == fact.sentence for other in self._kept)
        nature = any(
            isinstance(item, Persona) and item.traits and item.sentence == fact.sentence for item in self.case.items
        )
        return own if (kept or nature) and own else (self._in_voice(fact.sentence), *own)

    def _gives_away(self, words: str) -> bool:
        """Whether words hold what is only given when asked for, or never: no sentence may tell that in passing."""
        return any(fact.value and normal(fact.value) in normal(words) for fact in self._kept)

    @cached_property
    def _kept(self) -> tuple[Fact, ...]:
        return tuple(fact for fact in self._facts if fact.known and fact.reveal in ("if_asked", "never"))

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
                former = fact.key.startswith(FORMER)
                asked = not fact.known and _ASKED.match(fact.key)
                slot = fact.key if former or asked else slot_of(fact.key) or fact.key.lower()
                found[slot] = _joined(found[slot], fact) if slot in found else fact
        if self.name and self.persona:
            known = Fact(sentence=self.persona.sentence, text=self.persona.text, key="name", value=self.name)
            found.setdefault("name", known)
        return found

    def told_in(self, words: str) -> dict[str, str]:
        """Slot or key -> its fact's sentence, for each value of theirs that the words hold."""
        plain = normal(words)
        known = ((slot, fact) for slot, fact in self.keyed.items() if fact.known and fact.value)
        return {slot: fact.sentence for slot, fact in known if normal(fact.value or "") in plain}

    def _elsewhere(self, fact: Fact) -> int:
        """0 for a fact of the matter in hand, 1 for one of no matter, 2 for one of another: two orders, two numbers."""
        if self.goal and fact.sentence == self.goal.sentence:
            return 0
        return 2 if any(fact.sentence == want.sentence for want in self.matters) else 1

    @cached_property
    def hidden(self) -> tuple[Kept, ...]:
        """Unnamed facts that are told only when a question is about them, or when what they wait for is seen."""
        found: dict[str, Kept] = {}
        for fact in self._kept:
            if fact.key is None and fact.reveal == "if_asked":
                words = self._worded(fact)[-1]
                ids = (*found[words].sentences, fact.sentence) if words in found else (fact.sentence,)
                found[words] = Kept(ids, words, frozenset(content(fact.value or fact.text)), fact.when)
        return tuple(found.values())

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
        """How often the customer questions a no: often enough to come to what they do at the third or the fifth."""
        stated = [item.times or 1 for item in self._behaviours if item.does == "push_back"]
        awaited = [item.trigger.nth - 1 for item in self.reactions if item.trigger.act == "refuse"]
        return max([max(stated, default=PUSHES), *awaited])

    @cached_property
    def push_sentences(self) -> tuple[str, ...]:
        """The sentences that say so."""
        return tuple(item.sentence for item in self._behaviours if item.does == "push_back")

    @cached_property
    def patience(self) -> int:
        """How many annoyances the customer puts up with."""
        does = {item.does for item in self._behaviours}
        usual = PATIENCE - 1 if "impatient" in does else PATIENCE + 2 if "patient" in does else PATIENCE
        # Who means to hear five refusals is not worn out by the fourth.
        return usual + self.pushes - PUSHES

    @cached_property
    def about(self) -> frozenset[str]:
        """The content words of everything the customer came about."""
        told = " ".join([*(want.about for want in self.matters), *(words for _, words in self.story)])
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

    def against(self, act: SaidAct) -> bool:
        """Whether what the agent wants leave for is what the customer will not have, or has nothing to do with it."""
        named = frozenset(content(act.words))
        contrary = act.action in _CONTRARY and not (named & self.about)
        return contrary or any(reject & named for reject in self.rejects)

    def misheard(self, words: str) -> str | None:
        """The slot for which the agent names another value than the customer's; None when it names none wrongly."""
        named = slots_in(words)
        if len(named) != 1 or not (fact := self.keyed.get(named[0])) or not fact.known or not fact.value:
            return None
        known = {value.canonical for one in self._facts if one.value for value in find_values(one.value)}
        heard = values_for(named[0], words)
        return named[0] if heard and not any(value.canonical in known for value in heard) else None

    @property
    def _behaviours(self) -> list[Behaviour]:
        return [item for item in self.case.items if isinstance(item, Behaviour)]

    @cached_property
    def _facts(self) -> tuple[Fact, ...]:
        return tuple(item for item in self.case.items if isinstance(item, Fact))

    def _in_voice(self, sentence: str) -> str:
        """The author's whole sentence, slots filled, as the customer would say it."""
        return self._mine(outright(self._original(sentence)))

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
    pushes = agenda.pushes if agenda.push_sentences or agenda.pushes > PUSHES else 0
    return script + answers + pushes + further + 1


def turn_limit(case: Case) -> int:
    """Customer turns after which a conversation is cut short.

    Twice the journey minimum and four [a judgement, design 6]; and one more than the author's own bound, so that a
    bound that is kept could have been broken, as long as that is no more than MOST_TURNS.
    """
    bounds = [int(item.value) for item in case.items if isinstance(item, Limit) and item.caps_turns]
    own = max((bound + 1 for bound in bounds if bound < MOST_TURNS), default=0)
    return max(2 * minimum_turns(case) + 4, own)
