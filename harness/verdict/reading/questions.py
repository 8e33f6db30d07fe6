"""The rules' verdict -> what is still open, and would be settled by reading. Where nothing is, no model is asked."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from harness.conversation.nouns import Case, Transcript
from harness.criteria import Criterion, Mark, Result, Severity
from harness.plan.nouns import Policy, Reading
from harness.text.normal import negated

from ..nouns import Ruling, SentenceResult
from ..policies import contrary
from ..rulings import filled
from ..standards import STANDARDS

Kind = Literal["should", "never", "fact", "criterion"]
"""should: is to happen. never: must not. fact: what the agent must not contradict. criterion: the whole of one."""


@dataclass(frozen=True)
class Question:
    """One thing that only reading would settle."""

    id: str
    """The sentence's id, or the criterion."""
    kind: Kind
    criterion: Criterion
    text: str
    """The author's sentence as it reads for this row; for a criterion, the question of its rubric."""
    severity: Severity
    ruled: Mark
    """What the rules made of it."""
    because: str
    """Why it is open."""
    speakers: tuple[str, ...] = ("agent",)
    """Whose words are evidence for a pass or a fail."""
    fewest_turns: int = 1
    """In how many turns a fail has to show."""
    by_absence: tuple[Result, ...] = ()
    """For a criterion: what may rest on not finding something, where two calls agree."""
    lists_statements: bool = False
    """The answer to it are statements and their sources, and a program decides which stand."""

    @property
    def passes_by_absence(self) -> bool:
        """Whether a pass says that something did not happen, whatever is quoted for it."""
        return self.kind in ("never", "fact") or (self.kind == "should" and negated(self.text))

    def may_be_missing(self, says: Result) -> bool:
        """Whether a pass or a fail can be shown by not finding something: that what should happen did not, for one."""
        if self.kind == "criterion":
            return says in self.by_absence
        return self.kind == "should" and says == "fail" and not self.passes_by_absence

    @property
    def only_adds(self) -> bool:
        """Whether the rules had found nothing wrong: then only a fail changes anything, and disagrees with them."""
        return self.kind == "fact" or (self.kind == "criterion" and self.ruled == "pass")


_READABLE = ("should", "never", "nice")


def questions(
    case: Case, transcript: Transcript, found: Sequence[SentenceResult], rulings: Sequence[Ruling]
) -> tuple[Question, ...]:
    """What is open, in the author's order, then the criteria in theirs.

    `found` are the sentences as the rules left them, with a list of which one is enough taken into account.
    """
    by_sentence = {one.sentence: one for one in found}
    sentences = (
        _sentence(reading, by_sentence[reading.sentence.id], case, transcript)
        for reading in case.plan.readings
        if reading.sentence.id in by_sentence
    )
    return (*filter(None, sentences), *_criteria(case, transcript, rulings))


def _sentence(reading: Reading, found: SentenceResult, case: Case, transcript: Transcript) -> Question | None:
    sentence = reading.sentence
    policy = next((item for item in case.items if item.sentence == sentence.id and isinstance(item, Policy)), None)
    if policy is not None:
        return _contradicted(policy, found, transcript)
    # A vague sentence stays vague whoever reads it; a count, a record or an event that nobody saw is not in the words.
    if found.result != "cannot_tell" or not found.readable or sentence.heading not in _READABLE:
        return None
    return Question(
        id=sentence.id,
        # A denial under another heading is read as it stands.
        kind="never" if sentence.heading == "never" else "should",
        criterion=found.criterion,
        text=filled(sentence.text, case),
        severity=found.severity,
        ruled=found.result,
        because=found.why,
    )


def _contradicted(policy: Policy, found: SentenceResult, transcript: Transcript) -> Question | None:
    against = contrary(policy, transcript) if found.result != "fail" else None
    if against is None:
        return None
    return Question(
        id=policy.sentence,
        kind="fact",
        criterion=found.criterion,
        text=policy.about,
        severity=found.severity,
        ruled=found.result,
        because=f'turn {against[0]} may say the opposite: "{against[1].strip()[:120]}"',
    )


def _criteria(case: Case, transcript: Transcript, rulings: Sequence[Ruling]) -> Iterator[Question]:
    for ruling in rulings:
        standard = STANDARDS[ruling.criterion]
        if because := standard.doubt(case, transcript, ruling):
            yield Question(
                id=ruling.criterion,
                kind="criterion",
                criterion=ruling.criterion,
                text=standard.rubric.question,
                severity=case.plan.settings.risk,
                ruled=ruling.result,
                because=because,
                speakers=standard.speakers,
                fewest_turns=standard.fewest_turns,
                by_absence=standard.by_absence,
                lists_statements=standard.lists_statements,
            )
