"""What people say when they want something: patterns for lower-case text, every gap bounded, so that all are quick."""

import re

from .shop import ITEMS, NICKNAMES

Pattern = re.Pattern[str]


def any_of(*patterns: str) -> Pattern:
    """One pattern that finds any of these."""
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns))


def word(*words: str) -> str:
    """Any of these, as whole words."""
    return rf"\b(?:{'|'.join(words)})\b"


def near(first: tuple[str, ...], second: tuple[str, ...], gap: int = 40) -> str:
    """Both, in either order, with at most `gap` characters of the same sentence in between."""
    one, other = word(*first), word(*second)
    between = rf"[^.!?\n]{{0,{gap}}}"
    return f"{one}{between}{other}|{other}{between}{one}"


BOUGHT = ("orders?", "parcel", "package", "delivery", "items?", *(f"{item}s?" for item in (*ITEMS, *NICKNAMES)))
NUMBERED = (*BOUGHT, r"w-?\d{3,6}")
CLUB = ("subscription", "membership", "coffee club", "the club", "club")
CANCEL = ("cancel", "cancelled", "cancelling", "canceling", "cancellation", "call off")
LEAVE = (*CANCEL, "stop", "end", "leave", "leaving", "quit", "unsubscribe", "out of", "get rid of")
BROKEN = "cracked|damaged|broken|smashed|dented|chipped|scratched|in pieces|faulty"
MARKS = "cracks?|dents?|chips?|scratch(?:es)?|holes?"
PERSON = (
    "person",
    "human",
    "human being",
    "manager",
    "supervisor",
    "advisor",
    "adviser",
    "representative",
    "operator",
    "colleague",
)
REACH = ("speak", "talk", "chat", "connect", "put me through", "transfer me", "get", "want", "need", "pass me")
ALTER = ("chang(?:e|ed|ing)", "update", "correct", "new", "wrong", "different", "another", "amend", "edit")
SENT_TO = r"(?:to )?(?:go|be sent|be delivered|send|sent|deliver|delivered) to"
WHEREABOUTS = (
    "check on",
    "looking for",
    "checking on",
    "happened to",
    "happening with",
    "wheres?",
    "when",
    "track(?:ing)?",
    "status",
    "late",
    "news",
    "arriv(?:e|es|ing)",
    "delayed",
    "update",
    "dispatched",
    "shipped",
)
NOT_WORKING = "won't|wont|doesn't|doesnt|does not|will not|isn't|isnt|not"
NOT_YET = "hasn't|hasnt|has not|haven't|havent|not|never"

