"""What the customer wants, would take, and will not have."""

import re
from collections.abc import Sequence
from typing import Literal

from harness.text.caseless import Caseless

from ..nouns import AnyItem, Fact, Want
from .customer_facts import beside, wanted_address
from .grammar import bare
from .lexicon import verb
from .reading import Context
from .wordlist import listed

CUSTOMER = r"(?:she|he|they|you|i|it|the customer|the user|the caller|customer|user|caller)"
"""The customer as the subject of a clause, as one alternative of an expression."""

WANT = Caseless(
    rf"(?:^|\b(?:{CUSTOMER}|who|and|but|so|then|that|because|though|(?-i:[A-Z])[\w'-]+|(?!(?:an?|the|her|his|their"
    rf"|my|your|one|this|that|no|extended|new|old|phone|data|care|payment)\b)[\w'-]+(?= (?:wants|wanted|needs|needed"
    rf"|would|is|are|was|has|asks)\b))\s+)(?:(?:also|now|really|just|only|still|then|lastly|absolutely|finally"
    rf"|simply|ultimately|first|next),?\s+)*"
    r"(?:wants?|wanted|(?:would|'d) (?:also |really |very much |much |just |still )*(?:like|love|appreciate)|needs?"
    r"|needed"
    r"|(?:is|am|are|was|were|has been|have been|'re|'m)(?: (?:really|now|also|only|just|currently|actually))?"
    r" (?:looking|hoping|trying|(?:calling|phoning|ringing|writing|here)(?= (?:to|about|because|for|in|regarding"
    r"|with|up|back|again)\b)|asking|enquiring|inquiring|booking|contacting"
    r"|after"
    r"|keen|eager|interested|getting in touch|shopping|planning|attempting|considering|thinking (?:of|about)"
    r"|requesting"
    r"|seeking)(?: (?:in|up|back|around))?|"
    r"(?:could|can) (?:really )?do with|(?:really )?fancies|would (?:also )?(?:welcome|be (?:\w+ )?(?:glad|grateful"
    r"|thankful) (?:of|for|to|if))|aims?|longs?"
    r"|(?:is|are|am) (?:desperate|anxious|set on|out to|in search|in need of|chasing up)"
    r"|looks? for|hopes?|wish(?:es)?|tries|intends?|plans?|wonders?|asks? (?:for|about|to|whether|if|why|how|when"
    r"|what|which|where|the agent|the bot"
    r"|the assistant)|demands?|(?:has |have )?decided to|(?:is|are|am) (?:chasing|claiming|demanding)|(?:has"
    r"|have)(?: got)?"
    r" to (?=(?:get|make|have|send|reach|find|speak|know|receive|fix|transfer|fly|travel|change|move|cancel|book"
    r"|return|renew|pay|replace|report|sort|rearrange|update)\b)|"
    r"would rather|requests?|requires?|seeks?|(?:has |have )?come(?: in| back| here)? to(?= [a-z])|came (?:in "
    r"|back )?to(?= (?!the"
    r"|a\b|an\b|her|his|nothing|\d|[£$€])[a-z])"
    r"|(?:gets?|got|has got|have got) in (?:touch|contact)(?= (?:to|about|because)\b)|(?:calls?|called|rings?|rang"
    r"|phones?|phoned|writes?|wrote)"
    r"(?: in| up| back)?(?: (?:the )?[\w' ]{1,30}?)? (?=to (?!(?:the|her|his|a|an|your|them"
    r"|him)\b)\w))\b\s*(?P<what>.*)",
)
_WANT_LABEL = Caseless(
    r"(?:(?:her|his|their|your|the|my|main|overall|only|whole|[\w-]+'s|real|first|chief|primary|biggest"
    r"|number one|member's|desired|second)\s+)*(?:(?:top|first thing|number one|high|foremost) (?:of|on) (?:her|his"
    r"|their|your|the) (?:list|mind|agenda)|outcome|concern|goal|aim"
    r"|objective|(?:reason|purpose)(?: (?:for|of) (?:(?:the|her|his|their|your|my) )?(?:calling|contact|call"
    r"|chat|visit"
    r"|contacting [\w ]{1,30}?))?|request|task|intent(?:ion)?|wish|hope|priority|question|what \w+ (?:really "
    r"|actually )?(?:is"
    r" after|wants|needs))s?(?: (?:of|for|in|behind) (?:this|the|her|his|your|their) (?:call|chat|conversation"
    r"|contact|visit))?"
    r"\s*(?::|\bis\b|\bare\b)\s*(?P<what>.+)",
)
_WHAT = re.compile(
    r"(?:what|all|the (?:only |one )?thing)(?: that)? (?:the )?\w+ (?:is |are )?(?:really |actually |most |only"
    r" )*(?:wants?"
    r"|needs?|after"
    r"|would like|hopes? for|asks? for|looking for|expects?|cares? about)(?: (?:most|is"
    r"|now))*?(?:,[^,]{1,60},)?\s+(?:is"
    r"|are)\s+(?P<what>.+)",
    re.IGNORECASE,
)
_PARTICIPLE = Caseless(
    r"(?:(?:an?|the|one) (?:[\w-]+ ){1,3}?)?(?:(?:is|are)\s+)?(?:now |just |still |currently )?(?:wanting|needing"
    r"|looking|hoping"
    r"|trying|wishing|asking|seeking|requesting|attempting|calling|wondering|phoning|ringing)\s+(?P<what>.+)",
)
"""A wish without its verb in person: "Looking for a dinner idea", "A user trying to cancel"."""
_SUITS = re.compile(
    r"it would (?:suit|be best for|be ideal for|help|please) \w+(?: (?:best|most|a lot|if|when))* (?:to "
    r"|if )(?P<what>.+)",
    re.IGNORECASE,
)
_TASK = Caseless(
    r"(?:please |now |first |next |then |also |kindly )*(?P<verb>swap|restore|reinstate|lift|waive|resend|reship"
    r"|redeliver|cancel|book|order|buy|reserve|find|search|get|change"
    r"|move|return|exchange"
    r"|replace|update|upgrade|downgrade|renew|report|dispute|claim|request|arrange|schedule|reschedule|rebook|check"
    r"|look|pay"
    r"|transfer|send|apply|register|sign|subscribe|unsubscribe|open|close|activate|deactivate|freeze|block|unblock"
    r"|unlock|reset"
    r"|recover|track|locate|make|have|see|learn|add|remove|delete|correct|fix|repair|try|set|switch|redeem|complain"
    r"|enquire|inquire"
    r"|obtain|negotiate|ask|plan|purchase|rent|hire|sell|turn|figure|clarify|verify|modify|convince|persuade)\b"
    r"(?!\s*:)\s+(?P<what>(?!you\b|yourself\b).+)",
)
"""An order to whoever plays the customer that names a task: "Find out whether ...", "Book a table for two"."""
_NOT_A_TASK = re.compile(
    r"(?:it|this|that) (?:sound|seem|clear)|sure\b|(?:angry|upset|cross|frustrated|annoyed)\b|an effort\b|typos?\b"
    r"|spelling\b"
    r"|(?:him|her|them|it)\b(?! (?:out|back|over|off|away|fixed|sorted|done)\b)|(?:\w+ ){0,3}(?:speak to|times?\b)",
    re.IGNORECASE,
)
_ASKING = re.compile(r"\b(?:asking|enquiring|inquiring)\s*\Z", re.IGNORECASE)
_FOR = re.compile(r"(?:for|about|that)\s+", re.IGNORECASE)
_AS_LONG_AS = Caseless(
    r",?\s+(?:as long as|so long as|provided(?: that)?|on condition that|on the condition that)\s+(?P<what>.+)",
)
"""What a wish is tied to."""
NO_MORE = re.compile(r"(?:it|them|that|this|one)?\s*(?:any ?more|any longer)\b.*", re.IGNORECASE)


