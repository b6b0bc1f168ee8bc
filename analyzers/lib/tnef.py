"""Takes TNEF apart, the winmail.dat of Outlook: attributes and properties in them ([MS-OXTNEF]).

The properties come out in the form that those of .msg files have: the same code reads them.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Final

from analyzers.lib.mapi import TABLE, Properties, charset_of, ticks_of
from analyzers.lib.mapinames import Names
from analyzers.lib.tnefproperties import Bag, read_bag, read_bags
from analyzers.model.unit import Unreadable

SIGNATURE: Final = b"\x78\x9f\x3e\x22"
ATTRIBUTES, ATTACHMENTS, RECIPIENTS = 10_000, 500, 1_000  # read; real files hold some dozen

_HEAD, _FRAME = 6, 9  # bytes before the first attribute; before the data of one
_MESSAGE, _ATTACHMENT = 1, 2  # levels
_CODE_PAGE, _PROPERTIES, _RECIPIENTS = 0x9007, 0x9003, 0x9004
_BEGIN, _ATTACHED, _FROM = 0x9002, 0x9005, 0x8000
# Attributes of the old form, by the property and type that say the same ([MS-OXTNEF] 2.1.3.3).
_STRINGS: Final = {0x8004: "0037", 0x8008: "001A", 0x800C: "1000", 0x8010: "3704", 0x9001: "3707"}
_DATES: Final = {0x8005: 0x0039, 0x8006: 0x0E06, 0x8020: 0x3008}
_DATA: Final = {0x800F: "3701"}


@dataclass(frozen=True, slots=True)
class Attribute:
    """``intact`` where the checksum fits, ``whole`` where all of the data is there."""

    level: int
    name: int
    data: bytes
    offset: int
    intact: bool
    whole: bool


@dataclass(slots=True)
class Tnef:
    """All that was read.  ``rest`` is the offset of bytes that are no attribute, -1 for none."""

    charset: str = ""
    message: Bag = field(default_factory=Bag)
    attachments: list[Bag] = field(default_factory=list)
    recipients: list[Bag] = field(default_factory=list)
    wrong: list[int] = field(default_factory=list)  # offsets of attributes with a wrong checksum
    broken: list[str] = field(default_factory=list)  # what broke off, in words
    rest: int = -1
    capped: str = ""

    @property
    def names(self) -> Names:
        return Names(self.message.names)

    def properties(self, bag: Bag) -> Properties:
        return Properties(bag.values.get, 0, self.charset)


def read_tnef(data: bytes) -> Tnef:
    """Everything up to the first thing that is no attribute; raises where there is no TNEF."""
    if not data.startswith(SIGNATURE):
        raise Unreadable("No TNEF signature")
    found = Tnef()
    for attribute in _attributes(data, found):
        if not attribute.intact:
            found.wrong.append(attribute.offset)
        if not attribute.whole:
            found.broken.append(f"attribute {attribute.name:04X} at byte {attribute.offset}")
        _take(attribute, found)
    for bag in (found.message, *found.attachments, *found.recipients):
        bag.values[TABLE] = bytes(bag.rows)
    return found


def _attributes(data: bytes, found: Tnef) -> Iterator[Attribute]:
    place = _HEAD
    for _ in range(ATTRIBUTES):
        if place >= len(data):
            return
        if data[place] not in (_MESSAGE, _ATTACHMENT) or place + _FRAME > len(data):
            found.rest = place
            return
        level, name, _, size = struct.unpack_from("<BHHI", data, place)
        start, stop = place + _FRAME, place + _FRAME + size
        body = data[start:stop]
        whole = stop + 2 <= len(data)
        intact = not whole or struct.unpack_from("<H", data, stop)[0] == sum(body) & 0xFFFF
        yield Attribute(level, name, body, place, intact, whole)
        place = stop + 2
    found.capped = f"more than {ATTRIBUTES} attributes"


def _take(attribute: Attribute, found: Tnef) -> None:
    name, data = attribute.name, attribute.data
    if name == _CODE_PAGE and len(data) >= 4:
        found.charset = charset_of(struct.unpack_from("<I", data)[0])
    elif attribute.level == _ATTACHMENT:
        _attached(attribute, found)
    elif name == _PROPERTIES:
        _note(read_bag(data, found.message), "message properties", found)
    elif name == _RECIPIENTS:
        found.recipients, whole = read_bags(data, RECIPIENTS)
        _note(whole, "recipient table", found)
    elif name == _FROM:
        _sender(data, found.message)
    else:
        _old(name, data, found.message)


def _attached(attribute: Attribute, found: Tnef) -> None:
    """What belongs to the attachment that the last rendering attribute began."""
    if attribute.name == _BEGIN or not found.attachments:
        if len(found.attachments) >= ATTACHMENTS:
            found.capped = f"more than {ATTACHMENTS} attachments"
            found.attachments[-1] = Bag()  # what follows is nobody's
        else:
            found.attachments.append(Bag())
    if attribute.name == _ATTACHED:
        _note(read_bag(attribute.data, found.attachments[-1]), "attachment properties", found)
    elif attribute.name != _BEGIN:
        _old(attribute.name, attribute.data, found.attachments[-1])


def _note(whole: bool, what: str, found: Tnef) -> None:
    if not whole:
        found.broken.append(what)


def _old(name: int, data: bytes, bag: Bag) -> None:
    """An attribute of the old form; a property that says the same comes later and counts more."""
    if name in _STRINGS:
        bag.values.setdefault(f"__substg1.0_{_STRINGS[name]}001E", data)
    elif name in _DATA:
        bag.values.setdefault(f"__substg1.0_{_DATA[name]}0102", data)
    elif name in _DATES and (ticks := _date(data)):
        bag.fixed(0x0040, _DATES[name], ticks)


def _date(data: bytes) -> int:
    """A FILETIME; 0 for what is no date.  The zone is not told, and read as UTC."""
    if len(data) < 12:
        return 0
    try:
        year, month, day, *clock = struct.unpack_from("<6H", data)
        return ticks_of(datetime(year, month, day, *clock).replace(tzinfo=UTC))
    except ValueError:
        return 0


def _sender(data: bytes, bag: Bag) -> None:
    """The triple of name and address ([MS-OXTNEF] 2.1.3.3.2)."""
    if len(data) < 8 or struct.unpack_from("<H", data)[0] != 4:
        return
    name, address = struct.unpack_from("<HH", data, 4)
    kind, _, where = data[8 + name : 8 + name + address].rstrip(b"\0").partition(b":")
    bag.values.setdefault("__substg1.0_0C1A001E", data[8 : 8 + name])
    if kind.upper() == b"SMTP":
        bag.values.setdefault("__substg1.0_0C1F001E", where)
