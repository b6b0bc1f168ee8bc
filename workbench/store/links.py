"""Counts on each message the reports and alerts that name its Message-ID."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from sqlalchemy import ColumnElement, Connection, case, func, select, update

from workbench.store.chunks import chunks
from workbench.store.tables import ALERT, ALERT_MESSAGE, MESSAGE, REPORT


def relink(connection: Connection, named: Iterable[tuple[str, str]]) -> None:
    """For pairs of tenant and Message-ID.  An open report reopens a closed message."""
    by_tenant: dict[str, set[str]] = defaultdict(set)
    for tenant, internet_id in named:
        if internet_id:
            by_tenant[tenant].add(internet_id)
    for tenant, names in by_tenant.items():
        for part in chunks(names):
            _relink(connection, (MESSAGE.c.tenant == tenant) & MESSAGE.c.internet_id.in_(part))


def _relink(connection: Connection, affected: ColumnElement[bool]) -> None:
    same = (REPORT.c.tenant == MESSAGE.c.tenant) & (REPORT.c.internet_id == MESSAGE.c.internet_id)
    reports = select(func.count()).where(same).scalar_subquery()
    unclosed = select(func.count()).where(same & (REPORT.c.closed == 0)).scalar_subquery()
    named = (ALERT_MESSAGE.c.tenant == MESSAGE.c.tenant) & (
        ALERT_MESSAGE.c.internet_id == MESSAGE.c.internet_id
    )
    alerts = select(func.count()).where(named).scalar_subquery()
    grave = case(
        (ALERT.c.severity == "high", 8), (ALERT.c.severity == "medium", 5),
        (ALERT.c.severity == "low", 3), else_=0,
    )  # fmt: skip
    theirs = (ALERT.c.tenant == ALERT_MESSAGE.c.tenant) & (ALERT.c.key == ALERT_MESSAGE.c.alert)
    alarm = select(func.coalesce(func.max(grave), 0)).where(named & theirs).scalar_subquery()
    connection.execute(
        update(MESSAGE)
        .where(affected)
        .values(
            reports=reports,
            alarm=alarm,
            open_reports=unclosed,
            alerts=alerts,
            closed=case((unclosed > 0, 0), else_=MESSAGE.c.closed),
        )
    )
