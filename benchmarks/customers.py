"""The scripted customer in front of what real agents said: gives what is asked for, volunteers nothing that is hidden.

    python benchmarks/customers.py DATA=path

DATA is a folder of recorded conversations, one JSON record a line (`*.jsonl`: turns of customer and agent). What an
agent asked for is told by somebody who had nothing to do with the harness: the customer who answered. Where their next
message gives an e-mail address, a user id, a reservation number and so on for the first time, and the agent's names it,
the agent is taken to have asked for it. The scripted customer knows one of each, told only if asked, hears the same
message, and either gives it or does not. Told without having been asked is whatever the real customer did not give and
the agent's message does not name. Intervals are Wilson's, at 95 %, over distinct agent messages.
"""

import json
import re
import sys
from collections import Counter
from itertools import pairwise
from pathlib import Path

from harness.assurance import case_of, compile_all
from harness.conversation.nouns import Case, Said
from harness.conversation.scripted import ScriptedCustomer
from harness.journey.read import read_source
from harness.plan.nouns import Fact
from harness.settings import Settings
from harness.stats import wilson
from harness.target.nouns import Reply

JOURNEY = """# Help with a booking

Ann Ferrari booked something and it has to be changed. She wants help with it.

## What should happen

- The agent apologises.
"""

VALUES = {
    "email": "ann.ferrari@example.org",
    "user id": "ann_ferrari_3971",
    "reservation id": "QX7L2M",
    "order id": "#W8812043",
    "account number": "48120077",
    "pin": "7719",
    "zip code": "94110",
    "phone number": "555-014-2291",
}
"""What the customer knows -> the value, under the words that authors use for it."""

GIVES = {
    "email": r"[\w.+-]+@[\w-]+\.\w+",
    "user id": r"\buser ?(?:id|name)\b[^.?!]{0,20}?\b(?:is|:)\s*\w*\d",
    "reservation id": r"\b(?:reservation|booking|confirmation) (?:id|number|code)\b[^.?!]{0,30}?\b(?:is|:)\s*\w{5,7}\b",
    "order id": r"\border (?:id|number)\b[^.?!]{0,20}?\b(?:is|:)\s*#?\w*\d",
    "account number": r"\baccount (?:number|id)\b[^.?!]{0,20}?\b(?:is|:)?\s*\d{4,}",
    "pin": r"\bpin\b[^.?!]{0,20}?\b(?:is|:)?\s*\d{4}\b",
    "zip code": r"\bzip(?: ?code)?\b[^.?!]{0,15}?\b(?:is|:)?\s*\d{5}\b",
    "phone number": r"\b(?:phone|mobile)(?: number)?\b[^.?!]{0,15}?\b(?:is|:)\s*\+?[\d()][\d() -]{6,}",
}
"""How a real customer's message shows that it gives one."""

NAMES = {
    "email": r"e-?mail",
    "user id": r"user|log-?in|\bid\b",
    "reservation id": r"reservation|booking|confirmation|\bid\b",
    "order id": r"order|\bid\b",
    "account number": r"account",
    "pin": r"\bpin\b",
    "zip code": r"zip|post",
    "phone number": r"phone|mobile|number",
}
"""The words by which an agent's message may be about it: generous, so that a leak is one beyond doubt."""


_OR = re.compile(
    r"\balternatively\b|\binstead\b|\bor (?:your|the|a)\b|\bcan also\b|\b(?:if|in case) you (?:do not|don't)\b", re.I
)
"""An agent who will have one thing or another is answered by either."""


def customer() -> Case:
    """A customer who knows one of each, and tells none of it unasked."""
    here = Path.cwd()
    plan = compile_all([read_source(JOURNEY, here / "booking.md", here)], Settings().vocabulary)[0]
    case = case_of(plan, plan.variations[0], 1, 7)
    facts = (
        Fact(sentence=case.items[0].sentence, text=f"Her {key} is {value}.", key=key, value=value, reveal="if_asked")
        for key, value in VALUES.items()
    )
    return case.model_copy(update={"items": (*case.items, *facts)})


def answer(case: Case, heard: str) -> str:
    """What the scripted customer says to this, after the opening."""
    one = ScriptedCustomer(case)
    one.reply(None)
    says = one.reply(Reply(text=heard))
    return says.text if isinstance(says, Said) else ""


def asked(folder: Path) -> dict[str, frozenset[str]]:
    """Each distinct agent message that a customer answered -> what they gave for the first time in that answer."""
    found: dict[str, frozenset[str]] = {}
    for path in sorted(folder.glob("*.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            turns = [one for one in json.loads(line).get("turns") or () if one.get("text") and one["role"] != "tool"]
            told: set[str] = set()
            for before, after in pairwise(turns):
                if (before["role"], after["role"]) != ("agent", "customer"):
                    told |= _given(after["text"]) if after["role"] == "customer" else set()
                    continue
                given = _given(after["text"])
                found[before["text"][:4_000]] = frozenset(given - told) | found.get(before["text"][:4_000], frozenset())
                told |= given
    return found


def _given(text: str) -> set[str]:
    return {key for key, pattern in GIVES.items() if re.search(pattern, text[:4_000], re.IGNORECASE)}


def main(folder: Path) -> None:
    """Measure, and print the figures with what went wrong."""
    case, messages = customer(), asked(folder)
    hits, tries, missed, leaked = Counter[str](), Counter[str](), [], []
    for heard, wanted in messages.items():
        says = answer(case, heard)
        for key in sorted(wanted):
            named = re.search(NAMES[key], heard, re.IGNORECASE)
            other = _OR.search(heard) and any(VALUES[one] in says for one in VALUES if one != key)
            if named and not other:  # what a customer volunteered, nobody had asked for
                tries[key] += 1
                hits[key] += VALUES[key] in says
                missed += [(key, heard)] if VALUES[key] not in says else []
        told = [key for key, value in VALUES.items() if value in says and key not in wanted]
        leaked += [(key, heard) for key in told if not re.search(NAMES[key], heard, re.IGNORECASE)]
    print(f"{len(messages):,} distinct agent messages that a customer answered")
    for key in VALUES:
        _print(f"gives the {key}", hits[key], tries[key])
    _print("gives the value that is asked for", hits.total(), tries.total())
    _print("volunteers what is hidden", len(leaked), len(messages))
    if "-v" in sys.argv:
        for what, cases in (("NOT GIVEN", missed), ("LEAKED", leaked)):
            for key, heard in cases[:40]:
                print(f"\n{what} {key}: {heard[-400:]}")


def _print(what: str, hits: int, of: int) -> None:
    if of:
        around = wilson(hits, of)
        print(f"  {what:<36} {hits:>4} of {of:<6,} {hits / of:.1%} [{around.low:.1%} - {around.high:.1%}]")


if __name__ == "__main__":
    data = next((one.removeprefix("DATA=") for one in sys.argv[1:] if one.startswith("DATA=")), "")
    if not data:
        sys.exit("say where the conversations are: python benchmarks/customers.py DATA=path")
    main(Path(data))
