"""What the customer wants, would take, and will not have."""

import re
from collections.abc import Sequence
from typing import Literal

from harness.text.caseless import Caseless

from ..keys import key_in
from ..nouns import AnyItem, Fact, Want
from .customer_facts import beside, wanted_address
from .grammar import bare
from .rather import rather
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
_REQUIREMENT = Caseless(
    r"\b(?:requirements?|preferences?|priority|conditions?|(?:upper |price )?limit|maximum|minimum|deadline"
    r"|non-negotiables?|deal"
    r"[- ]?breakers?|(?P<budget>budget))\s*(?::|\b(?:is|are)\b)\s*(?P<what>.+)",
)
_AT_MOST = re.compile(
    r"(?:the |her |his |your |their )?(?:absolute )?(?:most|maximum|highest|least|latest|earliest|minimum|cheapest"
    r"|furthest)\b.{0,40}?"
    r"\s(?:is|are)\s+(?P<what>.+)",
    re.IGNORECASE,
)
_BETTER = Caseless(
    r"(?P<what>.+?)\s+(?:suits?|would suit|works? (?:best |better |well )?for|would work for|fits?|is (?:better|best"
    r"|easier) for)\s+"
    r"(?:her|him|them|you|me)\b.*",
)
_WILL_DO = re.compile(
    r"(?P<what>(?!(?:it|this|that|she|he|they|you|i|everything|nothing|who|what)\b)[\w'£$€][\w'£$€. -]{1,60}?)\s+"
    r"(?:would (?:help|do|be (?:fine|great|good|ideal|lovely|perfect|ok|okay|best|enough|welcome))|will do"
    r"|(?:is|are) (?:fine|ok|okay|acceptable|welcome|good enough))(?: (?:for|by|with|to) (?:her|him|them|me"
    r"|you))?(?:,.*)?\Z",
    re.IGNORECASE | re.DOTALL,
)
""" "A repair is fine", "Cash in the meantime would help": what somebody would take."""
_NO_GOOD = Caseless(
    r"(?P<what>.+?)\s+(?:is|are|would be)\s+(?:no (?:good|use|option)|not (?:good enough|enough|an option"
    r"|acceptable|possible|convenient|suitable)|impossible|excluded|ruled out|off the table|off limits|not on"
    r" (?:the cards)?|a (?:no-go|non-starter)|out of the"
    r" question|unacceptable|a deal[- ]?breaker)(?: (?:to|for) \w+(?: \w+)?)?(?:,? (?:because|since|as|due to)\b.*)?",
)
_NOTHING_BUT = re.compile(
    r"(?:nothing|none|no(?: \w+)?) (?:but|except|other than|short of|less than) (?P<what>.+?) (?:will|would"
    r"|is going to) (?:do"
    r"|suit|be accepted|satisfy|be good enough|be enough)\b.*",
    re.IGNORECASE,
)
_FREE_ONLY = Caseless(
    rf"{CUSTOMER}(?: (?:is|are|am)|'s|'re|'m)? (?:only )?(?:(?P<free>free|available|at home|in|reachable"
    rf"|around) (?=(?:only )?(?:after"
    r"|before|between|until|from|on|in|at|this|next|in the))|can only (?!be\b)|only (?:has|have) time|can't (?:do"
    r"|make) |cannot (?:do|make) )"
    r"(?P<what>.+)",
)
_SOONER = Caseless(r"\b(?:would|'d) (?:much )?(?:sooner|rather|prefer to|only)\s+(?P<what>.+)")
MUST_BE = re.compile(
    r"(?P<what>(?:it|this|that|everything|(?:anything|whatever)(?: [\w-]+){0,5}?|the (?!agent|bot|assistant)[\w"
    r" -]{2,30}?|delivery|any [\w -]{2,25}?"
    r"|payment)\s+"
    r"(?:(?:only |really )?(?:has|have|needs?) to|must(?! have been)|cannot|can't|can only|mustn't)(?: not)? (?:be"
    r"|keep|have|match|hold|work|run|look|feel|reach|cover"
    r"|arrive|come|cost|take"
    r"|leave|fit|include|go|happen|stay|wait)\b.+)",
    re.IGNORECASE,
)
"""What a thing has to be, said of the thing itself: "it has to keep the dimmer"."""
_REFUSES = Caseless(
    rf"(?:{CUSTOMER}|[A-Z][\w'-]+)\s+(?:(?:flatly|simply|always|also) )?(?:refuses?|declines?|(?:is|are|am) not"
    rf" (?:prepared"
    r"|willing|ready)|is unwilling|are unwilling|will (?:by no means|under no circumstances)"
    r"|is against|rules out"
    r"|rejects?|objects? to)\s+(?!to (?:give|say|tell|reveal|share|disclose|provide)\b)(?P<what>.+)",
)
_AS_LONG_AS = Caseless(
    r",?\s+(?:as long as|so long as|provided(?: that)?|on condition that|on the condition that)\s+(?P<what>.+)",
)
"""What a wish is tied to."""
_NOT_ACCEPT = Caseless(
    r"\b(?:will not|won't|does not|doesn't|do not|don't|would not|wouldn't|cannot|can't|refuses to|refuse to"
    r""
    r"|never|not)\s+(?:ever\s+)?"
    r"(?:accepts?|wants?|agree(?:s)? to|takes?|consider|likes?|settle for|pay(?: for)?|change|cancel|be|fly"
    r"|sit through|go for|have|need|wish|care for|willing to|do(?= (?!anything|it\b|that\b|so\b|this\b|much|well"
    r"|what|as\b|the\b|any)\w))\b\s*(?P<what>.*)",
)
_NO_MORE = re.compile(r"(?:it|them|that|this|one)?\s*(?:any ?more|any longer)\b.*", re.IGNORECASE)
_PREFER = Caseless(
    r"\b(?:prefers?|would prefer|rather have|(?:is|are) (?:willing|ready|(?:happy|ok|okay|fine|cool|good"
    r"|comfortable) (?=with|to|by|for"
    r"|if)|open (?=to\b))|"
    r"'re (?:willing|ok|okay|fine)|will only|will ONLY|only (?:accepts?|wants?)"
    r"|accepts? only|insists? on|"
    r"must be|must have (?=an? |at |free |no )|has to be|up to|at most|no more than|pays? (?:with|by)"
    r"|payment (?:via|by|with)|would accept|accepts|will accept|favou?rs|would settle for|settles? for"
    r"|will settle for|can live with|has"
    r" nothing against|have nothing against|is not bothered|likes? (?=the idea)|would be (?:happy|fine|ok|okay"
    r"|willing|content)|will then use|is prefer+ed|doesn't mind"
    r"|does not mind|don't mind|do not mind|care about)\b\s*(?P<what>.*)",
)


