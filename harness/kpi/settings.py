"""What the business knows and no conversation tells: traffic, what people cost, when answers are due."""

from decimal import Decimal
from typing import Annotated, Literal

from pydantic import Field

from harness.noun import Noun

Money = Annotated[Decimal, Field(ge=0, max_digits=20, decimal_places=6, allow_inf_nan=False)]


Percentile = Literal["p50", "p95", "p99"]


class KpiSettings(Noun):
    """`[kpi]` of harness.toml. What is left out leaves the figures that need it *not measured*."""

    inbound_contacts: int | None = Field(default=None, ge=1)
    """Contacts a month over all channels, people's too."""
    agent_contacts: int | None = Field(default=None, ge=1)
    """Contacts a month that reach the agent with a matter of its business."""
    reopened: Decimal | None = Field(default=None, ge=0, le=1)
    """The share of resolved contacts that come back within the window that the business counts in, from its CRM."""
    valuable_intents: tuple[str, ...] = ()
    """Intents whose resolution the business calls valuable."""
    human_cost: Money | None = None
    """What a contact costs that a person handles."""
    setup_cost: Money = Decimal(0)
    """Spent once, before the first contact."""
    monthly_cost: Money = Decimal(0)
    """Spent each month, whatever the traffic: infrastructure, licences, review."""
    currency: str = "USD"
    """Of these amounts."""
    roi_months: tuple[Annotated[int, Field(ge=1, le=120)], ...] = (3, 18)
    """After how many months the return on investment is stated."""
    seconds: dict[Percentile, Annotated[float, Field(gt=0, allow_inf_nan=False)]] = {}
    """Limits on the time to a reply, by percentile."""
