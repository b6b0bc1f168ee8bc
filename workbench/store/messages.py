"""Messages and their copies: one row per message, one per copy in a mailbox."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, Select, bindparam, case, func, select, tuple_, update
from sqlalchemy.dialects.sqlite import insert

from workbench.model.mail import Copy, MessageRef
from workbench.model.rows import Source
from workbench.store import campaigns, entries
from workbench.store.chunks import chunks
from workbench.store.identity import identity
from workbench.store.links import relink
from workbench.store.moments import from_stored, to_stored
from workbench.store.tables import COPY, MAILBOX, MESSAGE


@dataclass(frozen=True, slots=True)
class Stored:
    """What the workspace knows of one message beyond its list row."""

    id: int
    tenant: str
    fingerprint: str
    internet_id: str
    subject: str
    sender_address: str
    recipients: str
    preview: str
    source: Source
    raw: str  # SHA-256 of the raw bytes kept, "" when none are
    analysis_key: str
    analysis_error: str
    closed: bool
    copies: tuple[MessageRef, ...]


def save(connection: Connection, copies: Sequence[Copy]) -> frozenset[int]:
    """Takes in copies as a connector found them; gives the ids of the messages they touch."""
    touched: set[int] = set()
    for part in chunks(copies):
        touched |= _save(connection, part)
    return frozenset(touched)


def load(connection: Connection, id: int) -> Stored | None:
    row = connection.execute(select(MESSAGE).where(MESSAGE.c.id == id)).one_or_none()
    if row is None:
        return None
    return Stored(
        id=row.id,
        tenant=row.tenant,
        fingerprint=row.fingerprint,
        internet_id=row.internet_id,
        subject=row.subject,
        sender_address=row.sender_address,
        recipients=row.recipients,
        preview=row.preview,
        source=Source(row.source),
        raw=row.raw,
        analysis_key=row.analysis_key,
        analysis_error=row.analysis_error,
        closed=bool(row.closed),
        copies=_refs(connection, id),
    )


def copies(connection: Connection, id: int) -> tuple[Copy, ...]:
    """The copies of a message as last seen, in the order of their mailboxes' addresses."""
    message = connection.execute(select(MESSAGE).where(MESSAGE.c.id == id)).one_or_none()
    if message is None:
        return ()
    rows = connection.execute(
        select(COPY).where(COPY.c.message == id).order_by(COPY.c.mailbox_address, COPY.c.key)
    )
    return tuple(_copy(row, message) for row in rows)


def ids_of(connection: Connection, tenant: str, internet_ids: Iterable[str]) -> frozenset[int]:
    """The messages with one of these Message-IDs; an id may be reused by an attacker."""
    found: set[int] = set()
    for part in chunks({name for name in internet_ids if name}):
        found.update(
            connection.execute(
                select(MESSAGE.c.id).where(
                    (MESSAGE.c.tenant == tenant) & MESSAGE.c.internet_id.in_(part)
                )
            ).scalars()
        )
    return frozenset(found)


def id_of(connection: Connection, ref: MessageRef) -> int | None:
    """The message this is a copy of."""
    ours = (COPY.c.tenant == ref.tenant) & (COPY.c.mailbox == ref.mailbox) & (COPY.c.key == ref.key)
    return connection.execute(select(COPY.c.message).where(ours)).scalar_one_or_none()


def set_raw(connection: Connection, id: int, sha256: str) -> None:
    """Which raw bytes (see ``blobs``) stand for this message."""
    connection.execute(update(MESSAGE).where(MESSAGE.c.id == id).values(raw=sha256))


def moved(connection: Connection, ref: MessageRef, folder: str, version: str) -> None:
    """A copy was seen in another folder."""
    all_moved(connection, [(ref, folder, version)])


def all_moved(connection: Connection, places: Sequence[tuple[MessageRef, str, str]]) -> None:
    """Copies were seen in other folders: each with its folder and version."""
    if not places:
        return
    connection.execute(
        update(COPY)
        .where(
            (COPY.c.tenant == bindparam("b_tenant"))
            & (COPY.c.mailbox == bindparam("b_mailbox"))
            & (COPY.c.key == bindparam("b_key"))
        )
        .values(gone=None, doubted=0),
        [
            {
                "b_tenant": ref.tenant, "b_mailbox": ref.mailbox, "b_key": ref.key,
                "folder": folder, "version": version,
            }
            for ref, folder, version in places
        ],
    )  # fmt: skip
    recount(connection, _messages_of(connection, [ref for ref, _, _ in places]))


def _messages_of(connection: Connection, refs: Sequence[MessageRef]) -> set[int]:
    whose = tuple_(COPY.c.tenant, COPY.c.mailbox, COPY.c.key)
    found: set[int] = set()
    for part in chunks({(ref.tenant, ref.mailbox, ref.key) for ref in refs}):
        statement = select(COPY.c.message).where(whose.in_(part)).distinct()
        found.update(connection.execute(statement).scalars())
    return found


def _save(connection: Connection, page: list[Copy]) -> set[int]:
    first: dict[tuple[str, str], Copy] = {}
    for copy in page:
        first.setdefault((copy.ref.tenant, identity(copy)), copy)
    known = _known(connection, first)
    _add(connection, {key: copy for key, copy in first.items() if key not in known})
    known = _known(connection, first)
    before = _holders(connection, page)
    _upsert_copies(connection, page, known)
    touched = set(known.values()) | before
    recount(connection, touched)
    campaigns.place(connection, touched)
    relink(connection, {(c.ref.tenant, c.internet_id) for c in page})
    return touched