INTENTS: tuple[tuple[str, Pattern], ...] = (
    (
        "safety",
        any_of(
            r"\bsmok(?:e|es|ed|ing)\b(?! (?:alarm|detector|salmon|paprika))",
            r"\bspark(?:s|ed|ing)?\b(?!ling)",
            r"\b(?:caught|on|catch|catches) fire\b|\bflames?\b",
            r"\belectr(?:ic|ical) shock\b|\bgot a shock\b|\bshocked me\b|\belectrocuted\b",
            r"\bburn(?:s|t|ed|ing)? (?:smell|my hand|me|out|through)\b|\bsmell(?:s|ed)? (?:of|like) burn|\bburning\b",
            r"\bmelt(?:s|ed|ing)\b|\boverheat(?:s|ed|ing)?\b|\bexplod(?:e|es|ed|ing)\b|\bshort.circuit",
        ),
    ),
    (
        "human",
        any_of(
            near(REACH, PERSON, 25),
            r"\b(?:do you have|is there) (?:an? )?(?:manager|supervisor|person|human|someone|somebody)\b",
            r"\b(?:real|actual|live|human) (?:person|human|being|agent|advisor)\b",
            r"\b(?:speak|talk|speaking|talking) (?:to|with) (?:someone|somebody|anyone|anybody|an agent)\b",
            r"^\W*(?:an? |the )?(?:real |live )?"
            r"(?:human|person|agent|operator|advisor|adviser|representative|manager)\b[^.!?\n]{0,12}$",
        ),
    ),
    (
        "password",
        any_of(
            r"\bpass ?words?\b|\block(?:ed)? (?:me )?out\b",
            r"\blog(?:ging)?[ -]?in\b|\bsign(?:ing)?[ -]?in\b|\blog (?:back )?into\b",
            r"\b(?:back|get|getting) (?:in|into|access to) (?:my|the|her|his) account\b|\baccess (?:to )?my account\b",
            r"\breset (?:link|email|my)\b",
        ),
    ),
    (
        "charged_twice",
        any_of(
            near(
                ("charged", "billed", "paid", "taken", "took", "take", "debited", "charge", "payment", "bill"),
                ("twice", "two times", "double", "a second time", "duplicate"),
                50,
            ),
            r"\b(?:two|2|both|double|duplicate|extra|second) (?:[\w.£]{1,12} ){0,2}"
            r"(?:charges|payments|charge|payment)\b",
            r"\b(?:charges?|payments?|member)\b[^\n]{0,80}\bone of (?:them|the two)\b",
            r"\bdouble[ -](?:charged|billed)\b|\bone of the (?:two )?charges\b",
        ),
    ),
    (
        "cancel_subscription",
        any_of(
            near(LEAVE, CLUB),
            r"\bunsubscribe\b",
            r"\b(?:don't|do not|no longer) want (?:to be (?:in|part of|a member of) )?(?:the|my|this) "
            r"(?:coffee )?(?:club|sub)",
        ),
    ),
    (
        "cancel_order",
        any_of(near(CANCEL, NUMBERED), r"\border(?:ed)? (?:it |this |one )?(?:twice|by (?:accident|mistake))\b"),
    ),
    (
        "change_address",
        any_of(
            near(ALTER, ("(?<!email )(?<!e-mail )address",)),
            near(("redirect", "reroute", "divert", "forward"), BOUGHT),
            r"\b(?:moved|moving|move) (?:house|home|flat|to a new)\b",
            near((*BOUGHT, "it"), (SENT_TO + r" (?:my |a |the )?(?:new|different|other|\d+)",), 30),
            r"\b(?:send|deliver|ship) (?:it|my order|my parcel|the parcel|the order) (?:to|somewhere)\b",
            r"\b(?:delivered|sent) (?:somewhere else|elsewhere)\b",
        ),
    ),
    (
        "refund",
        any_of(
            r"\brefund(?:s|ed|ing)?\b|\bmoney back\b|\breimburse",
            r"\breturn(?:ing)? (?:it|this|my|the|a|an|some|one|them|order|something|things|these|those)\b",
            r"\bsend (?:it|this|them|the \w{1,20}|my \w{1,20}) back\b",
            rf"\b(?:arrived|came|was delivered|turned up|received|got) [^.!?\n]{{0,20}}(?:{BROKEN})\b",
            r"\b(?:cracked|smashed|dented|chipped|scratched)\b",
            r"\b(?:arrived|came|delivered|received|has|have|with|there's|there is) (?:\w{1,12} ){0,3}"
            rf"(?:{MARKS})\b",
            r"\b(?:wrong|incorrect) (?:item|product|thing|colour|size)\b",
            r"\b(?:sent|got|received) (?:me |us )?(?:an?|the) \w[^.!?\n]{0,25}"
            r"\b(?:but (?:i|we) (?:ordered|wanted)|instead of)\b",
            r"\b(?:lid|parts?|pieces?|handle|lead|plug) (?:is |are |was |were )?missing\b",
            r"\bmissing (?:an? |the )?(?:lid|part|piece)",
            r"\bdon't (?:want|like|need) (?:it|the|this|my)\b[^.!?\n]{0,30}\b(?:any ?more|any longer)\b",
        ),
    ),
    ("exchange", any_of(r"\b(?:replacement|exchange|swap|replace)\b")),
    (
        "order_details",
        any_of(
            near(
                ("what", "which", "tell", "know", "give", "say", "where"),
                ("(?:delivery |shipping )?(?<!email )(?<!e-mail )address",),
            ),
            r"\bwhere (?:is it|does it|will it|is my \w{1,20}) (?:going|go|being sent|being delivered)\b",
        ),
    ),
    (
        "order_status",
        any_of(
            near(WHEREABOUTS, NUMBERED),
            rf"\b(?:{NOT_YET}) (?:yet )?(?:arrived|come|been delivered|received|turned up|got)\b",
            r"\bwhat (?:did|have|has) (?:[\w'-]{1,20} ){1,3}(?:order(?:ed)?|buy|bought)\b",
            r"\bwhen (?:will|does|do|is) (?:it|i|they|we) (?:arrive|come|be here|get|receive|coming|arriving)\b",
            r"\bwhere(?:'?s| is| are) (?:it|my|the|order)\b",
            r"\bwhere (?:it|they) (?:is|are)\b|\bwhen (?:it|they) (?:arrives?|comes?|will (?:arrive|come|be here))\b",
            r"\b(?:about|regarding|concerning) (?:[\w']{1,20} ){0,3}(?:order|parcel|delivery)\b|\bstill waiting\b",
            r"^\W*(?:my|an?) (?:order|parcel|delivery)\W*$",
        ),
    ),
    (
        "product",
        any_of(
            rf"\b(?:{NOT_WORKING}) (?:(?:turn|switch)(?:ing)? on|start|heat|heating|work|working|brew)\b",
            r"\bstopped (?:working|heating|turning|brewing)\b|\bbroke down\b|\bleak(?:s|ed|ing)?\b",
            r"\bbroken\b|\bfaulty\b|\bdefective\b|\btechnical (?:problem|support|help)\b",
            rf"\bproblem with (?:my|the) (?:{'|'.join(ITEMS)}|machine|product)\b",
        ),
    ),
    ("charges", any_of(word("charges?", "charged", "billing", "billed", "bill", "payments?"))),
    (
        "complaint",
        any_of(
            r"\bcomplain(?:t|ts|ing)?\b|\bappalling\b|\bdisgraceful\b|\bdisgusted\b",
            r"\b(?:bad|poor|awful|terrible|worst|rubbish) (?:service|experience|shop|company)\b",
            r"\b(?:useless|idiots?|incompetent|fed up|furious|compensat(?:e|ion)|let me down)\b",
            r"\b(?:this|that|it|you|what) ?(?:is|are|'s|'re) (?:such )?(?:(?:an?|utter|complete|absolute) ){0,2}"
            r"(?:joke|disgrace|farce|rubbish|shit|crap|pathetic|terrible|awful)\b",
        ),
    ),
    ("cancel", any_of(r"\bcancel(?:lation|ling|ing)?\b")),
)
"""Intent -> what gives it away, most pressing first."""

PARTS = re.compile(r" and |&|[,;.?!] |\balso\b|\bplus\b")
"""What stands between the parts of a message."""

STRONG = frozenset(
    {"refund", "change_address", "cancel_order", "cancel_subscription", "charged_twice", "password", "order_status"}
)
"""Intents that count as a second matter when a mere "and" joins them to the first."""
COMPLAINS = any_of(r"\bcomplain(?:t|ing)?\b|\bcompensat(?:e|ion)\b")
"""A complaint that is to be put on record, rather than anger."""

UNWANTED: tuple[tuple[str, Pattern], ...] = (
    ("human", any_of(near(("don't want", "do not want", "don't need", "no need", "rather not"), PERSON, 30))),
    ("cancel", any_of(r"\b(?:don't|do not|not|never)(?: want| wish| like| need)?(?: to)? cancel\b")),
)
"""What is named only to say that it is not wanted: the beginning of an intent -> how."""
MENTIONS: tuple[tuple[str, Pattern], ...] = (
    ("cancel_subscription", any_of(word(*CLUB))),
    ("cancel_order", any_of(word(*NUMBERED))),
)
"""What is meant when only the thing to be cancelled is named."""
