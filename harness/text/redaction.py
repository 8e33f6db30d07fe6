"""Words of real people -> the same words without what would name them: e-mail, phone, card, IBAN, given names.

One `Redactor` a conversation. The same value always gets the same placeholder (`[EMAIL-1]`), so that whoever judges can
still tell whether two turns speak of the same one. When in doubt it redacts: a long number may be taken for a phone. It
is linear in the text, whatever the text.
"""

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterator
from typing import Any, Literal

Kind = Literal["EMAIL", "IBAN", "CARD", "PHONE", "NAME"]

_GAP = r"[\s\u200b-\u200d\u2060\u2010-\u2015()./_·-]"
_AT = re.compile("[@\uff20]")
_LOCAL = re.compile(r"[^\s@\uff20<>()\[\]\",;:]")
_DOMAIN = re.compile(r"[^\W_](?:[\w-]|\.(?=[\w-]))*")
_IBAN_START = re.compile(r"(?<![^\W_])[A-Za-z]{2}\d{2}", re.ASCII)
_IBAN_REST = re.compile(r"(?:[\s.-]?[A-Za-z0-9]){11,30}", re.ASCII)
_DIGITS = re.compile(rf"\d+(?:{_GAP}{{1,3}}\d+)*")
_GROUP = re.compile(r"\d+")
_DATE = re.compile(r"(?:\d{1,2}([-./])\d{1,2}\1(?:\d{4}|\d{2})|\d{4}([-./])\d{1,2}\2\d{1,2})(?!\d)")
_PHONE = re.compile(
    r"(?<!\d)(?:"
    rf"(?:\+|(?<![\w.,-])00){_GAP}{{0,2}}\d(?:{_GAP}{{0,3}}\d){{6,14}}"  # with the country's code
    r"|(?<![\w.,:/-])\(?0\d(?:[\s().-]{0,3}\d){7,10}"  # with a leading zero
    r"|(?<![\w.,:/-])(?:1[\s.-])?\(?\d{3}\)?[\s.-]{1,2}\d{3}[\s.-]\d{4}"  # 3-3-4
    r"|(?<![\w.,:/#-])\d{3}-\d{4}(?![\w-])"  # a local one
    r"|(?<![\w.,:/#-])\d{10,11}"  # no more than digits
    r")(?!\d)"
)
_NAMED_PHONE = re.compile(
    r"\b(?:phone|mobile|cell|tel|telephone|whatsapp|call|ring|text|reach)\b[^\d\n]{0,30}?(\d(?:[\s().-]{0,2}\d){5,14})",
    re.IGNORECASE,
)
_PHONE_FIELD = re.compile(r"phone|mobile|(?:^|_)(?:cell|tel)(?:$|_)", re.IGNORECASE)
_NAME_FIELD = re.compile(
    r"(?:first|last|given|family|full|middle|customer|caller|holder|passenger|contact|user|sur)[ _-]?names?$",
    re.IGNORECASE,
)
_SURELY_NAME = re.compile(
    r"\b(?:my (?:full |first |last |given )?name(?:['\u2019]s| is)|(?:sur)?name ?[:=]|dear|mrs?|ms|miss)[\s.:=]{1,3}",
    re.IGNORECASE,
)
_MAYBE_NAME = re.compile(
    r"\b(?:this is|i am|i['\u2019]m|im|call me|speaking (?:to|with)|chatting (?:to|with)|hi|hello|hey|thanks|thank you"
    r"|sorry|welcome back|good (?:morning|afternoon|evening)|regards|yours|cheers|best wishes|sincerely|dr)\b"
    r"[\s,.]{1,3}",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W\d_]+")
_NEXT_WORD = re.compile(r"[ \t'\u2019-]{0,2}([^\W\d_]{1,40})")
_ENDS = re.compile(r"\s*(?:[.,;:!?()\n]|and\b|$)")
_WORD_OR_PLACEHOLDER = re.compile(r"\[(?:EMAIL|IBAN|CARD|PHONE|NAME)-\d+\]|[^\W\d_]+")

