"""A process that forks one short-lived workbench for each line it reads, and tells how it ended.

Forking from here saves each victim the imports.  This process itself never opens a database or
starts a thread: a connection inherited through a fork takes the journal away when it is closed.
"""

from __future__ import annotations

import asyncio
import json
import os
import signal
import sys
import traceback
from collections.abc import Callable
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import Connection, text

from tests.workbench.remediation.bench import Bench
from tests.workbench.remediation.tenant import Faults, MemoryTenant
from workbench.errors import StoreError
from workbench.jobs import unheard
from workbench.model.remediation import ActionKind, ActionView
from workbench.store.workspace import Workspace

T = TypeVar("T")

FULL = 7  # exit code of a victim that found the disk full
MAILBOXES = ("ann", "bob", "cem")
FOLDERS = ("inbox", "invoices", "junk")


@dataclass(frozen=True, slots=True)
class Job:
    """``kill_at`` is the number of the point to die at, 0 for never; ``pages`` bounds the file,
    0 for not at all.  Decoys are copies of the same content that nobody selected."""

    folder: str
    copies: int = 6
    seed: int = 1
    kill_at: int = 0
    undo: bool = True
    pages: int = 0
    faults: Faults = field(default_factory=Faults)


@dataclass(frozen=True, slots=True)
class Ended:
    killed: bool
    code: int


class Killer:
    """Ends the process at one of the points it is called at, as a power switch would."""

    def __init__(self, at: int) -> None:
        self._at = at
        self._count = 0

    def __call__(self, name: str) -> None:
        self._count += 1
        if self._count == self._at:
            os.kill(os.getpid(), signal.SIGKILL)


def make_tenant(job: Job) -> MemoryTenant:
    """The tenant as its log says it is by now."""
    tenant = MemoryTenant(seed=job.seed, log=Path(job.folder) / "tenant.log")
    for number in range(job.copies):
        mailbox = MAILBOXES[number % len(MAILBOXES)]
        folder = FOLDERS[(number + job.seed) % len(FOLDERS)]
        tenant.deliver(1, mailbox, folder, key=f"{mailbox}-{number}")
    for mailbox in MAILBOXES:
        tenant.deliver(1, mailbox, key=f"decoy-{mailbox}")
    tenant.replay()
    tenant.random.seed(job.seed * 1_000 + len(tenant.effects) + job.kill_at)
    return tenant


async def work(bench: Bench, job: Job) -> None:
    """What the analyst wants, begun or gone on with: a quarantine, then its undo."""
    done = await _ensure(bench, ActionKind.QUARANTINE, "")
    if job.undo and (done.undoable or done.reversed_by):
        await _ensure(bench, ActionKind.UNDO, done.id)


async def _ensure(bench: Bench, kind: ActionKind, reverses: str) -> ActionView:
    for _ in range(300):
        found = [v for v in await bench.engine.actions() if v.kind is kind]
        if not found:
            await _begin(bench, kind, reverses)
        elif found[0].finished is None:
            await bench.engine.resume(unheard)
        else:
            return found[0]
    raise AssertionError("the action does not come to an end")


async def _begin(bench: Bench, kind: ActionKind, reverses: str) -> None:
    if kind is ActionKind.UNDO:
        await bench.engine.undo(reverses, unheard)
        return
    faults, bench.tenant.faults = bench.tenant.faults, Faults()
    scope = await bench.scope()
    bench.tenant.faults = faults
    rows = tuple(row for row in scope.rows if not row.ref.key.startswith("decoy"))
    await bench.engine.quarantine(replace(scope, rows=rows), "phish", 0, unheard)


def tap(workspace: Workspace, killer: Callable[[str], None]) -> None:
    """Points before, inside and after each transaction."""
    transact = workspace._transact

    def tapped(function: Any, *args: Any, **kwargs: Any) -> Any:
        def inside(connection: Connection, *args: Any, **kwargs: Any) -> Any:
            result = function(connection, *args, **kwargs)
            killer("inside")
            return result

        killer("before")
        result = transact(inside, *args, **kwargs)
        killer("after")
        return result

    workspace._transact = tapped  # type: ignore[method-assign]  # the one seam of all writes


def bound(connection: Connection, pages: int) -> None:
    used = connection.execute(text("PRAGMA page_count")).scalar_one()
    connection.execute(text(f"PRAGMA max_page_count={used + pages - 1:d}"))


def _live(job: Job) -> int:
    workspace = Workspace.open(Path(job.folder) / "case.workspace")
    killer = Killer(job.kill_at)
    try:
        if job.pages:
            workspace.run_blocking(bound, job.pages)
        tenant = make_tenant(job)
        tenant.faults = job.faults
        tenant.point = killer
        tap(workspace, killer)
        asyncio.run(work(Bench(workspace, tenant), job))
    except StoreError as error:
        if "full" not in str(error):
            raise
        return FULL
    finally:
        workspace.close()
    return 0


def _fork(live: Callable[[T], int], job: T) -> Ended:
    child = os.fork()
    if child == 0:
        try:
            os._exit(live(job))
        except BaseException:  # noqa: BLE001 - the process ends here, and says why
            traceback.print_exc()
            os._exit(9)
    _, status = os.waitpid(child, 0)
    return Ended(os.WIFSIGNALED(status), 0 if os.WIFSIGNALED(status) else os.WEXITSTATUS(status))


def serve(live: Callable[[T], int], job_of: Callable[[dict[str, Any]], T]) -> None:
    """One life for each line of standard input, and one line about how it ended."""
    for line in sys.stdin:
        print(json.dumps(asdict(_fork(live, job_of(json.loads(line))))), flush=True)


def _job_of(values: dict[str, Any]) -> Job:
    return Job(**{**values, "faults": Faults(**values["faults"])})


if __name__ == "__main__":
    serve(_live, _job_of)
