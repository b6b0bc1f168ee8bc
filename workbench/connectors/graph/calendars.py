"""Events of meeting requests through Graph, in ways that tell nobody.

An event is taken out by declining it without an answer: what ``sendResponse`` means is documented
(https://learn.microsoft.com/graph/api/event-decline), and an organizer's own event cannot be
declined.  DELETE is never sent: on an organizer's calendar it sends cancellations, and what it
sends from a guest's is written nowhere.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import quote, urlencode

from workbench.connectors.calendars import Asked, Held, Invitation
from workbench.connectors.graph.calls import GraphCalls, Part, PartAnswer
from workbench.connectors.graph.errors import error_of
from workbench.connectors.graph.shapes import required, text
from workbench.errors import Gone, Unexpected
from workbench.model.meetings import MICROSOFT as RIGHT
from workbench.model.meetings import Meeting

EVENT = "microsoft.graph.eventMessage/event"
REQUEST = "#microsoft.graph.eventMessageRequest"
SHOWN = "id,iCalUId,seriesMasterId,transactionId"
# What is made again.  Not attendees: to them the service would send invitations.
KEPT = (
    "subject", "body", "start", "end", "location", "isAllDay", "recurrence", "showAs",
    "sensitivity", "importance", "categories", "isReminderOn", "reminderMinutesBeforeStart",
)  # fmt: skip
MOST = 250_000  # bytes of what is kept of one event


class GraphCalendars:
    """``may`` says whether calendars may be changed, None while nobody knows."""

    def __init__(self, calls: GraphCalls, may: Callable[[], bool | None]) -> None:
        self._calls = calls
        self._may = may

    @property
    def may_change(self) -> bool | None:
        return self._may()

    async def invitations(self, asked: Sequence[Asked]) -> tuple[Invitation | None, ...]:
        """https://learn.microsoft.com/graph/api/eventmessage-get: the right to mail is enough.
        Asked as shown there, without $select, which nobody says goes together with it."""
        parts = [
            Part("GET", f"{_user(ref.mailbox)}/messages/{quote(ref.key, safe='')}?$expand={EVENT}")
            for ref in (one.ref for one in asked)
        ]
        return tuple(_invitation(answer) for answer in await self._calls.batch(parts))

    async def held(self, mailbox: str, key: str) -> Held | None:
        """Deleted items can be read as well, so that the calendar itself is asked."""
        try:
            row = (await self._calls.get(f"/v1.0{_event(mailbox, key)}", RIGHT)).json
        except Gone:
            return None
        meeting = meeting_of(row)
        shown = await self._shown(mailbox, meeting.begins, meeting.ends)
        here = any(meeting.key in (text(r, "id"), text(r, "seriesMasterId")) for r in shown)
        kept = {name: row[name] for name in KEPT if row.get(name) is not None}
        snapshot = json.dumps(kept, sort_keys=True).encode()
        if len(snapshot) > MOST:
            raise Unexpected("The event is too large to be kept")
        return Held(meeting, here, snapshot)

    async def take_out(self, mailbox: str, key: str, version: str) -> None:
        """Nothing says that declining compares versions, so that none is sent."""
        url = f"/v1.0{_event(mailbox, key)}/decline"
        response = await self._calls.post(url, {"sendResponse": False})
        if response.status not in (202, 204, 404):
            raise error_of(response.status, response.body, RIGHT)

    async def make_again(self, mailbox: str, snapshot: bytes, mark: str) -> str:
        """The transaction's id keeps the service from making two
        (https://learn.microsoft.com/graph/api/resources/event)."""
        body = {**json.loads(snapshot), "attendees": [], "transactionId": mark}
        response = await self._calls.post(f"/v1.0{_user(mailbox)}/events", body)
        if response.status != 201:
            raise error_of(response.status, response.body, RIGHT)
        return required(response.json, "id")

    async def made(self, mailbox: str, snapshot: bytes, mark: str) -> str:
        kept = json.loads(snapshot)
        begins, ends = (text(kept.get(name) or {}, "dateTime") for name in ("start", "end"))
        shown = await self._shown(mailbox, begins, ends)
        return next((text(row, "id") for row in shown if row.get("transactionId") == mark), "")

    async def _shown(self, mailbox: str, begins: str, ends: str) -> list[dict[str, Any]]:
        """https://learn.microsoft.com/graph/api/user-list-calendarview"""
        first, last = _moment(begins), _moment(ends) + timedelta(minutes=1)
        query = urlencode({
            "startDateTime": first.isoformat(), "endDateTime": last.isoformat(), "$select": SHOWN,
        })  # fmt: skip
        found: list[dict[str, Any]] = []
        async for rows in self._calls.pages(f"/v1.0{_user(mailbox)}/calendarView?{query}", RIGHT):
            found += rows
        return found


def meeting_of(row: dict[str, Any]) -> Meeting:
    begins, ends = (text(row.get(name) or {}, "dateTime") for name in ("start", "end"))
    _moment(begins), _moment(ends)
    owned = row.get("isOrganizer") is not False  # where nobody says, nothing is touched
    return Meeting(required(row, "id"), text(row, "changeKey"), begins, ends, owned)


def _invitation(answer: PartAnswer) -> Invitation | None:
    if answer.status != 200 or not isinstance(answer.body, dict):
        return Invitation(None, answer.detail)
    if answer.body.get("@odata.type") != REQUEST:
        return None
    event = answer.body.get("event")  # declined, it is null or empty
    try:
        meeting = meeting_of(event) if isinstance(event, dict) and event.get("id") else None
    except Unexpected as error:
        return Invitation(None, str(error))
    return Invitation(meeting)


def _moment(given: str) -> datetime:
    try:
        return datetime.fromisoformat(given[:19]).replace(tzinfo=UTC)
    except ValueError:
        raise Unexpected("The tenant's event has no time that can be read") from None


def _user(mailbox: str) -> str:
    return f"/users/{quote(mailbox, safe='')}"


def _event(mailbox: str, key: str) -> str:
    return f"{_user(mailbox)}/events/{quote(key, safe='')}"
