"""The customer's side: a sentence -> persona, wants, facts, reactions, lines, behaviour, endings.

Conditions come before everything else; then quotations; then the clauses of the sentence, one rule table for each.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from harness.text.caseless import Caseless

from ..nouns import AnyItem, Behaviour, Check, Deed, Ending, Fact, Line, Reaction
from .acted import made_up, mistaken
from .agent import expectation
from .broken import broken
from .clauses import ORDER, read_clause, story
from .conditions import condition
from .contracted import expanded
from .customer_facts import facts
from .cutting import split_clauses
from .doubts import doubtful, unspoken
from .ellipsis import completed
from .grammar import bare
from .happenings import dangling, happens
from .moods import MADE_TO_REPEAT, moved
from .plainer import plainer
from .reactions import reactions, response_of, wordless
from .reading import Context, Read, understood
from .recast import recast
from .speech import quoted
from .steps import background, by_hand, expected, is_title, turn
from .swallowed import swallowed
from .terms import terms
from .terse import terse
from .ties import leading, masked
from .told import surely
from .unread import TOLD_INSTEAD, not_told, screen
from .vague import on_screen
from .wishes import CUSTOMER
from .withheld import KEPT_BACK, of_the_one_before, only_later, points_back, unsaid, withheld

_SPEAKER = Caseless(r"(?:user|customer|caller|you|me)\s*:\s*(?P<said>.+)")
_AGENT_SAYS = re.compile(r"(?:agent|bot|assistant)\s*:\s*(?P<said>.+)", re.IGNORECASE)
_OPENING = re.compile(
    rf"(?:(?:{CUSTOMER}|then|first|next|also|finally|lastly|later)\s+)*(?:opening|first message|opens?(?: with)?"
    rf"|starts?(?: with"
    rf"| by saying)?|begins?(?: with| by saying)?|says?(?: something like)?|"
    r"send (?:the |another )?(?:follow-?up|message|next)?(?: message| question)?|asks?|replies|answers?"
    r"|greeting|tell (?:them|the agent))\s*[:,]?\s*(?=\")",
    re.IGNORECASE,
)
_TOPIC = Caseless(r"(?:then |and )?(?P<topic>[^\":.!?\x01]{2,80}):\s*(?P<said>\x01.*)", re.DOTALL)
_TRAILING_IF = Caseless(
    r",?\s+(?P<word>but only if|only if|only when|if|when|once|until|as soon as|whenever|every time|each time"
    r"|the (?:moment|minute|second|instant)|after)\s+(?=(?:(?:the |an? )?(?:customer|agent|bot|assistant|it"
    r"|asked|told|offered|refused"
    r"|transferred|put|pressed|given|kept"
    r"|she|he|they|you|all|your|her|his"
    r"|everything|that|this|nothing|being|told|offered|there)|(?:the |an? )?(?:[\w-]+ ){1,3}(?:is|are|has been"
    r"|have been|works)"
    r"|(?:the |an |a |another )?(?:first |second |third |next )?(?:refusal|no|apology|offer|transfer|rejection"
    r"|answer|reply"
    r"|price|fee|question)|(?:the |an? |his |her |their )?(?:[\w-]+ ){1,2}[a-z]+ed)\b)",
)
_LEAVES = re.compile(
    r"\b(?:ends? (?:the )?(?:conversation|chat|call)|end (?:the )?conversation|hangs? up|logs? out|rings off|says?"
    r" (?:bye|cheerio)|leaves?(?: the (?:chat"
    r"|conversation|call))?\b(?! (?:a|an|her|his|the)\b)|gives? up|(?:conversation|chat|call) (?:ends|is (?:over"
    r"|finished"
    r"|done|closed)|finishes|stops)|says? goodbye|signs? off|logs? off|will stop\b|stops (?:there|asking|writing"
    r"|the (?:chat|conversation|call))|puts? the phone down|closes? the (?:chat|conversation|window)|walks? away"
    r"|goes offline|(?:is|am|are) (?:off|gone|out of there|good to go)|consider(?:s)? (?:it|the (?:issue|matter"
    r"|case)) (?:resolved|solved"
    r"|closed)|(?:is|am) (?:satisfied|happy|done|content)(?! (?:to|with) )|are (?:satisfied|done)|stops(?="
    r" (?:when|once|as soon"
    r" as|after)\b))\b",
    re.IGNORECASE,
)
_NOTE = re.compile(
    r"(?:test(?:s|ing)?\b|verify that|(?:what|all) we(?: are| were)? (?:\w+ )?(?:trying|testing|checking|looking"
    r"|want|after|interested)"
    r"|we are (?:testing|checking|trying|looking)|the (?:purpose|point|aim|idea) (?:of this|here|behind|is to)|this"
    r" one\b"
    r"|(?:based|modelled|written|added|taken|lifted) (?:on|from|after)\b|(?:see|ref|cf\.?|ticket|jira|source)\b\s*:?"
    r"|for (?:the )?(?:record|reference|info)"
    r"|(?:purpose|aim|point|test|intent)\s*[:=]\s*(?:check|verify|test|make sure|see|confirm|prove|ensure)|the"
    r" purpose|this (?:journey|test|scenario|is (?:meant|a test|incorrect))"
    r"|note\b|scenario:|feature:|you are playing|is meant to)",
    re.IGNORECASE,
)
_PURPOSE = re.compile(r"(?:purpose|aim|point|test|intent)\s*[:=]", re.IGNORECASE)
_THEN = Caseless(
    r"\A(?:(?:if (?:at all )?possible|ideally|preferably|if necessary|if need be|after that|by now|at this point|at"
    r" the moment|right now|these days|currently|understandably|in short"
    r"|of course|on top of that|besides|secondly|firstly|then|lastly|finally|also|first|next|in addition|however"
    r"|and),\s+|(?:then|lastly|also"
    r"|finally|by now|at this point|right now|currently)\s+(?=(?:she|he|they|you|i|the (?:customer|user|caller)"
    r"|(?-i:[A-Z])[\w'-]+ is)\b))",
)
_LABEL = Caseless(
    r"(?:your character|about you|(?:un)?known info(?:rmation)?|reason for (?:the )?call|(?:task )?instructions"
    r"|background|context"
    r"|character|profile|persona|personality|(?:your )?situation|story|setting|behaviou?r)\s*:\s+"
    r"(?=(?:you|she|he|they|i|be|do|don't|never|always|the (?:customer|user|caller))\b|(?-i:[A-Z])[a-z]+"
    r" (?:(?-i:[A-Z])[a-z]+ )?(?:is"
    r"|has|wants|was)\b)",
)
"""A name for what follows: the sentence is what stands behind it."""
_GREETS = re.compile(
    r"(?:hello|hi|hey|good (?:morning|afternoon|evening|day)|dear \w+)\b[ ,!.].*\b(?:i|my|me|we|can"
    r"|could)\b",
    re.IGNORECASE,
)
"""A turn without quotation marks: nobody but the customer says hello."""
_PLEADS = re.compile(
    r"(?:i|we|my|our|could i|can i|could you|can you|please)\b(?!.*\b(?:she|he|her|his|the (?:customer|agent|user))\b)"
    r".*\b(?:please|thanks|thank you|your (?:website|shop|store|company|app|hotline)|you (?:guys|people|lot)|i can't"
    r" believe)\b",
    re.IGNORECASE,
)
"""What is said to somebody by the customer's own mouth: "I'd like my money back, please"."""
_ON_BEING = re.compile(
    r"(?:asked|told|offered|refused|pressed|challenged|given|faced with|confronted with|put on hold|transferred"
    r"|handed over|quoted|shown)\b[^,:]*[,:]",
    re.IGNORECASE,
)
"""A condition that needs no word to open it: "Asked for his address, he gives the old one"."""
_UNLESS = Caseless(r"\bunless\b")
Rule = Callable[[str, Context], Sequence[AnyItem]]


