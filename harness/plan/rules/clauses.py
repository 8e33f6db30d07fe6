"""One clause about the customer -> items: how they behave, what they know, what they want, how they are, what happened.

The rules stand in one ordered table; the first that finds something reads the clause.
"""

import re
from collections.abc import Callable, Sequence

from harness.text.caseless import Caseless
from harness.text.voice import outright

from ..nouns import AnyItem, Behaviour, Fact, Persona
from .biography import biography
from .customer_facts import beside, facts, named_thing
from .declining import declined
from .grammar import bare
from .habits import habit, nature, wont
from .insistence import BELIEVES, KEEPS_PUSHING, never_enough
from .introduced import IS_NAMED, SORT_OF
from .people import named
from .preferring import preferred
from .reading import Context
from .told import SAYS_SO
from .traits import DOING, MANNERS, PERSON, PLAINLY, TRADE, is_quality, is_trait, manners_in, merely, mood_in
from .vague import ui_step
from .wishes import CUSTOMER, WANT, wanted

Rule = Callable[[str, Context], Sequence[AnyItem]]

_BE = r"(?:is|are|am|was|were|feels?|seems?|sounds?|gets?|'re|'s|'m)"
_FIRST_NO = Caseless(
    r"(?:\bnot|n't|\bnever)\s+(?:accepts?|takes?|settles? for|agrees? to|be satisfied with|give up (?:at"
    r"|after))\s+(?:on\s+)?(?:the |a |an |its |any )?(?:very )?(?:first\s+(?:no|offer|refusal|answer|proposal"
    r"|solution|suggestion|reply|response)|no\b|refusal)",
)
_PUSH = Caseless(
    r"\b(?:push(?:es)? back|pushes|(?:not|n't|never) take no for an answer|digs? (?:her|his|their|your) heels in"
    r"|insists?(?! on (?!\w+ing\b|an? (?:manager|supervisor|human|person)))|argues?"
    r"|keeps? (?:asking|insisting|trying|pushing|demanding)"
    r"|protests?|objects|repeatedly|challenges?|demands? (?:to speak|a (?:manager|supervisor)|manager|a human)|"
    r"try a maximum|tries|asks? (?:again|repeatedly|to speak (?:to|with)|for escalation)|ask to speak (?:to"
    r"|with)|threatens?|(?:will|would|does|won't|do) not (?:be (?:brushed|fobbed|put|talked|turned|sent)|back down"
    r"|give up|let go)|stands? (?:her|his|their|your) ground|negotiates?|haggles?|bargains?|(?:try|tries) to (?:talk"
    r"|persuade|convince|negotiate|bargain"
    r"|haggle|push)|interrupts?|complains?(?! (?:about|that|of|on|to)\b)|times? throughout|separate times|don't"
    r" take no"
    r"|refuses to give up|never gives up)\b",
)
_N_TIMES = re.compile(
    r"\b(?:(?P<word>once|twice|two times|three times|four times|five times)|(?P<n>\d{1,2})(?: separate)? times)\b",
    re.IGNORECASE,
)
_TIMES = {"once": 1, "twice": 2, "two times": 2, "three times": 3, "four times": 4, "five times": 5}
_CORRECTS = Caseless(r"\b(?:corrects?|points? out (?:the |any )?mistakes?|reminds? (?:the agent|them|it))\b")
_MANNER = Caseless(
    rf"(?:(?:{CUSTOMER}|[A-Z][\w'-]+)\s+)?(?:(?:will|should|please|always|try to)\s+)*(?:be|stay|remain|sound|act"
    rf"|speak|write|answer|talk|reply|stays|speaks|writes|talks|answers|replies|remains|sounds"
    rf"|acts)\s+(?P<how>.+)",
)
ORDER = re.compile(
    r"(?:do not|don't|never|always|please|make sure|try to|mention|say|tell|ask|insist|provide|give|use|follow"
    r"|confirm|express|pretend|act|keep|start|let|show|explain|describe|remember|avoid|stay|be|answer|respond"
    r"|request|thank|accept|refuse|agree|demand|sound|speak|claim|open)\b",
    re.IGNORECASE,
)
"""How an order to whoever plays the customer begins: "Mention that ..."."""

