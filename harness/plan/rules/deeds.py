"""A clause -> Deed: what a program can look for in a conversation."""

import re

from ..keys import key_of
from ..nouns import Act, Deed, Vocabulary
from .desks import desk_in
from .gifts import CONTRAST, action_in, beside_noun, exact_words, given, received, without
from .grammar import Clause, bare
from .lexicon import verb
from .people import People
from .repetition import REPEATED, counted, repetition
from .voicing import (
    DISCLOSING,
    REMOVING,
    SUGGESTING,
    THAT_THING,
    charged,
    closed,
    kept,
    offered,
    promised,
    raised,
    recounted,
    removed,
    suggested,
    voiced,
)
from .wordlist import listed

THAT = re.compile(r"(?:that|about|of|regarding|(?:on|with)(?! (?:which|what|whom|whose)\b))\s+", re.IGNORECASE)
_ASKED = re.compile(r"(?:for(?! how\b)|about|to|after)\s+", re.IGNORECASE)
_WHETHER = re.compile(r"\Aif(?=\s)", re.IGNORECASE)
_MERELY = re.compile(
    r"(?:(?:her|him|them|you|the (?:customer|user|caller|conversation|call|chat)|[A-Z][a-z]+)\b)?\s*(?:on|over"
    r"|off|through|to (?:anyone|anybody|anywhere|another (?:desk|team|department|agent)))?"
)
_REFLEXIVE = re.compile(r"\b(?:him|her|them|your)sel(?:f|ves)\b", re.IGNORECASE)
_SAME = re.compile(r"\bthe same (?:question|answer|thing|words|message|sentence)s?\b|\bitself\b", re.IGNORECASE)
_PARTICLES: dict[str, tuple[str, ...]] = {
    "look": ("up", "into", "for"),
    "put": ("through", "on to", "onto"),
    "hand": ("over", "off", "on"),
    "pass": ("on", "over", "along", "across"),
    "read": ("out", "back"),
    "point": ("out",),
    "turn": ("down", "away"),
}
"""Verbs that mean what we read only with their particle (hand over), which may stand after the object."""
_INTRANSITIVE = frozenset(listed("speak talk respond reply answer communicate read"))
_NOUNS = frozenset(
    listed(
        """
        file book order place list show report request log ticket text mail email issue process release
        change update name
        """
    )
)
_OPENS_OBJECT = re.compile(
    r"(?:her|him|them|the|a|an|it|any|his|their|all|every|this|that|for|up|to|[£$€\"{\d])", re.IGNORECASE
)
_NEEDS_PARTICLE = frozenset({"look", "put", "hand", "pass", "turn"})
_BY_AGENT = re.compile(r"(?:^|\s+)by (?:the )?(?:agent|bot|assistant|system|shop)\b", re.IGNORECASE)
_RECORDS = re.compile(r",?\s+in (?:the|its|their|our) (?:[\w']+ )?(?:records?|system|database|books)\b", re.IGNORECASE)
_BACK = re.compile(r"(?:\A|\s+)back(?: to (?:her|him|them|you|the customer|[A-Z]\w+))?(?=\W|\Z):?\s*")
_SORRY = re.compile(
    r"(?:that (?:it|he|she|they) (?:is|are) )?(?:very |so |really )?sorry\b(?:\s+(?:for|about|that)\b)?\s*",
    re.IGNORECASE,
)
_IMPOSSIBLE = re.compile(
    r"(?:it|that) (?:is|was) (?:too late|not possible|no longer possible|impossible) to (?P<what>.+)", re.IGNORECASE
)
"""Who says that it is too late to do a thing refuses it."""
_BY_ASKING = re.compile(r"(?:^|\s)by asking\s+", re.IGNORECASE)
_WITH_HER = re.compile(r"with (?:her|him|them|the customer|[A-Z]\w+)\s*(?:first|beforehand)?\Z")
"""Who checks with somebody asks for leave."""
_IDENTITY = re.compile(
    r"(?:(?:the|her|his|their|customer's) )*(?:identity|who (?:she|he|they|the customer) (?:is|are)|post ?code"
    r"|zip(?: code)?|date of birth|personal details)\b",
    re.IGNORECASE,
)
"""What is checked to know who somebody is."""
_PROVING = ("confirm", "check", "establish", "prove")
_WHO_IT_IS = re.compile(
    r"(?:(?:the|her|his|their|customer's|caller's) )*(?:(?:full )?identity"
    r"|who (?:she|he|they|the (?:customer|caller)) (?:is|are)"
    r"|(?:personal|security|account|identifying) (?:details|information)"
    r"|(?<=her )details|(?<=his )details|(?<=their )details)(?: first)?",
    re.IGNORECASE,
)
"""What is confirmed by checking it, not by saying it."""
_DECISION = re.compile(
    r"(?:(?:her|his|their|the|customer's|as) )*(?:no|refusal|decision|answer|wish|choice)\b", re.IGNORECASE
)
"""Who accepts a no offers nothing."""


