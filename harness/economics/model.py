"""Volumes, prices and people -> what an agent costs a month, all of it: the four costs, and the part that is visible.

`V (in p_in + out p_out) (1 + retry) + V review minutes / 60 rate + fixed + V variable` (measurement 9.1), with what
people spend waiting for each other (9.4). Every amount is exact; nothing is rounded before it is printed.
"""

from decimal import Decimal
from typing import Annotated, Literal

from pydantic import Field

from harness.noun import Noun

Amount = Annotated[Decimal, Field(ge=0, max_digits=20, decimal_places=9, allow_inf_nan=False)]
Share = Annotated[Decimal, Field(ge=0, le=1, max_digits=20, decimal_places=9, allow_inf_nan=False)]

SANE_REVIEW = Decimal(20)
"""What a review costs at most before it is worth asking whether the inputs are meant."""


class CostModel(Noun):
    """The inputs, a month unless they say otherwise. The defaults are an example: a small support team."""

    tickets_a_day: Amount = Decimal(100)
    working_days: Amount = Decimal(22)
    input_tokens: Amount = Decimal(5000)
    """Of a ticket."""
    output_tokens: Amount = Decimal(2000)
    input_price: Amount = Decimal(3)
    """For a million tokens."""
    output_price: Amount = Decimal(15)
    retry: Share = Decimal(0)
    """Share of calls that are made again."""
    review_share: Share = Decimal(0)
    """Share of tickets that a person looks over."""
    review_minutes: Amount = Decimal(0)
    review_rate: Amount = Decimal(0)
    """Of an hour."""
    review_fixed: Amount = Decimal(0)
    """Where reviews are bought as a whole."""
    storage: Amount = Decimal(0)
    observability: Amount = Decimal(0)
    infrastructure: Amount = Decimal(0)
    integrations: Amount = Decimal(0)
    variable: Amount = Decimal(0)
    """Of a ticket, beside its tokens: compute, telephony."""
    assurance: Amount = Decimal(0)
    """Testing: runs, judges, whoever reads them."""
    changes: Amount = Decimal(0)
    """Changes of prompt, policy, model or integration."""
    touches: Amount = Decimal(0)
    """People through whose hands a change goes."""
    work_hours: Amount = Decimal(0)
    """Of each of them."""
    wait_hours: Amount = Decimal(0)
    """That a change lies between two of them."""
    rate: Amount = Decimal(0)
    """Of an hour of theirs."""
    carry: Share = Decimal(0)
    """The share of a waiting hour that is lost: context, a release that stands still."""
    currency: str = "USD"


Kind = Literal["compute", "tokens", "assurance", "organisational"]


class Part(Noun):
    """One line of the bill."""

    name: str
    kind: Kind
    amount: Decimal
    share: Decimal | None
    """Of the whole; None where there is nothing."""


class Bill(Noun):
    """What a month comes to."""

    tickets: Decimal
    parts: tuple[Part, ...]
    total: Decimal
    currency: str
    per_ticket: Decimal | None
    visible: Decimal | None
    """The share that a provider's invoice shows: tokens, retries left out."""
    review_each: Decimal | None
    """What one review comes to; None where nothing is reviewed."""
    warnings: tuple[str, ...] = ()

    def kind(self, kind: Kind) -> Decimal:
        """The sum of one of the four costs."""
        return sum((part.amount for part in self.parts if part.kind == kind), Decimal(0))


def bill(model: CostModel) -> Bill:
    """A month's bill, part by part."""
    tickets = model.tickets_a_day * model.working_days
    tokens = tickets * ticket_tokens(model)
    reviews = tickets * model.review_share
    review = reviews * model.review_minutes / 60 * model.review_rate + model.review_fixed
    people = model.changes * model.touches * (model.work_hours + model.wait_hours * model.carry) * model.rate
    amounts: tuple[tuple[str, Kind, Decimal], ...] = (
        ("tokens", "tokens", tokens),
        ("retries", "tokens", tokens * model.retry),
        ("storage", "compute", model.storage),
        ("observability", "compute", model.observability),
        ("infrastructure", "compute", model.infrastructure),
        ("per ticket", "compute", tickets * model.variable),
        ("integrations", "compute", model.integrations),
        ("human review", "assurance", review),
        ("testing", "assurance", model.assurance),
        ("changes and waiting", "organisational", people),
    )
    whole = sum((amount for _, _, amount in amounts), Decimal(0))
    each = review / reviews if reviews and review else None
    return Bill(
        tickets=tickets,
        parts=tuple(
            Part(name=name, kind=kind, amount=amount, share=amount / whole if whole else None)
            for name, kind, amount in amounts
        ),
        total=whole,
        currency=model.currency,
        per_ticket=whole / tickets if tickets else None,
        visible=tokens / whole if whole else None,
        review_each=each,
        warnings=tuple(_doubts(each)),
    )


def ticket_tokens(model: CostModel) -> Decimal:
    """The money for one ticket's tokens: 5,000 in and 2,000 out at 3 and 15 a million is .045, not .08."""
    return (model.input_tokens * model.input_price + model.output_tokens * model.output_price).scaleb(-6)


def variable_cost(model: CostModel) -> Decimal:
    """What one more ticket costs: tokens and their retries, reviews by the minute, whatever is paid by the ticket."""
    review = model.review_share * model.review_minutes / 60 * model.review_rate
    return ticket_tokens(model) * (1 + model.retry) + review + model.variable


def _doubts(each: Decimal | None) -> list[str]:
    if each is None or each <= SANE_REVIEW:
        return []
    return [f"a review comes to {each:,.2f}, more than {SANE_REVIEW}: is that what one costs?"]


SMALL = CostModel(
    review_share=Decimal("0.10"),
    review_fixed=Decimal(10_000),
    storage=Decimal(1_000),
    observability=Decimal(2_000),
    integrations=Decimal(500),
)
LARGE = CostModel(
    tickets_a_day=Decimal(50_000),
    review_share=Decimal("0.01"),
    review_fixed=Decimal(500_000),
    storage=Decimal(20_000),
    observability=Decimal(25_000),
    infrastructure=Decimal(100_000),
    integrations=Decimal(50_000),
)
"""The two scales of an article (docs/money.md), with its inputs and without its slips."""
