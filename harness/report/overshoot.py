"""A run's budgets beside what was spent: said where there was one, and by how much it was overshot."""

from harness.ledger import by
from harness.money import ZERO
from harness.run import RunRecord

from .words import money


def told(record: RunRecord) -> list[str]:
    """One line for each budget that the run was given."""
    budgets = record.manifest.budgets
    if budgets is None:
        return []
    payers = by(record.entries, "payer")
    lines = []
    for name, payer, limit in (
        ("our calls", "ours", budgets.ours),
        ("the agent's bill", "agent_owner", budgets.target),
    ):
        if limit is not None:
            spent = payers[payer].money.get(limit.currency, ZERO) if payer in payers else ZERO
            period = "" if budgets.per == "run" else f" a {budgets.per}"
            over = f": {money(spent - limit.value, limit.currency)} over" if not period and spent > limit.value else ""
            of = money(limit.value, limit.currency)
            lines.append(f"budget for {name}: {money(spent, limit.currency)} of {of}{period}{over}")
    return lines
