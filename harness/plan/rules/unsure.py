"""What reads easily and means something else: it is asked about, with words that would be sure."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from harness.text.caseless import Caseless

from ..keys import figure_of
from ..nouns import Check, Deed, Reading, Route, ToolCheck, Vocabulary
from .grammar import Clause, bare
from .repetition import counted
from .ties import Tied, masked
from .unspoken import in_its_words, not_its_words, of_conduct
from .voicing import DISCLOSING
from .wordlist import listed

_NUMBER = r"(?:\d{1,3}|one|two|three|four|five|six|seven|eight|nine|ten|\{[^{}]{1,60}\})"
_QUESTIONS = Caseless(rf"\b{_NUMBER} (?:[\w-]+ )?questions?\b")
_COUNTED = Caseless(
    rf"\b(?:at least|at most|up to|(?:no )?(?:more|fewer|less) than|a minimum of|a maximum of)\s+{_NUMBER}\b",
)
_ONLY_SO_MANY = re.compile(rf"(?:only|exactly|just)\s+{_NUMBER}\b(?! of)", re.IGNORECASE)
""" "recommends only one account": the count is what is meant."""
_BOUND_QUESTIONS = re.compile(rf"{_COUNTED.pattern} questions?\b", re.IGNORECASE)
_ADVICE = re.compile(
    r"(?:(?:a|an|any|the|her|him|them|its|some|[\w-]+)\s+){0,4}?"
    r"(?:advice|opinions?|guesses|guess|diagnos[ie]s|assessments?|recommendations?|excuses?|guidance|verdicts?)\b.*",
    re.IGNORECASE,
)
_GIVING = listed("give provide supply offer make share")
_QUESTION = re.compile(
    r"(?:each|all|both|any|every|her|his|their|the|a)\b(?: of (?:her|his|their|the))?(?: [\w-]+){0,2}? "
    r"(?:questions?|quer(?:y|ies))(?=\s*(?:\Z|[,.;]|and\b|or\b))",
    re.IGNORECASE,
)
"""Who answers a question need not name it, and who names it has not answered it."""
_ONE_OF_THEM = re.compile(r"questions? (?:\d|one|two|three|four|five|[A-Z]\b)", re.IGNORECASE)
"""A question that is put, of which nobody has told the words."""
_TELLING = listed("instruct tell advise direct ask remind warn order")
"""Of somebody who is no customer: "The robot is instructed to stop"."""
_NOTHING_SAID = re.compile(r"(?:it|them|that|this|so|one)(?:\s+and\s.*)?", re.IGNORECASE | re.DOTALL)
_PERSON = re.compile(r"(?:her|him|them|you|the (?:customer|user|caller))\s+", re.IGNORECASE)
_OBJECT = re.compile(
    r"(?P<thing>.+?)(?:\s+(?:and|while|when|if|because|for|after|before|until|itself)\b.*)?", re.IGNORECASE
)
_WORKED_OUT = Caseless(
    r"\b(?:decides?|works? out|calculates?|figures? out|determines?)\s+"
    r"(?P<what>(?:who|what|which|where|when|why|how|whether)\b[^,;\"]{2,60}?)(?=\s+(?:from|by|with)\s|[,;.]|\Z)"
)
_DOWN = re.compile(
    r"(?:takes?|writes?|notes?|jots?|puts?)\s+(?:down\s+(?P<thing>.+)|(?P<other>.+?)\s+down\b.*)", re.IGNORECASE
)
_SAME_DESK = re.compile(r"\bthe same (?:desk|team|department|queue|person)\b", re.IGNORECASE)
_TO_PLACE = re.compile(r"to\s+(?:a|an|the|our|its|their|another)\s+.+", re.IGNORECASE)


_UNSEEN = (
    (
        re.compile(r"\b(?:decides?|works? out|calculates?|figures? out|determines?|judges?)\b", re.IGNORECASE),
        "Say what would be heard then: 'The agent says what it has found.'",
    ),
    (
        re.compile(r"\b(?:takes?|took|collects?) (?:an?|the|her|his|their)? ?(?:card )?payment\b", re.IGNORECASE),
        "Say who or what is charged: 'The agent charges the customer.'",
    ),
    (
        re.compile(r"\b(?:lets?|allows?) (?:her|him|them|the customer) (?:to )?(?:finish|speak|talk)\b", re.IGNORECASE),
        "In a chat nobody is cut short; say what would be read: 'The agent asks whether there is anything else.'",
    ),
)
"""What an agent does that no words show, and what to write instead."""


def doubtful(deed: Deed, found: Clause, never: bool) -> bool:
    """Whether the words that a program would look for are not what is meant."""
    if deed.act == "do" and deed.nth > 1:
        return True
    if deed.act in ("ask", "offer", "do") and (_COUNTED.search(deed.about) or _ONLY_SO_MANY.match(deed.about)):
        return True
    if deed.act == "ask" and _QUESTIONS.search(deed.about):
        return True
    if deed.act == "say" and deed.exact is None and _NOTHING_SAID.fullmatch(deed.about):
        return True
    if deed.action == "send" and deed.tool is None and _sent_off(found):
        return True
    if found.verb_is("answer") and _QUESTION.match(found.rest):
        return True
    if deed.act == "ask" and _ONE_OF_THEM.match(deed.about):
        return True
    if found.passive and found.subject == "thing" and found.verb_is(*_TELLING) and found.rest.startswith("to "):
        return True
    if not_its_words(deed, found):
        return True
    return never and deed.exact is None and (_advises(deed, found) or _discloses(deed))


def _advises(deed: Deed, found: Clause) -> bool:
    """Who gives advice does not speak the word."""
    return found.verb_is(*_GIVING) and deed.act in ("say", "offer") and _ADVICE.fullmatch(deed.about) is not None


def _discloses(deed: Deed) -> bool:
    """Whether a thing is given away by words that nobody has told: "the result of the test" is no word of it."""
    return deed.word in DISCLOSING and not deed.values and not figure_of(deed.about)


def _sent_off(found: Clause) -> bool:
    """Whether somebody, not something, is sent: "sends him to a website"."""
    match = _PERSON.match(found.rest)
    return found.verb_is("send") and match is not None and _TO_PLACE.match(found.rest[match.end() :]) is not None


def doubt(text: str, found: Clause, never: bool) -> str | None:
    """How to word what is asked about here; None for everything else."""
    rest = _PERSON.sub("", found.rest, count=1) if _PERSON.match(found.rest) else found.rest
    if _SAME_DESK.search(text):
        return "Count it, under 'What should happen': 'The customer is sent to the same desk at most once.'"
    if found.verb_is("send") and not found.passive and (place := _TO_PLACE.match(rest)):
        told = f"The agent tells the customer to go {bare(place[0])}."
        return f"Only a desk is a place to be sent to; say what would be heard: {told!r}"
    if found.verb_is("ask") and (bound := _BOUND_QUESTIONS.search(found.rest)):
        return f"Write the bound in a sentence of its own: 'The agent asks {bound[0]}.'"
    if found.verb_is("ask") and _QUESTIONS.search(found.rest):
        return "A number does not tell which; write one line for each question: 'The agent asks for the date of birth.'"
    if found.verb_is("accept"):
        return "Nothing shows that but what is said then; write that: 'The agent says that the answer is right.'"
    if found.verb_is(*_GIVING) and (_ADVICE.fullmatch(rest) or _ADVICE.fullmatch(found.thing)):
        return "Advice is not called that; say what it is: 'The agent tells the customer to see a solicitor.'"
    if found.verb_is(*DISCLOSING) and never:
        return "A refusal names it too; write what would give it away: 'The agent says that the driver is Tom.'"
    if found.verb is not None and found.verb.act == "do" and counted(found.rest)[1] > 1:
        return (
            "What is done is counted by its tool, under 'What should happen': 'The agent calls `reset_password` at most"
            " once.'"
        )
    if hint := in_its_words(found, never) or of_conduct(text):
        return hint
    if found.says and (_COUNTED.search(found.rest) or _ONLY_SO_MANY.match(found.rest)):
        return "Write one line for each thing that has to be seen, or bound it: 'The agent makes at most two offers.'"
    if (asked := _WORKED_OUT.search(text)) and not never:
        return f"Say what would be heard then: 'The agent says {bare(asked['what'])}.'"
    if hint := next((hint for pattern, hint in _UNSEEN if pattern.search(text)), None):
        return hint
    if (down := _DOWN.search(text)) and (thing := _OBJECT.fullmatch(bare(down["thing"] or down["other"]))):
        return f"Say what is heard: 'The agent confirms {bare(thing['thing'])}.'"
    return None


# ---- conditions that cannot be seen -------------------------------------------------------------------------

_FAILS = re.compile(
    r"\b(?:if|when|whenever|once|after)\s+(?:she|he|they|you|the (?:customer|user|caller)|(?-i:[A-Z])\w+)\s+"
    r"(?:(?:has |have )?(?:fails?|failed|passes|passed) (?:to (?:answer|give|provide)|(?:the|her|his|their|a|any) "
    r"(?:[\w-]+ ){0,2}(?:checks?|questions?|tests?|verification|identification))"
    r"|(?:does not|doesn't|do not|cannot|can't|could not) (?:pass|answer|know|remember)"
    r"|(?:gets?|got|answers?|answered) (?:[^,.]{1,60}? )?(?:wrong|right|wrongly|correctly))\b",
    re.IGNORECASE,
)
_FAILS_HINT = (
    "Neither side says so; say what would be heard then: 'If the agent says that the answers are {}, the agent ...'."
)


def unseen_condition(text: str, ties: Iterable[Tied]) -> str | None:
    """What to write instead of a condition that nobody says: "If she fails the questions"; None for others."""
    conditional = any(tie.when or tie.after for tie in ties)
    found = _FAILS.search(masked(text)) if conditional else None
    right = found and not re.search(r"\b(?:fail|not|can't|cannot|n't|wrong)", found[0], re.IGNORECASE)
    return _FAILS_HINT.format("right" if right else "wrong") if found else None


# ---- what points back ---------------------------------------------------------------------------------------

THEN_HINT = "Say after what: 'The agent mentions a refund only after it has asked for the order number.'"
_ONLY_THEN = re.compile(
    r"(?:only (?:then|after that|afterwards|after this)|(?:then|after that|after this),? and only then),?\s+"
    r"(?P<helper>does|do|should|must|will|shall|may|can|is|are)\s+(?P<who>it|the (?:agent|bot|assistant))\s+"
    r"(?P<rest>.+)",
    re.IGNORECASE | re.DOTALL,
)


@dataclass(frozen=True)
class Then:
    """What happens only after the expectation before it."""

    text: str
    leave: bool
    """ "Only then may it ...": it need not, but never earlier."""

    def tied(self, tie: Tied, before: Deed) -> Tied:
        """The same tie with what comes first."""
        return replace(tie, before=before) if self.leave else replace(tie, after=before)


def only_then(text: str) -> Then | None:
    """ "Only then does it talk about a refund" -> "it must talk about a refund"; None for any other sentence."""
    match = _ONLY_THEN.fullmatch(text)
    if not match:
        return None
    leave = match["helper"].casefold() in ("may", "can")
    helper = "is " if match["helper"].casefold() in ("is", "are") else "must "
    return Then(f"{match['who']} {helper}{match['rest']}", leave)


def looked_for(readings: Sequence[Reading], vocabulary: Vocabulary) -> Deed | None:
    """What the last expectation looks for, when it is one thing that has to be seen."""
    items = readings[-1].items if readings and readings[-1].sentence.heading == "should" else ()
    match items:
        case (Check(polarity="must", deed=Deed() as deed, when=None),):
            return deed
        case (ToolCheck(polarity="must", at_most=None, when=None) as call,):
            return Deed(act="do", action=vocabulary.tools.get(call.tool), tool=call.tool, about=call.about)
        case (Route(polarity="must", when=None) as route,) if route.desk != "none":
            return Deed(act="hand_off", about=f"to the {route.desk} desk", desk=route.desk)
        case _:
            return None


# ---- said together ------------------------------------------------------------------------------------------

_TOGETHER = Caseless(
    r",?\s+(?:all |both )?(?:in|within) (?:one|a single|1|one single|the same)"
    r" (?P<unit>message|reply|response|answer|turn|go)\b",
)


def said_together(text: str) -> bool:
    """Whether several things have to be said in one message, which bounds no conversation."""
    return _TOGETHER.search(text) is not None


def together(text: str) -> str:
    """The text with "in one message" in the one form that counts nothing: a thing is always seen within one reply."""
    return _TOGETHER.sub(lambda found: f" in a single {found['unit'].casefold()}", text)