# ---- whole sentences ----------------------------------------------------------------------------------------


def customer(context: Context) -> Read:
    """Read a sentence of the customer section."""
    read = _customer(context)
    whole = read.status != "understood" or not any(map(swallowed, read.items))
    return read if whole else not_told(bare(context.text), context)


def _customer(context: Context) -> Read:
    text = completed(recast(plainer(expanded(bare(_THEN.sub("", _LABEL.sub("", context.text)))))))
    if both := _each_condition(text, context):
        return both
    if doubt := doubtful(text, context):
        return Read("needs_model", (), "customer.unread", (doubt,))
    if points_back(text) and (kept := of_the_one_before(text, context)):
        return understood(KEPT_BACK, *kept)
    if kept := withheld(text, context):
        return understood("customer.withheld", *kept)
    if only_later(text):
        return not_told(text, context)
    if untold := unsaid(text, context):
        return understood("customer.unsaid", *untold)
    if known := made_up(text, context):
        return understood("customer.made_up", *known)
    if felt := moved(text, context):
        return understood("customer.mood", *felt)
    if _UNLESS.search(masked(text)) and not facts(text, context):
        return not_told(text, context)
    if _NOTE.match(text) and _PURPOSE.match(text):
        return Read("note", (), "customer.note")
    if _UNDER.fullmatch(context.text) and not _FINITE_IN.search(context.text):
        return understood("customer.under", Fact(**context.base, value=context.text))
    if happens(text, context):
        return understood("customer.story", story(text, context))
    for name, rule in _WHOLE:
        if items := rule(text, context):
            if dangling(items):
                return not_told(text, context)
            if wordless(items, text):
                return Read("needs_model", tuple(items), "customer.wordless", (unspoken(context.sentence.text),))
            return understood(f"customer.{name}", *items)
    if text.endswith("?"):
        return understood("customer.question", Line(**context.base, say=context.written))
    if _NOTE.match(text):
        return Read("note", (), "customer.note")
    return _clauses(text, context)