def _known(connection: Connection, keys: Iterable[tuple[str, str]]) -> dict[tuple[str, str], int]:
    columns = tuple_(MESSAGE.c.tenant, MESSAGE.c.fingerprint)
    rows = connection.execute(
        select(MESSAGE.c.tenant, MESSAGE.c.fingerprint, MESSAGE.c.id).where(columns.in_(list(keys)))
    )
    return {(row.tenant, row.fingerprint): row.id for row in rows}


def _holders(connection: Connection, page: list[Copy]) -> set[int]:
    """The messages these copies belonged to so far: a draft may have become another message."""
    columns = tuple_(COPY.c.tenant, COPY.c.mailbox, COPY.c.key)
    keys = [(copy.ref.tenant, copy.ref.mailbox, copy.ref.key) for copy in page]
    return set(connection.execute(select(COPY.c.message).where(columns.in_(keys))).scalars())


def _add(connection: Connection, new: dict[tuple[str, str], Copy]) -> None:
    entries.add(
        connection,
        [
            {
                "tenant": tenant,
                "fingerprint": mark,
                "internet_id": copy.internet_id,
                "sender_name": copy.sender_name,
                "sender_address": copy.sender_address,
                "subject": copy.subject,
                "preview": copy.preview[: entries.PREVIEW],
                "recipients": " ".join(copy.recipients)[: entries.RECIPIENTS],
                "received": to_stored(copy.received),
                "sent": to_stored(copy.sent) if copy.sent else None,
                "has_attachments": int(copy.has_attachments),
                "source": Source.TENANT.value,
            }
            for (tenant, mark), copy in new.items()
        ],
    )


def _upsert_copies(
    connection: Connection, page: list[Copy], known: dict[tuple[str, str], int]
) -> None:
    statement = insert(COPY)
    fresh = (
        "message", "mailbox_address", "folder", "version", "received", "is_read", "is_flagged",
        "gone", "doubted",
    )  # fmt: skip
    connection.execute(
        statement.on_conflict_do_update(
            index_elements=["tenant", "mailbox", "key"],
            set_={name: statement.excluded[name] for name in fresh},
        ),
        [_values(copy, known[copy.ref.tenant, identity(copy)]) for copy in page],
    )


def _values(copy: Copy, message: int) -> dict[str, str | int | None]:
    return {
        "tenant": copy.ref.tenant,
        "mailbox": copy.ref.mailbox,
        "key": copy.ref.key,
        "message": message,
        "mailbox_address": copy.mailbox_address,
        "folder": copy.folder,
        "version": copy.version,
        "received": to_stored(copy.received),
        "is_read": int(copy.is_read),
        "is_flagged": int(copy.is_flagged),
        "gone": None,
        "doubted": 0,
    }


def recount(connection: Connection, ids: Iterable[int]) -> None:
    """What lists show of a message's copies; one that left its mailbox still counts as a mailbox
    reached, but waits for nobody to read it.  One pass: a message may have 10,000 copies."""
    for part in chunks(ids):
        counts = {row.b_id: dict(row._mapping) for row in connection.execute(_counted(part))}
        empty = {"mailboxes": 0, "unread": 0, "user_flags": 0, "exposed": 0}
        values = [counts.get(id) or {"b_id": id, **empty} for id in part]
        connection.execute(update(MESSAGE).where(MESSAGE.c.id == bindparam("b_id")), values)


def _counted(ids: Sequence[int]) -> Select[Any]:
    here = COPY.c.gone.is_(None)
    ours = (MAILBOX.c.tenant == COPY.c.tenant) & (MAILBOX.c.key == COPY.c.mailbox)
    in_reach = MAILBOX.c.quarantine.is_(None) | (MAILBOX.c.quarantine != COPY.c.folder)
    exposed = case((here & in_reach, COPY.c.mailbox))
    return (
        select(
            COPY.c.message.label("b_id"),
            func.count(COPY.c.mailbox.distinct()).label("mailboxes"),
            func.sum(case((here & (COPY.c.is_read == 0), 1), else_=0)).label("unread"),
            func.sum(case((here & (COPY.c.is_flagged == 1), 1), else_=0)).label("user_flags"),
            func.count(exposed.distinct()).label("exposed"),
        )
        .select_from(COPY.outerjoin(MAILBOX, ours))
        .where(COPY.c.message.in_(ids))
        .group_by(COPY.c.message)
    )


def _refs(connection: Connection, id: int) -> tuple[MessageRef, ...]:
    rows = connection.execute(
        select(COPY.c.tenant, COPY.c.mailbox, COPY.c.key)
        .where(COPY.c.message == id)
        .order_by(COPY.c.mailbox_address, COPY.c.key)
    )
    return tuple(MessageRef(r.tenant, r.mailbox, r.key) for r in rows)


def _copy(row: Row[Any], message: Row[Any]) -> Copy:
    return Copy(
        ref=MessageRef(row.tenant, row.mailbox, row.key),
        mailbox_address=row.mailbox_address,
        internet_id=message.internet_id,
        sender_name=message.sender_name,
        sender_address=message.sender_address,
        subject=message.subject,
        received=from_stored(row.received),
        sent=from_stored(message.sent) if message.sent is not None else None,
        folder=row.folder,
        is_read=bool(row.is_read),
        has_attachments=bool(message.has_attachments),
        version=row.version,
        preview=message.preview,
        recipients=tuple(message.recipients.split()),
        is_flagged=bool(row.is_flagged),
        fingerprint=message.fingerprint,
    )