def wanted(text: str, context: Context) -> Sequence[AnyItem]:
    """ "She wants a full refund to her original card." """
    if (
        match := _WHAT.fullmatch(text)
        or _WANT_LABEL.fullmatch(text)
        or _PARTICIPLE.fullmatch(text)
        or _SUITS.fullmatch(text)
    ):
        return _wish(match["what"], text, context)
    match = WANT.search(text)
    if match and _TRIED.match(text):
        return ()
    if match and (thing := _DESCRIBES.search(text[: match.start()])):
        return _seen_to(thing, match["what"], text, context)
    if (
        not match
        or not match["what"]
        or NO_MORE.fullmatch(match["what"])
        or (match.start() and not subject_first(text, match))
    ):
        return _task(text, context)
    verb = match[0][: match.start("what") - match.start()]
    about = match["what"]
    if _CONTACTS.search(verb) and _ABOUT_THAT.fullmatch(bare(about)):
        return ()
    if re.search(r"\bwonders?\s*\Z", verb, re.IGNORECASE):
        about = f"to know {about}"
    elif _ASKING.search(verb):
        about = f"to ask {about}"
    elif _CONSIDERS.search(verb) and (doing := _GERUND.match(about)):
        base = _base_of(doing[0].casefold())
        if base is None:
            return ()
        about = f"to {base}{about[doing.end() :]}"
    elif asks := _ASKS_WHAT.search(verb):
        about = f"to know {asks['what']} {about}"
    elif _ASKS_THEM.search(verb) and _WHAT_IT_IS.match(about):
        about = f"to know {about}"
    elif _ASKS_THEM.search(verb) and about.startswith("to "):
        about = f"the agent {about}"
    role: Literal["goal", "constraint"] = (
        "constraint" if re.search(r"\bwould rather\b", verb, re.IGNORECASE) else "goal"
    )
    return _wish(about, text, context, role)


