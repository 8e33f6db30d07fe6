"""Faults by name: which rules each breaks, and which of the agent's words can be given from outside while it is on."""

import json
import tomllib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from difflib import get_close_matches
from pathlib import Path
from string import Formatter
from types import MappingProxyType

from .rules import CHANGING_TOOLS, ROUTES, Rules
from .words import WORDS

Fault = Callable[[Rules], Rules]

FaultWords = Mapping[str, Mapping[str, tuple[str, ...]]]
"""Fault -> what is said -> templates with {slots}."""

WRONG_DESK = MappingProxyType(
    {**ROUTES, **{intent: "technical" for intent, desk in ROUTES.items() if desk in ("orders", "billing", "returns")}}
)
MISTAKEN = MappingProxyType(
    {
        "order_status": "charges",
        "order_details": "product",
        "cancel_order": "charges",
        "change_address": "password",
        "refund": "order_status",
        "exchange": "order_status",
        "charged_twice": "order_status",
        "charges": "order_status",
        "cancel_subscription": "password",
        "password": "charges",
        "product": "order_status",
        "safety": "order_status",
    }
)
"""Intent -> what a triage that mislabels takes it for: always another desk's matter."""
KEPT = frozenset({"order_number", "email", "postcode", "address"})
SLOW_SECONDS = 2.0

FAULTS: Mapping[str, Fault] = MappingProxyType(
    {
        "verbatim-loop": lambda rules: replace(rules, repeats_question=True),
        "paraphrased-loop": lambda rules: replace(rules, rephrases_question=True),
        "forgetting": lambda rules: replace(rules, forgets=KEPT, forgets_times=2),
        "wrong-desk": lambda rules: replace(rules, routes=WRONG_DESK),
        "missing-handoff": lambda rules: replace(rules, routes={}, hands_over=False),
        "promised-handoff": lambda rules: replace(rules, makes_handoffs=False),
        "needless-handoff": lambda rules: replace(rules, sends_on=True),
        "ping-pong": lambda rules: replace(rules, sends_back=2),
        "cascade": lambda rules: replace(rules, mislabels=MISTAKEN),
        "wrong-amount": lambda rules: replace(rules, refund_extra=rules.refund_extra + 7),
        "wrong-date": lambda rules: replace(rules, arrival_shift_days=3, club_end_shift_days=31),
        "invented-policy": lambda rules: replace(rules, invents_policy=True),
        "unknown-url": lambda rules: replace(rules, invents_link=True),
        "phantom-action": lambda rules: replace(rules, pretends=CHANGING_TOOLS),
        "giving-up": lambda rules: replace(rules, gives_up=True),
        "rambling": lambda rules: replace(rules, rambles=2),
        "off-topic": lambda rules: replace(rules, answers_off_topic=True),
        "slow": lambda rules: replace(rules, delay_seconds=rules.delay_seconds or SLOW_SECONDS),
        "flaky": lambda rules: replace(rules, drops=True),
        "malformed": lambda rules: replace(rules, garbles=True),
    }
)
"""Faults that can be switched on by name."""

_CLAIMS = ("refunded", "refunded.charge", "cancelled.order", "cancelled.club", "changed", "reset.sent", "ticket.urgent")

SAYINGS: Mapping[str, Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "paraphrased-loop": {"loop.again": ("thing",)},
        "forgetting": {"forgot": ("thing",)},
        "wrong-desk": {"hand_off": ("desk",)},
        "missing-handoff": {"no_person": ()},
        "promised-handoff": {"hand_off": ("desk",), "hand_over": ()},
        "needless-handoff": {"pass_on": ("desk",)},
        "ping-pong": {"pass_back": ("desk",)},
        "wrong-amount": {"refunded": ("amount",), "refunded.charge": ("amount",)},
        "wrong-date": {
            "status.dispatched": ("date",),
            "status.delayed": ("date",),
            "status.processing": ("date",),
            "cancelled.club": ("date",),
        },
        "invented-policy": {
            "invented.refund": ("low", "high"),
            "invented.delivery": ("low", "high"),
            "invented.club": ("amount",),
            "invented.account": ("minutes",),
        },
        "unknown-url": {"invented.link": ("url",)},
        "phantom-action": dict.fromkeys(_CLAIMS, ()),
        "giving-up": {"give_up": ()},
        "rambling": {"ramble": ()},
        "off-topic": {"off_topic.answer": ()},
    }
)
"""Fault -> what it says that can be worded from outside -> the slots without which the fault would not show."""

