"""The customer's side: a sentence -> persona, wants, facts, reactions, lines, behaviour, endings.

Conditions come before everything else; then quotations; then the clauses of the sentence, one rule table for each.
"""

import re
from collections.abc import Callable, Sequence

from ..nouns import AnyItem, Behaviour, Check, Deed, Ending, Line, Reaction
from .agent import expectation
from .clauses import CUSTOMER, ORDER, read_clause, split_clauses, story
from .customer_facts import facts
from .grammar import AGENT, bare, clause
from .reactions import condition, reactions, response_of
from .reading import Context, Read, Remark, understood
from .speech import quoted
from .ties import leading, masked
from .unread import screen
from .vague import ui_step

_SPEAKER = re.compile(r"(?:user|customer|caller|you|me)\s*:\s*(?P<said>.+)", re.IGNORECASE)
_AGENT_SAYS = re.compile(r"(?:agent|bot|assistant)\s*:\s*(?P<said>.+)", re.IGNORECASE)
_OPENING = re.compile(
    rf"(?:(?:{CUSTOMER}|then|first|next|also)\s+)*(?:opening|first message|opens?(?: with)?|starts?(?: with"
    rf"| by saying)?|begins?(?: with| by saying)?|says?(?: something like)?|"
    r"send (?:the |another )?(?:follow-?up|message|next)?(?: message| question)?|asks?|replies|answers?"
    r"|greeting|tell (?:them|the agent))\s*[:,]?\s*(?=\")",
    re.IGNORECASE,
)
_TOPIC = re.compile(r"(?:then |and )?(?P<topic>[^\":.!?\x01]{2,80}):\s*(?P<said>\x01.*)", re.IGNORECASE | re.DOTALL)
_TRAILING_IF = re.compile(
    r",?\s+(?P<word>but only if|only if|only when|if|when|once|until|as soon as|whenever"
    r"|after)\s+(?=(?:the |an? )?(?:agent|bot|assistant|it|asked|she|he|they|you|all|your|her|his|everything"
    r"|that|this|nothing)\b)",
    re.IGNORECASE,
)
_LEAVES = re.compile(
    r"\b(?:ends? the (?:conversation|chat|call)|end (?:the )?conversation|hangs? up|leaves?(?: the (?:chat"
    r"|conversation|call))?\b|gives? up|consider(?:s)? (?:it|the (?:issue|matter|case)) (?:resolved|solved"
    r"|closed)|is (?:satisfied|happy|done|content)|are (?:satisfied|done))\b",
    re.IGNORECASE,
)
_MADE_TO_REPEAT = re.compile(
    r"\b(?:has|have|had|is|are|made) (?:made )?to (?:explain|repeat|say|give)\b"
    r".*\b(?:\w+sel(?:f|ves)|again|twice|times)\b",
    re.IGNORECASE,
)
"""Having to say things again is what impatience is about."""
_NOTE = re.compile(
    r"(?:test(?:s|ing)?\b|verify that|the purpose|this (?:journey|test|scenario|is (?:meant|a test|incorrect))"
    r"|note\b|scenario:|feature:|you are playing|is meant to)",
    re.IGNORECASE,
)
_THEN = re.compile(
    r"(?:(?:after that|then|lastly|finally|also|first|next|in addition|however|and),\s+|(?:then|lastly|also"
    r"|finally)\s+(?=(?:she|he|they|you|i)\b))",
    re.IGNORECASE,
)
_SHORT = re.compile(
    r"\b(?:you|they|she|he|it|i)'(?P<tail>re|s|m|d(?= (?:like|love|rather"
    r"|prefer)))\b(?=\s+(?P<got>got|been|had)?)",
    re.IGNORECASE,
)
_NOT_SHORT = re.compile(r"\b(is|are|was|were)n't\b", re.IGNORECASE)
_LONG = {"re": "are", "m": "am", "s": "is", "d": "would"}

Rule = Callable[[str, Context], Sequence[AnyItem]]


# ---- whole sentences ----------------------------------------------------------------------------------------


def customer(context: Context) -> Read:
    """Read a sentence of the customer section."""
    text = _expanded(bare(_THEN.sub("", context.text)))
    if re.search(r"\bunless\b", masked(text), re.IGNORECASE) and not facts(text, context):
        return _unread(text, context)
    for name, rule in _WHOLE:
        if items := rule(text, context):
            return understood(f"customer.{name}", *items)
    if text.endswith("?"):
        return understood("customer.question", Line(**context.base, say=context.sentence.text))
    if _is_expectation(text, context):
        return expectation(context)
    if _NOTE.match(text):
        return Read("note", (), "customer.note")
    return _clauses(text, context)


def _expanded(text: str) -> str:
    """The text with "you're" and "she's" written out, quotations left as they are."""
    text = _NOT_SHORT.sub(r"\1 not", text) if '"' not in text else text
    hidden = masked(text)
    out, at = [], 0
    for match in _SHORT.finditer(hidden):
        verb = "has" if match["got"] else _LONG[match["tail"].casefold()]
        out.append(f"{text[at : match.start('tail') - 1]} {verb}")
        at = match.end("tail")
    return "".join(out) + text[at:]


