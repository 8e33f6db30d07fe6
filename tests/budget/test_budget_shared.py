"""One budget for several processes: the file keeps the limit, whoever asks, and whoever dies."""

import asyncio
import os
import signal
import subprocess
import sys
from decimal import Decimal
from pathlib import Path

import pytest

from harness.budget import Amount, BudgetReached, Shared
from harness.trouble import Trouble

SPEND = """
import asyncio, random, sys
from decimal import Decimal
from pathlib import Path
from harness.budget import Amount, BudgetReached, Shared

folder, seed = Path(sys.argv[1]), int(sys.argv[2])
account, chance = Shared(folder, "ours 2026-11-21", "the budget", Amount(value=Decimal("1"))), random.Random(seed)

async def call():
    try:
        settle = await account.reserve(Decimal("0.05"))
    except BudgetReached:
        return Decimal(0)
    await asyncio.sleep(chance.random() / 100)
    cost = Decimal(chance.randrange(51)) / 1000
    settle(cost)
    return cost

async def main():
    return sum(await asyncio.gather(*(call() for _ in range(50))))

print(asyncio.run(main()))
account.close()
"""

DIE = """
import asyncio, os, signal, sys
from decimal import Decimal
from pathlib import Path
from harness.budget import Amount, Shared

account = Shared(Path(sys.argv[1]), "ours 2026-11-21", "the budget", Amount(value=Decimal("1")))
asyncio.run(account.reserve(Decimal("0.75")))
os.kill(os.getpid(), signal.SIGKILL)
"""


def account(folder: Path) -> Shared:
    return Shared(folder, "ours 2026-11-21", "the budget", Amount(value=Decimal(1)))


def test_four_processes_with_fifty_calls_each_keep_one_limit(tmp_path: Path) -> None:
    """Two hundred calls at once from four processes: together they spend what the file says, and never more."""
    running = [
        subprocess.Popen([sys.executable, "-c", SPEND, tmp_path, str(seed)], stdout=subprocess.PIPE, text=True)
        for seed in range(4)
    ]
    paid = [Decimal(one.communicate(timeout=120)[0]) for one in running]
    with_file = account(tmp_path)
    assert sum(paid) == with_file.balance.spent
    assert Decimal("0.95") < sum(paid) <= 1
    assert 0 == with_file.balance.held
    with_file.close()
    assert [] == list(tmp_path.glob("budget-*.lock"))


def test_what_a_killed_process_had_under_way_counts_as_spent(tmp_path: Path) -> None:
    """It may have been paid for; nobody waits for it."""
    died = subprocess.run([sys.executable, "-c", DIE, tmp_path], check=False)
    assert -signal.SIGKILL == died.returncode
    mine = account(tmp_path)
    with pytest.raises(BudgetReached):
        asyncio.run(mine.reserve(Decimal("0.5")))
    assert Decimal("0.75") == mine.balance.spent
    mine.close()


def test_days_and_currencies_are_accounts_of_their_own(tmp_path: Path) -> None:
    """What was spent yesterday, or in another currency, takes no room today."""
    one = account(tmp_path)
    asyncio.run(one.reserve(Decimal(1)))(Decimal(1))
    other = Shared(tmp_path, "ours 2026-11-22", "the budget", Amount(value=Decimal(1)))
    euros = Shared(tmp_path, "ours 2026-11-21", "the budget", Amount(value=Decimal(1), currency="EUR"))
    assert [0, 0] == [other.balance.spent, euros.balance.spent]
    for each in (one, other, euros):
        each.close()


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    """No budget is kept by looking away."""
    tmp_path.chmod(0o500)
    with pytest.raises(Trouble, match="the budget's file"):
        account(tmp_path)


def test_a_file_that_is_none_is_said(tmp_path: Path) -> None:
    """A broken file is a sentence, and nothing is spent."""
    (tmp_path / "budget.db").write_bytes(b"no database" * 1000)
    with pytest.raises(Trouble, match="cannot be used"):
        account(tmp_path)
