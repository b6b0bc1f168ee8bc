"""Judges recorded traffic by the vendors' machine descriptions, where these are at hand."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path


def violations(shared: Path, log: Path) -> str:
    """What the checker says against the exchanges of ``log``; empty when nothing."""
    program = shared / "api" / "check_contract.py"
    command = [sys.executable, str(program), str(log), "--no-warnings"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return "" if done.returncode == 0 else done.stdout + done.stderr
