"""One clause about the customer -> items: how they behave, what they know, what they want, how they are, what happened.

The rules stand in one ordered table; the first that finds something reads the clause.
"""

import re
from collections.abc import Callable, Sequence
from typing import Literal

from ..nouns import AnyItem, Behaviour, Fact, Persona, Want
from .customer_facts import beside, facts, named_thing, wanted_address
from .grammar import bare
from .people import named
from .reading import Context
from .ties import masked
from .traits import MANNERS, PERSON, is_trait, manners_in, mood_in
from .vague import ui_step

Rule = Callable[[str, Context], Sequence[AnyItem]]

_BE = r"(?:is|are|am|was|were|feels?|seems?|sounds?|gets?|'re|'s|'m)"
CUSTOMER = r"(?:she|he|they|you|i|it|the customer|the user|the caller|customer|user|caller)"
"""The customer as the subject of a clause, as one alternative of an expression."""

_CUT = re.compile(
    rf"\s*;\s*|(?:,\s*|\s+)(?:and|but|so|yet|though|although)\s+(?=(?:{CUSTOMER}|(?:her|his|their|your"
    rf"|my)\s+[\w' -]{{2,30}}?\s(?:is|are|was|has))\b)|"
    r"(?:,\s*|\s+)(?:and|but)\s+(?=(?:also |now |only |just |really )?(?:wants?|needs?|would like|will not"
    r"|won't|does not|doesn't|prefers?|pushes|insists|hopes)\b)",
    re.IGNORECASE,
)

_WANT = re.compile(
    rf"(?:^|\b(?:{CUSTOMER}|[A-Z][\w'-]+)\s+)(?:(?:also|now|really|just|only|still|then|lastly|absolutely|finally"
    rf"|simply|ultimately|first|next),?\s+)*"
    r"(?:wants?|wanted|would (?:like|love)|'d (?:like|love)|needs?|needed|is (?:looking|hoping|trying|calling"
    r"|writing|here)|are (?:looking|hoping|trying|calling)|'re (?:looking|trying|calling|booking)|"
    r"looks? for|hopes?|wish(?:es)?|tries|intends?|plans?|wonders?|is (?:asking|enquiring|inquiring|booking"
    r"|contacting)|are (?:asking|booking|contacting)|asks? (?:for|about|to|the agent)|"
    r"would rather|requests?|seeks?|is after|came to|got in touch)\b\s*(?P<what>.*)",
    re.IGNORECASE,
)
_WANT_LABEL = re.compile(
    r"(?:(?:her|his|their|your|the|my|main|overall)\s+)*(?:goal|aim|objective|reason(?: for (?:calling"
    r"|contact))?|request|task|intent)s?\s*(?::|\bis\b)\s*(?P<what>.+)",
    re.IGNORECASE,
)
_ASKING = re.compile(r"\b(?:asking|enquiring|inquiring)\s*\Z", re.IGNORECASE)
_FOR = re.compile(r"(?:for|about|that)\s+", re.IGNORECASE)
_REQUIREMENT = re.compile(
    r"\b(?:requirements?|preferences?|priority|budget)\s+(?:is|are)\s+(?P<what>.+)", re.IGNORECASE
)
_NOT_ACCEPT = re.compile(
    r"\b(?:will not|won't|does not|doesn't|do not|don't|would not|wouldn't|cannot|can't|refuses to|refuse to"
    r""
    r"|never|not)\s+(?:ever\s+)?"
    r"(?:accepts?|wants?|agree(?:s)? to|takes?|consider|likes?|settle for|pay(?: for)?|change|cancel|be|fly"
    r"|sit through|go for|have|need|wish|care for|willing to)\b\s*(?P<what>.*)",
    re.IGNORECASE,
)
_NO_MORE = re.compile(r"(?:it|them|that|this|one)?\s*(?:any ?more|any longer)\b.*", re.IGNORECASE)
_PREFER = re.compile(
    r"\b(?:prefers?|would prefer|rather have|is (?:willing|happy|ready|ok|okay|open|fine)|are (?:willing|happy"
    r"|ready|ok|okay|open|fine)|'re (?:willing|ok|okay|fine)|will only|will ONLY|only (?:accepts?|wants?)"
    r"|accepts? only|insists? on|"
    r"must be|must have (?=an? |at |free |no )|has to be|up to|at most|no more than|pays? (?:with|by)"
    r"|payment (?:via|by|with)|would accept|accepts|will accept|will then use|is prefer+ed|doesn't mind"
    r"|does not mind|don't mind|do not mind|care about)\b\s*(?P<what>.*)",
    re.IGNORECASE,
)
_FIRST_NO = re.compile(
    r"\b(?:not|n't|never)\s+(?:accepts?|takes?|settles? for|agrees? to|be satisfied with|give up (?:at"
    r"|after))\s+(?:on\s+)?(?:the |a |an |its |any )?(?:very )?(?:first\s+(?:no|offer|refusal|answer|proposal"
    r"|solution|suggestion|reply|response)|no\b|refusal)",
    re.IGNORECASE,
)
_PUSH = re.compile(
    r"\b(?:push(?:es)? back|pushes|insists?(?! on)|argues?|keeps? (?:asking|insisting|trying|pushing|demanding)"
    r"|protests?|objects|repeatedly|challenges?|demands? (?:to speak|a (?:manager|supervisor)|manager|a human)|"
    r"try a maximum|tries|asks? (?:again|repeatedly|to speak (?:to|with)|for escalation)|ask to speak (?:to"
    r"|with)|threatens?|interrupts?|complains?|times? throughout|separate times|don't take no"
    r"|refuses to give up|never gives up)\b",
    re.IGNORECASE,
)
_N_TIMES = re.compile(
    r"\b(?:(?P<word>once|twice|two times|three times|four times|five times)|(?P<n>\d{1,2})(?: separate)? times)\b",
    re.IGNORECASE,
)
_TIMES = {"once": 1, "twice": 2, "two times": 2, "three times": 3, "four times": 4, "five times": 5}
_CORRECTS = re.compile(
    r"\b(?:corrects?|points? out (?:the |any )?mistakes?|reminds? (?:the agent|them|it))\b", re.IGNORECASE
)
_MANNER = re.compile(
    rf"(?:(?:{CUSTOMER}|[A-Z][\w'-]+)\s+)?(?:(?:will|should|please|always|try to)\s+)*(?:be|stay|remain|sound|act"
    rf"|speak|write|answer|talk|reply|stays|speaks|writes|talks|answers|replies|remains|sounds"
    rf"|acts)\s+(?P<how>.+)",
    re.IGNORECASE,
)
ORDER = re.compile(
    r"(?:do not|don't|never|always|please|make sure|try to|mention|say|tell|ask|insist|provide|give|use|follow"
    r"|confirm|express|pretend|act|keep|start|let|show|explain|describe|remember|avoid|stay|be|answer|respond"
    r"|request|thank|accept|refuse|agree|demand|sound|speak|claim|open)\b",
    re.IGNORECASE,
)
"""How an order to whoever plays the customer begins: "Mention that ..."."""

