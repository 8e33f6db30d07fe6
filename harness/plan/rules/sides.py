"""Whose a sentence is where no heading says so: what is expected of the agent, what is true, what the customer says.

Only the plainest signs count: "We'd expect a handover", "Telling him to ring the gym", "We never charge for that",
"Hiya, I've lost my card". Everything else is left to the rules that read it.
"""

import re
from typing import Literal

from .grammar import bare
from .lexicon import verb
from .ties import leading, masked
from .told import past
from .wordlist import listed

Side = Literal["should", "never", "facts", "script"]

_AGENT = (
    r"(?:(?:the|our|an?|any|this|every) (?:\w+ )?(?:agents?|bots?|chat ?bots?|assistants?|advis[eo]rs?|colleagues?"
    r"|reps?|representatives?"
    r"|handlers?|teams?|member of staff)|whoever \w+(?: \w+){0,3}|somebody|someone|the (?:reply|response|answer"
    r"|system|chat))"
)
_EXPECTED = re.compile(
    r"(?:ideally,? |really,? |also,? |honestly,? )*(?:"
    r"(?:we|one)(?:'d| would| will|'ll)? (?:also |really |then |always |never )*(?:want|like|expect|hope|look"
    r"|need|love"
    r"|prefer|ask)\b"
    rf"|(?:i|you)(?:'d| would) (?:also |really |then |always )*(?:want|like|expect|hope|look|love|prefer)(?: for| to"
    rf" see| that)?(?= {_AGENT}\b| it\b| (?:the|an?) [\w £\d]{{2,60}}? being\b)"
    r"|(?:i|you)(?:'d| would) (?:look for|expect to see|want to see)\b"
    r"|there(?:'d| ought to| should| must| has to| needs to| would)(?: (?:also|always|first))* be\b"
    r"|(?:it(?:'d| would) be|it is|it's|it'd|would be|be) (?:\w+ )?(?:\w+ )?(?:nice|lovely|good|great|helpful|ideal"
    r"|a plus|a bonus|a nice touch|touch)\b"
    r"|(?:nice|bonus|extra) (?:touch|points|marks)?\b(?=.*\bif\b)"
    r"|it (?:should|ought to) (?:also |always |then )?be\b(?! (?:delivered|here|there|arriving|possible|fine|ok))"
    r"|they (?:really |also |always |then )*(?:ought to|should)\b"
    r"|they (?:\w+ly |also |then |never |always |just )*(?!are\b|were\b|have\b|had\b|want\b|need\b)[a-z]+(?<!ed)"
    r" (?:to )?(?:\w+ )?(?:him|her|the (?:customer|caller))\b"
    r"|it (?:\w+ly |also |then |never |always |just )*(?!is\b|was\b|has\b|does\b|gives\b|costs\b|takes\b|makes\b"
    r"|leaves\b)[a-z]+(?<![us])s (?:to )?(?:\w+ )?(?:him|her|the (?:customer|caller))\b"
    r"|(?:must|should(?! (?:the|an?|any|no|it|there|this|that|some\w+)\b)|shouldn't|mustn't|ought to) (?:not "
    r"|never |also |always |then |first )*[a-z]+ (?!i\b|you\b"
    r"|she\b|he\b|they\b|we\b)"
    r"|it (?:must|has to|needs to) be (?:asked|told|said|explained|stated|made clear|confirmed|checked|verified)\b"
    r"|by the end\b|what (?:we|i) (?:want|need|expect|would like|'d like)(?: to see)? is\b|(?:we|i) (?:need|want"
    r"|expect) to see\b)",
    re.IGNORECASE,
)
_OUGHT = re.compile(
    rf"(?:(?:then|next|first|also|and|but|so|ideally|preferably|at (?:some|no) (?:point|stage)),?"
    rf" )*(?:{_AGENT}\b[^.]{{0,60}}?)\s+(?:really |also |always )?"
    r"(?:ought|should|must|has to|have to|needs? to|is to|are to|is expected|may|might|can|could|will|shall|never"
    r"|does not|doesn't|did|[a-z]+(?<!s)s|(?:making|telling|taking|giving"
    r"|asking|saying|promising|letting|sending|refusing|[a-z]{3,}ing))\b",
    re.IGNORECASE,
)
_THEY = re.compile(
    r"(?P<who>she|he|the (?:customer|user|caller|member|guest|patient|policyholder|client|passenger)|(?!it\b|that\b"
    r"|this\b|there\b|delivery\b)(?-i:[A-Z])[\w'-]+(?: (?-i:[A-Z])[\w'-]+)?) "
    r"(?:should|ought to|must|is to|shall|has to|needs to|shouldn't|mustn't)(?: (?:not|never|always|also|only"
    r"|then|really))* (?:be|get"
    r"|receive|come (?:away|off)"
    r"|leave|end up|hear|know|understand|feel|have (?:been|to)|walk away|finish|go away|see)\b",
    re.IGNORECASE,
)
_IT_SAYS = re.compile(
    r"it (?:also |then |never |first |always )*(?P<verb>owns up|double-checks|[a-z]+s)\b", re.IGNORECASE
)
_READS = frozenset(listed("say read show point report present list claim state indicate include specify talk"))
"""What a letter or a page does as well."""
_IT_DOES = re.compile(
    r"it(?:'d| (?:would|may|might|could|can|should|ought to|must|has to|needs to|will|shall|also|then|first|never"
    r"|always))\b(?:,[^,]{1,60},)?"
    r"(?: (?:not|never|also|then|first|always))*\s+(?P<verb>[a-z]+)",
    re.IGNORECASE,
)
_OPENED = re.compile(
    r"(?:prior to|ahead of|upon|before|after|during|at|in|on|by|throughout|within|right|from|as|with|straight"
    r"|first|early"
    r"|towards?)\b[^,.:]{0,40}?,? (?=(?:the|our) (?:agent|bot|assistant|chatbot|adviser|advisor)\b)",
    re.IGNORECASE,
)
_BAD = re.compile(
    r"(?:(?:the |our |any )?(?:agent|bot|assistant|chatbot|anyone|anybody|somebody|someone|staff|adviser|advisor"
    r"|colleague)s? (?:\w+ly )?[a-z]{3,}ing\b"
    r"|anything that (?:sounds|looks|feels|suggests|reads|implies)\b|more than (?:one|two|three|\d+) (?:[\w-]+"
    r" ){0,2}(?:offers?|apolog\w+|question|transfers?)\b"
    r"|any (?:mention|suggestion|hint|promise|attempt|reference|request|discussion|disclosure|offer|guess|blame"
    r"|advice|talk|demand|pressure|question)\b"
    r"|(?:telling|saying|promising|suggesting|implying|disclosing|blaming|revealing|claiming|pretending|guessing"
    r"|ignoring|hinting|lecturing"
    r"|arguing with|making out|making (?:her|him|the|them|it)|giving (?:her|him|the|them|out|away|an?)|letting"
    r" (?:her|him|the|them)|leaving (?:her|him|the|them)"
    r"|sending (?:her|him|the|them|an?)|passing (?:her|him|the|them)|putting (?:her|him|the|them)|pushing|reading"
    r" out|quoting|stating|sharing|closing|charging|refunding|issuing"
    r"|(?:speaking|talking) (?:about|of|over)|using (?:slang|jargon|emojis|technical)|mentioning|cancelling"
    r"|canceling|approving|denying|offering|refusing to|failing to|insisting (?:on|that) (?:she|he|the)|asking"
    r" (?:her|him|the|them|for (?:her|his|the|a|any|full|their)))\b)",
    re.IGNORECASE,
)
""" "Telling him to ring the gym", "Any mention of a fee": a bad thing as a noun."""
_WE = re.compile(
    r"(?:(?:as a rule|in general|normally|usually|by law|also|only then|from [\w ]{2,20}|on [\w ]{2,20}|under [\w'"
    r" ]{2,40}),? )?we (?:(?:only|never|always|also|normally|usually|will|won't|would|can|can't|cannot|could|do not"
    r"|don't|may|must|are not|aren't|are|have to"
    r"|reserve|aim|ask|accept|allow|answer|charge|close|cover|deliver|give|guarantee|hold|honou?r|insure|issue|keep"
    r"|let|make|match|need|offer|open|operate|pay|price|process"
    r"|provide|record|refund|reply|replace|require|respond|review|sell|send|ship|store|support|take|treat|waive|want"
    r" proof)\b)",
    re.IGNORECASE,
)
_MINE = re.compile(
    r"\b(?:she|he|her|his|him|i|my|me|mine|our (?:flight|trip|holiday|room|order|booking|son|daughter))\b",
    re.IGNORECASE,
)
_RULED = re.compile(
    r"\b(?:(?:an?|any|every|each) (?:customer|member|guest|passenger|user|caller|client|patient|tenant|resident"
    r"|subscriber|policyholder) (?:gets|must|may|can|has|is|cannot|receives|pays|will)"
    r"|every (?:other )?\w+day|stands? at|runs? for|counts? towards|in any (?:one |\d+ |twelve )?(?:month|year|\d+)"
    r"|no more than|maximum of|minimum of|(?:will|shall|must|can|does|do) never|never,? ever"
    r"|provided|unless|up to \d|at least \d|within \d|(?:\d+|two|three|five|ten|thirty) (?:working |business "
    r"|calendar )?(?:days?|hours?|weeks?|months?) (?:of|from|after|before|notice)"
    r"|per (?!cent)[a-z]+|caps? at|final sale|excluded|cancel anytime|no (?:returns|exchanges|exceptions|refunds)"
    r"|\d+ (?:business |working |calendar )?days,|a (?:day|month|year)\Z|from \d+ to \d+|between \d+ and \d+|are"
    r" (?:raised|handled|dealt with|reviewed|made|decided|paid|settled) by|capped at"
    r"|is (?:handled|dealt with|reviewed|decided|owned) by|s must be|are to be|shall be|may be|cannot be|can be"
    r"|can't be|does not apply|do not apply|non-refundable|is required|are required|final sale|no exceptions)\b",
    re.IGNORECASE,
)
_GENERIC = re.compile(
    r"(?:(?:the |a |an |any |each |every |all |no |most |only |genuine |where |under |for |on |in |if |unless |once "
    r"|when |after )|(?-i:[A-Z])[\w-]+s\b|[\w-]+ (?:[\w-]+ ){0,3}?[\w-]+s\b|(?:one|two|three|four|five|ten|\d+)\b"
    r"|(?-i:[A-Z])[a-z]+ )",
    re.IGNORECASE,
)
_NO_RULE = re.compile(
    r"(?:you|your|if|when|once|unless|after|never|always|do not|don't|they|it|only|there|please)\b|(?:\S+"
    r" ){0,4}(?:you|your)\b",
    re.IGNORECASE,
)
"""What opens an order or a word about the customer."""
_THINGS = frozenset(
    listed("refund order return exchange claim book change update charge request reply record report use place")
)
_DONE_TO = re.compile(
    r"(?P<who>she|he|the (?:customer|user|caller|member|guest|patient|policyholder|client|passenger)"
    r"|(?-i:[A-Z])[\w'-]+(?: (?-i:[A-Z])[\w'-]+)?) "
    r"(?:(?:is|gets|is being)(?: (?:not|never|also|then|only|first|clearly))* (?:told|asked|given|offered|refunded"
    r"|transferred|passed|put through|handed|sent (?!to prison)"
    r"|advised|informed|reminded|warned|thanked|reassured|guided|walked|talked|greeted|charged for|notified|routed"
    r"|escalated|apologised to|credited)\b"
    r"|(?:hears|learns|winds up|ends up|lands) (?:that|how|when|why|what|with|at|in|by)\b"
    r"|(?:gets|receives) (?:an?|the|her|his|their) (?:\w+ ){0,2}(?:confirmation|apology|answer|reply|e-?mail|link"
    r"|reference(?: number)?|receipt|recommendation|explanation|acknowledgement)\b)",
    re.IGNORECASE,
)
""" "She is told that the fee is £15": the agent's doing, in the present."""
_GOOD = re.compile(
    r"(?:(?:an?|the|some) )?(?:(?:clear|proper|sincere|genuine|warm|quick|full|prompt|simple) )*(?:apology"
    r"|acknowledge?ment|hand-?over|hand-?off|explanation|greeting"
    r"|escalation) (?:of|for|to|that|about|from)\b(?! (?:\w+ ){0,6}(?:is|was|were|are|has|had|arrived|came)\b)",
    re.IGNORECASE,
)
""" "An apology for the long wait": a good thing as a noun."""
_SPOKEN = re.compile(
    r"(?:hiya|hi|hello|hey|sorry|yeah|yep|yes|no|nope|oh|um|er|erm|ok|okay|thanks|thank you|ta|cheers|look|listen"
    r"|right|well|please|(?:good )?(?:morning|afternoon|evening)|ah|actually|great|perfect|alright|wait|hang on|hold"
    r" on|fine|so)"
    r"(?:[,.!…]| [-–—]| there\b| again\b| love\b| mate\b| (?:that's|it's|i|hi|hello|you|sorry|thanks|please|can"
    r"|could)\b)",
    re.IGNORECASE,
)
_ADDRESSED = re.compile(
    r"(?:(?:so |and |but |then )?(?:could|can|would|will) (?:you|i|we|somebody|someone)\b|(?:what|where|when|why|how"
    r"|who)(?:'s| is| are| do| does| did| can| much| long)\b.*\b(?:my|i|me|you)\b)",
    re.IGNORECASE,
)
_I_OR_YOU = re.compile(r"\b(?:i|i'm|i've|i'd|i'll|my|me|we|we're|we've|our|you|your|mine)\b", re.IGNORECASE)
_PAST = re.compile(
    r"\b(?:was|were|had|did|didn't|ago|yesterday|last (?:week|month|year|night|\w+day)|this (?:morning|week"
    r"|month))\b",
    re.IGNORECASE,
)


