"""Reads the blocks of RAR 5 archives, locked ones with their key (RAR 5.0 archive format)."""

from __future__ import annotations

import hashlib
import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from analyzers.lib.rarmember import RarLock, RarMember

SIGNATURE: Final = b"Rar!\x1a\x07\1\0"
BLOCKS: Final = 20_000
HEADER: Final = 2 << 20  # bytes of a header at most, as the format has it
ROUNDS: Final = 24  # logarithm of the count at most, as the format has it
_MAIN, _FILE, _CRYPT, _END = 1, 2, 4, 5
_EXTRA, _DATA, _BEFORE, _AFTER = 1, 2, 8, 16
_DIRECTORY, _TIME, _CHECKSUM = 1, 2, 4
_SOLID: Final = 0x40  # of the compression word
_ALL_SOLID: Final = 4  # of the archive's flags
_LAST: Final = 0x40  # of a packed block's flags


@dataclass(frozen=True, slots=True)
class Block:
    kind: int
    flags: int
    body: bytes  # the fields of its kind
    extra: bytes
    data: int  # where the content begins
    size: int  # bytes of content


def number(data: bytes, at: int) -> tuple[int, int]:
    """A vint of at most ten bytes, and the place behind it; ``ValueError`` where it has no end."""
    value = 0
    for index in range(10):
        if at + index >= len(data):
            break
        byte = data[at + index]
        value |= (byte & 0x7F) << 7 * index
        if byte < 0x80:
            return value, at + index + 1
    raise ValueError("a number has no end")


def written(value: int) -> bytes:
    out = bytearray()
    while value > 0x7F:
        out.append(value & 0x7F | 0x80)
        value >>= 7
    out.append(value)
    return bytes(out)


def blocks(data: bytes, start: int, key: bytes = b"") -> Iterator[Block]:
    """Each block; from the encryption block on with ``key``, ended by what makes no sense."""
    at, closed = start + len(SIGNATURE), False
    for _ in range(BLOCKS):
        try:
            header, at = _closed(data, at, key) if closed else _open(data, at)
            block = _block(header, at)
        except (ValueError, IndexError, struct.error):
            return
        yield block
        if block.kind == _END or (block.kind == _CRYPT and not key):
            return
        closed = closed or block.kind == _CRYPT
        at += block.size


def _open(data: bytes, at: int) -> tuple[bytes, int]:
    size, begin = number(data, at + 4)
    header = data[begin : begin + size]
    told = struct.unpack_from("<I", data, at)[0]
    if size > HEADER or len(header) < size or zlib.crc32(data[at + 4 : begin + size]) != told:
        raise ValueError("a header's checksum is wrong")
    return header, begin + size


