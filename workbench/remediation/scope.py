"""Finds every copy of a message in the tenant and freezes what was seen."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from sqlalchemy import Connection

from workbench.connectors.archives import places_unsearched
from workbench.connectors.port import Connector, Query, Reply
from workbench.errors import BadInput, ConnectorError
from workbench.following import followed
from workbench.jobs import Progress, Report
from workbench.model.alike import Member
from workbench.model.mail import Copy, Folder
from workbench.model.remediation import Scope, ScopeRow
from workbench.model.tenant import Mailbox
from workbench.remediation.copy_rows import related, row_of
from workbench.remediation.tracking import missing, ordered, recorded_of
from workbench.remediation.variants import Thread, Variants, find_campaign, find_forwards, follow
from workbench.store import messages, natures, tenants
from workbench.store.identity import identity
from workbench.store.messages import Stored
from workbench.store.workspace import Workspace

AT_ONCE = 8  # mailboxes asked for their folders at a time
_LOOK = 200  # copies in one bulk look
MOST = 100  # messages alike in one scope: every mailbox is asked for each of them


@dataclass(slots=True)
class _Search:
    """Copies by their reference, and mailboxes that could not be asked."""

    copies: dict[tuple[str, str], Copy] = field(default_factory=dict)
    unreached: dict[str, str] = field(default_factory=dict)

    def take(self, copy: Copy) -> None:
        self.copies[copy.ref.mailbox, copy.ref.key] = copy


@dataclass(frozen=True, slots=True)
class _Wanted:
    """The messages a scope is of; the first is the one it was asked for."""

    messages: tuple[Stored, ...]
    known: tuple[Copy, ...]
    left_out: int  # messages alike beyond the most
    why: dict[str, str]  # by fingerprint: why messages alike are
    texts: dict[str, str]  # by fingerprint: how the text of each message begins

    @property
    def first(self) -> Stored:
        return self.messages[0]

    def holds(self, copy: Copy) -> bool:
        return identity(copy) in self.texts


async def find_scope(
    connector: Connector, workspace: Workspace, message_id: int, report: Report,
    alike: Sequence[Member] = (),
) -> Scope:  # fmt: skip
    """Asks the provider's records who got it, all mailboxes for the Message-ID, and looks at the
    copies known from before, so that one the search does not show (moved a moment ago) is not
    missed.  Then it looks for variants: the campaign's other Message-IDs, and what was passed on.
    ``alike`` are messages of the workspace that count as the same one.

    Copies with the same content are exact and selected; copies that only share the Message-ID
    are weak, variants likely or weak, and none of these is selected.  What could not be asked is
    named, not left out.
    """
    wanted = await workspace.run(_wanted, message_id, alike)
    message = wanted.first
    if message.tenant != connector.tenant.id:
        raise BadInput("This message is not in the connected tenant")
    found, variants = _Search(), Variants()
    told = await recorded_of(connector, wanted.messages, wanted.known)
    boxes, addresses = await ordered(connector, wanted.known, told)
    await _look(connector, wanted.known, found)
    if any(one.internet_id for one in wanted.messages):
        await _search(connector, wanted, boxes, found, report)
        away = await workspace.run(_accounts_away, message.tenant)
        own = frozenset(address.casefold() for address in (*addresses.values(), *away))
        await _vary(connector, wanted, boxes, own, found, variants, report)
    listed = [Mailbox(key, address, "") for key, address in addresses.items()]
    places, notes = await places_unsearched(connector, listed)
    quarantines, remembered = await workspace.run(_remembered, message.tenant)
    rows = await _rows(connector, wanted, quarantines, found, variants)
    unreached = {**variants.unreached, **found.unreached}
    addresses = {**remembered, **addresses}
    named = tuple(sorted((addresses.get(box, box), why) for box, why in unreached.items()))
    return Scope(
        tenant=message.tenant, message_id=message_id, subject=message.subject, rows=tuple(rows),
        unreached=named, frozen=datetime.now(UTC),
        held=tuple(d for d in told.deliveries if d.is_held),
        missing=missing(told.deliveries, rows, frozenset(address for address, _ in named)),
        gaps=tuple(dict.fromkeys((
            *places, *variants.gaps, *([told.gap] if told.gap else []),
            *_beyond(wanted),
        ))),
        notes=notes, records=told.source, alike=tuple(one.id for one in wanted.messages[1:]),
    )  # fmt: skip


def _wanted(connection: Connection, message_id: int, alike: Sequence[Member]) -> _Wanted:
    """Of messages alike only those of the same tenant."""
    first = messages.load(connection, message_id)
    if first is None:
        raise BadInput("This message is not in the connected tenant")
    others = {one.id: one.why for one in alike if one.id != message_id}
    loaded = [messages.load(connection, one) for one in list(others)[: MOST - 1]]
    ours = [one for one in loaded if one is not None and one.tenant == first.tenant]
    why = {one.fingerprint: others[one.id] for one in ours}
    known = [copy for one in (first, *ours) for copy in messages.copies(connection, one.id)]
    texts = {one.fingerprint: one.preview for one in (first, *ours)}
    left = max(0, len(others) - MOST + 1)
    return _Wanted((first, *ours), tuple(known), left, why, texts)


def _beyond(wanted: _Wanted) -> tuple[str, ...]:
    left = wanted.left_out
    return (f"{left:,} more messages alike were not looked for: act again after",) if left else ()


async def _vary(
    connector: Connector, wanted: _Wanted, boxes: tuple[str, ...], own: frozenset[str],
    found: _Search, variants: Variants, report: Report,
) -> None:  # fmt: skip
    """Only of copies that are the message itself: a reused Message-ID leads nowhere."""
    exact = [copy for copy in found.copies.values() if wanted.holds(copy)]
    if exact:
        report(Progress(0, 0, "looking for the campaign's other messages"))
        await find_campaign(connector, exact, boxes, variants)
        report(Progress(0, 0, "looking for what was passed on"))
        await follow(connector, exact, boxes, variants)
        await find_forwards(connector, exact, boxes, own, variants)


async def _rows(
    connector: Connector, wanted: _Wanted, quarantines: dict[str, str], found: _Search,
    variants: Variants,
) -> list[ScopeRow]:  # fmt: skip
    """A copy found in more than one way is what the surest of them says."""
    others = {**variants.answers, **variants.passed_on, **variants.campaign}
    everything = {**others, **found.copies}
    folders = await _folders(connector, everything, found)
    rows = []
    for key, copy in everything.items():
        folder = connector.place(copy.folder, folders.get(copy.ref.mailbox, ()))
        exact, text = wanted.holds(copy), wanted.texts.get(identity(copy), "")
        row = row_of(copy, folder, quarantines, exact=exact, known_text=text)
        if (why := wanted.why.get(row.fingerprint)) is not None:
            row = replace(row, marks=(f"alike: {why}", *row.marks))
        if key not in found.copies:
            row = related(row, variants.kind(key))
        thread = variants.threads.get(key, Thread())
        rows.append(replace(row, replied=thread.replied, forwarded=thread.forwarded))
    return sorted(rows, key=lambda row: (row.mailbox_address, row.ref.key))


async def _look(connector: Connector, known: tuple[Copy, ...], found: _Search) -> None:
    for start in range(0, len(known), _LOOK):
        part = known[start : start + _LOOK]
        for sighting in await connector.look([copy.ref for copy in part]):
            if sighting.reply is Reply.OK and sighting.copy is not None:
                found.take(sighting.copy)
            elif sighting.reply is not Reply.GONE:
                why = sighting.detail or sighting.reply.value
                found.unreached[sighting.ref.mailbox] = why


async def _search(
    connector: Connector, wanted: _Wanted, boxes: tuple[str, ...], found: _Search, report: Report
) -> None:
    noted = lambda page: f"{len(found.copies)} copies found"  # noqa: E731 - as it is when asked
    for name in dict.fromkeys(one.internet_id for one in wanted.messages if one.internet_id):
        query = Query(internet_id=name, mailboxes=boxes, recoverable=True)
        async for page in followed(connector, query, report, noted):
            for copy in page.copies:
                if copy.internet_id == name:
                    found.take(copy)
            found.unreached.update(page.unreached)


def _remembered(connection: Connection, tenant: str) -> tuple[dict[str, str], dict[str, str]]:
    """Our folder, and the address, of each mailbox."""
    addresses = {box.key: box.address for box in tenants.mailboxes(connection, tenant)}
    return tenants.quarantines(connection, tenant), addresses


def _accounts_away(connection: Connection, tenant: str) -> list[str]:
    """Addresses of people whose mailbox is not asked: what they passed on lies with others."""
    return [one.address for one in natures.load(connection, tenant) if not one.is_reached]


async def _folders(
    connector: Connector, copies: Iterable[tuple[str, str]], found: _Search
) -> dict[str, tuple[Folder, ...]]:
    """For each mailbox with a copy its folders; one that will not tell keeps its copies,
    with the bare folder key for a path."""
    gate = asyncio.Semaphore(AT_ONCE)
    known: dict[str, tuple[Folder, ...]] = {}

    async def ask(mailbox: str) -> None:
        async with gate:
            try:
                known[mailbox] = await connector.folders(mailbox)
            except ConnectorError as error:
                found.unreached.setdefault(mailbox, f"its folders are not shown: {error}")

    async with asyncio.TaskGroup() as group:
        for mailbox in {mailbox for mailbox, _ in copies}:
            group.create_task(ask(mailbox))
    return known
