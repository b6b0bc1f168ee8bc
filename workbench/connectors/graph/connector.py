"""Microsoft 365 through Graph, as the port wants it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import aclosing
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote

from workbench.connectors.browser import open_sign_in
from workbench.connectors.delegated import DelegatedSignIn, OpenAddress
from workbench.connectors.graph.analyzed import ANALYZED
from workbench.connectors.graph.beside import GraphBeside
from workbench.connectors.graph.calls import GraphCalls, rows_of
from workbench.connectors.graph.copies import GraphCopies
from workbench.connectors.graph.folders import GraphFolders
from workbench.connectors.graph.records import HUNT, TRACE, GraphRecords
from workbench.connectors.graph.reporting import RIGHT, RIGHT_OF_USERS, GraphReporting
from workbench.connectors.graph.reviews import GraphReviews
from workbench.connectors.graph.search import GraphSearch
from workbench.connectors.graph.sent import GraphSent
from workbench.connectors.graph.shapes import alert_of, mailbox_of, report_of, text
from workbench.connectors.graph.watching import GraphWatching
from workbench.connectors.port import Move, MoveReply, Page, Query, Sighting, by_key
from workbench.connectors.pulse import Pulse
from workbench.connectors.records import Records, Trail
from workbench.connectors.reporting import Reporting
from workbench.connectors.reviews import Reviews
from workbench.connectors.signin import ApplicationSignIn
from workbench.connectors.threads import Thread
from workbench.connectors.traffic.limits import GRAPH, Limits
from workbench.connectors.transport import Transport
from workbench.connectors.watching import Changed, Place
from workbench.errors import Gone, PermissionMissing, Untrusted
from workbench.model.archives import PLACES
from workbench.model.mail import Alert, Copy, Folder, MessageRef, RawMessage, UserReport
from workbench.model.tenant import Mailbox, Power, Tenant, TenantProfile

USERS = "/v1.0/users?$select=id,displayName,mail,userPrincipalName&$top=999"
MEMBERS = "transitiveMembers/microsoft.graph.user?$select=id,mail&$top=999"
REPORTS = "/beta/security/threatSubmission/emailThreats?$filter=" + quote("source eq 'user'")
ALERTS = "/v1.0/security/alerts_v2?$top=200&$filter="
ROLES: dict[str, Power] = {
    "Mail.Read": Power.READ | Power.SEARCH_ALL | Power.WATCH,
    "Mail.ReadWrite": Power.READ | Power.SEARCH_ALL | Power.WATCH | Power.MOVE,
    "ThreatSubmission.Read.All": Power.REPORTS,
    "ThreatSubmission.ReadWrite.All": Power.REPORTS,
    "SecurityAlert.Read.All": Power.ALERTS,
    "SecurityAlert.ReadWrite.All": Power.ALERTS,
    "Calendars.ReadWrite": Power.EVENTS,
    HUNT: Power.RECORDS,
    TRACE: Power.RECORDS,
    ANALYZED: Power.RECORDS,
}


class GraphConnector(GraphBeside):
    """One tenant; ``sleep`` is how throttling is waited out."""

    def __init__(
        self,
        profile: TenantProfile,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
        open_address: OpenAddress | None = None,
        limits: Limits = GRAPH,
    ) -> None:
        """``open_address`` replaces the system's browser for users who sign in."""
        self._profile = profile
        self._signin = _sign_in(profile, open_address)
        authority = profile.certificate_authority
        self._transport = Transport(profile.graph, self._signin, authority, sleep, limits=limits)
        self._calls = GraphCalls(self._transport)
        self._mailboxes: dict[str, Mailbox] = {}
        self._by_exchange: frozenset[str] = frozenset()
        self._folders = GraphFolders(self._calls)
        self._copies = GraphCopies(self._calls, profile.tenant, self._mailboxes)
        self._search = GraphSearch(self._calls, profile.tenant)
        self._watching = GraphWatching(
            self._calls, self._folders, self._copies, profile.tenant, self._mailboxes
        )
        self._sent = GraphSent(self._calls, profile.tenant, self._mailboxes)
        self._records = GraphRecords(self._calls, lambda: self.rights)
        super().__init__(
            *(profile, self._calls, self._folders, self._mailboxes),
            lambda: self.rights,
            lambda: self._tenant.domains,
        )
        self._tenant = Tenant(profile.tenant, profile.name, "Microsoft 365", ())

    @property
    def tenant(self) -> Tenant:
        return self._tenant

    @property
    def powers(self) -> Power:
        granted = Power(0)
        for role in self.rights:
            granted |= ROLES.get(role, Power(0))
        if isinstance(self._signin, DelegatedSignIn) and Power.READ in granted:
            # Never all mailboxes; the right to change it is asked for when it is first needed.
            granted = granted & ~Power.SEARCH_ALL | Power.MOVE
        return granted

    @property
    def rights(self) -> frozenset[str]:
        """Of the token, and those that Exchange alone gives, which no token names."""
        return self._signin.roles | self._by_exchange

    @property
    def pulse(self) -> Pulse:
        sent = self._transport
        return Pulse(self._signin.issued, sent.waited, sent.busy, sent.traffic.held)

    async def sign_in(self) -> None:
        """All that an identity needs which only writes: the profile's tenant must answer to it."""
        await self._signin.token()
        await self._try_exchange("Mail.ReadWrite")

    async def _try_exchange(self, right: str) -> None:
        """Where the token holds no right to mail, Exchange may give it for the pilot's mailboxes
        (RBAC for Applications).  Whether writing is among it shows at the first write."""
        self._by_exchange = frozenset()
        if not self._profile.fence or any(r.startswith("Mail.") for r in self._signin.roles):
            return
        inside = quote(self._profile.fence[0], safe="@")
        try:
            await self._calls.get(f"/v1.0/users/{inside}/mailFolders/inbox?$select=id", right)
        except (PermissionMissing, Gone):
            return
        self._by_exchange = frozenset((right,))

    @property
    def reviews(self) -> Reviews | None:
        if not self._profile.write_back:
            return None
        return GraphReviews(self._calls, lambda: self.rights)

    @property
    def reporting(self) -> dict[str, Reporting]:
        known = self._calls, self._copies, self._profile.tenant
        right = RIGHT_OF_USERS if self._profile.by_user else RIGHT
        return {
            mailbox: GraphReporting(*known, mailbox, right)
            for mailbox in self._profile.report_mailboxes
        }

    async def connect(self) -> Tenant:
        self._archives.forget()
        response = await self._calls.get(
            "/v1.0/organization?$select=id,displayName,verifiedDomains", "Organization.Read.All"
        )
        organization = next(iter(rows_of(response.json)), {})
        if text(organization, "id") != self._profile.tenant:
            raise Untrusted("The service is signed in to another tenant than the profile names")
        self._tenant = Tenant(
            self._profile.tenant,
            self._profile.name or text(organization, "displayName"),
            "Microsoft 365",
            _domains(organization),
        )
        await self._try_exchange("Mail.Read")
        if not self._profile.is_fenced:
            await self.open_shared(lambda address: True)
        return self._tenant

    async def members(self, group: str) -> tuple[str, ...]:
        """Groups inside are flattened by the service."""
        url = f"/v1.0/groups/{quote(group, safe='')}/{MEMBERS}"
        found: list[str] = []
        async for rows in self._calls.pages(url, "GroupMember.Read.All"):
            found += [text(row, "mail") for row in rows]
        return tuple(dict.fromkeys(filter(None, found)))

    async def reaches(self, mailbox: str) -> bool:
        url = f"/v1.0/users/{quote(mailbox, safe='')}/mailFolders/inbox?$select=id"
        try:
            await self._calls.get(url, "access")
        except PermissionMissing:
            return False
        return True

    async def close(self) -> None:
        await self._calls.close()
        self._signin.close()

    async def mailboxes(self) -> AsyncIterator[tuple[Mailbox, ...]]:
        if isinstance(self._signin, DelegatedSignIn):
            page = await self._reach.mailboxes()
            self._mailboxes.update((mailbox.key, mailbox) for mailbox in page)
            yield page
            return
        async for rows in self._calls.pages(USERS, "User.ReadBasic.All"):
            page = tuple(found for row in rows if (found := mailbox_of(row)))
            self._mailboxes.update((mailbox.key, mailbox) for mailbox in page)
            yield page

    async def find(self, query: Query) -> AsyncIterator[Page]:
        if not self._mailboxes:
            async for _ in self.mailboxes():
                pass
        wanted = [
            self._mailboxes.get(key, Mailbox(key, key, "")) for key in query.mailboxes
        ] or list(self._mailboxes.values())
        async with aclosing(self._search.find(query, wanted)) as pages:
            async for page in pages:
                yield page

    async def deliveries(self, trail: Trail) -> Records:
        return await self._records.deliveries(trail)

    @property
    def unsearched(self) -> tuple[str, ...]:
        others = self._reach.unsearched if self._profile.by_user else ()
        return (*others, PLACES, "mailboxes of groups", "public folders")

    async def sent_in(self, threads: Sequence[Thread]) -> tuple[tuple[Copy, ...] | None, ...]:
        return await self._sent.sent_in(threads)

    async def reports(self, since: datetime) -> AsyncIterator[tuple[UserReport, ...]]:
        """The service cannot filter by time here, so each page is filtered on arrival."""
        async for rows in self._calls.pages(REPORTS, "ThreatSubmission.Read.All"):
            page = (report_of(row, self._profile.tenant) for row in rows)
            yield tuple(report for report in page if report.reported >= since)

    async def alerts(self, since: datetime) -> AsyncIterator[tuple[Alert, ...]]:
        moment = since.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        url = ALERTS + quote(f"createdDateTime ge {moment}")
        async for rows in self._calls.pages(url, "SecurityAlert.Read.All"):
            yield tuple(alert_of(row, self._profile.tenant) for row in rows)

    async def fetch(self, ref: MessageRef) -> RawMessage:
        return await self._copies.fetch(ref)

    async def folders(self, mailbox: str) -> tuple[Folder, ...]:
        return await self._folders.all(mailbox)

    def place(self, key: str, folders: Sequence[Folder]) -> Folder | None:
        return by_key(key, folders)

    async def quarantine_folder(self, mailbox: str) -> Folder:
        await self._may_write()
        return await self._folders.quarantine(mailbox)

    async def quarantine_folders(self, mailboxes: Sequence[str]) -> dict[str, Folder]:
        await self._may_write()
        return await self._folders.quarantines(mailboxes)

    async def remove_quarantine(self, mailbox: str, folder: str) -> str:
        await self._may_write()
        return await self._folders.remove_quarantine(mailbox, folder)

    async def known_folder(self, mailbox: str, name: str) -> Folder:
        return await self._folders.known(mailbox, name)

    async def draft(self, mailbox: str, subject: str, text: str) -> str:
        await self._may_write()
        return await self._copies.draft(mailbox, subject, text)

    async def look(self, refs: Sequence[MessageRef]) -> tuple[Sighting, ...]:
        return await self._copies.look(refs)

    async def move(self, moves: Sequence[Move]) -> tuple[MoveReply, ...]:
        await self._may_write()
        return await self._copies.move(moves)

    async def _may_write(self) -> None:
        """A user is asked for the right at the first change."""
        if isinstance(self._signin, DelegatedSignIn):
            await self._signin.require_writing()

    async def places(self, mailbox: str) -> tuple[Place, ...]:
        return await self._watching.places(mailbox)

    def changes(self, place: Place, mark: str, start: datetime) -> AsyncIterator[Changed]:
        return self._watching.changes(place, mark, start)


def _sign_in(
    profile: TenantProfile, open_address: OpenAddress | None
) -> ApplicationSignIn | DelegatedSignIn:
    if profile.sign_in == "application":
        return ApplicationSignIn(profile, f"{profile.resource}/.default")
    show = profile.show or (lambda step: None)

    async def by_system(address: str) -> None:
        await open_sign_in(address, profile.authority)

    return DelegatedSignIn(profile, show, open_address or by_system)


def _domains(organization: dict[str, Any]) -> tuple[str, ...]:
    verified = organization.get("verifiedDomains")
    rows = verified if isinstance(verified, list) else []
    return tuple(name for row in rows if isinstance(row, dict) if (name := text(row, "name")))
