"""Tells Google's Alert Center whether its alerts were of use; their status is read-only."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final
from urllib.parse import quote

from workbench.connectors.google.calls import GoogleCalls, rows_of
from workbench.connectors.google.errors import error_of
from workbench.errors import Unexpected
from workbench.model.review import Subject
from workbench.model.verdict import Disposition

SCOPE: Final = "apps.alerts"
FEEDBACK: Final = {
    Disposition.PHISH: "VERY_USEFUL",
    Disposition.BEC: "VERY_USEFUL",
    Disposition.MALWARE: "VERY_USEFUL",
    Disposition.SPAM: "SOMEWHAT_USEFUL",
    Disposition.GRAYMAIL: "NOT_USEFUL",
    Disposition.CLEAN: "NOT_USEFUL",
}


class GoogleReviews:
    def __init__(
        self, calls: GoogleCalls, admin: str, rights: Callable[[], frozenset[str]]
    ) -> None:
        self._calls = calls
        self._admin = admin
        self._rights = rights

    def missing(self, subject: Subject) -> str:
        return "" if SCOPE in self._rights() else SCOPE

    def says(self, subject: Subject, disposition: Disposition) -> bool:
        return disposition in FEEDBACK

    async def write(self, subject: Subject, key: str, disposition: Disposition) -> str:
        """A report is a message of an alert: its key is the alert's with a number behind."""
        alert = key.partition("/")[0]
        path, kind = f"/v1beta1/alerts/{quote(alert, safe='')}/feedback", FEEDBACK[disposition]
        if not await self._has(path, kind):
            answer = await self._calls.post(path, {"type": kind}, self._admin, SCOPE)
            if answer.status != 200:
                raise error_of(answer.status, answer.body, SCOPE)
            if not await self._has(path, kind):
                raise Unexpected("The alert does not show the feedback that was given")
        return "read back"

    async def _has(self, path: str, kind: str) -> bool:
        page = await self._calls.get(path, [], self._admin, SCOPE)
        return any(row.get("type") == kind for row in rows_of(page, "feedback"))
