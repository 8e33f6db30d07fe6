"""A problem that a person can mend: what is wrong, where, and what would work, in one or a few sentences."""


class Trouble(Exception):  # noqa: N818  # it is what people have, not what the program made
    """The base of every error that is meant for people. Its text is printed as it is, and the exit code is 2."""
