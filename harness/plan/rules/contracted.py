"""Short forms written out: "she's tired" is she is, "she's lost the key" is she has."""

import re

from .ties import masked
from .wordlist import listed

_OBJECT = (
    r"(?:the|an?|her|his|their|your|my|its|it|them|some|any|all|most|half|both|two|three|four|five|one|another|several"
    r"|nothing|everything|this|that|these|those|no|\d+|[£$€{])(?![\w'])"
)
_WITH_OBJECT = "|".join(
    listed(
        """
        spent done lost bought found made taken seen heard read left broken forgotten chosen kept met thrown sold cut
        put driven worn begun moved ordered booked paid received changed cancelled canceled returned checked switched
        started stopped used followed contacted explained signed reported tried missed opened closed filled installed
        packed rented sent written
        """
    )
)
"""What somebody has done to a thing; without the thing behind it, it may have been done to them: "he's paid"."""
_ALONE = "|".join(
    listed("gone come become tried waited lived worked phoned rung noticed decided complained agreed looked gotten")
)
"""What nobody is, and everybody has."""
_HAS = (
    r"(?P<got>got\b|been\b|had\b|(?:(?:already|just|also|never|only|even|now|since|recently|not|always|[a-z]+ly) )*"
    rf"(?:(?:{_ALONE})\b(?!,? (?:and|but) (?:is|gone))|(?:{_WITH_OBJECT}) {_OBJECT}))"
)
_SHORT = re.compile(
    r"\b(?:you|they|she|he|it|i|we|what|who|that|there)'(?P<tail>re|ve|ll|s|m|d(?= (?:like|love|be|appreciate|sooner"
    r"|much|rather"
    rf"|prefer|welcome|settle|accept|take|need|want|have)))\b(?=\s+{_HAS}?)",
    re.IGNORECASE,
)
_NAMES = re.compile(
    rf"\A(?!(?:She|He|It|That|There|What|Who)')[A-Z][a-z]+'(?P<tail>s)(?=\s+(?:{_HAS}|an?|the|not"
    r"|very|quite|so|always|just|never|also"
    r"|now|over|in|at|on|from|fed|happy|[a-z]+ing)\b)"
)
""" "Tasha's a nurse", "Chat's over": what belongs to nobody."""
_NOT_SHORT = re.compile(r"\b(is|are|was|were|(?:has|have)(?=n't (?:got|the|an?|any)\b))n't\b", re.IGNORECASE)
_LONG = {"re": "are", "m": "am", "s": "is", "d": "would", "ve": "have", "ll": "will"}


def expanded(text: str) -> str:
    """The text with "you're" and "she's" written out, quotations left as they are."""
    if "'" not in text:
        return text
    text = _NOT_SHORT.sub(r"\1 not", text) if '"' not in text else text
    hidden = masked(text)
    out, at = [], 0
    for match in (*_NAMES.finditer(hidden), *_SHORT.finditer(hidden)):
        verb = "has" if match["got"] and match["tail"].casefold() == "s" else _LONG[match["tail"].casefold()]
        out.append(f"{text[at : match.start('tail') - 1]} {verb}")
        at = match.end("tail")
    return "".join(out) + text[at:]
