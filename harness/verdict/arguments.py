"""Author's words on a call -> whether its arguments hold what they name.

"With cabin economy, flight HAT056 on 25 May and payment gift_card_8190333" names three arguments. A part of such a list
that begins with the name of an argument is about that argument; one that begins otherwise goes with the part before it.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from harness.target.nouns import Event
from harness.text.listing import listed
from harness.text.normal import stem, words
from harness.text.values import find_values, without_values

from .values import meets, pairs, same_value

_PARTS = re.compile(r"(?:,|;)(?: and)? |(?<=\w) and (?=\w)")
_LEAD = re.compile(r"^(?:(?:with|for|of|on|in|from|to|under|by|using|and|the|an?|his|her|their|its) )+", re.IGNORECASE)
_HUMP = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_NEXT = re.compile(r" (?:to|on|for|from|with|in|at|by|because|so) ", re.IGNORECASE)
"""Where words on one value end: "amount £39.00 to her card". What follows is looked for in the whole call."""
_LINK = re.compile(r"^(?:of|is|as|to|set to|being|=|:)?\s*", re.IGNORECASE)
_CODE = re.compile(r"(?<!\w)(?=\w*[A-Z0-9_])[A-Z0-9][\w-]{2,40}(?!\w)")
"""A word that is a value as it stands: a code, a name with a capital, something_with_an_underscore."""
_GENERIC = listed("id number no code ref reference name")
"""Words that an argument's name may end in: who says "reservation" means `reservation_id`."""
_PLAIN_VALUE = re.compile(r"[A-Za-z]+(?:[ _-][A-Za-z]+){0,2}|")
"""A value made of words alone: one of a few, such as `basic_economy`. Others are compared as typed values and codes."""


def named(about: str, event: Event) -> bool:
    """Whether the arguments hold what the words name of them; words that name no argument ask for nothing here."""
    return all(_holds(value, wanted) for value, wanted in _named(about, event.arguments))


def _named(about: str, arguments: Mapping[str, Any]) -> Iterator[tuple[Any, str]]:
    """(argument, what it is to be) for each part of the words."""
    value: Any = None
    for part in _PARTS.split(about):
        plain = _LEAD.sub("", part)
        key, rest = _key(plain, arguments)
        if key is None and value is not None:
            yield value, " ".join(_CODE.findall(plain))
        while key is not None:
            value = arguments[key]
            further, beyond = _key(_LEAD.sub("", rest), {name: one for name, one in arguments.items() if name != key})
            # "The address of order W-1042" names the address without saying what it is, and says which order.
            yield value, "" if further else rest
            key, rest = further, beyond


def _key(part: str, arguments: Mapping[str, Any]) -> tuple[str | None, str]:
    """The argument whose name the part begins with, the longest such name, and what comes after it."""
    spoken = [stem(word) for word in words(part.replace("_", " "))]
    found = ""
    length = 0
    for key in arguments:
        for name in _names(key):
            if len(name) > length and spoken[: len(name)] == name:
                found, length = key, len(name)
    if not length:
        return None, ""
    rest = re.sub(rf"^(?:[^\W_]+[\W_]+){{{length - 1}}}[^\W_]+", "", part)
    return found, _LINK.sub("", rest.strip())


def _names(key: str) -> Iterator[list[str]]:
    name = [stem(word) for word in words(_HUMP.sub("_", key).replace("_", " "))]
    while name:
        yield name
        if name[-1] not in _GENERIC:
            return
        name = name[:-1]


def _holds(value: Any, wanted: str) -> bool:
    """Whether the argument, or one element of it, is or holds what is wanted."""
    elements = value if isinstance(value, list | tuple) else (value,)
    return not wanted or any(_is(element, wanted) for element in elements)


def _is(element: Any, wanted: str) -> bool:
    if isinstance(element, Mapping):
        texts = [text for _, text in pairs(element)]
        held = [one for text in texts for one in find_values(text)]
        spoken = {word for text in texts for word in words(text.replace("_", " "))}
    else:
        text = "" if element is None else str(element)
        if words(wanted) == words(text):
            return True
        wanted = _NEXT.split(wanted)[0]
        if _PLAIN_VALUE.fullmatch(text) and not find_values(text):
            return _one_of_a_few(wanted, text)
        held, spoken = list(find_values(text)), set(words(text.replace("_", " ")))
    codes = words(" ".join(_CODE.findall(without_values(wanted))).replace("_", " "))
    return all(meets(one, held) for one in find_values(wanted)) and spoken.issuperset(codes)


def _one_of_a_few(wanted: str, held: str) -> bool:
    """Whether a value such as `basic_economy` is what is wanted, to the word; what is longer than a name is none."""
    asked, have = words(wanted.replace("_", " ")), words(held.replace("_", " "))
    return len(asked) > 3 or asked == have or (len(have) < 2 and same_value(wanted, held))
