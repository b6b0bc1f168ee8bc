"""A capability beside the port: the source of a copy that the provider is going to delete for good,
and putting it into its mailbox again as a new message."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

from workbench.connectors.port import Connector
from workbench.model.mail import MessageRef, RawMessage


@dataclass(frozen=True, slots=True)
class Original:
    """``signs`` is what its labels say besides its place: unread, starred, important."""

    raw: RawMessage
    signs: tuple[str, ...]


class Keeping(Protocol):
    async def original(self, ref: MessageRef) -> Original: ...

    async def put_in(self, mailbox: str, raw: bytes, place: str, signs: Sequence[str]) -> str:
        """The id of the new message; raises ``ConnectorError``."""


@runtime_checkable
class OffersKeeping(Protocol):
    @property
    def keeping(self) -> Keeping | None:
        """None where the provider deletes nothing by itself."""


def keeping_of(connector: Connector) -> Keeping | None:
    return connector.keeping if isinstance(connector, OffersKeeping) else None


@dataclass(frozen=True, slots=True)
class TwoKeepings:
    """One identity reads, another one writes."""

    reads: Keeping
    writes: Keeping

    async def original(self, ref: MessageRef) -> Original:
        return await self.reads.original(ref)

    async def put_in(self, mailbox: str, raw: bytes, place: str, signs: Sequence[str]) -> str:
        return await self.writes.put_in(mailbox, raw, place, signs)
