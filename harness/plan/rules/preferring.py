"""What the customer would rather have, insists on, or would take."""

import re
from collections.abc import Sequence

from harness.text.caseless import Caseless

from ..nouns import AnyItem, Want
from .grammar import bare
from .rather import rather
from .reading import Context
from .wishes import CUSTOMER, subject_first

_REQUIREMENT = Caseless(
    r"\b(?:requirements?|preferences?|priority|conditions?|(?:upper |price )?limit|maximum|minimum|deadline"
    r"|non-negotiables?|deal"
    r"[- ]?breakers?|(?P<budget>budget))\s*(?::|\b(?:is|are)\b)\s*(?P<what>.+)",
)
_AT_MOST = re.compile(
    r"(?:the |her |his |your |their )?(?:absolute )?(?:most|maximum|highest|least|latest|earliest|minimum|cheapest"
    r"|furthest)\b.{0,40}?"
    r"\s(?:is|are)\s+(?P<what>.+)",
    re.IGNORECASE,
)
_BETTER = Caseless(
    r"(?P<what>.+?)\s+(?:suits?|would suit|works? (?:best |better |well )?for|would work for|fits?|is (?:better|best"
    r"|easier) for)\s+"
    r"(?:her|him|them|you|me)\b.*",
)
_WILL_DO = re.compile(
    r"(?P<what>(?!(?:it|this|that|she|he|they|you|i|everything|nothing|who|what)\b)[\w'£$€][\w'£$€. -]{1,60}?)\s+"
    r"(?:would (?:help|do|be (?:fine|great|good|ideal|lovely|perfect|ok|okay|best|enough|welcome))|will do"
    r"|(?:is|are) (?:fine|ok|okay|acceptable|welcome|good enough))(?: (?:for|by|with|to) (?:her|him|them|me"
    r"|you))?(?:,.*)?\Z",
    re.IGNORECASE | re.DOTALL,
)
""" "A repair is fine", "Cash in the meantime would help": what somebody would take."""
_NOTHING_BUT = re.compile(
    r"(?:nothing|none|no(?: \w+)?) (?:but|except|other than|short of|less than) (?P<what>.+?) (?:will|would"
    r"|is going to) (?:do"
    r"|suit|be accepted|satisfy|be good enough|be enough)\b.*",
    re.IGNORECASE,
)
_FREE_ONLY = Caseless(
    rf"{CUSTOMER}(?: (?:is|are|am)|'s|'re|'m)? (?:only )?(?:(?P<free>free|available|at home|in|reachable"
    rf"|around) (?=(?:only )?(?:after"
    r"|before|between|until|from|on|in|at|this|next|in the))|can only (?!be\b)|only (?:has|have) time|can't (?:do"
    r"|make) |cannot (?:do|make) )"
    r"(?P<what>.+)",
)
_SOONER = Caseless(r"\b(?:would|'d) (?:much )?(?:sooner|rather|prefer to|only)\s+(?P<what>.+)")
MUST_BE = re.compile(
    r"(?P<what>(?:it|this|that|everything|(?:her|his|their|my|your) (?!agent)[\w -]{2,30}?|(?:anything"
    r"|whatever)(?: [\w-]+){0,5}?|the (?!agent|bot|assistant)[\w"
    r" -]{2,30}?|delivery|any [\w -]{2,25}?"
    r"|payment)\s+"
    r"(?:(?:only |really )?(?:has|have|needs?) to|must(?! have been)|cannot|can't|can only|mustn't)(?: not)? (?:be"
    r"|keep|have|match|hold|work|run|look|feel|reach|cover"
    r"|arrive|come|cost|take"
    r"|leave|fit|include|go|happen|stay|wait)\b.+)",
    re.IGNORECASE,
)
"""What a thing has to be, said of the thing itself: "it has to keep the dimmer"."""
_PREFER = Caseless(
    r"\b(?:prefers?|would prefer|rather have|(?:is|are|am) (?:willing|ready|(?:happy|ok|okay|fine|cool|good"
    r"|comfortable) (?=with|to|by|for"
    r"|if)|open (?=to\b))|"
    r"'re (?:willing|ok|okay|fine)|will only|will ONLY|only (?:accepts?|wants?)"
    r"|accepts? only|insists? on|"
    r"must be|must have (?=an? |at |free |no )|has to be|up to|at most|no more than|pays? (?:with|by)"
    r"|payment (?:via|by|with)|would accept|accepts|will accept|favou?rs|would settle for|settles? for"
    r"|will settle for|can live with|has"
    r" nothing against|have nothing against|is not bothered|likes? (?=the idea)|would be (?:happy|fine|ok|okay"
    r"|willing|content)|will then use|is prefer+ed|doesn't mind"
    r"|does not mind|don't mind|do not mind|care about)\b\s*(?P<what>.*)",
)


