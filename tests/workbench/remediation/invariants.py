"""What must hold after any run of quarantine and undo, whatever happened on the way."""

from __future__ import annotations

import asyncio
import json
import sqlite3
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

from tests.workbench.remediation.bench import open_bench
from tests.workbench.remediation.nursery import Job, make_tenant
from tests.workbench.remediation.tenant import MemoryTenant
from workbench.store.database import connect

UNFINISHED = ("pending", "intent")


def violations(job: Job, *, finished: bool = True) -> list[str]:
    """Every breach found, in words.  ``finished`` is False where the work was cut off."""
    tenant = make_tenant(job)
    with closing(connect(Path(job.folder) / "case.workspace", read_only=True)) as journal:
        found = [*_effects(journal, tenant), *_decoys(tenant)]
        if finished:
            found += [*_ends(journal), *_places(journal, tenant), *_return(journal, job, tenant)]
    return [*found, *_chain(job, tenant)]


def _effects(journal: sqlite3.Connection, tenant: MemoryTenant) -> Iterator[str]:
    """At most one effect of an action on a message, and none without an earlier intent."""
    intents = set()
    for (body,) in journal.execute("SELECT body FROM audit"):
        told = json.loads(body)
        if told["event"] == "intent":
            intents.add((told["req"], *told["item"]))
    actions = dict(journal.execute("SELECT request, action FROM request"))
    times: Counter[tuple[str, str, str]] = Counter()
    for effect in tenant.effects:
        if (effect.request, *effect.key) not in intents:
            yield f"effect on {effect.key} without an intent"
        times[actions.get(effect.request, ""), *effect.key] += 1
    yield from (f"{count} effects on {key}" for key, count in times.items() if count > 1)
    yield from _ours(journal, times)


def _ours(journal: sqlite3.Connection, times: Counter[tuple[str, str, str]]) -> Iterator[str]:
    """``moved`` says whether the effect was ours, except where nobody could tell."""
    for action, mailbox, key, state, moved in journal.execute(
        "SELECT action, mailbox, key, state, moved FROM item"
    ):
        effect = times[action, mailbox, key] > 0
        if state not in ("review", *UNFINISHED) and effect != bool(moved):
            yield f"{key} is {state} with moved={moved}, but the tenant saw effect={effect}"


def _decoys(tenant: MemoryTenant) -> Iterator[str]:
    for effect in tenant.effects:
        if effect.key[1].startswith("decoy"):
            yield f"decoy {effect.key} was touched"


def _ends(journal: sqlite3.Connection) -> Iterator[str]:
    for key, state in journal.execute("SELECT key, state FROM item"):
        if state in UNFINISHED:
            yield f"{key} was left {state}"
    for id, state, finished in journal.execute("SELECT id, state, finished FROM action"):
        if finished is None:
            yield f"action {id} was left {state}"


def _places(journal: sqlite3.Connection, tenant: MemoryTenant) -> Iterator[str]:
    """The last action's proven states are the tenant's."""
    last = "SELECT id FROM action ORDER BY reverses IS NULL, id LIMIT 1"
    for mailbox, key, state, dst in journal.execute(
        f"SELECT mailbox, key, state, dst FROM item WHERE action = ({last})"
    ):
        if state in ("done", "already") and tenant.folder_of((mailbox, key)) != dst:
            yield f"{key} is {state} in {dst}, but lies in {tenant.folder_of((mailbox, key))}"


def _return(journal: sqlite3.Connection, job: Job, tenant: MemoryTenant) -> Iterator[str]:
    """All that was moved is back where it came from, or shown as not proven."""
    if not job.undo:
        return
    before = make_tenant(Job(folder="/nonexistent", copies=job.copies, seed=job.seed))
    rows = journal.execute(
        "SELECT i.mailbox, i.key, u.state FROM item i JOIN action a ON a.id = i.action "
        "LEFT JOIN action r ON r.reverses = a.id "
        "LEFT JOIN item u ON u.action = r.id AND u.mailbox = i.mailbox AND u.key = i.key "
        "WHERE i.moved = 1 AND a.reverses IS NULL"
    )
    for mailbox, key, state in rows:
        home = before.folder_of((mailbox, key)) == tenant.folder_of((mailbox, key))
        if state != "review" and not home:
            yield f"{key} was not returned ({state})"


def _chain(job: Job, tenant: MemoryTenant) -> Iterator[str]:
    bench = open_bench(Path(job.folder), tenant)
    try:
        yield from asyncio.run(bench.engine.verify()).problems
    finally:
        bench.workspace.close()
