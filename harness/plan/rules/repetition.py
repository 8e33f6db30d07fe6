"""What shows that a thing is done once more: "again", "twice", "after she has given it"."""

import re

QUOTE = re.compile(r'"([^"]{1,500})"')
"""A quotation; the group is what stands inside."""
_AGAIN = re.compile(
    r"\s*\b(?:(?:once|yet|over and over) again|again(?: and again)?|a second time|for a second time|twice"
    r"|more than once|repeatedly|"
    r"several times|multiple times|over and over)\b",
    re.IGNORECASE,
)
_GIVEN = re.compile(
    r"\s+(?:after|when|once|although|even though|though)\s+[^,]{1,60}?\b(?:given|gave|declined|answered"
    r"|provided|refused|said no|told|turned it down|received|has it|had it|rejected|already)\b.*\Z",
    re.IGNORECASE,
)
REPEATED = re.compile(
    r"\b(?:has|have|had|already)\b.{0,30}?\b(?:given|gave|declined|answered|provided|refused|told|turned"
    r"|received|rejected|said)\b.*?\b(?:it|them|so|no|already|that)\b|"
    r"\balready (?:given|declined|answered|provided|refused|told|rejected|received|said)\b",
    re.IGNORECASE,
)
"""What shows that an act is done once more: "she has given it", "he had already declined"."""
_ALREADY = re.compile(
    r"\s*\b(?:that |which |what )?(?:she|he|they|the customer|the user) (?:has|have|had) already (?:given|told"
    r"|answered|provided|said|mentioned)\b.*\Z",
    re.IGNORECASE,
)
_ANYTHING = re.compile(
    r"(?:for )?(?:any |the )?(?:information|something|anything|details|things|data|what)?", re.IGNORECASE
)
_CONTENT = re.compile(
    r"\b(?:that|because|whether|how|why)\s|\b(?:was|were|is|are|been|be|being)\s+(?:only |also |just )?\w+\s*\Z",
    re.IGNORECASE,
)
"""What follows is told, not done: "says that he was charged twice"."""


def repetition(rest: str) -> tuple[str, bool]:
    """The rest without "again" and "after she has given it", and whether one of them stood there."""
    unquoted = _told_out(QUOTE.sub(lambda quote: " " * len(quote[0]), rest))
    if match := _ALREADY.search(unquoted):
        return ("" if _ANYTHING.fullmatch(rest[: match.start()].strip()) else rest[: match.start()].strip()), True
    if match := _AGAIN.search(unquoted):
        after = rest[match.end() :]
        if given := _GIVEN.match(after):
            after = after[given.end() :]
        return (rest[: match.start()] + after).strip(), True
    match = _GIVEN.search(unquoted)
    return (rest[: match.start()].strip(), True) if match and REPEATED.search(match[0]) else (rest, False)


def _told_out(text: str) -> str:
    """The text with what is told blanked out, as far as "twice" in it counts what happened and no repetition."""
    match = _AGAIN.search(text)
    if match and (told := _CONTENT.search(text, 0, match.start())):
        return text[: told.start()] + " " * (len(text) - told.start())
    return text
