"""What the customer keeps back, and until when: "She keeps to herself that ...", "..., but she says so only if ...".

What is kept back is cut out of the sentence that says so: it is what the customer tells when its time has come.
"""

import re
from typing import Literal

from harness.text.caseless import Caseless, Either
from harness.text.values import find_values

from ..keys import key_in
from ..nouns import AnyItem, Behaviour, Deed, Fact
from .conditions import condition
from .customer_facts import facts
from .grammar import bare
from .reactions import reactions
from .reading import Context
from .several import each, unbracketed
from .ties import leading, masked
from .wishes import CUSTOMER

KEPT_BACK = "customer.kept_back"
"""The rule that reads a sentence about the one before it: "Do not mention this unless you are asked"."""
Reveal = Literal["if_asked", "never"]

_WHO = rf"(?:{CUSTOMER}|(?-i:[A-Z])[\w'-]+(?: (?-i:[A-Z])[\w'-]+){{0,2}})"
_SELF = r"(?:her|him|them|your|my)sel(?:f|ves)"
_TOLD = r"(?:the (?:agent|bot|assistant)|them|anyone|anybody|people|you(?= (?:that|this|it|so|if|when)\b))"
_TELL = (
    r"(?:says?|tells?|mentions?|reveals?|admits?|discloses?|shares?|volunteers?|gives?(?!(?:\s+\w+)?\s+(?:up|back"
    r"|in)\b)"
    r"|hands?(?= (?:it|this|that|them|these|those|over|out)\b)|brings?(?= (?:it|this|that|them|these|up)\b)"
    r"|lets?(?= on\b)"
    r"|owns?(?= up\b))"
)
_IT = rf"(?:\s+(?:so|it|this|that|them|these|those|any of (?:it|this|that)|up|out|over|away|on|off|to|{_TOLD}))*"
_FREELY = r"(?:\s+(?:quite |only too )?(?:happily|gladly|readily|freely|willingly|cheerfully)(?: enough)?,?)?"
_ALONE = rf"(?:\s+(?:{_SELF}|unprompted|unasked|straight away|at first|of (?:her|his|their|your) own accord|at all))?"
_NOT = (
    r"(?:(?:does|do|will|would|is|are)(?: not|n't)|won't|never|would rather not|prefers? not to|refuses? to"
    r"|is unwilling to|is reluctant to|are unwilling to)(?: (?:want|wish|like|willing|going|prepared"
    r"|ready) to)?(?: ever)?"
)
_WHEN = r"(?:if|when|once|after|unless|until|till|before|as soon as|except (?:if|when))"
_UNTIL = r"(?:unless|until|till|before|except (?:if|when))"
_SILENT = (
    rf"(?:keeps? (?:(?:it|this|that|so) )?(?:to {_SELF}|quiet(?: about (?:it|this|that))?|(?:a )?secret|back)"
    rf"|tells? (?:nobody|no one|no-one)(?: about (?:it|this|that))?|says? nothing (?:of|about) (?:it|this|that)"
    r"|(?:hides?|conceals?|withholds?)(?: (?:it|this|that))?)"
)
_SILENT_ON_IT = (
    rf"(?:keeps? (?:it|this|that) (?:to {_SELF}|quiet|(?:a )?secret|back)|keeps? quiet about (?:it|this|that)"
    r"|tells? (?:nobody|no one|no-one) about (?:it|this|that)|says? nothing (?:of|about) (?:it|this|that)"
    r"|(?:hides?|conceals?|withholds?) (?:it|this|that))"
)
_TAIL = Caseless(
    rf",?\s+(?:(?:which|and|but|though|although|yet|something(?: that)?)\s+)+(?:{_WHO}\s+)?"
    rf"(?:(?P<silent>{_SILENT})|(?P<not>{_NOT})\s+{_TELL}{_IT}{_ALONE}|(?P<never>(?:(?:this|that|it|which) )?(?:must"
    rf"|should"
    rf"|is to|shall|will|can|does)(?: not|n't| never)(?: ever)? (?:come up|be (?:mentioned|raised|brought up"
    rf"|disclosed|revealed"
    rf"|volunteered|shared|given))))(?:,?\s+{_UNTIL}\s+(?P<until>.+))?",
)
"""What follows the thing: "..., which she keeps to herself", "..., but he will not hand it over until ..."."""
_TAIL_ONLY = Caseless(
    rf"(?:,?\s+(?:(?:which|and|but|though|although|yet)\s+)+|\s[-–—]\s+)(?:{_WHO}\s+)?(?:will |would )?"
    rf"(?:only\s+{_TELL}{_IT}|{_TELL}(?=\s+(?:if|when)\s+(?:asked|the agent asks)\b)"
    rf"|{_TELL}{_IT}{_FREELY}\s+(?:but )?only|(?:should|must|is to|can|may|will) only "
    rf"(?:come up|be (?:mentioned|raised|brought up|disclosed|revealed|given|shared))),?\s+{_WHEN}\s+(?P<when>.+)",
)
"""..., "but he says so only when ..."."""
_LEAD = Caseless(
    rf"(?:please )?(?:{_WHO}\s+)?(?:(?P<silent>keeps? (?:it )?(?:to {_SELF}|quiet|(?:a )?secret)|tells? (?:nobody"
    rf"|no one|no-one)"
    rf"|hides?(?: the fact)?|conceals?(?: the fact)?|never\s+{_TELL}(?: {_TOLD})?)|{_NOT}\s+{_TELL}(?: on| {_TOLD})?)"
    rf"\s+that\s+(?P<what>.+)",
)
_LEAD_ONLY = Caseless(
    rf"(?:{_WHO}\s+)?(?:will |would )?only\s+{_TELL}(?: on| {_TOLD})?\s+that\s+(?P<what>.+),?\s+{_WHEN}\s+(?P<when>.+)",
)
_LEAD_THEN_ONLY = Caseless(
    rf"(?:{_WHO}\s+)?(?:will |would )?{_TELL}(?: on| {_TOLD})?\s+that\s+(?P<what>.+?),?\s+(?:but )?only\s+{_WHEN}\s+"
    r"(?P<when>.+)",
)
_BEFORE = Caseless(
    rf"(?:please )?(?:{_WHO}\s+)?(?:(?P<silent>{_SILENT_ON_IT})|(?P<not>(?:do not|don't|never|{_NOT})\s+{_TELL}"
    rf"(?:\s+{_TOLD})?\s+(?:about\s+)?(?:this|that|it|so|any of this)(?: up| out| on)?{_ALONE}))"
    rf"(?:,?\s+{_UNTIL}\s+(?P<until>.+))?",
)
_BEFORE_ONLY = Caseless(
    rf"(?:please )?(?:{_WHO}\s+)?(?:will |would )?(?:only\s+{_TELL}(?: {_TOLD})?"
    rf"\s+(?:this|that|it|so|them|these|those|both|both of (?:them|these|those))(?: up| out| over)?"
    rf"|{_TELL}(?: {_TOLD})?\s+(?:this|that|it|so|them|these|those)(?: up| out| over)?"
    rf" only),?\s+{_WHEN}\s+(?P<when>.+)",
)
"""Of the sentence before: "Do not mention this unless ...", "She only says so if asked"."""
_GIVES = Caseless(
    rf"(?:{_WHO}\s+)?(?:will |would )?(?P<only>only\s+)?(?:(?P<not>{_NOT})\s+)?"
    r"(?:gives?|provides?|shares?|reveals?|hands? over|tells?|says?|reads? out|spells? out|discloses?|mentions?)\s+"
    rf"(?:{_TOLD}\s+)?(?:her|his|their|your|my|its|the)\s+(?P<key>[\w' -]{{2,40}}?)"
    r"(?:\s*[,:(]\s*(?P<value>[^,()]+?(?:,\s*[^,()]+)*?)\)?)?,?\s+(?P<then>(?:but )?only\s+)?"
    rf"(?:(?P<until>{_UNTIL})|{_WHEN})\s+(?P<when>.+)",
)
"""The thing with its value and its time: "She gives her PIN, 4471, only when ..."."""
_NAMED = re.compile(
    r"(?:her|his|their|your|my|its|the)\s+(?P<key>[\w'-]+(?: [\w'-]+){0,3})\s+(?:is|are)\s+(?P<value>\S.*)",
    re.IGNORECASE,
)
_IDENTIFIES = re.compile(
    r"\b(?:numbers?|codes?|words?|phrase|names?|references?|ids?|pin|dates?|answers?|e-?mail|address|postcode"
    r"|passport)\Z",
    re.IGNORECASE,
)
"""The last word of what an agent asks for to know whom it speaks to."""
_UNTIL_IN = re.compile(rf",?\s+{_UNTIL}\s+", re.IGNORECASE)
_IT_OR_THEY = re.compile(r"(?:it|they) (?:does|do|will|would|never|only|keeps?|hides?|tells?)\b", re.IGNORECASE)
"""What others than the customer keep to themselves: "They do not say that delivery is extra"."""
_PLAIN = re.compile(
    r"(?:(?:the )?(?:agent|bot|assistant)|it|they) (?:wants?|needs?|has|tries|asks?|is about) to"
    r" (?:verify|identify|authenticate|check|confirm|establish|know)"
    r" (?:(?:her|his|their|your) identity|who (?:she|he|they|you) (?:is|are)|her|him|them|you)"
    r"|(?:(?:(?:the )?(?:agent|bot|assistant)|it|they|someone|somebody|anyone|anybody|you)"
    r" (?:(?:directly|explicitly|specifically) )*asks?(?: (?:her|him|them|you|me|to))?"
    r"|(?:(?:she|he|they|you|i|the customer) (?:is|are|am|has been) |being |directly |explicitly |specifically )*"
    r"(?:asked|pressed|prompted))(?:,? (?:directly|outright|point-blank))?(?: (?:for|about) (?:it|this|that|them))?",
    re.IGNORECASE,
)
"""Asking, and nothing more."""
OPENS = re.compile(
    r"(?:[Ss]he|[Hh]e|[Tt]hey|[Yy]ou|[Ii]t|[Tt]h(?:e|is|at|ere|ese|ose)|[Aa]n?|[Hh]er|[Hh]is|[Tt]heir|[Yy]our)\b"
)
"""A word that has its capital only from opening a sentence."""
_STATEMENT = re.compile(
    r"(?:she|he|they|you|i|it|the|an?|her|his|their|your|my|its|there|this|that|these|those|nobody|someone"
    r"|somebody|one|two|three|half|all|some|most)\b|(?-i:[A-Z])[\w'-]+ ",
    re.IGNORECASE,
)


