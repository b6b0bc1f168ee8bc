"""Brings a tenant's reports, alerts and the metadata of recent mail into the workspace."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from workbench.changes import Change, Changes
from workbench.connectors.port import Connector, Page, Query
from workbench.errors import PermissionMissing
from workbench.following import followed
from workbench.jobs import Progress, Report
from workbench.model.opened import Synchronised
from workbench.model.tenant import Mailbox, Power
from workbench.store.workspace import Workspace

DAYS = 30  # of metadata that connecting fetches


class Synchroniser:
    """One tenant into one workspace; running it again brings what is new."""

    def __init__(self, workspace: Workspace, connector: Connector, changes: Changes) -> None:
        self._workspace = workspace
        self._connector = connector
        self._changes = changes
        self._mailboxes: dict[str, Mailbox] = {}
        self._unreached: list[tuple[str, str]] = []

    @property
    def mailboxes(self) -> tuple[Mailbox, ...]:
        """Those in reach, once it ran."""
        return tuple(self._mailboxes.values())

    async def run(self, report: Report) -> Synchronised:
        since = datetime.now(UTC) - timedelta(days=DAYS)
        self._unreached = []
        await self._take_mailboxes(report)
        reports = await self._take_reports(since) if self._may(Power.REPORTS) else 0
        alerts = await self._take_alerts(since) if self._may(Power.ALERTS) else 0
        await self._take_incidents(since)
        copies = await self._take_copies(since, report)
        return Synchronised(len(self._mailboxes), copies, reports, alerts, tuple(self._unreached))

    async def take_queues(self) -> None:
        """What users reported and what was flagged, without the mail itself."""
        since = datetime.now(UTC) - timedelta(days=DAYS)
        if self._may(Power.REPORTS):
            await self._take_reports(since)
        if self._may(Power.ALERTS):
            await self._take_alerts(since)

    def _may(self, power: Power) -> bool:
        return power in self._connector.powers

    async def _take_mailboxes(self, report: Report) -> None:
        from workbench.store import tenants

        tenant = self._connector.tenant
        await self._workspace.run(tenants.save, tenant)
        async for page in self._connector.mailboxes():
            self._mailboxes.update((mailbox.key, mailbox) for mailbox in page)
            await self._workspace.run(tenants.save_mailboxes, tenant.id, page)
            report(Progress(0, 0, f"{len(self._mailboxes)} mailboxes"))

    async def _take_reports(self, since: datetime) -> int:
        from workbench.store import reports

        count = 0
        async for page in self._connector.reports(since):
            count += len(page)
            ids = await self._workspace.run(reports.save, page)
            self._changes.tell(Change(messages=ids, lists=True))
        return count

    async def _take_alerts(self, since: datetime) -> int:
        from workbench.store import alerts

        count = 0
        async for page in self._connector.alerts(since):
            count += len(page)
            ids = await self._workspace.run(alerts.save, page)
            self._changes.tell(Change(messages=ids, lists=True))
        return count

    async def _take_incidents(self, since: datetime) -> None:
        """Without the right alerts stand each for itself, and the ladder names it."""
        from workbench.connectors.incidents import incidents_of
        from workbench.store import incidents

        if (source := incidents_of(self._connector)) is None:
            return
        try:
            async for page in source.incidents(since):
                await self._workspace.run(incidents.save, page)
        except PermissionMissing:
            return
        self._changes.tell(Change(lists=True))

    async def _take_copies(self, since: datetime, report: Report) -> int:
        from workbench.store import messages

        count = 0
        noted = lambda page: f"{count:,} messages"  # noqa: E731 - as it is when it is asked
        async for page in followed(self._connector, Query(since=since), report, noted):
            count += len(page.copies)
            ids = await self._workspace.run(messages.save, page.copies)
            self._note(page)
            self._changes.tell(Change(messages=ids, lists=True))
        return count

    def _note(self, page: Page) -> None:
        for key, reason in page.unreached:
            address = self._mailboxes[key].address if key in self._mailboxes else key
            self._unreached.append((address, reason))
