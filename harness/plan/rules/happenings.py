"""What only looks like a condition: what keeps happening to the customer, and what points to another sentence."""

import re
from collections.abc import Sequence

from ..nouns import AnyItem, Deed, Ending, Reaction
from .conditions import ELLIPTIC, condition
from .grammar import clause
from .lexicon import verb
from .reading import Context
from .ties import leading
from .wishes import CUSTOMER

_TIMES = frozenset(("every time", "each time", "whenever", "when", "every time that", "each time that"))
_OWN_DOING = re.compile(
    rf"(?:{CUSTOMER}|(?-i:[A-Z])[\w'-]+)\s+(?:tries to|wants to|attempts to|(?!(?:is|has|was|gets|hears|learns"
    rf"|asks|says|receives)\b)"
    r"[a-z]+(?<!s)s)\b",
    re.IGNORECASE,
)
_OF_A_THING = re.compile(
    r"(?:it|nothing|something|everything|(?:the|an?|her|his|their|its|that) [\w' -]{2,40}?)\s(?:just |only "
    r"|simply |always )?"
    r"(?:is|are|was|does|has|says|shows?|stays?|keeps?|goes|comes?|[a-z]+(?<!s)s|[a-z]+ed)\b",
    re.IGNORECASE,
)
_SPEAKER = re.compile(r"(?:the )?(?:agent|bot|assistant)\b", re.IGNORECASE)


def happens(text: str, context: Context) -> bool:
    """ "Every time he opens the lid, the kettle beeps": what the customer tells, and waits for nothing."""
    opened = leading(text)
    if opened is None or opened[0] not in _TIMES or not _OWN_DOING.match(opened[1]):
        return False
    if not _OF_A_THING.match(opened[2]) or _by_the_agent(opened[2]) or '"' in text:
        return False
    found = clause(opened[1], context.people)
    return not found.passive and condition(opened[1], context).by == "agent"


def _by_the_agent(response: str) -> bool:
    """Whether it is the agent that answers: "the agent ...", "it offers ..."."""
    second = re.match(r"it (?:then |always )?(?P<verb>[a-z]+)", response, re.IGNORECASE)
    known = verb(second["verb"]) if second else None
    return _SPEAKER.match(response) is not None or bool(known and known[0].act)


def dangling(items: Sequence[AnyItem]) -> bool:
    """Whether something waits for words that say nothing without the sentence before: "if there is one"."""
    awaited = [
        item.trigger if isinstance(item, Reaction) else item.when
        for item in items
        if isinstance(item, (Reaction, Ending))
    ]
    return any(_points(deed) for deed in awaited)


def _points(deed: Deed) -> bool:
    return deed.act == "say" and deed.exact is None and ELLIPTIC.fullmatch(deed.about) is not None
