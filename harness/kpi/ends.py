"""How conversations ended -> containment, escalation, abandonment, resolution and what hides between them.

The terms are used in many ways by many vendors; here they mean what measurement 6 says, and each figure prints it.
"""

from collections.abc import Sequence
from decimal import Decimal
from typing import Literal

from .nouns import Measure, missing
from .rates import rate
from .sessions import Session, eligible
from .settings import KpiSettings

WITHOUT_OTHER = "valid conversations on the agent's business"


def resolution(held: Sequence[Session], known: KpiSettings) -> Measure:
    """Shown to be resolved, net of what comes back where the settings say how much does."""
    formula = f"conversations with the right outcome shown / {WITHOUT_OTHER}"
    note = None if known.reopened is None else f"net of {known.reopened:%} reopened, as harness.toml says"
    return rate("resolution", formula, eligible(held), lambda one: _kept(one, known), note=note)


def _kept(one: Session, known: KpiSettings) -> Decimal:
    return Decimal(one.resolved) * (1 - (known.reopened or 0))


def resolution_levels(held: Sequence[Session]) -> tuple[Measure, ...]:
    """How sure a resolution is. *assumed* is what a vendor might bill: the customer went away and said nothing."""
    return tuple(_level(level, held) for level in ("verified", "confirmed", "assumed"))


LEVELS = {
    "verified": "shown by events or by what the records say afterwards",
    "confirmed": "shown in words, and the customer left content or told",
    "assumed": "shown in words, and the customer went away: an upper bound, not a resolution",
}


def _level(level: Literal["verified", "confirmed", "assumed"], held: Sequence[Session]) -> Measure:
    def holds(one: Session) -> bool:
        return one.outcome.results.get("resolution") == "pass" and one.outcome.resolved == level

    return rate(f"resolution {level}", f"{LEVELS[level]} / {WITHOUT_OTHER}", eligible(held), holds)


def containment(held: Sequence[Session]) -> Measure:
    """A figure of the channel, not of success: see *false containment*."""
    formula = f"conversations that no person took over / {WITHOUT_OTHER}"
    return rate("containment", formula, eligible(held), lambda one: not one.escalated)


def engaged_containment(held: Sequence[Session]) -> Measure:
    """Containment without the customers who simply left."""
    formula = f"conversations that ended with the agent, the customer still there / {WITHOUT_OTHER}"
    return rate(
        "engaged containment",
        formula,
        eligible(held),
        lambda one: one.outcome.ending not in ("handed_over", "abandoned"),
    )


def false_containment(held: Sequence[Session], known: KpiSettings) -> Measure:
    """What containment counts and nobody resolved; reopened contacts are in it."""
    formula = f"conversations that no person took over and that were not resolved / {WITHOUT_OTHER}"

    def holds(one: Session) -> Decimal:
        return Decimal(0) if one.escalated else 1 - _kept(one, known)

    return rate("false containment", formula, eligible(held), holds)


def abandonment(held: Sequence[Session]) -> Measure:
    """Customers who left unserved."""
    formula = f"conversations the customer left unserved / {WITHOUT_OTHER}"
    return rate("abandonment", formula, eligible(held), lambda one: one.outcome.ending == "abandoned")


def escalation(held: Sequence[Session]) -> tuple[Measure, ...]:
    """How often a person took over, and how much of it was wanted."""
    mine = eligible(held)
    whole = rate(
        "escalation", f"conversations that a person took over / {WITHOUT_OTHER}", mine, lambda one: one.escalated
    )
    right = rate(
        "escalation, appropriate",
        f"taken over where the author wants a person, or as the right end / {WITHOUT_OTHER}",
        mine,
        lambda one: _escalated(one) == "appropriate",
    )
    wrong = rate(
        "escalation, avoidable",
        f"taken over where the author wants no person and nothing was resolved by it / {WITHOUT_OTHER}",
        mine,
        lambda one: _escalated(one) == "avoidable",
    )
    open_ = sum(_escalated(one) == "unclear" for one in mine)
    note = f"of {open_} more nobody could tell whether a person was due" if open_ else None
    return whole, right, wrong.model_copy(update={"note": wrong.note or note})


def _escalated(one: Session) -> Literal["appropriate", "avoidable", "unclear"] | None:
    if not one.escalated:
        return None
    if one.person_wanted or one.outcome.results.get("resolution") == "pass":
        return "appropriate"
    unneeded = one.routed is not None and one.routed.way.startswith("misroute")
    return "avoidable" if unneeded or one.outcome.results.get("resolution") == "fail" else "unclear"


def deflection(held: Sequence[Session], known: KpiSettings) -> Measure:
    """The share of all the business's contacts that the agent would handle without a person, as it does here."""
    name, formula = (
        "deflection",
        "containment x contacts a month that reach the agent / contacts a month over all channels",
    )
    contained = containment(held)
    if known.inbound_contacts is None or known.agent_contacts is None:
        return missing(name, "share", formula, "harness.toml names no `agent_contacts` and `inbound_contacts` in [kpi]")
    if contained.value is None or contained.interval is None:
        return missing(name, "share", formula, contained.note or "")
    ratio = Decimal(known.agent_contacts) / known.inbound_contacts
    low, high = contained.interval.low * float(ratio), contained.interval.high * float(ratio)
    return contained.model_copy(
        update={
            "name": name,
            "formula": formula,
            "value": contained.value * ratio,
            "interval": contained.interval.model_copy(update={"low": low, "high": high}),
            "note": f"at {known.agent_contacts:,} of {known.inbound_contacts:,} contacts a month",
        }
    )


def first_contact(held: Sequence[Session], known: KpiSettings) -> Measure:
    """Cases resolved in their first session that did not come back. A conversation here is a case of its own."""
    name, formula = "first-contact resolution", f"resolved, and not back within the window / {WITHOUT_OTHER}"
    if known.reopened is None:
        why = "whether customers come back is for the CRM to tell: `reopened` in [kpi] of harness.toml"
        return missing(name, "share", formula, why)
    return resolution(held, known).model_copy(update={"name": name, "formula": formula})