_FOR_GOOD = re.compile(
    r"\b(?:never|refuses? to|(?:will|would)(?: not|n't)|won't)\s+(?:want to |ever )?(?:tell|say|give|reveal|admit"
    r"|disclos|share|hand)"
    r"|\b(?:not|n't)\b.*\b(?:anyone|anybody)\b(?! unless)",
    re.IGNORECASE,
)
"""How somebody keeps a thing back for good; who does not volunteer or mention it may be asked."""


def withheld(text: str, context: Context) -> tuple[Fact, ...]:
    """The facts of a sentence that says itself that they are kept back; empty for any other."""
    if not (_KEPT_BACK.may_be_in(text) or '"' in text or "(" in text):
        return ()
    hidden = masked(text)
    if _IT_OR_THEY.match(text) and context.people.pronoun in ("she", "he"):
        return ()
    if match := _LEAD_ONLY.fullmatch(text) or _LEAD_THEN_ONLY.fullmatch(text):
        return _kept(match["what"], "if_asked", match["when"], context)
    if match := _LEAD.fullmatch(text):
        return _told_later(match, context)
    if found := _given(text, context):
        return each(found)
    if found := _numbered(text, context):
        return (found,)
    for pattern in (_TAIL_ONLY, _TAIL):
        for match in pattern.finditer(hidden):
            if match.end() == len(hidden) and _STATEMENT.match(text):
                held = match.groupdict()
                silent = held.get("silent") or held.get("never") or _FOR_GOOD.search(match[0])
                reveal: Reveal = "never" if silent and not held.get("until") else "if_asked"
                until = held.get("until") or held.get("when")
                return _kept(text[: match.start()], reveal, text[-len(until) :] if until else None, context)
    return ()


