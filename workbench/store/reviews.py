"""What the provider is still to be told: written with the decision, so that nothing is lost."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, Row, select, update
from sqlalchemy.dialects.sqlite import insert

from workbench.model.mail import Told
from workbench.model.review import Review, ReviewState, Subject
from workbench.model.verdict import Disposition
from workbench.store import alerts, reports
from workbench.store.tables import REVIEW

OPEN = (ReviewState.WAITING.value, ReviewState.SENT.value, ReviewState.FAILED.value)
LIMIT = 200  # written in one go; the rest follows with the next


def want(connection: Connection, message: int, disposition: Disposition) -> None:
    """For each submission and alert that names the message; the last decision counts."""
    submitted = [r for r in reports.of_message(connection, message) if r.told is not Told.MAILBOX]
    wanted = [(r.tenant, Subject.SUBMISSION, r.key) for r in submitted]
    wanted += [(a.tenant, Subject.ALERT, a.key) for a in alerts.of_message(connection, message)]
    fresh = {
        "message": message,
        "disposition": disposition.value,
        "state": ReviewState.WAITING.value,
        "reason": "",
    }
    for tenant, subject, key in wanted:
        statement = insert(REVIEW).values(tenant=tenant, subject=subject.value, key=key, **fresh)
        connection.execute(
            statement.on_conflict_do_update(
                index_elements=["tenant", "subject", "key"],
                set_=fresh,
                where=REVIEW.c.disposition != disposition.value,
            )
        )


def waiting(connection: Connection, tenant: str) -> tuple[Review, ...]:
    rows = connection.execute(
        select(REVIEW)
        .where((REVIEW.c.tenant == tenant) & REVIEW.c.state.in_(OPEN))
        .order_by(REVIEW.c.subject, REVIEW.c.key)
        .limit(LIMIT)
    )
    return tuple(_review(row) for row in rows)


def of_message(connection: Connection, message: int) -> tuple[Review, ...]:
    rows = connection.execute(
        select(REVIEW).where(REVIEW.c.message == message).order_by(REVIEW.c.subject, REVIEW.c.key)
    )
    return tuple(_review(row) for row in rows)


def mark(connection: Connection, review: Review, state: ReviewState, reason: str = "") -> None:
    """Unless another decision was made meanwhile."""
    connection.execute(
        update(REVIEW)
        .where(
            (REVIEW.c.tenant == review.tenant)
            & (REVIEW.c.subject == review.subject.value)
            & (REVIEW.c.key == review.key)
            & (REVIEW.c.disposition == review.disposition.value)
        )
        .values(state=state.value, reason=reason)
    )


def _review(row: Row[Any]) -> Review:
    return Review(
        tenant=row.tenant,
        subject=Subject(row.subject),
        key=row.key,
        message=row.message,
        disposition=Disposition(row.disposition),
        state=ReviewState(row.state),
        reason=row.reason,
    )
