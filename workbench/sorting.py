"""Asks a tenant what its mailboxes are and keeps the answers; kinds that are known are asked for
again after a while, archives each time."""

from __future__ import annotations

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from workbench.connectors.archives import archives_of
from workbench.connectors.natures import Natured, natured
from workbench.connectors.port import Connector
from workbench.errors import ConnectorError
from workbench.jobs import Progress, Report
from workbench.model.archives import Archive, Archived
from workbench.model.natures import OUT_OF_REACH, MailboxKind, Nature
from workbench.model.tenant import Mailbox
from workbench.store.workspace import Workspace

GROUPS = "groups"  # stands for those that could not be listed
KEPT = timedelta(days=7)  # until a kind is asked for again: a mailbox may become a shared one
AT_ONCE = 400  # mailboxes asked about before the answers are kept: twenty batches


class MailboxSorter:
    def __init__(self, workspace: Workspace, connector: Connector) -> None:
        self._workspace = workspace
        self._connector = connector

    async def run(self, boxes: Sequence[Mailbox], report: Report) -> tuple[Nature, ...]:
        """All that is known afterwards, by address; why something could not be asked is a row of
        its own, never an error."""
        from workbench.store import natures

        asked, tenant = natured(self._connector), self._connector.tenant.id
        known = await self._workspace.run(natures.load, tenant)
        if asked is None:
            return known
        report(Progress(0, 0, "learning what each mailbox is"))
        beyond = await self._beyond(asked)
        found = await self._kinds(asked, boxes, known)
        await self._workspace.run(natures.forget, tenant, _outdated(known, boxes, beyond))
        await self._workspace.run(natures.save, tenant, (*beyond, *found), datetime.now(UTC))
        known = await self._workspace.run(natures.load, tenant)
        await self._workspace.run(natures.save, tenant, await self._archived(known, boxes))
        return await self._workspace.run(natures.load, tenant)

    async def learn(self, boxes: Sequence[Mailbox]) -> None:
        """Asks about these alone; one that is not told stays unknown."""
        from workbench.store import natures

        asked, tenant = natured(self._connector), self._connector.tenant.id
        if asked is None or self._workspace.read_only:
            return
        known = await self._workspace.run(natures.load, tenant)
        found = await self._kinds(asked, boxes, known)
        await self._workspace.run(natures.save, tenant, found, datetime.now(UTC))

    async def _kinds(
        self, asked: Natured, boxes: Sequence[Mailbox], known: Sequence[Nature]
    ) -> tuple[Nature, ...]:
        """What is told of those of whom it is not known well enough."""
        from workbench.store import natures

        tenant, since = self._connector.tenant.id, datetime.now(UTC) - KEPT
        old = await self._workspace.run(natures.told_before, tenant, since)
        found = await self._asked(asked, _unknown(boxes, known, old, asked.tells_kinds))
        return _told(found, known)

    async def _archived(
        self, known: Sequence[Nature], boxes: Sequence[Mailbox]
    ) -> tuple[Nature, ...]:
        """Those of whom something else is told than what was known."""
        there = {one.key for one in known}
        asked = [box for box in boxes if box.key in there]
        found = await archives_of(self._connector, asked)
        told = dict(zip((box.key for box in asked), found, strict=bool(found)))
        fresh = (replace(one, archive=_latest(one.archive, told.get(one.key))) for one in known)
        return tuple(one for one, old in zip(fresh, known, strict=True) if one != old)

    async def _beyond(self, asked: Natured) -> tuple[Nature, ...]:
        try:
            return await asked.beyond()
        except ConnectorError as error:
            return (Nature(GROUPS, "groups with a mailbox", MailboxKind.UNKNOWN, str(error)),)

    async def _asked(self, asked: Natured, boxes: Sequence[Mailbox]) -> tuple[Nature, ...]:
        found: list[Nature] = []
        for start in range(0, len(boxes), AT_ONCE):
            part = boxes[start : start + AT_ONCE]
            try:
                found += await asked.natures(part)
            except ConnectorError as error:
                found += [Nature(b.key, b.address, MailboxKind.UNKNOWN, str(error)) for b in part]
        return tuple(found)


def _unknown(
    boxes: Sequence[Mailbox], known: Sequence[Nature], old: AbstractSet[str], tells_kinds: bool
) -> list[Mailbox]:
    """Those nobody told of yet or lately, and those whose kind may be told now."""
    told = {one.key for one in known if one.kind not in OUT_OF_REACH}
    if tells_kinds:
        told -= {one.key for one in known if one.kind is MailboxKind.UNKNOWN or one.key in old}
    return [box for box in boxes if box.key not in told]


def _told(found: Sequence[Nature], known: Sequence[Nature]) -> tuple[Nature, ...]:
    """Without those that do not answer, of whom it is known: they count as what they were, and are
    asked again.  Whoever was out of reach may be in reach by now, and counts as told.  Who is asked
    for kinds tells nothing of archives."""
    before = {one.key: one for one in known}
    certain = {n.key for n in known if n.is_reached and n.kind is not MailboxKind.UNKNOWN}
    return tuple(
        replace(one, archive=before[one.key].archive) if one.key in before else one
        for one in found
        if one.kind is not MailboxKind.UNKNOWN or one.key not in certain
    )


def _latest(known: Archived, told: Archived | None) -> Archived:
    """An archive that was seen counts until somebody says that it is gone; that there was none
    counts for no longer than somebody says so."""
    if told is None or (told.state is Archive.UNKNOWN and known.state is Archive.HAS):
        return known
    return told


def _outdated(
    known: Sequence[Nature], boxes: Sequence[Mailbox], beyond: Sequence[Nature]
) -> tuple[str, ...]:
    """What was out of reach and no longer is, or is no more."""
    if any(one.key == GROUPS for one in beyond):
        return ()
    now = {one.key for one in beyond} | {box.key for box in boxes}
    gone = (
        n.key for n in known if n.key not in now and (n.kind in OUT_OF_REACH or n.key == GROUPS)
    )
    return tuple(gone)
