"""Lists of words as they read best: one string, blanks between."""


def listed(words: str) -> tuple[str, ...]:
    """The words of a text, in order: a long list of words is easier to read as prose than as a column."""
    return tuple(words.split())