_HABIT = re.compile(
    r"\b(?:like(?:s)? to|loves? (?:to|talking)|tends? to|randomly|every (?:single )?message|in every|usually"
    r"|often|always|one thing at a time|typos?|gets? (?:angry|upset|flustered|cross)|speaks?|writes?"
    r"|interrupts?)\b",
    re.IGNORECASE,
)
_PERSONA = re.compile(
    rf"(?:at [\w ]{{1,20}} years old, )?(?P<who>(?:(?-i:[A-Z][\w'-]+(?:\s+[A-Z][\w'-]+)*)"
    rf"|{CUSTOMER})\s*,?\s*)?(?:{_BE})\s+(?P<what>.+)",
    re.IGNORECASE,
)
_APPOSED = re.compile(r"(?P<who>[A-Z][\w'-]+(?: [A-Z][\w'-]+)*), (?P<what>an? [^,]{2,80}), (?P<rest>.+)")
_YOU_ARE = re.compile(
    r"(?:you(?:'re| are)|i(?:'m| am)|(?:you|your|her|his"
    r"|my) name is)\s+(?P<name>[\"']?[A-Za-z][\w.-]*(?: [A-Z][\w.'-]+){0,3})",
    re.IGNORECASE,
)
_MOOD_PART = re.compile(r"\b(?:because|about|with|that|since|as|at|by|after|over|due to|for|when)\b", re.IGNORECASE)
_FINITE = re.compile(
    r"\b(?:is|are|was|were|has|have|had|did|does|do|can|could|will|would|'s|'ve|'re|'m|[a-z]{2,}ed|got|went"
    r"|came|bought|lost|made|sent|paid|took|gave|said|told|saw|found|left|broke|began|lives?|works?|runs?|owns?"
    r"|keeps?|shows?|says|thinks?|believes?|knows?|costs?|needs?|wants?|uses?|goes|comes|gets|calls|orders"
    r"|likes?|remembers?|must)\b",
    re.IGNORECASE,
)
_MINE = re.compile(
    r"\b(?:she|he|they|you|i|her|his|their|your|my|customer|user|caller|friend|someone|somebody)\b", re.IGNORECASE
)


