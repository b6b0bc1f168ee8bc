"""The simulated tenant in a process of its own, as the demo and the end-to-end tests use it."""

from __future__ import annotations

import json
import os
import threading
from dataclasses import asdict
from pathlib import Path
from typing import Any

from workbench.errors import Unreachable
from workbench.processes import Started, start
from workbench.simulation.options import Simulation

MODULE = "workbench.simulation.command"
PATIENCE = 120.0  # seconds to make a large world on a busy machine
FAREWELL = 5.0  # seconds to end by itself
FACTS_LIMIT = 64 * 1024  # bytes of the first line


class SimulatedTenantProcess:
    """``facts`` is the first line the server printed: addresses, credentials, CA, control."""

    def __init__(self, started: Started, facts: dict[str, Any]) -> None:
        self._started = started
        self.facts = facts

    @staticmethod
    def start(simulation: Simulation) -> SimulatedTenantProcess:
        """Returns once it serves; ``Unreachable`` with its own words when it does not."""
        started = start(MODULE)
        try:
            _send(started, simulation)
            return SimulatedTenantProcess(started, json.loads(_first_line(started)))
        except BaseException:
            started.kill()
            started.end(FAREWELL)
            raise

    @property
    def pid(self) -> int:
        return self._started.process.pid

    def stop(self) -> int:
        """Ends the server and its temporary files; the exit code."""
        return self._started.end(FAREWELL)


def _send(started: Started, simulation: Simulation) -> None:
    members = asdict(simulation)
    plain = {k: str(v.absolute()) if isinstance(v, Path) else v for k, v in members.items()}
    os.write(started.stdin, json.dumps(plain).encode() + b"\n")


def _first_line(started: Started) -> bytes:
    """Blocks until the line is there; patience ends with the process, which ends the line."""
    line = b""
    patience = threading.Timer(PATIENCE, started.kill)
    patience.start()
    try:
        while not line.endswith(b"\n"):
            piece = os.read(started.stdout, 4096)
            line += piece
            if not piece or len(line) > FACTS_LIMIT:
                raise Unreachable(f"The simulated tenant does not start: {_complaint(started)}")
    finally:
        patience.cancel()
    return line


def _complaint(started: Started) -> str:
    """The last line it wrote about its end."""
    started.kill()
    words = os.read(started.stderr, FACTS_LIMIT).decode("utf-8", "replace").strip()
    return words.splitlines()[-1] if words else "it says nothing"
