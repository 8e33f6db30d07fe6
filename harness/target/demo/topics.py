"""Questions that anybody may ask, and what is not the shop's business: patterns for lower-case text."""

import re

from .patterns import CLUB, Pattern, any_of, near, word
from .shop import ITEMS

HOW_LONG = r"\bhow (?:long|soon|fast|quick|quickly|many days)\b"

MACHINE = "bot|chatbot|robot|machine|computer|ai|a\\.i\\.|chatgpt|automated|algorithm"
BOT = any_of(
    r"\b(?:who are you|what(?:'s| is) your name|who am i (?:talking|speaking|chatting) (?:to|with))\b",
    rf"\b(?:are|r) (?:you|u) (?:an? |even )?(?:real|human|person|actual|{MACHINE})\b[^.!?\n]{{0,40}}",
    r"\b(?:am i|is this) (?:really )?(?:(?:talking|speaking|chatting) (?:to|with) )?(?:an? |some )?"
    rf"(?:real|human|actual|live|{MACHINE})\b[^.!?\n]{{0,40}}",
)
"""Whether a machine is answering, and who it is."""

QUESTIONS: tuple[tuple[str, Pattern], ...] = (
    ("about.bot", BOT),
    (
        "policy.cancelling",
        any_of(
            r"\bwhat happens (?:if|when) (?:i|you|we) cancel\b|\bfree to cancel\b|\bcancellation (?:fee|charge)s?\b",
            r"\b(?:will|would|do) i (?:still )?(?:be charged|have to pay)\b|\bcosts? (?:\w{1,12} )?to cancel\b",
        ),
    ),
    (
        "policy.identity",
        any_of(
            r"\bwhy (?:do|would|should|are|must) (?:you|i|we) (?:(?:always|even|really|keep|have to) )?"
            r"(?:need|want|asking|ask|give|tell)\b",
            r"\bwhat do you need (?:it|that|this|my \w{1,12}) for\b",
        ),
    ),
    (
        "help.order_number",
        any_of(r"\b(?:where|how) (?:do|can|would|should|is|will) [^.!?\n]{0,15}\border number\b(?!\W{0,3}w?\W?\d)"),
    ),
    (
        "policy.privacy",
        any_of(
            r"\b(?:what|what's|which|tell|give|know|show|have|read)\b[^.!?\n]{0,30}"
            r"(?:\w's|s'|customers?|else's) (?:e-?mail|home address|postcode|phone|number|details|card)\b",
            r"\b(?:what|which|what's|where)\b[^.!?\n]{0,15}\b(?:my|the) (?:postcode|e-?mail(?: address)?|card)\b"
            r"(?! (?:link|say))",
            r"\b(?:what|which) (?:postcode|e-?mail(?: address)?|card|number)\b[^.!?\n]{0,15}\b(?:do you have|is on)\b",
        ),
    ),
    (
        "policy.month",
        any_of(
            r"\b(?:what|how|explain|mean|catch)\b[^.!?\n]{0,40}\bfree month\b",
            r"\bfree month\b[^.!?\n]{0,40}\b(?:mean|work|catch|after)\b",
        ),
    ),
    (
        "policy.club_end",
        any_of(
            near(
                ("rest", "remaining", "remainder", "unused", "left over", "already paid"), ("month", "days", *CLUB), 25
            ),
        ),
    ),
    (
        "policy.refund_card",
        any_of(
            r"\b(?:to|on|onto) (?:a |an |my )?(?:different|another|other|new|debit|husband's|wife's) (?:\w{1,12} )?"
            r"(?:card|bank account)\b",
        ),
    ),
    (
        "policy.send_back",
        any_of(
            r"\b(?:do|must|should|shall|have) (?:i|we) (?:still |have to |need to |got to )?(?:send|return|post)\b"
            r"[^.!?\n]{0,30}",
        ),
    ),
    (
        "policy.refund_time",
        any_of(
            HOW_LONG + r"[^.!?\n]{0,40}\b(?:refund|money)\b",
            r"\bwhen\b[^.!?\n]{0,30}\b(?:get|see|have|receive)\b[^.!?\n]{0,15}\b(?:money|refund)\b",
        ),
    ),
    (
        "policy.refunds",
        any_of(
            r"\brefunds? polic|\bpolicy (?:on|for|about) refunds\b",
            r"\b(?:do|can|could) (?:you|i|people) (?:give|offer|get|have) refunds\b",
        ),
    ),
    (
        "policy.returns",
        any_of(
            r"\breturns? polic|\bpolicy (?:on|for|about) returns\b|\b(?:is|are) (?:a |the )?returns? free\b",
            HOW_LONG + r"[^.!?\n]{0,30}\breturn\b|\bhow (?:do|can|would) i (?:return|send)\b",
            HOW_LONG + r"[^.!?\n]{0,30}\bsend \w{1,12} back\b",
            r"\b(?:can|could|may) i return (?:something|things|items|an item|goods)\b",
            r"\b(?:do|does) (?:a )?returns? cost\b",
        ),
    ),
    (
        "policy.address",
        any_of(
            r"\b(?:can|could|may|possible to) (?:i |you |one )?change (?:an|the) address (?:after|once|of an|before)\b"
        ),
    ),
    (
        "policy.delivery",
        any_of(
            HOW_LONG + r"[^.!?\n]{0,30}\b(?:deliver|delivery|deliveries|shipping|postage)\b",
            r"\b(?:delivery|shipping) (?:time|times|policy)\b",
        ),
    ),
    ("policy.warranty", any_of(r"\bwarrant(?:y|ies)\b|\bguarantee[ds]?\b")),
    (
        "policy.hours",
        any_of(
            r"\bopening (?:hours|times)\b|\bare you (?:guys )?(?:open|closed|there on)\b|\byour hours\b",
            r"\b(?:when|what times?|what hours) (?:are|do|is) (?:you|the shop|your shop) (?:open|close|there)\b",
            r"\b(?:if|when|whether|is|that) (?:you|the shop|your shop) (?:is |are )?(?:open|close)\b",
        ),
    ),
    (
        "policy.club",
        any_of(
            r"\bhow much (?:is|does|for) (?:the |your )?(?:coffee )?(?:club|subscription|membership)\b",
            r"\b(?:tell me (?:more )?about|how does|what's in|what is) (?:the |your )?coffee club\b",
            r"\b(?:price|cost) of the (?:coffee )?(?:club|subscription)\b|\bwhat is the coffee club\b",
        ),
    ),
)
"""Questions that anybody may ask -> the words that answer them."""

