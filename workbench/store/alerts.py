"""The provider's own detections and the messages they name."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection, delete, select
from sqlalchemy.dialects.sqlite import insert

from workbench.model.mail import Alert
from workbench.store.links import relink
from workbench.store.messages import ids_of
from workbench.store.moments import from_stored, to_stored
from workbench.store.tables import ALERT, ALERT_MESSAGE, INCIDENT, MESSAGE


def save(connection: Connection, alerts: Sequence[Alert]) -> frozenset[int]:
    """Takes in alerts; gives the ids of the messages they name, as far as those are known."""
    touched: frozenset[int] = frozenset()
    for alert in alerts:
        before = _names(connection, alert)
        _replace(connection, alert)
        named = before | set(alert.internet_ids)
        relink(connection, {(alert.tenant, name) for name in named})
        touched |= ids_of(connection, alert.tenant, named)
    return touched


def of_message(connection: Connection, id: int) -> tuple[Alert, ...]:
    """The alerts that name this message, oldest first."""
    rows = connection.execute(
        select(ALERT, INCIDENT.c.title.label("incident_title"))
        .join(
            ALERT_MESSAGE,
            (ALERT_MESSAGE.c.tenant == ALERT.c.tenant) & (ALERT_MESSAGE.c.alert == ALERT.c.key),
        )
        .join(
            MESSAGE,
            (MESSAGE.c.tenant == ALERT_MESSAGE.c.tenant)
            & (MESSAGE.c.internet_id == ALERT_MESSAGE.c.internet_id),
        )
        .outerjoin(
            INCIDENT,
            (INCIDENT.c.tenant == ALERT.c.tenant) & (INCIDENT.c.key == ALERT.c.incident),
        )
        .where(MESSAGE.c.id == id)
        .order_by(ALERT.c.created, ALERT.c.key)
    ).all()
    return tuple(
        Alert(
            key=row.key,
            tenant=row.tenant,
            title=row.title,
            severity=row.severity,
            created=from_stored(row.created),
            internet_ids=tuple(sorted(_named_by(connection, row.tenant, row.key))),
            incident=row.incident,
            incident_title=row.incident_title or "",
        )
        for row in rows
    )


def _replace(connection: Connection, alert: Alert) -> None:
    values = {"title": alert.title, "severity": alert.severity, "incident": alert.incident}
    statement = insert(ALERT).values(
        tenant=alert.tenant, key=alert.key, created=to_stored(alert.created), **values
    )
    connection.execute(
        statement.on_conflict_do_update(index_elements=["tenant", "key"], set_=values)
    )
    connection.execute(
        delete(ALERT_MESSAGE).where(
            (ALERT_MESSAGE.c.tenant == alert.tenant) & (ALERT_MESSAGE.c.alert == alert.key)
        )
    )
    rows = [
        {"tenant": alert.tenant, "internet_id": name, "alert": alert.key}
        for name in sorted(set(alert.internet_ids) - {""})
    ]
    if rows:
        connection.execute(insert(ALERT_MESSAGE), rows)


def _names(connection: Connection, alert: Alert) -> set[str]:
    return _named_by(connection, alert.tenant, alert.key)


def _named_by(connection: Connection, tenant: str, alert: str) -> set[str]:
    where = (ALERT_MESSAGE.c.tenant == tenant) & (ALERT_MESSAGE.c.alert == alert)
    return set(connection.execute(select(ALERT_MESSAGE.c.internet_id).where(where)).scalars())
