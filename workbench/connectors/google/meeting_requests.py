"""Which event a message in Gmail invites to, read from its calendar part (RFC 5545, RFC 5546)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from analyzers.lib import ics
from analyzers.lib.ics import Component
from workbench.connectors.google.calls import READ, GoogleCalls, mailbox_path
from workbench.connectors.google.reporting import DEPTH, PARTS, bytes_of
from workbench.connectors.google.shapes import text
from workbench.errors import Unexpected
from workbench.model.mail import MessageRef

KINDS = frozenset({"text/calendar", "application/ics"})
BYTES = 1 << 20  # of a calendar part; an invitation has some KB
UID = 1_000  # characters
UNREADABLE = "its calendar part cannot be read"
ONE_OF_MANY = "it invites to single dates of a series, which are not looked for"


@dataclass(frozen=True, slots=True)
class Request:
    """``organizer`` is the address in the calendar part, folded, "" for none."""

    uid: str
    organizer: str


class MeetingRequests:
    def __init__(self, gmail: GoogleCalls) -> None:
        self._gmail = gmail

    async def of(self, ref: MessageRef) -> Request | None:
        """None for what is no meeting request; ``Unexpected`` where nobody can tell."""
        path = f"{mailbox_path(ref.mailbox)}/messages/{quote(ref.key, safe='')}"
        row = await self._gmail.get(path, [("format", "full")], ref.mailbox, READ)
        payload = row.get("payload")
        for part in _calendars(payload) if isinstance(payload, dict) else ():
            found = request_in(await self._bytes(path, part, ref.mailbox))
            if found is not None:
                return found
        return None

    async def _bytes(self, path: str, part: Mapping[str, Any], mailbox: str) -> bytes:
        """Short parts come along, others and files go by an id."""
        body = part.get("body")
        if not isinstance(body, dict) or not isinstance(body.get("size", 0), int):
            raise Unexpected(UNREADABLE)
        if body.get("size", 0) > BYTES:
            raise Unexpected("its calendar part is too large to be read")
        if not (key := text(body, "attachmentId")):
            return bytes_of(body)
        url = f"{path}/attachments/{quote(key, safe='')}"
        return bytes_of(await self._gmail.get(url, [], mailbox, READ, limit=2 * BYTES))


def request_in(data: bytes) -> Request | None:
    """The meeting that a calendar with method REQUEST is about."""
    calendar = ics.read(data[:BYTES].decode("utf-8", "replace"))
    if not calendar.components:
        raise Unexpected(UNREADABLE)
    if calendar.method != "REQUEST":
        return None
    events = [event for event in calendar.events() if event.name == "VEVENT"]
    if not events:
        return None
    whole = next((event for event in events if not event.text("RECURRENCE-ID")), None)
    if whole is None:
        raise Unexpected(ONE_OF_MANY)
    return _request(whole)


def _request(event: Component) -> Request:
    uid, organizer = event.text("UID").strip(), event.first("ORGANIZER")
    if not uid or len(uid) > UID or "\ufffd" in uid:
        raise Unexpected("its calendar part names no event")
    return Request(uid, organizer.address.address.casefold() if organizer else "")


def _calendars(payload: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Calendar parts of the message itself, not of messages attached to it."""
    waiting, looked = [(payload, 0)], 0
    while waiting and looked < PARTS:
        part, depth = waiting.pop()
        looked += 1
        kind = text(part, "mimeType").casefold()
        if kind in KINDS:
            yield part
        inner = part.get("parts")
        if isinstance(inner, list) and depth < DEPTH and not kind.startswith("message/"):
            waiting += [(one, depth + 1) for one in reversed(inner) if isinstance(one, dict)]
