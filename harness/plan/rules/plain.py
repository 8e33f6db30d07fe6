"""A journey without headings: which of its sentences are about the agent, and which say what is true.

Only a sentence with the agent as its subject becomes a check. What could be a check without saying who does it is shown
with the advice to put it under a heading, and is not checked.
"""

import re
from dataclasses import replace

from ..nouns import JUDGED, Check, Line, Policy
from .agent import expectation
from .customer import customer
from .general import A_CUSTOMER, BY_NAME, PAST, STRONG, is_true
from .grammar import AGENT, Clause, bare, clause
from .nobody import commanded, does_first, general, obliged, whose
from .nobody import ordered as ordered_to_serve
from .people import named
from .reading import Context, Read, Remark, understood
from .sides import Side, side, spoken
from .steps import background, by_hand, is_title, turn
from .ties import leading, masked
from .told import OF_THE_TALK, past
from .unread import TOLD_INSTEAD, screen
from .vague import on_screen

_DOES = re.compile(
    r"\s+(?:(?:also|then|always|first|just|politely|clearly|correctly|immediately|never|still|only|already)\s+)*"
    r"(?:should|must|shall|will|would|has to|have to|needs? to|ought to|is (?:expected|required|supposed) to|may"
    r"|can|could|might"
    r"|cannot|can't|won't|does|doesn't|do|don't|shouldn't|mustn't|never|is (?:not )?(?:\w+ing|able|allowed)|keeps"
    r"|(?!was\b|has\b|is\b"
    r"|does\b|'s\b|as\b|this\b|afterwards\b|always\b|perhaps\b)[a-z]+[a-z]s|(?:and|or)\b)\b",
    re.IGNORECASE,
)
"""What follows the agent where it is said what it does, and not what it did once."""
_ANSWER = re.compile(r"(?:the |its )?(?:final )?(?:response|reply|answer|message)\b", re.IGNORECASE)
_DID = re.compile(
    r"(?:the |here (?:the )?)?(?:agent|bot|assistant)\s+(?:also |then |politely )?(?:apologi[sz]ed|asked|told|said"
    r"|stated|offered|refused"
    r"|explained|suggested|requested|informed|confirmed|advised|promised|provided|updated|replied|agreed|denied"
    r"|declined|transferred"
    r"|escalated|refunded|cancelled|canceled|ask|tell|state|offer|refuse|explain|suggest|request|inform|confirm"
    r"|advise|promise"
    r"|provide|update|apologi[sz]e|reply)\b",
    re.IGNORECASE,
)
"""The agent's part told as if it had happened: a report of a conversation, or an earlier one."""
_ONCE = re.compile(
    r"\b(?:ago|yesterday|last|earlier|already|previously|before|first time|twice|on (?:mon|tues|wednes|thurs|fri"
    r"|satur|sun)day|that"
    r" (?:day|time)|when (?:she|he|they|you|i)|in (?:january|february|march|april|may|june|july|august|september"
    r"|october|november"
    r"|december|\d{4}))\b",
    re.IGNORECASE,
)
_IT = re.compile(r"(?:it|nobody|no one|the (?:reply|response|answer|final message))\b", re.IGNORECASE)
_NICE = re.compile(
    r"(?:ideally|preferably|optionally|if possible|at no (?:point|time)|under no circumstances?|in no case|then|and"
    r"|but|that|(?:please )?(?:(?:check|verify|ensure|make sure|confirm|test|see) that|(?:make sure|ensure)(?="
    r" the)))\b,?\s+",
    re.IGNORECASE,
)
_JUDGED = re.compile(
    r"(?:pass if|fail(?:s|ed)? if|success if)\s*:?\s+|(?:success|expected(?: (?:result|outcome))?|failure)\s*:\s+",
    re.IGNORECASE,
)
"""Who writes "Pass if" says what is to be checked."""
_ORDER_TO_AGENT = re.compile(
    r"(?:please |always |never |do not |don't )*(?:greet|verif(?:y|i)|investigat|offer|escalat|rout|transfer"
    r"|apologi[sz]|acknowledg|assist"
    r"|inform|reassur|empathi[sz]|process|explain|confirm|advis|warn|notif(?:y|i)|refund|authenticat|resolv|address"
    r"|clarif(?:y|i)|guid|direct"
    r"|collect|gather|assur|promis|blam|patroni[sz]|disclos|reveal|recommend|provid|waiv)(?:e|s|es|ing|eing)?\b(?!"
    r" (?:is|are|was|were|can|cannot|may|must|will|has|have|should|made|of|take|cost)\b)"
    r" (?!to the agent|(?:to )?(?:the )?(?:agent|bot|assistant)\b)(?!.*\b(?:your|you|yourself|my|me)\b)",
    re.IGNORECASE,
)
"""What only an agent does, told without saying who: nobody asks a customer to greet the caller."""
_BARE = re.compile(
    r"(?:(?:ends(?: up)?|lands) with|routed|escalated|transferred|handed|passed|redirected|resolved|refunded"
    r"|escalation|handover|hand-off"
    r"|transfer|routing)\b",
    re.IGNORECASE,
)
"""How a line begins that only says where the conversation went."""
_NOW = re.compile(r"\b(?:is|are|be|being|gets?)(?: (?:\w+ly|not|never|then|also|only))? [a-z]+", re.IGNORECASE)
_WEAK = frozenset({"customer.story", "customer.unread", "customer.told"})
"""The rules that take what no other rule knows."""
_LOOSE = frozenset(
    {
        "customer.preferred",
        "customer.wanted",
        "customer.declined",
        "customer.fact",
        "customer.behaviour",
        "customer.habit",
        "customer.persona",
        "customer.aside",
        "customer.terse",
        "customer.told",
        "customer.who",
        "customer.story",
    }
)
"""The rules that find a word of theirs in a sentence about something else."""
_ITS_WISH = re.compile(
    r"(?:it|that|delivery|the (?:flight|room|seat|replacement|appointment|delivery|new \w+)) (?:has|needs) to be\b"
    r"|(?:it|delivery|the (?:flight|room|seat|replacement|appointment|new \w+)) must be\b",
    re.IGNORECASE,
)
""" "It has to be a direct flight": what somebody wants, and no order to the agent."""
_LEAVING = re.compile(
    r"\S+(?: \S+)? (?:will |would )?(?:hangs? up|leaves?|gives? up|walks? away|ends? the)\b", re.IGNORECASE
)
_UNDER = "Put this under 'What should happen'."


