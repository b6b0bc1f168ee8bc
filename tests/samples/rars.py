"""RAR archives built byte by byte: stored members, links, locks, split ones."""

from __future__ import annotations

import hashlib
import struct
import zlib
from collections.abc import Mapping

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from analyzers.lib.rar5 import written

SALT, VECTOR = bytes(range(16)), bytes(range(16, 32))


def key(password: str, rounds: int, more: int = 0) -> bytes:
    return hashlib.pbkdf2_hmac("sha256", password.encode(), SALT, (1 << rounds) + more)


def check(password: str, rounds: int) -> bytes:
    long = key(password, rounds, 32)
    return bytes(long[n] ^ long[n + 8] ^ long[n + 16] ^ long[n + 24] for n in range(8))


def locked(data: bytes, password: str, rounds: int) -> bytes:
    padded = data + bytes(-len(data) % 16)
    return (
        Cipher(algorithms.AES(key(password, rounds)), modes.CBC(VECTOR)).encryptor().update(padded)
    )


def header(fields: bytes) -> bytes:
    sized = written(len(fields)) + fields
    return struct.pack("<I", zlib.crc32(sized)) + sized


def record(kind: int, fields: bytes) -> bytes:
    return written(len(fields) + 1) + written(kind) + fields


def member(
    name: str,
    data: bytes,
    *,
    extra: bytes = b"",
    packed: bytes | None = None,
    method: int = 0,
    flags: int = 0,
) -> bytes:
    content, raw = data if packed is None else packed, name.encode()
    body = b"\x04" + written(len(data)) + b"\0" + struct.pack("<I", zlib.crc32(data))
    body += written(method << 7) + b"\0" + written(len(raw)) + raw
    front = b"\x02" + bytes((flags | 2 | bool(extra),)) + (written(len(extra)) if extra else b"")
    return header(front + written(len(content)) + body + extra) + content


def archive(*blocks: bytes) -> bytes:
    return b"Rar!\x1a\x07\1\0" + header(b"\x01\0\0") + b"".join(blocks) + header(b"\x05\0\0")


def stored(members: Mapping[str, bytes]) -> bytes:
    return archive(*(member(name, data) for name, data in members.items()))


def locked_member(name: str, data: bytes, password: str, rounds: int = 4) -> bytes:
    fields = b"\0\x01" + bytes((rounds,)) + SALT + VECTOR + check(password, rounds) + bytes(4)
    packed = locked(data, password, rounds)
    return member(name, data, extra=record(1, fields), packed=packed)


def locked_names(name: str, data: bytes, password: str, rounds: int = 4) -> bytes:
    """Even the headers are locked."""
    crypt = header(b"\x04\0\0\x01" + bytes((rounds,)) + SALT + check(password, rounds) + bytes(4))
    made = member(name, data)
    parts = (header(b"\x01\0\0"), made[: -len(data)], header(b"\x05\0\0"))
    heads = [VECTOR + locked(part, password, rounds) for part in parts]
    return b"Rar!\x1a\x07\1\0" + crypt + heads[0] + heads[1] + data + heads[2]


def link(name: str, target: str) -> bytes:
    raw = target.encode()
    return member(name, b"", extra=record(5, b"\x01\0" + written(len(raw)) + raw))


def old(
    members: Mapping[str, bytes], *, flags: int = 0, block: int = 0, method: int = 0x30
) -> bytes:
    """RAR 4; ``flags`` of the archive, ``block`` of each member."""
    out = b"Rar!\x1a\x07\0" + struct.pack("<HBHH", 0, 0x73, flags, 13) + bytes(6)
    out = out[:7] + struct.pack("<H", zlib.crc32(out[9:]) & 0xFFFF) + out[9:]
    for name, data in members.items():
        raw = name.encode()
        fields = struct.pack("<BHH", 0x74, 0x8000 | block, 32 + len(raw))
        fields += struct.pack("<IIBIIBB", len(data), len(data), 2, zlib.crc32(data), 0, 29, method)
        fields += struct.pack("<HI", len(raw), 0x20) + raw
        out += struct.pack("<H", zlib.crc32(fields) & 0xFFFF) + fields + data
    return out + struct.pack("<HBHH", 0x3DC4, 0x7B, 0x4000, 7)