def about_agent(found: Clause, people: People, vocabulary: Vocabulary) -> Deed | None:
    """What the agent is seen doing when this clause is true; None when no rule knows."""
    if found.subject == "customer":
        return _done_to_customer(found, people, vocabulary)
    if found.subject == "thing":
        return _done_to_thing(found, people, vocabulary)
    if found.passive:
        return _done_to_thing(found, people, vocabulary) if found.thing else None
    return _active(found, people, vocabulary)


def _active(found: Clause, people: People, vocabulary: Vocabulary) -> Deed | None:
    if found.verb is None:
        return None
    _, times = counted(found.rest)
    rest, again = repetition(found.rest)
    if again and _TO_DO.match(object_out(found.rest, people)) and not REPEATED.search(found.rest):
        # "promises to send it again", "asks her to try twice": what is to be done is done again.
        rest, again = found.rest, False
    deed = _plain(found.but(rest=rest), people, vocabulary)
    if found.verb.base == "repeat":
        if (back := _BACK.search(rest)) and not again:
            # To repeat something back is to confirm it.
            return Deed(act="say", about=bare(f"{rest[: back.start()]} {rest[back.end() :]}".replace(" : ", ": ")))
        return Deed(act="repeat", about="" if _SAME.search(rest) else bare(rest))
    if times > 1 and deed and deed.act == "do":
        return deed.model_copy(update={"nth": times})
    if found.verb.base == "keep" and deed and "ing" in (_second(found.rest) or ("", frozenset()))[1]:
        again = True
    if again and deed and deed.act in ("ask", "offer", "say", "refuse"):
        about = "" if _SAME.search(deed.about) else deed.about
        return Deed(act="repeat", of=deed.act, about=about)
    return deed


_MOVES = re.compile(
    r"(?:through|in|into|on|off|out|up|over|along|away|around|round|past|by|to|rid|lost|stuck|ready|going)\b",
    re.IGNORECASE,
)
"""What makes getting something else than receiving."""
_TO_DO = re.compile(r"to\s+[a-z]", re.IGNORECASE)


def _second(rest: str) -> tuple[str, frozenset[str]] | None:
    word = rest.split(" ", 1)[0]
    known = verb(word)
    return (known[0].base, frozenset(known[1])) if known else None


