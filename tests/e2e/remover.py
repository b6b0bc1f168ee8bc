"""A program that quarantines one message in many mailboxes and undoes it, made to be killed.

``python -m tests.e2e.remover FACTS WORKSPACE MESSAGE-ID quarantine|undo`` goes on wherever an
earlier run was cut off, prints a line for each step, and "end" when there is nothing left to do.
"""

from __future__ import annotations

import asyncio
import json
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

from tests.workbench.desks import ACTOR, profile_of
from workbench.changes import Changes
from workbench.connectors.graph.connector import GraphConnector
from workbench.connectors.port import Query
from workbench.jobs import Progress, unheard
from workbench.model.remediation import ActionKind, ActionView, Scope
from workbench.remediation.clock import SystemClock
from workbench.remediation.engine import RemediationEngine
from workbench.remediation.scope import find_scope
from workbench.store import messages
from workbench.store.workspace import Workspace

COPIES = 200  # of those found, the first so many are acted on; the rest must stay where they are


def say(*words: object) -> None:
    print(*words, flush=True)


def step(progress: Progress) -> None:
    say("step", progress.done, progress.total)


async def frozen(workspace: Workspace, connector: GraphConnector, internet_id: str) -> Scope:
    """The scope of the message, with exactly ``COPIES`` selected."""
    async for page in connector.find(Query(internet_id=internet_id)):
        await workspace.run(messages.save, page.copies)
    ids = await workspace.run(messages.ids_of, connector.tenant.id, [internet_id])
    scope = await find_scope(connector, workspace, min(ids), unheard)
    rows = [replace(row, selected=number < COPIES) for number, row in enumerate(scope.rows)]
    return replace(scope, rows=tuple(rows))


async def carry_on(
    workspace: Workspace, connector: GraphConnector, internet_id: str, last: ActionKind
) -> tuple[ActionView, ...]:
    engine = RemediationEngine(workspace, connector, SystemClock(), ACTOR, Changes())
    say("resume")
    await engine.resume(step)
    known = {action.kind: action for action in await engine.actions()}
    if ActionKind.QUARANTINE not in known:
        scope = await frozen(workspace, connector, internet_id)
        say("quarantine", len(scope.selected))
        known[ActionKind.QUARANTINE] = await engine.quarantine(scope, "kill", COPIES, step)
    if last is ActionKind.UNDO and ActionKind.UNDO not in known:
        say("undo")
        await engine.undo(known[ActionKind.QUARANTINE].id, step)
    return await engine.actions()


async def main(facts: dict[str, Any], path: Path, internet_id: str, last: ActionKind) -> None:
    workspace = Workspace.open(path)
    connector = GraphConnector(profile_of(facts))
    try:
        await connector.connect()
        actions = await carry_on(workspace, connector, internet_id, last)
    finally:
        await connector.close()
        workspace.close()
    say("end", *(f"{action.kind}={action.state}" for action in actions))


if __name__ == "__main__":
    facts_file, case, wanted, until = sys.argv[1:]
    known_facts = json.loads(Path(facts_file).read_text("utf-8"))
    asyncio.run(main(known_facts, Path(case), wanted, ActionKind(until)))
