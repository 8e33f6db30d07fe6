"""Unit costs: of a contact that a person handles, of one at another volume, of one with its escalations."""

from decimal import Decimal
from typing import Annotated

from pydantic import Field

from harness.noun import Noun

from .model import Amount, Share

Some = Annotated[Decimal, Field(gt=0, max_digits=20, decimal_places=9, allow_inf_nan=False)]


class Human(Noun):
    """What people cost, and how often they take over. The defaults are an example: change them."""

    loaded: Amount = Decimal(50_000)
    """A year of one person, all of it."""
    hours: Some = Decimal(1800)
    """That they work in a year."""
    minutes: Some = Decimal(6)
    """Of a contact."""
    occupancy: Annotated[Some, Field(le=1)] = Decimal("0.75")
    """The share of their hours in which they have a contact: nobody reaches 1."""
    first_contact: Annotated[Some, Field(le=1)] = Decimal("0.70")
    """The share of matters resolved in the first."""
    escalated: Share = Decimal("0.15")
    """The share of the agent's contacts that a person takes over after all."""


def cost_per_contact(loaded: Decimal, hours: Decimal, minutes: Decimal, occupancy: Decimal = Decimal(1)) -> Decimal:
    """What a person's contact costs: a year's full cost / contacts of a year.

    50,000 over 1,800 hours at 6 minutes is 2.7778 if nobody ever waits for a call, and 3.7037 at 75 % occupancy.
    """
    return loaded / (hours * 60 * occupancy / minutes)


def contacts_a_year(hours: Decimal, minutes: Decimal, occupancy: Decimal = Decimal(1)) -> Decimal:
    """How many contacts of so many minutes a person handles in so many hours."""
    return hours * 60 * occupancy / minutes


def cost_per_resolution(contact: Decimal, first_contact: Decimal) -> Decimal:
    """A resolution costs as many contacts as it takes: 1 / first-contact resolution, 1.4286 at .7."""
    return contact / first_contact


def cost_at(volume: Decimal, variable: Decimal, fixed: Decimal) -> Decimal:
    """The unit cost at a volume: variable + fixed / volume. .10 and 2,500: .35 at 10,000, .60 at 5,000."""
    return variable + fixed / volume


def with_escalations(ai: Decimal, share: Decimal, human: Decimal) -> Decimal:
    """The cost of a contact, those in it that a person has to take over."""
    return ai + share * human


def saving(cost: Decimal, baseline: Decimal) -> Decimal:
    """The share of the baseline that is saved; below zero when it costs more."""
    return 1 - cost / baseline
