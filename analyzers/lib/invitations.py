"""What a calendar's components say, as records of events with the addresses in them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from analyzers.lib import ics, linkset
from analyzers.lib.ics import Component, Property
from analyzers.model.calendar import Attendee, CalendarEvent
from analyzers.model.content import Link
from analyzers.model.message import Address

EVENTS: Final = 200  # of one calendar
ATTENDEES: Final = 500  # of one event
_TEXT: Final = 20_000  # characters of a description
_SHORT: Final = 1_000  # characters of any other field

# Where programs put what a click follows: RFC 5545, RFC 7986, and Google's and Microsoft's own.
_ADDRESSES: Final = (
    "URL", "CONFERENCE", "ATTACH", "SOURCE", "IMAGE", "X-GOOGLE-CONFERENCE",
    "X-MICROSOFT-SKYPETEAMSMEETINGURL", "X-MICROSOFT-ONLINEMEETINGCONFLINK", "LOCATION-URI",
)  # fmt: skip
_TEXTS: Final = ("SUMMARY", "LOCATION", "DESCRIPTION", "COMMENT", "CONTACT", "STYLED-DESCRIPTION")
_URI = re.compile(r"[a-z][a-z0-9+.-]{1,20}:", re.I)


def event(component: Component, method: str) -> CalendarEvent:
    """One event or task; times are as the calendar gives them."""
    organizer = component.first("ORGANIZER")
    return CalendarEvent(
        method=method,
        uid=component.text("UID")[:_SHORT],
        summary=component.text("SUMMARY")[:_SHORT],
        organizer=organizer.address if organizer else Address("", ""),
        attendees=tuple(map(_attendee, component.all("ATTENDEE")[:ATTENDEES])),
        start=ics.time(component.first("DTSTART")),
        end=ics.time(component.first("DTEND") or component.first("DUE")),
        location=component.text("LOCATION")[:_SHORT],
        description=component.text("DESCRIPTION")[:_TEXT],
        status=component.text("STATUS").strip()[:40],
        sequence=_number(component.text("SEQUENCE").strip()),
        recurrence=component.text("RRULE")[:_SHORT],
        alarms=sum(child.name == "VALARM" for child in component.children),
        attachments=tuple(p.raw[:_SHORT] for p in component.all("ATTACH") if not binary(p)),
    )


def links(component: Component) -> Iterator[Link]:
    """Every address in an event and its alarms that a reader can follow."""
    for part in (component, *component.children):
        for name in _ADDRESSES:
            for found in part.all(name):
                if _URI.match(found.raw) and not found.raw.lower().startswith(("cid:", "data:")):
                    yield linkset.make(found.raw, found.parameters.get("LABEL", ""), "calendar")
        for name in _TEXTS:
            for found in part.all(name):
                for link in linkset.in_text(found.text[:_TEXT]):
                    yield linkset.make(link.url, "", "calendar")


def binary(found: Property) -> bool:
    """Whether an attachment is in the calendar itself (RFC 5545, 3.8.1.1)."""
    return found.parameters.get("VALUE", "").upper() == "BINARY"


def pages(component: Component) -> Iterator[str]:
    """Descriptions in HTML (Microsoft's X-ALT-DESC, RFC 9073's STYLED-DESCRIPTION)."""
    for name in ("X-ALT-DESC", "STYLED-DESCRIPTION"):
        for found in component.all(name):
            if "html" in found.parameters.get("FMTTYPE", "").lower():
                yield found.text


def _attendee(found: Property) -> Attendee:
    role = found.parameters.get("ROLE", "")[:40]
    return Attendee(found.address, role, found.parameters.get("PARTSTAT", "")[:40])


def _number(text: str) -> int:
    """RFC 5545, 3.3.8: at most ten digits."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 10 else 0
