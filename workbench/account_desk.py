"""What a screen asks about one account: its evidence, the acts on it, and taking them back."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from workbench.connectors.accounts import DAYS
from workbench.errors import StoreError
from workbench.jobs import Progress, Report
from workbench.model.accounts import Account
from workbench.model.containment import Act, ActKind, ActView
from workbench.store.workspace import Workspace

if TYPE_CHECKING:
    from workbench.connectors.identities import Identities
    from workbench.containment import Containment


class AccountDesk:
    """``identities`` gives those of the connected tenant, None without one."""

    def __init__(
        self, workspace: Workspace, identities: Callable[[], Identities | None], actor: str
    ) -> None:
        self._workspace = workspace
        self._identities = identities
        self._actor = actor

    @property
    def acts(self) -> frozenset[ActKind]:
        """What the connected provider has a call for."""
        from workbench.connectors.containing import Containing

        identities = self._identities()
        reader = identities.reader if identities is not None else None
        return reader.acts if isinstance(reader, Containing) else frozenset()

    async def account(self, address: str, report: Report) -> Account:
        """Acts that an end of the program left begun are looked at on the way."""
        from workbench.connectors.accounts import accounts_of

        identities = self._connected()
        asked = accounts_of(identities.reader)
        if asked is None:
            raise StoreError("This tenant tells nothing of accounts")
        report(Progress(0, 0, f"reading {address}"))
        if not self._workspace.read_only:
            await self._containment(identities).settle()
        return await asked.account(address.strip(), datetime.now(UTC) - timedelta(days=DAYS))

    async def history(self, report: Report) -> tuple[ActView, ...]:
        del report
        return await self._containment(self._connected()).views()

    async def contain(
        self, act: Act, typed: str, reason: str, passphrase: str, report: Report
    ) -> ActView:
        """The remediator, where there is one, is unlocked for this act alone."""
        identities = self._connected()
        containment = self._containment(identities)
        return await _unlocked(
            identities, passphrase, lambda: containment.act(act, typed, reason, report)
        )

    async def undo(self, id: str, typed: str, passphrase: str, report: Report) -> ActView:
        identities = self._connected()
        containment = self._containment(identities)
        return await _unlocked(identities, passphrase, lambda: containment.undo(id, typed, report))

    def _connected(self) -> Identities:
        if (identities := self._identities()) is None:
            raise StoreError("Accounts can be read once a tenant is connected")
        return identities

    def _containment(self, identities: Identities) -> Containment:
        from workbench.containment import Containment
        from workbench.remediation.clock import SystemClock

        return Containment(self._workspace, identities, self._actor, SystemClock())


async def _unlocked(
    identities: Identities, passphrase: str, work: Callable[[], Awaitable[ActView]]
) -> ActView:
    await identities.unlock(passphrase)
    try:
        return await work()
    finally:
        await identities.forget()