def about_agent(text: str) -> bool:
    """Whether the sentence says what the agent does or has to do: "The agent blocks the card."

    A condition before it, and "ideally", change nothing; what the agent did once is a piece of the story.
    """
    if _JUDGED.match(text):
        return True
    if opened := leading(text):
        text = opened[2]
    while match := _NICE.match(text):
        text = text[match.end() :]
    match = AGENT.match(text) or _ANSWER.match(text)
    return bool(match and not _SHOP.search(match[0]) and _DOES.match(masked(text), match.end()))


_AGENT_THEN = re.compile(r"\band the (?:agent|bot|assistant) [a-z]+s\b", re.IGNORECASE)
"""What the agent does beside something else: "nothing is booked, and the agent says sorry"."""
_OF_THEIRS = re.compile(r"it(?:'s| is| was) (?:for|about|on|at|from)\b", re.IGNORECASE)
"""What is said of the customer's own matter: "It is for Tuesday at 3 pm"."""
_TIED = re.compile(r"\b(?:if|when|upon|until|unless|once)\b", re.IGNORECASE)
_CUSTOMERS = re.compile(
    r"\b(?:disclosed|given|mentioned|revealed|volunteered|provided|shared|stated|supplied)\b[^;:\"]{0,40}"
    r"\b(?:(?:up)?on (?:\w+ )?request|(?:if|when|unless|until) (?:\w+ )?asked)\b"
    r"|\b(?:thank|tell|ask|let) the (?:agent|bot|assistant)\b"
    r"|\bby (?:you|the customer|the user|the caller)\b|\b(?:cannot|can't) be afforded\b|\b(?:required|needed"
    r"|wanted) urgently\b"
    r"|\A(?:the )?(?:conversation|chat|call) (?:is (?:over|finished|done)|ends)\b|\Aprovide (?:only"
    r" )?[\w' ]{1,40} (?:when asked|the"
    r" agent (?:asks|requests))\b",
    re.IGNORECASE,
)
"""What only a customer does or undergoes, whoever stands first: "is to be disclosed only upon request"."""
_SHOP = re.compile(r"\b(?:shop|company)\b", re.IGNORECASE)
"""What the shop does is its way of doing things, no order to the agent."""


def ordered(text: str) -> bool:
    """Whether a line of *What is true* gives the agent an order: "The agent has to check the address first."

    What the shop does, or what an agent may do, is a fact.
    """
    return _ORDERED.match(text) is not None or commanded(text)


