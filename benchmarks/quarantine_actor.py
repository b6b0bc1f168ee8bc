"""The acting process of ``benchmarks.quarantine``: goes on wherever the last one was cut off.

Reads one JSON object on standard input, prints the number of settled copies as it goes, and at the
end one JSON object.  Nobody is asked for the second person's approval.
"""

from __future__ import annotations

import asyncio
import json
import os
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from benchmarks.isolation import resident
from benchmarks.tenant_client import connector_of
from workbench.changes import Changes
from workbench.connectors.port import Connector, Query
from workbench.connectors.traffic.traffic import Traffic
from workbench.model.mail import Copy
from workbench.model.remediation import ActionView, Scope, ScopeRow, Tier
from workbench.remediation import guard
from workbench.remediation.clock import SystemClock
from workbench.remediation.engine import RemediationEngine
from workbench.store import messages
from workbench.store.identity import identity
from workbench.store.workspace import Workspace


def say(told: object) -> None:
    print(json.dumps(told), flush=True)


def row(copy: Copy, left_out: Sequence[str]) -> ScopeRow:
    return ScopeRow(
        ref=copy.ref, mailbox_address=copy.mailbox_address, fingerprint=identity(copy),
        tier=Tier.EXACT, folder=copy.folder, folder_path="", is_read=copy.is_read,
        version=copy.version, selected=copy.ref.mailbox not in left_out,
    )  # fmt: skip


async def frozen(workspace: Workspace, connector: Connector, spec: dict[str, Any]) -> Scope:
    """Every copy there is; those of some mailboxes are left out, and have to stay."""
    query, rows = Query(internet_id=spec["internet_id"]), []
    async for page in connector.find(query):
        await workspace.run(messages.save, page.copies)
        rows += [row(copy, spec["left_out"]) for copy in page.copies]
    (id, *_) = await workspace.run(messages.ids_of, connector.tenant.id, [spec["internet_id"]])
    return Scope(
        tenant=connector.tenant.id, message_id=id, subject="", rows=tuple(rows), unreached=(),
        frozen=datetime.now(UTC),
    )  # fmt: skip


@dataclass(slots=True)
class Meter:
    """What acting took, apart from finding the copies."""

    traffic: Traffic
    begun: float = 0.0
    before: tuple[float, int, int] = (0.0, 0, 0)

    def start(self) -> None:
        self.begun, self.before = time.monotonic(), self._now()

    def read(self) -> dict[str, float]:
        spent = [now - then for now, then in zip(self._now(), self.before, strict=True)]
        return {"acting": time.monotonic() - self.begun,
                **dict(zip(("units", "needed", "repeated"), spent, strict=True))}  # fmt: skip

    def _now(self) -> tuple[float, int, int]:
        budget = self.traffic.budget
        return self.traffic.units, budget.needed, budget.repeated


async def carry_on(
    workspace: Workspace, connector: Connector, spec: dict[str, Any], meter: Meter
) -> ActionView:
    engine = RemediationEngine(workspace, connector, SystemClock(), "benchmark", Changes())
    step = lambda progress: say(progress.done)  # noqa: E731 - a line for each step
    meter.start()
    if resumed := await engine.resume(step):
        return resumed[-1]
    if done := await engine.actions():
        return done[0]
    scope = await frozen(workspace, connector, spec)
    say("planned")
    meter.start()
    return await engine.quarantine(scope, "benchmark", len(scope.selected), step)


async def main(spec: dict[str, Any]) -> None:
    guard.why_approval = lambda radius, limits: ""  # a benchmark has no second person
    workspace = Workspace.open(Path(spec["folder"]) / "case.workspace")
    connector, transport = connector_of(spec["provider"], spec["facts"], spec["scale"])
    peak, meter = 0.0, Meter(transport.traffic)

    async def watch() -> None:
        nonlocal peak
        while True:
            peak = max(peak, resident(os.getpid()))
            await asyncio.sleep(0.25)

    watching = asyncio.create_task(watch())
    try:
        await connector.connect()
        idle = resident(os.getpid())
        action = await carry_on(workspace, connector, spec, meter)
    finally:
        watching.cancel()
        await connector.close()
        await asyncio.to_thread(workspace.close)
    say({
        "state": action.state.value, "counts": {s.value: n for s, n in action.counts},
        "idle": idle, "peak": peak, "cpu": time.process_time(), "note": action.note,
        **meter.read(),
    })  # fmt: skip


if __name__ == "__main__":
    asyncio.run(main(json.loads(sys.stdin.read())))
