"""Writes ZIP archives, plain or with the old password scheme, the same bytes every time.

Layout: PKWARE APPNOTE 6.3.10, sections 4.3 (records) and 6.1 (traditional encryption).
"""

from __future__ import annotations

import hashlib
import struct
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

DOS_DATE = (2026 - 1980) << 9 | 1 << 5 | 1  # 1 January 2026
ENCRYPTED = 0x0001
UTF8_NAME = 0x0800
STORED, DEFLATED = 0, 8
VERSION_NEEDED = 20
SEED_KEYS = (0x12345678, 0x23456789, 0x34567890)
HEADER_LENGTH = 12


@dataclass(frozen=True, slots=True)
class Entry:
    name: str
    data: bytes
    stored: bool = False


@dataclass(frozen=True, slots=True)
class _Packed:
    """One entry as it lies in the archive, without its two headers."""

    name: bytes
    flags: int
    method: int
    crc: int
    body: bytes
    size: int

    def fields(self) -> bytes:
        return struct.pack(
            "<HHHHHIIIHH",
            *(VERSION_NEEDED, self.flags, self.method, 0, DOS_DATE),
            *(self.crc, len(self.body), self.size, len(self.name), 0),
        )


def zip_archive(entries: Iterable[Entry], password: str = "", comment: bytes = b"") -> bytes:
    """A complete archive; with a password every entry is encrypted by ZipCrypto."""
    packed = [_pack(entry, password) for entry in entries]
    body, directory = bytearray(), bytearray()
    for item in packed:
        directory += _central(item, len(body))
        body += b"PK\x03\x04" + item.fields() + item.name + item.body
    end = struct.pack(
        "<4s4H2IH",
        *(b"PK\x05\x06", 0, 0, len(packed), len(packed)),
        *(len(directory), len(body), len(comment)),
    )
    return bytes(body + directory + end + comment)


def _central(item: _Packed, offset: int) -> bytes:
    tail = struct.pack("<HHHII", 0, 0, 0, 0, offset)
    return b"PK\x01\x02" + struct.pack("<H", VERSION_NEEDED) + item.fields() + tail + item.name


def _pack(entry: Entry, password: str) -> _Packed:
    crc = zlib.crc32(entry.data)
    method, body = (STORED, entry.data) if entry.stored else (DEFLATED, _deflate(entry.data))
    flags = UTF8_NAME if not entry.name.isascii() else 0
    if password:
        flags |= ENCRYPTED
        body = zip_crypto(_salt(entry, crc) + body, password.encode())
    return _Packed(entry.name.encode(), flags, method, crc, body, len(entry.data))


def _deflate(data: bytes) -> bytes:
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    return packer.compress(data) + packer.flush()


def _salt(entry: Entry, crc: int) -> bytes:
    """The encryption header: random in other writers, derived here; its last byte checks."""
    seed = hashlib.sha256(entry.name.encode() + entry.data).digest()
    return seed[: HEADER_LENGTH - 1] + bytes((crc >> 24,))


def _crc_table() -> Iterator[int]:
    for value in range(256):
        for _ in range(8):
            value = value >> 1 ^ (0xEDB88320 if value & 1 else 0)
        yield value


CRC_TABLE = tuple(_crc_table())


def _step(keys: tuple[int, int, int], byte: int) -> tuple[int, int, int]:
    first = CRC_TABLE[(keys[0] ^ byte) & 0xFF] ^ keys[0] >> 8
    second = ((keys[1] + (first & 0xFF)) * 0x08088405 + 1) & 0xFFFFFFFF
    third = CRC_TABLE[(keys[2] ^ second >> 24) & 0xFF] ^ keys[2] >> 8
    return first, second, third


def zip_crypto(plain: bytes, password: bytes) -> bytes:
    """``plain`` under the traditional stream cipher; broken since 1994, still met in mail."""
    keys = SEED_KEYS
    for byte in password:
        keys = _step(keys, byte)
    out = bytearray()
    for byte in plain:
        state = keys[2] & 0xFFFF | 2
        out.append(byte ^ (state * (state ^ 1) >> 8 & 0xFF))
        keys = _step(keys, byte)
    return bytes(out)