_TO_AGENT = re.compile(
    r"(?:(?:but|so|and|well) )?(?:i|i've|i'm|i'd|my|we|we've)\b(?: [\w'-]+){1,12}? (?:you|your)(?! (?:are|were|have"
    r"|had)\b)\b(?!.*\bthe agent\b)",
    re.IGNORECASE,
)
""" "I've already given you that number": said to the agent."""


def spoken(text: str) -> bool:
    """Whether nobody but a customer in the conversation says this: "Sorry love, could you go over that again"."""
    if '"' in text:
        return False
    return bool(
        (_SPOKEN.match(text) and _I_OR_YOU.search(text))
        or _TO_AGENT.match(text)
        or (_ADDRESSED.match(text) and not leading(text))
    )


def side(text: str) -> Side | None:
    """Whose the sentence is by the plainest signs; None where they do not tell."""
    hidden = bare(masked(text))
    if _BAD.match(hidden):
        return "never"
    if _TOOL.search(hidden) or _ORDER.match(hidden):
        return "should"
    if _DONE_NOTE.match(hidden) and not leading(hidden) and not _general(hidden):
        return "should"
    if _DONE_TO.match(hidden):
        return "should"
    if (
        _GOOD.match(hidden)
        or _EXPECTED.match(hidden)
        or _THEY.match(hidden)
        or ((it := _IT_DOES.match(hidden)) and _does(it["verb"]))
    ):
        return "should"
    if it := _IT_SAYS.match(hidden):
        known = verb(it["verb"])
        if it["verb"] in ("owns up", "double-checks") or (known and known[0].base not in _READS and _does(it["verb"])):
            return "should"
    if not leading(text):
        opened = _OPENED.match(hidden)
        if _OUGHT.match(hidden[opened.end() :] if opened else hidden) and not (_PAST.search(hidden) or past(hidden)):
            return "should"
    return "facts" if _general(hidden) else None