def _plain(found: Clause, people: People, vocabulary: Vocabulary) -> Deed | None:
    """The deed of an active clause about the agent, repetition apart."""
    if found.verb is None:
        return None
    known, rest = found.verb, found.rest
    if not found.named and known.base in _NOUNS and "base" in found.forms and not _OPENS_OBJECT.match(rest):
        # "File uploads work": a noun, not an order to file.
        return None
    if known.base == "find" and re.match(r"out\b", rest):
        # What is found out is seen in what is said or asked.
        return None
    if known.base in _PARTICLES:
        if known.base == "read" and (back := _BACK.search(rest)):
            # To read something back is to confirm it.
            return Deed(act="say", about=bare(f"{rest[: back.start()]} {rest[back.end() :]}"), word="read back")
        taken = _particle(known.base, rest)
        if taken is None:
            return None
        rest = taken
    if known.act == "ask":
        return asked(rest, people)
    if known.base in _PROVING and _WHO_IT_IS.fullmatch(bare(object_out(rest, people) or rest)):
        return Deed(act="do", action="verify", about=bare(rest))
    if known.act == "say":
        return _say(known.base, found.word, rest, people)
    if known.act in ("offer", "refuse"):
        return _offer(known.act, known.base, found.word, rest, people)
    if known.act == "apologise":
        whom = re.match(rf"(?:to )?(?:{people.object.pattern})", rest, re.IGNORECASE)
        told = rest[whom.end() :] if whom else rest
        return Deed(act="apologise", about=bare(without(r"(?:for|that)\s+", told)))
    if known.act == "hand_off":
        return hand_off(rest, vocabulary)
    if known.base == "identify" and re.match(r"that\b", rest):
        return _say(known.base, found.word, rest, people)
    if known.base in ("get", "receive") and not found.named and not _MOVES.match(rest):
        # "Gets the account number": from the customer, or by them?
        return None if key_of(re.split(r",|\band\b", rest)[0].strip()) else received(bare(rest))
    if by_asking := _BY_ASKING.search(rest):
        return asked(rest[by_asking.end() :], people)
    if known.base == "check" and _WITH_HER.match(rest):
        return Deed(act="ask", about="permission")
    if known.act == "do":
        action = "verify" if known.base == "check" and _IDENTITY.match(rest) else known.action
        about = bare(CONTRAST.sub("", object_out(rest, people))) or bare(rest)
        if known.base in REMOVING or known.base == "raise":
            return raised(about) if known.base == "raise" else removed(known.base, about)
        return Deed(act="do", action=action, about=about, word=kept(known.base, about))
    return _by_object(known.base, rest, people, vocabulary)


def _particle(base: str, rest: str) -> str | None:
    """The rest without the verb's particle; None when the verb needs one and has none."""
    for particle in _PARTICLES[base]:
        match = re.search(rf"(?:^|\s){particle}(?=\s|$)", rest, re.IGNORECASE)
        if match and len(rest[: match.start()].split()) <= 4:
            return f"{rest[: match.start()]} {rest[match.end() :].lstrip()}".strip()
    if base in ("hand", "pass", "put") and re.match(r"\S+(?: \S+)?(?: \S+)? to\b", rest):
        return rest
    return None if base in _NEEDS_PARTICLE else rest


def object_out(rest: str, people: People) -> str:
    """The rest without the customer as its first object: "her a reset link" -> "a reset link"; "her order" stays."""
    match = people.object.match(rest)
    if not match:
        return rest
    after = rest[match.end() :]
    if re.match(r"(?:and|or|nor)\b", after, re.IGNORECASE):
        # "blames Omar or the courier": the first of several, and nobody whom it is done to alone.
        return rest
    if (
        match[0].strip().casefold() == "her"
        and not re.match(
            r"(?:so\b|a|an|the|that|to|for|about|of|with|how|what|when|which|why|where|whether|if|again|back|until|till"
            r"|it|he|she|they|we|there"
            r"|(?:by|with|using) (?:her|his|their|the|one|an?)\b|(?:by|on|at|in|from|since) (?:which|what|when)\b"
            r"|\d|£|\$|€|\")",
            after,
            re.IGNORECASE,
        )
        and after
    ):
        return rest
    return after


def asked(rest: str, people: People) -> Deed:
    """What is asked, from what follows the verb: "her for her postcode", "whether it came"."""
    text = object_out(rest, people)
    about = _WHETHER.sub("whether", bare(text if _unknown_order(text) else without(_ASKED.pattern, text)), count=1)
    if rest.strip() and _OF_NOTHING.fullmatch(about):
        # "without asking her first": leave is what is asked for.
        about = "permission"
    return Deed(act="ask", about=about, exact=exact_words(rest))


_OF_NOTHING = re.compile(r"(?:(?:her|him|them|the customer|first|beforehand|to)\s*)*", re.IGNORECASE)


def _unknown_order(text: str) -> bool:
    """Whether it opens with something to do that is told by no verb that we know: "to knock on doors"."""
    match = re.match(r"to\s+(?P<verb>[a-z]+)\s", text)
    return bool(match and match["verb"] not in _NO_ORDER and not verb(match["verb"]))


_NO_ORDER = frozenset(listed("a an the her his their him them my your this that which what whom one another"))