def _each_condition(text: str, context: Context) -> Read | None:
    """ "She takes a voucher, but if it is under £10, she says no": two sentences in one; None for any other."""
    match = _AND_IF.search(masked(text))
    if not match or leading(text) or unsaid(text, context):
        return None
    reads = [
        customer(replace(context, words=part))
        for part in (bare(text[: match.start()]), text[match.start("second" if match["second"] else "after") :])
    ]
    if any(one.status != "understood" for one in reads):
        return not_told(text, context) if match["after"] else None
    base = context.base
    items = [item.model_copy(update={"text": base["text"]}) for one in reads for item in one.items]
    return understood(f"{reads[0].rule}+{(reads[1].rule or '').removeprefix('customer.')}", *items)


_AND_IF = Caseless(
    rf"(?:,|;|\s[-–—])\s+(?:and |but |though |although |so )(?P<second>(?:if|when|once|whenever)"
    rf" [^,]{{3,120}}?,?\s(?:(?:{CUSTOMER})"
    r"(?: will| would)?\s+[a-z]+|(?:accept|agree|refuse|decline|insist|say|ask|thank)\b))"
    r"|;\s+(?P<after>(?:if|when|once|whenever|asked|told|offered|refused|pressed"
    r"|given) [^,]{3,120}?,\s)",
)


def script_line(context: Context) -> Read:
    """Read a line of *What the customer says*: one turn, or `Agent:` and what must be said to it."""
    text = context.written
    if match := _AGENT_SAYS.fullmatch(text):
        return understood("script.agent", _agent_line(match["said"], context))
    if match := _SPEAKER.fullmatch(text):
        text = match["said"]
    elif step := _step(context):
        return step
    elif word := by_hand(text):
        return screen(word, "script.on_screen", TOLD_INSTEAD)
    return understood("script.line", Line(**context.base, say=_unwrapped(text)))


def _step(context: Context) -> Read | None:
    """A line of Given, When and Then; None for any other."""
    text = context.text
    if is_title(text):
        return Read("note", (), "step.title")
    if said := turn(text):
        return understood("step.turn", Line(**context.base, say=_unwrapped(said)))
    if wanted := expected(text):
        return expectation(replace(context, words=wanted))
    held = background(text, context)
    if held and (word := on_screen(held)):
        return screen(word, "step.on_screen", TOLD_INSTEAD)
    return customer(replace(context, words=held)) if held else None


def _unwrapped(text: str) -> str:
    """A line without the quotation marks around the whole of it."""
    text = text.strip()
    pairs = (('"', '"'), ("“", "”"), ("'", "'"), ("‘", "’"))
    inner = text[1:-1]
    wrapped = len(text) > 2 and any(
        text[0] == one and text[-1] == two and one not in inner and two not in inner for one, two in pairs
    )
    return inner.strip() if wrapped else text


