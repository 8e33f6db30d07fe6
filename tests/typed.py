"""What is typed, carried out by a process of its own, as a user's shell would: words in, exit code and words out.

The process is forked from one that has loaded the program already, so that a test does not wait for it to load again.
What a real start does and costs is for the tests that begin one: of --help, of the README, without a network.
"""

import json
import os
import subprocess
import sys
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

LOADED = "harness.cli.main harness.cli.running harness.cli.showing harness.cli.checking harness.report.pages"

SERVER = f"""
import importlib, json, os, signal, sys, traceback
for name in {LOADED.split()!r}:
    importlib.import_module(name)
from harness.cli import main

def carried_out(job):
    for number, name, flags in ((0, "in", os.O_RDONLY), (1, "out", os.O_WRONLY), (2, "err", os.O_WRONLY)):
        os.dup2(os.open(job[name], flags), number)
    sys.stdin, sys.stdout, sys.stderr = open(0), open(1, "w"), open(2, "w", errors="backslashreplace")
    os.chdir(job["cwd"])
    os.environ.clear()
    os.environ.update(job["env"])
    sys.argv = ["harness", *job["words"]]
    sys.path[0] = ""
    signal.alarm(job["seconds"])
    try:
        main()
        return 0
    except SystemExit as end:
        return end.code or 0
    except BaseException:
        traceback.print_exc()
        return 1

for line in sys.stdin:
    child = os.fork()
    if not child:
        code = carried_out(json.loads(line))
        sys.stdout.flush(), sys.stderr.flush()
        os._exit(code)
    print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)
"""


@cache
def _server() -> subprocess.Popen[str]:
    return subprocess.Popen([sys.executable, "-c", SERVER], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


def typed(
    *words: str, cwd: Path, stdin: str | bytes = "", env: dict[str, str] | None = None, seconds: int = 120
) -> subprocess.CompletedProcess[str]:
    """`harness WORDS`, typed in this folder. `env` is added to the environment; ended by a signal after `seconds`."""
    server = _server()
    assert server.stdin
    assert server.stdout
    with TemporaryDirectory() as name:
        files = {one: Path(name, one) for one in ("in", "out", "err")}
        files["in"].write_bytes(stdin if isinstance(stdin, bytes) else stdin.encode())
        files["out"].touch()
        files["err"].touch()
        job = {"words": words, "cwd": str(cwd), "env": {**os.environ, **(env or {})}, "seconds": seconds}
        server.stdin.write(json.dumps(job | {one: str(path) for one, path in files.items()}) + "\n")
        server.stdin.flush()
        code = int(server.stdout.readline())
        out, err = (files[one].read_text(encoding="utf-8") for one in ("out", "err"))
    return subprocess.CompletedProcess(["harness", *words], code, out, err)
