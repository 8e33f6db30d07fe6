"""Agent reply -> what a scripted customer says next: a deterministic agenda, no model, no tokens.

The customer reads only the agent's words. They answer what is asked, give what is only-if-asked when it is asked,
react as the author said, question a no, lose patience, and leave. They never say whether the agent succeeded.
"""

import hashlib
import random
import re
from collections.abc import Iterable

from harness.plan.nouns import Deed, Reaction
from harness.target.nouns import Reply
from harness.text.acts import SaidAct, said
from harness.text.normal import content, negated, normal
from harness.text.similarity import similar, slot_differs

from .agenda import FORMER, Agenda, register_in
from .manner import manners_of, written
from .nouns import Case, Ending, Left, Said, Turn
from .phrases import Register, is_goodbye, joined, phrase
from .served import LEAVE_TO_LOOK, done, informed
from .sighting import seen
from .slots import asked_keys, asked_slots, slot_of, slots_in

_HUMAN = re.compile(r"\b(?:person|human|colleague|specialist|advis[eo]r|manager|someone|representative|team member)\b")
_ANY = frozenset(content("order item product account number next"))


class ScriptedCustomer:
    """Plays the brief of one case. Same case, same replies, same words."""

    def __init__(self, case: Case) -> None:
        self._case = case
        self._agenda = Agenda(case)
        self._heard: list[str] = []
        self._turn = 0
        self._lines = list(self._agenda.lines)
        self._pushes = self._agenda.pushes
        self._patience = self._agenda.patience
        self._given: set[str] = set()
        self._told: set[str] = set()
        self._ways: set[str] = set()  # ways of putting things that were used: nobody says everything twice the same way
        self._fired: dict[int, int] = {}
        self._lost = 0  # replies in a row that gave nothing to answer
        self._served = False  # the agent said that it did what the customer wants, and asked for something else
        self._refused = False  # one of the matters ended with a no
        self._leaving: Ending | None = None
        self._asked_human = False
        self._felt: tuple[str, ...] = ()  # the sentences by which their mood has just changed
        self._register: Register | None = None  # another tone than the one they came with
        self._due: set[str] = set()  # the slots of what was kept back, once what it waited for was seen

    async def speak(self, heard: Reply | None) -> Said | Left:
        """The next thing to say, written as this customer writes, or how they leave."""
        says = self.reply(heard)
        if isinstance(says, Left) or says.act in ("line", "react"):
            return says
        text = written(says.text, manners_of(self._agenda), self._agenda, self._chance("manner"))
        return says.model_copy(update={"text": text})

    def reply(self, heard: Reply | None) -> Said | Left:
        """The same, without waiting for anybody."""
        return self.prescribed(heard) or self.improvised(heard)

    # ---- the agenda, in order of precedence --------------------------------------------------------------

    def prescribed(self, heard: Reply | None) -> Said | Left | None:
        """What the author has the customer do now, or what patience comes to; None where they answer as they like.

        Asked once for each reply, before `improvised`.
        """
        self._turn += 1
        if heard is None:
            return self._line(act="open") if self._lines else None
        self._felt = self._feel(heard)
        self._due |= {key for key, fact in self._agenda.keyed.items() if fact.when and self._notices(fact.when, heard)}
        answer = self._bound(heard)
        self._heard.append(heard.text)
        return self._moved(answer) if isinstance(answer, Said) else answer

    def improvised(self, heard: Reply | None) -> Said:
        """What the customer answers of their own accord, in the script's words."""
        if heard is None:
            return self._open()
        slots = self._asked(heard)
        return self._moved(self._answers(slots) if slots else self._respond(said(heard.text)))

    def spoke(self, told: Iterable[str], leaving: Ending | None = None) -> None:
        """Take other words than the script's for what was said: these slots were given. `leaving`: it was a goodbye."""
        self._given.update(told)
        self._leaving = leaving or self._leaving

    @property
    def agenda(self) -> Agenda:
        """What the customer brings, as far as they have come with it."""
        return self._agenda

    @property
    def given(self) -> tuple[str, ...]:
        """The slots that the agent has been given, in order of name."""
        return tuple(sorted(self._given))

    @property
    def due(self) -> frozenset[str]:
        """The keys of what waited for something that has been seen by now."""
        return frozenset(self._due)

    @property
    def patience(self) -> int:
        """The annoyances that the customer still puts up with."""
        return max(self._patience, 0)

    @property
    def register(self) -> Register:
        """The tone they are in."""
        return self._register or self._agenda.register

    def _moved(self, answer: Said) -> Said:
        """The answer, with the sentences by which the customer's mood has just changed."""
        if not self._felt:
            return answer
        return answer.model_copy(update={"sentences": (*answer.sentences, *self._felt)})

    def _bound(self, heard: Reply) -> Said | Left | None:
        slots = self._asked(heard)
        self._served = self._served or done(self._agenda, said(heard.text))
        if heard.desk == "human":
            return Left(ending="handed_over")
        self._lose_patience(heard, slots)
        if ended := self._authors_ending(heard):
            return ended
        if self._leaving and not slots:
            return Left(ending=self._leaving)
        if heard.ended:
            return Left(ending=self._leaving or "abandoned")
        if self._patience <= 0:
            return self._give_up()
        if reaction := self._reaction(heard):
            told = slot_of(reaction.trigger.about) if reaction.trigger.act == "ask" else None
            return self._with_answers(self._carry_out(reaction), tuple(slot for slot in slots if slot != told))
        if let_out := self._let_out(heard):
            return self._with_answers(let_out, slots)
        return self._with_answers(self._line(), slots) if self._lines else None

    def _respond(self, acts: tuple[SaidAct, ...]) -> Said:
        kinds = {act.act for act in acts}
        if asking := next((act for act in acts if act.act == "confirm"), None):
            return self._agree_or_not(asking)
        if "refuse" in kinds and not self._served:
            return self._take_no()
        if self._served or ("ask" not in kinds and informed(self._agenda, acts)):
            return self._leave("satisfied", "thank")
        if offer := next((act for act in acts if act.act == "offer"), None):
            return self._agree_or_not(offer)
        if "not_understood" in kinds:
            return self._restate(whole=True)
        if "ask" in kinds and (slot := self._contested(acts)):
            return self._only_one(slot)
        if question := next((act for act in acts if act.act == "ask"), None):
            return self._answer_question(question)
        if not self._agenda.goal and not kinds & {"not_understood", "greet"}:
            return self._leave("satisfied", "thank")
        return self._restate()

    # ---- saying things -----------------------------------------------------------------------------------

    def _open(self) -> Said:
        if self._lines:
            return self._line(act="open")
        agenda = self._agenda
        parts = [self._say("hello"), *(words for _, words in agenda.story)]
        if agenda.goal_words and not self._tells(agenda.goal_words):
            parts.append(self._say("goal", goal=agenda.goal_words))
        sentences = [sentence for sentence, _ in agenda.story]
        for fact in agenda.volunteered:
            parts.append(self._say("give_named", key=fact.key or "", value=fact.value or ""))
            sentences.append(fact.sentence)
        if agenda.goal:
            sentences.append(agenda.goal.sentence)
        self._told.update(sentences)
        return Said(text=joined(parts), act="open", sentences=tuple(dict.fromkeys(sentences)))

    def _tells(self, goal: str) -> bool:
        """Whether the story has the goal in so many words: nobody says that twice in one breath."""
        return any(normal(goal) in normal(words) for _, words in self._agenda.story)

    def _line(self, act: str = "line") -> Said:
        line = self._lines.pop(0)
        if not self._lines and is_goodbye(line.say):
            self._leaving = "satisfied"
        return Said(text=line.say, act=act, sentences=(line.sentence,))

    def _answers(self, slots: tuple[str, ...]) -> Said:
        parts, sentences, known = [], [], False
        for slot in slots[:3]:
            words, sentence, have = self._answer(slot, named=len(slots) > 1)
            parts.append(words)
            sentences += sentence
            known = known or have
        act = "answer" if known else "unknown"
        return Said(text=joined(parts), act=act, sentences=tuple(sentences))

    def _answer(self, slot: str, named: bool) -> tuple[str, list[str], bool]:
        fact = self._agenda.keyed.get(slot)
        if fact and fact.when and slot not in self._due:
            return self._say("keep_back", key=fact.key or slot), [], False
        if fact is None or not fact.known or fact.value is None:
            words = self._say("do_not_know", key=slot)
            return words, [fact.sentence] if fact else [], False
        again = slot in self._given
        self._given.add(slot)
        what = "again" if again else "give_named" if named else "give"
        return self._say(what, key=fact.key or slot, value=fact.value), [fact.sentence], True

    def _asked(self, heard: Reply) -> tuple[str, ...]:
        """What the agent asks for: things that everybody has, and those that only this author names."""
        own = tuple(key for key, fact in self._agenda.keyed.items() if slot_of(key) is None and fact.value)
        return (*asked_slots(heard.text), *asked_keys(heard.text, own))

    def _asked_by_name(self, wanted: frozenset[str]) -> str | None:
        """The key that a question names, of those that only this author has: "your memorable word"."""
        keys = (key for key in self._agenda.keyed if slot_of(key) is None or key.startswith(FORMER))
        return next((key for key in keys if (named := frozenset(content(key))) and named <= wanted), None)

    def _contested(self, acts: tuple[SaidAct, ...]) -> str | None:
        """The thing the customer gave that the agent will not take: "That isn't the postcode", "... What is it?"."""
        pointing = any(act.act == "ask" and not content(act.words) for act in acts)
        doubted = (slot for act in acts if pointing or negated(act.words) for slot in slots_in(act.words))
        return next((slot for slot in doubted if slot in self._given), None)

    def _only_one(self, slot: str) -> Said:
        fact = self._agenda.keyed[slot]
        words = self._say("only_one", key=fact.key or slot)
        return Said(text=words, act="answer", sentences=(fact.sentence,))

    def _with_answers(self, first: Said, slots: tuple[str, ...]) -> Said:
        """A reaction or a scripted line still answers what was asked, unless its own words do."""
        open_slots = tuple(slot for slot in slots if not self._gives(slot, first.text))
        if not open_slots:
            return first
        answers = self._answers(open_slots)
        text = joined([answers.text, first.text] if first.act == "line" else [first.text, answers.text])
        return Said(text=text, act=first.act, sentences=(*first.sentences, *answers.sentences))

    def _gives(self, slot: str, words: str) -> bool:
        fact = self._agenda.keyed.get(slot)
        return bool(fact and fact.value and normal(fact.value) in normal(words))

    def _answer_question(self, question: SaidAct) -> Said:
        wanted = frozenset(content(question.words))
        for kept in self._agenda.hidden:
            if kept.when is None and wanted & kept.about:
                return Said(text=kept.words, act="answer", sentences=kept.sentences)
        if key := self._asked_by_name(wanted):
            return self._answers((key,))
        for sentence, words in self._agenda.story:
            told = frozenset(content(words))
            if len(wanted & told) >= 2 or (wanted and wanted <= told):
                return Said(
                    text=f"Yes. {words}" if sentence in self._told else words, act="answer", sentences=(sentence,)
                )
        self._lost += 1
        if self._lost >= 2 or not wanted:
            return self._restate()
        return Said(text=self._say("not_sure"), act="unknown")

    def _restate(self, whole: bool = False) -> Said:
        """Say again what it is about; `whole`: with what happened, for an agent who did not understand."""
        self._lost += 1
        if self._lost > 2:
            self._patience -= 1
        if self._agenda.goal_words and whole and self._agenda.story:
            told = [words for _, words in self._agenda.story]
            goal = self._say("restate", goal=self._agenda.goal_words)
            return Said(text=joined([*told, goal]), act="restate")
        if self._agenda.goal_words:
            return Said(text=self._say("restate", goal=self._agenda.goal_words), act="restate")
        if self._agenda.story:
            return Said(text=self._agenda.story[0][1], act="restate", sentences=(self._agenda.story[0][0],))
        return Said(text=self._say("nothing_new"), act="restate")

    def _agree_or_not(self, act: SaidAct) -> Said:
        if slot := self._agenda.misheard(act.words):
            return self._answers((slot,))
        wanted = frozenset(content(act.words))
        unrelated = act.act == "offer" and act.action not in LEAVE_TO_LOOK and not (wanted & self._agenda.about - _ANY)
        if self._agenda.against(act) or unrelated:
            what = "decline" if self._agenda.goal_words else "give_in"
            return Said(text=self._say(what, goal=self._agenda.goal_words or ""), act="decline")
        return Said(text=self._say("agree"), act="agree")

    def _take_no(self) -> Said:
        if self._pushes > 0:
            self._pushes -= 1
            return Said(text=self._say("push_back"), act="push_back", sentences=self._agenda.push_sentences)
        return self._leave("refused", "give_in")

    def _leave(self, ending: Ending, what: str) -> Said:
        """Come to the next matter, or say so first: the agent gets one more turn before the customer is gone."""
        self._refused = self._refused or ending == "refused"
        if not self._agenda.lines and (further := self._agenda.next_matter):
            return self._raise(further)
        self._leaving = "refused" if self._refused else ending
        return Said(text=self._say(what), act="thank")

    def _raise(self, further: Agenda) -> Said:
        known = self._agenda.keyed
        self._given = {slot for slot in self._given if further.keyed.get(slot) == known.get(slot)}
        self._agenda, self._pushes, self._lost, self._served = further, further.pushes, 0, False
        goal = further.matters[further.matter]
        self._told.add(goal.sentence)
        return Said(text=self._say("also", goal=further.goal_words or ""), act="open", sentences=(goal.sentence,))

    def _give_up(self) -> Said | Left:
        if self._asked_human:
            return Left(ending="abandoned")
        self._asked_human = True
        return Said(text=self._say("human"), act="ask_for_human")

    # ---- hearing things ----------------------------------------------------------------------------------

    def _reaction(self, heard: Reply) -> Reaction | None:
        """What the author has the customer do now."""
        for index, reaction in enumerate(self._agenda.reactions):
            if reaction.mood is not None:
                continue
            if reaction.times is not None and self._fired.get(index, 0) >= reaction.times:
                continue
            if self._notices(reaction.trigger, heard):
                self._fired[index] = self._fired.get(index, 0) + 1
                return reaction
        return None

    def _feel(self, heard: Reply) -> tuple[str, ...]:
        """The sentences by which the customer's mood changes now."""
        felt = []
        for reaction in self._agenda.reactions:
            if reaction.mood is not None and self._notices(reaction.trigger, heard):
                self._register = register_in(reaction.mood) or self._register
                self._patience -= self._register == "cross"
                felt.append(reaction.sentence)
        return tuple(felt)

    def _let_out(self, heard: Reply) -> Said | None:
        """What was kept back until now."""
        for kept in self._agenda.hidden:
            if kept.when and kept.words not in self._told and self._notices(kept.when, heard):
                self._told.add(kept.words)
                return Said(text=kept.words, act="answer", sentences=kept.sentences)
        return None

    def _carry_out(self, reaction: Reaction) -> Said:
        own = (reaction.sentence,)
        if reaction.say is not None:
            if reaction.does == "leave":
                self._leaving = "abandoned"
            if reaction.does == "ask_for_human" and not _HUMAN.search(reaction.say.casefold()):
                return Said(text=joined([reaction.say, self._say("human")]), act="ask_for_human", sentences=own)
            return Said(text=reaction.say, act="react", sentences=own)
        goal = self._agenda.goal_words or ""
        does = {
            "accept": ("agree", "agree"),
            "refuse": ("decline" if goal else "push_back", "decline"),
            "push_back": ("push_back", "push_back"),
            "ask_for_human": ("human", "ask_for_human"),
            "leave": ("give_in", "thank"),
            "say": ("nothing_new", "react"),
        }
        what, act = does[reaction.does]
        if reaction.does == "leave":
            self._leaving = "abandoned"
        return Said(text=self._say(what, goal=goal), act=act, sentences=own)

    def _authors_ending(self, heard: Reply) -> Said | Left | None:
        for ending in self._agenda.endings:
            if self._leaving is None and self._notices(ending.when, heard):
                self._leaving = "satisfied" if ending.satisfied else "abandoned"
                return Said(
                    text=self._say("thank" if ending.satisfied else "give_in"),
                    act="thank",
                    sentences=(ending.sentence,),
                )
        return None

    def _notices(self, deed: Deed, heard: Reply) -> bool:
        """Whether the customer can see it happen: in the words, never in the agent's tool calls."""
        words_only = heard.model_copy(update={"events": None})
        turn = Turn(number=self._turn, customer=Said(text="", act="open"), reply=words_only)
        return seen(deed, turn, self._replies_before(turn) if deed.nth > 1 else ()) is not None

    def _replies_before(self, turn: Turn) -> list[Turn]:
        """What the agent has said so far, for what counts only from its second time on."""
        replies = (turn.reply.model_copy(update={"text": text}) for text in self._heard)
        return [turn.model_copy(update={"number": at, "reply": reply}) for at, reply in enumerate(replies, 1)]

    def _lose_patience(self, heard: Reply, slots: tuple[str, ...]) -> None:
        again = [slot for slot in slots if slot in self._given]
        repeats = any(
            similar(heard.text, earlier) and not slot_differs(heard.text, earlier) for earlier in self._heard[-3:]
        )
        if again or repeats:
            self._patience -= 1
        elif slots:
            self._lost = 0

    # ---- chance ------------------------------------------------------------------------------------------

    def _say(self, what: str, **fields: str) -> str:
        return phrase(what, self.register, self._chance(what), self._ways, **fields)

    def _chance(self, what: str) -> random.Random:
        # The case's own seed is drawn from journey, variation and trial already.
        return random.Random(hashlib.sha256(f"{self._case.seed}|{self._turn}|{what}".encode()).digest())
