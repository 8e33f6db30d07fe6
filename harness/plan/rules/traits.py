"""Words for how people are and how they feel."""

import re
from typing import Literal

from harness.text.caseless import Caseless

from .wordlist import listed

Manner = Literal["push_back", "impatient", "patient", "brief", "chatty", "polite", "rude", "corrects"]

MOODS = frozenset(
    listed(
        """
        worried annoyed frustrated angry upset anxious stressed confused sad disappointed tired nervous
        happy calm furious irritated desperate scared afraid excited embarrassed relieved concerned
        overwhelmed flustered unhappy cross fed-up shocked irate livid cheerful excited curious impatient
        shaken exhausted distressed hopeful skeptical sceptical suspicious hurt devastated panicked
        panicking grumpy bored lonely fuming seething incensed outraged enraged exasperated aggrieved
        dismayed bewildered baffled puzzled perplexed tearful distraught thrilled delighted pleased
        jittery apprehensive fearful alarmed uneasy agitated disgruntled indignant disheartened mortified
        gutted heartbroken humiliated disgusted hostile restless thankful resigned dissatisfied insulted
        """
    )
)
"""Words for a feeling; any of them may also be a trait."""

_MANNERS: tuple[tuple[Manner, str], ...] = (
    (
        "impatient",
        r"impatient|in a (?:real |great |terrible )?(?:hurry|rush)|rushed|short of time|pressed for time|busy",
    ),
    ("polite", r"(?<!im)polite|courteous|well-mannered"),
    ("patient", r"(?<!im)patient"),
    ("brief", r"brief|terse|laconic|short|curt|concise|of few words"),
    ("chatty", r"chatty|talkative|verbose|rambling|long-winded"),
    ("rude", r"rude|abusive|aggressive|insulting"),
    ("push_back", r"pushy|persistent|insistent|stubborn|demanding|tenacious"),
)
MANNERS = tuple((does, re.compile(rf"\b(?:{words})\b", re.IGNORECASE)) for does, words in _MANNERS)
"""How a trait shows in what the customer does."""

PLAINLY: dict[str, Manner] = {
    "soon loses patience": "impatient",
    "waits patiently": "patient",
    "answers briefly": "brief",
    "talks a lot": "chatty",
    "speaks politely": "polite",
    "speaks rudely": "rude",
    "corrects the agent's mistakes": "corrects",
    "pushes back": "push_back",
}
"""The plainest way to say of a customer how they go about it -> what they do."""

