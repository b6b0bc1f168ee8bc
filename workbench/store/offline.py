"""Messages that came as files from disk and belong to no tenant."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, cast

from sqlalchemy import Connection, select, update
from sqlalchemy.dialects.sqlite import insert

from workbench.errors import StoreError
from workbench.model.rows import Source
from workbench.store import entries, search
from workbench.store.moments import to_stored
from workbench.store.tables import MESSAGE, OFFLINE_FILE


@dataclass(frozen=True, slots=True)
class OfflineFile:
    path: Path
    sha256: str
    size: int
    opened: datetime


@dataclass(frozen=True, slots=True)
class Heading:
    """What the analysis read in the headers of a file."""

    internet_id: str
    sender_name: str
    sender_address: str
    subject: str
    preview: str
    recipients: tuple[str, ...]
    sent: datetime | None
    has_attachments: bool


def mark(sha256: str) -> str:
    """The fingerprint of a message that came as a file of these bytes."""
    return f"file:{sha256}"


def add(connection: Connection, file: OfflineFile) -> int:
    """The message of these bytes, made on first sight; its subject is the file's name until
    ``describe``."""
    fingerprint = mark(file.sha256)
    id = _id_of(connection, fingerprint)
    if id is None:
        _add(connection, file, fingerprint)
        id = _id_of(connection, fingerprint)
    values = {"size": file.size, "opened": to_stored(file.opened), "message": id}
    statement = insert(OFFLINE_FILE).values(path=str(file.path), sha256=file.sha256, **values)
    connection.execute(
        statement.on_conflict_do_update(index_elements=["path", "sha256"], set_=values)
    )
    return cast(int, id)


def describe(connection: Connection, id: int, heading: Heading) -> None:
    """Puts what the headers say in the place of the file's name."""
    before = connection.execute(select(MESSAGE).where(MESSAGE.c.id == id)).one_or_none()
    if before is None:
        raise StoreError("The message is not in this workspace")
    search.remove(connection, [before])
    after = connection.execute(
        update(MESSAGE).where(MESSAGE.c.id == id).values(**_values(heading)).returning(MESSAGE)
    ).one()
    search.add(connection, [after])


def path_of(connection: Connection, id: int) -> Path | None:
    """Where the file was opened last."""
    found = connection.execute(
        select(OFFLINE_FILE.c.path)
        .where(OFFLINE_FILE.c.message == id)
        .order_by(OFFLINE_FILE.c.opened.desc())
        .limit(1)
    ).scalar_one_or_none()
    return None if found is None else Path(found)


def _add(connection: Connection, file: OfflineFile, mark: str) -> None:
    row = {
        "tenant": "",
        "fingerprint": mark,
        "internet_id": "",
        "sender_name": "",
        "sender_address": "",
        "subject": file.path.name,
        "preview": "",
        "recipients": "",
        "received": to_stored(file.opened),
        "sent": None,
        "has_attachments": 0,
        "source": Source.FILE.value,
    }
    entries.add(connection, [row])


def _id_of(connection: Connection, mark: str) -> int | None:
    return connection.execute(
        select(MESSAGE.c.id).where((MESSAGE.c.tenant == "") & (MESSAGE.c.fingerprint == mark))
    ).scalar_one_or_none()


def _values(heading: Heading) -> dict[str, Any]:
    values: dict[str, Any] = {
        "internet_id": heading.internet_id,
        "sender_name": heading.sender_name,
        "sender_address": heading.sender_address,
        "subject": heading.subject,
        "preview": heading.preview[: entries.PREVIEW],
        "recipients": " ".join(heading.recipients)[: entries.RECIPIENTS],
        "has_attachments": heading.has_attachments,
    }
    if heading.sent:
        values |= {"sent": to_stored(heading.sent), "received": to_stored(heading.sent)}
    return values
