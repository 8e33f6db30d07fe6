"""Lists of words, written as lines that people can read and extend."""


def listed(*lines: str) -> frozenset[str]:
    """The words of some lines, set apart by blanks."""
    return frozenset(word for line in lines for word in line.split())