def _closed(data: bytes, at: int, key: bytes) -> tuple[bytes, int]:
    vector, begin = data[at : at + 16], at + 16
    size, _ = number(decrypted(data[begin : begin + 16], key, vector), 4)
    whole = -(-(size + 4 + len(written(size))) // 16) * 16
    if size > HEADER:
        raise ValueError("a header is too long")
    header, _ = _open(decrypted(data[begin : begin + whole], key, vector), 0)
    return header, begin + whole


def _block(header: bytes, data: int) -> Block:
    kind, at = number(header, 0)
    flags, at = number(header, at)
    extra, at = number(header, at) if flags & _EXTRA else (0, at)
    size, at = number(header, at) if flags & _DATA else (0, at)
    end = max(at, len(header) - extra)
    return Block(kind, flags, header[at:end], header[end:], data, size)


def lock(block: Block) -> RarLock | None:
    """How the headers behind an encryption block are locked."""
    return _lock(block.body, headers=True) if block.kind == _CRYPT else None


def _lock(fields: bytes, *, headers: bool = False) -> RarLock:
    _, at = number(fields, 0)
    flags, at = number(fields, at)
    rounds, salt, at = fields[at], fields[at + 1 : at + 17], at + 17
    vector = b"" if headers else fields[at : at + 16]
    at += len(vector)
    return RarLock(rounds, salt, vector, fields[at : at + 8] if flags & 1 else b"")


def volume(block: Block) -> bool:
    return block.kind == _MAIN and bool(number(block.body, 0)[0] & 1)


def member(data: bytes, block: Block) -> RarMember | None:
    """The file that a block tells of; None for other blocks."""
    if block.kind != _FILE:
        return None
    body = block.body
    flags, at = number(body, 0)
    size, at = number(body, at)
    _, at = number(body, at)
    at += 4 if flags & _TIME else 0
    checksum = struct.unpack_from("<I", body, at)[0] if flags & _CHECKSUM else None
    compression, at = number(body, at + (4 if flags & _CHECKSUM else 0))
    _, at = number(body, at)
    length, at = number(body, at)
    extras = dict(_extras(block.extra))
    return RarMember(
        name=body[at : at + length].decode("utf-8", "replace"),
        size=size,
        packed=block.size,
        offset=block.data,
        block=b"",
        directory=bool(flags & _DIRECTORY),
        encrypted=1 in extras,
        split=bool(block.flags & (_BEFORE | _AFTER)),
        solid=bool(compression & _SOLID),
        stored=not compression >> 7 & 7,
        link=5 in extras,
        checksum=None if 1 in extras else checksum,
        target=_target(extras.get(5, b"")),
        lock=_lock(extras[1]) if 1 in extras else None,
        compression=compression,
    )


def _extras(extra: bytes) -> Iterator[tuple[int, bytes]]:
    at = 0
    while at < len(extra):
        size, at = number(extra, at)
        kind, begin = number(extra, at)
        yield kind, extra[begin : at + size]
        at += max(size, 1)


def _target(fields: bytes) -> str:
    if not fields:
        return ""
    _, at = number(fields, 0)
    _, at = number(fields, at)
    length, at = number(fields, at)
    return fields[at : at + length].decode("utf-8", "replace")


def key_of(lock: RarLock, password: str) -> bytes | None:
    """The key; None where the lock tells that the password is wrong."""
    count, raw = 1 << min(lock.rounds, ROUNDS), password.encode("utf-8")
    if lock.check:
        long = hashlib.pbkdf2_hmac("sha256", raw, lock.salt, count + 32)
        folded = bytes(
            a ^ b ^ c ^ d
            for a, b, c, d in zip(*(long[n : n + 8] for n in (0, 8, 16, 24)), strict=True)
        )
        if folded != lock.check:
            return None
    return hashlib.pbkdf2_hmac("sha256", raw, lock.salt, count)


def decrypted(data: bytes, key: bytes, vector: bytes) -> bytes:
    from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

    whole = data[: len(data) // 16 * 16]
    return Cipher(algorithms.AES(key), modes.CBC(vector)).decryptor().update(whole)


def alone(member: RarMember, content: bytes) -> bytes:
    """A block for the member that stands on its own, without lock and checksum."""
    name = member.name.encode("utf-8")
    told = b"" if member.checksum is None else struct.pack("<I", member.checksum)
    flags = (_CHECKSUM if told else 0) | (_DIRECTORY if member.directory else 0)
    body = written(flags) + written(member.size) + written(0) + told
    body += written(member.compression) + written(1) + written(len(name)) + name
    return _made(written(_FILE) + written(_DATA) + written(len(content)) + body) + content


def trimmed(content: bytes) -> bytes:
    """Packed content without the zeros that a lock adds behind its last block."""
    at, last = 0, False
    while not last and at + 3 <= len(content):
        flags = content[at]
        width = (flags >> 3 & 3) + 1
        last = bool(flags & _LAST)
        at += 2 + width + int.from_bytes(content[at + 2 : at + 2 + width], "little")
    return content[:at] if last else content


def head(*, solid: bool) -> bytes:
    return SIGNATURE + _made(written(_MAIN) + written(0) + written(_ALL_SOLID if solid else 0))


def tail() -> bytes:
    """The block at the end, without which unpackers think the last content cut off."""
    return _made(written(_END) + written(0) + written(0))


def _made(header: bytes) -> bytes:
    sized = written(len(header)) + header
    return struct.pack("<I", zlib.crc32(sized)) + sized