_TOOL = re.compile(r"`[a-z]\w*`|\b(?:through|via|using|with|calls?|to) [a-z]+_[a-z_]+\b")
_DONE_NOTE = re.compile(
    r"(?:(?!she\b|he\b|her\b|his\b|they\b|i\b|my\b|you\b|your\b|has\b|have\b|wants\b|needs\b"
    r"|expected\b)[\w$£.,%'/-]+ ){1,7}(?:issued|posted|credited"
    r"|created|scheduled|requested|offered|promised|suggested|approved|refunded"
    r"|waived|escalated|transferred|explained|stated|verified|logged|provided|allowed|mentioned|quoted|disclosed"
    r"|reinstated"
    r"|restored|acknowledged|apologised|spelled out|read back|given|denied without)\b"
    r"(?!.*\b(?:ago|yesterday|last|already|earlier|on (?:mon|tues|wednes|thurs|fri|satur|sun)day|but|never|twice)\b)",
    re.IGNORECASE,
)
""" "Credit posted to the original card": what is to be done, as a note."""
_ORDER = re.compile(
    r"(?:first |then |always |please )?(?:ask for (?:the |her |his |their )?(?:\w+ ){0,2}(?:number|id|name|postcode"
    r"|zip|email|e-mail|date of birth|proof|receipt|consent|permission|address)\b|state (?:the|that|how|what)\b|look"
    r" up\b"
    r"|read back\b|acknowledge\b|recap\b|summari[sz]e\b|empathi[sz]e\b|nice to have\b|confirm:|(?:empathy|apology"
    r"|refusal|disclaimer|recap|warning)\b(?! (?:letter|email)))",
    re.IGNORECASE,
)


def _does(word: str) -> bool:
    known = verb(word)
    return bool(known and known[0].act and known[1] & {"base", "third"} and known[0].action != "create")


def _general(hidden: str) -> bool:
    """Whether it is how things are done here, about no customer in particular."""
    if _MINE.search(hidden) or _PAST.search(hidden) or _NO_RULE.match(hidden):
        return False
    first = verb(hidden.split(" ", 1)[0])
    if first and first[1] & {"base", "third"} and "participle" not in first[1] and first[0].base not in _THINGS:
        return False
    return bool(_WE.match(hidden) or (_GENERIC.match(hidden) and _RULED.search(hidden)))


__all__ = ["Side", "side", "spoken"]
