"""Who sent an Outlook message, for whom and to whom, from its properties ([MS-OXOMSG] 2.2.1).

Exchange names people of its own organisation by a path ("/O=...", the type EX); their SMTP address
stands elsewhere, where it does at all: in a property of its own, a search key or an entry id.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from analyzers.lib.mapi import Properties
from analyzers.model.message import Address

TO, CC, BCC = 1, 2, 3  # PidTagRecipientType ([MS-OXOMSG] 2.2.3.1); higher bits are flags
_ONE_OFF: Final = bytes.fromhex("812b1fa4bea310199d6e00dd010f5402")  # [MS-OXCDATA] 2.2.5.1
_UNICODE = 0x8000  # flag of a one-off entry id
_LISTED = 500  # reply recipients read
_LONGEST = 320  # characters of an address (RFC 3696, erratum 1690)
_ADDRESS = re.compile(r"[^\s<>()\[\]\",;:/]{1,128}@[^\s<>()\[\]\",;:/@]{1,256}")


@dataclass(frozen=True, slots=True)
class Role:
    """Tags of what is told of one person: name, type of address, address, the rest."""

    name: str
    kind: str
    address: str
    smtp: str = ""
    key: str = ""
    entry: str = ""


SENDER: Final = Role("0C1A", "0C1E", "0C1F", "5D01", "0C1D", "0C19")  # who sent
REPRESENTED: Final = Role("0042", "0064", "0065", "5D02", "003B", "0041")  # for whom
RECEIVER: Final = Role("0040", "0075", "0076", "5D07", "0051", "003F")
RECIPIENT: Final = Role("3001", "3002", "3003", "39FE", "300B", "0FFF")


def person(own: Properties, role: Role) -> Address | None:
    """The person in a role; without an address where no property gives one, None for nobody."""
    name, address = own.line(role.name), smtp(own, role)
    if not address and (found := _ADDRESS.fullmatch(name.strip("'\"<> "))):
        address = found[0]
    return Address(name, address) if name or address else None


def smtp(own: Properties, role: Role) -> str:
    """The SMTP address of a role, "" where no property holds one."""
    for tag in (role.smtp, role.address):
        if "@" in (text := own.line(tag)) and not text.upper().startswith("/O="):
            inner = _ADDRESS.search(text)  # some writers put "name <address>" there
            return inner[0] if inner and "<" in text else text.strip()[:_LONGEST]
    key = own.binary(role.key)
    if key[:5].upper() == b"SMTP:":
        return key[5 : 5 + _LONGEST].rstrip(b"\0").decode("utf-8", "replace").lower()
    return _one_off(own.binary(role.entry))[1]


def exchange(own: Properties, role: Role) -> str:
    """The path that Exchange names a person by, "" where there is none."""
    text = own.line(role.address)
    return text if text.upper().startswith("/O=") else ""


def author(own: Properties) -> tuple[tuple[Address, ...], tuple[Address, ...]]:
    """Whom the message says it is from, and who sent it where that is somebody else."""
    represented, sender = person(own, REPRESENTED), person(own, SENDER)
    if represented is None or sender is None:
        one = represented or sender
        return ((one,) if one else ()), ()
    same = _same(own, represented, sender)
    return (represented,), (() if same else (sender,))


def _same(own: Properties, one: Address, other: Address) -> bool:
    if one.address and other.address:
        return one.address.casefold() == other.address.casefold()
    paths = exchange(own, REPRESENTED).casefold(), exchange(own, SENDER).casefold()
    return paths[0] == paths[1] if all(paths) else one.name == other.name


def answered_to(own: Properties) -> tuple[Address, ...]:
    """Where answers go ([MS-OXOMSG] 2.2.1.43), as the list of entry ids says."""
    raw = own.binary("004F")
    if len(raw) < 8:
        return ()
    count, place, found = min(struct.unpack_from("<I", raw)[0], _LISTED), 8, []
    for _ in range(count):
        if place + 4 > len(raw):
            break
        size = struct.unpack_from("<I", raw, place)[0]
        name, address = _one_off(raw[place + 4 : place + 4 + size])
        if name or address:
            found.append(Address(name, address))
        place += 4 + size + -size % 4
    return tuple(found)


def of_kind(people: Iterable[tuple[int, Address]], kind: int) -> tuple[Address, ...]:
    return tuple(address for found, address in people if found == kind)


def _one_off(entry: bytes) -> tuple[str, str]:
    """Name and SMTP address in the entry id of somebody outside the organisation."""
    if entry[4:20] != _ONE_OFF or len(entry) < 24:
        return "", ""
    flags = struct.unpack_from("<H", entry, 22)[0]
    codec, end = ("utf-16-le", "\0") if flags & _UNICODE else ("cp1252", "\0")
    rest = entry[24 : 24 + 8 * _LONGEST]
    fields = rest[: len(rest) // 2 * 2].decode(codec, "replace").split(end)
    if len(fields) < 3 or fields[1].upper() != "SMTP" or "@" not in fields[2]:
        return "", ""
    return fields[0], fields[2][:_LONGEST]