def _given(text: str, context: Context) -> Fact | None:
    match = _GIVES.fullmatch(unbracketed(text))
    if not match or not (match["only"] or match["then"] or (match["not"] and match["until"])):
        return None
    key = key_in(match["key"]) or (
        match["key"].casefold() if match["value"] or _IDENTIFIES.search(match["key"]) else None
    )
    if key is None:
        return None
    beside = find_values(match["key"])
    value = bare(match["value"]) if match["value"] else beside[0].text if beside else None
    return Fact(**context.base, key=key, value=value, reveal="if_asked", when=awaited(match["when"], key, context))


def _numbered(text: str, context: Context) -> Fact | None:
    """ "She only mentions order W-1 once the agent has found it": its number, kept back until then."""
    match = _ONLY_THING.fullmatch(text)
    thing = _NUMBERED.fullmatch(match["what"]) if match else None
    if not match or not thing:
        return None
    noun = thing["noun"].casefold()
    key = key_in(noun) if _IDENTIFIES.search(noun) else key_in(f"{noun} number") or f"{noun} number"
    until = _TO_WHOM.sub("", bare(match["when"]))
    when = awaited(_POINTS.sub(lambda _: match["what"], until, count=1), key, context)
    return Fact(**context.base, key=key or noun, value=thing["value"], reveal="if_asked", when=when)