def split_clauses(text: str) -> list[str]:
    """The clauses of a sentence that each have the customer, or what is theirs, as subject."""
    cuts = [match for match in _CUT.finditer(masked(text)) if not _inside(text, match.start())]
    starts = [0, *(match.end() for match in cuts)]
    ends = [*(match.start() for match in cuts), len(text)]
    return [part for start, end in zip(starts, ends, strict=True) if (part := bare(text[start:end]))]


def _inside(text: str, place: int) -> bool:
    """Whether a place lies in the content of "that ..." or between brackets, where nothing is cut."""
    before = text[:place]
    return before.count("(") > before.count(")")


def read_clause(text: str, context: Context) -> tuple[str | None, Sequence[AnyItem]]:
    """The name of the rule that read a clause, and its items; None and nothing when no rule could."""
    for name, rule in _CLAUSE:
        if items := rule(text, context):
            return name, items
    return None, ()


def _behaviour(text: str, context: Context) -> Sequence[AnyItem]:
    """ "He does not accept the first no.", "She pushes back twice.", "Be brief." """
    if _FIRST_NO.search(text):
        return (Behaviour(**context.base, does="push_back", times=_times(text) or 1),)
    if _CORRECTS.search(text) and not _WANT.match(text):
        return (Behaviour(**context.base, does="corrects"),)
    if _PUSH.search(text) and not re.search(r"\b(?:wants?|would like)\b", text):
        return (Behaviour(**context.base, does="push_back", times=_times(text)),)
    if match := _MANNER.fullmatch(text):
        manners = manners_in(match["how"])
        if manners or is_trait(match["how"]):
            return (*(Behaviour(**context.base, does=does) for does in manners), _persona(context, (match["how"],)))
    return ()


def _times(text: str) -> int | None:
    match = _N_TIMES.search(text)
    if not match:
        return None
    return _TIMES[match["word"].casefold()] if match["word"] else int(match["n"])


def _declined(text: str, context: Context) -> Sequence[AnyItem]:
    """ "She will not accept a replacement." """
    if rather := re.search(r"\bwould rather not\s+(?P<what>.+)", text, re.IGNORECASE):
        return (Want(**context.base, role="constraint", about=f"to {bare(rather['what'])}", accepts=False),)
    match = _NOT_ACCEPT.search(text)
    if not match or not match["what"] or _NO_MORE.fullmatch(match["what"]) or _WANT.search(text[: match.start()]):
        # "He wants to return a spinner he does not like": the second verb only describes the thing.
        return ()
    verb = match[0][: match.start("what") - match.start()].split()[-1].casefold()
    what = bare(match["what"] if verb in ("want", "wants", "wish", "like") else _without_to(match["what"]))
    about = (
        what
        if verb
        in ("accept", "accepts", "want", "wants", "take", "takes", "like", "consider", "for", "need", "have", "wish")
        else f"{verb} {what}"
    )
    return (Want(**context.base, role="constraint", about=about, accepts=False),)


def _without_to(text: str) -> str:
    return re.sub(r"^to\s+", "", text, flags=re.IGNORECASE)


def _preferred(text: str, context: Context) -> Sequence[AnyItem]:
    """ "She prefers an e-mail.", "You are willing to pay up to $100." """
    match = _REQUIREMENT.search(text) or _PREFER.search(text)
    if not match or re.search(r"\b(?:wants? to|would like to|needs? to)\b", text[: match.start()]):
        return ()
    about = bare(match["what"]) or bare(text)
    if re.match(r"(?:up to|at most|no more than|payment)", match[0], re.IGNORECASE):
        about = bare(match[0])
    return (
        Want(
            **context.base,
            role="constraint",
            about=_without_to(about) if re.match(r"\w+(?:\s\w+)? to\b", match[0]) else about,
        ),
    )


