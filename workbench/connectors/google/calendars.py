"""Events of invitations in Google Calendar, in ways that write to nobody.

The message names its event by UID; the event is read in each calendar.  It is taken out by deleting
the guest's own copy with ``sendUpdates=none``, which the service compares with the version shown
(https://developers.google.com/workspace/calendar/api/v3/reference/events/delete), and is made again
by an import, the way to a private copy of an event that somebody else organises.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Sequence
from typing import Any
from urllib.parse import quote, urlencode

from workbench.connectors.calendars import Asked, Held, Invitation
from workbench.connectors.google.calls import GoogleCalls
from workbench.connectors.google.errors import error_of
from workbench.connectors.google.events import CANCELLED, MARK, held_of, meeting_in
from workbench.connectors.google.meeting_requests import MeetingRequests, Request
from workbench.connectors.google.shapes import required, text
from workbench.connectors.wire import Response
from workbench.errors import ConnectorError, Gone, Overtaken
from workbench.model.meetings import GOOGLE as RIGHT

EVENTS = "/calendar/v3/calendars/primary/events"
QUIET = urlencode({"sendUpdates": "none"})
TRIES = 3  # copies of one message, until one of them can be read


class GoogleCalendars:
    """``may`` says whether calendars may be changed, None while nobody knows; ``scope`` is what
    they are read with."""

    def __init__(
        self,
        gmail: GoogleCalls,
        calendar: GoogleCalls,
        may: Callable[[], bool | None],
        scope: Callable[[], str],
    ) -> None:
        self._requests = MeetingRequests(gmail)
        self._calendar = calendar
        self._may = may
        self._scope = scope

    @property
    def may_change(self) -> bool | None:
        return self._may()

    async def invitations(self, asked: Sequence[Asked]) -> tuple[Invitation | None, ...]:
        """One copy of each message tells the UID; each calendar is asked for itself."""
        alike: dict[str, list[Asked]] = {}
        for one in asked:
            alike.setdefault(_message(one), []).append(one)
        told = await asyncio.gather(*(self._request(copies) for copies in alike.values()))
        found = dict(zip(alike, told, strict=True))
        return tuple(
            await asyncio.gather(*(self._left(one, found[_message(one)]) for one in asked))
        )

    async def _request(self, copies: Sequence[Asked]) -> Request | Invitation | None:
        trouble = ""
        for one in copies[:TRIES]:
            try:
                return await self._requests.of(one.ref)
            except ConnectorError as error:
                trouble = str(error)
        return Invitation(None, trouble)

    async def _left(self, one: Asked, request: Request | Invitation | None) -> Invitation | None:
        if not isinstance(request, Request):
            return request
        mailbox = one.ref.mailbox
        try:
            rows = await self._named(mailbox, request.uid)
            return Invitation(meeting_in(rows, request, mailbox))
        except ConnectorError as error:
            return Invitation(None, str(error))

    async def _named(self, mailbox: str, uid: str) -> list[dict[str, Any]]:
        """https://developers.google.com/workspace/calendar/api/v3/reference/events/list"""
        found: list[dict[str, Any]] = []
        query = [("iCalUID", uid)]
        pages = self._calendar.pages(EVENTS, query, "items", mailbox, self._scope())
        async for rows in pages:
            found += rows
        return found

    async def held(self, mailbox: str, key: str) -> Held | None:
        """Deleted events are given for a while, with their state."""
        try:
            row = await self._calendar.get(_event(key), (), mailbox, self._scope())
        except Gone:
            return None
        return held_of(row, mailbox)

    async def take_out(self, mailbox: str, key: str, version: str) -> None:
        url, match = f"{_event(key)}?{QUIET}", {"If-Match": version}
        response = await self._calendar.send("DELETE", url, mailbox, RIGHT, headers=match)
        if response.status == 412:
            raise Overtaken("The event has been changed since it was read")
        if response.status not in (200, 204, 404, 410):
            raise error_of(response.status, response.body, RIGHT)

    async def make_again(self, mailbox: str, snapshot: bytes, mark: str) -> str:
        """An import of the same UID twice makes one event.  Where the UID is said to be in use,
        it is by the deleted event, which is put back as it lies there."""
        kept, marked = json.loads(snapshot), {"extendedProperties": {"private": {MARK: mark}}}
        body = {**kept["event"], **marked}
        response = await self._calendar.post(f"{EVENTS}/import", body, mailbox, RIGHT)
        if response.status == 409:
            status = {"status": text(kept["event"], "status") or "confirmed"}
            response = await self._put_back(mailbox, kept["key"], {**status, **marked})
        if response.status != 200:
            raise error_of(response.status, response.body, RIGHT)
        return required(response.json, "id")

    async def _put_back(self, mailbox: str, key: str, body: dict[str, Any]) -> Response:
        url = f"{_event(key)}?{QUIET}"
        return await self._calendar.send("PATCH", url, mailbox, RIGHT, body)

    async def made(self, mailbox: str, snapshot: bytes, mark: str) -> str:
        uid = text(json.loads(snapshot)["event"], "iCalUID")
        rows = await self._named(mailbox, uid)
        return next((text(row, "id") for row in rows if _mark(row) == mark), "")


def _message(one: Asked) -> str:
    return one.internet_id or f"{one.ref.mailbox}/{one.ref.key}"


def _event(key: str) -> str:
    return f"{EVENTS}/{quote(key, safe='')}"


def _mark(row: dict[str, Any]) -> str:
    """Ours; what was deleted has none."""
    properties = row.get("extendedProperties")
    private = properties.get("private") if isinstance(properties, dict) else None
    if not isinstance(private, dict) or text(row, "status") == CANCELLED:
        return ""
    return text(private, MARK)
