"""What a gate printed -> one comment on its pull request, put in the place of the one before.

The text comes from a run of code that may be anybody's: it is cut, cleaned and fenced, and decides nothing. Which pull
request it is for is asked of GitHub, by the commit and branch that the event names, and never read from the artefact.
"""

import json
import os
import re
import subprocess
import sys
import unicodedata
from pathlib import Path
from typing import Any
from urllib.parse import quote

MARK = "<!-- cx-gate -->"
"""What our comment begins with."""
AUTHOR = "github-actions[bot]"
MOST = 60_000
"""Bytes of the comment; GitHub takes 64 kB."""
READ = 1_000_000
"""Bytes of the artefact that are looked at."""


def body(printed: bytes, sha: str) -> str:
    """The comment: whatever was printed, in a fence longer than any run of backticks in it, the end kept."""
    text = printed[-READ:].decode("utf-8", "replace")
    clean = "".join(one for one in text if one == "\n" or unicodedata.category(one)[0] != "C")
    head = f"{MARK}\n### What the gate printed for {_plain(sha)[:12]}\n\n"
    kept = clean.encode()[-(MOST - 4_000) :].decode("utf-8", "ignore").strip("\n")
    said = "" if kept == clean.strip("\n") else "Its end; the whole is in the run's artefact.\n\n"
    # A run of backticks is shortened where the fence would not fit.
    kept = re.sub("`{100,}", "`" * 99, kept)
    fence = "`" * max(3, 1 + max((len(run) for run in re.findall("`+", kept)), default=0))
    return f"{head}{said}{fence}text\n{kept}\n{fence}\n"


def _plain(text: str) -> str:
    return re.sub(r"[^0-9a-f]", "", text)


def pull_request(repository: str, owner: str, branch: str, sha: str) -> int | None:
    """The open pull request of this branch whose last commit this is; None when there is none any more."""
    found = _api(f"repos/{repository}/pulls?state=open&per_page=100&head={quote(f'{owner}:{branch}', safe='')}")
    return next((int(one["number"]) for one in found if one["head"]["sha"] == sha), None)


def own_comment(repository: str, number: int) -> int | None:
    """The comment that was put there before."""
    found = _api(f"repos/{repository}/issues/{number}/comments?per_page=100", "--paginate", "--slurp")
    comments = [one for page in found for one in page]
    return next(
        (int(one["id"]) for one in comments if one["user"]["login"] == AUTHOR and one["body"].startswith(MARK)), None
    )


def _api(path: str, *options: str, send: str | None = None) -> Any:
    command = ["gh", "api", path, *options]
    result = subprocess.run(command, input=send, capture_output=True, text=True, check=True)  # noqa: S603
    return json.loads(result.stdout)


def main(file: str) -> int:
    """Write the comment, or renew it."""
    repository, sha = os.environ["GITHUB_REPOSITORY"], os.environ["CX_SHA"]
    number = pull_request(repository, os.environ["CX_OWNER"], os.environ["CX_BRANCH"], sha)
    path = Path(file)
    if number is None or path.is_symlink() or not path.is_file():
        print("There is no pull request of this commit, or nothing was printed: nothing to say.")
        return 0
    with path.open("rb") as held:
        held.seek(max(0, path.stat().st_size - READ))
        said = json.dumps({"body": body(held.read(READ), sha)})
    before = own_comment(repository, number)
    if before is None:
        _api(f"repos/{repository}/issues/{number}/comments", "--input", "-", "--method", "POST", send=said)
    else:
        _api(f"repos/{repository}/issues/comments/{before}", "--input", "-", "--method", "PATCH", send=said)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