MERE = re.compile(
    "|".join(
        pattern.pattern
        for name, pattern in QUESTIONS
        if name in ("about.bot", "policy.refunds", "policy.refund_time", "policy.cancelling")
    )
)
"""Questions that name a matter without wanting it."""
WHEN_IT = any_of(
    r"\b(?:when|how long|how soon)\b[^.!?\n]{0,30}\b(?:it|that|they)\b|^(?:and |ok,? |so )?(?:how long|when)\W*$"
)
"""When something comes; in a matter of money it is the money."""

ITEM = "|".join(ITEMS)
COUNTRIES = "france|germany|spain|ireland|italy|america|usa|canada|australia|europe|abroad|overseas"
NOT_HERE: tuple[tuple[str, Pattern], ...] = (
    (
        "new orders, prices or stock",
        any_of(
            r"\b(?:do|don't|did) you (?:sell|stock)\b|\bin stock\b|\bplace (?:an|a new|another) order\b",
            r"\b(?:buy|purchase)\b(?! back)|\b(?:to|i|we|me) order (?:an?|some|another|new) \w",
            rf"\border (?:{ITEM})\b|\b(?:do you have|have you got) (?:any |an? |some )?(?:\w{{1,12}} )?(?:{ITEM})",
            rf"\b(?:how much|price|cost)\b[^.!?\n]{{0,25}}\b(?:{ITEM})",
        ),
    ),
    (
        "discount codes",
        any_of(r"\bdiscounts?\b|\bpromo(?:tion|tional)? codes?\b|\bcoupons?\b|\bgift (?:cards?|vouchers?)\b"),
    ),
    (
        "delivery charges or deliveries abroad",
        any_of(
            r"\bfree (?:delivery|shipping|postage)\b|\b(?:delivery|shipping|postage) (?:costs?|charges?|fees?)\b",
            r"\bhow much (?:is|for|does) (?:the )?(?:delivery|shipping|postage)\b",
            rf"\b(?:ship|shipping|deliver|delivery|send)\b[^.!?\n]{{0,15}}\b(?:{COUNTRIES})\b",
        ),
    ),
    ("ways to pay", any_of(r"\bpay (?:with|by|in|using)\b|\bpaypal\b|\bapple pay\b|\binstal?ments\b")),
    ("invoices", any_of(r"\b(?:invoices?|receipts?)\b")),
    (
        "changes to your account details",
        any_of(
            r"\b(?:chang(?:e|ing)|update|updating)\b[^.!?\n]{0,25}"
            r"\b(?:e-?mail|phone|telephone|mobile|name|card details|payment method)\b",
            r"\b(?:don't|no longer|can't|lost) (?:have )?access to (?:that|my|the|this) (?:old )?e-?mail",
            r"\b(?:delete|close|remove|deactivate)\b[^.!?\n]{0,15}\b(?:account|data)\b",
        ),
    ),
    (
        "the courier or the time of day",
        any_of(
            r"\bcouriers?\b|\b(?:which|what|who's the|who is the) carrier\b",
            r"\bwho (?:is|will be|'s) (?:delivering|bringing)\b",
            r"\b(?:what|which) time\b[^.!?\n]{0,25}\b(?:come|arrive|delivered|be here|get here|coming|arriving)\b",
            r"\b(?:morning|afternoon|evening) (?:delivery|slot)\b|\btime slot\b|\baccept (?:it|the parcel)\b",
            r"\bdeliver(?:y|ies)? (?:on|at) (?:\w{3,6}days?|(?:the )?weekends?)\b|\b(?:not|won't be) (?:at )?home\b",
        ),
    ),
    (
        "collecting parcels",
        any_of(r"\b(?:pick (?:it|them|my \w{1,12}) up|collect (?:it|them|my)|pick up (?:my|the|it))\b"),
    ),
    (
        "joining or pausing the club",
        any_of(
            near(("join", "sign up", "subscribe", "become a member"), (*CLUB, "for it", "to it"), 25),
            r"\b(?:paus(?:e|ing)|skip|put on hold)\b[^.!?\n]{0,20}\b(?:it|club|subscription|membership|month)\b",
        ),
    ),
    (
        "undoing that",
        any_of(r"\b(?:undo|un-?cancel|reverse|reinstate|restore|bring back)\b"),
    ),
    (
        "changes to an order or its delivery date",
        any_of(
            r"\b(?:chang(?:e|ing)|move|bring forward|choose|pick)\b[^.!?\n]{0,20}"
            r"\b(?:delivery (?:date|day)|date|day|colour|size|quantity)\b",
            r"\badd \w[^.!?\n]{0,25}\b(?:to|my) (?:my |the |this )?order\b",
            r"\b(?:next|same)[ -]day\b|\b(?:sooner|faster|quicker)\b",
        ),
    ),
    (
        "a parcel that went astray",
        any_of(
            r"\b(?:wrong|other|another) (?:house|door|flat|person)\b",
            r"\b(?:someone|somebody) else's (?:parcel|order|package)\b",
        ),
    ),
    ("return labels", any_of(r"\b(?:lost|no|without|new|another)\b[^.!?\n]{0,15}\blabels?\b")),
    (
        "calls and emails",
        any_of(
            r"\b(?:what's|what is|have you got|do you have) (?:your|a) (?:phone|telephone|contact|e-?mail)\b",
            r"\bcan (?:i|you|someone) (?:call|phone|ring|e-?mail) (?:you|me|us|someone|somebody)\b",
        ),
    ),
)
"""What belongs to the shop, but not to this desk: how it is called -> what gives it away."""

