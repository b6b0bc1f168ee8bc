"""A child for the tests of processes: tells what it was given, or does not want to end."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path


def main() -> None:
    order = sys.stdin.readline().strip()
    if order == "stay":
        print("staying", flush=True)
        time.sleep(600)
    print(sorted(os.environ))
    print([fd for fd in range(256) if _open(fd)])
    print(Path.cwd())
    print(os.getsid(0) == os.getpid(), flush=True)


def _open(descriptor: int) -> bool:
    try:
        os.fstat(descriptor)
    except OSError:
        return False
    return True
