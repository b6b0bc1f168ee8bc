"""The event in an appointment or meeting message of Outlook ([MS-OXOCAL] 2.2)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from analyzers.lib.correspondents import RECIPIENT, author, person
from analyzers.lib.mapi import Properties
from analyzers.lib.mapinames import APPOINTMENT, MEETING, SHARED, Names
from analyzers.model.calendar import Attendee, CalendarEvent
from analyzers.model.message import Address

# Message classes ([MS-OXOCAL] 2.2.5 to 2.2.8) and the method of RFC 5546 that they stand for.
_METHODS: Final = (
    ("ipm.schedule.meeting.request", "REQUEST"),
    ("ipm.schedule.meeting.canceled", "CANCEL"),
    ("ipm.schedule.meeting.resp", "REPLY"),
    ("ipm.schedule.meeting.notification", ""),
    ("ipm.appointment", ""),
)
_RESPONSES: Final = {"pos": "ACCEPTED", "tent": "TENTATIVE", "neg": "DECLINED"}
_ROLES: Final = {1: "REQ-PARTICIPANT", 2: "OPT-PARTICIPANT", 3: "NON-PARTICIPANT"}
_TRACK: Final = {2: "TENTATIVE", 3: "ACCEPTED", 4: "DECLINED", 5: "NEEDS-ACTION"}  # 0x5FFF
_ORGANISER = 0x2  # recipient flag ([MS-OXOCAL] 2.2.4.10.1)
_CANCELLED = 0x4  # appointment state ([MS-OXOCAL] 2.2.1.10)
_FOREIGN_UID: Final = b"vCal-Uid\x01\0\0\0"  # [MS-OXCICAL] 2.1.3.1.1.20.26
_UID = 1_000  # characters


def is_event(message_class: str) -> bool:
    return any(message_class.lower().startswith(begin) for begin, _ in _METHODS)


def event_of(own: Properties, names: Names, people: Sequence[Properties]) -> CalendarEvent:
    """The event; ``people`` are the recipients, of whom rooms are the third kind."""
    kind = own.line("001A").lower()
    found = [(one, person(one, RECIPIENT)) for one in people]
    organisers = [who for one, who in found if who and one.number("5FFD") & _ORGANISER]
    state = own.number(names.tag(APPOINTMENT, 0x8217))
    return CalendarEvent(
        method=next((method for begin, method in _METHODS if kind.startswith(begin)), ""),
        uid=_uid(own, names),
        summary=own.line("0037"),
        organizer=next(iter((*organisers, *author(own)[0])), Address("", "")),
        attendees=tuple(
            Attendee(who, *_part_taken(one, kind))
            for one, who in found
            if who and not one.number("5FFD") & _ORGANISER
        ),
        start=_moment(own, names, 0x820D, 0x8516),
        end=_moment(own, names, 0x820E, 0x8517),
        location=own.line(names.tag(APPOINTMENT, 0x8208)),
        status="CANCELLED" if state & _CANCELLED or "canceled" in kind else "",
        sequence=own.number(names.tag(APPOINTMENT, 0x8201)),
        recurrence=own.line(names.tag(APPOINTMENT, 0x8232)),
        alarms=int(own.flag(names.tag(SHARED, 0x8503))),
    )


def _part_taken(one: Properties, kind: str) -> tuple[str, str]:
    """Role and status; of an answer, whose only recipient is the organiser, neither."""
    if ".resp" in kind:
        return "CHAIR", ""
    return _ROLES.get(one.number("0C15") & 0xF, ""), _TRACK.get(one.number("5FFF"), "")


def answer(message_class: str) -> str:
    """What an answer to a meeting says, "" where the class is none."""
    begin, _, end = message_class.lower().partition("meeting.resp.")
    return _RESPONSES.get(end.split(".")[0], "") if begin.endswith("schedule.") else ""


def _moment(own: Properties, names: Names, lid: int, otherwise: int) -> str:
    return own.moment(names.tag(APPOINTMENT, lid)) or own.moment(names.tag(SHARED, otherwise))


def _uid(own: Properties, names: Names) -> str:
    """In hexadecimal digits as Outlook exports it, or the one a foreign calendar gave."""
    raw = own.binary(names.tag(MEETING, 0x23)) or own.binary(names.tag(MEETING, 0x3))
    _, foreign, uid = raw.partition(_FOREIGN_UID)
    if foreign:
        return uid[:_UID].rstrip(b"\0").decode("utf-8", "replace")
    return raw.hex().upper()[:_UID]
