"""What a screen asks about changing mailboxes; the desk is one of these."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Coroutine, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from workbench.asking import SignIns
from workbench.changes import Change, Changes
from workbench.errors import RemediationRefused, StoreError
from workbench.jobs import Progress, Report
from workbench.model.anchors import SinkStanding
from workbench.model.remediation import ActionView, Choice, ItemView, Scope
from workbench.model.thresholds import CUSTOMARY, Thresholds
from workbench.politeness import seen_through
from workbench.store.workspace import Workspace

if TYPE_CHECKING:
    from workbench.connectors.identities import Identities
    from workbench.connectors.port import Connector
    from workbench.remediation.engine import RemediationEngine

log = logging.getLogger(__name__)

Done = TypeVar("Done")


class RemediationDesk:
    """The part that acts; without a connected tenant it refuses in words."""

    def __init__(self, workspace: Workspace, changes: Changes) -> None:
        self.changes = changes
        self.waiting: tuple[str, ...] = ()  # unfinished actions that somebody has to unlock
        self.sign_ins = SignIns(changes)
        self._workspace = workspace
        self._connector: Connector | None = None
        self._identities: Identities | None = None
        self._engine: RemediationEngine | None = None
        self._closing = False

    async def resume(self, report: Report) -> tuple[ActionView, ...]:
        """Actions that an end of the program left half done, carried to their end."""
        actions = await self._remediation(report).resume(report)
        if actions:
            ids = frozenset(action.id for action in actions)
            self.changes.tell(Change(actions=ids, lists=True))
        return actions

    async def _resume_what_may(self, identities: Identities, report: Report) -> None:
        if self._workspace.read_only or not identities.may_move:
            return
        if identities.locked:
            self.waiting = await self._remediation(report).unfinished()
            return
        try:
            await self.resume(report)
        except RemediationRefused as refusal:
            log.info("An unfinished action was not resumed: %s", refusal)

    @property
    def needs_unlocking(self) -> bool:
        """Whether another identity writes, which each action has to unlock."""
        return self._identities is not None and self._identities.two

    @property
    def limits(self) -> Thresholds:
        return self._identities.safeguards.thresholds if self._identities else CUSTOMARY

    @property
    def writer_rights(self) -> frozenset[str] | None:
        return self._identities.writer_rights if self._identities is not None else None

    async def unlocked(
        self, passphrase: str, work: Callable[[Report], Awaitable[Done]], report: Report
    ) -> Done:
        """One action with the remediator unlocked for it; locked again whatever happens."""
        if (identities := self._identities) is None:
            raise StoreError("Mailboxes can be changed once a tenant is connected")
        report(Progress(0, 0, "unlocking the remediator"))
        await identities.unlock(passphrase)
        try:
            return await work(report)
        finally:
            await identities.forget()

    async def go_on(self, report: Report) -> ActionView:
        engine = self._remediation(report)
        if not self.waiting:
            raise RemediationRefused("No action waits")
        view = await self._seen_through(engine.proceed(self.waiting[0], report), engine)
        self.waiting = await engine.unfinished()
        return view

    async def scope(self, message_id: int, report: Report) -> Scope:
        """Every copy in every mailbox, as the tenant answers now."""
        from workbench.remediation.fence import fenced_scope

        if self._connector is None:
            raise StoreError("Copies can be looked for once a tenant is connected")
        return await fenced_scope(self._connector, self._workspace, message_id, report)

    async def scope_alike(self, message_id: int, report: Report) -> Scope:
        """As ``scope``, of all messages that are one row with this one."""
        from workbench.remediation.fence import alike_scope

        if self._connector is None:
            raise StoreError("Copies can be looked for once a tenant is connected")
        return await alike_scope(self._connector, self._workspace, message_id, report)

    async def quarantine(
        self, scope: Scope, reason: str, confirmed_count: int | None, report: Report
    ) -> ActionView:
        """Cancelling stops politely: what is under way is finished, the rest is left alone."""
        engine = self._remediation(report)
        work = engine.quarantine(scope, reason, confirmed_count or 0, report)
        return await self._seen_through(work, engine)

    async def act(
        self,
        scope: Scope,
        choice: Choice,
        reason: str,
        confirmed_count: int | None,
        report: Report,
    ) -> ActionView:
        """As ``quarantine``, to another place."""
        engine = self._remediation(report)
        work = engine.act(scope, choice, reason, confirmed_count or 0, report)
        return await self._seen_through(work, engine)

    async def request_approval(self, action_id: str, path: Path, report: Report) -> Path:
        """Writes the file to hand to a second person."""
        from workbench.approvals.files import write_file

        data = await self._remediation(report).request(action_id)
        await asyncio.to_thread(write_file, path, data)
        return path

    async def approve(self, path: Path, report: Report) -> ActionView:
        """Takes the second person's answer in and does what it approves."""
        from workbench.approvals.files import read_file
        from workbench.approvals.signed import read_approval

        engine = self._remediation(report)
        signed = read_approval(await asyncio.to_thread(read_file, path))
        return await self._seen_through(engine.approved(signed, report), engine)

    async def undo(self, action_id: str, report: Report) -> ActionView:
        engine = self._remediation(report)
        return await self._seen_through(engine.undo(action_id, report), engine)

    async def pause(self, report: Report) -> tuple[ActionView, ...]:
        """Stops what runs after what is under way; ``proceed`` lets it go on."""
        engine = self._remediation(report)
        return tuple([await engine.pause(id) for id in engine.running])

    async def proceed(self, action_id: str, reason: str, report: Report) -> ActionView:
        """Lets a paused or halted action go on, the halted one for a ``reason``."""
        engine = self._remediation(report)
        view = await self._seen_through(engine.proceed(action_id, report, reason), engine)
        self.waiting = tuple(id for id in self.waiting if id != action_id)
        return view

    def prepare_to_close(self) -> None:
        """From now on a cancelled action is left as it is, to be gone on with at the next start."""
        self._closing = True

    async def actions(self, report: Report) -> tuple[ActionView, ...]:
        del report
        from workbench.remediation import views

        return await self._workspace.run(views.actions)

    async def items(self, action_id: str, report: Report) -> tuple[ItemView, ...]:
        del report
        from workbench.remediation import views

        return await self._workspace.run(views.items, action_id)

    async def export_journal(self, path: Path, ids: Sequence[str], report: Report) -> int:
        """CSV or JSON lines, by the file's ending; gives how many actions were written."""
        del report
        from workbench.remediation import exporting

        return await self._workspace.run(exporting.export, path, ids)

    async def anchors(self, report: Report) -> tuple[SinkStanding, ...]:
        """How far the audit log is anchored outside, sink by sink."""
        del report
        from workbench.remediation.anchors import standings

        return await self._workspace.run(standings)

    async def _seen_through(
        self, work: Coroutine[Any, Any, ActionView], engine: RemediationEngine
    ) -> ActionView:
        return await seen_through(work, engine, lambda: self._closing)

    def _remediation(self, report: Report) -> RemediationEngine:
        self.sign_ins.hear(report)
        if self._engine is None:
            raise StoreError("Mailboxes can be changed once a tenant is connected")
        return self._engine
