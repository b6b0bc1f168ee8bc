"""The installed program in a process of its own, as a user at a terminal runs it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
SECONDS = 300  # far above what any run takes
Argument = str | bytes | Path


@dataclass(frozen=True, slots=True)
class Ran:
    code: int
    out: str
    err: str

    @property
    def lines(self) -> list[dict[str, Any]]:
        """The JSON objects on standard output."""
        return [dict(json.loads(line)) for line in self.out.splitlines()]


def command(*arguments: Argument, options: tuple[str, ...] = ()) -> list[Argument]:
    """``options`` are the interpreter's."""
    return [sys.executable, *options, "-m", "ui", *arguments]


def workbench(*arguments: Argument, options: tuple[str, ...] = (), **environment: str) -> Ran:
    """Runs ``workbench ARGUMENTS`` to its end, with the environment changed as named."""
    ran = subprocess.run(
        command(*arguments, options=options),
        capture_output=True,
        cwd=ROOT,
        env=surroundings(environment),
        timeout=SECONDS,
    )
    decoded = (stream.decode("utf-8", "surrogateescape") for stream in (ran.stdout, ran.stderr))
    return Ran(ran.returncode, *decoded)


def started(*arguments: Argument, **streams: Any) -> subprocess.Popen[bytes]:
    """The same without waiting; ``streams`` as Popen takes them."""
    return subprocess.Popen(command(*arguments), cwd=ROOT, env=surroundings({}), **streams)


def surroundings(changes: Mapping[str, str]) -> dict[str, str]:
    """Our environment less what would change how Python writes text."""
    unwanted = {"PYTHONIOENCODING", "PYTHONUTF8"}
    kept = {name: value for name, value in os.environ.items() if name not in unwanted}
    return {**kept, **changes}