def script_line(context: Context) -> Read:
    """Read a line of *What the customer says*: one turn, or `Agent:` and what must be said to it."""
    text = context.sentence.text.strip()
    if match := _AGENT_SAYS.fullmatch(text):
        return understood("script.agent", _agent_line(match["said"], context))
    if match := _SPEAKER.fullmatch(text):
        text = match["said"]
    return understood("script.line", Line(**context.base, say=_unwrapped(text)))


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
    opened = leading(text)
    if opened is None or not opened[2]:
        return ()
    word, when, response = opened
    return reactions(word, when, response, context)


def _spoken(text: str, context: Context) -> Sequence[AnyItem]:
    """A turn of the customer's: a quotation, `User: ...`, "She opens with ...", first-person speech in quotes."""
    if match := _SPEAKER.fullmatch(text):
        return (Line(**context.base, say=_unwrapped(match["said"])),)
    if text.startswith('"') or _OPENING.match(text):
        return (Line(**context.base, say=quoted(text) or text),)
    if text.count('"') == 1 and text.endswith('"'):
        # The end of a quotation whose beginning stands in another sentence.
        return (Line(**context.base, say=text.rstrip('"').strip()),)
    return ()


def _topic(text: str, context: Context) -> Sequence[AnyItem]:
    """`Credit card usage: "I don't spend much."`: what to say when that comes up."""
    match = _TOPIC.fullmatch(masked(text))
    if not match:
        return ()
    does, words = response_of(text[match.start("said") :], context)
    topic = text[match.start("topic") : match.end("topic")]
    if timed := re.search(r"\b(?:when|if|once|after)\s+(?P<when>.+)", topic, re.IGNORECASE):
        does, _ = response_of(topic[: timed.start()], context)
        return (Reaction(**context.base, trigger=condition(timed["when"], context), say=words, does=does),)
    return (Reaction(**context.base, trigger=condition(f"asked about {topic.strip()}", context), say=words, does=does),)


def _trailing(text: str, context: Context) -> Sequence[AnyItem]:
    """ "She accepts if the agent offers half.", "Do not end the conversation until it is done." """
    if facts(text, context) or quoted(text):
        return ()
    match = list(_TRAILING_IF.finditer(masked(text)))
    if not match:
        return ()
    cut = match[-1]
    response, when, word = text[: cut.start()], text[cut.end() :], cut["word"].casefold()
    if _MADE_TO_REPEAT.search(when) and _LEAVES.search(response):
        beside = [item for part in split_clauses(response)[:-1] for item in read_clause(part, context)[1]]
        return (*beside, Behaviour(**context.base, does="impatient"))
    if _LEAVES.search(response):
        deed = condition(when, context)
        return (Ending(**context.base, when=deed, satisfied=_satisfied(response, deed)),)
    if word == "until" or (
        not re.match(
            rf"(?:{CUSTOMER}|{'|'.join(map(re.escape, context.people.names)) or 'nobody'})\b", response, re.IGNORECASE
        )
        and not ORDER.match(response)
    ):
        return ()
    does, words = response_of(response, context)
    if does == "say" and not re.search(r"\b(?:the agent|bot|asked)\b", when):
        return ()
    return (Reaction(**context.base, trigger=condition(when, context), say=words, does=does),)


def _satisfied(response: str, deed: Deed) -> bool:
    if re.search(r"\b(?:hangs? up|gives? up|angr|cross|disappointed|unhappy)", response, re.IGNORECASE):
        return False
    return deed.act != "refuse"


def _ending(text: str, context: Context) -> Sequence[AnyItem]:
    if not re.search(
        r"\b(?:end (?:the )?(?:conversation|chat|call)|ends the (?:conversation|chat|call)|hangs up"
        r"|consider the issue resolved)\b",
        text,
        re.IGNORECASE,
    ):
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
    ("trailing", _trailing),
    ("ending", _ending),
)
"""Rules for a sentence as a whole, in order: conditions first."""


def _is_expectation(text: str, context: Context) -> bool:
    """Whether the sentence says what the agent does or has to do, not what it did once."""
    match = AGENT.match(text)
    if not match or not re.match(r"(?:the |an? )?(?:agent|bot|assistant|chatbot)\b", text, re.IGNORECASE):
        return False
    found = clause(text, context.people)
    return found.negated or bool(found.forms & {"third", "base"})


def _clauses(text: str, context: Context) -> Read:
    parts = split_clauses(text)
    read = [read_clause(part, context) for part in parts]
    names = [name for name, _ in read]
    if all(name == "story" for name in names):
        return understood("customer.story", story(text, context))
    if None in names:
        if len(parts) > 1:
            # One part is not understood: the sentence as a whole may still be.
            name, items = read_clause(text, context)
            return understood(f"customer.{name}", *items) if name else _unread(text, context)
        return _unread(text, context)
    items = [item for _, found in read for item in found]
    return understood(f"customer.{'+'.join(dict.fromkeys(name for name in names if name))}", *items)


def _unread(text: str, context: Context) -> Read:
    if word := ui_step(text):
        return screen(word, "customer.on_screen", "Say what the customer writes in the chat.")
    return Read(
        "needs_model",
        (),
        "customer.unread",
        (
            Remark(
                "J002",
                "warning",
                f"Not sure what this says about the customer: {context.sentence.text!r}",
                "Begin with the customer: 'She wants ...', 'Her order number is ...', 'If the agent ..., she "
                "...'; or move it under Notes.",
            ),
        ),
    )
