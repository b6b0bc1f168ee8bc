"""Raw mail, sealed in parts; nothing of it lies on the disk in clear."""

from __future__ import annotations

import hashlib
from datetime import datetime

from sqlalchemy import Connection, delete, select
from sqlalchemy.dialects.sqlite import insert

from analyzers.model.fidelity import Fidelity
from workbench.errors import StoreError
from workbench.model.mail import RawMessage
from workbench.store.moments import to_stored
from workbench.store.tables import BLOB, BLOB_PART
from workbench.store.vault import Vault

PART_BYTES = 4 * 1024 * 1024  # bounds what one statement and one sealing hold in memory


def put(connection: Connection, vault: Vault, raw: RawMessage, stored: datetime) -> str:
    """Keeps the bytes and gives their SHA-256; kept bytes are not sealed again."""
    sha256 = hashlib.sha256(raw.data).hexdigest()
    if has(connection, sha256):
        return sha256
    count = max(1, -(-len(raw.data) // PART_BYTES))
    connection.execute(
        insert(BLOB).values(
            sha256=sha256,
            size=len(raw.data),
            parts=count,
            fidelity=raw.fidelity.value,
            stored=to_stored(stored),
        )
    )
    for number in range(count):
        part = raw.data[number * PART_BYTES : (number + 1) * PART_BYTES]
        sealed = vault.seal(part, _context(sha256, number, count))
        connection.execute(insert(BLOB_PART).values(sha256=sha256, number=number, sealed=sealed))
    return sha256


def has(connection: Connection, sha256: str) -> bool:
    found = connection.execute(select(BLOB.c.size).where(BLOB.c.sha256 == sha256))
    return found.first() is not None


def get(connection: Connection, vault: Vault, sha256: str) -> RawMessage:
    """``StoreError`` when they were never kept or do not open."""
    head = connection.execute(select(BLOB).where(BLOB.c.sha256 == sha256)).one_or_none()
    if head is None:
        raise StoreError("The raw message is not kept in this workspace")
    rows = connection.execute(
        select(BLOB_PART.c.number, BLOB_PART.c.sealed)
        .where(BLOB_PART.c.sha256 == sha256)
        .order_by(BLOB_PART.c.number)
    )
    data = b"".join(
        vault.unseal(row.sealed, _context(sha256, row.number, head.parts)) for row in rows
    )
    if len(data) != head.size or hashlib.sha256(data).hexdigest() != sha256:
        raise StoreError("The raw message was changed on disk")
    return RawMessage(data, Fidelity(head.fidelity))


def drop(connection: Connection, sha256: str) -> None:
    connection.execute(delete(BLOB).where(BLOB.c.sha256 == sha256))


def _context(sha256: str, number: int, count: int) -> str:
    """Binds a part to its place, so that parts cannot be swapped."""
    return f"{sha256}/{number}/{count}"
