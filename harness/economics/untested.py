"""What a defect costs that nobody looks for (measurement 9.4). Every factor is an input, and is printed."""

from decimal import Decimal
from typing import Annotated

from pydantic import Field

from harness.noun import Noun

from .model import Amount, Share


class Untested(Noun):
    """The inputs. The defaults are an example, no measurement: change them."""

    defect: Share = Decimal("0.10")
    """The chance that a change breaks something."""
    days: Amount = Decimal(14)
    """Until somebody notices it in the averages."""
    sessions_a_day: Amount = Decimal(1000)
    failing: Share = Decimal("0.05")
    """The share of sessions that the defect spoils."""
    session_cost: Amount = Decimal("0.05")
    """What a failed session costs in tokens and compute."""
    callback: Share = Decimal("0.30")
    """The share of failed sessions that come back to a person."""
    human_cost: Annotated[Amount, Field()] = Decimal(8)
    """Of such a contact."""
    changes: Amount = Decimal(10)
    """A month."""


def cost_of_not_testing(of: Untested) -> Decimal:
    """What one change costs on average if nobody tests it:

    p(defect) x days x sessions a day x share failing x (cost of a failed session + p(callback) x human cost).
    """
    each = of.session_cost + of.callback * of.human_cost
    return of.defect * of.days * of.sessions_a_day * of.failing * each