_CONSIDERS = re.compile(r"\b(?:considering|thinking (?:of|about))\s*\Z", re.IGNORECASE)
_GERUND = re.compile(r"[a-z]+ing\b", re.IGNORECASE)
_DOING = {
    f"{base}ing": base
    for base in listed("buy sell join pay renew stay try build rent return order stop stay sign fly go travel visit")
} | {
    "leaving": "leave",
    "taking": "take",
    "moving": "move",
    "giving": "give",
    "using": "use",
    "having": "have",
    "making": "make",
    "hiring": "hire",
    "driving": "drive",
    "getting": "get",
    "letting": "let",
}
"""What customers think of doing, by verbs that no agent is seen doing."""


def _base_of(gerund: str) -> str | None:
    known = verb(gerund)
    return _DOING.get(gerund) or (known[0].base if known and "ing" in known[1] else None)


_ASKS_WHAT = re.compile(r"\basks? (?P<what>whether|if|why|how|when|what|which|where|about)\s*\Z", re.IGNORECASE)
_ASKS_THEM = re.compile(r"\basks? the (?:agent|bot|assistant)\s*\Z", re.IGNORECASE)
_WHAT_IT_IS = re.compile(r"(?:whether|if|why|how|when|what|which|where|who|about)\b", re.IGNORECASE)
"""What is asked is what somebody wants to know: "asks how long it takes", "asks the agent whether it is in stock"."""
_CONTACTS = re.compile(
    r"\b(?:touch|contact|call\w*|r[ia]ng\w*|phon\w+|writ\w+|wrote|com(?:e|es|ing)|here)\b", re.IGNORECASE
)
_ABOUT_THAT = re.compile(r"(?:about\s+)?(?:that|this|these|those|it|them)(?:\s+[\w-]+){0,2}", re.IGNORECASE)
"""What somebody gets in touch about, where it only points back: what they want of it is said elsewhere."""
_TRIED = re.compile(
    rf"(?:{CUSTOMER}|(?-i:[A-Z])[\w'-]+)\s+(?:is|are|am|feels?)\s+(?:(?:now|really|also|still|just|very|quite|so"
    rf"|a bit)"
    rf"\s+)*[a-z-]+\b(?<!ing)[^,]{{0,60}}?,?\s+(?:because|since|as)\s+{CUSTOMER}\s+"
    r"(?:(?:has|have|had) been|was|were)\s+(?:\w+ly )?"
    r"(?:trying|hoping|looking|attempting|planning|waiting|asking|calling|phoning|ringing|writing)\b",
    re.IGNORECASE,
)
"""Why somebody feels as they do: what they were trying is the story, and no wish."""


