"""The provider's incidents; alerts name them by key."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import Connection
from sqlalchemy.dialects.sqlite import insert

from workbench.model.mail import Incident
from workbench.store.moments import to_stored
from workbench.store.tables import INCIDENT


def save(connection: Connection, incidents: Sequence[Incident]) -> None:
    for one in incidents:
        values = {"title": one.title, "severity": one.severity, "status": one.status}
        statement = insert(INCIDENT).values(
            tenant=one.tenant, key=one.key, created=to_stored(one.created), **values
        )
        connection.execute(
            statement.on_conflict_do_update(index_elements=["tenant", "key"], set_=values)
        )
