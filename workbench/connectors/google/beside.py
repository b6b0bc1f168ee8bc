"""What Google tells and lets us do beside the port: accounts, sent mail, calendars."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from workbench.connectors.calendars import Calendars
from workbench.connectors.deeds import Deeds
from workbench.connectors.google.accounts import GoogleAccounts
from workbench.connectors.google.activity import GmailActivity
from workbench.connectors.google.calendars import GoogleCalendars
from workbench.connectors.google.calls import GoogleCalls
from workbench.connectors.google.containing import ACTS, GoogleContaining
from workbench.connectors.google.natures import GoogleNatures
from workbench.connectors.google.sent import GmailSent
from workbench.connectors.google.signin import GoogleTokens
from workbench.connectors.threads import Thread
from workbench.errors import PermissionMissing
from workbench.model.accounts import Account
from workbench.model.containment import Act, ActKind, Looked
from workbench.model.mail import Copy
from workbench.model.meetings import GOOGLE
from workbench.model.natures import Nature
from workbench.model.safeguards import Safeguards
from workbench.model.tenant import GoogleProfile, Mailbox

SEEING = "calendar.events.readonly"


class GoogleBeside:
    """Base of the connector, which knows its mailboxes; ``writes`` for an account that only
    writes."""

    def __init__(
        self, profile: GoogleProfile, delegation: GoogleTokens, gmail: GoogleCalls,
        directory: GoogleCalls, calendar: GoogleCalls, mailboxes: Mapping[str, Mailbox],
        *, writes: bool,
    ) -> None:  # fmt: skip
        self._profile = profile
        self._delegation = delegation
        self._gmail = gmail
        self._directory = directory
        self._natures = GoogleNatures(directory, profile.admin)
        self._sent = GmailSent(gmail, profile.domain, mailboxes)
        self._scopes: frozenset[str] = frozenset()
        self._activity = GmailActivity(directory, profile.admin, lambda: self._scopes)
        self._reads_alone = profile.has_remediator and not writes
        self._calendar = calendar
        self._calendars = GoogleCalendars(
            gmail, calendar, self._may_change_calendars, self._calendar_scope
        )

    @property
    def calendars(self) -> Calendars | None:
        return self._calendars

    def _may_change_calendars(self) -> bool | None:
        """What a remediator may shows once it is unlocked."""
        if GOOGLE in self._scopes:
            return True
        return None if self._reads_alone else False

    def _calendar_scope(self) -> str:
        """The one that is there, else the one to be blamed."""
        if GOOGLE in self._scopes:
            return GOOGLE
        return SEEING if SEEING in self._scopes or self._reads_alone else GOOGLE

    @property
    def spared(self) -> frozenset[str]:
        return self._profile.spared

    @property
    def safeguards(self) -> Safeguards:
        return self._profile.safeguards

    @property
    def tells_kinds(self) -> bool:
        return True

    async def natures(self, boxes: Sequence[Mailbox]) -> tuple[Nature, ...]:
        return self._natures.of(boxes)

    async def beyond(self) -> tuple[Nature, ...]:
        return await self._natures.beyond()

    async def account(self, address: str, since: datetime) -> Account:
        if not self._delegation.admits(address):
            raise PermissionMissing("access", "the mailbox is outside the pilot")
        accounts = GoogleAccounts(
            self._gmail, self._directory, self._profile.domain, self._profile.admin
        )
        return await accounts.account(address, since)

    @property
    def acts(self) -> frozenset[ActKind]:
        return ACTS

    async def looked(self, act: Act, before: str = "") -> Looked:
        return await self._containing(act).looked(act, before)

    async def contain(self, act: Act) -> None:
        await self._containing(act).contain(act)

    def _containing(self, act: Act) -> GoogleContaining:
        if not self._delegation.admits(act.address):
            raise PermissionMissing("access", "the mailbox is outside the pilot")
        return GoogleContaining(self._gmail, self._directory, self._profile.admin)

    async def deeds(self, internet_ids: Sequence[str], since: datetime) -> Deeds:
        """The log is the whole customer's; of mailboxes outside the fence nothing is told."""
        told = await self._activity.deeds(internet_ids, since)
        inside = tuple(one for one in told.found if self._delegation.admits(one.address))
        return replace(told, found=inside)

    async def sent_in(self, threads: Sequence[Thread]) -> tuple[tuple[Copy, ...] | None, ...]:
        return await self._sent.sent_in(threads)
