"""The few words of customer service that mean the same, and the words that mean little. A table, kept small on purpose.

A synonym that is wrong once makes two different things look alike, so a pair stands here only when no contact centre
would tell the two apart. `order` and `parcel` stay apart; so do `change` and `cancel`, `voucher` and `refund`.
"""

from .listing import listed
from .quick import Quick

STOP_WORDS = listed(
    "a an the this that these those there here i me my mine we us our you your yours he him his she her hers it"
    " its they them their am is are was were be been being do does did done have has had having will would shall"
    " should can could may might must to of in on at by for from with as and or but so if then than also just"
    " please very really quite now too about into not no never cannot yes who whom which what i'm i've i'll i'd"
    " we're we've we'll we'd you're you've you'll you'd it's that's there's he's she's they're they've let let's"
    " ll ve re"
)
"""Pronouns, articles, auxiliaries, small prepositions and manners. Denials are here too: `negated` tells of them."""

_PHRASES = {
    "postcode": r"(?:zip|post|postal) ?-?codes?|zips?|eircodes?",
    "email": r"e-mails?",
    "address": r"(?:delivery|shipping|postal|home) address(?:es)?",
    "order_number": r"order (?:id|no\.?|ref(?:erence)?(?: number)?|code)\b",
    "refund": r"money back|money(?= (?:\w+ ){1,3}back\b)|reimburse(?:d|s|ment)?",
    "delivery": r"eta\b|be with you(?= (?:on|by|in|within|before|today|tomorrow|next)\b)|be there(?= (?:on|by)\b)"
    r"|expect (?:it|them)(?= (?:on|by|in|within)\b)",
    "keep": r"go(?:es)? on(?= \w+ing\b)|carr(?:y|ies|ied|ying) on|continu(?:e|es|ed|ing)(?: to)?",
    "free": r"free of (?:any )?(?:charge|cost)|(?:at|for) no (?:extra |additional )?(?:cost|charge)"
    r"|without (?:any )?(?:cost|charge)|for free|complimentary",
    "transfer": r"(?:pass|put|hand)(?:es|s|ed|t?ing)? (?:you |her |him |them |me |the customer )?"
    r"(?:on|over|through|across)\b(?: to)?|hand-?(?:off|over)s?",
    "person": r"(?:real|live|human) (?:person|being|agent|adviser|advisor)"
    r"|members? of (?:the |our )?(?:staff|team)|team members?",
    "look_up": r"looks? up|looked up|looking up",
    "login": r"(?:log|sign)(?:s|ged|ned|ging|ning)? ?-?in(?:to)?\b",
    "immediately": r"at once|right away|straight away|straightaway|right now",
    "business": r"working(?= days?\b)",
    "dispatch": r"sent out|shipped|on its way",
    "cancellation_fee": r"(?:cancellation|cancelling|canceling|leaving|exit|early[ -]termination) (?:fee|charge)s?"
    r"|(?:fee|charge)s? (?:for|on) (?:leaving|cancell?ing|cancellation)",
}
PHRASES = Quick("|".join(rf"(?P<{name}>\b(?:{pattern}))(?!\w)" for name, pattern in _PHRASES.items()))
"""Several words, or one in several spellings, that are one word here. The group's name is what they become."""

SEND_BACK = Quick(r"\b(?:send|sends|sent|sending) ((?:\w+ ){0,3})back\b")
"""Send something back: becomes `return` and the something."""

WORDS = {
    word: one
    for one, many in {
        "person": "human humans colleague colleagues specialist specialists advisor advisors adviser advisers"
        " representative representatives rep",
        "order": "purchase purchases purchased bought buy buys buying",
        "phone": "telephone mobile cellphone",
        "delivery": "postage shipping arrive arrives arrived arriving arrival",
        "delay": "late",
        "subscription": "membership memberships subscriptions subscribed",
        "parcel": "package packages shipment shipments parcels",
        "price": "cost costs prices",
        "voucher": "coupon coupons vouchers",
        "photo": "picture pictures photograph photographs image images",
        "help": "assist assists assisted assisting assistance",
        "give": "provide provides provided providing supply share shares shared sharing",
        "change": "update updates updated updating amend amends amended amending modify modified edit edited",
        "apologise": "sorry",
        "broken": "faulty defective",
        "bag": "baggage baggages luggage suitcase suitcases",
    }.items()
    for word in many.split()
}
"""Surface word -> the word it counts as, where the stem alone would not tell."""

STEMS: dict[str, str] = {}
