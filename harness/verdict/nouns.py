"""What was found, with its proof."""

from typing import Literal

from pydantic import Field

from harness.conversation.nouns import Ending, Validity
from harness.criteria import Criterion, Mark, Result, Severity
from harness.money import Tokens
from harness.noun import Noun, in_numbers

RULES = "rules"
"""Who settled what no model was asked about."""

MODEL = "model"
"""Who settled the rest: in an absence alone, elsewhere with its calls, as in `model, 2 calls`."""


class Quote(Noun):
    """Verbatim words that a program found in the transcript."""

    kind: Literal["quote"] = "quote"
    turn: int
    speaker: Literal["agent", "customer"]
    words: str
    how: Literal["exact", "moved", "fuzzy"] = "exact"


class Record(Noun):
    """An event that the target recorded, or a value that its probe read."""

    kind: Literal["event"] = "event"
    event: str
    """The event's id, or what was looked at: `state:SUBJECT/FIELD`, `desk:NAME`, `count:METRIC`, `ending`."""
    turn: int | None = None
    shows: str
    """The event in a few words: "refund_order(order=W-1042, amount=39.00) ok"."""


class Absence(Noun):
    """What was looked for and not found, by which detector, over which turns."""

    kind: Literal["absence"] = "absence"
    looked_for: str
    detector: str
    first_turn: int
    last_turn: int
    calls: int | None = Field(default=None, exclude_if=lambda calls: calls is None)
    """None: a program looked. Else a model did, in this many calls that were sent separately and agree (never one)."""


Evidence = Quote | Record | Absence


Contract = Literal["C1", "C2", "C3", "C4", "C5", "C6", "C7", "C8", "C9", "C10"]
"""What every event of a conversation is held to [measurement 4.3]."""

BROKEN: dict[Contract, str] = {
    "C1": "a tool failed",
    "C2": "a tool was given a value that nobody had named",
    "C3": "a value was stated that no source bears out",
    "C4": "an action was claimed that no tool did",
    "C5": "the customer was with the wrong desk",
    "C6": "nothing moved",
    "C7": "a hand-off lost what the customer had given",
    "C8": "an earlier statement was contradicted",
    "C9": "what the author wants, or forbids, was not kept to",
    "C10": "the request was taken for another one",
}
"""Contract -> what it means that it is broken, as a plain clause."""

Confidence = Literal["confirmed", "dataflow", "temporal", "elimination"]
"""Why it is thought to be where it began. confirmed: with another answer at that turn, the conversation passes.
dataflow: something later that is wrong used what it brought. temporal: it is no more than the earliest. elimination:
nothing that happened shows where, and the rest stands on it."""


class Finding(Noun):
    """One thing wrong."""

    criterion: Criterion
    severity: Severity
    turn: int
    """The earliest turn at which it shows."""
    summary: str
    """One plain sentence for people."""
    sentence: str | None = None
    """Id of the author's sentence that it breaks; None when a detector found it without one."""
    detector: str
    """Name and version, such as `looping/1`."""
    evidence: tuple[Evidence, ...]
    desk: str | None = None
    """Who was speaking."""
    contract: Contract | None = Field(default=None, exclude_if=lambda contract: contract is None)
    """The contract that is broken, where the criterion alone does not tell."""


class SentenceResult(Noun):
    """What became of one of the author's sentences in one conversation."""

    sentence: str
    result: Mark
    level: Literal["required", "advisory", "permission"]
    criterion: Criterion
    severity: Severity
    why: str
    """One plain clause."""
    evidence: tuple[Evidence, ...] = ()
    turn: int | None = None
    """For a fail: the turn at which it broke."""
    readable: bool = Field(default=False, exclude_if=lambda readable: not readable)
    """Left open, and somebody who reads the words could tell."""
    by: str = Field(default=RULES, exclude_if=lambda by: by == RULES)
    """Who settled it: `rules`, or a model with its calls: `model, 1 call`, `model, 2 of 3 calls`."""


