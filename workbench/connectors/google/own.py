"""The one Gmail mailbox of a user who signs in themselves, as the port wants it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from datetime import datetime

from workbench.connectors.browser import open_sign_in
from workbench.connectors.calendars import Calendars
from workbench.connectors.deeds import Deeds
from workbench.connectors.google.activity import REPORTS
from workbench.connectors.google.calls import READ
from workbench.connectors.google.connector import GoogleConnector
from workbench.connectors.google.installed import InstalledSignIn, OpenAddress
from workbench.connectors.google.shapes import text
from workbench.connectors.port import Move, MoveReply
from workbench.connectors.traffic.ticker import Sleep
from workbench.errors import PermissionMissing, Untrusted
from workbench.model.mail import Folder
from workbench.model.natures import Nature
from workbench.model.tenant import GoogleProfile, Mailbox, Power, Tenant


class OwnGmail(GoogleConnector):
    """``profile.admin`` is whoever signs in, who needs no rights of an administrator.  The right
    to change mail is asked for at the first change."""

    def __init__(
        self,
        profile: GoogleProfile,
        open_address: OpenAddress | None = None,
        sleep: Sleep = asyncio.sleep,
    ) -> None:
        async def by_system(address: str) -> None:
            await open_sign_in(address, profile.auth_uri)

        self._signed_in = InstalledSignIn(profile, open_address or by_system)
        super().__init__(profile, sleep, tokens=self._signed_in)

    async def connect(self) -> Tenant:
        """Whoever signed in has to be whom the profile names."""
        user = self._profile.admin
        row = await self._gmail.get("/gmail/v1/users/me/profile", (), user, READ)
        if text(row, "emailAddress").casefold() != user.casefold():
            raise Untrusted(f"Somebody else than {user} signed in: choose that account")
        self._powers = Power.READ | Power.WATCH | Power.MOVE
        self._mailboxes[user] = Mailbox(user, user, user)
        return self._tenant

    @property
    def rights(self) -> frozenset[str]:
        return self._signed_in.granted

    @property
    def calendars(self) -> Calendars | None:
        """Users are not asked for the right to their calendars."""
        return None

    async def mailboxes(self) -> AsyncIterator[tuple[Mailbox, ...]]:
        yield tuple(self._mailboxes.values())

    @property
    def tells_kinds(self) -> bool:
        return False

    async def deeds(self, internet_ids: Sequence[str], since: datetime) -> Deeds:
        raise PermissionMissing(REPORTS, "Gmail's log is an administrator's to read")

    async def beyond(self) -> tuple[Nature, ...]:
        return ()

    async def move(self, moves: Sequence[Move]) -> tuple[MoveReply, ...]:
        await self._signed_in.step_up()
        return await super().move(moves)

    async def quarantine_folder(self, mailbox: str) -> Folder:
        await self._signed_in.step_up()
        return await super().quarantine_folder(mailbox)

    async def quarantine_folders(self, mailboxes: Sequence[str]) -> dict[str, Folder]:
        await self._signed_in.step_up()
        return await super().quarantine_folders(mailboxes)
