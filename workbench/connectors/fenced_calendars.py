"""The fence around calendars: those of mailboxes outside are neither read nor changed."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence

from workbench.connectors.calendars import Asked, Calendars, Held, Invitation


class FencedCalendars:
    """``require`` raises for a mailbox outside."""

    def __init__(self, inner: Calendars, require: Callable[[str], Awaitable[None]]) -> None:
        self._inner = inner
        self._require = require

    @property
    def may_change(self) -> bool | None:
        return self._inner.may_change

    async def invitations(self, asked: Sequence[Asked]) -> tuple[Invitation | None, ...]:
        for one in asked:
            await self._require(one.ref.mailbox)
        return await self._inner.invitations(asked)

    async def held(self, mailbox: str, key: str) -> Held | None:
        await self._require(mailbox)
        return await self._inner.held(mailbox, key)

    async def take_out(self, mailbox: str, key: str, version: str) -> None:
        await self._require(mailbox)
        await self._inner.take_out(mailbox, key, version)

    async def make_again(self, mailbox: str, snapshot: bytes, mark: str) -> str:
        await self._require(mailbox)
        return await self._inner.make_again(mailbox, snapshot, mark)

    async def made(self, mailbox: str, snapshot: bytes, mark: str) -> str:
        await self._require(mailbox)
        return await self._inner.made(mailbox, snapshot, mark)