def _wish(about: str, text: str, context: Context, role: Literal["goal", "constraint"] = "goal") -> Sequence[AnyItem]:
    """The want, what ties it ("as long as it stays under $60"), and the values that stand in it."""
    tied = _AS_LONG_AS.search(about)
    about, ties = (about[: tied.start()], (tied["what"],)) if tied else (about, ())
    if _FOR.match(about):
        about = _FOR.sub("", about, count=1)
    return (
        Want(**context.base, role=role, about=bare(about)),
        *(Want(**context.base, role="constraint", about=bare(tie)) for tie in ties),
        *beside(text, context),
        *wanted_address(text, context),
    )


def _task(text: str, context: Context) -> Sequence[AnyItem]:
    """ "Book a table for two.": what whoever plays the customer is told to get done."""
    match = _TASK.fullmatch(text)
    if (
        not match
        or _NOT_A_TASK.match(match["what"])
        or _NAMED_THING.match(text)
        or re.match(r"(?:in|to|for) (?:a|an) ", match["what"])
    ):
        return ()
    return _wish(f"to {match['verb'].casefold()} {match['what']}", text, context)


_NAMED_THING = re.compile(
    r"\w+\s+(?:\{\w+\}|#?(?=[\w-]*\d)[\w-]+)\s+(?:is|was|has|had|came|arrived|got|went|never|still|should)\b",
    re.IGNORECASE,
)
""" "Order W-1042 is a present": a thing by its number, not a task."""


_DESCRIBES = re.compile(
    r"\b(?P<thing>(?:an?|the|two|three|four|some|several|her|his|their|your|another|one)\s+(?:(?!(?:that|which|is"
    r"|are|was|were|will|would|say|says|said"
    r"|tells?|told|explains?|explained|adds?|added|means?|agent|bot|assistant|shop|staff|team|desk|fact|so"
    r"|of)\b)[\w'-]+\s+){1,5})"
    r"(?:that|which|whom)\s*\Z",
    re.IGNORECASE,
)
"""Behind a thing, "that he needs to run" says which thing: a file to run is what he has, not what he came for."""
_SEEN_TO = re.compile(
    r"to (?P<verb>return|cancel|exchange|move|change|rearrange|reschedule|rebook|replace|renew|dispute|claim|refund"
    r"|send back|give back|swap|upgrade|report|activate|redeem)(?P<tail>(?: (?:back|today|again))?)",
    re.IGNORECASE,
)
"""What only somebody else can do for the customer: who has a kettle to return has come to return it."""


def _seen_to(thing: re.Match[str], what: str, text: str, context: Context) -> Sequence[AnyItem]:
    """ "She received a kettle that she wants to return": what happened, and the wish with its thing put back."""
    wish = _SEEN_TO.fullmatch(bare(what))
    if not wish:
        return ()
    about = f"to {wish['verb'].casefold()} {bare(thing['thing'])}{wish['tail']}"
    told = bare(text)
    return (
        Fact(**context.base, value=told[:1].upper() + told[1:]),
        Want(**context.base, role="goal", about=about),
        *beside(text, context),
    )


def subject_first(text: str, match: re.Match[str]) -> bool:
    """Whether only an aside stands before the want: "Since she took insurance, she wants ..."."""
    before = text[: match.start()].rstrip()
    return (
        not before
        or before.endswith((",", "-", "–", ":"))
        or bool(re.search(r"\b(?:and|but|so|that|because)\Z", before))
        or len(before.split()) <= 3
    )
