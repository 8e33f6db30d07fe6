"""A sentence about the customer as people put it -> the same sentence in the order that the rules read.

"The reference is disclosed only upon request" says no more than "The customer gives the reference only upon request",
and "Refuses store credit" no more than "The customer refuses store credit". Quotations stay as they are.
"""

import re

from harness.text.caseless import Caseless

from .lexicon import third_person, verb
from .ties import masked
from .wordlist import listed

_KIND = (
    r"(?:member|guest|patient|passenger|tenant|resident|subscriber|policy ?holder|card ?holder|account ?holder|client"
    r"|claimant|shopper|buyer|traveller|traveler|visitor|student|taxpayer|citizen|borrower|pensioner|householder"
    r"|homeowner|motorist|leaseholder|payer|insured|complainant|enrollee|beneficiary|applicant)"
)
_AS_CUSTOMER = Caseless(
    rf"\b(?P<the>the|this|our) {_KIND}(?= (?:(?:then|also|only|still|now|always|never|just|further|already) )?"
    r"(?:is|was|has|had|does|did|do|will|would|should|shall|must|may|can|cannot|could|might|[a-z]+(?<!s)s|[a-z]+ed"
    r"|knew|said|gave|took|made|sought|felt|held|got|told|paid|lost|left|came|went|sent)\b)",
)
_BY_CUSTOMER = Caseless(rf"\bby the {_KIND}\b(?!')")
OPENS = frozenset(
    listed(
        """
        wants needs prefers refuses declines insists asks demands requests accepts rejects knows remembers recalls
        forgets doesn't won't isn't can't hasn't wasn't didn't gets becomes escalates leaves ends hangs gives tells says
        provides shares mentions reveals volunteers withholds keeps speaks talks writes types replies answers responds
        complains argues threatens pushes interrupts repeats thinks believes feels sounds seems lives works expects
        hopes tries bought ordered received paid returned lost forgot called tends likes hates loves agrees thanks
        starts begins opens closes pays uses has had is was will would cannot does did might wishes understands
        """
    )
)
"""What opens a note about a customer whom it leaves out; none of these is a thing as well."""
_FIRST = re.compile(r"(?P<word>[A-Za-z]+(?:n't)?)(?P<next>\s+[\w\"'£$€{#-]+)")
_IS_TO = Caseless(
    r"\b(?P<who>the customer|the user|the caller|she|he|you)(?P<short> (?:is|are) to|\s+shall)"
    r"(?= (?:(?:not|never|only|then|also|always) )?[a-z]+)",
)
_BE = (
    r"is|are|was|were|will be|would be|has been|have been|had been|(?:is|are) to be|must be|should be|shall be|may be"
    r"|can be"
)
_BY = re.compile(
    rf"(?P<thing>[^,;:.]{{2,80}}?) (?P<be>{_BE})(?P<not>(?: (?:not|never))?)(?P<only>(?: only)?) "
    r"(?P<verb>[a-z]+) by (?P<who>the customer|the user|the caller|her|him)\b(?P<rest>.*)",
    re.IGNORECASE | re.DOTALL,
)
_WILL_NOT = Caseless(
    r"(?P<thing>[^,;:.]{2,80}?) (?:is|are|will|would|must|shall|can|could|should)(?: to)? (?P<not>not|never)(?: be)? "
    r"(?P<how>accepted|acceptable|agreed to|taken|welcome|considered|wanted|desired)\b(?P<rest>.*)",
    re.DOTALL,
)
_SOUGHT = Caseless(
    r"(?P<thing>(?:an?|the|her|his|their|full|partial|no|reimbursement|compensation|confirmation|clarification"
    r"|assistance|information|payment|cover|help)\b[^;:.\x01]{0,90}?) (?:is|are|is being|was)"
    r" (?P<verb>sought|requested|wanted|desired|demanded|preferred)\b(?! by)(?P<rest>.*)",
    re.DOTALL,
)
_TOLD = Caseless(
    r"(?P<thing>(?:the|her|his|their|this|that|it|its|no|any|an?)\b[^;.\x01]{0,120}?)[,]? "
    r"(?:is|are|will be|is to be|are to be|should be|must be|shall be|may be|can be|should|must|will)"
    r"(?P<not>(?: (?:not|never))?)(?: to)?(?: be)?(?P<only>(?: only)?) "
    r"(?P<verb>disclosed|given|provided|revealed|mentioned|volunteered|shared|supplied|furnished|offered up"
    r"|handed over"
    r"|divulged|released|brought up|raised|come up)(?P<only2>(?: only)?)\b(?P<rest>.*)",
    re.DOTALL,
)
_UPON = re.compile(
    r",?\s+(?:but )?(?:only )?(?:up)?on (?:direct |express |specific |being )?(?:request|requested|asked|inquiry"
    r"|enquiry|prompting|questioning)\b|,?\s+(?:but )?(?:only )?(?:when|if|once|unless|until|except (?:if|when)"
    r"|before|without)\b",
    re.IGNORECASE,
)
_ON_REQUEST = re.compile(
    r",?\s+(?:up)?on (?:[\w-]+ )?(?:request|being asked|inquiry|enquiry|prompting)\Z", re.IGNORECASE
)
_BASES = {
    "sought": "seeks", "wanted": "wants", "desired": "wants", "given": "gives", "known": "knows", "told": "tells",
    "paid": "pays", "made": "makes", "taken": "takes", "understood": "understands", "kept": "keeps", "sent": "sends",
    "said": "says", "held": "holds", "felt": "feels", "lost": "loses", "believed": "believes", "raised": "raises",
    "concluded": "ends", "terminated": "ends", "forgotten": "forgets", "withheld": "keeps back", "brought": "brings",
}  # fmt: skip


