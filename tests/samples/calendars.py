"""Calendars, line by line."""

from __future__ import annotations

ORGANIZER = "ORGANIZER;CN=Ann Example:mailto:ann@example.com"
START = "DTSTART:20200601T100000Z"


def calendar(*lines: str, method: str = "REQUEST") -> bytes:
    """Components' lines inside a calendar; ``method`` "" leaves it out."""
    head = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Test//EN"]
    head += [f"METHOD:{method}"] if method else []
    return "\r\n".join([*head, *lines, "END:VCALENDAR", ""]).encode()


def event(*lines: str, method: str = "REQUEST") -> bytes:
    """A calendar of one event."""
    inner = ("BEGIN:VEVENT", "UID:1@example.com", "DTSTAMP:20200525T080000Z", *lines, "END:VEVENT")
    return calendar(*inner, method=method)