def _wanted(text: str, context: Context) -> Sequence[AnyItem]:
    """ "She wants a full refund to her original card." """
    if match := _WANT_LABEL.match(text):
        return (Want(**context.base, role="goal", about=bare(match["what"])),)
    match = _WANT.search(text)
    if (
        not match
        or not match["what"]
        or _NO_MORE.fullmatch(match["what"])
        or (match.start() and not _subject_first(text, match))
    ):
        return ()
    role: Literal["goal", "constraint"] = (
        "constraint" if re.search(r"\b(?:would rather)\b", match[0], re.IGNORECASE) else "goal"
    )
    about = bare(_FOR.sub("", match["what"], count=1) if _FOR.match(match["what"]) else match["what"])
    if re.search(r"\bwonders?\s*\Z", match[0][: match.start("what") - match.start()]):
        about = f"to know {about}"
    if _ASKING.search(text[: match.start("what")]):
        about = f"to ask {match['what']}"
    return (Want(**context.base, role=role, about=bare(about)), *beside(text, context), *wanted_address(text, context))


def _subject_first(text: str, match: re.Match[str]) -> bool:
    """Whether only an aside stands before the want: "Since she took insurance, she wants ..."."""
    before = text[: match.start()].rstrip()
    return (
        not before
        or before.endswith((",", "-", "–", ":"))
        or bool(re.search(r"\b(?:and|but|so|that|because)\Z", before))
        or len(before.split()) <= 3
    )


def _known(text: str, context: Context) -> Sequence[AnyItem]:
    return facts(text, context)


def _who(text: str, context: Context) -> Sequence[AnyItem]:
    """ "You are Noah Muller.", "Your name is Mei Brown and ..."."""
    match = _YOU_ARE.match(text)
    if not match:
        return ()
    name = match["name"].strip("\"'")
    rest = text[match.end() :].strip()
    if re.search(r"[_\d]", name):
        return (Fact(**context.base, key="user name", value=name), *_described(rest, context), *facts(rest, context))
    if not name[0].isupper() or is_trait(name.casefold()) or not all(word[0].isupper() for word in name.split()):
        return ()
    return (
        Fact(**context.base, key="name", value=name),
        _persona(context, (), name),
        *facts(rest, context),
        *_described(rest, context),
    )


def _described(rest: str, context: Context) -> Sequence[AnyItem]:
    """An apposition after a name: ", a 35-year-old owner of a studio"."""
    match = re.match(r",?\s*(?:an?|the)\s+(?P<what>.+)", rest)
    return (_persona(context, (bare(match["what"]),)),) if match and PERSON.search(match["what"]) else ()


def _habit(text: str, context: Context) -> Sequence[AnyItem]:
    """ "You like to say one thing at a time.", "She gets flustered quickly." """
    match = re.match(rf"(?:{CUSTOMER})\s+(?P<what>.+)", text, re.IGNORECASE)
    if (
        not match
        or not _HABIT.search(match["what"])
        or re.match(r"(?:is|are|has|have|was|were|had|did|thinks?|believes?|\w+ed)\b", match["what"])
    ):
        return ()
    return _nature_items((bare(match["what"]),), text, context)


def _aside(text: str, context: Context) -> Sequence[AnyItem]:
    """A statement about something else that holds a value beside its key."""
    found = beside(text, context)
    return (story(text, context), *found) if found and named_thing(text) else found


def _nature(text: str, context: Context) -> Sequence[AnyItem]:
    """ "Maria is a polite but tired customer.", "Grace is seventy-four and patient.", "Tom is in a hurry." """
    if apposed := _APPOSED.fullmatch(text):
        name, rest = read_clause(f"{apposed['who']} {apposed['rest']}", context)
        return (_persona(context, (apposed["what"],)), *rest) if name else ()
    match = _PERSONA.match(text)
    if match and match["who"] and match["who"].strip().casefold() not in ("it", "this", "that"):
        traits = _traits(bare(match["what"]))
        if traits:
            return _nature_items(traits, text, context)
        return ()
    alone = re.match(r"(?:an?\s+)?(?P<head>[^,]+?)(?:,|\s+who\b|\Z)", text, re.IGNORECASE)
    verbless = not _FINITE.search(alone["head"] if alone else text) and not named(text)
    noun = PERSON.search(alone["head"]) if alone and verbless else None
    if alone and verbless and ((noun and noun.end() == len(alone["head"])) or _all_traits(alone["head"])):
        return _nature_items((bare(text),), text, context)
    if not _FINITE.search(text) and (traits := _traits(text)):
        return _nature_items(traits, text, context)
    return ()