LARGEST = 1_000_000
"""Bytes of a file of wordings."""
MOST, LONGEST = 1_000, 1_000
"""Templates of one saying, and characters of a template."""


def faulty(rules: Rules, faults: Iterable[str], words: FaultWords | None = None) -> Rules:
    """The rules with these faults switched on, in these words. Raises ValueError for a name that is not in FAULTS.

    Where two faults word the same saying, the later one does.
    """
    for name in faults:
        if name not in FAULTS:
            raise ValueError(_unknown("fault", name, FAULTS))
        rules = FAULTS[name](rules)
        rules = replace(rules, words={**rules.words, **(words or {}).get(name, {})})
    return rules


def read_words(file: Path) -> FaultWords:
    """The wordings of a JSON or TOML file. Raises ValueError, with a sentence, for a file that holds none."""
    try:
        with file.open("rb") as opened:
            held = opened.read(LARGEST + 1)
        if len(held) > LARGEST:
            raise ValueError(f"it has more than {LARGEST:,} bytes")
        text = held.decode("utf-8")
        return checked(tomllib.loads(text) if file.suffix == ".toml" else json.loads(text))
    except OSError as problem:
        raise ValueError(f"{file}: {problem.strerror or 'it cannot be read'}.") from problem
    except (ValueError, RecursionError) as problem:
        raise ValueError(f"{file}: {problem}") from problem


def checked(data: object) -> FaultWords:
    """These wordings, known to fit. Raises ValueError with what is wrong and what would work."""
    return {
        fault: {saying: _templates(fault, saying, ways) for saying, ways in _table(said, fault).items()}
        for fault, said in _table(data, "the file").items()
    }


def _table(data: object, where: str) -> Mapping[str, object]:
    if not isinstance(data, Mapping):
        raise ValueError(f"{where} must be a table: fault, then saying, then a list of templates.")
    return data


def _templates(fault: str, saying: str, ways: object) -> tuple[str, ...]:
    if fault not in SAYINGS:
        raise ValueError(_unknown("fault with words", fault, SAYINGS))
    if saying not in SAYINGS[fault]:
        raise ValueError(_unknown(f"saying of '{fault}'", saying, SAYINGS[fault]))
    where = f"{fault}, {saying}"
    if not isinstance(ways, list | tuple) or not 0 < len(ways) <= MOST:
        raise ValueError(f"{where}: give a list of 1 to {MOST:,} templates.")
    return tuple(_template(way, where, SAYINGS[fault][saying], slots_of(saying)) for way in ways)


def _template(way: object, where: str, needed: tuple[str, ...], known: frozenset[str]) -> str:
    if not isinstance(way, str) or not 0 < len(way.strip()) <= LONGEST:
        raise ValueError(f"{where}: a template is a text of 1 to {LONGEST:,} characters.")
    slots = _slots(way)
    if slots is None or not slots <= known:
        raise ValueError(f"{where}: {way!r} may hold {_braced(known)}, and no other braces.")
    if not slots >= set(needed):
        raise ValueError(f"{where}: {way!r} must hold {_braced(needed)}.")
    return way


def slots_of(saying: str) -> frozenset[str]:
    """The slots that are filled when this is said."""
    return frozenset[str]().union(*(_slots(way) or () for way in WORDS[saying]))


def _slots(way: str) -> frozenset[str] | None:
    """The plain slots of a template; None when there is more in its braces, or something wrong with them."""
    try:
        parts = [part for part in Formatter().parse(way) if part[1] is not None]
    except ValueError:
        return None
    plain = all(name and name.isidentifier() and not spec and not how for _, name, spec, how in parts)
    return frozenset(name for _, name, _, _ in parts if name) if plain else None


def _braced(slots: Iterable[str]) -> str:
    return ", ".join(f"{{{slot}}}" for slot in sorted(slots)) or "no slots"


def _unknown(what: str, name: str, known: Iterable[str]) -> str:
    near = get_close_matches(name, known, n=1)
    meant = f" Did you mean '{near[0]}'?" if near else ""
    return f"There is no {what} '{name}'.{meant} There are: {', '.join(sorted(known))}."
