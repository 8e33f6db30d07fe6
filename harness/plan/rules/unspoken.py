"""Expectations that hang on what goes on inside the customer, or hold more than one thing: how to ask about them."""

import re
from collections.abc import Iterable

from harness.text.caseless import Caseless, Either

from ..nouns import Deed
from .grammar import Clause
from .lexicon import BENEFITS, verb
from .ties import Tied, masked
from .wordlist import listed

_WHO = r"(?:she|he|they|the (?:customer|user|caller)|(?-i:[A-Z])[\w'-]+)"
_FEELING = (
    r"(?:(?:un|dis)?(?:happy|satisfied|convinced|certain|sure|pleased|impressed|comfortable|decided|interested)"
    r"|upset|angry|cross|annoyed|frustrated|irritated|furious|worried|anxious|scared|nervous|confused|disappointed"
    r"|content|hesitant|reluctant|desperate|distressed|sad|impatient|stressed|tired of it|fed up|in tears|calm)"
)
_INSIDE = Caseless(
    rf"\b(?:if|when|whenever|once|after|as soon as|until|every time)\s+{_WHO}\s+(?:then |still |also )?"
    r"(?:(?P<leaves>changes? (?:her|his|their) mind|(?:gives?|has given) up|loses? (?:interest|patience|heart)"
    r"|(?:is|are) about to (?:leave|give up|hang up)|walks? away|backs? out)"
    r"|(?P<feels>(?:hesitates?|calms? down|panics?|cr(?:y|ies)|loses? (?:her|his|their) temper|relaxes)\b"
    r"|(?:is|are|was|seems?|sounds?|feels?|gets?|becomes?|grows?|remains?|stays?|looks?)\s+"
    rf"(?:(?:still|not|no longer|very|really|too|more|so|at all|quite|getting|clearly|visibly)\s+)*{_FEELING}\b)"
    r"|(?P<silent>(?:does not|doesn't|did not|didn't|has not|hasn't|have not|haven't|never)\s+(?:yet |even |ever )?"
    r"(?:says?|said|answer(?:ed|s)?|repl(?:y|ied)|respond(?:ed)?|tells?|told|mention(?:ed)?|choose|chosen|specif(?:y|ied)"
    r"|ask(?:ed)?|g[ia]ven?|provided?)\b))"
)


_ACTS = re.compile(
    rf"{_WHO}\s+(?:(?:then|still|also|first|already)\s+)*(?P<verb>(?!(?:is|was|has|does|as|this|always|perhaps|possesses|owns|lives"
    r"|knows)\b)[a-z]+s)\b(?P<rest>.*)",
    re.IGNORECASE,
)
"""What the customer does, by a verb that no rule knows as something said."""
_HAPPENING = re.compile(
    r"(?:the|an?|her|his|their|this|that|each|every|any)\s+(?:[\w'-]+|[\w'-]+\s(?!\w*(?:s|ed)\b)[\w'-]+)", re.IGNORECASE
)
"""A thing that happens, without a verb: "the restart", "the second restart"."""


def _unsaid(text: str, tie: Tied) -> str | None:
    """What to write instead of a deed or an event that would be taken for something the agent mentions."""
    deed = tie.when
    if deed is None or deed.by != "agent" or deed.act != "say" or deed.exact is not None:
        return None
    opens = r"\b(?P<word>after|upon|if|when|whenever|once|as soon as)\s+"
    tied = re.search(opens + re.escape(deed.about), text, re.IGNORECASE)
    if tied is None:
        return None
    if done := _ACTS.fullmatch(deed.about):
        said = _heard(done["verb"], done["rest"]) or f"says that {deed.about}"
        return f"Only what the customer says is heard: 'If the customer {said}, the agent ...'."
    if _HAPPENING.fullmatch(deed.about) and tied["word"].casefold() in ("after", "upon"):
        return "Say what would be heard then: 'If the customer says that it is done, the agent ...'."
    return None


def _heard(does: str, rest: str) -> str | None:
    """What a customer says who wants a thing done, or wants a thing; None for any other verb."""
    if does.casefold() in ("wants", "needs"):
        return f"asks{rest}" if rest.startswith(" to ") else f"asks for{rest}"
    known = verb(does)
    return f"asks to {known[0].base}{rest}" if known and known[0].act == "do" else None


_ELLIPTIC = re.compile(
    r"(?:there (?:is|are|was|were)|(?:it|they) (?:is|are|does|do|has|can))(?: not| any| one| none)?|so|not", re.I
)