_ORDERED = re.compile(
    r"(?:the |an? )?(?:agent|bot|chatbot|assistant|advis[eo]r|representative)\s+(?:also |always |first )?(?:must"
    r"|should|shall|has to"
    r"|have to|needs? to|ought to|is (?:required|expected|supposed) to)\b",
    re.IGNORECASE,
)


def without_headings(context: Context) -> Read:
    """Read a sentence of a journey that has no headings: the agent's part, what is true, or the customer's."""
    text = context.text
    if about_agent(text):
        return expectation(context)
    if spoken(text):
        return understood("plain.spoken", Line(**context.base, say=context.sentence.text))
    if word := by_hand(text):
        return screen(word, "plain.on_screen", TOLD_INSTEAD)
    if _DID.match(text) and not _ONCE.search(masked(text)):
        return to_be_moved(context)
    if step := _step(context):
        return step
    if context.before and _OF_THEIRS.match(text):
        return customer(context)
    hidden = masked(text)
    kept_for_then = _TIED.search(hidden) and OF_THE_TALK.search(hidden)
    if _CUSTOMERS.search(text) or A_CUSTOMER.match(text) or kept_for_then:
        return customer(context)
    opened = leading(text)
    if ordered_to_serve(text) or (opened and (ordered_to_serve(opened[2]) or _AGENT_THEN.search(masked(opened[2])))):
        return to_be_moved(context)
    if general(text):
        return understood("plain.policy", Policy(**context.base, about=bare(text) or text))
    if obliged(text):
        return to_be_moved(context)
    whose = None if named(text) else side(text)
    if whose in ("should", "never"):
        return to_be_moved(context, whose)
    if _seems_a_check(context):
        return to_be_moved(context)
    if not _ITS_WISH.match(text) and (whose == "facts" or is_true(text)):
        return understood("plain.policy", Policy(**context.base, about=bare(text) or text))
    read = customer(context)
    if _ITS_WISH.match(text) and read.rule == "customer.preferred":
        return read
    if read.rule in _WEAK or (_loosely(read) and not BY_NAME.search(text) and not named(text)):
        return _of_nobody(context, read)
    return read


def _loosely(read: Read) -> bool:
    """Whether only rules that find a word of theirs in anything read it."""
    return {f"customer.{name}" for name in (read.rule or "").removeprefix("customer.").split("+")} <= _WEAK | _LOOSE


def _of_nobody(context: Context, read: Read) -> Read:
    """What may be the customer's story only because no rule knows better: the agent's part, what is true, or asked."""
    text = context.text
    if BY_NAME.search(text) or named(text):
        return to_be_moved(context) if _could_be_a_check(context, read) else read
    found = whose(text)
    if (
        found == "should"
        or (not read.items and read.status != "unsupported" and does_first(text))
        or (found is None and _could_be_a_check(context, read))
    ):
        return to_be_moved(context)
    told = read.rule in _WEAK or read.rule == "customer.terse"
    if found == "facts" and told:
        return understood("plain.policy", Policy(**context.base, about=bare(text) or text))
    if found == "perhaps" and told:
        return _whose_note(
            context, replace(read, status="understood", items=(Policy(**context.base, about=bare(text) or text),))
        )
    return _whose_note(context, read) if told and not (past(text) and _SAYS_WHAT.search(text)) else read


_SAYS_WHAT = re.compile(
    r"\A(?:the|an?|this|that|these|those|all|both|some|most|one|two|three|it|there|what|nothing|everything)\s"
    r"|\b(?:is|are|was|were|has"
    r"|have|had|did|does)\b",
    re.IGNORECASE,
)
"""What a note leaves out: "Card blocked before anything else" may be done, or to be done."""


_FINITE = re.compile(
    r"\b(?:is|are|was|were|has|have|had|do|does|did|will|would|can|could|should|must|may|might|came|got|went|gave"
    r"|took|made|said|told|paid|lost|left|broke|sent"
    r"|fell|arrived|stopped|failed|shows?|says|keeps|costs?|ends?|reads?|contains?|works?|lives?|owns?)\b|n't\b|'s\b"
    r"|\b[a-z]{3,}ed (?:the|an?|in|on|up|out|to|for|with|at|by|from|into|it|this|that|all|no|only|nothing)\b",
    re.IGNORECASE,
)


