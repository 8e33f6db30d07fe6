"""The main job with every socket but loopback blocked, no key, and no environment but PATH and HOME."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent

GUARD = """
import socket, sys

def only_loopback(real):
    def guarded(self, address, *rest):
        if self.family != socket.AF_UNIX and address[0] not in ("127.0.0.1", "::1"):
            raise SystemExit(f"reached for the network: {address}")
        return real(self, address, *rest)
    return guarded

for name in ("connect", "connect_ex", "sendto"):
    setattr(socket.socket, name, only_loopback(getattr(socket.socket, name)))

def no_names(host, *rest, **more):
    if host not in ("127.0.0.1", "::1", "localhost", None):
        raise SystemExit(f"looked up {host}")
    return real_names(host, *rest, **more)

real_names, socket.getaddrinfo = socket.getaddrinfo, no_names
"""


def guarded(script: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    environment = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    command = [sys.executable, "-c", GUARD + script]
    return subprocess.run(command, cwd=cwd, env=environment, capture_output=True, text=True, timeout=120, check=False)


def test_the_guard_bites(tmp_path: Path) -> None:
    """A call to the outside would be noticed."""
    by_name = guarded("import httpx2; httpx2.get('http://192.0.2.1/', timeout=1)", tmp_path)
    by_number = guarded("socket.socket().connect(('192.0.2.1', 80))", tmp_path)
    assert ("looked up 192.0.2.1", 1) == (by_name.stderr.strip(), by_name.returncode)
    assert ("reached for the network: ('192.0.2.1', 80)", 1) == (by_number.stderr.strip(), by_number.returncode)


def test_the_main_job_needs_no_network_and_no_key(tmp_path: Path) -> None:
    """All journeys run, are judged and gated without a single call that leaves the machine."""
    shutil.copytree(ROOT / "journeys", tmp_path / "journeys")
    result = guarded("sys.argv = ['harness', 'run']\nfrom harness.cli import main\nmain()\n", tmp_path)
    assert 0 == result.returncode, result.stdout + result.stderr
    assert "VERDICT: GO" in result.stdout