def recast(text: str) -> str:
    """The sentence in the order that the rules read; as it is when it already stands so."""
    if not text or text[0] == '"':
        return text
    hidden = masked(text)
    if _AS_CUSTOMER.search(hidden) or _BY_CUSTOMER.search(hidden):
        text = _in_place(text, _AS_CUSTOMER, "the customer")
        text = _in_place(text, _BY_CUSTOMER, "by the customer")
        text = text[:1].upper() + text[1:]
    if _IS_TO.search(text):
        text = _in_place(text, _IS_TO, None)
    text = _with_subject(text)
    return _active(text)


def _in_place(text: str, pattern: Caseless, words: str | None) -> str:
    """The text with each match outside quotations replaced; without words, "X is to" becomes "X will"."""
    for match in reversed(list(pattern.finditer(masked(text)))):
        new = words if words is not None else f"{match['who']} will"
        text = f"{text[: match.start()]}{new}{text[match.end() :]}"
    return text


def _with_subject(text: str) -> str:
    """ "Refuses store credit" -> "The customer refuses store credit"."""
    match = _FIRST.match(text)
    if not match or match["word"].casefold() not in OPENS or text.rstrip().endswith("?"):
        return text
    return f"The customer {text[:1].lower()}{text[1:]}"


def _active(text: str) -> str:
    """A passive with the customer behind it, turned round; as it is when it cannot be."""
    if " by " in text and (match := _BY.fullmatch(text)):
        return _turned(match) or text
    if match := _WILL_NOT.fullmatch(text):
        does = "want" if match["how"].casefold() in ("welcome", "wanted", "desired") else "accept"
        helper = "does not" if does == "want" else "will not"
        return f"The customer {helper} {does} {_small(match['thing'])}{match['rest']}"
    if match := _SOUGHT.fullmatch(text):
        does = "prefers" if match["verb"].casefold() == "preferred" else "wants"
        return f"The customer {does} {_small(match['thing'])}{match['rest']}"
    if (match := _TOLD.fullmatch(text)) and (
        match["not"] or match["only"] or match["only2"] or _UPON.search(match["rest"])
    ):
        only = " only" if match["only"] or match["only2"] else ""
        does = "does not mention" if match["not"] else "gives"
        rest = _ON_REQUEST.sub(" when asked", match["rest"])
        return f"The customer {does} {_small(match['thing'])}{only}{rest}"
    return text


def _turned(match: re.Match[str]) -> str | None:
    word = match["verb"].casefold()
    now = _BASES.get(word) or (third_person(base) if (base := _base(word)) else None)
    if now is None:
        return None
    past = match["be"].casefold() in ("was", "were", "has been", "have been", "had been")
    thing = _small(match["thing"])
    rest = f" only{match['rest']}" if match["only"].strip() else match["rest"]
    if match["not"].strip():
        return f"The customer {'did' if past else 'does'} not {_plain(now)} {thing}{rest}"
    does = word if past and word not in _BASES else now
    return f"The customer {does} {thing}{rest}"


def _plain(third: str) -> str:
    return third[:-1] if third.endswith("s") else third


def _base(participle: str) -> str | None:
    """The base of a participle: of a verb that we know, or of one in -ed."""
    word = participle.casefold()
    known = verb(word)
    if known and known[1] & {"participle", "past"}:
        return known[0].base
    if word.endswith("ied"):
        return f"{word[:-3]}y"
    return (
        None
        if not word.endswith("ed")
        else word[:-1]
        if word[:-2].endswith(("s", "v", "c", "g", "u", "iz", "is", "at", "ir", "ut", "par"))
        else word[:-2]
    )


def _small(thing: str) -> str:
    head, space, rest = thing.partition(" ")
    return f"{head.casefold() if head.casefold() in _DETERMINERS else head}{space}{rest}"


_DETERMINERS = frozenset(listed("a an the her his their this that these those it no any its some all both each every"))
