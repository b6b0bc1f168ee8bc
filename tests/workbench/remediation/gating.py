"""A desk where anything may happen in any order, and what may be sent by then."""

from __future__ import annotations

import asyncio
import contextlib
import json
import sqlite3
from collections.abc import Awaitable, Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from tests.workbench.approvals.second import second_person
from tests.workbench.remediation.bench import Bench, open_bench
from tests.workbench.remediation.tenant import NAME, MemoryTenant
from workbench.approvals.requests import read_request
from workbench.approvals.signed import sign
from workbench.changes import Changes
from workbench.connectors.identities import Identities
from workbench.errors import RemediationRefused, SignInNeeded
from workbench.jobs import unheard
from workbench.model.remediation import CUSTOMARY, ActionState, ActionView
from workbench.model.safeguards import Safeguards
from workbench.remediation import manifest
from workbench.remediation.engine import RemediationEngine
from workbench.remediation.scope import find_scope
from workbench.remediation.tables import ACTION
from workbench.store import messages
from workbench.store.database import connect

BOXES = ("ann", "bob", "cem", "dan", *(f"box{n}" for n in range(9)))  # 13: above the typed count
PEOPLE = {name: second_person(f"{name}@contoso.example") for name in ("sue", "tom")}
DAY = timedelta(hours=24)
BEGUN = frozenset(ActionState) - {ActionState.AWAITING_APPROVAL, ActionState.PLANNED}
EDITS = {  # what somebody with the file could write into it
    "tier": "UPDATE item SET tier = 'exact' WHERE action = ? AND tier = 'weak'",
    "address": "UPDATE item SET mailbox_address = 'x@contoso.example' WHERE action = ?",
    "fewer": "DELETE FROM item WHERE action = ? AND tier = 'weak'",
    "other": "UPDATE item SET fingerprint = 'f' || fingerprint WHERE action = ?",
    "typed": "UPDATE action SET confirmed = confirmed + 13 WHERE id = ?",
    "size": "UPDATE action SET tenant_mailboxes = 7 WHERE id = ?",
    "kind": "UPDATE action SET kind = 'junk' WHERE id = ?",
}
OPENINGS = {  # what changes nothing of the plan, but claims that it may go on
    "state": "UPDATE action SET state = 'running' WHERE id = ?",
    "approval": "UPDATE action SET approval_id = (SELECT max(id) FROM approval) WHERE id = ?",
    "approvers": "UPDATE action SET approvers = approvers || "
    "(SELECT coalesce(max(key), '') FROM approval) WHERE id = ?",
    "expiry": "UPDATE approval SET expires = expires + 86400000000 "
    "WHERE id = (SELECT approval_id FROM action WHERE id = ?)",
}


@dataclass(slots=True)
class Planned:
    """What is true of an action; ``good`` are approvals that bind it, by who signed and until."""

    id: str
    boxes: tuple[str, ...]
    items: int
    weak: bool
    typed: int
    asked: frozenset[str]
    created: datetime
    good: list[tuple[str, datetime]] = field(default_factory=list)
    edited: bool = False