class Loop(Noun):
    """Where a loop begins and what it cost."""

    start: int
    """The first turn that is repeated."""
    waste_tokens: int
    """The target's tokens from the second occurrence on."""


Way = Literal["correct", "detour", "misroute_wrong", "misroute_missing", "misroute_unneeded"]
"""detour: right in the end, with extra hops. missing: due, and never sent. unneeded: sent where none was due."""


class Routed(Noun):
    """How the customer's actual way compares with the desks that the author wants (measurement 4.2)."""

    way: Way
    expected: tuple[str, ...]
    """Any of these would do; "none" for staying where they are."""
    actual: tuple[str, ...]
    """Where they were sent, in order; empty when nowhere."""
    source: Literal["event", "desk", "words", "none"]
    """What showed it: recorded hand-offs, the desk that answers, the agent's words, nothing."""
    lost: tuple[str, ...] = ()
    """What the customer had given and a hand-off did not take along."""
    completeness: float | None = None
    """Slots carried / slots given, over all hand-offs; None where no hand-off reports what it takes along."""


class Ruling(Noun):
    """One criterion over one conversation."""

    criterion: Criterion
    result: Result
    why: str
    findings: tuple[Finding, ...] = ()
    notes: tuple[Finding, ...] = ()
    """Advisory findings: worth a look, no fail."""
    loop: Loop | None = Field(default=None, exclude_if=lambda loop: loop is None)
    """Of looping: the earliest certain loop."""
    routed: Routed | None = Field(default=None, exclude_if=lambda routed: routed is None)
    """Of misrouting: None where the author wants no desk in particular, or the way cannot be told."""
    evidence: tuple[Evidence, ...] = Field(default=(), exclude_if=lambda evidence: not evidence)
    """What a pass rests on that no sentence and no detector bears: a model's proof."""
    by: str = Field(default=RULES, exclude_if=lambda by: by == RULES)
    """Who settled it, as in a SentenceResult."""


Favoured = Literal["agent_helped", "agent_hindered", "nobody"]
"""Whom a simulated customer who fell out of their part did a favour: they helped the agent along, stood in its way, or
neither can be said."""


class Slip(Noun):
    """One way in which a simulated customer fell out of their part."""

    rule: Literal["V1", "V2", "V3", "V4", "V5", "V6", "V7", "V8", "V9", "V10", "V11", "V12"]
    """The letter of measurement 2.3."""
    severity: Literal["critical", "critical_helped", "critical_hindered", "minor"]
    """minor: noted, and the conversation is judged all the same."""
    favoured: Favoured
    turn: int
    why: str
    """One plain clause."""
    evidence: tuple[Evidence, ...]
    detector: str
    sentence: str | None = Field(default=None, exclude_if=lambda sentence: sentence is None)
    """Id of the author's sentence that it is about: what may be read in two ways."""


class Review(Noun):
    """A model's reading of how a customer kept to their part (V7, V12)."""

    judge: str
    """As it was asked for: provider/model."""
    model: str | None = None
    """The id of what answered; None when nothing did."""
    prompt: str | None = None
    """sha256 of what was sent; None when nothing was."""
    slips: tuple[Slip, ...] = ()
    invalid: int = 0
    """Slips that it named with words that the customer never said, or in another shape."""
    refused: str | None = None
    """Why nothing of it could be used: then the customer's part was not reviewed."""


class Replaced(Noun):
    """An invalid simulation that another one came in the place of. What it cost stays on the ledger."""

    case: str
    attempt: int
    seed: int
    because: str
    favoured: Favoured
    sentence: str | None = None
    """Id of the author's sentence that the slip was about, where there is one."""