def _nature_items(traits: tuple[str, ...], text: str, context: Context) -> Sequence[AnyItem]:
    words = " ".join(traits)
    manners = manners_in(words)
    behaviours = tuple(
        Behaviour(**context.base, does=does, times=1 if does == "push_back" else None) for does in manners
    )
    reason = re.search(r"\b(?:because|since|after)\b\s+(?P<why>.+)", text)
    why = (story(text, context),) if reason else ()
    return (_persona(context, traits), *behaviours, *why)


def _traits(what: str) -> tuple[str, ...]:
    """The traits in what somebody is said to be; empty when it is not about how they are."""
    article = re.match(r"(?:an?|the)\s+", what, re.IGNORECASE)
    noun = PERSON.search(what)
    if article and not re.match(r"a (?:little|bit)\b", what):
        inner = what[article.end() :]
        if noun and noun.end() == len(what) and _all_traits(inner[: noun.start() - article.end()]):
            return _cut(inner[: noun.start() - article.end()])
        return (inner,) if noun or is_trait(inner) else ()
    if (
        noun
        and not is_trait(what)
        and noun.start() < 40
        and re.match(r"\s*(?:\Z|,|who\b|with\b|from\b|of\b|that\b|at\b|in\b|for\b)", what[noun.end() :])
    ):
        return (what,)
    head = _MOOD_PART.split(what, maxsplit=1)[0].strip()
    if _all_traits(head):
        cut = _cut(head)
        return (*cut[:-1], f"{cut[-1]}{what[len(head) :]}".strip()) if cut else ()
    return (what,) if is_trait(what) else ()


def _cut(words: str) -> tuple[str, ...]:
    return tuple(
        part.strip() for part in re.split(r",\s*(?:and |but )?|\s+(?:and|but|yet|or)\s+|\s*;\s*", words) if part.strip()
    )


def _all_traits(words: str) -> bool:
    cut = _cut(words)
    return bool(cut) and all(is_trait(part) for part in cut)


def _persona(context: Context, traits: tuple[str, ...], name: str | None = None) -> Persona:
    return Persona(
        **context.base,
        name=name,
        pronoun=context.people.pronoun if name else None,
        traits=traits,
        mood=mood_in(" ".join(traits)),
    )


def _told(text: str, context: Context) -> Sequence[AnyItem]:
    """Orders to whoever plays the customer: "Mention that you are a Gold member.", "Don't say yes." """
    if not ORDER.match(text):
        return ()
    manners = tuple(Behaviour(**context.base, does=does) for does, pattern in MANNERS if pattern.search(text))
    if manners:
        return manners
    match = re.match(
        r"(?:make sure (?:to |you )?)?(?:also )?(?:mention|say|tell \w+(?: \w+)?|explain|claim"
        r"|insist)(?: at the \w+)?(?: that)?\s+(?P<what>.+)",
        text,
        re.IGNORECASE,
    )
    if match:
        return (Fact(**context.base, value=bare(match["what"]), reveal="volunteer"),)
    return (
        (
            Behaviour(
                **context.base,
                does="push_back" if re.match(r"demand|insist|refuse", text, re.IGNORECASE) else "corrects",
            ),
        )
        if re.match(r"demand|insist|refuse", text, re.IGNORECASE)
        else ()
    )


def _history(text: str, context: Context) -> Sequence[AnyItem]:
    """A piece of the story: a statement with a verb, told of the customer or of what they have."""
    if ORDER.match(text) or (ui_step(text) and not re.search(r"\b(?:\w+ed|was|were)\b", text)):
        return ()
    mine = _MINE.search(text) or named(text) or any(name in text for name in context.people.names)
    return (story(text, context),) if _FINITE.search(text) and (mine or len(text.split()) >= 4) else ()


def story(text: str, context: Context) -> Fact:
    """A piece of what happened, to be told."""
    return Fact(**context.base, value=bare(text))


_CLAUSE: tuple[tuple[str, Rule], ...] = (
    ("behaviour", _behaviour),
    ("fact", _known),
    ("declined", _declined),
    ("who", _who),
    ("preferred", _preferred),
    ("wanted", _wanted),
    ("aside", _aside),
    ("persona", _nature),
    ("habit", _habit),
    ("told", _told),
    ("story", _history),
)
"""Rules for one clause, in order."""
