"""Case + Transcript + what is open -> what reading settles: the one place that calls a model.

One call when nothing is in doubt, none when nothing is open; a second and a third only about what is (measurement 1.4).
A judge that breaks settles nothing: what was open stays open, and says why.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from harness.conversation.nouns import Case, Transcript
from harness.model import Model, ModelError, NotAsked, Prompt
from harness.model.prompting import Prompts
from harness.record import RecordError
from harness.text.normal import printable

from ..nouns import Judging, ReadBy, Settled, Vote
from .answers import LONGEST_ANSWER, REFUSED, Unfit, opinions
from .asking import prompt_digest, prompt_for
from .family import family
from .material import MOST_CHARACTERS, Material
from .questions import Question
from .rubric import digest
from .votes import MOST_VOTES, Heard, come_to, left_at

TRIES = 2
"""Calls for one vote: once more, with the reason, when an answer cannot be used."""


@dataclass(frozen=True)
class Judges:
    """Who reads. Alone, `model` gives every vote."""

    model: Model
    small: Model | None = None
    """Asked first; only what it leaves in doubt goes on to `model` (measurement 8.5)."""
    second: Model | None = None
    """Asked where `model` is in doubt, best of another family."""
    prompts: Prompts | None = None
    """What they are told; None for the words of the package."""

    @property
    def models(self) -> tuple[Model, ...]:
        """All of them, in the order in which they are asked."""
        return tuple(one for one in (self.small, self.model, self.second) if one is not None)

    def each(self, wrap: Callable[[Model], Model]) -> "Judges":
        """The same judges, every one of them wrapped: metered, for one."""
        small = wrap(self.small) if self.small else None
        return Judges(wrap(self.model), small, wrap(self.second) if self.second else None, self.prompts)

    @property
    def judging(self) -> Judging:
        """Who judges, by what, and in which words they are asked."""
        small, second = self.small, self.second
        return Judging(
            model=self.model.name,
            small=small.name if small else None,
            second=second.name if second else None,
            rubric=digest(),
            prompt=prompt_digest(self.prompts),
        )

    def seat(self, vote: int) -> Model:
        """Who gives the vote of this number, from 0, not counting what the small one left open."""
        return (self.second or self.model) if vote == 1 else self.model


@dataclass
class _Heard:
    """What has been heard so far about one conversation."""

    votes: list[Vote] = field(default_factory=list)
    counting: dict[str, list[Heard]] = field(default_factory=dict)
    """Question -> the votes that count on it: what a small judge could not tell is none."""
    broken: str | None = None
    """Why there is no point in asking again."""


class Reader:
    """Reads conversations with some judges."""

    def __init__(self, judges: Judges) -> None:
        self._judges = judges

    async def read(
        self, case: Case, transcript: Transcript, asked: Sequence[Question]
    ) -> tuple[tuple[Settled, ...], ReadBy]:
        """Ask until every question is settled or has three votes. Raises nothing of a model's."""
        material, held = Material(case, transcript), _Heard()
        if self._judges.small is not None:
            await self._vote(self._judges.small, asked, material, held, small=True)
            held.broken = None
        for number in range(MOST_VOTES):
            doubted = [one for one in asked if come_to(one, held.counting.get(one.id, ()), transcript) is None]
            if not doubted or held.broken:
                break
            await self._vote(self._judges.seat(number), doubted, material, held)
        gone = held.broken or "no two judgements agree"
        settled = tuple(
            found for one in asked for found in left_at(one, held.counting.get(one.id, ()), transcript, gone)
        )
        return settled, _read_by(asked, settled, held, transcript)

    async def _vote(
        self, judge: Model, asked: Sequence[Question], material: Material, held: _Heard, small: bool = False
    ) -> None:
        """One vote on some questions, asked for once more when its answer cannot be used."""
        refused: str | None = None
        for _ in range(TRIES):
            prompt = prompt_for(asked, material, len(held.votes) + 1, refused, self._judges.prompts)
            if prompt is None:
                held.broken = f"it is too long to be read whole: more than {MOST_CHARACTERS:,} characters"
                return
            vote = await self._call(judge, prompt, asked, material)
            held.votes.append(vote)
            refused = vote.refused
            if refused is None:
                _count(vote, asked, held, small)
                return
            if vote.answer is None or vote.refused == REFUSED:
                break
        held.broken = f"the judge gave no answer that counts: {refused}"

    async def _call(self, judge: Model, prompt: Prompt, asked: Sequence[Question], material: Material) -> Vote:
        base = {"judge": judge.name, "prompt": prompt.digest}
        try:
            answer = await judge.complete(prompt)
        except (RecordError, NotAsked):
            raise
        except Exception as problem:  # whatever an adapter does, a conversation that was paid for is kept
            known = isinstance(problem, ModelError)
            why = " ".join(printable(str(problem)[:2_000]).split())[:300] if known else type(problem).__name__
            return Vote(**base, model=None, refused=f"the model failed: {why}")
        kept = answer.words[:LONGEST_ANSWER].encode("utf-8", "replace").decode("utf-8")
        base |= {"model": printable(answer.model)[:200], "answer": kept}
        try:
            found, unknown = opinions(answer, asked, material)
        except Unfit as why:
            return Vote(**base, refused=str(why))
        return Vote(**base, opinions=found, unknown=unknown)


def _count(vote: Vote, asked: Sequence[Question], held: _Heard, small: bool) -> None:
    for question in asked:
        mine = tuple(one for one in vote.opinions if one.question.partition("@")[0] == question.id)
        if not (small and mine[0].says == "cannot_tell"):
            held.counting.setdefault(question.id, []).append(mine)


def _read_by(asked: Sequence[Question], settled: Sequence[Settled], held: _Heard, transcript: Transcript) -> ReadBy:
    judges = tuple(dict.fromkeys(vote.judge for vote in held.votes))
    agents = {family(turn.reply.model) for turn in transcript.turns if turn.reply.model} - {None}
    answered = {judge: {vote.model for vote in held.votes if vote.judge == judge and vote.model} for judge in judges}
    return ReadBy(
        judges=judges,
        rubric=digest(),
        asked=tuple(one.id for one in asked),
        votes=tuple(held.votes),
        contested=tuple(one.question for one in settled if one.contested),
        same_family=tuple(
            judge for judge in judges if agents & {family(name) for name in (judge, *sorted(answered[judge]))}
        ),
    )