class Break(Noun):
    """A place at which it may have begun to go wrong. What records of earlier versions do not hold has a default."""

    turn: int
    criterion: Criterion
    desk: str | None
    summary: str
    tokens_after: int
    """The target's tokens in the turns after it: spent on a conversation that had already failed."""
    contract: Contract | None = None
    event: str | None = None
    """The id of the event at which it broke; None when it broke in words, or by what never came."""
    confidence: Confidence = "temporal"
    cascade_size: int = 0
    """Later events that are wrong because of it."""
    amplification: int = 1
    """Distinct desks that it touched: its own, and those of the later events."""


class FirstBreak(Break):
    """Where a conversation that failed began to go wrong, as far as can be told: the first of its candidates."""

    others: tuple[Break, ...] = ()
    """The other candidates in order of rank: what broke later and follows from no earlier break."""


class Experience(Noun):
    """What one conversation put a customer through, counted (measurement 6)."""

    extra_turns: int
    """Customer turns beyond the journey minimum."""
    re_asks: int
    """Questions for something that the customer had given."""
    customer_repeats: int
    """Times the customer had to say the same thing again."""
    transfers: int
    loop: bool
    unresolved: bool | None
    """None where nobody could tell: then neither effort nor satisfaction is measured."""
    misrouted: bool
    critical_hallucination: bool
    """Something untrue that the journey calls critical was said."""


class Opinion(Noun):
    """What one call of a model said to one question, once its evidence had been looked for."""

    question: str
    """A sentence's id, or a criterion. One statement that nothing supports: `hallucination@TURN.SENTENCE`."""
    says: Result
    """cannot_tell as well when its evidence was not found."""
    why: str
    evidence: tuple[Evidence, ...] = ()
    """What a program found of what it named; an absence among it is one that a program looked for itself."""
    absent: str | None = None
    """What it says it looked for and did not find, where its verdict rests on that."""
    invalid: bool = False
    """It named words or an event that nobody finds."""


class Vote(Noun):
    """One call of a model about one conversation. The answer is kept, so that it can be looked up again."""

    judge: str
    """As it was asked for: provider/model."""
    model: str | None
    """The id of what answered; None when nothing did."""
    prompt: str
    """sha256 of what was sent."""
    opinions: tuple[Opinion, ...] = ()
    """One a question that was asked, in that order."""
    answer: str | None = None
    """The answer's words, as far as answers are read."""
    refused: str | None = None
    """Why nothing of the answer could be used."""
    unknown: int = 0
    """Answers to questions that nobody had asked."""


class Settled(Noun):
    """What the votes on one question came to."""

    question: str
    criterion: Criterion
    mark: Mark
    why: str
    evidence: tuple[Evidence, ...] = ()
    turn: int | None = None
    by: str
    severity: Severity
    contested: bool = False
    """A critical fail that one vote saw and no second one confirmed."""


class Judging(Noun):
    """Which models read, by which rubric and in which words: what a calibration, or a baseline, holds for."""

    model: str
    """As it was asked for: provider/model."""
    small: str | None = None
    second: str | None = None
    rubric: str
    """sha256 of the rubric bundle."""
    prompt: str
    """sha256 of our own words around it and of the shape of the answer."""

    @property
    def name(self) -> str:
        """All of them, in the order in which they are asked."""
        return " + ".join(one for one in (self.small, self.model, self.second) if one)


class ReadBy(Noun):
    """Who read a conversation, what was asked, and every vote."""

    judges: tuple[str, ...]
    """Those who were asked, as they were asked for, each once."""
    rubric: str
    """sha256 of the rubric bundle."""
    asked: tuple[str, ...]
    votes: tuple[Vote, ...]
    contested: tuple[str, ...] = ()
    """Questions of critical weight on which one vote saw a fail that no second one confirmed."""
    same_family: tuple[str, ...] = ()
    """The judges that are of the family of the model they judge."""

    @property
    def claimed(self) -> int:
        """Verdicts that needed evidence, over all votes."""
        found = (one for vote in self.votes for one in vote.opinions)
        return sum(1 for one in found if one.invalid or one.says in ("pass", "fail"))

    @property
    def invalid(self) -> int:
        """Those of them whose evidence nobody finds (measurement 1.3)."""
        return sum(1 for vote in self.votes for one in vote.opinions if one.invalid)


