"""The gate in a job: `harness run`, its summary and annotations where GitHub shows them, and the outputs of the action.

Ends with the exit code of `harness run`. Whatever the agent said is printed while GitHub's runner obeys no command.
"""

import json
import os
import secrets
import subprocess
import sys
from pathlib import Path

REPORTS = "cx-gate"
"""Folder of the run, below RUNNER_TEMP: no other run is in it."""
PRINTED = "printed.txt"
"""What `harness run` printed, for the comment on the pull request."""
NOT_GATED = "not gated"


def main() -> int:
    """Run it, show it, and return the code."""
    reports = Path(os.environ["RUNNER_TEMP"]) / REPORTS
    reports.mkdir(parents=True, exist_ok=True)
    code = _held(_command(reports), reports / PRINTED)
    record = next(iter(sorted(reports.glob("*/run.jsonl"))), None)
    run = record.parent if record else None
    if run is None:
        _tell(verdict=NOT_GATED if code == 5 else "error", cost="")
        return code
    _summarise(run)
    _quietly([*_harness("show"), str(run), "--format", "github"], commands=True)
    shown = json.loads(_captured([*_harness("show"), str(run), "--format", "json"]))
    decision = shown["decision"]
    _tell(verdict=decision["decision"] if decision else "error", cost=_cost(shown["spent"]), path=str(run))
    return code


def _command(reports: Path) -> list[str]:
    given = os.environ
    command = [*_harness("run"), *given.get("CX_JOURNEYS", "").split("\n"), "--reports", str(reports)]
    for flag, name in (("--target", "CX_TARGET"), ("--budget", "CX_BUDGET"), ("--profile", "CX_PROFILE")):
        command += [flag, given[name]] if given.get(name) else []
    fork = given.get("CX_FORK", "") == "true"
    # Anything but a plain no refuses the code of a fork.
    if given.get("CX_NO_EXEC") == "true" or (fork and given.get("CX_NO_EXEC") != "false"):
        command.append("--no-exec")
    return [part for part in command if part]


def _harness(name: str) -> list[str]:
    return [sys.executable, "-m", "harness", name]


def _held(command: list[str], printed: Path) -> int:
    """Run the harness; what it prints goes to the log and to a file."""
    word = secrets.token_hex(16)
    print(f"::stop-commands::{word}", flush=True)
    with printed.open("w", encoding="utf-8") as file:
        process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)  # noqa: S603
        for line in process.stdout or ():
            print(line, end="", flush=True)
            file.write(line)
    code = process.wait()
    print(f"::{word}::", flush=True)
    return code


def _quietly(command: list[str], commands: bool) -> None:
    """Print what the harness writes for the runner: each line of it is a command of ours."""
    for line in _captured(command).splitlines():
        if commands and line.startswith(("::error ", "::notice ")):
            print(line, flush=True)


def _captured(command: list[str]) -> str:
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout  # noqa: S603


def _summarise(run: Path) -> None:
    _append("GITHUB_STEP_SUMMARY", (run / "summary.md").read_text(encoding="utf-8"))


def _tell(verdict: str, cost: str, path: str = "") -> None:
    _append("GITHUB_OUTPUT", f"verdict={verdict}\ncost={cost}\nreport-path={path}\n")


def _append(variable: str, text: str) -> None:
    with Path(os.environ[variable]).open("a", encoding="utf-8") as file:
        file.write(text)


def _cost(spent: dict[str, object]) -> str:
    money = spent["money"]
    parts = [f"{amount} {currency}" for currency, amount in money.items()] if isinstance(money, dict) else []
    if spent["unpriced_calls"]:
        parts.append(f"{spent['unpriced_calls']} calls not priced")
    return ", ".join(parts) or "0"


if __name__ == "__main__":
    sys.exit(main())
