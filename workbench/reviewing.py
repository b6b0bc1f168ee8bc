"""Tells the provider what became of its reports and alerts: in the log before it is sent."""

from __future__ import annotations

from typing import TYPE_CHECKING

from workbench.changes import Change, Changes
from workbench.connectors.port import Connector
from workbench.connectors.reviews import Reviews, reviews_of
from workbench.errors import ConnectorError, SignInNeeded, Throttled, Unreachable
from workbench.model.review import Review, ReviewState
from workbench.store.workspace import Workspace

if TYPE_CHECKING:
    from sqlalchemy import Connection

UNSAID = "the provider has no word for this decision"


class Reviewer:
    """``actor`` is who the log names."""

    def __init__(self, workspace: Workspace, changes: Changes, actor: str) -> None:
        self._workspace = workspace
        self._changes = changes
        self._actor = actor

    async def run(self, connector: Connector) -> None:
        """All that waits or failed before.  Trouble is kept with the review, never raised; where
        the whole tenant does not answer, the rest waits for another time."""
        reviews = None if self._workspace.read_only else reviews_of(connector)
        if reviews is None:
            return
        from workbench.store.reviews import waiting

        for review in await self._workspace.run(waiting, connector.tenant.id):
            if not await self._one(reviews, review):
                break

    async def _one(self, reviews: Reviews, review: Review) -> bool:
        """False where the next one would fare alike."""
        if not reviews.says(review.subject, review.disposition):
            await self._mark(review, ReviewState.SKIPPED, UNSAID)
            return True
        if right := reviews.missing(review.subject):
            await self._mark(review, ReviewState.FAILED, f"the tenant has not granted {right}")
            return True
        await self._mark(review, ReviewState.SENT)
        try:
            seen = await reviews.write(review.subject, review.key, review.disposition)
        except ConnectorError as error:
            await self._mark(review, ReviewState.FAILED, str(error))
            return not isinstance(error, (SignInNeeded, Throttled, Unreachable))
        await self._mark(review, ReviewState.WRITTEN, seen)
        return True

    async def _mark(self, review: Review, state: ReviewState, reason: str = "") -> None:
        await self._workspace.run(self._log, review, state, reason)
        self._changes.tell(Change(messages=frozenset({review.message})))

    def _log(self, connection: Connection, review: Review, state: ReviewState, reason: str) -> None:
        """Row and entry of the log in one transaction."""
        from workbench.remediation.audit import Author, Event
        from workbench.remediation.clock import SystemClock
        from workbench.store.reviews import mark

        mark(connection, review, state, reason)
        told = {
            "tenant": review.tenant,
            "subject": review.subject.value,
            "key": review.key,
            "disposition": review.disposition.value,
            "state": state.value,
            "reason": reason,
        }
        Author(self._actor, SystemClock()).append(connection, [Event("review", "", payload=told)])