ENGLISH_ONLY = 2
"""Words of another language in a message from which on it is taken to be in that language."""
FOREIGN = any_of(
    word(
        *"hola dónde donde está mi pedido quiero gracias reembolso ayuda por favor necesito".split(),
        *"hallo wo ist meine mein bestellung ich möchte nicht bitte danke habe wann kommt eine und".split(),
        *"bonjour je ne où est mon commande veux voudrais merci remboursement pas suis".split(),
        *"ciao dov'è mio ordine vorrei grazie della sono".split(),
        *"gdzie jest moje zamówienie chcę proszę dzień dobry nie".split(),
        *"olá onde meu encomenda quero obrigado obrigada está não".split(),
    )
)

OFF_TOPIC = any_of(
    near(
        ("write", "tell", "sing", "compose", "generate", "give me", "make", "create", "debug", "read me"),
        ("poem", "joke", "song", "story", "haiku", "limerick", "essay", "horoscope", "code", "function", "program"),
        25,
    ),
    word("python", "javascript", "sql", "html", "java", "algorithm", "homework", "regex"),
    r"\bcapital (?:city )?of\b|\bprime minister\b|\bpresident of\b|\bworld cup\b|\bwho won\b|\bfootball\b",
    r"\bweather\b|\bstock(?:s| market| price)\b|\bbitcoin\b|\btranslate\b|\bmeaning of life\b|\brecipe\b",
    r"\b(?:ignore|disregard|forget) (?:\w{1,10} ){0,4}(?:instructions|rules|prompts?)\b",
    r"\bsystem prompt\b|\byour instructions\b|\bjailbreak\b",
)