def unspoken(text: str, ties: Iterable[Tied], never: bool) -> str | None:
    """What to write instead of a condition that is only felt, done, or that nothing is said: None for any other."""
    ties = tuple(ties)
    if any(tie.when and tie.when.act == "say" and _ELLIPTIC.fullmatch(tie.when.about) for tie in ties):
        return "Say it again: 'If the agent says that there are cheaper ones, it mentions the price.'"
    found = _INSIDE.search(masked(text)) if any(tie.when or tie.after for tie in ties) else None
    if found is None:
        return next(filter(None, (_unsaid(text, tie) for tie in ties)), None)
    if found["silent"]:
        order = "books a table before it asks" if never else "asks for the day before it books a table"
        return (
            f"Silence is not heard; say what has to come first: 'The agent {order}{' for the day' if never else ''}.'"
        )
    what = "A change of mind" if found["leaves"] else "A feeling"
    return f"{what} is not heard; say what would be said then: 'If the customer says no, the agent ...'."


# ---- what the customer never agreed to ----------------------------------------------------------------------

_NOT_AGREED = Caseless(
    rf",?\s+(?:that |which )?(?P<who>{_WHO})\s+(?:(?:did|has|had|does)(?: not|n't)|never)(?: yet| ever)?\s+"
    r"(?:agreed?|consent(?:ed)?|sa(?:y|id) yes)(?: to)?\Z"
)
_NO_LEAVE = Caseless(
    rf",?\s+without\s+(?:(?:first )?(?:getting|having|asking for)\s+)?"
    rf"(?:{_WHO}'s|her|his|their|any|explicit|clear|prior)"
    r"(?: (?:explicit|clear|prior|express))?\s+"
    r"(?:say-so|consent|permission|agreement|approval|authori[sz]ation|go-ahead|leave)(?: first| beforehand)?\Z"
    rf"|,?\s+without\s+(?:her|him|them|{_WHO})(?:'s)?\s+(?:having\s+)?(?:agreed|agreeing|consented|consenting|said yes"
    r"|saying yes)(?: to [^,;]+)?\Z"
)
_NOT_ASKED = Caseless(
    rf"\b{_WHO}\s+(?:(?:did|has|had|does)(?: not|n't)|never)(?: yet| ever)?\s+"
    r"(?:ask(?:ed)?|want(?:ed)?|order(?:ed)?|request(?:ed)?|need(?:ed)?|cho(?:o?se|sen)|appro\w+|confirm(?:ed)?|authori[sz]ed?)\b"
    r"|\bwithout (?:being|having been) (?:asked|told|requested|prompted)\b|\b(?:unasked|unprompted)\b"
)


CONSENT = Either(_NOT_AGREED, _NO_LEAVE)


def consented(text: str) -> str:
    """ "Books a seat that she did not agree to" -> "books a seat before she agrees"; other texts as they are."""
    hidden = masked(text)
    if without := _NO_LEAVE.search(hidden):
        return f"{text[: without.start()]} without her consent"
    match = _NOT_AGREED.search(hidden)
    return f"{text[: match.start()]} before {match['who']} agrees" if match else text


# ---- one sentence, two things -------------------------------------------------------------------------------

_SECOND = re.compile(
    r"(?P<comma>,)?\s+(?:and|but|then)\s+(?:(?:also|then|never|does not|doesn't|do not|politely)\s+)*"
    r"(?P<verb>[a-z]+)\s+(?:the|an?|her|his|him|them|it|their|why|what|how|that|whether|[£$€\d])(?![\w'])",
    re.IGNORECASE,
)
_WAITS = Caseless(
    r"\s(?:and|but|then)\s+(?:then\s+)?(?P<verb>waits|stays|goes|comes|checks|looks|listens|holds)"
    r"\s+(?:for|to|until|till|on|at|with|in|about)\b"
)
"""A second thing that is done with no object of its own: "..., and waits for a yes"."""
_DENIES_NEXT = Caseless(
    r"\s+(?:and|but)\s+(?:(?:also|then)\s+)?(?:never|does not|doesn't|must not|should not)\s+[a-z]+"
)
_CONTENT = Caseless(
    r"\b(?:that|because|whether|how|why|what|which|where|who|when|if|is|are|was|were|will|has|have|can|cannot|to)\b"
)
_NO_VERB = frozenset(listed("is was has as its this less plus across his hers yours theirs ours towards besides"))


def second_deed(about: str) -> str | None:
    """The verb of a second thing that is swallowed by the words for the first: "..., and stamps the form"."""
    if " and " not in about and " but " not in about and " then " not in about:
        return None
    hidden = masked(about)
    if not _CONTENT.search(hidden) and (denied := _DENIES_NEXT.search(hidden)):
        return denied[0].split()[-1]
    if waits := _WAITS.search(hidden):
        return waits["verb"]
    for match in _SECOND.finditer(hidden):
        word = match["verb"].casefold()
        if word.endswith("ss") or not word.endswith("s") or word in _NO_VERB:
            continue
        if match["comma"] or not _CONTENT.search(hidden, 0, match.start()):
            return word
    return None


# ---- words for what is not said in words --------------------------------------------------------------------

