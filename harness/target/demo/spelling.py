"""Mistyped -> meant: the words that matter to a shop, put right when a letter is missing, doubled or swapped."""

import re

KNOWN = frozenset(
    "order orders number refund refunds refunded return returns returned cancel cancelled cancellation address "
    "delivery delivered deliver parcel package postcode password charge charges charged twice subscription membership "
    "account received arrived arrive damaged broken cracked missing replacement exchange complaint complain "
    "smoking burning kettle toaster teapot blender coffee machine grinder person human status tracking "
    "warranty voucher money please thanks want where".split()
)
"""Words worth putting right."""

SOUND = frozenset(
    "arrives bender broke cancels chare charger chargers complains compliant damage delivers mooney monkey packaged "
    "packages passwords pearson persona postcodes receive sparkling stats thank tracing wants were wheres".split()
)
"""Words that look like one of them with a slip, and are not."""

SHORTEST, LONGEST = 4, 15
WORD = re.compile(rf"(?<![\w@.'-])[a-z]{{{SHORTEST},{LONGEST}}}(?![\w@'-]|\.\w)")


def _slips(word: str) -> set[str]:
    """The word with one letter left out or two neighbours swapped; its first letter stays."""
    left_out = {word[:at] + word[at + 1 :] for at in range(1, len(word))}
    swapped = {word[:at] + word[at + 1] + word[at] + word[at + 2 :] for at in range(1, len(word) - 1)}
    return left_out | swapped


MEANT = {slip: word for word in sorted(KNOWN, reverse=True) for slip in _slips(word) - KNOWN - SOUND}
"""A slip -> the word that was meant."""


def corrected(text: str) -> str:
    """The text, in lower case, with slips in the words that matter put right.

    >>> corrected("wheres my oder, i want a refnud")
    'wheres my order, i want a refund'
    """
    return WORD.sub(lambda found: _meant(found.group()), text)


def _meant(word: str) -> str:
    if word in KNOWN or word in SOUND:
        return word
    if word in MEANT:
        return MEANT[word]
    # One letter too many: leaving one out gives the word.
    return next((less for less in sorted(_slips(word)) if less in KNOWN and len(less) < len(word)), word)
