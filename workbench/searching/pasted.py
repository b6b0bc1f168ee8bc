"""Takes out of pasted header lines what a message can be searched by."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from analyzers.lib.encoded_words import decode_words

MOST = 1 << 20  # characters looked at; header sections of real mail are far smaller
VALUE = 10_000  # characters of one field
NETWORK_ID = "x-ms-exchange-organization-network-message-id"
WANTED = ("message-id", NETWORK_ID, "from", "subject", "date")
_QUOTED = re.compile(r"^(?:> ?){1,20}")
_FIELD = re.compile(r"[>\s]{0,20}([A-Za-z][A-Za-z0-9-]{1,60})[ \t]*:[ \t]*(.*)")
_MESSAGE_ID = re.compile(r"<[^<>\s]{1,990}>")
_NETWORK_ID = re.compile(r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
_ADDRESS = re.compile(r"[^\s<>\"(),;:@]{1,64}@[^\s<>\"(),;:@]{1,255}")


@dataclass(frozen=True, slots=True)
class Pasted:
    """What was recognised; a field that is missing, or none of its kind, is empty."""

    internet_id: str = ""  # with its angle brackets
    network_id: str = ""  # lower case
    sender: str = ""  # an address
    subject: str = ""  # decoded
    sent: datetime | None = None

    @property
    def is_empty(self) -> bool:
        return not (self.internet_id or self.network_id or self.sender or self.subject)


def read_pasted(text: str) -> Pasted:
    """The first of each field counts.  Lines around the headers, signs of quotation in front of
    them and fields whose continuation lost its indent do no harm beyond the field itself."""
    fields = _fields(text[:MOST])
    found = _MESSAGE_ID.search(fields.get("message-id", ""))
    network = _NETWORK_ID.search(fields.get(NETWORK_ID, ""))
    subject = " ".join(decode_words(fields.get("subject", "")).split())
    return Pasted(
        found[0] if found else "",
        network[0].lower() if network else "",
        _address(fields.get("from", "")),
        subject,
        _moment(fields.get("date", "")),
    )


def _fields(text: str) -> dict[str, str]:
    """A line that begins with white space goes on with the field before (RFC 5322, 2.2.3)."""
    found: dict[str, str] = {}
    name = ""
    for line in text.splitlines():
        bare = _QUOTED.sub("", line)
        match = _FIELD.match(line)
        is_indented = bare[:1] in (" ", "\t") and not (match and match[1].lower() in WANTED)
        if is_indented or (match is None and name and not found[name]):
            _go_on(found, name, bare)
            continue
        name = match[1].lower() if match else ""
        if match is None or name not in WANTED or found.get(name):
            name = ""
        else:
            found[name] = match[2][:VALUE].strip()
    return found


def _go_on(found: dict[str, str], name: str, line: str) -> None:
    if name and len(found[name]) < VALUE:
        found[name] = f"{found[name]} {line.strip()[:VALUE]}".strip()


def _address(value: str) -> str:
    """The last one: those before may stand in a name made to deceive."""
    inside = re.findall(r"<([^<>]{1,400})>", value)
    found = _ADDRESS.findall(inside[-1] if inside else value)
    return found[-1].lower() if found else ""


def _moment(value: str) -> datetime | None:
    try:
        found = parsedate_to_datetime(value[:200])
        return (found if found.tzinfo else found.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
