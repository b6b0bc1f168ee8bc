"""The fence around calendars: those of mailboxes outside are neither read nor changed."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence

from workbench.connectors.calendars import Calendars, Held, Invitation
from workbench.model.mail import MessageRef


class FencedCalendars:
    """``require`` raises for a mailbox outside."""

    def __init__(self, inner: Calendars, require: Callable[[str], Awaitable[None]]) -> None:
        self._inner = inner
        self._require = require

    @property
    def may_change(self) -> bool | None:
        return self._inner.may_change

    async def invitations(self, refs: Sequence[MessageRef]) -> tuple[Invitation | None, ...]:
        for ref in refs:
            await self._require(ref.mailbox)
        return await self._inner.invitations(refs)

    async def held(self, mailbox: str, key: str) -> Held | None:
        await self._require(mailbox)
        return await self._inner.held(mailbox, key)

    async def take_out(self, mailbox: str, key: str) -> None:
        await self._require(mailbox)
        await self._inner.take_out(mailbox, key)

    async def make_again(self, mailbox: str, snapshot: bytes, mark: str) -> str:
        await self._require(mailbox)
        return await self._inner.make_again(mailbox, snapshot, mark)

    async def made(self, mailbox: str, snapshot: bytes, mark: str) -> str:
        await self._require(mailbox)
        return await self._inner.made(mailbox, snapshot, mark)