_NEVER_WILL = re.compile(
    rf"(?:under no circumstances?|in no case|on no account|in no way|never|not once)\s+(?:will|would|should|must|do"
    rf"|does|are|is)\s+{CUSTOMER}"
    r"\s+(?:to\s+)?(?P<what>.+)",
    re.IGNORECASE,
)
_RATHER_NOT = Caseless(r"\b(?:would|'d) (?:much )?(?:rather|sooner|prefer) not(?: to)?\s+(?P<what>.+)")
_GIVEN_AWAY = re.compile(r"(?:give|say|tell|share|reveal|mention|discuss|disclose|talk about)\b", re.IGNORECASE)


def declined(text: str, context: Context) -> Sequence[AnyItem]:
    """ "She will not accept a replacement.", "He refuses to go to a branch.", "A voucher is no good to her." """
    if rather := _RATHER_NOT.search(text):
        what = bare(rather["what"])
        if _GIVEN_AWAY.match(what):
            key = key_in(what)
            return (Fact(**context.base, key=key, value=None if key else what, reveal="never"),)
        return (_not(f"to {what}", context),)
    if match := _NEVER_WILL.match(text):
        return (_not(f"to {bare(match['what'])}", context),)
    if match := _REFUSES.fullmatch(text) or _NO_GOOD.fullmatch(text):
        return (_not(bare(match["what"]), context),)
    if wont := _WONT.fullmatch(text):
        return (_not(f"to {bare(wont['what'])}", context),)
    match = _NOT_ACCEPT.search(text)
    if (
        not match
        or not match["what"]
        or _NO_MORE.fullmatch(match["what"])
        or WANT.search(text[: match.start()])
        or not _THEIRS.fullmatch(text[: match.start()])
    ):
        # "He wants to return a spinner he does not like": the second verb only describes the thing.
        return ()
    verb = match[0][: match.start("what") - match.start()].split()[-1].casefold()
    what = bare(match["what"] if verb in ("want", "wants", "wish", "like") else _without_to(match["what"]))
    return (_not(what if verb in _TAKEN else f"to {verb} {what}", context),)