def _say(base: str, word: str, rest: str, people: People) -> Deed | None:
    if base in ("greet", "welcome", "wish"):
        return None
    exact = exact_words(rest)
    if base == "thank":
        return Deed(act="say", about=f"{word} {bare(rest)}".strip(), exact=exact)
    text = _WHETHER.sub("whether", object_out(rest, people))
    if base == "blame" and people.object.match(rest) and not text.startswith("for "):
        # Nobody calls the customer by name who blames them.
        return None
    if base in ("congratulate", "threaten", "blame"):
        return voiced(base, text, rest)
    if exact is None and (proposed := suggested(base, text)):
        return proposed
    if (
        base in _INTRANSITIVE
        and (not text or re.match(r"(?:to|with|in|within|at|politely|quickly|\w+ly)\b", text, re.IGNORECASE))
        and exact is None
    ):
        # How, when or to whom it speaks; what it says is not told.
        return None
    if base == "insist" and re.match(r"on\s+(?:it\b|this\b|that\b|[a-z]+ing\b)", text):
        return None
    text = text if THAT_THING.match(text) else without(THAT.pattern, text)
    if base == "point":
        text = without(r"(?:out\s+)?to\s+(?=(?:the|an?|her|his|its|their|our)\s)", text)
    text = (
        without(r"to\s+(?=\w)", text)
        if not _unknown_order(text) and base in ("tell", "advise", "instruct", "direct", "remind", "warn", "recommend")
        else text
    )
    text = object_out(text, people) if text.casefold().startswith(("to ", "back ")) else text
    text = text if THAT_THING.match(text) else without(r"(?:to\s+\w+\s+)?that\s+", text)
    if exact is None and (sorry := _SORRY.match(text)):
        return Deed(act="apologise", about=bare(text[sorry.end() :]))
    if exact is None and (cannot := _IMPOSSIBLE.match(text)):
        return Deed(act="refuse", about=bare(f"to {cannot['what']}"), action=action_in(cannot["what"]))
    about = exact if exact is not None else bare(text)
    directed = base == "direct" and re.match(r"to (?:the|a|an|our|its)\b", object_out(rest, people))
    own = base if (base in DISCLOSING or directed) and exact is None else None
    return Deed(act="say", about=about, exact=exact, word=own or recounted(base, rest, text, exact)) if about else None


def _offer(act: Act, base: str, word: str, rest: str, people: People) -> Deed | None:
    if act == "offer" and (said := promised(base, object_out(rest, people))):
        return said
    if word.casefold().startswith("accept") and _DECISION.match(object_out(rest, people) or rest):
        return None
    text = bare(CONTRAST.sub("", without(r"(?:that|for|with)\s+", object_out(rest, people))))
    if _hand_off_first(text):
        # "promises to transfer her", "refuses to pass him on": the offer of a hand-off.
        return Deed(act=act, about=text)
    if act == "offer":
        return offered(base, object_out(rest, people))
    return Deed(act=act, about=text, action=action_in(text))


def _hand_off_first(text: str) -> bool:
    known = verb(without(r"to\s+", text).split(" ", 1)[0])
    return bool(known and known[0].act == "hand_off")


def hand_off(rest: str, vocabulary: Vocabulary) -> Deed | None:
    """Passing the customer on, perhaps to a desk; None when more is said of it, as "without a reason"."""
    desk = desk_in(rest, vocabulary)
    if desk is None and not _MERELY.fullmatch(bare(rest)):
        return None
    return Deed(act="hand_off", about=bare(rest), desk=desk if isinstance(desk, str) else None)


_MAKING = frozenset(listed("process issue make arrange perform complete initiate start begin carry do"))


def _by_object(base: str, rest: str, people: People, vocabulary: Vocabulary) -> Deed | None:
    """Verbs whose object says what is done: gives a refund, gives the date, processes the refund, keeps asking."""
    text = object_out(rest, people)
    if base in ("give", "provide", "supply"):
        return given(text)
    if base in _MAKING:
        text = without(r"out\s+", text)
        action = action_in(without(r"(?:any of\s+)?(?:a|an|the|her|his|their|these|those)\s+", text))
        return Deed(act="do", action=action, about=beside_noun(text)) if action else None
    if base == "let" and (match := re.match(r"know\s+(?:that\s+|about\s+)?", text, re.IGNORECASE)):
        return Deed(act="say", about=bare(text[match.end() :]))
    if base in ("keep", "start", "begin", "stay") and (known := verb(rest.split(" ", 1)[0])) and "ing" in known[1]:
        return _plain(Clause("agent", verb=known[0], rest=rest.partition(" ")[2]), people, vocabulary)
    return charged(text) if base == "charge" else closed(text) if base == "close" else None