_TALKED_ROUND = re.compile(
    r"(?:(?:her|him|them|the customer|[A-Z]\w+) )?(?:in|out of|round|over|down|through)(?:to)?\b"
)
_FELT = re.compile(
    r"(?:(?:some|any|real|genuine|great|the|more|her|his|its|their|no|much|sincere|deep)\s+)*"
    r"(?:sympathy|empathy|understanding|compassion|concern|care|kindness|respect|patience|regret|remorse|interest"
    r"|gratitude|appreciation|condolences|good will)\b",
    re.IGNORECASE,
)
_SHOWING = listed("show express convey acknowledge offer give")


_CONDUCT = Caseless(
    r"\b(?:argues? with|blames?|(?:is|are|gets|becomes|sounds) (?:\w+ )?"
    r"(?:rude|impolite|angry|sarcastic|dismissive|aggressive|pushy)"
    r"|insults?|mocks?|shouts? at|lectures?|accuses?|patroni[sz]es?|pressures?|bull(?:y|ies))\b"
)
_INVENTS = Caseless(r"\b(?:makes? (?:\w+ )?up|invents?|fabricates?|lies about)\b")


def of_conduct(text: str) -> str | None:
    """What to write instead of how the agent behaves, or of what it makes up; None for any other."""
    if _INVENTS.search(text):
        return (
            "Write what is right under 'What is true', as in 'A refund takes 5 days.': whatever says otherwise fails."
        )
    if _CONDUCT.search(text):
        return "No one word shows it; say what would be heard: 'The agent says that it is the fault of the customer.'"
    return None


def not_in_words(found: Clause) -> str | None:
    """How to word what is done with words, but never by naming it: showing sympathy, talking somebody round."""
    if found.verb_is("speak", "talk") and _TALKED_ROUND.match(found.rest):
        return "Say what would be heard: 'The agent says that the price goes up tomorrow.'"
    if found.verb_is(*_SHOWING) and _FELT.match(re.sub(r"\A(?:her|him|them|the customer)\s+", "", found.rest)):
        return "It is shown by words that do not name it; say which: 'The agent apologises.'"
    return None


_IN_TURNS = Caseless(
    r"(?:\A|\s)(?:with)?in (?:at most )?(?:\d{1,3}|one|two|three|four|five|six|seven|eight|nine|ten)"
    r" (?:turns?|messages?|replies|exchanges?)\Z"
)
""" "Asks for the code within 2 turns": no words of the question."""


def not_its_words(deed: Deed, found: Clause) -> bool:
    """Whether the words of this deed are not what would be seen of it."""
    if deed.exact is not None:
        return False
    if _IN_TURNS.search(deed.about):
        return True
    unasked = deed.act in ("do", "offer", "hand_off") and _NOT_ASKED.search(deed.about) is not None
    return unasked or not_in_words(found) is not None or second_deed(found.rest) is not None


def in_its_words(found: Clause, never: bool) -> str | None:
    """What to write instead of what `not_its_words` finds; None where it finds nothing."""
    if hint := not_in_words(found):
        return hint
    if found.subject == "agent" and (bound := _IN_TURNS.search(found.rest)):
        return f"Bound the whole conversation, in a sentence of its own: 'It is all done {bound[0].strip()}.'"
    if found.verb_is(*_GIVEN) and not never and BENEFITS & frozenset(re.findall(r"[a-z]+", found.rest.casefold())):
        return (
            "A promise is not the thing; write what is done, 'The agent orders a replacement.',"
            " or what is said: 'The agent offers a voucher.'"
        )
    if _NOT_ASKED.search(found.rest):
        order = "before the customer agrees" if never else "only after the customer agrees"
        return f"No words show what was not wanted; say what comes first: 'The agent cancels the order {order}.'"
    if word := second_deed(found.rest):
        return f"Make two sentences of it, the second with 'The agent' before {word!r}."
    return None


# ---- given, and not only promised ---------------------------------------------------------------------------

_GIVEN = listed("give grant get receive award provide credit")


_ANOTHER_S = re.compile(
    r"(?:the|its|her|his|their|that|this|any|an?) (?:questions?|request|offer|answer|message|sentence)\b|it\b"
    r"|(?:it|her|him)self\b"
)
"""What is repeated of a conversation itself: nobody can tell from it what has to be said."""


def carried_out(deed: Deed, found: Clause, when: Deed | None) -> Deed | None:
    """What has to happen when a thing must be given, where a promise is not enough; None where nothing would show it.

    What must never happen begins with the promise, and stays one.
    """
    wished = when is not None and when.by == "customer"
    if (
        not wished
        and deed.act == "repeat"
        and deed.of is None
        and deed.about
        and found.verb_is("repeat")
        and found.level != "permission"
    ):
        # "Repeats the address", which has to happen: it is said to the customer, once, and is no loop.
        return None if _ANOTHER_S.match(deed.about) else deed.model_copy(update={"act": "say"})
    if deed.act != "offer" or not found.verb_is(*_GIVEN):
        return deed
    timed = any(value.kind in ("duration", "date") for value in deed.values)
    return deed.model_copy(update={"act": "do"}) if deed.action and not timed else None