_NO_NAMES = frozenset(
    "a about afraid after again agent all also am an and any anyone are as assistant at bad be because been but by can"
    " chat customer customers did do does everyone everybody folks for from glad good got great guys had happy has have"
    " he hello here hi how i if in is it just let ma madam many me member my near no not now of ok okay on one or our"
    " out please really right sales see she sir so sorry still sure support team that the their them then there they"
    " this to too trying unable us valued very waiting was we welcome well what when where who why will with would yes"
    " yet you your mr mrs ms miss dr".split()
)
_ALSO_WORDS = frozenset(
    "amber angel april art august autumn bill bob brook carol chance chase chuck cliff crystal daisy dale dawn dean"
    " destiny dick drew earl faith forest frank gene glen grace grant guy harmony hazel heather holly homer hope iris"
    " ivy jack jade jasmine joy june lance lily major mark may melody mercy miles nick olive pat pearl penny poppy ray"
    " rich rob robin rod rose ruby rusty sandy scarlet sky skip stone storm sue summer terry trip victor violet wade"
    " ward will wren young".split()
)
"""Names that are words as well: taken for a name only with a capital."""


class Redactor:
    """What names people in one conversation, each value always under the same placeholder."""

    def __init__(self) -> None:
        self._numbers: defaultdict[Kind, dict[str, int]] = defaultdict(dict)
        self._names: set[str] = set()
        self.found: Counter[str] = Counter()
        """Kind -> how often something of it was replaced."""

    def learn(self, text: str) -> None:
        """Take note of the names that people give or are called by in these words, for all words of the conversation.

        Every text of a conversation is learnt from before the first is redacted.
        """
        text = unicodedata.normalize("NFC", text)
        for cue in _SURELY_NAME.finditer(text):
            self.name(*_words_of_name(text, cue.end(), surely=True))
        for cue in _MAYBE_NAME.finditer(text):
            self.name(*_words_of_name(text, cue.end(), surely=False))

    def learn_data(self, value: Any, field: str = "") -> None:
        """The same for what a tool was told or gave back: fields such as `customer_name` hold names."""
        if isinstance(value, str):
            self.learn(value)
            if _NAME_FIELD.search(field):
                self.name(*_WORD.findall(unicodedata.normalize("NFC", value)))
        for name, item in _inside(value, field):
            self.learn_data(item, name)

    def name(self, *words: str) -> None:
        """Words that are somebody's name."""
        self._names |= {word.casefold() for word in words if len(word) > 1} - _NO_NAMES

    def text(self, text: str) -> str:
        """The words without what names people."""
        text = self._emails(unicodedata.normalize("NFC", text))
        text = self._ibans(text)
        text = _DIGITS.sub(self._cards, text)
        text = _PHONE.sub(self._phone, text)
        text = _NAMED_PHONE.sub(self._named_phone, text)
        return _WORD_OR_PLACEHOLDER.sub(self._name, text) if self._names else text

    def data(self, value: Any, field: str = "") -> Any:
        """JSON values without it: strings, keys, and numbers that are one of the above."""
        if isinstance(value, dict):
            return {self.text(str(name)): self.data(item, str(name)) for name, item in value.items()}
        if isinstance(value, list | tuple):
            return [self.data(item, field) for item in value]
        if isinstance(value, bool) or not isinstance(value, str | int | float):
            return value
        said = value if isinstance(value, str) else str(value)
        if _PHONE_FIELD.search(field) and sum(map(str.isdigit, said)) > 5:
            return self._put("PHONE", _phone_key(said))
        redacted = self.text(said)
        return redacted if isinstance(value, str) or redacted != said else value

    def _put(self, kind: Kind, value: str) -> str:
        numbers = self._numbers[kind]
        self.found[kind] += 1
        return f"[{kind}-{numbers.setdefault(value, len(numbers) + 1)}]"

    def _emails(self, text: str) -> str:
        parts, done = [], 0
        for at in _AT.finditer(text):
            domain = _DOMAIN.match(text, at.end())
            start = at.start()
            while start > done and _LOCAL.match(text, start - 1):
                start -= 1
            if domain and done <= start < at.start():
                address = f"{text[start : at.start()]}@{domain[0]}".casefold().lstrip(".'*_-")
                parts += [text[done:start], self._put("EMAIL", address)]
                done = domain.end()
        return "".join([*parts, text[done:]])

    def _ibans(self, text: str) -> str:
        parts, done = [], 0
        for start in _IBAN_START.finditer(text):
            end = _iban_end(text, start.start(), start.end()) if start.start() >= done else None
            if end:
                bare = "".join(filter(str.isalnum, text[start.start() : end])).upper()
                parts += [text[done : start.start()], self._put("IBAN", bare)]
                done = end
        return "".join([*parts, text[done:]])

    def _cards(self, run: re.Match[str]) -> str:
        text, digits = run[0], _bare(run[0])
        groups = [(one.start(), one.end()) for one in _GROUP.finditer(text)]
        parts, done, place, before = [], 0, 0, 0
        while place < len(groups):
            last = _card_end(digits, before, groups, place)
            start, end = groups[place][0], groups[last or place][1]
            before += sum(one[1] - one[0] for one in groups[place : (last or place) + 1])
            place = (last or place) + 1
            if last is not None:
                parts += [text[done:start], self._put("CARD", _bare(text[start:end]))]
                done = end
        return "".join([*parts, text[done:]])

    def _phone(self, found: re.Match[str]) -> str:
        if _DATE.match(found[0]):
            return found[0]
        return self._put("PHONE", _phone_key(found[0]))

    def _named_phone(self, found: re.Match[str]) -> str:
        if _DATE.match(found[1]):
            return found[0]
        return found[0][: found.start(1) - found.start()] + self._put("PHONE", _phone_key(found[1]))

    def _name(self, found: re.Match[str]) -> str:
        word = found[0]
        key = word.casefold()
        if key not in self._names or (key in _ALSO_WORDS and not word[0].isupper()):
            return word
        return self._put("NAME", key)