_PERSONA = re.compile(
    rf"(?:at [\w ]{{1,20}} years old, )?(?P<who>(?:(?!(?:her|his|their|your|my|our|its|the|this|that|these|those"
    rf"|an?)\b)"
    rf"(?-i:[A-Z][\w'-]+(?:\s+[A-Z][\w'-]+)*)"
    rf"|{CUSTOMER})\s*,?\s*)?(?:{_BE})\s+(?P<what>.+)",
    re.IGNORECASE,
)
_APPOSED = re.compile(
    r"(?P<who>[A-Z][\w'-]+(?: [A-Z][\w'-]+)*), (?P<what>an? [^,]{2,80}|(?:aged? )?\d{2}(?: years old)?|(?:now )?in"
    r" (?:her|his|their) [\w -]{3,30}), (?P<rest>.+)"
)
_DOES = r"(?P<rest>(?!is\b|was\b|has\b|does\b|as\b|less\b|always\b|perhaps\b|this\b|his\b|its\b)[a-z]+(?<!s)s\s+\w.*)"
_BESIDE = re.compile(
    r"(?:The customer is )?(?P<who>[A-Z][\w'-]+(?: [A-Z][\w'-]+)*)"
    rf"(?:, (?P<what>[^,]{{2,60}}), (?:and )?|,? is (?P<also>[^,]{{2,60}}?),? and ){_DOES}"
)
"""A name, how they are, and what they do: "Ellie Wood, friendly, moves house"."""
_YOU_ARE = re.compile(
    r"(?:you(?:'re| are)|i(?:'m| am)|(?:you|your|her|his"
    r"|my) name is)\s+(?P<name>[\"']?[A-Za-z][\w.-]*(?: [A-Z][\w.'-]+){0,3})",
    re.IGNORECASE,
)
_ANYBODY = re.compile(r"(?:customer|person|caller|user|client|shopper|buyer|one)", re.IGNORECASE)
"""Nouns that say no more of somebody than that they are there."""
_CALLED = re.compile(r"(?:she is|he is|the customer is|they are) called (?P<name>.+)", re.IGNORECASE)
_NAME_ALONE = re.compile(r"(?P<name>[A-Z][a-z]+(?: [A-Z]\.?)?(?: (?:Mc|Mac|O')?[A-Z][a-z]+){1,2})")
"""An entry that is a name and nothing else."""
_MOOD_PART = re.compile(r"\b(?:because|about|with|that|since|as|at|by|after|over|due to|for|when)\b", re.IGNORECASE)
_FINITE = re.compile(
    r"\b(?:(?:is|are|was|were|has|have|had|did|does|do|could|would|wo|ca)n't|should|shall|might|is|are|was|were|has|have|had|did|does"
    r"|do|can"
    r"|could|will|would|'s|'ve|'re|'m|[a-z]{2,}ed|got|went"
    r"|came|sold|wore|drove|flew|spoke|wrote|rang|met|kept|held|heard|thought|fell|knew|ran|spent|chose|threw|caught"
    r"|put|brought"
    r"|bought|lost|made|sent|paid|took|gave|said|told|saw|found|left|broke|began|lives?|works?|runs?|owns?"
    r"|keeps?|shows?|says|thinks?|believes?|knows?|costs?|needs?|wants?|uses?|goes|comes|gets|calls|orders"
    r"|likes?|remembers?|must|writes?|rings?|phones?|texts?)\b",
    re.IGNORECASE,
)
_PREDICATE = re.compile(
    r"(?:the|an?|her|his|their|your|my|this|that|its|one|some|all|both|every|each"
    r"|no)\s+(?:[\w'-]+\s+){1,4}?[a-z]{2,}(?:[^s]s|ed)\s+"
    r"(?:in|on|at|to|for|the|an?|with|by|of|from|out|up|off|down|like|as|her|his|their|your|my|that|when|over|into"
    r"|every|only|not|no"
    r"|\d|[£$€\"{]|[A-Z])",
    re.IGNORECASE,
)
"""A statement whose verb stands in no list: "The card ends in 4417"."""
_ENTRY = re.compile(
    r"[A-Z][\w'/-]*(?:\s+[\w'/-]+){0,5}?(?:,|:|\s+(?:since|from|of|for|no\.?|number|#))?\s+.{0,40}?\d", re.DOTALL
)
"""An entry without a verb that holds a figure: "Membership since 2019, silver tier"."""
_MINE = re.compile(
    r"\b(?:she|he|they|you|i|her|his|their|your|my|customer|user|caller|friend|someone|somebody)\b", re.IGNORECASE
)


