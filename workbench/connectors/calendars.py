"""Beside the port: events that meeting requests left in calendars, taken out and made again so that
nobody is told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Protocol, runtime_checkable

from workbench.connectors.port import Connector
from workbench.model.mail import MessageRef
from workbench.model.meetings import Meeting


@dataclass(frozen=True, slots=True)
class Asked:
    """A copy that may be an invitation; copies with one ``internet_id`` say the same."""

    ref: MessageRef
    internet_id: str


@dataclass(frozen=True, slots=True)
class Invitation:
    """``meeting`` is None where there is no event any more, or where nobody could tell, for which
    ``trouble`` is the reason."""

    meeting: Meeting | None
    trouble: str = ""


@dataclass(frozen=True, slots=True)
class Held:
    """An event with all that is needed to make it again, as JSON.  ``shown`` is False where it can
    be read and lies elsewhere than in the calendar: deleted, or in another one."""

    meeting: Meeting
    shown: bool
    snapshot: bytes = field(repr=False)


class Calendars(Protocol):
    @property
    def may_change(self) -> bool | None:
        """None where that shows only when it is tried, or once the remediator is unlocked."""

    async def invitations(self, asked: Sequence[Asked]) -> tuple[Invitation | None, ...]:
        """In the order asked; None of what is no meeting request."""

    async def held(self, mailbox: str, key: str) -> Held | None:
        """None where it is gone for good."""

    async def take_out(self, mailbox: str, key: str, version: str) -> None:
        """Without an answer to whoever organises it; proof is ``held``.  ``Overtaken`` where the
        provider can compare and the event has another version."""

    async def make_again(self, mailbox: str, snapshot: bytes, mark: str) -> str:
        """The key of the event; asked twice with the same ``mark`` there is one."""

    async def made(self, mailbox: str, snapshot: bytes, mark: str) -> str:
        """The key of the event with this mark, "" where the calendar shows none."""


@runtime_checkable
class OffersCalendars(Protocol):
    @property
    def calendars(self) -> Calendars | None: ...


def calendars_of(connector: Connector) -> Calendars | None:
    return connector.calendars if isinstance(connector, OffersCalendars) else None


@dataclass(frozen=True, slots=True)
class TwoCalendars:
    """Requests are read by one identity; the right to calendars is the other one's alone."""

    reads: Calendars
    writes: Calendars

    @property
    def may_change(self) -> bool | None:
        return self.writes.may_change

    async def invitations(self, asked: Sequence[Asked]) -> tuple[Invitation | None, ...]:
        return await self.reads.invitations(asked)

    async def held(self, mailbox: str, key: str) -> Held | None:
        return await self.writes.held(mailbox, key)

    async def take_out(self, mailbox: str, key: str, version: str) -> None:
        await self.writes.take_out(mailbox, key, version)

    async def make_again(self, mailbox: str, snapshot: bytes, mark: str) -> str:
        return await self.writes.make_again(mailbox, snapshot, mark)

    async def made(self, mailbox: str, snapshot: bytes, mark: str) -> str:
        return await self.writes.made(mailbox, snapshot, mark)
