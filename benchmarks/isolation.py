"""What the box itself costs: fork, layers, frames and reaping, around a unit that does nothing.

    python -m benchmarks.isolation [ARTIFACTS]

CPU time is that of the host with all its boxes, read from the kernel; the client's is apart.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from workbench.isolation.client import AnalysisHost, AnalysisJob
from workbench.isolation.settings import BoxKind, HostSettings, Warm

ARTIFACTS = 100
ROUNDS = 4
UNITS = "benchmarks.isolation_units"
_TICK = os.sysconf("SC_CLK_TCK")


def cpu_seconds(pid: int) -> float:
    """User and system time of a process and of the children it has reaped (proc(5), stat)."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return sum(map(int, fields[11:15])) / _TICK


def resident(pid: int) -> float:
    """Resident memory of a process in MiB."""
    return (
        int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGESIZE") / 2**20
    )


def measure(title: str, settings: HostSettings, artifacts: int) -> None:
    """Print the best of some rounds: the machine may have other work."""
    host = AnalysisHost.start(settings)
    try:
        host.submit(AnalysisJob(b"first", "first.bin")).future.result(60)
        time.sleep(3.0 if settings.warm is Warm.IDLE else 0.2)
        spent, ours, wall = (
            min(figures) for figures in zip(*_rounds(host, artifacts), strict=True)
        )
        row = f"{spent:7.2f} {ours:7.2f} {wall:7.2f} {resident(host.pid):8.1f}"
        print(f"{title:34} {host.level:8} {row}")
    finally:
        host.close()


def _rounds(host: AnalysisHost, artifacts: int) -> Iterator[tuple[float, float, float]]:
    """Milliseconds an artifact: CPU of host and boxes, CPU of the client, wall."""
    for turn in range(ROUNDS):
        spent, ours, began = cpu_seconds(host.pid), time.process_time(), time.monotonic()
        for number in range(artifacts):
            job = AnalysisJob(b"artifact %d %d" % (turn, number), "empty.bin")
            host.submit(job).future.result(60)
        yield (
            (cpu_seconds(host.pid) - spent) / artifacts * 1000,
            (time.process_time() - ours) / artifacts * 1000,
            (time.monotonic() - began) / artifacts * 1000,
        )


def main() -> None:
    artifacts = int(sys.argv[1]) if len(sys.argv) > 1 else ARTIFACTS
    print(f"{'':34} {'level':8} {'CPU ms':>7} {'client':>7} {'wall ms':>7} {'host MiB':>8}")
    empty = HostSettings(units=UNITS, sniff=UNITS)
    measure("forked, empty unit", empty, artifacts)
    bare = HostSettings(units=UNITS, sniff=UNITS, without=("namespaces", "landlock"))
    measure("forked, mandatory layers only", bare, artifacts)
    warm = HostSettings(units=f"{UNITS}_warm", sniff=UNITS, warm=Warm.IDLE)
    measure("forked, empty unit, all libraries", warm, artifacts)
    persistent = HostSettings(units=UNITS, sniff=UNITS, boxes=BoxKind.PERSISTENT)
    measure("persistent, empty unit", persistent, artifacts)


if __name__ == "__main__":
    main()