class Desk:
    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.tenant = MemoryTenant()
        self.bench: Bench = open_bench(folder, self.tenant)
        self.safeguards = Safeguards(_lines("sue"), ("cem@contoso.example",))
        self.own: frozenset[str] = frozenset()
        self.planned: dict[str, Planned] = {}
        self.undone: set[str] = set()
        self.allowed: set[str] = set()
        self._seen = self._moves = 0
        self._number = 1
        self.sent = 0
        self.sit_down()

    def sit_down(self) -> None:
        """With the profile and the keys as they are now."""
        self.bench.engine = RemediationEngine(
            *(self.bench.workspace, self.tenant, self.bench.clock, "ann@contoso.example"),
            *(Changes(), Identities(self.tenant, safeguards=self.safeguards), self._own_keys),
        )

    def restart(self) -> None:
        clock = self.bench.clock
        self.bench.workspace.close()
        self.bench = open_bench(self._folder, self.tenant)
        self.bench.clock = clock
        self.sit_down()

    def close(self) -> None:
        self.bench.workspace.close()

    @property
    def now(self) -> datetime:
        return self.bench.clock.now()

    @contextlib.contextmanager
    def signed_out(self, really: bool) -> Iterator[None]:
        """The next thing to be sent ends in a pause."""
        if really:
            self.tenant.failing.append(SignInNeeded("expired"))
        yield
        self.tenant.failing.clear()

    def plan(self, boxes: tuple[str, ...], weak: bool, typed: int) -> None:
        """One message for these mailboxes; ``typed`` is how far the count is off."""
        self._number += 1
        for box in boxes:
            self.tenant.deliver(self._number, box)
        if weak:
            self.tenant.deliver(self._number, boxes[0], key=f"w{self._number}", subject="Other")
        items = len(boxes) + weak
        asked = frozenset(name for name in PEOPLE if _lines(name)[0] in self.safeguards.approvers)
        made = Planned("", boxes, items, weak, items + typed, asked, self.now)
        self.allowed = {""} if self._may(made) else set()
        view = self._asked(self._act(items + typed))
        if view is not None:
            self.planned[view.id] = replace(made, id=view.id)
        self.look(view.id if view is not None else "")

    async def _act(self, typed: int) -> ActionView:
        bench, id = self.bench, f"<{self._number}@sender.example>"
        await bench.workspace.run(messages.save, tuple(self.tenant.copies.values()))
        found = await bench.workspace.run(messages.ids_of, NAME, [id])
        scope = await find_scope(self.tenant, bench.workspace, min(found), unheard)
        rows = tuple(replace(row, selected=True) for row in scope.rows)
        return await bench.engine.act(replace(scope, rows=rows), CUSTOMARY, "phish", typed, unheard)

    def approve(self, id: str, who: str, valid: timedelta, forged: str) -> None:
        """Signed with their own key, over these copies, unless one of the two is ``forged``."""
        made, (approver, private) = self.planned[id], PEOPLE[who]
        asked = self._asked(self.bench.engine.request(id))
        if asked is None:
            return self.look()
        request = read_request(asked)
        if forged == "copies":
            request = replace(request, rows=(*request.rows, ("x", "y", "", "exact", "", "z")))
        key = Ed25519PrivateKey.generate() if forged == "key" else private
        signed = sign(request, approver, key, self.now, valid)
        if not forged and not made.edited:
            made.good.append((who, self.now + valid))
        self.allow()
        self._asked(self.bench.engine.approved(signed, unheard))
        return self.look()

    def allow(self) -> None:
        """What may be sent from now on, as things stand."""
        self.allowed = {id for id, made in self.planned.items() if self._may(made)}

    def do(self, call: Callable[[], Awaitable[Any]]) -> None:
        self.allow()
        self._asked(call())
        self.look()

    def undo(self, id: str) -> None:
        """It needs no gate of its own; what it names can only be what the other moved."""
        self.allow()
        view = self._asked(self.bench.engine.undo(id, unheard))
        if view is not None:
            self.undone.add(view.id)
        self.look()

    def edit(self, id: str, statement: str, *, rehash: bool = False) -> None:
        """Writes into the workspace behind the program's back."""
        with closing(connect(self.bench.workspace.path)) as connection:
            before = self._hashes(id)
            with contextlib.suppress(sqlite3.IntegrityError):  # the file itself refuses some
                connection.execute(statement, (id,))
            if rehash:
                new = self._hashes(id)[0]
                connection.execute("UPDATE action SET manifest_hash = ? WHERE id = ?", (new, id))
        self.planned[id].edited |= self._hashes(id) != before

    def _hashes(self, id: str) -> tuple[str, str]:
        def both(connection: Any) -> tuple[str, str]:
            action = connection.execute(ACTION.select().where(ACTION.c.id == id)).one()
            rows = manifest.hash_journal(connection, id, action.kind, action.tenant)
            return rows, manifest.hash_details(connection, action)

        return self.bench.workspace.run_blocking(both)

    def look(self, new: str = "") -> None:
        """Whatever was meant to be sent since was allowed; ``new`` is what "" stood for."""
        allowed = {new if id == "" else id for id in self.allowed} | self.undone
        meant = list(self._intents())
        assert set(meant) <= allowed, "sent without a gate that holds"
        assert bool(self.tenant.moves > self._moves) <= bool(meant), "sent without an intent"
        self._moves = self.tenant.moves
        self.sent += len(meant)

    def _intents(self) -> Iterator[str]:
        rows = asyncio.run(self.bench.engine.audit_rows(self._seen, 100_000))
        self._seen += len(rows)
        for body in (json.loads(row.body) for row in rows):
            if body["event"] == "intent":
                yield body["action"]

    def _may(self, made: Planned) -> bool:
        limits = self.safeguards.thresholds
        large = len(made.boxes) > limits.count_mailboxes or made.items > limits.count_items
        many = made.items > limits.approval_items
        spared = any(self.safeguards.why(f"{box}@contoso.example") for box in made.boxes)
        return (
            not made.edited
            and (not large or made.typed == made.items)
            and made.items + self._today(made.id) <= self.safeguards.daily_items
            and (not (made.weak or spared or many) or self._is_approved(made))
        )

    def _is_approved(self, made: Planned) -> bool:
        return any(
            self.now < until
            and who in made.asked
            and who not in self.own
            and _lines(who)[0] in self.safeguards.approvers
            for who, until in made.good
        )

    def _today(self, id: str) -> int:
        begun = {view.id for view in self.views() if view.state in BEGUN}
        recent = [p for p in self.planned.values() if p.created > self.now - DAY and p.id != id]
        return sum(made.items for made in recent if made.id in begun)

    def views(self) -> tuple[ActionView, ...]:
        return asyncio.run(self.bench.engine.actions())

    def _own_keys(self) -> Any:
        return tuple(PEOPLE[name][0] for name in sorted(self.own))

    def _asked(self, call: Awaitable[Any]) -> Any:
        async def awaited() -> Any:
            return await call

        with contextlib.suppress(RemediationRefused):
            return asyncio.run(awaited())
        return None


def _lines(*names: str) -> tuple[str, ...]:
    return tuple(PEOPLE[name][0].line for name in names)
