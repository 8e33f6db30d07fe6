"""What may be spent -> whether the next call is made.

An account knows its limit, what was spent, and what is under way. Our own calls reserve the most that they can cost and
are settled to what they did: such an account is never exceeded. What an agent's turn will cost nobody knows before: no
new one begins once what was spent, and the dearest turn seen for each that is under way, reach the limit.
"""

from .account import Account, Balance, BudgetReached, Memory
from .nouns import Amount, Budgets, amount_of
from .shared import Shared
from .spending import Payer, Reservation, Spending

__all__ = [
    "Account",
    "Amount",
    "Balance",
    "BudgetReached",
    "Budgets",
    "Memory",
    "Payer",
    "Reservation",
    "Shared",
    "Spending",
    "amount_of",
]
