"""Messages alike, kept as groups on write: the queues show one row for each.

A message joins by its bare subject and the domain of its sender (the whole address where anybody
gets a mailbox there).  Once two of a group are analysed their content is compared: links, files,
or the structure where there is neither; whoever differs goes to a group of its own.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import astuple
from typing import Any

from sqlalchemy import Connection, Row, select, tuple_, update
from sqlalchemy.dialects.sqlite import insert

from analyzers.lib.domains import registrable_domain
from analyzers.lib.freemail import FREE_MAIL
from analyzers.lib.subjects import subject_of
from workbench.model.alike import Content, Member
from workbench.store.chunks import chunks
from workbench.store.moments import from_stored
from workbench.store.tables import CAMPAIGN, MESSAGE

SUBJECT = 200  # characters of a subject that are compared
NOT_COMPARED = "same subject and sender; content not compared yet"
OWN = "taken out of its group by an analyst"
Key = tuple[str, str, str]  # tenant, subject, sender


def place(connection: Connection, ids: Iterable[int]) -> None:
    """Puts messages that stand in no group yet into theirs; one without subject or sender, or
    from a file, stands alone."""
    for part in chunks(ids):
        alone = MESSAGE.c.id.in_(part) & MESSAGE.c.campaign.is_(None) & (MESSAGE.c.split == 0)
        columns = (MESSAGE.c.id, MESSAGE.c.tenant, MESSAGE.c.subject, MESSAGE.c.sender_address)
        rows = connection.execute(select(*columns).where(alone))
        keyed = {r.id: key for r in rows if (key := _key(r.tenant, r.subject, r.sender_address))}
        if keyed:
            groups = _groups(connection, set(keyed.values()))
            _join(connection, keyed, groups)


def compare(connection: Connection, id: int, content: Content) -> None:
    """What the analysis of a message found; it may move to another group of the same subject."""
    mine = select(CAMPAIGN).join(MESSAGE, MESSAGE.c.campaign == CAMPAIGN.c.id)
    row = connection.execute(mine.where(MESSAGE.c.id == id)).one_or_none()
    if row is None:
        return
    if not row.compared:
        _describe(connection, row.id, content)
        _put(connection, id, row.id, "the first of its group that was analysed")
        return
    for other in (row, *_variants(connection, row)):
        if why := content.agrees(Content(other.hosts, other.files, other.structure)):
            _put(connection, id, other.id, f"same subject and sender, {why}")
            return
    _put(connection, id, _variant(connection, row, content), "same subject, other content")


def members(connection: Connection, id: int) -> tuple[Member, ...]:
    """The group of a message, itself included, newest first; itself alone where there is none."""
    row = connection.execute(select(MESSAGE.c.campaign).where(MESSAGE.c.id == id)).one_or_none()
    if row is None:
        return ()
    wanted = MESSAGE.c.id == id if row.campaign is None else MESSAGE.c.campaign == row.campaign
    rows = connection.execute(select(MESSAGE).where(wanted).order_by(MESSAGE.c.arrival.desc()))
    return tuple(_member(row) for row in rows)


def split(connection: Connection, id: int) -> None:
    """Takes one message out for good."""
    values = {"campaign": None, "split": 1, "alike": OWN}
    connection.execute(update(MESSAGE).where(MESSAGE.c.id == id).values(**values))


def waiting(connection: Connection, ids: Iterable[int]) -> tuple[int, ...]:
    """These messages, and those of their groups that wait in a queue."""
    wanted = set(ids)
    queued = (MESSAGE.c.open_reports > 0) | (MESSAGE.c.flagged == 1)
    for part in chunks(sorted(wanted)):
        groups = select(MESSAGE.c.campaign).where(MESSAGE.c.id.in_(part))
        alike = select(MESSAGE.c.id).where(MESSAGE.c.campaign.in_(groups) & queued)
        wanted |= set(connection.execute(alike).scalars())
    return tuple(sorted(wanted))


def _key(tenant: str, full: str, sender: str) -> Key | None:
    subject = " ".join(subject_of(full).base.casefold().split())[:SUBJECT]
    address = sender.casefold()
    domain = registrable_domain(address.rpartition("@")[2])
    if not tenant or not subject or not domain:
        return None
    return tenant, subject, address if domain in FREE_MAIL else domain


def _groups(connection: Connection, keys: set[Key]) -> dict[Key, Row[Any]]:
    values = [dict(zip(("tenant", "subject", "sender"), key, strict=True)) for key in sorted(keys)]
    blank = {"variant": "", "compared": 0, "hosts": "", "files": "", "structure": ""}
    connection.execute(
        insert(CAMPAIGN).on_conflict_do_nothing(), [value | blank for value in values]
    )
    columns = tuple_(CAMPAIGN.c.tenant, CAMPAIGN.c.subject, CAMPAIGN.c.sender)
    found = select(CAMPAIGN).where(columns.in_(list(keys)) & (CAMPAIGN.c.variant == ""))
    return {(r.tenant, r.subject, r.sender): r for r in connection.execute(found)}


def _join(connection: Connection, keyed: dict[int, Key], groups: dict[Key, Row[Any]]) -> None:
    for id, key in keyed.items():
        _put(connection, id, groups[key].id, NOT_COMPARED)


def _put(connection: Connection, id: int, campaign: int, why: str) -> None:
    values = {"campaign": campaign, "alike": why}
    connection.execute(update(MESSAGE).where(MESSAGE.c.id == id).values(**values))


def _describe(connection: Connection, campaign: int, content: Content) -> None:
    connection.execute(
        update(CAMPAIGN)
        .where(CAMPAIGN.c.id == campaign)
        .values(hosts=content.hosts, files=content.files, structure=content.structure, compared=1)
    )


def _variants(connection: Connection, row: Row[Any]) -> list[Row[Any]]:
    same = (CAMPAIGN.c.subject == row.subject) & (CAMPAIGN.c.sender == row.sender)
    others = (CAMPAIGN.c.tenant == row.tenant) & same & (CAMPAIGN.c.id != row.id)
    return list(connection.execute(select(CAMPAIGN).where(others & (CAMPAIGN.c.compared == 1))))


def _variant(connection: Connection, row: Row[Any], content: Content) -> int:
    mark = hashlib.sha256("\0".join(astuple(content)).encode()).hexdigest()[:16]
    values = {"tenant": row.tenant, "subject": row.subject, "sender": row.sender, "variant": mark}
    blank = {"compared": 0, "hosts": "", "files": "", "structure": ""}
    made = insert(CAMPAIGN).values(**values, **blank).on_conflict_do_nothing()
    connection.execute(made)
    found = connection.execute(
        select(CAMPAIGN.c.id).where(*(CAMPAIGN.c[name] == value for name, value in values.items()))
    ).scalar_one()
    _describe(connection, int(found), content)
    return int(found)


def _member(row: Row[Any]) -> Member:
    return Member(
        id=row.id,
        subject=row.subject,
        sender=row.sender_address,
        received=from_stored(row.received),
        why=row.alike,
        waiting=row.open_reports > 0 or bool(row.flagged),
    )