def read_clause(text: str, context: Context) -> tuple[str | None, Sequence[AnyItem]]:
    """The name of the rule that read a clause, and its items; None and nothing when no rule could."""
    for name, rule in _CLAUSE:
        if items := rule(text, context):
            return name, items
    return None, ()


def _behaviour(text: str, context: Context) -> Sequence[AnyItem]:
    """ "He does not accept the first no.", "She pushes back twice.", "Be brief." """
    subject = context.people.subject.match(text)
    if subject and (plainly := PLAINLY.get(text[subject.end() :].strip())):
        return (Behaviour(**context.base, does=plainly),)
    if never_enough(text) and not _N_TIMES.search(text):
        return (Behaviour(**context.base, does="push_back", times=KEEPS_PUSHING),)
    if _FIRST_NO.search(text):
        return (Behaviour(**context.base, does="push_back", times=_times(text) or 1),)
    if _OFTEN.match(text) and _N_TIMES.search(text):
        return (Behaviour(**context.base, does="push_back", times=_times(text)),)
    if denied := _denied(text):
        return (Behaviour(**context.base, does="habit", how=denied),)
    if _CORRECTS.search(text) and not WANT.match(text):
        return (Behaviour(**context.base, does="corrects"),)
    if _PUSH.search(text) and not re.search(r"\b(?:wants?|would like)\b", text):
        return (Behaviour(**context.base, does="push_back", times=_times(text)),)
    if match := _MANNER.fullmatch(text):
        manners = manners_in(match["how"])
        if not manners and (kept := _KEEPS_ON.match(text)) and is_trait(match["how"]):
            return (Behaviour(**context.base, does="habit", how=f"{kept['verb'].rstrip('s')}s {bare(match['how'])}"),)
        if manners or is_trait(match["how"]):
            return (*(Behaviour(**context.base, does=does) for does in manners), _persona(context, (match["how"],)))
    return ()


_NOT_DONE = Caseless(
    rf"(?:(?:{CUSTOMER}|(?-i:[A-Z])[\w'-]+)\s+)?(?P<how>(?P<not>does not|doesn't|do not|don't|will not|won't|never)\s+"
    r"(?P<verb>argues?|insists?|complains?|protests?|objects?|challenges?|threatens?|negotiates?|haggles?|bargains?"
    r"|interrupts?|push(?:es)? back|corrects?)\b(?!.*\b(?:until|unless|before)\b).*)"
)


def _denied(text: str) -> str | None:
    """What somebody does not do, as a habit: "does not argue about the price" is no pushing back."""
    match = _NOT_DONE.fullmatch(text)
    if not match:
        return None
    how = bare(match["how"])
    return re.sub(r"\A(?:do not|don't|doesn't)\b", "does not", how, flags=re.IGNORECASE)


_KEEPS_ON = re.compile(rf"(?:{CUSTOMER}\s+)?(?:will |always |please )*(?P<verb>stays?|remains?)\b", re.IGNORECASE)
_OFTEN = re.compile(
    rf"(?:{CUSTOMER}\s+)?(?:will |must |should )?(?:asks? for|demands?|requests?|complains?|objects?)\b(?! (?:the"
    rf" agent|it|them) to\b)"
    r"(?!.*\b(?:if|when|once (?:the|she|he))\b)",
    re.IGNORECASE,
)
"""What is asked for so and so often is insisted on."""


def _times(text: str) -> int | None:
    match = _N_TIMES.search(text)
    if not match:
        return None
    return _TIMES[match["word"].casefold()] if match["word"] else int(match["n"])


def _known(text: str, context: Context) -> Sequence[AnyItem]:
    return biography(text, context) or facts(text, context)


