"""What stands in quotation marks."""

import re

_QUOTE = re.compile(r'"([^"]+)"?')


def quoted(text: str) -> str | None:
    """The words in quotation marks, several joined; None when nothing is quoted. An open quotation runs to the end."""
    found = [words.strip() for words in _QUOTE.findall(text) if words.strip()]
    return " ".join(found) or None


def unquoted(text: str) -> str:
    """The text without its quotations."""
    return _QUOTE.sub(" ", text)
