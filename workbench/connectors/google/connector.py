"""Google Workspace through its own APIs, as the port wants it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import aclosing
from datetime import UTC, datetime
from urllib.parse import quote

from workbench.connectors.google.activity import REPORTS
from workbench.connectors.google.beside import SEEING, GoogleBeside
from workbench.connectors.google.calls import MODIFY, READ, GoogleCalls
from workbench.connectors.google.copies import GmailCopies
from workbench.connectors.google.errors import is_busy
from workbench.connectors.google.keeping import GmailKeeping
from workbench.connectors.google.labels import GmailLabels, place_of
from workbench.connectors.google.reporting import GmailReporting
from workbench.connectors.google.reviews import GoogleReviews
from workbench.connectors.google.search import GmailSearch
from workbench.connectors.google.shapes import alert_of, is_report, mailbox_of, reports_of, text
from workbench.connectors.google.signin import OF_A_MAILBOX, Delegation, GoogleTokens
from workbench.connectors.google.watching import GmailWatching
from workbench.connectors.keeping import Keeping
from workbench.connectors.port import Move, MoveReply, Page, Query, Sighting
from workbench.connectors.pulse import Pulse
from workbench.connectors.reporting import Reporting
from workbench.connectors.reviews import Reviews
from workbench.connectors.traffic.limits import GMAIL, GOOGLE_ADMIN, GOOGLE_CALENDAR, Limits
from workbench.connectors.traffic.ticker import Sleep
from workbench.connectors.transport import Transport
from workbench.connectors.watching import Changed, Place
from workbench.errors import PermissionMissing, Untrusted
from workbench.model.mail import Alert, Folder, MessageRef, RawMessage, UserReport
from workbench.model.meetings import GOOGLE as CALENDARS
from workbench.model.tenant import GoogleProfile, Mailbox, Power, Tenant

MEMBERS = "admin.directory.group.member.readonly"
USERS, ALERTS = "admin.directory.user.readonly", "apps.alerts"
# What each delegated scope lets us do; the first is the least without which nothing works.
SCOPES: dict[str, Power] = {
    READ: Power.READ | Power.SEARCH_ALL | Power.WATCH,
    MODIFY: Power.MOVE,
    ALERTS: Power.REPORTS | Power.ALERTS,
    REPORTS: Power.DEEDS,
    SEEING: Power(0),
    CALENDARS: Power.EVENTS,
}
PAGE = 200  # alerts a page


class GoogleConnector(GoogleBeside):
    """One customer; ``sleep`` is how throttling is waited out."""

    def __init__(
        self,
        profile: GoogleProfile,
        sleep: Sleep = asyncio.sleep,
        *,
        writes: bool = False,
        limits: Limits = GMAIL,
        tokens: GoogleTokens | None = None,
    ) -> None:
        """``writes`` for an account to which nothing but changing mail is delegated; ``tokens``
        are another's than those of the profile's service account."""
        delegation = tokens or Delegation(profile, {READ: MODIFY} if writes else None)
        self._transports: list[Transport] = []
        self._mailboxes: dict[str, Mailbox] = {}

        def calls(base: str, most: Limits) -> GoogleCalls:
            authority = profile.certificate_authority
            transport = Transport(base, None, authority, sleep, is_busy, most)
            self._transports.append(transport)
            return GoogleCalls(transport, delegation)

        gmail, directory = calls(profile.gmail, limits), calls(profile.directory, GOOGLE_ADMIN)
        calendar = calls(profile.calendar, GOOGLE_CALENDAR)
        super().__init__(
            *(profile, delegation, gmail, directory, calendar, self._mailboxes), writes=writes
        )
        self._alerts = calls(profile.alerts, GOOGLE_ADMIN)
        self._labels = GmailLabels(self._gmail)
        self._copies = GmailCopies(self._gmail, profile.domain, self._mailboxes, self._labels)
        self._keeping = GmailKeeping(self._gmail)
        self._search = GmailSearch(self._gmail, self._copies, profile.domain)
        self._watching = GmailWatching(self._gmail, self._search, profile.domain, self._mailboxes)
        self._powers = Power(0)
        name = profile.name or profile.domain
        self._tenant = Tenant(profile.domain, name, "Google Workspace", (profile.domain,))

    @property
    def tenant(self) -> Tenant:
        return self._tenant

    @property
    def powers(self) -> Power:
        return self._powers

    @property
    def rights(self) -> frozenset[str]:
        return self._scopes

    @property
    def reviews(self) -> Reviews | None:
        if not self._profile.write_back:
            return None
        return GoogleReviews(self._alerts, self._profile.admin, lambda: self._scopes)

    @property
    def reporting(self) -> dict[str, Reporting]:
        return {
            mailbox: GmailReporting(self._gmail, self._copies, self._profile.domain, mailbox)
            for mailbox in self._profile.report_mailboxes
        }

    @property
    def pulse(self) -> Pulse:
        busy = [one.busy for one in self._transports if one.busy is not None]
        waited = sum(one.waited for one in self._transports)
        held = max(one.traffic.held for one in self._transports)
        return Pulse(self._delegation.issued, waited, max(busy, default=None), held)

    async def sign_in(self) -> None:
        """All that an identity needs which only writes; calendars are an extra."""
        await self._delegation.source(self._subject(MODIFY), MODIFY).token()
        await self._take(MODIFY, CALENDARS)

    async def connect(self) -> Tenant:
        """Signs in as the administrator and tries each scope by itself, since a sign-in for
        several fails as a whole when one of them was not delegated."""
        admin = self._profile.admin
        path = f"/admin/directory/v1/users/{quote(admin, safe='@')}"
        row = await self._directory.get(path, (), admin, USERS)
        if not text(row, "primaryEmail").casefold().endswith(f"@{self._profile.domain}"):
            raise Untrusted("The service is signed in to another domain than the profile names")
        if self._profile.fence_group:
            self._delegation.admit(await self.members(self._profile.fence_group))
        await self._take(*SCOPES)
        self._scopes |= {USERS}
        return self._tenant

    async def _take(self, *scopes: str) -> None:
        """Those of them that were delegated, and what they let us do."""
        granted = await asyncio.gather(*(self._granted(scope) for scope in scopes))
        self._scopes = frozenset(s for s, has in zip(scopes, granted, strict=True) if has)
        self._powers = Power(0)
        for scope in self._scopes:
            self._powers |= SCOPES[scope]

    async def _granted(self, scope: str) -> bool:
        try:
            await self._delegation.source(self._subject(scope), scope).token()
        except PermissionMissing:
            return False
        return True

    def _subject(self, scope: str) -> str:
        """In whose name a scope is tried."""
        inside = next(iter((*self._profile.fence, *self._delegation.within)), self._profile.admin)
        return inside if scope.startswith(OF_A_MAILBOX) else self._profile.admin

    async def members(self, group: str) -> tuple[str, ...]:
        query = [("includeDerivedMembership", "true"), ("maxResults", "200")]
        path = f"/admin/directory/v1/groups/{quote(group, safe='@')}/members"
        found: list[str] = []
        async for rows in self._directory.pages(
            path, query, "members", self._profile.admin, MEMBERS
        ):
            found += [text(row, "email") for row in rows if text(row, "type") != "GROUP"]
        return tuple(dict.fromkeys(filter(None, found)))

    async def close(self) -> None:
        for calls in (self._gmail, self._directory, self._alerts, self._calendar):
            await calls.close()
        self._delegation.close()

    async def mailboxes(self) -> AsyncIterator[tuple[Mailbox, ...]]:
        """Those within the fence; others are not even shown."""
        query = [("customer", "my_customer"), ("maxResults", "500")]
        path = "/admin/directory/v1/users"
        async for rows in self._directory.pages(path, query, "users", self._profile.admin, USERS):
            page = tuple(filter(None, map(self._in_reach, rows)))
            self._mailboxes.update((mailbox.key, mailbox) for mailbox in page)
            yield page

    def _in_reach(self, row: dict[str, object]) -> Mailbox | None:
        if not self._delegation.admits(text(row, "primaryEmail")):
            return None
        if (found := mailbox_of(row)) is None:
            self._natures.note(row)
        return found

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

    @property
    def unsearched(self) -> tuple[str, ...]:
        return ("what was deleted for good", "Google's own quarantine", "groups' archives")

    async def reports(self, since: datetime) -> AsyncIterator[tuple[UserReport, ...]]:
        async for rows in self._alert_rows(since):
            found = (reports_of(row, self._profile.domain) for row in rows if is_report(row))
            yield tuple(report for each in found for report in each)

    async def alerts(self, since: datetime) -> AsyncIterator[tuple[Alert, ...]]:
        async for rows in self._alert_rows(since):
            yield tuple(alert_of(row, self._profile.domain) for row in rows if not is_report(row))

    def _alert_rows(self, since: datetime) -> AsyncIterator[list[dict[str, object]]]:
        moment = since.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.000Z")
        query = [("filter", f'createTime >= "{moment}"'), ("pageSize", str(PAGE))]
        return self._alerts.pages("/v1beta1/alerts", query, "alerts", self._profile.admin, ALERTS)

    async def fetch(self, ref: MessageRef) -> RawMessage:
        return await self._copies.fetch(ref)

    async def folders(self, mailbox: str) -> tuple[Folder, ...]:
        return await self._labels.all(mailbox)

    def place(self, key: str, folders: Sequence[Folder]) -> Folder | None:
        return place_of(key, folders)

    @property
    def keeping(self) -> Keeping:
        return self._keeping

    async def draft(self, mailbox: str, subject: str, text: str) -> str:
        return await self._copies.draft(mailbox, subject, text)

    async def quarantine_folder(self, mailbox: str) -> Folder:
        return await self._labels.quarantine(mailbox)

    async def quarantine_folders(self, mailboxes: Sequence[str]) -> dict[str, Folder]:
        return await self._labels.quarantines(mailboxes)

    async def remove_quarantine(self, mailbox: str, folder: str) -> str:
        return await self._labels.remove_quarantine(mailbox, folder)

    async def known_folder(self, mailbox: str, name: str) -> Folder:
        return self._labels.known(mailbox, name)

    async def look(self, refs: Sequence[MessageRef]) -> tuple[Sighting, ...]:
        return await self._copies.look(refs)

    async def move(self, moves: Sequence[Move]) -> tuple[MoveReply, ...]:
        return await self._copies.move(moves)

    async def places(self, mailbox: str) -> tuple[Place, ...]:
        return (Place(mailbox),)

    def changes(self, place: Place, mark: str, start: datetime) -> AsyncIterator[Changed]:
        return self._watching.changes(place, mark, start)