_TRAITS = frozenset(
    listed(
        """
        polite friendly brief patient pushy rude shy rigid messy outgoing optimistic busy cautious confident
        direct organized organised methodical detail-oriented loyal new old young elderly deaf blind
        vulnerable bilingual retired pregnant disabled technical non-technical quiet loud kind tough honest
        dishonest careful careless forgetful demanding stubborn persistent insistent chatty talkative terse
        verbose mysterious private reserved sick ill dependent independent logical creative insecure
        flexible sarcastic formal informal casual calm tech-savvy certain sure smart serious relaxed
        pessimistic realistic meticulous frugal wealthy poor price-conscious retired hard-of-hearing
        uncertain unsure hesitant sceptical skeptical cheerful grateful apologetic aggressive assertive
        passive curious easy-going easygoing indecisive decisive humble proud sentimental straightforward
        reasonable understanding fussy picky blunt abrupt gentle warm cold distracted short snappy testy tetchy ratty
        stroppy shirty prickly defensive tearful weepy heated flustered curt clipped cooperative co-operative lovely
        sharp breezy jolly dour courteous softly-spoken frail weary fretful rattled wary irate aloof evasive
        """
    )
)
_SUFFIX = re.compile(
    r"[a-z-]+(?:ful|ous|ive|able|ible|ish|less|ic|ical|minded|year-old|going|spoken|savvy|tempered|winded)\Z"
)
_DEGREE = re.compile(
    r"(?:a little bit|a (?:little|bit)|very|quite|rather|really|so|extremely|somewhat|unbelievably|fairly"
    r"|always|usually|also|too|not|absolutely|deeply|a bit of|pretty|still|now|already|generally|slightly"
    r"|incredibly|particularly|quietly|mildly|visibly|increasingly)\s+",
    re.IGNORECASE,
)
_TENS = "twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety"
_ONES = "one|two|three|four|five|six|seven|eight|nine"
_AGE = re.compile(rf"(?:(?:{_TENS})(?:-(?:{_ONES}))?|eighteen|nineteen|\d{{1,3}})(?: years old)?\b", re.IGNORECASE)
_STATE = re.compile(
    r"in (?:good|high|low|poor|great|fine) spirits\b|at the end of (?:her|his|their|your) (?:tether|rope)\b"
    r"|worried sick\b"
    r"|in (?:a|an|complete|great|total|no)?\s*(?:(?:real|great|terrible|good|bad|complete|total) )*(?:hurry|rush"
    r"|shock|mood|panic|pain|distress|hurry)\b|out of (?:breath|patience)\b|fed up\b|hard of hearing\b"
    r"|of few words\b|at (?:her|his|their|your) wits' end\b|under (?:time )?pressure\b|(?:ticked|hacked|teed|pissed"
    r"|cheesed|brassed) off\b|fed up\b|worked up\b|wound up\b|at (?:her|his|their) wits' end\b|short of time\b"
    r"|new to\b"
    r"|good at\b|bad at\b|great with\b|used to\b|unfamiliar with\b|familiar with\b|close to (?:tears|\w+ing)\b|on"
    r" the (?:verge|brink) of\b|(?:about|ready) to (?:give up|cry|explode|leave)\b|in tears\b"
    r"|beside (?:her|him|them|your)sel(?:f|ves)\b|at (?:the|a|her|his|their|your) (?:end|loss)\b|on edge\b"
    r"|(?:running )?(?:low on|out of|short on) patience\b|losing (?:her |his |their |your )?patience\b|sick of\b"
    r"|(?:hard|difficult|easy|slow|quick|impossible|keen|eager) to (?:understand|please|follow|reach|convince"
    r"|persuade|help"
    r"|anger|talk to|forgive|upset|get through to)\b"
    r"|let down\b|put off\b|taken aback\b|over the moon\b|having a bad day\b|on (?:her|his|their|your) (?:guard"
    r"|last nerve)\b",
    re.IGNORECASE,
)
PERSON = Caseless(
    r"\b(?:customer|person|caller|user|buyer|shopper|client|member|subscriber|owner|student|nurse|teacher"
    r"|engineer|manager|parent|mother|father|"
    r"pensioner|man|woman|lady|gentleman|traveller|traveler|guest|speaker|developer|director|officer|ceo"
    r"|founder|freelancer|consultant|"
    r"designer|librarian|doctor|lawyer|driver|worker|professional|tenant|resident|fan|beginner|novice|expert"
    r"|adult|teenager|widow|widower|"
    r"grandmother|grandfather|carer|homeowner|landlord|retiree|employee|entrepreneur|photographer|accountant"
    r"|clerk|veteran|artist|writer|chef|baker|somebody|someone|boy|girl|mum|mom|dad|couple|family|illustrator|plumber"
    r"|electrician|builder|farmer|flyer|flier|renter|passenger|holidaymaker|commuter|tourist|immigrant"
    r"|newcomer|graduate|pupil|apprentice|intern|assistant|receptionist|secretary|journalist|musician|scientist"
    r"|researcher|analyst|architect|surgeon|midwife|pharmacist|dentist|therapist|firefighter|soldier|sailor"
    r"|pilot|schoolteacher|professor|lecturer|tutor|coach|hairdresser|cleaner|waiter|waitress|cook|mechanic"
    r"|carpenter|painter|gardener|seller|merchant|trader|broker|investor|shopkeeper|taxpayer|householder"
    r"|policyholder|cardholder|leaseholder|motorist|cyclist|gamer|collector|volunteer|neighbour|neighbor"
    r"|grandma|granny|grandpa|grandad|grandfather|nan|spouse|husband|wife|son|daughter|brother|sister|uncle|aunt"
    r"|friend|prospect|learner|newbie)s?\b",
)
"""Nouns for a person."""


TRADE = re.compile(
    r"(?:[\w-]+ ){0,3}?[a-z]{3,}(?<!numb)(?<!memb)(?:er|or|ist|ian|ant|eer|ress|medic)\b(?=\Z|,|\s(?:on|in|at"
    r"|from|with|who|for|of|and|by)\b)",
    re.IGNORECASE,
)
""" "a roofer from Hull", "a flight attendant": somebody's trade, by how its name ends."""


_YEARS_OLD = re.compile(r"\d{1,3} years old\b")
_FIRST_WORD = re.compile(r"[a-z]+(?:-[a-z]+)*")


def is_trait(words: str) -> bool:
    """Whether these words say how somebody is: "a little pushy", "seventy-four", "in a hurry", "worried about it"."""
    plain = words.strip().casefold()
    while match := _DEGREE.match(plain):
        plain = plain[match.end() :]
    if _STATE.match(plain) or _AGE.fullmatch(plain) or _YEARS_OLD.match(plain):
        return True
    first = _FIRST_WORD.match(plain)
    if not first:
        return False
    word = first[0]
    return (
        word in _TRAITS
        or word in MOODS
        or (word not in _SITUATIONS and bool(_SUFFIX.match(word)))
        or word.endswith("-old")
    )