def only_later(text: str) -> bool:
    """Whether a thing is mentioned only later, of which no words are told: "She only mentions the lamp once ..."."""
    return _ONLY_THING.fullmatch(text) is not None


_ONLY_THING = Caseless(
    rf"{_WHO}\s+(?:will |would )?only\s+(?:mentions?|names?|brings? up)\s+"
    r"(?P<what>(?!(?:that|it|this|so|them|if|when|once|after|until|why|how|what|which|where|who)\b)[^,:\x01]{2,60}?)"
    r",?\s+(?:once|after|as soon as|until|if|when)\s+(?P<when>.+)",
)
_KEPT_BACK = Either(_TAIL_ONLY, _TAIL, at_front=(_LEAD_ONLY, _LEAD, _GIVES, _ONLY_THING))
"""Of which one is in every sentence that keeps something back, quotations and brackets apart."""
_NUMBERED = re.compile(
    r"(?:(?:the|her|his|their|your|my)\s+)?(?P<noun>[a-z]+(?: [a-z]+)?)\s+(?P<value>[^\d\s]*\d\S*|\{\w+\})",
    re.IGNORECASE,
)
_TO_WHOM = re.compile(r"\s+to (?:her|him|them|you|me)\Z", re.IGNORECASE)
_POINTS = re.compile(r"\b(?:it|this|that)\b", re.IGNORECASE)


def of_the_one_before(text: str, context: Context) -> tuple[Fact, ...]:
    """What "Do not mention this unless ..." says of the sentence before it; empty when that is no statement."""
    match = _BEFORE_ONLY.fullmatch(text) or _BEFORE.fullmatch(text)
    before = context.before
    if not match or not _STATEMENT.match(before) or before.endswith("?") or leading(before):
        return ()
    held = match.groupdict()
    silent = held.get("silent") or (held.get("not") and _FOR_GOOD.search(match[0]))
    reveal: Reveal = "never" if silent and not held.get("until") and not held.get("when") else "if_asked"
    return _kept(bare(before), reveal, held.get("until") or held.get("when"), context)


