"""Everything a screen can ask for; all coroutines run on the one io loop."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Coroutine, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from workbench.asking import SignInWords
from workbench.background import BackgroundAnalysis
from workbench.changes import Change, Changes
from workbench.errors import RemediationRefused, StoreError
from workbench.forwarded import take_forwarded
from workbench.health import health_of
from workbench.jobs import Progress, Report
from workbench.model.health import Health
from workbench.model.opened import FilesOpened, OpenMessage, Reexamined, Synchronised
from workbench.model.reexamination import Wish
from workbench.model.remediation import ActionView, Choice, ItemView, Scope
from workbench.model.tenant import Profile, Tenant
from workbench.model.verdict import Disposition
from workbench.offline import OfflineFiles
from workbench.politeness import seen_through
from workbench.reading import MessageReader
from workbench.reexamining import Reexaminer
from workbench.store.workspace import Workspace
from workbench.synchronising import Synchroniser

if TYPE_CHECKING:
    from workbench.analysis.service import AnalysisService
    from workbench.connectors.identities import Identities
    from workbench.connectors.port import Connector
    from workbench.remediation.engine import RemediationEngine

log = logging.getLogger(__name__)

MakeIdentities = Callable[[Profile], "Identities"]
MakeEngine = Callable[["Identities"], "RemediationEngine"]
Done = TypeVar("Done")


class Desk:
    """Holds what belongs together while a workspace is open; ``close`` ends all of it."""

    def __init__(
        self,
        workspace: Workspace,
        analysis: AnalysisService,
        changes: Changes,
        make_identities: MakeIdentities,
        make_engine: MakeEngine,
        actor: str,
        isolation: str,
    ) -> None:
        self.changes = changes
        self.isolation = isolation
        self._words = SignInWords()
        self._workspace = workspace
        self._analysis = analysis
        self._make_identities = make_identities
        self._make_engine = make_engine
        self._actor = actor
        self._reader = MessageReader(workspace, analysis, changes)
        self._reexaminer = Reexaminer(workspace, analysis, self._reader, changes, actor)
        self._files = OfflineFiles(workspace, self._reader, changes)
        self.unreached: tuple[tuple[str, str], ...] = ()
        self._connector: Connector | None = None
        self._identities: Identities | None = None
        self._synced: datetime | None = None
        self.waiting: tuple[str, ...] = ()
        self._engine: RemediationEngine | None = None
        self._background = BackgroundAnalysis(workspace, self._reader, changes)
        self._closing = False

    @property
    def reader_path(self) -> Path:
        return self._workspace.path

    @property
    def read_only(self) -> str:
        """Why nothing can be changed here, "" when it can."""
        return self._workspace.read_only

    @property
    def tenant(self) -> Tenant | None:
        return self._connector.tenant if self._connector is not None else None

    @property
    def rights(self) -> frozenset[str]:
        """What the connected tenant granted, by the provider's own names."""
        return self._connector.rights if self._connector is not None else frozenset()

    @property
    def health(self) -> Health:
        return health_of(self._connector, self._synced, self.unreached)

    @property
    def asks_dns(self) -> bool:
        """Whether DNS is asked for keys and policies of senders."""
        return self._analysis.asks

    async def allow_dns(self, allowed: bool, report: Report) -> bool:
        """What is opened from now on asks DNS, or no longer does; returns whether it does."""
        del report
        self._analysis.allow_dns(allowed)
        return self._analysis.asks

    async def connect(self, profile: Profile, report: Report) -> Tenant:
        """Sign in, carry actions that an end of the program left half done to their end, and bring
        in what is new; a tenant connected before is let go first."""
        await self._let_go()
        report(Progress(0, 0, "signing in"))
        identities = self._make_identities(self._words.aware(profile, report))
        connector = identities.reader
        try:
            tenant = await connector.connect()
        except BaseException:
            await connector.close()
            raise
        self._connector = self._reader.connector = connector
        self._identities = identities
        self._engine = self._make_engine(identities)
        report(Progress(0, 0, "looking for unfinished actions"))
        await self._resume_what_may(identities, report)
        await self.refresh(report)
        return tenant

    async def refresh(self, report: Report) -> Synchronised:
        if self._connector is None:
            raise StoreError("No tenant is connected")
        synchroniser = Synchroniser(self._workspace, self._connector, self.changes)
        brought = await synchroniser.run(report)
        forwarded = await take_forwarded(
            self._workspace, self._analysis, self.changes, self._connector, report
        )
        self.unreached = (*brought.unreached, *forwarded.unreached)
        self._synced = datetime.now(UTC)
        self._background.start()
        return brought

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

    async def rule_problems(self, report: Report) -> tuple[str, ...]:
        """A text for each rule file that is left out; waits until all have been tried."""
        del report
        problems = await self._analysis.rule_problems()
        return tuple(f"{p.pack}/{p.namespace}: {p.reason}" for p in problems)

    async def open(self, message_id: int, report: Report) -> OpenMessage:
        return await self._reader.open(message_id, report)

    async def examine_again(self, message_id: int, wish: Wish, report: Report) -> Reexamined:
        """One object inside, with everything in it."""
        return await self._reexaminer.run(message_id, wish, report)

    async def open_files(self, paths: Sequence[Path], report: Report) -> FilesOpened:
        return await self._files.open(paths, report)

    async def scope(self, message_id: int, report: Report) -> Scope:
        """Every copy in every mailbox, as the tenant answers now."""
        from workbench.remediation.fence import fenced_scope

        if self._connector is None:
            raise StoreError("Copies can be looked for once a tenant is connected")
        return await fenced_scope(self._connector, self._workspace, message_id, report)

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

    async def undo(self, action_id: str, report: Report) -> ActionView:
        engine = self._remediation(report)
        return await self._seen_through(engine.undo(action_id, report), engine)

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

    async def decide(
        self, message_ids: Sequence[int], disposition: Disposition, report: Report
    ) -> None:
        """The analyst's word; it closes the messages and takes them out of the queues."""
        del report
        from workbench.store import dispositions

        decision = dispositions.Decision(disposition, True, "", self._actor, datetime.now(UTC))
        for id in message_ids:
            await self._workspace.run(dispositions.decide, id, decision)
        self.changes.tell(Change(messages=frozenset(message_ids), lists=True))

    async def close(self) -> None:
        await self._let_go()
        await asyncio.to_thread(self._workspace.close)

    async def _seen_through(
        self, work: Coroutine[Any, Any, ActionView], engine: RemediationEngine
    ) -> ActionView:
        return await seen_through(work, engine, lambda: self._closing)

    def _remediation(self, report: Report) -> RemediationEngine:
        self._words.hear(report)
        if self._engine is None:
            raise StoreError("Mailboxes can be changed once a tenant is connected")
        return self._engine

    async def _let_go(self) -> None:
        await self._background.stop()
        if self._engine is not None:
            engine, self._engine = self._engine, None
            await engine.stop()
        if self._connector is not None:
            connector, self._connector = self._connector, None
            self._reader.connector = None
            await connector.close()
        self._synced, self.unreached, self.waiting = None, (), ()
        if self._identities is not None:
            identities, self._identities = self._identities, None
            await identities.forget()
