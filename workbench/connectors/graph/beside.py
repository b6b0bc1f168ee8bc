"""What Graph gives beside the port: kinds and archives of mailboxes, accounts, acts, incidents."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from datetime import UTC, datetime
from urllib.parse import quote

from workbench.connectors.calendars import Calendars
from workbench.connectors.graph.accounts import GraphAccounts
from workbench.connectors.graph.archives import GraphArchives
from workbench.connectors.graph.calendars import GraphCalendars
from workbench.connectors.graph.calls import GraphCalls
from workbench.connectors.graph.containing import ACTS, GraphContaining
from workbench.connectors.graph.folders import GraphFolders
from workbench.connectors.graph.natures import GraphNatures
from workbench.connectors.graph.reach import Admits, GraphReach
from workbench.connectors.graph.shapes import incident_of
from workbench.errors import PermissionMissing
from workbench.model.accounts import Account
from workbench.model.archives import Archived
from workbench.model.containment import Act, ActKind, Looked
from workbench.model.mail import Incident
from workbench.model.meetings import MICROSOFT as RIGHT
from workbench.model.natures import Nature
from workbench.model.safeguards import Safeguards
from workbench.model.tenant import Mailbox, TenantProfile

INCIDENTS = "/v1.0/security/incidents?$top=50&$filter="
INCIDENT_RIGHTS = frozenset({"SecurityIncident.Read.All", "SecurityIncident.ReadWrite.All"})


class GraphBeside:
    """``rights`` and ``domains`` are known once connected; a user who signs in sees no groups,
    and beyond the own mailbox those alone that are shared with them."""

    def __init__(
        self,
        profile: TenantProfile,
        calls: GraphCalls,
        folders: GraphFolders,
        listed: Mapping[str, Mailbox],
        rights: Callable[[], frozenset[str]],
        domains: Callable[[], tuple[str, ...]],
    ) -> None:
        self._beside = profile
        self._asking = calls
        self._held = rights
        self._natures = GraphNatures(calls, rights)
        self._archives = GraphArchives(profile, calls, rights, listed)
        self._reach = GraphReach(calls, rights, profile.shared_mailboxes)
        self._accounts = GraphAccounts(calls, folders, profile.tenant, domains)
        self._containing = GraphContaining(calls)
        self._calendars = GraphCalendars(calls, self._may_change_calendars)

    @property
    def calendars(self) -> Calendars | None:
        return self._calendars

    def _may_change_calendars(self) -> bool | None:
        """Rights that Exchange gives for a pilot are in no token, a remediator's not in this."""
        if RIGHT in self._held():
            return True
        return None if self._beside.has_remediator or self._beside.is_fenced else False

    @property
    def spared(self) -> frozenset[str]:
        return self._beside.spared

    @property
    def safeguards(self) -> Safeguards:
        return self._beside.safeguards

    @property
    def tells_kinds(self) -> bool:
        return self._natures.tells_kinds or self._beside.by_user

    async def natures(self, boxes: Sequence[Mailbox]) -> tuple[Nature, ...]:
        if self._beside.by_user and not self._natures.tells_kinds:
            return self._reach.assumed(boxes)
        return self._reach.described(await self._natures.of(boxes))

    async def open_shared(self, admits: Admits) -> None:
        if self._beside.by_user:
            await self._reach.open(admits)

    async def archives(self, boxes: Sequence[Mailbox]) -> tuple[Archived, ...]:
        return await self._archives.of(boxes)

    async def beyond(self) -> tuple[Nature, ...]:
        if self._beside.by_user:
            return self._reach.refused
        return await self._natures.groups()

    async def account(self, address: str, since: datetime) -> Account:
        return await self._accounts.account(address, since)

    @property
    def acts(self) -> frozenset[ActKind]:
        return ACTS

    async def looked(self, act: Act, before: str = "") -> Looked:
        return await self._containing.looked(act, before)

    async def contain(self, act: Act) -> None:
        await self._containing.contain(act)

    async def incidents(self, since: datetime) -> AsyncIterator[tuple[Incident, ...]]:
        moment = since.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        if not self._held() & INCIDENT_RIGHTS:
            raise PermissionMissing(min(INCIDENT_RIGHTS), "alerts stand each for itself")
        url = INCIDENTS + quote(f"createdDateTime ge {moment}")
        async for rows in self._asking.pages(url, min(INCIDENT_RIGHTS)):
            yield tuple(incident_of(row, self._beside.tenant) for row in rows)