def unsaid(text: str, context: Context) -> tuple[AnyItem, ...]:
    """ "She tells nobody why she left; if asked, she says: ...": a habit, and what to say when it is asked about."""
    hidden = masked(text)
    then = _IF_ASKED.search(hidden)
    first = bare(text[: then.start()] if then else text)
    match = _UNSAID.fullmatch(first)
    if then is None and match and _NEVER_SAYS.match(match["how"]):
        return (Fact(**context.base, key=bare(match["topic"]), reveal="never"),)
    if then is None and (match is None or not _NOBODY.match(match["how"])):
        return ()
    topic = match["topic"] if match else next((fact.key for fact in facts(first, context) if fact.key), None)
    if topic is None:
        return ()
    held: tuple[AnyItem, ...] = (
        (Behaviour(**context.base, does="habit", how=match["how"]),) if match else facts(first, context)
    )
    return (*held, *(reactions("if", f"asked {topic}", text[then.end() :], context) if then else ()))


_UNSAID = Caseless(
    rf"(?:{_WHO}\s+)?(?P<how>(?:tells? (?:nobody|no one|no-one)|{_NOT} (?:say|tell|explain|reveal)(?: {_TOLD})?"
    rf"|never (?:says|tells|explains|reveals)"
    rf"(?: {_TOLD})?)\s+(?P<topic>(?:why|what|how|where|when|who|whom|whose|which|whether)\b.+))",
)
_NOBODY = re.compile(r"tells? (?:nobody|no)", re.IGNORECASE)
_NEVER_SAYS = re.compile(r"(?!.*\b(?:until|unless|before|if|when)\b)(?:never|won't|(?:will|would)(?: not|n't))\s", re.I)
"""For good, and of a question that an agent may put: "never says where he works"."""
_IF_ASKED = Caseless(
    r"\s*[;,–—]\s*(?:and |but )?(?:if|when) (?:she is |he is |they are |you are )?asked(?: why| about (?:it|that"
    r"|this)| directly)?,\s*",
)


def points_back(text: str) -> bool:
    """Whether a text says of "this" that it is kept back."""
    return _BEFORE_ONLY.fullmatch(text) is not None or _BEFORE.fullmatch(text) is not None


def _told_later(match: re.Match[str], context: Context) -> tuple[Fact, ...]:
    what = match["what"]
    ties = list(_UNTIL_IN.finditer(masked(what)))
    if ties:
        return _kept(what[: ties[-1].start()], "if_asked", what[ties[-1].end() :], context)
    return _kept(what, "never" if match["silent"] else "if_asked", None, context)


def _kept(what: str, reveal: Reveal, until: str | None, context: Context) -> tuple[Fact, ...]:
    """The thing itself, with its key where it has one, and what must be seen first."""
    what = bare(what)
    named = [fact for fact in facts(what, context) if fact.key and fact.known and fact.value]
    own = None if named else _NAMED.fullmatch(what)
    if own and (_IDENTIFIES.search(own["key"]) or re.fullmatch(r"\S*[\d{]\S*", own["value"])):
        named = [Fact(**context.base, key=key_in(own["key"]) or own["key"].casefold(), value=own["value"])]
    held = named or [Fact(**context.base, value=what[:1].upper() + what[1:] if OPENS.match(what) else what)]
    return tuple(fact.model_copy(update={"reveal": reveal, "when": awaited(until, fact.key, context)}) for fact in held)


def awaited(until: str | None, key: str | None, context: Context) -> Deed | None:
    """What must be seen before a fact is told; None when asking for it is enough."""
    until = bare(until or "")
    if not until or _PLAIN.fullmatch(until):
        return None
    deed = condition(until, context)
    if deed.act == "ask" and key and (not deed.about or _OF_IT.fullmatch(deed.about) or key_in(deed.about) == key):
        return None if deed.nth == 1 else deed.model_copy(update={"about": f"the {key}"})
    return deed


_OF_IT = re.compile(r"(?:it|this|that|them)", re.IGNORECASE)