def _agent_line(said: str, context: Context) -> Check:
    exact = quoted(said)
    about = bare(exact or said)
    return Check(**context.base, severity=context.severity, deed=Deed(act="say", about=about, exact=exact))


def _agent_speaks(text: str, context: Context) -> Sequence[AnyItem]:
    match = _AGENT_SAYS.fullmatch(text)
    return (_agent_line(match["said"], context),) if match else ()


def _reaction(text: str, context: Context) -> Sequence[AnyItem]:
    """ "If the agent offers a voucher: ...", "When asked about shipping, she ..."."""
    opened = leading(f"when {text}" if _ON_BEING.match(text) else text)
    if opened is None or not opened[2]:
        return ()
    word, when, response = opened
    return reactions(word, when, response, context)


def _spoken(text: str, context: Context) -> Sequence[AnyItem]:
    """A turn of the customer's: a quotation, `User: ...`, "She opens with ...", first-person speech in quotes."""
    if match := _SPEAKER.fullmatch(text):
        return (Line(**context.base, say=_unwrapped(match["said"])),)
    if _GREETS.match(text) or _PLEADS.match(text):
        return (Line(**context.base, say=context.sentence.text),)
    if text.startswith('"') or _OPENING.match(text):
        return (Line(**context.base, say=quoted(text) or text),)
    if text.count('"') == 1 and text.endswith('"'):
        # The end of a quotation whose beginning stands in another sentence.
        return (Line(**context.base, say=text.rstrip('"').strip()),)
    return ()


def _topic(text: str, context: Context) -> Sequence[AnyItem]:
    """`Credit card usage: "I don't spend much."`: what to say when that comes up."""
    match = _TOPIC.fullmatch(masked(text))
    if not match or (context.people.subject.match(match["topic"]) and not _TIMED.search(match["topic"])):
        return ()
    does, words = response_of(text[match.start("said") :], context)
    topic = text[match.start("topic") : match.end("topic")]
    if timed := _TIMED.search(topic):
        does, _ = response_of(topic[: timed.start()], context)
        return (Reaction(**context.base, trigger=condition(timed["when"], context), say=words, does=does),)
    return (Reaction(**context.base, trigger=condition(f"asked about {topic.strip()}", context), say=words, does=does),)


_TIMED = re.compile(r"\b(?:when|if|once|after)\s+(?P<when>.+)", re.IGNORECASE)


def _trailing(text: str, context: Context) -> Sequence[AnyItem]:
    """ "She accepts if the agent offers half.", "Do not end the conversation until it is done." """
    if quoted(text):
        return ()
    match = list(_TRAILING_IF.finditer(masked(text)))
    if not match:
        return ()
    cut = match[-1]
    response, when, word = text[: cut.start()], text[cut.end() :], cut["word"].casefold()
    if MADE_TO_REPEAT.search(when) and _LEAVES.search(response):
        beside = [item for part in split_clauses(response)[:-1] for item in read_clause(part, context)[1]]
        return (*beside, Behaviour(**context.base, does="impatient"))
    if _LEAVES.search(response):
        deed = condition(when, context)
        *earlier, leaving = split_clauses(response)
        beside = [item for part in earlier for item in read_clause(part, context)[1]]
        return (*beside, Ending(**context.base, when=deed, satisfied=_satisfied(leaving, deed)))
    mine = rf"(?:{CUSTOMER}|{'|'.join(map(re.escape, context.people.names)) or 'nobody'})\b"
    if word == "until" or facts(text, context):
        return ()
    if not re.match(mine, response, re.IGNORECASE) and not ORDER.match(response):
        return ()
    *earlier, response = split_clauses(response)
    read = [read_clause(part, context) for part in earlier]
    if any(name is None for name, _ in read):
        return ()
    does, words = response_of(response, context)
    if does == "say" and not re.search(r"\b(?:the agent|bot|asked)\b", when):
        return ()
    told = [item for _, found in read for item in found]
    return (*told, Reaction(**context.base, trigger=condition(when, context), say=words, does=does))


def _satisfied(response: str, deed: Deed) -> bool:
    if _STAYS.search(response):
        return deed.act != "refuse"
    if re.search(r"\b(?:hangs? up|gives? up|angr|cross|disappointed|unhappy)", response, re.IGNORECASE):
        return False
    return deed.act != "refuse"