class Verdict(Noun):
    """What one conversation came to. A conversation that is not valid carries no rulings."""

    case: str
    validity: Validity
    invalid_because: str | None = None
    favoured: Favoured | None = Field(default=None, exclude_if=lambda favoured: favoured is None)
    """Of an invalid simulation: whom the customer did a favour."""
    notes: tuple[Slip, ...] = Field(default=(), exclude_if=lambda notes: not notes)
    """Everything in which the simulated customer fell out of their part, the worst first."""
    ending: Ending
    rulings: tuple[Ruling, ...] = ()
    sentences: tuple[SentenceResult, ...] = ()
    first_break: FirstBreak | None = None
    resolved: Literal["verified", "confirmed", "assumed", "no"] | None = None
    """verified: shown by state or events. confirmed: by the agent's and customer's words. None: not measurable."""
    experience: Experience | None = Field(default=None, exclude_if=lambda experience: experience is None)
    """None for a conversation that is not valid."""
    reading: ReadBy | None = Field(default=None, exclude_if=lambda reading: reading is None)
    """What a model was asked about; None when the rules settled everything or no model judges."""
    review: Review | None = Field(default=None, exclude_if=lambda review: review is None)
    """How a model read the customer's part; None where the customer was not played freely, or nobody judges."""


@in_numbers
class Outcome(Noun):
    """One conversation in brief: all that a gate, a KPI or a page of totals needs."""

    case: str
    journey: str
    variation: str
    trial: int
    why: Literal["fixed", "adaptive", "retry"]
    risk: Severity
    validity: Validity
    ending: Ending
    results: dict[Criterion, Result]
    required: dict[str, Mark]
    """Required sentence id -> its mark."""
    critical: tuple[str, ...] = ()
    """Ids of critical sentences that rules proved broken, or that two judgements of a model saw broken."""
    contested: tuple[str, ...] = Field(default=(), exclude_if=lambda contested: not contested)
    """Ids of critical sentences that one vote of a model saw broken and no second one: inconclusive, never a stop."""
    favoured: Favoured | None = Field(default=None, exclude_if=lambda favoured: favoured is None)
    first_break: FirstBreak | None = None
    """Without the other candidates: those stand in the verdict."""
    resolved: Literal["verified", "confirmed", "assumed", "no"] | None = None
    experience: Experience | None = Field(default=None, exclude_if=lambda experience: experience is None)
    off_topic: dict[str, str] = Field(default={}, exclude_if=lambda off_topic: not off_topic)
    """Subtype of a request that was nobody's business here -> served, refused or unclear."""
    replaced: tuple[Replaced, ...] = Field(default=(), exclude_if=lambda replaced: not replaced)
    """The invalid simulations that this conversation came in the place of, in their order."""
    ambiguous: str | None = Field(default=None, exclude_if=lambda sentence: sentence is None)
    """Of an invalid simulation: id of the author's sentence that the slip is about."""
    unreviewed: bool = Field(default=False, exclude_if=lambda unreviewed: not unreviewed)
    """Whether a model was to read the customer's part, and nothing of its answer could be used."""
    instead: int = Field(default=0, exclude_if=lambda turns: turns == 0)
    """Turns in which the customer spoke the script's words, where a model was to find some."""
    turns: int
    tokens: Tokens
    desk: str | None = Field(default=None, exclude_if=lambda desk: desk is None)
    """Who spoke last; None where the target does not say."""

    @property
    def started(self) -> int:
        """Conversations that were begun for this one: itself, and those that it replaced."""
        return 1 + len(self.replaced)

    @property
    def spoilt(self) -> int:
        """How many of them were invalid simulations."""
        return len(self.replaced) + (self.validity == "invalid_simulation")