def _inside(value: Any, field: str) -> Iterator[tuple[str, Any]]:
    if isinstance(value, dict):
        yield from ((str(name), item) for name, item in value.items())
    elif isinstance(value, list | tuple):
        yield from ((field, item) for item in value)


def _words_of_name(text: str, at: int, surely: bool) -> list[str]:
    """The words of a name that begins here: up to three, with a capital.

    Where it is `surely` one, the first may do without, and then a second that ends the clause.
    """
    words: list[str] = []
    while len(words) < 3 and (found := _NEXT_WORD.match(text, at)):
        word, at = found[1], found.end()
        small = surely and (not words or (len(words) == 1 and words[0].islower() and _ENDS.match(text, at) is not None))
        if word.casefold() in _NO_NAMES or not (word[0].isupper() or small):
            break
        words.append(word)
    return words


def _bare(text: str) -> str:
    return "".join(str(unicodedata.digit(mark)) for mark in text if mark.isdecimal())


def _phone_key(text: str) -> str:
    """The last nine digits: with the country's code or without, it is the same phone."""
    return _bare(text)[-9:]


def _card_end(digits: str, before: int, groups: list[tuple[int, int]], first: int) -> int | None:
    """The last group of the longest card number that begins with this group of digits; None when none does.

    `digits` are those of all groups, `before` how many stand before this one.
    """
    length, found = 0, None
    for place in range(first, min(len(groups), first + 19)):
        length += groups[place][1] - groups[place][0]
        if length > 19:
            break
        if length >= 13 and luhn(digits[before : before + length]):
            found = place
    return found


_DOUBLED = dict(zip("0123456789", (0, 2, 4, 6, 8, 1, 3, 5, 7, 9), strict=True))


def luhn(digits: str) -> bool:
    """Whether the check digit of a card number is right (ISO/IEC 7812-1)."""
    return (sum(map(int, digits[-1::-2])) + sum(map(_DOUBLED.__getitem__, digits[-2::-2]))) % 10 == 0


def _iban_end(text: str, start: int, after: int) -> int | None:
    """Where the longest account number with right check digits ends (ISO 13616); None when there is none."""
    rest = _IBAN_REST.match(text, after)
    if rest is None:
        return None
    for end in range(rest.end(), after + 10, -1):
        ends = end == len(text) or not (text[end].isascii() and text[end].isalnum()) or not text[end - 1].isalnum()
        if ends and text[end - 1].isalnum() and iban(text[start:end]):
            return end
    return None


def iban(text: str) -> bool:
    """Whether the check digits of an account number are right, blanks and hyphens aside (ISO 13616, mod 97-10)."""
    bare = "".join(mark for mark in text.upper() if mark.isascii() and mark.isalnum())
    if not 15 <= len(bare) <= 34:
        return False
    return int("".join(str(int(mark, 36)) for mark in bare[4:] + bare[:4])) % 97 == 1
