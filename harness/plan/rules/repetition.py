"""What shows that a thing is done once more: "again", "twice", "after she has given it"."""

import re

from harness.text.caseless import Caseless

QUOTE = re.compile(r'"([^"]{1,500})"')
"""A quotation; the group is what stands inside."""
_AGAIN = Caseless(
    r"\s*\b(?:(?:once|yet|over and over) again|again(?: and again)?|a second time|for a second time|twice"
    r"|more than once|repeatedly|"
    r"several times|multiple times|over and over)\b",
)
_GIVEN = Caseless(
    r"\s+(?:after|when|once|although|even though|though)\s+[^,]{1,60}?\b(?:said|says|given|gave|declined|answered"
    r"|provided|refused|said no|told|turned it down|received|has it|had it|rejected|already)\b.*\Z",
)
REPEATED = re.compile(
    r"\b(?:has|have|had|already)\b.{0,30}?\b(?:given|gave|declined|answered|provided|refused|told|turned"
    r"|received|rejected|said)\b.*?\b(?:it|them|so|no|already|that)\b|"
    r"\b(?:said|says|told) (?:(?:it|them) )?(?:that )?(?:she|he|they|i) (?:does not|doesn't|do not|don't"
    r"|cannot|can't) (?:know|remember|have)\b|"
    r"\balready (?:given|declined|answered|provided|refused|told|rejected|received|said)\b|"
    r"\b(?:it|they|the (?:agent|bot|assistant)) (?:already )?(?:has|have|had|knows)(?: already| got| been given)?"
    r" (?:it|them|that|this|one|the \w+)\b",
    re.IGNORECASE,
)
"""What shows that an act is done once more: "she has given it", "he had already declined"."""
_ALREADY = Caseless(
    r"\s*\b(?:that |which |what )?(?:she|he|they|the customer|the user|(?-i:[A-Z])[\w'-]+) (?:has|have|had)"
    r" already (?:given|told"
    r"|answered|provided|said|mentioned)\b.*\Z",
)
_ANYTHING = re.compile(
    r"(?:for )?(?:any |the )?(?:information|something|anything|details|things|data|what)?", re.IGNORECASE
)
_CONTENT = re.compile(
    r"\b(?:that|because|whether|how|why)\s|\b(?:was|were|is|are|been|be|being)\s+(?:only |also |just )?\w+\s*\Z",
    re.IGNORECASE,
)
"""What follows is told, not done: "says that he was charged twice"."""
_COUNTED = Caseless(
    r"\s+(?:for )?(?P<n>more than once|more than twice|once (?:again|more)|twice|(?:two|three|four|five|\d{1,2}) times"
    r"|(?:the|a) (?:second|third|fourth|fifth) time)\Z",
)
_NUMBERS = {"twice": 2, "two": 2, "second": 2, "three": 3, "third": 3, "four": 4, "fourth": 4, "five": 5, "fifth": 5}


def counted(text: str) -> tuple[str, int]:
    """A condition without its "twice" or "a second time", and from which time on it holds.

    "says that he was charged twice" tells of twice; it does not happen twice.
    """
    match = _COUNTED.search(text)
    if not match or re.search(r"\b(?:that|because|whether|how|why)\s", text[: match.start()], re.IGNORECASE):
        return text, 1
    words = match["n"].casefold().split()
    if words[0] == "more":
        return text[: match.start()], 3 if words[-1] == "twice" else 2
    number = next((_NUMBERS.get(word) or (int(word) if word.isdigit() else None) for word in words), None)
    return text[: match.start()], number or 2


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
