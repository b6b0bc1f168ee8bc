"""Repeatable chance: the same words give the same numbers, on every machine."""

from __future__ import annotations

import base64
import hashlib
import random
import uuid


def dice(*words: object) -> random.Random:
    """A generator of its own for whatever the words name."""
    return random.Random(_digest(words, 8))  # noqa: S311 - a repeatable world, no secret


def token(length: int, *words: object) -> str:
    """``length`` base64url characters, as ids and trackers are made of."""
    raw = hashlib.shake_256(_joined(words)).digest(length * 3 // 4 + 1)
    return base64.urlsafe_b64encode(raw).decode("ascii")[:length]


def signature(length: int, *words: object) -> str:
    """Base64 of ``length`` bytes that verify nothing, for the b= tag of a signature."""
    return base64.b64encode(hashlib.shake_256(_joined(words)).digest(length)).decode("ascii")


def number(limit: int, *words: object) -> int:
    """One number below ``limit``, cheaper than a generator."""
    return int.from_bytes(_digest(words, 8)) % limit


def unique_id(*words: object) -> str:
    return str(uuid.UUID(bytes=_digest(words, 16), version=4))


def _joined(words: tuple[object, ...]) -> bytes:
    return "\0".join(map(str, words)).encode()


def _digest(words: tuple[object, ...], length: int) -> bytes:
    return hashlib.blake2b(_joined(words), digest_size=length).digest()
