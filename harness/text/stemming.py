"""A light English stemmer: refund, refunds, refunded and refunding are one word.

Stems are keys for comparing, not words to show ("apologise" and "apologizing" are both "apologis"). Rules cover
plurals, -ed, -ing, -ion and British or American spelling; the pairs that rules would get wrong stand in a table.
"""

from functools import lru_cache

_IRREGULAR = {
    form: root
    for root, forms in {
        "send": "sent",
        "tell": "told",
        "say": "said",
        "give": "gave given",
        "take": "took taken",
        "make": "made",
        "pay": "paid payment payments",
        "buy": "bought",
        "find": "found",
        "get": "got gotten",
        "keep": "kept",
        "go": "went gone goes",
        "speak": "spoke spoken",
        "write": "wrote written",
        "break": "broke broken",
        "choose": "chose chosen choice choices",
        "forget": "forgot forgotten",
        "lose": "lost",
        "hold": "held",
        "see": "saw seen",
        "know": "knew known",
        "come": "came",
        "use": "used uses using",
        "cancel": "cancellation cancellations cancelation",
        "deliver": "delivery deliveries",
        "apologise": "apology apologies",
        "refuse": "refusal refusals",
        "approve": "approval",
        "renew": "renewal renewals",
        "arrive": "arrival",
        "replace": "replacement replacements",
        "confirm": "confirmation confirmations",
        "inform": "information",
        "verify": "verification",
        "explain": "explanation explanations",
        "register": "registration",
        "install": "installation",
        "expire": "expiry expiration",
        "subscribe": "subscriber subscribers",
        "dispatch": "despatch despatched despatching despatches",
        "colour": "color colors",
        "centre": "center centers",
        "person": "people",
    }.items()
    for form in forms.split()
}
_VOWELS = frozenset("aeiouy")


@lru_cache(maxsize=16_384)
def stem(word: str) -> str:
    """The key of a word in normal form. Words of up to three letters and anything with a digit are their own key."""
    word = word.removesuffix("'s").removesuffix("'")
    if len(word) <= 3 or not word.isalpha():
        return word
    return _finish(_strip_noun(_strip_verb(_strip_plural(_IRREGULAR.get(word, word)))))


def _strip_plural(word: str) -> str:
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("sses", "shes", "ches", "xes", "zes")):
        return word[:-2]
    if word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word


def _strip_verb(word: str) -> str:
    if word.endswith("ied") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith("eed"):
        return word[:-1] if word.endswith("reed") and len(word) > 5 else word
    for ending in ("ed", "ing"):
        root = word.removesuffix(ending)
        if root != word and len(root) >= 2 and any(letter in _VOWELS for letter in root):
            return _restore(root) if len(root) > 2 else _restore_two(root, word)
    return word


def _restore(root: str) -> str:
    """Give short roots back the e they lost: "giv" was "give", but "stopp" was "stop" and "ask" lost nothing."""
    consonant_vowel_consonant = (
        len(root) == 3
        and root[0] not in _VOWELS
        and root[1] in _VOWELS
        and root[2] not in _VOWELS
        and root[2] not in "wx"
    )
    return root + "e" if consonant_vowel_consonant else root


def _restore_two(root: str, word: str) -> str:
    return root + "e" if root[0] in _VOWELS else word


def _strip_noun(word: str) -> str:
    if word.endswith(("isation", "ization")) and len(word) > 9:
        return word[:-5]
    if word.endswith("ification"):
        return word[:-7] + "y"
    if word.endswith(("tion", "sion")) and len(word) >= 7:
        return word[:-3]
    return word


def _finish(word: str) -> str:
    """One spelling: -our as -or, -ize as -ise, a doubled last letter once, a silent last e gone."""
    if len(word) >= 5 and word.endswith("our"):
        word = word[:-3] + "or"
    if len(word) >= 5 and word.endswith("e"):
        word = word[:-1]
    if len(word) >= 6 and word.endswith("iz"):
        word = word[:-1] + "s"
    if len(word) >= 4 and word[-1] == word[-2] and word[-1] not in _VOWELS:
        word = word[:-1]
    return word
