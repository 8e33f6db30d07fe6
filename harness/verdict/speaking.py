"""Case -> what is wrong with what its customer is about to say: the rules of validity, before a word is spoken.

For customers that a model plays. It is the same rules as afterwards (V1-V4, V8, V11), but that here one thing told
unasked is one too many: words that were not said yet can still be taken back.
"""

from harness.conversation.nouns import Case, Objection, Said, Turn
from harness.target.nouns import Reply

from .customer_facts import accepted_against, contradicted, invented, told_unknown
from .customer_words import flipped, leaked, untimely
from .part import Part

_RULES = (flipped, leaked, untimely, invented, told_unknown, accepted_against, contradicted)


def objecting(case: Case) -> Objection:
    """What holds this case's customer to their part."""
    part = Part(case)

    def objection(turns: tuple[Turn, ...], says: Said) -> str | None:
        number = len(turns) + 1
        all_turns = (*turns, Turn(number=number, customer=says, reply=Reply(text="")))
        faults = (fault for rule in _RULES for fault in rule(part, all_turns))
        found = next((one for one in faults if one.turn == number and one.severity != "minor"), None)
        return f"{found.rule}: {found.why}" if found else None

    return objection