def _done_to_customer(found: Clause, people: People, vocabulary: Vocabulary) -> Deed | None:
    """ "Maria is refunded £39", "She is asked for her postcode", "He gets an apology"."""
    rest = _BY_AGENT.sub("", _RECORDS.sub("", found.rest))
    if found.verb is None:
        return None
    if found.passive:
        if found.verb.base == "give":
            return given(rest)
        return _active(found.but(subject="agent", passive=False, rest=rest), people, vocabulary)
    if found.verb.base in ("get", "receive"):
        return None if _MOVES.match(rest) else received(bare(rest))
    if found.verb.base == "repeat":
        # What the customer has to repeat, the agent asked for again.
        return Deed(act="repeat", of="ask", about="" if _SAME.search(rest) or _REFLEXIVE.search(rest) else bare(rest))
    return None


def _small(thing: str) -> str:
    """A thing that opened the sentence, its article in small letters."""
    head = thing.partition(" ")[0]
    return head.casefold() + thing[len(head) :] if head.casefold() in _DETERMINERS else thing


_DETERMINERS = frozenset(listed("a an the her his their one any some all every each both this that these those no its"))


def _done_to_thing(found: Clause, people: People, vocabulary: Vocabulary) -> Deed | None:
    """ "A ticket is opened", "The refund is refused", "No voucher is offered"."""
    if not found.passive or found.verb is None:
        return None
    if found.verb.base == "ask" and found.rest.casefold().rstrip(".") in ("for", "about"):
        return Deed(act="ask", about=_small(found.thing))
    if found.verb.base in ("tell", "inform", "remind", "ask", "thank"):
        # Only a person is told or asked: somebody whom the journey has not introduced.
        return _active(found.but(subject="agent", passive=False), people, vocabulary)
    rest = bare(_BY_AGENT.sub("", _RECORDS.sub("", found.rest)))
    thing = _small(without(r"no\s+", found.thing))
    rest = bare(CONTRAST.sub("", people.object.sub("", rest, count=1) if people.object.match(rest) else rest))
    act = found.verb.act
    if found.verb.base in _PARTICLES:
        taken = _particle(found.verb.base, rest)
        if taken is None:
            return None
        rest = taken
    about = f"{thing} {rest}".strip()
    if found.verb.base in ("give", "provide"):
        return given(about)
    if (found.verb.base == "check" and _IDENTITY.match(thing)) or (
        found.verb.base in _PROVING and _WHO_IT_IS.fullmatch(thing)
    ):
        return Deed(act="do", action="verify", about=about)
    if found.verb.base in ("process", "issue", "make", "arrange", "complete", "start", "initiate"):
        action = action_in(without(r"(?:a|an|the)\s+", thing))
        about = beside_noun(about) if found.negated else about
        return Deed(act="do", action=action, about=about) if action else None
    if found.verb.base in ("charge", "close"):
        return charged(about) if found.verb.base == "charge" else closed(about)
    if found.verb.base in REMOVING or found.verb.base == "raise":
        return raised(about) if found.verb.base == "raise" else removed(found.verb.base, about)
    if found.verb.base == "request" and key_of(thing) is None:
        # What is requested of somebody else: nobody hears a question.
        return None
    if found.verb.base in SUGGESTING:
        return Deed(
            act="offer", about=about, action=action_in(without(r"(?:a|an|the)\s+", thing)), word=found.verb.base
        )
    if act in ("do", "refuse", "offer"):
        action = found.verb.action if act == "do" else action_in(without(r"(?:a|an|the)\s+", thing))
        return Deed(act=act, action=action, about=about, word=kept(found.verb.base, about))
    if act == "hand_off":
        return hand_off(rest, vocabulary)
    if act == "say":
        return Deed(act="say", about=about, word=recounted(found.verb.base, "", about, None))
    return Deed(act="ask", about=about) if act == "ask" else None
