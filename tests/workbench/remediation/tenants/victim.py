"""One life of a workbench against a tenant over HTTP, made to be killed at a numbered point.

``python -m tests.workbench.remediation.tenants.victim`` forks one such life for each line it reads,
as the nursery does for the tenant in memory.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import sqlite3
import sys
from collections.abc import AsyncIterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import google.oauth2.service_account  # noqa: F401 - loaded once, before anything is forked
import msal  # noqa: F401 - as above

from tests.workbench.desks import google_profile_of, profile_of
from tests.workbench.remediation.bench import FastClock
from tests.workbench.remediation.nursery import FULL, Killer, bound, serve, tap
from tests.workbench.remediation.tenants.world import DECOYS
from tests.workbench.simulation.server.tiny import BAIT, CHRIS, DOMAIN
from workbench.changes import Changes
from workbench.connectors.google.connector import GoogleConnector
from workbench.connectors.graph.connector import GraphConnector
from workbench.connectors.port import Connector, Query
from workbench.connectors.wire import Wire
from workbench.errors import ConnectorError, StoreError
from workbench.jobs import unheard
from workbench.model.remediation import ActionKind, ActionView, Scope
from workbench.remediation import planner, views
from workbench.remediation.engine import RemediationEngine
from workbench.remediation.scope import find_scope
from workbench.store import messages
from workbench.store.workspace import Workspace

TRIES = 40  # goes at one action within a life; each pauses at the first refusal of its sign-in
UNDOES = 9  # actions that take back what the one before could not
DECOY_BOXES = (DECOYS, CHRIS, f"info@{DOMAIN}")  # its keys at either provider
GOOGLE = "google"


@dataclass(frozen=True, slots=True)
class Life:
    """``kill_at`` is the point to die at, 0 for never; ``pages`` bounds the file, 0 for not at
    all; ``plan`` freezes the scope and ends, so that faults come only afterwards; ``cut`` is the
    number of the transaction after which the power goes."""

    folder: str
    provider: str
    facts: dict[str, Any] = field(default_factory=dict)
    kill_at: int = 0
    undo: bool = True
    pages: int = 0
    plan: bool = False
    tries: int = TRIES
    cut: int = 0


async def _at_once(seconds: float) -> None:
    """Throttling is waited out at once."""


def connector_of(provider: str, facts: dict[str, Any]) -> Connector:
    if provider == GOOGLE:
        return GoogleConnector(google_profile_of(facts), _at_once)
    return GraphConnector(profile_of(facts), _at_once)


def _tap_requests(killer: Killer) -> None:
    """Points before and after each request; this process has no other use for the class."""
    exchange = Wire.exchange

    async def tapped(self: Wire, *args: Any, **options: Any) -> Any:
        killer("before request")
        answer = await exchange(self, *args, **options)
        killer("after request")
        return answer

    Wire.exchange = tapped  # type: ignore[method-assign]  # all requests


async def frozen(workspace: Workspace, connector: Connector) -> Scope:
    """The bait in every mailbox, without the decoys."""
    async for page in connector.find(Query(internet_id=BAIT)):
        await workspace.run(messages.save, page.copies)
    ids = await workspace.run(messages.ids_of, connector.tenant.id, [BAIT])
    scope = await find_scope(connector, workspace, min(ids), unheard)
    rows = [replace(r, selected=r.ref.mailbox not in DECOY_BOXES) for r in scope.rows]
    return replace(scope, rows=tuple(rows))


async def _plan(workspace: Workspace, engine: RemediationEngine, connector: Connector) -> None:
    """A quarantine in the journal as a process that died right after its plan leaves it."""
    scope = await frozen(workspace, connector)
    plan = planner.freeze(scope, "phish")
    await workspace.run(planner.enter, engine.author, plan)


async def _carry_on(engine: RemediationEngine, life: Life) -> None:
    """Copies that an undo could not return while a right was lost are returned by the next."""
    done = await _finished(engine, ActionKind.QUARANTINE, life.tries)
    if done is None or not life.undo:
        return
    for _ in range(UNDOES):
        if done.reversed_by and await _finished(engine, ActionKind.UNDO, life.tries) is None:
            return
        done = await engine.action(done.id)
        if not done.undoable:
            return
        await engine.undo(done.id, unheard)
        done = await engine.action(done.id)
    await _finished(engine, ActionKind.UNDO, life.tries)


async def _finished(engine: RemediationEngine, kind: ActionKind, tries: int) -> ActionView | None:
    """The newest action of a kind once it has ended; None when it does not come to that."""
    for _ in range(tries):
        action = next(view for view in await engine.actions() if view.kind is kind)
        if action.finished is not None:
            return action
        await engine.proceed(action.id, unheard, "looked at")
    return None


async def _work(workspace: Workspace, life: Life) -> None:
    async with _connected(life) as connector:
        engine = RemediationEngine(workspace, connector, FastClock(), "ann", Changes())
        if life.plan:
            await _plan(workspace, engine, connector)
            return
        if not await workspace.run(views.actions):
            await engine.quarantine(await frozen(workspace, connector), "phish", 0, unheard)
        await _carry_on(engine, life)


@contextlib.asynccontextmanager
async def _connected(life: Life) -> AsyncIterator[Connector]:
    """A sign-in is tried again: faults may hit it as well."""
    connector = connector_of(life.provider, life.facts)
    try:
        for left in reversed(range(life.tries)):
            try:
                await connector.connect()
                break
            except ConnectorError:
                if not left:
                    raise
        yield connector
    finally:
        await connector.close()


class PowerCut:
    """Ends the process right after a transaction, and leaves behind how long the write-ahead
    log was before it and is after it: what lies between may or may not have reached the disk."""

    def __init__(self, folder: Path, at: int) -> None:
        self._folder = folder
        self._left = at
        self._before = 0

    def __call__(self, name: str) -> None:
        size = (self._folder / "case.workspace-wal").stat().st_size
        if name == "before":
            self._before = size
        elif name == "after":
            self._left -= 1
            if self._left == 0:
                (self._folder / "sizes").write_text(f"{self._before} {size}")
                os.kill(os.getpid(), signal.SIGKILL)


def live(life: Life) -> int:
    try:
        workspace = Workspace.open(Path(life.folder) / "case.workspace")
    except sqlite3.Error as error:
        print(error, file=sys.stderr)
        return FULL
    killer = Killer(life.kill_at)
    try:
        if life.pages:
            workspace.run_blocking(bound, life.pages)
        tap(workspace, PowerCut(Path(life.folder), life.cut) if life.cut else killer)
        _tap_requests(killer)
        asyncio.run(_work(workspace, life))
    except StoreError as error:
        if "full" not in str(error):
            raise
        return FULL
    finally:
        workspace.close()
    return 0


if __name__ == "__main__":
    serve(live, lambda values: Life(**values))
