"""The budgets of the settings + what was typed -> what may be spent."""

from harness.budget import Budgets, amount_of
from harness.settings import Settings
from harness.trouble import Trouble

UNPAID = 6
"""The exit code of a command for which the money did not suffice (design 7)."""


def allowed(budget: Budgets, ours: str | None, target: str | None = None) -> Budgets:
    """The budgets with what was asked for. Raises Trouble for what is no amount of money."""
    changes = {}
    for name, flag, value in (("ours", "--budget", ours), ("target", "--budget-target", target)):
        if value is not None:
            try:
                changes[name] = amount_of(value)
            except ValueError as problem:
                raise Trouble(f"{flag}: {problem}") from problem
    return budget.model_copy(update=changes)


def allowing(settings: Settings, ours: str | None) -> Settings:
    """The settings with what was asked for that our own calls may cost. Raises Trouble like `allowed`."""
    return settings.model_copy(update={"budget": allowed(settings.budget, ours)})
