"""Reads the conversation index of Exchange and Outlook ([MS-OXOMSG] 2.2.1.3)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from analyzers.lib.mapi import moment_of

_HEADER, _RESPONSE = 22, 5  # bytes
_PLAUSIBLE = ("1990", "2057")  # years between which a thread can have begun
_NEAR = timedelta(days=365)  # before this message was sent
_AHEAD = timedelta(days=1)  # after it: clocks differ


@dataclass(frozen=True, slots=True)
class Conversation:
    """When the thread began (ISO 8601, UTC, exact to about two seconds), and how many answers led
    to this message."""

    begun: str
    responses: int


def conversation(index: bytes, sent: str) -> Conversation | None:
    """None where the bytes tell no time; ``sent`` is when the message was sent, "" if unknown.

    Outlook overlays the reserved byte, which is always 1, with the first of six bytes of time,
    which is 1 until the year 2057.  Exchange writes five bytes of time behind it, and bytes of no
    meaning where it invents the index of a foreign message; so those count only where they fit.
    """
    if len(index) < _HEADER or index[0] != 1:
        return None
    responses = (len(index) - _HEADER) // _RESPONSE
    begun = moment_of(int.from_bytes(index[:6]) << 16)
    if not _PLAUSIBLE[0] <= begun[:4] < _PLAUSIBLE[1]:
        begun = moment_of(int.from_bytes(index[1:6]) << 24)
        if not _near(begun, sent):
            return None
    return Conversation(begun, responses)


def _near(begun: str, sent: str) -> bool:
    if not begun or not sent:
        return False
    apart = datetime.fromisoformat(sent) - datetime.fromisoformat(begun)
    return -_AHEAD <= apart <= _NEAR
