"""A clause that was cut in the wrong place: what belongs to another clause stands inside what an item is about.

"You want both done, so once the agent explains, accept it" is no wish for all of that. Whatever a rule made of a
sentence, an item that reads like this is not what was meant; the sentence is then asked about instead.
"""

import re

from harness.text.caseless import Caseless

from ..nouns import JUDGED, AnyItem, Deed, Ending, Fact, Persona, Reaction, ToolCheck, Want
from .ties import masked

_AGENT = r"(?:the |an? )?(?:agent|bot|assistant)"
_ANSWERS = (
    r"(?:accept|agree|thank|refuse|decline|insist|end|leave|hang|push|request|demand|complain|proceed|say|tell|mention"
    r"|provide|confirm|give|ask)"
)
_IN_A_WISH = Caseless(
    rf"\A[,;:]|(?:\b|:\s*)(?:once|after|if|when|whenever|as soon as|unless|until)\s+{_AGENT}\s[^,]*,\s"
    r"|:\s+(?:if|when|after|once|tell|ask|to)\s"
    r"|\s[-–—]\s+(?:(?:she|he|they|you|i)\s+)?(?:only|but|never)\s",
)
"""What a wish cannot hold: what to do when the agent does something, a second sentence behind a colon or a dash."""
_IN_A_TRIGGER = Caseless(
    rf";|\Awhether (?:it|this|that|them)\Z|\A{_AGENT}\s+(?:if|when|once|after)\b|,\s+{_ANSWERS}\b(?!\s+(?:of"
    rf"|by|from)\b)"
    r"|\Ato (?:heard|told|been|had|given|seen|done|gone|taken|known|said|made|found|left|got|learnt|learned|received)\b"
    r"|(?<!\bthat )(?<!\bwhat )(?<!\bwhich )(?<!\bwhether )(?<!\bwhere )(?<!\bhow )(?<!\bwhy )(?<!\bif )(?<!\bwhen )"
    r"\b(?:she|he)\s+(?:goes|says|asks|accepts|agrees|refuses|thanks|insists|hangs|leaves|takes|declines|tells)\b",
)
"""What no condition can hold: what the customer does then."""
_SAYING_SO = Caseless(
    r",\s+(?:which|that|but|and)\s+I\s+(?:only\s+)?(?:mention|say|tell|bring|reveal|give|share|admit)\b"
    r"|\A(?:he|she)\s|\bthe agent (?:says|asks|offers|tells|must|should)\b|\b(?:but|and|or|because)\W*\Z"
    r"|\band (?:then )?(?:picks|takes|chooses|accepts|leaves|asks|says"
    r"|hangs|goes|gives|tells"
    r"|insists|pays|thanks|agrees|wants|settles)\b"
)
"""What nobody says of their own words, or in the third person of themselves."""
_SOMETHING_ELSE = Caseless(
    r",?\s+and\s+(?:her|his|their|the|she|he|they)\s.*\b(?:is|are|was|has|have|had|bears|says|reads|ends|begins"
    r"|shows)\b"
)
"""What is so besides, inside a value or a trait."""
_ASKED_TWICE = Caseless(
    r"\b(?:only|solely|not even) (?:when|if|upon|on|once|after|at)\b|\b(?:when|if|unless"
    r"|until) (?:\w+ (?:is|are) )?asked\b"
    r"|\bonly (?:gives|says|tells|mentions|shares|reveals)\b"
)
"""When a thing is told, inside what is told."""
_BOTH = (
    r"(?:get|wait|check|ask|confirm|tell|let|make|keep|give|take|explain|say|show|look|put|leave"
    r"|hand|remind|warn|invite"
    r"|thank)"
)
_IN_A_DEED = Caseless(
    rf"\A(?!.*\b(?:that|whether|if|how|why|when|where|what|which|who|to|can|could|may|will|would"
    rf"|should|must)\b.*\band\b)"
    rf".*?,?\s+and\s+(?:then\s+)?{_BOTH}s?\s+(?:her|him|them|the|an?|for|his|its|until|that|whether|with)\b"
    r"|\A(?!.*\b(?:that|which|what|how|whether|why|who|when|where)\b).*\b(?:may|must|shall|should) (?:not )?be\b"
    r"|,?\s+and\s+(?:then |thereupon |also )?(?:shall|must|should)\b|\buntil\s(?!when\b).*\b(?:has|have|is|are"
    r"|was|were)\b"
    r"|\A(?:before|after|until|once|unless)\b(?! (?:when|which|what|that))"
    r"|\A(?!.*\b(?:that|whether|if|how|why|when|where|what|which|who|is|are|was|were|has|have|will|can|cannot)\b"
    r".*\b(?:and|but)\b).*\b(?:and|but)\s+(?:does not|doesn't|do not|never"
    r"|must not|should not|will not|won't)\b"
    r"|\b(?:before|after|until|once)\s+(?:it|the agent|the bot|the assistant)\s+(?:books|asks|offers|refunds|cancels"
    r"|sends|tells|says|transfers|hands|closes|confirms|checks|charges|issues|starts|does)\b",
)
"""What is done besides, or before what: a check of its own."""
_OPENS = re.compile(
    r"(?:With|Where|When|Once|If|In|On|At|By|Under|During|Upon|Without|Exactly|Only|After|Before|Until|Unless|As"
    r"|Because"
    r"|Since|From)\s"
)
"""What opens a sentence, and no thing that is done."""
_IN_A_CALL = Caseless(
    r"\bby means of\b|\bbut (?:not|only)\b|\buntil\s(?!\d)|"
    rf"\A(?:is|are|was|were|be)\b|\b{_AGENT}\s+[a-z]+s\b|"
    r"(?<!\bthat )(?<!\bwhich )(?<!\bwho )\b(?:shall|must|may|should|has to|have to|ought to)\b",
)
"""What a call of a tool has among its values only when another clause was taken for them."""


def swallowed(item: AnyItem) -> bool:
    """Whether an item holds a piece of another clause."""
    match item:
        case Want():
            return _IN_A_WISH.search(masked(item.about)) is not None
        case Reaction():
            own = item.say if item.say and item.say not in item.text else ""
            return _taken_in(item.trigger) or _SAYING_SO.search(own) is not None
        case Persona():
            return any(map(_SOMETHING_ELSE.search, item.traits))
        case Fact() if item.key is not None and item.value is not None:
            return _SOMETHING_ELSE.search(masked(item.value)) is not None
        case Fact() if item.key is None and item.reveal in ("if_asked", "never"):
            return _ASKED_TWICE.search(masked(item.value or "")) is not None
        case Ending():
            return _taken_in(item.when)
        case _ if isinstance(item, JUDGED):
            return any(map(_done_besides, item.deeds)) or (
                isinstance(item, ToolCheck)
                and (_OPENS.match(item.about) or _IN_A_CALL.search(masked(item.about))) is not None
            )
    return False


def _taken_in(deed: Deed) -> bool:
    return deed.exact is None and _IN_A_TRIGGER.search(masked(deed.about)) is not None


def _done_besides(deed: Deed) -> bool:
    if deed.exact is not None:
        return False
    return _OPENS.match(deed.about) is not None or _IN_A_DEED.search(masked(deed.about)) is not None
