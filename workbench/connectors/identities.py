"""Who reads and who writes: one identity for both, or a second one unlocked for a single action."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from workbench.connectors.fenced import FencedConnector
from workbench.connectors.port import Connector
from workbench.connectors.two_identities import TwoIdentities, Writer
from workbench.errors import PermissionMissing, RemediationRefused
from workbench.model.safeguards import Safeguards
from workbench.model.tenant import Power

LOCKED = "The remediator is locked: unlock it for this action"


MakeWriter = Callable[[str], Writer]  # of a passphrase; may block


class Identities:
    """``make_writer`` is None where the reader writes as well.

    A writer is signed in when it is unlocked, handed to the first action that begins, and closed
    at its end: its key and tokens are kept nowhere, and the next action unlocks anew.
    """

    def __init__(
        self,
        reader: Connector,
        make_writer: MakeWriter | None = None,
        safeguards: Safeguards | None = None,
    ) -> None:
        """``safeguards`` are the profile's: who approves, whom to spare."""
        self.reader = reader
        self.safeguards = safeguards or Safeguards()
        self._make_writer = make_writer
        self._ready: Writer | None = None
        self.writer_rights: frozenset[str] | None = None  # None until it was unlocked once

    @property
    def two(self) -> bool:
        return self._make_writer is not None

    @property
    def locked(self) -> bool:
        return self.two and self._ready is None

    @property
    def may_move(self) -> bool:
        """What a second identity may do is known only once it has signed in."""
        return self.two or Power.MOVE in self.reader.powers

    async def unlock(self, passphrase: str) -> None:
        """Signs the writer in; ``WorkbenchError`` where the passphrase or the tenant refuses.
        Without a second identity there is nothing to unlock."""
        if self._make_writer is None:
            return
        await self.forget()
        writer = await asyncio.to_thread(self._make_writer, passphrase)
        try:
            await writer.sign_in()
            self.writer_rights = writer.rights
            if Power.MOVE not in writer.powers:
                raise PermissionMissing("moving messages", "to the remediator")
        except BaseException:
            await writer.close()
            raise
        self._ready = writer

    async def forget(self) -> None:
        """Closes a writer that no action took."""
        writer, self._ready = self._ready, None
        if writer is not None:
            await writer.close()

    @asynccontextmanager
    async def taken(self, *, reading: bool = False) -> AsyncIterator[Connector]:
        """The connector of one action; ``reading`` for one that sends nothing any more."""
        if not self.two or reading:
            yield self.reader
            return
        writer, self._ready = self._ready, None
        if writer is None:
            raise RemediationRefused(LOCKED)
        try:
            yield _together(self.reader, writer)
        finally:
            await writer.close()


def _together(reader: Connector, writer: Writer) -> Connector:
    """The fence stays outermost, so that it holds for both."""
    if isinstance(reader, FencedConnector):
        return reader.over(lambda inner: TwoIdentities(inner, writer))
    return TwoIdentities(reader, writer)