def _is_note(text: str) -> bool:
    """Whether it has no verb and names nobody, so that it may be about anybody: "Restocking fee on a kettle"."""
    return not (_FINITE.search(text) or BY_NAME.search(text) or named(text) or '"' in text or ":" in text)


def _whose_note(context: Context, read: Read) -> Read:
    """A note that may be the customer's, the agent's or a rule: shown as the customer's, and asked about."""
    if read.status != "understood":
        return read
    remark = Remark(
        "J002",
        "warning",
        f"It does not say whom this is about: {context.sentence.text!r}",
        "Write a sentence with a verb: 'Her kettle is broken.', or put this under the heading that it belongs to.",
    )
    return Read("needs_model", read.items, read.rule, (remark,))


def under_a_heading(context: Context) -> Read:
    """Read a sentence at the top of a journey that has headings: what the agent does belongs under one of them."""
    if about_agent(context.text):
        return to_be_moved(context)
    return _step(context) or customer(context)


def _step(context: Context) -> Read | None:
    """ "Given she is a gold member" and "Scenario: ..." where the customer is told of."""
    if is_title(context.text):
        return Read("note", (), "step.title")
    if context.text.endswith('"') and (said := turn(context.text)):
        return understood("step.turn", Line(**context.base, say=said))
    held = background(context.text, context)
    if held is None or not context.text.casefold().startswith("given"):
        return None
    if word := on_screen(held):
        return screen(word, "step.on_screen", "Say what the customer writes in the chat.")
    return customer(replace(context, words=held))


def to_be_moved(context: Context, heading: Side = "should") -> Read:
    """A check that stands where none is looked for: shown, with the advice where to put it, and not checked.

    Its items say what it would be there; as long as it is not there, they are a guess, and nothing is judged by them.
    """
    under = _UNDER if heading == "should" else "Put this under 'What must never happen'."
    remark = Remark("J002", "warning", f"This looks like something to check: {context.sentence.text!r}", under)
    there = expectation(replace(context, sentence=context.sentence.model_copy(update={"heading": heading})))
    judged = tuple(item for item in there.items if isinstance(item, JUDGED))
    unread = Check(
        **context.base, severity=context.severity, polarity="never" if heading == "never" else "must", deed=None
    )
    return Read("needs_model", judged or (unread,), "plain.to_be_moved", (remark,))


def _seems_a_check(context: Context) -> bool:
    """Whether nothing but a check is worded like this: "He is transferred to a human.", "Greet the caller." """
    text = context.text
    if _ORDER_TO_AGENT.match(text) or _BARE.match(text):
        return True
    hidden = _NOW.sub("", masked(text))
    if PAST.search(hidden) or past(text) or leading(text) or text.endswith("?") or _LEAVING.match(text):
        return False
    as_check = expectation(context)
    if as_check.status not in ("understood", "error"):
        return False
    found = clause(text, context.people)
    if any(item.kind in ("route", "limit", "state", "tool") for item in as_check.items):
        return (
            '"' not in text
            and not _MEANS_TO.match(text)
            and (as_check.status == "understood" or found.passive or found.subject == "thing")
        )
    spoken = found.verb is not None and found.verb.act in ("say", "ask", "offer", "refuse", "apologise", "hand_off")
    return spoken and found.passive and not STRONG.search(text)


_MEANS_TO = re.compile(
    r"(?:(?:you|i|we)\b|(?:\w+ )?(?:will|wants?|needs?|would|asks?|demands?|insists?|tries|hopes|has to|must|use)\b"
    r"|[\w ]{1,30}:)",
    re.IGNORECASE,
)
"""What somebody means to do is no outcome."""


def _could_be_a_check(context: Context, read: Read) -> bool:
    """Whether a sentence that was only taken for a piece of the story says, in the present, what is done."""
    text = context.text
    if PAST.search(_NOW.sub("", masked(text))) or leading(text):
        return False
    found = clause(text, context.people)
    if _IT.match(text):
        return "third" in found.forms
    if not found.named:
        return "third" in found.forms and (read.rule == "customer.unread" or _tells(found))
    if found.subject == "thing":
        return found.passive and found.verb is not None and not BY_NAME.search(found.thing)
    return (found.passive and found.verb is not None) or found.verb_is("get", "receive")


def _tells(found: Clause) -> bool:
    """Whether the verb is one of an agent's: "Confirms that ...", "Reads back the number"."""
    acts = ("say", "offer", "refuse", "apologise")
    return (
        found.verb is not None
        and found.verb.act in acts
        and not found.verb_is("tell", "say", "mention", "claim", "insist")
    )
