"""What must not be written down: the secrets of the environment, and every text without them.

One scrubber stands before everything that is printed or written to a file; `tests/test_secrets.py` lists the writers.
What is sent to an endpoint is not scrubbed: a key is sent to whom it is for.
"""

import base64
import html
import json
import os
import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, get_args
from urllib.parse import quote, quote_plus

from harness.trouble import Trouble

HIDDEN = "[secret]"
SHORTEST = 8
"""Characters under which a value is refused as a secret: hiding it would spoil words everywhere."""

_LOOKS_SECRET = re.compile(
    r"(?:^|_)(?:\w*KEY|\w*TOKEN|\w*SECRET|\w*PASSWORD|PASSWD|PASSPHRASE|PWD|CREDENTIALS?|AUTH)S?$"
    r"|^(?:SECRET|PASSWORD|TOKEN)_",
    re.IGNORECASE,
)
_NO_SECRETS = frozenset({"PWD", "OLDPWD"})
"""The folders a shell is and was in."""
_SWITCH = re.compile(r"[01]?|true|false|yes|no|on|off|none", re.IGNORECASE)
_WORD = re.compile(r"[A-Za-z_]+")

Scrub = Callable[[str], str]

_named: set[str] = set()
"""Variables of this process that settings name as keys, whatever they are called."""


class NoKeyError(Trouble):
    """A key that is needed is not in the environment, as in a job for a fork, which is given no secrets."""


@dataclass(frozen=True)
class Secret:
    """A key from the environment: where it came from may be told, what it is may not."""

    variable: str | None = None
    """None when none is sent."""
    value: str = field(default="", repr=False)

    def scrub(self, text: str) -> str:
        """The text without the key, in any of its forms; unchanged when the value is too short to be one."""
        return _without(text, forms(self.value)) if len(self.value) >= SHORTEST else text


def secret_in(variable: str, who: str) -> Secret:
    """The key that this environment variable holds, from now on hidden wherever something is written.

    `who` cannot be asked without it. Raises NoKeyError when the variable is not set, and Trouble when it holds
    what no key can be.
    """
    value = os.environ.get(variable, "").strip()
    if not value:
        raise NoKeyError(
            f"{who} cannot be asked: the environment variable {variable}, which holds its key, is not set."
        )
    if not value.isascii() or not value.isprintable():
        raise Trouble(f"{who} cannot be asked: what the environment variable {variable} holds is no key.")
    hide([variable])
    return Secret(variable, value)


def hide(variables: Iterable[str]) -> None:
    """Take what these environment variables hold for secrets as well, for the rest of this process."""
    _named.update(variables)


def scrubber(environment: Mapping[str, str] | None = None) -> Scrub:
    """What takes the secrets of the environment, as it is now, out of any text.

    Secrets are the variables that settings name as keys, and those that are called like one (`*_KEY`, `*_TOKEN`,
    `*_SECRET`, `PASSWORD` ...).
    """
    kept, _ = _sorted_out(os.environ if environment is None else environment)
    hidden = _longest_first({form for value in kept for form in forms(value)})
    return lambda text: _without(text, hidden)


def scrub(text: str) -> str:
    """The text without a secret of the environment."""
    return scrubber()(text)


def scrubbed(data: Any) -> Any:
    """Plain JSON data, each of its strings and keys without a secret of the environment."""
    return _each(data, scrubber())


def refused(environment: Mapping[str, str] | None = None) -> tuple[str, ...]:
    """A sentence for each variable that is called like a secret, and whose value cannot be hidden."""
    return _sorted_out(os.environ if environment is None else environment)[1]


def forms(value: str) -> tuple[str, ...]:
    """The ways in which a value may stand in a text: plain, URL-encoded, in base64, as JSON or HTML write it.

    Of a value of several lines, such as a private key, each line is one more. The longest comes first.
    """
    lines = [line for line in value.split("\n") if len(line.strip()) >= SHORTEST] if "\n" in value else []
    same = {unicodedata.normalize(form, one) for one in (value, *lines) for form in ("NFC", "NFD")}
    return _longest_first({form for one in {value, *lines, *same} for form in _forms(one)})


def _forms(value: str) -> set[str]:
    raw = value.encode("utf-8", "replace")
    url = {quote(value, safe="", errors="replace"), quote(value, errors="replace"), quote_plus(value, errors="replace")}
    texts = {json.dumps(value)[1:-1], json.dumps(value, ensure_ascii=False)[1:-1]}
    pages = {html.escape(value), html.escape(value, quote=False)}
    small = {re.sub("%..", lambda sign: sign.group().lower(), form) for form in url}
    return {value, *url, *small, *texts, *(text.replace("/", "\\/") for text in texts), *pages, *_in_base64(raw)}


def _in_base64(raw: bytes) -> set[str]:
    """Alone, and inside something longer: there it begins at one of three places of a group."""
    found: set[str] = set()
    for encode in (base64.b64encode, base64.urlsafe_b64encode):
        whole = encode(raw).decode()
        found |= {whole, whole.rstrip("=")}
        for before in range(3):
            coded = encode(b"\0" * before + raw).decode()
            # A letter at an edge is shared with a neighbour.
            found.add(coded[(before * 8 + 5) // 6 : (before + len(raw)) * 8 // 6])
    return found


def _longest_first(found: set[str]) -> tuple[str, ...]:
    # A form may hold another.
    return tuple(sorted(found - {""}, key=lambda form: (-len(form), form)))


def _without(text: str, hidden: Iterable[str]) -> str:
    for form in hidden:
        if form in text:
            text = text.replace(form, HIDDEN)
    return text


def _each(data: Any, clean: Scrub) -> Any:
    match data:
        case str():
            return clean(data)
        case dict():
            return {clean(key) if isinstance(key, str) else key: _each(item, clean) for key, item in data.items()}
        case list() | tuple():
            return [_each(item, clean) for item in data]
        case _:
            return data


def _sorted_out(environment: Mapping[str, str]) -> tuple[list[str], tuple[str, ...]]:
    """The values to hide, and why others are not."""
    kept: list[str] = []
    told: list[str] = []
    for name, value in sorted(environment.items()):
        value = value.strip()
        named = name in _named
        if not (named or (_LOOKS_SECRET.search(name) and name not in _NO_SECRETS)) or _SWITCH.fullmatch(value):
            continue
        if len(value) < SHORTEST:
            told.append(f"{name} is too short to be hidden: a secret has at least {SHORTEST} characters.")
        elif _WORD.fullmatch(value) and value in _own_words():
            told.append(f"{name} cannot be hidden: its value is a word that every record is written in.")
        else:
            kept.append(value)
    return kept, tuple(told)


def _own_words() -> str:
    """The names and fixed words that our files are written in: without them, nothing could be read again."""
    # Imported here: --help is printed through here too, and need not wait for it.
    from harness.noun import Noun

    words: set[str] = set()
    waiting: list[type[Noun]] = [Noun]
    while waiting:
        kind = waiting.pop()
        waiting += kind.__subclasses__()
        for name, about in kind.model_fields.items():
            words |= {name, *_fixed(about.annotation)}
    return "\n".join(sorted(words))


def _fixed(annotation: Any) -> set[str]:
    if isinstance(annotation, str):
        return {annotation}
    return {word for part in get_args(annotation) for word in _fixed(part)}