def preferred(text: str, context: Context) -> Sequence[AnyItem]:
    """ "She prefers an e-mail.", "You are willing to pay up to $100.", "It has to be a direct flight." """
    match = (
        _REQUIREMENT.search(text)
        or _NOTHING_BUT.fullmatch(text)
        or _FREE_ONLY.fullmatch(text)
        or MUST_BE.fullmatch(text)
        or _AT_MOST.fullmatch(text)
        or _BETTER.fullmatch(text)
        or _A_MUST.fullmatch(text)
    )
    match = match or _WILL_DO.match(text) or _SOONER.search(text) or _PREFER.search(text)
    if match and match.re is _SOONER.full and not subject_first(text, match):
        return ()
    if not match or re.search(r"\b(?:wants? to|would like to|needs? to)\b", text[: match.start()]):
        return ()
    before = text[: match.start()]
    if _IS_HAPPY.match(match[0]) and _AS_IT_IS.match(match["what"]):
        return ()
    if _QUANTITY.match(match[0]) and (_RISES.search(before) or not _CEILING.search(before)):
        return ()
    return (Want(**context.base, role="constraint", about=_preference(match, text)),)


_A_MUST = Caseless(
    r"(?P<what>(?!(?:it|this|that|which|what)\b).+?)\s+(?:is|are)\s+(?:an? (?:absolute )?must(?:-have)?"
    r"|essential|non-negotiable|crucial"
    r"|vital|a condition)(?P<for>\s+(?:for|in|on)\s.+)?"
)
""" "Daily cleaning is a must": what somebody insists on."""
_AS_IT_IS = re.compile(r"with\s+(?:it|this|that|them|her|his|their|your|my|how|everything|most)\b", re.IGNORECASE)
"""What somebody who is happy with it has already."""
_IS_HAPPY = re.compile(r"(?:is|are|am)\s", re.IGNORECASE)
_QUANTITY = re.compile(r"(?:up to|at most|no more than)\b", re.IGNORECASE)
_CEILING = re.compile(
    r"(?:\A\W*|\b(?:pay|pays|paying|spend|spends|spending|budget|go|afford|cost|price|offer|bid|stretch|wait|accept"
    r"|take|stay"
    r"|be|is|are|wants?|needs?|for)\W+(?:\w+\W+){0,2})\Z",
    re.IGNORECASE,
)
_RISES = re.compile(
    r"(?<!to )(?<!can )(?<!could )(?<!would )\b(?:goes|go|going|went|gone|r(?:i|o)ses?|jump(?:s|ed)?|climb(?:s|ed)?"
    r"|creep(?:s)?|crept"
    r"|increase[sd]?|add(?:s|ed)|came|comes|puts?|shot|moved?)\W*\Z",
    re.IGNORECASE,
)
"""What stands before a figure that was reached: "the price goes up to" is what happened, and no wish."""


def _preference(match: re.Match[str], text: str) -> str:
    if match.re in (_FREE_ONLY.full, MUST_BE, _AT_MOST):
        return bare(text)
    if match.re is _REQUIREMENT.full and match["budget"]:
        return f"a budget of {bare(match['what'])}"
    if re.match(r"(?:up to|at most|no more than|payment)", match[0], re.IGNORECASE):
        return bare(match[0])
    if match.re is _A_MUST.full:
        return f"{small(match['what'])}{match['for'] or ''}"
    if match.re is _SOONER.full:
        return rather(bare(match["what"]))
    return bare(_WITH.sub("", match["what"])) or bare(text)


_WITH = re.compile(
    r"\A(?:with|by)\s+(?=(?:an?|the|any|another|one|two|her|his|either|some|[a-z]+ing)\b)", re.IGNORECASE
)
"""How a thing is joined to being happy: "would be fine with a later train"."""


NAMED_DAY = re.compile(
    r"(?:(?:mon|tues|wednes|thurs|fri|satur|sun)days?|january|february|march|april|may|june|july|august|september|october"
    r"|november|december|christmas|easter)\b",
    re.IGNORECASE,
)
"""Words that keep their capital wherever they stand."""


def small(what: str) -> str:
    """The words without the capital that only the beginning of a sentence gave them."""
    word = what.split(" ", 1)[0]
    return what if len(word) > 1 and (word.isupper() or NAMED_DAY.match(word)) else what[:1].lower() + what[1:]
