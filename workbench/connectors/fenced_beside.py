"""The fence around what connectors give beside the port: kinds, archives, accounts, acts, and
incidents."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from dataclasses import replace
from datetime import datetime

from workbench.connectors.accounts import accounts_of
from workbench.connectors.archives import archives_of
from workbench.connectors.containing import containing_of
from workbench.connectors.deeds import Deeds, deed_log_of
from workbench.connectors.incidents import incidents_of
from workbench.connectors.natures import natured
from workbench.connectors.pilot import OUTSIDE
from workbench.connectors.port import Connector
from workbench.connectors.sparing import safeguards_of, spared_of
from workbench.errors import PermissionMissing
from workbench.model.accounts import Account
from workbench.model.archives import Archived
from workbench.model.containment import Act, ActKind, Looked
from workbench.model.mail import Incident
from workbench.model.natures import MailboxKind, Nature
from workbench.model.safeguards import Safeguards
from workbench.model.tenant import Mailbox


class FencedBeside:
    """Base of the fenced connector, which says who is inside."""

    def __init__(self, inner: Connector) -> None:
        self._inner = inner

    def admits(self, address: str) -> bool:
        raise NotImplementedError

    @property
    def spared(self) -> frozenset[str]:
        return spared_of(self._inner)

    @property
    def safeguards(self) -> Safeguards:
        return safeguards_of(self._inner)

    @property
    def tells_kinds(self) -> bool:
        inner = natured(self._inner)
        return inner is not None and inner.tells_kinds

    async def natures(self, boxes: Sequence[Mailbox]) -> tuple[Nature, ...]:
        """None for whoever is outside, and none at all of a provider that tells nothing."""
        inner = natured(self._inner)
        inside = [box for box in boxes if self.admits(box.address)]
        return await inner.natures(inside) if inner is not None else ()

    async def archives(self, boxes: Sequence[Mailbox]) -> tuple[Archived, ...]:
        """The report is the whole tenant's; of mailboxes outside nothing is told."""
        inside = [box for box in boxes if self.admits(box.address)]
        found = await archives_of(self._inner, inside)
        if not found:
            return ()
        told = dict(zip((box.key for box in inside), found, strict=True))
        return tuple(told.get(box.key, Archived(note=OUTSIDE)) for box in boxes)

    async def beyond(self) -> tuple[Nature, ...]:
        """Those refused are named by the profile itself, wherever they lie."""
        inner = natured(self._inner)
        found = await inner.beyond() if inner is not None else ()
        return tuple(
            one for one in found if one.kind is MailboxKind.REFUSED or self.admits(one.address)
        )

    async def account(self, address: str, since: datetime) -> Account:
        inner = accounts_of(self._inner)
        if inner is None:
            raise PermissionMissing("accounts", "this tenant tells nothing of them")
        self._require_address(address)
        return await inner.account(address, since)

    @property
    def acts(self) -> frozenset[ActKind]:
        return containing_of(self._inner).acts

    async def looked(self, act: Act, before: str = "") -> Looked:
        self._require_address(act.address)
        return await containing_of(self._inner).looked(act, before)

    async def contain(self, act: Act) -> None:
        self._require_address(act.address)
        await containing_of(self._inner).contain(act)

    def _require_address(self, address: str) -> None:
        if not self.admits(address):
            raise PermissionMissing("access", OUTSIDE)

    async def deeds(self, internet_ids: Sequence[str], since: datetime) -> Deeds:
        """What people outside did with it is not shown either."""
        if (log := deed_log_of(self._inner)) is None:
            return Deeds(())
        told = await log.deeds(internet_ids, since)
        return replace(told, found=tuple(d for d in told.found if self.admits(d.address)))

    async def incidents(self, since: datetime) -> AsyncIterator[tuple[Incident, ...]]:
        """As with alerts: they name no mailbox."""
        if (inner := incidents_of(self._inner)) is not None:
            async for page in inner.incidents(since):
                yield page