def _who(text: str, context: Context) -> Sequence[AnyItem]:
    """ "You are Noah Muller.", "Your name is Mei Brown and ...", "She is called Aisha Khan." """
    if (alone := _CALLED.fullmatch(text)) and alone["name"] == context.people.name:
        return (_persona(context, (), alone["name"]),)
    if (given := IS_NAMED.fullmatch(text)) and not _BESIDE.fullmatch(text):
        return (_persona(context, (bare(given["rest"][1:]),) if given["rest"] else (), given["name"]),)
    match = _YOU_ARE.match(text) or _NAME_ALONE.fullmatch(text)
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


def _aside(text: str, context: Context) -> Sequence[AnyItem]:
    """A statement about something else that holds a value beside its key."""
    found = beside(text, context)
    return (story(text, context), *found) if found and named_thing(text) else found


def _nature(text: str, context: Context) -> Sequence[AnyItem]:
    """ "Maria is a polite but tired customer.", "Grace is seventy-four and patient.", "Tom is in a hurry." """
    if sort := SORT_OF.fullmatch(text):
        return _nature_items((sort["what"],), text, context)
    if (beside := _BESIDE.fullmatch(text)) and _all_traits(how := beside["what"] or beside["also"]):
        # "Ellie Wood, friendly, moves house", "Ellie Wood is friendly and moves house"
        name, told = read_clause(f"{beside['who']} {beside['rest']}", context)
        if name is None or SAYS_SO.search(beside["rest"]):
            return ()
        nature = _nature_items(_cut(how), text, context)
        if text.startswith("The customer is "):
            return (_persona(context, _cut(how), beside["who"]), *nature[1:], *told)
        return (*nature, *told)
    if apposed := _APPOSED.fullmatch(text):
        name, rest = read_clause(f"{apposed['who']} {apposed['rest']}", context)
        return (_persona(context, (apposed["what"],)), *rest) if name else ()
    match = _PERSONA.match(text)
    if match and BELIEVES.match(match["what"]):
        return ()
    if match and match["who"] and match["who"].strip().casefold() not in ("it", "this", "that"):
        traits = _traits(bare(match["what"])) or _qualities(match, context)
        if traits:
            return _nature_items(traits, text, context)
        return ()
    alone = re.match(r"(?:an?\s+)?(?P<head>[^,:]+?)(?:,|:|\s+who\b|\Z)", text, re.IGNORECASE)
    if alone and _only_traits(alone["head"]) and not named(text):
        return _nature_items((bare(text),), text, context)
    verbless = not _FINITE.search(alone["head"] if alone else text) and not named(text) and not _SOMEBODY.match(text)
    noun = PERSON.search(alone["head"]) if alone and verbless else None
    if alone and verbless and ((noun and noun.end() == len(alone["head"])) or _all_traits(alone["head"])):
        return _nature_items((bare(text),), text, context)
    if verbless and not _FINITE.search(text) and (traits := _traits(text)):
        return _nature_items(traits, text, context)
    return ()


def _nature_items(traits: tuple[str, ...], text: str, context: Context) -> Sequence[AnyItem]:
    words = " ".join(traits)
    manners = manners_in(words)
    behaviours = tuple(
        Behaviour(**context.base, does=does, times=1 if does == "push_back" else None) for does in manners
    )
    reason = re.search(r"\b(?:because|since|after(?! (?:the (?:first|second)|every|each|any)\b))\b\s+(?P<why>.+)", text)
    why = (story(text, context),) if reason else ()
    return (_persona(context, traits), *behaviours, *why)


