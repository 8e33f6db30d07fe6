"""How people answer: yes, no, thanks, goodbye, not good enough: patterns for lower-case text."""

from .patterns import BROKEN, MARKS, any_of, word

YES = any_of(
    r"^(?:(?:oh|um|well|ah),? )?"
    + word(
        *(
            "yes",
            "yeah",
            "yep",
            "yup",
            "sure",
            "ok",
            "okay",
            "certainly",
            "absolutely",
            "definitely",
            "correct",
            "right",
        ),
        *("exactly", "indeed", "alright", "all right", "fine", "agreed", "please", "do it", "go ahead", "of course"),
        *("i do", "i would", "i agree", "i accept", "that would be", "that sounds", "sounds good", "sounds great"),
        *("that's fine", "that's right", "that is fine", "that is correct", "great", "perfect", "lovely", "wonderful"),
    ),
    r"\b(?:yes please|go ahead|please do|i agree|i accept|that's fine with me|happy with that)\b",
    r"^(?:y|ye|yh)\W*$|[👍✅👌]",
)
NO = any_of(
    r"^(?:(?:oh|um|well|ah|sorry),? )?"
    + word(
        *(
            "no",
            "nope",
            "nah",
            "not really",
            "no thanks",
            "never mind",
            "nothing",
            "none",
            "don't",
            "do not",
            "negative",
        ),
        *(
            "i don't",
            "i'd rather not",
            "i would rather not",
            "that's kind",
            "thanks but",
            "i won't",
            "not now",
            "not today",
        ),
    ),
    r"\b(?:no thanks|no thank you|rather not|don't want (?:a|the|that|any)|not interested|but no|but please)\b",
    r"\bjust cancel\b|\bi(?:'d| would) (?:rather|prefer)\b",
    r"^n\W*$|👎",
)
REFUSES = any_of(
    r"^(?:no|nope|wait|stop|hold on)\b",
    r"\b(?:don't|do not|not) (?:want to |yet )?cancel|\bchanged my mind\b|\bkeep (?:it|my)\b",
)
THANKS = any_of(
    r"\bthank(?:s| you)\b|\bcheers\b|\bmuch appreciated\b|\bgrateful\b|^ta\b|\b(?:thx|tnx|ty)\b|[🙏❤🥰😊🎉]"
)
GLAD = any_of(
    r"^(?:oh |that's |that is )?"
    + word(
        *("finally", "at last", "great", "perfect", "lovely", "wonderful", "brilliant", "excellent", "amazing"),
        *("fantastic", "awesome", "cool", "nice", "good", "super", "phew", "splendid", "marvellous"),
    )
)
"""The customer is content; it is not an answer to anything."""
HEDGED = any_of(
    r"^(?:ok|okay|right|fine|great|sure|alright|all right|well)\b",
    r"\bbut (?:what|how|when|will|is|do|does|can|first)\b",
)
"""It begins like a yes; before a question it is none."""
WONDERS = any_of(r"\b(?:what|how|when|why|which|if)\b|\b(?:will|would) (?:i|it|there|my|the|that)\b")
"""In a question: the customer wants to know, and does not ask for something to be done."""
SENSITIVE = any_of(
    r"\b(?:fraud|scam|hacked|stolen|(?:used|using) my card)\b|\b(?:lawyer|solicitor|legal action|sue you)\b",
    r"\b(?:died|passed away|bereave(?:d|ment)|late (?:husband|wife|mother|father))\b",
    r"\b(?:kill myself|suicid(?:e|al)|end my life|injured|hurt myself)\b",
)
"""What belongs in the hands of a person."""
WAITS = any_of(
    r"\b(?:hang on|hold on|bear with me|one (?:sec|second|moment|minute)|just a (?:sec|second|moment|minute))\b",
    r"\b(?:give me a|wait a|in a) (?:sec|second|moment|minute|bit)\b",
    r"\blet me (?:just )?(?:look|check|find|see|get|fetch)\b",
    r"\b(?:i'll|i will) (?:just )?(?:look|check|find|get|fetch|go and)\b|\b(?:brb|be right back)\b",
)
"""The customer needs a moment."""
DROPS = any_of(
    r"\b(?:never ?mind|nevermind|forget (?:it|about it|that)|doesn't matter|does not matter|don't bother|i give up)\b",
    r"^(?:no,? |oh,? |actually,? )?leave it\b",
)
"""The customer lets the matter go."""
NEVER_CAME = any_of(
    r"\b(?:hasn't|hasnt|has not|haven't|havent|have not|never|not|didn't|didnt|did not) (?:yet |even |actually |ever )?"
    r"(?:arrived?|come|came|been delivered|received?|turned up|got|get|had)\b",
    r"\bstill nothing\b|\bnothing yet\b",
    r"\bno sign of\b|\bnothing (?:has )?(?:arrived|came|come)\b|\bmissing\b|\bnowhere to be (?:seen|found)\b",
)
"""The customer did not get what is said to have come."""
IS_IT_DONE = any_of(
    r"\b(?:did|have) you (?:\w{1,12} )?(?:sen[dt]|done|do|cancel(?:led)?|refund(?:ed)?|change(?:d)?|reset)\b",
    r"\b(?:is|was|has|did) (?:it|that|this) (?:\w{1,12} )?"
    r"(?:sent|done|gone? through|cancelled|refunded|changed|work(?:ed)?)\b",
)
"""The customer asks whether it was really done."""
ASKS = any_of(
    r"\?",
    r"^(?:(?:and|but|so|ok|okay|wait|well) )?(?:what|who|why|when|where|which|how|whose)\b",
    r"^(?:(?:and|but|so|ok|okay|wait|well) )?(?:can|could|does|did|is|are|will|would|has|have) "
    r"(?:i|it|you|the|that|my|we)\b",
    r"^(?:(?:and|but|so|ok|okay|wait|well) )?do (?:i|you|we|they)\b",
)
"""The message is a question."""
REDIRECTS = any_of(
    r"\b(?:send|forward|e-?mail|get|have|want|need|goes|go|sent)\b[^.!?\n]{0,40}\b(?:to|at) \S{1,60}@|\binstead\b"
)
"""The customer wants something sent to a place that they name."""
USES = any_of(r"\b(?:plug|unplug|use|using|switch|turn|safe|touch)\b")
"""A question of whether a dangerous product may be used."""
LEAVES = any_of(r"\b(?:good ?bye|bye|see you|have a (?:good|nice|lovely|great) (?:day|one|evening|weekend))\b")
BYE = any_of(
    r"\bthank(?:s| you) (?:anyway|all the same|for (?:your|the|all your) (?:help|time))\b",
    r"\b(?:good ?bye|bye|see you|take care|have a (?:good|nice|lovely|great) (?:day|one|evening|weekend))\b",
    r"\bthat(?:'s| is| was| will be|'ll be) (?:all|everything|it)\b(?! wrong)",
    r"\bnothing (?:else|more)\b|\bno more questions\b|\ball sorted\b|\bi'm (?:done|all set|sorted)\b",
    r"\bleave it (?:there|at that)\b",
    r"^(?:(?:ok|okay|k|ugh|oh|well|i see|right|alright|all right|understood|got it|fine|fair enough|whatever|great"
    r"|then)\W{0,3}){1,4}$",
)
HELLO = any_of(
    r"^(?:hi|hello|hey|hiya|good (?:morning|afternoon|evening|day)|greetings|dear)\b",
    r"^\W*(?:please |can you |could you |i need (?:some )?)?help\b",
    r"^i(?:'ve| have)(?: got)? an? (?:question|problem|query)\b",
)
UNKNOWN = any_of(
    r"\b(?:don't|dont|do not|doesn't|didn't|can't|cannot|couldn't) (?:actually |really |quite )?"
    r"(?:know|remember|recall|have|find|see)\b",
    r"\b(?:no idea|not sure|unsure|forgot|forgotten|lost|misplaced)\b",
    r"\b(?:haven't got|have not got|no longer have|not to hand)\b",
    r"^(?:i have none|none|no clue|idk|dunno)\b|\b(?:not a clue|rather not (?:say|give))\b",
    r"\bonly (?:one|number|postcode|email|address) (?:that )?i (?:have|know|can find)\b",
)
PUSHES = any_of(
    word(
        *(
            "not good enough",
            "not acceptable",
            "unacceptable",
            "ridiculous",
            "outrageous",
            "come on",
            "i insist",
            "unfair",
        ),
        *("not fair", "don't accept", "do not accept", "make an exception", "can't be right", "not happy", "surely"),
        *("are you serious", "please try", "i really (?:need|want)", "why not", "you must", "you have to", "i still"),
        *(
            "again",
            "but (?:i|it|the|you|why|that|my|can)",
            "is there no way",
            "isn't there",
            "are you sure",
            "can't you",
        ),
        *(
            "nothing (?:at all )?you can do",
            "anything (?:at all )?you can do",
            "once more",
            "must be (?:something|a way)",
        ),
        *("could you not", "just this once", "bend the rules", "i want (?:my|a|the|to)", "i need", "i expect"),
        *(
            "just tell me",
            "tell me anyway",
            "please just",
            "seriously",
            "no way",
            "nonsense",
            "absurd",
            "unbelievable",
            "kidding",
            "joking",
            "not right",
            "not enough",
        ),
        *("why can't", "why won't", "never (?:shop|buy|order)(?:ping|ing)? (?:here|from you|with you)", "wtf"),
    ),
    r"^(?:but )?why\W*$|[😡🤬😠]",
)
ALSO = any_of(
    word(
        "also",
        "and another",
        "another thing",
        "as well",
        "second(?:ly)?",
        "one more thing",
        "besides",
        "in addition",
        "plus",
    )
)
DAMAGED = any_of(
    rf"\b(?:{BROKEN}|defective|shattered|torn|bent)\b|\b(?:a|big|small|huge|tiny|deep|some|has|with) (?:{MARKS})\b"
)
AND = any_of(r" and |&|; ")
WRONG_ITEM = any_of(r"\b(?:wrong|incorrect) (?:item|product|thing|colour|size|one)\b")
TOLD_PASSWORD = any_of(
    r"\bpassword (?:is|was|=|:) ?(?!wrong|not|incorrect|gone|lost|forgotten|no |invalid|expired)\S",
)
