"""Everything a screen can ask for; all coroutines run on the one io loop."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from workbench.account_desk import AccountDesk
from workbench.background import Background
from workbench.campaigns import Campaigns
from workbench.changes import Change, Changes
from workbench.errors import StoreError
from workbench.health import health_of
from workbench.jobs import Progress, Report
from workbench.live.service import LiveService
from workbench.live.sweeper import Sweeper
from workbench.model.health import Health
from workbench.model.live import LiveState, WatchChoice
from workbench.model.natures import Nature
from workbench.model.opened import FilesOpened, OpenMessage, Reexamined, Synchronised
from workbench.model.reexamination import Wish
from workbench.model.tenant import Mailbox, Profile, Tenant
from workbench.model.verdict import Disposition
from workbench.offline import OfflineFiles
from workbench.proposing import Proposals
from workbench.reading import MessageReader
from workbench.reexamining import Reexaminer
from workbench.remedies import RemediationDesk
from workbench.reported import ReportIntake
from workbench.reviewing import Reviewer
from workbench.searching.desk import SearchDesk
from workbench.sorting import MailboxSorter
from workbench.store.workspace import Workspace
from workbench.suggesting import Suggester
from workbench.synchronising import Synchroniser

if TYPE_CHECKING:
    from workbench.analysis.service import AnalysisService
    from workbench.connectors.identities import Identities
    from workbench.connectors.port import Connector
    from workbench.remediation.engine import RemediationEngine

log = logging.getLogger(__name__)

MakeIdentities = Callable[[Profile], "Identities"]
MakeEngine = Callable[["Identities"], "RemediationEngine"]


class Desk(RemediationDesk):
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
        super().__init__(workspace, changes)
        self.isolation = isolation
        self._analysis = analysis
        self._make_identities = make_identities
        self._make_engine = make_engine
        self._actor = actor
        self._reader = MessageReader(workspace, analysis, changes)
        self._suggester = Suggester(workspace, changes, actor)
        self._reader.suggester = self._suggester
        self._reexaminer = Reexaminer(workspace, analysis, self._reader, changes, actor)
        self._intake = ReportIntake(workspace, analysis, changes)
        self._reviewer = Reviewer(workspace, changes, actor)
        self.accounts = AccountDesk(workspace, lambda: self._identities, actor)
        self.searches = SearchDesk(workspace, changes, lambda: self._connector)
        self.campaigns = Campaigns(workspace, changes, self.decide)
        self._files = OfflineFiles(workspace, self._reader, changes)
        self.unreached: tuple[tuple[str, str], ...] = ()
        self._natures: tuple[Nature, ...] = ()
        self._synced: datetime | None = None
        self._background = Background(workspace, self._reader, changes, self._suggester.is_on)
        self._live = LiveService(workspace, changes, self._background.start)
        self.proposals = Proposals(workspace, changes, self._suggester)
        self._sweeper = Sweeper(workspace, changes)

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
        return health_of(self._connector, self._synced, self.unreached, self._natures)

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
        identities = self._make_identities(self.sign_ins.aware(profile, report))
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
        self._start_looking(connector, self._engine, tenant.id)
        await self.refresh(report)
        return tenant

    def _start_looking(self, connector: Connector, engine: RemediationEngine, tenant: str) -> None:
        from workbench.live.armed import ArmedPolicies

        armed = ArmedPolicies(self._workspace, engine, tenant)
        self._sweeper.start(connector, engine.author, armed)

    async def refresh(self, report: Report) -> Synchronised:
        if self._connector is None:
            raise StoreError("No tenant is connected")
        synchroniser = Synchroniser(self._workspace, self._connector, self.changes)
        brought = await synchroniser.run(report)
        report(Progress(0, 0, "reading report mailboxes"))
        forwarded = await self._intake.run(self._connector)
        self.unreached = (*brought.unreached, *forwarded.unreached)
        self._synced = datetime.now(UTC)
        sorter = MailboxSorter(self._workspace, self._connector)
        self._natures = await sorter.run(synchroniser.mailboxes, report)
        self._live.wake()
        self._background.start()
        await self._reviewer.run(self._connector)
        return brought

    @property
    def live(self) -> LiveState:
        """How the watch for new mail stands."""
        return self._live.state

    async def mailboxes(self, report: Report) -> tuple[Mailbox, ...]:
        """All inside the fence, in the order of their addresses."""
        if self._connector is None:
            raise StoreError("Mailboxes are known once a tenant is connected")
        found: list[Mailbox] = []
        async for page in self._connector.mailboxes():
            found += page
            report(Progress(0, 0, f"{len(found):,} mailboxes"))
        return tuple(sorted(found, key=lambda box: box.address.casefold()))

    @property
    def watched(self) -> WatchChoice:
        return self._live.choice

    async def watch_these(self, choice: WatchChoice, report: Report) -> LiveState:
        """Watch by a new choice, which holds for this connection."""
        await self._live.choose(choice)
        return await self.watch(True, report)

    async def watch(self, on: bool, report: Report) -> LiveState:
        """Watch what was chosen, all inside the fence at first; or watch no longer."""
        del report
        if not on:
            return await self._live.stop()
        if self._connector is None:
            raise StoreError("New mail can be watched for once a tenant is connected")
        return await self._live.start(self._connector)

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
        await self._suggester.decided(message_ids, disposition)
        if self._connector is not None:
            await self._reviewer.run(self._connector)

    async def close(self) -> None:
        await self._let_go()
        await asyncio.to_thread(self._workspace.close)

    async def _let_go(self) -> None:
        await self._live.choose(WatchChoice())
        await self._live.stop()
        await self._sweeper.stop()
        await self._background.stop()
        if self._engine is not None:
            engine, self._engine = self._engine, None
            await engine.stop()
        if self._connector is not None:
            connector, self._connector = self._connector, None
            self._reader.connector = None
            await connector.close()
        self._synced, self.unreached, self.waiting, self._natures = None, (), (), ()
        if self._identities is not None:
            identities, self._identities = self._identities, None
            await identities.forget()