def _traits(what: str) -> tuple[str, ...]:
    """The traits in what somebody is said to be; empty when it is not about how they are."""
    article = re.match(r"(?:an?|the)\s+", what, re.IGNORECASE)
    noun = PERSON.search(what)
    if article and not re.match(r"a (?:little|bit)\b", what):
        inner = what[article.end() :]
        if (
            noun
            and noun.end() == len(what)
            and _ANYBODY.fullmatch(noun[0])
            and _all_traits(inner[: noun.start() - article.end()])
        ):
            return _cut(inner[: noun.start() - article.end()])
        if noun or is_trait(inner) or _AGED.match(inner) or _WHO_IS.search(inner) or TRADE.match(inner):
            return (inner,)
        head, *rest = _cut(inner) or ("",)
        somebody = 0 < len(head.split()) <= 4 and not _MEASURED.search(head) and all(map(is_trait, rest))
        return (what,) if somebody else ()
    if (
        noun
        and not (is_trait(what) or DOING.match(what))
        and noun.start() < 40
        and re.match(r"\s*(?:\Z|,|who\b|with\b|from\b|of\b|that\b|at\b|in\b|for\b)", what[noun.end() :])
    ):
        return (what,)
    head = _MOOD_PART.split(what, maxsplit=1)[0].strip()
    if _all_traits(head):
        cut = _cut(head)
        return (*cut[:-1], f"{cut[-1]}{what[len(head) :]}".strip()) if cut else ()
    return (what,) if is_trait(what) else ()


_AGED = re.compile(r"\d{1,3}-year-old\s+[a-z]", re.IGNORECASE)
_WHO_IS = re.compile(
    r"\A(?:[\w-]+,? ){1,5}who(?:'s| is| has| likes| lives| works| speaks| uses| never| always)\b", re.IGNORECASE
)
"""Only of a person one says "who"."""
_SOMEBODY = re.compile(r"(?:the (?:customer|user|caller) [a-z]+|(?:her|his|their|your|my) [\w-]+)\b", re.IGNORECASE)
"""What opens a sentence about what somebody does, whatever its verb, or about somebody else."""
_STATED = re.compile(r"\b(?:is|are|was|were|has|have|had)\b", re.IGNORECASE)
_PRESENT = re.compile(r"(?:\b(?:is|are|am|seems?|sounds?)|'(?:s|re|m))\s", re.IGNORECASE)


def _qualities(match: re.Match[str], context: Context) -> tuple[str, ...]:
    """The adjectives that only can be traits, although no list has them: "slow, precise and easily confused by ..."."""
    others = match["who"].strip().casefold() == "they" and context.people.pronoun in ("she", "he")
    if others or not _PRESENT.search(match[0]):
        return ()
    what = bare(match["what"])
    head = re.split(r"\bof\b", _MOOD_PART.split(what, maxsplit=1)[0], maxsplit=1)[0].strip()
    cut = _cut(head)
    if not cut or not all(is_quality(part) for part in cut):
        return ()
    return (*cut[:-1], f"{cut[-1]}{what[len(head) :]}".strip())


_MEASURED = re.compile(
    r"\d|\b(?:day|days|week|month|year|hour|minute|bit|little|lot|few|mile|step|victim|problem|reason|mess|shame"
    r"|pity|mistake"
    r"|of|on|in|at|to|from|away|late|early)\b",
    re.IGNORECASE,
)
"""What is no kind of person: "a day late"."""


def _cut(words: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in _BETWEEN.split(words) if part.strip())


_BETWEEN = re.compile(r",\s*(?:and |but )?|\s+(?:and|but|yet|or)\s+|\s*;\s*")


def _all_traits(words: str) -> bool:
    cut = _cut(words)
    return bool(cut) and all(is_trait(part) for part in cut)


def _only_traits(head: str) -> bool:
    """Whether a text without a verb is traits and nothing else."""
    return all(map(merely, _cut(head))) and _all_traits(head) and not _STATED.search(head)


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
    told = _FINITE.search(text) or _PREDICATE.match(text) or _ENTRY.match(text)
    return (story(text, context),) if told and (mine or len(text.split()) >= 4) else ()


def story(text: str, context: Context) -> Fact:
    """A piece of what happened, to be told: a sentence of its own. What somebody claims is told as it is claimed."""
    told = outright(bare(text))
    return Fact(**context.base, value=told[:1].upper() + told[1:])


_CLAUSE: tuple[tuple[str, Rule], ...] = (
    ("habit", wont),
    ("behaviour", _behaviour),
    ("habit", habit),
    ("fact", _known),
    ("declined", declined),
    ("who", _who),
    ("preferred", preferred),
    ("wanted", wanted),
    ("aside", _aside),
    ("nature", nature),
    ("persona", _nature),
    ("told", _told),
    ("story", _history),
)
"""Rules for one clause, in order."""
