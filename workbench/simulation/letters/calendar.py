"""Invitations as iCalendar (RFC 5545) with method REQUEST (RFC 5546)."""

from __future__ import annotations

from workbench.simulation.world import Letter


def invitation(letter: Letter) -> str:
    """One event from the letter's ``uid``, ``begins``, ``ends`` and ``place``."""
    values = letter.values
    guests = [f"ATTENDEE;ROLE=REQ-PARTICIPANT;RSVP=TRUE:mailto:{a}" for a in letter.to]
    lines = [
        "BEGIN:VCALENDAR",
        "METHOD:REQUEST",
        "PRODID:Microsoft Exchange Server 2010",
        "VERSION:2.0",
        "BEGIN:VEVENT",
        f"ORGANIZER;CN={_escaped(letter.sender_name)}:mailto:{letter.sender}",
        *guests,
        f"UID:{values['uid']}",
        f"SUMMARY:{_escaped(letter.subject)}",
        f"DTSTART:{values['begins']}",
        f"DTEND:{values['ends']}",
        f"DTSTAMP:{letter.sent:%Y%m%dT%H%M%SZ}",
        f"LOCATION:{_escaped(values['place'])}",
        f"DESCRIPTION:{_escaped(values['text'])}",
        "SEQUENCE:0",
        "STATUS:CONFIRMED",
        "END:VEVENT",
        "END:VCALENDAR",
        "",
    ]
    return "\r\n".join(folded for line in lines for folded in _folded(line))


def _escaped(text: str) -> str:
    for mark in ("\\", ";", ","):
        text = text.replace(mark, f"\\{mark}")
    return text.replace("\n", "\\n")


def _folded(line: str) -> list[str]:
    """Lines of at most 75 octets; 60 characters keep within that for European text."""
    pieces = [line[at : at + 60] for at in range(0, len(line), 60)] or [""]
    return [pieces[0], *(f" {piece}" for piece in pieces[1:])]