_THEIRS = re.compile(
    rf"(?:.*\b)?(?:{CUSTOMER}|who|and|but|so|because|that|which|(?-i:[A-Z])[\w'-]+)"
    r"(?:\s+(?:really|just|simply|also|still|definitely|absolutely|certainly|would|will|[a-z]+ly))*\W*|\W*",
    re.IGNORECASE | re.DOTALL,
)
"""What may stand before a refusal: the customer, and not a thing that "would not be covered"."""
_WONT = re.compile(
    r"(?:she|he|they|you|the (?:customer|user|caller)|(?-i:[A-Z])[\w'-]+) (?:(?:simply|just|absolutely|definitely"
    r"|also) )?(?:will not|won't|is not going to)"
    r" (?P<what>(?!be\b|have\b|know|give|say|tell|mention|share|reveal|leave|hang|stop|let|back|end|work|turn|open"
    r"|load|start|go away|speak|talk|answer|accept"
    r"|take|want|settle|agree|remember|understand|push|hand|admit|volunteer|disclose|bring|offer|provide|read|spell"
    r"|get|consider|pay|like|need|change|fly|cancel)[a-z]+\b.*)",
    re.IGNORECASE,
)
""" "He won't repack it": what somebody will not do for it."""
_TAKEN = frozenset(listed("accept accepts want wants take takes like consider for need have wish to"))


def _not(about: str, context: Context) -> Want:
    return Want(**context.base, role="constraint", about=about, accepts=False)


def _without_to(text: str) -> str:
    return re.sub(r"^to\s+", "", text, flags=re.IGNORECASE)


def preferred(text: str, context: Context) -> Sequence[AnyItem]:
    """ "She prefers an e-mail.", "You are willing to pay up to $100.", "It has to be a direct flight." """
    match = (
        _REQUIREMENT.search(text)
        or _NOTHING_BUT.fullmatch(text)
        or _FREE_ONLY.fullmatch(text)
        or MUST_BE.fullmatch(text)
        or _AT_MOST.fullmatch(text)
        or _BETTER.fullmatch(text)
    )
    match = match or _WILL_DO.match(text) or _SOONER.search(text) or _PREFER.search(text)
    if match and match.re is _SOONER.full and not _subject_first(text, match):
        return ()
    if not match or re.search(r"\b(?:wants? to|would like to|needs? to)\b", text[: match.start()]):
        return ()
    before = text[: match.start()]
    if _QUANTITY.match(match[0]) and (_RISES.search(before) or not _CEILING.search(before)):
        return ()
    return (Want(**context.base, role="constraint", about=_preference(match, text)),)


_QUANTITY = re.compile(r"(?:up to|at most|no more than)\b", re.IGNORECASE)
_CEILING = re.compile(
    r"(?:\A\W*|\b(?:pay|pays|paying|spend|spends|spending|budget|go|afford|cost|price|offer|bid|stretch|wait|accept"
    r"|take|stay"
    r"|be|is|are|wants?|needs?|for)\W+(?:\w+\W+){0,2})\Z",
    re.IGNORECASE,
)
_RISES = re.compile(
    r"(?<!to )(?<!can )(?<!could )(?<!would )\b(?:goes|go|going|went|gone|r(?:i|o)ses?|jump(?:s|ed)?|climb(?:s|ed)?"
    r"|creep(?:s)?|crept"
    r"|increase[sd]?|add(?:s|ed)|came|comes|puts?|shot|moved?)\W*\Z",
    re.IGNORECASE,
)
"""What stands before a figure that was reached: "the price goes up to" is what happened, and no wish."""


def _preference(match: re.Match[str], text: str) -> str:
    if match.re in (_FREE_ONLY.full, MUST_BE, _AT_MOST):
        return bare(text)
    if match.re is _REQUIREMENT.full and match["budget"]:
        return f"a budget of {bare(match['what'])}"
    if re.match(r"(?:up to|at most|no more than|payment)", match[0], re.IGNORECASE):
        return bare(match[0])
    if match.re is _SOONER.full:
        return rather(bare(match["what"]))
    return bare(match["what"]) or bare(text)


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
        or _NO_MORE.fullmatch(match["what"])
        or (match.start() and not _subject_first(text, match))
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
    role: Literal["goal", "constraint"] = (
        "constraint" if re.search(r"\bwould rather\b", verb, re.IGNORECASE) else "goal"
    )
    return _wish(about, text, context, role)


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


def _subject_first(text: str, match: re.Match[str]) -> bool:
    """Whether only an aside stands before the want: "Since she took insurance, she wants ..."."""
    before = text[: match.start()].rstrip()
    return (
        not before
        or before.endswith((",", "-", "–", ":"))
        or bool(re.search(r"\b(?:and|but|so|that|because)\Z", before))
        or len(before.split()) <= 3
    )
