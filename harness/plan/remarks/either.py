"""A deed about several things, of which any would do -> one deed for each."""

from harness.text.alternatives import alternatives

from ..nouns import Deed
from ..rules.gifts import action_in


def either(deed: Deed) -> tuple[Deed, ...]:
    """ "Offers a refund or a voucher" as "offers a refund" and "offers a voucher"; any other deed alone."""
    if deed.exact is not None or deed.by != "agent" or not (" or " in deed.about or ":" in deed.about):
        return (deed,)
    things = alternatives(deed.about)
    return (deed,) if len(things) == 1 else tuple(_about(deed, thing) for thing in things)


def _about(deed: Deed, thing: str) -> Deed:
    action = action_in(thing) if deed.act in ("offer", "refuse") else deed.action
    return deed.model_copy(update={"about": thing, "action": action})