_SITUATIONS = frozenset(
    listed(
        """
        on in at out up off over down under with without from to for by about near behind between against not only just
        still also then so than as like worth more less most least such what who whose where when which why how a an the
        her his their your my its our this that these those it one two three four five both all none some any no
        late early due owed eligible entitled overdue absent away abroad home back here there online offline able unable
        aware unaware available unavailable ready missing gone left right wrong next first last single fine free done
        over alone asleep awake alive dead present unemployed self-employed valid invalid wanted welcome responsible
        liable subject active inactive former current primary sole joint whole full empty open closed final correct
        currently presently actually recently newly incorrect possible impossible necessary other another same
        different part half almost nearly born
        """
    )
)
"""What may follow "is" and says where somebody is or how things stand, not how they are."""
_FELT = frozenset(
    listed(
        """
        frightened terrified petrified confused worried determined reserved organised organized relaxed tired annoyed
        surprised shocked upset ashamed embarrassed startled rattled intimidated muddled hurried harassed composed
        collected measured spirited guarded detached resolved unconvinced unimpressed heartened flattered mistaken
        shaken driven well-spoken outspoken soft-spoken plain-spoken
        """
    )
)
"""Participles that tell of a feeling or a manner."""
_QUALITY = re.compile(r"(?:[a-z]+ly\s+)?(?P<word>[a-z]+(?:-[a-z]+)*)", re.IGNORECASE)


def is_quality(words: str) -> bool:
    """Whether these words, after "she is", can only say how she is, although no list has them: "brisk"."""
    plain = words.strip().casefold()
    while match := _DEGREE.match(plain):
        plain = plain[match.end() :]
    if is_trait(plain):
        return True
    found = _QUALITY.fullmatch(plain)
    if not found or (word := found["word"]) in _SITUATIONS or PERSON.fullmatch(word):
        return False
    participle = word.endswith(("ed", "en", "ing", "wn", "ght", "ought", "old", "id")) or word in _DONE
    return word in _FELT or not participle or ("-" in word and not word.startswith(("re-", "pre-", "over-", "double-")))


_DONE = frozenset(
    listed("sent lost paid sold made put set hurt kept left met cut hit let told shut built held stuck spent lent")
)
"""Participles that end like other words."""


def mood_in(words: str) -> str | None:
    """The first word for a feeling."""
    return next((word for word in re.findall(r"[a-z]+(?:-[a-z]+)*", words.casefold()) if word in MOODS), None)


def manners_in(words: str) -> tuple[Manner, ...]:
    """How these traits show in what the customer does."""
    meant = _DENIED.sub(" ", words)
    return tuple(does for does, pattern in MANNERS if pattern.search(meant))


_DENIED = re.compile(
    r"\b(?:not|never|nor|neither|without being|rather than|instead of|no longer|anything but|far from|hardly|less)\s+"
    r"(?:(?:at all|very|really|too|particularly|exactly|ever|even|being|so|overly|a bit|always|in a|to be"
    r"|[a-z]+ly)\s+)*"
    r"[\w-]+(?:\s+(?:or|nor|and)\s+[\w-]+(?=\s*(?:[,.;]|but\b|\Z)))?",
    re.IGNORECASE,
)
"""What somebody is said not to be: "angry but never abusive"."""


DOING = re.compile(
    r"[a-z]+ing\s+(?:an?|the|her|his|their|your|my|its|some|several|many|no|another|one|two|three|four|five|six|seven"
    r"|eight|nine|ten|\d+)\s",
    re.IGNORECASE,
)
"""What somebody is about, and not how they are: "expecting 7 guests"."""

_MERELY = re.compile(
    r"(?:(?:very|quite|rather|a bit|a little|really|so|too|extremely|pretty|fairly|somewhat|slightly|not|no)"
    r" )*[\w'-]+(?: off| up)?(?: (?:with|about|at|by|in|of|to|for"
    r"|because|after|from|than|on|over|as|when|if|but|and|around|under|near|since|that|towards?|enough"
    r"|throughout)\b.*)?",
    re.IGNORECASE,
)


def merely(words: str) -> bool:
    """Whether an adjective is not followed by a thing: "happy about it", and not "happy ending"."""
    noun = PERSON.search(words)
    return bool(
        _MERELY.fullmatch(words) or (noun and noun.end() == len(words)) or len(words.split()) == 1 or "-" in words
    )
