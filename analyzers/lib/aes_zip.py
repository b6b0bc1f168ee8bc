"""Opens ZIP members under WinZip AES (AE-1, AE-2), after WinZip's published specification."""

from __future__ import annotations

import hashlib
import hmac
import struct
from dataclasses import dataclass

EXTRA = 0x9901  # id of the AES extra field
ROUNDS = 1000  # of PBKDF2-HMAC-SHA1
TAG = 10  # bytes of the truncated HMAC at the end
SALT = {1: 8, 2: 12, 3: 16}  # bytes by strength: AES-128, -192, -256
BLOCK = 16
BATCH = 1 << 16  # counter blocks encrypted at a time


@dataclass(frozen=True, slots=True)
class Plain:
    """The still compressed content, and the compression method under the encryption."""

    data: bytes
    method: int


def decrypt(packed: bytes, extra: bytes, password: bytes) -> Plain | None:
    """The content, or None where the password does not fit or the fields make no sense."""
    found = _field(extra)
    if found is None:
        return None
    strength, method = found
    salt_size, key_size = SALT[strength], SALT[strength] * 2
    if len(packed) < salt_size + 2 + TAG:
        return None
    keys = hashlib.pbkdf2_hmac("sha1", password, packed[:salt_size], ROUNDS, key_size * 2 + 2)
    if keys[-2:] != packed[salt_size : salt_size + 2]:
        return None
    body, tag = packed[salt_size + 2 : -TAG], packed[-TAG:]
    seal = hmac.new(keys[key_size : key_size * 2], body, hashlib.sha1).digest()[:TAG]
    if not hmac.compare_digest(seal, tag):
        return None
    return Plain(_counter_mode(keys[:key_size], body), method)


def _field(extra: bytes) -> tuple[int, int] | None:
    """Strength and real compression method from the extra field."""
    at = 0
    while at + 4 <= len(extra):
        kind, size = struct.unpack_from("<HH", extra, at)
        if kind == EXTRA and size >= 7 and at + 11 <= len(extra):
            _version, _vendor, strength, method = struct.unpack_from("<H2sBH", extra, at + 4)
            return (strength, method) if strength in SALT else None
        at += 4 + size
    return None


def _counter_mode(key: bytes, body: bytes) -> bytes:
    """AES-CTR with the little-endian counter from 1 that WinZip uses."""
    from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

    # ECB only makes the key stream here: the counters are what gets encrypted.
    encryptor = Cipher(algorithms.AES(key), modes.ECB()).encryptor()  # noqa: S305 - see above
    plain = bytearray()
    for start in range(0, len(body), BATCH * BLOCK):
        piece = body[start : start + BATCH * BLOCK]
        first = start // BLOCK + 1
        count = -(-len(piece) // BLOCK)
        counters = b"".join(n.to_bytes(BLOCK, "little") for n in range(first, first + count))
        stream = encryptor.update(counters)[: len(piece)]
        mixed = int.from_bytes(piece, "big") ^ int.from_bytes(stream, "big")
        plain += mixed.to_bytes(len(piece), "big")
    return bytes(plain)
