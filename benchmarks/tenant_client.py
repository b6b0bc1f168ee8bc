"""The client of ``benchmarks.tenant``, in a process of its own so that what it takes can be told.

Reads one JSON object (provider, what, facts, scale, folder) and prints one with the figures.
"""

from __future__ import annotations

import asyncio
import json
import os
import sys
import time
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from benchmarks.isolation import resident
from workbench.changes import Changes
from workbench.connectors.google.connector import GoogleConnector
from workbench.connectors.graph.connector import GraphConnector
from workbench.connectors.port import Query
from workbench.connectors.traffic.limits import GMAIL, GRAPH
from workbench.connectors.transport import Transport
from workbench.live.pacing import Budget
from workbench.live.rounds import Rounds
from workbench.live.watcher import Watcher
from workbench.model.live import LiveState, Watch
from workbench.remediation.clock import SystemClock
from workbench.simulation.profiles import google_profile, microsoft_profile
from workbench.store.workspace import Workspace

EVERY = 0.25  # seconds between two looks at our memory
Made = GraphConnector | GoogleConnector


@dataclass(slots=True)
class Outcome:
    """``found`` are pairs of mailbox key and message key, as often as they came."""

    found: list[tuple[str, str]] = field(default_factory=list)
    unreached: dict[str, str] = field(default_factory=dict)


def connector_of(provider: str, facts: dict[str, Any], scale: float) -> tuple[Made, Transport]:
    """The connector and the one transport that carries its mail."""
    if provider == "google":
        google = GoogleConnector(google_profile(facts), limits=GMAIL.scaled(scale))
        return google, google._transports[0]
    graph = GraphConnector(microsoft_profile(facts), limits=GRAPH.scaled(scale))
    return graph, graph._transport


async def search(connector: Made, spec: dict[str, Any]) -> Outcome:
    outcome = Outcome()
    async for page in connector.find(Query(internet_id=spec["internet_id"], recoverable=True)):
        outcome.found += [(copy.ref.mailbox, copy.ref.key) for copy in page.copies]
        outcome.unreached.update(page.unreached)
    return outcome


async def backfill(connector: Made, spec: dict[str, Any]) -> Outcome:
    """The first round of the watch, into a real workspace."""
    workspace = Workspace.open(Path(spec["folder"]) / "case.workspace")
    done = asyncio.Event()
    told: list[LiveState] = []

    def hear(state: LiveState) -> None:
        told[:] = [state]
        if state.watch is Watch.WATCHING and state.places and not state.behind:
            done.set()

    async def no_queues() -> None:
        return

    clock = SystemClock()
    rounds = Rounds(workspace, connector, connector.tenant.id, Changes(), clock)
    watcher = Watcher(connector, rounds, clock, hear, no_queues, Budget(clock, 10**9))
    running = asyncio.create_task(watcher.run())
    try:
        await done.wait()
    finally:
        running.cancel()
        with suppress(asyncio.CancelledError):
            await running
    sql = "SELECT mailbox, key FROM copy"
    found = await workspace.run(lambda c: [tuple(row) for row in c.exec_driver_sql(sql)])
    await asyncio.to_thread(workspace.close)
    return Outcome(found, dict(told[0].failed))


WORK: dict[str, Callable[[Made, dict[str, Any]], Awaitable[Outcome]]] = {
    "search": search,
    "backfill": backfill,
}


async def _measured(spec: dict[str, Any]) -> dict[str, Any]:
    connector, transport = connector_of(spec["provider"], spec["facts"], spec["scale"])
    await connector.connect()
    idle = peak = resident(os.getpid())

    async def watch() -> None:
        nonlocal peak
        while True:
            peak = max(peak, resident(os.getpid()))
            await asyncio.sleep(EVERY)

    watching = asyncio.create_task(watch())
    begun, spent = time.monotonic(), time.process_time()
    outcome = await WORK[spec["what"]](connector, spec)
    wall, cpu = time.monotonic() - begun, time.process_time() - spent
    watching.cancel()
    await connector.close()
    budget = transport.traffic.budget
    return {
        "wall": wall, "cpu": cpu, "idle": idle, "peak": peak, "requests": transport.traffic.sent,
        "bytes": transport.bytes_read, "units": transport.traffic.units, "needed": budget.needed,
        "repeated": budget.repeated, "waited": transport.waited, "found": outcome.found,
        "unreached": outcome.unreached,
    }  # fmt: skip


def main() -> None:
    figures = asyncio.run(_measured(json.loads(sys.stdin.read())))
    sys.stdout.write(json.dumps(figures) + "\n")


if __name__ == "__main__":
    main()