_STAYS = re.compile(r"\b(?:not|n't|never|refuses to)\b", re.IGNORECASE)
"""Who does not hang up until a thing is settled is content once it is."""
_ENDS = Caseless(
    r"\b(?:end (?:the )?(?:conversation|chat|call)|ends the (?:conversation|chat|call)|hangs up"
    r"|consider the issue resolved)\b"
)


def _ending(text: str, context: Context) -> Sequence[AnyItem]:
    if not _ENDS.search(text):
        return ()
    if re.search(r"\b(?:not|n't) (?:want to )?end\b", text, re.IGNORECASE):
        return ()
    return (
        Ending(
            **context.base,
            when=Deed(act="say", about=""),
            satisfied=not re.search(r"hangs? up|angr", text, re.IGNORECASE),
        ),
    )


_WHOLE: tuple[tuple[str, Rule], ...] = (
    ("agent_line", _agent_speaks),
    ("reaction", _reaction),
    ("spoken", _spoken),
    ("topic", _topic),
    ("terse", terse),
    ("mistaken", mistaken),
    ("terms", terms),
    ("trailing", _trailing),
    ("ending", _ending),
)
"""Rules for a sentence as a whole, in order: conditions first."""


_UNDER = re.compile(
    r"(?:on|for|about|with|at|regarding|from)\s+(?:the|her|his|their|an?|order|card"
    r"|account)\b[^:;\x01]{1,60}:",
    re.IGNORECASE,
)
"""What the lines below it are about: "On the Gold card:"."""
_FINITE_IN = re.compile(
    r"\b(?:is|are|was|were|has|have|had|does|did|will|would|wants|needs|says|asks)\b", re.IGNORECASE
)


def _clauses(text: str, context: Context) -> Read:
    parts = split_clauses(text)
    several = len(parts) > 1
    read = [
        ("withheld", kept) if several and (kept := withheld(part, context)) else read_clause(part, context)
        for part in parts
    ]
    names, known = [name for name, _ in read], context.people.names
    if all(name == "story" for name in names):
        told = story(text, context)
        return understood("customer.story", told) if surely(text, known) else not_told(text, context, told)
    if None in names and len(parts) > 1:
        if set(names) <= {None, "story"} and surely(text, known):
            return understood("customer.story", story(text, context))
        # One part is not understood: it may be a piece of the story, or the sentence as a whole may still be read.
        read = [_or_story(part, *one, context) for part, one in zip(parts, read, strict=True)]
        if any(name is None for name, _ in read):
            name, items = read_clause(text, context)
            whole = name is not None and name != "story" and not (name == "persona" and _SECOND.search(text))
            return understood(f"customer.{name}", *items) if whole else not_told(text, context)
        names = [name for name, _ in read]
    if names == [None] and _OF_THEM.search(text) and not _ON_WHAT.match(text) and surely(text, known):
        return understood("customer.story", story(text, context))
    stories = [part for part, (name, _) in zip(parts, read, strict=True) if name == "story"]
    if None in names or not all(surely(part, known) for part in stories):
        return not_told(text, context)
    items = [item for _, found in read for item in found]
    if broken(items) is not None:
        return not_told(text, context)
    return understood(f"customer.{'+'.join(dict.fromkeys(name for name in names if name))}", *items)


_OF_THEM = re.compile(
    r"\b(?:she|he|they|you|i|her|him|them|me|his|their|your|my|the (?:customer|caller|user))\b", re.IGNORECASE
)
_ON_WHAT = re.compile(
    r"(?:as|for|with|in|on|at|to|when|if|by|after|before|during|until|while|from|about)\b", re.IGNORECASE
)
"""What opens a sentence on what somebody does then: "As for the rest, she takes a guess"."""
_SECOND = re.compile(r"[,;]\s*(?:(?:and|but|so|yet)\s+)?(?:she|he|they|you|i)\s+[a-z]", re.IGNORECASE)
"""What somebody does beside what they are like, which no trait can hold."""


def _or_story(
    part: str, name: str | None, items: Sequence[AnyItem], context: Context
) -> tuple[str | None, Sequence[AnyItem]]:
    """A part that no rule knows, as a piece of the story where its words tell one."""
    if name is None and surely(part, context.people.names):
        return "story", (story(part, context),)
    return name, items
